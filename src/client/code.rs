//! What a code is good for, where the page that matched its response does not say all of it.

use super::fault::Fault;
use super::provider::{self, Asked};
use crate::netid::flow::Flow;
use crate::oauth::scope::Scope;

/// The flow, empty where the provider has none, and the scope that a code was asked for.
///
/// `scope` is what the page says, `default` the client's own. Pages that say neither flow nor scope: only a sign-in
/// has a nonce; whether it asked for a permission token too, its ID token shows.
///
/// # Errors
/// `config_invalid` where flow and scope don't go together.
pub fn asked_for(
    provider: &str,
    flow: &str,
    scope: Option<Scope>,
    default: Scope,
    has_nonce: bool,
) -> Result<(&'static str, Scope), Fault> {
    if provider != "netid" {
        let scope = scope.unwrap_or(default);
        // A sign-in too: an order is signed on the way.
        let has_order = scope.has("sign");
        return Ok(("", provider::named(provider)?.scope(Asked { flow: None, scope, has_order })?));
    }
    let scope = scope.unwrap_or_default();
    let guess = if has_nonce { Flow::LoginPermission } else { Flow::Permission };
    let flow = Flow::parse(flow).or_else(|| Flow::of_scope(&scope)).unwrap_or(guess);
    Ok((flow.as_str(), flow.scope_with(&scope)?))
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
        asked_for(provider, flow, scope.map(Scope::of), Scope::of("profile"), has_nonce)
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
