//! `vocoder THREADS VOICE FILE`: speaks the phonemes of each line of a file through the runtime's
//! vocoder and ours, fed with the same values, and prints how alike they sound and how long they took; then
//! the filters of each kind beside the runtime's direct convolutions.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::{self, Write},
    time::{Duration, Instant},
};

use tingxinwen::speech::{SAMPLE_RATE_HZ, VoiceId};
use tingxinwen_voices::{
    DataDir, Voices,
    kokoro::{AUDIO, DECODED, DURATIONS, HARMONICS, vocoder},
    model::{Input, Model, RtenModel, Tensor},
    vocoder::{Kind, STYLE, Times},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;
/// What the runtime has made when the durations of phonemes, and when the decoder's frames are known.
const STAGES: [(&str, &[&str]); 3] = [
    ("durations", &[DURATIONS]),
    ("decoder and source", &[DECODED, HARMONICS, DURATIONS]),
    ("all", &[AUDIO, DURATIONS]),
];

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let (Some(threads), Some(id), Some(file)) = (args.next(), args.next().map(VoiceId), args.next()) else {
        return Err("vocoder THREADS VOICE FILE".into());
    };
    let threads = threads.parse()?;
    let data = DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?;
    let mut voices = Voices::open(data)?;
    let voice = voices.load_kokoro(&id)?;
    let graph = voices.graph();
    let runtime = RtenModel::open(&graph, threads)?;
    let mut ours = vocoder(graph.parent().ok_or("no folder")?, threads)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Real-time factors of the runtime up to each stage, and of our vocoder; signal to difference"
    )?;
    let names: Vec<&str> = STAGES.iter().map(|(name, _)| *name).collect();
    writeln!(out, "sound/s  {}  ours   dB", names.join("  "))?;
    let mut sound_secs = 0.0;
    let mut kinds: BTreeMap<Kind, Times> = BTreeMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let inputs = voice.inputs(line);
        let style = inputs.iter().find_map(|(name, input)| match input {
            Input::Floats(style) if *name == "style" => Some(style.data[..STYLE].to_vec()),
            Input::Floats(_) | Input::Integers(_) => None,
        });
        let style = style.ok_or("no style")?;
        let values = runtime.run(inputs.clone(), &[AUDIO, DECODED, HARMONICS])?;
        let [audio, decoded, harmonics] = values.as_slice() else { return Err("no values".into()) };
        let mut speak = || ours.speak(&decoded.data, &harmonics.data, &style).ok_or("lengths do not fit");
        let likeness = likeness(&audio.data, &speak()?);
        let mut times = [const { Vec::new() }; STAGES.len() + 1];
        for _ in 0..ROUNDS {
            for (times, (_, outputs)) in times.iter_mut().zip(STAGES) {
                times.push(timed(|| Ok(runtime.run(inputs.clone(), outputs).map(drop)?))?);
            }
            times[STAGES.len()].push(timed(|| Ok(speak().map(drop)?))?);
        }
        let length = audio.data.len() as f64 / f64::from(SAMPLE_RATE_HZ);
        sound_secs += length * (ROUNDS + 1) as f64;
        write!(out, "{length:7.2}")?;
        for times in times {
            write!(out, "  {:.4}", median(times).as_secs_f64() / length)?;
        }
        writeln!(out, "  {likeness:.1}")?;
        for (kind, times) in ours.take_times() {
            let sum = kinds.entry(kind).or_default();
            sum.spent += times.spent;
            sum.runs += times.runs;
        }
    }
    kernels(&mut out, &runtime, &kinds, sound_secs)
}

/// Prints how long the filters of each kind took, activation, norm and residual included, and how long the
/// runtime needs for the convolution alone.
fn kernels(
    out: &mut impl Write,
    runtime: &RtenModel,
    kinds: &BTreeMap<Kind, Times>,
    secs: f64,
) -> Outcome<()> {
    writeln!(
        out,
        "Milliseconds for a second of sound: a filter with all around it, the runtime's convolution alone"
    )?;
    writeln!(out, "channels  taps  dilation  ours  runtime  ratio  GFLOP/s of the runtime's count")?;
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
            "{channels:8}  {taps:4}  {dilation:8}  {:4.1}  {:7.1}  {:5.2}  {:.0}",
            ours * 1e3,
            theirs * 1e3,
            ours / theirs,
            flops / theirs / 1e9
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
