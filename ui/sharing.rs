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
        Self::at(SocketAddr::from((Ipv4Addr::UNSPECIFIED, PODCAST_PORT)), folder, words, ctx)
    }

    /// Serves the podcast in `folder` at `place`.
    fn at(place: SocketAddr, folder: PathBuf, words: &'static Words, ctx: &egui::Context) -> Self {
        let (stop, stopped) = oneshot::channel();
        let shown = Arc::new(Mutex::new(ShareShown::Starting));
        let (own, ctx) = (Arc::clone(&shown), ctx.clone());
        let show = move |shown: ShareShown| {
            *own.lock().unwrap_or_else(PoisonError::into_inner) = shown;
            ctx.request_repaint();
        };
        let told = show.clone();
        let run = move || {
            if let Err(error) = serve(place, &folder, stopped, &show) {
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

/// Serves the podcast in `folder` at `place` until it is `stopped`; tells `show` its address.
fn serve(
    place: SocketAddr,
    folder: &Path,
    stopped: oneshot::Receiver<()>,
    show: &impl Fn(ShareShown),
) -> anyhow::Result<()> {
    let podcast = PodcastFolder::open(folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = PodcastServer::listen(&podcast, place).await?;
        podcast.save(&server.base())?;
        let address = server.feed_address();
        show(ShareShown::At { code: Qr::of(&address), address });
        tokio::select! {
            served = server.serve(folder) => Ok(served?),
            _ = stopped => Ok(()),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpStream,
        time::Duration,
    };

    use super::*;
    use crate::locale::Locale;

    /// Looks, and the pause after each.
    const LOOKS: usize = 5_000;
    const GLANCE: Duration = Duration::from_millis(2);

    fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
        let looks = std::iter::repeat_with(|| {
            thread::sleep(GLANCE);
            look()
        });
        looks.take(LOOKS).flatten().next().expect("it comes to this")
    }

    #[test]
    fn a_podcast_is_there_until_it_is_no_longer_shared() {
        let folder = tempfile::tempdir().unwrap();
        let (words, ctx) = (Words::of(Locale::En), egui::Context::default());
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let sharing = Sharing::at(here, folder.path().to_owned(), words, &ctx);
        let (address, code) = until(|| match sharing.shown() {
            ShareShown::At { address, code } => Some((address, code)),
            ShareShown::Off | ShareShown::Starting => None,
            ShareShown::Failed(why) => panic!("{why}"),
        });
        assert_eq!(code, Qr::of(&address));
        let host =
            address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let mut stream = TcpStream::connect(&host).unwrap();
        write!(stream, "GET /feed.xml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("<rss"), "{answer}");
        // Where somebody listens already, that is told.
        let taken = Sharing::at(host.parse().unwrap(), folder.path().to_owned(), words, &ctx);
        until(|| matches!(taken.shown(), ShareShown::Failed(_)).then_some(()));
        drop(sharing);
        until(|| TcpStream::connect(&host).is_err().then_some(()));
    }
}
