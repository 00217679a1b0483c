//! Options, checked: what a client is made of.

use super::options::Reader;
use super::results::Object;
use crate::bankid::endpoints::{self as bankid, Fixed};
use crate::client::fault::Fault;
use crate::client::settings::usable;
use crate::netid::{endpoints as netid, endpoints::Environment, flow::Flow};
use crate::oauth::Error;
use crate::oauth::address::{self, Endpoint};
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::jwt::Algorithm;
use crate::oauth::scope::Scope;
use wasm_bindgen::JsValue;

/// A client that can be used.
pub struct Settings {
    /// The name of the provider whose rules apply: see [`crate::client::provider::named`].
    pub provider: &'static str,
    pub client_id: String,
    /// For codes that don't say where they came to.
    pub redirect_uri: String,
    /// What a login asks for that names nothing.
    pub scope: Scope,
    pub issuer: Option<String>,
    pub token: Endpoint,
    /// How the client proves at the token endpoint who it is.
    pub authentication: ClientAuthentication,
    pub userinfo: Option<Endpoint>,
    /// Where the key set is; where it is not known, discovery tells.
    pub jwks: Option<Endpoint>,
    /// SignDoc's base address.
    #[cfg(feature = "server")]
    pub signdoc: Option<Endpoint>,
    pub algorithm: Option<Algorithm>,
    /// Further audiences that an ID token may name.
    pub trusted_audiences: Vec<String>,
    /// Whether the addresses stand in for others that discovery will tell.
    pub lacks_addresses: bool,
    /// Whether an ID token is accepted without its signature where the platform can't check one.
    pub allow_unverified: bool,
    /// Seconds.
    pub clock_tolerance: u32,
    /// Milliseconds.
    pub timeout: u64,
}

impl Settings {
    /// A client of the provider named `provider`; "plain" is the one that the options describe, and
    /// `found` is what discovery found.
    pub fn new(provider: &str, options: JsValue, found: JsValue) -> Result<Self, Error> {
        let mut reader = Reader::new(options);
        let found = Endpoints::read(&mut Reader::new(found));
        let (provider, endpoints) = match provider {
            "netid" => {
                reader.flow();
                ("netid", Endpoints::read(&mut reader).or(Endpoints::netid()))
            }
            "bankid" => ("bankid", Endpoints::bankid(&mut reader).or(found)),
            _ => ("plain", Endpoints::plain(&mut reader).or(found)),
        };
        Self::assemble(reader, provider, endpoints)
    }

    fn assemble(mut reader: Reader, provider: &'static str, mut endpoints: Endpoints) -> Result<Self, Error> {
        let client_id = reader.given("clientId");
        let redirect_uri = reader.redirect_uri("redirectUri");
        // A server that only asks for tokens of its own has no page to come back to, and a code says which
        // page it is from.
        if redirect_uri.is_none() && provider != "bankid" {
            reader.refuse("redirectUri", "given");
        }
        let scope = Scope::of(&reader.texts("scope").unwrap_or_default().join(" "));
        if provider == "plain" {
            usable(endpoints.issuer.is_some(), &scope)?;
        }
        let wanted = "RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519 or none";
        let algorithm = reader.read("idTokenAlg", wanted, Algorithm::parse);
        let allow_unverified = reader.flag("dangerouslyAllowUnverifiedIdToken").unwrap_or_default();
        let clock_tolerance = reader.seconds("clockTolerance").unwrap_or(60.0) as u32;
        let trusted_audiences = reader.texts("trustedAudiences").unwrap_or_default();
        let timeout = reader.timeout();
        let authentication = reader.authentication();
        reader.finish()?;
        let lacks_addresses = endpoints.stand_in();
        let token = endpoints.token.ok_or_else(|| Fault::config("endpoints", ""))?;
        Ok(Self {
            provider,
            client_id,
            redirect_uri: redirect_uri.unwrap_or_default(),
            scope,
            issuer: endpoints.issuer,
            token,
            authentication,
            userinfo: endpoints.userinfo,
            jwks: endpoints.jwks,
            #[cfg(feature = "server")]
            signdoc: endpoints.signdoc,
            algorithm,
            trusted_audiences,
            lacks_addresses,
            allow_unverified,
            clock_tolerance,
            timeout,
        })
    }
}

impl Reader {
    /// The option `timeout` in milliseconds.
    pub fn timeout(&mut self) -> u64 {
        self.timeout_or(10)
    }

    /// The same with another default, in seconds.
    pub fn timeout_or(&mut self, default: u32) -> u64 {
        self.milliseconds("timeout", default).min(LONGEST_TIMER)
    }

    /// The option `environment`.
    pub fn environment(&mut self) -> Environment {
        let wanted = "\"live\" or \"qa\"";
        self.read("environment", wanted, Environment::parse).unwrap_or_default()
    }

    /// A page has no secret, so there is no option for one.
    #[cfg(not(feature = "server"))]
    fn authentication(&mut self) -> ClientAuthentication {
        ClientAuthentication::Public
    }

