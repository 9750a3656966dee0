//! Harmonic source (of the neural source-filter model, Wang et al. 2019): from the pitch to a sum of sines, and
//! to its short-time spectrum, which the vocoder shapes.

use std::f64::consts::PI;

use pulp::{Arch, Simd, WithSimd};

use super::{
    FRAME, SPECTRUM, Weights, WeightsError,
    lines::Lines,
    pool::Pool,
    spectrum::{BINS, EDGE, HOP, WINDOW},
    window::Window,
};

/// Sines, the lowest of them at the pitch.
const HARMONICS: usize = 9;
/// Samples per second.
const RATE_HZ: f64 = 24_000.0;
/// Below this pitch there is no voice.
const VOICED_HZ: f32 = 10.0;
/// How loud each sine is.
const AMPLITUDE: f32 = 0.1;
/// What the sum of as many samples leaves by rounding: a bin below this is silent, and has no phase.
const SILENCE: f32 = 3e-8;

/// A quarter of a turn, in samples of a window.
const QUARTER: usize = WINDOW / 4;

/// The source, which has no state.
pub(super) struct Source {
    weights: [f32; HARMONICS],
    bias: f32,
    /// A Hann window and the Fourier transform: real parts, then imaginary ones.
    transform: Window,
}

/// Scratch memory.
#[derive(Default)]
pub(super) struct Memory {
    turns: Vec<Turns>,
    sound: Lines,
}

/// The sines of a frame: turns at its middle, and how many it has in a frame.
#[derive(Clone, Copy, Default)]
struct Turns {
    middle: [f32; HARMONICS],
    each: [f32; HARMONICS],
}

impl Source {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let linear = weights.floats("onnx::MatMul_6993", &[HARMONICS, 1])?;
        let bias = weights.floats("decoder.decoder.generator.m_source.l_linear.bias", &[1])?;
        let transform = Window::new(WINDOW, &[0.0; SPECTRUM], lanes, |sample| {
            let hann = 0.5 - 0.5 * (2.0 * PI * sample as f64 / WINDOW as f64).cos();
            move |value| {
                let turn = (sample * (value % BINS)) % WINDOW;
                // What is zero is so exactly.
                let cosine = |turn: usize| match turn % (WINDOW / 2) {
                    QUARTER => 0.0,
                    _ => (2.0 * PI * turn as f64 / WINDOW as f64).cos(),
                };
                // -sin(x) = cos(x + a quarter).
                let factor = if value < BINS { cosine(turn) } else { cosine(turn + QUARTER) };
                (hann * factor) as f32
            }
        });
        let mut own = [0.0; HARMONICS];
        own.copy_from_slice(&linear);
        Ok(Self { weights: own, bias: bias[0], transform })
    }

    /// Puts magnitudes and phases of the source with this `pitch` (Hz, one value each [`FRAME`] samples) to
    /// `out`, `stride` floats a frame; leaves anything in `bins`.
    pub(super) fn spectrum(
        &self,
        arch: Arch,
        pool: &Pool,
        memory: &mut Memory,
        bins: &mut Lines,
        pitch: &[f32],
        (out, stride): (&mut [f32], usize),
    ) {
        let Memory { turns, sound } = memory;
        follow(pitch, turns);
        let len = pitch.len() * FRAME;
        let count = len / HOP + 1;
        let sound = sound.resize(EDGE + len + WINDOW);
        let mut workers = vec![(); pool.threads()];
        let frames = sound[EDGE..EDGE + len].chunks_exact_mut(FRAME).enumerate();
        pool.each(&mut workers, frames, |(), (nth, samples)| {
            arch.dispatch(Sing { source: self, pitch, turns, nth, samples });
        });
        // Both ends are mirrored, as the model does it.
        for nth in 1..=EDGE {
            sound[EDGE - nth] = sound[EDGE + nth];
            sound[EDGE + len - 1 + nth] = sound[EDGE + len - 1 - nth];
        }
        sound[EDGE + len + EDGE..].fill(0.0);

        let columns = self.transform.columns();
        let bins = bins.resize(count * columns);
        self.transform.run(arch, pool, sound, HOP, bins);
        const LOT: usize = 256;
        let lots = bins.chunks(LOT * columns).zip(out.chunks_mut(LOT * stride));
        pool.each(&mut workers, lots, |(), (bins, out)| {
            for (bins, out) in bins.chunks_exact(columns).zip(out.chunks_exact_mut(stride)) {
                for bin in 0..BINS {
                    let (real, imaginary) = (bins[bin], bins[BINS + bin]);
                    let magnitude = (real * real + imaginary * imaginary).sqrt();
                    (out[bin], out[BINS + bin]) = match magnitude {
                        ..SILENCE => (magnitude, 0.0),
                        _ => (magnitude, phase(real, imaginary)),
                    };
                }
            }
        });
    }
}

