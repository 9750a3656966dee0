//! The clock: how long each sentence takes, measured where it was spoken, estimated elsewhere.

use tingxinwen_core::syllables_in;

use crate::{
    speech::Frames,
    text::{Script, SentenceIdx},
};

/// Seconds that a Mandarin syllable takes before anything was measured: the pace of the default
/// voice on news sentences, pauses included.
const SECS_A_SYLLABLE: f64 = 0.24;

/// The lengths of an article's sentences, at normal speed.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    sentences: Vec<Length>,
    /// Where each sentence starts; one more entry, the end of all.
    starts: Vec<Frames>,
}

#[derive(Clone, Copy, Debug)]
struct Length {
    /// About how many Mandarin syllables it says.
    syllables: f64,
    pause: Frames,
    /// How long its narrator takes for it, with the pause.
    recorded: Option<Frames>,
    measured: Option<Frames>,
}

impl Clock {
    /// The lengths of the sentences of `script` before anything was measured.
    pub fn new(script: &Script) -> Self {
        let sentences = script.sentences().iter().zip(0..).map(|(sentence, idx)| Length {
            syllables: syllables_in(script.article().slice(sentence.range)),
            pause: sentence.pause,
            recorded: script.recorded_len(SentenceIdx(idx)),
            measured: None,
        });
        let mut clock = Self { sentences: sentences.collect(), starts: Vec::new() };
        clock.lay();
        clock
    }

    /// With what `clock` has measured of those sentences of `before` that are in `script` too.
    pub(super) fn with_measured(mut self, script: &Script, before: &Script, clock: &Self) -> Self {
        for (length, sentence) in self.sentences.iter_mut().zip(script.sentences()) {
            let idx = before.sentence_at(sentence.range.start).map_or(usize::MAX, |idx| idx.0 as usize);
            if before.sentences().get(idx) == Some(sentence) {
                length.measured = clock.sentences.get(idx).and_then(|length| length.measured);
            }
        }
        self.lay();
        self
    }

    pub(super) fn measure(&mut self, sentence: SentenceIdx, length: Frames) {
        if let Some(entry) = self.sentences.get_mut(sentence.0 as usize) {
            entry.measured = Some(length);
            self.lay();
        }
    }

    /// How long `text` takes, pauses after it left out.
    pub(super) fn estimate(&self, text: &str) -> Frames {
        Frames::from_secs_f64(syllables_in(text) * self.secs_a_syllable())
    }

    /// Where `sentence` starts; the end of all for one past the last.
    pub fn start_of(&self, sentence: SentenceIdx) -> Frames {
        let last = self.starts.len().saturating_sub(1);
        self.starts.get((sentence.0 as usize).min(last)).copied().unwrap_or_default()
    }

    /// How long `sentence` takes.
    pub fn length_of(&self, sentence: SentenceIdx) -> Frames {
        self.start_of(SentenceIdx(sentence.0 + 1)).saturating_sub(self.start_of(sentence))
    }

    /// The sentence that is heard at `time`; the last one after the end.
    pub fn sentence_at(&self, time: Frames) -> Option<SentenceIdx> {
        let last = self.sentences.len().checked_sub(1)?;
        let after = self.starts.partition_point(|&start| start <= time);
        Some(SentenceIdx(after.saturating_sub(1).min(last) as u32))
    }

    /// How long the whole article takes.
    pub fn total(&self) -> Frames {
        self.starts.last().copied().unwrap_or_default()
    }

    /// Whether some of the lengths are still estimates.
    pub fn is_estimated(&self) -> bool {
        self.sentences.iter().any(|length| length.measured.or(length.recorded).is_none())
    }

    /// The parts of the article that were spoken already, as times.
    pub fn measured(&self) -> impl Iterator<Item = (Frames, Frames)> + '_ {
        self.sentences
            .iter()
            .zip(self.starts.windows(2))
            .filter(|(length, _)| length.measured.is_some())
            .map(|(_, bounds)| (bounds[0], bounds[1]))
    }

    fn lay(&mut self) {
        let pace = self.secs_a_syllable();
        let mut at = Frames(0);
        self.starts.clear();
        self.starts.push(at);
        for length in &self.sentences {
            at = at
                + length
                    .measured
                    .or(length.recorded)
                    .unwrap_or_else(|| Frames::from_secs_f64(length.syllables * pace) + length.pause);
            self.starts.push(at);
        }
    }

    /// The pace so far, over all that was measured: a mean over everything does not jump about as
    /// one over the last few sentences would.
    fn secs_a_syllable(&self) -> f64 {
        let (mut secs, mut syllables) = (0.0, 0.0);
        for length in &self.sentences {
            if let Some(measured) = length.measured {
                secs += measured.saturating_sub(length.pause).as_secs_f64();
                syllables += length.syllables;
            }
        }
        // A few words say little; the first guess counts as much as twenty syllables.
        (secs + 20.0 * SECS_A_SYLLABLE) / (syllables + 20.0)
    }
}
