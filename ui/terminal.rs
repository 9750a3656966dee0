//! Reading without a window: the running sentence, the time, and the same keys.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use crossterm::{
    cursor::MoveToColumn,
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    queue,
    terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode},
};
use tingxinwen::{
    app::Passwords,
    article::TextRange,
    engine::EngineHandle,
    player::{Command, Notice, Pauses, Phase, Snapshot, Sound},
};

use crate::{
    actions::{Action, Chord, KeyMap},
    cli::password::prompted,
    follow::{Follower, Heard, heard, until_change},
    output::printable,
    view::seek_bar::{time, total},
    words::Words,
};

/// The longest sleep between two looks at the playhead.
const TICK: Duration = Duration::from_millis(50);

/// Why the reading ended before the end of the article.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It did not start or go on.
    #[error("{0:?}")]
    Notice(Notice),
    /// The terminal failed.
    #[error("terminal: {0}")]
    Terminal(#[from] std::io::Error),
}

/// How the reading of an article ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was read to its end, or the listener wants the next.
    ToNext,
    /// The listener quit.
    Quit,
}

/// Reads what `engine` was asked to open, to its end or until the listener quits.
pub fn read(
    engine: &EngineHandle,
    words: &'static Words,
    keys: KeyMap,
    follower: Follower,
    passwords: &Passwords,
) -> Result<Ended, ReadError> {
    let has_keys = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let raw = has_keys.then(RawMode::enter).transpose()?;
    let mut screen = Screen {
        words,
        keys,
        raw,
        sentence: None,
        told_silent: false,
        told_notice: false,
        follower,
        started: false,
    };
    if has_keys {
        passwords.ask_by(|| ());
    }
    loop {
        if let Some(question) = passwords.question() {
            screen.raw = None;
            let typed = prompted(words, &question.name, &question.fault);
            passwords.answer(&question, typed.as_ref());
            screen.raw = has_keys.then(RawMode::enter).transpose()?;
        }
        let snapshot = engine.snapshot();
        let now = heard(engine, &snapshot, Instant::now());
        if !screen.show(engine, &snapshot, &now)? {
            return Ok(Ended::ToNext);
        }
        let pause = until_change(engine, &snapshot, Pauses::Whole).min(TICK);
        if has_keys {
            if event::poll(pause)?
                && let Some(ended) = screen.take_key(engine, &snapshot, &event::read()?)
            {
                return Ok(ended);
            }
        } else {
            std::thread::sleep(pause);
        }
    }
}

/// Keys come one by one as long as this lives.
struct RawMode;

impl RawMode {
    fn enter() -> std::io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        disable_raw_mode().ok();
    }
}

struct Screen {
    words: &'static Words,
    keys: KeyMap,
    raw: Option<RawMode>,
    sentence: Option<TextRange>,
    told_silent: bool,
    told_notice: bool,
    follower: Follower,
    started: bool,
}

impl Screen {
    /// Prints what changed; `false` at the end.
    fn show(&mut self, engine: &EngineHandle, snapshot: &Snapshot, now: &Heard) -> Result<bool, ReadError> {
        if let Some(notice) = &snapshot.notice {
            let text = self.words.notice(notice);
            match notice {
                Notice::NotOpened(_) if snapshot.script.is_some() => self.line(&text)?,
                Notice::OfArticle(_) if self.told_notice => {}
                Notice::OfArticle(_) => {
                    self.told_notice = true;
                    self.line(&text)?;
                }
                Notice::OtherVoice { .. } | Notice::Skipped(_) => {
                    self.line(&text)?;
                    engine.send(Command::DismissNotice);
                }
                Notice::NotOpened(_) | Notice::NoVoice(_) => return Err(ReadError::Notice(notice.clone())),
            }
        }
        let Some(script) = &snapshot.script else { return Ok(true) };
        if !self.started {
            self.started = true;
            self.follower.asked("play");
            engine.send(Command::Play);
            return Ok(true);
        }
        if let (Sound::None(_), false) = (&snapshot.sound, self.told_silent) {
            self.told_silent = true;
            self.line(&self.words.no_sound())?;
        }
        self.follower.show(engine, snapshot, now);
        if let (Some(range), true) = (now.highlight.sentence, now.highlight.sentence != self.sentence) {
            self.sentence = Some(range);
            let text = script.article().slice(range);
            match self.raw {
                Some(_) => self.line(text)?,
                None => self.line(&format!("[{}] {text}", time(now.time)))?,
            }
        }
        if self.raw.is_some() {
            self.status(snapshot, now)?;
        }
        if snapshot.phase == Phase::Finished {
            self.line(&self.words.finished())?;
            return Ok(false);
        }
        Ok(true)
    }

