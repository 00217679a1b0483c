//! A sign-in under way, the same in every target.

use super::memory::Memory;
use consentkey::oauth::address::RedirectUri;
use consentkey::oauth::redirect::{self, Authorized, Recipient};
use consentkey::oauth::transaction::Transaction;
use consentkey::oauth::{Error, Secret, store};

pub const SERVER: &str = "https://broker.netid.de/";
pub const CLIENT: &str = "client";
pub const PAGE: &str = "https://publisher.example/";
pub const CODE: &str = "the-code";
pub const VERIFIER: &str = "the-verifier";
pub const NONCE: &str = "the-nonce";
/// Milliseconds since the epoch.
pub const NOW: u64 = 1_700_000_000_000;

/// What is remembered of it until `expires_at`.
pub fn transaction(client_id: &str, expires_at: u64) -> Transaction {
    Transaction {
        server: SERVER.to_owned(),
        client_id: client_id.to_owned(),
        redirect_uri: PAGE.to_owned(),
        profile: "loginPermission".to_owned(),
        scope: "openid permission_management".to_owned(),
        code_verifier: Secret::new(VERIFIER.to_owned()),
        nonce: Some(Secret::new(NONCE.to_owned())),
        max_age: None,
        app_state: None,
        expires_at,
    }
}

/// The code that it was answered with. A response is the only way to one.
pub fn authorized() -> Authorized {
    let store = Memory::default();
    let waits = store::put(&store, "the-state", transaction(CLIENT, NOW + 1), 1000);
    let uri = RedirectUri::parse(PAGE, PAGE);
    let url = [PAGE, "?code=", CODE, "&state=the-state"].concat();
    let found = uri.as_ref().and_then(|uri| redirect::find(&url, uri));
    let recipient = Recipient { server: SERVER, client_id: CLIENT, issuer: Some(SERVER), iss_required: false };
    match found.filter(|_| waits.is_ok()).map(|found| redirect::receive(found, &store, &recipient, NOW)) {
        Some(Ok(authorized)) => authorized,
        other => panic!("{other:?}"),
    }
}

/// None of the `secrets`, which were sent to it, is in the provider's words.
pub fn tells_none(error: &Error, secrets: &[&str]) {
    let Some(said) = &error.provider else { return };
    for text in [Some(&said.error), said.description.as_ref(), said.uri.as_ref()].into_iter().flatten() {
        assert!(!secrets.iter().any(|secret| text.contains(secret)), "{text}");
    }
}
