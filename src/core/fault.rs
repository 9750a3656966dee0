//! Errors of voices, services and connections, as data that can be put into words in any language.
//!
//! The user interface writes the words; `Display` is for logs.

use std::{error::Error, io, path::PathBuf};

/// Why a voice did not speak.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// It cannot speak before something is installed, repaired or set.
    #[error(transparent)]
    NotInstalled(SetupFault),
    /// It failed on one utterance; the next may succeed.
    #[error(transparent)]
    Failed(SpeechFault),
    /// Its service cannot be reached now, or does not answer.
    #[error("{reason}")]
    Unavailable {
        /// Why it cannot be reached.
        reason: ServiceFault,
        /// In how many seconds the service wants to be asked again, where it says so.
        again_secs: Option<u32>,
    },
    /// Its service refuses this listener: a wrong key, a used-up quota. Asking again does not help until something
    /// changes.
    #[error(transparent)]
    Refused(Refusal),
}

/// What must be installed, repaired or set before a voice speaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupFault {
    /// No voice has this name.
    #[error("no voice is named {0}")]
    UnknownVoice(String),
    /// The files of the voice of this name were not fetched.
    #[error("the voice {0} is not installed")]
    NotFetched(String),
    /// Files of a voice are missing or damaged.
    #[error("the files of the voice {voice} are damaged: {damage}")]
    Damaged {
        /// The voice's name.
        voice: String,
        /// What is wrong.
        damage: Damage,
    },
    /// A setting of a service is missing or wrong.
    #[error("{service}: {fault}")]
    Setting {
        /// The service's name in the settings.
        service: String,
        /// What is wrong.
        fault: SettingFault,
    },
    /// Anything else, in the words of the library that found it.
    #[error("{0}")]
    Other(String),
}

/// What is wrong with a file of a voice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It cannot be read.
    #[error("{path}: {kind}")]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The system's reason.
        kind: io::ErrorKind,
    },
    /// It is not what was downloaded, or not what it should be.
    #[error("{0} is not what it should be")]
    Altered(PathBuf),
    /// Anything else, in the words of the library that found it.
    #[error("{0}")]
    Other(String),
}

/// What is wrong with the settings of a service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// It needs a key and has none.
    #[error("its key is not set")]
    NoKey,
    /// Its key holds characters that no key holds.
    #[error("its key holds what no key holds")]
    BadKey,
    /// It needs a region and has none.
    #[error("its region is not set")]
    NoRegion,
    /// Not the name of one of its voices.
    #[error("{0} is not the name of a voice")]
    BadVoice(String),
    /// Not the address of a service.
    #[error("{0} is no address of a service")]
    BadAddress(String),
    /// Text and key would go to this address without encryption.
    #[error("{0} is not encrypted")]
    NotEncrypted(String),
    /// It cannot send sound in this format.
    #[error("the format {0} is unknown")]
    BadFormat(String),
    /// The service moved to another address.
    #[error("the service moved to another address")]
    Moved,
    /// The program that speaks cannot be started.
    #[error("{program} cannot be started: {kind}")]
    NotStarted {
        /// The program.
        program: String,
        /// The system's reason.
        kind: io::ErrorKind,
    },
    /// Anything else, in the words of the library that found it.
    #[error("{0}")]
    Other(String),
}

/// Why an utterance did not become sound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpeechFault {
    /// There is nothing to say, or its words are out of order.
    #[error("no text that can be said")]
    NoText,
    /// A service sent no sound, or none of this text.
    #[error("{service} sent no usable sound: {fault}")]
    NotSound {
        /// The service's name in the settings.
        service: String,
        /// What is wrong with its answer.
        fault: SoundFault,
    },
    /// A service answered with an error for this text.
    #[error(transparent)]
    Answered(Refusal),
    /// The program itself failed: a panic on the synthesis thread.
    #[error("the program failed")]
    Panicked,
    /// The system gave no thread, device or memory for it.
    #[error("the system failed: {0}")]
    System(io::ErrorKind),
    /// Anything else, in the words of the library that failed.
    #[error("{0}")]
    Other(String),
}

/// What is wrong with what should have been sound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SoundFault {
    /// The answer was empty.
    #[error("the answer is empty")]
    Empty,
    /// The answer is no sound; its media type where that is known.
    #[error("it is not sound ({0})")]
    NotAudio(String),
    /// It cannot be decoded; the text is the decoder's.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is longer than any utterance.
    #[error("it does not end")]
    Endless,
    /// It is silent.
    #[error("it is silence")]
    Silence,
    /// Too short for the text.
    #[error("{millis} ms are too short for the text")]
    TooShort {
        /// Its length, in milliseconds.
        millis: u64,
    },
    /// A sample rate that no sound has.
    #[error("its sample rate is {0} Hz")]
    SampleRate(u32),
    /// Its word times are out of order.
    #[error("its times are out of order")]
    Times,
    /// The program that speaks ended with an error.
    #[error("{0} failed")]
    ProgramFailed(String),
}

