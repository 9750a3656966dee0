//! How patient services are waited for, and when they are asked again.

use std::time::Duration;

use super::fault::Fault;

/// How patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// From the request to the first byte of sound.
    pub first_byte: Duration,
    /// Between two bytes.
    pub silence: Duration,
    /// The least sound that comes within [`silence`](Self::silence), in bytes, once it began: a server that drips is
    /// waited for no longer than one that is silent.
    pub least_bytes: u64,
    /// From the request to the last byte of a sentence.
    pub sentence: Duration,
    /// Attempts at one sentence.
    pub attempts: u32,
    /// The wait before the second attempt; doubled each time.
    pub first_wait: Duration,
    /// The longest wait between two attempts. A service that wants to be left alone for longer is given up
    /// for now.
    pub longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(12),
            silence: Duration::from_secs(8),
            // 500 bytes a second: half of the sparsest speech, Opus at 8 kbit/s.
            least_bytes: 4000,
            sentence: Duration::from_secs(120),
            attempts: 3,
            first_wait: Duration::from_millis(400),
            longest_wait: Duration::from_secs(8),
        }
    }
}

impl Limits {
    /// How long to wait after attempt `attempt` (the first is 1) ended in `fault`, where `chance` is within
    /// 0..1; `None` when there is to be no other attempt.
    pub(super) fn wait(&self, attempt: u32, fault: &Fault, chance: f64) -> Option<Duration> {
        // Who is not there at all is soon given up: the listener waits.
        let most = if matches!(fault, Fault::NoConnection(_)) { self.attempts.min(2) } else { self.attempts };
        if !fault.may_pass() || attempt >= most {
            return None;
        }
        let grown = (self.first_wait * 2_u32.saturating_pow(attempt - 1)).min(self.longest_wait);
        // Many listeners that lost one service at one moment must not come back at one moment.
        let jittered = grown.mul_f64(0.5 + chance);
        match fault.retry_after() {
            Some(time) if time > self.longest_wait => None,
            Some(time) => Some(time.max(jittered)),
            None => Some(jittered),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fault::NetworkFault;

    fn status(code: u16, said: &str, secs: Option<u64>) -> Fault {
        Fault::Status { code, said: said.to_owned(), retry_after: secs.map(Duration::from_secs) }
    }

    #[test]
    fn waits_grow_and_end() {
        let limits = Limits { attempts: 8, ..Limits::default() };
        let fault = Fault::Cut(NetworkFault::Closed);
        let waits: Vec<_> =
            (1..9).map(|attempt| limits.wait(attempt, &fault, 0.5).map(|wait| wait.as_millis())).collect();
        let wanted = [400, 800, 1_600, 3_200, 6_400, 8_000, 8_000].map(Some);
        assert_eq!(waits[..7], wanted);
        assert_eq!(waits[7], None);
        assert_eq!(limits.wait(1, &fault, 0.0), Some(Duration::from_millis(200)));
    }

    #[test]
    fn a_service_that_is_not_there_is_soon_given_up() {
        let limits = Limits { attempts: 8, ..Limits::default() };
        let fault = Fault::NoConnection(NetworkFault::Refused);
        assert!(limits.wait(1, &fault, 0.5).is_some());
        assert_eq!(limits.wait(2, &fault, 0.5), None);
    }

    #[test]
    fn the_service_says_when_to_come_back() {
        let limits = Limits::default();
        assert_eq!(limits.wait(1, &status(429, "", Some(3)), 0.5), Some(Duration::from_secs(3)));
        assert_eq!(limits.wait(1, &status(503, "", Some(60)), 0.5), None);
    }

    #[test]
    fn a_wrong_key_or_a_used_up_quota_is_not_asked_again() {
        let limits = Limits::default();
        for fault in [
            status(401, "", None),
            status(403, "", None),
            status(400, "", None),
            status(429, "You exceeded your current quota, insufficient_quota", None),
        ] {
            assert_eq!(limits.wait(1, &fault, 0.5), None, "{fault:?}");
        }
        assert!(limits.wait(1, &status(429, "slow down", None), 0.5).is_some());
    }
}
