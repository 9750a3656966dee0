//! Commands that are handed to a running window: `tingxinwen play`, `pause`, `seek`, `status`, `open` and the like.

use std::{
    io::{Read, Write as _},
    str::FromStr,
};

use clap::{Args, Subcommand};
use tingxinwen::{
    article::{Source, check_is_text, decode},
    player::Speed,
    remote::{
        self, MOST_MIB, RemoteAnswer, RemoteCommand, RemoteError, RemoteRequest, RemoteSource, Status,
        StatusPhase,
    },
    speech::Frames,
};

use super::{runtime, say, source};
use crate::{failure::Failure, view::seek_bar::time, words::Words};

#[derive(Debug, Subcommand)]
pub(super) enum RemoteArgs {
    /// Plays, in the window that is open.
    Play,
    /// Pauses, in the window that is open.
    Pause,
    /// Plays, or pauses, in the window that is open.
    Toggle,
    /// Goes to the next sentence, in the window that is open.
    Next,
    /// Goes to the sentence before, in the window that is open.
    Previous,
    /// Goes to the next paragraph, in the window that is open.
    NextParagraph,
    /// Goes to the paragraph before, in the window that is open.
    PreviousParagraph,
    /// Goes to the next chapter, in the window that is open.
    NextChapter,
    /// Goes to the start of the chapter, then to the one before, in the window that is open.
    PreviousChapter,
    /// Goes forward or back, or to a time, in the window that is open.
    Seek(SeekArgs),
    /// A step faster, in the window that is open.
    Faster,
    /// A step slower, in the window that is open.
    Slower,
    /// Sets the speed, in the window that is open.
    Speed {
        /// 0.5 to 3.0; 1.0 is the voice's own pace.
        #[arg(value_parser = factor)]
        factor: f32,
    },
    /// A step louder, in the window that is open.
    Louder,
    /// A step softer, in the window that is open.
    Softer,
    /// Sound off, and on again, in the window that is open.
    Mute,
    /// Prints what the window that is open reads.
    Status {
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Plays the next article of the queue now, in the window that is open.
    NextArticle,
    /// Opens an article in the window that is open.
    Open {
        /// An address, a file (HTML, Markdown, text), `-` for standard input, or text itself.
        #[arg(value_parser = super::article_text())]
        article: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct SeekArgs {
    /// Seconds forward (`+10`) or back (`-10`), or a time of the article (`90`, `1:30`).
    #[arg(allow_hyphen_values = true)]
    to: SeekTarget,
}

/// Where to go in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SeekTarget {
    /// So many seconds forward; back below zero.
    By(i32),
    /// To so many seconds from the beginning.
    To(u32),
}

/// The farthest time that can be sought, in seconds: its milliseconds are a `u32`.
const MOST_SECS: u32 = u32::MAX / 1000;

impl FromStr for SeekTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || "say +10, -10, 90 or 1:30".to_owned();
        if text.starts_with(['+', '-']) {
            return text.parse().map(Self::By).map_err(|_| bad());
        }
        let mut secs = 0_u32;
        for part in text.split(':') {
            let part: u32 = part.parse().map_err(|_| bad())?;
            secs = secs.checked_mul(60).and_then(|secs| secs.checked_add(part)).ok_or_else(bad)?;
        }
        if secs > MOST_SECS { Err(bad()) } else { Ok(Self::To(secs)) }
    }
}

/// A speed as it is typed; one that no voice is played at is told rather than made another.
pub(super) fn factor(text: &str) -> Result<f32, String> {
    let range = Speed::MIN.factor()..=Speed::MAX.factor();
    let factor = text.trim_end_matches(['x', '×']).parse::<f32>().ok();
    factor.filter(|factor| range.contains(factor)).ok_or_else(|| "say 0.5 to 3.0".to_owned())
}

