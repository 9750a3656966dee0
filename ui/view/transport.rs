//! The bar at the bottom: play, time, sentence by sentence, speed, voice, volume.

use egui::{Align, ComboBox, Label, Layout, Rect, RichText, Sense, Slider, Ui, UiBuilder, vec2};
use tingxinwen::{
    app::{LANGUAGES, VoiceChoice},
    player::{Command, Phase, Snapshot, Speed, Volume},
    speech::Frames,
};

use super::{
    icon::{Icon, button_ui},
    seek_bar::{seek_bar_ui, time, total},
};
use crate::{
    actions::{Action, KeyMap},
    theme::{Theme, size},
    words::Words,
};

/// The button to play and pause, in points.
const BUTTON: f32 = 46.0;
/// Buttons to the next sentence or paragraph.
const STEP: f32 = 36.0;
/// Buttons of speed and sound.
const SMALL: f32 = 28.0;
/// The choice of speed, of a voice, and the slider of the volume: their widths in points.
const SPEED: f32 = 76.0;
const VOICE: f32 = 108.0;
const SLIDER: f32 = 72.0;
/// The knob of the slider.
const KNOB: f32 = 18.0;
/// The slot of a time.
const TIME: f32 = 62.0;
/// Space between controls.
const GAP: f32 = 6.0;

/// What [`transport_ui`] shows besides the player.
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
}

/// How much room the bar has; what is left out has a key, or stands in a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// Speed, sentences, and the voice.
    Tight,
    /// A button that switches sound off, too.
    Narrow,
    /// Steps of speed, and paragraphs, too.
    Middle,
    /// A slider for the volume, too.
    Wide,
}

impl Room {
    /// In a bar so many points wide.
    fn of(width: f32) -> Self {
        match width {
            700.0.. => Self::Wide,
            560.0.. => Self::Middle,
            430.0.. => Self::Narrow,
            _ => Self::Tight,
        }
    }

    /// What stands at the right, in points.
    fn right(self) -> f32 {
        let speed = SPEED + 2.0 * (SMALL + GAP);
        match self {
            Self::Tight => VOICE,
            Self::Narrow => VOICE + GAP + SMALL,
            Self::Middle => speed + GAP + VOICE + GAP + SMALL,
            Self::Wide => speed + GAP + VOICE + GAP + SMALL + GAP + SLIDER,
        }
    }

    /// The buttons in the middle, in points.
    fn middle(self) -> f32 {
        let steps = if self >= Self::Middle { 4.0 } else { 2.0 };
        BUTTON + steps * (STEP + GAP)
    }
}

/// Draws the bar: the time above, the controls below.
pub fn transport_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    ui.add_enabled_ui(snapshot.script.is_some(), |ui| {
        seek_row_ui(ui, snapshot, shown, commands);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), BUTTON), Sense::hover());
        let room = Room::of(row.width());
        let part = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to.max(from), row.y_range());
        let right = part(row.right() - room.right(), row.right());
        // The middle is that of the window, as far as the right leaves it.
        let centre = row.center().x.min(right.left() - 2.0 * GAP - room.middle() / 2.0);
        let middle = part(centre - room.middle() / 2.0, centre + room.middle() / 2.0);
        let left = part(row.left(), middle.left() - GAP);
        let zone = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
        let from_left = Layout::left_to_right(Align::Center);
        ui.spacing_mut().item_spacing.x = GAP;
        ui.scope_builder(zone(left, from_left), |ui| {
            if room < Room::Middle {
                speed_ui(ui, snapshot, shown, commands);
            }
            let state = RichText::new(state_words(snapshot, shown.words)).color(shown.theme.faint_ink);
            ui.add(Label::new(state).truncate());
        });
        ui.scope_builder(zone(middle, from_left), |ui| steps_ui(ui, snapshot, shown, room, commands));
        ui.scope_builder(zone(right, from_left), |ui| {
            if room >= Room::Middle {
                action_ui(ui, Icon::Less, Action::Slower, SMALL, snapshot, shown, commands);
                speed_ui(ui, snapshot, shown, commands);
                action_ui(ui, Icon::More, Action::Faster, SMALL, snapshot, shown, commands);
            }
            voice_ui(ui, snapshot, shown, commands);
            volume_ui(ui, snapshot, shown, room, commands);
        });
    });
}

/// The time that was heard, the bar over the whole, and the time of the whole.
fn seek_row_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let Transport { now, words, theme, .. } = *shown;
    ui.horizontal(|ui| {
        let slot = vec2(TIME, ui.spacing().interact_size.y);
        let time_ui = |ui: &mut Ui, text: String, layout: Layout| {
            let text = RichText::new(text).size(size::CONTROL - 2.0).color(theme.faint_ink);
            ui.allocate_ui_with_layout(slot, layout, |ui| {
                ui.set_min_width(TIME);
                ui.label(text);
            });
        };
        time_ui(ui, time(now), Layout::left_to_right(Align::Center));
        let bar = vec2(ui.available_width() - TIME - ui.spacing().item_spacing.x, slot.y);
        ui.allocate_ui(bar, |ui| seek_bar_ui(ui, snapshot, now, words, theme, commands));
        time_ui(ui, total(snapshot, words), Layout::right_to_left(Align::Center));
    });
}

