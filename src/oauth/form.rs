//! `application/x-www-form-urlencoded`: queries, token requests and transaction records.

use super::text::{Parts, parts, push, push_ascii, split};

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
    push(target, encoded);
}

fn begin(target: &mut String, name: &str) {
    if !matches!(target.bytes().last(), None | Some(b'?' | b'&')) {
        push(target, "&");
    }
    push_encoded(target, name);
    push(target, "=");
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

/// Appends those members of `source` that `names` lists, in that order and as they stand there; of two with one name
/// the first. A parameter without a value counts as left out (RFC 6749 section 3.1).
#[inline(never)]
pub fn pick(target: &mut String, source: &str, names: &str) {
    // Taken apart once, as there are many names and much to look through.
    let members = pairs(source);
    for name in parts(names, b' ') {
        let value = members.iter().find(|(member, _)| *member == name).map_or("", |(_, value)| *value);
        if !value.is_empty() {
            append_encoded(target, name, value);
        }
    }
}

/// Whether a query or body, which others may have encoded, has a member of this name.
#[inline(never)]
pub fn has(text: &str, wanted: &str) -> bool {
    for (name, _) in members(text) {
        if is_named(name, wanted) {
            return true;
        }
    }
    false
}

/// Whether a raw name is this one.
#[inline(never)]
pub fn is_named(raw: &str, wanted: &str) -> bool {
    raw == wanted || (split(raw, b'%').1.is_some() && decode(raw).as_deref() == Some(wanted))
}

/// A value as it stands in a path.
#[cfg(any(test, feature = "server"))]
pub fn percent_encoded(value: &str) -> String {
    let mut text = String::new();
    push_encoded(&mut text, value);
    text
}

/// The raw names and values of a query or body, none of them decoded.
pub fn members(text: &str) -> Members<'_> {
    Members(parts(text, b'&'))
}

/// See [`members`].
#[derive(Clone)]
pub struct Members<'a>(Parts<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let part = self.0.next()?;
            if !part.is_empty() {
                let (name, value) = split(part, b'=');
                return Some((name, value.unwrap_or_default()));
            }
        }
    }
}

/// The same as a list.
pub fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for pair in members(text) {
        pairs.push(pair);
    }
    pairs
}

/// The raw value of a member in a text that [`append`] made; `name` needs no escape.
#[inline(never)]
pub fn raw<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    for (member, value) in members(text) {
        if member == name {
            return Some(value);
        }
    }
    None
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
    let mut bytes = Vec::new();
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
    fn members_are_picked_as_they_stand() {
        let mut text = String::from("x=1");
        pick(&mut text, "b=%20&a=1&c=&a=2", "a c d b");
        assert_eq!(text, "x=1&a=1&b=%20");
    }

    #[test]
    fn a_name_is_known_however_it_is_encoded() {
        assert!(has("a=1&st%61te=2", "state"));
        assert!(!has("estate=1&a=state", "state"));
    }

    #[test]
    fn empty_segments_are_passed_over() {
        assert_eq!(pairs("&&a=1&&b&=c"), [("a", "1"), ("b", ""), ("", "c")]);
    }
}
