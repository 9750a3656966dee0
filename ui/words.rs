//! All words that the program says to the listener, from the files of `ui/locales`: a folder a language.
//!
//! Every message is a function of [`Words`] by its name (`voice-try` is `voice_try()`), made by `build.rs`. The
//! modules put what the program knows into words by these: blocks, errors, voices. Nothing else asks which
//! language it is.

mod blocks;
mod errors;
mod feeds;
mod install;
mod settings;
#[cfg(test)]
mod tests;
mod voices;

use std::{ops::Deref, sync::LazyLock, time::Duration};

use tingxinwen::article::Language;

use crate::locale::{self, Locale};

#[allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::uninlined_format_args,
    reason = "generated"
)]
mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

/// The words of one language.
pub struct Words(messages::L10nLanguage);

impl Deref for Words {
    type Target = messages::L10nLanguage;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

static CHINESE: LazyLock<Words> = LazyLock::new(|| Words(messages::L10n::ZhTW.load()));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words(messages::L10n::En.load()));

impl Words {
    /// The words of `locale`.
    pub fn of(locale: Locale) -> &'static Self {
        match locale.resolved() {
            Locale::ZhTw => &CHINESE,
            Locale::En | Locale::System => &ENGLISH,
        }
    }

    /// What the languages of the program's words are called, each in itself.
    pub fn locale(&self, locale: Locale) -> String {
        match locale {
            Locale::System => self.locale_system(),
            Locale::ZhTw => messages::L10n::ZhTW.language_name().to_owned(),
            Locale::En => messages::L10n::En.language_name().to_owned(),
        }
    }

    /// The words of the language that the listener chose.
    pub fn of_listener() -> &'static Self {
        Self::of(locale::chosen())
    }

    /// The name of a language that articles are in.
    pub fn language(&self, language: Language) -> String {
        match language {
            Language::Mandarin => self.mandarin(),
            Language::English => self.english(),
        }
    }

    /// How long until there is sound.
    pub fn buffering_time(&self, wait: Option<Duration>) -> String {
        match wait.map(|wait| wait.as_secs()).filter(|&secs| secs > 0) {
            Some(secs) => self.buffering_for(secs),
            None => self.buffering(),
        }
    }

    /// What is done with the mouse: how, and its effect.
    pub fn gestures(&self) -> [(String, String); 5] {
        [
            (self.gesture_word(), self.gesture_word_does()),
            (self.gesture_correct(), self.gesture_correct_does()),
            (self.gesture_read(), self.gesture_read_does()),
            (self.gesture_silence(), self.gesture_silence_does()),
            (self.gesture_drop(), self.gesture_drop_does()),
        ]
    }
}
