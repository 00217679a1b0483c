//! Pending sign-ins as storage gives them back: a record, and below it the bookkeeping, in which other scripts of the
//! page may have written.

use super::input::Input;
use super::memory::Memory;
use super::sign_in::{CLIENT, NOW, PAGE, SERVER, form_of};
use consentkey::client::transactions::{self, Store, Taken};
use consentkey::client::{login, response};
use consentkey::oauth::form;

/// A damaged record is nobody's sign-in, and damaged bookkeeping keeps none from working.
pub fn check(data: &[u8]) {
    let text = Input::new(data).text();
    let (record, blocks) = text.split_once('\n').unwrap_or((&text, ""));
    let store = Memory::default();
    assert!(store.set("consentkey.b.0", record).is_ok() && store.set("consentkey.blocks", blocks).is_ok());
    let settings = form_of(&[
        ("client_id", CLIENT),
        ("provider_id", SERVER),
        ("provider", "netid"),
        ("issuer", SERVER),
        ("page", PAGE),
        ("redirect_uri", PAGE),
        ("authorization", SERVER),
        ("transaction_lifetime", "1000"),
    ]);
    let state = form::value(record, "state");
    let is_whole = form::raw(record, "client_id") == Some(CLIENT) && form::value(record, "provider_id") == SERVER;
    match transactions::take(&store, &state, &settings, NOW) {
        Ok(Taken::Pending(taken)) => {
            assert!(is_whole && taken == record && form::raw(record, "v") == Some("2"), "{record}");
            assert_eq!(transactions::take(&store, &state, &settings, NOW).ok(), Some(Taken::Used));
        }
        Ok(Taken::Expired(_)) => assert!(is_whole, "{record}"),
        Ok(Taken::Used | Taken::Unknown) => {}
        Err(_) => unreachable!("this storage refuses nothing"),
    }
    works(&settings, &store);
}

/// A sign-in starts and is answered, whatever stands beside it.
fn works(settings: &str, store: &Memory) {
    assert!(transactions::sweep(store, NOW).is_ok());
    let entropy = [[1; 32], [2; 32], [3; 32]];
    let answer = login::authorize(settings, "app_state=1", &entropy, NOW, store);
    let Some(state) = answer.ok().and_then(|answer| answer.lines().nth(1).map(str::to_owned)) else {
        panic!("no sign-in could start")
    };
    assert!(transactions::sweep(store, NOW).is_ok());
    let url = [PAGE, "?code=1&state=", &state].concat();
    assert!(response::receive(settings, &url, store, NOW).is_ok(), "{state}");
}
