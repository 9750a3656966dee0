//! Site rules: selectors of the text and of furniture inside it, for sites whose markup is known.
//!
//! They are facts like others and decide nothing alone: a site that changes is read as any other, and a rule that
//! contradicts the votes is dropped.

use std::{collections::HashMap, sync::LazyLock};

use dom_query::Document;
use serde::Deserialize;

use super::{
    super::{phrases::weight, shingles::Shingles},
    hints::Hints,
    line::Line,
};

/// The attribute that carries a rule to the lines inside an element.
pub(super) const MARK: &str = "data-tingxinwen";
/// [`MARK`] of the element that holds the text.
pub(super) const BODY: &str = "body";
/// [`MARK`] of an element that is not read.
pub(super) const DROP: &str = "drop";

/// The rules by host, each for its subdomains too.
static SITES: LazyLock<HashMap<String, Site>> =
    LazyLock::new(|| toml::from_str(include_str!("../data/sites.toml")).unwrap_or_default());

/// The rule of a site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    /// Selectors of the elements that hold the text.
    #[serde(default)]
    body: Vec<String>,
    /// Selectors of elements that are not read.
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

/// Takes back what rules made of `lines` where `judge` sees it otherwise: a body that has little of
/// what it takes for the article, or much of it left out.
pub(super) fn check(lines: &mut [Line], judge: Option<&Shingles>) {
    if !lines.iter().any(|line| line.hints.has(Hints::RULED | Hints::DROPPED)) {
        return;
    }
    let (mut all, mut inside, mut dropped) = (0.0, 0.0, 0.0);
    for line in &*lines {
        let voted = judge.map_or(0.0, |judge| judge.cover(&line.words));
        let voted = voted * weight(&line.text) as f32;
        all += voted;
        inside += if line.hints.has(Hints::RULED) { voted } else { 0.0 };
        dropped += if line.hints.has(Hints::DROPPED) { voted } else { 0.0 };
    }
    let no_body = if inside * 2.0 <= all { Hints::RULED | Hints::BODY } else { Hints::default() };
    let no_drop = if dropped * 3.0 >= all { Hints::DROPPED } else { Hints::default() };
    for line in lines {
        // Only what the rules said: a page may call the same a body.
        let no_body = if line.hints.has(Hints::RULED) { no_body } else { Hints::default() };
        line.hints = line.hints.without(no_body | no_drop);
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
