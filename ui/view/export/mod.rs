//! The card that takes articles along: what, as what, where to, and how far that is.

mod progress;
mod share;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use egui::{Label, RichText, ScrollArea, Sense, Ui, pos2, vec2};
use tingxinwen::{
    export::{Kind, Quality, SoundFormat, SubtitleFormat},
    player::Speed,
};

pub use share::ShareShown;

use super::{
    escape,
    tools::{SPEEDS, speed_text},
};
use crate::{
    look::{Button, Ground, dialog, segments_ui},
    theme::{Theme, regular, size},
    view::row::paint_line,
    words::Words,
};

/// The width of the card and of what stands at its left, in points.
const WIDTH: f32 = 584.0;
const LABELS: f32 = 88.0;
/// The height of a row, in points.
const ROW: f32 = 34.0;

/// What is taken along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taken {
    /// What is open.
    #[default]
    Open,
    /// What is in the queue.
    Queue,
    /// What is chosen of the library.
    Chosen,
}

/// How files are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// All in one, each article a chapter.
    One,
    /// A file an article.
    Article,
    /// A file a chapter.
    Chapter,
}

/// Where files go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Into a folder.
    #[default]
    Folder,
    /// Into a podcast of one's own, an episode an article.
    Podcast,
}

/// An article of the library that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosable {
    /// Its identity.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What is wanted so far.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportDraft {
    /// What is taken along.
    pub taken: Taken,
    /// Whether anything is open, and how many are in the queue.
    pub has_open: bool,
    /// How many articles are in the queue.
    pub queued: usize,
    /// What the library has.
    pub library: Vec<Choosable>,
    /// What files are.
    pub kind: Kind,
    /// How they are divided.
    pub division: Division,
    /// How much room their sound may take.
    pub quality: Quality,
    /// How fast it is spoken.
    pub speed: Speed,
    /// How fast what is open is played now.
    pub played: Speed,
    /// Their subtitles.
    pub subtitles: Vec<SubtitleFormat>,
    /// Where they go.
    pub place: Place,
    /// The folder.
    pub folder: PathBuf,
    /// The folder of the podcast.
    pub podcast: PathBuf,
}

impl ExportDraft {
    /// The folder that files go into.
    pub fn target(&self) -> &Path {
        match self.place {
            Place::Folder => &self.folder,
            Place::Podcast => &self.podcast,
        }
    }
}

/// What is shown of an export that was begun.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportShown {
    /// Its files, in order.
    pub files: Vec<FileShown>,
    /// The index of the one that is being made.
    pub current: usize,
    /// The share of all that is done.
    pub share: f32,
    /// How long it still takes, where that can be told.
    pub left: Option<Duration>,
    /// Whether it rests.
    pub is_paused: bool,
    /// Whether all is there.
    pub is_done: bool,
    /// Whether it failed because a file is there already.
    pub is_in_the_way: bool,
    /// Why it failed.
    pub failed: Option<String>,
    /// What did not go as wanted.
    pub notes: Vec<String>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct FileShown {
    /// Its title.
    pub title: String,
    /// The share of it that is done; `None` before it begins.
    pub share: Option<f32>,
}

/// What the listener did in [`export_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportChoice {
    /// Nothing yet, or something in the draft.
    Waiting,
    /// Closes the card; what goes on goes on.
    Closed,
    /// Wants another folder.
    ChooseFolder,
    /// Begins.
    Start,
    /// Begins again, and replaces what is there.
    Replace,
    /// Lets it rest, or go on.
    TogglePause,
    /// Ends it.
    Cancel,
    /// Wants to see the files.
    ShowFolder,
    /// Goes back to what is wanted.
    Again,
    /// Lets players in the network have the podcast.
    Share,
    /// Lets them have it no longer.
    StopSharing,
}

