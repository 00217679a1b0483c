use super::super::settings::{configure, configure_server};
use super::*;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::json::tests::parse;
use crate::oauth::pkce::base64url;
use serde_json::{Value, json};

const NOW: u64 = 1_700_000_000_000;
const CODE: &str = "code=the-code&code_verifier=v&redirect_uri=https%3A%2F%2Fa.example%2F";

fn party(options: &str) -> Rc<RelyingParty> {
    let known = "client_id=c&redirect_uri=https%3A%2F%2Fa.example%2F&page=https%3A%2F%2Fa.example%2F&";
    let settings = configure(&[known, options].concat()).unwrap();
    Rc::new(RelyingParty::read(&settings, ClientAuthentication::Public).unwrap())
}

fn netid(options: &str) -> Rc<RelyingParty> {
    party(&["provider=netid&", options].concat())
}

fn of_code(party: &Rc<RelyingParty>, more: &str) -> Result<Exchange, String> {
    Exchange::of_code(party, &[CODE, "&", more].concat()).map_err(|error| error.code.as_str().to_owned())
}

fn answer(body: Value) -> Response {
    Response { status: 200, content_type: String::new(), body: Secret::new(body.to_string()) }
}

fn plain() -> Response {
    answer(json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 300, "refresh_token": "r" }))
}

fn claims() -> Value {
    json!({ "iss": "https://broker.netid.de/", "sub": "user", "aud": "c", "nonce": "n",
            "iat": NOW / 1000, "exp": NOW / 1000 + 60 })
}

fn with_id_token(algorithm: &str, claims: &Value) -> Response {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let header = json!({ "alg": algorithm, "kid": "k" });
    let signature = if algorithm == "none" { "" } else { "c2lnbmF0dXJl" };
    let jwt = [part(&header), part(claims), signature.to_owned()].join(".");
    answer(json!({ "access_token": "a", "token_type": "Bearer", "id_token": jwt }))
}

fn code_of<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("none", |error| error.code.as_str())
}

fn value_of(token: Option<ScopedToken>) -> Option<(String, Vec<String>)> {
    token.map(|(token, scope)| (token.value.into_exposed(), scope))
}

#[test]
fn a_step_too_early_or_taken_twice_is_refused() {
    let mut exchange = of_code(&netid(""), "").unwrap();
    assert_eq!(code_of(exchange.grant(Signature::Valid, None)), "config_invalid");
    exchange = of_code(&netid(""), "").unwrap();
    assert!(exchange.read_tokens(&plain(), parse, NOW).unwrap().is_none());
    assert_eq!(code_of(exchange.read_tokens(&plain(), parse, NOW)), "config_invalid");
    exchange.grant(Signature::Unchecked, None).unwrap();
    assert_eq!(code_of(exchange.grant(Signature::Unchecked, None)), "config_invalid");
    assert_eq!(code_of(exchange.token_request()), "config_invalid");
}

#[test]
fn a_code_that_was_refused_is_used_up() {
    let mut exchange = of_code(&netid(""), "").unwrap();
    let refused = Response { status: 400, content_type: String::new(), body: Secret::new("{}".into()) };
    assert_eq!(code_of(exchange.read_tokens(&refused, parse, NOW)), "token_request_failed");
    assert_eq!(code_of(exchange.read_tokens(&plain(), parse, NOW)), "config_invalid");
}

#[test]
fn the_answer_of_a_permission_flow_is_the_permission_token() {
    let mut exchange = of_code(&netid(""), "").unwrap();
    assert!(!exchange.needs_keys());
    exchange.read_tokens(&plain(), parse, NOW).unwrap();
    let grant = exchange.grant(Signature::Unchecked, None).unwrap();
    let scope = vec!["permission_management".to_owned()];
    assert_eq!(value_of(grant.permission_token), Some(("a".into(), scope)));
    assert_eq!(value_of(grant.access_token), None);
    assert_eq!(grant.refresh_token.unwrap().expose(), "r");
    assert!(grant.id_token.is_none() && grant.claims.is_none());
}

#[test]
fn an_id_token_is_read_once_its_signature_is_known() {
    let party = netid("");
    for (signature, expected) in [
        (Signature::Valid, "none"),
        (Signature::Invalid, "id_token_invalid"),
        (Signature::Unchecked, "id_token_invalid"),
    ] {
        let mut exchange = of_code(&party, "flow=login&nonce=n").unwrap();
        assert!(exchange.needs_keys());
        let response = with_id_token("RS256", &claims());
        let signed = exchange.read_tokens(&response, parse, NOW).unwrap().unwrap();
        assert_eq!((signed.algorithm, signed.key_id, signed.access_token), (Algorithm::Rs256, Some("k"), "a"));
        assert!(!signed.may_be_unverified);
        assert_eq!(code_of(exchange.grant(signature, None)), expected);
    }
    let mut exchange = of_code(&netid("dangerously_allow_unverified_id_token=true"), "flow=login&nonce=n").unwrap();
    assert!(exchange.read_tokens(&with_id_token("RS256", &claims()), parse, NOW).unwrap().unwrap().may_be_unverified);
    let grant = exchange.grant(Signature::Unchecked, None).unwrap();
    assert_eq!(grant.claims.unwrap().object().text("sub"), Ok(Some("user".into())));
    assert!(grant.id_token.is_some() && grant.permission_token.is_none());
}

