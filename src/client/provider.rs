//! What providers differ in before a response: a provider is a folder with one `impl` of [`Provider`].

use super::fault::Fault;
use crate::bankid::provider::Bankid;
use crate::netid::provider::Netid;
use crate::oauth::scope::Scope;

/// What a login asks for, as the caller named it.
pub struct ScopeRequest<'a> {
    /// netID's flow, where one is named.
    pub flow: Option<&'a str>,
    /// Scope values; the client's own where the login names none.
    pub scope: Scope,
    /// Whether an order is to be signed.
    pub has_order: bool,
}

/// The rules of one provider.
pub trait Provider {
    /// Names of the option `environment` with spaces between them, the default first; none where there is no such option.
    fn environments(&self) -> &'static str;

    /// The addresses that need no asking, form-encoded, by their names in the settings.
    fn addresses(&self, environment: &str) -> &'static str;

    /// The scope of a login.
    ///
    /// # Errors
    /// `config_invalid` where the provider would not understand what is asked for.
    fn scope(&self, asked: ScopeRequest<'_>) -> Result<Scope, Fault>;
}

/// Any provider that the options describe.
pub struct Plain;

impl Provider for Plain {
    fn environments(&self) -> &'static str {
        ""
    }

    fn addresses(&self, _: &str) -> &'static str {
        ""
    }

    fn scope(&self, asked: ScopeRequest<'_>) -> Result<Scope, Fault> {
        refuse_flow(&asked)?;
        Ok(asked.scope)
    }
}

/// `flow` is netID's alone.
///
/// # Errors
/// `config_invalid` where one is named.
pub fn refuse_flow(asked: &ScopeRequest<'_>) -> Result<(), Fault> {
    if asked.flow.is_none() { Ok(()) } else { Err(Fault::config("flow_is_netids", "")) }
}

/// The provider of this name.
///
/// # Errors
/// `config_invalid` for any other name.
pub fn named(name: &str) -> Result<&'static dyn Provider, Fault> {
    match name {
        "netid" => Ok(&Netid),
        "bankid" => Ok(&Bankid),
        "plain" => Ok(&Plain),
        _ => Err(Fault::config("provider", name)),
    }
}
