//! The client: asks the program of this listener that was started last.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use interprocess::local_socket::tokio::{Stream, prelude::*};
use tokio::time::timeout;

use super::{
    RemoteAnswer, RemoteFault, RemoteRequest,
    protocol::{Line, line_of, message_of, read_line, write_line},
    socket,
};

/// How long a program may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// No program runs.
    #[error("no program runs")]
    NotRunning,
    /// A program runs, and does not answer in time.
    #[error("the program does not answer")]
    NoAnswer,
    /// A program runs, and its answer is none: it is of another version.
    #[error("the answer cannot be read")]
    BadAnswer,
    /// Nothing was done.
    #[error("{0}")]
    Refused(RemoteFault),
    /// The system refuses the connection.
    #[error("no connection: {0}")]
    Connection(io::ErrorKind),
}

/// Asks the program that was started last of those with a socket in `folder`. Sockets of programs that were killed
/// are removed on the way.
///
/// # Errors
/// When no program runs, when it refuses, or when there is no answer that can be read.
pub async fn ask(folder: &Path, request: &RemoteRequest) -> Result<RemoteAnswer, RemoteError> {
    let line = line_of(request).map_err(RemoteError::Refused)?;
    let stream = connect(socket::sockets(folder)).await?;
    let conversation = async {
        write_line(&stream, &line).await?;
        read_line(&stream).await
    };
    match timeout(PATIENCE, conversation).await {
        Ok(Ok(Line::Whole(line))) => match message_of(&line) {
            Ok(RemoteAnswer::Failed(fault)) => Err(RemoteError::Refused(fault)),
            Ok(answer) => Ok(answer),
            Err(_) => Err(RemoteError::BadAnswer),
        },
        Ok(Ok(Line::TooLong)) => Err(RemoteError::BadAnswer),
        // It ended meanwhile.
        Ok(Ok(Line::Broken)) => Err(RemoteError::NotRunning),
        Ok(Err(error)) => Err(RemoteError::Connection(error.kind())),
        Err(_) => Err(RemoteError::NoAnswer),
    }
}

/// Connects to the first of `sockets` behind which a program runs.
async fn connect(sockets: Vec<PathBuf>) -> Result<Stream, RemoteError> {
    let mut why = RemoteError::NotRunning;
    for path in sockets {
        let name = match socket::connected_name(&path) {
            Ok(name) => name,
            Err(error) => {
                why = RemoteError::Connection(error.kind());
                continue;
            }
        };
        match timeout(PATIENCE, Stream::connect(name)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) if socket::is_left_behind(&error) => socket::remove(&path),
            Ok(Err(error)) => why = RemoteError::Connection(error.kind()),
            Err(_) => why = RemoteError::NoAnswer,
        }
    }
    Err(why)
}