/// Draws the card: `draft`, or `shown` where an export was begun; `share` is how the podcast is shared.
pub fn export_ui(
    ctx: &egui::Context,
    words: &Words,
    theme: &Theme,
    draft: &mut ExportDraft,
    shown: Option<&ExportShown>,
    share: &ShareShown,
) -> ExportChoice {
    let mut choice = ExportChoice::Waiting;
    if escape::closes(ctx) {
        return ExportChoice::Closed;
    }
    dialog(ctx, &words.take_along(), |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 44.0));
        ui.spacing_mut().item_spacing.y = 10.0;
        ui.add_space(4.0);
        match shown {
            Some(shown) => {
                progress::progress_ui(ui, words, theme, shown);
                if draft.place == Place::Podcast {
                    share::share_ui(ui, words, theme, share, &mut choice);
                }
                progress::buttons_ui(ui, words, theme, shown, &mut choice);
            }
            None => {
                wishes_ui(ui, words, theme, draft, &mut choice);
                if draft.place == Place::Podcast {
                    share::share_ui(ui, words, theme, share, &mut choice);
                }
                begin_ui(ui, words, theme, draft, &mut choice);
            }
        }
    });
    choice
}

/// What is wanted.
fn wishes_ui(ui: &mut Ui, words: &Words, theme: &Theme, draft: &mut ExportDraft, choice: &mut ExportChoice) {
    row_ui(ui, &words.export_what(), theme, |ui| {
        let mut all = Vec::new();
        if draft.has_open {
            all.push((Taken::Open, words.export_this()));
        }
        if draft.queued > 0 {
            all.push((Taken::Queue, words.export_queue(draft.queued)));
        }
        if !draft.library.is_empty() {
            all.push((Taken::Chosen, words.export_choose()));
        }
        segments_ui(ui, &mut draft.taken, all, theme);
    });
    if draft.taken == Taken::Chosen {
        ScrollArea::vertical().max_height(ROW * 5.0).auto_shrink([false, true]).show(ui, |ui| {
            for one in &mut draft.library {
                ui.checkbox(&mut one.is_chosen, &one.title);
            }
        });
    }
    row_ui(ui, &words.export_format(), theme, |ui| kinds_ui(ui, words, theme, draft));
    if draft.place == Place::Folder {
        row_ui(ui, &words.export_files(), theme, |ui| {
            let all = [
                (Division::One, words.export_one()),
                (Division::Article, words.export_each()),
                (Division::Chapter, words.export_each_chapter()),
            ];
            segments_ui(ui, &mut draft.division, all, theme);
        });
    }
    if draft.kind.sound().has_quality() {
        row_ui(ui, &words.export_quality(), theme, |ui| {
            let all = [
                (Quality::Small, words.export_quality_small()),
                (Quality::Standard, words.export_quality_standard()),
                (Quality::High, words.export_quality_high()),
            ];
            segments_ui(ui, &mut draft.quality, all, theme);
        });
    }
    row_ui(ui, &words.speed(), theme, |ui| {
        let mut speeds: Vec<Speed> = SPEEDS.map(Speed::new).to_vec();
        speeds.extend([draft.speed, draft.played]);
        speeds.sort_by(|one, other| one.factor().total_cmp(&other.factor()));
        speeds.dedup();
        let all = speeds.into_iter().map(|speed| (speed, speed_text(speed.factor())));
        segments_ui(ui, &mut draft.speed, all, theme);
    });
    row_ui(ui, &words.export_subtitles(), theme, |ui| {
        for format in SubtitleFormat::ALL {
            let mut is_on = draft.subtitles.contains(&format);
            if ui.checkbox(&mut is_on, format.ending().to_uppercase()).changed() {
                draft.subtitles.retain(|one| *one != format);
                draft.subtitles.extend(is_on.then_some(format));
            }
        }
    });
    row_ui(ui, &words.export_to(), theme, |ui| {
        let all = [(Place::Folder, words.export_to_folder()), (Place::Podcast, words.export_to_podcast())];
        segments_ui(ui, &mut draft.place, all, theme);
        let label = words.export_folder();
        if Button::new(&label).text(&label).ground(Ground::Bordered).ui(ui, theme).clicked() {
            *choice = ExportChoice::ChooseFolder;
        }
        let path = RichText::new(draft.target().display().to_string()).size(size::CONTROL).color(theme.ink2);
        ui.add(Label::new(path).truncate());
    });
}

