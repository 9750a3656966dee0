//! The contract with a voice: an [`Utterance`] goes in, a [`Clip`] with a [`Mark`] per word comes out.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde::{Deserialize, Serialize};

use crate::article::{Language, TextRange};

pub use crate::fault::{
    Damage, NetworkFault, Refusal, ServiceFault, SettingFault, SetupFault, SoundFault, SpeechFault,
    VoiceError,
};

/// All PCM inside the program is mono `f32` at this rate; voices and devices resample.
pub const SAMPLE_RATE_HZ: u32 = 24_000;

/// A count of frames at [`SAMPLE_RATE_HZ`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frames(pub u64);

impl Frames {
    /// Frames in `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * SAMPLE_RATE_HZ as u64 / 1000)
    }

    /// Frames in `secs` seconds, rounded; nothing for what is below zero.
    pub fn from_secs_f64(secs: f64) -> Self {
        Self((secs.max(0.0) * f64::from(SAMPLE_RATE_HZ)).round() as u64)
    }

    /// Length in seconds.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / f64::from(SAMPLE_RATE_HZ)
    }

    /// `self - other`, but not below zero.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Frames {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Frames {
    fn sum<I: Iterator<Item = Self>>(frames: I) -> Self {
        Self(frames.map(|frames| frames.0).sum())
    }
}

/// A unit of pronunciation that is timed and marked by itself: a syllable of Mandarin, a word of English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// Pinyin with a tone digit, `ü` as `v`: `lv4`. Empty for English.
    pub reading: String,
    /// IPA in the symbols of the Kokoro vocabulary.
    pub phonemes: String,
}

/// A written word and how it is said. Punctuation and silent text are words too, so that the words of an utterance
/// cover its text without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Its bytes in the article's text.
    pub source: TextRange,
    /// The spoken form in writing: 「百分之十二點五」 for `12.5%`. Empty for silent text.
    pub spoken: String,
    /// The language it is said in.
    pub language: Language,
    /// Its pronunciation; empty for punctuation and silent text.
    pub syllables: Vec<Syllable>,
    /// The mark of punctuation it puts between its neighbours, in the Kokoro vocabulary: one of
    /// `, . ! ? ; : —  …` or empty.
    pub mark: &'static str,
}

impl Word {
    /// Whether it has any sound.
    pub fn is_audible(&self) -> bool {
        !self.syllables.is_empty()
    }
}

/// An utterance: words that are synthesized together, with the silence after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Its bytes in the article's text.
    pub source: TextRange,
    /// The language of most of it: chooses the voice where the listener has not.
    pub language: Language,
    /// The text as it is written.
    pub written: String,
    /// The words in order; their sources cover `source`.
    pub words: Vec<Word>,
    /// Silence after it, at normal speed.
    pub pause: Frames,
}

/// The frames of a [`Clip`] in which a word is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where the word is written.
    pub source: TextRange,
    /// Its first frame.
    pub start: Frames,
    /// One past its last frame.
    pub end: Frames,
    /// Where each of its syllables starts, in order; the first at `start`.
    pub syllables: Vec<Frames>,
}

/// Where the times of marks come from, the most exact first; shown to the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// The voice's model says how long each of its phonemes is.
    Model,
    /// The service that spoke says when each word is heard.
    Measured,
    /// Found in the sound, by comparing it with that of a voice whose model says it.
    Aligned,
    /// Guessed from the text.
    Estimated,
}

/// The sound of an utterance.
#[derive(Clone, Debug)]
pub struct Clip {
    /// The text it covers.
    source: TextRange,
    /// Shared with the clips that this one was made of, or that were made of it.
    samples: Arc<[f32]>,
    /// The first of `samples` that is of this clip; all after it are.
    from: usize,
    marks: Arc<[Mark]>,
    timing: Timing,
    /// A factor on its samples where it is played.
    gain: f32,
}

impl Clip {
    /// A clip of `samples`; `None` unless `marks` are in order, do not overlap, and lie within
    /// `samples` and `source`.
    pub fn new(source: TextRange, samples: Arc<[f32]>, marks: Vec<Mark>, timing: Timing) -> Option<Self> {
        let len = Frames(samples.len() as u64);
        let each = marks.iter().all(|mark| {
            mark.start <= mark.end
                && mark.end <= len
                && source.start <= mark.source.start
                && mark.source.end <= source.end
                && mark.syllables.iter().all(|at| (mark.start..=mark.end).contains(at))
        });
        let ordered = marks
            .windows(2)
            .all(|pair| pair[0].end <= pair[1].start && pair[0].source.end <= pair[1].source.start);
        (each && ordered).then(|| Self { source, samples, from: 0, marks: marks.into(), timing, gain: 1.0 })
    }

    /// The text it covers.
    pub fn source(&self) -> TextRange {
        self.source
    }

    /// PCM at [`SAMPLE_RATE_HZ`], within -1..=1.
    pub fn samples(&self) -> &[f32] {
        &self.samples[self.from..]
    }

    /// The factor on its samples that makes it as loud as the sound of other voices, where it is played.
    pub fn gain(&self) -> f32 {
        self.gain
    }

