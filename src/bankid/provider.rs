//! BankID as a [`Provider`].

use super::endpoints::Environment;
use crate::client::fault::Fault;
use crate::client::provider::{Asked, Provider, refuse_flow};
use crate::oauth::scope::Scope;

/// BankID's OpenID Connect provider: its addresses come from discovery, all but the issuer.
pub struct Bankid;

impl Provider for Bankid {
    fn environments(&self) -> &'static str {
        "prod current"
    }

    fn address(&self, name: &str, environment: &str) -> Option<&'static str> {
        (name == "issuer").then(|| Environment::parse(environment).unwrap_or_default().issuer())
    }

    /// BankID requires `openid` always, and `sign` where there is an order's `sign_id`.
    fn scope(&self, asked: Asked<'_>) -> Result<Scope, Fault> {
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
