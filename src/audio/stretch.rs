//! Faster and slower speech at the same pitch, and shorter pauses.
//!
//! Waveform-similarity overlap-add (Verhelst and Roelands, 1993) in the time domain, which keeps
//! speech crisper than spectral methods. Written here rather than taken from a crate since it runs
//! on the device thread: it allocates nothing after it is made, is the identity at speed 1, and
//! knows for each frame out which frame of the article it is.

use crate::{
    player::{Pauses, Speed},
    speech::{Clip, Frames, Mark},
};

/// Where frames come from: the next one, or `None` while there is none.
pub(super) trait Feed {
    /// The next frame.
    fn next(&mut self) -> Option<f32>;
}

/// Frames that two neighbouring segments share: 8 ms, about one period of a low voice.
const OVERLAP: usize = 192;
/// Frames of a segment that go out before the next one starts: 30 ms.
const SEGMENT: usize = 720;
/// How far around its nominal place a segment may start: 15 ms in all, a period of 67 Hz.
const SEEK: usize = 360;
/// Coarse steps of the search, refined around the best.
const COARSE: usize = 4;
/// Within this of 1.0 the sound passes untouched.
const IDENTITY: f32 = 0.005;

/// Below this a sample is part of a pause: 50 dB under full scale, above what voices breathe.
const QUIET: f32 = 0.003;
/// What of a pause is left at its beginning and at its end: 120 and 80 ms, so that no sound loses its tail or its
/// attack.
const PAUSE_HEAD: u64 = 2_880;
const PAUSE_TAIL: u64 = 1_920;
/// What is left of the rest of a pause: one part of this many.
const PAUSE_PART: u64 = 4;
/// How far ahead the end of a pause is looked for: 1.2 s, longer than any that the program makes.
const PAUSE_LONGEST: u64 = 28_800;

/// `clip` at `speed`, as it is played at it: its marks say when its words are heard then.
pub(crate) fn stretched(clip: Clip, speed: Speed) -> Clip {
    struct Samples<'a>(std::slice::Iter<'a, f32>);
    impl Feed for Samples<'_> {
        fn next(&mut self) -> Option<f32> {
            self.0.next().copied()
        }
    }
    if (speed.factor() - 1.0).abs() <= IDENTITY {
        return clip;
    }
    let (mut feed, mut stretch) = (Samples(clip.samples().iter()), Stretch::new());
    let out = std::iter::from_fn(|| stretch.next(&mut feed, speed.factor(), Pauses::Whole));
    // A segment may begin a little before the last one ended: time does not go back.
    let mut latest = 0;
    let (samples, frames): (Vec<f32>, Vec<u64>) = out
        .map(|(sample, frame)| {
            latest = frame.max(latest);
            (sample, latest)
        })
        .unzip();
    let heard = |at: Frames| Frames(frames.partition_point(|&frame| frame < at.0) as u64);
    let marks = clip.marks().iter().map(|mark| Mark {
        source: mark.source,
        start: heard(mark.start),
        end: heard(mark.end),
        syllables: mark.syllables.iter().copied().map(heard).collect(),
    });
    let stretched = Clip::new(clip.source(), samples.into(), marks.collect(), clip.timing());
    stretched.unwrap_or(clip)
}

/// Stretches a [`Feed`].
#[derive(Debug)]
pub(super) struct Stretch {
    /// Input not yet done with.
    input: Vec<f32>,
    /// The article frame of `input[0]`.
    base: u64,
    /// The segment going out, its place in `input`, and how much of it went out.
    segment: Vec<f32>,
    at: u64,
    sent: usize,
    /// The frame that would follow what went out last.
    continuation: u64,
    /// Where the next segment should start, were it not for likeness.
    nominal: f64,
    /// The frame after the last that was loud enough to be heard.
    quiet_since: u64,
    /// Up to where a pause was shortened already.
    shortened: u64,
}

impl Stretch {
    pub(super) fn new() -> Self {
        Self {
            input: Vec::with_capacity(PAUSE_LONGEST as usize + 8 * (SEGMENT + OVERLAP + SEEK)),
            base: 0,
            segment: Vec::with_capacity(SEGMENT),
            at: 0,
            sent: 0,
            continuation: 0,
            nominal: 0.0,
            quiet_since: 0,
            shortened: 0,
        }
    }

    /// Forgets all sound; the feed's next frame is article frame 0.
    pub(super) fn restart(&mut self) {
        self.input.clear();
        self.segment.clear();
        (self.base, self.at, self.sent, self.continuation, self.nominal) = (0, 0, 0, 0, 0.0);
        (self.quiet_since, self.shortened) = (0, 0);
    }

