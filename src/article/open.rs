//! From what the listener gave to an article: reads or fetches it, tells what it is, extracts.

use std::{io::Read, path::Path};

use super::{
    Article, OpenError, Source, copied, decode,
    fetch::{self, fetch},
    html,
    limits::{Limits, STACK_BYTES},
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
    let page = match &source {
        Source::Address(address) => Some(fetch(address, &limits).await?),
        Source::File(_) | Source::Text(_) | Source::Stdin => None,
    };
    // Files may be slow and pages large: neither holds up the thread that serves the player.
    let work = move || extract(&source, page, &limits);
    match tokio::task::spawn_blocking(move || on_large_stack(work)).await {
        Ok(result) => result,
        Err(_) => Err(OpenError::NoArticle),
    }
}

/// Runs `work` on a thread of its own, since parsers recurse as deep as pages nest.
fn on_large_stack(work: impl FnOnce() -> Result<Article, OpenError> + Send) -> Result<Article, OpenError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("extract".into()).stack_size(STACK_BYTES);
        match thread.spawn_scoped(scope, work) {
            // A panic in a parser is a page without an article, not the end of the program.
            Ok(thread) => thread.join().unwrap_or(Err(OpenError::NoArticle)),
            Err(_) => Err(OpenError::NoArticle),
        }
    })
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Text,
}

fn extract(source: &Source, page: Option<fetch::Page>, limits: &Limits) -> Result<Article, OpenError> {
    let mut address = None;
    let mut shown = None;
    let (form, text) = match source {
        Source::Address(_) => {
            let page = page.ok_or(OpenError::Empty)?;
            let text = text_of(&page.bytes, page.charset.as_deref())?;
            let form = form_of(page.media_type.as_deref(), page.address.path(), &text);
            shown = Some(page.address.to_string());
            address = Some(page.address);
            (form, text)
        }
        Source::File(path) => {
            let text = text_of(&read(path, limits)?, None)?;
            shown = Some(path.display().to_string());
            (form_of(None, &path.to_string_lossy(), &text), text)
        }
        Source::Stdin => {
            let text = text_of(&read_all(std::io::stdin().lock(), limits, "-")?, None)?;
            (form_of(None, "", &text), text)
        }
        Source::Text(text) => {
            if text.len() as u64 > limits.page_bytes() {
                return Err(OpenError::TooLarge { limit_mib: limits.page_mib });
            }
            (form_of(None, "", text), text.clone())
        }
    };
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    let mut article = match form {
        Form::Html => html::extract(&text, address.as_ref())?,
        Form::Markdown => markdown::extract(&text)?,
        Form::Text => copied::extract(&text)?,
    };
    article.meta.source = shown;
    Ok(article)
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
    OpenError::File { path: path.to_owned(), reason: error.to_string() }
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
