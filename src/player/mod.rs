//! The player: the state machine between the listener, the voice and the sound card. It does no IO, starts no thread
//! and reads no clock, so that every test of it is a list of inputs.
//!
//! This file has its commands, events, effects and snapshot; `machine` handles them.

mod answer;
mod choose;
mod clock;
mod factors;
mod gather;
mod machine;
mod parts;
mod pass;
mod seek;
mod timeline;
mod voices;

use std::{sync::Arc, time::Duration};

use tingxinwen_core::{
    VoiceOrders,
    document::{Document, DocumentId, Place},
};

use crate::{
    article::{BlockFilter, Language, OpenError, Source},
    speech::{Clip, Frames, Portion, VoiceError, VoiceId},
    text::{Haste, Script},
};

pub use clock::Clock;
pub use factors::{Pauses, Speed, Volume};
pub use machine::{LOOK_AHEAD, MOST_AHEAD, Player};
pub use parts::Parts;
pub use timeline::{Part, Spoken, Timeline};

pub(crate) use answer::MOST_SKIPPED;
pub(crate) use parts::script_of;
pub(crate) use voices::Roster;

/// A command of the listener.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open another article. The one that is open stays until the other has been fetched.
    Open(Source),
    /// Play from the listener's place; from the start of the article where it was read to its end.
    Play,
    /// Pause.
    Pause,
    /// Pause if sound is wanted, else play.
    Toggle,
    /// Continue at the start of the part of the document with this index: a chapter.
    OpenPart(u32),
    /// Continue at the start of the next part; or of this one, and of the one before from there.
    StepPart(Direction),
    /// Continue from the word at this byte of the text.
    SeekTo(u32),
    /// Continue from this place of the whole article, see [`Clock`].
    SeekToTime(Frames),
    /// Continue some seconds later or earlier.
    SeekBy {
        /// Seconds at normal speed; negative goes back.
        secs: i32,
    },
    /// Continue at a neighbouring sentence or paragraph.
    Step(Unit, Direction),
    /// Speak in this voice from here on, in articles of its language; the others of the list stand by.
    SetVoice(Language, VoiceId),
    /// The voices for articles of a language, the wanted one first; the next speaks where one fails.
    SetVoices(Language, Vec<VoiceId>),
    /// Speak faster or slower, at once.
    SetSpeed(Speed),
    /// A step slower ([`Direction::Back`]) or faster than now, at once.
    StepSpeed(Direction),
    /// Shorten the pauses of voices, or leave them.
    SetPauses(Pauses),
    /// Louder or softer.
    SetVolume(Volume),
    /// A step softer ([`Direction::Back`]) or louder than now.
    StepVolume(Direction),
    /// Mute, or end it.
    ToggleMute,
    /// Soften the sound by this factor until the listener plays again; the volume that they chose stays.
    Fade(Volume),
    /// Read these kinds of blocks, here and in what is opened from now on; the place stays.
    SetBlockFilter(BlockFilter),
    /// Read this block, if it is not read, or no longer: an index into
    /// [`Article::blocks`](crate::article::Article::blocks).
    ToggleBlock(usize),
    /// Make so much sound ahead of what is heard: little, where each sentence costs money.
    SetLookAhead(Frames),
    /// The listener has read the notice.
    DismissNotice,
}

/// What [`Command::Step`] steps over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph, heading or list item.
    Paragraph,
}

/// Where [`Command::Step`] steps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what was read before.
    Back,
    /// To what comes next.
    Forward,
}

