//! The same story in two feeds: whether two texts are nearly the same.

/// How much of the shorter text must be in the longer.
const SHARED: f32 = 0.6;
/// Letters of a title at least that two stories do not share by chance, where there is no text to compare.
const OWN_TITLE: usize = 10;

/// Whether two items that have the same `title` tell the same story, by what is known of the text of each.
pub(crate) fn is_same_story(title: &str, a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return title.chars().filter(|c| c.is_alphanumeric()).count() >= OWN_TITLE;
    }
    tingxinwen_article::shared_text(a, b) >= SHARED
}
