//! The command line.

mod bars;
mod browser;
mod chinese;
mod dash;
mod doctor;
mod export;
mod extract;
mod feeds;
mod host;
mod inputs;
mod job;
mod keep;
mod lexicon;
mod library;
mod licences;
pub(crate) mod password;
mod pronounce;
mod read;
mod remote;
mod runtime;
mod serve;
mod shell;
mod voices;
mod window;

use runtime::Runtime;
use std::{
    env,
    ffi::OsString,
    io::{self, Write as _},
    path::{self, Path, PathBuf},
    sync::Arc,
};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{OsStringValueParser, TypedValueParser},
    error::{ContextKind, ContextValue, ErrorKind},
};
use tingxinwen::{
    app::{self, News, Program, QueueHandle, VoiceChoice, VoiceSet},
    article::{self, OpenError, Source},
    audio::open_device,
    core::document::Document,
    documents,
    engine::EngineHandle,
    player::{self, Speed},
    settings::{self, Settings},
    speech::Frames,
    text::{FrontEnd, Readings},
};

use crate::{
    VERSION,
    failure::Failure,
    locale::{self, Locale},
    output::{self, say},
    setup,
    trace::Trace,
    words::Words,
};

/// Reads articles aloud. 聽新聞：開啟一篇文章，聽它朗讀。
#[derive(Debug, Parser)]
#[command(name = "tingxinwen", version = VERSION, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    listen: Listen,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads an article aloud in the terminal, or what is new in feeds.
    Read(read::ReadArgs),
    /// Prints what is found in an article, and what of it is read.
    Extract(extract::Extract),
    /// Prints how each line of a text is spoken.
    Pronounce(pronounce::Pronounce),
    /// Lists, changes, imports or exports the listener's own readings of words.
    Lexicon(lexicon::LexiconArgs),
    /// Writes the sound of articles as files, and when their words are heard.
    Export(export::Export),
    /// Lets podcast players have the episodes that `export --feed` made.
    Serve(serve::Serve),
    /// Speaks an article ahead of time, to be heard later without the network.
    Keep(keep::Keep),
    /// Lists, searches, exports or imports the library of all articles that were opened.
    Library(library::LibraryArgs),
    /// Lists, adds, removes, refreshes, imports or exports feeds.
    Feeds(feeds::FeedsArgs),
    /// Prints the licences of all that is in the program.
    Licences,
    /// Prints a script with which a shell completes commands of this program.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Writes a manual page for every command into a folder.
    #[command(hide = true)]
    Manual {
        /// The folder.
        folder: PathBuf,
    },
    /// Registers the button of browsers, or takes it away.
    Browser(browser::BrowserArgs),
    /// Answers the button of a browser, which starts this.
    #[command(hide = true)]
    Host(host::HostArgs),
    /// Opens a `tingxinwen:` address, as browsers hand it over.
    #[command(hide = true)]
    OpenUrl {
        /// The address.
        address: String,
    },
    /// Prints the queue: what is played next.
    Queue(library::QueueArgs),
    /// Adds articles to the queue, of the window that is open or of the next one.
    Add(library::AddArgs),
    /// Lists the voices, or installs them.
    Voices(voices::VoicesArgs),
    /// Tells what works on this machine.
    Doctor(doctor::Doctor),
    #[command(flatten)]
    Remote(remote::RemoteArgs),
}

/// Whose readings.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReadingArg {
    /// Taiwan's.
    Tw,
    /// The mainland's.
    Cn,
}

impl From<ReadingArg> for Readings {
    fn from(reading: ReadingArg) -> Self {
        match reading {
            ReadingArg::Tw => Self::Taiwan,
            ReadingArg::Cn => Self::Mainland,
        }
    }
}

/// What is read, and how.
#[derive(Clone, Debug, Args)]
struct Listen {
    /// An address, a file (HTML, EPUB, PDF, DOCX, ODT, RTF, FB2, Markdown, text, subtitles, mail), `-` for standard
    /// input, or text itself.
    #[arg(value_parser = article_text())]
    article: Option<String>,
    #[command(flatten)]
    password: password::PasswordArgs,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    /// Speed, 0.5 to 3.0; without it, the last one.
    #[arg(long, value_parser = remote::factor)]
    speed: Option<f32>,
    /// Whose readings of Chinese words; without it, those chosen last.
    #[arg(long, value_enum)]
    reading: Option<ReadingArg>,
    /// Append what happens when to this file, as JSON lines.
    #[arg(long)]
    trace: Option<PathBuf>,
}

