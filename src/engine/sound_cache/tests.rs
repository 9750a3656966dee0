//! What is kept on disk survives what disks and other programs do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::{
    article::{Language, TextRange},
    speech::{Frames, Mark, Syllable, Timing, Utterance, VoiceId, Word},
};

fn key(said: &str) -> SoundKey {
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
    SoundKey::new(&VoiceId("v".to_owned()), "1", &utterance)
}

fn clip(start: u32, pitch: f32) -> Clip {
    let samples: Vec<f32> = (0..24_000).map(|at| (at as f32 * pitch).sin() * 0.5).collect();
    let source = TextRange::new(start, start + 3);
    let mark = Mark { source, start: Frames(10), end: Frames(20_000), syllables: vec![Frames(10)] };
    Clip::new(source, samples.into(), vec![mark], Timing::Measured).unwrap()
}

fn room() -> (tempfile::TempDir, SoundCache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = SoundCache::open(&folder.path().join("said"), SoundCache::DEFAULT_LIMIT).unwrap();
    (folder, cache)
}

fn only_file(cache: &SoundCache) -> PathBuf {
    let files = cache.files();
    assert_eq!(files.len(), 1);
    files[0].path.clone()
}

#[test]
fn sound_and_marks_come_back_at_the_place_where_they_are_wanted() {
    let (_folder, cache) = room();
    let before = clip(0, 0.05);
    cache.put(&key("a"), &before).unwrap();
    assert!(cache.bytes() < 24_000, "compressed: {}", cache.bytes());
    let after = cache.hear(&key("a"), 600).unwrap();
    assert_eq!(after.source(), TextRange::new(600, 603));
    assert_eq!(after.marks()[0].source, TextRange::new(600, 603));
    assert_eq!(after.marks()[0].end, Frames(20_000));
    assert_eq!(after.timing(), Timing::Measured);
    assert_eq!(after.len(), before.len());
    let worst = before.samples().iter().zip(after.samples().iter()).map(|(a, b)| (a - b).abs());
    assert!(worst.fold(0.0, f32::max) <= 1.0 / 65_000.0, "within half a step of 16 bits");
    assert!(cache.hear(&key("b"), 0).is_none());
}

#[test]
fn a_file_cut_or_flipped_at_any_byte_is_dropped_and_can_be_kept_again() {
    let (_folder, cache) = room();
    cache.put(&key("a"), &clip(0, 0.05)).unwrap();
    let path = only_file(&cache);
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        fs::write(&path, &whole[..at]).unwrap();
        assert!(cache.hear(&key("a"), 0).is_none(), "cut at {at}");
        assert!(!path.exists(), "cut at {at}");
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        fs::write(&path, &flipped).unwrap();
        assert!(cache.hear(&key("a"), 0).is_none(), "flipped at {at}");
    }
    cache.put(&key("a"), &clip(0, 0.05)).unwrap();
    assert!(cache.hear(&key("a"), 0).is_some());
}

#[test]
fn another_thing_said_under_the_same_name_is_not_heard() {
    let (_folder, cache) = room();
    cache.put(&key("a"), &clip(0, 0.05)).unwrap();
    fs::rename(only_file(&cache), cache.path_of(&key("b"), Pin::No)).unwrap();
    assert!(cache.hear(&key("b"), 0).is_none());
}

#[test]
fn the_limit_holds_and_what_was_not_heard_for_longest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let one = {
        let cache = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
        cache.put(&key("0"), &clip(0, 0.05)).unwrap();
        let bytes = cache.bytes();
        cache.clear();
        assert_eq!(cache.bytes(), 0);
        bytes
    };
    let cache = SoundCache::open(folder.path(), one * 4).unwrap();
    let hours_ago = |hours: u64| SystemTime::now() - Duration::from_secs(hours * 3600);
    for (said, hours) in [("a", 4), ("b", 3), ("c", 2), ("d", 1)] {
        cache.put(&key(said), &clip(0, 0.05)).unwrap();
        File::options()
            .append(true)
            .open(cache.path_of(&key(said), Pin::No))
            .unwrap()
            .set_modified(hours_ago(hours))
            .unwrap();
    }
    assert!(cache.hear(&key("a"), 0).is_some(), "hearing it makes it the newest");
    cache.put(&key("e"), &clip(0, 0.05)).unwrap();
    assert!(cache.bytes() <= one * 4);
    assert!(cache.hear(&key("b"), 0).is_none());
    assert!(cache.hear(&key("a"), 0).is_some() && cache.hear(&key("e"), 0).is_some());
}

