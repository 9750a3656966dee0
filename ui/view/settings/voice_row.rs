//! A row of the lists of voices: who it is, what it needs, and a trial.

use egui::{Align, Align2, Label, Layout, RichText, Sense, Ui, vec2};
use tingxinwen::{app::VoiceChoice, article::Language, speech::VoiceId};
use tingxinwen_voices::catalog::Gender;

use super::{Draft, SettingsChoice};
use crate::{
    look::{Button, Glyph, Ground},
    preview::Outcome,
    theme::{Theme, bold, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 60.0;
/// The side of the circle with a character of the name, in points.
const CIRCLE: f32 = 40.0;
/// Rows less wide do without what a voice needs, in points.
const NARROW: f32 = 420.0;

/// A voice in a list.
pub(super) struct VoiceRow<'a> {
    /// Its id, and what is known of it.
    pub(super) id: &'a VoiceId,
    pub(super) voice: Option<&'a VoiceChoice>,
    /// Its place in the listener's order, where it is in that.
    pub(super) number: Option<usize>,
    /// The language of the list.
    pub(super) language: Language,
}

impl VoiceRow<'_> {
    /// Draws it; `tools_ui` draws what else there is to press, from the right edge on.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        draft: &Draft,
        words: &Words,
        theme: &Theme,
        choices: &mut Vec<SettingsChoice>,
        tools_ui: impl FnOnce(&mut Ui),
    ) {
        let whole = ui.available_width();
        let trial = draft.trial.as_ref().filter(|(voice, _)| voice == self.id).map(|(_, trial)| trial);
        ui.allocate_ui_with_layout(vec2(whole, ROW), Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            tools_ui(ui);
            let label = words.voice_try();
            let tries = Button::new(&label).glyph(Glyph::Play).text(&label).ground(Ground::Bordered);
            if tries.ui(ui, theme).clicked() {
                choices.push(SettingsChoice::Try(self.id.clone(), self.language));
            }
            let told = trial.filter(|trial| !matches!(trial, Outcome::Failed(_)));
            if let Some(trial) = told {
                let told = RichText::new(words.trial(trial)).size(size::SMALL).color(theme.ink2);
                ui.add(Label::new(told).truncate());
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                if let Some(number) = self.number {
                    ui.label(RichText::new(number.to_string()).color(theme.ink2));
                }
                self.circle_ui(ui, theme);
                let room = vec2(ui.available_width(), CIRCLE);
                ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let name = RichText::new(self.name()).font(bold(size::CONTROL));
                    ui.add(Label::new(name).truncate());
                    let about = RichText::new(self.about(words, whole)).size(size::SMALL).color(theme.ink2);
                    ui.add(Label::new(about).truncate());
                });
            });
        });
        // Why it does not speak is said in full.
        if let Some(trial @ Outcome::Failed(_)) = trial {
            let told = RichText::new(words.trial(trial)).size(size::SMALL).color(theme.danger);
            ui.add(Label::new(told).wrap());
        }
    }

    /// Its name for people; its id where it has none.
    fn name(&self) -> &str {
        self.voice.map_or(self.id.0.as_str(), |voice| voice.name.as_str())
    }

    /// The character by which it is told from others: the last Chinese one of the name proper, or its first letter.
    fn letter(&self) -> char {
        let proper = self.name().split(['（', '(']).next().unwrap_or_default();
        let own = proper.rsplit(':').next().unwrap_or_default();
        let last = own.chars().rev().find(|c| tingxinwen::article::is_han(*c));
        last.or_else(|| own.chars().find(|c| c.is_alphanumeric())).unwrap_or('聲')
    }

    fn circle_ui(&self, ui: &mut Ui, theme: &Theme) {
        let (place, _) = ui.allocate_exact_size(vec2(CIRCLE, CIRCLE), Sense::hover());
        ui.painter().circle_filled(place.center(), CIRCLE / 2.0, theme.selected);
        let letter = self.letter().to_uppercase().to_string();
        ui.painter().text(place.center(), Align2::CENTER_CENTER, letter, bold(18.0), theme.accent);
    }

    /// Where it is made, how it sounds, and whether it needs the network.
    fn about(&self, words: &Words, width: f32) -> String {
        let service = self.id.0.split_once(':').map(|(service, _)| service);
        let place = match service {
            None => words.embedded(),
            Some("system") => words.voice_of_system(),
            Some(service) => service.to_owned(),
        };
        let gender = self.voice.and_then(|voice| voice.gender).map(|gender| match gender {
            Gender::Female => words.voice_female(),
            Gender::Male => words.voice_male(),
        });
        let needs = match service {
            None | Some("system") => words.voice_needs_nothing(),
            Some(_) => words.voice_needs_network(),
        };
        let parts = [Some(place), gender, (width >= NARROW).then_some(needs)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("　")
    }
}
