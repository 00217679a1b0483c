//! Ending the session at the provider (OpenID Connect RP-Initiated Logout 1.0 section 2).

use super::fault::Fault;
use crate::oauth::{address, form, text};

const PARAMETERS: &str = "client_id state logout_hint ui_locales post_logout_redirect_uri id_token_hint";

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
    let back = "post_logout_redirect_uri";
    if form::raw(options, back).is_some() && !address::is_redirect_uri(&form::value(options, back)) {
        return Err(Fault::config("redirect_uri", back));
    }
    if text::split(&url, b'?').1.is_none() {
        text::push(&mut url, "?");
    }
    form::pick(&mut url, &text::joined![options, "&", settings], PARAMETERS);
    Ok(url)
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
