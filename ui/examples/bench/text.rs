//! The reading front-end: how long it takes to load and to read 10,000 characters, and how often it chooses the
//! right reading of a character with several.
//!
//! Sentences are a line each with `▁` around the character that is asked, readings a line each in another file
//! of the same name that ends in `.lb`, as in CPP (g2pM's corpus of Chinese polyphones).

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use tingxinwen::text::{FrontEnd, Readings};

use crate::{percentile, tell};

const ROUNDS: usize = 15;
/// Characters of the article that is read.
const CHARACTERS: usize = 10_000;
/// A paragraph of it: numbers, a name, English words.
const PARAGRAPH: &str = "市府今天宣布，河岸輕軌將在3月14日上午10點通車，全長8.6公里，票價20元起，預估每天有3萬2000人次使用。\
    市長在記者會上表示，第一年的營運經費約1.2億元，比原先估計少了百分之5；YouTube頻道也會直播通車典禮，由AI產生即時字幕。";
/// Errors that are listed, the most frequent first.
const LISTED: usize = 8;

/// Measures, and scores the file of sentences where one is named.
pub(crate) fn run(sentences: Option<&str>) {
    let mut loading: Vec<f64> = (0..ROUNDS).map(|_| millis(|| drop(FrontEnd::load()))).collect();
    let front_end = FrontEnd::load();
    front_end.warm_up();
    let article: Vec<String> = {
        let paragraph = PARAGRAPH.replace(' ', "");
        let count = CHARACTERS / paragraph.chars().count() + 1;
        vec![paragraph; count]
    };
    let mut reading: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            millis(|| {
                for paragraph in &article {
                    std::hint::black_box(front_end.words(paragraph));
                }
            })
        })
        .collect();
    tell(format_args!(
        "front-end: loaded in {:.0} ms, {CHARACTERS} characters in {:.0} ms (medians of {ROUNDS})",
        percentile(&mut loading, 0.5),
        percentile(&mut reading, 0.5)
    ));
    if let Some(path) = sentences {
        score(&front_end, Path::new(path));
    }
}

fn millis(work: impl FnOnce()) -> f64 {
    let started = Instant::now();
    work();
    Duration::as_secs_f64(&started.elapsed()) * 1e3
}

fn score(front_end: &FrontEnd, path: &Path) {
    front_end.set_readings(Readings::Mainland);
    let sentences = fs::read_to_string(path).expect("sentences");
    let labels = fs::read_to_string(path.with_extension("lb")).expect("their readings");
    let (mut right, mut all) = (0, 0);
    let mut errors: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (sentence, label) in sentences.lines().zip(labels.lines()) {
        let Some((before, rest)) = sentence.split_once('▁') else { continue };
        let Some((asked, after)) = rest.split_once('▁') else { continue };
        // Written in two ways: ü as `u:` there and as `v` here.
        let label = label.trim().replace("u:", "v");
        let text = format!("{before}{asked}{after}");
        let found = reading_at(front_end, &text, before.len()).unwrap_or_default();
        all += 1;
        if found == label {
            right += 1;
        } else {
            *errors.entry((asked.to_owned(), label, found)).or_default() += 1;
        }
    }
    tell(format_args!(
        "polyphones: {right} of {all} right, {:.2} %",
        100.0 * f64::from(right) / f64::from(all)
    ));
    let mut errors: Vec<_> = errors.into_iter().collect();
    errors.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((asked, label, found), count) in errors.iter().take(LISTED) {
        tell(format_args!("  {asked}: {label} read as {found}, {count} times"));
    }
}

/// The reading of the character at byte `at`.
fn reading_at(front_end: &FrontEnd, text: &str, at: usize) -> Option<String> {
    let words = front_end.words(text);
    let word = words.iter().find(|word| word.source.contains(at as u32))?;
    let nth = text.get(word.source.start as usize..at)?.chars().count();
    word.syllables.get(nth).map(|syllable| syllable.reading.clone())
}
