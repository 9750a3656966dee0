//! Memory of the English front-end, by counting: its tables take some megabytes, and keep fewer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use peak_alloc::PeakAlloc;
use tingxinwen_text::FrontEnd;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What the first English sentence may take at its peak, and what may stay of it, in bytes.
const MOST_AT_ONCE: usize = 12_000_000;
const MOST_KEPT: usize = 7_000_000;

// One test, so that nothing else allocates meanwhile.
#[test]
fn the_first_english_sentence_takes_little_memory() {
    let front = FrontEnd::load();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let words = front.words("The minister said on Tuesday that prices had risen.");
    assert_eq!(words.iter().filter(|word| word.is_audible()).count(), 9);
    let at_once = MEMORY.peak_usage() - before;
    assert!(at_once <= MOST_AT_ONCE, "{at_once} bytes at once");
    drop(words);
    let kept = MEMORY.current_usage() - before;
    assert!(kept <= MOST_KEPT, "{kept} bytes kept");
}
