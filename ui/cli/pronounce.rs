//! `tingxinwen pronounce`: how each line will be spoken, as JSON and as text.

use std::io::Read as _;

use clap::Args;
use serde_json::{Value, json};
use tingxinwen::{article::TextRange, speech::Word, text::zhuyin};

use super::ReadingArg;
use crate::setup;

/// What to pronounce.
#[derive(Debug, Args)]
pub(super) struct Pronounce {
    /// Text; `-` for standard input.
    #[arg(default_value = "-")]
    text: String,
    /// One JSON object a line instead of a row a word.
    #[arg(long)]
    json: bool,
    /// Zhuyin beside the readings in JSON.
    #[arg(long)]
    zhuyin: bool,
    /// Whose readings.
    #[arg(long, value_enum, default_value_t = ReadingArg::Tw)]
    reading: ReadingArg,
}

impl Pronounce {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let front_end = setup::front_end(&setup::settings()).with_readings(self.reading.into());
        let mut text = self.text.clone();
        if text == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            // Half characters are passed over; the rest of the line is read.
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        for line in text.lines() {
            let words = front_end.words(line);
            match (self.json, self.zhuyin) {
                (true, true) => super::say(report_with_zhuyin(line, &words)),
                (true, false) => super::say(report(line, &words)),
                (false, _) => super::say(plain(line, &words)),
            }
        }
        Ok(())
    }
}

/// `line` and its words: `{spoken, words: [{source: [start, end], written, spoken, readings,
/// phonemes}]}`. Sources count characters of the line; readings are pinyin with a tone digit, one
/// for each Chinese character spoken.
pub(super) fn report(line: &str, words: &[Word]) -> Value {
    json!({
        "spoken": spoken(words),
        "words": entries(line, words).map(|(_, entry)| entry).collect::<Vec<_>>(),
    })
}

/// The same, with a list `zhuyin` beside `readings`.
pub(super) fn report_with_zhuyin(line: &str, words: &[Word]) -> Value {
    json!({
        "spoken": spoken(words),
        "words": entries(line, words).map(|(word, entry)| with_zhuyin(entry, word)).collect::<Vec<_>>(),
    })
}

/// One row of text a word that is heard: what is written, what is said, and how.
pub(super) fn plain(line: &str, words: &[Word]) -> String {
    let mut text = String::new();
    for word in words.iter().filter(|word| word.is_audible()) {
        let readings: Vec<String> = readings(word)
            .map(|reading| match zhuyin(reading) {
                Some(symbols) => format!("{reading} {symbols}"),
                None => reading.to_owned(),
            })
            .collect();
        let readings = if readings.is_empty() { phonemes(word) } else { readings.join("  ") };
        text.push_str(&format!("{}\t{}\t{readings}\n", written(line, word.source), word.spoken));
    }
    text
}

/// What is said of the line: words of letters parted by spaces, marks kept.
fn spoken(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        let piece = if word.spoken.is_empty() { word.mark } else { word.spoken.as_str() };
        let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let meets_letters = word.is_audible() && letters(piece.chars().next());
        if meets_letters && text.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
            text.push(' ');
        }
        text.push_str(piece);
    }
    text
}

fn entries<'w>(line: &'w str, words: &'w [Word]) -> impl Iterator<Item = (&'w Word, Value)> {
    // Words are in order: their places are counted on, not each from the start.
    let (mut bytes, mut chars) = (0, 0);
    words.iter().map(move |word| {
        let mut place = |to: u32| {
            let to = to as usize;
            chars += line.get(bytes..to).map_or(0, |passed| passed.chars().count());
            bytes = to.max(bytes);
            chars
        };
        let source = [place(word.source.start), place(word.source.end)];
        let entry = json!({
            "source": source,
            "written": written(line, word.source),
            "spoken": word.spoken,
            "readings": readings(word).collect::<Vec<_>>(),
            "phonemes": phonemes(word),
        });
        (word, entry)
    })
}

fn with_zhuyin(mut entry: Value, word: &Word) -> Value {
    if let Some(fields) = entry.as_object_mut() {
        let symbols: Vec<_> = readings(word).map(|reading| zhuyin(reading).unwrap_or_default()).collect();
        fields.insert("zhuyin".to_owned(), json!(symbols));
    }
    entry
}

fn readings(word: &Word) -> impl Iterator<Item = &str> {
    word.syllables.iter().map(|syllable| syllable.reading.as_str()).filter(|reading| !reading.is_empty())
}

fn phonemes(word: &Word) -> String {
    word.syllables.iter().map(|syllable| syllable.phonemes.as_str()).collect()
}

fn written(line: &str, source: TextRange) -> &str {
    line.get(source.as_usize()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tingxinwen::text::FrontEnd;

    #[test]
    fn sources_count_characters() {
        let line = "成長12.5%，AI好。";
        let words = FrontEnd::load().words(line);
        let report = report_with_zhuyin(line, &words);
        let number =
            report["words"].as_array().unwrap().iter().find(|word| word["written"] == "12.5%").unwrap();
        assert_eq!(number["source"], json!([2, 7]));
        assert_eq!(number["spoken"], "百分之十二點五");
        assert_eq!(number["readings"][0], "bai3");
        assert_eq!(number["zhuyin"][0], "ㄅㄞˇ");
        assert_eq!(report["spoken"], "成長百分之十二點五, AI好.");
        assert!(plain(line, &words).starts_with("成長\t成長\tcheng2 ㄔㄥˊ  zhang3 ㄓㄤˇ\n"));
    }
}
