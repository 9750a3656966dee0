//! Media keys on Windows and macOS: the system's media controls (System Media Transport Controls, Now Playing).
//!
//! What they tell is read off the player's snapshot and the playhead; what they ask becomes a [`RemoteCommand`].

use std::{
    ffi::c_void,
    num::NonZeroIsize,
    sync::Arc,
    time::{Duration, Instant},
};

use souvlaki::{
    Error, MediaControlEvent, MediaControls as System, MediaMetadata, MediaPlayback, MediaPosition,
    PlatformConfig, SeekDirection,
};
use tokio::{runtime::Handle, task::JoinHandle};

use super::{Reached, RemoteCommand, status::shortened};
use crate::{
    player::{Phase, Snapshot},
    speech::Frames,
};

/// How far a key for winding goes, as the player's own keys do.
const WINDING_SECS: i32 = 10;

/// The program in the system's media controls, for as long as this lives.
pub struct MediaControls {
    task: JoinHandle<()>,
}

impl MediaControls {
    /// Puts `reached` there under `name`. Windows knows a program by its window, whose handle (`HWND`) is `window`; macOS
    /// asks for none. What the system does not have is done without.
    pub fn start(runtime: &Handle, reached: Reached, name: &str, window: Option<NonZeroIsize>) -> Self {
        let system = (window.is_some() || !cfg!(windows)).then(|| attached(&reached, name, window));
        Self {
            task: runtime.spawn(async move {
                let told = match system {
                    Some(Ok(system)) => follow(system, &reached).await,
                    Some(Err(error)) => Err(error),
                    None => Ok(()),
                };
                if let Err(error) = told {
                    tracing::info!(%error, "no media keys");
                }
            }),
        }
    }
}

impl Drop for MediaControls {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn attached(reached: &Reached, name: &str, window: Option<NonZeroIsize>) -> Result<System, Error> {
    let hwnd = window.map(|window| window.get() as *mut c_void);
    let mut system = System::new(PlatformConfig { display_name: name, dbus_name: "tingxinwen", hwnd })?;
    let asked = reached.clone();
    system.attach(move |event| carry_out(&asked, event))?;
    Ok(system)
}

/// Tells the system what is played, until the player ends.
async fn follow(mut system: System, reached: &Reached) -> Result<(), Error> {
    let mut snapshots = reached.engine.subscribe();
    let mut told = (None, Frames::default());
    loop {
        let snapshot = Arc::clone(&snapshots.borrow_and_update());
        let is_same = told.1 == snapshot.clock.total() && told.0 == snapshot.document;
        if !is_same {
            told = (snapshot.document.clone(), snapshot.clock.total());
            tell_article(&mut system, &snapshot)?;
        }
        system.set_playback(playback_of(&snapshot, reached))?;
        if snapshots.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// Tells what is read. Pictures are left out, since the system would fetch them.
fn tell_article(system: &mut System, snapshot: &Snapshot) -> Result<(), Error> {
    let Some(script) = &snapshot.script else { return system.set_metadata(MediaMetadata::default()) };
    let article = script.article();
    let title = shortened(&article.name());
    let site = article.meta.site.as_deref().map(shortened);
    // Who wrote it, or where it stands.
    let artist = article.byline().map(shortened).or_else(|| site.clone());
    system.set_metadata(MediaMetadata {
        title: Some(&title),
        album: Some(site.as_deref().unwrap_or_default()),
        artist: Some(artist.as_deref().unwrap_or_default()),
        cover_url: None,
        duration: Some(duration_of(snapshot.clock.total())),
    })
}

fn playback_of(snapshot: &Snapshot, reached: &Reached) -> MediaPlayback {
    let heard = snapshot.article_time(reached.engine.playhead().heard(Instant::now()));
    let progress = Some(MediaPosition(duration_of(heard)));
    match snapshot.phase {
        Phase::Playing | Phase::Buffering { .. } => MediaPlayback::Playing { progress },
        Phase::Paused => MediaPlayback::Paused { progress },
        Phase::Empty | Phase::Finished => MediaPlayback::Stopped,
    }
}

fn duration_of(frames: Frames) -> Duration {
    Duration::try_from_secs_f64(frames.as_secs_f64()).unwrap_or_default()
}

/// Does what the system asks.
fn carry_out(reached: &Reached, event: MediaControlEvent) {
    let secs = |direction: SeekDirection, secs: i32| match direction {
        SeekDirection::Forward => RemoteCommand::Seek { secs },
        SeekDirection::Backward => RemoteCommand::Seek { secs: -secs },
    };
    match event {
        MediaControlEvent::Play => reached.tell(RemoteCommand::Play),
        MediaControlEvent::Pause | MediaControlEvent::Stop => reached.tell(RemoteCommand::Pause),
        MediaControlEvent::Toggle => reached.tell(RemoteCommand::Toggle),
        MediaControlEvent::Next => reached.next(),
        MediaControlEvent::Previous => reached.previous(),
        MediaControlEvent::Seek(direction) => reached.tell(secs(direction, WINDING_SECS)),
        MediaControlEvent::SeekBy(direction, by) => {
            reached.tell(secs(direction, i32::try_from(by.as_secs()).unwrap_or(i32::MAX)));
        }
        MediaControlEvent::SetPosition(MediaPosition(position)) => {
            let millis = u32::try_from(position.as_millis()).unwrap_or(u32::MAX);
            reached.tell(RemoteCommand::SeekTo { millis });
        }
        MediaControlEvent::SetVolume(gain) => reached.tell(RemoteCommand::Volume { gain: gain as f32 }),
        MediaControlEvent::Raise => {
            if let Some(raise) = &reached.raise {
                raise();
            }
        }
        MediaControlEvent::SetShuffle(_) | MediaControlEvent::OpenUri(_) | MediaControlEvent::Quit => (),
        // What later versions of the crate add.
        _ => (),
    }
}
