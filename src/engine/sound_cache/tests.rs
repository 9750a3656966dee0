//! What is kept on disk survives what disks and other programs do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use super::*;
use crate::{
    article::Language,
    speech::{Syllable, Utterance, VoiceId, Word},
};

fn key(said: &str) -> Key {
    let source = TextRange::new(0, 3);
    let syllables = vec![Syllable { reading: String::new(), phonemes: said.to_owned() }];
    let word = Word { source, spoken: said.to_owned(), language: Language::Mandarin, syllables, mark: "" };
    let utterance = Utterance {
        source,
        language: Language::Mandarin,
        written: String::new(),
        words: vec![word],
        pause: Frames(0),
    };
    Key::new(&VoiceId("v".to_owned()), "1", &utterance)
}

fn clip(start: u32, pitch: f32) -> Clip {
    let samples: Vec<f32> = (0..24_000).map(|at| (at as f32 * pitch).sin() * 0.5).collect();
    let source = TextRange::new(start, start + 3);
    let mark = Mark { source, start: Frames(10), end: Frames(20_000), syllables: vec![Frames(10)] };
    Clip::new(source, samples.into(), vec![mark], Timing::Measured).unwrap()
}

fn room() -> (tempfile::TempDir, Kept) {
    let folder = tempfile::tempdir().unwrap();
    let kept = Kept::open(&folder.path().join("said"), Kept::DEFAULT_LIMIT).unwrap();
    (folder, kept)
}

fn only_file(kept: &Kept) -> PathBuf {
    let files = kept.files();
    assert_eq!(files.len(), 1);
    files[0].path.clone()
}

#[test]
fn sound_and_marks_come_back_at_the_place_where_they_are_wanted() {
    let (_folder, kept) = room();
    let before = clip(0, 0.05);
    kept.put(&key("a"), &before).unwrap();
    assert!(kept.bytes() < 24_000, "compressed: {}", kept.bytes());
    let after = kept.get(&key("a"), 600).unwrap();
    assert_eq!(after.source(), TextRange::new(600, 603));
    assert_eq!(after.marks()[0].source, TextRange::new(600, 603));
    assert_eq!(after.marks()[0].end, Frames(20_000));
    assert_eq!(after.timing(), Timing::Measured);
    assert_eq!(after.len(), before.len());
    let worst = before.samples().iter().zip(after.samples().iter()).map(|(a, b)| (a - b).abs());
    assert!(worst.fold(0.0, f32::max) <= 1.0 / 65_000.0, "within half a step of 16 bits");
    assert!(kept.get(&key("b"), 0).is_none());
}

#[test]
fn a_file_cut_or_flipped_at_any_byte_is_dropped_and_can_be_kept_again() {
    let (_folder, kept) = room();
    kept.put(&key("a"), &clip(0, 0.05)).unwrap();
    let path = only_file(&kept);
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        fs::write(&path, &whole[..at]).unwrap();
        assert!(kept.get(&key("a"), 0).is_none(), "cut at {at}");
        assert!(!path.exists(), "cut at {at}");
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        fs::write(&path, &flipped).unwrap();
        assert!(kept.get(&key("a"), 0).is_none(), "flipped at {at}");
    }
    kept.put(&key("a"), &clip(0, 0.05)).unwrap();
    assert!(kept.get(&key("a"), 0).is_some());
}

#[test]
fn another_thing_said_under_the_same_name_is_not_heard() {
    let (_folder, kept) = room();
    kept.put(&key("a"), &clip(0, 0.05)).unwrap();
    fs::rename(only_file(&kept), kept.path_of(&key("b"))).unwrap();
    assert!(kept.get(&key("b"), 0).is_none());
}

#[test]
fn the_limit_holds_and_what_was_not_heard_for_longest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let one = {
        let kept = Kept::open(folder.path(), Kept::DEFAULT_LIMIT).unwrap();
        kept.put(&key("0"), &clip(0, 0.05)).unwrap();
        let bytes = kept.bytes();
        kept.clear();
        assert_eq!(kept.bytes(), 0);
        bytes
    };
    let kept = Kept::open(folder.path(), one * 4).unwrap();
    let hours_ago = |hours: u64| SystemTime::now() - Duration::from_secs(hours * 3600);
    for (said, hours) in [("a", 4), ("b", 3), ("c", 2), ("d", 1)] {
        kept.put(&key(said), &clip(0, 0.05)).unwrap();
        File::options()
            .append(true)
            .open(kept.path_of(&key(said)))
            .unwrap()
            .set_modified(hours_ago(hours))
            .unwrap();
    }
    assert!(kept.get(&key("a"), 0).is_some(), "hearing it makes it the newest");
    kept.put(&key("e"), &clip(0, 0.05)).unwrap();
    assert!(kept.bytes() <= one * 4);
    assert!(kept.get(&key("b"), 0).is_none());
    assert!(kept.get(&key("a"), 0).is_some() && kept.get(&key("e"), 0).is_some());
}

#[test]
fn two_windows_may_keep_and_drop_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let keep = |seed: usize| {
        let kept = Kept::open(folder.path(), 200_000).unwrap();
        for round in 0..12 {
            let said = ((round * 5 + seed * 3) % 10).to_string();
            kept.put(&key(&said), &clip(0, 0.02 + 0.01 * said.parse::<f32>().unwrap())).unwrap();
            if let Some(found) = kept.get(&key(&said), 0) {
                assert_eq!(found.len(), Frames(24_000));
            }
        }
    };
    std::thread::scope(|scope| {
        for seed in 0..2 {
            let keep = &keep;
            scope.spawn(move || keep(seed));
        }
    });
    let kept = Kept::open(folder.path(), 200_000).unwrap();
    assert!(kept.files().iter().all(|file| file.bytes > 0));
    assert!(fs::read_dir(folder.path()).unwrap().count() == kept.files().len(), "no draft is left");
}

#[test]
fn a_disk_that_takes_nothing_is_told_and_leaves_nothing() {
    let (_folder, kept) = room();
    fs::remove_dir_all(&kept.folder).unwrap();
    fs::write(&kept.folder, "a file stands where the folder was").unwrap();
    assert!(matches!(kept.put(&key("a"), &clip(0, 0.05)), Err(KeptError::Disk { .. })));
    assert!(kept.get(&key("a"), 0).is_none());
    assert_eq!(kept.bytes(), 0);
}

#[test]
fn drafts_of_killed_programs_are_swept() {
    let (_folder, kept) = room();
    let draft = kept.folder.join(format!("{DRAFT}killed"));
    fs::write(&draft, "half").unwrap();
    let old = SystemTime::now() - 2 * ABANDONED;
    File::options().append(true).open(&draft).unwrap().set_modified(old).unwrap();
    kept.put(&key("a"), &clip(0, 0.05)).unwrap();
    assert!(!draft.exists());
    assert!(Arc::new(kept).get(&key("a"), 0).is_some());
}
