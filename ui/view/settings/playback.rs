//! Settings of playing: what sounds between two articles, pauses, and what other programs do to it.

use egui::{Ui, vec2};
use tingxinwen::settings::{LONGEST_PAUSE_SECS, Playback, SpeedScope};

use crate::{
    look::{segments_ui, slider_ui, switch_row_ui},
    theme::Theme,
    view::looks::row_ui,
    words::Words,
};

/// The width of the slider, in points.
const SLIDER: f32 = 160.0;
/// The longest silence that the slider offers, in seconds; the settings file takes up to [`LONGEST_PAUSE_SECS`].
const LONGEST: f32 = 5.0;
/// The slider's steps, in seconds.
const STEP: f32 = 0.1;

/// Draws them; what is chosen is put into `playback` and `scope`.
pub fn playback_ui(
    ui: &mut Ui,
    playback: &mut Playback,
    scope: &mut SpeedScope,
    words: &Words,
    theme: &Theme,
) {
    let scopes = [
        (SpeedScope::All, words.speed_for_all()),
        (SpeedScope::Language, words.speed_for_language()),
        (SpeedScope::Voice, words.speed_for_voice()),
    ];
    row_ui(ui, &words.speed_scope(), theme, |ui| {
        segments_ui(ui, scope, scopes, theme);
    });
    let secs = playback.pause_between().as_secs_f32();
    row_ui(ui, &words.pause_between(), theme, |ui| {
        ui.allocate_ui(vec2(64.0, 36.0), |ui| {
            ui.label(words.seconds((f64::from(secs) * 10.0).round() / 10.0))
        });
        let mut share = (secs / LONGEST).min(1.0);
        if slider_ui(ui, &mut share, &words.pause_between(), SLIDER, theme).changed() {
            let steps = (share * LONGEST / STEP).round() * STEP;
            playback.set_pause_between(f64::from(steps).min(LONGEST_PAUSE_SECS));
        }
    });
    switch_row_ui(ui, &words.chime(), &mut playback.chime, theme);
    switch_row_ui(ui, &words.short_pauses(), &mut playback.short_pauses, theme);
    switch_row_ui(ui, &words.pause_for_others(), &mut playback.pause_for_others, theme);
    switch_row_ui(ui, &words.notices(), &mut playback.notices, theme);
}
