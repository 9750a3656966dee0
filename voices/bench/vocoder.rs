//! `vocoder THREADS VOICE FILE`: speaks the phonemes of each line of a file through the runtime's decoder,
//! harmonic source and vocoder, and through ours, each fed with the same values, and prints how alike they are
//! and how long they took; then the filters of each kind beside the runtime's direct convolutions.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::{self, Write},
    time::{Duration, Instant},
};

use tingxinwen_core::speech::{SAMPLE_RATE_HZ, VoiceId};
use tingxinwen_voices::{
    DataDir, Voices,
    kokoro::{AUDIO, DECODED, DURATIONS, HARMONICS, PITCH, RESIDUAL, TEXT},
    model::{Input, Model, RtenModel, Tensor},
    vocoder::{Aligned, Kind, STYLE, Times},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;
/// What the runtime has made when durations, what is aligned by them, the decoder's frames, and the harmonics too
/// are known.
const RUNTIME: [(&str, &[&str]); 5] = [
    ("durations", &[DURATIONS]),
    ("aligned", &[TEXT, RESIDUAL, PITCH]),
    ("decoded", &[DECODED]),
    ("decoded+sung", &[DECODED, HARMONICS]),
    ("all", &[AUDIO]),
];
const OURS: [&str; 3] = ["decoder", "source", "vocoder"];

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let (Some(threads), Some(id), Some(file)) = (args.next(), args.next().map(VoiceId), args.next()) else {
        return Err("vocoder THREADS VOICE FILE".into());
    };
    let threads = threads.parse()?;
    let data = DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?;
    let voices = Voices::open(data)?.with_threads(threads);
    let voice = voices.load_kokoro(&id)?;
    let folder = tempfile::tempdir()?;
    let runtime = RtenModel::open(&voices.whole_graph(folder.path())?, threads)?;
    let mut ours = voices.vocoder()?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Real-time factors of the runtime up to each stage, and of each of ours; signal to difference of ours, the last \
         of decoder and vocoder together"
    )?;
    let names: Vec<&str> = RUNTIME.iter().map(|(name, _)| *name).chain(OURS).collect();
    writeln!(out, "sound/s  {}   dB  {}  both", names.join("  "), OURS.join("  "))?;
    let mut all = vec![Vec::new(); names.len()];
    let mut sound_secs = 0.0;
    let mut kinds: BTreeMap<Kind, Times> = BTreeMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let inputs = voice.inputs(line);
        let style = inputs.iter().find_map(|(name, input)| match input {
            Input::Floats(style) if *name == "style" => Some(style.data[..STYLE].to_vec()),
            Input::Floats(_) | Input::Integers(_) => None,
        });
        let style = style.ok_or("no style")?;
        let values = runtime.run(inputs.clone(), &[AUDIO, DECODED, HARMONICS, TEXT, RESIDUAL, PITCH])?;
        let [audio, decoded, harmonics, text, residual, pitch] = values.as_slice() else {
            return Err("no values".into());
        };
        let aligned = Aligned { text: &text.data, residual: &residual.data, pitch: &pitch.data };
        let misfit = "lengths do not fit";
        let own_decoded = ours.decode(&aligned, &style).ok_or(misfit)?;
        let own_harmonics = ours.sing(&pitch.data);
        let likenesses = [
            likeness(&decoded.data, &own_decoded),
            likeness(&waves(&harmonics.data), &waves(&own_harmonics)),
            likeness(&audio.data, &ours.vocode(&decoded.data, &harmonics.data, &style).ok_or(misfit)?),
            likeness(&audio.data, &ours.vocode(&own_decoded, &harmonics.data, &style).ok_or(misfit)?),
        ];
        let mut times = vec![Vec::new(); names.len()];
        for _ in 0..ROUNDS {
            let (theirs, own) = times.split_at_mut(RUNTIME.len());
            for (times, (_, outputs)) in theirs.iter_mut().zip(RUNTIME) {
                times.push(timed(|| Ok(runtime.run(inputs.clone(), outputs).map(drop)?))?);
            }
            own[0].push(timed(|| ours.decode(&aligned, &style).map(drop).ok_or_else(|| misfit.into()))?);
            own[1].push(timed(|| {
                ours.sing(&pitch.data);
                Ok(())
            })?);
            own[2].push(timed(|| {
                let sound = ours.vocode(&decoded.data, &harmonics.data, &style);
                sound.map(drop).ok_or_else(|| misfit.into())
            })?);
        }
        let length = audio.data.len() as f64 / f64::from(SAMPLE_RATE_HZ);
        sound_secs += length * (ROUNDS + 2) as f64;
        write!(out, "{length:7.2}")?;
        for (times, all) in times.into_iter().zip(&mut all) {
            let factor = median(times).as_secs_f64() / length;
            write!(out, "  {factor:.4}")?;
            all.push(factor);
        }
        for likeness in likenesses {
            write!(out, "  {likeness:.1}")?;
        }
        writeln!(out)?;
        for (kind, times) in ours.take_times() {
            let sum = kinds.entry(kind).or_default();
            sum.spent += times.spent;
            sum.runs += times.runs;
        }
    }
    let medians: Vec<f64> = all
        .into_iter()
        .map(|mut factors| {
            factors.sort_by(f64::total_cmp);
            factors[factors.len() / 2]
        })
        .collect();
    write!(out, " median")?;
    for factor in &medians {
        write!(out, "  {factor:.4}")?;
    }
    writeln!(out)?;
    let peak = (0..ROUNDS).map(|_| ours.peak_flops()).fold(0.0, f64::max);
    stages(&mut out, &medians, &kinds, sound_secs, peak)?;
    kernels(&mut out, &runtime, &kinds, sound_secs, peak)
}

