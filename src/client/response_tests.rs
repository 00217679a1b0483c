use super::super::transactions::tests::{Memory, SETTINGS};
use super::*;
use proptest::prelude::*;

const PAGE: &str = "https://publisher.example/";
const STATE: &str = "the-state.slot.0";
const RECORD: &str = "v=2&expires_at=1000&client_id=client&provider_id=https%3A%2F%2Fbroker.netid.de%2F\
                      &state=the-state.slot.0&code_verifier=the-verifier&nonce=the-nonce&app_state=%7B%7D";

fn waiting() -> Memory {
    let store = Memory::default();
    store.set("consentkey.slot.0", RECORD).unwrap();
    store
}

fn settings(page: &str, further: &str) -> String {
    let mut settings = [SETTINGS, further].concat();
    form::append(&mut settings, "page", page);
    settings
}

/// Receives a response at the page, with `~` for the state that waits.
fn received_with(rest: &str, further: &str) -> Result<String, Fault> {
    let url = [PAGE, &rest.replace('~', STATE)].concat();
    receive(&settings(PAGE, further), &url, &waiting(), 10)
}

fn received(rest: &str) -> Result<String, Fault> {
    received_with(rest, "")
}

const ISSUER: &str = "&issuer=https%3A%2F%2Fbroker.netid.de%2F";
const PROMISED: &str = "&issuer=https%3A%2F%2Fbroker.netid.de%2F&iss_required=1";

fn is_response(page: &str, url: &str) -> bool {
    recognise(&settings(page, ""), &url.replace('~', STATE), &waiting()).starts_with("response")
}

#[test]
fn a_response_is_read_from_the_query_or_the_fragment() {
    for rest in [
        "?code=a%2Bb%2F&state=~",
        "?own=1&state=~&code=a%2Bb%2F#top",
        "#state=~&code=a%2Bb%2F",
        "?own=1#code=a%2Bb%2F&state=~",
    ] {
        let answer = received(rest).unwrap();
        assert_eq!(form::value(&answer, "code"), "a+b/");
        for (name, expected) in [("state", STATE), ("code_verifier", "the-verifier"), ("app_state", "{}")] {
            assert_eq!(form::value(&answer, name), expected);
        }
    }
}

#[test]
fn anything_else_is_no_response() {
    for rest in
        ["", "?code=voucher", "?state=bavaria", "?error=404", "#code=1", "?code=1#state=s", "news?code=1&state=s"]
    {
        assert!(!is_response(PAGE, &[PAGE, rest].concat()), "{rest}");
    }
    for url in ["https://other.example/?code=1&state=~", "http://publisher.example/?code=1&state=~", ""] {
        assert!(!is_response(PAGE, url), "{url}");
    }
}

#[test]
fn a_login_that_waits_is_answered_wherever_the_host_moved_its_page() {
    for (page, moved) in [
        ("https://a.example/netid.html", "https://a.example/netid"),
        ("https://a.example/cb", "https://a.example/cb/"),
        ("https://a.example/", "https://a.example/index.html"),
        ("com.example.app://callback", "com.example.app://callback/"),
        ("com.example.app:/callback", "com.example.app:///callback"),
    ] {
        assert!(is_response(page, &[moved, "?code=1&state=~"].concat()), "{moved}");
        assert!(is_response(page, &[moved, "?error=access_denied&state=~"].concat()), "{moved}");
        assert!(!is_response(page, &[moved, "?code=1&state=other"].concat()), "{moved}");
        assert!(!is_response(page, &[moved, "?state=~"].concat()), "{moved}");
    }
    for (page, elsewhere) in [
        ("https://a.example/cb", "https://a.example:8443/cb"),
        ("https://a.example/cb", "https://b.example/cb"),
        ("https://a.example/cb", "http://a.example/cb/"),
        ("com.example.app:/cb", "com.example.other:/cb"),
    ] {
        assert!(!is_response(page, &[elsewhere, "?code=1&state=~"].concat()), "{elsewhere}");
    }
}

#[test]
fn repeated_mixed_and_undecodable_parameters_are_refused() {
    for rest in [
        "?code=1&code=1&state=~",
        "?code=1&state=~&state=~",
        "?code=1&state=~&c%6Fde=2",
        "?code=1&state=~&iss=a&iss=b",
        "?error=a&error=b&state=~",
        "?code=1&error=a&state=~",
        "?code=&state=~",
        "?error=&state=~",
        "?code=%FF&state=~",
        "?code=1&state=%",
    ] {
        assert_eq!(received(rest).unwrap_err().code(), "response_invalid", "{rest}");
    }
}

