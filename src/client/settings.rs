//! A client's options, checked and completed: one text, form-encoded, that every later step is given.

use super::fault::Fault;
use super::login::check_json;
use super::provider::{self, Provider, ScopeRequest};
use crate::oauth::scope::Scope;
use crate::oauth::{address, form, text};

/// Addresses that requests and browsers are sent to.
const ENDPOINTS: &str = "issuer authorization token userinfo jwks end_session";

/// Addresses that paths are appended to.
const PREFIXES: &str = "permission_read permission_write permission_export signdoc";

/// Checks what JavaScript read and completes it: `provider`, the options and the members of `endpoints` under their
/// own names in the manner of the wire (`client_id`), and `page` (the redirect URI as the platform's URL parser writes
/// it). After them what discovery found, where it was asked, by the same names and with `iss_required`. Of two members
/// with one name the first counts, so that the caller's addresses go before those that are found or known.
///
/// The result has them all and, behind them, the addresses that are known, `provider_id`, by which responses and
/// logins are told from those of other providers, and `undiscovered` where discovery has to be asked before a login
/// can start.
///
/// # Errors
/// `config_invalid`, with the option's name.
#[inline(never)]
pub fn configure(options: &str) -> Result<String, Fault> {
    configure_for(options, true)
}

/// The same for a server, whose client of BankID may have no page to come back to: it may only ask for tokens of its
/// own, and a code says which page it is from.
///
/// # Errors
/// As above.
#[cfg(any(test, feature = "server"))]
pub fn configure_server(options: &str) -> Result<String, Fault> {
    configure_for(options, form::value(options, "provider") != "bankid" || form::raw(options, "redirect_uri").is_some())
}

/// Whether `environment` and addresses of the Permission Center, without a client around them, can be used.
///
/// # Errors
/// `config_invalid`.
#[cfg(any(test, feature = "server"))]
pub fn check_center(options: &str) -> Result<(), Fault> {
    check_addresses(options)?;
    check_environment(options, provider::named("netid")?)
}

fn configure_for(options: &str, has_page: bool) -> Result<String, Fault> {
    let provider = provider::named(&form::value(options, "provider"))?;
    check_names(options, has_page)?;
    check_addresses(options)?;
    check_json(options, "claims")?;
    check_environment(options, provider)?;
    let known = provider.addresses(&form::value(options, "environment"));
    let mut settings = text::joined![options, "&", known, "&transaction_lifetime=900000"];
    complete(&mut settings)?;
    check_login(&settings, provider)?;
    Ok(settings)
}

fn check_environment(options: &str, provider: &dyn Provider) -> Result<(), Fault> {
    let environments = provider.environments();
    let environment = form::value(options, "environment");
    if environment.is_empty() || text::names(environments, &environment) {
        return Ok(());
    }
    Err(Fault::config("environment", environments))
}

fn check_names(options: &str, has_page: bool) -> Result<(), Fault> {
    for name in text::parts(if has_page { "client_id redirect_uri tapp_id" } else { "client_id" }, b' ') {
        // Only a partner that is one and the same may go without a name.
        let default = if name == "tapp_id" { "none" } else { "" };
        if form::raw(options, name).unwrap_or(default).is_empty() {
            return Err(Fault::config("given", name));
        }
    }
    if !has_page {
        return Ok(());
    }
    if !address::is_redirect_uri(&form::value(options, "redirect_uri")) || form::raw(options, "page").is_none() {
        return Err(Fault::config("redirect_uri", "redirect_uri"));
    }
    Ok(())
}

fn check_addresses(options: &str) -> Result<(), Fault> {
    for (name, value) in form::members(options) {
        let address = form::decode(value).unwrap_or_default();
        if text::names(ENDPOINTS, name) && !address::is_endpoint(&address) {
            // It is an option too.
            return Err(Fault::config(if name == "issuer" { "issuer_address" } else { "endpoint" }, name));
        }
        if text::names(PREFIXES, name) && !address::is_prefix(&address) {
            return Err(Fault::config("prefix", name));
        }
    }
    Ok(())
}

/// Says whether discovery has to be asked, and whose responses are this client's.
fn complete(settings: &mut String) -> Result<(), Fault> {
    let [issuer, authorization, token] =
        ["issuer", "authorization", "token"].map(|name| form::raw(settings, name).unwrap_or_default());
    let is_whole = !authorization.is_empty() && !token.is_empty();
    if issuer.is_empty() && !is_whole {
        return Err(Fault::config("endpoints", ""));
    }
    let server = text::owned(if issuer.is_empty() { token } else { issuer });
    form::append_encoded(settings, "provider_id", &server);
    if !is_whole {
        form::append(settings, "undiscovered", "1");
    }
    Ok(())
}

/// What a login that names nothing asks for, so that a mistake is told at once.
fn check_login(settings: &str, provider: &dyn Provider) -> Result<(), Fault> {
    let flow = form::raw(settings, "flow");
    let scope = Scope::of(&form::value(settings, "scope"));
    // The login that signs may bring the order.
    let scope = provider.scope(ScopeRequest { flow, scope, has_order: true })?;
    usable(form::raw(settings, "issuer").is_some(), &scope)
}

/// Whether a client may ask for a scope.
///
/// # Errors
/// `config_invalid`: an ID token is checked against the issuer, so a client without one can't ask for it.
pub fn usable(has_issuer: bool, scope: &Scope) -> Result<(), Fault> {
    if !scope.is_usable() {
        return Err(Fault::config("scope", ""));
    }
    if scope.has("openid") && !has_issuer {
        return Err(Fault::config("issuer_needed", ""));
    }
    Ok(())
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
