//! Tests of the kernels against plain loops in double precision, on every instruction set of this machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;
use pulp::{Arch, Scalar, Simd, WithSimd};

use super::{
    LanesOf,
    activation::{self, Activation, Moments, PART},
    filter::{Filter, Memory, Output, Scratch, Sound, Tools},
    half::{Half, widen},
    lines::{Lines, vectors, vectors_mut},
    pool::Pool,
    quantized::Integers,
    window::{QuantizedWindow, Window},
};

pub(crate) fn archs() -> Vec<Arch> {
    let archs = [Arch::Scalar, Arch::new()].into_iter();
    #[cfg(target_arch = "x86_64")]
    let archs = archs.chain(pulp::x86::V3::try_new().map(Arch::V3));
    archs.collect()
}

/// Numbers of a fixed sequence between -1 and 1.
pub(crate) fn noise(seed: u64, len: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    std::iter::repeat_with(next).take(len).collect()
}

/// Signal to difference, in dB.
pub(crate) fn likeness(wanted: &[f64], found: &[f32]) -> f64 {
    assert_eq!(wanted.len(), found.len());
    let signal: f64 = wanted.iter().map(|value| value * value).sum();
    let rest: f64 = wanted.iter().zip(found).map(|(one, other)| (one - f64::from(*other)).powi(2)).sum();
    10.0 * (signal / rest.max(1e-300)).log10()
}

/// Integers of a fixed sequence, a scale that makes them floats, and these.
fn integers(seed: u64, len: usize) -> (Integers, Vec<f32>) {
    let (values, scale) = (noise(seed, len).iter().map(|value| (value * 60.0) as i8).collect(), 0.003);
    let integers = Integers { values, scales: vec![scale] };
    let floats = integers.values.iter().map(|value| f32::from(*value) * scale).collect();
    (integers, floats)
}

/// Halves of a fixed sequence, and what they are worth.
fn halves(seed: u64, len: usize) -> (Vec<Half>, Vec<f32>) {
    let halves: Vec<Half> = noise(seed, len).into_iter().map(Half::of).collect();
    let floats = halves.iter().map(|half| half.value()).collect();
    (halves, floats)
}

struct Case {
    channels: usize,
    taps: usize,
    dilation: usize,
    frames: usize,
}

/// Runs a filter of random weights and one written out; gives how alike their results and moments are.
fn compare(arch: Arch, threads: usize, case: &Case) -> (f64, f64) {
    let Case { channels, taps, dilation, frames } = *case;
    let (integers, weights) = integers(1, channels * channels * taps);
    let bias = noise(2, channels);
    let (sound, sound_floats) = halves(3, frames * channels);
    let (residual, residual_floats) = halves(4, frames * channels);
    let (mut out, there) = halves(5, frames * channels);
    let alpha: Vec<f32> = noise(6, channels).iter().map(|value| value + 1.2).collect();
    let gamma_beta = noise(7, 2 * channels);

    let mut activation = Activation::new(&alpha);
    let pool = Pool::new(threads);
    let mut memory = Memory::default();
    let mut scratch: Vec<Scratch> = (0..threads).map(|_| Scratch::default()).collect();
    let mut tools = Tools {
        arch,
        pool: &pool,
        scratch: &mut scratch,
        memory: &mut memory,
        place: activation::Place::First,
        is_wanted: &|| true,
    };
    let parts: Vec<f32> = first_moments(arch, &sound_floats, channels);
    activation.fit(&Moments::of_parts(&parts, [frames].into_iter(), channels), &gamma_beta);
    let filter = Filter::new(&integers, &bias, dilation, arch.dispatch(LanesOf)).unwrap();
    let sound_in = Sound { frames: &sound, activation: &activation, residual: Some(&residual) };
    let moments = filter.run(&mut tools, &sound_in, &mut out, Output::Add);

    let mut wanted = Vec::with_capacity(frames * channels);
    let active: Vec<f64> = normed(&sound_floats, channels, &alpha, &gamma_beta);
    for frame in 0..frames as isize {
        for channel in 0..channels {
            let mut sum = f64::from(bias[channel]);
            for tap in 0..taps {
                let from = frame + (tap as isize - taps as isize / 2) * dilation as isize;
                if (0..frames as isize).contains(&from) {
                    for input in 0..channels {
                        let weight = f64::from(weights[(channel * channels + input) * taps + tap]);
                        sum += weight * active[from as usize * channels + input];
                    }
                }
            }
            let at = frame as usize * channels + channel;
            wanted.push(sum + f64::from(residual_floats[at]) + f64::from(there[at]));
        }
    }
    let exact: Vec<f32> = wanted.iter().map(|value| *value as f32).collect();
    let fitted = |moments: &Moments| {
        let mut next = Activation::new(&alpha);
        next.fit(moments, &gamma_beta);
        let mut active = Lines::zeroed(wanted.len());
        active.copy_from_slice(&exact);
        arch.dispatch(Apply { activation: &next, channels, frames: &mut active });
        active.to_vec()
    };
    let mut found = vec![0.0; out.len()];
    widen(&out, &mut found);
    (likeness(&wanted, &found), likeness(&normed(&exact, channels, &alpha, &gamma_beta), &fitted(&moments)))
}