/// GFLOP of a second of sound, counted from the shapes of the weights, two for each use of a weight: of the encoder,
/// for 16 tokens; of decoder and vocoder, as products written out.
const ENCODER: f64 = 2.0 * (16.0 * (66.1 + 13.6) + 40.0 * 7.0) / 1e3;
const DECODER: f64 = 2.0 * 40.0 * 33.56 / 1e3;
const VOCODER: f64 = 2.0 * (800.0 * 11.27 + 4_800.0 * 3.23) / 1e3;

/// Prints what share of the machine's peak each stage reaches, by the products that it makes.
fn stages(
    out: &mut impl Write,
    medians: &[f64],
    kinds: &BTreeMap<Kind, Times>,
    secs: f64,
    peak: f64,
) -> Outcome<()> {
    let &[_, aligned, decoded, _, all, decoder, source, vocoder] = medians else {
        return Err("no times".into());
    };
    writeln!(out, "The whole: {:.4} against {all:.4}", aligned + decoder + source + vocoder)?;
    writeln!(
        out,
        "Shares of the peak, {:.0} GFLOP/s: stage, its factor, its products, the same written out",
        peak / 1e9
    )?;
    // By minimal filtering there are fewer; what is no filter is written out.
    let own = |(kind, times): (&Kind, &Times)| {
        let frames = if kind.channels == 256 { 800.0 } else { 4_800.0 };
        let runs =
            f64::from(times.runs) / f64::from(kinds.values().map(|times| times.runs).sum::<u32>()) * 48.0;
        2.0 * (kind.channels * kind.channels) as f64 * (points(kind.taps) - kind.taps as f64) * frames * runs
            / 1e9
    };
    let fewer: f64 = kinds.iter().map(own).sum();
    let rows = [
        ("runtime's encoder", aligned, ENCODER, ENCODER),
        ("runtime's decoder", decoded - aligned, DECODER, DECODER),
        ("our decoder", decoder, DECODER, DECODER),
        ("runtime's vocoder", all - decoded, VOCODER, VOCODER),
        ("our vocoder", vocoder, VOCODER + fewer, VOCODER),
    ];
    for (name, factor, own, direct) in rows {
        let share = |count: f64| 100.0 * count * 1e9 / factor / peak;
        writeln!(out, "{name:>18}  {factor:.4}  {:5.0} %  {:5.0} %", share(own), share(direct))?;
    }
    let spent: f64 = kinds.values().map(|times| times.spent.as_secs_f64()).sum::<f64>() / secs;
    writeln!(out, "of our vocoder, its filters: {spent:.4}")?;
    Ok(())
}

