//! `cuts VOICE FILE`: what it does to the rhythm when a sentence is not made whole. Speaks the phonemes of each line
//! of a file, and each beginning of it that ends at a mark, and prints how much the beginning's symbols differ in
//! length from the same ones of the whole, by how long the beginning is.

use std::{
    error::Error,
    fs,
    io::{self, Write},
};

use tingxinwen_core::speech::VoiceId;
use tingxinwen_voices::{DataDir, Voices};

/// Lengths of beginnings, in symbols, that are told apart.
const LENGTHS: [usize; 5] = [15, 40, 80, 160, usize::MAX];
/// Milliseconds of a unit of durations.
const UNIT_MS: f32 = 25.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(id), Some(file)) = (args.next().map(VoiceId), args.next()) else {
        return Err("cuts VOICE FILE".into());
    };
    let voices = Voices::open(DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?)?;
    let voice = voices.load_kokoro(&id)?;
    // Per length: how far symbols are off, and how much longer the whole of them is.
    let mut found = vec![(Vec::new(), Vec::new()); LENGTHS.len()];
    for line in fs::read_to_string(file)?.lines() {
        let whole = voice.raw(line)?.durations;
        for (at, _) in line.match_indices([',', ';', ':']) {
            let beginning = &line[..=at];
            let own = voice.raw(beginning)?.durations;
            // The mark, the word before it and the padding change by being last.
            let count = own.len().saturating_sub(8);
            let Some(place) = LENGTHS.iter().position(|length| count < *length) else { continue };
            let pairs = || own.iter().zip(&whole).take(count).skip(1);
            let (off, longer) = &mut found[place];
            off.extend(pairs().map(|(own, whole)| own.abs_diff(*whole) as f32 * UNIT_MS));
            let sums =
                pairs().fold((0.0, 0.0), |sums, (own, whole)| (sums.0 + *own as f32, sums.1 + *whole as f32));
            longer.push((sums.0 / sums.1 - 1.0) * 100.0);
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "symbols below  cuts  off, mean ms a symbol  longer, mean % (spread)")?;
    for (length, (off, longer)) in LENGTHS.iter().zip(&found).filter(|(_, (off, _))| !off.is_empty()) {
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        let middle = mean(longer);
        let spread = mean(&longer.iter().map(|value| (value - middle).powi(2)).collect::<Vec<_>>()).sqrt();
        let length = if *length == usize::MAX { "all".to_owned() } else { length.to_string() };
        writeln!(out, "{length:>13}  {:4}  {:20.1}  {middle:+.1} ({spread:.1})", longer.len(), mean(off))?;
    }
    Ok(())
}
