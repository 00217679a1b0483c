//! Authorization responses: a digit for what is known of the issuer, then the addresses that the
//! page has in turn, one a line. What is no `http:` or `https:` address is added to the page's.

use super::address::{Address, SINGLE, foreign, segments, values};
use super::input::Input;
use super::memory::Memory;
use super::sign_in::{CLIENT, NONCE, NOW, PAGE, SERVER, VERIFIER, form_of, record};
use consentkey::client::fault::Fault;
use consentkey::client::response;
use consentkey::client::transactions::Store;
use consentkey::oauth::form;
use std::collections::BTreeMap;

/// How far a sign-in of this client has come.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Pending,
    Late,
    Used,
}

/// The sign-ins of this client, by `state`; what stands before the first dot is easy to write.
const SIGN_INS: [(&str, Progress); 3] =
    [("fresh.b.0", Progress::Pending), ("fresh.b.1.popup", Progress::Pending), ("late.b.2", Progress::Late)];

/// An address gives up its response without loss of anything else, and a code comes only of a
/// sign-in of this client that is under way, and once.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let (issuer, iss_required) = input.choose([(Some(SERVER), false), (Some(SERVER), true), (None, false)]);
    let settings = settings(issuer, iss_required);
    let store = storage();
    let mut sign_ins = BTreeMap::from(SIGN_INS);
    for line in named(&input.text()).lines() {
        let whole = line.starts_with("http:") || line.starts_with("https:");
        let url = if whole { line.to_owned() } else { [PAGE, line].concat() };
        let address = Address::of(&url);
        let told = response::recognise(&settings, &url, &store);
        let told: Vec<_> = told.split('\n').collect();
        let is_near = matches!(told.first(), Some(&"response" | &"elsewhere"));
        assert_eq!(is_near, address.may_be_response(PAGE), "{url}");
        let [kind, _, state, _] = told[..] else { continue };
        // On any other page a response is one that a sign-in waits for.
        let is_awaited = sign_ins.get(state).is_some_and(|progress| *progress != Progress::Used);
        assert_eq!(kind == "response", is_awaited || address.is_response(PAGE), "{url}");
        strips(state, &url);
        if kind == "response" {
            // A response is used up by being read: a reload brings nothing more.
            answers(&settings, state, &url, &store, &mut sign_ins);
            if address.is_response(PAGE) {
                answers(&settings, state, &url, &store, &mut sign_ins);
            }
        }
    }
}

/// States as people write them.
fn named(text: &str) -> String {
    let states = [("fresh-state.popup", "fresh.b.1.popup"), ("fresh-state", "fresh.b.0"), ("late-state", "late.b.2")];
    states.iter().fold(text.to_owned(), |text, (short, whole)| text.replace(short, whole))
}

fn settings(issuer: Option<&str>, iss_required: bool) -> String {
    let mut settings = form_of(&[("client_id", CLIENT), ("provider_id", SERVER), ("page", PAGE)]);
    if let Some(issuer) = issuer {
        form::append(&mut settings, "issuer", issuer);
    }
    if iss_required {
        form::append(&mut settings, "iss_required", "1");
    }
    settings
}

/// Storage with the sign-ins of this client, one of another client and one at another provider.
fn storage() -> Memory {
    let store = Memory::default();
    let put = |name: &str, record: String| assert!(store.set(&["consentkey.", name].concat(), &record).is_ok());
    for (place, (state, progress)) in SIGN_INS.into_iter().enumerate() {
        let expires_at = if progress == Progress::Late { NOW } else { NOW + 1 };
        put(&["b.", &place.to_string()].concat(), record(SERVER, CLIENT, state, expires_at));
    }
    put("b.3", record(SERVER, "other-client", "other.b.3", NOW + 1));
    put("b.4", record("https://other.example/", CLIENT, "elsewhere.b.4", NOW + 1));
    store
}