#[test]
fn an_error_is_believed_whatever_its_explanation_looks_like() {
    for rest in [
        "?error=access_denied&error_description=K%E4ufer&state=~",
        "?error=access_denied&error_description=100%&state=~",
        "?error=access_denied&error_description=a&error_description=b&state=~",
    ] {
        let fault = received(rest).unwrap_err().into_text();
        assert_eq!(form::value(&fault, "fault"), "access_denied", "{rest}");
        assert_eq!(form::value(&fault, "error"), "access_denied");
        assert_eq!(form::raw(&fault, "error_description"), None);
    }
}

#[test]
fn the_issuer_is_compared_before_an_error_is_believed() {
    for rest in [
        "?error=access_denied&state=~&iss=https%3A%2F%2Fevil.example%2F",
        "?code=1&state=~&iss=https%3A%2F%2Fbroker.netid.de",
    ] {
        let fault = received_with(rest, ISSUER).unwrap_err();
        assert_eq!(fault.code(), "issuer_mismatch", "{rest}");
        assert_eq!(form::raw(fault.text(), "error"), None, "{rest}");
    }
    assert!(received_with("?code=1&state=~", ISSUER).is_ok());
    // Without one to compare with, it has to be where the code would go.
    assert!(received("?code=1&state=~&iss=https%3A%2F%2Fbroker.netid.de%2Frealm").is_ok());
    assert_eq!(received("?code=1&state=~&iss=https%3A%2F%2Fevil.example").unwrap_err().code(), "issuer_mismatch");
    assert!(received_with("?code=1&state=~&iss=https%3A%2F%2Fbroker.netid.de%2F", PROMISED).is_ok());
}

#[test]
fn a_response_without_the_promised_issuer_says_so_and_keeps_the_providers_error() {
    assert_eq!(received_with("?code=1&state=~", PROMISED).unwrap_err().code(), "issuer_mismatch");
    let fault = received_with("?error=access_denied&state=~", PROMISED).unwrap_err().into_text();
    for (name, expected) in [("fault", "issuer_mismatch"), ("detail", "issuer_missing"), ("error", "access_denied")] {
        assert_eq!(form::value(&fault, name), expected);
    }
}

#[test]
fn an_unknown_state_is_never_asked_for_its_issuer_or_error() {
    let fault = received_with("?error=access_denied&state=other&iss=anyone", PROMISED).unwrap_err();
    assert_eq!(fault.code(), "state_unknown");
}

#[test]
fn errors_carry_the_providers_words_without_our_secrets() {
    let denied = received("?error=access_denied&error_description=No+thanks&state=~").unwrap_err().into_text();
    assert_eq!(form::value(&denied, "error_description"), "No thanks");
    assert_eq!(form::value(&denied, "app_state"), "{}");
    for echo in ["the-verifier", "the-nonce"] {
        let failed =
            received(&format!("?error=server_error&error_description=a+{echo}&error_uri=https://x/{echo}&state=~"))
                .unwrap_err()
                .into_text();
        assert_eq!(form::value(&failed, "fault"), "authorization_failed");
        assert!(!failed.contains(echo), "{failed}");
    }
    for (before, alphabet) in [("", "url"), ("a", "url"), ("ab", "url"), ("{\"n\":\"", "standard"), ("x?>", "standard")]
    {
        use base64::{
            Engine as _,
            prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
        };
        let text = format!("{before}the-nonce and more");
        let echo = if alphabet == "url" { BASE64_URL_SAFE_NO_PAD.encode(text) } else { BASE64_STANDARD.encode(text) };
        let rest = format!("?error=server_error&error_description={}&state=~", echo.replace('+', "%2B"));
        let failed = received(&rest).unwrap_err();
        assert_eq!(form::raw(failed.text(), "error_description"), None, "{before}");
    }
    for echo in ["the%2Dnonce", "the%252Dnonce", "the%25252Dnonce"] {
        let failed = received(&format!("?error=server_error&error_description={echo}&state=~")).unwrap_err();
        assert_eq!(form::raw(failed.text(), "error_description"), None, "{echo}");
    }
}

