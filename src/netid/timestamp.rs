//! Timestamps as the Permission Center writes them (RFC 3339).

use std::ops::RangeInclusive;

/// Reads a timestamp with any fraction and any offset. Answers milliseconds since the epoch, cut
/// off below; `None` where it is no timestamp.
///
/// A leap second is the second after it, as in POSIX.
pub fn parse(text: &str) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let year = rest.number(4, 0..=9999)?;
    rest.mark(b"-")?;
    let month = rest.number(2, 1..=12)?;
    rest.mark(b"-")?;
    let day = rest.number(2, 1..=days_of(year, month))?;
    // RFC 3339 section 5.6 allows small letters, and its note a space for the T.
    rest.mark(b"Tt ")?;
    let hour = rest.number(2, 0..=23)?;
    rest.mark(b":")?;
    let minute = rest.number(2, 0..=59)?;
    rest.mark(b":")?;
    let second = rest.number(2, 0..=60)?;
    let fraction = rest.fraction()?;
    let offset = rest.offset()?;
    let days = days_before(year, month) + day - 1;
    let seconds = i64::from(days) * 86_400 + i64::from((hour * 60 + minute - offset) * 60 + second);
    rest.0.is_empty().then_some(seconds * 1000 + i64::from(fraction))
}

/// What is left of the text.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn mark(&mut self, allowed: &[u8]) -> Option<u8> {
        self.take().filter(|byte| allowed.contains(byte))
    }

    fn number(&mut self, digits: u32, allowed: RangeInclusive<i32>) -> Option<i32> {
        let mut number = 0;
        for _ in 0..digits {
            let digit = self.take().filter(u8::is_ascii_digit)?;
            number = number * 10 + i32::from(digit - b'0');
        }
        allowed.contains(&number).then_some(number)
    }

    /// The milliseconds of `.123456`, or none at all.
    fn fraction(&mut self) -> Option<i32> {
        let mut milliseconds = 0;
        if self.0.first() == Some(&b'.') {
            self.take();
            let mut unit = 100;
            while unit == 100 || self.0.first().is_some_and(u8::is_ascii_digit) {
                milliseconds += self.number(1, 0..=9)? * unit;
                unit /= 10;
            }
        }
        Some(milliseconds)
    }

    /// The minutes east of Greenwich.
    fn offset(&mut self) -> Option<i32> {
        let sign = match self.mark(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2, 0..=23)?;
        self.mark(b":")?;
        let minutes = self.number(2, 0..=59)?;
        Some(sign * (hours * 60 + minutes))
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i32, month: i32) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the epoch to the first of a month.
fn days_before(year: i32, month: i32) -> i32 {
    let past = year - 1;
    let leap_days = past / 4 - past / 100 + past / 400;
    // 719,162 days lie between the first of January of the years 1 and 1970.
    let to_year = past * 365 + leap_days - 719_162 - if year == 0 { 1 } else { 0 };
    (1..month).fold(to_year, |days, month| days + days_of(year, month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400_000;

    #[test]
    fn any_fraction_and_any_offset() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2020-02-29T12:30:15Z", 1_582_979_415_000),
            ("2020-02-29t12:30:15z", 1_582_979_415_000),
            ("2020-02-29 12:30:15Z", 1_582_979_415_000),
            ("2020-02-29T12:30:15.5Z", 1_582_979_415_500),
            ("2020-02-29T12:30:15.007Z", 1_582_979_415_007),
            ("2020-02-29T12:30:15.123456789Z", 1_582_979_415_123),
            ("2020-02-29T14:30:15+02:00", 1_582_979_415_000),
            ("2020-02-29T07:00:15-05:30", 1_582_979_415_000),
            ("2020-02-29T12:30:15-00:00", 1_582_979_415_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("0001-01-01T00:00:00Z", -719_162 * DAY),
            ("0000-01-01T00:00:00Z", -719_528 * DAY),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] {
            assert_eq!(parse(text), Some(milliseconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_timestamp_is_none() {
        for text in [
            "",
            "2020-02-29",
            "2020-02-29T12:30Z",
            "2020-02-29T12:30:15",
            "2020-02-29T12:30:15.Z",
            "2020-02-29T12:30:15.5",
            "2020-02-29T12:30:15+0200",
            "2020-02-29T12:30:15+02",
            "2020-02-29T12:30:15+24:00",
            "2020-02-29T12:30:15+02:60",
            "2020-02-29T12:30:15Z ",
            "2021-02-29T12:30:15Z",
            "1900-02-29T12:30:15Z",
            "2020-04-31T12:30:15Z",
            "2020-13-01T12:30:15Z",
            "2020-00-01T12:30:15Z",
            "2020-01-00T12:30:15Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01T12:60:00Z",
            "2020-01-01T12:00:61Z",
            "20-01-01T12:00:00Z",
            "2020-1-01T12:00:00Z",
            "2020-01-01X12:00:00Z",
            "+020-01-01T12:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn each_day_of_two_thousand_years_follows_the_one_before() {
        let mut expected = parse("1000-01-01T00:00:00Z").unwrap();
        for year in 1000..3000 {
            for month in 1..=12 {
                for day in 1..=days_of(year, month) {
                    assert_eq!(parse(&format!("{year}-{month:02}-{day:02}T00:00:00Z")), Some(expected));
                    expected += DAY;
                }
            }
        }
        assert_eq!(parse("3000-01-01T00:00:00Z"), Some(expected));
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "[0-9T:.Z+ -]{0,40}") {
            let _ = parse(&text);
        }
    }
}
