//! Pages written in the style of Taiwanese sites, with all of their furniture.

use std::path::PathBuf;

use tingxinwen_article::{self as article, Article, BlockKind, Source};

fn page(name: &str) -> Article {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/pages").join(name);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::File(path))).unwrap()
}

fn starts(article: &Article) -> Vec<String> {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range).chars().take(6).collect()).collect()
}

fn count(article: &Article, kind: BlockKind) -> usize {
    article.blocks().iter().filter(|block| block.kind == kind).count()
}

#[test]
fn adverts_between_flat_paragraphs_are_left_out() {
    let article = page("flat.html");
    assert_eq!(
        starts(&article),
        [
            "海鳥回到北岸",
            "消失近二十年",
            "北岸的這片沙",
            "「一開始撿一",
            "漁會設回收站",
            "漁會三年前在",
            "縣府農業處表"
        ]
    );
    assert_eq!(article.byline(), Some("記者周以樂／北岸報導"));
    assert_eq!(count(&article, BlockKind::Caption), 2);
    assert_eq!(article.meta.tags, ["小燕鷗", "北岸", "淨灘"]);
    assert!(article.meta.related.iter().any(|link| link.title.starts_with("溼地步道")));
}

#[test]
fn captions_with_arrows_and_links_as_paragraphs_are_left_out() {
    let article = page("arrows.html");
    assert_eq!(
        starts(&article),
        ["老茶廠變身聲", "停工三十年的", "館長游書平說", "二樓收藏了十", "門票全票一百"]
    );
    assert_eq!(article.byline(), Some("記者高子晴／南坪報導"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-05-09T14:12:00+08:00"));
    assert_eq!(count(&article, BlockKind::Caption), 2);
    assert_eq!(article.meta.tags, ["茶廠", "聲音", "博物館"]);
    assert_eq!(article.meta.related[0].title, "鐵道旁的理髮店 一張椅子坐了四代人");
}
