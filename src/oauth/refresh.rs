//! Renewing a grant with its refresh token (RFC 6749 section 6, OpenID Connect Core section 12).

use super::Secret;
use super::json::Object;

/// A grant that is to be renewed.
#[derive(Debug)]
pub struct Renewal {
    /// `refresh_token` of the grant.
    pub refresh_token: Secret,
    /// The scope to ask for; `None` to ask for all that was granted.
    pub scope: Option<Vec<String>>,
    /// The scope that was granted.
    pub granted: Vec<String>,
    /// The claims of the grant's ID token, which those of a new one must not contradict.
    pub claims: Option<Object>,
    /// See [`super::authorization_code::AuthorizationCode::flow`].
    pub flow: &'static str,
}

impl Renewal {
    /// The scope of an answer that is silent about it.
    pub fn scopes(&self) -> &[String] {
        self.scope.as_ref().unwrap_or(&self.granted)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn renewal() -> Renewal {
        Renewal {
            refresh_token: Secret::new("a/b".into()),
            scope: None,
            granted: vec!["openid".into(), "profile".into()],
            claims: None,
            flow: "",
        }
    }

    #[test]
    fn a_silent_answer_grants_what_was_asked_for() {
        assert_eq!(renewal().scopes(), ["openid", "profile"]);
        assert_eq!(Renewal { scope: Some(vec!["openid".into()]), ..renewal() }.scopes(), ["openid"]);
    }
}
