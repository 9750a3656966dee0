//! `network THREADS VOICE FILE`: speaks the phonemes of each line of a file and prints how long encoder, decoder and
//! vocoder took, what share of this machine's peak they reach, and the same for each kind of filter. `ort.py` compares
//! with ONNX Runtime, `reference.py` makes the values that the sound is held to.

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
    network::{Kind, STYLE, Times},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let (Some(threads), Some(id), Some(file)) = (args.next(), args.next().map(VoiceId), args.next()) else {
        return Err("network THREADS VOICE FILE".into());
    };
    let data = DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?;
    let voices = Voices::open(data)?.with_threads(threads.parse()?);
    let voice = voices.load_kokoro(&id)?;
    let mut network = voices.network()?;
    let mut out = io::stdout().lock();
    writeln!(out, "Real-time factors\nsound/s  symbols  encoder  decoder  source and vocoder  all")?;
    let mut all = vec![Vec::new(); 3];
    let mut secs = 0.0;
    for line in fs::read_to_string(file)?.lines() {
        let (symbols, style) = voice.inputs(line);
        let mut times = vec![Vec::new(); 3];
        let mut length = 0.0;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let encoded = network.encode(&symbols, style, &|| true).map_err(|none| format!("{none:?}"))?;
            times[0].push(started.elapsed());
            let (aligned, misfit) = (encoded.aligned(), "lengths do not fit");
            let started = Instant::now();
            network.decode(&aligned, &style[..STYLE]).ok_or(misfit)?;
            times[1].push(started.elapsed());
            let started = Instant::now();
            let sound = network.speak(&aligned, &style[..STYLE]).ok_or(misfit)?;
            times[2].push(started.elapsed());
            length = sound.len() as f64 / f64::from(SAMPLE_RATE_HZ);
            secs += length;
        }
        let [encoder, decoder, speak] = [0, 1, 2].map(|nth| median(&mut times[nth]).as_secs_f64() / length);
        let vocoder = speak - decoder;
        let whole = encoder + speak;
        writeln!(
            out,
            "{length:7.2}  {:7}  {encoder:.4}  {decoder:.4}  {vocoder:.4}  {whole:.4}",
            symbols.len()
        )?;
        for (all, factor) in all.iter_mut().zip([encoder, decoder, vocoder]) {
            all.push(factor);
        }
    }
    let medians: Vec<f64> = all
        .into_iter()
        .map(|mut factors| {
            factors.sort_by(f64::total_cmp);
            factors[factors.len() / 2]
        })
        .collect();
    let peak = (0..ROUNDS).map(|_| network.peak_flops()).fold(0.0, f64::max);
    shares(&mut out, &medians, &network.take_times(), secs, peak)
}

/// GFLOP of a second of sound, counted from the shapes of the weights, two for each use of a weight: of the encoder,
/// for 16 symbols; of decoder and vocoder, as products written out.
const ENCODER: f64 = 2.0 * (16.0 * (66.1 + 13.6) + 40.0 * 7.0) / 1e3;
const DECODER: f64 = 2.0 * 40.0 * 33.56 / 1e3;
const VOCODER: f64 = 2.0 * (800.0 * 11.27 + 4_800.0 * 3.23) / 1e3;

/// Prints what share of the machine's peak each part reaches by the products that it makes, and filters of each kind,
/// activation, norm and residual included.
fn shares(
    out: &mut impl Write,
    medians: &[f64],
    kinds: &BTreeMap<Kind, Times>,
    secs: f64,
    peak: f64,
) -> Outcome<()> {
    let &[encoder, decoder, vocoder] = medians else { return Err("no times".into()) };
    writeln!(out, "Shares of the peak, {:.0} GFLOP/s: part, its median factor, its products", peak / 1e9)?;
    // By minimal filtering there are fewer; what is no filter is written out. Of twelve filters of three sizes in two
    // stages, two blocks are there twice.
    let frames = |kind: &Kind| if kind.channels == 256 { 800.0 } else { 4_800.0 };
    let runs: u32 = kinds.values().map(|times| times.runs).sum();
    let fewer = |(kind, times): (&Kind, &Times)| {
        let share = f64::from(times.runs) / f64::from(runs.max(1)) * 48.0;
        let products = (kind.channels * kind.channels) as f64 * (points(kind.taps) - kind.taps as f64);
        2.0 * products * frames(kind) * share / 1e9
    };
    let vocoded = VOCODER + kinds.iter().map(fewer).sum::<f64>();
    for (name, factor, count) in [
        ("encoder", encoder, ENCODER),
        ("decoder", decoder, DECODER),
        ("source and vocoder", vocoder, vocoded),
    ] {
        writeln!(out, "{name:>18}  {factor:.4}  {:4.0} %", 100.0 * count * 1e9 / factor / peak)?;
    }
    writeln!(out, "Filters\nchannels  taps  dilation  ms for a second of sound  % of the peak")?;
    for (kind, times) in kinds {
        let Kind { channels, taps, dilation } = *kind;
        let spent = times.spent.as_secs_f64() / secs;
        // Three of the four without dilation stand behind the dilated ones; two blocks are there twice.
        let twice = matches!((channels, taps), (256, 7) | (128, 11));
        let filters = if dilation == 1 { 4.0 } else { 1.0 } * if twice { 2.0 } else { 1.0 };
        let flops = 2.0 * (channels * channels) as f64 * points(taps) * frames(kind) * filters;
        let share = 100.0 * flops / spent / peak;
        writeln!(out, "{channels:8}  {taps:4}  {dilation:8}  {:23.1}  {share:13.0}", spent * 1e3)?;
    }
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

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
