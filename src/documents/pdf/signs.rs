//! Signs that a text map does not tell from others: hyphens that are called soft, and marks of notes that are drawn as
//! digits of the line, with figures of the font that are small and raised by themselves.

use super::{Page, blocks::is_note};

/// Puts these right in `pages`, whose text has the size `body`.
pub(super) fn tell_apart(pages: &mut [Page], body: f64) {
    name_hyphens(pages);
    for page in pages {
        remove_marks(page, body);
    }
}

/// Makes hyphens of soft hyphens, where some stand within a line: nothing else draws them there, and the font has one
/// glyph for both.
fn name_hyphens(pages: &mut [Page]) {
    const SOFT: char = '\u{AD}';
    let stands_within = |text: &str| {
        let mut chars = text.chars().skip_while(|c| *c != SOFT);
        chars.nth(1).is_some_and(char::is_alphanumeric)
    };
    if pages.iter().flat_map(|page| &page.lines).any(|line| stands_within(&line.text)) {
        for line in pages.iter_mut().flat_map(|page| &mut page.lines) {
            line.text = line.text.replace(SOFT, "-");
        }
    }
}

/// Takes the numbers of the notes at the foot of `page` away where they stand behind words, in their order.
fn remove_marks(page: &mut Page, body: f64) {
    let is_of_note: Vec<bool> = (0..page.lines.len()).map(|at| is_note(&page.lines, at, body)).collect();
    let digits = |text: &str| -> String { text.chars().take_while(char::is_ascii_digit).collect() };
    let lines = page.lines.iter().zip(&is_of_note).filter(|(_, is_note)| **is_note);
    let numbers = lines.map(|(line, _)| digits(&line.text)).filter(|number| (1..4).contains(&number.len()));
    let mut numbers = numbers.collect::<Vec<_>>().into_iter();
    let mut wanted = numbers.next();
    for (line, is_note) in page.lines.iter_mut().zip(&is_of_note) {
        let mut from = 0;
        while let Some(number) = wanted.as_ref().filter(|_| !is_note) {
            let Some(at) = mark_at(&line.text, from, number) else { break };
            line.text.replace_range(at..at + number.len(), "");
            from = at;
            wanted = numbers.next();
        }
    }
}

/// Where `number` stands in `text` from the byte `from` on as the mark of a note: right behind a sentence, a quotation or
/// a word of small letters, and where neither a number nor a name (MP3, 1 月) goes on.
fn mark_at(text: &str, from: usize, number: &str) -> Option<usize> {
    const UNITS: &str = "年月日號時點分秒歲個名人位次元萬億千百度樓章節條項倍";
    text[from..].match_indices(number).map(|(at, _)| from + at).find(|at| {
        let before = &text[..*at];
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_behind_word = word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
        let is_behind_sentence = before.ends_with(|c| ".;!?)”’\"'。；！？」』）".contains(c));
        let after = text[at + number.len()..].chars().next();
        let goes_on =
            after.is_some_and(|c| c.is_ascii_alphanumeric() || ".%％".contains(c) || UNITS.contains(c));
        (is_behind_word || is_behind_sentence) && !goes_on && !is_decimal(before)
    })
}

/// Whether a number goes on behind `text`: 3.14, 1,000.
fn is_decimal(text: &str) -> bool {
    let bare = text.strip_suffix(['.', ',', ':']);
    bare.is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lines::Line;

    fn page(lines: &[(&str, f64)]) -> Page {
        let line = |(at, (text, size)): (usize, &(&str, f64))| Line {
            text: (*text).to_owned(),
            from: 0.0,
            to: 300.0,
            line: 20.0 * at as f64,
            size: *size,
            cells: 1,
        };
        Page { label: String::new(), lines: lines.iter().enumerate().map(line).collect() }
    }

    fn told(lines: &[(&str, f64)]) -> Vec<String> {
        let mut pages = [page(lines)];
        tell_apart(&mut pages, 10.0);
        let [page] = pages;
        page.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn numbers_of_notes_at_the_foot_are_taken_away_behind_words_in_their_order() {
        let found = told(&[
            ("It cost 3.1 or 1, said they.1 In 1901", 10.0),
            ("Apollo 2 left.2 船開了。3他說", 10.0),
            ("CO2, MP3 and 第3章。3月 stay, and so does this.4", 10.0),
            ("1 A note.", 7.0),
            ("2 Another, see.1", 7.0),
            ("3 註。", 7.0),
        ]);
        assert_eq!(
            found[..3],
            [
                "It cost 3.1 or 1, said they. In 1901",
                "Apollo 2 left. 船開了。他說",
                "CO2, MP3 and 第3章。3月 stay, and so does this.4"
            ]
        );
        assert_eq!(found[4], "2 Another, see.1");
    }

    #[test]
    fn soft_hyphens_are_hyphens_where_some_stand_within_a_line() {
        let soft = "\u{AD}";
        assert_eq!(told(&[(&format!("well{soft}known and trans{soft}"), 10.0)]), ["well-known and trans-"]);
        let broken = format!("trans{soft}");
        assert_eq!(told(&[(&broken, 10.0)]), [broken.as_str()]);
    }
}
