//! Opening a source: reads or fetches it, finds out its format, extracts its article.

use std::{io::Read, path::Path};

use tokio::time::{Instant, timeout_at};
use url::Url;

use tingxinwen_net::{Limits, Page, Reach, fetch, fetch_linked};

use super::{
    Article, Notice, OpenError, Source, continued, copied, decode,
    html::{self, Extraction},
    limits::{MAX_PARTS, STACK_BYTES},
    markdown, plain,
    steps::{Stop, Stopped},
};

/// Fetches or reads `source`, and extracts its article.
///
/// # Errors
/// [`OpenError`], one variant for each way in which there is none.
pub async fn open(source: Source) -> Result<Article, OpenError> {
    open_within(source, Limits::default()).await
}

/// As [`open`], within `limits`.
///
/// # Errors
/// As [`open`].
pub async fn open_within(source: Source, limits: Limits) -> Result<Article, OpenError> {
    let source = local(source);
    // Files may be slow and pages large: neither holds up the thread that serves the player.
    let Source::Address(address) = &source else {
        return run_blocking(move || extract_local(&source, &limits)).await.article;
    };
    whole_page(fetch(address, &limits).await?, limits).await
}

/// Extracts the article of `page`, which was fetched; what belongs to it is fetched too.
///
/// # Errors
/// As [`open`].
pub async fn open_page(page: Page) -> Result<Article, OpenError> {
    let limits = Limits::default();
    if page.bytes.len() as u64 > limits.page_bytes() {
        return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
    }
    whole_page(page, limits).await
}

/// Extracts the article of `bytes`, which came without a name.
///
/// # Errors
/// As [`open`].
pub async fn open_bytes(bytes: Vec<u8>) -> Result<Article, OpenError> {
    let limits = Limits::default();
    if bytes.len() as u64 > limits.page_bytes() {
        return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
    }
    let extracted = run_blocking(move || {
        let text = text_of(&bytes, None)?;
        extract(format_of(None, "", &text), &text, None, None)
    });
    extracted.await.article
}

/// The article of a page as a browser shows it, whose address is `address`. Nothing is fetched.
///
/// # Errors
/// [`OpenError`], where it has none.
pub async fn open_seen(html: String, address: &str) -> Result<Article, OpenError> {
    let url = Url::parse(address).map_err(|_| OpenError::BadAddress(address.to_owned()))?;
    let shown = Some(address.to_owned());
    run_blocking(move || extract(Format::Html, &html, Some(&url), shown)).await.article
}

/// The article of `page`, with all pages that belong to it.
async fn whole_page(mut page: Page, limits: Limits) -> Result<Article, OpenError> {
    let mut sent_on = 0;
    let (reach, shown, Extraction { article, elsewhere }) = loop {
        let (reach, shown) = (page.reach.clone(), page.address.to_string());
        let found = run_blocking(move || extract_fetched(&page)).await;
        let Some(next) = found.elsewhere.refresh.clone() else { break (reach, shown, found) };
        sent_on += 1;
        if sent_on > limits.redirects {
            return Err(OpenError::TooManyRedirects { host: next.host_str().unwrap_or_default().to_owned() });
        }
        page = fetch_linked(&next, &limits, reach).await?;
    };
    let linked = LinkedPages { until: Instant::now() + limits.whole, limits, reach };
    let mut article = whole(article, elsewhere.simpler, &linked).await?;
    // Wherever its text was found, the article is the one that the listener asked for.
    article.meta.source = Some(shown);
    Ok(with_parts(article, elsewhere.next, &linked).await)
}

/// The article of the web page `markup`, which came from `address`.
///
/// # Errors
/// As [`open`].
pub fn extract_page(markup: &str, address: Option<&str>) -> Result<Article, OpenError> {
    let address = address.and_then(|address| Url::parse(address).ok());
    let shown = address.as_ref().map(Url::to_string);
    extract(Format::Html, markup, address.as_ref(), shown)?.article
}

/// `source`, a file where it is the address of one.
pub fn local(source: Source) -> Source {
    let Source::Address(address) = &source else { return source };
    let file = Url::parse(address.trim()).ok().filter(|url| url.scheme() == "file");
    match file.and_then(|url| url.to_file_path().ok()) {
        Some(path) => Source::File(path),
        None => source,
    }
}

