//! When a feed is asked again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The shortest time between two requests for a feed, in seconds.
const SHORTEST_SECS: i64 = 30 * 60;
/// The longest.
const LONGEST_SECS: i64 = 24 * 60 * 60;
/// The longest that a server may ask to wait, in seconds: what is longer is taken for a mistake.
const LONGEST_WAIT_SECS: i64 = 7 * LONGEST_SECS;
/// What a server waits for that says no time.
const WAIT_SECS: i64 = 60 * 60;
/// How much earlier or later a feed may be asked, of its interval, so that not all are at once.
const JITTER: f64 = 0.1;

/// Seconds until `address` is asked again, which wants to be asked each `minutes`, is said to be fresh for
/// `fresh_secs`, and failed `failures` times in a row; `now` makes the jitter another each time.
pub(crate) fn next_secs(
    address: &str,
    minutes: Option<u32>,
    fresh_secs: Option<u64>,
    failures: u32,
    now: i64,
) -> i64 {
    let asked = minutes.map_or(0, |minutes| i64::from(minutes) * 60);
    let fresh = fresh_secs.map_or(0, |secs| i64::try_from(secs).unwrap_or(LONGEST_SECS));
    let interval = asked.max(fresh).clamp(SHORTEST_SECS, LONGEST_SECS);
    let slower = interval.saturating_mul(1 << failures.min(8)).min(LONGEST_SECS);
    let mut hash = DefaultHasher::new();
    (address, now).hash(&mut hash);
    let share = hash.finish() as f64 / u64::MAX as f64;
    (slower as f64 * (1.0 - JITTER + 2.0 * JITTER * share)) as i64
}

/// Seconds that `Retry-After` asks to wait as of `now`: a number of seconds, or a date.
pub(crate) fn wait_secs(header: Option<&str>, now: i64) -> i64 {
    let said = header.map(str::trim).and_then(|header| {
        let date = || chrono::DateTime::parse_from_rfc2822(header).ok().map(|date| date.timestamp() - now);
        header.parse().ok().or_else(date)
    });
    said.unwrap_or(WAIT_SECS).clamp(60, LONGEST_WAIT_SECS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_asked_at_their_pace_and_slower_when_they_fail() {
        let near = |secs: i64, wanted: i64| (secs - wanted).abs() <= wanted / 10 + 1;
        assert!(near(next_secs("a", None, None, 0, 1), SHORTEST_SECS));
        assert!(near(next_secs("a", Some(120), Some(60), 0, 1), 7200));
        assert!(near(next_secs("a", None, None, 2, 1), 4 * SHORTEST_SECS));
        assert!(next_secs("a", None, None, 40, 1) <= LONGEST_SECS * 11 / 10);
        let times: std::collections::BTreeSet<i64> =
            (0..20).map(|at| next_secs("a", None, None, 0, at)).collect();
        assert!(times.len() > 10);
    }

    #[test]
    fn a_server_says_how_long_to_wait() {
        assert_eq!(wait_secs(Some("120"), 0), 120);
        assert_eq!(wait_secs(Some("Thu, 01 Jan 1970 00:10:00 GMT"), 0), 600);
        assert_eq!(wait_secs(Some("soon"), 0), WAIT_SECS);
        assert_eq!(wait_secs(None, 0), WAIT_SECS);
        assert_eq!(wait_secs(Some("99999999999"), 0), LONGEST_WAIT_SECS);
    }
}