#[test]
fn only_our_own_responses_may_be_taken_out_of_the_address_bar() {
    for (rest, ours) in [
        ("?error=access_denied&state=~", true),
        ("?code=1&code=2&state=~", true),
        ("?code=1&state=~&iss=evil", true),
        ("?code=1&state=other", false),
        ("?code=1&code=2&state=other", false),
        ("?code=1&state=~&state=~", false),
    ] {
        let fault = received_with(rest, ISSUER).unwrap_err().into_text();
        assert_eq!(form::raw(&fault, "ours").is_some(), ours, "{rest}");
    }
}

#[test]
fn every_answer_uses_the_login_up() {
    for rest in
        ["?code=1&state=~", "?error=access_denied&state=~", "?code=1&iss=evil&state=~", "?code=1&code=2&state=~"]
    {
        let (store, settings) = (waiting(), settings(PAGE, ISSUER));
        let _ = receive(&settings, &[PAGE, &rest.replace('~', STATE)].concat(), &store, 10);
        let again = [PAGE, "?code=1&state=", STATE].concat();
        let fault = receive(&settings, &again, &store, 10).unwrap_err();
        assert_eq!(fault.code(), "transaction_used", "{rest}");
        assert!(form::raw(fault.text(), "ours").is_some());
    }
}

#[test]
fn an_answer_that_comes_too_late_is_still_ours() {
    let url = [PAGE, "?code=1&state=", STATE].concat();
    let fault = receive(&settings(PAGE, ""), &url, &waiting(), u64::MAX).unwrap_err().into_text();
    for (name, expected) in [("fault", "transaction_expired"), ("ours", "1"), ("app_state", "{}")] {
        assert_eq!(form::value(&fault, name), expected);
    }
}

#[test]
fn recognising_tells_the_state_and_the_popup() {
    let at = |rest: &str| {
        let told = recognise(&settings(PAGE, ""), &[PAGE, rest].concat(), &Memory::default());
        told.lines().take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(at("?code=1&state=s"), ["response", "", "s"]);
    assert_eq!(at("?code=1&state=s.popup"), ["response", "popup", "s.popup"]);
    assert_eq!(at("?code=1&state=s&state=s"), ["response", "", ""]);
    assert_eq!(at("news?code=1&state=s.popup"), ["elsewhere", "popup", "s.popup"]);
    assert_eq!(at("?error=access_denied"), ["stateless"]);
    assert!(at("?code=1").is_empty() && at("news?error=a").is_empty());
}

#[test]
fn a_response_has_a_name_of_its_own_that_tells_nothing_of_it() {
    let key = |settings: &str, rest: &str| {
        recognise(settings, &[PAGE, rest].concat(), &Memory::default()).lines().nth(3).unwrap().to_owned()
    };
    let (one, other) = (settings(PAGE, ""), settings(PAGE, "").replace("=client", "=other"));
    assert_eq!(key(&one, "?code=1&state=s"), key(&one, "?code=1&state=s"));
    assert_ne!(key(&one, "?code=1&state=s"), key(&one, "?code=2&state=s"));
    assert_ne!(key(&one, "?code=1&state=s"), key(&other, "?code=1&state=s"));
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
        assert_eq!(without("s", &[PAGE, rest].concat()), [PAGE, stripped].concat());
    }
    assert_eq!(without("other", &[PAGE, "?code=1&state=s"].concat()), "");
}

proptest! {
    #[test]
    fn reading_never_panics(rest in "[?#]?\\PC*", settings in "\\PC*") {
        let _ = received(&rest);
        let _ = received(&format!("?code=1&state=~&{rest}"));
        let _ = (recognise(&settings, &rest, &waiting()), without(&settings, &rest));
    }

    #[test]
    fn any_code_is_read_back(code in ".+", own in "[a-z]{7}=[a-z]*") {
        let mut query = own.clone();
        form::append(&mut query, "code", &code);
        form::append(&mut query, "state", STATE);
        let url = format!("{PAGE}?{query}#top");
        prop_assert_eq!(without(STATE, &url), format!("{PAGE}?{own}#top"));
        let answer = receive(&settings(PAGE, ""), &url, &waiting(), 10).unwrap();
        prop_assert_eq!(form::value(&answer, "code"), code);
    }
}