#[test]
fn what_belongs_to_the_login_is_compared() {
    for (options, code, change) in [
        ("", "nonce=other", json!({})),
        ("", "nonce=n&max_age=10", json!({ "auth_time": NOW / 1000 - 100 })),
        ("", "nonce=n", json!({ "iss": "https://evil.example/" })),
        ("", "nonce=n", json!({ "aud": "another" })),
        ("", "nonce=n", json!({ "aud": ["c", "other"], "azp": "c" })),
        ("clock_tolerance=0", "nonce=n", json!({ "exp": NOW / 1000 - 1 })),
    ] {
        let mut said = claims();
        said.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let read = |options: &str| {
            let mut exchange = of_code(&netid(options), &["flow=login&", code].concat()).unwrap();
            exchange.read_tokens(&with_id_token("RS256", &said), parse, NOW).unwrap();
            code_of(exchange.grant(Signature::Valid, None))
        };
        assert_eq!(read(options), "id_token_invalid", "{code} {change}");
        if change.get("azp").is_some() {
            assert_eq!(read("trusted_audiences=other"), "none");
        }
    }
}

#[test]
fn a_client_that_is_registered_for_none_takes_nothing_else() {
    let party = netid("id_token_alg=none");
    let mut exchange = of_code(&party, "flow=login&nonce=n").unwrap();
    assert!(!exchange.needs_keys());
    assert!(exchange.read_tokens(&with_id_token("none", &claims()), parse, NOW).unwrap().is_none());
    assert_eq!(code_of(exchange.grant(Signature::Unchecked, None)), "none");
    let mut exchange = of_code(&party, "flow=login&nonce=n").unwrap();
    assert_eq!(code_of(exchange.read_tokens(&with_id_token("RS256", &claims()), parse, NOW)), "id_token_invalid");
    let mut exchange = of_code(&netid(""), "flow=login&nonce=n").unwrap();
    assert_eq!(code_of(exchange.read_tokens(&with_id_token("none", &claims()), parse, NOW)), "id_token_invalid");
}

#[test]
fn a_login_needs_an_id_token_and_a_renewal_does_not() {
    let mut exchange = of_code(&netid(""), "flow=login&nonce=n").unwrap();
    assert_eq!(code_of(exchange.read_tokens(&plain(), parse, NOW)), "token_response_invalid");
    let grant = "refresh_token=r&granted=openid&access_token=1";
    let mut exchange = Exchange::of_grant(&netid(""), grant, parse).unwrap();
    assert!(exchange.read_tokens(&plain(), parse, NOW).unwrap().is_none());
    // netID's tokens can only be told apart with one.
    assert_eq!(code_of(exchange.grant(Signature::Unchecked, None)), "token_response_invalid");
}

#[test]
fn a_renewed_id_token_is_compared_with_the_one_before() {
    let party =
        party("provider=plain&issuer=https%3A%2F%2Fbroker.netid.de%2F&token=https%3A%2F%2Ft.example&scope=openid");
    for (sub, expected) in [("user", "none"), ("somebody", "id_token_invalid")] {
        let mut before = claims();
        before["sub"] = json!(sub);
        let mut grant = String::from("refresh_token=r&granted=openid");
        form::append(&mut grant, "claims", &before.to_string());
        let mut exchange = Exchange::of_grant(&party, &grant, parse).unwrap();
        exchange.read_tokens(&with_id_token("RS256", &claims()), parse, NOW).unwrap();
        assert_eq!(code_of(exchange.grant(Signature::Valid, None)), expected);
    }
}

#[test]
fn what_can_not_be_redeemed_or_renewed_is_told_before_anything_is_sent() {
    let refused = |result: Result<Exchange, Error>| assert_eq!(code_of(result), "config_invalid");
    for code in ["", "code=", "code=1&flow=x", "code=1&flow=permission&scope=openid"] {
        refused(Exchange::of_code(&netid(""), code));
    }
    let settings = configure_server("provider=bankid&client_id=c").unwrap();
    let without_page = Rc::new(RelyingParty::read(&settings, ClientAuthentication::Public).unwrap());
    refused(Exchange::of_code(&without_page, "code=1"));
    assert!(Exchange::of_code(&without_page, CODE).is_ok());
    // Claims that can't be read can't be compared with those of a new ID token.
    let deep = ["claims=", &"%5B".repeat(101)].concat();
    for grant in ["", "refresh_token=", "refresh_token=r&claims=x", &["refresh_token=r&", &deep].concat()] {
        refused(Exchange::of_grant(&netid(""), grant, parse));
    }
}

#[test]
fn a_token_request_says_what_belongs_to_the_code() {
    let request = of_code(&netid(""), "").unwrap().token_request().unwrap();
    assert_eq!((request.method, request.url.as_str()), ("POST", "https://broker.netid.de/token"));
    let body = request.body.unwrap();
    for (name, value) in
        [("code", "the-code"), ("code_verifier", "v"), ("redirect_uri", "https://a.example/"), ("client_id", "c")]
    {
        assert_eq!(form::value(body.expose(), name), value);
    }
}
