use super::super::store::tests::Memory;
use super::super::transaction::tests::transaction;
use super::*;
use proptest::prelude::*;

const PAGE: &str = "https://publisher.example/";
const STATE: &str = "the-state";

fn uri() -> RedirectUri {
    RedirectUri::parse(PAGE, PAGE).unwrap()
}

fn at(rest: &str) -> Option<Result<Response, Code>> {
    let url = format!("{PAGE}{rest}");
    find(&url, &uri()).map(|found| read(found).map_err(|error| error.code))
}

/// Receives a response to [`transaction`], which waits under [`STATE`].
fn received(rest: &str, issuer: Option<&str>, iss_required: bool) -> Result<Authorized, Refusal> {
    let store = Memory::default();
    store::put(&store, STATE, transaction(), 900_000).unwrap();
    let url = format!("{PAGE}{rest}");
    let recipient = Recipient { server: "https://broker.netid.de/", client_id: "client", issuer, iss_required };
    receive(find(&url, &uri()).unwrap(), &store, &recipient, 10)
}

fn code_of(rest: &str, issuer: Option<&str>, iss_required: bool) -> Code {
    received(rest, issuer, iss_required).unwrap_err().error.code
}

#[test]
fn a_response_is_read_from_the_query_or_the_fragment() {
    for rest in [
        "?code=a%2Bb%2F&state=s",
        "?own=1&state=s&code=a%2Bb%2F#top",
        "#state=s&code=a%2Bb%2F",
        "?own=1#code=a%2Bb%2F&state=s",
    ] {
        let response = at(rest).unwrap().unwrap();
        assert_eq!(response.state, "s");
        assert_eq!(response.answer.unwrap().expose(), "a+b/");
    }
}

#[test]
fn anything_else_is_no_response() {
    for rest in ["", "?code=voucher", "?state=bavaria", "?error=404", "#code=1", "?code=1#state=s", "news?state=s"] {
        assert!(at(rest).is_none(), "{rest}");
    }
    for url in ["https://other.example/?code=1&state=s", "http://publisher.example/?code=1&state=s", ""] {
        assert!(find(url, &uri()).is_none(), "{url}");
    }
}

#[test]
fn repeated_mixed_and_undecodable_parameters_are_refused() {
    for rest in [
        "?code=1&code=1&state=s",
        "?code=1&state=s&state=s",
        "?code=1&state=s&c%6Fde=2",
        "?code=1&state=s&iss=a&iss=b",
        "?error=a&error=b&state=s",
        "?code=1&error=a&state=s",
        "?code=&state=s",
        "?error=&state=s",
        "?code=%FF&state=s",
        "?code=1&state=%",
        "?error=%E4&state=s",
        "?code=1&state=s&iss=%E4",
    ] {
        assert_eq!(at(rest).unwrap().unwrap_err(), Code::ResponseInvalid, "{rest}");
    }
}

#[test]
fn the_issuer_is_compared_before_an_error_is_believed() {
    let issuer = Some("https://broker.netid.de/");
    for rest in [
        "?error=access_denied&state=the-state&iss=https%3A%2F%2Fevil.example%2F",
        "?code=1&state=the-state&iss=https%3A%2F%2Fbroker.netid.de",
    ] {
        assert_eq!(code_of(rest, issuer, false), Code::IssuerMismatch, "{rest}");
    }
    assert_eq!(code_of("?code=1&state=the-state", issuer, true), Code::IssuerMismatch);
    assert!(received("?code=1&state=the-state", issuer, false).is_ok());
    assert!(received("?code=1&state=the-state&iss=https%3A%2F%2Fbroker.netid.de%2F", issuer, true).is_ok());
}

#[test]
fn an_issuer_that_nothing_is_known_of_has_to_be_where_the_code_goes() {
    for elsewhere in [
        "",
        "anyone",
        "https:",
        "https://evil.example/",
        "http://broker.netid.de/",
        "https://broker.netid.de:8443/",
        "https://broker.netid.de.evil.example/",
        "https://broker.netid.de@evil.example/",
        "https://broker.netid.de?/",
    ] {
        for answer in ["code=1", "error=access_denied"] {
            let rest = format!("?{answer}&state=the-state&iss={elsewhere}");
            assert_eq!(code_of(&rest, None, false), Code::IssuerMismatch, "{rest}");
        }
    }
    for there in ["https://broker.netid.de", "https://broker.netid.de/", "https://broker.netid.de/tenant"] {
        assert!(received(&format!("?code=1&state=the-state&iss={there}"), None, false).is_ok(), "{there}");
    }
    assert!(received("?code=1&state=the-state", None, false).is_ok());
}

