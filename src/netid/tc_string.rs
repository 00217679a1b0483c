//! TC strings of the IAB's Transparency and Consent Framework, version 2, as far as a mistake can
//! be told from a consent without reading its vendors.
//!
//! See "Consent string and vendor list formats v2" of the IAB Tech Lab, "The core string". The fields
//! read here begin and end where characters of six bits do.

use crate::oauth::jwt::digit;
use crate::oauth::text::{parts, split};
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
    let is_base64url = |segment: &str| segment.bytes().all(|character| digit(character).is_some());
    if parts(text, b'.').any(str::is_empty) {
        return invalid("The TC string is empty, or a segment of it is.");
    }
    if !parts(text, b'.').all(is_base64url) {
        return invalid("The TC string is not base64url without padding.");
    }
    if !text.starts_with(VERSION_2) {
        return invalid("The TC string is not of TCF version 2: it must begin with \"C\".");
    }
    if split(text, b'.').0.len() < CORE_LENGTH {
        return invalid("The TC string's core segment is cut off.");
    }
    Ok(())
}

/// What may be wrong with a TC string that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Made for all services of a group. netID takes service-specific strings only.
    NotServiceSpecific,
    /// Made since TCF 2.3 without the segment of disclosed vendors.
    DisclosedVendorsMissing,
    /// Segments in another order than that of their types, or two of one type.
    SegmentsOutOfOrder,
    /// Made by policies older than those of its time.
    PolicyOutdated,
}

impl Problem {
    /// The name that JavaScript sees.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotServiceSpecific => "not_service_specific",
            Self::DisclosedVendorsMissing => "disclosed_vendors_missing",
            Self::SegmentsOutOfOrder => "segments_out_of_order",
            Self::PolicyOutdated => "policy_outdated",
        }
    }

    /// What netID or whoever reads the string could make nothing of.
    const fn is_grave(self) -> bool {
        matches!(self, Self::NotServiceSpecific | Self::SegmentsOutOfOrder)
    }
}

/// What the caller wants done about problems, whatever they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Store nothing.
    Refuse,
    /// Store it and tell.
    Warn,
    /// Store it.
    Ignore,
}

impl Handling {
    /// Reads the option `tcfProblems`; `None` for any other word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "refuse" => Some(Self::Refuse),
            "warn" => Some(Self::Warn),
            "ignore" => Some(Self::Ignore),
            _ => None,
        }
    }
}

/// What is to be done about the problems of one TC string.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it is not to be stored.
    pub refused: Option<Problem>,
    /// What to tell where it is stored all the same.
    pub warned: Vec<Problem>,
}

/// Decides what to do about the problems of a TC string that passes [`check`]; one that does not has
/// none. Without a `handling`, grave problems are refused and others told.
pub fn judge(text: &str, handling: Option<Handling>) -> Verdict {
    let mut verdict = Verdict::default();
    if handling == Some(Handling::Ignore) || check(text).is_err() {
        return verdict;
    }
    for problem in problems(text) {
        if handling.map_or(problem.is_grave(), |handling| handling == Handling::Refuse) {
            verdict.refused = verdict.refused.or(Some(problem));
        } else {
            verdict.warned.push(problem);
        }
    }
    verdict
}

/// 2026-02-28 in UTC, in tenths of a second since the epoch: strings made from then on are of TCF 2.3.
const TCF_2_3: u64 = 17_722_368_000;

/// `SegmentType` of the segment of disclosed vendors.
const DISCLOSED_VENDORS: u64 = 1;

/// All problems of a TC string that passes [`check`].
fn problems(text: &str) -> Vec<Problem> {
    let is_of_2_3 = bits(text, 1, 6) >= TCF_2_3;
    let is_service_specific = bits(text, 23, 1) >= 32;
    let policy_version = bits(text, 22, 1);
    // A segment's type is its first three bits. The core segment has none, and would be of type 0.
    let mut last = 0;
    let (mut is_in_order, mut has_disclosed_vendors) = (true, false);
    for segment in parts(text, b'.').skip(1) {
        let kind = bits(segment, 0, 1) >> 3;
        is_in_order &= kind > last;
        has_disclosed_vendors |= kind == DISCLOSED_VENDORS;
        last = kind;
    }
    let mut found = Vec::new();
    for (problem, is_found) in [
        (Problem::NotServiceSpecific, !is_service_specific),
        (Problem::DisclosedVendorsMissing, is_of_2_3 && !has_disclosed_vendors),
        (Problem::SegmentsOutOfOrder, !is_in_order),
        (Problem::PolicyOutdated, policy_version < if is_of_2_3 { 5 } else { 4 }),
    ] {
        if is_found {
            found.push(problem);
        }
    }
    found
}

