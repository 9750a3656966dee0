//! Every error of the program in every language.

use std::{io, path::PathBuf, time::Duration};

use tingxinwen::{
    app::SaveError,
    article::{self, DocumentFault, Lock, OpenError},
    engine::SoundCacheError,
    export::{EncodeError, ExportError, SoundFormat, TrackError},
    player::Notice,
    speech::{
        Damage, NetworkFault, Refusal, ServiceFault, SettingFault, SetupFault, SoundFault, SpeechFault,
        VoiceError, VoiceId,
    },
    text::{EntryError, LineError, ReadingError},
};
use tingxinwen_feeds::FeedProblem;
use tingxinwen_library::LibraryError;
use tingxinwen_voices::install::{self, InstallError};

use super::{Words, has_english};
use crate::{failure::Failure, locale::Locale, terminal::ReadError};

/// What a server or a library may have said.
const SAID: &str = "no such thing found here";

fn said() -> String {
    SAID.to_owned()
}

fn path() -> PathBuf {
    "/some where/in the house.txt".into()
}

/// Gives the list of samples, which has each variant once at least: a variant without one does not compile.
macro_rules! samples {
    ($error:ty: $($pattern:pat => $sample:expr),+ $(,)?) => {{
        let samples: Vec<$error> = vec![$($sample),+];
        let check = |error: &$error| match error { $($pattern => ()),+ };
        samples.iter().for_each(check);
        samples
    }};
}

fn networks() -> Vec<NetworkFault> {
    samples!(NetworkFault:
        NetworkFault::UnknownHost => NetworkFault::UnknownHost,
        NetworkFault::Refused => NetworkFault::Refused,
        NetworkFault::NoNetwork => NetworkFault::NoNetwork,
        NetworkFault::Closed => NetworkFault::Closed,
        NetworkFault::TimedOut => NetworkFault::TimedOut,
        NetworkFault::NotSecure => NetworkFault::NotSecure,
        NetworkFault::Garbled => NetworkFault::Garbled,
        NetworkFault::Other(_) => NetworkFault::Other(said()),
    )
}

fn kinds() -> Vec<io::ErrorKind> {
    use io::ErrorKind as Kind;
    vec![
        Kind::NotFound,
        Kind::PermissionDenied,
        Kind::StorageFull,
        Kind::ReadOnlyFilesystem,
        Kind::IsADirectory,
        Kind::NotADirectory,
        Kind::AlreadyExists,
        Kind::ResourceBusy,
        Kind::FileTooLarge,
        Kind::InvalidData,
        Kind::OutOfMemory,
        Kind::Unsupported,
        Kind::Interrupted,
        Kind::ConnectionRefused,
        Kind::NetworkUnreachable,
        Kind::ConnectionReset,
        Kind::TimedOut,
        Kind::Other,
    ]
}

fn opens() -> Vec<OpenError> {
    let host = || "news.test".to_owned();
    let mut all = samples!(OpenError:
        OpenError::BadAddress(_) => OpenError::BadAddress(said()),
        OpenError::Unreachable { .. } => OpenError::Unreachable { host: host(), reason: NetworkFault::Refused },
        OpenError::TimedOut { .. } => OpenError::TimedOut { host: host() },
        OpenError::Status { .. } => OpenError::Status { host: host(), status: 404 },
        OpenError::TooManyRedirects { .. } => OpenError::TooManyRedirects { host: host() },
        OpenError::TooLarge { .. } => OpenError::TooLarge { limit_mib: 16 },
        OpenError::NotText { .. } => OpenError::NotText { kind: "application/pdf".to_owned() },
        OpenError::Empty => OpenError::Empty,
        OpenError::NoArticle => OpenError::NoArticle,
        OpenError::Paywalled => OpenError::Paywalled,
        OpenError::NeedsScript => OpenError::NeedsScript,
        OpenError::Document(_) => OpenError::Document(DocumentFault::Protected(Lock::Other)),
        OpenError::Internal => OpenError::Internal,
        OpenError::File { .. } => OpenError::File { path: path().display().to_string(), kind: io::ErrorKind::NotFound },
    );
    all.push(OpenError::Status { host: host(), status: 5_000 });
    all.extend(networks().into_iter().map(|reason| OpenError::Unreachable { host: host(), reason }));
    let faults = samples!(DocumentFault:
        DocumentFault::Protected(_) => DocumentFault::Protected(Lock::Office),
        DocumentFault::NeedsPassword => DocumentFault::NeedsPassword,
        DocumentFault::WrongPassword => DocumentFault::WrongPassword,
        DocumentFault::Scanned => DocumentFault::Scanned,
        DocumentFault::NoTextMap => DocumentFault::NoTextMap,
        DocumentFault::Unpacks { .. } => DocumentFault::Unpacks { limit_mib: 256 },
        DocumentFault::Damaged => DocumentFault::Damaged,
        DocumentFault::TooSlow { .. } => DocumentFault::TooSlow { secs: 60 },
    );
    all.extend(faults.into_iter().map(OpenError::Document));
    let file = |kind| OpenError::File { path: path().display().to_string(), kind };
    all.extend(kinds().into_iter().map(file));
    all
}

