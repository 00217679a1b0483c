//! What providers differ in once a response is there. Apart from [`Provider`], so that what every page loads has
//! none of it.

use super::fault::Fault;
use super::provider::{Plain, Provider, ScopeRequest};
use crate::bankid::provider::Bankid;
use crate::netid::provider::Netid;
use crate::oauth::Error;
use crate::oauth::id_token::Claims;
use crate::oauth::scope::Scope;
use crate::oauth::token::AccessToken;

/// A token with the scope that it is for.
pub type ScopedToken = (AccessToken, Vec<String>);

/// The tokens of a grant, by what they are for.
#[derive(Debug)]
pub struct ScopedTokens {
    /// For the Permission Center.
    pub permission: Option<ScopedToken>,
    /// For userinfo.
    pub access: Option<ScopedToken>,
}

/// The rules of one provider. Those that stand here are OpenID Connect's own.
pub trait GrantRules: Provider {
    /// Where the claims of a user are, where that needs no asking.
    fn userinfo(&self) -> Option<&'static str> {
        None
    }

    /// The flow, empty where the provider has none, and the scope that a code was asked for. `scope` is what the page
    /// says, `default` the client's own.
    ///
    /// # Errors
    /// `config_invalid` where flow and scope don't go together.
    fn asked_for(
        &self,
        _flow: &str,
        scope: Option<Scope>,
        default: Scope,
        _has_nonce: bool,
    ) -> Result<(&'static str, Scope), Fault> {
        let scope = scope.unwrap_or(default);
        // A sign-in too: an order is signed on the way.
        let has_order = scope.has("sign");
        Ok(("", self.scope(ScopeRequest { flow: None, scope, has_order })?))
    }

    /// The flow that a grant with these tokens comes of.
    fn flow_of_grant(&self, _has_permission_token: bool, _has_access_token: bool) -> &'static str {
        ""
    }

    /// Tells the tokens of an answer apart. `scope` was granted, `claims` are the ID token's, which was checked, and
    /// `received_at` is in milliseconds since the epoch.
    ///
    /// # Errors
    /// `token_response_invalid` and `id_token_invalid`.
    fn tokens(
        &self,
        _flow: &str,
        token: AccessToken,
        scope: &[String],
        _claims: Option<&Claims>,
        _received_at: u64,
    ) -> Result<ScopedTokens, Error> {
        Ok(ScopedTokens { permission: None, access: Some((token, scope.to_vec())) })
    }
}

impl GrantRules for Plain {}

/// The rules of the provider of this name; of any other, those of [`Plain`].
pub fn rules_of(name: &str) -> &'static dyn GrantRules {
    match name {
        "netid" => &Netid,
        "bankid" => &Bankid,
        _ => &Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(
        provider: &str,
        flow: &str,
        scope: Option<&str>,
        has_nonce: bool,
    ) -> Result<(&'static str, String), String> {
        rules_of(provider)
            .asked_for(flow, scope.map(Scope::of), Scope::of("profile"), has_nonce)
            .map(|(flow, scope)| (flow, scope.as_str().to_owned()))
            .map_err(|fault| fault.code())
    }

    #[test]
    fn what_the_page_says_counts() {
        assert_eq!(asked("netid", "login", Some("email"), true).unwrap(), ("login", "openid email".into()));
        assert_eq!(asked("netid", "", Some("permission_management"), false).unwrap().0, "permission");
        assert_eq!(asked("netid", "", Some("openid permission_management"), true).unwrap().0, "loginPermission");
        assert_eq!(asked("bankid", "", Some("openid sign"), true).unwrap(), ("", "openid sign".into()));
        assert_eq!(asked("plain", "", Some("a b"), false).unwrap(), ("", "a b".into()));
    }

    #[test]
    fn a_silent_page_is_told_by_its_nonce() {
        assert_eq!(asked("netid", "", None, true).unwrap().0, "loginPermission");
        assert_eq!(asked("netid", "", None, false).unwrap(), ("permission", "permission_management".into()));
        assert_eq!(asked("bankid", "", None, true).unwrap().1, "openid profile");
        assert_eq!(asked("plain", "", None, true).unwrap().1, "profile");
    }

    #[test]
    fn flow_and_scope_that_disagree_are_refused() {
        assert_eq!(asked("netid", "permission", Some("openid"), false), Err("config_invalid".into()));
        assert_eq!(asked("netid", "login", Some("permission_management"), true), Err("config_invalid".into()));
    }
}
