//! The tone voice, the embedded voice on a fake model, and the embedded voice itself against golden durations.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use proptest::prelude::*;
use tingxinwen_core::article::{Language, TextRange};
use tingxinwen_core::speech::{
    Cancel, Clip, Damage, Frames, SetupFault, Syllable, Timing, Utterance, Voice, VoiceError, VoiceId, Word,
};
use tingxinwen_voices::{
    DataDir, ToneVoice, Voices,
    kokoro::{KokoroVoice, Styles, TABLE_BYTES, Vocabulary},
    model::{Cuts, Listener, Model, ModelError},
};

/// A word whose syllables are parted by spaces; a text of marks alone is punctuation. A byte of source a
/// word.
fn words(texts: &[&str]) -> Vec<Word> {
    let mark = |text: &str| match text {
        "," => ",",
        "." => ".",
        _ => "",
    };
    let syllable = |phonemes: &str| Syllable { reading: phonemes.to_owned(), phonemes: phonemes.to_owned() };
    let word = |(idx, text): (usize, &&str)| {
        let mark = mark(text);
        let spoken = if mark.is_empty() { *text } else { "" };
        Word {
            source: TextRange::new(idx as u32, idx as u32 + 1),
            spoken: spoken.to_owned(),
            language: Language::Mandarin,
            syllables: spoken.split_whitespace().map(syllable).collect(),
            mark,
        }
    };
    texts.iter().enumerate().map(word).collect()
}

fn utterance(texts: &[&str], pause: Frames) -> Utterance {
    let source = TextRange::new(0, texts.len() as u32);
    Utterance { source, language: Language::Mandarin, written: texts.concat(), words: words(texts), pause }
}

#[test]
fn the_tone_voice_is_exact_to_the_sample() {
    let mut tone = ToneVoice::default();
    let (beep, gap, pause) = (tone.syllable, tone.gap, Frames(77));
    let clip = tone.speak(&utterance(&["ni hau", "", ",", "ma", "."], pause)).expect("beeps");
    assert_eq!(clip.len(), Frames(3 * beep.0 + 2 * gap.0 + pause.0));
    let [first, second] = clip.marks() else { panic!("{:?}", clip.marks()) };
    assert_eq!((first.start, first.end), (Frames(0), Frames(2 * beep.0)));
    assert_eq!(first.syllables, [Frames(0), beep]);
    assert_eq!(second.start, Frames(2 * beep.0 + gap.0));
    assert_eq!(second.source, TextRange::new(3, 4));
    let samples = clip.samples();
    assert!(samples[..beep.0 as usize].iter().any(|sample| sample.abs() > 0.2));
    assert!(samples[first.end.0 as usize..second.start.0 as usize].iter().all(|sample| *sample == 0.0));
    assert_ne!(samples[..500], samples[beep.0 as usize..][..500], "syllables differ in pitch");
}

#[test]
fn a_slow_tone_voice_takes_its_time() {
    let start = Instant::now();
    let clip = ToneVoice::slow(Duration::from_millis(30)).speak(&utterance(&[], Frames(5))).expect("silence");
    assert!(start.elapsed() >= Duration::from_millis(30));
    assert_eq!(clip.len(), Frames(5));
}

/// Samples of a unit of the model's durations.
const UNIT: usize = 600;

/// A model that gives every symbol two units of loud sound, and silence for spaces, marks and padding.
#[derive(Default)]
struct Fake {
    /// The symbols of each run, padding left out.
    runs: Mutex<Vec<usize>>,
    /// Added to every sample.
    fault: f32,
}

impl Model for Fake {
    fn speak(&self, symbols: &[usize], _: &[f32], listener: &mut dyn Listener) -> Result<(), ModelError> {
        self.runs.lock().expect("no panic").push(symbols.len() - 2);
        let durations: Vec<usize> = symbols.iter().map(|id| if *id == 0 { 10 } else { 2 }).collect();
        let samples = symbols.iter().zip(&durations).flat_map(|(id, units)| {
            // In the vocabulary, symbols below 17 are marks and the space.
            let level = if *id < 17 { 0.0 } else { 0.5 };
            vec![level + self.fault; units * UNIT]
        });
        let samples: Vec<f32> = samples.collect();
        let Cuts { first, .. } = listener.cuts(&durations);
        listener.take(&samples[first * UNIT..]);
        Ok(())
    }
}

