//! Feeds at work: a thread that adds them, refreshes those whose time has come, and tells how it went.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tingxinwen_feeds::{FeedProblem, Refresher, When, find};
use tingxinwen_library::Library;
use tokio::sync::mpsc;

/// How long after the start the first feeds are asked: what the listener opens goes first.
const FIRST_CHECK: Duration = Duration::from_secs(5);
/// How often it is looked whether the time of a feed has come.
const CHECK: Duration = Duration::from_secs(60);
/// How often it is looked whether another program changed the library: a command, the button of a browser.
const LOOK: Duration = Duration::from_secs(1);

/// What a window asks of the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedsCommand {
    /// Looks for the feed of this address, and adds it.
    Add(String),
    /// Asks all servers now.
    Refresh,
}

/// How it is with the feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedsStatus {
    /// Whether servers are being asked.
    pub is_busy: bool,
    /// How the last feed was added: its name, or the address and what is wrong with it.
    pub added: Option<Result<String, (String, FeedProblem)>>,
}

/// A handle on the feeds; the thread ends with the last of them, when its last request is done.
#[derive(Clone, Debug)]
pub struct FeedsHandle {
    commands: mpsc::UnboundedSender<FeedsCommand>,
    status: Arc<Mutex<FeedsStatus>>,
}

impl FeedsHandle {
    /// Starts the feeds of `library`; `wake` is called when there is something new to show.
    ///
    /// # Errors
    /// When the system gives no thread for it.
    pub fn start(library: Library, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (commands, asked) = mpsc::unbounded_channel();
        let status = Arc::<Mutex<FeedsStatus>>::default();
        let worker = Worker {
            refresher: Refresher::new(library.clone()),
            library,
            status: Arc::clone(&status),
            wake: Box::new(wake),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("feeds".to_owned()).spawn(move || runtime.block_on(worker.run(asked)))?;
        Ok(Self { commands, status })
    }

    /// Never blocks; commands are carried out in order.
    pub fn send(&self, command: FeedsCommand) {
        if self.commands.send(command).is_err() {
            tracing::error!("the feeds have ended; a command is lost");
        }
    }

    /// How it is with them.
    pub fn status(&self) -> FeedsStatus {
        lock(&self.status).clone()
    }
}

struct Worker {
    refresher: Refresher,
    library: Library,
    status: Arc<Mutex<FeedsStatus>>,
    wake: Box<dyn Fn() + Send>,
}

impl Worker {
    async fn run(self, mut asked: mpsc::UnboundedReceiver<FeedsCommand>) {
        let mut next_check = Instant::now() + FIRST_CHECK;
        let mut changes = self.library.changes();
        loop {
            let command = tokio::select! {
                command = asked.recv() => match command {
                    Some(command) => Some(command),
                    None => return,
                },
                () = tokio::time::sleep(LOOK) => None,
            };
            if command.is_none() && Instant::now() < next_check {
                let now = self.library.changes();
                if std::mem::replace(&mut changes, now) != now {
                    (self.wake)();
                }
                self.library.look();
                continue;
            }
            next_check = Instant::now() + CHECK;
            match command {
                Some(FeedsCommand::Add(address)) => {
                    self.change(|status| *status = FeedsStatus { is_busy: true, added: None });
                    let added = self.add(&address).await.map_err(|problem| (address, problem));
                    self.change(|status| *status = FeedsStatus { is_busy: false, added: Some(added) });
                }
                Some(FeedsCommand::Refresh) => {
                    self.change(|status| status.is_busy = true);
                    self.refresh(When::Now).await;
                    self.change(|status| status.is_busy = false);
                }
                None => self.refresh(When::Due).await,
            }
        }
    }

    async fn add(&self, address: &str) -> Result<String, FeedProblem> {
        let found = find(address).await?;
        let name = found.feed.title.clone().unwrap_or_else(|| found.address.to_string());
        let added = self.refresher.add(found, String::new()).await;
        added.map(|_| name).map_err(|error| {
            tracing::warn!(%error, "a feed is not added");
            FeedProblem::Internal
        })
    }

    async fn refresh(&self, when: When) {
        let library = self.library.clone();
        let feeds = tokio::task::spawn_blocking(move || library.call(|database| database.feeds())).await;
        match feeds {
            Ok(Ok(feeds)) => self.refresher.refresh(feeds, when, |_| (self.wake)()).await,
            Ok(Err(error)) => tracing::warn!(%error, "the feeds are not read"),
            Err(error) => tracing::error!(%error, "the feeds are not read"),
        }
    }

    fn change(&self, change: impl FnOnce(&mut FeedsStatus)) {
        change(&mut lock(&self.status));
        (self.wake)();
    }
}

/// What is under the lock is whole between any two statements.
fn lock(status: &Mutex<FeedsStatus>) -> MutexGuard<'_, FeedsStatus> {
    status.lock().unwrap_or_else(PoisonError::into_inner)
}
