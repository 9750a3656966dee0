//! Voices that are changed again and again while they speak.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use tingxinwen::{
    article::{Language, Source, TextRange},
    audio::{AudioTap, HandDevice},
    engine::{self, Parts, VoiceSource},
    player::{Command, Epoch, Phase, Player, Volume},
    speech::{Clip, Utterance, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::ToneVoice;
use tokio::runtime::Runtime;

use crate::common::{
    desk::{Texts, sentences},
    wait_for,
};

/// How often the voice is changed.
const CHANGES: usize = 200;
const NAMES: [&str; 3] = ["one", "two", "three"];

/// The length that each piece of text has without what tells the voices apart.
type Lengths = Arc<Mutex<HashMap<TextRange, usize>>>;

/// Beeps, and as many samples of silence at the end as its number says.
struct Numbered {
    number: usize,
    lengths: Lengths,
}

impl Voice for Numbered {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        let clip = ToneVoice::default().speak(utterance)?;
        let mut samples = clip.samples().to_vec();
        self.lengths.lock().unwrap().insert(utterance.source, samples.len());
        samples.extend(vec![0.0; self.number]);
        Ok(Clip::new(clip.source(), samples.into(), clip.marks().to_vec(), clip.timing()).unwrap())
    }
}

struct Shelf(Lengths);

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        let number = NAMES.iter().position(|name| *name == id.0).unwrap();
        Ok(Box::new(Numbered { number, lengths: Arc::clone(&self.0) }))
    }
}

#[test]
fn each_sentence_is_heard_once_and_in_order_by_one_voice_at_a_time() {
    let (runtime, lengths) = (Runtime::new().unwrap(), Lengths::default());
    let voices = NAMES.map(|name| (Language::Mandarin, VoiceId(name.to_owned())));
    let parts = Parts {
        opener: Texts,
        voices: Shelf(Arc::clone(&lengths)),
        front_end: Arc::new(FrontEnd::load()),
        sound_cache: None,
    };
    let (queue, mut device) = HandDevice::new();
    let queued = Arc::<Mutex<Vec<(Epoch, TextRange, usize)>>>::default();
    let (takes, known) = (Arc::clone(&queued), Arc::clone(&lengths));
    let of_clip = move |epoch, clip: &Arc<Clip>, _| {
        let number = clip.samples().len() - known.lock().unwrap()[&clip.source()];
        takes.lock().unwrap().push((epoch, clip.source(), number));
    };
    let audio = |_| Ok(AudioTap { out: queue, of_clip });
    let engine = engine::start(runtime.handle(), Player::new(voices), parts, audio, || ()).unwrap();
    let text = sentences(CHANGES).join("\n");
    engine.send(Command::Open(Source::Text(text)));
    let script = wait_for("the article", || engine.snapshot().script.clone());
    engine.send(Command::Play);
    let (mut changes, mut heard, mut idle, mut rng) = (0, Vec::new(), 0, 1_u32);
    loop {
        device.pull(2_400);
        // Once it has done something, it knows what was heard.
        runtime.block_on(engine.perform(Command::SetVolume(Volume::FULL)));
        let snapshot = engine.snapshot();
        let sentence = script.sentence_at(snapshot.place);
        if snapshot.phase == Phase::Playing && heard.last() != sentence.as_ref() {
            heard.extend(sentence);
        }
        match snapshot.phase {
            Phase::Finished => break,
            Phase::Playing => {
                idle = 0;
                // At any moment: of some sentences at the start, of others in the middle, twice, or not at all.
                rng = rng.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if (rng >> 16) % 8 == 0 && changes < CHANGES {
                    let name = NAMES[(rng >> 24) as usize % NAMES.len()];
                    engine.send(Command::SetVoice(Language::Mandarin, VoiceId(name.to_owned())));
                    changes += 1;
                }
            }
            Phase::Empty | Phase::Paused | Phase::Buffering { .. } => {
                idle += 1;
                thread::sleep(Duration::from_millis(1));
            }
        }
        assert!(idle < 30_000, "it hangs: {:?} {:?}", snapshot.phase, snapshot.notice);
    }
    assert_eq!(changes, CHANGES);
    let all: Vec<_> = (0..script.sentences().len() as u32).map(tingxinwen::text::SentenceIdx).collect();
    assert_eq!(heard, all, "each once, in order");
    let queued = queued.lock().unwrap();
    for pair in queued.windows(2) {
        let [(epoch, range, number), (next_epoch, next_range, next_number)] = pair else { continue };
        if epoch == next_epoch {
            assert_eq!(number, next_number, "one voice at a time: {pair:?}");
            assert!(range.end <= next_range.start, "in order: {pair:?}");
        }
    }
    let voices = |number| queued.iter().any(|(_, _, of)| *of == number);
    assert!((0..NAMES.len()).all(voices), "all of them spoke");
}
