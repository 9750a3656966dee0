//! How far the listener is, noted in the library a sentence at a time: a program that is killed loses the place in the
//! last sentence at the most.

use tingxinwen_core::document::DocumentId;
use tingxinwen_library::{Library, Progress, UnixSecs};

use crate::player::{Phase, Playhead, Snapshot};

/// Notes progress in a library.
pub(super) struct Recorder {
    library: Library,
    last: Option<Noted>,
}

/// What was noted last: of which document, in which sentence, and whether it was heard to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Noted {
    document: DocumentId,
    part: u32,
    sentence: u64,
    is_finished: bool,
}

impl Recorder {
    pub(super) fn new(library: Library) -> Self {
        Self { library, last: None }
    }

    /// Notes where the listener is, if that is another sentence than before.
    pub(super) fn take(&mut self, snapshot: &Snapshot, playhead: Playhead) {
        let Some(place) = snapshot.document_place() else { return };
        let is_finished = snapshot.phase == Phase::Finished;
        let start = place.byte - place.into_sentence.min(place.byte);
        let now = Noted {
            document: place.document.clone(),
            part: place.part,
            sentence: u64::from(start),
            is_finished,
        };
        let is_other = self.last.as_ref().is_none_or(|last| last.document != now.document);
        if self.last.as_ref() == Some(&now) {
            return;
        }
        if is_other {
            let id = now.document.clone();
            self.library.post(move |database| database.note_opened(&id, UnixSecs::now()));
        }
        self.last = Some(now);
        // What was only opened was not heard; nor is it to lose the place that it had.
        if is_other && !snapshot.wants_sound() {
            return;
        }
        let whole = |parts: &crate::player::Parts| parts.after(snapshot.clock.total());
        let after = snapshot.parts.as_ref().map(whole).unwrap_or_default();
        let secs = (snapshot.clock.total() + after).as_secs_f64();
        let share = snapshot.share_heard(playhead);
        // All was heard only once it was.
        let heard = if is_finished { 1.0 } else { share.clamp(0.001, 0.999) };
        let progress = Progress { place, heard, secs };
        self.library.post(move |database| database.record(&progress, UnixSecs::now()));
    }
}
