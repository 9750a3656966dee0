//! Kinds of pages that put much around a short article, and advertise within it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use tingxinwen::article::{self, Article, BlockKind, Source};

fn page(name: &str) -> Article {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages").join(name);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::File(path))).unwrap()
}

fn spoken(article: &Article) -> Vec<&str> {
    let blocks = article.blocks().iter().filter(|block| block.spoken && block.kind != BlockKind::Title);
    blocks.map(|block| article.slice(block.range)).collect()
}

/// Whether each of `read` opens with what is expected.
fn assert_opens(read: &[&str], expected: &[&str]) {
    assert_eq!(read.len(), expected.len(), "{read:#?}");
    for (read, expected) in read.iter().zip(expected) {
        assert!(read.starts_with(expected), "{read} instead of {expected}");
    }
}

#[test]
fn a_portal_s_disclaimer_is_not_the_end_of_a_short_article() {
    let article = page("portal.html");
    assert_eq!(article.title(), Some("老城菜市场改造完工 三百个摊位今早开张"));
    assert_eq!(article.meta.published.as_deref().map(|date| &date[..10]), Some("2026-05-12"));
    assert_opens(&spoken(&article), &["清河晚报讯", "市场管理处介绍", "在这里卖了二十年", "据了解"]);
}

#[test]
fn a_company_s_offers_are_not_part_of_its_advice() {
    let article = page("company.html");
    assert_eq!(article.title(), Some("How to Keep a Rooftop Garden Alive in Winter"));
    assert_eq!(article.byline(), Some("By Maren Oakfield"));
    assert_opens(
        &spoken(&article),
        &[
            "A roof in January",
            "Wind comes first",
            "Put the tallest",
            "If the pots",
            "Water less",
            "Evergreens go on",
            "Do it before noon",
            "Leave some",
            "Snow is a blanket",
        ],
    );
}

#[test]
fn classes_that_say_nothing_hide_neither_text_nor_what_asks_for_support() {
    let article = page("islands.html");
    assert_eq!(article.title(), Some("離島的郵差 一天走三座島"));
    assert_eq!(article.byline(), Some("文／沈南星"));
    assert_opens(&spoken(&article), &["天還沒亮", "三座島上", "「以前一天", "下午三點"]);
}
