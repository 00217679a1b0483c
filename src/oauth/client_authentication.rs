//! How a client proves at the token endpoint who it is (RFC 6749 section 2.3).
//!
//! A page has no secret, so the build for browsers knows one way only, which is to have none.

use super::{Error, form};
#[cfg(any(test, feature = "server"))]
use {
    super::{Code, Secret},
    base64::{Engine as _, prelude::BASE64_STANDARD},
};

/// What the client is registered with.
#[derive(Debug)]
pub enum ClientAuthentication {
    /// `none`: a public client, which names itself.
    Public,
    /// `client_secret_basic`.
    #[cfg(any(test, feature = "server"))]
    Basic(Secret),
    /// `client_secret_post`.
    #[cfg(any(test, feature = "server"))]
    Post(Secret),
}

impl ClientAuthentication {
    /// The secret, which no error may show; empty where there is none.
    pub fn secret(&self) -> &str {
        match self {
            Self::Public => "",
            #[cfg(any(test, feature = "server"))]
            Self::Basic(secret) | Self::Post(secret) => secret.expose(),
        }
    }

    /// Adds to a refusal of the token endpoint what may be behind it, where that is how the client
    /// proves itself.
    #[cfg_attr(not(any(test, feature = "server")), expect(unused_variables))]
    pub fn advise(&self, client_id: &str, error: Error) -> Error {
        #[cfg(any(test, feature = "server"))]
        if let Self::Basic(secret) = self {
            let is_encoded = [client_id, secret.expose()].iter().any(|text| form_encoded(text) != **text);
            let refuses_client =
                error.status == Some(401) || error.provider.as_ref().is_some_and(|said| said.error == "invalid_client");
            if error.code == Code::TokenRequestFailed && refuses_client && is_encoded {
                return Error { message: DECODED_BADLY.into(), ..error };
            }
        }
        error
    }

    /// Puts the client's name, and its proof, into the form or into the header that it gives.
    pub fn apply(&self, client_id: &str, body: &mut String) -> Option<(&'static str, String)> {
        match self {
            Self::Public => form::append(body, "client_id", client_id),
            #[cfg(any(test, feature = "server"))]
            Self::Basic(secret) => {
                let pair = [&form_encoded(client_id), ":", &form_encoded(secret.expose())].concat();
                return Some(("Authorization", basic(&pair)));
            }
            #[cfg(any(test, feature = "server"))]
            Self::Post(secret) => {
                form::append(body, "client_id", client_id);
                form::append(body, "client_secret", secret.expose());
            }
        }
        None
    }
}

#[cfg(any(test, feature = "server"))]
const DECODED_BADLY: &str = "The token endpoint refused the client. Its id or secret has characters that a Basic header \
    holds encoded (RFC 6749 section 2.3.1), which some providers don't decode: where both are right, set \
    `clientAuth: \"client_secret_post\"`.";

/// The header of the HTTP Basic scheme for `user:password` (RFC 7617), in UTF-8.
#[cfg(any(test, feature = "server"))]
pub fn basic(pair: &str) -> String {
    ["Basic ", &BASE64_STANDARD.encode(pair.as_bytes())].concat()
}

/// As RFC 6749 appendix B has it: `application/x-www-form-urlencoded`, a space as `+`.
#[cfg(any(test, feature = "server"))]
pub fn form_encoded(text: &str) -> String {
    let mut encoded = String::new();
    form::append(&mut encoded, "", text);
    encoded.split_off(1).replace("%20", "+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(authentication: ClientAuthentication, client_id: &str) -> (Option<(&'static str, String)>, String) {
        let mut body = "grant_type=authorization_code".to_owned();
        (authentication.apply(client_id, &mut body), body)
    }

    #[test]
    fn a_public_client_names_itself_and_nothing_else() {
        let (header, body) = applied(ClientAuthentication::Public, "a b");
        assert_eq!(header, None);
        assert_eq!(body, "grant_type=authorization_code&client_id=a%20b");
    }

    #[test]
    fn basic_credentials_are_form_encoded_first() {
        let secret = Secret::new(" %&+£€".into());
        let (header, body) = applied(ClientAuthentication::Basic(secret), "a:b");
        let expected = BASE64_STANDARD.encode(b"a%3Ab:+%25%26%2B%C2%A3%E2%82%AC");
        assert_eq!(header, Some(("Authorization", format!("Basic {expected}"))));
        assert_eq!(body, "grant_type=authorization_code");
    }

    #[test]
    fn posted_credentials_are_part_of_the_form() {
        let (header, body) = applied(ClientAuthentication::Post(Secret::new("a&b".into())), "client");
        assert_eq!(header, None);
        assert_eq!(body, "grant_type=authorization_code&client_id=client&client_secret=a%26b");
    }

    #[test]
    fn where_a_basic_header_may_be_read_wrongly_the_refusal_says_so() {
        use super::super::error::ProviderError;
        let said = |error: &str| ProviderError { error: error.into(), ..ProviderError::default() };
        let refusal = |status| Error::new(Code::TokenRequestFailed, "refused").with_status(status);
        let basic = |secret: &str| ClientAuthentication::Basic(Secret::new(secret.into()));
        let is_advised = |authentication: ClientAuthentication, client_id: &str, error: Error| {
            let advised = authentication.advise(client_id, error.clone());
            assert_eq!((advised.code, &advised.provider), (error.code, &error.provider));
            advised.message.contains("client_secret_post")
        };
        assert!(is_advised(basic("a+b"), "client", refusal(401)));
        assert!(is_advised(basic("plain"), "a client", refusal(400).with_provider(said("invalid_client"))));
        assert!(!is_advised(basic("plain-secret_1.~"), "client", refusal(401)));
        assert!(!is_advised(basic("a+b"), "client", refusal(400).with_provider(said("invalid_grant"))));
        assert!(!is_advised(ClientAuthentication::Post(Secret::new("a+b".into())), "client", refusal(401)));
        assert!(!is_advised(ClientAuthentication::Public, "a client", refusal(401)));
    }
}