#[test]
fn two_windows_may_keep_and_drop_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let keep = |seed: usize| {
        let cache = SoundCache::open(folder.path(), 200_000).unwrap();
        for round in 0..12 {
            let said = ((round * 5 + seed * 3) % 10).to_string();
            cache.put(&key(&said), &clip(0, 0.02 + 0.01 * said.parse::<f32>().unwrap())).unwrap();
            if let Some(found) = cache.hear(&key(&said), 0) {
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
    let cache = SoundCache::open(folder.path(), 200_000).unwrap();
    assert!(cache.files().iter().all(|file| file.bytes > 0));
    assert!(fs::read_dir(folder.path()).unwrap().count() == cache.files().len(), "no draft is left");
}

#[test]
fn a_disk_that_takes_nothing_is_told_and_leaves_nothing() {
    let (_folder, cache) = room();
    fs::remove_dir_all(&cache.folder).unwrap();
    fs::write(&cache.folder, "a file stands where the folder was").unwrap();
    assert!(matches!(cache.put(&key("a"), &clip(0, 0.05)), Err(SoundCacheError::Disk { .. })));
    assert!(cache.hear(&key("a"), 0).is_none());
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn drafts_of_killed_programs_are_swept() {
    let (_folder, cache) = room();
    let draft = cache.folder.join(format!("{DRAFT}killed"));
    fs::write(&draft, "half").unwrap();
    let old = SystemTime::now() - 2 * ABANDONED;
    File::options().append(true).open(&draft).unwrap().set_modified(old).unwrap();
    cache.put(&key("a"), &clip(0, 0.05)).unwrap();
    assert!(!draft.exists());
    assert!(cache.hear(&key("a"), 0).is_some());
}

/// Puts `said` in, as if it was used so many hours ago.
fn put_hours_ago(cache: &SoundCache, said: &str, hours: u64, pin: Pin) {
    match pin {
        Pin::No => cache.put(&key(said), &clip(0, 0.05)).unwrap(),
        Pin::UntilHeard => cache.put_pinned(&key(said), &clip(0, 0.05)).unwrap(),
    }
    let path = cache.path_of(&key(said), pin);
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600)).unwrap();
}

/// A cache with room for so many sounds.
fn room_for(count: u64) -> (tempfile::TempDir, SoundCache) {
    let (folder, cache) = room();
    cache.put(&key("0"), &clip(0, 0.05)).unwrap();
    let one = cache.bytes();
    cache.clear();
    cache.set_limit(one * count + one / 2);
    (folder, cache)
}

#[test]
fn what_is_pinned_stays_until_it_was_heard_however_old_it_is() {
    let (_folder, cache) = room_for(4);
    put_hours_ago(&cache, "a", 9, Pin::UntilHeard);
    put_hours_ago(&cache, "b", 8, Pin::UntilHeard);
    for number in 0..12 {
        cache.put(&key(&format!("other {number}")), &clip(0, 0.05)).unwrap();
        assert!(cache.bytes() <= cache.limit());
    }
    // To copy it is not to hear it.
    assert!(cache.copy(&key("a"), 0).is_some() && cache.copy(&key("b"), 0).is_some());
    assert!(cache.hear(&key("a"), 0).is_some());
    for number in 12..24 {
        cache.put(&key(&format!("other {number}")), &clip(0, 0.05)).unwrap();
    }
    assert!(cache.copy(&key("a"), 0).is_none(), "it was heard, and goes when it was not used for longest");
    assert!(cache.copy(&key("b"), 0).is_some());
}

#[test]
fn pins_do_not_exceed_the_limit_and_what_does_not_fit_is_told() {
    let (_folder, cache) = room_for(3);
    for said in ["a", "b", "c"] {
        cache.put_pinned(&key(said), &clip(0, 0.05)).unwrap();
    }
    let limit = cache.limit();
    let is_full = |result| matches!(result, Err(SoundCacheError::Full { limit: told }) if told == limit);
    assert!(is_full(cache.put_pinned(&key("d"), &clip(0, 0.05))));
    assert!(cache.bytes() <= limit);
    assert!(["a", "b", "c"].iter().all(|said| cache.copy(&key(said), 0).is_some()));
    cache.hear(&key("a"), 0).unwrap();
    cache.put_pinned(&key("d"), &clip(0, 0.05)).unwrap();
    assert!(is_full(cache.put_pinned(&key("a"), &clip(0, 0.05))));
    assert!(["b", "c", "d"].iter().all(|said| cache.copy(&key(said), 0).is_some()));
    // The listener's limit holds for pins too.
    cache.set_limit(limit / 2);
    assert!(0 < cache.bytes() && cache.bytes() <= limit / 2);
    cache.clear();
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn what_is_there_already_can_be_pinned_and_stays_pinned_when_it_is_put_in_again() {
    let (_folder, cache) = room_for(3);
    put_hours_ago(&cache, "a", 9, Pin::No);
    cache.pin(&key("a")).unwrap();
    cache.pin(&key("a")).unwrap();
    cache.put(&key("a"), &clip(0, 0.06)).unwrap();
    assert_eq!(cache.files().len(), 1);
    for number in 0..9 {
        cache.put(&key(&format!("other {number}")), &clip(0, 0.05)).unwrap();
    }
    assert!(cache.copy(&key("a"), 0).is_some());
    assert!(cache.pin(&key("never there")).is_err());
}