fn strips(state: &str, url: &str) {
    let stripped = response::without(state, url);
    if stripped.is_empty() {
        return;
    }
    let (before, after) = (Address::of(url), Address::of(&stripped));
    let in_query = before.response() == before.query;
    assert_eq!(before.page, after.page);
    if in_query {
        assert_eq!((foreign(before.query), before.fragment), (segments(after.query), after.fragment), "{url}");
    } else {
        assert_eq!((before.query, foreign(before.fragment)), (after.query, segments(after.fragment)), "{url}");
    }
}

/// Reads the response and compares with what these checks think of it.
fn answers(settings: &str, state: &str, url: &str, store: &Memory, sign_ins: &mut BTreeMap<&'static str, Progress>) {
    let part = Address::of(url).response();
    let known = SIGN_INS.map(|(state, _)| state).into_iter().find(|known| *known == state);
    let progress = known.and_then(|state| sign_ins.get(state).copied());
    let expected = expected(part, progress, settings);
    let before = store.entries();
    match response::receive(settings, url, store, NOW) {
        Ok(answer) => {
            assert_eq!(Ok(form::value(&answer, "code").as_str()), expected.as_deref(), "{url}");
            assert_eq!(form::value(&answer, "code_verifier"), VERIFIER);
        }
        Err(fault) => {
            assert_eq!(Err(fault.code().as_str()), expected.as_deref().map_err(String::as_str), "{url}");
            // What may be someone else's is left alone, and what was used up is not left behind.
            let ours = form::raw(fault.text(), "ours").is_some();
            assert!(if ours { progress.is_some() } else { progress != Some(Progress::Pending) }, "{url}");
            tells_none(&fault);
        }
    }
    // Nothing else in storage is touched.
    let slot = known.and_then(|state| state.split_once('.')).map(|(_, slot)| slot.trim_end_matches(".popup"));
    let [before, after] = [before, store.entries()].map(|mut entries| {
        slot.and_then(|slot| entries.remove(&["consentkey.", slot].concat()));
        entries
    });
    assert_eq!(before, after);
    match (known, progress) {
        (Some(state), Some(Progress::Pending)) => drop(sign_ins.insert(state, Progress::Used)),
        (Some(state), Some(Progress::Late)) => drop(sign_ins.remove(state)),
        _ => {}
    }
}

/// None of what only this page may know is in the provider's words.
fn tells_none(fault: &Fault) {
    let fault = fault.text();
    for name in ["error", "error_description", "error_uri"] {
        let words = form::value(fault, name);
        assert!(![VERIFIER, NONCE].iter().any(|secret| words.contains(secret)), "{words}");
    }
}

/// What a response has to come to.
fn expected(part: Option<&str>, progress: Option<Progress>, settings: &str) -> Result<String, String> {
    let code_of = |code: &str| code.to_owned();
    let single = |name: &str| match &values(part, name)[..] {
        [] => Ok(None),
        [Some(value)] => Ok(Some(value.clone())),
        _ => Err(code_of("response_invalid")),
    };
    let [code, state, iss, error] = SINGLE.map(single);
    let (code, error, iss, _) = (code?, error?, iss?, state?);
    let answer = match (code, error) {
        (Some(code), None) if !code.is_empty() => Ok(code),
        (None, Some(error)) if error == "access_denied" => Err(error),
        (None, Some(error)) if !error.is_empty() => Err(code_of("authorization_failed")),
        _ => return Err(code_of("response_invalid")),
    };
    match progress {
        None => return Err(code_of("state_unknown")),
        Some(Progress::Late) => return Err(code_of("transaction_expired")),
        Some(Progress::Used) => return Err(code_of("transaction_used")),
        Some(Progress::Pending) => {}
    }
    let issuer = form::raw(settings, "issuer").map(|_| form::value(settings, "issuer"));
    let right_issuer = match (iss, issuer) {
        (Some(iss), Some(issuer)) => iss == issuer,
        // Nobody knows better than that it is where the code goes.
        (Some(iss), None) => {
            let rest = iss.strip_prefix(SERVER.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        }
        (None, _) => form::raw(settings, "iss_required").is_none(),
    };
    if right_issuer { answer } else { Err(code_of("issuer_mismatch")) }
}
