//! When words are heard that a service does not time: the voice of this machine tells, once the sound is there.

use std::sync::{Arc, LazyLock};

use crate::common::wait_for;

use tingxinwen::{
    article::{BlockFilter, Language, OpenError, Source},
    audio::HandDevice,
    core::document::Document,
    engine::{self, EngineHandle, Opener, Parts, SoundCache, VoiceSource},
    export::Speech,
    player::{Command, Part, Player},
    speech::{Cancel, Clip, Frames, Mark, Timing, Utterance, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Script},
};
use tingxinwen_voices::ToneVoice;
use tokio::runtime::Runtime;

const TEXT: &str = "河岸輕軌週六通車，全長八公里，共有七座車站。";

struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(crate::common::article(&text).into())
    }
}

/// A service that beeps slowly, and spreads its words evenly over its sound.
struct Service;

impl Voice for Service {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        let clip = truth(utterance);
        let count = clip.marks().len() as u64;
        let at = |idx: u64| Frames(clip.len().0 * idx / count);
        let marks = clip.marks().iter().zip(0..).map(|(mark, idx)| Mark {
            start: at(idx),
            end: at(idx + 1),
            syllables: vec![at(idx)],
            ..mark.clone()
        });
        Ok(clip.with_marks(marks.collect(), Timing::Estimated).unwrap())
    }

    fn at_once(&self) -> usize {
        3
    }
}

/// What the service says, and when.
fn truth(utterance: &Utterance) -> Clip {
    let (syllable, gap) = (Frames::from_millis(190), Frames::from_millis(260));
    ToneVoice { syllable, gap, ..ToneVoice::default() }.speak(utterance).unwrap()
}

/// The service, and the voice of this machine where there is one.
struct Shelf(Option<VoiceId>);

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        match id.0.as_str() {
            "tone" => Ok(Box::new(ToneVoice::default())),
            "broken" => panic!("a voice that panics when it is loaded, as a test wants it"),
            _ => Ok(Box::new(Service)),
        }
    }

    fn reference(&self, _: Language) -> Option<VoiceId> {
        self.0.clone()
    }
}

fn shelf() -> Shelf {
    Shelf(Some(VoiceId("tone".into())))
}

fn reading(shelf: Shelf, runtime: &Runtime, cache: Option<SoundCache>) -> (EngineHandle, HandDevice) {
    reading_text(TEXT, shelf, runtime, cache)
}

fn reading_text(
    text: &str,
    shelf: Shelf,
    runtime: &Runtime,
    cache: Option<SoundCache>,
) -> (EngineHandle, HandDevice) {
    let player = Player::new([(Language::Mandarin, VoiceId("box:x".into()))]);
    let front_end = Arc::new(FrontEnd::load());
    let parts = Parts { opener: Texts, voices: shelf, front_end, sound_cache: cache.map(Arc::new) };
    let (queue, device) = HandDevice::new();
    let engine = engine::start(runtime.handle(), player, parts, |_| Ok(queue), || ()).unwrap();
    engine.send(Command::Open(Source::Text(text.into())));
    (engine, device)
}

fn until(engine: &EngineHandle, wanted: impl Fn(&[Part]) -> bool) -> Vec<Part> {
    let parts = || engine.snapshot().timeline.parts().to_vec();
    wait_for("words where they are wanted", || Some(parts()).filter(|parts| wanted(parts)))
}

static FRONT_END: LazyLock<FrontEnd> = LazyLock::new(FrontEnd::load);

/// The most that a word is off.
fn worst(marks: &[Mark]) -> Frames {
    let script = Script::new(Arc::new(crate::common::article(TEXT)));
    let piece = script.piece_at(0, tingxinwen::text::Haste::LookAhead).unwrap();
    let truth = truth(&FRONT_END.utterance(script.article(), piece));
    assert_eq!(marks.len(), truth.marks().len());
    let off = marks.iter().zip(truth.marks()).map(|(mark, truth)| mark.start.0.abs_diff(truth.start.0));
    Frames(off.max().unwrap())
}

#[test]
fn words_are_lit_up_where_they_are_heard_once_the_sounds_were_compared() {
    let runtime = Runtime::new().unwrap();
    let (engine, _device) = reading(shelf(), &runtime, None);
    let first = until(&engine, |parts| !parts.is_empty());
    let now = until(&engine, |parts| parts.len() == 1 && worst(&parts[0].marks) < Frames::from_millis(40));
    assert_eq!(first[0].len, now[0].len, "the sound is as it was");
}

#[test]
fn without_a_voice_of_this_machine_words_are_where_they_were_guessed() {
    let runtime = Runtime::new().unwrap();
    let (engine, _device) = reading(Shelf(None), &runtime, None);
    let parts = until(&engine, |parts| !parts.is_empty());
    assert!(worst(&parts[0].marks) > Frames::from_millis(150), "{:?}", worst(&parts[0].marks));
}

#[test]
fn the_same_sentence_twice_is_lit_up_where_it_is_heard_both_times() {
    let runtime = Runtime::new().unwrap();
    let (engine, _device) = reading_text(&TEXT.repeat(2), shelf(), &runtime, None);
    let is_timed = |part: &Part| worst(&part.marks) < Frames::from_millis(40);
    until(&engine, |parts| parts.len() == 2 && parts.iter().all(is_timed));
}

#[test]
fn a_voice_that_panics_while_it_is_compared_with_costs_times_and_no_sound() {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let kept = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let (engine, _device) = reading(Shelf(Some(VoiceId("broken".into()))), &runtime, Some(kept));
    let parts = until(&engine, |parts| !parts.is_empty());
    assert!(worst(&parts[0].marks) > Frames::from_millis(150));
    // It is kept once it was compared.
    until(&engine, |_| std::fs::read_dir(folder.path()).unwrap().count() == 1);
}

#[test]
fn what_is_kept_for_later_has_the_better_times() {
    let folder = tempfile::tempdir().unwrap();
    let kept = || SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let document = Document::of_article(crate::common::article(TEXT));
    let (voice, front_end) = (VoiceId("box:x".into()), FrontEnd::load());
    let speech = Speech {
        blocks: &BlockFilter::default(),
        voices: Arc::new(shelf()),
        orders: std::iter::once((document.first().language, voice)).collect(),
        front_end: &front_end,
        sound_cache: Some(&kept()),
        cancel: Cancel::default(),
    };
    let track = speech.track(&document);
    track.keep(&|_| ()).unwrap();
    let runtime = Runtime::new().unwrap();
    let (engine, _device) = reading(Shelf(None), &runtime, Some(kept()));
    let parts = until(&engine, |parts| !parts.is_empty());
    assert!(worst(&parts[0].marks) < Frames::from_millis(40), "{:?}", worst(&parts[0].marks));
}
