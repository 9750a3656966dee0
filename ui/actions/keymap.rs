//! The key map: which chord does what, by default and as the listener chose.

use std::collections::BTreeMap;

use super::{Action, Chord};
use crate::words::Words;

/// The `[keys]` section of the settings file: chords by the id of an action, which replace its own. An empty list
/// takes its keys away.
pub type Overrides = BTreeMap<String, Vec<String>>;

/// Which chord does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    /// In the order of [`Action::ALL`], and of an action's chords.
    keys: Vec<(Action, Chord)>,
}

/// What is wrong with the listener's keys; the rest of them hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// No action has this id.
    UnknownAction(String),
    /// The text is no chord.
    Unreadable {
        /// The action it was meant for.
        action: Action,
        /// The text.
        chord: String,
    },
    /// Two actions want the same chord: the listener's choice goes before a default, the earlier before the later.
    Taken {
        /// The chord.
        chord: Chord,
        /// Who has it.
        by: Action,
        /// Who does not get it.
        from: Action,
    },
}

impl KeyProblem {
    /// As a listener reads it.
    pub fn told(&self, words: &Words) -> String {
        match self {
            Self::UnknownAction(id) => words.keys_unknown_action(id),
            Self::Unreadable { action, chord } => words.keys_unreadable(chord, action.label(words)),
            Self::Taken { chord, by, from } => {
                words.keys_taken(chord.shown(words), by.label(words), from.label(words))
            }
        }
    }
}

impl Default for KeyMap {
    fn default() -> Self {
        Self::defaults()
    }
}

impl KeyMap {
    /// The default keys.
    pub fn defaults() -> Self {
        Self::with(&Overrides::new()).0
    }

    /// The default keys with the listener's own, and what is wrong with those.
    pub fn with(overrides: &Overrides) -> (Self, Vec<KeyProblem>) {
        let mut problems = Vec::new();
        let mut chosen: BTreeMap<Action, Vec<Chord>> = BTreeMap::new();
        for (id, chords) in overrides {
            let Some(action) = Action::parse(id) else {
                problems.push(KeyProblem::UnknownAction(id.clone()));
                continue;
            };
            let mut read = Vec::new();
            for chord in chords {
                match chord.parse::<Chord>() {
                    Ok(chord) => read.push(chord),
                    Err(bad) => problems.push(KeyProblem::Unreadable { action, chord: bad.0 }),
                }
            }
            // Where nothing of it can be read, the keys stay that the action has.
            if !read.is_empty() || chords.is_empty() {
                chosen.insert(action, read);
            }
        }
        let own = Action::ALL
            .iter()
            .flat_map(|action| chosen.get(action).into_iter().flatten().map(move |chord| (*action, *chord)));
        let default = Action::ALL.iter().filter(|action| !chosen.contains_key(action)).flat_map(|action| {
            let chords = action.default_keys().iter().filter_map(|text| text.parse().ok());
            chords.map(move |chord| (*action, chord))
        });
        let mut keys: Vec<(Action, Chord)> = Vec::new();
        for (action, chord) in own.chain(default) {
            match keys.iter().find(|(_, taken)| *taken == chord) {
                Some((by, _)) if *by == action => (),
                Some((by, _)) => problems.push(KeyProblem::Taken { chord, by: *by, from: action }),
                None => keys.push((action, chord)),
            }
        }
        keys.sort_by_key(|(action, _)| *action);
        (Self { keys }, problems)
    }

    /// The chords of `action`.
    pub fn chords(&self, action: Action) -> impl Iterator<Item = Chord> {
        self.keys.iter().filter(move |(of, _)| *of == action).map(|(_, chord)| *chord)
    }

    /// What `chord` does.
    pub fn action(&self, chord: Chord) -> Option<Action> {
        self.keys.iter().find(|(_, of)| *of == chord).map(|(action, _)| *action)
    }

    /// All chords, those first with which more is held: `Shift+X` is also an `X`.
    pub fn by_held(&self) -> Vec<(Action, Chord)> {
        let mut keys = self.keys.clone();
        keys.sort_by_key(|(_, chord)| std::cmp::Reverse(chord.held()));
        keys
    }

    /// The chords of `action` as a listener reads them; `None` where it has none.
    pub fn shown(&self, action: Action, words: &Words) -> Option<String> {
        self.chords(action).map(|chord| chord.shown(words)).reduce(|all, chord| words.either_key(all, chord))
    }

    /// What `action` does with its first key, for tooltips.
    pub fn tip(&self, action: Action, words: &Words) -> String {
        let label = action.label(words);
        match self.chords(action).next() {
            Some(chord) => words.with_keys(label, chord.shown(words)),
            None => label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn overrides(keys: &[(&str, &[&str])]) -> Overrides {
        let chords = |chords: &[&str]| chords.iter().map(|chord| (*chord).to_owned()).collect();
        keys.iter().map(|(id, own)| ((*id).to_owned(), chords(own))).collect()
    }

    fn chord(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn no_two_actions_share_a_default_key_and_all_can_be_read() {
        let (keys, problems) = KeyMap::with(&Overrides::new());
        assert_eq!(problems, []);
        for &action in Action::ALL {
            assert_eq!(keys.chords(action).count(), action.default_keys().len(), "{}", action.id());
        }
    }

    #[test]
    fn the_listeners_keys_replace_an_actions_own() {
        let (keys, problems) =
            KeyMap::with(&overrides(&[("next-sentence", &["Y", "Ctrl+N"]), ("mute", &[])]));
        assert_eq!(problems, []);
        assert_eq!(keys.action(chord("Y")), Some(Action::NextSentence));
        assert_eq!(keys.action(chord("Right")), None);
        assert_eq!(keys.chords(Action::Mute).count(), 0);
        assert_eq!(keys.action(chord("Left")), Some(Action::PreviousSentence));
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_holds() {
        let own = overrides(&[
            ("fly", &["F"]),
            ("faster", &["Ctrl+Nothing", "U"]),
            ("slower", &["Hyper+S"]),
            ("next-sentence", &["K"]),
            ("next-paragraph", &["K"]),
        ]);
        let (keys, problems) = KeyMap::with(&own);
        assert_eq!(keys.action(chord("U")), Some(Action::Faster));
        assert_eq!(keys.action(chord("[")), Some(Action::Slower), "nothing else could be read for it");
        assert_eq!(
            keys.action(chord("K")),
            Some(Action::NextSentence),
            "the listener's goes before a default"
        );
        assert_eq!(keys.action(chord("Space")), Some(Action::PlayPause));
        let told: Vec<String> =
            problems.iter().map(|problem| problem.told(Words::of(Locale::ZhTw))).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        for part in ["「fly」", "「Ctrl+Nothing」", "「Hyper+S」", "「下一段」", "「播放、暫停」"]
        {
            assert!(told.iter().any(|told| told.contains(part)), "{part}: {told:?}");
        }
    }
}
