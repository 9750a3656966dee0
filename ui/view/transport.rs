//! The player under everything: the time above; what is played, the steps, and the player's tools below.

use egui::{Align, Layout, Rect, Response, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use tingxinwen::{
    app::{SleepChoice, VoiceChoice},
    player::{Command, Phase, Snapshot},
    speech::Frames,
};

use super::{
    row::paint_line,
    seal::{paint_cover, paint_seal},
    seek_bar::{left, seek_bar_ui, time, total},
    tools::{more_ui, sleep_ui, speed_ui, voice_ui, volume_ui},
};
use crate::{
    actions::{Action, KeyMap},
    look::{Button, Glyph},
    panes::PlayerRoom,
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// The button to play and pause, in points.
const PLAY: f32 = 52.0;
/// A step with its word: width and height in points.
const STEP: [f32; 2] = [58.0, 44.0];
/// A step without a word.
const BARE_STEP: f32 = 40.0;
/// Buttons of one sign.
pub(super) const TOOL: f32 = 40.0;
/// The widths of the tools with words, in points: what they say changes, where they stand does not.
pub(super) const SPEED: f32 = 60.0;
pub(super) const VOICE: f32 = 100.0;
pub(super) const SLEEP: f32 = 84.0;
pub(super) const SLIDER: f32 = 72.0;
/// The slot of a time.
const TIME: f32 = 58.0;
/// Space between controls.
const GAP: f32 = 4.0;

/// The sleep timer, as the player shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SleepShown {
    /// What was chosen.
    pub choice: SleepChoice,
    /// The time that is left.
    pub left: Option<std::time::Duration>,
}

/// What [`transport_ui`] shows besides the player's state.
pub struct Transport<'a> {
    /// Where the listener is.
    pub now: Frames,
    /// All voices there are.
    pub voices: &'a [VoiceChoice],
    /// The listener's words.
    pub words: &'static Words,
    /// The listener's keys, for tips.
    pub keys: &'a KeyMap,
    /// Colours.
    pub theme: &'a Theme,
    /// How much there is room for.
    pub room: PlayerRoom,
    /// The sleep timer, where there is one.
    pub sleep: Option<SleepShown>,
    /// Whether the queue is shown, where there is one.
    pub queue: Option<bool>,
    /// The cover of the book that is open.
    pub cover: Option<egui::TextureHandle>,
}

/// What the listener asked of the player.
#[derive(Default)]
pub struct PlayerAsked {
    /// An action.
    pub action: Option<Action>,
    /// Another time for the sleep timer.
    pub sleep: Option<SleepChoice>,
}

impl Transport<'_> {
    /// What stands at the right, in points.
    fn right(&self) -> f32 {
        let sleep = if self.sleep.is_some() { SLEEP + GAP } else { 0.0 };
        let queue = if self.queue.is_some() { TOOL + GAP } else { 0.0 };
        match self.room {
            PlayerRoom::Tight => TOOL,
            PlayerRoom::Narrow => SLEEP,
            PlayerRoom::Middle => SPEED + GAP + sleep + queue + TOOL + GAP + TOOL,
            PlayerRoom::Wide => SPEED + GAP + VOICE + GAP + sleep + queue + TOOL + GAP + SLIDER + GAP + TOOL,
        }
    }

    /// The steps in the middle, in points.
    fn middle(&self) -> f32 {
        let step = if self.room == PlayerRoom::Tight { BARE_STEP } else { STEP[0] };
        PLAY + 4.0 * (step + GAP)
    }
}

/// Draws the player.
pub fn transport_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    asked: &mut PlayerAsked,
    commands: &mut Vec<Command>,
) {
    ui.add_enabled_ui(snapshot.script.is_some(), |ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, 2.0);
        seek_row_ui(ui, snapshot, shown, commands);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), PLAY), Sense::hover());
        let part = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to.max(from), row.y_range());
        let right = part(row.right() - shown.right(), row.right());
        // The middle is that of the window, as far as the right leaves it.
        let centre = row.center().x.min(right.left() - 2.0 * GAP - shown.middle() / 2.0);
        let middle = part(centre - shown.middle() / 2.0, centre + shown.middle() / 2.0);
        let left = part(row.left(), middle.left() - 2.0 * GAP);
        let zone = |rect| UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
        if shown.room >= PlayerRoom::Middle {
            playing_ui(ui, left, snapshot, shown, asked);
        } else {
            ui.scope_builder(zone(left), |ui| speed_ui(ui, snapshot, shown, commands));
        }
        ui.scope_builder(zone(middle), |ui| steps_ui(ui, snapshot, shown, commands));
        ui.scope_builder(zone(right), |ui| tools_ui(ui, snapshot, shown, asked, commands));
    });
}

