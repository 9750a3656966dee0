//! Why voices could not be installed, and what to do about it.

use std::{io, path::Path};

use tingxinwen_voices::install::{FetchError, InstallError};

use super::Words;

impl Words {
    /// Why an installation failed.
    pub fn install_error(&self, error: &InstallError) -> String {
        match error {
            InstallError::Unknown(voice) => self.voice_unknown(&voice.0),
            InstallError::Catalog(error) => self.install_catalog(error.to_string()),
            InstallError::NoSource { file, path, bytes, sha256, tried } => {
                let megabytes = format!("{:.1}", *bytes as f64 / 1e6);
                let line = |(source, why): &(String, FetchError)| {
                    self.install_source_failed(source, self.source_error(why))
                };
                let tried: Vec<String> = tried.iter().map(line).collect();
                self.install_no_source(file, megabytes, tried.join("\n"), path.display().to_string(), sha256)
            }
            InstallError::File { path, source } => self.file_of_ours(path, source),
            InstallError::Stopped => self.install_stopped(),
        }
    }

    /// Why one source gave no file.
    pub fn source_error(&self, error: &FetchError) -> String {
        match error {
            FetchError::NoClient { package } => self.source_no_client(package),
            FetchError::Client { said } => self.source_client_failed(said),
            FetchError::TimeOut(after) => self.source_timed_out(after.as_secs()),
            FetchError::Status(status) => self.source_status(*status),
            FetchError::Network(said) => self.cause_said(said),
            FetchError::TooLong => self.source_too_long(),
            FetchError::Checksum => self.source_checksum(),
            FetchError::Archive(said) => self.source_archive(said),
            FetchError::Unreadable(kind) => self.io(*kind),
            FetchError::NoMember(name) => self.source_no_member(name),
            FetchError::File { path, source } => self.file_of_ours(path, source),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "for all other kinds there is no advice")]
    fn file_of_ours(&self, path: &Path, error: &io::Error) -> String {
        let path = path.display().to_string();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => self.install_disk_full(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                self.install_no_permission(path)
            }
            kind => self.install_file(path, self.io(kind)),
        }
    }
}