/// `path` as text from which it is found again: its `file:` address where it is not UTF-8, as names in Big5 are.
pub fn path_as_text(path: &Path) -> String {
    match (path.to_str(), file_address(path)) {
        (None, Some(address)) => address,
        (Some(text), _) => text.to_owned(),
        (None, None) => path.to_string_lossy().into_owned(),
    }
}

/// The `file:` address of the file or folder at `path`; `None` where the folder that the program runs in is not known.
pub fn file_address(path: &Path) -> Option<String> {
    Url::from_file_path(std::path::absolute(path).ok()?).ok().map(String::from)
}

/// Fetches the pages that a page links to; all together may take as long as the first.
struct LinkedPages {
    until: Instant,
    limits: Limits,
    reach: Reach,
}

impl LinkedPages {
    async fn extract(&self, url: Url) -> Option<Extraction> {
        let page = fetch_linked(&url, &self.limits, self.reach.clone());
        let page = timeout_at(self.until, page).await.ok()?.ok()?;
        Some(run_blocking(move || extract_fetched(&page)).await)
    }
}

/// `article`, or that of one of the `simpler` pages (AMP, print) where the page itself has none or only a beginning.
async fn whole(
    mut article: Result<Article, OpenError>,
    simpler: Vec<Url>,
    linked: &LinkedPages,
) -> Result<Article, OpenError> {
    let is_kept_back = match &article {
        Ok(article) => article.meta.notice == Some(Notice::OnlyTheBeginning),
        Err(error) => {
            matches!(error, OpenError::NoArticle | OpenError::NeedsScript | OpenError::Paywalled)
        }
    };
    if is_kept_back {
        for url in simpler {
            let other = linked.extract(url).await.and_then(|found| found.article.ok());
            if let Some(other) = other.filter(|other| other.meta.notice.is_none()) {
                article = Ok(other);
                break;
            }
        }
    }
    article
}

/// `article` with its parts from `next` on.
async fn with_parts(mut article: Article, mut next: Option<Url>, linked: &LinkedPages) -> Article {
    let mut parts = Vec::new();
    while let Some(url) = next.take() {
        let found = if parts.len() + 1 < MAX_PARTS { linked.extract(url).await } else { None };
        let Some(Extraction { article: Ok(part), elsewhere }) = found else {
            article.meta.notice = Some(Notice::PartsMissing);
            break;
        };
        parts.push(part);
        // Each is the next of the one before, so that none comes twice.
        next = elsewhere.next;
    }
    if parts.is_empty() { article } else { continued::joined(&article, &parts) }
}

/// Runs `work` on a thread for blocking work. A panic in it is [`OpenError::Internal`], not the end of the program.
/// When nobody waits for it any more, it is stopped.
async fn run_blocking(work: impl FnOnce() -> Result<Extraction, OpenError> + Send + 'static) -> Extraction {
    let stop = Stop::default();
    let _stopped_with_this = stop.on_drop();
    let watched = move || {
        stop.watch();
        work()
    };
    let result = tokio::task::spawn_blocking(move || on_large_stack(watched)).await;
    result.unwrap_or(Err(OpenError::Internal)).flatten().unwrap_or_else(Extraction::failed)
}

/// Runs `work` on a thread with a large stack, since parsers recurse as deep as pages nest.
///
/// # Errors
/// [`OpenError::Internal`] when `work` panics or no thread can be started; the log tells which, and nothing of the
/// page.
pub fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, OpenError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("extract".into()).stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, work).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "no thread to extract an article on");
            OpenError::Internal
        })?;
        thread.join().map_err(|panic| {
            if !panic.is::<Stopped>() {
                tracing::error!("the extraction of an article panicked");
            }
            OpenError::Internal
        })
    })
}

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Html,
    Markdown,
    Text,
}

/// The article of a page from the network.
fn extract_fetched(page: &Page) -> Result<Extraction, OpenError> {
    let text = text_of(&page.bytes, page.charset.as_deref())?;
    let format = format_of(page.media_type.as_deref(), page.address.path(), &text);
    extract(format, &text, Some(&page.address), Some(page.address.to_string()))
}

/// The article of a file, standard input or a text.
fn extract_local(source: &Source, limits: &Limits) -> Result<Extraction, OpenError> {
    let mut shown = None;
    let (format, text) = match source {
        Source::File(path) => {
            let text = text_of(&read(path, limits)?, None)?;
            shown = Some(path_as_text(path));
            (format_of(None, &path.to_string_lossy(), &text), text)
        }
        Source::Stdin => {
            let text = text_of(&read_all(std::io::stdin().lock(), limits, "-")?, None)?;
            (format_of(None, "", &text), text)
        }
        Source::Text(text) | Source::Address(text) => {
            if text.len() as u64 > limits.page_bytes() {
                return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
            }
            (format_of(None, "", text), text.clone())
        }
    };
    extract(format, &text, None, shown)
}

