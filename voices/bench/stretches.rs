//! `stretches VOICE FOLDER`: speaks the phonemes of each line of standard input whole and stretch by stretch, into
//! `1.whole.f32`, `1.stretches.f32` and so on of that folder (little-endian samples at 24 kHz), and prints for each the
//! milliseconds of CPU up to its first portion, for all its stretches, and for the whole, then where portions end, in
//! samples.

use std::{
    error::Error,
    fs,
    io::{self, BufRead, Write},
    path::PathBuf,
};

use tingxinwen_core::{
    article::{Language, TextRange},
    speech::{Cancel, Clip, Frames, Syllable, Utterance, Voice, VoiceId, Word},
};
use tingxinwen_voices::{DataDir, Voices};

/// Marks of punctuation.
const MARKS: [&str; 6] = [",", ".", ";", ":", "!", "?"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(id), Some(folder)) = (args.next().map(VoiceId), args.next().map(PathBuf::from)) else {
        return Err("stretches VOICE FOLDER".into());
    };
    let voices = Voices::open(DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?)?;
    let mut voice = voices.load_kokoro(&id)?;
    let mut out = io::stdout().lock();
    for (idx, line) in io::stdin().lock().lines().enumerate() {
        let utterance = utterance(&line?);
        let (mut ends, mut first, before) = (Vec::new(), 0.0, cpu_millis());
        let mut at = 0;
        let stretches = voice.stream(&utterance, &Cancel::default(), &mut |portion| {
            if ends.is_empty() {
                first = cpu_millis() - before;
            }
            at += portion.clip.len().0;
            ends.push(at);
        })?;
        let all = cpu_millis() - before;
        let before = cpu_millis();
        let whole = voice.whole(&utterance, &Cancel::default())?;
        let of_whole = cpu_millis() - before;
        let write = |name: &str, clip: &Clip| {
            let bytes: Vec<u8> = clip.samples().iter().flat_map(|sample| sample.to_le_bytes()).collect();
            fs::write(folder.join(format!("{}.{name}.f32", idx + 1)), bytes)
        };
        write("whole", &whole)?;
        write("stretches", &stretches)?;
        writeln!(out, "{first:.0} {all:.0} {of_whole:.0} {ends:?}")?;
        out.flush()?;
    }
    Ok(())
}

/// The words of `phonemes`, which spaces part; marks stand at their ends.
fn utterance(phonemes: &str) -> Utterance {
    let mut words = Vec::new();
    for (nth, text) in phonemes.split_whitespace().enumerate() {
        let bare = MARKS.into_iter().fold(text, |bare, mark| bare.trim_end_matches(mark));
        let source = TextRange::new(nth as u32, nth as u32 + 1);
        words.push(Word {
            source,
            spoken: bare.to_owned(),
            language: Language::Mandarin,
            syllables: vec![Syllable { reading: String::new(), phonemes: bare.to_owned() }],
            mark: MARKS.into_iter().find(|mark| text[bare.len()..].starts_with(mark)).unwrap_or_default(),
        });
    }
    let source = TextRange::new(0, words.len() as u32);
    Utterance { source, language: Language::Mandarin, written: String::new(), words, pause: Frames(0) }
}

/// Milliseconds of CPU that this process has used.
fn cpu_millis() -> f64 {
    // In hundredths of a second; the name may hold anything, `utime` and `stime` are the 12th and 13th after it.
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}
