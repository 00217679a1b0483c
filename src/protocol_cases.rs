//! Runs `tests/protocol/cases.json`, which also runs through the built package.

use crate::netid::{endpoints, flow::Flow, grant};
use crate::oauth::address::{Endpoint, RedirectUri};
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::authorize::{self, Client, Entropy, Parameters, Started};
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::http::Response;
use crate::oauth::id_token::{Expected, IdToken, access_token_hashes};
use crate::oauth::jwt::{Algorithm, Signature};
use crate::oauth::pkce::base64url;
use crate::oauth::redirect::{self, Authorized, Recipient};
use crate::oauth::store::{self, tests::Memory};
use crate::oauth::token::{self, AccessToken};
use crate::oauth::{Error, Secret, form, json::tests::parse};
use serde_json::{Value, json};

const NOW: u64 = 1_700_000_000;
const PAGE: &str = "https://publisher.example/";

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
    let client = Client {
        client_id: "case-client".into(),
        redirect_uri: RedirectUri::parse(PAGE, PAGE).unwrap(),
        authorization: Endpoint::parse(endpoints::AUTHORIZATION).unwrap(),
        server: endpoints::ISSUER.into(),
        transaction_lifetime: 900_000,
    };
    let flow = Flow::parse(case["flow"].as_str().unwrap()).unwrap();
    let entropy = Entropy { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
    let started = authorize::start(&client, &parameters(flow, &case["authorize"]), &entropy, NOW * 1000).unwrap();
    check_url(&started, &case["url"]);

    let url = [PAGE, &case["response"].as_str().unwrap().replace("{state}", &started.state)].concat();
    let store = Memory::default();
    store::put(&store, &started.state, started.transaction, client.transaction_lifetime).unwrap();
    let found = redirect::find(&url, &client.redirect_uri);
    let ours = found.filter(|found| found.answers(&store, endpoints::ISSUER, &client.client_id));
    let Some(found) = ours else { return Value::Null };
    let recipient = Recipient {
        server: endpoints::ISSUER,
        client_id: &client.client_id,
        issuer: Some(endpoints::ISSUER),
        iss_required: false,
    };
    redirect::receive(found, &store, &recipient, NOW * 1000)
        .map_err(|refusal| refusal.error)
        .and_then(|authorized| redeem(flow, &authorized, &case["token"]))
        .unwrap_or_else(|error| match error.reason {
            Some(reason) => json!({ "error": error.code.as_str(), "reason": reason.as_str() }),
            None => json!({ "error": error.code.as_str() }),
        })
}

fn parameters(flow: Flow, options: &Value) -> Parameters {
    let text = |name: &str| options[name].as_str().map(String::from);
    let json = |name: &str| options.get(name).map(Value::to_string);
    let scope: Vec<String> = text("scope").into_iter().collect();
    let hints = [("loginHint", "login_hint"), ("uiLocales", "ui_locales")];
    let extra = options["extra"].as_object().into_iter().flatten();
    Parameters {
        scope: flow.scope_with(&scope).unwrap(),
        claims: json("claims"),
        max_age: options["maxAge"].as_u64().map(|seconds| seconds as u32),
        hints: hints.into_iter().filter_map(|(name, hint)| Some((hint, text(name)?))).collect(),
        extra: extra.map(|(name, value)| (name.clone(), value.as_str().unwrap().into())).collect(),
        app_state: json("appState"),
        profile: flow.as_str(),
        popup: false,
    }
}

fn check_url(started: &Started, expected: &Value) {
    let query = started.url.split_once('?').unwrap().1;
    for (name, value) in expected.as_object().into_iter().flatten() {
        let sent =
            form::pairs(query).into_iter().find(|(key, _)| key == name).and_then(|(_, value)| form::decode(value));
        assert_eq!(sent.as_deref(), value.as_str(), "{name}");
    }
}

fn redeem(flow: Flow, authorized: &Authorized, answer: &Value) -> Result<Value, Error> {
    let transaction = authorized.transaction();
    let nonce = transaction.nonce.as_ref().map_or("", Secret::expose);
    let response = Response {
        status: answer["status"].as_u64().unwrap() as u16,
        content_type: String::new(),
        body: Secret::new(body(answer, nonce)),
    };
    let answer =
        token::read(&response, parse, AuthorizationGrant::Code(authorized), &ClientAuthentication::Public, NOW * 1000)?;
    let claims = match (&transaction.nonce, &answer.id_token) {
        (Some(_), Some(id_token)) => {
            let expected = Expected {
                issuer: endpoints::ISSUER,
                client_id: &transaction.client_id,
                trusted_audiences: &[],
                nonce: Some(nonce),
                max_age: transaction.max_age,
                access_token_hashes: &access_token_hashes(Algorithm::None, &answer.access_token, None),
                now: NOW * 1000,
                clock_tolerance: 60,
                renews: None,
            };
            let token = IdToken::parse(id_token.expose(), parse)?;
            token.algorithm(Some(Algorithm::None))?;
            Some(token.verified(Signature::Unchecked, true)?.check(&expected)?)
        }
        _ => None,
    };
    let scope = answer.scope.unwrap_or_else(|| transaction.scopes());
    let tokens = grant::tokens(flow, answer.access_token, claims.as_ref(), NOW * 1000)?;
    let mut granted = json!({
        "permissionToken": shown(tokens.permission, &grant::permission_scope(&scope)),
        "accessToken": shown(tokens.access, &grant::access_scope(&scope)),
        "scope": scope,
    });
    if let Some(subject) = claims.and_then(|claims| claims.object().text("sub").unwrap()) {
        granted["sub"] = json!(subject);
    }
    if let Some(app_state) = &transaction.app_state {
        granted["appState"] = serde_json::from_str(app_state).unwrap();
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

fn shown(token: Option<AccessToken>, scope: &[String]) -> Value {
    token.map_or(Value::Null, |token| {
        let lifetime = token.expires_at.map(|at| (at - NOW * 1000) / 1000);
        json!({ "value": token.value.expose(), "lifetime": lifetime, "scope": scope })
    })
}