    /// An address to come back to.
    pub fn redirect_uri(&mut self, name: &str) -> Option<String> {
        let wanted = "the absolute address that the provider knows, without a fragment";
        self.read(name, wanted, |text| address::is_redirect_uri(text).then(|| text.to_owned()))
    }

    /// The option `maxAge`, in whole seconds.
    pub fn max_age(&self) -> Option<u32> {
        self.seconds("maxAge").map(|seconds| seconds as u32)
    }

    /// The option `flow`.
    pub fn flow(&mut self) -> Option<Flow> {
        self.read("flow", "\"permission\", \"login\" or \"loginPermission\"", Flow::parse)
    }
}

/// A browser's timer fires at once when it is set to more milliseconds than this.
const LONGEST_TIMER: u64 = i32::MAX as u64;

/// Addresses, as far as they are known.
#[derive(Default)]
pub struct Endpoints {
    pub issuer: Option<String>,
    pub authorization: Option<Endpoint>,
    pub token: Option<Endpoint>,
    pub userinfo: Option<Endpoint>,
    pub jwks: Option<Endpoint>,
    pub end_session: Option<Endpoint>,
    pub permission_read: Option<Endpoint>,
    pub permission_write: Option<Endpoint>,
    #[cfg(feature = "server")]
    pub permission_export: Option<Endpoint>,
    pub signdoc: Option<Endpoint>,
}

impl Endpoints {
    /// What the options of a plain client say.
    fn plain(reader: &mut Reader) -> Self {
        let issuer = reader.endpoint("issuer").map(Endpoint::into_string);
        Self::read(reader).or(Self { issuer, ..Self::default() })
    }

    /// What the options of a client of BankID say.
    fn bankid(reader: &mut Reader) -> Self {
        let wanted = "\"prod\" or \"current\"";
        let environment = reader.read("environment", wanted, bankid::Environment::parse);
        let issuer = Some(environment.unwrap_or_default().issuer().to_owned());
        Self::read(reader).or(Self { issuer, ..Self::default() })
    }

    /// What the option `endpoints` says. Every address is checked, of use here or not.
    pub fn read(reader: &mut Reader) -> Self {
        let mut given = reader.inner("endpoints", "endpoints.");
        let endpoints = Self {
            issuer: given.endpoint("issuer").map(Endpoint::into_string),
            authorization: given.endpoint("authorization"),
            token: given.endpoint("token"),
            userinfo: given.endpoint("userinfo"),
            jwks: given.endpoint("jwks"),
            end_session: given.endpoint("endSession"),
            permission_read: given.prefix("permissionRead"),
            permission_write: given.prefix("permissionWrite"),
            #[cfg(feature = "server")]
            permission_export: given.prefix("permissionExport"),
            signdoc: given.prefix("signdoc"),
        };
        if let Err(fault) = given.finish() {
            reader.note(fault);
        }
        endpoints
    }

    fn netid() -> Self {
        Self {
            issuer: Some(netid::ISSUER.to_owned()),
            authorization: Endpoint::parse(netid::AUTHORIZATION),
            token: Endpoint::parse(netid::TOKEN),
            userinfo: Endpoint::parse(netid::USERINFO),
            ..Self::default()
        }
    }

    /// BankID's own, for when discovery can't be had.
    pub fn fixed(issuer: &Endpoint) -> Self {
        Self {
            authorization: Endpoint::parse(&Fixed::Authorization.of(issuer)),
            token: Endpoint::parse(&Fixed::Token.of(issuer)),
            jwks: Endpoint::parse(&Fixed::Jwks.of(issuer)),
            end_session: Endpoint::parse(&Fixed::EndSession.of(issuer)),
            ..Self::default()
        }
    }

    /// As the constructors take it for `found`.
    pub fn into_object(self) -> Object {
        let mut object = Object::new();
        let text = |endpoint: Option<Endpoint>| endpoint.map(Endpoint::into_string);
        object.set("authorization", text(self.authorization));
        object.set("token", text(self.token));
        object.set("userinfo", text(self.userinfo));
        object.set("jwks", text(self.jwks));
        object.set("endSession", text(self.end_session));
        object.set("signdoc", text(self.signdoc));
        object
    }

    /// Puts the issuer where the token endpoint is missing, so that the other options can be checked before
    /// discovery is asked. Tells whether that was so.
    fn stand_in(&mut self) -> bool {
        let issuer = self.issuer.as_deref().filter(|_| self.token.is_none());
        self.token = self.token.take().or_else(|| Endpoint::parse(issuer?));
        issuer.is_some()
    }

    /// Each address from `self`, else from `other`.
    fn or(self, other: Self) -> Self {
        Self {
            issuer: self.issuer.or(other.issuer),
            authorization: self.authorization.or(other.authorization),
            token: self.token.or(other.token),
            userinfo: self.userinfo.or(other.userinfo),
            jwks: self.jwks.or(other.jwks),
            end_session: self.end_session.or(other.end_session),
            signdoc: self.signdoc.or(other.signdoc),
            ..self
        }
    }
}
