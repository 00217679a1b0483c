//! Choosing a key of the provider (RFC 7517 section 4). The signature itself is the platform's
//! business.

use super::json::{Member, Object};
use super::jwt::{Algorithm, Jwt, KeyKind, bytes};

fn text(key: &Object, name: &str) -> Option<String> {
    key.text(name).ok().flatten()
}

/// A member that is base64url. Decoded and not merely counted: what a platform's decoder skips would
/// make a short key long.
fn octets(key: &Object, name: &str) -> Vec<u8> {
    text(key, name).and_then(|text| bytes(&text)).unwrap_or_default()
}

/// The bits of a number (RFC 7518 section 2), zeros before it not counted.
fn bits(key: &Object, name: &str) -> usize {
    let octets = octets(key, name);
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let leading = octets.get(zeros).map_or(0, |octet| octet.leading_zeros() as usize);
    (octets.len() - zeros) * 8 - leading
}

/// Whether `key`, a JWK, may have signed `token`: the token names it or names none, and it is of
/// the algorithm's kind, meant for signatures and strong enough.
pub fn fits(key: &Object, token: &Jwt, algorithm: Algorithm) -> bool {
    let is = |name: &str, value: &str| text(key, name).as_deref() == Some(value);
    let has_right_purpose = !key.has("use") || is("use", "sig");
    let may_verify = match key.list("key_ops") {
        Ok(None) => true,
        Ok(Some(operations)) => operations.iter().any(|name| matches!(name, Member::Text(name) if name == "verify")),
        Err(_) => false,
    };
    let has_right_algorithm = match algorithm {
        // Two names of one algorithm (RFC 9864 section 2.2).
        Algorithm::EdDsa | Algorithm::Ed25519 if is("alg", "EdDSA") || is("alg", "Ed25519") => true,
        _ => !key.has("alg") || is("alg", algorithm.as_str()),
    };
    let is_named = token.key_id.as_deref().is_none_or(|wanted| is("kid", wanted));
    is_named && has_right_purpose && may_verify && has_right_algorithm && is_sound(key, algorithm)
}

/// Whether `key` is of the algorithm's kind, and as strong as it looks.
fn is_sound(key: &Object, algorithm: Algorithm) -> bool {
    let is = |name: &str, value: &str| text(key, name).as_deref() == Some(value);
    match algorithm.key_kind() {
        // RFC 7518 section 3.3: 2048 bits or more; and an exponent of three bytes or more, such as 65537,
        // since with the smallest anybody can make signatures.
        KeyKind::Rsa => is("kty", "RSA") && bits(key, "n") >= 2048 && bits(key, "e") > 16,
        // Section 6.2.1.2: coordinates have the curve's full length.
        KeyKind::Ec(curve, length) => {
            is("kty", "EC") && is("crv", curve) && ["x", "y"].iter().all(|name| octets(key, name).len() == length)
        }
        KeyKind::Ed25519 => {
            is("kty", "OKP") && is("crv", "Ed25519") && octets(key, "x").try_into().is_ok_and(is_sound_point)
        }
        KeyKind::None => false,
    }
}

/// Coordinates of the four points of order 8 on edwards25519.
const ORDER_EIGHT: [[u8; 32]; 2] = [
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
];

/// Whether a point of edwards25519 is written as RFC 8032 section 5.1.3 wants it, and not one of the eight
/// of small order, for which anybody can make signatures.
fn is_sound_point(encoded: [u8; 32]) -> bool {
    // The last bit is the sign of x. Without it y is left, little-endian.
    let [low, middle @ .., high] = encoded;
    let high = high & 0x7f;
    let filled_with = |octet| middle.iter().all(|other| *other == octet);
    // 0 is of order 4, 1 of order 1.
    let is_zero_or_one = low <= 1 && high == 0 && filled_with(0);
    // p - 1 is of order 2, and p = 2^255 - 19 and above no coordinates at all.
    let is_last_or_beyond = low >= 0xec && high == 0x7f && filled_with(0xff);
    let is_order_eight =
        ORDER_EIGHT.iter().any(|[first, between @ .., last]| (*first, *last) == (low, high) && *between == middle);
    !(is_zero_or_one || is_last_or_beyond || is_order_eight)
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