fn voice(fake: Fake) -> (KokoroVoice, Arc<Fake>) {
    let fake = Arc::new(fake);
    let model: Arc<dyn Model> = fake.clone();
    let styles = Styles::from_bytes(&vec![0; TABLE_BYTES]).expect("a table");
    (KokoroVoice::new(model, Arc::new(Vocabulary::new()), styles), fake)
}

#[test]
fn marks_follow_the_durations_through_trimming() {
    let (mut voice, _) = voice(Fake::default());
    let clip = voice.speak(&utterance(&["ni xau", "", ",", "ma", "."], Frames(77))).expect("speaks");
    assert_eq!(clip.timing(), Timing::Model);
    let [first, second] = clip.marks() else { panic!("{:?}", clip.marks()) };
    let lead = Frames::from_millis(20).0;
    // Two units a symbol; borders inside come 50 ms, two units, early; after a pause the onset counts.
    let at = |symbols: u64| Frames(lead + symbols * 2 * UNIT as u64);
    // n i x a u , _ m a .
    assert_eq!((first.start, first.end), (at(0), at(4)));
    assert_eq!(first.syllables, [at(0), at(1)]);
    assert_eq!((second.start, second.end), (at(7), at(8)));
    assert_eq!(clip.len(), Frames(at(9).0 + lead + 77));
    assert_eq!(clip.samples().iter().position(|sample| sample.abs() > 0.4), Some(lead as usize));
}

#[test]
fn nothing_to_say_is_the_pause_alone() {
    let (mut voice, fake) = voice(Fake::default());
    let clip = voice.speak(&utterance(&["", "."], Frames(240))).expect("silence");
    assert_eq!((clip.len(), clip.marks().len()), (Frames(240), 0));
    assert!(fake.runs.lock().expect("no panic").is_empty());
}

#[test]
fn unknown_symbols_are_silent_but_keep_their_mark() {
    let (mut voice, _) = voice(Fake::default());
    let clip = voice.speak(&utterance(&["ma", "鬱", "ma 鬱 ma"], Frames(0))).expect("speaks");
    let [first, unknown, last] = clip.marks() else { panic!("{:?}", clip.marks()) };
    assert_eq!((unknown.start, unknown.end), (first.end, first.end));
    assert_eq!(last.syllables.len(), 3);
    assert!(last.syllables.is_sorted());
}

#[test]
fn a_long_utterance_is_spoken_in_runs() {
    let (mut voice, fake) = voice(Fake::default());
    let texts: Vec<&str> = std::iter::repeat_n(["maaaaaaaaa", "maaaaaaaaa", ","], 40).flatten().collect();
    let clip = voice.speak(&utterance(&texts, Frames(0))).expect("speaks");
    assert_eq!(clip.marks().len(), 80);
    let runs = fake.runs.lock().expect("no panic").clone();
    assert!(runs.len() > 1 && runs.iter().all(|symbols| *symbols <= 350), "{runs:?}");
    assert!(clip.len() > clip.marks()[79].start);
}

#[test]
fn a_failing_model_is_an_error_and_no_noise() {
    let (mut voice, _) = voice(Fake { fault: f32::NAN, ..Fake::default() });
    let error = voice.speak(&utterance(&["ma"], Frames(0)));
    assert!(matches!(error, Err(VoiceError::Failed(_))), "{error:?}");
}

#[test]
fn loud_sound_stays_in_range() {
    let (mut voice, _) = voice(Fake { fault: 0.9, ..Fake::default() });
    let clip = voice.speak(&utterance(&["ma"], Frames(0))).expect("speaks");
    assert!(clip.samples().iter().all(|sample| (-1.0..=1.0).contains(sample)));
}

proptest! {
    #[test]
    fn any_words_have_sound_marks(texts in prop::collection::vec("(|,|\\.|[a-zʂ↗鬱]{1,9}( [a-z鬱]{0,5}){0,2})", 0..120)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let audible = texts.iter().filter(|text| !matches!(**text, "" | "," | ".")).count();
        let utterance = utterance(&texts, Frames(9));
        for speaks in [&mut voice(Fake::default()).0 as &mut dyn Voice, &mut ToneVoice::default()] {
            // The constructor of a clip holds marks to their rules.
            let clip = speaks.speak(&utterance).expect("a clip");
            prop_assert_eq!(clip.marks().len(), audible);
        }
    }
}