#[test]
fn an_error_without_the_promised_issuer_keeps_the_providers_words() {
    let issuer = Some("https://broker.netid.de/");
    let said = |rest: &str, required| received(rest, issuer, required).unwrap_err().error.provider;
    let rest = "?error=login_required&error_description=the-nonce&state=the-state";
    let silent = said(rest, true).unwrap();
    assert_eq!((silent.error.as_str(), silent.description.as_deref()), ("login_required", Some("[redacted]")));
    assert!(said(&format!("{rest}&iss=evil"), true).is_none());
    assert_eq!(said(rest, false).unwrap().error, "login_required");
}

#[test]
fn an_error_is_believed_whatever_explains_it() {
    let said =
        |rest: &str| *received(&format!("{rest}&state=the-state"), None, false).unwrap_err().error.provider.unwrap();
    for unreadable in
        ["error_description=K%E4ufer", "error_description=100%", "error_description=a&error_description=b"]
    {
        let refusal = said(&format!("?error=access_denied&error_uri=https://x/&{unreadable}"));
        assert_eq!((refusal.error.as_str(), refusal.description), ("access_denied", None), "{unreadable}");
        assert_eq!(refusal.uri.as_deref(), Some("https://x/"));
    }
    for unreadable in ["error_uri=%FF", "error_uri=%zz", "error_uri=a&error%5Furi=b"] {
        let refusal = said(&format!("?error=access_denied&error_description=no&{unreadable}"));
        assert_eq!((refusal.description.as_deref(), refusal.uri), (Some("no"), None), "{unreadable}");
    }
    assert!(received("?code=1&state=the-state&error_description=%E4", None, false).is_ok());
}

#[test]
fn a_response_is_known_by_its_state_where_the_host_rewrites_the_path() {
    let store = Memory::default();
    store::put(&store, STATE, transaction(), 900_000).unwrap();
    let page = "https://publisher.example/netid.html?edition=evening";
    let uri = RedirectUri::parse(page, page).unwrap();
    let answers = |url: &str, client| {
        find(url, &uri).is_some_and(|found| found.answers(&store, "https://broker.netid.de/", client))
    };
    for rest in ["netid?code=1", "netid/?error=a", "?edition=evening&code=1", "index.html#code=1"] {
        let url = format!("https://publisher.example/{rest}");
        assert!(answers(&format!("{url}&state=the-state"), "client"), "{rest}");
        for (other, client) in [
            ("&state=other", "client"),
            ("&state=the-state", "another"),
            ("&state=the-state&state=the-state", "client"),
        ] {
            assert!(!answers(&format!("{url}{other}"), client), "{rest}{other}");
        }
    }
    assert!(!answers("https://elsewhere.example/netid?code=1&state=the-state", "client"));
    assert!(answers("https://publisher.example/netid.html?code=1&state=other", "client"));
}

#[test]
fn a_refusal_that_names_no_sign_in_is_noticed_on_the_page_alone() {
    for (url, lacks) in [
        ("https://publisher.example/?error=access_denied", true),
        ("https://publisher.example/?a=b#error=access_denied", true),
        ("https://publisher.example/?error=access_denied&state=s", false),
        ("https://publisher.example/?code=1", false),
        ("https://publisher.example/news?error=access_denied", false),
    ] {
        assert_eq!(lacks_state(url, &uri()), lacks, "{url}");
    }
}

#[test]
fn a_refusal_tells_what_it_was_about() {
    let matched = |rest: &str| received(rest, Some("https://broker.netid.de/"), false).unwrap_err().matched;
    for rest in ["?error=a&state=the-state", "?code=1&code=2&state=the-state", "?code=1&iss=evil&state=the-state"] {
        let matched = matched(rest).unwrap();
        assert_eq!((matched.app_state, matched.expires_at), (transaction().app_state, transaction().expires_at));
    }
    assert!(matched("?code=1&state=other").is_none());
}

#[test]
fn an_unknown_state_is_never_asked_for_its_issuer_or_error() {
    let issuer = Some("https://broker.netid.de/");
    assert_eq!(code_of("?error=access_denied&state=other&iss=anyone", issuer, true), Code::StateUnknown);
}

