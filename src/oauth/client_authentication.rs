//! How a client proves at the token endpoint who it is (RFC 6749 section 2.3).
//!
//! A page has no secret, so the build for browsers knows one way only, which is to have none.

use super::form;
#[cfg(any(test, feature = "server"))]
use {
    super::Secret,
    base64ct::{Base64, Encoding},
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

/// The header of the HTTP Basic scheme for `user:password` (RFC 7617), in UTF-8.
#[cfg(any(test, feature = "server"))]
pub fn basic(pair: &str) -> String {
    ["Basic ", &Base64::encode_string(pair.as_bytes())].concat()
}

/// As RFC 6749 appendix B has it: `application/x-www-form-urlencoded`, a space as `+`.
#[cfg(any(test, feature = "server"))]
fn form_encoded(text: &str) -> String {
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
        let expected = Base64::encode_string(b"a%3Ab:+%25%26%2B%C2%A3%E2%82%AC");
        assert_eq!(header, Some(("Authorization", format!("Basic {expected}"))));
        assert_eq!(body, "grant_type=authorization_code");
    }

    #[test]
    fn posted_credentials_are_part_of_the_form() {
        let (header, body) = applied(ClientAuthentication::Post(Secret::new("a&b".into())), "client");
        assert_eq!(header, None);
        assert_eq!(body, "grant_type=authorization_code&client_id=client&client_secret=a%26b");
    }
}