/// The installed voices; tests of the real one do not pass where it was never heard.
pub(crate) fn installed() -> Voices {
    let voices = Voices::open(DataDir::find().expect("a home")).expect("the catalogue");
    let missing: Vec<String> =
        voices.list().into_iter().filter(|voice| !voice.installed).map(|voice| voice.id.0).collect();
    assert!(missing.is_empty(), "{missing:?} are not installed: run `cargo xtask test`, which installs them");
    voices
}

pub(crate) fn id(name: &str) -> VoiceId {
    VoiceId(name.to_owned())
}

/// Root mean square of `samples`.
pub(crate) fn loudness(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

#[test]
fn the_real_voice_has_its_golden_durations() {
    let voice = installed().load_kokoro(&id("zf_xiaoxiao")).expect("loads");
    // 今天天氣很好。
    let raw = voice.raw("ʨi→ntʰjɛ→n tʰjɛ→nʨʰi↘ xə↓n xau↓.").expect("speaks");
    assert_eq!(raw.durations, GOLDEN);
    assert_eq!(raw.durations.iter().sum::<usize>() * UNIT, raw.samples.len());
    assert!((0.05..0.2).contains(&loudness(&raw.samples)), "{}", loudness(&raw.samples));
}

/// As ONNX Runtime gives them, too.
const GOLDEN: [usize; 34] =
    [18, 2, 2, 1, 2, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 2, 2, 1, 2, 2, 2, 1, 1, 2, 2, 2, 3, 3, 22, 8, 1];

#[test]
fn the_real_voices_speak_both_languages_without_idle_ends() {
    let voices = installed();
    let mandarin =
        utterance(&["ʨi→n tʰjɛ→n", "tʰjɛ→n ʨʰi↘", "", "xə↓n", "xau↓", "."], Frames::from_millis(300));
    let english = utterance(&["ðə", "nˈu", "lˈIn", ",", "spɹˈɪŋ", "."], Frames::from_millis(300));
    for (name, utterance, words) in [("zm_yunyang", &mandarin, 4), ("af_heart", &english, 4)] {
        let clip: Clip = voices.load(&id(name)).expect("loads").speak(utterance).expect("speaks");
        assert_eq!(clip.marks().len(), words, "{name}");
        let (first, last) = (&clip.marks()[0], &clip.marks()[words - 1]);
        assert!(first.start <= Frames::from_millis(100), "{name} starts at {:?}", first.start);
        assert!(clip.len().saturating_sub(last.end) <= Frames::from_millis(500), "{name}: a long end");
        let seconds = clip.len().as_secs_f64();
        assert!((0.8..4.0).contains(&seconds), "{name}: {seconds} s");
        let spoken = &clip.samples()[first.start.0 as usize..last.end.0 as usize];
        assert!((0.03..0.3).contains(&loudness(spoken)), "{name}: {}", loudness(spoken));
    }
}

#[test]
fn a_sentence_starts_long_before_it_is_whole_and_sounds_the_same() {
    let mut voice = installed().load(&id("zf_xiaoxiao")).expect("loads");
    assert!(voice.starts_early());
    let word = ["ʨi→n tʰjɛ→n", "tʰjɛ→n ʨʰi↘", "xə↓n xau↓"];
    let texts: Vec<&str> = word.iter().copied().chain([","]).chain(word.repeat(3)).chain(["."]).collect();
    let utterance = utterance(&texts, Frames::from_millis(300));
    let whole = voice.whole(&utterance, &Cancel::default()).expect("speaks");
    let mut portions = Vec::new();
    let clip = voice.stream(&utterance, &Cancel::default(), &mut |portion| portions.push(portion));
    let clip = clip.expect("speaks");
    let first = &portions[0].clip;
    assert!((0.4..1.6).contains(&first.len().as_secs_f64()), "{:?}", first.len());
    assert!(portions.len() > 1 && first.len().0 * 2 < whole.len().0, "{} portions", portions.len());
    let handed: Vec<f32> = portions.iter().flat_map(|portion| portion.clip.samples()).copied().collect();
    assert_eq!(handed, clip.samples()[..handed.len()], "what was handed over is the start of it");
    let apart = clip.len().0.abs_diff(whole.len().0);
    assert!(apart <= Frames::from_millis(30).0, "the rhythm is that of the whole: {apart}");
    for (one, other) in clip.marks().iter().zip(whole.marks()) {
        let apart = one.start.0.abs_diff(other.start.0);
        assert!(apart <= Frames::from_millis(15).0, "{one:?} and {other:?}");
    }
    // Every word stands in the portion that it is said in, and the next portion begins with the next word.
    let words: Vec<_> = portions.iter().flat_map(|portion| portion.clip.marks()).collect();
    assert!(words.is_sorted_by_key(|mark| mark.source.start));
    for (portion, after) in portions.iter().zip(&portions[1..]) {
        assert_eq!(portion.said, after.clip.source().start);
    }
    let ratio = loudness(clip.samples()) / loudness(whole.samples());
    assert!((0.8..1.25).contains(&ratio), "{ratio}");
}

#[test]
fn a_sentence_that_nobody_wants_any_more_ends_at_once() {
    let mut voice = installed().load(&id("zf_xiaoxiao")).expect("loads");
    let texts = ["ʨi→n tʰjɛ→n", "tʰjɛ→n ʨʰi↘", "xə↓n xau↓"].repeat(6);
    let utterance = utterance(&texts, Frames(0));
    let cancel = Cancel::default();
    let mut portions = 0;
    let result = voice.stream(&utterance, &cancel, &mut |_| {
        portions += 1;
        cancel.cancel();
    });
    assert!(result.is_err() && portions == 1, "{portions} portions");
    assert!(voice.whole(&utterance, &cancel).is_err());
    assert!(voice.speak(&utterance).is_ok(), "the next is spoken");
}

#[test]
fn nothing_a_single_phoneme_and_all_that_fits_are_no_harm() {
    let voice = installed().load_kokoro(&id("zf_xiaoxiao")).expect("loads");
    // No phoneme, one, and 510 symbols: more than a minute of sound, if it were not for the model's haste.
    for phonemes in ["", "a", ".", &"xau↓ ".repeat(102)] {
        let raw = voice.raw(phonemes).expect("speaks");
        assert!(raw.samples.iter().all(|sample| sample.is_finite()), "{phonemes:?}");
    }
}

#[test]
fn missing_and_damaged_voices_say_what_is_wrong() {
    let folder = tempfile::TempDir::new().expect("folder");
    let voices = Voices::open(DataDir::at(folder.path().to_owned())).expect("the catalogue");
    let why = |name: &str| voices.load(&id(name)).err();
    let setup = |fault| Some(VoiceError::NotInstalled(fault));
    let not_fetched = setup(SetupFault::NotFetched("zf_xiaoxiao".to_owned()));
    assert_eq!(why("zf_xiaoxiao"), not_fetched);
    assert_eq!(why("nobody"), setup(SetupFault::UnknownVoice("nobody".to_owned())));
    assert_eq!(why("tone"), None);

    let (table, model) = ("voices/zf_xiaoxiao.bin", "models/kokoro-v1.0.int8.onnx");
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(path("voices")).expect("made");
    std::fs::create_dir_all(path("models")).expect("made");
    let own = DataDir::find().expect("a home").root().to_owned();
    let bytes = std::fs::read(own.join(model)).expect("installed");
    let damaged = |name: &str| {
        let damage = Damage::Altered(path(name));
        setup(SetupFault::Damaged { voice: "zf_xiaoxiao".to_owned(), damage })
    };
    std::fs::write(path(table), vec![1; TABLE_BYTES]).expect("written");
    std::fs::write(path(model), &bytes).expect("written");
    assert_eq!(why("zf_xiaoxiao"), damaged(table));
    std::fs::copy(own.join(table), path(table)).expect("copied");
    // Cut, zeroed in part, and no model at all, of the right length.
    std::fs::write(path(model), &bytes[..bytes.len() / 2]).expect("written");
    assert_eq!(why("zf_xiaoxiao"), not_fetched);
    let mut zeroed = bytes.clone();
    zeroed[50_000_000..50_000_100].fill(0);
    std::fs::write(path(model), zeroed).expect("written");
    assert_eq!(why("zf_xiaoxiao"), damaged(model));
    assert_eq!(why("zf_xiaoxiao"), not_fetched, "it is to be fetched again");
    std::fs::write(path(model), vec![0xFF; bytes.len()]).expect("written");
    assert_eq!(why("zf_xiaoxiao"), damaged(model));
    std::fs::write(path(model), bytes).expect("written");
    assert_eq!(why("zf_xiaoxiao"), None);
}
