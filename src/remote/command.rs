//! Commands that need no window: media keys, the command line and the window's own keys share them.

use serde::{Deserialize, Serialize};

use crate::{
    player::{Command, Direction, Speed, Unit, Volume},
    speech::Frames,
};

/// What can be done without the window: by media keys, and by `tingxinwen` on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemoteCommand {
    /// Plays.
    Play,
    /// Pauses.
    Pause,
    /// Plays, or pauses.
    Toggle,
    /// Goes to the sentence after.
    Next,
    /// Goes to the sentence before.
    Previous,
    /// Goes to the paragraph after.
    NextParagraph,
    /// Goes to the paragraph before.
    PreviousParagraph,
    /// Goes to the next chapter of a book.
    NextChapter,
    /// Goes to the start of the chapter, then to the one before.
    PreviousChapter,
    /// Goes so many seconds forward; back below zero.
    Seek {
        /// Seconds at normal speed.
        secs: i32,
    },
    /// Goes to this time of the whole article.
    SeekTo {
        /// Milliseconds at normal speed.
        millis: u32,
    },
    /// A step faster.
    Faster,
    /// A step slower.
    Slower,
    /// Back to normal speed.
    NormalSpeed,
    /// Speaks at this speed.
    Speed {
        /// 1.0 is the voice's own pace; the nearest that there is holds.
        factor: f32,
    },
    /// A step louder.
    Louder,
    /// A step softer.
    Softer,
    /// Speaks at this volume.
    Volume {
        /// From 0.0, silence, to 1.0.
        gain: f32,
    },
    /// Sound off, and on again.
    Mute,
}

impl RemoteCommand {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Play => "play",
            Self::Pause => "pause",
            Self::Toggle => "toggle",
            Self::Next => "next",
            Self::Previous => "previous",
            Self::NextParagraph => "next-paragraph",
            Self::PreviousParagraph => "previous-paragraph",
            Self::NextChapter => "next-chapter",
            Self::PreviousChapter => "previous-chapter",
            Self::Seek { .. } | Self::SeekTo { .. } => "seek",
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::NormalSpeed => "normal-speed",
            Self::Speed { .. } => "speed",
            Self::Louder => "louder",
            Self::Softer => "softer",
            Self::Volume { .. } => "volume",
            Self::Mute => "mute",
        }
    }

    /// Whether it does anything while no article is open.
    pub fn needs_article(self) -> bool {
        match self {
            Self::Play
            | Self::Pause
            | Self::Toggle
            | Self::Next
            | Self::Previous
            | Self::NextParagraph
            | Self::PreviousParagraph
            | Self::NextChapter
            | Self::PreviousChapter
            | Self::Seek { .. }
            | Self::SeekTo { .. } => true,
            Self::Faster
            | Self::Slower
            | Self::NormalSpeed
            | Self::Speed { .. }
            | Self::Louder
            | Self::Softer
            | Self::Volume { .. }
            | Self::Mute => false,
        }
    }

    /// What the player is told.
    pub fn command(self) -> Command {
        match self {
            Self::Play => Command::Play,
            Self::Pause => Command::Pause,
            Self::Toggle => Command::Toggle,
            Self::Next => Command::Step(Unit::Sentence, Direction::Forward),
            Self::Previous => Command::Step(Unit::Sentence, Direction::Back),
            Self::NextParagraph => Command::Step(Unit::Paragraph, Direction::Forward),
            Self::PreviousParagraph => Command::Step(Unit::Paragraph, Direction::Back),
            Self::NextChapter => Command::StepPart(Direction::Forward),
            Self::PreviousChapter => Command::StepPart(Direction::Back),
            Self::Seek { secs } => Command::SeekBy { secs },
            Self::SeekTo { millis } => Command::SeekToTime(Frames::from_millis(u64::from(millis))),
            Self::Faster => Command::StepSpeed(Direction::Forward),
            Self::Slower => Command::StepSpeed(Direction::Back),
            Self::NormalSpeed => Command::SetSpeed(Speed::new(1.0)),
            Self::Speed { factor } => Command::SetSpeed(Speed::new(factor)),
            Self::Louder => Command::StepVolume(Direction::Forward),
            Self::Softer => Command::StepVolume(Direction::Back),
            Self::Volume { gain } => Command::SetVolume(Volume::new(gain)),
            Self::Mute => Command::ToggleMute,
        }
    }
}
