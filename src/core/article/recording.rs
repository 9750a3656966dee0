//! Recordings: the sound of a narrator that a book has for stretches of its text.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use super::{Article, TextRange};

/// A stretch of text that a narrator reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its bytes in [`Article::text`](super::Article::text); it may go over several blocks.
    pub range: TextRange,
    /// Where its sound is: an index into [`Recordings::sounds`].
    pub sound: u32,
    /// When it begins in that.
    pub begin: Duration,
    /// When it ends, after it begins; at the end of the sound where nothing is said.
    pub end: Option<Duration>,
}

impl Recording {
    /// How long it is, where that is said.
    pub fn len(&self) -> Option<Duration> {
        Some(self.end?.saturating_sub(self.begin))
    }

    /// Whether `other` is the same sound.
    pub fn is_same_sound(&self, other: &Self) -> bool {
        (self.sound, self.begin, self.end) == (other.sound, other.begin, other.end)
    }
}

/// A file of sound in a book.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecordedSound {
    /// Its name in the book.
    pub name: String,
    /// The CRC-32 of its bytes.
    pub crc32: u32,
    /// How many bytes it has.
    pub bytes: u64,
}

/// A book whose sound files are needed after it was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookFile {
    /// The path of its file, where it lies in one.
    pub path: Option<String>,
    /// All of it, where it came from somewhere else; not kept from one run to the next.
    #[serde(skip)]
    pub bytes: Option<Arc<Vec<u8>>>,
}

/// The recordings of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recordings {
    /// The book that has them.
    pub book: BookFile,
    /// Its files of sound.
    pub sounds: Vec<RecordedSound>,
    /// The stretches that were recorded, in order; none overlaps another.
    pub stretches: Vec<Recording>,
}

impl Recordings {
    /// The recordings that touch `range`, in order.
    pub fn within(&self, range: TextRange) -> &[Recording] {
        let first = self.stretches.partition_point(|one| one.range.end <= range.start);
        let after = self.stretches.partition_point(|one| one.range.start < range.end);
        self.stretches.get(first..after).unwrap_or_default()
    }

    /// Whether they can be those of `text`.
    pub(super) fn fit(&self, text: &str) -> bool {
        let each = self.stretches.iter().all(|one| {
            one.range.start < one.range.end
                && text.get(one.range.as_usize()).is_some()
                && (one.sound as usize) < self.sounds.len()
        });
        each && self.stretches.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start)
    }
}

/// `found` in order: what overlaps an earlier one is left out, and neighbours of one sound are one.
pub(super) fn in_order(mut found: Vec<Recording>) -> Vec<Recording> {
    found.sort_by_key(|one| (one.range.start, one.range.end));
    let mut all: Vec<Recording> = Vec::with_capacity(found.len());
    let mut heard = BTreeSet::new();
    for one in found {
        match all.last_mut() {
            Some(last) if last.is_same_sound(&one) => last.range.end = last.range.end.max(one.range.end),
            Some(last) if one.range.start < last.range.end => {}
            // A sound that is heard before is not heard again for text that stands elsewhere: a note in a paragraph.
            Some(_) | None if heard.insert((one.sound, one.begin, one.end)) => all.push(one),
            Some(_) | None => {}
        }
    }
    all
}

impl Article {
    /// What a narrator has recorded of it; `None` where there is nothing, or the listener does not want it.
    pub fn recordings(&self) -> Option<&Recordings> {
        self.recordings.as_deref().filter(|_| self.plays_recordings)
    }

    /// Whether a narrator has recorded any of it, be that wanted or not.
    pub fn has_recordings(&self) -> bool {
        self.recordings.is_some()
    }

    /// Takes those of `sounds` to which its recordings point.
    pub fn set_recorded_sounds(&mut self, sounds: &[RecordedSound]) {
        let Some(recordings) = self.recordings.as_mut().map(Arc::make_mut) else { return };
        let mut own: Vec<u32> = recordings.stretches.iter().map(|one| one.sound).collect();
        own.sort_unstable();
        own.dedup();
        own.retain(|at| sounds.get(*at as usize).is_some());
        recordings.stretches.retain_mut(|one| match own.binary_search(&one.sound) {
            Ok(at) => {
                one.sound = at as u32;
                true
            }
            Err(_) => false,
        });
        recordings.sounds = own.iter().map(|at| sounds[*at as usize].clone()).collect();
        if recordings.stretches.is_empty() {
            self.recordings = None;
        }
    }

    /// How long its narrator takes for what is read of it; `None` where that is not known, or most was not recorded.
    pub fn recorded_time(&self) -> Option<Duration> {
        let spoken: u64 =
            self.blocks.iter().filter(|block| block.spoken).map(|block| u64::from(block.range.len())).sum();
        let all = &self.recordings.as_ref()?.stretches;
        let recorded: u64 = all.iter().map(|one| u64::from(one.range.len())).sum();
        // Marks between recordings are of none.
        if recorded * 10 < spoken * 8 {
            return None;
        }
        all.iter().map(Recording::len).sum()
    }

    /// The book in which its recordings are.
    pub fn book_file(&self) -> Option<&BookFile> {
        Some(&self.recordings.as_ref()?.book)
    }

    /// Says in which book its recordings are.
    pub fn set_book_file(&mut self, book: &BookFile) {
        if let Some(recordings) = self.recordings.as_mut().map(Arc::make_mut) {
            recordings.book = book.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(start: u32, end: u32, begin: u64) -> Recording {
        let (begin, until) = (Duration::from_millis(begin), Duration::from_millis(begin + 100));
        Recording { range: TextRange::new(start, end), sound: 0, begin, end: Some(until) }
    }

    #[test]
    fn recordings_are_in_order_and_do_not_overlap() {
        let found = vec![
            recording(30, 40, 500),
            recording(0, 10, 0),
            recording(11, 20, 0),
            recording(5, 15, 100),
            recording(20, 25, 300),
            recording(50, 60, 0),
        ];
        let all = in_order(found);
        let places: Vec<(u32, u32)> = all.iter().map(|one| (one.range.start, one.range.end)).collect();
        assert_eq!(places, [(0, 20), (20, 25), (30, 40)], "one sound for two blocks, and heard once");
    }

    #[test]
    fn what_touches_a_stretch_is_found() {
        let stretches = vec![recording(0, 10, 0), recording(10, 20, 100), recording(30, 40, 200)];
        let all = Recordings { stretches, ..Recordings::default() };
        let count = |start, end| all.within(TextRange::new(start, end)).len();
        assert_eq!((count(0, 10), count(9, 11), count(20, 30), count(0, 99), count(50, 60)), (1, 2, 0, 3, 0));
    }
}
