//! What was spoken, kept in memory: hearing it again costs nothing.

use std::{fmt::Write, sync::Arc};

use lru::LruCache;

use crate::speech::{Clip, Utterance, VoiceId};

/// What is kept, in bytes: three minutes of sound. What was heard before that is on disk.
const BUDGET: usize = 16 << 20;

/// Clips by voice and exact spoken input; the least recently used go first. Speed is not part of
/// it, since sound is stretched on its way to the device.
pub(super) struct ClipCache {
    clips: LruCache<Key, Arc<Clip>>,
    bytes: usize,
    budget: usize,
}

/// What a clip depends on: the voice, its version, and all that is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(String);

impl Key {
    /// The key of `utterance`, wherever in an article it stands.
    pub(super) fn new(voice: &VoiceId, version: &str, utterance: &Utterance) -> Self {
        let mut spoken = format!("{}\n{version}\n{}\n{}\n", voice.0, utterance.pause.0, utterance.written);
        for word in &utterance.words {
            let at = word.source.start - utterance.source.start;
            // Writing to a string cannot fail.
            write!(spoken, "|{at}+{} {}", word.source.len(), word.spoken).ok();
            for syllable in &word.syllables {
                spoken.push(' ');
                spoken.push_str(&syllable.phonemes);
            }
            spoken.push_str(word.mark);
        }
        Self(spoken)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl ClipCache {
    pub(super) fn new() -> Self {
        Self::with_budget(BUDGET)
    }

    fn with_budget(budget: usize) -> Self {
        Self { clips: LruCache::unbounded(), bytes: 0, budget }
    }

    /// The sound kept for `key`, for text that starts at byte `start`.
    pub(super) fn get(&mut self, key: &Key, start: u32) -> Option<Arc<Clip>> {
        let clip = self.clips.get(key)?;
        if clip.source().start == start {
            Some(Arc::clone(clip))
        } else {
            Some(Arc::new(clip.moved_to(start)))
        }
    }

    pub(super) fn put(&mut self, key: Key, clip: Arc<Clip>) {
        self.bytes += size_of(&key, &clip);
        if let Some((key, old)) = self.clips.push(key, clip) {
            self.bytes -= size_of(&key, &old);
        }
        while self.bytes > self.budget
            && let Some((key, old)) = self.clips.pop_lru()
        {
            self.bytes -= size_of(&key, &old);
        }
    }
}

fn size_of(key: &Key, clip: &Clip) -> usize {
    size_of_val(clip.samples()) + size_of_val(clip.marks()) + key.0.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Language, TextRange},
        speech::{Frames, Mark, Syllable, Timing, Word},
    };

    fn utterance(start: u32, phonemes: &str) -> Utterance {
        let source = TextRange::new(start, start + 3);
        let syllables = vec![Syllable { reading: String::new(), phonemes: phonemes.to_owned() }];
        let word = Word { source, spoken: "x".to_owned(), language: Language::Mandarin, syllables, mark: "" };
        Utterance {
            source,
            language: Language::Mandarin,
            written: "x".to_owned(),
            words: vec![word],
            pause: Frames(9),
        }
    }

    fn clip(start: u32) -> Arc<Clip> {
        let source = TextRange::new(start, start + 3);
        let mark = Mark { source, start: Frames(0), end: Frames(10), syllables: vec![Frames(0)] };
        Arc::new(Clip::new(source, vec![0.5; 10].into(), vec![mark], Timing::Model).unwrap())
    }

    #[test]
    fn the_same_words_elsewhere_are_the_same_sound_with_marks_of_their_own() {
        let voice = VoiceId("v".to_owned());
        let mut cache = ClipCache::new();
        cache.put(Key::new(&voice, "", &utterance(0, "a")), clip(0));
        let found = cache.get(&Key::new(&voice, "", &utterance(600, "a")), 600).unwrap();
        assert_eq!(found.marks()[0].source, TextRange::new(600, 603));
        assert!(cache.get(&Key::new(&voice, "", &utterance(0, "b")), 0).is_none());
        assert!(cache.get(&Key::new(&VoiceId("w".to_owned()), "", &utterance(0, "a")), 0).is_none());
    }

    #[test]
    fn the_budget_holds_and_the_longest_unused_goes() {
        let voice = VoiceId("v".to_owned());
        let key = |phonemes| Key::new(&voice, "", &utterance(0, phonemes));
        let one = size_of(&key("a"), &clip(0));
        let mut cache = ClipCache::with_budget(2 * one);
        cache.put(key("a"), clip(0));
        cache.put(key("b"), clip(0));
        cache.put(key("b"), clip(0));
        assert_eq!(cache.bytes, 2 * one);
        assert!(cache.get(&key("a"), 0).is_some());
        cache.put(key("c"), clip(0));
        assert!(cache.get(&key("b"), 0).is_none());
        assert!(cache.get(&key("a"), 0).is_some());
        assert_eq!(cache.bytes, 2 * one);
    }
}
