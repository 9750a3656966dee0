//! Dictionary: words and characters in both scripts, with their readings and frequencies.

use super::{Readings, packed::Packed, syllable::SyllableId};

/// In place of a reading: the network chooses by context.
const UNSURE: u8 = 255;
/// For code points that are no character of the dictionary.
const NONE: u16 = u16::MAX;
/// -ln p in eighths of a nat of a character that is no word by itself.
const LONE_COST: u32 = 160;

/// Index of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CharIdx(u16);

/// Index of a word; words are sorted by code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordIdx(u32);

/// Words and characters, as `data/build.py` packed them.
pub(super) struct Dictionary {
    /// Code point (16 bits) to character.
    char_at: Vec<u16>,
    /// Where a character's readings start; one more entry than characters.
    reading_starts: Vec<u32>,
    syllables: Vec<u16>,
    /// The reading said in Taiwan for each reading, counted within its character.
    taiwan_of: Vec<u8>,
    /// Whether the network may choose it.
    choosable: Vec<bool>,
    /// The network's index of each character.
    net_ids: Vec<u16>,
    /// First word that starts with each code point; one more entry than code points.
    first_words: Vec<u32>,
    /// Where a word's letters start; one more entry than words.
    word_starts: Vec<u32>,
    letters: Vec<u16>,
    costs: Vec<u8>,
    /// A reading per letter, counted within its character; [`UNSURE`] where context chooses.
    mainland: Vec<u8>,
    taiwan: Vec<u8>,
}

impl Dictionary {
    pub(super) fn load() -> Self {
        let mut file = Packed::open(include_bytes!("data/lexicon.bin"));
        let codes = file.u16s();
        let counts = file.bytes().to_vec();
        let syllables = file.u16s();
        let taiwan_of = file.bytes().to_vec();
        let net_ids = file.u16s();
        let choosable = file.bytes().iter().map(|&flag| flag == 1).collect();
        let mut char_at = vec![NONE; 0x1_0000];
        for (idx, &code) in codes.iter().enumerate() {
            char_at[code as usize] = idx as u16;
        }
        let reading_starts = running_sum(counts.iter().map(|&count| u32::from(count)));

        let shared = file.bytes().to_vec();
        let lens = file.bytes().to_vec();
        let low = file.bytes().to_vec();
        let high = file.bytes().to_vec();
        let costs = file.bytes().to_vec();
        let mainland = file.bytes().to_vec();
        let taiwan = file.bytes().to_vec();
        let mut fresh = low.iter().zip(&high).map(|(&low, &high)| u16::from_le_bytes([low, high]));
        let mut letters: Vec<u16> = Vec::with_capacity(mainland.len());
        let mut last = 0;
        for (&share, &len) in shared.iter().zip(&lens) {
            let start = letters.len();
            letters.extend_from_within(last..last + share as usize);
            letters.extend(fresh.by_ref().take((len - share) as usize));
            last = start;
        }
        let word_starts = running_sum(lens.iter().map(|&len| u32::from(len)));
        let mut per_code = vec![0_u32; 0x1_0000];
        for &start in word_starts.iter().take(lens.len()) {
            per_code[letters[start as usize] as usize] += 1;
        }
        Self {
            char_at,
            reading_starts,
            syllables,
            taiwan_of,
            choosable,
            net_ids,
            first_words: running_sum(per_code.into_iter()),
            word_starts,
            letters,
            costs,
            mainland,
            taiwan,
        }
    }

    /// The character `c`, where the dictionary has it.
    pub(super) fn character(&self, c: char) -> Option<CharIdx> {
        let code = u16::try_from(u32::from(c)).ok()?;
        let idx = *self.char_at.get(code as usize)?;
        (idx != NONE).then_some(CharIdx(idx))
    }

    /// The network's index of the character.
    pub(super) fn net_id(&self, c: CharIdx) -> u16 {
        self.net_ids.get(c.0 as usize).copied().unwrap_or_default()
    }