/// A program that runs.
struct Started {
    program: Arc<Program>,
    queue: QueueHandle,
    engine: EngineHandle,
    voices: Arc<VoiceSet>,
    /// The voices that the listener can choose from.
    choices: Vec<VoiceChoice>,
    front_end: Arc<FrontEnd>,
    settings: Settings,
}

impl Listen {
    fn source(&self) -> Option<Source> {
        self.article.as_deref().map(source)
    }

    /// Whether nothing is asked for that holds for a window of its own.
    fn is_for_any_window(&self) -> bool {
        self.voice.is_none()
            && self.speed.is_none()
            && self.reading.is_none()
            && self.trace.is_none()
            && !self.password.is_given()
    }

    /// What the player is told at first.
    fn commands(&self, settings: &Settings) -> Vec<player::Command> {
        let ahead = f64::from(settings.playback.ahead_secs());
        let first = [
            player::Command::SetSpeed(self.speed.map_or(settings.playback.speed, Speed::new)),
            player::Command::SetPauses(settings.playback.pauses()),
            player::Command::SetVolume(settings.playback.volume),
            player::Command::SetBlockFilter(settings.reading.blocks.clone()),
            player::Command::SetLookAhead(Frames::from_secs_f64(ahead)),
        ];
        first.into_iter().chain(self.source().map(player::Command::Open)).collect()
    }

    /// The front-end with the listener's lexicon, and readings as asked for or as chosen last.
    fn front_end(&self, settings: &Settings) -> FrontEnd {
        let front_end = setup::front_end(settings);
        match self.reading {
            Some(reading) => front_end.with_readings(reading.into()),
            None => front_end,
        }
    }

    /// Starts the program and its engine on the sound card; `wake` is called when there is something new to show.
    fn start(
        &self,
        runtime: &Runtime,
        wake: impl Fn() + Clone + Send + Sync + 'static,
    ) -> anyhow::Result<Started> {
        let settings = setup::settings();
        let voices = setup::voices(&settings)?;
        let orders = voices.orders(self.voice.as_deref(), &settings.voices.order)?;
        let choices = voices.choices(&settings.voices.order);
        let front_end = Arc::new(self.front_end(&settings));
        let cache = app::sound_cache(&settings);
        let (file, parts) = (settings::path(), (Arc::clone(&voices), Arc::clone(&front_end)));
        let program = Arc::new(Program::new(file, parts.0, parts.1, cache, app::library(), wake.clone()));
        if let Some(password) = self.password.given()? {
            program.passwords().give(password);
        }
        let mut first = self.commands(&settings);
        if self.article.is_none() {
            first.extend(left_off(&program).map(player::Command::Open));
        }
        let engine = program.start(runtime, &orders, first, open_device, wake.clone())?;
        program.follow(runtime, &engine);
        let words = Words::of_listener();
        let told = Arc::new(|error: &OpenError| words.open_error(error));
        let queue = program.start_queue(runtime, &engine, told, wake);
        Ok(Started { program, queue, engine, voices, choices, front_end, settings })
    }

    fn trace(&self) -> anyhow::Result<Option<Trace>> {
        let Some(path) = &self.trace else { return Ok(None) };
        Ok(Some(Trace::open(path).map_err(Failure::write(path))?))
    }
}

