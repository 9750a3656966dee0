//! Actions that need no window: media keys and the command line have them too.

use tingxinwen::player::{Command, Direction, Snapshot, Speed, Unit, Volume};

/// What a press changes of the volume, of 1.
const VOLUME_STEP: f32 = 0.1;

/// Something that can be done without the window: by media keys, and by `tingxinwen` on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Goes so many seconds forward; back below zero.
    Seek {
        /// Seconds at normal speed.
        secs: i32,
    },
    /// A step faster.
    Faster,
    /// A step slower.
    Slower,
    /// Back to normal speed.
    NormalSpeed,
    /// A step louder.
    Louder,
    /// A step softer.
    Softer,
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
            Self::Seek { .. } => "seek",
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::NormalSpeed => "normal-speed",
            Self::Louder => "louder",
            Self::Softer => "softer",
            Self::Mute => "mute",
        }
    }

    /// What the player is told, as things stand in `snapshot`.
    pub fn command(self, snapshot: &Snapshot) -> Command {
        match self {
            Self::Play => Command::Play,
            Self::Pause => Command::Pause,
            Self::Toggle => Command::Toggle,
            Self::Next => Command::Step(Unit::Sentence, Direction::Forward),
            Self::Previous => Command::Step(Unit::Sentence, Direction::Back),
            Self::NextParagraph => Command::Step(Unit::Paragraph, Direction::Forward),
            Self::PreviousParagraph => Command::Step(Unit::Paragraph, Direction::Back),
            Self::Seek { secs } => Command::SeekBy { secs },
            Self::Faster => Command::StepSpeed(Direction::Forward),
            Self::Slower => Command::StepSpeed(Direction::Back),
            Self::NormalSpeed => Command::SetSpeed(Speed::new(1.0)),
            Self::Louder => Command::SetVolume(Volume::new(snapshot.volume.gain() + VOLUME_STEP)),
            Self::Softer => Command::SetVolume(Volume::new(snapshot.volume.gain() - VOLUME_STEP)),
            Self::Mute => Command::ToggleMute,
        }
    }
}