fn voices() -> Vec<VoiceError> {
    let service = || "box".to_owned();
    let refusals = [String::new(), said()].map(|said| Refusal { service: service(), status: 1_401, said });
    let damages = samples!(Damage:
        Damage::Unreadable { .. } => Damage::Unreadable { path: path(), kind: io::ErrorKind::NotFound },
        Damage::Altered(_) => Damage::Altered(path()),
        Damage::Other(_) => Damage::Other(said()),
    );
    let settings = samples!(SettingFault:
        SettingFault::NoKey => SettingFault::NoKey,
        SettingFault::BadKey => SettingFault::BadKey,
        SettingFault::NoRegion => SettingFault::NoRegion,
        SettingFault::BadVoice(_) => SettingFault::BadVoice(said()),
        SettingFault::BadAddress(_) => SettingFault::BadAddress(said()),
        SettingFault::NotEncrypted(_) => SettingFault::NotEncrypted("http://box.test".to_owned()),
        SettingFault::BadFormat(_) => SettingFault::BadFormat(said()),
        SettingFault::Moved => SettingFault::Moved,
        SettingFault::NotStarted { .. } => SettingFault::NotStarted { program: said(), kind: io::ErrorKind::NotFound },
        SettingFault::Other(_) => SettingFault::Other(said()),
    );
    let sounds = samples!(SoundFault:
        SoundFault::Empty => SoundFault::Empty,
        SoundFault::NotAudio(_) => SoundFault::NotAudio("text/html".to_owned()),
        SoundFault::Unreadable(_) => SoundFault::Unreadable(said()),
        SoundFault::Endless => SoundFault::Endless,
        SoundFault::Silence => SoundFault::Silence,
        SoundFault::TooShort { .. } => SoundFault::TooShort { millis: 300 },
        SoundFault::SampleRate(_) => SoundFault::SampleRate(1_234),
        SoundFault::Times => SoundFault::Times,
        SoundFault::ProgramFailed(_) => SoundFault::ProgramFailed(said()),
    );
    let mut setups = samples!(SetupFault:
        SetupFault::UnknownVoice(_) => SetupFault::UnknownVoice(said()),
        SetupFault::NotFetched(_) => SetupFault::NotFetched("zf_xiaoxiao".to_owned()),
        SetupFault::Damaged { .. } => SetupFault::Damaged { voice: service(), damage: Damage::Altered(path()) },
        SetupFault::Setting { .. } => SetupFault::Setting { service: service(), fault: SettingFault::NoKey },
        SetupFault::Other(_) => SetupFault::Other(said()),
    );
    setups.extend(damages.into_iter().map(|damage| SetupFault::Damaged { voice: service(), damage }));
    setups.extend(settings.into_iter().map(|fault| SetupFault::Setting { service: service(), fault }));
    let mut speeches = samples!(SpeechFault:
        SpeechFault::NoText => SpeechFault::NoText,
        SpeechFault::NotSound { .. } => SpeechFault::NotSound { service: service(), fault: SoundFault::Empty },
        SpeechFault::Answered(_) => SpeechFault::Answered(refusals[0].clone()),
        SpeechFault::Panicked => SpeechFault::Panicked,
        SpeechFault::System(_) => SpeechFault::System(io::ErrorKind::OutOfMemory),
        SpeechFault::Other(_) => SpeechFault::Other(said()),
    );
    speeches.push(SpeechFault::Answered(refusals[1].clone()));
    speeches.extend(sounds.into_iter().map(|fault| SpeechFault::NotSound { service: service(), fault }));
    let mut services = samples!(ServiceFault:
        ServiceFault::Unreachable { .. } => ServiceFault::Unreachable { service: service(), fault: NetworkFault::Refused },
        ServiceFault::Silent { .. } => ServiceFault::Silent { service: service(), secs: 20 },
        ServiceFault::BrokeOff { .. } => ServiceFault::BrokeOff { service: service(), fault: NetworkFault::Closed },
        ServiceFault::Answered(_) => ServiceFault::Answered(refusals[0].clone()),
        ServiceFault::Cancelled(_) => ServiceFault::Cancelled(service()),
        ServiceFault::Other(_) => ServiceFault::Other(said()),
    );
    services.push(ServiceFault::Answered(refusals[1].clone()));
    services
        .extend(networks().into_iter().map(|fault| ServiceFault::Unreachable { service: service(), fault }));
    let unavailable = |reason| VoiceError::Unavailable { reason, again_secs: None };
    let all = samples!(VoiceError:
        VoiceError::NotInstalled(_) => VoiceError::NotInstalled(said().into()),
        VoiceError::Failed(_) => VoiceError::Failed(said().into()),
        VoiceError::Unavailable { .. } => unavailable(said().into()),
        VoiceError::Refused(_) => VoiceError::Refused(refusals[0].clone()),
    );
    all.into_iter()
        .chain(setups.into_iter().map(VoiceError::NotInstalled))
        .chain(speeches.into_iter().map(VoiceError::Failed))
        .chain(services.into_iter().map(unavailable))
        .chain(refusals.map(VoiceError::Refused))
        .collect()
}