/// Draws what focus mode has of the player: the steps, and the time under them.
pub fn focus_bar_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing = vec2(GAP, 8.0);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), PLAY), Sense::hover());
    let middle = Rect::from_center_size(row.center(), vec2(shown.middle(), PLAY));
    let zone = UiBuilder::new().max_rect(middle).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(zone, |ui| steps_ui(ui, snapshot, shown, commands));
    seek_row_ui(ui, snapshot, shown, commands);
}

/// The tools at the right.
fn tools_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    asked: &mut PlayerAsked,
    commands: &mut Vec<Command>,
) {
    if shown.room < PlayerRoom::Middle {
        sleep_ui(ui, shown, asked);
        return;
    }
    speed_ui(ui, snapshot, shown, commands);
    if shown.room == PlayerRoom::Wide {
        voice_ui(ui, snapshot, shown, commands);
    }
    sleep_ui(ui, shown, asked);
    if let Some(is_shown) = shown.queue {
        let label = Action::Queue.label(shown.words);
        let glyph = if is_shown { Glyph::FilledQueue } else { Glyph::Queue };
        let button = Button::new(&label).glyph(glyph).height(TOOL).on(is_shown).ui(ui, shown.theme);
        if button.clicked() {
            asked.action = Some(Action::Queue);
        }
        button.on_hover_text(shown.keys.tip(Action::Queue, shown.words));
    }
    volume_ui(ui, snapshot, shown, commands);
    if shown.room == PlayerRoom::Wide {
        let label = Action::Mini.label(shown.words);
        let button = Button::new(&label).glyph(Glyph::Mini).height(TOOL).ui(ui, shown.theme);
        if button.clicked() {
            asked.action = Some(Action::Mini);
        }
        button.on_hover_text(shown.keys.tip(Action::Mini, shown.words));
    }
    if shown.room == PlayerRoom::Middle {
        more_ui(ui, snapshot, shown, commands);
    }
}

/// The time that was heard, the bar over the whole, and the time that is left at this speed.
fn seek_row_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let Transport { now, words, theme, .. } = *shown;
    ui.horizontal(|ui| {
        let slot = vec2(TIME, 24.0);
        let time_ui = |ui: &mut Ui, text: String, layout: Layout| {
            let text = RichText::new(text).size(size::SMALL).color(theme.ink2);
            ui.allocate_ui_with_layout(slot, layout, |ui| {
                ui.set_min_width(TIME);
                ui.label(text)
            });
        };
        time_ui(ui, time(now), Layout::left_to_right(Align::Center));
        let bar = vec2(ui.available_width() - TIME - ui.spacing().item_spacing.x, slot.y);
        ui.allocate_ui(bar, |ui| seek_bar_ui(ui, snapshot, now, words, theme, commands));
        time_ui(ui, left(snapshot, now), Layout::right_to_left(Align::Center));
    });
}

/// A button that does `action`, which needs no window.
pub(super) fn action_ui(
    ui: &mut Ui,
    button: Button<'_>,
    action: Action,
    shown: &Transport<'_>,
    commands: &mut Vec<Command>,
) -> Response {
    let response = button.ui(ui, shown.theme);
    if let (true, Some(remote)) = (response.clicked(), action.remote()) {
        commands.push(remote.command());
    }
    response.on_hover_text(shown.keys.tip(action, shown.words))
}

