//! The settings in the page's place, and their sections in the sidebar's.

use std::path::PathBuf;

use egui::{CentralPanel, Frame, Margin, ScrollArea, Ui};
use tingxinwen::{
    lexicon_file,
    player::{Command, Snapshot},
    settings,
};

use super::App;
use crate::{
    locale::Locale,
    look::{Button, Glyph},
    panes::{Panes, Side},
    theme::Theme,
    view::{
        blocks::blocks_ui,
        escape,
        looks::looks_ui,
        settings::{KeyList, KeyScope, Section, about_ui, head_ui, keys_ui, language_ui, playback_ui},
        settings_list::{SettingsAsked, chips_ui, list_ui},
        sidebar::Destination,
    },
};

/// The width of a section, in points, where there is room for it.
const WIDTH: f32 = 760.0;

/// What of the settings is shown.
#[derive(Default)]
pub(super) struct SettingsShown {
    section: Section,
    query: String,
    pub(super) keys: KeyList,
}

impl App {
    /// Draws the list of sections, in the sidebar's place.
    pub(super) fn sections_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let shown = &mut self.settings;
        match list_ui(ui, shown.section, &mut shown.query, self.words, theme) {
            SettingsAsked::Nothing => (),
            SettingsAsked::Section(section) => shown.section = section,
            SettingsAsked::Back => self.leave_settings(),
        }
    }

    pub(super) fn leave_settings(&mut self) {
        self.panels.destination = Destination::Article;
        if let Some((page, _)) = &mut self.tools {
            page.leave();
        }
    }

    /// Draws the section that is shown.
    pub(super) fn settings_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) {
        if !self.settings.keys.takes_keys() && escape::closes_form(ui.ctx(), "settings") {
            self.leave_settings();
            return;
        }
        let frame = Frame::new().inner_margin(Margin::symmetric(20, 0));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if panes.side != Side::Sidebar {
                self.chips_ui(ui, theme);
            }
            ScrollArea::vertical().auto_shrink(false).id_salt(self.settings.section).show(ui, |ui| {
                let width = WIDTH.min(ui.available_width() - 8.0);
                let indent = ((ui.available_width() - width) / 2.0).max(0.0);
                ui.horizontal_top(|ui| {
                    ui.add_space(indent);
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        head_ui(ui, self.settings.section, self.words, theme);
                        self.section_ui(ui, theme, snapshot, commands);
                        ui.add_space(24.0);
                    });
                });
            });
        });
    }

    /// The way back and the sections above the page, where there is no sidebar.
    fn chips_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(4.0);
            let label = self.words.back();
            if Button::new(&label).glyph(Glyph::Back).text(&label).ui(ui, theme).clicked() {
                self.leave_settings();
            }
            if let Some(section) = chips_ui(ui, self.settings.section, self.words, theme) {
                self.settings.section = section;
            }
        });
    }

    fn section_ui(&mut self, ui: &mut Ui, theme: &Theme, snapshot: &Snapshot, commands: &mut Vec<Command>) {
        let words = self.words;
        let section = self.settings.section;
        match section {
            Section::Voices | Section::Services | Section::Storage => {
                if let Some((page, _)) = &mut self.tools {
                    page.show(ui, section, words, theme, &mut self.voices, commands);
                }
            }
            Section::Reading => {
                blocks_ui(ui, &snapshot.block_filter, words, theme, commands);
                ui.add_space(12.0);
                if self.reading.as_mut().is_some_and(|reading| reading.choice_ui(ui, words, theme)) {
                    self.save_reading();
                    self.page = None;
                }
            }
            Section::Playback => {
                let Some((program, settings)) = &self.program else { return };
                let before = settings.playback;
                let (mut playback, mut scope) = (before, settings.speeds.scope);
                ui.scope(|ui| {
                    ui.set_max_width(480.0_f32.min(ui.available_width()));
                    playback_ui(ui, &mut playback, &mut scope, words, theme);
                });
                if playback != before || scope != settings.speeds.scope {
                    program.change(&mut |settings| {
                        (settings.playback, settings.speeds.scope) = (playback, scope);
                    });
                    ui.ctx().request_repaint();
                }
                if playback.pauses() != before.pauses() {
                    commands.push(Command::SetPauses(playback.pauses()));
                }
            }
            Section::Looks => self.looks_section_ui(ui, theme),
            Section::Keys => {
                let Some((program, settings)) = &self.program else { return };
                let (list, query) = (&mut self.settings.keys, self.settings.query.as_str());
                let own = (&settings.keys, &settings.global_keys);
                if let Some(change) = keys_ui(ui, list, query, &self.keys, own, words, theme) {
                    let id = change.action.id().to_owned();
                    program.change(&mut |settings| {
                        let keys = match change.scope {
                            KeyScope::Window => &mut settings.keys,
                            KeyScope::Desktop => &mut settings.global_keys,
                        };
                        match change.chords.clone() {
                            Some(chords) => keys.insert(id.clone(), chords),
                            None => keys.remove(&id),
                        };
                    });
                    ui.ctx().request_repaint();
                }
            }
            Section::About => about_ui(ui, words, theme, &files(words)),
        }
    }

    fn looks_section_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let before = self.looks();
        let mut looks = before.clone();
        let mut zhuyin = before.zhuyin;
        ui.scope(|ui| {
            ui.set_max_width(420.0_f32.min(ui.available_width()));
            let zhuyin = self.reading.is_some().then_some(&mut zhuyin);
            looks_ui(ui, &mut looks, zhuyin, self.faces.missing(), self.words, theme);
            let now = Locale::parse(&looks.language).unwrap_or_default();
            let mut locale = now;
            language_ui(ui, self.words, &mut locale);
            // A tag of a later version stays, unless the listener chose another.
            if locale != now {
                looks.language = locale.tag().to_owned();
            }
        });
        if let (Some((program, _)), true) = (&self.program, looks != before) {
            program.change(&mut |settings| settings.looks = looks.clone());
            ui.ctx().request_repaint();
        }
        if zhuyin != before.zhuyin
            && let Some(reading) = &mut self.reading
        {
            reading.toggle_zhuyin();
            self.save_reading();
            self.page = None;
        }
    }
}

/// The listener's own files, each with its name.
fn files(words: &crate::words::Words) -> Vec<(String, PathBuf)> {
    let files = [
        (words.settings(), settings::path()),
        (words.pronunciation_menu(), lexicon_file::path()),
        (words.library(), tingxinwen_library::path()),
    ];
    files.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}
