//! The panels beside the page: the library at the left, the queue at the right; in narrow windows, in place of the page.

use std::{path::PathBuf, sync::Arc};

use egui::{Frame, Margin, Panel, Ui};
use tingxinwen::{
    app::{Application, QueueHandle},
    article::{Source, TextRange},
    core::document::DocumentId,
    player::{Command, Phase, Snapshot},
    session::{AddAt, QueueCommand},
    text::Script,
};
use tingxinwen_library::QueueSource;

use super::App;
use crate::{library_panel::LibraryPanel, marks::Marks, theme::Theme, view::queue::queue_ui};

/// The width of the library, in points.
const LIBRARY: f32 = 360.0;
/// The width of the queue, in points.
const QUEUE: f32 = 340.0;
/// What the page has at the least beside a panel, in points.
const PAGE: f32 = 400.0;

/// The panels, and which of them are open.
#[derive(Default)]
pub(super) struct Panels {
    library: Option<LibraryPanel>,
    marks: Option<Marks>,
    queue: Option<QueueHandle>,
    shows_library: bool,
    shows_queue: bool,
    /// What the list of the library was made for.
    listed_for: Option<(Option<DocumentId>, Phase)>,
}

impl Panels {
    pub(super) fn of(program: &Arc<dyn Application>) -> Self {
        let queue = program.queue();
        let marks = program.library().map(Marks::new);
        let library = program.library().map(|library| LibraryPanel::new(library, queue.clone()));
        Self { library, marks, queue, ..Self::default() }
    }

    pub(super) fn toggle_library(&mut self) {
        self.shows_library = !self.shows_library && self.library.is_some();
        if let Some(library) = &mut self.library {
            library.refresh();
            library.focus();
        }
    }

    pub(super) fn toggle_queue(&mut self) {
        self.shows_queue = !self.shows_queue && self.queue.is_some();
    }

    pub(super) fn has_library(&self) -> bool {
        self.library.is_some()
    }

    /// The sentences of `script` that the listener marked.
    pub(super) fn marked(&self, script: &Arc<Script>) -> Arc<[TextRange]> {
        self.marks.as_ref().map(|marks| marks.sentences(script)).unwrap_or_default()
    }

    /// Marks the sentence that is heard, or takes its mark away.
    pub(super) fn toggle_mark(&self, snapshot: &Snapshot, ctx: &egui::Context) {
        if let (Some(marks), Some(place), Some(script)) =
            (&self.marks, snapshot.document_place(), &snapshot.script)
        {
            marks.toggle(place, script, ctx);
        }
    }

    /// The queue, and how many items it has.
    pub(super) fn queue(&self) -> Option<(&QueueHandle, usize)> {
        self.queue.as_ref().map(|queue| (queue, queue.snapshot().items.len()))
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
    /// Draws the open panels. Whether there is room for the page beside them.
    pub(super) fn panels_ui(
        &mut self,
        ui: &mut Ui,
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
        let words = self.words;
        let frame = Frame::new().fill(theme.bar).inner_margin(Margin::symmetric(12, 10));
        // In place of the page, the queue goes over the library.
        let mut has_room = true;
        if panels.shows_queue
            && let Some(queue) = &panels.queue
        {
            let fits = ui.available_width() >= QUEUE + PAGE;
            has_room &= fits;
            let width = if fits { QUEUE } else { ui.available_width() };
            let mut asked = Vec::new();
            let panel = Panel::right("queue").exact_size(width).resizable(false).frame(frame);
            let closes = panel.show(ui, |ui| queue_ui(ui, &queue.snapshot(), words, theme, &mut asked)).inner;
            asked.into_iter().for_each(|command| queue.send(command));
            panels.shows_queue &= !closes;
        }
        if let Some(library) = panels.library.as_mut().filter(|_| panels.shows_library && has_room) {
            let fits = ui.available_width() >= LIBRARY + PAGE;
            has_room &= fits;
            let width = if fits { LIBRARY } else { ui.available_width() };
            let before = commands.len();
            let panel = Panel::left("library").exact_size(width).resizable(false).frame(frame);
            let closes = panel.show(ui, |ui| library.show(ui, open.as_ref(), words, theme, commands)).inner;
            // What was opened is to be seen.
            panels.shows_library &= !closes && (fits || commands.len() == before);
        }
        has_room
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
