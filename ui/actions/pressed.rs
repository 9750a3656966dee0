//! The keys of the window: what was pressed since the last frame. None of them does anything while a text field has
//! the focus.

use egui::{Event, Key};
use tingxinwen::article::Source;

use super::{Action, KeyMap};

/// What was asked for by keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Pressed {
    /// An action, by one of its keys.
    Action(Action),
    /// Text that was pasted.
    Pasted(String),
}

/// What was pressed since the last frame, in the window of `ctx`.
pub fn pressed(ctx: &egui::Context, keys: &KeyMap) -> Vec<Pressed> {
    if ctx.egui_wants_keyboard_input() {
        return Vec::new();
    }
    // On a focused button, Space presses the button.
    let has_focus = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        let mut all = Vec::new();
        for (action, chord) in keys.by_held() {
            let typed = chord.sign().map_or(0, |sign| typed(&input.events, sign));
            if has_focus && chord.key == Key::Space {
                continue;
            }
            // A sign comes as a key, as text, or as both.
            let count = input.count_and_consume_key(chord.modifiers, chord.key).max(typed);
            // A press of `Ctrl+V` comes as what it pastes.
            if action != Action::Paste || !is_paste(chord.to_string().as_str()) {
                all.extend(std::iter::repeat_n(Pressed::Action(action), count));
            }
        }
        all.extend(input.events.iter().filter_map(pasted));
        all
    })
}

fn is_paste(chord: &str) -> bool {
    chord == "Ctrl+V"
}

/// How often `sign` was typed, half or full width.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other events type nothing")]
fn typed(events: &[Event], sign: &str) -> usize {
    let wide: String = sign.chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect();
    let is_sign = |event: &&Event| match event {
        Event::Text(text) => *text == sign || *text == wide,
        _ => false,
    };
    events.iter().filter(is_sign).count()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other events paste nothing")]
fn pasted(event: &Event) -> Option<Pressed> {
    match event {
        Event::Paste(text) if !text.trim().is_empty() => Some(Pressed::Pasted(text.clone())),
        _ => None,
    }
}

/// What the listener means by text that was pasted or typed.
pub fn given(text: &str) -> Source {
    Source::guess_shared(text, is_file)
}

/// What the listener means by text that is selected in another program: itself, or the address that it is.
pub fn selected(text: &str) -> Source {
    Source::guess(text, is_file)
}

fn is_file(path: &str) -> bool {
    !path.is_empty() && std::path::Path::new(path).is_file()
}

#[cfg(test)]
mod tests {
    use egui::{Modifiers, RawInput};

    use super::*;

    /// What is pressed by `events` in one frame.
    fn after(events: Vec<Event>) -> Vec<Pressed> {
        let ctx = egui::Context::default();
        let mut found = Vec::new();
        let input = RawInput { events, ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| found.extend(pressed(ui.ctx(), &KeyMap::defaults())));
        output.textures_delta.clear();
        found
    }

    #[test]
    fn a_shared_link_is_opened_where_it_is_pasted_and_read_where_it_is_selected() {
        let text = "新橋今天通車 https://news.test/1";
        assert_eq!(given(text), Source::Address("https://news.test/1".into()));
        assert_eq!(selected(text), Source::Text(text.into()));
    }

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn each_press_counts_and_what_is_held_decides() {
        let none = Modifiers::NONE;
        let of = |events| -> Vec<Action> {
            after(events)
                .into_iter()
                .filter_map(|pressed| match pressed {
                    Pressed::Action(action) => Some(action),
                    Pressed::Pasted(_) => None,
                })
                .collect()
        };
        assert_eq!(of(vec![key(Key::CloseBracket, none); 6]), [Action::Faster; 6]);
        assert_eq!(of(vec![key(Key::ArrowRight, Modifiers::SHIFT)]), [Action::NextParagraph]);
        assert_eq!(of(vec![key(Key::X, none)]), [Action::LeaveOut]);
        assert_eq!(of(vec![key(Key::X, Modifiers::SHIFT)]), [Action::BringBack]);
        // On other keyboards the sign sits on another key.
        assert_eq!(of(vec![Event::Text("？".into())]), [Action::Keys]);
        let both = vec![key(Key::CloseBracket, none), Event::Text("]".into())];
        assert_eq!(of(both), [Action::Faster], "a press is not counted twice");
        assert_eq!(of(vec![key(Key::P, Modifiers::COMMAND | Modifiers::SHIFT)]), [Action::Palette]);
        assert_eq!(of(vec![key(Key::P, none)]), []);
    }

    #[test]
    fn what_is_pasted_is_passed_on() {
        let pasted = after(vec![Event::Paste(" news ".into()), Event::Paste("  ".into())]);
        assert_eq!(pasted, [Pressed::Pasted(" news ".into())]);
    }
}