fn notices() -> Vec<Notice> {
    let (failed, speaks) = (VoiceId("box:x".to_owned()), VoiceId("zf_xiaoxiao".to_owned()));
    let other = |error| Notice::OtherVoice { failed: failed.clone(), error, speaks: speaks.clone() };
    let of_article = samples!(article::Notice:
        article::Notice::OnlyTheBeginning => article::Notice::OnlyTheBeginning,
        article::Notice::PartsMissing => article::Notice::PartsMissing,
        article::Notice::EndLeftOut => article::Notice::EndLeftOut,
        article::Notice::RecordingsMissing => article::Notice::RecordingsMissing,
    );
    let each = samples!(Notice:
        Notice::NotOpened(_) => Notice::NotOpened(OpenError::Empty),
        Notice::NoVoice(_) => Notice::NoVoice(VoiceError::Failed(SpeechFault::NoText)),
        Notice::OtherVoice { .. } => other(VoiceError::Failed(SpeechFault::NoText)),
        Notice::Skipped(_) => Notice::Skipped(VoiceError::Failed(SpeechFault::NoText)),
        Notice::OfArticle(_) => Notice::OfArticle(article::Notice::PartsMissing),
    );
    each.into_iter()
        .chain(opens().into_iter().map(Notice::NotOpened))
        .chain(voices().into_iter().map(other))
        .chain(voices().into_iter().map(Notice::Skipped))
        .chain(of_article.into_iter().map(Notice::OfArticle))
        .collect()
}

fn entries() -> Vec<EntryError> {
    samples!(EntryError:
        EntryError::NoWord => EntryError::NoWord,
        EntryError::NoReading(_) => EntryError::NoReading(said()),
        EntryError::Reading(_) => EntryError::Reading(ReadingError(said())),
        EntryError::Count { .. } => EntryError::Count { letters: 2, syllables: 1 },
        EntryError::NothingSaid(_) => EntryError::NothingSaid(said()),
        EntryError::TooMixed(_) => EntryError::TooMixed(said()),
        EntryError::NotText => EntryError::NotText,
    )
}

fn file_error() -> io::Error {
    io::ErrorKind::StorageFull.into()
}

