//! Identities: which item is which at the next refresh, and which addresses lead to the same story.

use sha2::{Digest as _, Sha256};
use url::Url;

/// Parameters of addresses that say where a reader came from, and change nothing of the page.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ref",
    "ref_src",
    "from",
    "feature",
    "spm",
    "cmpid",
    "ocid",
    "at_medium",
    "at_campaign",
    "share",
    "amp",
    "rss",
];
/// Bytes of a hash that are kept.
const KEPT: usize = 16;

/// The identity of an item that has none of its own: the same at every reading.
pub(crate) fn of_words(title: &str, date: Option<i64>, text: &str) -> String {
    let mut hash = Sha256::new();
    for part in [title, &date.map_or(String::new(), |date| date.to_string()), text] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(KEPT).map(|byte| format!("{byte:02x}")).collect()
}

/// `address` without what does not change the page: the same for two that lead to the same story.
pub(crate) fn canonical(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return address.to_owned() };
    let host = url.host_str().unwrap_or_default();
    let host = ["www.", "m.", "amp."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host);
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/amp").unwrap_or(path);
    let mut pairs: Vec<String> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_ref()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.sort();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    // Pages made by a script of their own stand behind `#!` or `#/`.
    let fragment = url.fragment().filter(|fragment| fragment.starts_with(['!', '/']));
    let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
    format!("{host}{port}{path}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_story_are_one() {
        let story = canonical("https://news.test/a?id=1");
        for same in [
            "http://www.news.test/a?id=1",
            "https://news.test/a/?id=1&utm_source=rss&utm_medium=feed",
            "https://m.news.test/a?fbclid=x&id=1#comments",
        ] {
            assert_eq!(canonical(same), story, "{same}");
        }
        for other in ["https://news.test/a?id=2", "https://news.test/b?id=1", "https://other.test/a?id=1"] {
            assert_ne!(canonical(other), story, "{other}");
        }
    }
}
