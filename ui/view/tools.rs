//! The player's tools: speed, voice, sleep timer, volume, and the cards that open from them.

use std::time::Duration;

use egui::{Response, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};
use tingxinwen::{
    app::{LANGUAGES, SleepChoice},
    player::{Command, Snapshot, Speed, Volume},
};

use super::transport::{PlayerAsked, SLEEP, SLIDER, SPEED, SleepShown, TOOL, Transport, VOICE, action_ui};
use crate::{
    actions::Action,
    look::{Button, Glyph, Stays, arrow_steps, choice_row_ui, heading_ui, popover, slider_ui},
    panes::PlayerRoom,
    theme::{Theme, bold, size},
    words::Words,
};

/// The speeds that one press gives.
pub(super) const SPEEDS: [f32; 6] = [0.8, 1.0, 1.2, 1.5, 2.0, 3.0];
/// A step of the ruler of speeds.
const SPEED_STEP: f32 = 0.05;
/// The times of the sleep timer, in minutes.
const MINUTES: [u64; 8] = [5, 10, 15, 20, 30, 45, 60, 90];

/// `1.2×`, `1.25×`.
pub(super) fn speed_text(factor: f32) -> String {
    let hundredths = (factor * 100.0).round() as u32;
    if hundredths.is_multiple_of(10) { format!("{factor:.1}×") } else { format!("{factor:.2}×") }
}

/// The button of the speed, and its card.
pub(super) fn speed_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let (words, theme) = (shown.words, shown.theme);
    let mut factor = snapshot.speed.factor();
    let text = speed_text(factor);
    let label = words.speed_is(text.trim_end_matches('×'));
    let button =
        Button::new(&label).text(&text).width(SPEED.min(ui.available_width())).height(TOOL).ui(ui, theme);
    popover(&button, Stays::UntilLeft, 340.0, theme, |ui| {
        ui.horizontal(|ui| {
            heading_ui(ui, words.speed());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(speed_text(factor)).font(bold(size::HEADING)));
            });
        });
        let mut changed = ruler_ui(ui, &mut factor, &words.speed(), theme);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for choice in SPEEDS {
                let is_on = (choice - factor).abs() < 0.01;
                let text = format!("{choice:.1}");
                let button = Button::new(&text).text(&text).width(48.0).height(32.0).on(is_on);
                if button.ground(crate::look::Ground::Bordered).ui(ui, theme).clicked() {
                    factor = choice;
                    changed = true;
                }
            }
        });
        if changed {
            commands.push(Command::SetSpeed(Speed::new(factor)));
        }
    });
    button.on_hover_text(words.speed());
}

/// A ruler from the slowest to the fastest; whether another place on it was chosen.
fn ruler_ui(ui: &mut Ui, factor: &mut f32, label: &str, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::click_and_drag());
    let (least, most) = (Speed::MIN.factor(), Speed::MAX.factor());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(*factor)),
        ..WidgetInfo::labeled(Role::Slider, ui.is_enabled(), label)
    });
    let inside = rect.shrink2(vec2(4.0, 0.0));
    let x = |factor: f32| egui::remap(factor, least..=most, inside.x_range());
    let painter = ui.painter();
    for tenth in (least * 10.0) as u32..=(most * 10.0) as u32 {
        let high = if tenth.is_multiple_of(5) { 20.0 } else { 10.0 };
        let bottom = rect.bottom() - 8.0;
        painter.vline(x(tenth as f32 / 10.0), bottom - high..=bottom, Stroke::new(1.0, theme.edge));
    }
    painter.vline(x(*factor), rect.top() + 4.0..=rect.bottom() - 4.0, Stroke::new(3.0, theme.accent));
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    }
    let before = *factor;
    if let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        *factor = egui::remap_clamp(pos.x, inside.x_range(), least..=most);
    }
    *factor += arrow_steps(ui, &response) * SPEED_STEP;
    *factor = ((*factor / SPEED_STEP).round() * SPEED_STEP).clamp(least, most);
    (*factor - before).abs() > 0.001
}

/// The button of the voice, and the card of all voices.
pub(super) fn voice_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let (words, theme) = (shown.words, shown.theme);
    let name = name_of(snapshot, shown);
    let label = words.voice_is(name);
    let button = Button::new(&label).glyph(Glyph::Voice).text(name).width(VOICE).height(TOOL).ui(ui, theme);
    popover(&button, Stays::UntilPressed, 260.0, theme, |ui| voices_ui(ui, snapshot, shown, commands));
    button.on_hover_text(words.voice());
}

/// The name of the voice that the listener wants.
fn name_of<'a>(snapshot: &'a Snapshot, shown: &'a Transport<'_>) -> &'a str {
    let known = shown.voices.iter().find(|voice| voice.id == snapshot.voice);
    known.map_or(snapshot.voice.0.as_str(), |voice| voice.name.as_str())
}