    fn line(&self, text: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        if self.raw.is_some() {
            queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine))?;
            write!(out, "{}\r\n", printable(text))?;
        } else {
            writeln!(out, "{}", printable(text))?;
        }
        out.flush()
    }

    fn status(&self, snapshot: &Snapshot, now: &Heard) -> std::io::Result<()> {
        let state = match snapshot.phase {
            Phase::Playing => "▶".to_owned(),
            Phase::Buffering { wait } => self.words.buffering_time(wait),
            Phase::Empty | Phase::Paused | Phase::Finished => "⏸".to_owned(),
        };
        let word = match (&snapshot.script, now.highlight.word) {
            (Some(script), Some(word)) => script.article().slice(word),
            (Some(_) | None, _) => "",
        };
        let (at, all) = (time(now.time), total(snapshot, self.words));
        let mut out = std::io::stdout().lock();
        queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine))?;
        write!(out, "{state} {at} / {all}  {:.1}×  {word}", snapshot.speed.factor())?;
        out.flush()
    }

    /// What ends the reading, if the key does.
    fn take_key(&mut self, engine: &EngineHandle, snapshot: &Snapshot, event: &Event) -> Option<Ended> {
        let Event::Key(key) = event else { return None };
        if key.kind == KeyEventKind::Release {
            return None;
        }
        if ends(key) {
            return Some(Ended::Quit);
        }
        let action = chord_of(key).and_then(|chord| self.keys.action(chord));
        let action = action.filter(|action| action.is_enabled(snapshot))?;
        match (action, action.remote()) {
            (Action::Quit, _) => return Some(Ended::Quit),
            (Action::NextArticle, _) => return Some(Ended::ToNext),
            (Action::Keys, _) => self.list_keys(),
            (_, Some(remote)) => {
                let command = remote.command();
                if command == Command::Toggle {
                    self.follower.asked(if snapshot.wants_sound() { "pause" } else { "play" });
                }
                engine.send(command);
            }
            (_, None) => (),
        }
        None
    }

    fn list_keys(&self) {
        for &action in Action::ALL.iter().filter(|action| action.is_for_terminal()) {
            if let Some(keys) = self.keys.shown(action, self.words) {
                self.line(&format!("{}{}", padded(&keys, 22), action.label(self.words))).ok();
            }
        }
    }
}

/// What ends a program in any terminal, whatever the listener's own keys are.
fn ends(key: &KeyEvent) -> bool {
    let is_held = key.modifiers.contains(KeyModifiers::CONTROL);
    key.code == KeyCode::Esc
        || key.code == KeyCode::Char('q')
        || (is_held && matches!(key.code, KeyCode::Char('c' | 'd')))
}

/// A key of the terminal as the key map knows it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the terminal has more keys than the key map")]
fn chord_of(key: &KeyEvent) -> Option<Chord> {
    let mut held = egui::Modifiers {
        alt: key.modifiers.contains(KeyModifiers::ALT),
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        shift: key.modifiers.contains(KeyModifiers::SHIFT),
        ..egui::Modifiers::NONE
    };
    let name = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(letter) if letter.is_alphabetic() => {
            held.shift |= letter.is_uppercase();
            letter.to_uppercase().collect()
        }
        KeyCode::Char(sign) => {
            // What it takes to type a sign is the keyboard's business.
            held.shift = false;
            sign.to_string()
        }
        KeyCode::Left
        | KeyCode::Right
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::PageUp
        | KeyCode::PageDown
        | KeyCode::Home
        | KeyCode::End
        | KeyCode::Backspace
        | KeyCode::Enter
        | KeyCode::Tab
        | KeyCode::Delete
        | KeyCode::Insert => format!("{:?}", key.code),
        KeyCode::F(number) => format!("F{number}"),
        _ => return None,
    };
    Some(Chord::new(held, egui::Key::from_name(&name)?))
}

/// `text` with spaces behind it, `columns` of a terminal wide: Chinese characters take two.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let taken: usize = text.chars().map(|c| if c > '\u{2E80}' { 2 } else { 1 }).sum();
    format!("{text}{}", " ".repeat(columns.saturating_sub(taken) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_has_the_keys_of_the_window() {
        let keys = KeyMap::defaults();
        let does = |code, modifiers| keys.action(chord_of(&KeyEvent::new(code, modifiers))?);
        let none = KeyModifiers::NONE;
        assert_eq!(does(KeyCode::Char(' '), none), Some(Action::PlayPause));
        assert_eq!(does(KeyCode::Char('k'), none), Some(Action::PlayPause));
        assert_eq!(does(KeyCode::Right, KeyModifiers::SHIFT), Some(Action::NextParagraph));
        assert_eq!(does(KeyCode::Left, none), Some(Action::PreviousSentence));
        assert_eq!(does(KeyCode::Char('['), none), Some(Action::Slower));
        assert_eq!(does(KeyCode::Char('?'), KeyModifiers::SHIFT), Some(Action::Keys));
        assert_eq!(does(KeyCode::Char('X'), KeyModifiers::SHIFT), Some(Action::BringBack));
        assert_eq!(does(KeyCode::Char('q'), KeyModifiers::CONTROL), Some(Action::Quit));
        assert_eq!(does(KeyCode::Char('e'), none), None);
        assert!(ends(&KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
    }
}
