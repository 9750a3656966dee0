//! The library in the page's place: what is searched and listed, asked of the library's thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tingxinwen::{
    app::QueueHandle,
    article::Source,
    core::document::DocumentId,
    player::Command,
    session::{AddAt, QueueCommand},
};
use tingxinwen_library::{Counts, Database, Entry, Library, LibraryError, Query, QueueSource, UnixSecs};

use crate::{
    theme::Theme,
    view::library::{LibraryChoice, LibraryShown, library_ui},
    words::Words,
};

/// Documents that are listed at the most; who wants another searches.
const LISTED: u32 = 300;
/// Documents that a search lists at the most: the excerpt of each is cut from its whole text.
const FOUND: u32 = 60;

/// The library, as the window shows it.
pub(crate) struct LibraryPanel {
    library: Library,
    queue: Option<QueueHandle>,
    query: Query,
    list: Arc<Mutex<Listed>>,
    /// Whether the list is to be asked for again.
    is_stale: bool,
    /// What was removed last, to be brought back.
    removed: Option<(DocumentId, String)>,
    /// Whether the field of the search takes the keyboard when it is drawn next.
    focuses: bool,
    /// The tag that is being typed.
    new_tag: String,
    /// How often the library had changed when the list was asked for.
    changes: Option<u64>,
}

/// What the sidebar shows of the library.
pub(crate) struct SidebarPart<'a> {
    /// How many documents there are.
    pub(crate) all: u64,
    pub(crate) search: &'a mut String,
    pub(crate) sites: &'a [(String, u64)],
    pub(crate) site: Option<&'a str>,
    pub(crate) focuses: bool,
}

/// What the library answered.
#[derive(Default)]
struct Listed {
    /// The number of the question; an older answer is of no use.
    asked: u64,
    entries: Arc<[Entry]>,
    counts: Counts,
    /// Sources and tags, and how many documents each has.
    sites: Vec<(String, u64)>,
    tags: Vec<(String, u64)>,
    error: Option<LibraryError>,
}

impl LibraryPanel {
    pub(crate) fn new(library: Library, queue: Option<QueueHandle>) -> Self {
        Self {
            library,
            queue,
            query: Query::default(),
            list: Arc::default(),
            is_stale: true,
            removed: None,
            focuses: false,
            new_tag: String::new(),
            changes: None,
        }
    }

    /// Lists what there is of `site`, or all there is.
    pub(crate) fn show_site(&mut self, site: Option<String>) {
        self.query = Query { site, ..Query::default() };
        self.is_stale = true;
    }

    /// Has the sidebar drawn with what it shows of the library.
    pub(crate) fn with_sidebar<R>(&mut self, draw: impl FnOnce(SidebarPart<'_>) -> R) -> R {
        let list = lock(&self.list);
        draw(SidebarPart {
            all: list.counts.all,
            search: &mut self.query.words,
            sites: &list.sites,
            site: self.query.site.as_deref(),
            focuses: std::mem::take(&mut self.focuses),
        })
    }

    /// Asks for the list again, where something of it changed.
    pub(crate) fn keep_fresh(&mut self, ctx: &egui::Context) {
        let changes = Some(self.library.changes());
        self.is_stale |= self.changes != changes;
        self.changes = changes;
        if std::mem::take(&mut self.is_stale) {
            self.ask(ctx);
        }
    }

    /// Has the list asked for again, since something of it changed.
    pub(crate) fn refresh(&mut self) {
        self.is_stale = true;
    }

    /// Puts the keyboard into the field of the search.
    pub(crate) fn focus(&mut self) {
        self.focuses = true;
    }

    /// Draws it; `open` is the document that is open, `has_search` whether it has a search of its own.
    pub(crate) fn show(
        &mut self,
        ui: &mut egui::Ui,
        open: Option<&DocumentId>,
        has_search: bool,
        words: &Words,
        theme: &Theme,
        commands: &mut Vec<Command>,
    ) {
        let mut choices = Vec::new();
        {
            let list = lock(&self.list);
            let error = list.error.as_ref().map(|error| words.library_error(error));
            let mut shown = LibraryShown {
                query: &mut self.query,
                entries: &list.entries,
                counts: list.counts,
                tags: &list.tags,
                new_tag: &mut self.new_tag,
                open,
                removed: self.removed.as_ref().map(|(_, title)| title.as_str()),
                has_queue: self.queue.is_some(),
                error,
                has_search,
                focuses: has_search && std::mem::take(&mut self.focuses),
            };
            library_ui(ui, &mut shown, words, theme, &mut choices);
        }
        for choice in choices {
            self.take(choice, commands);
        }
        if self.is_stale {
            ui.ctx().request_repaint();
        }
    }

    fn take(&mut self, choice: LibraryChoice, commands: &mut Vec<Command>) {
        match choice {
            LibraryChoice::Changed => self.is_stale = true,
            LibraryChoice::Open(id) => commands.push(Command::Open(Source::Address(id.0))),
            LibraryChoice::Enqueue(id) => {
                if let Some(queue) = &self.queue {
                    queue.send(QueueCommand::Add(vec![QueueSource::Address(id.0)], AddAt::End));
                }
            }
            LibraryChoice::Remove(id, title) => {
                let removed = id.clone();
                self.library.post(move |database| database.remove(&removed, UnixSecs::now()));
                self.removed = Some((id, title));
                self.is_stale = true;
            }
            LibraryChoice::Tag(id, tags) => {
                self.library.post(move |database| database.set_tags(&id, &tags));
                self.is_stale = true;
            }
            LibraryChoice::Undo => {
                if let Some((id, _)) = self.removed.take() {
                    self.library.post(move |database| database.restore(&id));
                    self.is_stale = true;
                }
            }
        }
    }

    fn ask(&mut self, ctx: &egui::Context) {
        let mut list = lock(&self.list);
        list.asked += 1;
        let limit = if self.query.words.trim().is_empty() { LISTED } else { FOUND };
        let query = Query { limit, ..self.query.clone() };
        let (asked, shown, ctx) = (list.asked, Arc::clone(&self.list), ctx.clone());
        drop(list);
        let is_wanted = {
            let shown = Arc::clone(&shown);
            move || lock(&shown).asked == asked
        };
        let work = move |database: &mut Database| {
            // Who types quickly asks for more than can be answered.
            if !is_wanted() {
                return Ok(None);
            }
            Ok(Some((database.list(&query)?, database.counts()?, database.sites()?, database.tags()?)))
        };
        self.library.ask(work, move |answer| {
            let mut list = lock(&shown);
            if list.asked != asked {
                return;
            }
            match answer {
                Ok(Some((entries, counts, sites, tags))) => {
                    (list.entries, list.counts, list.error) = (entries.into(), counts, None);
                    (list.sites, list.tags) = (sites, tags);
                }
                Ok(None) => (),
                Err(error) => list.error = Some(error),
            }
            ctx.request_repaint();
        });
    }
}

/// What is under the lock is whole between any two statements.
fn lock(list: &Mutex<Listed>) -> MutexGuard<'_, Listed> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
