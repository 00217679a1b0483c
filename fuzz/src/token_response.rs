//! Answers of the token endpoint: a digit for the status, then the body.

use super::input::Input;
use super::json::{self, is_text_or_null};
use super::sign_in::{CODE, NONCE, NOW, VERIFIER, authorized, tells_none};
use consentkey::oauth::authorization_grant::AuthorizationGrant;
use consentkey::oauth::client_authentication::ClientAuthentication;
use consentkey::oauth::http::Response;
use consentkey::oauth::token::{self, TokenResponse};
use consentkey::oauth::{Code, Secret};
use serde_json::Value;

/// The last instant that a JavaScript `Date` can hold.
const LAST_INSTANT: u64 = 8_640_000_000_000_000;

/// A token response is read where it is one, says then what it says, and no refusal repeats what
/// was sent.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.choose([200, 201, 0, 302, 400, 401, 500]);
    let body = input.text();
    let said = json::read(&body);
    let response = Response { status, content_type: String::new(), body: Secret::new(body) };
    let granted = response.is_success() && said["error"].is_null();
    let authorized = authorized();
    let grant = AuthorizationGrant::Code(&authorized);
    match token::read(&response, json::parse, grant, &ClientAuthentication::Public, NOW) {
        Ok(answer) => {
            assert!(granted && is_token_response(&said));
            says(&said, &answer);
        }
        Err(error) => {
            let code = if granted { Code::TokenResponseInvalid } else { Code::TokenRequestFailed };
            assert_eq!((error.code, error.status), (code, Some(status)));
            assert!(!(granted && is_token_response(&said)), "{said}");
            tells_none(&error, &[CODE, VERIFIER, NONCE]);
        }
    }
}

fn is_token_response(said: &Value) -> bool {
    is_bearer(said) && ["refresh_token", "id_token", "scope"].iter().all(|name| is_text_or_null(&said[*name]))
}

/// Whether an object holds a bearer token: a token response does, and a claim of netID's.
pub fn is_bearer(said: &Value) -> bool {
    said["access_token"].as_str().is_some_and(|token| !token.is_empty())
        && said["token_type"].as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"))
        && is_lifetime(&said["expires_in"])
}

fn is_lifetime(said: &Value) -> bool {
    match said {
        Value::Null => true,
        Value::String(text) => !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit()),
        other => other.as_f64().is_some_and(|seconds| seconds >= 0.0),
    }
}

fn says(said: &Value, answer: &TokenResponse) {
    let shown = |secret: Option<&Secret>| secret.map(|secret| Value::from(secret.expose())).unwrap_or_default();
    assert_eq!(said["access_token"], shown(Some(&answer.access_token.value)));
    match said["refresh_token"].as_str() {
        // What is blank can't be used either.
        None => assert!(answer.refresh_token.is_none()),
        Some(token) if token.bytes().all(|byte| byte <= b' ') => assert!(answer.refresh_token.is_none()),
        Some(_) => assert_eq!(said["refresh_token"], shown(answer.refresh_token.as_ref())),
    }
    assert_eq!(said["id_token"], shown(answer.id_token.as_ref()));
    assert_eq!(said["expires_in"].is_null(), answer.access_token.expires_at.is_none());
    assert!(answer.access_token.expires_at.is_none_or(|at| (NOW..=LAST_INSTANT).contains(&at)));
    assert_eq!(said["scope"].is_null(), answer.scope.is_none());
    let scope = said["scope"].as_str().unwrap_or_default();
    let mut granted: Vec<&str> = Vec::new();
    for name in scope.split(' ').filter(|name| !name.is_empty()) {
        if !granted.contains(&name) {
            granted.push(name);
        }
    }
    assert!(answer.scope.as_ref().is_none_or(|scope| *scope == granted), "{scope}");
}