/// Norm, style and activation, written out.
fn normed(sound: &[f32], channels: usize, alpha: &[f32], gamma_beta: &[f32]) -> Vec<f64> {
    let count = (sound.len() / channels) as f64;
    let mut out = vec![0.0; sound.len()];
    for channel in 0..channels {
        let values = || sound[channel..].iter().step_by(channels).map(|value| f64::from(*value));
        let mean = values().sum::<f64>() / count;
        let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let (gamma, beta) = (f64::from(gamma_beta[channel]), f64::from(gamma_beta[channels + channel]));
        let alpha = f64::from(alpha[channel]);
        for (value, out) in values().zip(out[channel..].iter_mut().step_by(channels)) {
            let z = (1.0 + gamma) * (value - mean) / (variance + 1e-5).sqrt() + beta;
            *out = z + (alpha * z).sin().powi(2) / alpha;
        }
    }
    out
}

struct Apply<'a> {
    activation: &'a Activation,
    channels: usize,
    frames: &'a mut [f32],
}

impl WithSimd for Apply<'_> {
    type Output = ();

    fn with_simd<S: Simd>(self, simd: S) {
        for frame in self.frames.chunks_exact_mut(self.channels) {
            self.activation.apply(simd, frame);
        }
    }
}

fn first_moments(arch: Arch, frames: &[f32], channels: usize) -> Vec<f32> {
    struct Part<'a>(&'a [f32], usize, &'a mut [f32]);
    impl WithSimd for Part<'_> {
        type Output = ();
        fn with_simd<S: Simd>(self, simd: S) {
            activation::part(simd, self.0, self.1, self.2);
        }
    }
    let mut part = vec![0.0; PART * channels];
    arch.dispatch(Part(frames, channels, &mut part));
    part
}

