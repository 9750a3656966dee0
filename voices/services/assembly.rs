//! Puts what a service sends together: sound without the silence around it, portions as soon as they are
//! worth hearing, and the time of every word.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use tingxinwen_core::{
    article::TextRange,
    speech::{Clip, Frames, Mark, Portion, SAMPLE_RATE_HZ, Timing},
};

use super::{
    fault::{Fault, SoundFault},
    intake::Span,
    sent::Sent,
    times::{self, SHORTEST_SYLLABLE_SECS},
};

/// What is softer is silence: 48 dB below the loudest that there can be.
const SILENCE: f32 = 0.004;
/// Silence kept before the first sound, so that its onset is whole.
const LEAD: usize = Frames::from_millis(20).0 as usize;
/// Sound that is let fade after the last that is loud.
const FADE: usize = Frames::from_millis(60).0 as usize;
/// The first portion: the player starts with it.
const FIRST: usize = Frames::from_millis(160).0 as usize;
/// Portions after it.
const NEXT: usize = Frames::from_millis(300).0 as usize;
/// A syllable is never said slower, by any voice; what is longer is not speech. With it, a stream that never ends ends.
const LONGEST_SYLLABLE: f64 = 2.0;
/// What any text may take beside its syllables.
const SLACK_SECS: f64 = 15.0;

/// How long a voice takes for a Mandarin syllable, learned as it speaks. Clones learn together.
#[derive(Clone, Debug)]
pub(super) struct Pace(Arc<AtomicU32>);

impl Default for Pace {
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(0.21_f32.to_bits())))
    }
}

impl Pace {
    fn secs(&self) -> f64 {
        f64::from(f32::from_bits(self.0.load(Ordering::Relaxed)))
    }

    fn learn(&self, secs: f64) {
        let mean = 0.8 * self.secs() + 0.2 * secs.clamp(SHORTEST_SYLLABLE_SECS, LONGEST_SYLLABLE);
        self.0.store((mean as f32).to_bits(), Ordering::Relaxed);
    }
}

/// The sound of an utterance so far.
pub(super) struct Assembly<'a> {
    sent: &'a Sent,
    pace: Pace,
    samples: Vec<f32>,
    /// How much of `samples` this attempt has sent again.
    at: usize,
    /// What the service says of times.
    spans: Vec<Span>,
    trust: Trust,
    /// Where the sound starts to be heard.
    begin: Option<usize>,
    /// One past the last loud sample.
    loud: usize,
    /// The first loud sample of this attempt, and one past its last.
    own: Option<(usize, usize)>,
    /// What was handed over, from `begin`.
    handed: usize,
    /// When the words were heard that were said to their end in what was handed over.
    told: Vec<(usize, usize)>,
    /// Where an earlier attempt ended before its time.
    ended_early: Option<usize>,
    hand_over: &'a mut dyn FnMut(Portion),
}

