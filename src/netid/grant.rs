//! Which of the tokens in an answer is which.

use super::flow::Flow;
use crate::oauth::Error;
use crate::oauth::error::Reason;
use crate::oauth::id_token::Claims;
use crate::oauth::token::{self, AccessToken};

/// The tokens of a grant, by what they are for.
#[derive(Debug)]
pub struct Tokens {
    /// For the Permission Center.
    pub permission: Option<AccessToken>,
    /// For userinfo.
    pub access: Option<AccessToken>,
}

/// Tells the tokens of an answer apart. `claims` are the validated ID token's, `received_at` is in
/// milliseconds since the epoch: the lifetime in the claim counts from the response.
///
/// # Errors
/// `token_response_invalid` when a login has no ID token; `id_token_invalid`, `malformed`, when
/// the claim `permission_management` is there but is no token.
pub fn tokens(
    flow: Flow,
    access_token: AccessToken,
    claims: Option<&Claims>,
    received_at: u64,
) -> Result<Tokens, Error> {
    if !flow.signs_in() {
        return Ok(Tokens { permission: Some(access_token), access: None });
    }
    let claims = claims.ok_or_else(token::no_id_token)?;
    let malformed =
        || Error::id_token(Reason::Malformed, "The ID token's claim `permission_management` is no bearer token.");
    let permission = match flow {
        Flow::LoginPermission => claims.object().object("permission_management").map_err(|_| malformed())?,
        Flow::Permission | Flow::Login => None,
    };
    let permission =
        permission.map(|claim| token::access_token(&claim, received_at).map_err(|_| malformed())).transpose()?;
    Ok(Tokens { permission, access: Some(access_token) })
}

/// The scope value that a Permission Center token is asked for with.
pub const PERMISSION_MANAGEMENT: &str = "permission_management";

/// The part of a granted scope that the Permission Center's token is for.
pub fn permission_scope(granted: &[String]) -> Vec<String> {
    part_of(granted, true)
}

/// The part that the access token is for.
pub fn access_scope(granted: &[String]) -> Vec<String> {
    part_of(granted, false)
}

fn part_of(granted: &[String], is_permission: bool) -> Vec<String> {
    let mut part = Vec::new();
    for name in granted {
        if (name == PERMISSION_MANAGEMENT) == is_permission {
            part.push(name.clone());
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::json::tests::parse;
    use crate::oauth::{Code, Secret};

    const RECEIVED: u64 = 1_700_000_000_000;

    fn response_token() -> AccessToken {
        AccessToken { value: Secret::new("response".into()), expires_at: Some(RECEIVED + 900_000) }
    }

    fn claims(json: &str) -> Claims {
        Claims::unchecked(parse(json).unwrap(), json)
    }

    fn shown(token: Option<AccessToken>) -> Option<(String, Option<u64>)> {
        token.map(|token| (token.value.into_exposed(), token.expires_at))
    }

    #[test]
    fn in_permission_the_response_itself_is_the_permission_token() {
        let tokens = tokens(Flow::Permission, response_token(), None, RECEIVED).unwrap();
        assert_eq!(shown(tokens.permission), Some(("response".into(), Some(RECEIVED + 900_000))));
        assert!(tokens.access.is_none());
    }

    #[test]
    fn in_login_permission_it_is_the_documented_claim() {
        let claim = r#"{"permission_management":{"access_token":"eyJ…","token_type":"bearer","expires_in":500}}"#;
        let tokens = tokens(Flow::LoginPermission, response_token(), Some(&claims(claim)), RECEIVED).unwrap();
        assert_eq!(shown(tokens.permission), Some(("eyJ…".into(), Some(RECEIVED + 500_000))));
        assert_eq!(shown(tokens.access), Some(("response".into(), Some(RECEIVED + 900_000))));
    }

    #[test]
    fn a_missing_claim_is_no_token_and_a_broken_one_an_error() {
        let outcome = |flow, json: &str| tokens(flow, response_token(), Some(&claims(json)), RECEIVED);
        assert!(outcome(Flow::LoginPermission, "{}").unwrap().permission.is_none());
        for broken in [
            r#"{"permission_management":"eyJ"}"#,
            r#"{"permission_management":{}}"#,
            r#"{"permission_management":{"access_token":"a"}}"#,
            r#"{"permission_management":{"access_token":"a","token_type":"mac"}}"#,
            r#"{"permission_management":{"access_token":"a","token_type":"bearer","expires_in":"soon"}}"#,
        ] {
            assert_eq!(outcome(Flow::LoginPermission, broken).unwrap_err().reason, Some(Reason::Malformed), "{broken}");
            assert!(outcome(Flow::Login, broken).unwrap().permission.is_none());
        }
    }

    #[test]
    fn each_token_has_its_own_part_of_the_scope() {
        let granted = ["openid", "permission_management", "email"].map(String::from);
        assert_eq!(permission_scope(&granted), ["permission_management"]);
        assert_eq!(access_scope(&granted), ["openid", "email"]);
    }

    #[test]
    fn a_login_needs_an_id_token() {
        for flow in [Flow::Login, Flow::LoginPermission] {
            let error = tokens(flow, response_token(), None, RECEIVED).unwrap_err();
            assert_eq!(error.code, Code::TokenResponseInvalid);
        }
    }
}
