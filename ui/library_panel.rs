//! The library in the page's place: what is searched and listed, asked of the library's thread.

use std::sync::Arc;

use tingxinwen::{
    app::QueueHandle,
    article::Source,
    core::document::DocumentId,
    player::Command,
    session::{AddAt, QueueCommand},
};
use tingxinwen_library::{Counts, Entry, Library, Query, QueueSource, UnixSecs};

use crate::{
    asked::Asked,
    covers::Covers,
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
    queue: Option<QueueHandle>,
    query: Query,
    list: Asked<Listed>,
    covers: Covers,
    /// What was removed last, to be brought back.
    removed: Option<(DocumentId, String)>,
    /// Whether the field of the search takes the keyboard when it is drawn next.
    focuses: bool,
    /// The tag that is being typed.
    new_tag: String,
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
    entries: Arc<[Entry]>,
    counts: Counts,
    /// Sources and tags, and how many documents each has.
    sites: Vec<(String, u64)>,
    tags: Vec<(String, u64)>,
}

impl LibraryPanel {
    pub(crate) fn new(library: Library, queue: Option<QueueHandle>, covers: Covers) -> Self {
        Self {
            queue,
            query: Query::default(),
            list: Asked::of(library),
            covers,
            removed: None,
            focuses: false,
            new_tag: String::new(),
        }
    }

    /// Lists what there is of `site`, or all there is.
    pub(crate) fn show_site(&mut self, site: Option<String>) {
        self.query = Query { site, ..Query::default() };
        self.list.refresh();
    }

    /// Has the sidebar drawn with what it shows of the library.
    pub(crate) fn with_sidebar<R>(&mut self, draw: impl FnOnce(SidebarPart<'_>) -> R) -> R {
        let list = &self.list.shown().answer;
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
        if self.list.is_due() {
            let limit = if self.query.words.trim().is_empty() { LISTED } else { FOUND };
            let query = Query { limit, ..self.query.clone() };
            self.list.ask(ctx, move |database| {
                let (entries, counts) = (database.list(&query)?.into(), database.counts()?);
                Ok(Listed { entries, counts, sites: database.sites()?, tags: database.tags()? })
            });
        }
    }

    /// Has the list asked for again, since something of it changed.
    pub(crate) fn refresh(&mut self) {
        self.list.refresh();
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
            let shown = self.list.shown();
            let (list, error) = (&shown.answer, shown.error.as_ref().map(|error| words.library_error(error)));
            let mut shown = LibraryShown {
                query: &mut self.query,
                entries: &list.entries,
                counts: list.counts,
                tags: &list.tags,
                covers: &self.covers,
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
        if self.list.is_stale() {
            ui.ctx().request_repaint();
        }
    }

    fn take(&mut self, choice: LibraryChoice, commands: &mut Vec<Command>) {
        match choice {
            LibraryChoice::Changed => self.list.refresh(),
            LibraryChoice::Open(id) => commands.push(Command::Open(Source::Address(id.0))),
            LibraryChoice::Enqueue(id) => {
                if let Some(queue) = &self.queue {
                    queue.send(QueueCommand::Add(vec![QueueSource::Address(id.0)], AddAt::End));
                }
            }
            LibraryChoice::Remove(id, title) => {
                let removed = id.clone();
                self.list.library().post(move |database| database.remove(&removed, UnixSecs::now()));
                self.removed = Some((id, title));
                self.list.refresh();
            }
            LibraryChoice::Tag(id, tags) => {
                self.list.library().post(move |database| database.set_tags(&id, &tags));
                self.list.refresh();
            }
            LibraryChoice::Undo => {
                if let Some((id, _)) = self.removed.take() {
                    self.list.library().post(move |database| database.restore(&id));
                    self.list.refresh();
                }
            }
        }
    }
}
