//! The podcast of one's own while players in the listener's network may have it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use tingxinwen::export::{PODCAST_PORT, PodcastFolder, PodcastServer};
use tokio::sync::oneshot;

use crate::{look::Qr, view::export::ShareShown, words::Words};

/// A podcast that is served until this is dropped.
pub(crate) struct Sharing {
    shown: Arc<Mutex<ShareShown>>,
    /// Ends it when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl Sharing {
    /// Lets all of the network who know its address have the podcast in `folder`.
    pub(crate) fn start(folder: PathBuf, words: &'static Words, ctx: &egui::Context) -> Self {
        let (stop, stopped) = oneshot::channel();
        let shown = Arc::new(Mutex::new(ShareShown::Starting));
        let (own, ctx) = (Arc::clone(&shown), ctx.clone());
        let show = move |shown: ShareShown| {
            *own.lock().unwrap_or_else(PoisonError::into_inner) = shown;
            ctx.request_repaint();
        };
        let told = show.clone();
        let run = move || {
            if let Err(error) = serve(&folder, stopped, &show) {
                show(ShareShown::Failed(words.failure(&error)));
            }
        };
        if let Err(error) = thread::Builder::new().name("podcast".to_owned()).spawn(run) {
            told(ShareShown::Failed(words.failure(&error.into())));
        }
        Self { shown, _stop: stop }
    }

    /// How it stands.
    pub(crate) fn shown(&self) -> ShareShown {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Serves the podcast in `folder` until it is `stopped`; tells `show` its address.
fn serve(folder: &Path, stopped: oneshot::Receiver<()>, show: &impl Fn(ShareShown)) -> anyhow::Result<()> {
    let podcast = PodcastFolder::open(folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let everywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, PODCAST_PORT));
        let server = PodcastServer::listen(&podcast, everywhere).await?;
        podcast.save(&server.base())?;
        let address = server.feed_address();
        show(ShareShown::At { code: Qr::of(&address), address });
        tokio::select! {
            served = server.serve(folder) => Ok(served?),
            _ = stopped => Ok(()),
        }
    })
}
