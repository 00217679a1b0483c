//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).

use super::fault::Fault;
use super::provider::{self, Asked};
use super::settings::usable;
use super::transactions::{self, Store};
use crate::oauth::json::is_shallow;
use crate::oauth::pkce::{METHOD, Pkce, base64url};
use crate::oauth::scope::Scope;
use crate::oauth::{form, text};

/// How the `state` of a sign-in in a popup ends. The page that the response comes to may have
/// nothing else to tell by: no opener, and another storage.
pub const POPUP_MARK: &str = ".popup";

/// The randomness of one login, straight from the platform: 32 bytes each for `state`, `nonce` and `code_verifier`.
pub type Entropy = [[u8; 32]; 3];

/// Parameters that travel as they are, by the names of their options.
const HINTS: [(&str, &str); 5] = [
    ("prompt", "prompt"),
    ("loginHint", "login_hint"),
    ("uiLocales", "ui_locales"),
    ("acrValues", "acr_values"),
    ("signId", "sign_id"),
];

/// Every parameter that is set here, or might be with other options.
const OWN: &str = "response_type client_id redirect_uri scope state nonce code_challenge code_challenge_method \
                   claims prompt max_age login_hint ui_locales acr_values sign_id";

/// Builds the address and remembers the transaction. `options` are the caller's, each under its own name; `block` is
/// what the last login of this client answered under that name. `now` is in milliseconds since the epoch.
///
/// Answers `url`, `state`, `expiresAt` and `block`, a line each.
///
/// # Errors
/// `config_invalid` when the scope can't be asked for, or when a parameter would be sent twice;
/// `storage_unavailable`.
#[inline(never)]
pub fn authorize(
    settings: &str,
    options: &str,
    entropy: &Entropy,
    now: u64,
    store: &dyn Store,
) -> Result<String, Fault> {
    let [state, nonce, verifier] = entropy;
    for name in ["appState", "claims"] {
        check_json(options, name)?;
    }
    let flow = form::raw(options, "flow").or(form::raw(settings, "flow"));
    let sign_id = form::raw(options, "signId").or(form::raw(settings, "sign_id"));
    let scope = scope(settings, options, flow, sign_id.is_some())?;
    let openid = scope.has("openid");
    let pkce = Pkce::from_random(verifier);
    let lifetime = form::raw(settings, "lifetime").and_then(text::number).unwrap_or_default();
    let expires_at = now.saturating_add(lifetime);
    let slot = transactions::reserve(store, form::raw(options, "block").unwrap_or_default(), state, now, expires_at)?;
    let mark = if form::raw(options, "popup").is_some() { POPUP_MARK } else { "" };
    let state = [base64url(state).as_str(), ".", &slot.name(), mark].concat();

    let mut url = endpoint(settings, options)?;
    form::append(&mut url, "response_type", "code");
    copy(&mut url, settings, &["client_id", "redirect_uri"]);
    // What the response is matched with, and what the exchange of its code needs.
    let mut record = String::new();
    copy(&mut record, settings, &["provider_id", "client_id", "redirect_uri"]);
    let mut both = |name: &str, value: &str| {
        form::append(&mut url, name, value);
        form::append(&mut record, name, value);
    };
    both("scope", scope.as_str());
    both("state", &state);
    if openid {
        both("nonce", &base64url(nonce));
    }
    form::append(&mut url, "code_challenge", &pkce.challenge);
    form::append(&mut url, "code_challenge_method", METHOD);
    form::append(&mut record, "code_verifier", pkce.verifier.expose());
    if let Some(max_age) = form::raw(options, "maxAge") {
        form::append_encoded(&mut url, "max_age", max_age);
        form::append_encoded(&mut record, "max_age", max_age);
    }
    for (name, value) in [("flow", flow), ("app_state", form::raw(options, "appState"))] {
        if let Some(value) = value {
            form::append_encoded(&mut record, name, value);
        }
    }
    if openid && let Some(claims) = form::raw(options, "claims").or(form::raw(settings, "claims")) {
        form::append_encoded(&mut url, "claims", claims);
    }
    for (option, name) in HINTS {
        let default = if name == "sign_id" { sign_id } else { None };
        if let Some(value) = form::raw(options, option).or(default) {
            form::append_encoded(&mut url, name, value);
        }
    }
    for (name, value) in extra(options) {
        form::append_encoded(&mut url, &form::decode(name).unwrap_or_default(), value);
    }
    slot.fill(&record, expires_at)?;
    let mut answer = [url.as_str(), "\n", &state, "\n"].concat();
    text::push_number(&mut answer, expires_at);
    answer.push('\n');
    answer.push_str(&slot.name());
    Ok(answer)
}

/// Whether a JSON text may be taken in: nobody can read one back that is nested more deeply.
///
/// # Errors
/// `config_invalid`.
pub fn check_json(options: &str, name: &str) -> Result<(), Fault> {
    if is_shallow(&form::value(options, name)) { Ok(()) } else { Err(Fault::config("json", name)) }
}

fn scope(settings: &str, options: &str, flow: Option<&str>, has_order: bool) -> Result<Scope, Fault> {
    let provider = provider::named(form::raw(settings, "provider").unwrap_or_default())?;
    let named = form::raw(options, "scope").or(form::raw(settings, "scope")).unwrap_or_default();
    let scope = Scope::of(&form::decode(named).unwrap_or_default());
    let scope = provider.scope(Asked { flow, scope, has_order })?;
    usable(form::raw(settings, "issuer").is_some(), &scope)?;
    Ok(scope)
}

fn copy(target: &mut String, settings: &str, names: &[&str]) {
    for name in names {
        form::append_encoded(target, name, form::raw(settings, name).unwrap_or_default());
    }
}

fn extra(options: &str) -> impl Iterator<Item = (&str, &str)> {
    form::members(options).filter_map(|(name, value)| Some((name.strip_prefix("extra.")?, value)))
}

/// The endpoint up to where parameters may be appended, once no parameter would stand there twice.
fn endpoint(settings: &str, options: &str) -> Result<String, Fault> {
    let mut url = form::value(settings, "authorization");
    let query = text::split(&url, b'?').1;
    let taken = |name: &str| {
        form::members(query.unwrap_or_default()).any(|(member, _)| form::decode(member).as_deref() == Some(name))
    };
    if let Some(name) = text::parts(OWN, b' ').find(|name| taken(name)) {
        return Err(Fault::config("query", name));
    }
    for (raw, _) in extra(options) {
        let name = form::decode(raw).unwrap_or_default();
        if name.is_empty() || text::names(OWN, &name) || taken(&name) {
            return Err(Fault::config("extra", &name));
        }
    }
    if query.is_none() {
        url.push('?');
    }
    Ok(url)
}

#[cfg(test)]
#[path = "login_tests.rs"]
mod tests;
