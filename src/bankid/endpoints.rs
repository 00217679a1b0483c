//! Where BankID is. It asks clients to read its addresses from discovery; those known here are for
//! when discovery can't be had.

use crate::oauth::address::Endpoint;
#[cfg(any(test, feature = "server"))]
use crate::oauth::{Code, Error, discovery::Metadata};

/// Which of BankID's realms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// The real one.
    #[default]
    Prod,
    /// BankID's own test environment.
    Current,
}

impl Environment {
    /// Reads `"prod"` or `"current"`; `None` for any other.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "prod" => Some(Self::Prod),
            "current" => Some(Self::Current),
            _ => None,
        }
    }

    /// `iss` of the realm: what stands before the path of its discovery document.
    pub const fn issuer(self) -> &'static str {
        match self {
            Self::Prod => "https://auth.bankid.no/auth/realms/prod",
            Self::Current => "https://auth.current.bankid.no/auth/realms/current",
        }
    }
}

/// Addresses below the issuer, the same in every realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// The authorization endpoint.
    Authorization,
    /// The token endpoint.
    Token,
    /// The key set.
    Jwks,
    /// The end-session endpoint.
    EndSession,
}

impl Fixed {
    /// The address in the realm of `issuer`.
    pub fn of(self, issuer: &Endpoint) -> String {
        issuer.with_path(match self {
            Self::Authorization => "/precheck/auth",
            Self::Token => "/protocol/openid-connect/token",
            Self::Jwks => "/protocol/openid-connect/certs",
            Self::EndSession => "/protocol/openid-connect/logout",
        })
    }
}

/// Where SignDoc is: `signdoc-baseurl`, a member of BankID's own.
///
/// # Errors
/// `discovery_failed` when it is there and no address.
#[cfg(any(test, feature = "server"))]
pub fn signdoc(metadata: &Metadata) -> Result<Option<Endpoint>, Error> {
    let base = metadata.document.endpoint("signdoc-baseurl")?;
    if base.as_ref().is_some_and(|base| base.as_str().contains('?')) {
        return Err(Error::new(Code::DiscoveryFailed, "`signdoc-baseurl` of the discovery document has a query."));
    }
    Ok(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::Secret;
    use crate::oauth::discovery;
    use crate::oauth::http::Response;
    use crate::oauth::json::tests::parse;
    use serde_json::{Value, json};

    #[test]
    fn the_environment_is_a_realm() {
        assert_eq!(Environment::parse("prod"), Some(Environment::default()));
        assert_eq!(Environment::Prod.issuer(), "https://auth.bankid.no/auth/realms/prod");
        assert_eq!(
            Environment::parse("current").unwrap().issuer(),
            "https://auth.current.bankid.no/auth/realms/current"
        );
        assert_eq!(Environment::parse("live"), None);
    }

    #[test]
    fn fixed_addresses_stand_below_the_issuer() {
        let issuer = Endpoint::known(Environment::Current.issuer());
        let realm = "https://auth.current.bankid.no/auth/realms/current";
        for (address, path) in [
            (Fixed::Authorization, "/precheck/auth"),
            (Fixed::Token, "/protocol/openid-connect/token"),
            (Fixed::Jwks, "/protocol/openid-connect/certs"),
            (Fixed::EndSession, "/protocol/openid-connect/logout"),
        ] {
            assert_eq!(address.of(&issuer), [realm, path].concat());
        }
    }

    fn signdoc_of(base: Value) -> Result<Option<Endpoint>, Code> {
        let document = json!({
            "issuer": "https://a.example", "authorization_endpoint": "https://a.example/a",
            "token_endpoint": "https://a.example/t", "signdoc-baseurl": base,
        });
        let body = Secret::new(document.to_string());
        let response = Response { status: 200, content_type: String::new(), body };
        signdoc(&discovery::read(&response, parse, "https://a.example").unwrap()).map_err(|error| error.code)
    }

    #[test]
    fn signdocs_address_is_a_member_of_bankids_own() {
        let base = Endpoint::parse("https://signdoc.example/base");
        assert_eq!(signdoc_of(json!("https://signdoc.example/base")), Ok(base));
        assert_eq!(signdoc_of(Value::Null), Ok(None));
        for bad in [
            json!("http://signdoc.example"),
            json!("http://127.0.0.1:6379/"),
            json!("https://signdoc.example/?a"),
            json!(1),
        ] {
            assert_eq!(signdoc_of(bad), Err(Code::DiscoveryFailed));
        }
    }
}
