//! Memory and work of hostile pages, by counting: neither outgrows the page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "shared with tests that need more of it")]
mod common;
mod hostile;

use peak_alloc::PeakAlloc;
use tingxinwen_article::{self as article, OpenError, Source};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The size of a page, in bytes.
const BYTES: usize = 200_000;
/// How many bytes of memory a byte of a page may take.
const MOST_BYTES: usize = 20;
/// What any page may take, in bytes: the trees, tables and expressions that are made once are among it.
const BASE_BYTES: usize = 100_000_000;
/// The most steps for a byte. A start tag is looked at, and compared with all that is open: 256 elements for `<b>`.
const MOST_STEPS: u64 = 2 * 256 / 3 + 10;

/// The most memory that is in use at once during `work`, in bytes, besides what was before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = work();
    (MEMORY.peak_usage().saturating_sub(before), result)
}

fn assert_is_bounded(name: &str, peak: usize, bytes: usize) {
    let most = MOST_BYTES * bytes + BASE_BYTES;
    assert!(peak <= most, "{name}: {} MB for {} kB", peak / 1_000_000, bytes / 1000);
}

// One test, so that nothing else allocates meanwhile.
#[test]
fn hostile_pages_and_texts_take_little_memory_and_few_steps() {
    let address = "https://news.test/x".parse().unwrap();
    for (name, page) in hostile::pages(BYTES) {
        let (peak, steps) = peak_of(|| article::steps(page.as_bytes(), &address));
        let steps = steps.unwrap();
        assert!(
            steps <= MOST_STEPS * page.len() as u64,
            "{name}: {} steps a byte",
            steps / page.len() as u64
        );
        assert_is_bounded(&name, peak, page.len());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (name, text) in texts(8 * BYTES) {
        let (peak, result) = peak_of(|| runtime.block_on(article::open(Source::Text(text.clone()))));
        assert_ne!(result.err(), Some(OpenError::Internal), "{name}");
        assert_is_bounded(name, peak, text.len());
        let (peak, _) = peak_of(|| article::markdown_blocks(&text));
        assert_is_bounded(name, peak, text.len());
    }
}

/// Texts and Markdown of the same kind, each of about so many bytes.
fn texts(bytes: usize) -> Vec<(&'static str, String)> {
    [
        "a\n",
        "市府今天宣布。\n",
        "x",
        "下雨",
        "- a\n",
        "> ",
        "[a](",
        "*a_",
        "延伸閱讀\n",
        "1. x\n",
        "|a|b|\n",
        "```\n",
        "<b>",
    ]
    .map(|piece| (piece, piece.repeat(bytes / piece.len())))
    .into()
}