/// A button that does `action`.
fn action_ui(
    ui: &mut Ui,
    icon: Icon,
    action: Action,
    diameter: f32,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    commands: &mut Vec<Command>,
) {
    // What a press would do, where that changes.
    let label = if action == Action::PlayPause {
        if snapshot.wants_sound() { shown.words.pause() } else { shown.words.play() }
    } else if action == Action::Mute {
        if snapshot.muted { shown.words.unmute() } else { shown.words.mute() }
    } else {
        action.label(shown.words)
    };
    let button = button_ui(ui, icon, &label, diameter, shown.theme);
    if let (true, Some(remote)) = (button.clicked(), action.remote()) {
        commands.push(remote.command());
    }
    button.on_hover_text(shown.keys.tip(action, shown.words));
}

fn steps_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    room: Room,
    commands: &mut Vec<Command>,
) {
    let play = if snapshot.wants_sound() { Icon::Pause } else { Icon::Play };
    let buttons = [
        (Icon::PreviousParagraph, Action::PreviousParagraph, STEP),
        (Icon::Previous, Action::PreviousSentence, STEP),
        (play, Action::PlayPause, BUTTON),
        (Icon::Next, Action::NextSentence, STEP),
        (Icon::NextParagraph, Action::NextParagraph, STEP),
    ];
    for (icon, action, diameter) in buttons {
        let is_for_room = matches!(action, Action::PreviousParagraph | Action::NextParagraph);
        if room >= Room::Middle || !is_for_room {
            action_ui(ui, icon, action, diameter, snapshot, shown, commands);
        }
    }
}

fn state_words(snapshot: &Snapshot, words: &Words) -> String {
    match snapshot.phase {
        Phase::Buffering { wait } => words.buffering_time(wait),
        Phase::Finished => words.finished(),
        Phase::Empty | Phase::Paused | Phase::Playing => String::new(),
    }
}

fn speed_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let factor = snapshot.speed.factor();
    let picker = ComboBox::from_id_salt("speed").width(SPEED).selected_text(format!("{factor:.1}×"));
    let picked = picker.show_ui(ui, |ui| {
        for choice in [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0] {
            if ui.selectable_label((choice - factor).abs() < 0.01, format!("{choice}×")).clicked() {
                commands.push(Command::SetSpeed(Speed::new(choice)));
            }
        }
    });
    name(ui, &picked.response, &shown.words.speed_is(format!("{factor:.1}")));
    picked.response.on_hover_text(shown.words.speed());
}

fn voice_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let words = shown.words;
    let current = shown.voices.iter().find(|voice| voice.id == snapshot.voice);
    let current = current.map_or_else(|| snapshot.voice.0.clone(), |voice| voice.name.clone());
    let picker = ComboBox::from_id_salt("voice").width(VOICE).truncate().selected_text(current.clone());
    let response = picker.show_ui(ui, |ui| {
        for language in LANGUAGES {
            ui.label(RichText::new(words.language(language)).color(shown.theme.faint_ink));
            for voice in shown.voices.iter().filter(|voice| voice.language == language) {
                if ui.selectable_label(voice.id == snapshot.voice, &voice.name).clicked() {
                    commands.push(Command::SetVoice(language, voice.id.clone()));
                }
            }
        }
    });
    name(ui, &response.response, &words.voice_is(current));
    response.response.on_hover_text(words.voice());
}

fn volume_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    room: Room,
    commands: &mut Vec<Command>,
) {
    if room >= Room::Narrow {
        let icon = if snapshot.muted { Icon::Muted } else { Icon::Loud };
        action_ui(ui, icon, Action::Mute, SMALL, snapshot, shown, commands);
    }
    if room >= Room::Wide {
        ui.spacing_mut().slider_width = SLIDER;
        ui.spacing_mut().interact_size.y = KNOB;
        let mut gain = if snapshot.muted { 0.0 } else { snapshot.volume.gain() };
        let slider = ui.add(Slider::new(&mut gain, 0.0..=1.0).show_value(false).trailing_fill(true));
        name(ui, &slider, &shown.words.volume());
        if slider.changed() {
            commands.push(Command::SetVolume(Volume::new(gain)));
        }
        slider.on_hover_text(shown.words.volume());
    }
}

/// Gives a widget the name that screen readers say.
fn name(ui: &Ui, response: &egui::Response, label: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
}
