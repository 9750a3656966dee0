//! What stands beside the page or in its place: the library, the queue, the table of contents.

use std::{path::PathBuf, sync::Arc};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use tingxinwen::{
    app::{Application, QueueHandle},
    article::{Source, TextRange},
    core::document::DocumentId,
    core::document::Place,
    player::{Command, Phase, Snapshot},
    session::{AddAt, QueueCommand},
    text::Script,
};
use tingxinwen_library::QueueSource;

use super::App;
use crate::{
    covers::Covers,
    feeds_panel::FeedsPanel,
    library_panel::LibraryPanel,
    marks::Marks,
    panes::{Panes, QUEUE, QueuePlace, Side},
    theme::Theme,
    view::{
        contents::Contents,
        queue::queue_ui,
        sidebar::{Destination, SidebarShown},
    },
};

/// The panels, and which of them are open.
#[derive(Default)]
pub(super) struct Panels {
    library: Option<LibraryPanel>,
    /// The covers of books.
    pub(super) covers: Covers,
    feeds: Option<FeedsPanel>,
    marks: Option<Marks>,
    queue: Option<QueueHandle>,
    /// What the page's place shows.
    pub(super) destination: Destination,
    shows_queue: bool,
    /// Whether the table of contents stands where the queue would.
    shows_contents: bool,
    contents: Contents,
    /// Whether the sidebar is open over the page, where there is no room for it beside.
    pub(super) shows_sidebar: bool,
    /// What the list of the library was made for.
    listed_for: Option<(Option<DocumentId>, Phase)>,
}

impl Panels {
    pub(super) fn of(program: &Arc<dyn Application>) -> Self {
        let queue = program.queue();
        let marks = program.library().map(Marks::new);
        let covers = Covers::new(program.library());
        let library =
            program.library().map(|library| LibraryPanel::new(library, queue.clone(), covers.clone()));
        let feeds = program.library().zip(program.feeds());
        let feeds = feeds.map(|(library, feeds)| FeedsPanel::new(library, feeds, queue.clone()));
        Self { library, covers, feeds, marks, queue, ..Self::default() }
    }

    /// Shows the library and puts the keyboard into its search, or goes back to the article.
    pub(super) fn toggle_library(&mut self) {
        if self.destination == Destination::Library {
            self.destination = Destination::Article;
        } else {
            self.search_library();
        }
    }

    /// Shows the library, and puts the keyboard into its search.
    pub(super) fn search_library(&mut self) {
        if let Some(library) = &mut self.library {
            if self.destination != Destination::Library {
                library.focus();
            }
            library.refresh();
            self.destination = Destination::Library;
        }
    }

    /// Shows the subscriptions, or goes back to the article.
    pub(super) fn toggle_feeds(&mut self) {
        if self.destination == Destination::Feeds {
            self.destination = Destination::Article;
        } else if let Some(feeds) = &mut self.feeds {
            feeds.focus();
            self.destination = Destination::Feeds;
        }
    }

    /// The subscriptions; `None` where there are none.
    pub(super) fn feeds(&mut self) -> Option<&mut FeedsPanel> {
        self.feeds.as_mut()
    }

    /// Shows what the library has of `site`, or all of it.
    pub(super) fn show_site(&mut self, site: Option<String>) {
        if let Some(library) = &mut self.library {
            library.show_site(site);
            self.destination = Destination::Library;
        }
    }

    pub(super) fn toggle_queue(&mut self) {
        self.shows_queue = !self.shows_queue && self.queue.is_some();
        self.shows_contents = false;
    }

    /// Shows the table of contents where the queue would be, or hides it.
    pub(super) fn toggle_contents(&mut self) {
        self.shows_contents = !self.shows_contents;
        self.shows_queue = false;
    }

    /// Whether the queue or the table of contents is shown.
    pub(super) fn beside_shown(&self) -> bool {
        self.shows_queue || self.shows_contents
    }

    /// Whether the queue is shown; `None` where there is none.
    pub(super) fn queue_shown(&self) -> Option<bool> {
        self.queue.as_ref().map(|_| self.shows_queue)
    }

    pub(super) fn has_library(&self) -> bool {
        self.library.is_some()
    }

    /// What the sidebar shows of them.
    pub(super) fn with_sidebar_shown<R>(
        &mut self,
        has_settings: bool,
        draw: impl FnOnce(&mut SidebarShown<'_>) -> R,
    ) -> R {
        let queue = self.queue.as_ref().map(|queue| (queue.snapshot().items.len(), self.shows_queue));
        let feeds = self.feeds.as_ref().map(FeedsPanel::new_items);
        let (destination, mut none) = (self.destination, String::new());
        let Some(library) = &mut self.library else {
            return draw(&mut SidebarShown {
                destination,
                queue,
                feeds,
                library: None,
                search: &mut none,
                sites: &[],
                site: None,
                has_settings,
                focuses: false,
            });
        };
        library.with_sidebar(|library| {
            draw(&mut SidebarShown {
                destination,
                queue,
                feeds,
                library: Some(library.all),
                search: library.search,
                sites: library.sites,
                site: library.site,
                has_settings,
                focuses: library.focuses,
            })
        })
    }

    /// The sentences of `script` that the listener marked.
    pub(super) fn marked(&self, script: &Arc<Script>) -> Arc<[TextRange]> {
        self.marks.as_ref().map(|marks| marks.sentences(script)).unwrap_or_default()
    }

    /// Marks the sentence that is heard, or takes its mark away.
    pub(super) fn toggle_mark(&self, snapshot: &Snapshot, ctx: &egui::Context) {
        if let Some((marks, place, script)) = self.marks_at(snapshot) {
            marks.toggle(place, script, ctx);
        }
    }

    /// The marks, with the place that is heard.
    pub(super) fn marks_at<'a>(
        &'a self,
        snapshot: &'a Snapshot,
    ) -> Option<(&'a Marks, Place, &'a Arc<Script>)> {
        Some((self.marks.as_ref()?, snapshot.document_place()?, snapshot.script.as_ref()?))
    }

