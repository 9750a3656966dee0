//! The voice of a service: asks, decodes, and asks again.

use std::{
    pin::Pin,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tingxinwen_core::{
    article::TextRange,
    speech::{Cancel, Clip, NetworkFault, Portion, SpeechFault, Timing, Utterance, Voice, VoiceError},
};
use tokio::runtime::Handle;

use super::{
    SentText,
    assembly::{Assembly, Pace},
    decode::{Ending, decode},
    fault::Fault,
    intake::{Outlet, lock, open},
    limits::Limits,
    sent::Sent,
};

/// How soon a wait between two attempts ends when nobody waits.
const GLANCE: Duration = Duration::from_millis(10);

/// One attempt at a text, on its way.
pub(super) type Delivery = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

/// What a service's file provides.
pub(super) trait Service: Send + Sync {
    /// Asks for the sound of `sent` and passes it on. Waiting and asking again are not its business.
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery;

    /// Whether a delivery without a fault is surely all, whatever the header of the sound promises: a program
    /// that wrote its sound and ended well does not break off.
    fn knows_its_end(&self) -> bool {
        false
    }

    /// How many sentences it may be asked for at once.
    fn at_once(&self) -> usize {
        3
    }
}

/// A voice that a [`Service`] speaks with.
pub(super) struct ServiceVoice {
    pub(super) service: Arc<dyn Service>,
    /// What the listener calls it.
    pub(super) name: String,
    pub(super) text: SentText,
    pub(super) runtime: Handle,
    pub(super) limits: Limits,
    pub(super) pace: Pace,
}

impl Voice for ServiceVoice {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.stream(utterance, &Cancel::default(), &mut |_| ())
    }

    fn stream(
        &mut self,
        utterance: &Utterance,
        cancel: &Cancel,
        hand_over: &mut dyn FnMut(Portion),
    ) -> Result<Clip, VoiceError> {
        let sent = Arc::new(Sent::new(utterance, self.text));
        if sent.words.is_empty() {
            return silence(utterance);
        }
        let mut assembly = Assembly::new(&sent, self.pace.clone(), hand_over);
        let mut attempt = 1;
        loop {
            assembly.restart();
            let result =
                self.attempt(&sent, cancel, &mut assembly).and_then(|()| assembly.finish(utterance.pause));
            let fault = match result {
                Ok(clip) => return Ok(clip),
                Err(fault) => fault,
            };
            let Some(wait) = self.limits.wait(attempt, &fault, fastrand::f64()) else {
                return Err(fault.into_error(&self.name));
            };
            if !slept(wait, cancel) {
                return Err(Fault::Cancelled.into_error(&self.name));
            }
            attempt += 1;
        }
    }

    fn at_once(&self) -> usize {
        self.service.at_once()
    }
}

impl ServiceVoice {
    fn attempt(&self, sent: &Arc<Sent>, cancel: &Cancel, assembly: &mut Assembly<'_>) -> Result<(), Fault> {
        let deliver = |outlet| self.service.deliver(Arc::clone(sent), outlet);
        let intake = open(&self.runtime, self.limits.clone(), cancel.clone(), deliver);
        let aside = intake.aside();
        let ending = decode(intake, &mut |samples| {
            let spans = lock(&aside).spans.clone();
            assembly.push(samples, &spans)
        })?;
        // Times may come after the last sound.
        let spans = lock(&aside).spans.clone();
        assembly.push(&[], &spans)?;
        match ending {
            _ if self.service.knows_its_end() => Ok(()),
            Ending::Ragged if assembly.is_end() => Ok(()),
            Ending::Ragged | Ending::Short => Err(Fault::Cut(NetworkFault::Closed)),
            Ending::Whole => Ok(()),
        }
    }
}

/// Waits; `false` as soon as `cancel` says that nobody does.
fn slept(wait: Duration, cancel: &Cancel) -> bool {
    let start = Instant::now();
    while start.elapsed() < wait {
        if cancel.is_cancelled() {
            return false;
        }
        thread::sleep(GLANCE.min(wait));
    }
    true
}

/// Text in which nothing is said needs no service.
fn silence(utterance: &Utterance) -> Result<Clip, VoiceError> {
    let samples = vec![0.0; utterance.pause.0 as usize];
    let source: TextRange = utterance.source;
    Clip::new(source, samples.into(), Vec::new(), Timing::Estimated)
        .ok_or(VoiceError::Failed(SpeechFault::NoText))
}
