//! A whole article spoken ahead of time and kept, to be heard without voice or network.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{cache::Key, kept::Kept, retime::Reference, synth::VoiceSource};
use crate::{
    speech::{Cancel, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Piece, Script},
};

/// Why an article was not fetched to its end. What was kept before is kept.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The voice failed.
    #[error(transparent)]
    Voice(#[from] VoiceError),
    /// The listener does not want it any more.
    #[error("stopped")]
    Stopped,
    /// The listener lets nothing be kept.
    #[error("the settings leave no room for kept sound, or there is no folder for it")]
    NoRoom,
    /// The disk does not take more.
    #[error(transparent)]
    Kept(#[from] super::KeptError),
}

/// Speaks all of `script` in `voice` that is not kept yet, as many pieces at once as suits the voice; tells
/// `progress` the share that is done. Ends soon once it is cancelled.
///
/// # Errors
/// The first failure ends it.
pub fn fetch<V: VoiceSource>(
    script: &Script,
    voice: &VoiceId,
    voices: &Arc<V>,
    front_end: &FrontEnd,
    kept: &Kept,
    cancel: &Cancel,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<(), FetchError> {
    let pieces = pieces(script);
    let version = voices.version(voice);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let failed = Mutex::new(None);
    let reference = Mutex::new(Reference::new(Arc::<V>::clone(voices)));
    let work = || -> Result<(), FetchError> {
        let mut speaker = None;
        while let Some(&piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            if cancel.is_cancelled() {
                return Err(FetchError::Stopped);
            }
            let utterance = front_end.utterance(script.article(), piece);
            let key = Key::new(voice, &version, &utterance);
            if kept.get(&key, utterance.source.start).is_none() {
                let speaker = match &mut speaker {
                    Some(speaker) => speaker,
                    None => speaker.insert(voices.load(voice)?),
                };
                let spoken = speaker.stream(&utterance, cancel, &mut |_| ());
                // Whoever is stopped says this or that.
                let clip = spoken.map_err(|error| {
                    if cancel.is_cancelled() { FetchError::Stopped } else { FetchError::Voice(error) }
                })?;
                let timed = reference.lock().unwrap_or_else(PoisonError::into_inner).timed(&utterance, &clip);
                kept.put(&key, &timed.unwrap_or(clip))?;
            }
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(done as f32 / pieces.len() as f32);
        }
        Ok(())
    };
    let at_once = voices.load(voice)?.at_once();
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                if let Err(error) = work() {
                    // The others end with their sentences.
                    next.store(pieces.len(), Ordering::Relaxed);
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            });
        }
    });
    failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

fn pieces(script: &Script) -> Vec<Piece> {
    let (mut pieces, mut offset) = (Vec::new(), 0);
    while let Some(piece) = script.piece_at(offset, Haste::LookAhead) {
        offset = piece.range.end.max(offset + 1);
        pieces.push(piece);
    }
    pieces
}