impl RemoteArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (request, json) = match self {
            Self::Status { json } => (RemoteRequest::Status, json),
            Self::NextArticle => (RemoteRequest::NextArticle, false),
            Self::Open { article } => (RemoteRequest::Open(handed_over(source(&article))?), false),
            Self::Play => (RemoteRequest::Command(RemoteCommand::Play), false),
            Self::Pause => (RemoteRequest::Command(RemoteCommand::Pause), false),
            Self::Toggle => (RemoteRequest::Command(RemoteCommand::Toggle), false),
            Self::Next => (RemoteRequest::Command(RemoteCommand::Next), false),
            Self::Previous => (RemoteRequest::Command(RemoteCommand::Previous), false),
            Self::NextParagraph => (RemoteRequest::Command(RemoteCommand::NextParagraph), false),
            Self::PreviousParagraph => (RemoteRequest::Command(RemoteCommand::PreviousParagraph), false),
            Self::NextChapter => (RemoteRequest::Command(RemoteCommand::NextChapter), false),
            Self::PreviousChapter => (RemoteRequest::Command(RemoteCommand::PreviousChapter), false),
            Self::Seek(SeekArgs { to }) => (RemoteRequest::Command(to.command()), false),
            Self::Faster => (RemoteRequest::Command(RemoteCommand::Faster), false),
            Self::Slower => (RemoteRequest::Command(RemoteCommand::Slower), false),
            Self::Speed { factor } => (RemoteRequest::Command(RemoteCommand::Speed { factor }), false),
            Self::Louder => (RemoteRequest::Command(RemoteCommand::Louder), false),
            Self::Softer => (RemoteRequest::Command(RemoteCommand::Softer), false),
            Self::Mute => (RemoteRequest::Command(RemoteCommand::Mute), false),
        };
        let folder = remote::folder().ok_or(RemoteError::NotRunning)?;
        match runtime()?.block_on(remote::ask(&folder, &request))? {
            RemoteAnswer::Status(status) if json => say(serde_json::to_string(&status)?),
            RemoteAnswer::Status(status) => {
                lines_of(&status, Words::of_listener()).into_iter().for_each(say);
            }
            RemoteAnswer::Done => (),
            RemoteAnswer::Failed(fault) => return Err(RemoteError::Refused(fault).into()),
        }
        Ok(())
    }
}

impl SeekTarget {
    fn command(self) -> RemoteCommand {
        match self {
            Self::By(secs) => RemoteCommand::Seek { secs },
            Self::To(secs) => RemoteCommand::SeekTo { millis: secs.min(MOST_SECS) * 1000 },
        }
    }
}

/// Whether what `source` holds can be read only once: standard input, or a pipe that a shell made.
pub(super) fn is_piped(source: &Source) -> bool {
    match source {
        Source::Stdin => true,
        Source::File(path) => std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()),
        Source::Address(_) | Source::Text(_) => false,
    }
}

/// `source` as another program finds it too.
pub(super) fn handed_over(source: Source) -> anyhow::Result<RemoteSource> {
    let is_piped = is_piped(&source);
    Ok(match source {
        Source::Address(address) => RemoteSource::Address(address),
        Source::Text(text) => RemoteSource::Text(text),
        Source::Stdin => piped(std::io::stdin())?,
        Source::File(path) => {
            let file = std::fs::File::open(&path).map_err(Failure::read(&path))?;
            if is_piped {
                return piped(file);
            }
            RemoteSource::File(std::path::absolute(&path).map_err(Failure::read(&path))?)
        }
    })
}

/// What comes `from` a pipe, which is this program's alone: as text, or a document as a file where sockets stand, which
/// the system empties.
fn piped(from: impl Read) -> anyhow::Result<RemoteSource> {
    /// No document is larger.
    const MOST_PIPED_MIB: u64 = 512;
    let mut bytes = Vec::new();
    // A byte more than can be handed over is enough to know that a text is too long.
    let mut from = from.take((MOST_MIB << 20) as u64 + 1);
    from.read_to_end(&mut bytes)?;
    let Some(folder) = remote::folder().filter(|_| check_is_text(&bytes).is_err()) else {
        return Ok(RemoteSource::Text(decode(&bytes, None)));
    };
    let mut file = tempfile::Builder::new().prefix("piped-").tempfile_in(folder)?;
    file.write_all(&bytes)?;
    std::io::copy(&mut from.into_inner().take(MOST_PIPED_MIB << 20), &mut file)?;
    Ok(RemoteSource::File(file.into_temp_path().keep()?))
}

