//! The card that takes articles along, and its button.

use std::{path::PathBuf, sync::mpsc};

use egui::{Painter, Pos2, Stroke, Ui, pos2};
use tingxinwen::{
    app::{ExportOf, source_of},
    article::{self, Source},
    core::document::Document,
    export::{Kind, Layout, Order, Overwriting, Per, Quality, SoundFormat, Template, usual_folder},
    player::{Snapshot, Speed},
};
use tingxinwen_library::{Entry, Query};

use super::App;
use crate::{
    actions::Action,
    asked::Asked,
    exporting::Exporting,
    look::{Button, Glyph},
    sharing::Sharing,
    theme::Theme,
    view::export::{
        Choosable, Division, ExportChoice, ExportDraft, Place, ShareShown, Taken, export_ui, usual_division,
    },
};

/// The folder of the podcast, in that of the program.
const PODCAST: &str = "Podcast";
/// The most articles of the library that can be chosen from.
const MOST: u32 = 100;
/// The radius and width of the ring on the button, in points.
const RING: f32 = 15.0;
const RING_WIDTH: f32 = 2.5;

/// What is taken along.
#[derive(Default)]
pub(super) struct TakeAlong {
    /// What is wanted, while the card is open.
    draft: Option<ExportDraft>,
    /// Where the folder dialog answers.
    chosen: Option<mpsc::Receiver<Option<PathBuf>>>,
    /// What is being made, or was made last.
    exporting: Option<Exporting>,
    /// What was chosen the last time.
    last: Option<ExportDraft>,
    /// The podcast, while it is shared.
    sharing: Option<Sharing>,
    /// What the library has to be chosen from.
    library: Option<Asked<Vec<Entry>>>,
}

impl TakeAlong {
    /// Puts what the library has into `draft`, with what is chosen of it.
    fn list_library(&mut self, ctx: &egui::Context, draft: &mut ExportDraft) {
        let Some(library) = &mut self.library else { return };
        if library.is_due() {
            let query = Query { limit: MOST, ..Query::default() };
            library.ask(ctx, move |database| database.list(&query));
        }
        let entries = &library.shown().answer;
        let same = entries.iter().map(|entry| &entry.id.0).eq(draft.library.iter().map(|one| &one.id));
        if same {
            return;
        }
        let is_chosen = |id: &str| draft.library.iter().any(|one| one.id == id && one.is_chosen);
        let choosable = entries.iter().map(|entry| Choosable {
            id: entry.id.0.clone(),
            title: entry.title.clone(),
            is_chosen: is_chosen(&entry.id.0),
        });
        draft.library = choosable.collect();
    }
}

impl App {
    /// Opens the card, or closes it.
    pub(super) fn toggle_take_along(&mut self, snapshot: &Snapshot) {
        if self.take_along.draft.take().is_some() {
            return;
        }
        let Some((program, _)) = &self.program else { return };
        let kind = Kind::Sound(SoundFormat::Mp3);
        let last = self.take_along.last.clone().unwrap_or_else(|| ExportDraft {
            taken: Taken::Open,
            has_open: false,
            queued: 0,
            library: Vec::new(),
            kind,
            division: usual_division(kind),
            quality: Quality::default(),
            speed: Speed::NORMAL,
            played: Speed::NORMAL,
            subtitles: Vec::new(),
            place: Place::default(),
            podcast: usual_folder().join(self.words.app_name()).join(PODCAST),
            folder: usual_folder().join(self.words.app_name()),
        });
        let queued = program.queue().map_or(0, |queue| queue.snapshot().items.len());
        let has_open = snapshot.script.is_some();
        let taken = match has_open {
            true => Taken::Open,
            false if queued > 0 => Taken::Queue,
            false => Taken::Chosen,
        };
        let listed = program.library().map(Asked::of);
        self.take_along.library = listed;
        self.take_along.draft = Some(ExportDraft {
            taken,
            has_open,
            queued,
            library: Vec::new(),
            played: snapshot.speed,
            ..last
        });
    }

    /// Draws the card, where it is open.
    pub(super) fn take_along_ui(&mut self, ctx: &egui::Context, theme: &Theme, snapshot: &Snapshot) {
        let Some(mut draft) = self.take_along.draft.take() else { return };
        self.take_along.list_library(ctx, &mut draft);
        if let Some(answer) = self.take_along.chosen.as_ref().and_then(|chosen| chosen.try_recv().ok()) {
            self.take_along.chosen = None;
            let place = match draft.place {
                Place::Folder => &mut draft.folder,
                Place::Podcast => &mut draft.podcast,
            };
            *place = answer.unwrap_or_else(|| place.clone());
        }
        let shown = self.take_along.exporting.as_ref().map(|exporting| exporting.shown(self.words));
        let share = self.take_along.sharing.as_ref().map_or(ShareShown::Off, Sharing::shown);
        let choice = export_ui(ctx, self.words, theme, &mut draft, shown.as_ref(), &share);
        let mut stays = true;
        match choice {
            ExportChoice::Waiting => (),
            ExportChoice::Closed => stays = false,
            ExportChoice::ChooseFolder => self.choose_folder(ctx),
            ExportChoice::Start => self.start_export(ctx, &draft, snapshot),
            ExportChoice::Replace => self.replace_exported(ctx),
            ExportChoice::TogglePause => {
                self.take_along.exporting.iter().for_each(Exporting::toggle_pause);
            }
            ExportChoice::Cancel | ExportChoice::Again => self.take_along.exporting = None,
            ExportChoice::Share => {
                self.take_along.sharing = Some(Sharing::start(draft.podcast.clone(), self.words, ctx));
            }
            ExportChoice::StopSharing => self.take_along.sharing = None,
            ExportChoice::ShowFolder => {
                if let Some(exporting) = &self.take_along.exporting
                    && let Some(address) = article::file_address(&exporting.folder())
                {
                    ctx.open_url(egui::OpenUrl::new_tab(address));
                }
            }
        }
        self.take_along.last = Some(draft.clone());
        self.take_along.draft = stays.then_some(draft);
    }

