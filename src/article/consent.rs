//! Consent: what a page asks before it sets cookies, in dialogs that stay in pages when they are saved.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::phrases;

/// Parts of such lines, in lower case. Each stands in other texts, too; several of them in one line hardly do.
static PARTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| phrases::any_of(include_str!("data/consent.txt").lines()));
/// The longest of these lines, in bytes.
const BYTES: usize = 1200;

/// How many parts of a request for consent are in `line`, each counted once.
pub(super) fn parts(line: &str) -> usize {
    if line.len() > BYTES {
        return 0;
    }
    let lower = line.to_lowercase().replace('’', "'");
    let mut found: Vec<usize> = PARTS.find_iter(&lower).map(|part| part.pattern().as_usize()).collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

/// Whether `line` is of a request for consent, wherever it stands.
pub(super) fn is_request(line: &str) -> bool {
    /// How many parts tell it.
    const LEAST: usize = 3;
    !line.starts_with(['"', '“', '「', '„', '«']) && parts(line) >= LEAST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_told_from_text_about_them() {
        for line in [
            "We and our 843 partners store and access information on a device, such as cookies, and process personal data.",
            "Manage your cookie preferences. You can change your choices at any time. Our vendors process your data.",
            "Wir und unsere 184 Partner speichern Informationen auf Ihrem Gerät und verarbeiten personenbezogene Daten.",
            "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker vos données personnelles.",
            "本網站使用 Cookie 以提升您的瀏覽體驗。繼續瀏覽即表示您同意我們使用 Cookie。",
        ] {
            assert!(is_request(line), "{line}");
        }
        for line in [
            "The court said that the company had sold personal data of its users to partners without their consent.",
            "「我們使用 cookie 來了解您的瀏覽體驗」，那個視窗這樣寫。",
            "奶奶做的餅乾（cookie）很好吃。",
        ] {
            assert!(!is_request(line), "{line}");
        }
    }
}