    /// The same sound, to be played with [`gain`](Self::gain).
    #[must_use]
    pub fn with_gain(self, gain: f32) -> Self {
        Self { gain, ..self }
    }

    /// A mark per audible word, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The same, to be kept where the samples are not.
    pub fn shared_marks(&self) -> Arc<[Mark]> {
        Arc::clone(&self.marks)
    }

    /// How far the marks may be trusted.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// Its length.
    pub fn len(&self) -> Frames {
        Frames(self.samples().len() as u64)
    }

    /// Whether it has no sound at all.
    pub fn is_empty(&self) -> bool {
        self.samples().is_empty()
    }

    /// The same sound with other times; `None` unless `marks` are as [`Self::new`] wants them.
    #[must_use]
    pub fn with_marks(&self, marks: Vec<Mark>, timing: Timing) -> Option<Self> {
        let samples = Arc::clone(&self.samples);
        let clip = Self::new(self.source, samples, marks, timing)?;
        let is_within = clip.marks.last().is_none_or(|mark| mark.end <= self.len());
        is_within.then_some(Self { from: self.from, gain: self.gain, ..clip })
    }

    /// The marks of the part of it that is `len` long and starts at `from`, in frames of that part.
    pub fn marks_within(&self, from: Frames, len: Frames) -> Arc<[Mark]> {
        let end = from + len;
        let within = |at: Frames| at.clamp(from, end).saturating_sub(from);
        let part = self.marks.iter().filter(|mark| mark.start < end && from < mark.end);
        let mark = |mark: &Mark| Mark {
            source: mark.source,
            start: within(mark.start),
            end: within(mark.end),
            syllables: mark.syllables.iter().copied().filter(|&at| at <= end).map(within).collect(),
        };
        part.map(mark).collect()
    }

    /// The frame from which the word at byte `offset` is heard first.
    pub fn start_of(&self, offset: u32) -> Frames {
        self.marks.iter().find(|mark| offset < mark.source.end).map_or(Frames(0), |mark| mark.start)
    }

    /// The rest of it from `frame` on, at least its last word; the samples are shared.
    #[must_use]
    pub fn after(&self, frame: Frames) -> Self {
        let from = frame.min(self.len());
        let rest = self.marks.iter().filter(|mark| from < mark.end);
        let later = |at: &Frames| at.saturating_sub(from);
        let marks: Arc<[Mark]> = rest
            .map(|mark| Mark {
                source: mark.source,
                start: later(&mark.start),
                end: later(&mark.end),
                syllables: mark.syllables.iter().map(later).collect(),
            })
            .collect();
        let last = self.marks.last().map_or(self.source.start, |mark| mark.source.start);
        let start = marks.first().map_or(last, |mark| mark.source.start);
        Self {
            source: TextRange::new(start, self.source.end),
            samples: Arc::clone(&self.samples),
            from: self.from + from.0 as usize,
            marks,
            timing: self.timing,
            gain: self.gain,
        }
    }

    /// The same sound for the same words at another place of a text; the samples are shared.
    pub fn moved_to(&self, start: u32) -> Self {
        let from = self.source.start;
        let moved = |range: TextRange| TextRange::new(range.start - from + start, range.end - from + start);
        Self {
            source: moved(self.source),
            samples: Arc::clone(&self.samples),
            from: self.from,
            marks: self
                .marks
                .iter()
                .map(|mark| Mark { source: moved(mark.source), ..mark.clone() })
                .collect(),
            timing: self.timing,
            gain: self.gain,
        }
    }
}

/// A voice's name in the catalogue, such as `zf_xiaoxiao`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VoiceId(pub String);

/// A part of an utterance's sound, handed over before the rest is made.
#[derive(Clone, Debug)]
pub struct Portion {
    /// The sound and its marks. Its last word may go on in the next portion.
    pub clip: Clip,
    /// The byte of the text before which every word is complete.
    pub said: u32,
}

/// A flag that cancels the synthesis of an utterance; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Cancels the synthesis, for all clones.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether `other` is a clone of it.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A voice: turns utterances into sound.
pub trait Voice: Send {
    /// Speaks `utterance`, with its pause at the end.
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError>;

    /// As [`speak`](Self::speak), handing over portions as they are made; when cancelled it may fail at once. The clip
    /// returned is the whole, portions included. A voice that makes all its sound in one go hands over none.
    fn stream(
        &mut self,
        utterance: &Utterance,
        _cancel: &Cancel,
        _hand_over: &mut dyn FnMut(Portion),
    ) -> Result<Clip, VoiceError> {
        self.speak(utterance)
    }

    /// As [`speak`](Self::speak), in one go; when cancelled it may fail at once.
    fn whole(&mut self, utterance: &Utterance, cancel: &Cancel) -> Result<Clip, VoiceError> {
        self.stream(utterance, cancel, &mut |_| ())
    }

    /// Whether the first portion of a [`stream`](Self::stream) comes as soon as a clause would be made, so that nothing is
    /// to be gained by asking for less than a sentence.
    fn starts_early(&self) -> bool {
        self.at_once() > 1
    }

    /// How many utterances it should speak at once: one where this machine does the work, more where most of the time
    /// is spent waiting for a service.
    fn at_once(&self) -> usize {
        1
    }
}
