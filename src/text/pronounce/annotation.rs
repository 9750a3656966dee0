//! Annotations: readings that the author of a text wrote, as ruby over words or as Zhuyin in brackets behind them.

use std::ops::Range;

use tingxinwen_core::article::{Article, SpanKind, TextRange, is_han};

use super::{
    entry::{Entry, Said, other_text},
    reading,
    syllable::{SyllableId, Syllables},
};

/// The longest word, in characters, whose Pinyin may be written without gaps.
const MOST_LETTERS: usize = 8;

/// The longest Zhuyin in place of characters, in symbols.
const LONGEST_ZHUYIN: usize = 24;

/// An annotation: the spoken form of a stretch of a line, before all dictionaries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Annotation {
    /// Bytes of the line.
    pub(super) range: Range<usize>,
    /// `None` for nothing.
    pub(super) said: Option<Entry>,
}

impl Annotation {
    /// The same, its bytes moved by `place`.
    pub(crate) fn moved(&self, place: impl Fn(usize) -> usize) -> Self {
        Self { range: place(self.range.start)..place(self.range.end), said: self.said.clone() }
    }
}

/// The annotations of `range` of `article`, by byte of the range, in order; none overlaps another.
pub(super) fn annotations(article: &Article, range: TextRange, syllables: &Syllables) -> Vec<Annotation> {
    let text = article.slice(range);
    let mut all = of_text(text, syllables);
    for span in
        article.spans(range).filter(|span| range.start <= span.range.start && span.range.end <= range.end)
    {
        let at = span.range.start - range.start;
        let place = at as usize..(at + span.range.len()) as usize;
        let word = &text[place.clone()];
        match &span.kind {
            SpanKind::Ruby { reading } => {
                let said = entry(word, reading, syllables);
                all.extend(said.map(|said| Annotation { range: place, said: Some(said) }));
            }
            SpanKind::Emphasis | SpanKind::Strong | SpanKind::Link { .. } | SpanKind::Footnote { .. } => {}
        }
    }
    all.sort_by_key(|annotation| annotation.range.start);
    let mut end = 0;
    all.retain(|annotation| {
        let is_free = annotation.range.start >= end;
        if is_free {
            end = annotation.range.end;
        }
        is_free
    });
    all
}

/// The annotations that a text holds by itself: Zhuyin in brackets behind a word, and Zhuyin in place of characters.
pub(super) fn of_text(text: &str, syllables: &Syllables) -> Vec<Annotation> {
    if !text.contains(reading::is_zhuyin) {
        return Vec::new();
    }
    let mut all = in_brackets(text, syllables);
    let mut found = Vec::new();
    let mut end = 0;
    for (start, c) in text.char_indices() {
        if start < end || !reading::is_zhuyin(c) {
            continue;
        }
        let run = text[start..].chars().take(LONGEST_ZHUYIN);
        let is_symbol = |c: &char| reading::is_zhuyin(*c) || "ˊˇˋ˙".contains(*c);
        end = start + run.take_while(is_symbol).map(char::len_utf8).sum::<usize>();
        let written = &text[start..end];
        let is_known = all.iter().any(|known| known.range.start <= start && end <= known.range.end);
        // ㄎㄧㄤ is no syllable of Mandarin: its symbols by name.
        let ids = reading::parse(written, syllables).unwrap_or_else(|_| reading::named(written, syllables));
        if !is_known && !ids.is_empty() {
            found.push(Annotation { range: start..end, said: Some(Entry::of_syllables(written, ids)) });
        }
    }
    all.append(&mut found);
    all.sort_by_key(|annotation| annotation.range.start);
    all
}

