//! Sound to encode, and what other programs say of files.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;
use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};
use tingxinwen_encode::{Chapter, Line, Picture, Quality, SoundFormat, Tags, encoder};

/// `secs` of something like speech: bursts of harmonics with a pitch that moves, and silence between them.
pub(crate) fn speech(secs: f64) -> Vec<f32> {
    let len = Frames::from_secs_f64(secs).0;
    let mut phase = 0.0_f64;
    let sample = |at: u64| {
        let t = at as f64 / f64::from(SAMPLE_RATE_HZ);
        let pitch = 140.0 + 40.0 * (t * 1.7).sin() + 13.0 * (t * 7.3).sin();
        phase += pitch / f64::from(SAMPLE_RATE_HZ) * std::f64::consts::TAU;
        // Syllables of uneven lengths, so that no shift of the whole resembles it.
        let swell = ((t * 4.1 + (t * 0.61).sin() * 2.0).fract() * std::f64::consts::PI).sin().powi(2);
        let voiced: f64 = (1..12).map(|n| (phase * f64::from(n)).sin() / f64::from(n)).sum();
        let gap = if (t * 0.37).fract() > 0.85 { 0.0 } else { 1.0 };
        (voiced * swell * gap * 0.25) as f32
    };
    (0..len).map(sample).collect()
}

pub(crate) fn tags(len: Frames) -> Tags {
    let at = |share: f64| Frames((len.0 as f64 * share) as u64);
    let chapter = |title: &str, share| Chapter { title: title.to_owned(), start: at(share) };
    let line = |text: &str, share| Line { start: at(share), text: text.to_owned() };
    Tags {
        title: "夜市旁的圖書館開到十一點「＆<夜>」".to_owned(),
        artist: Some("晴川日報".to_owned()),
        album: Some("聽新聞".to_owned()),
        date: Some("2026-11-24".to_owned()),
        source: Some("https://example.test/夜".to_owned()),
        track: Some((2, 5)),
        cover: Picture::new(png()),
        chapters: vec![chapter("前言", 0.0), chapter("第一章　開館", 0.31), chapter("Chapter 2", 0.77)],
        lines: vec![line("館方統計，", 0.0), line("人數增加三成。", 0.5)],
        ..Tags::default()
    }
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let hex = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082";
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// A file of `samples` in a folder of its own.
pub(crate) fn file(format: SoundFormat, samples: &[f32], tags: &Tags) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("聲音.{}", format.ending()));
    let mut encoder = encoder(format, Quality::Standard, folder.path()).unwrap();
    for part in samples.chunks(7_777) {
        encoder.write(part).unwrap();
    }
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    encoder.finish(tags, &mut out).unwrap();
    drop(out);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    (folder, path)
}

/// What `program` prints; `None` where it is not installed, which is told. A program that fails fails the test.
pub(crate) fn output(program: &str, args: &[&str], path: &Path, after: &[&str]) -> Option<Vec<u8>> {
    let run = Command::new(program).args(args).arg(path).args(after).stdin(Stdio::null()).output();
    let Ok(run) = run else {
        is_missing(program);
        return None;
    };
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    Some(run.stdout)
}

/// Tells that a test is left out.
#[expect(clippy::print_stderr, reason = "whoever runs the tests reads it")]
pub(crate) fn is_missing(program: &str) {
    eprintln!("{program} is not installed: nothing is compared with it");
}

/// What FFmpeg decodes of it, at 24 kHz.
pub(crate) fn decoded(path: &Path) -> Option<Vec<f32>> {
    let args = ["-v", "error", "-xerror", "-i"];
    let bytes = output("ffmpeg", &args, path, &["-f", "f32le", "-ac", "1", "-ar", "24000", "-"])?;
    Some(bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect())
}

/// By how many samples more FFmpeg may decode of `format`: it plays the last frame of AAC to its end, whatever the file says.
pub(crate) fn most_longer(format: SoundFormat) -> i64 {
    match format {
        SoundFormat::M4b | SoundFormat::M4a => 1_024,
        SoundFormat::Mp3 | SoundFormat::Opus | SoundFormat::Flac | SoundFormat::Wav => 24,
    }
}

/// By how many samples `found` is later than `wanted` around `at`, where they are most alike, and how alike they are there.
pub(crate) fn shift(wanted: &[f32], found: &[f32], at: usize) -> (i64, f64) {
    const AROUND: i64 = 1_200;
    let piece = &wanted[at..at + 4_000];
    let likeness = |by: i64| {
        let from = at as i64 + by;
        let part = usize::try_from(from).ok().and_then(|from| found.get(from..from + piece.len()))?;
        let (mut dot, mut one, mut other) = (0.0_f64, 1e-9_f64, 1e-9_f64);
        for (a, b) in piece.iter().zip(part) {
            dot += f64::from(a * b);
            one += f64::from(a * a);
            other += f64::from(b * b);
        }
        Some((by, dot / (one * other).sqrt()))
    };
    (-AROUND..=AROUND).filter_map(likeness).max_by(|one, other| one.1.total_cmp(&other.1)).unwrap()
}
