//! How much of the article is found on pages whose article is known, and what each part gains.
//!
//! A folder holds `truth.json`, `{ID: {articleBody, title?, author?, date?}}`, and `html/ID.html.gz`.
//! Precision and recall are of runs of four words (a Chinese character is a word), averaged over the
//! pages; F1 is of the averages. What is compared is what is read aloud, without the headline.

use std::{
    collections::HashMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    time::Instant,
};

use flate2::read::GzDecoder;
use serde_json::Value;
use tingxinwen::article::{self, Article, BlockKind, Method};

use crate::{percentile, tell};

/// Room for parsers that recurse as deep as pages nest.
const STACK_BYTES: usize = 32 << 20;

type Runs = HashMap<Vec<String>, usize>;
/// Whether an article says of itself what the truth says.
type IsSame = fn(&str, &Article) -> bool;

/// Scores every folder, whole and with one part left out after the other.
pub(crate) fn run(folders: &[String]) {
    for folder in folders {
        let folder = PathBuf::from(folder);
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let scored = thread.spawn(move || score(&folder)).expect("a thread");
        scored.join().expect("a score");
    }
}

struct Page {
    html: Vec<u8>,
    truth: Value,
    runs: Runs,
}

fn score(folder: &Path) {
    let truth = fs::read_to_string(folder.join("truth.json")).expect("truth.json");
    let truth: serde_json::Map<String, Value> = serde_json::from_str(&truth).expect("JSON");
    let pages: Vec<Page> = truth
        .into_iter()
        .map(|(id, truth)| {
            let file = fs::File::open(folder.join("html").join(format!("{id}.html.gz"))).expect("a page");
            let mut html = Vec::new();
            GzDecoder::new(file).read_to_end(&mut html).expect("a page");
            let runs = runs(truth["articleBody"].as_str().unwrap_or_default());
            Page { html, truth, runs }
        })
        .collect();
    tell(format_args!("{}: {} pages", folder.display(), pages.len()));
    whole(&pages);
    for (part, name) in [
        (Method::Trees, "fitted trees (the votes instead)"),
        (Method::Readability, "dom_smoothie's vote"),
        (Method::Run, "densest run's vote"),
        (Method::JsonLd, "JSON-LD's text"),
        (Method::Data, "data in the page, hidden text"),
        (Method::Sites, "rules for sites"),
    ] {
        let articles = pages.iter().map(|page| article::extract_without(&page.html, Some(part)).ok());
        let (p, r) = body(&pages, articles);
        tell(format_args!("  without {name}: precision {p:.4}, recall {r:.4}, F1 {:.4}", f1(p, r)));
    }
}

fn whole(pages: &[Page]) {
    let mut times = Vec::new();
    let articles: Vec<Option<Article>> = pages
        .iter()
        .map(|page| {
            let start = Instant::now();
            let article = article::extract_without(&page.html, None).ok();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            article
        })
        .collect();
    let failed = articles.iter().filter(|article| article.is_none()).count();
    let (p, r) = body(pages, articles.iter().cloned());
    tell(format_args!("  whole: precision {p:.4}, recall {r:.4}, F1 {:.4}, {failed} failed", f1(p, r)));
    let (median, late) = (percentile(&mut times, 0.5), percentile(&mut times, 0.95));
    tell(format_args!("  a page, in the process: median {median:.0} ms, 95th percentile {late:.0} ms"));
    let same: [(&str, IsSame); 3] = [
        ("title", |truth, article| bare(truth) == bare(article.title().unwrap_or_default())),
        ("date", |truth, article| {
            article.meta.published.as_deref().unwrap_or_default().get(..10) == truth.get(..10)
        }),
        ("author", |truth, article| bare(article.byline().unwrap_or_default()).contains(&bare(truth))),
    ];
    for (field, is_same) in same {
        let all = pages.iter().zip(&articles);
        let named: Vec<bool> = all
            .filter_map(|(page, article)| {
                let truth = page.truth[field].as_str().filter(|truth| !truth.is_empty())?;
                Some(article.as_ref().is_some_and(|article| is_same(truth, article)))
            })
            .collect();
        if !named.is_empty() {
            let right = named.iter().filter(|right| **right).count() as f64 / named.len() as f64;
            tell(format_args!("  {field} right: {right:.3} of {}", named.len()));
        }
    }
}

/// Mean precision and recall of what is read.
fn body(pages: &[Page], articles: impl Iterator<Item = Option<Article>>) -> (f64, f64) {
    let (mut precision, mut recall) = (0.0, 0.0);
    for (page, article) in pages.iter().zip(articles) {
        let found = runs(&article.map(|article| spoken(&article)).unwrap_or_default());
        let common: usize =
            found.iter().map(|(run, count)| (*count).min(page.runs.get(run).copied().unwrap_or(0))).sum();
        precision += common as f64 / found.values().sum::<usize>().max(1) as f64;
        recall += common as f64 / page.runs.values().sum::<usize>().max(1) as f64;
    }
    (precision / pages.len() as f64, recall / pages.len() as f64)
}

fn f1(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}

fn spoken(article: &Article) -> String {
    let blocks = article.blocks().iter().filter(|block| block.spoken && block.kind != BlockKind::Title);
    blocks.map(|block| article.slice(block.range)).collect::<Vec<_>>().join("\n")
}

fn runs(text: &str) -> Runs {
    let words = words(text);
    let mut runs = Runs::new();
    for run in words.windows(4.min(words.len()).max(1)) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let is_apart = matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}');
        match words.last_mut().filter(|_| is_open && !is_apart) {
            Some(word) if c.is_alphanumeric() || c == '_' => word.push(c),
            _ if c.is_alphanumeric() || c == '_' => words.push(c.to_string()),
            _ => {}
        }
        is_open = !is_apart && (c.is_alphanumeric() || c == '_');
    }
    words
}

/// Letters and digits alone.
fn bare(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}