/// An event outside the player.
#[derive(Clone, Debug)]
pub enum Event {
    /// The answer to [`Effect::Open`].
    Opened {
        /// Which request it answers.
        request: RequestId,
        /// The document, or why there is none.
        result: Result<Arc<Document>, OpenError>,
    },
    /// A part of the answer to [`Effect::Synthesize`], while the rest is still to come.
    Streamed {
        /// The epoch of the request.
        epoch: Epoch,
        /// The sound so far, after the portions before it.
        portion: Portion,
    },
    /// The answer to [`Effect::Synthesize`], or what is left of it after [`Event::Streamed`].
    Synthesized {
        /// The epoch of the request.
        epoch: Epoch,
        /// The sound, or why there is none.
        result: Result<Arc<Clip>, VoiceError>,
        /// The work it took; `None` for sound that was kept from before.
        work: Option<Duration>,
    },
    /// Better times for the words of a piece that was handed over before.
    Retimed {
        /// The epoch in which the piece was handed over.
        epoch: Epoch,
        /// The whole piece: the same sound with the better times.
        clip: Arc<Clip>,
    },
    /// What a narrator has recorded of a piece is not there or cannot be played; a voice reads it.
    NotRecorded {
        /// The epoch of the request.
        epoch: Epoch,
    },
    /// A voice that was given up may speak again: the answer to [`Effect::TryLater`].
    MaySpeakAgain {
        /// Its name.
        voice: VoiceId,
    },
    /// The listener has wanted no sound for so long; told just before they want it again.
    Rested(Duration),
    /// How far the listener has got.
    Heard(Playhead),
    /// A sound device plays from now on, with an empty queue.
    DeviceOpened {
        /// The system's name for it.
        name: String,
    },
    /// There is no sound device; time goes on without sound, with an empty queue.
    DeviceLost {
        /// What the system said.
        reason: String,
    },
}

/// What [`Player::handle`] takes.
#[derive(Clone, Debug)]
pub enum Input {
    /// From the listener.
    Command(Command),
    /// From the world.
    Event(Event),
}

/// What the player wants done. The engine does it, and reports back with an [`Event`].
#[derive(Clone, Debug)]
pub enum Effect {
    /// Fetch and extract; [`Event::Opened`] follows.
    Open {
        /// To be given back.
        request: RequestId,
        /// What to open.
        source: Source,
    },
    /// Speak the piece of `script` at `offset`; [`Event::Synthesized`] follows, unless a later
    /// request comes first.
    Synthesize {
        /// To be given back.
        epoch: Epoch,
        /// The article.
        script: Arc<Script>,
        /// Where the piece starts, or a byte within it.
        offset: u32,
        /// How soon it is needed.
        haste: Haste,
        /// Who speaks.
        voice: VoiceId,
    },
    /// Wait; [`Event::MaySpeakAgain`] follows.
    TryLater {
        /// To be given back.
        voice: VoiceId,
        /// How long.
        wait: Duration,
    },
    /// Drop all sound of earlier epochs, at once.
    StartEpoch(Epoch),
    /// Play `clip` from frame `from` on, after what is queued.
    Enqueue {
        /// The epoch that it is of.
        epoch: Epoch,
        /// The sound.
        clip: Arc<Clip>,
        /// Frames to skip.
        from: Frames,
    },
    /// Let the queue sound, or hold it.
    SetPlaying(bool),
    /// Stretch time from here on.
    SetSpeed(Speed),
    /// Shorten pauses from here on, or leave them.
    SetPauses(Pauses),
    /// Scale samples from here on; nothing while muted.
    SetVolume(Volume),
}

/// Counts requests to open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// Counts the seeks, and the changes of voice, article and device. What carries an older one is stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(pub u16);

/// What is heard: a frame counted from the start of its epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Playhead {
    /// The epoch.
    pub epoch: Epoch,
    /// The frame of the epoch's [`Timeline`], at normal speed.
    pub frame: Frames,
}

/// What the listener sees of the player. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// Nothing is open.
    Empty,
    /// Silent because the listener wants it so.
    Paused,
    /// Silent until enough sound is there.
    Buffering {
        /// About how long that takes, where the voice's pace is known.
        wait: Option<Duration>,
    },
    /// Sound.
    Playing,
    /// All was read.
    Finished,
}

