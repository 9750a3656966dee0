//! From the program's sample rate to the device's, without the images that linear interpolation leaves.

use rubato::{Fft, FixedSync, Resampler, audioadapter_buffers::direct::InterleavedSlice};

use crate::speech::SAMPLE_RATE_HZ;

/// Frames in, at a time: 10 ms.
const CHUNK: usize = 240;

/// Resamples blocks of mono sound; allocates nothing after it is made.
pub(super) struct Resample {
    /// `None` where the device plays at [`SAMPLE_RATE_HZ`].
    resampler: Option<Fft<f32>>,
    frames_in: usize,
    delay_frames: usize,
}

impl Resample {
    /// To `rate_hz`; a rate that cannot be reached passes the sound on as it is.
    pub(super) fn new(rate_hz: u32) -> Self {
        let resampler = (rate_hz != SAMPLE_RATE_HZ)
            .then(|| Fft::new(SAMPLE_RATE_HZ as usize, rate_hz as usize, CHUNK, 1, FixedSync::Both).ok())
            .flatten();
        let frames_in = resampler.as_ref().map_or(CHUNK, Resampler::input_frames_next);
        let delay_frames = resampler.as_ref().map_or(0, Resampler::output_delay);
        Self { resampler, frames_in, delay_frames }
    }

    /// Frames that a block takes in.
    pub(super) fn frames_in(&self) -> usize {
        self.frames_in
    }

    /// Frames that a block gives out at the most.
    pub(super) fn frames_out(&self) -> usize {
        self.resampler.as_ref().map_or(self.frames_in, Resampler::output_frames_max)
    }

    /// How much later sound comes out than it goes in, in frames out.
    pub(super) fn delay_frames(&self) -> usize {
        self.delay_frames
    }

    /// Fills `out` with `block` resampled; returns how many frames that are.
    pub(super) fn process(&mut self, block: &[f32], out: &mut [f32]) -> usize {
        let capacity = out.len();
        let resampled = self.resampler.as_mut().and_then(|resampler| {
            let from = InterleavedSlice::new(block, 1, block.len()).ok()?;
            let mut to = InterleavedSlice::new_mut(out, 1, capacity).ok()?;
            resampler.process_into_buffer(&from, &mut to, None).ok()
        });
        match resampled {
            Some((_, written)) => written,
            None => {
                let frames = block.len().min(capacity);
                out[..frames].copy_from_slice(&block[..frames]);
                frames
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_keeps_its_pitch_and_height_at_every_usual_rate() {
        for rate in [24_000, 44_100, 48_000, 96_000, 16_000, 22_050] {
            let mut resample = Resample::new(rate);
            let mut out = vec![0.0; resample.frames_out()];
            let mut all = Vec::new();
            for block in 0..100 {
                let sound: Vec<f32> = (0..resample.frames_in())
                    .map(|i| ((block * resample.frames_in() + i) as f32 * 0.1).sin() * 0.5)
                    .collect();
                let written = resample.process(&sound, &mut out);
                all.extend_from_slice(&out[..written]);
            }
            let steady = &all[all.len() / 2..];
            let peak = steady.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
            let ups = steady.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count() as f32;
            let hz = ups / steady.len() as f32 * rate as f32;
            let wanted = 0.1 / std::f32::consts::TAU * SAMPLE_RATE_HZ as f32;
            assert!((hz / wanted - 1.0).abs() < 0.02, "{rate}: {hz} Hz");
            assert!((peak - 0.5).abs() < 0.02, "{rate}: {peak}");
        }
    }
}
