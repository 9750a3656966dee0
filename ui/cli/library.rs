//! `tingxinwen library`, `queue` and `add`: the listener's library and queue without a window.

use std::{io, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use secrecy::ExposeSecret as _;
use tingxinwen::{
    remote::{self, Password, RemoteAnswer, RemoteError, RemoteRequest, RemoteSource},
    session::QueueItem,
    speech::Frames,
};
use tingxinwen_library::{Database, Entry, Filter, LibraryError, Query, QueueSource, Sort, UnixSecs};

use super::{password::PasswordArgs, remote::handed_over, runtime, say, source};
use crate::{failure::Failure, view::seek_bar::time, words::Words};

/// How many documents are listed unless more are asked for.
const LISTED: u32 = 100;

/// What to do with the library; without anything, lists it.
#[derive(Debug, Args)]
pub(super) struct LibraryArgs {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the articles in which all words stand.
    Search {
        /// Words, of one character or more.
        #[arg(required = true)]
        words: Vec<String>,
        #[command(flatten)]
        list: List,
    },
    /// Gives an article these tags in place of those it has.
    Tag {
        /// Its address, or its identity as `--json` tells it.
        article: String,
        /// The tags; without any, all are taken away.
        tags: Vec<String>,
    },
    /// Prints all tags, with the number of articles of each.
    Tags,
    /// Prints all sites, with the number of articles of each.
    Sites,
    /// Prints all marked sentences, as Markdown.
    Marks,
    /// Writes the whole library to a file that `import` takes.
    Export {
        /// Where to.
        file: PathBuf,
    },
    /// Adds the articles, tags and marks of an exported library.
    Import {
        /// From where.
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct List {
    /// As JSON, an article a line.
    #[arg(long)]
    json: bool,
    /// Only articles of which nothing was heard.
    #[arg(long)]
    unheard: bool,
    /// Only articles with this tag.
    #[arg(long)]
    tag: Option<String>,
    /// Only articles of this site.
    #[arg(long)]
    site: Option<String>,
    /// The order.
    #[arg(long, value_enum, default_value_t = SortArg::Recent)]
    sort: SortArg,
    /// At most so many.
    #[arg(long, default_value_t = LISTED)]
    limit: u32,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortArg {
    /// The one opened last first; of a search, the best hit first.
    Recent,
    /// The one published last first.
    Published,
    /// By title.
    Title,
    /// The shortest first.
    Length,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Recent => Self::Recent,
            SortArg::Published => Self::Published,
            SortArg::Title => Self::Title,
            SortArg::Length => Self::Length,
        }
    }
}

/// The queue.
#[derive(Debug, Args)]
pub(super) struct QueueArgs {
    /// As JSON, an article a line.
    #[arg(long)]
    json: bool,
}

/// What to add.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    /// Addresses, files, or texts.
    #[arg(required = true, value_parser = super::article_text())]
    articles: Vec<String>,
    #[command(flatten)]
    password: PasswordArgs,
}

impl LibraryArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let mut database = database()?;
        match &self.action {
            None => list(&database, "", &self.list),
            Some(Action::Search { words, list: how }) => list(&database, &words.join(" "), how),
            Some(Action::Tag { article, tags }) => {
                let document = database.document(article, UnixSecs::now())?;
                let document = document.ok_or_else(|| Failure::UnknownArticle(article.clone()))?;
                Ok(database.set_tags(document.id(), tags)?)
            }
            Some(Action::Tags) => {
                say_counts(database.tags()?);
                Ok(())
            }
            Some(Action::Sites) => {
                say_counts(database.sites()?);
                Ok(())
            }
            Some(Action::Marks) => marks(&database),
            Some(Action::Export { file }) => {
                Ok(database.export(file).map_err(|error| of_file(error, Failure::write(file)))?)
            }
            Some(Action::Import { file }) => {
                let imported = database.import(file, UnixSecs::now());
                let imported = imported.map_err(|error| of_file(error, Failure::read(file)))?;
                say(Words::of_listener().library_imported(imported.added, imported.known));
                Ok(())
            }
        }
    }
}

fn database() -> anyhow::Result<Database> {
    let path = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?;
    Ok(Database::open(&path)?)
}

