//! From what the listener gave to an article: reads or fetches it, tells what it is, extracts.

use std::{io::Read, path::Path};

use tokio::time::{Instant, timeout_at};
use url::Url;

use tingxinwen_net::{Limits, Page, Reach, fetch, fetch_linked};

use super::{
    Article, Notice, OpenError, Source, continued, copied, decode,
    html::{self, Extraction},
    limits::{MAX_PARTS, STACK_BYTES},
    markdown,
};

/// Fetches or reads `source`, and finds the article in it.
///
/// # Errors
/// One [`OpenError`] for each way in which there is none.
pub async fn open(source: Source) -> Result<Article, OpenError> {
    open_within(source, Limits::default()).await
}

/// As [`open`], within `limits`.
///
/// # Errors
/// As [`open`].
pub async fn open_within(source: Source, limits: Limits) -> Result<Article, OpenError> {
    // Files may be slow and pages large: neither holds up the thread that serves the player.
    let Source::Address(address) = &source else {
        return run_blocking(move || extract_local(&source, &limits)).await.article;
    };
    let page = fetch(address, &limits).await?;
    let (reach, shown) = (page.reach, page.address.to_string());
    let Extraction { article, elsewhere } = run_blocking(move || extract_fetched(&page)).await;
    let linked = LinkedPages { until: Instant::now() + limits.whole, limits, reach };
    let mut article = whole(article, elsewhere.simpler, &linked).await?;
    // Wherever its text was found, the article is the one that the listener asked for.
    article.meta.source = Some(shown);
    Ok(with_parts(article, elsewhere.next, &linked).await)
}

/// How pages that a page links to are fetched: all together may take as long as the first.
struct LinkedPages {
    until: Instant,
    limits: Limits,
    reach: Reach,
}

impl LinkedPages {
    async fn extract(&self, url: Url) -> Option<Extraction> {
        let page = fetch_linked(&url, &self.limits, self.reach);
        let page = timeout_at(self.until, page).await.ok()?.ok()?;
        Some(run_blocking(move || extract_fetched(&page)).await)
    }
}

/// `article`, or what one of the `simpler` pages has where the page itself keeps its text back.
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
async fn run_blocking(work: impl FnOnce() -> Result<Extraction, OpenError> + Send + 'static) -> Extraction {
    let result = tokio::task::spawn_blocking(move || on_large_stack(work)).await;
    result.unwrap_or(Err(OpenError::Internal)).flatten().unwrap_or_else(Extraction::failed)
}

/// Runs `work` on a thread with a stack of [`STACK_BYTES`], since parsers recurse as deep as pages nest.
///
/// # Errors
/// [`OpenError::Internal`] when `work` panics or no thread can be started; the log tells which, and nothing of the
/// page.
pub(super) fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, OpenError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("extract".into()).stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, work).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "no thread to extract an article on");
            OpenError::Internal
        })?;
        thread.join().map_err(|_| {
            tracing::error!("the extraction of an article panicked");
            OpenError::Internal
        })
    })
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Text,
}

/// The article of a page from the network.
fn extract_fetched(page: &Page) -> Result<Extraction, OpenError> {
    let text = text_of(&page.bytes, page.charset.as_deref())?;
    let form = form_of(page.media_type.as_deref(), page.address.path(), &text);
    extract(form, &text, Some(&page.address), Some(page.address.to_string()))
}

/// The article of what is on this machine.
fn extract_local(source: &Source, limits: &Limits) -> Result<Extraction, OpenError> {
    let mut shown = None;
    let (form, text) = match source {
        Source::File(path) => {
            let text = text_of(&read(path, limits)?, None)?;
            shown = Some(path.display().to_string());
            (form_of(None, &path.to_string_lossy(), &text), text)
        }
        Source::Stdin => {
            let text = text_of(&read_all(std::io::stdin().lock(), limits, "-")?, None)?;
            (form_of(None, "", &text), text)
        }
        Source::Text(text) | Source::Address(text) => {
            if text.len() as u64 > limits.page_bytes() {
                return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
            }
            (form_of(None, "", text), text.clone())
        }
    };
    extract(form, &text, None, shown)
}

fn extract(
    form: Form,
    text: &str,
    address: Option<&Url>,
    shown: Option<String>,
) -> Result<Extraction, OpenError> {
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    let mut found = match form {
        Form::Html => html::extract(text, address),
        Form::Markdown => Extraction::alone(markdown::extract(text)),
        Form::Text => Extraction::alone(copied::extract(text)),
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

/// By what the sender says, then by the name, then by the look.
fn form_of(media_type: Option<&str>, name: &str, text: &str) -> Form {
    match media_type {
        Some("text/html" | "application/xhtml+xml") => return Form::Html,
        Some("text/markdown" | "text/x-markdown") => return Form::Markdown,
        _ => {}
    }
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    match end.as_deref() {
        Some("html" | "htm" | "xhtml" | "shtml") => Form::Html,
        Some("md" | "markdown" | "mkd") => Form::Markdown,
        _ if looks_like_html(text) => Form::Html,
        _ => Form::Text,
    }
}

fn looks_like_html(text: &str) -> bool {
    /// Where a page's first tags stand, in bytes.
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

    #[test]
    fn forms_are_told_apart() {
        for (media_type, name, text, form) in [
            (Some("text/html"), "", "x", Form::Html),
            (Some("text/plain"), "/a", "x", Form::Text),
            (None, "a.HTM", "x", Form::Html),
            (None, "a.md", "x", Form::Markdown),
            (None, "a.txt", "x < y and <p>", Form::Text),
            (None, "", "\n<!DOCTYPE html><title>x", Form::Html),
            (None, "", "<div class=a><p>x</p></div>", Form::Html),
            (None, "", "1 < 2", Form::Text),
        ] {
            assert_eq!(form_of(media_type, name, text), form, "{media_type:?} {name} {text}");
        }
    }
}
