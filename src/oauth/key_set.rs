//! How long the keys of a provider are believed, and when they are asked for again (OpenID Connect Core section
//! 10.1.1, which leaves the times open).
//!
//! Instants are milliseconds by a clock that nobody sets, and minus infinity for what never was.

const MINUTE: f64 = 60_000.0;
/// How long keys are believed, and the address that a discovery document names for them.
const LIFETIME: f64 = 10.0 * MINUTE;
/// How long keys are believed that can't be fetched again.
const OUTAGE_LIFETIME: f64 = 60.0 * MINUTE;
/// Anybody can send tokens that name unknown keys: the pause between the requests that these may cause.
const PAUSE: f64 = MINUTE / 2.0;

/// What happened to a key set.
#[derive(Clone, Copy, Debug)]
pub struct History {
    /// When it was fetched.
    pub fetched_at: f64,
    /// When an unknown key last was the reason to ask.
    pub asked_at: f64,
    /// When it last could not be had, since it was fetched.
    pub failed_at: f64,
}

/// What to begin with, for one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtHand {
    /// What is kept counts no more: fetch.
    Fetch,
    /// What is kept.
    Use,
    /// What is fetched now, or what is kept where that fails.
    Renew,
    /// What is kept, and fetch for those who come after.
    UseAndRenew,
}

/// What to do for a token that none of the keys has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// Wait for what is under way already.
    Join,
    /// Fetch. It is the reason to ask.
    Ask,
    /// Nothing: there was a request a moment ago.
    Refuse,
    /// Nothing: that request has failed, which is why nobody knows.
    Fail,
}

impl History {
    /// What to begin with at `now`; `is_under_way` is whether another token has begun a request.
    pub fn at_hand(self, now: f64, is_under_way: bool) -> AtHand {
        if now >= self.fetched_at + OUTAGE_LIFETIME {
            AtHand::Fetch
        } else if now < self.fetched_at + LIFETIME || self.is_paused(now) {
            AtHand::Use
        } else if is_under_way || self.failed_at >= self.fetched_at + LIFETIME {
            // Known keys don't wait for a provider that is away, or for what another token has begun.
            AtHand::UseAndRenew
        } else {
            AtHand::Renew
        }
    }

    /// What to do for a token that none of these keys has signed, by the same.
    pub fn for_unsigned(self, now: f64, is_under_way: bool) -> Unsigned {
        if is_under_way {
            Unsigned::Join
        } else if !self.is_paused(now) {
            Unsigned::Ask
        } else if self.failed_at >= self.asked_at {
            Unsigned::Fail
        } else {
            Unsigned::Refuse
        }
    }

    fn is_paused(self, now: f64) -> bool {
        now < self.asked_at.max(self.failed_at) + PAUSE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f64 = f64::NEG_INFINITY;
    const SECOND: f64 = 1000.0;

    fn history(asked_at: f64, failed_at: f64) -> History {
        History { fetched_at: 0.0, asked_at, failed_at }
    }

    #[test]
    fn keys_count_for_ten_minutes_and_for_an_hour_in_an_outage() {
        let quiet = history(NEVER, NEVER);
        for (minutes, expected) in [
            (0.0, AtHand::Use),
            (9.99, AtHand::Use),
            (10.0, AtHand::Renew),
            (59.99, AtHand::Renew),
            (60.0, AtHand::Fetch),
            (f64::INFINITY, AtHand::Fetch),
        ] {
            assert_eq!(quiet.at_hand(minutes * MINUTE, false), expected, "{minutes}");
        }
    }

    #[test]
    fn known_keys_wait_for_nobody_else() {
        assert_eq!(history(NEVER, NEVER).at_hand(11.0 * MINUTE, true), AtHand::UseAndRenew);
        let outage = history(NEVER, 11.0 * MINUTE);
        assert_eq!(outage.at_hand(11.0 * MINUTE + 29.0 * SECOND, false), AtHand::Use);
        assert_eq!(outage.at_hand(11.0 * MINUTE + 30.0 * SECOND, false), AtHand::UseAndRenew);
        // A failure while they were fresh was that of an unknown key's request.
        assert_eq!(history(NEVER, 9.0 * MINUTE).at_hand(11.0 * MINUTE, false), AtHand::Renew);
        assert_eq!(outage.at_hand(60.0 * MINUTE, true), AtHand::Fetch);
    }

    #[test]
    fn unknown_keys_cause_a_request_every_half_minute() {
        let asked = history(MINUTE, NEVER);
        for (seconds, expected) in [(0.0, Unsigned::Refuse), (29.0, Unsigned::Refuse), (30.0, Unsigned::Ask)] {
            assert_eq!(asked.for_unsigned(MINUTE + seconds * SECOND, false), expected, "{seconds}");
        }
        assert_eq!(history(NEVER, NEVER).for_unsigned(0.0, false), Unsigned::Ask);
        assert_eq!(asked.for_unsigned(MINUTE, true), Unsigned::Join);
    }

    #[test]
    fn a_request_that_failed_is_told_until_the_next_one() {
        assert_eq!(history(MINUTE, MINUTE).for_unsigned(MINUTE + SECOND, false), Unsigned::Fail);
        assert_eq!(history(MINUTE, NEVER).for_unsigned(MINUTE + SECOND, false), Unsigned::Refuse);
        assert_eq!(history(MINUTE, 0.0).for_unsigned(MINUTE + SECOND, false), Unsigned::Refuse);
        assert_eq!(history(NEVER, MINUTE).for_unsigned(MINUTE + 30.0 * SECOND, false), Unsigned::Ask);
    }
}
