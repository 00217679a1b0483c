//! ID tokens: digits for the algorithm that the client is registered for, `max_age` and `nonce`,
//! then either a whole JWT or its three parts on a line each: header and claims as JSON, and the
//! signature as the JWT has it.

use super::input::Input;
use super::json;
use super::jwt::{compact, is_readable, parts};
use super::sign_in::{CLIENT, NONCE, NOW, SERVER};
use super::token_response::is_bearer;
use base64ct::{Base64UrlUnpadded, Encoding};
use consentkey::netid::flow::Flow;
use consentkey::netid::grant;
use consentkey::oauth::error::Reason;
use consentkey::oauth::id_token::{Claims, Expected, IdToken};
use consentkey::oauth::jwt::{Algorithm, Signature};
use consentkey::oauth::token::AccessToken;
use consentkey::oauth::{Code, Secret};
use serde_json::Value;

const TOLERANCE: u32 = 60;

/// A token is taken apart without loss, and believed only where every claim is right.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let registered = input.choose([
        None,
        Some(Algorithm::Rs256),
        Some(Algorithm::Es256),
        Some(Algorithm::Ps256),
        Some(Algorithm::EdDsa),
        Some(Algorithm::None),
    ]);
    let max_age = input.choose([None, Some(0), Some(300)]);
    let nonce = input.choose([Some(NONCE), None]);
    let jwt = compact(input.text());
    let Ok(token) = IdToken::parse(&jwt, json::parse) else {
        assert!(!is_readable(&jwt), "{jwt}");
        return;
    };
    assert_eq!([token.0.signing_input(), ".", token.0.signature()].concat(), jwt);
    let (header, claims) = parts(&jwt);
    assert!(is_readable(&jwt));
    assert_eq!(header["kid"].as_str(), token.0.key_id.as_deref());
    accepts(&token, registered, &header);
    for (signature, may_be_unchecked) in [(Signature::Invalid, true), (Signature::Unchecked, false)] {
        let again = IdToken::parse(&jwt, json::parse);
        assert!(again.is_ok_and(|again| again.verified(signature, may_be_unchecked).is_err()));
    }
    let expected = Expected {
        issuer: SERVER,
        client_id: CLIENT,
        trusted_audiences: &[],
        nonce,
        max_age,
        access_token_hashes: &["the-hash".to_owned()],
        now: NOW,
        clock_tolerance: TOLERANCE,
        renews: None,
    };
    believes(token, &expected, &claims);
}

fn accepts(token: &IdToken, registered: Option<Algorithm>, header: &Value) {
    match token.algorithm(registered) {
        Ok(algorithm) => {
            assert_eq!(header["alg"], algorithm.as_str());
            assert!(registered.map_or(algorithm != Algorithm::None, |only| only == algorithm));
            assert!(algorithm != Algorithm::None || token.0.signature().is_empty());
        }
        Err(error) => assert!(matches!(error.reason, Some(Reason::Alg | Reason::Signature))),
    }
}

fn believes(token: IdToken, expected: &Expected<'_>, said: &Value) {
    let right = is_right(said, expected);
    match token.verified(Signature::Valid, false).and_then(|token| token.check(expected)) {
        Ok(claims) => {
            assert!(right, "{said}");
            assert_eq!(json::read(claims.json()), *said);
            finds_permission(&claims, &said["permission_management"]);
            renews(&claims, expected, said);
        }
        Err(error) => {
            assert!(error.code == Code::IdTokenInvalid && error.reason.is_some());
            assert!(!right, "{:?} {said}", error.reason);
        }
    }
}

/// Whatever was believed may come again for a refresh token, and nothing of another user.
fn renews(claims: &Claims, expected: &Expected<'_>, said: &Value) {
    let header = Base64UrlUnpadded::encode_string(br#"{"alg":"RS256"}"#);
    let again = |said: &Value| {
        let payload = Base64UrlUnpadded::encode_string(said.to_string().as_bytes());
        let token = IdToken::parse(&[&header, ".", &payload, "."].concat(), json::parse);
        let expected = Expected { nonce: None, renews: Some(claims.object()), ..*expected };
        token
            .and_then(|token| token.verified(Signature::Unchecked, true)?.check(&expected))
            .map_err(|error| error.reason)
    };
    assert!(again(said).is_ok(), "{said}");
    let mut another = said.clone();
    another["sub"] = Value::from("somebody else");
    assert_eq!(again(&another).err(), Some(Some(Reason::Sub)));
}

fn is_right(said: &Value, expected: &Expected<'_>) -> bool {
    let (now, tolerance) = (NOW as f64 / 1000.0, f64::from(TOLERANCE));
    let is_us = |audience: &Value| audience == CLIENT;
    let only_us = match &said["aud"] {
        Value::Array(audiences) => !audiences.is_empty() && audiences.iter().all(is_us),
        audience => is_us(audience),
    };
    let recent = match (&said["auth_time"], expected.max_age) {
        (Value::Null, max_age) => max_age.is_none(),
        (Value::Number(at), Some(max_age)) => at.as_f64().is_some_and(|at| at + f64::from(max_age) + tolerance >= now),
        (other, None) => other.is_number(),
        _ => false,
    };
    said["iss"] == SERVER
        && only_us
        && (said["azp"].is_null() || said["azp"] == CLIENT)
        && said["exp"].as_f64().is_some_and(|exp| exp + tolerance > now)
        && said["iat"].as_f64().is_some_and(|iat| iat <= now + tolerance)
        && recent
        && said["nonce"] == expected.nonce.map(Value::from).unwrap_or_default()
        && said["sub"].as_str().is_some_and(|subject| !subject.is_empty())
        && (said["at_hash"].is_null() || said["at_hash"] == "the-hash")
}

fn finds_permission(claims: &Claims, claim: &Value) {
    let access_token = AccessToken { value: Secret::new("the-token".to_owned()), expires_at: None };
    match grant::tokens(Flow::LoginPermission, access_token, Some(claims), NOW) {
        Ok(tokens) => {
            let token = tokens.permission.map(|token| token.value.into_exposed());
            assert!(claim.is_null() || is_bearer(claim));
            assert_eq!(token.as_deref(), claim["access_token"].as_str());
        }
        Err(error) => {
            assert_eq!(error.reason, Some(Reason::Malformed));
            assert!(!claim.is_null() && !is_bearer(claim), "{claim}");
        }
    }
}