/// Something the listener should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The article did not open; the one before it is still there.
    NotOpened(OpenError),
    /// No voice of the listener's list speaks, and the reading stopped.
    NoVoice(VoiceError),
    /// The article opened, and is not all there.
    OfArticle(crate::article::Notice),
    /// A voice does not speak, and the reading goes on in another.
    OtherVoice {
        /// Who does not speak.
        failed: VoiceId,
        /// Why.
        error: VoiceError,
        /// Who speaks instead.
        speaks: VoiceId,
    },
    /// A sentence could not be spoken and was left out.
    Skipped(VoiceError),
}

/// Whether sound can be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sound {
    /// Not known yet.
    Unknown,
    /// On this device.
    Device(String),
    /// No: what the system said.
    None(String),
}

/// All the UI may know. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What happens.
    pub phase: Phase,
    /// What is open: a document, and which of its parts is read.
    pub document: Option<(DocumentId, u32)>,
    /// The parts of what is open, where there are several.
    pub parts: Option<Parts>,
    /// The file of the picture on the cover of what is open, where it has one.
    pub cover: Option<Arc<[u8]>>,
    /// What is read.
    pub script: Option<Arc<Script>>,
    /// What is being fetched.
    pub opening: Option<Source>,
    /// Whatever the playhead says of another epoch is stale.
    pub epoch: Epoch,
    /// The sound of this epoch.
    pub timeline: Arc<Timeline>,
    /// How long the sentences are.
    pub clock: Arc<Clock>,
    /// The byte of the text that the listener is at, as of the last event.
    pub place: u32,
    /// How fast.
    pub speed: Speed,
    /// How loud, when not muted.
    pub volume: Volume,
    /// Whether sound is off.
    pub muted: bool,
    /// What kinds of blocks the listener wants to hear.
    pub block_filter: BlockFilter,
    /// Whom the listener wants to speak this article.
    pub voice: VoiceId,
    /// Whom the listener wants for each language, and who stands in for them.
    pub voices: Arc<VoiceOrders>,
    /// Whether it can be heard.
    pub sound: Sound,
    /// Work for a second of sound, as measured here; what is above 1 is slower than speech.
    pub real_time_factor: Option<f64>,
    /// What the listener should know.
    pub notice: Option<Notice>,
}

impl Snapshot {
    /// Where `playhead` is in the whole article; between epochs, where the listener last was.
    pub fn article_time(&self, playhead: Playhead) -> Frames {
        let part = (playhead.epoch == self.epoch).then(|| self.timeline.part_at(playhead.frame)).flatten();
        if let Some(part) = part {
            let heard = playhead.frame.saturating_sub(part.start) + part.from;
            return self.clock.start_of(part.sentence) + part.into_sentence + heard;
        }
        let Some(script) = &self.script else { return Frames(0) };
        seek::estimated_time(script, &self.clock, self.place)
    }

    /// How much of the whole document was heard at `playhead`, from 0 to 1.
    pub fn share_heard(&self, playhead: Playhead) -> f64 {
        let total = self.clock.total().as_secs_f64();
        let share = if total > 0.0 { self.article_time(playhead).as_secs_f64() / total } else { 0.0 };
        self.parts.as_ref().map_or(share, |parts| parts.share(share.clamp(0.0, 1.0)))
    }

    /// Where the listener is, to be found again another day.
    pub fn document_place(&self) -> Option<Place> {
        let ((document, part), script) = self.document.clone().zip(self.script.as_ref())?;
        let sentence = script.sentence_at(self.place).or_else(|| script.last_sentence())?;
        let range = script.sentence(sentence)?.range;
        Some(Place::new(document, part, script.article(), range, self.place))
    }

    /// Whether the listener wants sound, be it there or not.
    pub fn wants_sound(&self) -> bool {
        matches!(self.phase, Phase::Playing | Phase::Buffering { .. })
    }

    /// The word that is heard at `playhead`, unless it is of another epoch.
    pub fn word_at(&self, playhead: Playhead) -> Option<Spoken> {
        if playhead.epoch == self.epoch { self.timeline.word_at(playhead.frame) } else { None }
    }
}
