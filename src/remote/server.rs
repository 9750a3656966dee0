//! The server: answers requests at a local socket for as long as the program runs.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use interprocess::local_socket::tokio::{Listener, Stream, prelude::*};
use tokio::{
    runtime::Handle,
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};

use super::{
    Reached, RemoteAnswer, RemoteFault, RemoteRequest, RemoteSource, Status,
    protocol::{Line, line_of, message_of, read_line, write_line},
    socket,
};
use crate::{
    engine::EngineHandle,
    player::Command,
    session::{AddAt, QueueCommand},
};

/// How long a request may take to come, and how long an answer may take to be fetched.
const PATIENCE: Duration = Duration::from_secs(2);

/// Connections that are served side by side; more of them wait.
const AT_ONCE: usize = 16;

/// Pause after the system refused a connection: it lacks something that it will have again.
const BREATH: Duration = Duration::from_millis(100);

/// A socket at which an engine is reached; both it and its file go when this is dropped.
pub struct RemoteServer {
    task: JoinHandle<()>,
    path: PathBuf,
}

impl RemoteServer {
    /// Opens a socket in `folder` for `reached`, and answers on `runtime`.
    ///
    /// # Errors
    /// When the folder cannot be made, belongs to somebody else, or has too long a path.
    pub fn start(runtime: &Handle, folder: &Path, reached: Reached) -> io::Result<Self> {
        let _on_runtime = runtime.enter();
        let (listener, path) = socket::listen(folder)?;
        Ok(Self { task: runtime.spawn(accept(listener, reached)), path })
    }
}

impl Drop for RemoteServer {
    fn drop(&mut self) {
        socket::remove(&self.path);
        self.task.abort();
    }
}

/// Serves whoever connects.
async fn accept(listener: Listener, reached: Reached) {
    let mut served = JoinSet::new();
    loop {
        tokio::select! {
            Some(ended) = served.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "a remote request was dropped");
                }
            }
            accepted = listener.accept(), if served.len() < AT_ONCE => match accepted {
                Ok(stream) => {
                    served.spawn(serve(stream, reached.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a remote connection failed");
                    sleep(BREATH).await;
                }
            },
        }
    }
}

/// Answers the request that comes over `stream`; whoever sends none within [`PATIENCE`] gets no answer.
async fn serve(stream: Stream, reached: Reached) {
    let request = match timeout(PATIENCE, read_line(&stream)).await {
        Ok(Ok(Line::Whole(line))) => message_of::<RemoteRequest>(&line),
        Ok(Ok(Line::TooLong)) => Err(RemoteFault::TooLong),
        Ok(Ok(Line::Broken) | Err(_)) | Err(_) => return,
    };
    let answer = match request {
        Ok(request) => carried_out(request, &reached).await,
        Err(fault) => RemoteAnswer::Failed(fault),
    };
    let line = line_of(&answer).or_else(|fault| line_of(&RemoteAnswer::Failed(fault)));
    let Ok(line) = line else { return };
    if !matches!(timeout(PATIENCE, write_line(&stream, &line)).await, Ok(Ok(()))) {
        tracing::debug!("nobody waits for a remote answer");
    }
}

/// What comes of `request`.
async fn carried_out(request: RemoteRequest, reached: &Reached) -> RemoteAnswer {
    let engine = &reached.engine;
    match request {
        RemoteRequest::Status => {
            let snapshot = engine.snapshot();
            let playhead = engine.playhead().heard(std::time::Instant::now());
            RemoteAnswer::Status(Box::new(Status::of(&snapshot, playhead)))
        }
        RemoteRequest::Open(source) => {
            let answer = told(Command::Open(source.into()), engine).await;
            reached.raise.iter().for_each(|raise| raise());
            answer
        }
        RemoteRequest::Add(sources) => {
            let sources = sources.into_iter().map(RemoteSource::queued).collect();
            queued(QueueCommand::Add(sources, AddAt::End), reached)
        }
        RemoteRequest::Password(password) => match &reached.queue {
            Some(queue) => {
                queue.passwords().give(password.0.into());
                RemoteAnswer::Done
            }
            None => RemoteAnswer::Failed(RemoteFault::NoQueue),
        },
        RemoteRequest::PlayNow(source) => queued(QueueCommand::PlayNow(source.queued()), reached),
        RemoteRequest::NextArticle => queued(QueueCommand::PlayNext, reached),
        RemoteRequest::Raise => {
            reached.raise.iter().for_each(|raise| raise());
            RemoteAnswer::Done
        }
        RemoteRequest::Command(command) => {
            if command.needs_article() && engine.snapshot().script.is_none() {
                return RemoteAnswer::Failed(RemoteFault::NothingOpen);
            }
            told(command.command(), engine).await
        }
    }
}

fn queued(command: QueueCommand, reached: &Reached) -> RemoteAnswer {
    match &reached.queue {
        Some(queue) => {
            queue.send(command);
            RemoteAnswer::Done
        }
        None => RemoteAnswer::Failed(RemoteFault::NoQueue),
    }
}

/// Tells the player, and waits for it, so that whoever asks next meets the player as it is then.
async fn told(command: Command, engine: &EngineHandle) -> RemoteAnswer {
    engine.perform(command).await;
    RemoteAnswer::Done
}
