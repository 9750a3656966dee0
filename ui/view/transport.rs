//! The bar at the bottom: play, time, sentence by sentence, speed, voice, volume.

use egui::{Align, ComboBox, Layout, RichText, Slider, Ui, vec2};
use tingxinwen::{
    app::{LANGUAGES, VoiceChoice},
    player::{Command, Direction, Phase, Snapshot, Speed, Unit, Volume},
    speech::Frames,
};

use super::{
    icon::{Icon, button_ui},
    seek_bar::{seek_bar_ui, time, total},
};
use crate::{
    theme::{Theme, bold, size},
    words::Words,
};

/// The button to play and pause, in points; the others are smaller.
const BUTTON: f32 = 46.0;

/// What [`transport_ui`] shows besides the player.
pub struct Transport<'a> {
    /// Where the listener is.
    pub now: Frames,
    /// All voices there are.
    pub voices: &'a [VoiceChoice],
    /// The listener's words.
    pub words: &'static Words,
    /// Colours.
    pub theme: &'a Theme,
}

/// In narrower bars, what happens needs the room of the program's name.
const ROOMY: f32 = 760.0;

/// Draws the bar.
pub fn transport_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let Transport { now, words, theme, .. } = *shown;
    ui.add_enabled_ui(snapshot.script.is_some(), |ui| {
        seek_bar_ui(ui, snapshot, now, words, theme, commands);
        let row = vec2(ui.available_width(), BUTTON);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            if row.x >= ROOMY {
                ui.label(RichText::new(words.app_name()).font(bold(size::CONTROL + 2.0)).color(theme.accent));
                ui.add_space(6.0);
            }
            steps_ui(ui, snapshot, words, theme, commands);
            ui.add_space(6.0);
            let times = format!("{} / {}", time(now), total(snapshot, words));
            ui.label(RichText::new(times).size(size::CONTROL + 1.0));
            ui.label(RichText::new(state_words(snapshot, words)).color(theme.faint_ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                volume_ui(ui, snapshot, words, theme, commands);
                voice_ui(ui, snapshot, shown, commands);
                speed_ui(ui, snapshot, words, theme, commands);
            });
        });
    });
}

fn steps_ui(ui: &mut Ui, snapshot: &Snapshot, words: &Words, theme: &Theme, commands: &mut Vec<Command>) {
    if button_ui(ui, Icon::Previous, &words.previous_sentence(), 34.0, theme).clicked() {
        commands.push(Command::Step(Unit::Sentence, Direction::Back));
    }
    let (icon, label) =
        if snapshot.wants_sound() { (Icon::Pause, words.pause()) } else { (Icon::Play, words.play()) };
    if button_ui(ui, icon, &label, BUTTON, theme).clicked() {
        commands.push(Command::Toggle);
    }
    if button_ui(ui, Icon::Next, &words.next_sentence(), 34.0, theme).clicked() {
        commands.push(Command::Step(Unit::Sentence, Direction::Forward));
    }
}

fn state_words(snapshot: &Snapshot, words: &Words) -> String {
    match snapshot.phase {
        Phase::Buffering { wait } => words.buffering_time(wait),
        Phase::Finished => words.finished(),
        Phase::Empty | Phase::Paused | Phase::Playing => String::new(),
    }
}

fn speed_ui(ui: &mut Ui, snapshot: &Snapshot, words: &Words, theme: &Theme, commands: &mut Vec<Command>) {
    // From right to left.
    if button_ui(ui, Icon::More, &words.faster(), 26.0, theme).clicked() {
        commands.push(Command::StepSpeed(Direction::Forward));
    }
    let factor = snapshot.speed.factor();
    let picker = ComboBox::from_id_salt("speed").width(64.0).selected_text(format!("{factor:.1}×"));
    let shown = picker.show_ui(ui, |ui| {
        for choice in [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0] {
            if ui.selectable_label((choice - factor).abs() < 0.01, format!("{choice}×")).clicked() {
                commands.push(Command::SetSpeed(Speed::new(choice)));
            }
        }
    });
    name(ui, &shown.response, &words.speed_is(format!("{factor:.1}")));
    shown.response.on_hover_text(words.speed());
    if button_ui(ui, Icon::Less, &words.slower(), 26.0, theme).clicked() {
        commands.push(Command::StepSpeed(Direction::Back));
    }
}

fn voice_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let words = shown.words;
    let current = shown.voices.iter().find(|voice| voice.id == snapshot.voice);
    let current = current.map_or_else(|| snapshot.voice.0.clone(), |voice| voice.name.clone());
    let picker = ComboBox::from_id_salt("voice").width(104.0).selected_text(current.clone());
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

fn volume_ui(ui: &mut Ui, snapshot: &Snapshot, words: &Words, theme: &Theme, commands: &mut Vec<Command>) {
    ui.spacing_mut().slider_width = 72.0;
    let mut gain = if snapshot.muted { 0.0 } else { snapshot.volume.gain() };
    let slider = ui
        .add(Slider::new(&mut gain, 0.0..=1.0).show_value(false).trailing_fill(true))
        .on_hover_text(words.volume());
    name(ui, &slider, &words.volume());
    if slider.changed() {
        commands.push(Command::SetVolume(Volume::new(gain)));
    }
    let (icon, label) =
        if snapshot.muted { (Icon::Muted, words.unmute()) } else { (Icon::Loud, words.mute()) };
    if button_ui(ui, icon, &label, 28.0, theme).clicked() {
        commands.push(Command::ToggleMute);
    }
}

/// Gives a widget the name that screen readers say.
fn name(ui: &Ui, response: &egui::Response, label: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
}
