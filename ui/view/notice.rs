//! What the listener should know, above the bar.

use std::time::Duration;

use egui::{Frame, Label, Margin, RichText, Sides, Ui};
use tingxinwen::{
    app::{LAST_RESORT, VoiceChoice},
    player::{Command, Phase, Snapshot, Sound},
    speech::VoiceId,
};

use crate::{theme::Theme, words::Words};

/// A listener who has to wait as long for the voice is offered another.
const LONG_WAIT: Duration = Duration::from_secs(3);

/// Draws a strip a piece of news; nothing when there is none.
pub fn notice_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    voices: &[VoiceChoice],
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    if let (Some(light), Some(script)) = (light_voice(snapshot, voices), &snapshot.script) {
        strip_ui(ui, theme, |ui| {
            let text = |ui: &mut Ui| ui.add(Label::new(words.too_slow()).wrap());
            let (_, change) = Sides::new().shrink_left().show(ui, text, |ui| ui.button(words.system_voice()));
            if change.clicked() {
                let language = script.article().language;
                commands.push(Command::SetVoice(language, light));
            }
        });
    }
    if let Some(notice) = &snapshot.notice {
        strip_ui(ui, theme, |ui| {
            let text = |ui: &mut Ui| ui.add(Label::new(words.notice(notice)).wrap());
            let (_, close) = Sides::new().shrink_left().show(ui, text, |ui| ui.button(words.close()));
            if close.clicked() {
                commands.push(Command::DismissNotice);
            }
        });
    }
    if let (Sound::None(reason), Some(_)) = (&snapshot.sound, &snapshot.script) {
        strip_ui(ui, theme, |ui| {
            ui.label(RichText::new(words.no_sound())).on_hover_text(reason);
        });
    }
}

/// Draws a strip for each of `lines`, which go when the listener has read them.
pub fn lines_ui(ui: &mut Ui, lines: &mut Vec<String>, words: &Words, theme: &Theme) {
    lines.retain(|line| {
        let mut stays = true;
        strip_ui(ui, theme, |ui| {
            let text = |ui: &mut Ui| ui.add(Label::new(line).wrap());
            let (_, close) = Sides::new().shrink_left().show(ui, text, |ui| ui.button(words.close()));
            stays = !close.clicked();
        });
        stays
    });
}

/// The voice that needs hardly any work, where the one that speaks needs more than this machine can do.
fn light_voice(snapshot: &Snapshot, voices: &[VoiceChoice]) -> Option<VoiceId> {
    let Phase::Buffering { wait: Some(wait) } = snapshot.phase else { return None };
    let light = voices.iter().find(|voice| voice.id.0 == LAST_RESORT)?;
    (wait >= LONG_WAIT && light.id != snapshot.voice).then(|| light.id.clone())
}

/// Draws a strip with `content`.
pub(super) fn strip_ui(ui: &mut Ui, theme: &Theme, content: impl FnOnce(&mut Ui)) {
    Frame::new().fill(theme.notice).inner_margin(Margin::symmetric(14, 8)).corner_radius(6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
    ui.add_space(4.0);
}