/// As the model has it: a real number below zero has the phase -π.
fn phase(real: f32, imaginary: f32) -> f32 {
    if imaginary == 0.0 && real < 0.0 { -std::f32::consts::PI } else { imaginary.atan2(real) }
}

/// Notes how the sines of a `pitch` turn.
fn follow(pitch: &[f32], turns: &mut Vec<Turns>) {
    let mut whole = [0.0_f64; HARMONICS];
    turns.clear();
    turns.extend(pitch.iter().map(|pitch| {
        let mut now = Turns::default();
        for (nth, whole) in whole.iter_mut().enumerate() {
            // Turns of a sample; what the rate cannot tell from less is less.
            let of_sample = (f64::from(*pitch) * (nth + 1) as f64 / RATE_HZ).rem_euclid(1.0);
            let each = of_sample * FRAME as f64;
            *whole = (*whole + each).rem_euclid(1.0);
            (now.middle[nth], now.each[nth]) = (*whole as f32, each as f32);
        }
        now
    }));
}

/// The samples of the frame `nth`.
struct Sing<'a> {
    source: &'a Source,
    pitch: &'a [f32],
    turns: &'a [Turns],
    nth: usize,
    samples: &'a mut [f32],
}

impl WithSimd for Sing<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        const HALF: usize = FRAME / 2;
        let Self { source, pitch, turns, nth, samples } = self;
        samples.fill(source.bias);
        if pitch[nth] > VOICED_HZ {
            let now = turns[nth];
            // Between the middles of two frames, phases run evenly; beyond the first and the last, they rest.
            let before = if nth == 0 { [0.0; HARMONICS] } else { now.each };
            let after = turns.get(nth + 1).map_or([0.0; HARMONICS], |next| next.each);
            let (early, late) = samples.split_at_mut(HALF);
            for harmonic in 0..HARMONICS {
                let (weight, middle) = (source.weights[harmonic] * AMPLITUDE, now.middle[harmonic]);
                for (start, each, samples) in
                    [(HALF as f32, before[harmonic], &mut *early), (0.0, after[harmonic], &mut *late)]
                {
                    for (sample, value) in samples.iter_mut().enumerate() {
                        let way = (sample as f32 + 0.5 - start) / FRAME as f32;
                        *value += weight * sine_of_turns(middle + way * each);
                    }
                }
            }
        }
        for sample in samples {
            *sample = sample.tanh();
        }
    }
}

