//! TC strings of the IAB's Transparency and Consent Framework, version 2, as far as a mistake can
//! be told from a consent without decoding it.
//!
//! See "Consent string and vendor list formats v2" of the IAB Tech Lab, "The core string".

use crate::oauth::{Code, Error};

/// What the core segment has in any case: the fields from `Version` up to `PublisherCC`, 213 bits
/// of them, six to a character.
const CORE_LENGTH: usize = 36;

/// The six bits of `Version` 2 in base64url.
const VERSION_2: char = 'C';

/// Checks a TC string: base64url segments between dots, the first of them a core segment of
/// version 2 with its fixed fields.
///
/// # Errors
/// `tc_string_invalid`; the message says what is wrong.
pub fn check(text: &str) -> Result<(), Error> {
    let invalid = |message| Err(Error::new(Code::TcStringInvalid, message));
    let is_base64url = |segment: &str| segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if text.split('.').any(str::is_empty) {
        return invalid("The TC string is empty, or a segment of it is.");
    }
    if !text.split('.').all(is_base64url) {
        return invalid("The TC string is not base64url without padding.");
    }
    if !text.starts_with(VERSION_2) {
        return invalid("The TC string is not of TCF version 2: it must begin with \"C\".");
    }
    if text.split('.').next().unwrap_or_default().len() < CORE_LENGTH {
        return invalid("The TC string's core segment is cut off.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The IAB's own example, with a segment of disclosed vendors and one of the publisher's.
    const EXAMPLE: &str = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw.YAAAAAAAAAA";

    fn is_refused(text: &str) -> bool {
        check(text).is_err_and(|error| error.code == Code::TcStringInvalid)
    }

    #[test]
    fn a_core_segment_alone_or_with_others_is_accepted() {
        assert_eq!(check(EXAMPLE), Ok(()));
        assert_eq!(check(EXAMPLE.split('.').next().unwrap()), Ok(()));
    }

    #[test]
    fn a_length_that_is_no_multiple_of_four_is_fine() {
        for length in CORE_LENGTH..CORE_LENGTH + 4 {
            assert_eq!(check(&EXAMPLE[..length]), Ok(()), "{length}");
        }
    }

    #[test]
    fn all_else_is_refused() {
        let core = EXAMPLE.split('.').next().unwrap();
        for text in [
            "",
            ".",
            &core[..CORE_LENGTH - 1],
            &format!("B{}", &core[1..]),
            &format!("{core}."),
            &format!(".{core}"),
            &format!("{core}..{core}"),
            &format!("{core}="),
            &format!("{core}.IFo+"),
            &format!("{core}.IFo/"),
            &format!(" {core}"),
            &format!("{core}\n"),
            &format!("{core}.ü"),
        ] {
            assert!(is_refused(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn checking_never_panics(text in ".*") {
            let _ = check(&text);
        }
    }
}
