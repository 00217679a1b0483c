//! Runs `tests/protocol/cases.json`, which also runs through the built package.

use crate::client::exchange::{Exchange, ScopedToken};
use crate::client::login::authorize;
use crate::client::relying_party::RelyingParty;
use crate::client::response::{receive, recognise};
use crate::client::settings::configure;
use crate::client::transactions::tests::Memory;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::http::Response;
use crate::oauth::jwt::Signature;
use crate::oauth::pkce::base64url;
use crate::oauth::{Error, Secret, form, json::tests::parse};
use serde_json::{Value, json};
use std::rc::Rc;

const NOW: u64 = 1_700_000_000;
const PAGE: &str = "https://publisher.example/";
const CLIENT: &str = "case-client";

#[test]
fn every_protocol_case_ends_as_it_says() {
    let file: Value = serde_json::from_str(include_str!("../tests/protocol/cases.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 50);
    for case in cases {
        let outcome = run(case);
        assert_eq!(outcome, case["expect"], "{}", case["name"]);
    }
}

fn run(case: &Value) -> Value {
    let flow = case["flow"].as_str().unwrap();
    let options = form_of(&[("provider", "netid"), ("client_id", CLIENT), ("redirect_uri", PAGE), ("page", PAGE)]);
    let settings = configure(&[&options, "&id_token_alg=none&flow=", flow].concat()).unwrap();
    let store = Memory::default();
    let entropy = [[1; 32], [2; 32], [3; 32]];
    let started = authorize(&settings, &parameters(&case["authorize"]), &entropy, NOW * 1000, &store).unwrap();
    let lines: Vec<_> = started.lines().collect();
    check_url(lines[0], &case["url"]);

    let url = [PAGE, &case["response"].as_str().unwrap().replace("{state}", lines[1])].concat();
    if !recognise(&settings, &url, &store).starts_with("response") {
        return Value::Null;
    }
    match receive(&settings, &url, &store, NOW * 1000) {
        Ok(received) => redeem(&settings, &received, &case["token"]).unwrap_or_else(|error| match error.reason {
            Some(reason) => json!({ "error": error.code.as_str(), "reason": reason.as_str() }),
            None => json!({ "error": error.code.as_str() }),
        }),
        Err(fault) => json!({ "error": fault.code() }),
    }
}

fn form_of(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    members.iter().for_each(|(name, value)| form::append(&mut text, name, value));
    text
}

/// The options of a login, as JavaScript writes them.
fn parameters(options: &Value) -> String {
    let mut text = String::new();
    for (name, value) in options.as_object().into_iter().flatten() {
        let value = match (name.as_str(), value) {
            ("extra", _) => parameters(value),
            ("claims" | "appState" | "maxAge", _) => value.to_string(),
            _ => value.as_str().unwrap().to_owned(),
        };
        form::append(&mut text, &on_the_wire(name), &value);
    }
    text
}

/// `loginHint` as `login_hint`.
fn on_the_wire(name: &str) -> String {
    name.chars()
        .flat_map(|letter| letter.is_ascii_uppercase().then_some('_').into_iter().chain([letter.to_ascii_lowercase()]))
        .collect()
}

fn check_url(url: &str, expected: &Value) {
    let query = url.split_once('?').unwrap().1;
    for (name, value) in expected.as_object().into_iter().flatten() {
        let sent = form::raw(query, name).and_then(form::decode);
        assert_eq!(sent.as_deref(), value.as_str(), "{name}");
    }
}

fn redeem(settings: &str, received: &str, answer: &Value) -> Result<Value, Error> {
    let party = Rc::new(RelyingParty::read(settings, ClientAuthentication::Public)?);
    let mut exchange = Exchange::of_code(&party, received)?;
    let response = Response {
        status: answer["status"].as_u64().unwrap() as u16,
        content_type: String::new(),
        body: Secret::new(body(answer, &form::value(received, "nonce"))),
    };
    assert!(exchange.read_tokens(&response, parse, NOW * 1000)?.is_none());
    let grant = exchange.grant(Signature::Unchecked, None)?;
    let mut granted = json!({
        "permissionToken": shown(grant.permission_token),
        "accessToken": shown(grant.access_token),
        "scope": grant.scope,
    });
    if let Some(subject) = grant.claims.and_then(|claims| claims.object().text("sub").unwrap()) {
        granted["sub"] = json!(subject);
    }
    if form::raw(received, "app_state").is_some() {
        granted["appState"] = serde_json::from_str(&form::value(received, "app_state")).unwrap();
    }
    Ok(granted)
}

/// The body of the token endpoint's answer, its ID token put together.
fn body(answer: &Value, nonce: &str) -> String {
    if let Some(text) = answer["text"].as_str() {
        return text.into();
    }
    let mut body = answer["body"].clone();
    if let Some(claims) = answer.get("idToken") {
        let mut claims = claims.clone();
        for claim in claims.as_object_mut().unwrap().values_mut() {
            if let Some(offset) = claim.get("now").and_then(Value::as_i64) {
                *claim = json!(NOW as i64 + offset);
            } else if claim == "{nonce}" {
                *claim = json!(nonce);
            }
        }
        let header = json!({ "alg": answer["alg"].as_str().unwrap_or("none") });
        let part = |value: &Value| base64url(value.to_string().as_bytes());
        body["id_token"] = json!([part(&header), part(&claims), String::new()].join("."));
    }
    body.to_string()
}

fn shown(token: Option<ScopedToken>) -> Value {
    token.map_or(Value::Null, |(token, scope)| {
        let lifetime = token.expires_at.map(|at| (at - NOW * 1000) / 1000);
        json!({ "value": token.value.expose(), "lifetime": lifetime, "scope": scope })
    })
}
