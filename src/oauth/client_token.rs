//! How long a client's own access token (RFC 6749 section 4.4) is handed out again. Times are in milliseconds.

/// A token that ends sooner is fetched anew, since it has to last for the request that it is for.
const SHORTEST_REST: f64 = 2_000.0;
const LONGEST_REST: f64 = 60_000.0;
/// What a clock may step back, or lag behind the one of another process, before its times mean nothing.
const CLOCK_TOLERANCE: f64 = 60_000.0;

/// The times of a token by the clock of the day, and by one that nobody sets, which may stand still while the machine
/// sleeps.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// By the clock of the day.
    pub received_at: f64,
    /// By the same.
    pub expires_at: f64,
    /// When it ends by the other clock; infinity where it came from another process.
    pub until: f64,
}

impl Kept {
    /// Whether it lasts long enough, by both clocks: at `now` and `elapsed`.
    pub fn is_fresh(self, now: f64, elapsed: f64) -> bool {
        let rest = ((self.expires_at - self.received_at) / 10.0).clamp(SHORTEST_REST, LONGEST_REST);
        now >= self.received_at - CLOCK_TOLERANCE && now < self.expires_at - rest && elapsed < self.until - rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token received at noon that lasts for so many seconds, at so many seconds after noon by each clock.
    fn is_fresh(lifetime: f64, now: f64, elapsed: f64) -> bool {
        let noon = 43_200_000.0;
        let [lifetime, now, elapsed] = [lifetime, now, elapsed].map(|seconds| seconds * 1000.0);
        Kept { received_at: noon, expires_at: noon + lifetime, until: lifetime }.is_fresh(noon + now, elapsed)
    }

    #[test]
    fn a_tenth_of_the_lifetime_is_left_within_bounds() {
        for (lifetime, last) in [(300.0, 270.0), (3600.0, 3540.0), (10.0, 8.0)] {
            assert!(is_fresh(lifetime, last - 0.5, last - 0.5), "{lifetime}");
            assert!(!is_fresh(lifetime, last, last - 0.5), "{lifetime}");
            assert!(!is_fresh(lifetime, last - 0.5, last), "{lifetime}");
        }
        assert!(!is_fresh(1.0, 0.0, 0.0));
    }

    #[test]
    fn a_clock_that_was_set_back_ends_it() {
        assert!(is_fresh(300.0, -60.0, 0.0));
        assert!(!is_fresh(300.0, -60.5, 0.0));
    }

    #[test]
    fn another_process_has_no_second_clock() {
        assert!(Kept { received_at: 0.0, expires_at: 300_000.0, until: f64::INFINITY }.is_fresh(1.0, 1e12));
    }
}
