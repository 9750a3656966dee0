//! Cuts of sound files: whatever the codec and the order, what is cut out is what stands there.

use std::{
    io::{Cursor, Seek as _, Write},
    ops::ControlFlow,
};

use tingxinwen::speech::{Frames, SAMPLE_RATE_HZ};
use tingxinwen_encode::{Quality, SoundFormat, Tags, encoder};
use tingxinwen_voices::services::SoundFile;

/// `secs` of knocks: short tones that begin at once, at uneven times, so that no part of it resembles another.
pub(crate) fn knocks(secs: f64) -> Vec<f32> {
    let mut sound = vec![0.0; Frames::from_secs_f64(secs).0 as usize];
    let (mut at, mut number) = (1_000, 0_usize);
    while at + 1_500 < sound.len() {
        let pitch = 500.0 + 130.0 * (number * 7 % 11) as f32;
        for (frame, sample) in sound[at..at + 1_000].iter_mut().enumerate() {
            let t = frame as f32 / SAMPLE_RATE_HZ as f32;
            *sample = (t * pitch * std::f32::consts::TAU).sin() * 0.5 * (-t * 40.0).exp();
        }
        at += 1_600 + number * 641 % 1_709;
        number += 1;
    }
    sound
}

pub(crate) fn file(format: SoundFormat, samples: &[f32]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut encoder = encoder(format, Quality::Standard, folder.path()).unwrap();
    encoder.write(samples).unwrap();
    let mut out = tempfile::tempfile().unwrap();
    encoder.finish(&Tags { title: "錄音".to_owned(), ..Tags::default() }, &mut out).unwrap();
    out.flush().unwrap();
    let mut bytes = Vec::new();
    out.seek(std::io::SeekFrom::Start(0)).unwrap();
    std::io::Read::read_to_end(&mut out, &mut bytes).unwrap();
    bytes
}

fn cut(file: &mut SoundFile, from: f64, to: Option<f64>) -> Vec<f32> {
    let mut all = Vec::new();
    let (from, to) = (Frames::from_secs_f64(from), to.map(Frames::from_secs_f64));
    let took = file.cut(from, to, &mut |samples| {
        all.extend_from_slice(samples);
        ControlFlow::Continue(())
    });
    took.unwrap();
    all
}

/// By how many milliseconds `heard` comes later than in `sound` from `from` on, within 40: by how loud both are.
fn lag(sound: &[f32], from: f64, heard: &[f32]) -> i64 {
    const MILLI: usize = SAMPLE_RATE_HZ as usize / 1000;
    let power = |sound: &[f32]| -> Vec<f32> {
        sound
            .chunks(MILLI)
            .map(|part| part.iter().map(|sample| sample * sample).sum::<f32>().sqrt())
            .collect()
    };
    let (all, part, first) = (power(sound), power(heard), (from * 1000.0).round() as i64);
    let apart = |lag: &i64| {
        let differences = part.iter().zip(first - lag..).map(|(level, at)| {
            let there = usize::try_from(at).ok().and_then(|at| all.get(at)).copied().unwrap_or_default();
            (level - there).powi(2)
        });
        (differences.sum::<f32>() * 1e4) as i64
    };
    (-40..=40).min_by_key(apart).unwrap()
}

#[test]
fn a_cut_of_any_codec_is_the_sound_that_stands_there_in_any_order() {
    let sound = knocks(14.0);
    // On, on from the same place, far ahead, far back, the beginning, the end.
    let places = [(2.0, 2.7), (2.7, 3.4), (9.5, 9.9), (1.234, 1.6), (0.0, 0.5), (13.2, 13.9)];
    for format in SoundFormat::ALL {
        let bytes = file(format, &sound);
        let len = bytes.len() as u64;
        let mut file = SoundFile::open(Cursor::new(bytes), len).unwrap();
        for (from, to) in places {
            let heard = cut(&mut file, from, Some(to));
            let wanted = ((to - from) * f64::from(SAMPLE_RATE_HZ)).round() as usize;
            assert!(heard.len().abs_diff(wanted) <= 1, "{format:?} {from}: {} of {wanted}", heard.len());
            let lag = lag(&sound, from, &heard);
            assert!(lag.abs() <= 1, "{format:?} {from}: {lag} ms");
        }
        let rest = cut(&mut file, 13.5, None);
        assert!(rest.len().abs_diff(12_000) < 2_400, "{format:?}: {}", rest.len());
        assert!(cut(&mut file, 99.0, Some(100.0)).is_empty(), "{format:?}: behind its end");
        assert_eq!(cut(&mut file, 5.0, Some(5.25)).len(), 6_000, "{format:?}: after that");
    }
}

/// By the encoders that narrators use, with what these put before the sound.
#[test]
fn a_cut_of_a_file_by_other_programs_is_where_it_should_be_too() {
    let sound = knocks(14.0);
    for name in ["lame-vbr.mp3", "ffmpeg.m4a", "libopus.opus", "libvorbis.ogg"] {
        let bytes =
            std::fs::read(format!("{}/tests/data/recorded/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let len = bytes.len() as u64;
        let mut file = SoundFile::open(Cursor::new(bytes), len).unwrap();
        for (from, to) in [(5.0, 5.6), (1.3, 2.0), (2.0, 2.4), (7.2, 7.9), (0.0, 0.5), (3.9, 4.5)] {
            let heard = cut(&mut file, from, Some(to));
            let lag = lag(&sound, from, &heard);
            assert!(lag.abs() <= 1, "{name} {from}: {lag} ms");
        }
    }
}

#[test]
fn neighbours_join_without_a_click() {
    let sound: Vec<f32> = (0..120_000).map(|at| (at as f32 * 0.05).sin() * 0.5).collect();
    let bytes = file(SoundFormat::Wav, &sound);
    let len = bytes.len() as u64;
    let mut file = SoundFile::open(Cursor::new(bytes), len).unwrap();
    let mut all = cut(&mut file, 1.0, Some(1.3));
    all.extend(cut(&mut file, 1.3, Some(1.7)));
    let steps = all.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    assert!(steps.fold(0.0, f32::max) < 0.03);
}

#[test]
fn what_is_no_sound_is_refused_and_what_is_cut_off_ends() {
    let open = |bytes: Vec<u8>| {
        let len = bytes.len() as u64;
        SoundFile::open(Cursor::new(bytes), len)
    };
    assert!(open(b"no sound at all, but words".repeat(50)).is_err());
    assert!(open(Vec::new()).is_err());
    for format in SoundFormat::ALL {
        let mut bytes = file(format, &knocks(6.0));
        bytes.truncate(bytes.len() / 2);
        // MP4 has its table at the end.
        let Ok(mut file) = open(bytes) else { continue };
        let mut count = 0;
        // An error says so too.
        file.cut(Frames(0), None, &mut |samples| {
            count += samples.len();
            ControlFlow::Continue(())
        })
        .ok();
        assert!(count < 130_000, "{format:?}: {count}");
    }
}
