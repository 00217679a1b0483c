//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).

use super::fault::Fault;
use super::provider::{self, ScopeRequest};
use super::settings::usable;
use super::transactions::{self, Store};
use crate::oauth::json::is_shallow;
use crate::oauth::pkce::{Pkce, base64url};
use crate::oauth::scope::Scope;
use crate::oauth::{form, text};

/// How the `state` of a sign-in in a popup ends. The page that the response comes to may have
/// nothing else to tell by: no opener, and another storage.
pub const POPUP_MARK: &str = ".popup";

/// The randomness of one login, straight from the platform: 32 bytes each for `state`, `nonce` and `code_verifier`.
pub type Entropy = [[u8; 32]; 3];

/// Every parameter of the request, in its order.
const PARAMETERS: &str = "response_type client_id redirect_uri scope state nonce code_challenge \
                          code_challenge_method max_age claims prompt login_hint ui_locales acr_values sign_id";

/// What the response is matched with, and what the exchange of its code needs.
const RECORD: &str = "provider_id client_id redirect_uri scope state nonce code_verifier max_age flow app_state";

/// Builds the address and remembers the transaction. `options` are the caller's, each under its own name in the manner
/// of the wire (`login_hint`), with `extra` as a form of its own, `popup` where the response comes to a window, and
/// `block`, what the last login of this client answered under that name. `now` is in milliseconds since the epoch.
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
    // Of two members with one name the first counts: the login's before the client's.
    let asked = text::joined![options, "&", settings];
    check_json(&asked, "app_state")?;
    check_json(&asked, "claims")?;
    let scope = scope(&asked)?;
    let extra = form::value(options, "extra");
    let mut url = endpoint(&asked, &extra)?;
    let lifetime = form::raw(&asked, "transaction_lifetime").and_then(text::number).unwrap_or_default();
    let expires_at = now.saturating_add(lifetime);
    let slot = transactions::reserve(store, form::raw(options, "block").unwrap_or_default(), state, now, expires_at)?;
    let slot_name = slot.name();
    let mark = if form::raw(options, "popup").is_some() { POPUP_MARK } else { "" };
    let state = text::joined![&base64url(state), ".", &slot_name, mark];

    let pkce = Pkce::from_random(verifier);
    // Claims are for whoever signs in: elsewhere an empty one goes before the caller's, and is not sent.
    let own = if scope.has("openid") { &text::joined!["&nonce=", &base64url(nonce)] } else { "&claims=" };
    let mut login = String::new();
    form::append(&mut login, "scope", scope.as_str());
    // What needs no escapes.
    text::push(&mut login, "&response_type=code&code_challenge_method=S256&state=");
    text::push(&mut login, &state);
    text::push(&mut login, "&code_challenge=");
    text::push(&mut login, &pkce.challenge);
    text::push(&mut login, "&code_verifier=");
    text::push(&mut login, pkce.verifier.expose());
    text::push(&mut login, own);
    text::push(&mut login, "&");
    text::push(&mut login, &asked);

    let mut record = String::new();
    form::pick(&mut record, &login, RECORD);
    slot.fill(&record, expires_at)?;
    form::pick(&mut url, &login, PARAMETERS);
    let mark = if extra.is_empty() { "" } else { "&" };
    Ok(text::joined![&url, mark, &extra, "\n", &state, "\n", &form::decimal(expires_at), "\n", &slot_name])
}

/// Whether a JSON text may be taken in: nobody can read one back that is nested more deeply.
///
/// # Errors
/// `config_invalid`.
pub fn check_json(options: &str, name: &str) -> Result<(), Fault> {
    if is_shallow(&form::value(options, name)) { Ok(()) } else { Err(Fault::config("json", name)) }
}

fn scope(asked: &str) -> Result<Scope, Fault> {
    let raw = |name| form::raw(asked, name);
    let provider = provider::named(raw("provider").unwrap_or_default())?;
    let scope = Scope::of(&form::value(asked, "scope"));
    let scope = provider.scope(ScopeRequest { flow: raw("flow"), scope, has_order: raw("sign_id").is_some() })?;
    usable(raw("issuer").is_some(), &scope)?;
    Ok(scope)
}

/// The endpoint up to where parameters may be appended, once no parameter would stand there twice.
fn endpoint(asked: &str, extra: &str) -> Result<String, Fault> {
    let mut url = form::value(asked, "authorization");
    let query = text::split(&url, b'?').1;
    let taken = |name: &str| form::has(query.unwrap_or_default(), name);
    for name in text::parts(PARAMETERS, b' ') {
        if taken(name) {
            return Err(Fault::config("query", name));
        }
    }
    for (raw, _) in form::members(extra) {
        let name = form::decode(raw).unwrap_or_default();
        if name.is_empty() || text::names(PARAMETERS, &name) || taken(&name) {
            return Err(Fault::config("extra", &name));
        }
    }
    if query.is_none() {
        text::push(&mut url, "?");
    }
    Ok(url)
}

#[cfg(test)]
#[path = "login_tests.rs"]
mod tests;