/// Zhuyin in brackets behind as many characters as it has syllables: 行（ㄒㄧㄥˊ）.
fn in_brackets(text: &str, syllables: &Syllables) -> Vec<Annotation> {
    let mut found = Vec::new();
    let is_symbol = |c: char| reading::is_zhuyin(c) || "ˊˇˋ˙ \u{3000}".contains(c);
    for (open, bracket) in text.match_indices(['（', '(']) {
        let inside = &text[open + bracket.len()..];
        let Some(len) = inside.find(|c| !is_symbol(c)).filter(|len| *len > 0) else { continue };
        let Some(closing) = inside[len..].chars().next().filter(|c| matches!(c, '）' | ')')) else {
            continue;
        };
        let Ok(ids) = reading::parse(&inside[..len], syllables) else { continue };
        let before = text[..open].char_indices().rev().take(ids.len());
        let word: Vec<(usize, char)> = before.take_while(|(_, c)| is_han(*c)).collect();
        let Some((start, _)) = word.last().filter(|_| word.len() == ids.len()) else { continue };
        let written = &text[*start..open];
        found.push(Annotation { range: *start..open, said: Some(Entry::of_syllables(written, ids)) });
        let end = open + bracket.len() + len + closing.len_utf8();
        found.push(Annotation { range: open..end, said: None });
    }
    found
}

/// What is said for `word`, over which stands `ruby`; `None` where that tells nothing that can be said here: kana, or
/// Pinyin without tones.
fn entry(word: &str, ruby: &str, syllables: &Syllables) -> Option<Entry> {
    let letters = word.chars().count();
    let is_chinese = word.chars().all(is_han);
    let is_toneless =
        is_chinese && !ruby.contains(' ') && ruby.chars().all(|c| c.is_ascii_lowercase() || c == '\'');
    if is_toneless {
        return None;
    }
    if let Some(ids) = spelled(ruby, is_chinese.then_some(letters), syllables) {
        return Some(Entry::of_syllables(word, ids));
    }
    let is_foreign = |c: char| c.is_alphabetic() && !is_han(c) && !c.is_ascii();
    if ruby.contains(is_foreign) {
        return None;
    }
    let parts = other_text(ruby, word).ok()?;
    Some(Entry::new(word, ruby, Said::Other(parts)))
}

/// The syllables of `ruby`, if that is Zhuyin or Pinyin: of `letters` characters, if they are to be counted.
fn spelled(ruby: &str, letters: Option<usize>, syllables: &Syllables) -> Option<Vec<SyllableId>> {
    match reading::parse(ruby, syllables) {
        Ok(ids) if letters.is_none_or(|letters| letters == ids.len()) => Some(ids),
        Ok(_) => None,
        Err(_) => run_together(ruby, letters.filter(|letters| *letters <= MOST_LETTERS)?, syllables),
    }
}

/// The syllables of Pinyin without gaps, `letters` of them: hànyǔ.
fn run_together(pinyin: &str, letters: usize, syllables: &Syllables) -> Option<Vec<SyllableId>> {
    /// The longest syllable, `zhuang`, in letters; marks may stand by themselves.
    const LONGEST: usize = 7;
    if letters == 0 {
        return pinyin.is_empty().then(Vec::new);
    }
    let ends = pinyin.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
    ends.filter_map(|end| {
        let [first] = reading::parse(&pinyin[..end], syllables).ok()?[..] else { return None };
        let rest = run_together(&pinyin[end..], letters - 1, syllables)?;
        Some(std::iter::once(first).chain(rest).collect())
    })
    .last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str, ruby: &str) -> Option<String> {
        let syllables = Syllables::load();
        match &entry(word, ruby, &syllables)?.said {
            Said::Syllables(ids) => {
                Some(ids.iter().map(|id| syllables.name(*id)).collect::<Vec<_>>().join(" "))
            }
            Said::Other(parts) => Some(format!("{parts:?}")),
        }
    }

    #[test]
    fn ruby_of_each_kind_is_what_is_said() {
        assert_eq!(said("行", "ㄏㄤˊ").as_deref(), Some("hang2"));
        assert_eq!(said("銀行", "ㄧㄣˊ ㄏㄤˊ").as_deref(), Some("yin2 hang2"));
        assert_eq!(said("漢語", "hànyǔ").as_deref(), Some("han4 yu3"));
        assert_eq!(said("西安", "xī'ān").as_deref(), Some("xi1 an1"));
        assert!(said("虛擬實境", "VR").unwrap().contains("English"));
        assert!(said("本氣", "認真").unwrap().contains("Mandarin"));
        for silent in ["とうきょう", "トウキョウ", "dongjing", "ㄉㄨㄥ", "・・", ""] {
            assert_eq!(said("東京", silent), None, "{silent}");
        }
    }
}
