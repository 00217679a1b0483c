//! Texts taken apart at ASCII marks, borrowed and byte by byte: every page loads this before anything else, and
//! the standard library's searches weigh more than all that they would find here.

/// What stands before the first `mark`, and what behind it where there is one.
#[inline(never)]
pub fn split(text: &str, mark: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == mark) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// The parts between the marks; one, empty, of an empty text.
#[derive(Clone)]
pub struct Parts<'a> {
    rest: Option<&'a str>,
    mark: u8,
}

/// Takes a text apart at every `mark`, which is ASCII.
pub fn parts(text: &str, mark: u8) -> Parts<'_> {
    Parts { rest: Some(text), mark }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let (part, rest) = split(self.rest?, self.mark);
        self.rest = rest;
        Some(part)
    }
}

/// Whether a list with single spaces names `name`.
pub fn names(list: &str, name: &str) -> bool {
    for part in parts(list, b' ') {
        if part == name {
            return true;
        }
    }
    false
}

/// A whole number of at most 18 decimal digits and nothing else.
pub fn number(text: &str) -> Option<u64> {
    // More might not fit.
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    let mut number = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

/// Appends a text. In one place, since every append brings the growing along.
#[inline(never)]
pub fn push(target: &mut String, text: &str) {
    target.push_str(text);
}

/// Texts one behind the other. The standard library's `concat` weighs more than all that is joined with it, and an
/// array of the texts more than appending them one by one.
macro_rules! joined {
    ($($part:expr),+) => {{
        let mut text = String::new();
        $($crate::oauth::text::push(&mut text, $part);)+
        text
    }};
}
pub(crate) use joined;

/// A text of one's own.
#[inline(never)]
pub fn owned(text: &str) -> String {
    joined![text]
}

/// The same in lowercase, as far as it is ASCII.
pub fn lowercase(text: &str) -> String {
    let mut text = owned(text);
    text.make_ascii_lowercase();
    text
}

/// Appends an ASCII character: the lower seven bits of a byte.
pub fn push_ascii(text: &mut String, byte: u8) {
    text.push(char::from(byte & 0x7f));
}

/// Appends a number in decimal digits.
pub fn push_number(text: &mut String, number: u64) {
    let mut power = 1;
    while number / power > 9 {
        power *= 10;
    }
    while power > 0 {
        push_ascii(text, b'0' + (number / power % 10) as u8);
        power /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_parts_a_text() {
        assert_eq!(split("a=b=c", b'='), ("a", Some("b=c")));
        assert_eq!(split("a", b'='), ("a", None));
        assert_eq!(parts("a b  c", b' ').collect::<Vec<_>>(), ["a", "b", "", "c"]);
        assert_eq!(parts("", b' ').count(), 1);
        assert!(names("openid email", "email") && !names("openid email", "mail") && !names("openid email", "openid e"));
    }

    #[test]
    fn a_number_has_digits_alone() {
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("999999999999999999"), Some(999_999_999_999_999_999));
        for bad in ["", "1000000000000000000", "-1", "+1", "1.0", " 1", "1e3", "\u{661}"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn parts_are_those_of_the_standard_library(text in ".*") {
            prop_assert_eq!(parts(&text, b'&').collect::<Vec<_>>(), text.split('&').collect::<Vec<_>>());
            prop_assert_eq!(split(&text, b'=').1, text.split_once('=').map(|(_, tail)| tail));
        }

        #[test]
        fn a_number_is_read_as_it_was_written(value in 0..10u64.pow(18)) {
            let mut text = String::new();
            push_number(&mut text, value);
            prop_assert_eq!(&text, &value.to_string());
            prop_assert_eq!(number(&text), Some(value));
        }
    }
}
