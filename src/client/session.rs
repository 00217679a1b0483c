//! Ending the session at the provider (OpenID Connect RP-Initiated Logout 1.0 section 2).

use super::fault::Fault;
use crate::oauth::{address, form, text};

/// What the caller may name, by the names of the options.
const HINTS: [(&str, &str); 5] = [
    ("state", "state"),
    ("logoutHint", "logout_hint"),
    ("uiLocales", "ui_locales"),
    ("postLogoutRedirectUri", "post_logout_redirect_uri"),
    ("idToken", "id_token_hint"),
];

/// The address to send the user to. `client_id` is always named, since without it a provider can't tell whose
/// redirect URI it is when there is no hint.
///
/// # Errors
/// `config_invalid` when the provider has no such endpoint, as far as is known, or when
/// `postLogoutRedirectUri` is no address to come back to.
#[inline(never)]
pub fn end_session_url(settings: &str, options: &str) -> Result<String, Fault> {
    let mut url = form::value(settings, "end_session");
    if url.is_empty() {
        return Err(Fault::config("end_session", ""));
    }
    let back = "postLogoutRedirectUri";
    if form::raw(options, back).is_some() && !address::is_redirect_uri(&form::value(options, back)) {
        return Err(Fault::config("redirect_uri", back));
    }
    if text::split(&url, b'?').1.is_none() {
        url.push('?');
    }
    form::append_encoded(&mut url, "client_id", form::raw(settings, "client_id").unwrap_or_default());
    for (option, name) in HINTS {
        if let Some(value) = form::raw(options, option) {
            form::append_encoded(&mut url, name, value);
        }
    }
    Ok(url)
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
