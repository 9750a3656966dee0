//! `say THREADS VOICE FOLDER`: speaks the phonemes of each line of standard input, into `1.wav`, `2.wav` and
//! so on of that folder, so that any stream of phonemes can be heard beside another.
//!
//! Prints the name of each file when it is whole.

use std::{
    error::Error,
    io::{self, BufRead, Write},
    path::PathBuf,
};

use tingxinwen_core::speech::{SAMPLE_RATE_HZ, VoiceId};
use tingxinwen_voices::{DataDir, Voices};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(threads), Some(id), Some(folder)) = (args.next(), args.next(), args.next().map(PathBuf::from))
    else {
        return Err("say THREADS VOICE FOLDER".into());
    };
    let data = DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?;
    let voices = Voices::open(data)?.with_threads(threads.parse()?);
    let voice = voices.load_kokoro(&VoiceId(id))?;
    let mut out = io::stdout().lock();
    for (idx, line) in io::stdin().lock().lines().enumerate() {
        let raw = voice.raw(&line?)?;
        let path = folder.join(format!("{}.wav", idx + 1));
        std::fs::write(&path, wav(&raw.samples))?;
        writeln!(out, "{}", path.display())?;
        out.flush()?;
    }
    Ok(())
}

/// A WAV file of these samples: one channel of 16-bit PCM.
fn wav(samples: &[f32]) -> Vec<u8> {
    let len = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(44 + len as usize);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + len).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel, samples and bytes a second, bytes and bits of a sample.
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&SAMPLE_RATE_HZ.to_le_bytes());
    file.extend_from_slice(&(SAMPLE_RATE_HZ * 2).to_le_bytes());
    file.extend_from_slice(&2_u16.to_le_bytes());
    file.extend_from_slice(&16_u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&len.to_le_bytes());
    for sample in samples {
        let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16;
        file.extend_from_slice(&value.to_le_bytes());
    }
    file
}
