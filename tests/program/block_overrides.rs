//! What the listener switched in an article is there again when it is opened again.

use std::{fs, path::PathBuf};

use tingxinwen::{
    article::{Article, BlockKind, Meta, Reason},
    block_overrides_file::{self, MOST_ARTICLES, MOST_BLOCKS},
};

fn article(name: &str) -> Article {
    let meta = Meta { canonical: Some(format!("https://news.example.test/{name}")), ..Meta::default() };
    let blocks = [
        (BlockKind::Title, "新橋通車"),
        (BlockKind::Caption, "新橋上午通車。"),
        (BlockKind::Paragraph, "新橋今天通車。"),
        (BlockKind::Paragraph, "第一天有兩萬輛車。"),
    ];
    Article::new(meta, blocks)
}

fn spoken(article: &Article) -> Vec<bool> {
    article.blocks().iter().map(|block| block.spoken).collect()
}

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("deep").join("blocks.jsonl")
}

#[test]
fn what_was_switched_is_switched_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    assert_eq!(spoken(&block_overrides_file::applied(&path, article("a"))), [true, false, true, true]);
    block_overrides_file::keep(&path, &article("a").with_block_overridden(1).with_block_overridden(2))
        .unwrap();
    let again = block_overrides_file::applied(&path, article("a"));
    assert_eq!(spoken(&again), [true, true, false, true]);
    assert_eq!(again.blocks()[2].reason, Reason::Listener, "kinds that are switched leave it alone");
    assert_eq!(spoken(&block_overrides_file::applied(&path, article("b"))), [true, false, true, true]);
    block_overrides_file::keep(&path, &article("a")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "", "who wants it as it was made leaves no trace");
}

#[test]
fn pasted_text_is_known_by_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    let pasted = |text: &str| {
        Article::new(Meta::default(), [(BlockKind::Paragraph, "甲。"), (BlockKind::Paragraph, text)])
    };
    block_overrides_file::keep(&path, &pasted("乙。").with_block_overridden(0)).unwrap();
    assert_eq!(spoken(&block_overrides_file::applied(&path, pasted("乙。"))), [false, true]);
    assert_eq!(spoken(&block_overrides_file::applied(&path, pasted("丙。"))), [true, true]);
}

#[test]
fn articles_not_opened_for_long_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    for at in 0..MOST_ARTICLES {
        block_overrides_file::keep(&path, &article(&at.to_string()).with_block_overridden(3)).unwrap();
    }
    // The first is opened again, and so is not the oldest any more.
    block_overrides_file::applied(&path, article("0"));
    block_overrides_file::keep(&path, &article("one more").with_block_overridden(3)).unwrap();
    let is_known = |name: &str| !spoken(&block_overrides_file::applied(&path, article(name)))[3];
    assert!(is_known("0") && is_known("2") && is_known("one more"));
    assert!(!is_known("1"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), MOST_ARTICLES);
    let many: Vec<(BlockKind, String)> =
        (0..MOST_BLOCKS + 50).map(|at| (BlockKind::Paragraph, format!("{at}。"))).collect();
    let switched = (0..many.len()).fold(Article::new(Meta::default(), many), Article::with_block_overridden);
    block_overrides_file::keep(&path, &switched).unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 100_000, "the file stays small");
}

#[test]
fn a_damaged_file_loses_no_more_than_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    block_overrides_file::keep(&path, &article("a").with_block_overridden(2)).unwrap();
    block_overrides_file::keep(&path, &article("b").with_block_overridden(2)).unwrap();
    block_overrides_file::keep(&path, &article("c").with_block_overridden(2)).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    bytes[second..second + 10].copy_from_slice(b"\xFF\x00{\"[[[,,,");
    bytes.truncate(bytes.len() - 5);
    fs::write(&path, &bytes).unwrap();
    let is_known = |name: &str| !spoken(&block_overrides_file::applied(&path, article(name)))[2];
    assert!(is_known("a") && !is_known("b") && !is_known("c"));
    block_overrides_file::keep(&path, &article("b").with_block_overridden(2)).unwrap();
    assert!(is_known("a") && is_known("b"));
    // Texts that are no numbers, and blocks that are not there.
    let key = article("d").id();
    fs::write(&path, format!("{{\"article\":\"{key}\",\"blocks\":[[\"x\",0,true],[\"0\",99,false]]}}\n"))
        .unwrap();
    assert_eq!(spoken(&block_overrides_file::applied(&path, article("d"))), [true, false, true, true]);
    // What was being written when the power failed is not looked at.
    fs::write(path.with_extension("1.part"), "half").unwrap();
    assert!(!is_known("a"));
}

#[test]
fn nothing_that_cannot_be_read_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    block_overrides_file::keep(&path, &article("a").with_block_overridden(2)).unwrap();
    let newer = "{\"article\":\"x\",\"blocks\":{\"of\":\"another release\"}}\n";
    fs::write(&path, [newer.as_bytes(), &fs::read(&path).unwrap()].concat()).unwrap();
    block_overrides_file::keep(&path, &article("b").with_block_overridden(2)).unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with(newer), "a line stays as it is");
    let aside = path.with_file_name("blocks.jsonl.unreadable");
    fs::write(&path, vec![b'x'; 9 << 20]).unwrap();
    assert_eq!(spoken(&block_overrides_file::applied(&path, article("a"))), [true, false, true, true]);
    assert!(path.metadata().unwrap().len() > 8 << 20, "reading changes nothing");
    block_overrides_file::keep(&path, &article("a").with_block_overridden(2)).unwrap();
    assert_eq!(aside.metadata().unwrap().len(), 9 << 20);
    assert!(!spoken(&block_overrides_file::applied(&path, article("a")))[2]);
}
