//! `rtf THREADS VOICE`: speaks the phonemes of each line of standard input, and prints how long their sound is and how
//! long it took, in seconds. The first line that it prints is the folder of the voices.

use std::{
    error::Error,
    io::{self, BufRead, Write},
    time::Instant,
};

use tingxinwen_core::speech::{SAMPLE_RATE_HZ, VoiceId};
use tingxinwen_voices::{DataDir, Voices};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let threads = args.next().map_or(Ok(2), |count| count.parse())?;
    let id = VoiceId(args.next().unwrap_or_else(|| "zf_xiaoxiao".to_owned()));
    let data = DataDir::find().ok_or("no folder for data: set TINGXINWEN_DATA")?;
    let root = data.root().to_owned();
    let voices = Voices::open(data)?.with_threads(threads);
    let voice = voices.load_kokoro(&id)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", root.display())?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let start = Instant::now();
        let raw = voice.raw(&line)?;
        let took = start.elapsed().as_secs_f64();
        writeln!(out, "{:.4} {took:.4}", raw.samples.len() as f64 / f64::from(SAMPLE_RATE_HZ))?;
        out.flush()?;
    }
    Ok(())
}