/// The last row of what is wanted.
fn begin_ui(ui: &mut Ui, words: &Words, theme: &Theme, draft: &ExportDraft, choice: &mut ExportChoice) {
    foot_ui(ui, &words.export_hint(), theme, |ui| {
        let has_any = match draft.taken {
            Taken::Open => draft.has_open,
            Taken::Queue => draft.queued > 0,
            Taken::Chosen => draft.library.iter().any(|one| one.is_chosen),
        };
        let (start, close) = (words.export_start(), words.close());
        ui.add_enabled_ui(has_any, |ui| {
            if Button::new(&start).text(&start).ground(Ground::Filled).ui(ui, theme).clicked() {
                *choice = ExportChoice::Start;
            }
        });
        if Button::new(&close).text(&close).ui(ui, theme).clicked() {
            *choice = ExportChoice::Closed;
        }
    });
}

/// The kinds of files side by side.
fn kinds_ui(ui: &mut Ui, words: &Words, theme: &Theme, draft: &mut ExportDraft) {
    let before = draft.kind;
    let kinds = [
        (Kind::Sound(SoundFormat::Mp3), "MP3".to_owned()),
        (Kind::Sound(SoundFormat::M4b), words.export_m4b()),
        (Kind::Book, words.export_epub()),
        (Kind::Sound(SoundFormat::Opus), "Opus".to_owned()),
        (Kind::Sound(SoundFormat::Flac), "FLAC".to_owned()),
        (Kind::Sound(SoundFormat::Wav), "WAV".to_owned()),
    ];
    // A build without codecs shows no more than it makes, and players of podcasts take no books.
    let is_offered =
        |kind: Kind| kind.check().is_ok() && (draft.place == Place::Folder || kind != Kind::Book);
    if !is_offered(draft.kind) {
        draft.kind = Kind::Sound(SoundFormat::Mp3);
    }
    let kinds = kinds.into_iter().filter(|(kind, _)| is_offered(*kind));
    let kinds: Vec<_> = kinds.collect();
    ui.vertical(|ui| {
        segments_ui(ui, &mut draft.kind, kinds, theme);
        let hint = match draft.kind {
            Kind::Sound(SoundFormat::M4b | SoundFormat::M4a) => words.export_m4b_hint(),
            Kind::Book => words.export_epub_hint(),
            Kind::Sound(SoundFormat::Opus) => words.export_opus_hint(),
            Kind::Sound(SoundFormat::Flac | SoundFormat::Wav) => words.export_flac_hint(),
            Kind::Sound(SoundFormat::Mp3) => words.export_mp3_hint(),
        };
        ui.label(RichText::new(hint).size(size::SMALL).color(theme.ink2));
    });
    if draft.kind != before {
        draft.division = usual_division(draft.kind);
    }
}

/// How files of `kind` are divided unless the listener wants it otherwise.
pub fn usual_division(kind: Kind) -> Division {
    match kind {
        Kind::Book | Kind::Sound(SoundFormat::M4b | SoundFormat::M4a) => Division::One,
        Kind::Sound(SoundFormat::Mp3 | SoundFormat::Opus | SoundFormat::Flac | SoundFormat::Wav) => {
            Division::Article
        }
    }
}

/// `content` behind its `label`.
fn row_ui(ui: &mut Ui, label: &str, theme: &Theme, content: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(LABELS, ROW), Sense::hover());
        let corner = pos2(place.left(), place.center().y - size::CONTROL * 0.7);
        paint_line(ui, corner, label, regular(size::CONTROL), theme.ink2, LABELS);
        content(ui);
    });
}

/// The last row: `hint` at the left, buttons at the right.
fn foot_ui(ui: &mut Ui, hint: &str, theme: &Theme, buttons: impl FnOnce(&mut Ui)) {
    ui.separator();
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 36.0),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            buttons(ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(Label::new(RichText::new(hint).size(size::SMALL).color(theme.ink2)).truncate());
            });
        },
    );
}
