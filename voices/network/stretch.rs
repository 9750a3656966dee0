//! Stretches: the sound of an utterance piece after piece, so that its start is there long before its end, and memory
//! does not grow with its length.
//!
//! Each stretch is made with some frames before and after it, which the filters look at, and faded over into the next.
//! The harmonic source is that of the whole, so that no phase jumps; the norms are those of all that was made so far.

use super::{Aligned, FRAMES, Network, activation::Place, stage};

/// Samples that a frame of [`Aligned`] becomes.
pub const SAMPLES: usize = FRAMES * super::FRAME;
/// Frames before and after a stretch that are made with it. Filters reach twelve frames, but more than eight change
/// nothing at the seams (`bench/stretches.rs`, 36 seams: 4.7 dB from the whole with eight, 4.8 with twelve).
const AROUND: usize = 8;
/// Samples over which a stretch is faded into the next: 10 ms.
const FADE: usize = 240;

/// Why there is no sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSound {
    /// Lengths do not fit each other.
    Misfit,
    /// Nobody wants it any more.
    Unwanted,
}

impl Network {
    /// Makes the sound of what is `aligned`, in a `style`: [`SAMPLES`] samples a frame, stretch by stretch. The
    /// first begins at the frame `first`; each ends before the frame that the next of `ends` names, which go up, the
    /// last at the end. `take` is given them in order;
    /// between filters `is_wanted` is asked.
    ///
    /// # Errors
    /// [`NoSound`].
    pub fn speak_stretches(
        &mut self,
        aligned: &Aligned<'_>,
        style: &[f32],
        first: usize,
        ends: &[usize],
        is_wanted: &(dyn Fn() -> bool + Sync),
        take: &mut dyn FnMut(&[f32]),
    ) -> Result<(), NoSound> {
        let count = aligned.count().filter(|_| style.len() == super::STYLE).ok_or(NoSound::Misfit)?;
        self.sing_within(aligned.pitch);
        // What comes after the last stretch, as it was made with that.
        let mut after: Vec<f32> = Vec::new();
        let mut start = first;
        let inner = ends.iter().copied().filter(|end| *end < count);
        for end in inner.chain([count]) {
            if end <= start {
                continue;
            }
            let frames = start.saturating_sub(AROUND)..(end + AROUND).min(count);
            let own = aligned.cut(frames.clone());
            let place = if start == first { Place::First } else { Place::Later };
            let decoded = self.decode_within(&own, style, place, is_wanted).ok_or(NoSound::Misfit)?;
            let spectra = frames.start * FRAMES * stage::SPECTRA;
            let mut sound = self.vocode_within(decoded, style, (place, spectra), is_wanted);
            if !is_wanted() {
                return Err(NoSound::Unwanted);
            }
            let (own, next) = ((start - frames.start) * SAMPLES, (end - frames.start) * SAMPLES);
            fade_over(&after, &mut sound[own..next]);
            take(&sound[own..next]);
            after = sound[next..].iter().take(FADE).copied().collect();
            start = end;
        }
        Ok(())
    }
}

/// Fades `before` out over the start of `sound`, which fades in.
fn fade_over(before: &[f32], sound: &mut [f32]) {
    let len = before.len() as f32;
    for (nth, (sample, before)) in sound.iter_mut().zip(before).enumerate() {
        let share = (nth as f32 + 0.5) / len;
        *sample = *sample * share + before * (1.0 - share);
    }
}