#[test]
fn filters_of_all_taps_and_dilations_are_what_they_stand_for() {
    for arch in archs() {
        for taps in [3, 7, 11] {
            for dilation in [1, 3, 5] {
                let case = Case { channels: 32, taps, dilation, frames: 1_300 };
                let (sound, moments) = compare(arch, 2, &case);
                assert!(
                    sound > 68.0 && moments > 75.0,
                    "{arch:?} {taps}/{dilation}: {sound:.1}, {moments:.1} dB"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Lengths around tiles, phases and blocks; more threads than blocks.
    #[test]
    fn a_filter_is_right_at_any_length(
        frames in 1_usize..700, taps in 0_usize..3, dilation in 0_usize..3, threads in 1_usize..4,
    ) {
        let case = Case { channels: 32, taps: [3, 7, 11][taps], dilation: [1, 3, 5][dilation], frames };
        let (sound, _) = compare(Arch::new(), threads, &case);
        prop_assert!(sound > 68.0, "{sound:.1} dB");
    }
}

#[test]
fn threads_change_no_bit() {
    let run = |threads| {
        let pool = Pool::new(threads);
        let mut memory = Memory::default();
        let mut scratch: Vec<Scratch> = (0..threads).map(|_| Scratch::default()).collect();
        let arch = Arch::new();
        let mut tools = Tools {
            arch,
            pool: &pool,
            scratch: &mut scratch,
            memory: &mut memory,
            place: activation::Place::First,
            is_wanted: &|| true,
        };
        let filter =
            Filter::new(&integers(1, 32 * 32 * 7).0, &noise(2, 32), 3, arch.dispatch(LanesOf)).unwrap();
        let activation = Activation::new(&[1.0; 32]);
        let mut out = vec![Half::default(); 5_000 * 32];
        let (frames, _) = halves(3, 5_000 * 32);
        let sound = Sound { frames: &frames, activation: &activation, residual: None };
        filter.run(&mut tools, &sound, &mut out, Output::Replace);
        out
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn windows_are_products_with_what_lies_in_them() {
    for arch in archs() {
        // A length that is no multiple of a step, columns that fill no panel, windows that overlap.
        let (len, columns, stride, count) = (21, 22, 8, 77);
        let (weights, bias) = (noise(1, len * columns), noise(2, columns));
        let sound = noise(3, count * stride + len.next_multiple_of(8));
        let window = Window::new(len, &bias, arch.dispatch(LanesOf), |row| {
            let weights = &weights[row * columns..];
            move |column| weights[column]
        });
        let mut out = Lines::zeroed(count * window.columns());
        window.run(arch, &Pool::new(2), &sound, stride, &mut out);
        for (nth, row) in out.chunks_exact(window.columns()).enumerate() {
            let wanted: Vec<f64> = (0..columns)
                .map(|column| {
                    let product =
                        |row: usize| f64::from(sound[nth * stride + row] * weights[row * columns + column]);
                    f64::from(bias[column]) + (0..len).map(product).sum::<f64>()
                })
                .collect();
            assert!(likeness(&wanted, &row[..columns]) > 110.0, "{arch:?}, window {nth}");
        }
    }
}

#[test]
fn windows_of_integers_are_products_with_what_lies_in_them() {
    let of_columns: fn(usize) -> f32 = |column| 0.002 + 0.001 * (column % 3) as f32;
    for (arch, scales) in archs().into_iter().flat_map(|arch| [(arch, None), (arch, Some(of_columns))]) {
        // Rows without weights, columns that fill no panel, rows of the output with more floats than columns.
        let (len, columns, stride, count, out_stride) = (24, 50, 8, 37, 70);
        let (mut integers, mut floats) = integers(1, 21 * columns);
        if let Some(scales) = scales {
            integers.scales = (0..columns).map(scales).collect();
            for (column, floats) in floats.chunks_exact_mut(21).enumerate() {
                floats.iter_mut().for_each(|float| *float *= scales(column) / 0.003);
            }
        }
        let bias = noise(2, columns);
        let sound = noise(3, count * stride + len);
        let at = |row: usize, column: usize| (row < 21).then_some((column * 21 + row, 21));
        let lanes = arch.dispatch(LanesOf);
        let window = QuantizedWindow::new(len, &integers, bias.clone(), lanes, at).unwrap().scaled(0.5);
        let there = noise(4, count * out_stride);
        let mut out = Lines::of(&there);
        let mut memory = Memory::default();
        let mut scratch = [Scratch::default(), Scratch::default()];
        let mut tools = Tools {
            arch,
            pool: &Pool::new(2),
            scratch: &mut scratch,
            memory: &mut memory,
            place: activation::Place::First,
            is_wanted: &|| true,
        };
        window.run(&mut tools, (&sound, stride), (&mut out, out_stride), Output::Add);
        for (nth, (row, there)) in out.chunks(out_stride).zip(there.chunks(out_stride)).enumerate() {
            let wanted: Vec<f64> = (0..columns)
                .map(|column| {
                    let product = |row: usize| {
                        f64::from(sound[nth * stride + row]) * f64::from(floats[column * 21 + row])
                    };
                    let sum = f64::from(bias[column]) + (0..21).map(product).sum::<f64>();
                    f64::from(there[column]) + sum / 2.0
                })
                .collect();
            assert!(likeness(&wanted, &row[..columns]) > 110.0, "{arch:?}, window {nth}");
            // Those that fill the last panel are zero: added, they change nothing.
            assert_eq!(row[columns..], there[columns..], "what belongs to others");
        }
        assert!(
            QuantizedWindow::new(8, &Integers { values: vec![1], scales: vec![1.0; 2] }, bias, lanes, at)
                .is_none()
        );
    }
}

#[test]
fn the_squared_sine_is_as_exact_as_it_says() {
    struct Sine<'a>(&'a mut [f32]);
    impl WithSimd for Sine<'_> {
        type Output = ();
        fn with_simd<S: Simd>(self, simd: S) {
            for value in vectors_mut::<S>(self.0) {
                *value = activation::sine_squared(simd, *value);
            }
        }
    }
    let inputs: Vec<f32> = noise(9, 1 << 16).iter().map(|value| value * 1_000.0).collect();
    for arch in archs() {
        let mut found = inputs.clone();
        arch.dispatch(Sine(&mut found));
        for (input, found) in inputs.iter().zip(found) {
            let wanted = f64::from(*input).sin().powi(2);
            // Without fused multiply-add, the multiple of π is rounded too.
            let rounding = if matches!(arch, Arch::Scalar) { 1.2e-7 * f64::from(input.abs()) } else { 0.0 };
            assert!((wanted - f64::from(found)).abs() < 3e-7 + rounding, "{arch:?} {input}: {found}");
        }
        let mut wild =
            vec![f32::MAX, f32::MIN, 1e20, -1e9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        arch.dispatch(Sine(&mut wild));
        assert!(wild.iter().all(|value| value.is_finite()), "{wild:?}");
    }
}

#[test]
fn a_constant_sound_has_no_variance_and_gives_numbers() {
    let frames = vec![3.0_f32; 32 * 500];
    let moments = Moments::of_parts(&first_moments(Arch::new(), &frames, 32), [500].into_iter(), 32);
    let mut activation = Activation::new(&[0.5; 32]);
    activation.fit(&moments, &[0.25; 64]);
    let mut out = frames;
    Arch::new().dispatch(Apply { activation: &activation, channels: 32, frames: &mut out });
    let wanted = 0.25 + (0.125_f32).sin().powi(2) / 0.5;
    assert!(out.iter().all(|value| (value - wanted).abs() < 1e-4), "{}", out[0]);
}

#[test]
fn the_scalar_fallback_has_one_lane() {
    assert_eq!(Arch::Scalar.dispatch(LanesOf), <Scalar as Simd>::F32_LANES);
    assert_eq!(vectors::<Scalar>(&[1.0, 2.0]).len(), 2);
}
