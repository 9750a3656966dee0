//! Rules for sites whose markup is known: where the text stands, and what stands in it that is not.
//!
//! They add to what is seen of a page and decide nothing alone: a site that changes is read as any other.

use std::{collections::HashMap, sync::LazyLock};

use dom_query::Document;
use serde::Deserialize;

/// The attribute that carries a rule to the lines inside an element.
pub(super) const MARK: &str = "data-tingxinwen";
/// [`MARK`] of the element that holds the text.
pub(super) const BODY: &str = "body";
/// [`MARK`] of an element that is not read.
pub(super) const DROP: &str = "drop";

/// The rules by host, each for its subdomains too.
static SITES: LazyLock<HashMap<String, Site>> =
    LazyLock::new(|| toml::from_str(include_str!("../data/sites.toml")).unwrap_or_default());

/// What is known of a site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    /// Selectors of what holds the text.
    #[serde(default)]
    body: Vec<String>,
    /// Selectors of what is not read.
    #[serde(default)]
    drop: Vec<String>,
    /// Why the site needs a rule.
    #[expect(dead_code, reason = "for whoever reads the file")]
    reason: String,
}

/// Marks the elements of `doc`, a page of `host`, that a rule names.
pub(super) fn mark(doc: &Document, host: &str) {
    let Some(site) = of(host) else { return };
    for (selectors, mark) in [(&site.body, BODY), (&site.drop, DROP)] {
        for selector in selectors {
            if let Some(found) = doc.try_select(selector) {
                found.set_attr(MARK, mark);
            }
        }
    }
}

/// The rule for `host`, or for the domain that it belongs to.
fn of(host: &str) -> Option<&'static Site> {
    let mut name = host;
    loop {
        if let Some(site) = SITES.get(name) {
            return Some(site);
        }
        name = name.split_once('.')?.1;
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Matcher;

    use super::*;

    #[test]
    fn the_rules_can_be_read() {
        let parsed: Result<HashMap<String, Site>, _> = toml::from_str(include_str!("../data/sites.toml"));
        let sites = parsed.unwrap();
        assert!(sites.len() >= 10);
        for (host, site) in &sites {
            assert!(!site.body.is_empty() || !site.drop.is_empty(), "{host}");
            for selector in site.body.iter().chain(&site.drop) {
                assert!(Matcher::new(selector).is_ok(), "{host}: {selector}");
            }
        }
    }

    #[test]
    fn subdomains_have_the_rule_of_their_domain() {
        assert!(of("news.ltn.com.tw").is_some() && of("ltn.com.tw").is_some());
        assert!(of("com.tw").is_none() && of("notltn.com.tw").is_none());
    }
}
