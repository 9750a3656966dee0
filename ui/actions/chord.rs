//! Chords: a key with the keys that are held with it.

use std::{fmt, str::FromStr};

use egui::{Key, Modifiers};

use crate::words::Words;

/// A key, and what is held with it. The settings file writes it as `Ctrl+Shift+P`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// What is held: `Ctrl` (⌘ on a Mac), `Alt`, `Shift`.
    pub modifiers: Modifiers,
    /// The key.
    pub key: Key,
}

/// Text that is no chord.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no key")]
pub struct BadChord(pub String);

/// What is held, as it is written, in the order in which it is written.
const HELD: [(&str, Modifiers); 3] =
    [("Ctrl", Modifiers::COMMAND), ("Alt", Modifiers::ALT), ("Shift", Modifiers::SHIFT)];

impl Chord {
    /// `key` with `modifiers`. Where `Ctrl` and ⌘ are one key, they are one here.
    pub fn new(modifiers: Modifiers, key: Key) -> Self {
        let held = |is_held, modifier| if is_held { modifier } else { Modifiers::NONE };
        let command = held(modifiers.command || modifiers.ctrl || modifiers.mac_cmd, Modifiers::COMMAND);
        let modifiers =
            command | held(modifiers.alt, Modifiers::ALT) | held(modifiers.shift, Modifiers::SHIFT);
        Self { modifiers, key }
    }

    /// How many keys are held with it.
    pub fn held(self) -> usize {
        HELD.iter().filter(|(_, modifier)| self.modifiers.contains(*modifier)).count()
    }

    /// The sign that it types by itself, where it types one other than a letter or digit: those sit on other keys
    /// on other keyboards, and are known by what they type.
    pub fn sign(self) -> Option<&'static str> {
        let sign = self.key.symbol_or_name();
        let is_sign = sign.len() == 1 && sign.chars().all(|c| c.is_ascii_punctuation());
        (is_sign && self.modifiers == Modifiers::NONE).then_some(sign)
    }

    /// As a listener reads it.
    pub fn shown(self, words: &Words) -> String {
        #[expect(clippy::wildcard_enum_match_arm, reason = "all other keys are called as they are")]
        let key = match self.key {
            Key::Space => words.key_space(),
            Key::ArrowLeft => "←".to_owned(),
            Key::ArrowRight => "→".to_owned(),
            Key::ArrowUp => "↑".to_owned(),
            Key::ArrowDown => "↓".to_owned(),
            Key::PageUp => "PgUp".to_owned(),
            Key::PageDown => "PgDn".to_owned(),
            Key::Minus => "−".to_owned(),
            key => key.symbol_or_name().to_owned(),
        };
        self.with_held(&key, " + ")
    }

    fn with_held(self, key: &str, between: &str) -> String {
        let held = HELD.iter().filter(|(_, modifier)| self.modifiers.contains(*modifier));
        held.map(|(name, _)| *name).chain([key]).collect::<Vec<_>>().join(between)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_held(self.key.name(), "+"))
    }
}

impl FromStr for Chord {
    type Err = BadChord;

    fn from_str(text: &str) -> Result<Self, BadChord> {
        let bad = || BadChord(text.to_owned());
        let mut modifiers = Modifiers::NONE;
        let mut rest = text.trim();
        // The key itself may be `+`.
        while let Some((held, after)) =
            rest.split_once('+').filter(|(held, after)| !held.trim().is_empty() && !after.trim().is_empty())
        {
            let held = held.trim();
            modifiers |= match held.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "cmd" | "command" => Modifiers::COMMAND,
                "alt" | "option" => Modifiers::ALT,
                "shift" => Modifiers::SHIFT,
                _ => return Err(bad()),
            };
            rest = after.trim();
        }
        Ok(Self { modifiers, key: key_named(rest).ok_or_else(bad)? })
    }
}

/// The key called `name`, whatever its case.
fn key_named(name: &str) -> Option<Key> {
    let own = Key::from_name(name);
    own.or_else(|| Key::ALL.iter().copied().find(|key| key.name().eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    #[test]
    fn chords_are_read_as_they_are_written() {
        let read = |text: &str| text.parse::<Chord>().map(|chord| chord.to_string()).ok();
        assert_eq!(read("Ctrl+Shift+P").as_deref(), Some("Ctrl+Shift+P"));
        assert_eq!(read(" shift + ctrl + p ").as_deref(), Some("Ctrl+Shift+P"));
        assert_eq!(read("ctrl++").as_deref(), Some("Ctrl+Plus"));
        assert_eq!(read("["), Some("OpenBracket".to_owned()));
        assert_eq!(read("space").as_deref(), Some("Space"));
        for bad in ["", "Ctrl+", "Hyper+P", "Ctrl+NoKey", "+"] {
            let is_plus = bad == "+";
            assert_eq!(read(bad).is_some(), is_plus, "{bad}");
        }
    }

    #[test]
    fn chords_are_shown_in_the_listeners_words() {
        let shown = |text: &str, locale| text.parse::<Chord>().unwrap().shown(Words::of(locale));
        assert_eq!(shown("Space", Locale::ZhTw), "空白鍵");
        assert_eq!(shown("Space", Locale::En), "Space");
        assert_eq!(shown("Shift+Left", Locale::En), "Shift + ←");
        assert_eq!(shown("Ctrl+Comma", Locale::En), "Ctrl + ,");
    }
}
