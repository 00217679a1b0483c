//! A relay's cookie: a digit for the name, then the header `Cookie`; and the same text as what a cookie held.

use super::input::Input;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use consentkey::netid::relay_cookie::{Sealed, candidates, token};
use consentkey::oauth::Code;

/// Whatever can be tried is in the header letter by letter, and nothing else can.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let name = input.choose(["consentkey", "__Host-consentkey", "a"]);
    let header = input.text();
    let found: Vec<String> = candidates(&header, name).iter().map(Sealed::write).collect();
    let expected: Vec<&str> = values(&header, name).into_iter().take(4).filter(|value| can_be_tried(value)).collect();
    assert_eq!(found, expected);
    match token(&header, 1000) {
        Ok(token) => assert!(header.ends_with(token.expose()) && !token.expose().contains(' ')),
        Err(error) => assert!(matches!(error.code, Code::GrantMissing | Code::GrantExpired)),
    }
}

/// The values of the cookies of this name, in their order.
fn values<'a>(header: &'a str, name: &str) -> Vec<&'a str> {
    let mut values = Vec::new();
    for pair in header.split(';') {
        let Some(sign) = pair.find('=') else { continue };
        if pair[..sign].trim() == name {
            values.push(pair[sign + 1..].trim());
        }
    }
    values
}

/// The format once more: version, six bytes, and more than forty-four.
fn can_be_tried(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    let [version, key_id, sealed] = parts[..] else { return false };
    let length = |text| Base64UrlUnpadded::decode_vec(text).map_or(0, |bytes| bytes.len());
    value.len() <= 4096 && version == "1" && length(key_id) == 6 && length(sealed) > 44
}
