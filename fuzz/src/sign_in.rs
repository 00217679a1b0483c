//! A sign-in under way, the same in every target.

use consentkey::oauth::authorization_code::AuthorizationCode;
use consentkey::oauth::{Error, Secret, form};

pub const SERVER: &str = "https://broker.netid.de/";
pub const CLIENT: &str = "client";
pub const PAGE: &str = "https://publisher.example/";
pub const CODE: &str = "the-code";
pub const VERIFIER: &str = "the-verifier";
pub const NONCE: &str = "the-nonce";
/// Milliseconds since the epoch.
pub const NOW: u64 = 1_700_000_000_000;

/// A form of names and values.
pub fn form_of(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in members {
        form::append(&mut text, name, value);
    }
    text
}

/// What storage holds of it until `expires_at`.
pub fn record(server: &str, client_id: &str, state: &str, expires_at: u64) -> String {
    form_of(&[
        ("v", "2"),
        ("expires_at", &expires_at.to_string()),
        ("provider_id", server),
        ("client_id", client_id),
        ("redirect_uri", PAGE),
        ("scope", "openid permission_management"),
        ("state", state),
        ("nonce", NONCE),
        ("code_verifier", VERIFIER),
        ("flow", "loginPermission"),
    ])
}

/// The code that it was answered with.
pub fn authorized() -> AuthorizationCode {
    let secret = |text: &str| Secret::new(text.to_owned());
    AuthorizationCode {
        code: secret(CODE),
        redirect_uri: PAGE.to_owned(),
        flow: "loginPermission".to_owned(),
        scope: "openid permission_management".to_owned(),
        code_verifier: secret(VERIFIER),
        nonce: Some(secret(NONCE)),
        max_age: None,
    }
}

/// None of the `secrets`, which were sent to it, is in the provider's words.
pub fn tells_none(error: &Error, secrets: &[&str]) {
    let Some(said) = &error.provider else { return };
    for text in [Some(&said.error), said.description.as_ref(), said.uri.as_ref()].into_iter().flatten() {
        assert!(!secrets.iter().any(|secret| text.contains(secret)), "{text}");
    }
}
