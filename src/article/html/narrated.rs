//! What of a chapter a narrator has recorded, gathered while it is walked: the text of elements by their ids.

use std::collections::{HashMap, HashSet};

use super::super::{Recording, TextRange};

/// The recordings of a chapter: for the id of an element the sound of its text, whose range is not known yet; under the
/// empty id that of the whole chapter.
pub type Narration = HashMap<String, Recording>;

/// The recordings of the line that is being gathered.
#[derive(Default)]
pub(super) struct Narrated<'a> {
    wanted: Option<&'a Narration>,
    /// Ids of which the first element was met.
    met: HashSet<&'a str>,
    /// Elements that are open, and where each begins in the line.
    open: Vec<(&'a Recording, usize)>,
    done: Vec<Recording>,
}

impl<'a> Narrated<'a> {
    /// Nothing was met yet of what is `wanted`.
    pub(super) fn new(wanted: &'a Narration) -> Self {
        let mut narrated = Self { wanted: Some(wanted), ..Self::default() };
        narrated.open("", "");
        narrated
    }

    /// An element called `id` opens after `text`; whether it was recorded.
    pub(super) fn open(&mut self, id: &str, text: &str) -> bool {
        let found = self.wanted.and_then(|wanted| wanted.get_key_value(id));
        let Some((id, recording)) = found.filter(|(id, _)| !self.met.contains(id.as_str())) else {
            return false;
        };
        self.met.insert(id);
        self.open.push((recording, text.len()));
        true
    }

    /// The innermost of the recorded elements that are open ends after `text`.
    pub(super) fn close(&mut self, text: &str) {
        if let Some((recording, from)) = self.open.pop() {
            self.done.extend(placed(recording, from, text));
        }
    }

    /// What was recorded of the line `text`, which ends; elements that are open go on at the start of the next.
    pub(super) fn take(&mut self, text: &str) -> Vec<Recording> {
        let mut all = std::mem::take(&mut self.done);
        for (recording, from) in &mut self.open {
            all.extend(placed(recording, std::mem::take(from), text));
        }
        all
    }
}

/// `recording` of what stands in `text` from byte `from` on; `None` where that is nothing.
fn placed(recording: &Recording, from: usize, text: &str) -> Option<Recording> {
    let words = text.get(from..)?;
    let start = from + words.len() - words.trim_start().len();
    let end = from + words.trim_end().len();
    let range = TextRange::new(start as u32, end as u32);
    (start < end).then(|| Recording { range, ..recording.clone() })
}

/// What of `recorded` lies between the bytes `start` and `end`, told from `start` on.
pub(super) fn between(recorded: &[Recording], start: u32, end: u32) -> Vec<Recording> {
    let part = |one: &Recording| {
        let (from, to) = (one.range.start.max(start), one.range.end.min(end));
        let range = TextRange { start: from.checked_sub(start)?, end: to.checked_sub(start)? };
        (range.start < range.end).then(|| Recording { range, ..one.clone() })
    };
    recorded.iter().filter_map(part).collect()
}
