//! Options, checked: what a client is made of.

use super::options::Reader;
use super::platform;
use super::results::Object;
use super::storage::Storage;
use crate::bankid::endpoints::{self as bankid, Fixed};
use crate::netid::{endpoints as netid, endpoints::Environment, flow::Flow};
use crate::oauth::Error;
use crate::oauth::address::{Endpoint, RedirectUri};
use crate::oauth::authorize::Client;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::jwt::Algorithm;
use wasm_bindgen::JsValue;

/// Which provider's rules apply.
pub enum Provider {
    /// netID.
    Netid {
        /// The flow of a login that names none.
        flow: Flow,
        /// The claims of a login that names none, as JSON.
        claims: Option<String>,
    },
    /// BankID.
    Bankid {
        /// The scope of a login that names none, without what BankID always requires.
        scope: Vec<String>,
        /// The order of a signing that names none.
        sign_id: Option<String>,
    },
    /// Any other.
    Plain {
        /// The scope of a login that names none.
        scope: Vec<String>,
    },
}

/// A client that can be used.
pub struct Settings {
    pub client: Client,
    pub provider: Provider,
    pub issuer: Option<String>,
    /// Whether discovery promises `iss` in every response.
    pub iss_required: bool,
    pub token: Endpoint,
    /// How the client proves at the token endpoint who it is.
    pub authentication: ClientAuthentication,
    pub userinfo: Option<Endpoint>,
    /// Where the key set is; where it is not known, discovery tells.
    pub jwks: Option<Endpoint>,
    pub end_session: Option<Endpoint>,
    /// SignDoc's base address.
    #[cfg(feature = "server")]
    pub signdoc: Option<Endpoint>,
    pub algorithm: Option<Algorithm>,
    /// Whether the addresses stand in for others that discovery will tell.
    pub lacks_addresses: bool,
    /// Whether an ID token is accepted without its signature where the platform can't check one.
    pub allow_unverified: bool,
    /// Seconds.
    pub clock_tolerance: u32,
    /// Milliseconds.
    pub timeout: u64,
    pub storage: Storage,
}

impl Settings {
    /// A client of the provider named `provider`; "plain" is the one that the options describe, and
    /// `found` is what discovery found.
    pub fn new(provider: &str, options: JsValue, storage: Storage, found: JsValue) -> Result<Self, Error> {
        match provider {
            "netid" => Self::netid(options, storage),
            "bankid" => Self::bankid(options, storage, Found::read(found)),
            _ => Self::plain(options, storage, Found::read(found)),
        }
    }

    /// Fixed addresses, three flows.
    fn netid(options: JsValue, storage: Storage) -> Result<Self, Error> {
        let mut reader = Reader::new(options);
        let flow = reader.flow().unwrap_or_default();
        let provider = Provider::Netid { flow, claims: reader.text("claims") };
        let endpoints = Endpoints::read(&mut reader).or(Endpoints::netid());
        Self::assemble(reader, storage, provider, endpoints, false)
    }

    /// What discovery says, unless the options say otherwise.
    fn bankid(options: JsValue, storage: Storage, found: Found) -> Result<Self, Error> {
        let mut reader = Reader::new(options);
        let wanted = "\"prod\" or \"current\"";
        let environment = reader.read("environment", wanted, bankid::Environment::parse);
        let issuer = Some(environment.unwrap_or_default().issuer().to_owned());
        let mut endpoints =
            Endpoints::read(&mut reader).or(found.endpoints).or(Endpoints { issuer, ..Endpoints::default() });
        let lacks_addresses = endpoints.stand_in();
        let provider =
            Provider::Bankid { scope: reader.scope("scope").unwrap_or_default(), sign_id: reader.text("signId") };
        let settings = Self::assemble(reader, storage, provider, endpoints, found.iss_required)?;
        Ok(Self { lacks_addresses, ..settings })
    }

    /// What the options say, completed by discovery where they leave something open.
    fn plain(options: JsValue, storage: Storage, found: Found) -> Result<Self, Error> {
        let mut reader = Reader::new(options);
        let mut endpoints = Endpoints::plain(&mut reader).or(found.endpoints);
        let lacks_addresses = endpoints.stand_in();
        let scope = reader.scope("scope").unwrap_or_default();
        if scope.is_empty() {
            reader.refuse("scope", "at least one scope");
        }
        if let Err(fault) = openid_needs_issuer(&scope, endpoints.issuer.as_deref()) {
            reader.note(fault);
        }
        let provider = Provider::Plain { scope };
        let settings = Self::assemble(reader, storage, provider, endpoints, found.iss_required)?;
        Ok(Self { lacks_addresses, ..settings })
    }