/// `status` as a listener reads it.
fn lines_of(status: &Status, words: &Words) -> Vec<String> {
    let state = match status.state {
        StatusPhase::Empty => words.state_empty(),
        StatusPhase::Paused => words.state_paused(),
        StatusPhase::Buffering => words.state_buffering(),
        StatusPhase::Playing => words.state_playing(),
        StatusPhase::Finished => words.state_finished(),
    };
    let of_secs = |secs| time(Frames::from_secs_f64(secs));
    let total = of_secs(status.total_secs);
    let total = if status.is_total_estimated { words.about_time(total) } else { total };
    let percent = (status.volume * 100.0).round() as u64;
    let mut lines = Vec::new();
    lines.extend(status.title.as_ref().map(|title| words.status_title(title)));
    lines.extend(status.site.as_ref().map(|site| words.status_site(site)));
    lines.extend(status.source.as_ref().map(|source| words.status_source(source)));
    lines.push(words.status_state(state));
    if status.state != StatusPhase::Empty {
        lines.push(words.status_time(of_secs(status.time_secs), total));
    }
    lines.push(words.status_speed(format!("{:.1}", status.speed)));
    lines.push(if status.is_muted { words.status_muted(percent) } else { words.status_volume(percent) });
    lines.extend(status.voice.as_ref().map(|voice| words.status_voice(voice)));
    let place = status.place.as_ref();
    lines.extend(place.map(|place| words.status_place(place.byte.to_string(), place.document.to_string())));
    if status.is_opening {
        lines.push(words.status_opening());
    }
    lines
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::{cli::Cli, locale::Locale};

    #[test]
    fn places_are_typed_as_on_any_player() {
        let read = |text: &str| text.parse::<SeekTarget>().ok();
        assert_eq!(read("+10"), Some(SeekTarget::By(10)));
        assert_eq!(read("-10"), Some(SeekTarget::By(-10)));
        assert_eq!(read("90"), Some(SeekTarget::To(90)));
        assert_eq!(read("1:02:03"), Some(SeekTarget::To(3_723)));
        for bad in ["", "ten", "+", "1:", "99999999999", "4294968", "71582789:0", "+1e3"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(SeekTarget::To(MOST_SECS).command(), RemoteCommand::SeekTo { millis: MOST_SECS * 1000 });
    }

    #[test]
    fn every_command_without_a_window_is_on_the_command_line() {
        let named = crate::actions::Action::ALL.iter().filter_map(|action| action.remote());
        for name in named.map(RemoteCommand::name).filter(|name| *name != "normal-speed") {
            let args =
                if name == "seek" { vec!["tingxinwen", name, "-10"] } else { vec!["tingxinwen", name] };
            assert!(Cli::try_parse_from(args).is_ok(), "{name}");
        }
        assert!(Cli::try_parse_from(["tingxinwen", "speed", "1.5"]).is_ok());
        for bad in ["fast", "9", "0.1", "nan"] {
            assert!(Cli::try_parse_from(["tingxinwen", "speed", bad]).is_err(), "{bad}");
            assert!(Cli::try_parse_from(["tingxinwen", "read", "--speed", bad, "text"]).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_status_is_told_in_the_listeners_words() {
        let status = Status {
            state: StatusPhase::Paused,
            is_opening: false,
            title: Some("標題".to_owned()),
            site: None,
            source: None,
            time_secs: 61.0,
            total_secs: 200.0,
            is_total_estimated: true,
            speed: 1.5,
            volume: 0.8,
            is_muted: true,
            voice: Some("tone".to_owned()),
            place: None,
        };
        let told = |locale| lines_of(&status, Words::of(locale)).join("\n");
        assert_eq!(
            told(Locale::ZhTw),
            "標題：標題\n狀態：已暫停\n時間：1:01 / 約 3:20\n速度：1.5×\n音量：靜音（80%）\n聲音：tone"
        );
        assert!(told(Locale::En).contains("State: paused\nTime: 1:01 / "), "{}", told(Locale::En));
    }
}
