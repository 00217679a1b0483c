//! Authorization responses: a digit for what is known of the issuer, then the addresses that the
//! page has in turn, one a line. What is no `http:` or `https:` address is added to the page's.

use super::address::{Address, SINGLE, foreign, segments, values};
use super::input::Input;
use super::memory::Memory;
use super::sign_in::{CLIENT, NONCE, NOW, PAGE, SERVER, VERIFIER, tells_none, transaction};
use consentkey::oauth::Code;
use consentkey::oauth::address::RedirectUri;
use consentkey::oauth::redirect::{self, Found, Recipient};
use consentkey::oauth::store;
use consentkey::oauth::transaction::Transaction;
use std::collections::BTreeMap;

/// How far a sign-in of this client has come.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Pending,
    Late,
    Used,
}

/// The sign-ins of this client.
const SIGN_INS: [(&str, Progress); 3] =
    [("fresh-state", Progress::Pending), ("fresh-state.popup", Progress::Pending), ("late-state", Progress::Late)];

/// An address gives up its response without loss of anything else, and a code comes only of a
/// sign-in of this client that is under way, and once.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let (issuer, iss_required) = input.choose([(Some(SERVER), false), (Some(SERVER), true), (None, false)]);
    let recipient = Recipient { server: SERVER, client_id: CLIENT, issuer, iss_required };
    let Some(redirect_uri) = RedirectUri::parse(PAGE, PAGE) else { unreachable!() };
    let store = storage();
    let mut sign_ins = BTreeMap::from(SIGN_INS);
    for line in input.text().lines() {
        let whole = line.starts_with("http:") || line.starts_with("https:");
        let url = if whole { line.to_owned() } else { [PAGE, line].concat() };
        let address = Address::of(&url);
        let Some(found) = redirect::find(&url, &redirect_uri) else {
            assert!(!address.may_be_response(PAGE), "{url}");
            continue;
        };
        assert!(address.may_be_response(PAGE), "{url}");
        // On any other page a response is one that a sign-in waits for.
        let state = found.state().unwrap_or_default();
        let is_awaited = sign_ins.get(state.as_str()).is_some_and(|progress| *progress != Progress::Used);
        assert_eq!(found.answers(&store, SERVER, CLIENT), is_awaited || address.is_response(PAGE), "{url}");
        strips(found, &url, &redirect_uri);
        // A response is used up by being read: a reload brings nothing more.
        answers(found, &url, &store, &recipient, &mut sign_ins);
        answers(found, &url, &store, &recipient, &mut sign_ins);
    }
}

/// Storage with the sign-ins of this client, one of another client and one at another provider.
fn storage() -> Memory {
    let store = Memory::default();
    let put = |state, transaction| assert!(store::put(&store, state, transaction, 900_000).is_ok());
    for (state, progress) in SIGN_INS {
        put(state, transaction(CLIENT, if progress == Progress::Late { NOW } else { NOW + 1 }));
    }
    put("other-state", transaction("other-client", NOW + 1));
    put("elsewhere-state", Transaction { server: "https://other.example/".to_owned(), ..transaction(CLIENT, NOW + 1) });
    store
}

fn strips(found: Found<'_>, url: &str, redirect_uri: &RedirectUri) {
    let stripped = found.stripped();
    let (before, after) = (Address::of(url), Address::of(&stripped));
    let in_query = before.response() == before.query;
    assert_eq!(before.page, after.page);
    if in_query {
        assert_eq!((foreign(before.query), before.fragment), (segments(after.query), after.fragment), "{url}");
    } else {
        assert_eq!((before.query, foreign(before.fragment)), (after.query, segments(after.fragment)), "{url}");
    }
    // A fragment may hold a response of its own.
    if let Some(left) = redirect::find(&stripped, redirect_uri) {
        assert!(in_query && after.response() == before.fragment, "{url}");
        assert!(redirect::find(&left.stripped(), redirect_uri).is_none(), "{url}");
    }
}

/// Reads the response and compares with what these checks think of it.
fn answers(
    found: Found<'_>,
    url: &str,
    store: &Memory,
    recipient: &Recipient<'_>,
    sign_ins: &mut BTreeMap<&'static str, Progress>,
) {
    let part = Address::of(url).response();
    let state = found.state().unwrap_or_default();
    let known = SIGN_INS.map(|(state, _)| state).into_iter().find(|known| *known == state);
    let progress = known.and_then(|state| sign_ins.get(state).copied());
    let expected = expected(part, progress, recipient);
    let before = store.entries();
    match redirect::receive(found, store, recipient, NOW) {
        Ok(authorized) => {
            assert_eq!(Ok(authorized.code().expose()), expected.as_deref(), "{url}");
            assert_eq!(authorized.transaction().code_verifier.expose(), VERIFIER);
        }
        Err(refusal) => {
            assert_eq!(Err(refusal.error.code), expected, "{url}");
            // What may be someone else's is left alone, and what was used up is not left behind.
            assert!(if refusal.ours { progress.is_some() } else { progress != Some(Progress::Pending) }, "{url}");
            tells_none(&refusal.error, &[VERIFIER, NONCE, &state]);
        }
    }
    // Nothing else in storage is touched.
    let [before, after] = [before, store.entries()].map(|mut entries| {
        progress.and_then(|_| entries.remove(&["consentkey.", &state].concat()));
        entries
    });
    assert_eq!(before, after);
    match (known, progress) {
        (Some(state), Some(Progress::Pending)) => drop(sign_ins.insert(state, Progress::Used)),
        (Some(state), Some(Progress::Late)) => drop(sign_ins.remove(state)),
        _ => {}
    }
}

/// What a response has to come to.
fn expected(part: Option<&str>, progress: Option<Progress>, recipient: &Recipient<'_>) -> Result<String, Code> {
    let single = |name: &str| match &values(part, name)[..] {
        [] => Ok(None),
        [Some(value)] => Ok(Some(value.clone())),
        _ => Err(Code::ResponseInvalid),
    };
    let [code, state, iss, error] = SINGLE.map(single);
    let (code, error, iss, _) = (code?, error?, iss?, state?);
    let answer = match (code, error) {
        (Some(code), None) if !code.is_empty() => Ok(code),
        (None, Some(error)) if error == "access_denied" => Err(Code::AccessDenied),
        (None, Some(error)) if !error.is_empty() => Err(Code::AuthorizationFailed),
        _ => return Err(Code::ResponseInvalid),
    };
    match progress {
        None => return Err(Code::StateUnknown),
        Some(Progress::Late) => return Err(Code::TransactionExpired),
        Some(Progress::Used) => return Err(Code::TransactionUsed),
        Some(Progress::Pending) => {}
    }
    let right_issuer = match (iss, recipient.issuer) {
        (Some(iss), Some(issuer)) => iss == issuer,
        // Nobody knows better than that it is where the code goes.
        (Some(iss), None) => iss.starts_with(SERVER) || [&iss, "/"].concat() == SERVER,
        (None, _) => !recipient.iss_required,
    };
    if right_issuer { answer } else { Err(Code::IssuerMismatch) }
}