/// Whether the times that a service tells are used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    Full,
    /// Some of them could not be.
    Lost,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(sent: &'a Sent, pace: Pace, hand_over: &'a mut dyn FnMut(Portion)) -> Self {
        Self {
            sent,
            pace,
            samples: Vec::new(),
            at: 0,
            spans: Vec::new(),
            trust: Trust::Full,
            begin: None,
            loud: 0,
            own: None,
            handed: 0,
            told: Vec::new(),
            ended_early: None,
            hand_over,
        }
    }

    /// Another attempt: the same sound comes from its start. What was handed over stays as it is.
    pub(super) fn restart(&mut self) {
        self.at = 0;
        self.own = None;
        self.begin = self.begin.filter(|_| self.handed > 0);
        // What else came may be of the trouble itself.
        self.samples.truncate(self.begin.map_or(0, |begin| begin + self.handed));
        self.loud = self.loud.min(self.samples.len());
    }

    /// Takes sound, and what is known of its times by now.
    pub(super) fn push(&mut self, samples: &[f32], spans: &[Span]) -> Result<(), Fault> {
        if spans.len() > self.spans.len() && self.trust == Trust::Full {
            self.spans = spans.to_vec();
            self.distrust_unless(times::are_possible(spans, self.sent));
        }
        for (idx, _) in samples.iter().enumerate().filter(|(_, sample)| sample.abs() > SILENCE) {
            let at = self.at + idx;
            self.own = Some((self.own.map_or(at, |own| own.0), at + 1));
        }
        let again = (self.samples.len() - self.at).min(samples.len());
        self.at += samples.len();
        for &sample in &samples[again..] {
            let sample = if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
            if sample.abs() > SILENCE {
                let at = self.samples.len();
                self.begin = self.begin.or(Some(at.saturating_sub(LEAD)));
                self.loud = at + 1;
            }
            self.samples.push(sample);
        }
        let longest = self.sent.weight() * LONGEST_SYLLABLE + SLACK_SECS;
        if self.samples.len() as f64 > longest * f64::from(SAMPLE_RATE_HZ) {
            return Err(Fault::NotSound(SoundFault::Endless));
        }
        self.hand_over_what_is_there();
        Ok(())
    }

    fn distrust_unless(&mut self, believable: bool) {
        if !believable {
            self.trust = Trust::Lost;
            self.spans.clear();
        }
    }

    /// Whether sound that ended in the middle of a packet is to be taken for whole: when another attempt
    /// ended at the same sample, that packet is no sound.
    pub(super) fn is_end(&mut self) -> bool {
        let is_same = self.ended_early == Some(self.at);
        self.ended_early = Some(self.at);
        is_same
    }

    fn hand_over_what_is_there(&mut self) {
        let Some(begin) = self.begin else { return };
        let mut end = self.samples.len().min(self.loud + FADE) - begin;
        if let Some(last) = self.spans.last() {
            // The service says times: what they do not reach yet waits for them.
            end = end.min(Frames::from_secs_f64(last.end).0.saturating_sub(begin as u64) as usize);
        }
        let least = if self.handed == 0 { FIRST } else { NEXT };
        if end < self.handed + least {
            return;
        }
        let times = self.times(begin, None);
        let last = times.len().saturating_sub(1);
        let words = self.sent.words.iter().zip(&times);
        let unfinished = times.iter().enumerate().find(|(idx, time)| end < time.1 || *idx == last);
        let unfinished = unfinished.map_or(times.len(), |(idx, _)| idx);
        let said = self.sent.words.get(unfinished).map_or(self.sent.source.end, |word| word.source.start);
        let marks: Vec<Mark> = words
            .filter(|(_, time)| time.0 < end && self.handed < time.1)
            .map(|(word, &(start, until))| {
                let within = |frame: usize| Frames((frame.clamp(self.handed, end) - self.handed) as u64);
                let syllables =
                    word.syllables.iter().map(|share| start + ((until - start) as f64 * share) as usize);
                let syllables = syllables.filter(|&at| at <= end).map(within).collect();
                Mark { source: word.source, start: within(start), end: within(until), syllables }
            })
            .collect();
        let first = marks.first().map_or(said.min(self.sent.source.end), |mark| mark.source.start);
        let until = marks.last().map_or(first, |mark| mark.source.end);
        let samples = Arc::from(&self.samples[begin + self.handed..begin + end]);
        if let Some(clip) = Clip::new(TextRange::new(first, until), samples, marks, self.timing()) {
            (self.hand_over)(Portion { clip, said });
            self.handed = end;
            self.told = times[..unfinished].to_vec();
        }
    }

    /// The whole, with `pause` after it.
    pub(super) fn finish(&mut self, pause: Frames) -> Result<Clip, Fault> {
        let weight = self.sent.weight();
        let (Some(begin), Some(own)) = (self.begin, self.own) else {
            return Err(Fault::NotSound(SoundFault::Silence));
        };
        // What an earlier attempt handed over says nothing of this one, but that it goes on at least as far.
        let secs = Frames((own.1 - own.0) as u64).as_secs_f64();
        if secs < weight * SHORTEST_SYLLABLE_SECS || own.1 + FADE < begin + self.handed {
            return Err(Fault::NotSound(SoundFault::TooShort { millis: (secs * 1000.0) as u64 }));
        }
        let secs_of = |at: usize| Frames(at as u64).as_secs_f64();
        let fit = times::fit(&self.spans, self.sent, secs_of(begin), secs_of(self.loud));
        self.distrust_unless(fit);
        let end = self.samples.len().min(self.loud + FADE).max(begin + self.handed);
        let times = self.times(begin, Some(self.loud - begin));
        let marks = self.sent.words.iter().zip(times).map(|(word, (start, until))| {
            let frame = |at: usize| Frames(at.min(end - begin) as u64);
            let syllable = |share: &f64| frame(start + ((until - start) as f64 * share) as usize);
            let syllables = word.syllables.iter().map(syllable).collect();
            Mark { source: word.source, start: frame(start), end: frame(until), syllables }
        });
        let marks = marks.collect();
        let mut samples = self.samples[begin..end].to_vec();
        samples.resize(samples.len() + pause.0 as usize, 0.0);
        if weight > 0.0 {
            self.pace.learn(secs / weight);
        }
        Clip::new(self.sent.source, samples.into(), marks, self.timing())
            .ok_or(Fault::NotSound(SoundFault::Times))
    }

    fn timing(&self) -> Timing {
        let covers = |place: &std::ops::Range<usize>| {
            self.spans.iter().any(|span| span.place.start < place.end && place.start < span.place.end)
        };
        let measured = !self.spans.is_empty() && self.sent.words.iter().all(|word| covers(&word.place));
        if measured { Timing::Measured } else { Timing::Estimated }
    }

    /// When each word is heard, in frames from `begin`; in order, none over another. `whole` is the length
    /// of all, once that is known.
    fn times(&self, begin: usize, whole: Option<usize>) -> Vec<(usize, usize)> {
        let rate = f64::from(SAMPLE_RATE_HZ);
        // What was told stays, so that the words after it have the rest.
        let mut times = self.told.clone();
        let told = self.sent.words.iter().take(times.len()).map(|word| word.weight + word.pause).sum::<f64>();
        let told_until = times.last().map_or(0.0, |time| time.1 as f64);
        let mut at = told_until;
        let rest = self.sent.weight() - told;
        let syllable = match whole {
            Some(whole) if rest > 0.0 => (whole as f64 - at).max(0.0) / rest,
            Some(_) | None => self.pace.secs() * rate,
        };
        if self.spans.is_empty()
            && let Some(word) = times.len().checked_sub(1).and_then(|last| self.sent.words.get(last))
        {
            at += word.pause * syllable;
        }
        // What was told may reach into the fading of the sound.
        let most = whole.map_or(f64::MAX, |whole| (whole as f64).max(told_until));
        for word in &self.sent.words[times.len()..] {
            let spans = self
                .spans
                .iter()
                .filter(|span| span.place.start < word.place.end && word.place.start < span.place.end);
            let measured = spans.fold(None, |sum: Option<(f64, f64)>, span| {
                let (start, end) = share_of(span, &word.place);
                Some(sum.map_or((start, end), |sum| (sum.0.min(start), sum.1.max(end))))
            });
            let (start, end) = match measured {
                Some((start, end)) => (start * rate - begin as f64, end * rate - begin as f64),
                None => (at, at + word.weight * syllable),
            };
            let start = start.max(at).min(most);
            let end = end.max(start).min(most);
            at = end;
            times.push((start as usize, end as usize));
            if measured.is_none() {
                at = (at + word.pause * syllable).min(most);
            }
        }
        times
    }
}

/// The times of the part of `span` that lies in `place`: a span may hold several words.
fn share_of(span: &Span, place: &std::ops::Range<usize>) -> (f64, f64) {
    let length = (span.place.end - span.place.start).max(1) as f64;
    let share = |at: usize| (at.clamp(span.place.start, span.place.end) - span.place.start) as f64 / length;
    let at = |share: f64| span.start + (span.end - span.start) * share;
    (at(share(place.start)), at(share(place.end)))
}

#[cfg(test)]
mod tests;