/// The number that some characters of a segment stand for, six bits each.
fn bits(segment: &str, start: usize, length: usize) -> u64 {
    let characters = segment.bytes().skip(start).take(length);
    characters.fold(0, |number, character| number << 6 | u64::from(digit(character).unwrap_or_default()))
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

    /// A TC string with a core segment of which these fields are known, and the given further ones.
    fn made(created: u64, policy_version: u8, is_service_specific: bool, others: &str) -> String {
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let digit = |value: u64| char::from(digits[usize::try_from(value & 63).unwrap()]);
        let mut text = String::from("C");
        text.extend((0..6).rev().map(|place| digit(created >> (6 * place))));
        text.push_str(&"A".repeat(15));
        text.push(digit(policy_version.into()));
        text.push(digit(if is_service_specific { 32 } else { 0 }));
        text.push_str(&"A".repeat(12));
        text.push_str(others);
        text
    }

    const DISCLOSED: &str = ".IAAA";
    const PUBLISHER: &str = ".YAAA";

    #[test]
    fn each_problem_is_found_by_itself() {
        for (text, expected) in [
            (made(TCF_2_3, 5, true, DISCLOSED), vec![]),
            (made(TCF_2_3 - 1, 4, true, ""), vec![]),
            (made(TCF_2_3, 5, false, DISCLOSED), vec![Problem::NotServiceSpecific]),
            (made(TCF_2_3, 5, true, PUBLISHER), vec![Problem::DisclosedVendorsMissing]),
            (made(TCF_2_3, 5, true, ".YAAA.IAAA"), vec![Problem::SegmentsOutOfOrder]),
            (made(TCF_2_3, 5, true, ".IAAA.IAAA"), vec![Problem::SegmentsOutOfOrder]),
            (made(TCF_2_3, 5, true, ".IAAA.QAAA.YAAA"), vec![]),
            (made(TCF_2_3, 4, true, DISCLOSED), vec![Problem::PolicyOutdated]),
            (made(TCF_2_3 - 1, 3, true, ""), vec![Problem::PolicyOutdated]),
            // A type that is not known yet is no fault of its own.
            (made(TCF_2_3, 5, true, ".IAAA.4AAA"), vec![]),
        ] {
            assert_eq!(problems(&text), expected, "{text}");
        }
    }

    #[test]
    fn the_iabs_example_is_a_global_string_of_an_old_policy() {
        assert_eq!(problems(EXAMPLE), [Problem::NotServiceSpecific, Problem::PolicyOutdated]);
    }

    #[test]
    fn grave_problems_are_refused_and_others_told_unless_asked_otherwise() {
        let (grave, slight) = (made(TCF_2_3, 5, false, DISCLOSED), made(TCF_2_3, 4, true, ""));
        let told = vec![Problem::DisclosedVendorsMissing, Problem::PolicyOutdated];
        let refused = |problem| Verdict { refused: Some(problem), warned: vec![] };
        let warned = |warned| Verdict { refused: None, warned };
        assert_eq!(judge(&grave, None), refused(Problem::NotServiceSpecific));
        assert_eq!(judge(&slight, None), warned(told.clone()));
        assert_eq!(judge(&slight, Some(Handling::Refuse)), refused(told[0]));
        assert_eq!(judge(&grave, Some(Handling::Warn)), warned(vec![Problem::NotServiceSpecific]));
        assert_eq!(judge(&grave, Some(Handling::Ignore)), Verdict::default());
        assert_eq!(judge("no TC string", Some(Handling::Refuse)), Verdict::default());
    }

    proptest! {
        #[test]
        fn checking_and_judging_never_panic(text in "(C[A-Za-z0-9_-]{35,60})?(\\.[A-Za-z0-9_-]{0,4}){0,4}.*") {
            let _ = (check(&text), judge(&text, None));
        }

        #[test]
        fn what_is_refused_by_default_has_a_grave_problem(text in "C[A-Za-z0-9_-]{35,60}(\\.[A-Za-z0-9_-]{1,4}){0,4}") {
            let Verdict { refused, warned } = judge(&text, None);
            prop_assert_eq!(refused.is_some(), problems(&text).into_iter().any(Problem::is_grave));
            prop_assert!(!warned.into_iter().any(Problem::is_grave));
        }
    }
}
