//! Pending sign-ins as storage gives them back. After the digit 0 come four lines, a record and
//! the bookkeeping beside it, in which other scripts of the page may have written; after the digit
//! 1 comes what `arbitrary` makes a transaction of, and a damage to it.

use super::address::{decoded, segments};
use super::input::Input;
use super::memory::Memory;
use super::sign_in::{CLIENT, NOW, SERVER, transaction};
use arbitrary::Unstructured;
use consentkey::oauth::store::{self, Store};
use consentkey::oauth::transaction::{Record, Transaction};
use consentkey::oauth::{Code, Secret};

const LIFETIME: u64 = 900_000;

/// What was stored comes back as it was, a damaged record is nobody else's sign-in, and damaged
/// bookkeeping keeps none from working.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    match input.choose([false, true]) {
        false => survives(&input.text()),
        true => drop(comes_back(input.rest())),
    }
}

fn survives(text: &str) {
    let store = Memory::default();
    let keys = ["consentkey.state", "consentkey.900", "consentkey.900.0", "consentkey.lifetimes"];
    for (key, value) in keys.into_iter().zip(text.split('\n')) {
        assert!(store.set(key, value).is_ok());
    }
    let record = text.split('\n').next().unwrap_or_default();
    reads_stably(record);
    match store::take(&store, "state", SERVER, CLIENT, NOW) {
        Ok(transaction) => {
            assert_eq!((transaction.server.as_str(), transaction.client_id.as_str()), (SERVER, CLIENT));
            assert!(transaction.expires_at > NOW && version(record).as_deref() == Some("1"));
            assert!(store::take(&store, "state", SERVER, CLIENT, NOW).is_err());
        }
        Err(untaken) => {
            assert!(matches!(
                untaken.error.code,
                Code::StateUnknown | Code::TransactionUsed | Code::TransactionExpired
            ));
        }
    }
    store::sweep(&store, NOW);
    assert!(store::put(&store, "next", transaction(CLIENT, NOW + LIFETIME), LIFETIME).is_ok());
    store::sweep(&store, NOW);
    assert!(store::take(&store, "next", SERVER, CLIENT, NOW).is_ok());
}

fn version(record: &str) -> Option<String> {
    let mut fields = segments(Some(record)).into_iter().filter_map(|field| field.split_once('='));
    decoded(fields.find(|(name, _)| *name == "v")?.1)
}

fn comes_back(mut input: Unstructured<'_>) -> arbitrary::Result<()> {
    let (max_age, expires_at) = input.arbitrary()?;
    let [nonce, app_state]: [Option<String>; 2] = input.arbitrary()?;
    let texts: [String; 6] = input.arbitrary()?;
    let [server, client_id, redirect_uri, profile, scope, verifier] = texts.clone();
    let stored = Record::Pending(Transaction {
        server,
        client_id,
        redirect_uri,
        profile,
        scope,
        code_verifier: Secret::new(verifier),
        nonce: nonce.clone().map(Secret::new),
        max_age,
        app_state: app_state.clone(),
        expires_at,
    });
    let text = stored.encode();
    let Some(Record::Pending(read)) = Record::decode(&text) else { panic!("{text}") };
    let verifier = read.code_verifier.expose();
    assert_eq!(
        [&read.server, &read.client_id, &read.redirect_uri, &read.profile, &read.scope, verifier],
        texts.each_ref()
    );
    assert_eq!((read.nonce.as_ref().map(Secret::expose), &read.app_state), (nonce.as_deref(), &app_state));
    assert_eq!((read.max_age, read.expires_at), (max_age, expires_at));
    reads_stably(&damaged(text, &mut input)?);
    Ok(())
}

/// An encoded record, which is ASCII, with some of it replaced.
fn damaged(mut text: String, input: &mut Unstructured<'_>) -> arbitrary::Result<String> {
    let start = input.choose_index(text.len())?;
    let end = input.int_in_range(start..=text.len())?;
    text.replace_range(start..end, input.arbitrary()?);
    Ok(text)
}

/// What can be read at all means the same when it has been stored again.
fn reads_stably(text: &str) {
    let Some(record) = Record::decode(text) else { return };
    let stored = record.encode();
    assert_eq!(Record::decode(&stored).map(|again| again.encode()), Some(stored));
}