fn installs() -> Vec<InstallError> {
    use install::FetchError as Source;
    let file = |kind: io::ErrorKind| Source::File { path: path(), source: kind.into() };
    let mut tried = samples!(Source:
        Source::NoClient { .. } => Source::NoClient { package: "npm" },
        Source::Client { .. } => Source::Client { said: said() },
        Source::TimeOut(_) => Source::TimeOut(Duration::from_secs(60)),
        Source::Status(_) => Source::Status(404),
        Source::Network(_) => Source::Network(said()),
        Source::TooLong => Source::TooLong,
        Source::Checksum => Source::Checksum,
        Source::Archive(_) => Source::Archive(said()),
        Source::NoMember(_) => Source::NoMember(said()),
        Source::Unreadable(_) => Source::Unreadable(io::ErrorKind::NotFound),
        Source::File { .. } => file(io::ErrorKind::StorageFull),
    );
    tried.extend([io::ErrorKind::PermissionDenied, io::ErrorKind::NotFound].map(file));
    let tried = tried.into_iter().map(|why| ("npm pack".to_owned(), why)).collect();
    samples!(InstallError:
        InstallError::Unknown(_) => InstallError::Unknown(VoiceId(said())),
        InstallError::NoSource { .. } => InstallError::NoSource {
            file: said(), path: path(), bytes: 90_000_000, sha256: "0f".repeat(32), tried
        },
        InstallError::File { .. } => InstallError::File { path: path(), source: file_error() },
        InstallError::Stopped => InstallError::Stopped,
        InstallError::Catalog(_) => InstallError::Stopped,
    )
}

fn libraries() -> Vec<LibraryError> {
    samples!(LibraryError:
        LibraryError::File(_) => LibraryError::File(io::ErrorKind::StorageFull),
        LibraryError::NotALibrary(_) => LibraryError::NotALibrary(said()),
        LibraryError::Newer { .. } => LibraryError::Newer { found: 2, known: 1 },
        LibraryError::Busy => LibraryError::Busy,
        LibraryError::Refused(_) => LibraryError::Refused(said()),
        LibraryError::Closed => LibraryError::Closed,
    )
}