#[test]
fn errors_carry_the_providers_words_without_our_secrets() {
    let denied = received("?error=access_denied&error_description=No+thanks&state=the-state", None, false);
    let denied = denied.unwrap_err().error;
    assert_eq!(denied.code, Code::AccessDenied);
    assert_eq!(denied.provider.unwrap().description.unwrap(), "No thanks");
    let echo = "?error=server_error&error_description=the-verifier+the-nonce+the-state\
                &error_uri=https://x/the-verifier&state=the-state";
    let failed = received(echo, None, false).unwrap_err().error;
    assert_eq!(failed.code, Code::AuthorizationFailed);
    let said = format!("{failed:?}");
    for secret in ["the-verifier", "the-nonce", "the-state"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn only_our_own_responses_may_be_taken_out_of_the_address_bar() {
    for (rest, ours) in [
        ("?error=access_denied&state=the-state", true),
        ("?code=1&code=2&state=the-state", true),
        ("?code=1&state=the-state&iss=evil", true),
        ("?code=1&state=other", false),
        ("?code=1&code=2&state=other", false),
        ("?code=1&state=the-state&state=the-state", false),
    ] {
        let refusal = received(rest, Some("https://broker.netid.de/"), false).unwrap_err();
        assert_eq!(refusal.ours, ours, "{rest}");
    }
}

#[test]
fn every_answer_uses_the_transaction_up() {
    let url = |rest: &str| format!("{PAGE}{rest}");
    let recipient =
        Recipient { server: "https://broker.netid.de/", client_id: "client", issuer: Some("x"), iss_required: false };
    for rest in [
        "?code=1&state=the-state",
        "?error=access_denied&state=the-state",
        "?code=1&iss=evil&state=the-state",
        "?code=1&code=2&state=the-state",
    ] {
        let store = Memory::default();
        store::put(&store, STATE, transaction(), 900_000).unwrap();
        let _ = receive(find(&url(rest), &uri()).unwrap(), &store, &recipient, 10);
        let again = url("?code=1&state=the-state");
        let refusal = receive(find(&again, &uri()).unwrap(), &store, &recipient, 10).unwrap_err();
        assert_eq!((refusal.error.code, refusal.ours), (Code::TransactionUsed, true), "{rest}");
    }
}

#[test]
fn an_answer_that_comes_too_late_is_still_ours() {
    let store = Memory::default();
    store::put(&store, STATE, transaction(), 900_000).unwrap();
    let url = format!("{PAGE}?code=1&state=the-state");
    let recipient =
        Recipient { server: "https://broker.netid.de/", client_id: "client", issuer: None, iss_required: false };
    let refusal = receive(find(&url, &uri()).unwrap(), &store, &recipient, u64::MAX).unwrap_err();
    assert_eq!((refusal.error.code, refusal.ours), (Code::TransactionExpired, true));
}

#[test]
fn the_pages_own_query_and_fragment_are_kept() {
    for (rest, stripped) in [
        ("?code=1&state=s", ""),
        ("?code=1&state=s#top", "#top"),
        ("?a=%C3%A4+b&code=1&b&state=s&&c=#x?y", "?a=%C3%A4+b&b&&c=#x?y"),
        ("?error=a&error_description=b&error_uri=c&iss=d&session_state=e&state=s&edition=x", "?edition=x"),
        ("?edition=evening#code=1&state=s", "?edition=evening"),
        ("?code=voucher#/route&code=1&state=s", "?code=voucher#/route"),
        ("?c%6Fde=1&state=s", ""),
    ] {
        let url = format!("{PAGE}{rest}");
        assert_eq!(find(&url, &uri()).unwrap().stripped(), format!("{PAGE}{stripped}"));
    }
}

proptest! {
    #[test]
    fn reading_never_panics(rest in "[?#]?\\PC*") {
        let _ = at(&rest);
        let _ = at(&format!("?code=1&state=s&{rest}"));
    }

    #[test]
    fn any_code_and_state_are_read_back(code in ".+", state in ".*", own in "[a-z]{7}=[a-z]*") {
        let mut query = own.clone();
        form::append(&mut query, "code", &code);
        form::append(&mut query, "state", &state);
        let url = format!("{PAGE}?{query}#top");
        let found = find(&url, &uri()).unwrap();
        prop_assert_eq!(found.stripped(), format!("{PAGE}?{own}#top"));
        prop_assert_eq!(found.state(), Some(state.clone()));
        let response = read(found).unwrap();
        prop_assert_eq!(response.state, state);
        prop_assert_eq!(response.answer.unwrap().into_exposed(), code);
    }
}

#[test]
fn debug_output_shows_neither_code_nor_state() {
    let url = "https://publisher.example/?code=marker&state=marker";
    let found = find(url, &uri()).unwrap();
    assert!(!format!("{found:?} {:?}", read(found).unwrap()).contains("marker"));
}