/// Why a service gives nothing now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceFault {
    /// It cannot be reached.
    #[error("{service} cannot be reached: {fault}")]
    Unreachable {
        /// The service's name in the settings.
        service: String,
        /// The reason.
        fault: NetworkFault,
    },
    /// It sent nothing for so long.
    #[error("{service} sent nothing for {secs} s")]
    Silent {
        /// The service's name in the settings.
        service: String,
        /// How long nothing came, in seconds.
        secs: u64,
    },
    /// It stopped in the middle.
    #[error("{service} broke off: {fault}")]
    BrokeOff {
        /// The service's name in the settings.
        service: String,
        /// The reason.
        fault: NetworkFault,
    },
    /// It answered with an error that may pass.
    #[error(transparent)]
    Answered(Refusal),
    /// It was cancelled: see [`Cancel`](crate::speech::Cancel).
    #[error("nobody waits for {0} any more")]
    Cancelled(String),
    /// Anything else, in the words of the library that found it.
    #[error("{0}")]
    Other(String),
}

/// A server that answered with an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{service} answered {status}: {said}")]
pub struct Refusal {
    /// The service's name in the settings.
    pub service: String,
    /// The HTTP status.
    pub status: u16,
    /// What the server said, shortened and without keys; may be empty.
    pub said: String,
}

/// Why a connection to a server failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// The name does not resolve.
    #[error("unknown host")]
    UnknownHost,
    /// The server refuses connections on this port.
    #[error("connection refused")]
    Refused,
    /// The network is not reachable from this machine.
    #[error("no network")]
    NoNetwork,
    /// The connection ended too early.
    #[error("connection closed")]
    Closed,
    /// The time limit passed.
    #[error("timed out")]
    TimedOut,
    /// TLS failed: a bad certificate, or no TLS at all.
    #[error("no secure connection")]
    NotSecure,
    /// What came cannot be unpacked: it is not compressed as the server says.
    #[error("bad compression")]
    Garbled,
    /// Anything else, in the words of the library that failed.
    #[error("{0}")]
    Other(String),
}

impl NetworkFault {
    /// The cause of `error`, an error of a network library.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        let mut causes = vec![error];
        while let Some(next) = causes.last().copied().and_then(Error::source) {
            causes.push(next);
        }
        // Libraries tell these by their words only.
        let says = |words: &[&str]| {
            causes.iter().any(|cause| {
                let said = cause.to_string().to_ascii_lowercase();
                words.iter().any(|word| said.contains(word))
            })
        };
        let kind = causes.iter().rev().find_map(|cause| {
            let kind = cause.downcast_ref::<io::Error>()?.kind();
            Self::of_kind(kind)
        });
        if says(&["dns error", "failed to lookup address"]) {
            Self::UnknownHost
        } else if says(&["certificate", "tls", "corrupt message"]) {
            Self::NotSecure
        } else if says(&["gzip", "brotli", "deflate"]) {
            Self::Garbled
        } else if let Some(fault) = kind {
            fault
        } else if says(&["timed out"]) {
            Self::TimedOut
        } else if says(&[
            "closed",
            "incompletemessage",
            "incomplete message",
            "end of file",
            "unexpected eof",
        ]) {
            Self::Closed
        } else {
            // The innermost cause is the system's own word; the outer ones repeat the address.
            Self::Other(causes.last().map_or_else(String::new, ToString::to_string))
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are not of a network")]
    fn of_kind(kind: io::ErrorKind) -> Option<Self> {
        match kind {
            io::ErrorKind::ConnectionRefused => Some(Self::Refused),
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable => Some(Self::NoNetwork),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Some(Self::Closed),
            io::ErrorKind::TimedOut => Some(Self::TimedOut),
            _ => None,
        }
    }
}

/// Words of a library, or of a test, are kept as they are.
macro_rules! from_words {
    ($($fault:ty),*) => {$(
        impl From<String> for $fault {
            fn from(words: String) -> Self {
                Self::Other(words)
            }
        }

        impl From<&str> for $fault {
            fn from(words: &str) -> Self {
                Self::Other(words.to_owned())
            }
        }
    )*};
}

from_words!(SetupFault, Damage, SettingFault, SpeechFault, ServiceFault, NetworkFault);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{words}")]
    struct Outer {
        words: &'static str,
        #[source]
        inner: io::Error,
    }

    #[test]
    fn the_innermost_cause_that_a_network_has_decides() {
        let of = |words, inner: io::Error| NetworkFault::of(&Outer { words, inner });
        assert_eq!(
            of("client error (Connect)", io::ErrorKind::ConnectionRefused.into()),
            NetworkFault::Refused
        );
        assert_eq!(of("dns error", io::Error::other("Name or service not known")), NetworkFault::UnknownHost);
        let certificate = io::Error::new(io::ErrorKind::InvalidData, "invalid peer certificate: Expired");
        assert_eq!(of("client error (Connect)", certificate), NetworkFault::NotSecure);
        assert_eq!(of("error", io::ErrorKind::UnexpectedEof.into()), NetworkFault::Closed);
        assert_eq!(of("error", io::ErrorKind::NetworkUnreachable.into()), NetworkFault::NoNetwork);
        assert_eq!(of("odd", io::Error::other("odd inside")), NetworkFault::Other("odd inside".to_owned()));
    }
}
