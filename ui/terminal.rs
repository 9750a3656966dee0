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
    article::TextRange,
    engine::EngineHandle,
    player::{Command, Direction, Notice, Phase, Snapshot, Sound, Unit},
};

use crate::{
    follow::{Follower, Heard, heard},
    view::seek_bar::{time, total},
    words::Words,
};

/// The longest sleep between two looks at the playhead.
const TICK: Duration = Duration::from_millis(50);
/// The shortest.
const FRAME: Duration = Duration::from_millis(5);

/// Why the reading ended before the end of the article.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It did not start or go on; the text says why and what to do.
    #[error("{0}")]
    Stopped(String),
    /// The terminal failed.
    #[error("terminal: {0}")]
    Terminal(#[from] std::io::Error),
}

/// Reads what `engine` was asked to open, to its end or until the listener quits.
pub fn read(engine: &EngineHandle, words: &'static Words, follower: Follower) -> Result<(), ReadError> {
    let has_keys = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let raw = has_keys.then(RawMode::enter).transpose()?;
    let mut screen = Screen {
        words,
        raw,
        sentence: None,
        told_silent: false,
        told_notice: false,
        follower,
        started: false,
    };
    loop {
        let snapshot = engine.snapshot();
        let now = heard(engine, &snapshot, Instant::now());
        if !screen.show(engine, &snapshot, &now)? {
            return Ok(());
        }
        let pause = screen.until_change(engine, &snapshot);
        if has_keys {
            if event::poll(pause)? && !screen.take_key(engine, &snapshot, &event::read()?) {
                return Ok(());
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
                Notice::NotOpened(_) | Notice::NoVoice(_) => return Err(ReadError::Stopped(text)),
            }
        }
        let Some(script) = &snapshot.script else { return Ok(true) };
        if !self.started {
            self.started = true;
            self.follower.asked("play");
            engine.send(Command::Play);
            return Ok(true);
        }
        if let (Sound::None(reason), false) = (&snapshot.sound, self.told_silent) {
            self.told_silent = true;
            self.line(&format!("{} ({reason})", self.words.no_sound))?;
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
            self.line(self.words.finished)?;
            return Ok(false);
        }
        Ok(true)
    }

    fn line(&self, text: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        if self.raw.is_some() {
            queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine))?;
            write!(out, "{text}\r\n")?;
        } else {
            writeln!(out, "{text}")?;
        }
        out.flush()
    }

    fn status(&self, snapshot: &Snapshot, now: &Heard) -> std::io::Result<()> {
        let state = match snapshot.phase {
            Phase::Playing => "▶".to_owned(),
            Phase::Buffering { wait } => self.words.buffering_for(wait),
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

    fn until_change(&self, engine: &EngineHandle, snapshot: &Snapshot) -> Duration {
        let now = Instant::now();
        let next = snapshot.timeline.next_word(engine.playhead().heard(now).frame);
        let until = next.and_then(|word| engine.playhead().until(word.start, now));
        until.unwrap_or(TICK).clamp(FRAME, TICK)
    }

    /// `false` when the listener quits.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other keys do nothing")]
    fn take_key(&mut self, engine: &EngineHandle, snapshot: &Snapshot, event: &Event) -> bool {
        let Event::Key(KeyEvent { code, modifiers, kind, .. }) = event else { return true };
        if *kind == KeyEventKind::Release {
            return true;
        }
        let unit = if modifiers.contains(KeyModifiers::SHIFT) { Unit::Paragraph } else { Unit::Sentence };
        let command = match code {
            KeyCode::Char('c' | 'd') if modifiers.contains(KeyModifiers::CONTROL) => return false,
            KeyCode::Esc | KeyCode::Char('q') => return false,
            KeyCode::Char(' ' | 'k' | 'K') => Command::Toggle,
            KeyCode::Left => Command::Step(unit, Direction::Back),
            KeyCode::Right => Command::Step(unit, Direction::Forward),
            KeyCode::Char('j' | 'J') => Command::SeekBy { secs: -10 },
            KeyCode::Char('l' | 'L') => Command::SeekBy { secs: 10 },
            KeyCode::Char('[') => Command::StepSpeed(Direction::Back),
            KeyCode::Char(']') => Command::StepSpeed(Direction::Forward),
            KeyCode::Char('m' | 'M') => Command::ToggleMute,
            KeyCode::Char('?') => {
                for (key, meaning) in self.words.key_list {
                    self.line(&format!("{key:<24}{meaning}")).ok();
                }
                return true;
            }
            _ => return true,
        };
        if command == Command::Toggle {
            self.follower.asked(if snapshot.wants_sound() { "pause" } else { "play" });
        }
        engine.send(command);
        true
    }
}