    fn assemble(
        mut reader: Reader,
        storage: Storage,
        provider: Provider,
        endpoints: Endpoints,
        iss_required: bool,
    ) -> Result<Self, Error> {
        let client_id = reader.given("clientId");
        let redirect_uri = reader.redirect_uri("redirectUri");
        // A server that only asks for tokens of its own has no page to come back to, and a code says which
        // page it is from.
        #[cfg(feature = "server")]
        let redirect_uri =
            redirect_uri.or_else(|| matches!(provider, Provider::Bankid { .. }).then(RedirectUri::default));
        if redirect_uri.is_none() {
            reader.refuse("redirectUri", "given");
        }
        let transaction_lifetime = reader.milliseconds("transactionLifetime", 900);
        let wanted = "\"RS256\", \"ES256\", \"PS256\", \"EdDSA\" or \"none\"";
        let algorithm = reader.read("idTokenAlg", wanted, Algorithm::parse);
        let allow_unverified = reader.flag("dangerouslyAllowUnverifiedIdToken").unwrap_or_default();
        let clock_tolerance = reader.seconds("clockTolerance").unwrap_or(60.0) as u32;
        let timeout = reader.timeout();
        let authentication = reader.authentication();
        reader.finish()?;
        #[cfg(feature = "server")]
        let endpoints = Endpoints { authorization: endpoints.authorization.or(endpoints.token.clone()), ..endpoints };
        let (Some(redirect_uri), Some(authorization), Some(token)) =
            (redirect_uri, endpoints.authorization, endpoints.token)
        else {
            return Err(Error::config(
                "`endpoints` must name `authorization` and `token`, or `issuer` where to find them.",
            ));
        };
        let server = endpoints.issuer.clone().unwrap_or_else(|| token.as_str().to_owned());
        Ok(Self {
            client: Client { client_id, redirect_uri, authorization, server, transaction_lifetime },
            provider,
            issuer: endpoints.issuer,
            iss_required,
            token,
            authentication,
            userinfo: endpoints.userinfo,
            jwks: endpoints.jwks,
            end_session: endpoints.end_session,
            #[cfg(feature = "server")]
            signdoc: endpoints.signdoc,
            algorithm,
            lacks_addresses: false,
            allow_unverified,
            clock_tolerance,
            timeout,
            storage,
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
    pub fn redirect_uri(&mut self, name: &str) -> Option<RedirectUri> {
        let wanted = "the absolute address that the provider knows, without a fragment";
        self.read(name, wanted, |text| RedirectUri::parse(text, &platform::canonical(text)?))
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

/// An ID token is checked against the issuer, so a client without one can't ask for it.
pub fn openid_needs_issuer(scope: &[String], issuer: Option<&str>) -> Result<(), Error> {
    match issuer {
        None if scope.iter().any(|name| name == "openid") => {
            Err(Error::config("`issuer` is needed with the scope `openid`: the ID token is checked against it."))
        }
        _ => Ok(()),
    }
}

/// A browser's timer fires at once when it is set to more milliseconds than this.
const LONGEST_TIMER: u64 = i32::MAX as u64;

/// What discovery found; nothing where it was not asked.
struct Found {
    endpoints: Endpoints,
    iss_required: bool,
}

impl Found {
    /// What `readMetadata` handed out.
    fn read(found: JsValue) -> Self {
        let mut found = Reader::new(found);
        Self {
            endpoints: Endpoints::read(&mut found),
            iss_required: found.flag("issParameterSupported").unwrap_or_default(),
        }
    }
}

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
    pub permission_export: Option<Endpoint>,
    pub signdoc: Option<Endpoint>,
}

impl Endpoints {
    /// What the options of a plain client say.
    fn plain(reader: &mut Reader) -> Self {
        let issuer = reader.endpoint("issuer").map(Endpoint::into_string);
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
        let object = Object::bare();
        let text = |endpoint: Option<Endpoint>| endpoint.map(Endpoint::into_string);
        object.set("authorization", text(self.authorization));
        object.set("token", text(self.token));
        object.set("userinfo", text(self.userinfo));
        object.set("jwks", text(self.jwks));
        object.set("endSession", text(self.end_session));
        object.set("signdoc", text(self.signdoc));
        object
    }

    /// Puts the issuer where an address is missing, so that the other options can be checked before
    /// discovery is asked. Tells whether that was so.
    fn stand_in(&mut self) -> bool {
        // A server sends nobody to the authorization endpoint.
        let needs_authorization = self.authorization.is_none() && !cfg!(feature = "server");
        let Some(issuer) = self.issuer.as_deref().filter(|_| needs_authorization || self.token.is_none()) else {
            return false;
        };
        self.authorization = Endpoint::parse(issuer);
        self.token = Endpoint::parse(issuer);
        true
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
