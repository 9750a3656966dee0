//! What a panel shows of the library: asked of the library's thread, and asked again when something of it changed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tingxinwen_library::{Database, Library, LibraryError};

/// An answer of the library, and when it is to be asked for again.
pub(crate) struct Asked<T> {
    library: Library,
    shown: Arc<Mutex<Shown<T>>>,
    is_stale: bool,
    /// How often the library had changed when it was asked.
    changes: Option<u64>,
}

/// What the library answered last.
#[derive(Default)]
pub(crate) struct Shown<T> {
    /// The number of the question; an older answer is of no use.
    asked: u64,
    pub(crate) answer: T,
    /// Why there is no newer answer.
    pub(crate) error: Option<LibraryError>,
}

impl<T: Default + Send + 'static> Asked<T> {
    /// Nothing of `library` yet; it is asked at the first [`is_due`](Self::is_due).
    pub(crate) fn of(library: Library) -> Self {
        Self { library, shown: Arc::default(), is_stale: true, changes: None }
    }

    /// The library.
    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    /// Has it asked again: what is wanted of it changed.
    pub(crate) fn refresh(&mut self) {
        self.is_stale = true;
    }

    /// Whether it will be asked again when it is drawn next.
    pub(crate) fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Whether it is time to [`ask`](Self::ask): something changed since the last time.
    pub(crate) fn is_due(&mut self) -> bool {
        let changes = Some(self.library.changes());
        self.is_stale |= self.changes != changes;
        self.changes = changes;
        std::mem::take(&mut self.is_stale)
    }

    /// Has the library answer by `work`, and the picture drawn again then. Who types quickly asks for more than can be
    /// answered: what is not wanted any more is not worked on.
    pub(crate) fn ask(
        &mut self,
        ctx: &egui::Context,
        work: impl FnOnce(&mut Database) -> Result<T, LibraryError> + Send + 'static,
    ) {
        let asked = {
            let mut shown = self.shown();
            shown.asked += 1;
            shown.asked
        };
        let (shown, wanted, ctx) = (Arc::clone(&self.shown), Arc::clone(&self.shown), ctx.clone());
        let work = move |database: &mut Database| {
            let is_wanted = lock(&wanted).asked == asked;
            is_wanted.then(|| work(database)).transpose()
        };
        self.library.ask(work, move |answer| {
            let mut shown = lock(&shown);
            if shown.asked != asked {
                return;
            }
            match answer {
                Ok(Some(answer)) => (shown.answer, shown.error) = (answer, None),
                Ok(None) => (),
                Err(error) => shown.error = Some(error),
            }
            ctx.request_repaint();
        });
    }

    /// The last answer.
    pub(crate) fn shown(&self) -> MutexGuard<'_, Shown<T>> {
        lock(&self.shown)
    }
}

/// What is under the lock is whole between any two statements.
fn lock<T>(shown: &Mutex<Shown<T>>) -> MutexGuard<'_, Shown<T>> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer to what was asked last, once it is there.
    fn answered(asked: &Asked<Vec<&'static str>>) -> Vec<&'static str> {
        // What was asked before it is done then.
        asked.library().call(|_| Ok(())).unwrap();
        asked.shown().answer.clone()
    }

    #[test]
    fn the_library_is_asked_again_when_something_changed_and_the_last_question_counts() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
        library.call(|_| Ok(())).unwrap();
        let (mut asked, ctx) = (Asked::of(library.clone()), egui::Context::default());
        assert!(asked.is_due() && !asked.is_due(), "once");
        let (held, hold) = std::sync::mpsc::channel::<()>();
        library.post(move |_| Ok(hold.recv()));
        asked.ask(&ctx, |_| Ok(vec!["first"]));
        asked.ask(&ctx, |_| Ok(vec!["second"]));
        held.send(()).unwrap();
        assert_eq!(answered(&asked), ["second"]);
        asked.ask(&ctx, |_| Err(LibraryError::Busy));
        assert_eq!(answered(&asked), ["second"], "what was there stays");
        assert!(asked.shown().error.is_some());
        library
            .call(|database| database.enqueue(&[tingxinwen_library::QueueSource::Text("a".into())]))
            .unwrap();
        library.call(|_| Ok(())).unwrap();
        assert!(asked.is_due(), "it changed");
        asked.refresh();
        assert!(asked.is_stale() && asked.is_due());
    }
}
