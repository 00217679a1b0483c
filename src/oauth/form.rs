//! `application/x-www-form-urlencoded`: queries, token requests and transaction records.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends `name=value`, encoded, with `&` before it unless `target` is empty or ends in `?` or `&`.
///
/// A space becomes `%20`, which a form decoder and a plain percent-decoder read alike.
pub fn append(target: &mut String, name: &str, value: &str) {
    if !target.is_empty() && !target.ends_with(['?', '&']) {
        target.push('&');
    }
    target.extend(utf8_percent_encode(name, RESERVED));
    target.push('=');
    target.extend(utf8_percent_encode(value, RESERVED));
}

/// A value as it stands in a path.
#[cfg(any(test, feature = "server"))]
pub fn percent_encoded(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// The raw names and values of a query or body, none of them decoded.
pub fn pairs(text: &str) -> Vec<(&str, &str)> {
    let segments = text.split('&').filter(|segment| !segment.is_empty());
    segments.map(|segment| segment.split_once('=').unwrap_or((segment, ""))).collect()
}

/// A number in decimal digits.
pub fn decimal(number: u64) -> String {
    itoa::Buffer::new().format(number).to_owned()
}

/// Decodes a name or value once. `None` when an escape is cut off or the bytes are not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let spaced: Cow<str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    let escapes_are_whole = spaced.split('%').skip(1).all(|rest| {
        let mut digits = rest.bytes();
        let mut hex = || digits.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        hex() && hex()
    });
    if !escapes_are_whole {
        return None;
    }
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
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
