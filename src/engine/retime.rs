//! Finds when words are heard that a service does not time: the embedded voice says the same, and the two
//! sounds are compared. On a thread of its own, after the sound is there, so that nobody waits for it.

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
};

use tokio::sync::mpsc as mailbox;

use super::{
    REST_AFTER,
    align::aligned,
    key::SoundKey,
    lock,
    narrator::Section,
    sounds::Sounds,
    speaker::{Speaker, VoiceSource, guarded},
};
use crate::{
    player::{Epoch, Event},
    speech::{Cancel, Clip, Frames, Mark, Timing, Utterance},
};

/// A sound whose words are to be timed, and which is then kept on disk.
pub(super) struct Untimed {
    pub(super) key: SoundKey,
    pub(super) utterance: Utterance,
    pub(super) clip: Arc<Clip>,
    /// The stretches of text and sound that belong together; none where it is all one.
    pub(super) sections: Vec<Section>,
}

/// Times words by comparing a sound with that of a reference voice.
pub(crate) struct Aligner {
    voices: Arc<dyn VoiceSource>,
    speaker: Speaker,
}

impl Aligner {
    pub(crate) fn new(voices: Arc<dyn VoiceSource>) -> Self {
        Self { speaker: Speaker::new(Arc::clone(&voices)), voices }
    }

    /// `clip`, which says `utterance` and consists of `sections`, with better times; `None` where its own are as good, or there is no
    /// reference voice, or the two sounds do not match.
    pub(crate) fn timed(&mut self, utterance: &Utterance, clip: &Clip, sections: &[Section]) -> Option<Clip> {
        if clip.timing() != Timing::Estimated || clip.marks().is_empty() {
            return None;
        }
        let id = self.voices.reference(utterance.language)?;
        let reference = self.speaker.whole(&id, utterance, &Cancel::default());
        let timed = reference.and_then(|reference| guarded(|| within(aligned(clip, &reference)?, sections)));
        timed.unwrap_or_else(|error| {
            tracing::warn!(%error, voice = id.0, "the times of words stay estimates");
            None
        })
    }
}

/// `clip` with each word inside of the section that its text is of.
fn within(clip: Clip, sections: &[Section]) -> Option<Clip> {
    if sections.len() < 2 {
        return Some(clip);
    }
    let moved = |mark: &Mark| {
        let next = sections.partition_point(|section| section.range.start <= mark.source.start);
        let section = &sections[next.saturating_sub(1)];
        let inside = |at: Frames| at.clamp(section.from, section.to);
        let syllables = mark.syllables.iter().map(|&at| inside(at)).collect();
        Mark { source: mark.source, start: inside(mark.start), end: inside(mark.end), syllables }
    };
    clip.with_marks(clip.marks().iter().map(moved).collect(), clip.timing())
}

/// Where sounds were handed to the player in the newest epoch, so that better times reach it there.
#[derive(Default)]
pub(super) struct Delivered(Mutex<Places>);

#[derive(Default)]
struct Places {
    epoch: Epoch,
    starts: HashMap<SoundKey, HashSet<u32>>,
}

impl Delivered {
    /// The sound of `key` is about to be handed over for text that starts at byte `start`.
    pub(super) fn note(&self, epoch: Epoch, key: &SoundKey, start: u32) {
        let mut places = lock(&self.0);
        if places.epoch != epoch {
            *places = Places { epoch, starts: HashMap::new() };
        }
        places.starts.entry(key.clone()).or_default().insert(start);
    }

    /// Where the sound of `key` was handed over, and in which epoch; that is forgotten.
    fn take(&self, key: &SoundKey) -> (Epoch, HashSet<u32>) {
        let mut places = lock(&self.0);
        (places.epoch, places.starts.remove(key).unwrap_or_default())
    }
}

/// Starts the thread that works on `jobs`; it ends when nobody sends any more.
pub(super) fn start(
    voices: Arc<dyn VoiceSource>,
    jobs: Receiver<Untimed>,
    sounds: Arc<Sounds>,
    delivered: Arc<Delivered>,
    events: mailbox::WeakSender<Event>,
) -> io::Result<()> {
    let aligner = Aligner::new(voices);
    let thread = AlignThread { aligner, jobs, sounds, delivered, events };
    thread::Builder::new().name("align".to_owned()).spawn(move || thread.run())?;
    Ok(())
}

struct AlignThread {
    aligner: Aligner,
    jobs: Receiver<Untimed>,
    sounds: Arc<Sounds>,
    delivered: Arc<Delivered>,
    events: mailbox::WeakSender<Event>,
}

impl AlignThread {
    fn run(mut self) {
        loop {
            match self.jobs.recv_timeout(REST_AFTER) {
                Ok(untimed) => self.work(untimed),
                Err(RecvTimeoutError::Timeout) => self.aligner.speaker.unload(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn work(&mut self, Untimed { key, utterance, clip, sections }: Untimed) {
        // Once the engine has ended, what waits is still kept, as it is.
        let timed = match self.events.upgrade() {
            Some(_) => self.aligner.timed(&utterance, &clip, &sections).map(Arc::new),
            None => None,
        };
        if let Some(clip) = &timed {
            self.sounds.remember(&key, clip);
            // Whoever notes a place and finds the old times in memory does so before this.
            let (epoch, starts) = self.delivered.take(&key);
            for start in starts {
                send_retimed(&self.events, epoch, Arc::new(clip.moved_to(start)));
            }
        }
        self.sounds.keep(&key, &timed.unwrap_or(clip));
    }
}

/// Tells the player better times for a sound that it has.
pub(super) fn send_retimed(events: &mailbox::WeakSender<Event>, epoch: Epoch, clip: Arc<Clip>) {
    let event = Event::Retimed { epoch, clip };
    if events.upgrade().is_none_or(|events| events.blocking_send(event).is_err()) {
        tracing::debug!("the engine has ended before better times were known");
    }
}
