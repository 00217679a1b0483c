//! JSON Web Tokens, read without the core.

use super::json::{self, is_text_or_null};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::Value;

/// A JWT from a whole one, or from its three parts on a line each.
pub fn compact(text: String) -> String {
    match text.splitn(3, '\n').collect::<Vec<_>>()[..] {
        [header, claims, signature] => {
            let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
            [&part(header), ".", &part(claims), ".", signature].concat()
        }
        _ => text,
    }
}

fn decoded(part: &str) -> Option<String> {
    String::from_utf8(Base64UrlUnpadded::decode_vec(part).ok()?).ok()
}

/// Header and claims, null where they can't be read.
pub fn parts(jwt: &str) -> (Value, Value) {
    let mut parts = jwt.split('.').map(|part| decoded(part).map(|text| json::read(&text)).unwrap_or_default());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Whether this is a JWT of this library's kind.
pub fn is_readable(jwt: &str) -> bool {
    let (header, claims) = parts(jwt);
    jwt.split('.').count() == 3
        && jwt.rsplit('.').next().is_some_and(|signature| Base64UrlUnpadded::decode_vec(signature).is_ok())
        && claims.is_object()
        && header["alg"].is_string()
        && is_text_or_null(&header["kid"])
        && header["crit"].is_null()
}
