//! `application/x-www-form-urlencoded`: queries, token requests and transaction records.

use super::text::{parts, push_ascii, split};

/// Appends `name=value`, encoded, with `&` before it unless `target` is empty or ends in `?` or `&`.
///
/// A space becomes `%20`, which a form decoder and a plain percent-decoder read alike.
#[inline(never)]
pub fn append(target: &mut String, name: &str, value: &str) {
    begin(target, name);
    push_encoded(target, value);
}

/// The same with a value that is encoded already.
#[inline(never)]
pub fn append_encoded(target: &mut String, name: &str, encoded: &str) {
    begin(target, name);
    target.push_str(encoded);
}

fn begin(target: &mut String, name: &str) {
    if !matches!(target.bytes().last(), None | Some(b'?' | b'&')) {
        target.push('&');
    }
    push_encoded(target, name);
    target.push('=');
}

/// Everything but the unreserved characters of RFC 3986 section 2.3 becomes an escape.
#[inline(never)]
fn push_encoded(target: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            push_ascii(target, byte);
        } else {
            push_ascii(target, b'%');
            for digit in [byte >> 4, byte & 15] {
                push_ascii(target, if digit < 10 { b'0' + digit } else { b'A' - 10 + digit });
            }
        }
    }
}

/// A value as it stands in a path.
#[cfg(any(test, feature = "server"))]
pub fn percent_encoded(value: &str) -> String {
    let mut text = String::new();
    push_encoded(&mut text, value);
    text
}

/// The raw names and values of a query or body, none of them decoded.
pub fn members(text: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    parts(text, b'&').filter(|part| !part.is_empty()).map(|part| {
        let (name, value) = split(part, b'=');
        (name, value.unwrap_or_default())
    })
}

/// The same as a list.
pub fn pairs(text: &str) -> Vec<(&str, &str)> {
    members(text).collect()
}

/// The raw value of a member in a text that [`append`] made; `name` needs no escape.
#[inline(never)]
pub fn raw<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    members(text).find(|(member, _)| *member == name).map(|(_, value)| value)
}

/// The decoded value of a member in a text that [`append`] made; empty where there is none.
#[inline(never)]
pub fn value(text: &str, name: &str) -> String {
    raw(text, name).and_then(decode).unwrap_or_default()
}

/// A number in decimal digits.
pub fn decimal(number: u64) -> String {
    let mut text = String::new();
    super::text::push_number(&mut text, number);
    text
}

/// Decodes a name or value once. `None` when an escape is cut off or the bytes are not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' | b'A'..=b'F' => Some((digit | 32) - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_encoding(name in ".{1,20}", value in ".*") {
            let mut form = String::new();
            append(&mut form, "before", "x");
            append(&mut form, &name, &value);
            append(&mut form, "after", "y");
            let read: Vec<_> = pairs(&form).into_iter().map(|(n, v)| (decode(n).unwrap(), decode(v).unwrap())).collect();
            prop_assert_eq!(read, vec![
                ("before".into(), "x".into()), (name, value), ("after".into(), "y".into()),
            ]);
        }

        #[test]
        fn encoded_text_is_unreserved_ascii(value in ".*") {
            let mut form = String::new();
            append(&mut form, "v", &value);
            prop_assert!(form.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%=".contains(&b)));
        }

        #[test]
        fn decoding_never_panics(text in ".*") {
            let _ = decode(&text);
        }
    }

    #[test]
    fn plus_is_a_space_and_broken_escapes_are_refused() {
        assert_eq!(decode("a+b%2Bc").as_deref(), Some("a b+c"));
        assert_eq!(decode("%C3%A4").as_deref(), Some("ä"));
        for broken in ["%", "%2", "%zz", "a%2", "%FF", "%E4"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }

    #[test]
    fn empty_segments_are_passed_over() {
        assert_eq!(pairs("&&a=1&&b&=c"), [("a", "1"), ("b", ""), ("", "c")]);
    }
}
