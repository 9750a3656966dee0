//! Sources of articles, and the errors of opening them.

use std::path::PathBuf;

use super::address;
use crate::speech::NetworkFault;

/// A source: what the listener gave to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A web page: http or https.
    Address(String),
    /// A local HTML, Markdown or text file.
    File(PathBuf),
    /// Text itself: an article, or a whole copied page.
    Text(String),
    /// Standard input, to its end.
    Stdin,
}

impl Source {
    /// The source that `words` on the command line or in the clipboard name: standard input for `-`, one word that is an
    /// address, a file if `is_file` says that there is one, a site without its scheme, otherwise text.
    pub fn guess(words: &str, is_file: impl Fn(&str) -> bool) -> Self {
        let word = words.trim();
        if word == "-" {
            Self::Stdin
        } else if let Some(address) = address::with_scheme(word) {
            Self::Address(address.to_owned())
        } else if is_file(word) {
            Self::File(PathBuf::from(word))
        } else if let Some(address) = address::of_site(word) {
            Self::Address(address)
        } else {
            Self::Text(words.to_owned())
        }
    }

    /// As [`Self::guess`], of what a listener pasted: where that is a headline with its address, as programs share them,
    /// the page is meant.
    pub fn guess_shared(words: &str, is_file: impl Fn(&str) -> bool) -> Self {
        match address::shared(words) {
            Some(address) => Self::Address(address.to_owned()),
            None => Self::guess(words, is_file),
        }
    }
}

/// Why a book or document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// Its text is encrypted in a way that only other programs can undo.
    #[error("protected: {0:?}")]
    Protected(Lock),
    /// It opens with a password only, and none was given.
    #[error("a password is needed")]
    NeedsPassword,
    /// It does not open with the password that was given.
    #[error("the password is wrong")]
    WrongPassword,
    /// It holds pictures of pages and no text.
    #[error("scanned pages without text")]
    Scanned,
    /// It does not say which characters its glyphs are.
    #[error("glyphs without text")]
    NoTextMap,
    /// It unpacks to more than any document.
    #[error("unpacks to more than {limit_mib} MiB")]
    Unpacks {
        /// The limit, in MiB.
        limit_mib: u64,
    },
    /// It is damaged, or not what it seems.
    #[error("damaged")]
    Damaged,
    /// Reading it took too long.
    #[error("took longer than {secs} s")]
    TooSlow {
        /// The limit, in seconds.
        secs: u64,
    },
}

/// What a protected document is locked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Adobe ADEPT: shops that deliver through Adobe Digital Editions.
    Adobe,
    /// Apple FairPlay.
    Apple,
    /// Readium LCP: libraries and shops.
    Lcp,
    /// That of Amazon's Kindle and Mobipocket.
    Kindle,
    /// The password of an office program.
    Office,
    /// Something that does not name itself.
    Other,
}

/// Why there is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not an http or https address.
    #[error("not a web address: {0}")]
    BadAddress(String),
    /// The server could not be reached: no network, an unknown name, a refused connection.
    #[error("cannot reach {host}: {reason}")]
    Unreachable {
        /// The server's name.
        host: String,
        /// The reason.
        reason: NetworkFault,
    },
    /// The server took too long.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// The server's name.
        host: String,
    },
    /// The server answered with an error: 404, 500, …
    #[error("{host} answered with status {status}")]
    Status {
        /// The server's name.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The page sends from address to address without end.
    #[error("{host} redirects too often")]
    TooManyRedirects {
        /// The server's name.
        host: String,
    },
    /// Larger than any article.
    #[error("larger than {limit_mib} MiB")]
    TooLarge {
        /// The limit, in MiB.
        limit_mib: u64,
    },
    /// Not text: a picture, a film, a program, a PDF.
    #[error("not a page of text: {kind}")]
    NotText {
        /// Its media type, or what it looks like.
        kind: String,
    },
    /// The source is empty.
    #[error("empty")]
    Empty,
    /// Text, but no article in it.
    #[error("no article found in it")]
    NoArticle,
    /// The site shows its text to subscribers only, to others a teaser at most.
    #[error("for subscribers only")]
    Paywalled,
    /// The page shows its text by its own scripts only, which are not run.
    #[error("the page shows its text by scripts only")]
    NeedsScript,
    /// The file cannot be read.
    #[error("cannot read {path}: {kind}")]
    File {
        /// The path as given.
        path: String,
        /// The system's reason.
        kind: std::io::ErrorKind,
    },
    /// A book or document that cannot be read.
    #[error("{0}")]
    Document(DocumentFault),
    /// The program itself failed on this page: extraction panicked, or had no thread to run on.
    #[error("extraction failed on this page")]
    Internal,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_for_what_they_look_like() {
        let guess = |words| Source::guess(words, |path| path == "news.html");
        assert_eq!(guess(" https://news.test/1 "), Source::Address("https://news.test/1".into()));
        assert_eq!(guess("ftp://news.test/1"), Source::Address("ftp://news.test/1".into()));
        assert_eq!(guess("news.html"), Source::File("news.html".into()));
        assert_eq!(guess("www.news.test.tw/1"), Source::Address("https://www.news.test.tw/1".into()));
        assert_eq!(guess("-"), Source::Stdin);
        let text = "見 https://news.test/1\n全文如下";
        assert_eq!(guess(text), Source::Text(text.into()));
        let shared = "新橋通車 https://news.test/1";
        assert_eq!(guess(shared), Source::Text(shared.into()));
        assert_eq!(Source::guess_shared(shared, |_| false), Source::Address("https://news.test/1".into()));
    }
}
