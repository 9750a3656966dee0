//! What went wrong, and what to do about it: every error of the program in the listener's words.

use std::io;

use tingxinwen::{
    app::SaveError,
    article::{DocumentFault, Lock, OpenError},
    engine::SoundCacheError,
    export::{EncodeError, ExportError, Kind, SubtitleFormat, TrackError},
    player::Notice,
    remote::{MOST_MIB, RemoteError, RemoteFault},
    speech::{NetworkFault, VoiceError},
    text::{EntryError, LineError},
};
use tingxinwen_feeds::FeedProblem;
use tingxinwen_library::LibraryError;
use tingxinwen_voices::install::InstallError;

use super::Words;
use crate::{failure::Failure, terminal::ReadError};

impl Words {
    /// What a command of the command line failed by: the first cause that is an error of the program.
    pub fn failure(&self, error: &anyhow::Error) -> String {
        let known = error.chain().find_map(|cause| self.known(cause));
        known.unwrap_or_else(|| self.failed_otherwise(format!("{error:#}")))
    }

    fn known(&self, error: &(dyn std::error::Error + 'static)) -> Option<String> {
        if let Some(failure) = error.downcast_ref::<Failure>() {
            Some(self.command_failure(failure))
        } else if let Some(error) = error.downcast_ref::<OpenError>() {
            Some(self.open_error(error))
        } else if let Some(error) = error.downcast_ref::<VoiceError>() {
            Some(self.voice_error(error))
        } else if let Some(error) = error.downcast_ref::<TrackError>() {
            Some(self.not_kept(error))
        } else if let Some(error) = error.downcast_ref::<ExportError>() {
            Some(self.export_error(error))
        } else if let Some(error) = error.downcast_ref::<InstallError>() {
            Some(self.install_error(error))
        } else if let Some(error) = error.downcast_ref::<EntryError>() {
            Some(self.entry_error(error))
        } else if let Some(error) = error.downcast_ref::<ReadError>() {
            Some(self.read_error(error))
        } else if let Some(error) = error.downcast_ref::<RemoteError>() {
            Some(self.remote_error(error))
        } else if let Some(error) = error.downcast_ref::<LibraryError>() {
            Some(self.library_error(error))
        } else {
            error.downcast_ref::<io::Error>().map(|error| self.failed_by(error))
        }
    }

    fn failed_by(&self, error: &io::Error) -> String {
        self.failed_because(self.io(error.kind()))
    }

    fn command_failure(&self, failure: &Failure) -> String {
        match failure {
            Failure::NothingGiven => self.nothing_given(),
            Failure::NoWindow(said) => self.no_window(said),
            Failure::NoDataFolder => self.no_data_folder(),
            Failure::NoSettingsFolder => self.no_settings_folder(),
            Failure::Read { path, kind } => self.cannot_read(path.display().to_string(), self.io(*kind)),
            // What is not found where something is to be written is its folder.
            Failure::Write { path, kind: io::ErrorKind::NotFound } => {
                self.cannot_write(path.display().to_string(), self.cause_no_folder())
            }
            Failure::Write { path, kind } => self.cannot_write(path.display().to_string(), self.io(*kind)),
            Failure::UnknownSound(path) => {
                self.unknown_sound(path.display().to_string(), endings(Kind::all().map(Kind::ending)))
            }
            Failure::UnknownSubtitles(path) => {
                let known = endings(SubtitleFormat::ALL.into_iter().map(SubtitleFormat::ending));
                self.unknown_subtitles(path.display().to_string(), known)
            }
            Failure::NoPicture(path) => self.no_picture(path.display().to_string()),
            Failure::BookAsEpisode => self.book_as_episode(),
            Failure::UnknownTemplate(template) => self.unknown_template(template),
            Failure::UnknownVoice(voice) => self.voice_unknown(voice),
            Failure::NoVoiceForLanguage => self.no_voice_for_language(),
            Failure::UnknownService { name, known } => self.unknown_service(name, known.join(", ")),
            Failure::UnlistedVoices(service) => self.unlisted_voices(service),
            Failure::UnknownArticle(article) => self.unknown_article(article),
            Failure::NotOurAddress(address) => self.not_our_address(address),
            Failure::NotOurButton => self.not_our_button(),
            Failure::NoBrowserFolder => self.no_browser_folder(),
            Failure::UnknownFeed(name) => self.unknown_feed(name),
            Failure::SeveralFeeds(name) => self.several_feeds(name),
            Failure::Feed {
                problem: problem @ (FeedProblem::Unreachable { .. } | FeedProblem::TimedOut { .. }),
                ..
            } => self.feed_problem(problem),
            Failure::Feed { address, problem } => self.feed_not_read(address, self.feed_problem(problem)),
            Failure::NotOpml(path) => self.not_opml(path.display().to_string()),
            Failure::NothingCopied => self.nothing_copied(),
            Failure::NothingNew => self.nothing_new(),
            Failure::UnknownWord(word) => self.unknown_word(word),
            Failure::PassedOver { path, lines } => {
                let lines: Vec<String> = lines.iter().map(|line| self.line_error(line)).collect();
                self.passed_over(path.display().to_string(), lines.join("\n"))
            }
        }
    }

    fn read_error(&self, error: &ReadError) -> String {
        match error {
            ReadError::Notice(notice) => self.notice(notice),
            ReadError::Terminal(error) => self.terminal_failed(self.io(error.kind())),
        }
    }

    fn remote_error(&self, error: &RemoteError) -> String {
        match error {
            RemoteError::NotRunning => self.remote_not_running(),
            RemoteError::NoAnswer => self.remote_no_answer(),
            RemoteError::BadAnswer => self.remote_bad_answer(),
            RemoteError::Connection(kind) => self.remote_no_connection(self.io(*kind)),
            RemoteError::Refused(RemoteFault::NothingOpen) => self.remote_nothing_open(),
            RemoteError::Refused(RemoteFault::NoQueue) => self.remote_no_queue(),
            RemoteError::Refused(RemoteFault::TooLong) => self.remote_too_long(MOST_MIB as u64),
            RemoteError::Refused(RemoteFault::Unreadable) => self.remote_unreadable(),
        }
    }

    /// Why the library did not do what was asked.
    pub fn library_error(&self, error: &LibraryError) -> String {
        match error {
            LibraryError::File(kind) => self.library_file(self.io(*kind)),
            LibraryError::NotALibrary(_) => self.library_damaged(),
            LibraryError::Newer { .. } => self.library_newer(),
            LibraryError::Busy => self.library_busy(),
            LibraryError::Refused(said) => self.library_refused(said),
            LibraryError::Closed => self.library_closed(),
        }
    }

    /// Why nothing was exported.
    pub(crate) fn export_error(&self, error: &ExportError) -> String {
        match error {
            ExportError::Encode(EncodeError::Write(error)) => self.sound_not_written(self.io(error.kind())),
            ExportError::Encode(EncodeError::TooLong) => self.sound_too_long(),
            ExportError::Encode(EncodeError::NotInBuild(format)) => {
                self.format_not_in_build(format.ending().to_uppercase())
            }
            ExportError::Encode(EncodeError::Refused(said)) => self.sound_not_written(self.cause_said(said)),
            ExportError::Track(error) => self.not_kept(error),
            ExportError::Silent => self.nothing_is_read(),
            ExportError::InTheWay(path) => self.in_the_way(path.display().to_string()),
            ExportError::NoFile(path) => self.no_file(path.display().to_string()),
            ExportError::File { path, kind } => self.cannot_write(path.display().to_string(), self.io(*kind)),
            ExportError::NoRoom { needed, free } => {
                self.no_room_to_export(needed.div_ceil(1_000_000), free / 1_000_000)
            }
        }
    }

    /// Why the settings were not saved.
    pub fn save_error(&self, error: &SaveError) -> String {
        match error {
            SaveError::NoFolder => self.no_settings_folder(),
            SaveError::File(kind) => self.not_saved(self.io(*kind)),
        }
    }

    /// What the player has to tell.
    pub fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::NotOpened(error) => self.open_error(error),
            Notice::NoVoice(error) => self.voice_error(error),
            Notice::OtherVoice { failed, error, speaks } => {
                self.voice_replaced(&failed.0, &speaks.0, self.voice_error(error))
            }
            Notice::Skipped(error) => self.sentence_skipped(self.voice_error(error)),
            Notice::OfArticle(notice) => self.article_notice(*notice),
        }
    }

    /// Why there is no article, and what to do.
    pub fn open_error(&self, error: &OpenError) -> String {
        match error {
            OpenError::BadAddress(address) => self.open_bad_address(address),
            OpenError::Unreachable { host, reason: NetworkFault::Garbled } => self.open_garbled(host),
            OpenError::Unreachable { host, reason } => self.open_unreachable(host, self.network(reason)),
            OpenError::TimedOut { host } => self.open_timed_out(host),
            OpenError::Status { host, status: 404 } => self.open_not_found(host),
            OpenError::Status { host, status } => self.open_status(host, *status),
            OpenError::TooManyRedirects { host } => self.open_redirects(host),
            OpenError::TooLarge { limit_mib } => self.open_too_large(*limit_mib),
            OpenError::NotText { kind } if kind.starts_with("audio/") || kind.starts_with("video/") => {
                self.open_recording()
            }
            OpenError::NotText { kind } => self.open_not_text(kind),
            OpenError::Empty => self.open_empty(),
            OpenError::NoArticle => self.open_no_article(),
            OpenError::Paywalled => self.open_paywalled(),
            OpenError::NeedsScript => self.open_needs_script(),
            OpenError::Document(fault) => self.document_fault(*fault),
            OpenError::Internal => self.open_internal(),
            OpenError::File { path, kind } => self.open_file_error(path, self.io(*kind)),
        }
    }

    /// Why a book or document cannot be read, and what to do.
    fn document_fault(&self, fault: DocumentFault) -> String {
        match fault {
            DocumentFault::Protected(Lock::Office) => self.document_locked_by_office(),
            DocumentFault::Protected(Lock::Other) => self.document_protected(),
            DocumentFault::Protected(Lock::Adobe) => self.document_protected_by("Adobe Digital Editions"),
            DocumentFault::Protected(Lock::Apple) => self.document_protected_by("Apple Books"),
            DocumentFault::Protected(Lock::Lcp) => self.document_protected_by("Readium LCP"),
            DocumentFault::Protected(Lock::Kindle) => self.document_protected_by("Kindle"),
            DocumentFault::NeedsPassword => self.document_needs_password(),
            DocumentFault::WrongPassword => self.document_wrong_password(),
            DocumentFault::Scanned => self.document_scanned(),
            DocumentFault::NoTextMap => self.document_no_text_map(),
            DocumentFault::Unpacks { limit_mib } => self.document_unpacks(limit_mib),
            DocumentFault::Damaged => self.document_damaged(),
            DocumentFault::TooSlow { secs } => self.document_too_slow(secs),
        }
    }

    /// Why an article is not ready to be heard without the network.
    pub fn not_kept(&self, error: &TrackError) -> String {
        match error {
            TrackError::Voice(error) => self.voice_error(error),
            TrackError::NoRoom => self.offline_no_room(),
            TrackError::Stopped => self.offline_stopped(),
            TrackError::SoundCache(SoundCacheError::Disk { path, source }) => {
                self.offline_disk(path.display().to_string(), self.io(source.kind()))
            }
            TrackError::SoundCache(SoundCacheError::Codec(said)) => self.offline_codec(said),
            TrackError::SoundCache(SoundCacheError::Full { limit }) => self.offline_full(*limit / 1_000_000),
        }
    }

    /// What is wrong with a line of the lexicon's file.
    pub fn line_error(&self, error: &LineError) -> String {
        self.lexicon_line(error.line, self.entry_error(&error.error))
    }

    /// What is wrong with a reading that the listener gives to a word.
    pub fn entry_error(&self, error: &EntryError) -> String {
        match error {
            EntryError::NoWord => self.lexicon_no_word(),
            EntryError::NoReading(word) => self.lexicon_no_reading(word),
            EntryError::Reading(error) => self.lexicon_bad_syllable(&error.0),
            EntryError::Count { letters, syllables } => self.lexicon_count(*letters, *syllables),
            EntryError::NothingSaid(text) => self.lexicon_nothing_said(text),
            EntryError::TooMixed(text) => self.lexicon_too_mixed(text),
            EntryError::NotText => self.lexicon_not_text(),
        }
    }

    /// Why a connection failed, to stand within a sentence.
    pub fn network(&self, fault: &NetworkFault) -> String {
        match fault {
            NetworkFault::UnknownHost => self.cause_unknown_host(),
            NetworkFault::Refused => self.cause_connection_refused(),
            NetworkFault::NoNetwork => self.cause_no_network(),
            NetworkFault::Closed => self.cause_connection_closed(),
            NetworkFault::TimedOut => self.cause_timed_out(),
            NetworkFault::NotSecure => self.cause_not_secure(),
            NetworkFault::Garbled => self.cause_garbled(),
            NetworkFault::Other(said) => self.cause_said(said),
        }
    }

    /// Why the system did not do something, to stand within a sentence.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the system's list is open")]
    pub fn io(&self, kind: io::ErrorKind) -> String {
        match kind {
            io::ErrorKind::NotFound => self.cause_not_found(),
            io::ErrorKind::PermissionDenied => self.cause_no_permission(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => self.cause_disk_full(),
            io::ErrorKind::ReadOnlyFilesystem => self.cause_read_only(),
            io::ErrorKind::IsADirectory => self.cause_is_folder(),
            io::ErrorKind::NotADirectory => self.cause_not_folder(),
            io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => self.cause_exists(),
            io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy | io::ErrorKind::AddrInUse => {
                self.cause_in_use()
            }
            io::ErrorKind::FileTooLarge => self.cause_file_too_large(),
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => self.cause_bad_data(),
            io::ErrorKind::OutOfMemory => self.cause_no_memory(),
            io::ErrorKind::Unsupported => self.cause_unsupported(),
            io::ErrorKind::Interrupted => self.cause_interrupted(),
            io::ErrorKind::ConnectionRefused => self.cause_connection_refused(),
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable => self.cause_no_network(),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
            | io::ErrorKind::BrokenPipe => self.cause_connection_closed(),
            io::ErrorKind::TimedOut => self.cause_timed_out(),
            _ => self.cause_system(),
        }
    }
}

/// Endings of files as a list: `.mp3/.wav`.
fn endings<'a>(known: impl Iterator<Item = &'a str>) -> String {
    known.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join("/")
}