/// `sin(2πx)`, off by 2e-7 at most for |x| up to a few hundred beside what the rounding of `x` leaves.
///
/// Brought to a quarter turn by symmetry, then the Taylor series to the eleventh power.
#[inline(always)]
pub(super) fn sine_of_turns(turns: f32) -> f32 {
    /// Added and taken away again, it leaves the nearest integer of anything below 2²².
    const ROUND: f32 = 12_582_912.0;
    let rest = turns - ((turns + ROUND) - ROUND);
    let size = rest.abs();
    let folded = size.min(0.5 - size).copysign(rest);
    let angle = folded * std::f32::consts::TAU;
    let square = angle * angle;
    let series = [-1.0 / 39_916_800.0, 1.0 / 362_880.0, -1.0 / 5_040.0, 1.0 / 120.0, -1.0 / 6.0, 1.0];
    let mut sum = 0.0;
    for coefficient in series {
        sum = sum * square + coefficient;
    }
    sum * angle
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: [f32; HARMONICS] = [0.9, -0.3, 0.5, 0.2, -0.7, 0.4, 0.1, 0.6, -0.2];
    const BIAS: f32 = -0.03;

    fn weights() -> Weights {
        let linear = ("onnx::MatMul_6993", vec![HARMONICS, 1], WEIGHTS.to_vec());
        let bias = ("decoder.decoder.generator.m_source.l_linear.bias", vec![1], vec![BIAS]);
        Weights::of(vec![linear, bias])
    }

    /// What [`Source::spectrum`] gives for `pitch`.
    fn spectrum(pitch: &[f32]) -> Vec<f32> {
        let arch = Arch::new();
        let lanes = arch.dispatch(crate::LanesOf);
        let source = Source::new(&weights(), lanes).ok().filter(|source| source.bias == BIAS);
        let mut out = vec![f32::NAN; (pitch.len() * FRAME / HOP + 1) * SPECTRUM];
        let (mut memory, mut bins) = (Memory::default(), Lines::default());
        if let Some(source) = source {
            let out = (out.as_mut_slice(), SPECTRUM);
            source.spectrum(arch, &Pool::new(2), &mut memory, &mut bins, pitch, out);
        }
        out
    }

    /// The same as real and imaginary parts, written out in double precision.
    fn written_out(pitch: &[f32]) -> Vec<[f64; SPECTRUM]> {
        let len = pitch.len() * FRAME;
        let mut middles = vec![[0.0_f64; HARMONICS]; pitch.len()];
        let mut whole = [0.0_f64; HARMONICS];
        for (pitch, middles) in pitch.iter().zip(&mut middles) {
            for (nth, whole) in whole.iter_mut().enumerate() {
                let turns = f64::from(*pitch) * (nth + 1) as f64 / RATE_HZ;
                *whole += (turns - turns.floor()) * FRAME as f64;
            }
            *middles = whole;
        }
        let sample = |at: usize| {
            let place = ((at as f64 + 0.5) / FRAME as f64 - 0.5).clamp(0.0, (pitch.len() - 1) as f64);
            let (frame, way) = (place.floor() as usize, place.fract());
            let next = (frame + 1).min(pitch.len() - 1);
            let mut sum = f64::from(BIAS);
            if pitch[at / FRAME] > VOICED_HZ {
                for harmonic in 0..HARMONICS {
                    let (one, other) = (middles[frame][harmonic], middles[next][harmonic]);
                    let turns = one + (other - one) * way;
                    sum += f64::from(WEIGHTS[harmonic]) * 0.1 * (2.0 * PI * turns).sin();
                }
            }
            sum.tanh()
        };
        let mirrored = |at: isize| {
            let last = len as isize - 1;
            sample(
                (if at < 0 {
                    -at
                } else if at > last {
                    2 * last - at
                } else {
                    at
                }) as usize,
            )
        };
        let frame = |nth: usize| {
            let mut values = [0.0; SPECTRUM];
            for at in 0..WINDOW {
                let hann = 0.5 - 0.5 * (2.0 * PI * at as f64 / WINDOW as f64).cos();
                let value = hann * mirrored((nth * HOP + at) as isize - EDGE as isize);
                for bin in 0..BINS {
                    let angle = 2.0 * PI * (at * bin) as f64 / WINDOW as f64;
                    values[bin] += value * angle.cos();
                    values[BINS + bin] -= value * angle.sin();
                }
            }
            values
        };
        (0..=len / HOP).map(frame).collect()
    }

    #[test]
    fn the_source_is_a_sum_of_sines_that_follow_the_pitch() {
        // Silence, a voice that rises, a pitch a little below zero, a long tone, and a pitch beyond the rate.
        let mut pitch = vec![0.0, 0.0, 110.0, 150.0, 220.0, -3.0];
        pitch.extend([231.7; 300]);
        pitch.push(30_000.0);
        let (mut signal, mut rest) = (0.0, 0.0);
        let found = spectrum(&pitch);
        for (frame, wanted) in found.chunks_exact(SPECTRUM).zip(written_out(&pitch)) {
            for bin in 0..BINS {
                let (sine, cosine) = f64::from(frame[BINS + bin]).sin_cos();
                let magnitude = f64::from(frame[bin]);
                let (real, imaginary) = (wanted[bin], wanted[BINS + bin]);
                signal += real * real + imaginary * imaginary;
                rest += (magnitude * cosine - real).powi(2) + (magnitude * sine - imaginary).powi(2);
            }
        }
        let likeness = 10.0 * (signal / rest).log10();
        assert!(likeness > 80.0, "{likeness:.1} dB");
    }

    #[test]
    fn silence_has_no_phase_and_a_negative_constant_that_of_minus_pi() {
        let found = spectrum(&[0.0, 0.0]);
        for frame in found.chunks_exact(SPECTRUM) {
            assert_eq!(frame[BINS], -std::f32::consts::PI);
            assert!(frame[BINS + 2..].iter().all(|phase| *phase == 0.0), "{frame:?}");
        }
    }
}
