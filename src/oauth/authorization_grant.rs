//! What a client has to show for a token (RFC 6749 sections 1.3, 4.1.3, 4.4.2 and 6).

use super::authorization_code::AuthorizationCode;
use super::refresh::Renewal;
use super::{Secret, form, text};

/// One of the ways to a token.
#[derive(Clone, Copy, Debug)]
pub enum AuthorizationGrant<'a> {
    /// `authorization_code`.
    Code(&'a AuthorizationCode),
    /// `refresh_token`.
    RefreshToken(&'a Renewal),
    /// `client_credentials`: no user is involved.
    #[cfg(any(test, feature = "server"))]
    ClientCredentials {
        /// `scope`, space-separated.
        scope: &'a str,
    },
}

impl<'a> AuthorizationGrant<'a> {
    /// Writes it into the form of a token request. The verifier proves that this is the one who
    /// asked (RFC 7636 section 4.5); a confidential client may have asked without.
    pub fn append_to(self, body: &mut String) {
        let mut add = |name, value: &str| form::append(body, name, value);
        match self {
            Self::Code(AuthorizationCode { code, redirect_uri, code_verifier, .. }) => {
                add("grant_type", "authorization_code");
                add("code", code.expose());
                add("redirect_uri", redirect_uri);
                let verifier = code_verifier.expose();
                if !verifier.is_empty() {
                    add("code_verifier", verifier);
                }
            }
            Self::RefreshToken(Renewal { refresh_token, scope, .. }) => {
                add("grant_type", "refresh_token");
                add("refresh_token", refresh_token.expose());
                if let Some(scope) = scope {
                    let mut names = String::new();
                    for name in scope {
                        let space = if names.is_empty() { "" } else { " " };
                        text::push(&mut names, space);
                        text::push(&mut names, name);
                    }
                    add("scope", &names);
                }
            }
            #[cfg(any(test, feature = "server"))]
            Self::ClientCredentials { scope } => {
                add("grant_type", "client_credentials");
                add("scope", scope);
            }
        }
    }

    /// What to say, and what to do, when it is refused.
    pub fn refused(self) -> &'static str {
        match self {
            Self::Code(_) => "The token endpoint refused the code; `error` and `status` say why. Start a new sign-in.",
            Self::RefreshToken(_) => {
                "The token endpoint refused the refresh token, which may be used up. Start a new sign-in."
            }
            #[cfg(any(test, feature = "server"))]
            Self::ClientCredentials { .. } => {
                "The token endpoint refused the client; `error` and `status` say why. Check its id, secret and scope."
            }
        }
    }

    /// What of it no error may show.
    pub fn secrets(self) -> [&'a str; 3] {
        match self {
            Self::Code(AuthorizationCode { code, code_verifier, nonce, .. }) => {
                [code.expose(), code_verifier.expose(), nonce.as_ref().map_or("", Secret::expose)]
            }
            Self::RefreshToken(renewal) => [renewal.refresh_token.expose(), "", ""],
            #[cfg(any(test, feature = "server"))]
            Self::ClientCredentials { .. } => [""; 3],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::authorization_code::tests::authorization_code;
    use super::super::refresh::tests::renewal;
    use super::*;

    fn form(grant: AuthorizationGrant<'_>) -> String {
        let mut body = String::new();
        grant.append_to(&mut body);
        body
    }

    #[test]
    fn a_code_comes_with_its_redirect_uri_and_verifier() {
        let beginning =
            "grant_type=authorization_code&code=the%2Bcode%2F%3D&redirect_uri=https%3A%2F%2Fpublisher.example%2F";
        let with_verifier = authorization_code();
        assert_eq!(form(AuthorizationGrant::Code(&with_verifier)), format!("{beginning}&code_verifier=the-verifier"));
        let without = AuthorizationCode { code_verifier: Secret::new(String::new()), ..authorization_code() };
        assert_eq!(form(AuthorizationGrant::Code(&without)), beginning);
    }

    #[test]
    fn a_refresh_token_may_come_with_a_narrower_scope() {
        let as_before = Renewal { scope: None, ..renewal() };
        assert_eq!(form(AuthorizationGrant::RefreshToken(&as_before)), "grant_type=refresh_token&refresh_token=a%2Fb");
        let narrower = Renewal { scope: Some(vec!["openid".into(), "email".into()]), ..renewal() };
        assert_eq!(
            form(AuthorizationGrant::RefreshToken(&narrower)),
            "grant_type=refresh_token&refresh_token=a%2Fb&scope=openid%20email"
        );
    }

    #[test]
    fn client_credentials_are_the_documented_form() {
        assert_eq!(
            form(AuthorizationGrant::ClientCredentials { scope: "signdoc/read_write" }),
            "grant_type=client_credentials&scope=signdoc%2Fread_write"
        );
    }
}