    /// The next frame out, and the article frame that it is; `None` while the feed is dry.
    pub(super) fn next(&mut self, feed: &mut impl Feed, speed: f32, pauses: Pauses) -> Option<(f32, u64)> {
        if self.sent == self.segment.len() {
            self.sent = 0;
            self.segment.clear();
            if pauses == Pauses::Short && self.continuation >= self.quiet_since + PAUSE_HEAD {
                self.shorten(feed);
            }
            if (speed - 1.0).abs() > IDENTITY && self.cut_segment(feed, speed) {
                return self.send();
            }
            return self.pass(feed);
        }
        self.send()
    }

    fn send(&mut self) -> Option<(f32, u64)> {
        let sample = *self.segment.get(self.sent)?;
        let frame = self.at + self.sent as u64;
        self.sent += 1;
        self.note(sample, frame);
        Some((sample, frame))
    }

    /// One frame as it is.
    fn pass(&mut self, feed: &mut impl Feed) -> Option<(f32, u64)> {
        let frame = self.continuation;
        if !self.fill_to(frame + 1, feed) {
            return None;
        }
        let sample = self.input[(frame - self.base) as usize];
        self.continuation = frame + 1;
        self.nominal = self.continuation as f64;
        if self.input.len() > 4 * SEGMENT {
            self.drop_before(frame);
        }
        self.note(sample, frame);
        Some((sample, frame))
    }

    /// Notes where `sample`, which goes out as `frame`, is loud.
    fn note(&mut self, sample: f32, frame: u64) {
        if sample.abs() > QUIET {
            self.quiet_since = frame + 1;
        }
    }

    /// Goes on nearer to the end of the pause that this is in the middle of.
    fn shorten(&mut self, feed: &mut impl Feed) {
        let from = self.continuation;
        if from < self.shortened {
            return;
        }
        // Where the feed runs dry, the end of the pause may not be there yet: as far as there is sound.
        self.fill_to(from + PAUSE_LONGEST, feed);
        let ahead = self.input.iter().skip((from - self.base) as usize);
        let quiet = ahead.take_while(|sample| sample.abs() <= QUIET).count() as u64;
        self.shortened = from + quiet.max(1);
        let middle = quiet.saturating_sub(PAUSE_TAIL);
        self.continuation = from + middle - middle / PAUSE_PART;
        self.nominal = self.continuation as f64;
        self.drop_before(self.continuation.saturating_sub(SEEK as u64));
    }

    /// Chooses and mixes the next segment; `false` when there is not enough input for one.
    fn cut_segment(&mut self, feed: &mut impl Feed, speed: f32) -> bool {
        let lowest = (self.nominal as u64).saturating_sub(SEEK as u64 / 2).max(self.base);
        let needed = (lowest + (SEEK + SEGMENT + OVERLAP) as u64).max(self.continuation + OVERLAP as u64);
        if !self.fill_to(needed, feed) {
            return false;
        }
        let tail = (self.continuation - self.base) as usize;
        let start = self.most_alike(tail, (lowest - self.base) as usize);
        for (idx, sample) in self.input[start..start + SEGMENT].iter().enumerate() {
            let mixed = if idx < OVERLAP {
                let share = (idx as f32 + 0.5) / OVERLAP as f32;
                self.input[tail + idx] * (1.0 - share) + sample * share
            } else {
                *sample
            };
            self.segment.push(mixed);
        }
        self.at = self.base + start as u64;
        self.continuation = self.at + SEGMENT as u64;
        self.nominal += f64::from(speed) * SEGMENT as f64;
        self.drop_before(self.continuation.min((self.nominal as u64).saturating_sub(SEEK as u64)));
        true
    }

    /// The start within [`SEEK`] frames of `lowest` that best continues what is at `tail`.
    fn most_alike(&self, tail: usize, lowest: usize) -> usize {
        let wanted = &self.input[tail..tail + OVERLAP];
        let likeness = |start: usize| {
            let found = &self.input[start..start + OVERLAP];
            let (mut dot, mut energy) = (0.0_f32, 1e-6_f32);
            for (a, b) in wanted.iter().zip(found) {
                dot += a * b;
                energy += b * b;
            }
            dot / energy.sqrt()
        };
        let best = |starts: &mut dyn Iterator<Item = usize>| {
            // In silence all are alike: the middle, so that time keeps its pace.
            let middle = lowest + SEEK / 2;
            starts.fold((middle, likeness(middle)), |best, start| {
                let like = likeness(start);
                if like > best.1 { (start, like) } else { best }
            })
        };
        let (coarse, _) = best(&mut (lowest..lowest + SEEK).step_by(COARSE));
        let fine = coarse.saturating_sub(COARSE - 1).max(lowest)..(coarse + COARSE).min(lowest + SEEK);
        best(&mut fine.chain([coarse])).0
    }

    /// Whether frames up to `end` are at hand, asking `feed` for what is missing.
    fn fill_to(&mut self, end: u64, feed: &mut impl Feed) -> bool {
        while self.base + (self.input.len() as u64) < end {
            let Some(sample) = feed.next() else { return false };
            self.input.push(sample);
        }
        true
    }

