//! What goes wrong with a service, and what that means for who asked.

use std::time::Duration;

pub(super) use tingxinwen_core::speech::{NetworkFault, SettingFault, SoundFault};
use tingxinwen_core::speech::{Refusal, ServiceFault, SetupFault, SpeechFault, VoiceError};

/// Why one attempt gave no sound, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody waits for it any more.
    Cancelled,
    /// No connection.
    NoConnection(NetworkFault),
    /// Nothing came for so long.
    Silent(Duration),
    /// The connection ended in the middle.
    Cut(NetworkFault),
    /// The server answered with an error.
    Status {
        code: u16,
        /// What it said, shortened; keys do not get here.
        said: String,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// What came is no sound, or not sound of this text.
    NotSound(SoundFault),
    /// This service cannot be asked at all: a setting is missing or wrong.
    Settings(SettingFault),
}

impl Fault {
    /// An answer that is not of the form that it should have. Of what stands in it, nothing is told: it may repeat a key.
    pub(super) fn unreadable(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        Self::NotSound(SoundFault::Unreadable(format!("JSON {line}:{column}")))
    }

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
        let service = name.to_owned();
        let unavailable = |reason| VoiceError::Unavailable { reason, again_secs: None };
        match self {
            Self::Cancelled => unavailable(ServiceFault::Cancelled(service)),
            Self::NoConnection(fault) => unavailable(ServiceFault::Unreachable { service, fault }),
            Self::Silent(time) => unavailable(ServiceFault::Silent { service, secs: time.as_secs() }),
            Self::Cut(fault) => unavailable(ServiceFault::BrokeOff { service, fault }),
            Self::Settings(fault) => VoiceError::NotInstalled(SetupFault::Setting { service, fault }),
            Self::NotSound(fault) => VoiceError::Failed(SpeechFault::NotSound { service, fault }),
            Self::Status { code, said, retry_after } => {
                let refusal = Refusal { service, status: code, said };
                match code {
                    401..=403 => VoiceError::Refused(refusal),
                    _ if is_quota => VoiceError::Refused(refusal),
                    408 | 409 | 425 | 429 | 500.. => VoiceError::Unavailable {
                        reason: ServiceFault::Answered(refusal),
                        again_secs: retry_after.map(|time| time.as_secs().min(86_400) as u32),
                    },
                    _ => VoiceError::Failed(SpeechFault::Answered(refusal)),
                }
            }
        }
    }
}