fn steps_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let words = shown.words;
    let (paragraph, sentence) = match shown.room {
        PlayerRoom::Tight => (String::new(), String::new()),
        PlayerRoom::Narrow | PlayerRoom::Middle | PlayerRoom::Wide => {
            (words.step_paragraph(), words.step_sentence())
        }
    };
    let mut step_ui = |ui: &mut Ui, action: Action, glyph: Glyph, text: &str, is_back: bool| {
        let label = action.label(words);
        let button = Button::new(&label).text(text.trim());
        let button = if is_back { button.glyph(glyph) } else { button.glyph_last(glyph) };
        let button = if shown.room == PlayerRoom::Tight {
            button.height(BARE_STEP)
        } else {
            button.width(STEP[0]).height(STEP[1])
        };
        action_ui(ui, button, action, shown, commands);
    };
    step_ui(ui, Action::PreviousParagraph, Glyph::DoubleBack, &paragraph, true);
    step_ui(ui, Action::PreviousSentence, Glyph::Back, &sentence, true);
    let play = play_ui(ui, snapshot, PLAY, words, shown.theme);
    let plays = play.clicked();
    play.on_hover_text(shown.keys.tip(Action::PlayPause, words));
    step_ui(ui, Action::NextSentence, Glyph::Forward, &sentence, false);
    step_ui(ui, Action::NextParagraph, Glyph::DoubleForward, &paragraph, false);
    if plays {
        commands.push(Command::Toggle);
    }
}

/// The round button to play and pause, `diameter` points wide. It says what a press would do.
pub(super) fn play_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    diameter: f32,
    words: &Words,
    theme: &Theme,
) -> Response {
    let (glyph, label) =
        if snapshot.wants_sound() { (Glyph::Pause, words.pause()) } else { (Glyph::Play, words.play()) };
    let (rect, response) = ui.allocate_exact_size(vec2(diameter, diameter), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label.as_str()));
    let fill = if response.hovered() { theme.accent.gamma_multiply(0.88) } else { theme.accent };
    ui.painter().circle_filled(rect.center(), diameter / 2.0, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, theme.on_accent);
        ui.painter().circle_stroke(rect.center(), diameter / 2.0 - 3.0, stroke);
    }
    glyph.paint(ui.painter(), rect.center(), (diameter * 0.54).round(), theme.on_accent);
    response
}

/// What is played: its source's seal, its headline, and one line of state. A press shows it.
fn playing_ui(ui: &mut Ui, place: Rect, snapshot: &Snapshot, shown: &Transport<'_>, asked: &mut PlayerAsked) {
    let Some(script) = &snapshot.script else { return };
    let article = script.article();
    // A chapter may have none.
    let title = article.name();
    let title = title.as_str();
    let response = ui.interact(place, ui.scope_id().with("playing"), Sense::click());
    let label = shown.words.now_playing_is(title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
    if response.clicked() {
        asked.action = Some(Action::Follow);
    }
    let theme = shown.theme;
    let site = article.meta.site.as_deref();
    let seal = Rect::from_min_size(pos2(place.left(), place.center().y - 22.0), vec2(44.0, 44.0));
    match &shown.cover {
        Some(cover) => paint_cover(ui, seal, cover),
        None => paint_seal(ui, seal, site.unwrap_or(title), theme),
    }
    let text = pos2(seal.right() + 12.0, place.center().y - 22.0);
    let width = place.right() - text.x;
    paint_line(ui, text, title, bold(size::CONTROL), theme.ink, width);
    let state = state_words(snapshot, site, shown.words);
    paint_line(ui, text + vec2(0.0, 24.0), &state, regular(size::SMALL), theme.ink2, width);
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, theme.accent);
        ui.painter().rect_stroke(place, 8.0, stroke, egui::StrokeKind::Inside);
    }
}

/// Who recorded what is open, where that is heard.
fn narrator(snapshot: &Snapshot) -> Option<&str> {
    snapshot.script.as_ref()?.article().recordings()?;
    snapshot.parts.as_ref()?.document().meta.narrator.as_deref()
}

/// What matters most of: waiting, the end, the source with the time of the whole.
fn state_words(snapshot: &Snapshot, site: Option<&str>, words: &Words) -> String {
    match snapshot.phase {
        Phase::Buffering { wait } => words.buffering_time(wait),
        Phase::Finished => words.finished(),
        Phase::Empty | Phase::Paused | Phase::Playing => {
            let whole = words.whole_time(total(snapshot, words));
            let narrator = narrator(snapshot).map(|name| words.narrated_by(name));
            let source = narrator.as_deref().or(site);
            source.map_or_else(|| whole.clone(), |source| format!("{source}　{whole}"))
        }
    }
}