    /// The reading of most words with this character.
    pub(super) fn default_reading(&self, c: CharIdx, readings: Readings) -> SyllableId {
        let start = self.readings_of(c).start;
        match readings {
            Readings::Mainland => SyllableId(self.syllables[start]),
            Readings::Taiwan => SyllableId(self.syllables[start + self.taiwan_of[start] as usize]),
        }
    }

    /// The readings among which the network may choose: its own, and the same as said there.
    pub(super) fn choices(
        &self,
        c: CharIdx,
        readings: Readings,
    ) -> impl Iterator<Item = (SyllableId, SyllableId)> + '_ {
        let choosable = self.readings_of(c).map(|idx| self.choosable[idx]);
        self.all_readings(c, readings).zip(choosable).filter(|(_, may)| *may).map(|(reading, _)| reading)
    }

    /// All readings, and each as said there.
    pub(super) fn all_readings(
        &self,
        c: CharIdx,
        readings: Readings,
    ) -> impl Iterator<Item = (SyllableId, SyllableId)> + '_ {
        let range = self.readings_of(c);
        let first = range.start;
        range.map(move |idx| {
            let said = match readings {
                Readings::Mainland => idx,
                Readings::Taiwan => first + self.taiwan_of[idx] as usize,
            };
            (SyllableId(self.syllables[idx]), SyllableId(self.syllables[said]))
        })
    }

    /// How unlikely a word is: -ln p in eighths of a nat.
    pub(super) fn cost(&self, word: WordIdx) -> u32 {
        u32::from(self.costs[word.0 as usize])
    }

    /// The cost of a character that is no word by itself.
    pub(super) fn lone_cost(&self) -> u32 {
        LONE_COST
    }

    /// Calls `found` with every word that `text` starts with and its length, shortest first.
    pub(super) fn words_at(&self, text: &[u16], mut found: impl FnMut(WordIdx, usize)) {
        let Some(&head) = text.first() else { return };
        let mut low = self.first_words[head as usize] as usize;
        let mut high = self.first_words[head as usize + 1] as usize;
        let mut depth = 1;
        while low < high {
            if self.word_len(low) == depth {
                found(WordIdx(low as u32), depth);
                low += 1;
            }
            let Some(&next) = text.get(depth) else { return };
            let letter = |word: usize| self.letters[self.word_starts[word] as usize + depth];
            low += partition_point(high - low, |step| letter(low + step) < next);
            high = low + partition_point(high - low, |step| letter(low + step) == next);
            depth += 1;
        }
    }

    /// The reading of letter `at` of `word`, a `c`; `None` where context must choose.
    pub(super) fn reading(
        &self,
        word: WordIdx,
        at: usize,
        c: CharIdx,
        readings: Readings,
    ) -> Option<SyllableId> {
        let column = match readings {
            Readings::Mainland => &self.mainland,
            Readings::Taiwan => &self.taiwan,
        };
        let idx = *column.get(self.word_starts[word.0 as usize] as usize + at)?;
        if idx == UNSURE {
            return None;
        }
        self.syllables.get(self.readings_of(c).start + idx as usize).map(|&id| SyllableId(id))
    }

    fn word_len(&self, word: usize) -> usize {
        (self.word_starts[word + 1] - self.word_starts[word]) as usize
    }

    fn readings_of(&self, c: CharIdx) -> std::ops::Range<usize> {
        let at = c.0 as usize;
        self.reading_starts[at] as usize..self.reading_starts[at + 1] as usize
    }
}

/// Where each part starts, given their lengths; the whole length last.
fn running_sum(lens: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0;
    std::iter::once(0)
        .chain(lens.map(|len| {
            sum += len;
            sum
        }))
        .collect()
}

/// How many of `0..len` satisfy `holds`, which is true up to a point.
fn partition_point(len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
