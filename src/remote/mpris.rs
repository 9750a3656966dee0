//! Media keys on Linux: the MPRIS interface of the session bus, through which desktops pass them on.
//!
//! What it tells is read off the player's snapshot and the playhead; what the bus asks becomes a
//! [`RemoteCommand`](super::RemoteCommand) in `interface`.

mod interface;

use std::{process, sync::Arc, time::Instant};

use mpris_server::{Metadata, PlaybackRate, PlaybackStatus, Property, Server, Signal, Time, TrackId, Volume};
use tokio::{runtime::Handle, task::JoinHandle};

use super::{Reached, art::CoverFile, status::shortened};
use crate::{
    article::fingerprint,
    engine::EngineHandle,
    player::{Epoch, Parts, Phase, Snapshot},
    speech::Frames,
    text::Script,
};

use interface::Interface;

/// The program on the session bus, for as long as this lives.
pub struct MediaKeys {
    task: JoinHandle<()>,
}

impl MediaKeys {
    /// Puts `reached` on the session bus under `name`; where there is no bus, nothing happens.
    pub fn start(runtime: &Handle, reached: Reached, name: String) -> Self {
        Self { task: runtime.spawn(serve(reached, name)) }
    }
}

impl Drop for MediaKeys {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(reached: Reached, name: String) {
    let engine = reached.engine.clone();
    // Each program has a name of its own, so that two windows are two players.
    let bus_name = format!("tingxinwen.instance{}", process::id());
    let mut snapshots = engine.subscribe();
    let listening = reached.clone();
    let art = Arc::<CoverFile>::default();
    let interface = Interface { reached, name, art: Arc::clone(&art) };
    let server = match Server::new(&bus_name, interface).await {
        Ok(server) => server,
        Err(error) => {
            tracing::info!(%error, "no media keys");
            return;
        }
    };
    let others = tokio::spawn({
        let own = server.bus_name().to_string();
        async move {
            if let Err(error) = super::others::pause_for_others(&own, &listening).await {
                tracing::info!(%error, "other players are not heard of");
            }
        }
    });
    let _ends = AbortOnDrop(others);
    let mut told = Told::of(&snapshots.borrow_and_update().clone(), &art, None);
    while snapshots.changed().await.is_ok() {
        let snapshot = Arc::clone(&snapshots.borrow_and_update());
        let now = Told::of(&snapshot, &art, Some(&told));
        let changed = now.changes_since(&told);
        let has_jumped = now.epoch != told.epoch && now.is_same_article(&told);
        told = now;
        let mut sent = Ok(());
        if !changed.is_empty() {
            sent = server.properties_changed(changed).await;
        }
        if has_jumped {
            let position = time_of(position(&engine, &snapshot));
            sent = sent.and(server.emit(Signal::Seeked { position }).await);
        }
        if let Err(error) = sent {
            tracing::info!(%error, "the session bus is gone, and media keys with it");
            return;
        }
    }
}

/// A task that ends with this value.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the bus was told last.
struct Told {
    status: PlaybackStatus,
    rate: PlaybackRate,
    volume: Volume,
    script: Option<Arc<Script>>,
    total: Frames,
    metadata: Metadata,
    epoch: Epoch,
}

impl Told {
    /// What is to be told of `snapshot`; `before` saves the work for what did not change.
    fn of(snapshot: &Snapshot, art: &CoverFile, before: Option<&Self>) -> Self {
        let total = snapshot.clock.total();
        let script = snapshot.script.clone();
        let before = before.filter(|before| before.total == total && is_same(&before.script, &script));
        Self {
            status: status_of(snapshot),
            rate: snapshot.speed.into(),
            volume: volume_of(snapshot),
            total,
            metadata: before.map_or_else(|| metadata_of(snapshot, art), |before| before.metadata.clone()),
            script,
            epoch: snapshot.epoch,
        }
    }

    fn is_same_article(&self, other: &Self) -> bool {
        is_same(&self.script, &other.script)
    }

    fn changes_since(&self, before: &Self) -> Vec<Property> {
        let mut changed = Vec::new();
        if self.status != before.status {
            changed.push(Property::PlaybackStatus(self.status));
        }
        if self.rate != before.rate {
            changed.push(Property::Rate(self.rate));
        }
        if self.volume != before.volume {
            changed.push(Property::Volume(self.volume));
        }
        if self.metadata != before.metadata {
            changed.push(Property::Metadata(self.metadata.clone()));
        }
        if self.script.is_some() != before.script.is_some() {
            let is_open = self.script.is_some();
            changed.extend([
                Property::CanPlay(is_open),
                Property::CanPause(is_open),
                Property::CanSeek(is_open),
                Property::CanGoNext(is_open),
                Property::CanGoPrevious(is_open),
            ]);
        }
        changed
    }
}

fn is_same(a: &Option<Arc<Script>>, b: &Option<Arc<Script>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn status_of(snapshot: &Snapshot) -> PlaybackStatus {
    match snapshot.phase {
        Phase::Playing | Phase::Buffering { .. } => PlaybackStatus::Playing,
        Phase::Paused => PlaybackStatus::Paused,
        Phase::Empty | Phase::Finished => PlaybackStatus::Stopped,
    }
}

fn volume_of(snapshot: &Snapshot) -> Volume {
    if snapshot.muted { 0.0 } else { snapshot.volume.into() }
}

fn metadata_of(snapshot: &Snapshot, art: &CoverFile) -> Metadata {
    let Some(script) = &snapshot.script else { return Metadata::new() };
    let article = script.article();
    let mut metadata = Metadata::builder().trackid(track_of(script)).length(time_of(snapshot.clock.total()));
    // A chapter has its heading, and is of a book.
    metadata = metadata.title(shortened(&article.name()));
    let parts = snapshot.parts.as_ref();
    let album = parts.map(Parts::title).or_else(|| article.meta.site.clone());
    if let Some(album) = album {
        metadata = metadata.album(shortened(&album));
    }
    // Desktops show the artist below the title: who wrote it, or where it stands.
    let author = parts.and_then(|parts| parts.document().meta.author.as_deref());
    if let Some(artist) = author.or(article.byline()).or(article.meta.site.as_deref()) {
        metadata = metadata.artist([shortened(artist)]);
    }
    let url = article.meta.canonical.as_ref().or(article.meta.source.as_ref());
    if let Some(url) = url.filter(|url| is_web(url)) {
        metadata = metadata.url(url.clone());
    }
    let image = article.meta.image.as_ref().filter(|image| is_web(image)).cloned();
    if let Some(image) = art.address(snapshot.cover.as_ref()).or(image) {
        metadata = metadata.art_url(image);
    }
    metadata.build()
}

/// The name of an article on the bus.
fn track_of(script: &Script) -> TrackId {
    let path = format!("/tw/tingxinwen/article/{:016x}", fingerprint(&script.article().id().0));
    TrackId::try_from(path).unwrap_or(TrackId::NO_TRACK)
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn time_of(frames: Frames) -> Time {
    Time::from_micros((frames.as_secs_f64() * 1e6).round() as i64)
}

fn position(engine: &EngineHandle, snapshot: &Snapshot) -> Frames {
    snapshot.article_time(engine.playhead().heard(Instant::now()))
}
