//! A client's options, checked and completed: one text, form-encoded, that every later step is given.

use super::fault::Fault;
use super::login::check_json;
use super::provider::{self, Asked, Provider};
use crate::oauth::scope::Scope;
use crate::oauth::{address, form, text};

/// The option `endpoints`, and what the settings call each of its members.
const ADDRESSES: [(&str, &str); 6] = [
    ("issuer", "issuer"),
    ("authorization", "authorization"),
    ("token", "token"),
    ("userinfo", "userinfo"),
    ("jwks", "jwks"),
    ("endSession", "end_session"),
];

/// Members of `endpoints` that paths are appended to.
const PREFIXES: [&str; 4] = ["permissionRead", "permissionWrite", "permissionExport", "signdoc"];

/// Options that the settings keep as they are.
const KEPT: [(&str, &str); 4] = [("flow", "flow"), ("scope", "scope"), ("claims", "claims"), ("signId", "sign_id")];

/// Checks what JavaScript read: `provider`, the options under their own names, `endpoints.*`, `page` (the redirect
/// URI as the platform's URL parser writes it), and `found.*` (what discovery found, where it was asked).
///
/// The result holds `undiscovered` where discovery has to be asked before a login can start.
///
/// # Errors
/// `config_invalid`, with the option's name.
#[inline(never)]
pub fn configure(options: &str) -> Result<String, Fault> {
    let provider = provider::named(&form::value(options, "provider"))?;
    let mut settings = String::new();
    let client_id = given(options, "clientId")?;
    form::append(&mut settings, "client_id", &client_id);
    let redirect_uri = given(options, "redirectUri")?;
    if !address::is_redirect_uri(&redirect_uri) || form::raw(options, "page").is_none() {
        return Err(Fault::config("redirect_uri", "redirectUri"));
    }
    form::append(&mut settings, "redirect_uri", &redirect_uri);
    for name in ["provider", "page"] {
        form::append_encoded(&mut settings, name, form::raw(options, name).unwrap_or_default());
    }
    if form::raw(options, "tappId").is_some() {
        given(options, "tappId")?;
    }
    append_addresses(&mut settings, options, provider)?;
    check_json(options, "claims")?;
    for (option, name) in KEPT {
        if let Some(value) = form::raw(options, option) {
            form::append_encoded(&mut settings, name, value);
        }
    }
    let lifetime = form::raw(options, "transactionLifetime").unwrap_or("900000");
    form::append_encoded(&mut settings, "lifetime", lifetime);
    check_login(&settings, provider)?;
    Ok(settings)
}

fn given(options: &str, name: &str) -> Result<String, Fault> {
    let value = form::value(options, name);
    if value.is_empty() { Err(Fault::config("given", name)) } else { Ok(value) }
}

fn append_addresses(settings: &mut String, options: &str, provider: &dyn Provider) -> Result<(), Fault> {
    let environments = provider.environments();
    let environment = form::value(options, "environment");
    if !environment.is_empty() && !text::names(environments, &environment) {
        return Err(Fault::config("environment", environments));
    }
    for (option, name) in ADDRESSES {
        let known = provider.address(option, &environment);
        if let Some(address) = address_of(options, option)?.or_else(|| known.map(str::to_owned)) {
            form::append(settings, name, &address);
        }
    }
    for option in PREFIXES {
        let name = ["endpoints.", option].concat();
        if form::raw(options, &name).is_some() && !address::is_prefix(&form::value(options, &name)) {
            return Err(Fault::config("prefix", &name));
        }
    }
    complete_addresses(settings)?;
    if form::raw(options, "found.issRequired").is_some() {
        form::append(settings, "iss_required", "1");
    }
    Ok(())
}

/// The address that the options name, or that discovery found.
fn address_of(options: &str, name: &str) -> Result<Option<String>, Fault> {
    for place in ["endpoints.", "found.", ""] {
        let option = [place, name].concat();
        // `issuer` is an option too; no other address is.
        let is_one = !place.is_empty() || name == "issuer";
        if let Some(raw) = form::raw(options, &option).filter(|_| is_one) {
            let address = form::decode(raw).filter(|address| address::is_endpoint(address));
            return address.map(Some).ok_or_else(|| Fault::config("endpoint", &option));
        }
    }
    Ok(None)
}

/// Says whether discovery has to be asked, and whose responses are this client's.
fn complete_addresses(settings: &mut String) -> Result<(), Fault> {
    let has = |name| form::raw(settings, name).is_some();
    let is_whole = has("authorization") && has("token");
    let server = match (form::raw(settings, "issuer"), is_whole) {
        (Some(issuer), _) => issuer,
        (None, true) => form::raw(settings, "token").unwrap_or_default(),
        (None, false) => return Err(Fault::config("endpoints", "")),
    };
    let server = server.to_owned();
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
    let scope = provider.scope(Asked { flow, scope, has_order: true })?;
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
