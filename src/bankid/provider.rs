//! BankID as a [`Provider`].

use crate::client::fault::Fault;
use crate::client::grant_rules::GrantRules;
use crate::client::provider::{Provider, ScopeRequest, refuse_flow};
use crate::oauth::scope::Scope;

/// BankID's OpenID Connect provider: its addresses come from discovery, all but the issuer.
pub struct Bankid;

impl Provider for Bankid {
    fn environments(&self) -> &'static str {
        "prod current"
    }

    fn addresses(&self, environment: &str) -> &'static str {
        if environment == "current" {
            "issuer=https%3A%2F%2Fauth.current.bankid.no%2Fauth%2Frealms%2Fcurrent"
        } else {
            "issuer=https%3A%2F%2Fauth.bankid.no%2Fauth%2Frealms%2Fprod"
        }
    }

    /// BankID requires `openid` always, and `sign` where there is an order's `sign_id`.
    fn scope(&self, asked: ScopeRequest<'_>) -> Result<Scope, Fault> {
        refuse_flow(&asked)?;
        if !asked.has_order && asked.scope.has("sign") {
            return Err(Fault::config("sign_needs_order", ""));
        }
        let mut scope = Scope::default();
        scope.add(if asked.has_order { "openid sign" } else { "openid" });
        scope.add(asked.scope.as_str());
        Ok(scope)
    }
}

impl GrantRules for Bankid {}

#[cfg(test)]
mod tests {
    use super::super::endpoints::Environment;
    use super::*;
    use crate::oauth::form;

    #[test]
    fn the_issuer_is_the_environments() {
        for name in ["prod", "current"] {
            let issuer = Environment::parse(name).unwrap().issuer();
            assert_eq!(form::value(Bankid.addresses(name), "issuer"), issuer);
        }
        assert_eq!(Bankid.addresses(""), Bankid.addresses("prod"));
    }
}
