//! Why files could not be had, in words that say what to do.

use std::{io, path::PathBuf, time::Duration};

use tingxinwen_core::speech::VoiceId;

use crate::catalog::CatalogError;

/// Why an installation failed. What was there before is still there; what came is gone on from.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// There is no such voice.
    #[error("there is no voice called {}; `tingxinwen voices` lists them", .0.0)]
    Unknown(VoiceId),
    /// The catalogue is damaged.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// No source gave a file.
    #[error("{}", no_source(.file, .path, *.bytes, .sha256, .tried))]
    NoSource {
        /// The file, relative to the data folder.
        file: String,
        /// Where it would have been kept.
        path: PathBuf,
        /// Its length.
        bytes: u64,
        /// Its checksum.
        sha256: String,
        /// Every source with why it gave nothing, in the order tried.
        tried: Vec<(String, FetchError)>,
    },
    /// A file of ours could not be read or written.
    #[error("{}: {source}{}", .path.display(), advice(.source))]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The thread that did it panicked.
    #[error("the installation stopped by a fault of the program")]
    Stopped,
}

/// Why one source gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The package client is not installed.
    #[error("not installed here (`apt-get install {package}` would)")]
    NoClient {
        /// The Debian package that holds it.
        package: &'static str,
    },
    /// The package client failed.
    #[error("failed: {said}")]
    Client {
        /// The end of what it said.
        said: String,
    },
    /// The package client did not come to an end.
    #[error("stopped after {} s", .0.as_secs())]
    TimeOut(Duration),
    /// The server refused.
    #[error("the server answered {0}")]
    Status(u16),
    /// No connection, or it was cut.
    #[error("{0}")]
    Network(String),
    /// More bytes came than the file has.
    #[error("gave a longer file than expected")]
    TooLong,
    /// What came is not the file.
    #[error("gave another file than expected (wrong checksum)")]
    Checksum,
    /// The archive cannot be read.
    #[error("the archive cannot be read: {0}")]
    Archive(String),
    /// A copy of the file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// The archive has not the file.
    #[error("the archive has no {0}")]
    NoMember(String),
    /// A file of ours could not be read or written.
    #[error("{}: {source}{}", .path.display(), advice(.source))]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl FetchError {
    pub(super) fn file(path: &std::path::Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// What can be done about `error`.
fn advice(error: &io::Error) -> &'static str {
    #[allow(clippy::wildcard_enum_match_arm)]
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ". The disk is full: the voices need 450 MB. Make room, or set TINGXINWEN_DATA to a folder elsewhere"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ". Set TINGXINWEN_DATA to a folder that can be written to"
        }
        _ => "",
    }
}

fn no_source(
    file: &str,
    path: &std::path::Path,
    bytes: u64,
    sha256: &str,
    tried: &[(String, FetchError)],
) -> String {
    let mut text = format!("{file} ({:.1} MB) could not be fetched.", bytes as f64 / 1e6);
    for (source, why) in tried {
        text.push_str(&format!("\n  {source}: {why}"));
    }
    text.push_str(&format!(
        "\nCheck the network and run the command again: it goes on where it stopped. Or put the file at {} (SHA-256 {sha256}).",
        path.display()
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_closed_folder_are_told_with_what_to_do() {
        let text = |kind: io::ErrorKind| {
            let source = io::Error::from(kind);
            InstallError::File { path: PathBuf::from("/data/x"), source }.to_string()
        };
        let full = text(io::ErrorKind::StorageFull);
        assert!(
            full.contains("/data/x") && full.contains("450 MB") && full.contains("TINGXINWEN_DATA"),
            "{full}"
        );
        assert!(text(io::ErrorKind::PermissionDenied).contains("TINGXINWEN_DATA"));
    }
}