/// Products for each output of a filter of as many taps (Toom-Cook: 8, 12 and 16 points for 6 outputs).
fn points(taps: usize) -> f64 {
    match taps {
        3 => 8.0 / 6.0,
        7 => 12.0 / 6.0,
        _ => 16.0 / 6.0,
    }
}

/// Magnitudes and phases (22 rows, 11 of each) as what they stand for: of what is silent, phases are anything.
fn waves(spectrum: &[f32]) -> Vec<f32> {
    let (magnitudes, phases) = spectrum.split_at(spectrum.len() / 2);
    let pairs = magnitudes.iter().zip(phases);
    pairs.flat_map(|(magnitude, phase)| [magnitude * phase.cos(), magnitude * phase.sin()]).collect()
}

/// Prints how long the filters of each kind took, activation, norm and residual included, and how long the
/// runtime needs for the convolution alone.
fn kernels(
    out: &mut impl Write,
    runtime: &RtenModel,
    kinds: &BTreeMap<Kind, Times>,
    secs: f64,
    peak: f64,
) -> Outcome<()> {
    writeln!(
        out,
        "Milliseconds for a second of sound: a filter with all around it, the runtime's convolution alone"
    )?;
    writeln!(out, "channels  taps  dilation  ours  runtime  ratio  % of the peak: ours  runtime")?;
    for (kind, times) in kinds {
        let Kind { channels, taps, dilation } = *kind;
        let frames = if channels == 256 { 800 } else { 4_800 };
        let block = match taps {
            3 => 0,
            7 => 1,
            _ => 2,
        } + if channels == 256 { 0 } else { 3 };
        let (input, nth) = [("Add_output_0", 0), ("Add_3_output_0", 1), ("Add_6_output_0", 2)][dilation / 2];
        let block = format!("/decoder/decoder/generator/resblocks.{block}");
        let noise: Vec<f32> = (0..channels * frames).map(|nth| ((nth * 7919) % 1000) as f32 / 1e3).collect();
        let tensor = Tensor { shape: vec![1, channels, frames], data: noise };
        let (input, output) = (format!("{block}/{input}"), format!("{block}/convs1.{nth}/Conv_output_0"));
        let run = || Ok(runtime.run(vec![(&input, Input::Floats(tensor.clone()))], &[&output]).map(drop)?);
        let theirs = (0..=2 * ROUNDS).map(|_| timed(run)).collect::<Outcome<Vec<_>>>()?;
        let theirs = median(theirs).as_secs_f64();
        // Three of the four without dilation stand behind the dilated ones; two blocks are there twice.
        let twice = matches!((channels, taps), (256, 7) | (128, 11));
        let filters = if dilation == 1 { 4.0 } else { 1.0 } * if twice { 2.0 } else { 1.0 };
        let ours = times.spent.as_secs_f64() / secs / filters;
        let flops = 2.0 * (channels * channels * taps * frames) as f64;
        writeln!(
            out,
            "{channels:8}  {taps:4}  {dilation:8}  {:4.1}  {:7.1}  {:5.2}  {:19.0}  {:7.0}",
            ours * 1e3,
            theirs * 1e3,
            ours / theirs,
            flops * points(taps) / taps as f64 / ours / peak * 100.0,
            flops / theirs / peak * 100.0
        )?;
    }
    Ok(())
}

fn timed(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Signal to difference, in dB; no number where lengths differ.
fn likeness(signal: &[f32], other: &[f32]) -> f64 {
    if signal.len() != other.len() {
        return f64::NAN;
    }
    let energy = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>();
    let whole = energy(&mut signal.iter().map(|&value| f64::from(value)));
    let rest = energy(&mut signal.iter().zip(other).map(|(&one, &other)| f64::from(one) - f64::from(other)));
    10.0 * (whole / rest).log10()
}
