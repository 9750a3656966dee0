//! What services are speaking at this moment: several sentences at once, on threads that the runtime uses
//! again, since memory that many short-lived threads leave behind does not come back.
//!
//! A flight gathers its portions, so that whoever asks late gets them all.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

use super::{
    cache::Key,
    synth::{Shared, VoiceSource, lock},
};
use crate::speech::{Cancel, Clip, Portion, SpeechFault, Utterance, VoiceError, VoiceId};

/// How soon who waits for a flight notices that it need not.
const GLANCE: Duration = Duration::from_millis(15);

/// The flights, by what they speak.
pub(super) struct Flights {
    flying: Mutex<HashMap<Key, Arc<Flight>>>,
    runtime: Handle,
}

/// An utterance on its way.
pub(super) struct Flight {
    /// Where its text starts.
    start: u32,
    cancel: Cancel,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    portions: Vec<Portion>,
    end: Option<Landed>,
}

/// How a flight ended.
#[derive(Clone, Debug)]
pub(super) struct Landed {
    pub(super) result: Result<Arc<Clip>, VoiceError>,
    /// The time it took, shared among those that flew beside it.
    pub(super) work: Duration,
}

/// What [`Flights::start`] found.
pub(super) enum Started {
    /// It is on its way.
    Flight(Arc<Flight>),
    /// It is there.
    Landed(Arc<Clip>),
}

/// What [`Flight::follow`] saw.
pub(super) enum Seen {
    /// A portion.
    Portion(Portion),
    /// The end.
    Landed(Landed),
}

impl Flights {
    pub(super) fn new(runtime: &Handle) -> Self {
        Self { flying: Mutex::default(), runtime: runtime.clone() }
    }

    /// Lets go of all but those of `wanted`.
    pub(super) fn keep_only(&self, wanted: &[(Key, Utterance)]) {
        lock(&self.flying).retain(|key, flight| {
            let keep = wanted.iter().any(|(wanted, _)| wanted == key);
            if !keep {
                flight.cancel.cancel();
            }
            keep
        });
    }

    /// The flight of `key`, started if there is none; the sound, where one has just landed.
    pub(super) fn start(
        &self,
        shared: &Arc<Shared>,
        voices: &Arc<dyn VoiceSource>,
        voice: &VoiceId,
        (key, utterance): (Key, Utterance),
    ) -> Started {
        let mut flying = lock(&self.flying);
        if let Some(flight) = flying.get(&key) {
            return Started::Flight(Arc::clone(flight));
        }
        // A flight is remembered before it is forgotten here.
        if let Some(clip) = shared.recall(&key, utterance.source.start) {
            return Started::Landed(clip);
        }
        let flight = Arc::new(Flight {
            start: utterance.source.start,
            cancel: Cancel::default(),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let pilot = Pilot {
            flight: Arc::clone(&flight),
            shared: Arc::clone(shared),
            key: key.clone(),
            utterance,
            landed: None,
        };
        let (voices, voice) = (Arc::clone(voices), voice.clone());
        self.runtime.spawn_blocking(move || pilot.fly(&*voices, &voice));
        flying.insert(key, Arc::clone(&flight));
        Started::Flight(flight)
    }

    fn forget(&self, key: &Key, flight: &Arc<Flight>) {
        let mut flying = lock(&self.flying);
        if flying.get(key).is_some_and(|other| Arc::ptr_eq(other, flight)) {
            flying.remove(key);
        }
    }
}

impl Drop for Flights {
    fn drop(&mut self) {
        self.keep_only(&[]);
    }
}

impl Flight {
    /// Waits for portions after the first `seen`, or the end; `None` once `is_wanted` says no. Text is
    /// taken to start at `start`.
    pub(super) fn follow(&self, seen: usize, start: u32, is_wanted: impl Fn() -> bool) -> Option<Seen> {
        let mut state: MutexGuard<'_, State> = lock(&self.state);
        loop {
            if !is_wanted() {
                return None;
            }
            if let Some(portion) = state.portions.get(seen) {
                let moved = |at: u32| at - self.start + start;
                let clip = portion.clip.moved_to(moved(portion.clip.source().start));
                return Some(Seen::Portion(Portion { clip, said: moved(portion.said) }));
            }
            if let Some(landed) = &state.end {
                let moved = |clip: &Arc<Clip>| {
                    if self.start == start { Arc::clone(clip) } else { Arc::new(clip.moved_to(start)) }
                };
                return Some(Seen::Landed(Landed {
                    result: landed.result.as_ref().map(moved).map_err(Clone::clone),
                    work: landed.work,
                }));
            }
            state = match self.changed.wait_timeout(state, GLANCE) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    fn tell(&self, change: impl FnOnce(&mut State)) {
        change(&mut lock(&self.state));
        self.changed.notify_all();
    }
}

/// What runs a flight; lands it however it ends.
struct Pilot {
    flight: Arc<Flight>,
    shared: Arc<Shared>,
    key: Key,
    utterance: Utterance,
    landed: Option<Landed>,
}

impl Pilot {
    fn fly(mut self, voices: &dyn VoiceSource, id: &VoiceId) {
        let started = Instant::now();
        let (flight, utterance) = (&self.flight, &self.utterance);
        let mut at_once = 1;
        let result = voices.load(id).and_then(|mut voice| {
            at_once = voice.at_once().max(1) as u32;
            let mut hand_over = |portion| flight.tell(|state| state.portions.push(portion));
            voice.stream(utterance, &flight.cancel, &mut hand_over).map(Arc::new)
        });
        let kept = result.as_ref().ok().cloned();
        if let Some(clip) = &kept {
            self.shared.remember(&self.key, clip);
        }
        self.landed = Some(Landed { result, work: started.elapsed() / at_once });
        let (shared, key, utterance) = (Arc::clone(&self.shared), self.key.clone(), self.utterance.clone());
        drop(self);
        // Whoever waits has it; the rest may take its time.
        if let Some(clip) = kept {
            shared.keep_timed(key, utterance, clip);
        }
    }
}

impl Drop for Pilot {
    fn drop(&mut self) {
        let landed = self.landed.take().unwrap_or(Landed {
            result: Err(VoiceError::Failed(SpeechFault::Panicked)),
            work: Duration::ZERO,
        });
        self.shared.flights.forget(&self.key, &self.flight);
        self.flight.tell(|state| state.end = Some(landed));
    }
}
