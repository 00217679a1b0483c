//! Access tokens shown to a resource server: a digit for what became of the signature, then either a
//! whole JWT or its three parts on a line each, as in `id_token`.

use super::input::Input;
use super::json;
use super::jwt::{compact, is_readable, parts};
use super::sign_in::{NOW, SERVER};
use consentkey::bankid::access_token::{self, Expected};
use consentkey::oauth::jwt::{Algorithm, Jwt, Signature};
use consentkey::oauth::{Code, Reason};
use serde_json::Value;

const RESOURCE: &str = "signdoc";
const TOLERANCE: u32 = 60;

/// A token is accepted where its signature was checked and every claim is right, and says then what
/// was signed.
pub fn check(data: &[u8]) {
    let signature = Input::new(data).choose([Signature::Valid, Signature::Invalid, Signature::Unchecked]);
    let jwt = compact(String::from_utf8_lossy(data.get(1..).unwrap_or_default()).into_owned());
    let Some(token) = Jwt::parse(&jwt, json::parse) else {
        assert!(!is_readable(&jwt), "{jwt}");
        return;
    };
    assert!(is_readable(&jwt));
    let (header, claims) = parts(&jwt);
    match access_token::algorithm(&token) {
        Ok(algorithm) => assert!(header["alg"] == algorithm.as_str() && algorithm != Algorithm::None),
        Err(error) => assert_eq!((error.code, error.reason), (Code::AccessTokenInvalid, Some(Reason::Alg))),
    }
    let expected = Expected { issuer: SERVER, audience: &[RESOURCE.to_owned()], now: NOW, clock_tolerance: TOLERANCE };
    let right = signature == Signature::Valid && is_right(&claims);
    match access_token::check(token, signature, &expected) {
        Ok(said) => {
            assert!(right, "{claims}");
            assert_eq!(json::read(said.expose()), claims);
        }
        Err(error) => {
            assert!(error.code == Code::AccessTokenInvalid && error.reason.is_some());
            assert!(!right, "{:?} {claims}", error.reason);
        }
    }
}

fn is_right(said: &Value) -> bool {
    let (now, tolerance) = (NOW as f64 / 1000.0, f64::from(TOLERANCE));
    let for_us = match &said["aud"] {
        Value::Array(audiences) => audiences.iter().any(|audience| audience == RESOURCE),
        audience => audience == RESOURCE,
    };
    let has_begun = |name: &str| match &said[name] {
        Value::Null => true,
        time => time.as_f64().is_some_and(|time| time <= now + tolerance),
    };
    for_us
        && said["iss"] == SERVER
        && said["typ"] == "Bearer"
        && said["exp"].as_f64().is_some_and(|exp| exp + tolerance > now)
        && has_begun("nbf")
        && has_begun("iat")
}