fn list(database: &Database, words: &str, how: &List) -> anyhow::Result<()> {
    let filter = if how.unheard { Filter::Unheard } else { Filter::All };
    let (words, site, tag) = (words.to_owned(), how.site.clone(), how.tag.clone());
    let query = Query { words, filter, site, tag, sort: how.sort.into(), limit: how.limit };
    for entry in database.list(&query)? {
        say(if how.json { serde_json::to_string(&entry)? } else { line_of(&entry, Words::of_listener()) });
    }
    Ok(())
}

/// Prints each name with its count.
fn say_counts(counts: Vec<(String, u64)>) {
    counts.into_iter().for_each(|(name, count)| say(format_args!("{count}\t{name}")));
}

/// Prints the marked sentences of each article below its title.
fn marks(database: &Database) -> anyhow::Result<()> {
    for entry in database.list(&Query { limit: u32::MAX, ..Query::default() })? {
        let marks = database.highlights(&entry.id)?;
        if marks.is_empty() {
            continue;
        }
        let source = entry.source.as_ref().map_or(String::new(), |source| format!("\n<{source}>\n"));
        say(format_args!("## {}\n{source}", entry.title));
        for mark in marks {
            let note = if mark.note.is_empty() { String::new() } else { format!("\n\n{}", mark.note) };
            say(format_args!("> {}{note}\n", mark.quote));
        }
    }
    Ok(())
}

/// An article on a line: how far it was heard, its title, where it is from, and where it is found.
fn line_of(entry: &Entry, words: &Words) -> String {
    let state = match entry.heard {
        heard if heard >= 1.0 => words.heard_all(),
        heard if heard > 0.0 => words.heard_part((heard * 100.0).round() as u64),
        _ => words.heard_none(),
    };
    let mut line = format!("{state}  {}", entry.title);
    for part in [&entry.site, &entry.source].into_iter().flatten() {
        line += &format!("  {part}");
    }
    if let Some(excerpt) = &entry.excerpt {
        line += &format!("\n    {}", excerpt.text);
    }
    line
}

impl QueueArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        for (at, item) in database()?.queue()?.into_iter().enumerate() {
            if self.json {
                say(serde_json::to_string(&item)?);
                continue;
            }
            let (failed, secs) = (item.failed.clone(), item.secs);
            let mut line = format!("{}. {}", at + 1, QueueItem::from(item).name());
            if let Some(secs) = secs {
                line += &format!("  {}", time(Frames::from_secs_f64(secs)));
            }
            if let Some(reason) = failed {
                line += &format!("\n    {reason}");
            }
            say(line);
        }
        Ok(())
    }
}

impl AddArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let given = self.articles.iter().map(|article| handed_over(source(article)));
        let sources = given.collect::<anyhow::Result<Vec<RemoteSource>>>()?;
        let request = RemoteRequest::Add(sources.clone());
        let Some(folder) = remote::folder() else { return queue_for_later(sources) };
        let (runtime, password) = (runtime()?, self.password.given()?);
        if let Some(password) = password {
            let told = RemoteRequest::Password(Password(password.expose_secret().to_owned()));
            // Where no window is open, the next one asks for it.
            runtime.block_on(remote::ask(&folder, &told)).ok();
        }
        match runtime.block_on(remote::ask(&folder, &request)) {
            Ok(RemoteAnswer::Done | RemoteAnswer::Status(_)) => Ok(()),
            Ok(RemoteAnswer::Failed(fault)) => Err(RemoteError::Refused(fault).into()),
            Err(RemoteError::NotRunning) => queue_for_later(sources),
            Err(error) => Err(error.into()),
        }
    }
}

/// Keeps `sources` for the program that is started next.
fn queue_for_later(sources: Vec<RemoteSource>) -> anyhow::Result<()> {
    let sources: Vec<QueueSource> = sources.into_iter().map(RemoteSource::queued).collect();
    let count = database()?.enqueue(&sources)?;
    say(Words::of_listener().queue_kept(count as u64));
    Ok(())
}

/// An error of a file that the listener named; all others are the library's own.
fn of_file(error: LibraryError, failure: impl FnOnce(io::Error) -> Failure) -> anyhow::Error {
    match error {
        LibraryError::File(kind) => failure(kind.into()).into(),
        LibraryError::NotALibrary(_)
        | LibraryError::Newer { .. }
        | LibraryError::Busy
        | LibraryError::Refused(_)
        | LibraryError::Closed => error.into(),
    }
}