impl Cli {
    /// Does what was asked for.
    pub fn run(self) -> anyhow::Result<()> {
        let (settings, problems) = settings::load();
        locale::choose(Locale::parse(&settings.looks.language).unwrap_or_default());
        for line in Words::of_listener().news(&News::Problems(problems)) {
            setup::warn(line);
        }
        match self.command {
            None => match self.listen.article.as_deref().filter(|article| browser::is_own(article)) {
                Some(address) => browser::open_url(address),
                None => window::run(&self.listen),
            },
            Some(Command::Read(read)) => read.run(),
            Some(Command::Extract(extract)) => extract.run(),
            Some(Command::Pronounce(pronounce)) => pronounce.run(),
            Some(Command::Lexicon(lexicon)) => lexicon.run(),
            Some(Command::Export(export)) => export.run(),
            Some(Command::Serve(serve)) => serve.run(),
            Some(Command::Keep(keep)) => keep.run(),
            Some(Command::Library(library)) => library.run(),
            Some(Command::Licences) => {
                licences::run();
                Ok(())
            }
            Some(Command::Completions { shell }) => {
                shell::completions(shell);
                Ok(())
            }
            Some(Command::Manual { folder }) => shell::manual(&folder),
            Some(Command::Browser(browser)) => browser.run(),
            Some(Command::Host(host)) => host.run(),
            Some(Command::OpenUrl { address }) => browser::open_url(&address),
            Some(Command::Feeds(feeds)) => feeds.run(),
            Some(Command::Queue(queue)) => queue.run(),
            Some(Command::Add(add)) => add.run(),
            Some(Command::Voices(voices)) => voices.run(),
            Some(Command::Doctor(doctor)) => doctor.run(),
            Some(Command::Remote(remote)) => remote.run(),
        }
    }
}

/// What was heard last, to be gone on with.
fn left_off(program: &Program) -> Option<Source> {
    let last = program.library()?.call(|database| database.last_heard());
    let last =
        last.inspect_err(|error| tracing::warn!(%error, "what was heard last is not known")).ok()??;
    Some(Source::Address(last.0))
}

/// Takes what names an article; a path that is not UTF-8 by its address.
fn article_text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new()
        .map(|given| given.into_string().unwrap_or_else(|path| article::path_as_text(path.as_ref())))
}

/// The command line, read. Ends the program where it is wrong or asks for help, which is told in the listener's
/// language.
pub fn parse() -> Cli {
    let mut given: Vec<OsString> = env::args_os().collect();
    if browser::is_started_by_browser(given.get(1..).unwrap_or_default()) {
        given.insert(1, "host".into());
    }
    let problem = match Cli::try_parse_from(given) {
        Ok(cli) => return cli,
        Err(problem) => with_tip(problem),
    };
    locale::choose(Locale::parse(&settings::load().0.looks.language).unwrap_or_default());
    match locale::chosen().resolved() {
        Locale::En | Locale::System => problem.exit(),
        Locale::ZhTw => {
            let said = chinese::translated(&problem.to_string());
            let said = output::printable(&said);
            let written = if problem.use_stderr() {
                io::stderr().write_all(said.as_bytes())
            } else {
                io::stdout().write_all(said.as_bytes())
            };
            let code = if written.is_ok() { problem.exit_code() } else { 1 };
            std::process::exit(code)
        }
    }
}

/// `problem`, with what to do about it where more words were given than one article is named by.
fn with_tip(mut problem: clap::Error) -> clap::Error {
    let of = |kind: ErrorKind, word: ContextKind| problem.get(word).filter(|_| problem.kind() == kind);
    let more = of(ErrorKind::UnknownArgument, ContextKind::InvalidArg)
        .or_else(|| of(ErrorKind::ArgumentConflict, ContextKind::InvalidSubcommand));
    if matches!(more, Some(ContextValue::String(word)) if !word.starts_with('-')) {
        let tip = "text and paths with spaces in them are put in quotes".to_owned();
        problem.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    problem
}

/// What `words` on the command line mean. A word that looks like a path is one, so that a mistyped
/// path is told rather than read aloud.
fn source(words: &str) -> Source {
    let looks_like_path = !words.contains(char::is_whitespace)
        && (words.contains(path::is_separator)
            || Path::new(words).extension().is_some_and(|end| end.is_ascii()));
    let guessed = Source::guess_shared(words, |path| Path::new(path).exists());
    if matches!(guessed, Source::Text(_)) && looks_like_path {
        Source::File(words.trim().into())
    } else {
        guessed
    }
}

/// Opens what `words` on the command line mean, to its end; the listener's choice of what is read is not applied.
fn open(words: &str, password: &password::PasswordArgs) -> anyhow::Result<Document> {
    Ok(runtime()?.block_on(documents::open(source(words), password.asker(words)?))?)
}

fn runtime() -> anyhow::Result<Runtime> {
    Ok(Runtime::start()?)
}
