//! A client as its codes and tokens need it: what [`configure`](super::settings::configure) answered, read.

use super::fault::Fault;
use super::grant_rules::{GrantRules, rules_of};
use crate::oauth::address::Endpoint;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::jwt::Algorithm;
use crate::oauth::scope::Scope;
use crate::oauth::{form, text};

/// In milliseconds: a timer of a platform fires at once when it is set to more.
pub const LONGEST_TIMER: u64 = i32::MAX as u64;

/// The client of one provider (OpenID Connect Core section 1.2).
pub struct RelyingParty {
    /// The provider's own.
    pub rules: &'static dyn GrantRules,
    /// `client_id`.
    pub client_id: String,
    /// For codes that don't say where they came to; empty where there is none.
    pub redirect_uri: String,
    /// What a login asks for that names nothing.
    pub scope: Scope,
    /// Empty where it is not known.
    pub issuer: String,
    /// Where codes are redeemed; the issuer stands in for it until discovery was asked.
    pub token: Endpoint,
    /// Whether it does.
    pub lacks_addresses: bool,
    /// How the client proves at the token endpoint who it is.
    pub authentication: ClientAuthentication,
    /// Where the claims of a user are.
    pub userinfo: Option<Endpoint>,
    /// Where the key set is; where it is not known, discovery tells.
    pub jwks: Option<Endpoint>,
    /// What ID tokens are signed with; any of the known algorithms where it is not said.
    pub algorithm: Option<Algorithm>,
    /// Further audiences that an ID token may name.
    pub trusted_audiences: Vec<String>,
    /// Whether an ID token is accepted without its signature where the platform can't check one.
    pub allow_unverified: bool,
    /// Seconds.
    pub clock_tolerance: u32,
    /// Milliseconds.
    pub timeout: u64,
}

impl RelyingParty {
    /// Reads settings. Numbers of seconds are in whole milliseconds there, and the audiences of `trusted_audiences`
    /// have spaces between them and escapes within.
    ///
    /// # Errors
    /// `config_invalid` where there is neither a token endpoint nor an issuer.
    pub fn read(settings: &str, authentication: ClientAuthentication) -> Result<Self, Fault> {
        let value = |name| form::value(settings, name);
        let address = |name| Endpoint::parse(&value(name));
        let rules = rules_of(&value("provider"));
        let known = address("token");
        let lacks_addresses = known.is_none();
        let token = known.or_else(|| address("issuer")).ok_or_else(|| Fault::config("endpoints", ""))?;
        Ok(Self {
            rules,
            client_id: value("client_id"),
            redirect_uri: value("redirect_uri"),
            scope: Scope::of(&value("scope")),
            issuer: value("issuer"),
            token,
            lacks_addresses,
            authentication,
            userinfo: address("userinfo").or_else(|| rules.userinfo().map(Endpoint::known)),
            jwks: address("jwks"),
            algorithm: Algorithm::parse(&value("id_token_alg")),
            trusted_audiences: list(&value("trusted_audiences")),
            allow_unverified: value("dangerously_allow_unverified_id_token") == "true",
            clock_tolerance: (milliseconds(settings, "clock_tolerance", 60_000) / 1000) as u32,
            timeout: timeout(settings),
        })
    }
}

/// For how long a request may take, in milliseconds.
pub fn timeout(settings: &str) -> u64 {
    milliseconds(settings, "timeout", 10_000).min(LONGEST_TIMER)
}

fn milliseconds(settings: &str, name: &str, default: u64) -> u64 {
    form::raw(settings, name).and_then(text::number).unwrap_or(default)
}

/// A list with spaces, whose parts are encoded.
fn list(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    for part in text::parts(text, b' ') {
        if let Some(part) = form::decode(part).filter(|part| !part.is_empty()) {
            list.push(part);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::settings::configure;
    use super::*;
    use crate::netid::endpoints::USERINFO;

    fn read(options: &str) -> RelyingParty {
        let known = "client_id=c&redirect_uri=https%3A%2F%2Fa.example%2F&page=https%3A%2F%2Fa.example%2F&";
        let settings = configure(&[known, options].concat()).unwrap();
        RelyingParty::read(&settings, ClientAuthentication::Public).unwrap()
    }

    #[test]
    fn what_is_not_said_is_the_default() {
        let party = read("provider=netid");
        assert_eq!((party.clock_tolerance, party.timeout), (60, 10_000));
        assert_eq!((party.algorithm, party.allow_unverified, party.lacks_addresses), (None, false, false));
        assert_eq!(party.token.as_str(), "https://broker.netid.de/token");
        assert_eq!(party.userinfo.unwrap().as_str(), USERINFO);
        assert!(party.trusted_audiences.is_empty() && party.jwks.is_none());
    }

    #[test]
    fn what_is_said_counts() {
        let party = read(
            "provider=netid&id_token_alg=ES256&dangerously_allow_unverified_id_token=true&clock_tolerance=5999\
             &timeout=99999999999999&trusted_audiences=a%2520b%20https%253A%252F%252Fx%252C&userinfo=https%3A%2F%2Fu.example",
        );
        assert_eq!((party.clock_tolerance, party.timeout), (5, LONGEST_TIMER));
        assert_eq!((party.algorithm, party.allow_unverified), (Some(Algorithm::Es256), true));
        assert_eq!(party.trusted_audiences, ["a b", "https://x,"]);
        assert_eq!(party.userinfo.unwrap().as_str(), "https://u.example");
    }

    #[test]
    fn the_issuer_stands_in_until_discovery_was_asked() {
        let party = read("provider=bankid&environment=current");
        assert!(party.lacks_addresses);
        assert_eq!(party.token.as_str(), party.issuer);
        assert!(!read("provider=bankid&token=https%3A%2F%2Ft.example").lacks_addresses);
    }
}
