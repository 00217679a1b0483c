//! Keys of a provider's set: a digit for the algorithm, then on a line each the header of an ID
//! token and a JWK.

use super::input::Input;
use super::json;
use base64ct::{Base64UrlUnpadded, Encoding};
use consentkey::oauth::jwt::{Algorithm, Jwt};
use consentkey::oauth::key;
use serde_json::Value;

/// A key is chosen where it is of the algorithm's kind, for signatures, strong enough, and the one
/// that the token names, if it names one.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let algorithm =
        input.choose([Algorithm::Rs256, Algorithm::Es256, Algorithm::Ps256, Algorithm::EdDsa, Algorithm::None]);
    let text = input.text();
    let (header, jwk) = text.split_once('\n').unwrap_or((&text, ""));
    let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    let jwt = [&part(header), ".", &part("{}"), "."].concat();
    let (Some(token), Some(key)) = (Jwt::parse(&jwt, json::parse), json::parse(jwk)) else { return };
    let said = json::read(jwk);
    assert_eq!(key::fits(&key, &token, algorithm), fits(&said, &json::read(header)["kid"], algorithm), "{said}");
}

fn fits(jwk: &Value, named: &Value, algorithm: Algorithm) -> bool {
    let is = |name: &str, value: &str| jwk[name] == value;
    let is_or_null = |name: &str, value: &str| jwk[name].is_null() || is(name, value);
    let right_kind = match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 => {
            // 2048 bits take 342 characters of base64url, an exponent above 2^16 three, zeros aside.
            let digits = |name: &str| jwk[name].as_str().map_or(0, |number| number.trim_start_matches('A').len());
            is("kty", "RSA") && digits("n") >= 342 && digits("e") >= 3
        }
        Algorithm::Es256 => is("kty", "EC") && is("crv", "P-256"),
        Algorithm::EdDsa => is("kty", "OKP") && is("crv", "Ed25519"),
        Algorithm::None => false,
    };
    let may_verify = match &jwk["key_ops"] {
        Value::Null => true,
        Value::Array(operations) => operations.iter().any(|operation| operation == "verify"),
        _ => false,
    };
    let is_named = named.is_null() || jwk["kid"] == *named;
    right_kind && may_verify && is_named && is_or_null("use", "sig") && is_or_null("alg", algorithm.as_str())
}
