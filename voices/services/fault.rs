//! What goes wrong with a service, and what that means for who asked.

use std::time::Duration;

use tingxinwen_core::speech::VoiceError;

/// Why one attempt gave no sound, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody waits for it any more.
    Cancelled,
    /// No connection.
    NoConnection(String),
    /// Nothing came for so long.
    Silent(Duration),
    /// The connection ended in the middle.
    Cut(String),
    /// The server answered with an error.
    Status {
        code: u16,
        /// What it said, shortened; keys do not get here.
        said: String,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// What came is no sound, or not sound of this text.
    NotSound(String),
    /// This service cannot be asked at all: a setting is missing or wrong.
    Settings(String),
}

impl Fault {
    /// Whether the same request may give sound the next time.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Cancelled | Self::Settings(_) => false,
            Self::NoConnection(_) | Self::Silent(_) | Self::Cut(_) | Self::NotSound(_) => true,
            Self::Status { code, .. } => {
                !self.is_quota() && (matches!(code, 408 | 409 | 425 | 429) || *code >= 500)
            }
        }
    }

    /// How long the service wants to be left alone.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            Self::Cancelled
            | Self::NoConnection(_)
            | Self::Silent(_)
            | Self::Cut(_)
            | Self::NotSound(_)
            | Self::Settings(_) => None,
        }
    }

    /// A quota that is used up answers like a rate that is too high, but no waiting helps.
    fn is_quota(&self) -> bool {
        match self {
            Self::Status { code, said, .. } => {
                let said = said.to_ascii_lowercase();
                *code == 429 && ["quota", "billing", "credit"].iter().any(|word| said.contains(word))
            }
            Self::Cancelled
            | Self::NoConnection(_)
            | Self::Silent(_)
            | Self::Cut(_)
            | Self::NotSound(_)
            | Self::Settings(_) => false,
        }
    }

    /// What the listener is told of the service called `name`.
    pub(super) fn into_error(self, name: &str) -> VoiceError {
        let is_quota = self.is_quota();
        let unavailable = |reason: String| VoiceError::Unavailable { reason, again_secs: None };
        match self {
            Self::Cancelled => unavailable(format!("{name}: nobody waits any more")),
            Self::NoConnection(why) => unavailable(format!("{name} cannot be reached ({why})")),
            Self::Silent(time) => unavailable(format!("{name} sent nothing for {} s", time.as_secs())),
            Self::Cut(why) => unavailable(format!("{name} broke off ({why})")),
            Self::Settings(what) => VoiceError::NotInstalled(format!("{name}: {what}")),
            Self::NotSound(why) => VoiceError::Failed(format!("{name} sent no usable sound: {why}")),
            Self::Status { code, said, retry_after } => {
                let reason = if said.is_empty() {
                    format!("{name} answered {code}")
                } else {
                    format!("{name} answered {code}: {said}")
                };
                match code {
                    401..=403 => VoiceError::Refused(reason),
                    _ if is_quota => VoiceError::Refused(reason),
                    408 | 409 | 425 | 429 | 500.. => VoiceError::Unavailable {
                        reason,
                        again_secs: retry_after.map(|time| time.as_secs().min(86_400) as u32),
                    },
                    _ => VoiceError::Failed(reason),
                }
            }
        }
    }
}