    fn drop_before(&mut self, frame: u64) {
        let done = (frame.saturating_sub(self.base) as usize).min(self.input.len());
        self.input.drain(..done);
        self.base += done as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sound(std::vec::IntoIter<f32>);

    impl Feed for Sound {
        fn next(&mut self) -> Option<f32> {
            self.0.next()
        }
    }

    fn tone(frames: usize) -> Vec<f32> {
        (0..frames).map(|i| (i as f32 * 0.05).sin() * 0.5).collect()
    }

    fn stretched(input: Vec<f32>, speed: f32) -> Vec<(f32, u64)> {
        let mut feed = Sound(input.into_iter());
        let mut stretch = Stretch::new();
        std::iter::from_fn(|| stretch.next(&mut feed, speed, Pauses::Whole)).collect()
    }

    #[test]
    fn normal_speed_is_the_identity() {
        let input = tone(10_000);
        let out = stretched(input.clone(), 1.0);
        assert_eq!(out.iter().map(|o| o.0).collect::<Vec<_>>(), input);
        assert!(out.iter().enumerate().all(|(idx, o)| o.1 == idx as u64));
    }

    #[test]
    fn length_follows_speed_and_no_frame_is_far_from_its_place() {
        for speed in [0.5_f32, 0.8, 1.3, 2.0, 3.0] {
            let out = stretched(tone(96_000), speed);
            let expected = 96_000.0 / speed;
            assert!((out.len() as f32 - expected).abs() < 3_000.0, "{speed}: {}", out.len());
            for (idx, (_, frame)) in out.iter().enumerate().take(out.len() - 3_000) {
                let off = *frame as f64 - idx as f64 * f64::from(speed);
                // A segment runs at the voice's own pace between its two ends.
                assert!(off.abs() < (SEEK + 2 * SEGMENT) as f64, "{speed} at {idx}: {off}");
            }
        }
    }

    #[test]
    fn pitch_stays() {
        let crossings = |sound: &[f32]| sound.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count() as f64;
        let input = tone(96_000);
        let of_input = crossings(&input) / input.len() as f64;
        for speed in [0.5_f32, 2.0, 3.0] {
            let out: Vec<f32> = stretched(input.clone(), speed).into_iter().map(|o| o.0).collect();
            let of_out = crossings(&out) / out.len() as f64;
            assert!((of_out / of_input - 1.0).abs() < 0.02, "{speed}: {of_out} against {of_input}");
        }
    }

    #[test]
    fn nothing_clicks() {
        let step = |sound: &[f32]| sound.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0_f32, f32::max);
        let input = tone(48_000);
        let out: Vec<f32> = stretched(input.clone(), 1.7).into_iter().map(|o| o.0).collect();
        let whole = &out[..out.len() - 3_000];
        assert!(step(whole) < 2.0 * step(&input), "{} against {}", step(whole), step(&input));
    }

    #[test]
    fn speed_changes_in_the_middle_lose_nothing() {
        let mut feed = Sound(tone(96_000).into_iter());
        let mut stretch = Stretch::new();
        let mut frames = Vec::new();
        for speed in [1.0, 2.0, 1.0, 0.5, 3.0, 1.0] {
            frames.extend(
                (0..6_000).filter_map(|_| stretch.next(&mut feed, speed, Pauses::Whole)).map(|o| o.1),
            );
        }
        let jumps = frames.windows(2).map(|w| w[1].abs_diff(w[0])).max();
        assert!(jumps < Some((3 * SEGMENT) as u64), "{jumps:?}");
    }

    #[test]
    fn pauses_are_shortened_and_nothing_that_is_heard_is_lost() {
        let pause = vec![0.0; 24_000];
        let input = [tone(12_000), pause, tone(12_000), vec![0.0; 2_400], tone(2_400)].concat();
        let loud = |out: &[(f32, u64)]| out.iter().filter(|(sample, _)| sample.abs() > QUIET).count();
        for speed in [1.0_f32, 1.7] {
            let whole = stretched(input.clone(), speed);
            let mut feed = Sound(input.clone().into_iter());
            let mut stretch = Stretch::new();
            let capacity = stretch.input.capacity();
            let short: Vec<(f32, u64)> =
                std::iter::from_fn(|| stretch.next(&mut feed, speed, Pauses::Short)).collect();
            assert_eq!(stretch.input.capacity(), capacity, "nothing is allocated on the device's thread");
            let saved = (whole.len() - short.len()) as f32 * speed;
            assert!((12_000.0..16_500.0).contains(&saved), "{speed}: {saved} of a second are left out");
            assert!((loud(&short) as f32 / loud(&whole) as f32 - 1.0).abs() < 0.02, "{speed}");
            assert!(
                short.windows(2).all(|pair| pair[0].1 <= pair[1].1 + SEEK as u64),
                "{speed}: time goes on"
            );
        }
    }
}