/// All voices, by the language that they read.
fn voices_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    heading_ui(ui, shown.words.voice());
    let Some(script) = &snapshot.script else { return };
    let language = script.article().language;
    let most = ui.ctx().content_rect().height() - 240.0;
    ScrollArea::vertical().max_height(most.max(120.0)).show(ui, |ui| {
        for read in LANGUAGES {
            let voices: Vec<_> = shown.voices.iter().filter(|voice| voice.language == read).collect();
            if voices.is_empty() {
                continue;
            }
            ui.label(RichText::new(shown.words.language(read)).size(size::SMALL).color(shown.theme.ink2));
            for voice in voices {
                let is_on = voice.id == snapshot.voice;
                if choice_row_ui(ui, &voice.name, "", is_on, shown.theme).clicked() {
                    commands.push(Command::SetVoice(language, voice.id.clone()));
                }
            }
        }
    });
}

/// The button of the sleep timer, and its card.
pub(super) fn sleep_ui(ui: &mut Ui, shown: &Transport<'_>, asked: &mut PlayerAsked) {
    let Some(sleep) = shown.sleep else { return };
    let (words, theme) = (shown.words, shown.theme);
    let is_on = sleep.choice != SleepChoice::Off;
    let label = words.sleep_menu();
    let text = if shown.room == PlayerRoom::Tight { String::new() } else { sleep_text(sleep, words) };
    let glyph = if is_on { Glyph::FilledMoon } else { Glyph::Moon };
    let button = Button::new(&label).glyph(glyph).text(&text).height(TOOL);
    let width = if shown.room == PlayerRoom::Tight { TOOL } else { SLEEP };
    let button = button.width(width).ui(ui, theme);
    popover(&button, Stays::UntilPressed, 260.0, theme, |ui| {
        ui.horizontal(|ui| {
            heading_ui(ui, words.sleep_menu());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let left = sleep.left.map(clock).map(|left| words.sleep_left(left));
                ui.label(RichText::new(left.unwrap_or_default()).size(size::SMALL).color(theme.accent));
            });
        });
        let most = ui.ctx().content_rect().height() - 240.0;
        ScrollArea::vertical().max_height(most.max(120.0)).show(ui, |ui| {
            let mut row = |ui: &mut Ui, choice: SleepChoice, text: String| {
                if choice_row_ui(ui, &text, "", sleep.choice == choice, theme).clicked() {
                    asked.sleep = Some(choice);
                }
            };
            row(ui, SleepChoice::Off, words.sleep_off());
            for minutes in MINUTES {
                let time = Duration::from_secs(minutes * 60);
                row(ui, SleepChoice::After(time), words.sleep_minutes(minutes));
            }
            row(ui, SleepChoice::EndOfArticle, words.sleep_end_of_article());
        });
    });
    if let Some(left) = sleep.left {
        // The minute shown goes on.
        ui.ctx().request_repaint_after(Duration::from_secs(left.as_secs() % 60 + 1));
    }
    button.on_hover_text(words.sleep_menu());
}

fn clock(left: Duration) -> String {
    format!("{}:{:02}", left.as_secs() / 60, left.as_secs() % 60)
}

/// What the button says: nothing while there is no timer.
fn sleep_text(sleep: SleepShown, words: &Words) -> String {
    match (sleep.choice, sleep.left) {
        (SleepChoice::After(_), Some(left)) => words.sleep_short(left.as_secs().div_ceil(60)),
        (SleepChoice::EndOfArticle, _) => words.sleep_end_short(),
        (SleepChoice::Off | SleepChoice::After(_), _) => String::new(),
    }
}

/// The loudspeaker, and where there is room the slider beside it.
pub(super) fn volume_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    commands: &mut Vec<Command>,
) {
    let words = shown.words;
    let (glyph, label) =
        if snapshot.muted { (Glyph::Muted, words.unmute()) } else { (Glyph::Speaker, words.mute()) };
    action_ui(ui, Button::new(&label).glyph(glyph).height(TOOL), Action::Mute, shown, commands);
    if shown.room == PlayerRoom::Wide {
        volume_slider_ui(ui, snapshot, shown, SLIDER, commands);
    }
}

fn volume_slider_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    shown: &Transport<'_>,
    width: f32,
    commands: &mut Vec<Command>,
) -> Response {
    let mut gain = if snapshot.muted { 0.0 } else { snapshot.volume.gain() };
    let label = shown.words.volume();
    let slider = slider_ui(ui, &mut gain, &label, width, shown.theme);
    if slider.changed() {
        commands.push(Command::SetVolume(Volume::new(gain)));
    }
    slider.on_hover_text(label)
}

/// What a window of middle width has no room for: the voice and the volume.
pub(super) fn more_ui(ui: &mut Ui, snapshot: &Snapshot, shown: &Transport<'_>, commands: &mut Vec<Command>) {
    let label = shown.words.player_more();
    let button = Button::new(&label).glyph(Glyph::More).height(TOOL).ui(ui, shown.theme);
    popover(&button, Stays::UntilLeft, 260.0, shown.theme, |ui| {
        voices_ui(ui, snapshot, shown, commands);
        ui.separator();
        ui.horizontal(|ui| {
            ui.label(shown.words.volume());
            let width = ui.available_width();
            volume_slider_ui(ui, snapshot, shown, width, commands);
        });
    });
    button.on_hover_text(label);
}
