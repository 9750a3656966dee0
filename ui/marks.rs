//! The listener's marks in the article that is open: sentences kept in the library.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tingxinwen::{
    article::TextRange,
    core::document::{DocumentId, Place},
    text::Script,
};
use tingxinwen_library::{Highlight, Library, UnixSecs};

/// The marks of a document.
pub(crate) struct Marks {
    library: Library,
    document: Option<DocumentId>,
    kept: Arc<Mutex<Kept>>,
}

/// The marks as the library has them, and where they were found last.
#[derive(Default)]
struct Kept {
    marks: Vec<Highlight>,
    /// Looking for them reads the whole article, which is too much for each frame.
    found: Option<(Arc<Script>, Arc<[TextRange]>)>,
}

impl Marks {
    pub(crate) fn new(library: Library) -> Self {
        Self { library, document: None, kept: Arc::default() }
    }

    /// Shows the marks of `document` from now on.
    pub(crate) fn follow(&mut self, document: Option<&DocumentId>, ctx: &egui::Context) {
        if self.document.as_ref() != document {
            self.document = document.cloned();
            self.kept = Arc::default();
            self.read(ctx);
        }
    }

    /// The sentences of `script` that are marked, in order.
    pub(crate) fn sentences(&self, script: &Arc<Script>) -> Arc<[TextRange]> {
        let mut kept = self.kept();
        if let Some((_, found)) = kept.found.as_ref().filter(|(of, _)| Arc::ptr_eq(of, script)) {
            return Arc::clone(found);
        }
        let mut marked: Vec<TextRange> =
            kept.marks.iter().filter_map(|mark| sentence_of(&mark.place, script)).collect();
        marked.sort();
        let found: Arc<[TextRange]> = marked.into();
        kept.found = Some((Arc::clone(script), Arc::clone(&found)));
        found
    }

    /// Marks the sentence at `place`, or takes its mark away.
    pub(crate) fn toggle(&self, place: Place, script: &Script, ctx: &egui::Context) {
        let Some(sentence) = sentence_of(&place, script) else { return };
        let known = self.mark_of(sentence, script).map(|mark| mark.id);
        let quote = script.article().slice(sentence).to_owned();
        self.library.post(move |database| match known {
            Some(id) => database.remove_highlight(id),
            None => database.highlight(&place, &quote, "", UnixSecs::now()).map(|_| ()),
        });
        self.read(ctx);
    }

    /// The words of the sentence at `place`, and the note on it, empty where there is none.
    pub(crate) fn note_at(&self, place: &Place, script: &Script) -> Option<(String, String)> {
        let sentence = sentence_of(place, script)?;
        let note = self.mark_of(sentence, script).map_or_else(String::new, |mark| mark.note);
        Some((script.article().slice(sentence).to_owned(), note))
    }

    /// Marks the sentence at `place`, where it is not marked yet, and keeps `note` on it.
    pub(crate) fn set_note(&self, place: Place, script: &Script, note: &str, ctx: &egui::Context) {
        let Some(sentence) = sentence_of(&place, script) else { return };
        let known = self.mark_of(sentence, script).map(|mark| mark.id);
        let (quote, note) = (script.article().slice(sentence).to_owned(), note.to_owned());
        self.library.post(move |database| match known {
            Some(id) => database.set_note(id, &note),
            None => database.highlight(&place, &quote, &note, UnixSecs::now()).map(|_| ()),
        });
        self.read(ctx);
    }

    fn mark_of(&self, sentence: TextRange, script: &Script) -> Option<Highlight> {
        let kept = self.kept();
        kept.marks.iter().find(|mark| sentence_of(&mark.place, script) == Some(sentence)).cloned()
    }

    fn read(&self, ctx: &egui::Context) {
        let Some(document) = self.document.clone() else { return };
        let (kept, ctx) = (Arc::clone(&self.kept), ctx.clone());
        let work = move |database: &mut tingxinwen_library::Database| database.highlights(&document);
        self.library.ask(work, move |marks| match marks {
            Ok(marks) => {
                *lock(&kept) = Kept { marks, found: None };
                ctx.request_repaint();
            }
            Err(error) => tracing::warn!(%error, "the marks of a document are not read"),
        });
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.kept)
    }
}

/// The sentence of `script` in which `place` is now.
fn sentence_of(place: &Place, script: &Script) -> Option<TextRange> {
    let ranges = script.sentences().iter().map(|sentence| sentence.range);
    let at = script.sentence_at(place.find(script.article(), ranges))?;
    script.sentence(at).map(|sentence| sentence.range)
}

/// What is under the lock is whole between any two statements.
fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