    /// The marks; `None` where there is no library.
    pub(super) fn marks(&self) -> Option<&Marks> {
        self.marks.as_ref()
    }

    /// The queue.
    pub(super) fn queue(&self) -> Option<&QueueHandle> {
        self.queue.as_ref()
    }

    /// Adds `sources` to the end of the queue; where nothing is `open`, plays the first of them.
    pub(super) fn enqueue(&self, sources: Vec<QueueSource>, open: bool) {
        if let Some(queue) = &self.queue {
            queue.send(QueueCommand::Add(sources, AddAt::End));
            if !open {
                queue.send(QueueCommand::PlayNext);
            }
        }
    }
}

impl App {
    /// Draws what is open beside the page or in its place. Whether the page is to be drawn.
    pub(super) fn panels_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) -> bool {
        let open = snapshot.document.as_ref().map(|(document, _)| document.clone());
        let panels = &mut self.panels;
        panels.marks.iter_mut().for_each(|marks| marks.follow(open.as_ref(), ui.ctx()));
        let now = Some((open.clone(), phase_of(snapshot)));
        if panels.listed_for != now {
            panels.listed_for = now;
            panels.library.iter_mut().for_each(LibraryPanel::refresh);
        }
        panels.library.iter_mut().for_each(|library| library.keep_fresh(ui.ctx()));
        panels.feeds.iter_mut().for_each(|feeds| feeds.keep_fresh(ui.ctx()));
        let words = self.words;
        if panels.shows_queue
            && let Some(queue) = &panels.queue
        {
            let is_beside = panes.queue == QueuePlace::Beside;
            let frame =
                Frame::new().fill(theme.bar).inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 0 });
            let width = if is_beside { QUEUE } else { ui.available_width() };
            let mut asked = Vec::new();
            let panel = Panel::right("queue").exact_size(width).resizable(false).frame(frame);
            let closes = panel.show(ui, |ui| queue_ui(ui, &queue.snapshot(), words, theme, &mut asked)).inner;
            asked.into_iter().for_each(|command| queue.send(command));
            panels.shows_queue &= !closes;
            if !is_beside {
                return false;
            }
        }
        if let Some(parts) = snapshot.parts.as_ref().filter(|_| panels.shows_contents) {
            let is_beside = panes.queue == QueuePlace::Beside;
            let frame =
                Frame::new().fill(theme.bar).inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 0 });
            let width = if is_beside { QUEUE } else { ui.available_width() };
            let panel = Panel::right("contents").exact_size(width).resizable(false).frame(frame);
            let left = parts.after(snapshot.clock.total());
            let contents = &mut panels.contents;
            let closes = panel.show(ui, |ui| contents.show(ui, parts, left, words, theme, commands)).inner;
            panels.shows_contents &= !closes;
            if !is_beside {
                return false;
            }
        }
        match panels.destination {
            Destination::Article => return true,
            Destination::Settings => {
                self.settings_ui(ui, panes, theme, snapshot, commands);
                return false;
            }
            Destination::Library | Destination::Feeds => (),
        }
        let before = commands.len();
        let has_search = panes.side != Side::Sidebar;
        let frame = Frame::new().inner_margin(Margin::symmetric(20, 0));
        let shows_feeds = panels.destination == Destination::Feeds;
        CentralPanel::default().frame(frame).show(ui, |ui| match (&mut panels.feeds, &mut panels.library) {
            (Some(feeds), _) if shows_feeds => feeds.show(ui, words, theme, commands),
            (_, Some(library)) => library.show(ui, open.as_ref(), has_search, words, theme, commands),
            (_, None) => (),
        });
        // What was opened is to be seen.
        if commands.len() > before {
            panels.destination = Destination::Article;
        }
        false
    }

    /// Opens a file that was dropped on the window; several are played one after the other.
    pub(super) fn take_dropped(&self, ctx: &egui::Context, snapshot: &Snapshot, commands: &mut Vec<Command>) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        match <[PathBuf; 1]>::try_from(dropped) {
            Ok([path]) => commands.push(Command::Open(Source::File(path))),
            Err(paths) if paths.is_empty() => (),
            Err(paths) => {
                let sources = paths.into_iter().map(QueueSource::File).collect();
                self.panels.enqueue(sources, snapshot.script.is_some());
            }
        }
    }

    /// Fetches the page anew that is open.
    pub(super) fn reload(&self, snapshot: &Snapshot, commands: &mut Vec<Command>) {
        let Some((program, _)) = &self.program else { return };
        let source = snapshot.script.as_ref().and_then(|script| script.article().meta.source.clone());
        if let Some(address) = source.filter(|source| source.contains("://")) {
            program.fetch_afresh(&address);
            commands.push(Command::Open(Source::Address(address)));
        }
    }
}

/// The phase, but for how long it lasts.
fn phase_of(snapshot: &Snapshot) -> Phase {
    match snapshot.phase {
        Phase::Buffering { .. } => Phase::Playing,
        phase @ (Phase::Empty | Phase::Paused | Phase::Playing | Phase::Finished) => phase,
    }
}