fn extract(
    format: Format,
    text: &str,
    address: Option<&Url>,
    shown: Option<String>,
) -> Result<Extraction, OpenError> {
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    let mut found = match format {
        Format::Html => html::extract(text, address),
        Format::Markdown => Extraction::alone(markdown::extract(&plain::plain(text))),
        Format::Text => Extraction::alone(copied::extract(&plain::plain(text))),
    };
    if let Ok(article) = &mut found.article {
        article.meta.source = shown;
    }
    Ok(found)
}

fn text_of(bytes: &[u8], charset: Option<&str>) -> Result<String, OpenError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    decode::check_is_text(bytes)?;
    Ok(decode::decode(bytes, charset))
}

fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>, OpenError> {
    let failed = |error: std::io::Error| file_error(&path.display().to_string(), &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(file_error(&path.display().to_string(), &std::io::ErrorKind::IsADirectory.into()));
    }
    read_all(file, limits, &path.display().to_string())
}

fn read_all(from: impl Read, limits: &Limits, name: &str) -> Result<Vec<u8>, OpenError> {
    let mut bytes = Vec::new();
    from.take(limits.page_bytes() + 1).read_to_end(&mut bytes).map_err(|error| file_error(name, &error))?;
    if bytes.len() as u64 > limits.page_bytes() {
        return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
    }
    Ok(bytes)
}

fn file_error(path: &str, error: &std::io::Error) -> OpenError {
    OpenError::File { path: path.to_owned(), kind: error.kind() }
}

/// The format of `text`: by `media_type`, then by the end of `name`, then by how the text begins.
fn format_of(media_type: Option<&str>, name: &str, text: &str) -> Format {
    match media_type {
        Some("text/html" | "application/xhtml+xml") => return Format::Html,
        Some("text/markdown" | "text/x-markdown") => return Format::Markdown,
        _ => {}
    }
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    match end.as_deref() {
        Some("html" | "htm" | "xhtml" | "shtml") => Format::Html,
        Some("md" | "markdown" | "mkd") => Format::Markdown,
        _ if looks_like_html(text) => Format::Html,
        _ => Format::Text,
    }
}

fn looks_like_html(text: &str) -> bool {
    /// How far into the text tags are looked for, in bytes.
    const START: usize = 2048;
    let mut end = text.len().min(START);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text[..end].trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head", "<body", "<!--", "<?xml"];
    opens.iter().any(|tag| start.starts_with(tag))
        || (start.starts_with('<') && ["<p", "<div", "<article", "<h1"].iter().any(|tag| start.contains(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_not_taken_for_a_page_without_an_article() {
        let found = run_blocking(|| panic!("deliberate")).await;
        assert_eq!(found.article, Err(OpenError::Internal));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_stopped() {
        let (started, has_started) = std::sync::mpsc::channel();
        let (ended, has_ended) = std::sync::mpsc::channel::<()>();
        let endless = move || {
            // Dropped when it unwinds.
            let _ended = ended;
            started.send(()).ok();
            loop {
                crate::steps::add(1);
            }
        };
        let waiting = tokio::spawn(run_blocking(endless));
        tokio::task::spawn_blocking(move || has_started.recv().unwrap()).await.unwrap();
        waiting.abort();
        assert!(waiting.await.is_err());
        tokio::task::spawn_blocking(move || assert!(has_ended.recv().is_err())).await.unwrap();
    }

    #[test]
    fn formats_are_told_apart() {
        for (media_type, name, text, format) in [
            (Some("text/html"), "", "x", Format::Html),
            (Some("text/plain"), "/a", "x", Format::Text),
            (None, "a.HTM", "x", Format::Html),
            (None, "a.md", "x", Format::Markdown),
            (None, "a.txt", "x < y and <p>", Format::Text),
            (None, "", "\n<!DOCTYPE html><title>x", Format::Html),
            (None, "", "<div class=a><p>x</p></div>", Format::Html),
            (None, "", "1 < 2", Format::Text),
        ] {
            assert_eq!(format_of(media_type, name, text), format, "{media_type:?} {name} {text}");
        }
    }
}
