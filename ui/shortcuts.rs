//! Keys. None of them does anything while a text field has the focus.

use egui::{Event, Key, Modifiers};
use tingxinwen::{
    article::Source,
    player::{Command, Direction, Unit},
};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Something of the player.
    Player(Command),
    /// Back to what is spoken.
    Follow,
    /// A file.
    ChooseFile,
    /// The list of keys.
    ShowKeys,
    /// How the word that is heard is read.
    AskReading,
    /// Not the block that is heard now.
    LeaveOut,
    /// The block that was left out last, again.
    BringBack,
}

/// What was pressed since the last frame.
pub fn wishes(ctx: &egui::Context) -> Vec<Wish> {
    if ctx.egui_wants_keyboard_input() {
        return Vec::new();
    }
    // On a focused button, Space presses the button.
    let has_focus = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        let mut wishes: Vec<Wish> = input.events.iter().filter_map(typed).collect();
        let mut key = |modifiers, key, wish: Wish| {
            for _ in 0..input.count_and_consume_key(modifiers, key) {
                wishes.push(wish.clone());
            }
        };
        let step = |unit, direction| Wish::Player(Command::Step(unit, direction));
        let none = Modifiers::NONE;
        if !has_focus {
            key(none, Key::Space, Wish::Player(Command::Toggle));
        }
        key(none, Key::K, Wish::Player(Command::Toggle));
        key(Modifiers::SHIFT, Key::ArrowLeft, step(Unit::Paragraph, Direction::Back));
        key(Modifiers::SHIFT, Key::ArrowRight, step(Unit::Paragraph, Direction::Forward));
        key(none, Key::ArrowLeft, step(Unit::Sentence, Direction::Back));
        key(none, Key::ArrowRight, step(Unit::Sentence, Direction::Forward));
        key(none, Key::J, Wish::Player(Command::SeekBy { secs: -10 }));
        key(none, Key::L, Wish::Player(Command::SeekBy { secs: 10 }));
        key(none, Key::OpenBracket, Wish::Player(Command::StepSpeed(Direction::Back)));
        key(none, Key::CloseBracket, Wish::Player(Command::StepSpeed(Direction::Forward)));
        key(none, Key::M, Wish::Player(Command::ToggleMute));
        key(none, Key::F, Wish::Follow);
        key(none, Key::R, Wish::AskReading);
        key(Modifiers::SHIFT, Key::X, Wish::BringBack);
        key(none, Key::X, Wish::LeaveOut);
        key(Modifiers::COMMAND, Key::O, Wish::ChooseFile);
        wishes
    })
}

/// What is told by the text that came rather than by the key: pasted text, and signs that sit on
/// other keys on other keyboards.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other events are of no concern here")]
fn typed(event: &Event) -> Option<Wish> {
    match event {
        Event::Paste(text) if !text.trim().is_empty() => Some(Wish::Player(Command::Open(given(text)))),
        Event::Text(text) if text == "?" || text == "？" => Some(Wish::ShowKeys),
        _ => None,
    }
}

/// What the listener means by text that was pasted or typed.
pub fn given(text: &str) -> Source {
    Source::guess(text, |path| !path.is_empty() && std::path::Path::new(path).is_file())
}
