//! Global keys: chords that work in all windows of the desktop, as the listener chose them.
//!
//! X11, Windows and macOS give them to programs; Wayland's desktops keep them, and run commands such as
//! `tingxinwen toggle` instead.

use std::{
    cell::OnceCell,
    sync::{Arc, Mutex, PoisonError},
};

use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState, hotkey::HotKey};

use crate::{
    actions::{Action, Chord, KeyProblem, Overrides},
    words::Words,
};

/// The actions that can have such keys: they need no window.
pub const GLOBAL_ACTIONS: [Action; 2] = [Action::PlayPause, Action::ReadSelection];

/// What each key that is held now does, by its number.
type Held = Mutex<Vec<(HotKey, Action)>>;

/// The keys that are held.
pub struct GlobalKeys {
    /// Made when a key is wanted, since it asks the desktop twenty times a second; `None` where the desktop gives none.
    manager: OnceCell<Option<GlobalHotKeyManager>>,
    held: Arc<Held>,
}

/// Why a chord is not held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlobalKeyProblem {
    /// It cannot be read, or is no chord that could be taken from all other windows.
    Key(KeyProblem),
    /// The desktop or another program has it.
    Taken(Chord),
}

impl GlobalKeyProblem {
    /// As a listener reads it.
    pub fn told(&self, words: &Words) -> String {
        match self {
            Self::Key(problem) => problem.told(words),
            Self::Taken(chord) => words.global_keys_taken(chord.shown(words)),
        }
    }
}

impl GlobalKeys {
    /// Holds none yet; `perform` is called on a thread of its own with what was pressed.
    pub fn new(perform: impl Fn(Action) + Send + Sync + 'static) -> Self {
        let held: Arc<Held> = Arc::default();
        let pressed = Arc::clone(&held);
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            let held = pressed.lock().unwrap_or_else(PoisonError::into_inner);
            let action = held.iter().find(|(key, _)| key.id() == event.id()).map(|(_, action)| *action);
            drop(held);
            if let (Some(action), HotKeyState::Pressed) = (action, event.state()) {
                perform(action);
            }
        }));
        Self { manager: OnceCell::new(), held }
    }

    /// Holds `chosen` and no others; what cannot be held is told. On Windows and macOS this is to be called on the
    /// thread of the window.
    pub fn hold(&self, chosen: &Overrides) -> Vec<GlobalKeyProblem> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in held.drain(..) {
            if let Some(Err(error)) =
                self.manager.get().and_then(Option::as_ref).map(|keys| keys.unregister(key))
            {
                tracing::warn!(%error, "a global key is not given back");
            }
        }
        let (wanted, problems) = wanted(chosen);
        let mut problems: Vec<GlobalKeyProblem> = problems.into_iter().map(GlobalKeyProblem::Key).collect();
        if wanted.is_empty() {
            return problems;
        }
        let Some(manager) = self.manager.get_or_init(manager) else { return problems };
        for (action, chord, key) in wanted {
            match manager.register(key) {
                Ok(()) => held.push((key, action)),
                Err(error) => {
                    tracing::warn!(%error, %chord, "a global key is not held");
                    problems.push(GlobalKeyProblem::Taken(chord));
                }
            }
        }
        problems
    }
}

fn manager() -> Option<GlobalHotKeyManager> {
    GlobalHotKeyManager::new().inspect_err(|error| tracing::info!(%error, "no global keys")).ok()
}

/// Whether `chord` can be taken from all windows: what is typed alone is typed there.
pub fn can_be_global(chord: Chord) -> bool {
    let is_typed = chord.modifiers.is_none() || chord.modifiers == egui::Modifiers::SHIFT;
    let is_function = chord.key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
    (!is_typed || is_function) && key_of(chord).is_some()
}

/// What is to be held for `chosen`, and what of it cannot be.
fn wanted(chosen: &Overrides) -> (Vec<(Action, Chord, HotKey)>, Vec<KeyProblem>) {
    let (mut keys, mut problems) = (Vec::new(), Vec::new());
    for (id, chords) in chosen {
        let known = Action::parse(id).filter(|action| GLOBAL_ACTIONS.contains(action));
        let Some(action) = known else {
            problems.push(KeyProblem::UnknownAction(id.clone()));
            continue;
        };
        for text in chords {
            let chord = text.parse::<Chord>().ok().filter(|chord| can_be_global(*chord));
            match chord.and_then(|chord| Some((action, chord, key_of(chord)?))) {
                Some(key) => keys.push(key),
                None => problems.push(KeyProblem::Unreadable { action, chord: text.clone() }),
            }
        }
    }
    (keys, problems)
}

/// `chord` as the desktop knows it.
fn key_of(chord: Chord) -> Option<HotKey> {
    let name = chord.key.symbol_or_name();
    let name = if name.chars().count() == 1 && name.is_ascii() { name } else { chord.key.name() };
    let held = [
        ("CmdOrCtrl+", chord.modifiers.command),
        ("Alt+", chord.modifiers.alt),
        ("Shift+", chord.modifiers.shift),
    ];
    let held = held.iter().filter(|(_, is_held)| *is_held).map(|(name, _)| *name);
    held.chain([name]).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    #[test]
    fn only_chords_that_nobody_types_are_held_and_only_for_what_needs_no_window() {
        let can = |text: &str| can_be_global(text.parse().unwrap());
        for chord in ["Ctrl+Alt+Space", "Alt+Shift+R", "F9", "Ctrl+Comma", "Ctrl+Alt+Left", "Alt+["] {
            assert!(can(chord), "{chord}");
        }
        for chord in ["P", "Shift+P", "Space", "Enter", "Shift+Left"] {
            assert!(!can(chord), "{chord}");
        }
        let chosen: Overrides =
            [("play-pause", "Ctrl+Alt+P"), ("read-selection", "R"), ("zhuyin", "Ctrl+Alt+Z")]
                .map(|(action, chord)| (action.to_owned(), vec![chord.to_owned()]))
                .into();
        let (keys, problems) = wanted(&chosen);
        assert_eq!(keys.iter().map(|(action, ..)| *action).collect::<Vec<_>>(), [Action::PlayPause]);
        let unreadable = KeyProblem::Unreadable { action: Action::ReadSelection, chord: "R".to_owned() };
        assert_eq!(problems, [unreadable, KeyProblem::UnknownAction("zhuyin".to_owned())]);
    }
}