fn failures() -> Vec<anyhow::Error> {
    let lines = entries().into_iter().enumerate().map(|(line, error)| LineError { line, error }).collect();
    let own = samples!(Failure:
        Failure::NothingGiven => Failure::NothingGiven,
        Failure::NoWindow(_) => Failure::NoWindow(said()),
        Failure::NoDataFolder => Failure::NoDataFolder,
        Failure::NoSettingsFolder => Failure::NoSettingsFolder,
        Failure::Read { .. } => Failure::read(path())(file_error()),
        Failure::Write { .. } => Failure::write(path())(file_error()),
        Failure::UnknownSound(_) => Failure::UnknownSound(path()),
        Failure::UnknownSubtitles(_) => Failure::UnknownSubtitles(path()),
        Failure::NoPicture(_) => Failure::NoPicture(path()),
        Failure::BookAsEpisode => Failure::BookAsEpisode,
        Failure::UnknownTemplate(_) => Failure::UnknownTemplate(said()),
        Failure::UnknownVoice(_) => Failure::UnknownVoice(said()),
        Failure::NoVoiceForLanguage => Failure::NoVoiceForLanguage,
        Failure::UnknownService { .. } => Failure::UnknownService { name: said(), known: vec![said()] },
        Failure::UnlistedVoices(_) => Failure::UnlistedVoices(said()),
        Failure::UnknownArticle(_) => Failure::UnknownArticle(said()),
        Failure::NotOurAddress(_) => Failure::NotOurAddress(said()),
        Failure::NotOurButton => Failure::NotOurButton,
        Failure::NoBrowserFolder => Failure::NoBrowserFolder,
        Failure::UnknownFeed(_) => Failure::UnknownFeed(said()),
        Failure::SeveralFeeds(_) => Failure::SeveralFeeds(said()),
        Failure::Feed { .. } => Failure::Feed { address: said(), problem: FeedProblem::WebPage },
        Failure::NotOpml(_) => Failure::NotOpml(path()),
        Failure::NothingCopied => Failure::NothingCopied,
        Failure::NothingNew => Failure::NothingNew,
        Failure::UnknownWord(_) => Failure::UnknownWord(said()),
        Failure::PassedOver { .. } => Failure::PassedOver { path: path(), lines },
    );
    let feeds = samples!(FeedProblem:
        FeedProblem::BadAddress => FeedProblem::BadAddress,
        FeedProblem::Unreachable { .. } => FeedProblem::Unreachable { host: said() },
        FeedProblem::TimedOut { .. } => FeedProblem::TimedOut { host: said() },
        FeedProblem::NotFound => FeedProblem::NotFound,
        FeedProblem::Gone => FeedProblem::Gone,
        FeedProblem::AskedToWait { .. } => FeedProblem::AskedToWait { secs: 90 },
        FeedProblem::Status { .. } => FeedProblem::Status { status: 500 },
        FeedProblem::TooLarge { .. } => FeedProblem::TooLarge { limit_mib: 16 },
        FeedProblem::Redirects => FeedProblem::Redirects,
        FeedProblem::WebPage => FeedProblem::WebPage,
        FeedProblem::NotAFeed => FeedProblem::NotAFeed,
        FeedProblem::NoneFound => FeedProblem::NoneFound,
        FeedProblem::Internal => FeedProblem::Internal,
    );
    let kept = samples!(TrackError:
        TrackError::Voice(_) => TrackError::Voice(VoiceError::Failed(SpeechFault::NoText)),
        TrackError::Stopped => TrackError::Stopped,
        TrackError::NoRoom => TrackError::NoRoom,
        TrackError::SoundCache(_) => TrackError::SoundCache(SoundCacheError::Codec(said())),
    );
    let caches = samples!(SoundCacheError:
        SoundCacheError::Disk { .. } => SoundCacheError::Disk { path: path(), source: file_error() },
        SoundCacheError::Codec(_) => SoundCacheError::Codec(said()),
        SoundCacheError::Full { .. } => SoundCacheError::Full { limit: 5_000_000 },
    );
    let reads = samples!(ReadError:
        ReadError::Notice(_) => ReadError::Notice(Notice::NotOpened(OpenError::Empty)),
        ReadError::Terminal(_) => ReadError::Terminal(file_error()),
    );
    let exports = [
        ExportError::Silent,
        ExportError::Track(TrackError::NoRoom),
        ExportError::from(file_error()),
        EncodeError::TooLong.into(),
        EncodeError::NotInBuild(SoundFormat::Opus).into(),
        EncodeError::Refused(said()).into(),
        ExportError::InTheWay(path()),
        ExportError::NoFile(path()),
        ExportError::File { path: path(), kind: io::ErrorKind::StorageFull },
        ExportError::NoRoom { needed: 3_000_000, free: 1_000_000 },
    ];
    let mut all: Vec<anyhow::Error> = own.into_iter().map(Into::into).collect();
    all.extend(
        kept.into_iter().chain(caches.into_iter().map(TrackError::SoundCache)).map(anyhow::Error::from),
    );
    all.extend(reads.into_iter().map(anyhow::Error::from));
    let told = |problem| Failure::Feed { address: said(), problem };
    all.extend(feeds.into_iter().map(told).map(anyhow::Error::from));
    all.extend(exports.map(anyhow::Error::from));
    all.extend(installs().into_iter().map(anyhow::Error::from));
    all.extend(entries().into_iter().map(anyhow::Error::from));
    all.extend(opens().into_iter().map(anyhow::Error::from));
    all.extend(voices().into_iter().map(anyhow::Error::from));
    all.push(file_error().into());
    all.push(anyhow::anyhow!("{SAID}").context(SAID));
    all
}

#[test]
fn every_error_is_told_in_the_listeners_own_language() {
    let said_in = |locale| {
        let words = Words::of(locale);
        let save = [SaveError::NoFolder, SaveError::File(io::ErrorKind::StorageFull)];
        let mut all: Vec<String> = notices().iter().map(|notice| words.notice(notice)).collect();
        all.extend(failures().iter().map(|error| words.failure(error)));
        all.extend(libraries().iter().map(|error| words.library_error(error)));
        all.extend(save.iter().map(|error| words.save_error(error)));
        all
    };
    let (chinese, english) = (said_in(Locale::ZhTw), said_in(Locale::En));
    assert!(chinese.len() > 150, "{}", chinese.len());
    for (chinese, english) in chinese.iter().zip(&english) {
        assert!(!has_english(chinese), "{chinese}");
        assert!(chinese.chars().any(|c| c > '\u{2E80}'), "{chinese}");
        assert!(!english.chars().any(|c| c > '\u{2E80}'), "{english}");
        // Each sentence ends once.
        for text in [chinese, english] {
            assert!(!text.contains("。。") && !text.contains("..") && !text.contains("。."), "{text}");
        }
    }
}
