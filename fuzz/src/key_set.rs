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
    let algorithm = input.choose([
        Algorithm::Rs256,
        Algorithm::Es256,
        Algorithm::Ps256,
        Algorithm::EdDsa,
        Algorithm::None,
        Algorithm::Rs384,
        Algorithm::Ps512,
        Algorithm::Es384,
        Algorithm::Es512,
        Algorithm::Ed25519,
    ]);
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
    let name = algorithm.as_str();
    let right_kind = match (name, &name[name.len() - 3..]) {
        ("ES256", _) => is("kty", "EC") && is("crv", "P-256") && is_point(jwk, 32),
        ("ES384", _) => is("kty", "EC") && is("crv", "P-384") && is_point(jwk, 48),
        ("ES512", _) => is("kty", "EC") && is("crv", "P-521") && is_point(jwk, 66),
        ("EdDSA" | "Ed25519", _) => is("kty", "OKP") && is("crv", "Ed25519") && is_edwards_point(&bytes(jwk, "x")),
        (_, "256" | "384" | "512") => {
            is("kty", "RSA") && digits(jwk, "n").len() >= 2048 && digits(jwk, "e").len() >= 17
        }
        _ => false,
    };
    let may_verify = match &jwk["key_ops"] {
        Value::Null => true,
        Value::Array(operations) => operations.iter().any(|operation| operation == "verify"),
        _ => false,
    };
    let right_name = match name {
        "EdDSA" | "Ed25519" => is_or_null("alg", "EdDSA") || is("alg", "Ed25519"),
        _ => is_or_null("alg", name),
    };
    let is_named = named.is_null() || jwk["kid"] == *named;
    right_kind && may_verify && is_named && is_or_null("use", "sig") && right_name
}

fn bytes(jwk: &Value, name: &str) -> Vec<u8> {
    jwk[name].as_str().and_then(|text| Base64UrlUnpadded::decode_vec(text).ok()).unwrap_or_default()
}

/// A number in binary.
fn digits(jwk: &Value, name: &str) -> String {
    let binary: String = bytes(jwk, name).iter().map(|byte| format!("{byte:08b}")).collect();
    binary.trim_start_matches('0').to_owned()
}

fn is_point(jwk: &Value, length: usize) -> bool {
    bytes(jwk, "x").len() == length && bytes(jwk, "y").len() == length
}

/// Of the y that are below p, those of the points of small order are 0, 1, p - 1 and two more.
fn is_edwards_point(x: &[u8]) -> bool {
    let hex: String = x.iter().rev().map(|byte| format!("{byte:02x}")).collect();
    let y = match hex.chars().next().and_then(|digit| digit.to_digit(16)) {
        Some(digit) if digit >= 8 => format!("{:x}{}", digit - 8, &hex[1..]),
        _ => hex,
    };
    let last = format!("7{}", "f".repeat(61));
    let small = [
        "0".repeat(64),
        "0".repeat(63) + "1",
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d6a7017c7".to_owned(),
        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826".to_owned(),
    ];
    // As text of one length, numbers compare like numbers.
    y.len() == 64 && !small.contains(&y) && y < last + "ec"
}
