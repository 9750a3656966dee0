//! Remote control: a running program is reached by other programs of the same listener and by media keys.
//!
//! [`command`](RemoteCommand) is what can be done without the window. `protocol` is how it is written, a line of JSON
//! there and one back; [`server`](RemoteServer) answers such lines at a local socket, [`ask`] sends them, and
//! `socket` knows where sockets stand. `mpris` and `media_controls` take the same commands from the desktop's media keys.
//! `native` is how the button of a browser talks to its host.

#[cfg(target_os = "linux")]
mod art;
mod client;
mod command;
#[cfg(any(windows, target_os = "macos"))]
mod media_controls;
#[cfg(target_os = "linux")]
mod mpris;
mod native;
mod notices;
#[cfg(target_os = "linux")]
mod others;
mod protocol;
mod server;
mod socket;
mod status;

pub use client::{RemoteError, ask};
pub use command::RemoteCommand;
#[cfg(any(windows, target_os = "macos"))]
pub use media_controls::MediaControls;
#[cfg(target_os = "linux")]
pub use mpris::MediaKeys;
pub use native::{MOST_NATIVE_MIB, NativeMessage, Pressed, Wish, is_web, send_native};
pub use protocol::{MOST_MIB, Password, RemoteAnswer, RemoteFault, RemoteRequest, RemoteSource};
pub use server::RemoteServer;
pub use socket::folder;
pub use status::{Status, StatusPhase};

use std::sync::Arc;

use tokio::{runtime::Handle, task::JoinHandle};

use crate::{
    app::{PlaybackNow, QueueHandle},
    engine::EngineHandle,
};

/// The name that desktops know the program by: that of its desktop file, of its icon, and of its windows.
pub const APP_ID: &str = "tw.tingxinwen.Tingxinwen";

/// What is reached of a program that runs.
#[derive(Clone)]
pub struct Reached {
    /// Its player.
    pub engine: EngineHandle,
    /// What it plays next.
    pub queue: Option<QueueHandle>,
    /// How the listener wants it played, as of now.
    pub playback: Arc<PlaybackNow>,
    /// Brings its window to the front; `None` where it has none.
    pub raise: Option<Arc<dyn Fn() + Send + Sync>>,
}

#[cfg(any(target_os = "linux", windows, target_os = "macos"))]
impl Reached {
    fn is_open(&self) -> bool {
        self.engine.snapshot().script.is_some()
    }

    /// Carries `command` out, if there is what it needs.
    fn tell(&self, command: RemoteCommand) {
        if self.is_open() || !command.needs_article() {
            self.engine.send(command.command());
        }
    }

    /// What a key for the next track means: the next chapter, or the next sentence where there are no chapters.
    fn next(&self) {
        let has_chapters = self.engine.snapshot().parts.is_some();
        self.tell(if has_chapters { RemoteCommand::NextChapter } else { RemoteCommand::Next });
    }

    /// What a key for the track before means.
    fn previous(&self) {
        let has_chapters = self.engine.snapshot().parts.is_some();
        self.tell(if has_chapters { RemoteCommand::PreviousChapter } else { RemoteCommand::Previous });
    }
}

/// All ways to reach a program that runs; they end with this value.
pub struct Remote {
    _server: Option<RemoteServer>,
    #[cfg(target_os = "linux")]
    _media_keys: MediaKeys,
    notices: JoinHandle<()>,
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.notices.abort();
    }
}

impl Remote {
    /// Opens all ways to reach `reached` on `runtime`. What this system does not have is done without. `name` is what
    /// the desktop calls the program.
    pub fn open(runtime: &Handle, reached: &Reached, name: &str) -> Self {
        let server = folder().and_then(|folder| {
            let server = RemoteServer::start(runtime, &folder, reached.clone());
            server.inspect_err(|error| tracing::warn!(%error, "no command reaches this program")).ok()
        });
        let (told, called) = (reached.clone(), name.to_owned());
        let notices = runtime.spawn(async move { notices::tell_of_articles(&told, &called).await });
        Self {
            _server: server,
            #[cfg(target_os = "linux")]
            _media_keys: MediaKeys::start(runtime, reached.clone(), name.to_owned()),
            notices,
        }
    }
}
