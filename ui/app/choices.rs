//! What the listener chose: the settings as the window follows them, and what it saves.

use std::sync::Arc;

use tingxinwen::settings::{Looks, Settings};

use super::App;
use crate::{actions::KeyMap, locale::Locale, words::Words};

impl App {
    /// How the page looks.
    pub(super) fn looks(&self) -> Looks {
        self.program.as_ref().map(|(_, settings)| settings.looks.clone()).unwrap_or_default()
    }

    /// Shows the settings that hold now, where they changed since they were shown last.
    pub(super) fn take_settings(&mut self) {
        let Some((program, shown)) = &mut self.program else { return };
        for news in program.news() {
            self.news.extend(self.words.news(&news));
        }
        let now = program.settings();
        if Arc::ptr_eq(&now, shown) {
            return;
        }
        let before = std::mem::replace(shown, Arc::clone(&now));
        self.words = Words::of(Locale::parse(&now.looks.language).unwrap_or_default());
        if before.keys != now.keys {
            self.take_keys_of(&now);
        }
        if before.global_keys != now.global_keys {
            self.hold_global_keys(&now);
        }
        if let Some(reading) = &mut self.reading {
            reading.take(&now);
        }
        self.page = None;
        self.stale_theme = true;
    }

    /// Takes the listener's own keys, and tells what is wrong with them.
    pub(super) fn take_keys_of(&mut self, settings: &Settings) {
        let (keys, problems) = KeyMap::with(&settings.keys);
        self.keys = keys;
        self.news.extend(problems.iter().map(|problem| problem.told(self.words)));
    }

    /// Holds the listener's global keys, and tells what is wrong with them.
    pub(super) fn hold_global_keys(&mut self, settings: &Settings) {
        let Some(keys) = &self.global_keys else { return };
        let problems = keys.hold(&settings.global_keys);
        self.news.extend(problems.iter().map(|problem| problem.told(self.words)));
    }

    /// Saves whose readings are said, and whether Zhuyin is shown.
    pub(super) fn save_reading(&mut self) {
        let (Some((program, _)), Some(reading)) = (&self.program, &self.reading) else { return };
        let (readings, zhuyin) = reading.choice();
        program.change(&mut |settings| {
            settings.reading.readings = readings;
            settings.looks.zhuyin = zhuyin;
        });
    }
}