    fn start_export(&mut self, ctx: &egui::Context, draft: &ExportDraft, snapshot: &Snapshot) {
        let Some((program, _)) = &self.program else { return };
        let wanted = match draft.taken {
            Taken::Open => open_document(snapshot).map(ExportOf::Open).into_iter().collect(),
            Taken::Queue => {
                let items = program.queue().map(|queue| queue.snapshot().items.to_vec());
                let sources = items.into_iter().flatten().map(|item| source_of(item.source));
                sources.map(ExportOf::From).collect()
            }
            Taken::Chosen => {
                let chosen = draft.library.iter().filter(|one| one.is_chosen);
                chosen.map(|one| ExportOf::From(Source::Address(one.id.clone()))).collect()
            }
        };
        let (folder, template) = (draft.target().to_owned(), Template::default());
        let layout = match (draft.place, draft.division) {
            (Place::Podcast, _) => Layout::Podcast { folder, template },
            (Place::Folder, Division::One) => Layout::Together { folder, template },
            (Place::Folder, Division::Article) => Layout::Each { folder, template, per: Per::Document },
            (Place::Folder, Division::Chapter) => Layout::Each { folder, template, per: Per::Chapter },
        };
        let order = Order {
            kind: draft.kind,
            quality: draft.quality,
            speed: draft.speed,
            subtitles: draft.subtitles.clone(),
            cover: None,
            layout,
        };
        self.take_along.exporting =
            Some(Exporting::start(program, wanted, order, Overwriting::Refused, self.words, ctx));
    }

    /// Makes the same again, and replaces what is there.
    fn replace_exported(&mut self, ctx: &egui::Context) {
        let (Some((program, _)), Some(last)) = (&self.program, self.take_along.exporting.take()) else {
            return;
        };
        let (wanted, order) = (last.wanted.clone(), last.order.clone());
        self.take_along.exporting =
            Some(Exporting::start(program, wanted, order, Overwriting::Allowed, self.words, ctx));
    }

    fn choose_folder(&mut self, ctx: &egui::Context) {
        let (answer, chosen) = mpsc::channel();
        let ctx = ctx.clone();
        let asked = std::thread::Builder::new().name("folder-dialog".to_owned()).spawn(move || {
            answer.send(rfd::FileDialog::new().pick_folder()).ok();
            ctx.request_repaint();
        });
        self.take_along.chosen = asked.is_ok().then_some(chosen);
    }

    /// The button, with a ring that shows how far it is.
    pub(super) fn take_along_button_ui(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        snapshot: &Snapshot,
        asked: &mut Option<Action>,
    ) {
        if self.program.is_none() {
            return;
        }
        let action = Action::TakeAlong;
        let going_on = self.take_along.exporting.as_ref().filter(|exporting| exporting.is_going_on());
        let share = going_on.and_then(Exporting::share);
        ui.add_enabled_ui(action.is_enabled(snapshot), |ui| {
            let label = action.label(self.words);
            let percent = share.map(|share| self.words.export_percent((share * 100.0) as u32));
            let button = Button::new(&label).glyph(Glyph::Suitcase).on(share.is_some()).ui(ui, theme);
            if let Some(share) = share {
                ring(ui.painter(), button.rect.center(), share, theme);
            }
            let tip = self.keys.tip(action, self.words);
            let tip = percent.map_or(tip.clone(), |percent| format!("{tip}　{percent}"));
            if button.on_hover_text(tip).clicked() {
                *asked = Some(action);
            }
        });
    }
}

/// What is open, as it is read.
fn open_document(snapshot: &Snapshot) -> Option<Document> {
    match &snapshot.parts {
        Some(parts) => Some(Document::clone(parts.document())),
        None => snapshot.script.as_ref().map(|script| Document::of_article((**script.article()).clone())),
    }
}

/// Paints a ring of which `share` is done.
fn ring(painter: &Painter, middle: Pos2, share: f32, theme: &Theme) {
    painter.circle_stroke(middle, RING, Stroke::new(RING_WIDTH, theme.track));
    let steps = (share.clamp(0.0, 1.0) * 48.0).round() as usize;
    let at = |step: usize| {
        let angle = step as f32 / 48.0 * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2;
        pos2(middle.x + RING * angle.cos(), middle.y + RING * angle.sin())
    };
    let points: Vec<Pos2> = (0..=steps).map(at).collect();
    painter.line(points, Stroke::new(RING_WIDTH, theme.accent));
}
