//! The mini player: what is read on one line, its word kept in sight, and the player's steps.

use egui::{
    Align, Frame, Layout, Margin, Pos2, Rect, RichText, Sense, Ui, UiBuilder, ViewportCommand, pos2, vec2,
};
use tingxinwen::{
    player::{Command, Snapshot},
    speech::Frames,
};

use super::{
    reader::{Highlight, paint_word_box},
    row::paint_line,
    seek_bar::left,
    transport::play_ui,
};
use crate::{
    look::{Button, Glyph, Paragraph, Setting, glyph_button_ui},
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// Its size, in points.
pub const SIZE: [f32; 2] = [380.0, 96.0];
/// The band at its foot: what was heard of the whole, in points.
const BAND: f32 = 4.0;
/// The buttons that go to another sentence, in points.
const STEP: f32 = 36.0;
/// The button to play and pause.
const PLAY: f32 = 42.0;
/// The size of the sentence's text.
const TEXT: f32 = 18.0;

/// What the listener did in [`mini_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MiniChoice {
    /// Nothing.
    Waiting,
    /// Wants the whole window.
    Whole,
    /// Wants it gone.
    Closed,
}

/// Draws it. It has no frame of its own: a drag on what is no button moves it.
pub fn mini_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    here: Highlight,
    now: Frames,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<Command>,
) -> MiniChoice {
    let mut choice = MiniChoice::Waiting;
    let all = ui.max_rect();
    ui.painter().rect_filled(all, 0.0, theme.bar);
    if ui.interact(all, ui.scope_id().with("drag"), Sense::drag()).drag_started() {
        ui.ctx().send_viewport_cmd(ViewportCommand::StartDrag);
    }
    Frame::new().inner_margin(Margin { left: 14, right: 8, top: 4, bottom: 8 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        let row = vec2(ui.available_width(), 32.0);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            if glyph_button_ui(ui, Glyph::Close, &words.mini_close(), 32.0, theme).clicked() {
                choice = MiniChoice::Closed;
            }
            if glyph_button_ui(ui, Glyph::Enlarge, &words.mini_whole(), 32.0, theme).clicked() {
                choice = MiniChoice::Whole;
            }
            ui.label(RichText::new(left(snapshot, now)).size(size::SMALL).color(theme.ink2));
            let (place, _) = ui.allocate_exact_size(vec2(ui.available_width() - 6.0, 20.0), Sense::hover());
            let title = snapshot.script.as_ref().and_then(|script| script.article().title());
            let title = title.unwrap_or_default();
            paint_line(ui, place.min, title, regular(size::SMALL), theme.ink2, place.width());
        });
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), PLAY), Sense::hover());
        let steps = Rect::from_min_size(row.min, vec2(2.0 * STEP + PLAY + 8.0, PLAY));
        let zone = UiBuilder::new().max_rect(steps).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(zone, |ui| steps_ui(ui, snapshot, words, theme, commands));
        let line = Rect::from_min_max(pos2(steps.right() + 10.0, row.top()), row.max);
        sentence_ui(ui, line, snapshot, here, theme);
    });
    let total = snapshot.clock.total().0.max(1);
    let share = |frames: Frames| all.left() + all.width() * (frames.0 as f32 / total as f32).clamp(0.0, 1.0);
    let band = all.with_min_y(all.bottom() - BAND);
    ui.painter().rect_filled(band, 0.0, theme.track);
    for (start, end) in snapshot.clock.measured() {
        let part = Rect::from_x_y_ranges(share(start)..=share(end), band.y_range());
        ui.painter().rect_filled(part, 0.0, theme.ready);
    }
    ui.painter().rect_filled(band.with_max_x(share(now)), 0.0, theme.accent);
    choice
}

fn steps_ui(ui: &mut Ui, snapshot: &Snapshot, words: &Words, theme: &Theme, commands: &mut Vec<Command>) {
    use tingxinwen::remote::RemoteCommand::{Next, Previous};
    let mut step = |ui: &mut Ui, label: String, glyph, command: Command| {
        if Button::new(&label).glyph(glyph).height(STEP).ui(ui, theme).clicked() {
            commands.push(command);
        }
    };
    step(ui, words.action_previous_sentence(), Glyph::Back, Previous.command());
    let toggles = play_ui(ui, snapshot, PLAY, words, theme).clicked();
    step(ui, words.action_next_sentence(), Glyph::Forward, Next.command());
    if toggles {
        commands.push(Command::Toggle);
    }
}

/// The sentence on one line, moved so that the word that is heard is in sight.
fn sentence_ui(ui: &mut Ui, place: Rect, snapshot: &Snapshot, here: Highlight, theme: &Theme) {
    let Some(script) = &snapshot.script else { return };
    let at = here.sentence.map_or(snapshot.place, |range| range.start);
    let Some(sentence) = script.sentence_at(at).and_then(|idx| script.sentence(idx)) else { return };
    let setting = Setting {
        font: regular(TEXT),
        strong: bold(TEXT),
        color: theme.ink,
        line: 30.0,
        width: f32::INFINITY,
        room: 0.0,
    };
    let text = script.article().slice(sentence.range).replace('\n', " ");
    let paragraph = Paragraph::new(ui.ctx(), &text, sentence.range, &setting, &[]);
    let word = here.word.and_then(|word| paragraph.boxes(word).into_iter().next());
    // A third of the line is behind the word, what comes is before it.
    let hidden = word.map_or(0.0, |word| word.left() - place.width() / 3.0);
    let most = (paragraph.galley.size().x - place.width()).max(0.0);
    let top = place.center().y - paragraph.galley.size().y / 2.0;
    let corner = Pos2::new(place.left() - hidden.clamp(0.0, most), top);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place));
    ui.set_clip_rect(place.intersect(ui.clip_rect()));
    ui.painter().galley(corner, paragraph.galley.clone(), theme.ink);
    if let Some(word) = word {
        paint_word_box(&ui, word.translate(corner.to_vec2()), corner, &paragraph.galley, theme);
    }
}
