//! What is said at the socket: a line of JSON asks, a line of JSON answers.

use std::{io, path::PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tingxinwen_library::QueueSource;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};

use super::{RemoteCommand, Status};
use crate::article::Source;

/// The longest line, in MiB, its end included: that of a long page's text.
pub const MOST_MIB: usize = 8;
const MOST_BYTES: usize = MOST_MIB << 20;

/// What is asked of a running program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemoteRequest {
    /// To do something.
    Command(RemoteCommand),
    /// To open another article.
    Open(RemoteSource),
    /// To play these articles after what it plays.
    Add(Vec<RemoteSource>),
    /// To open encrypted documents with this password.
    Password(Password),
    /// To play this article now.
    PlayNow(RemoteSource),
    /// To play the next article of the queue now.
    NextArticle,
    /// To bring its window to the front.
    Raise,
    /// To tell what it reads.
    Status,
}

/// A password as it is handed over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// An article as it is handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemoteSource {
    /// A web page: http or https.
    Address(String),
    /// A local file, by its whole path: the two programs run in different folders.
    File(PathBuf),
    /// Text itself.
    Text(String),
}

impl RemoteSource {
    /// As an item of the queue.
    pub fn queued(self) -> QueueSource {
        match self {
            Self::Address(address) => QueueSource::Address(address),
            Self::File(path) => QueueSource::File(path),
            Self::Text(text) => QueueSource::Text(text),
        }
    }
}

impl From<RemoteSource> for Source {
    fn from(source: RemoteSource) -> Self {
        match source {
            RemoteSource::Address(address) => Self::Address(address),
            RemoteSource::File(path) => Self::File(path),
            RemoteSource::Text(text) => Self::Text(text),
        }
    }
}

/// What a running program answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemoteAnswer {
    /// The player was told.
    Done,
    /// What it reads.
    Status(Box<Status>),
    /// Nothing was done.
    Failed(RemoteFault),
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum RemoteFault {
    /// No article is open.
    #[error("no article is open")]
    NothingOpen,
    /// The program has no queue.
    #[error("there is no queue")]
    NoQueue,
    /// The line is longer than [`MOST_MIB`].
    #[error("the request is too long")]
    TooLong,
    /// The line is no request.
    #[error("the request cannot be read")]
    Unreadable,
}

/// `message` as its line, if that is not too long.
///
/// # Errors
/// [`RemoteFault::TooLong`]; [`RemoteFault::Unreadable`] for a path that is not Unicode.
pub(super) fn line_of(message: &impl Serialize) -> Result<String, RemoteFault> {
    let mut line = serde_json::to_string(message).map_err(|_| RemoteFault::Unreadable)?;
    line.push('\n');
    if line.len() > MOST_BYTES { Err(RemoteFault::TooLong) } else { Ok(line) }
}

/// The message of a line.
pub(super) fn message_of<T: DeserializeOwned>(line: &[u8]) -> Result<T, RemoteFault> {
    serde_json::from_slice(line).map_err(|_| RemoteFault::Unreadable)
}

/// A line as it came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A whole one.
    Whole(Vec<u8>),
    /// The other side ended before the line did.
    Broken,
    /// More than [`MOST_BYTES`].
    TooLong,
}

/// Reads a line from `stream`, and no more than a line may have.
pub(super) async fn read_line(stream: impl AsyncRead + Unpin) -> io::Result<Line> {
    let mut line = Vec::new();
    let mut bounded = BufReader::new(stream).take(MOST_BYTES as u64);
    bounded.read_until(b'\n', &mut line).await?;
    Ok(match line.last() {
        Some(b'\n') => Line::Whole(line),
        _ if line.len() == MOST_BYTES => Line::TooLong,
        _ => Line::Broken,
    })
}

/// Writes a line to `stream`.
pub(super) async fn write_line(mut stream: impl AsyncWrite + Unpin, line: &str) -> io::Result<()> {
    stream.write_all(line.as_bytes()).await?;
    stream.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Line {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(read_line(bytes)).unwrap()
    }

    #[test]
    fn requests_keep_their_names_from_release_to_release() {
        let written = |request: RemoteRequest| line_of(&request).unwrap();
        let command = |command| written(RemoteRequest::Command(command));
        assert_eq!(command(RemoteCommand::PreviousParagraph), "{\"command\":\"previous-paragraph\"}\n");
        assert_eq!(command(RemoteCommand::Seek { secs: -10 }), "{\"command\":{\"seek\":{\"secs\":-10}}}\n");
        assert_eq!(
            command(RemoteCommand::SeekTo { millis: 1500 }),
            "{\"command\":{\"seek-to\":{\"millis\":1500}}}\n"
        );
        assert_eq!(written(RemoteRequest::Status), "\"status\"\n");
        assert_eq!(written(RemoteRequest::NextArticle), "\"next-article\"\n");
        let added = RemoteRequest::Add(vec![RemoteSource::Address("https://a.test/".into())]);
        assert_eq!(written(added), "{\"add\":[{\"address\":\"https://a.test/\"}]}\n");
        let file = RemoteRequest::Open(RemoteSource::File("/tmp/a b.html".into()));
        assert_eq!(written(file.clone()), "{\"open\":{\"file\":\"/tmp/a b.html\"}}\n");
        assert_eq!(message_of(written(file.clone()).as_bytes()), Ok(file));
    }

    #[test]
    fn a_line_is_read_to_its_end_and_no_further_than_it_may_go() {
        assert_eq!(read(b"\"status\"\nmore"), Line::Whole(b"\"status\"\n".to_vec()));
        assert_eq!(read(b"\"stat"), Line::Broken);
        assert_eq!(read(b""), Line::Broken);
        assert_eq!(read(&vec![b'['; MOST_BYTES * 2]), Line::TooLong);
        let mut longest = vec![b' '; MOST_BYTES - 1];
        longest.push(b'\n');
        assert_eq!(read(&longest), Line::Whole(longest.clone()));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let nested = "[".repeat(MOST_BYTES - 1);
        for bad in ["", "null", "{}", "\"fly\"", "{\"command\":{\"seek\":{\"secs\":1e99}}}", "\u{0}", &nested]
        {
            assert_eq!(
                message_of::<RemoteRequest>(bad.as_bytes()),
                Err(RemoteFault::Unreadable),
                "{}",
                &bad[..bad.len().min(40)]
            );
        }
        assert_eq!(message_of::<RemoteRequest>(&[0xff, 0xfe]), Err(RemoteFault::Unreadable));
    }

    #[test]
    fn what_is_too_long_to_hand_over_is_told_before_it_is_sent() {
        let text = RemoteRequest::Open(RemoteSource::Text("字".repeat(MOST_BYTES / 3)));
        assert_eq!(line_of(&text), Err(RemoteFault::TooLong));
    }
}
