//! netID as a [`Provider`].

use super::endpoints::USERINFO;
use super::flow::Flow;
use super::grant::{self, Tokens};
use crate::client::fault::Fault;
use crate::client::grant_rules::{GrantRules, ScopedTokens};
use crate::client::provider::{Provider, ScopeRequest};
use crate::oauth::Error;
use crate::oauth::id_token::Claims;
use crate::oauth::scope::Scope;
use crate::oauth::token::AccessToken;

/// The netID Broker: fixed addresses, three flows.
pub struct Netid;

impl Provider for Netid {
    fn environments(&self) -> &'static str {
        "live qa"
    }

    fn addresses(&self, _: &str) -> &'static str {
        "issuer=https%3A%2F%2Fbroker.netid.de%2F\
         &authorization=https%3A%2F%2Fbroker.netid.de%2Fauthorize\
         &token=https%3A%2F%2Fbroker.netid.de%2Ftoken"
    }

    fn scope(&self, asked: ScopeRequest<'_>) -> Result<Scope, Fault> {
        let flow = asked.flow.map_or(Some(Flow::default()), Flow::parse).ok_or_else(|| Fault::config("flow", ""))?;
        flow.scope_with(&asked.scope)
    }
}

impl GrantRules for Netid {
    fn userinfo(&self) -> Option<&'static str> {
        Some(USERINFO)
    }

    /// Of pages that say neither flow nor scope: only a sign-in has a nonce; whether it asked for a permission token
    /// too, its ID token shows.
    fn asked_for(
        &self,
        flow: &str,
        scope: Option<Scope>,
        _default: Scope,
        has_nonce: bool,
    ) -> Result<(&'static str, Scope), Fault> {
        let scope = scope.unwrap_or_default();
        let guess = if has_nonce { Flow::LoginPermission } else { Flow::Permission };
        let flow = Flow::parse(flow).or_else(|| Flow::of_scope(&scope)).unwrap_or(guess);
        Ok((flow.as_str(), flow.scope_with(&scope)?))
    }

    fn flow_of_grant(&self, has_permission_token: bool, has_access_token: bool) -> &'static str {
        Flow::of_grant(has_permission_token, has_access_token).as_str()
    }

    fn tokens(
        &self,
        flow: &str,
        token: AccessToken,
        scope: &[String],
        claims: Option<&Claims>,
        received_at: u64,
    ) -> Result<ScopedTokens, Error> {
        let flow = Flow::parse(flow).unwrap_or_default();
        let Tokens { permission, access } = grant::tokens(flow, token, claims, received_at)?;
        Ok(ScopedTokens {
            permission: permission.map(|token| (token, grant::permission_scope(scope))),
            access: access.map(|token| (token, grant::access_scope(scope))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::endpoints::{AUTHORIZATION, ISSUER, TOKEN};
    use super::*;
    use crate::oauth::form;

    #[test]
    fn the_addresses_are_the_brokers() {
        let addresses = Netid.addresses("");
        for (name, address) in [("issuer", ISSUER), ("authorization", AUTHORIZATION), ("token", TOKEN)] {
            assert_eq!(form::value(addresses, name), address);
        }
    }
}
