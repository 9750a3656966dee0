//! Pages with much around a short article, or advertisements within it.

use std::path::PathBuf;

use tingxinwen_article::{self as article, Article, BlockKind, Source};

fn page(name: &str) -> Article {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/pages").join(name);
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

#[test]
fn contents_and_abstracts_are_read_once_in_their_place_and_labels_every_time() {
    let article = page("series.html");
    assert_eq!(article.byline(), Some("Idris Calloway"));
    assert_opens(
        &spoken(&article),
        &[
            "We carried four",
            "How we tested the lanterns",
            "Every lantern",
            "The brass one with a handle",
            "It weighs more",
            "Why we would take it",
            "Nothing that fell",
            "The paper one that folds flat",
            "Folded, it goes",
            "Why we would take it",
            "It weighs as much",
            "What we would carry again",
            "The paper one on every walk",
        ],
    );
    let contents = article.blocks().iter().find(|block| article.slice(block.range).contains("Contents"));
    assert_ne!(contents.map(|block| block.spoken), Some(true));
}

#[test]
fn what_is_set_under_a_picture_is_its_caption() {
    let article = page("centered.html");
    assert_opens(&spoken(&article), &["停駛三十年", "負責修路", "沿線的居民"]);
    let captions = article.blocks().iter().filter(|block| block.kind == BlockKind::Caption);
    assert_eq!(
        captions.map(|block| article.slice(block.range)).collect::<Vec<_>>(),
        ["工人在橋上更換最後一段枕木", "漆成紅色的小火車頭"]
    );
}

#[test]
fn a_story_in_pictures_is_read_with_what_is_told_under_them() {
    let article = page("pictures.html");
    assert_eq!(article.title(), Some("海堤上的風箏節"), "though the parser takes the title for the body's");
    assert_opens(&spoken(&article), &["四月五日", "一年一度", "最長的一條龍"]);
}
