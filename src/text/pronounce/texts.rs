//! Many short texts of a packed data file, in one piece of memory.

use super::packed::Packed;

/// Texts that follow one another.
pub(super) struct Texts {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl Texts {
    /// Texts with a zero behind each.
    pub(super) fn parted(column: &[u8]) -> Self {
        let mut texts = Self { bytes: Vec::with_capacity(column.len()), starts: vec![0] };
        for part in column.split_inclusive(|&byte| byte == 0) {
            texts.bytes.extend_from_slice(part.strip_suffix(&[0]).unwrap_or(part));
            texts.starts.push(texts.bytes.len() as u32);
        }
        texts.bytes.shrink_to_fit();
        texts.starts.shrink_to_fit();
        texts
    }

    /// Texts of which each says how much it shares with the one before.
    pub(super) fn front_coded(file: &mut Packed) -> Self {
        let shares = file.bytes().to_vec();
        let lens = file.bytes().to_vec();
        let rest = file.bytes().to_vec();
        let total = shares.iter().chain(&lens).map(|&len| usize::from(len)).sum();
        let mut texts =
            Self { bytes: Vec::with_capacity(total), starts: Vec::with_capacity(shares.len() + 1) };
        texts.starts.push(0);
        let (mut last, mut at) = (0, 0);
        for (&share, &len) in shares.iter().zip(&lens) {
            let start = texts.bytes.len();
            texts.bytes.extend_from_within(last..last + usize::from(share));
            texts.bytes.extend(rest.iter().skip(at).take(usize::from(len)));
            texts.starts.push(texts.bytes.len() as u32);
            at += usize::from(len);
            last = start;
        }
        texts
    }

    /// The bytes of all of them.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The text at a place; nothing behind the last.
    pub(super) fn get(&self, at: usize) -> &[u8] {
        let place = |at: usize| self.starts.get(at).map_or(self.bytes.len(), |&start| start as usize);
        self.bytes.get(place(at)..place(at + 1)).unwrap_or_default()
    }

    /// Where `text` is among texts in order.
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let at = self.first_from(text);
        (self.get(at) == text && !text.is_empty()).then_some(at)
    }

    /// Whether one of the texts, which are in order, begins with `start`.
    pub(super) fn has_start(&self, start: &[u8]) -> bool {
        self.get(self.first_from(start)).starts_with(start)
    }

    /// Where the first text is that is not before `text`.
    fn first_from(&self, text: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.starts.len().saturating_sub(1));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle) < text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
