//! Finds when words are heard that a service does not time: the embedded voice says the same, and the two
//! sounds are compared. On a thread of its own, after the sound is there, so that nobody waits for it.

use std::{
    io,
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
};

use tokio::sync::mpsc as mailbox;

use super::{
    align::aligned,
    cache::Key,
    synth::{REST_AFTER, Shared, VoiceSource},
};
use crate::{
    player::{Event, Input},
    speech::{Clip, Timing, Utterance, Voice, VoiceId},
};

/// A sound whose words are to be timed, and then kept.
pub(super) struct Untimed {
    pub(super) key: Key,
    pub(super) utterance: Utterance,
    pub(super) clip: Arc<Clip>,
}

/// The voice that says what services said.
pub(super) struct Reference {
    voices: Arc<dyn VoiceSource>,
    loaded: Option<(VoiceId, Box<dyn Voice>)>,
}

impl Reference {
    pub(super) fn new(voices: Arc<dyn VoiceSource>) -> Self {
        Self { voices, loaded: None }
    }

    /// `clip`, which says `utterance`, with better times; `None` where its own are as good, or nobody can tell.
    pub(super) fn timed(&mut self, utterance: &Utterance, clip: &Clip) -> Option<Clip> {
        if clip.timing() != Timing::Estimated || clip.marks().is_empty() {
            return None;
        }
        let id = self.voices.reference(utterance.language)?;
        let (_, voice) = match self.loaded.take() {
            Some(loaded) if loaded.0 == id => self.loaded.insert(loaded),
            Some(_) | None => self.loaded.insert((id.clone(), self.voices.load(&id).ok()?)),
        };
        aligned(clip, &voice.speak(utterance).ok()?)
    }
}

/// Starts the thread that works on `jobs`; it ends when nobody sends any more.
pub(super) fn start(
    voices: Arc<dyn VoiceSource>,
    jobs: Receiver<Untimed>,
    shared: Weak<Shared>,
    inputs: mailbox::WeakSender<Input>,
) -> io::Result<()> {
    let reference = Reference::new(voices);
    thread::Builder::new()
        .name("align".to_owned())
        .spawn(move || work(reference, &jobs, &shared, &inputs))?;
    Ok(())
}

fn work(
    mut reference: Reference,
    jobs: &Receiver<Untimed>,
    shared: &Weak<Shared>,
    inputs: &mailbox::WeakSender<Input>,
) {
    loop {
        let Untimed { key, utterance, clip } = match jobs.recv_timeout(REST_AFTER) {
            Ok(untimed) => untimed,
            Err(RecvTimeoutError::Timeout) => {
                reference.loaded = None;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let timed = reference.timed(&utterance, &clip).map(Arc::new);
        let Some(shared) = shared.upgrade() else { return };
        if let Some(clip) = &timed {
            shared.remember(&key, clip);
            if let Some(inputs) = inputs.upgrade() {
                inputs.blocking_send(Input::Event(Event::Retimed { clip: Arc::clone(clip) })).ok();
            }
        }
        shared.keep(&key, &timed.unwrap_or(clip));
    }
}
