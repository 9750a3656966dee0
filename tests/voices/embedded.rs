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
    kokoro::{
        AUDIO, DECODED, HARMONICS, KokoroVoice, PITCH, RESIDUAL, Styles, TABLE_BYTES, TEXT, Vocabulary,
    },
    model::{Input, Model, ModelError, RtenModel, Tensor},
    vocoder::Aligned,
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
    fn run(&self, inputs: Vec<(&str, Input)>, outputs: &[&str]) -> Result<Vec<Tensor<f32>>, ModelError> {
        let tokens = inputs.into_iter().find_map(|(name, input)| match input {
            Input::Integers(tensor) if name == "tokens" => Some(tensor.data),
            Input::Integers(_) | Input::Floats(_) => None,
        });
        let tokens = tokens.ok_or_else(|| ModelError::NoValue("tokens".to_owned()))?;
        self.runs.lock().expect("no panic").push(tokens.len() - 2);
        let durations: Vec<f32> = tokens.iter().map(|&id| if id == 0 { 10.0 } else { 2.0 }).collect();
        let samples = tokens.iter().zip(&durations).flat_map(|(&id, &units)| {
            // In the vocabulary, symbols below 17 are marks and the space.
            let level = if id < 17 { 0.0 } else { 0.5 };
            vec![level + self.fault; units as usize * UNIT]
        });
        let audio = Tensor::vector(samples.collect());
        Ok(outputs
            .iter()
            .map(|name| if *name == "audio" { audio.clone() } else { Tensor::row(durations.clone()) })
            .collect())
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
fn installed() -> Voices {
    let voices = Voices::open(DataDir::find().expect("a home")).expect("the catalogue");
    let missing: Vec<String> =
        voices.list().into_iter().filter(|voice| !voice.installed).map(|voice| voice.id.0).collect();
    assert!(missing.is_empty(), "{missing:?} are not installed: run `cargo xtask test`, which installs them");
    voices
}

fn id(name: &str) -> VoiceId {
    VoiceId(name.to_owned())
}

/// Root mean square of `samples`.
fn loudness(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

#[test]
fn the_real_voice_has_its_golden_durations() {
    let voice = installed().load_kokoro(&id("zf_xiaoxiao")).expect("loads");
    // 今天天氣很好。
    let raw = voice.raw("ʨi→ntʰjɛ→n tʰjɛ→nʨʰi↘ xə↓n xau↓.").expect("speaks");
    assert_eq!(raw.durations, GOLDEN);
    assert_eq!(raw.durations.iter().sum::<f32>() as usize * UNIT, raw.samples.len());
    assert!((0.05..0.2).contains(&loudness(&raw.samples)), "{}", loudness(&raw.samples));
}

/// As ONNX Runtime gives them, too.
const GOLDEN: [f32; 34] = [
    18.0, 2.0, 2.0, 1.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0,
    2.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 22.0, 8.0, 1.0,
];

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
fn decoder_and_vocoder_give_what_those_give_that_they_stand_for() {
    let voices = installed();
    let folder = tempfile::TempDir::new().expect("folder");
    let whole = voices.whole_graph(folder.path()).expect("converts");
    let runtime = RtenModel::open(&whole, 2).expect("opens");
    let mut vocoder = voices.vocoder().expect("opens");
    let sentences = [
        ("zf_xiaoxiao", "ʨi→ntʰjɛ→n tʰjɛ→nʨʰi↘ xə↓n xau↓."),
        ("am_michael", "ðə nˈu lˈIn."),
        ("zm_yunxi", ""),
    ];
    for (name, phonemes) in sentences {
        let inputs = voices.load_kokoro(&id(name)).expect("loads").inputs(phonemes);
        let [Input::Floats(style)] = inputs
            .iter()
            .filter(|(name, _)| *name == "style")
            .map(|(_, input)| input)
            .collect::<Vec<_>>()[..]
        else {
            panic!("no style")
        };
        let style = style.data[..128].to_vec();
        let wanted = [AUDIO, DECODED, HARMONICS, TEXT, RESIDUAL, PITCH];
        let values = runtime.run(inputs, &wanted).expect("runs");
        let [audio, decoded, harmonics, text, residual, pitch] = values.as_slice() else {
            panic!("{} values", values.len())
        };
        let aligned = Aligned { text: &text.data, residual: &residual.data, pitch: &pitch.data };
        let own_decoded = vocoder.decode(&aligned, &style).expect("lengths fit");
        assert!(likeness(&decoded.data, &own_decoded) > 100.0, "{name}: {:.1} dB of frames", {
            likeness(&decoded.data, &own_decoded)
        });
        let ours = vocoder.vocode(&own_decoded, &harmonics.data, &style).expect("lengths fit");
        assert!(likeness(&audio.data, &ours) > 52.0, "{name}: {:.1} dB", likeness(&audio.data, &ours));
        let whole = vocoder.speak(&aligned, &style).expect("lengths fit");
        assert_eq!(whole.len(), audio.data.len(), "{name}");
        // The runtime's sums of phases are too rough to compare more than that.
        assert!((0.8..1.25).contains(&(loudness(&whole) / loudness(&audio.data))), "{name}");
    }
    assert_eq!(vocoder.vocode(&[0.0; 512], &[0.0; 22], &[0.0; 128]), None, "too few harmonics");
    let silence = vocoder.vocode(&[0.0; 512], &[0.0; 22 * 61], &[0.0; 128]).expect("lengths fit");
    assert!(silence.len() == 300 && silence.iter().all(|sample| sample.is_finite()));
    let aligned = Aligned { text: &[0.0; 514], residual: &[0.0; 64], pitch: &[0.0] };
    assert_eq!(vocoder.speak(&aligned, &[0.0; 128]), None, "half a frame of pitch");
    let wild = Aligned { text: &[1e30; 514], residual: &[-1e30; 64], pitch: &[1e9, f32::MAX] };
    assert_eq!(vocoder.speak(&wild, &[1.0; 128]).map(|sound| sound.len()), Some(600));
}

/// Signal to difference, in dB.
fn likeness(signal: &[f32], other: &[f32]) -> f32 {
    assert_eq!(signal.len(), other.len());
    let rest: Vec<f32> = signal.iter().zip(other).map(|(one, other)| one - other).collect();
    20.0 * (loudness(signal) / loudness(&rest)).log10()
}

#[test]
fn missing_and_damaged_voices_say_what_is_wrong() {
    let folder = tempfile::TempDir::new().expect("folder");
    let voices = Voices::open(DataDir::at(folder.path().to_owned())).expect("the catalogue");
    let graph = voices.graph();
    let why = |name: &str| voices.load(&id(name)).err();
    let setup = |fault| Some(VoiceError::NotInstalled(fault));
    assert_eq!(why("zf_xiaoxiao"), setup(SetupFault::NotFetched("zf_xiaoxiao".to_owned())));
    assert_eq!(why("nobody"), setup(SetupFault::UnknownVoice("nobody".to_owned())));
    assert_eq!(why("tone"), None);

    std::fs::create_dir_all(folder.path().join("voices")).expect("made");
    std::fs::create_dir_all(folder.path().join("models")).expect("made");
    std::fs::write(folder.path().join("voices/zf_xiaoxiao.bin"), vec![1; TABLE_BYTES]).expect("written");
    for ending in ["onnx", "data", "sha256"] {
        std::fs::write(graph.with_extension(ending), "nothing of use").expect("written");
    }
    let damage = Damage::Altered(folder.path().join("voices/zf_xiaoxiao.bin"));
    assert_eq!(why("zf_xiaoxiao"), setup(SetupFault::Damaged { voice: "zf_xiaoxiao".to_owned(), damage }));
}

#[test]
fn a_damaged_model_is_an_error() {
    let folder = tempfile::TempDir::new().expect("folder");
    let voices = installed();
    voices.load(&id("zf_xiaoxiao")).expect("converts where nothing has yet");
    let graph = voices.graph();
    let copy = folder.path().join(graph.file_name().expect("a name"));
    let open = || RtenModel::open(&copy, 1).map(|_| ()).expect_err("damaged").to_string();
    assert!(open().contains("could not be loaded"), "missing: {}", open());
    let bytes = std::fs::read(&graph).expect("installed");
    std::fs::write(&copy, &bytes[..bytes.len() / 2]).expect("written");
    assert!(open().contains("could not be loaded"), "cut: {}", open());
    std::fs::write(&copy, &bytes).expect("written");
    assert!(open().contains("could not be loaded"), "no weights: {}", open());
    std::fs::write(copy.with_extension("data"), [0; 4096]).expect("written");
    assert!(open().contains("could not be loaded"), "cut weights: {}", open());
}
