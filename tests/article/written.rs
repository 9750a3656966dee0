//! Pages of many shapes, each written with what must be read of it and what must not, before the program had seen it: live
//! blogs, transcripts, forums, recipes, laws, page builders, old markup. The trees learn from them as well (`fit.py`).

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use tingxinwen_article::{self as article, Source};

/// What a page's author says of it.
#[derive(Deserialize)]
struct Truth {
    title: Option<String>,
    byline: Option<String>,
    date: Option<String>,
    read: Vec<String>,
    never: Vec<String>,
}

/// The letters and digits of `text`.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/shapes");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    pages.sort();
    pages
}

/// Rules made for one shape must not lose another: each of these may only fall.
#[test]
fn shapes_are_read_as_they_were_meant() {
    const UNREAD: usize = 17;
    const WRONGLY_READ: usize = 10;
    const WRONG_TITLES: usize = 3;
    const WRONG_BYLINES: usize = 5;
    const WRONG_DATES: usize = 3;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (mut lines, mut faults) = (0, [const { Vec::new() }; 5]);
    for path in pages() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let truth: Truth = serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        let article = runtime.block_on(article::open(Source::File(path))).unwrap();
        let read =
            article.blocks().iter().filter(|block| block.spoken).map(|block| article.slice(block.range));
        let read = bare(&read.collect::<Vec<_>>().concat());
        let told = |text: &str| format!("{name}: {text}");
        lines += truth.read.len() + truth.never.len();
        faults[0].extend(truth.read.iter().filter(|line| !read.contains(&bare(line))).map(|line| told(line)));
        faults[1].extend(truth.never.iter().filter(|line| read.contains(&bare(line))).map(|line| told(line)));
        let (title, byline) =
            (bare(article.title().unwrap_or_default()), bare(article.byline().unwrap_or_default()));
        faults[2].extend(truth.title.filter(|truth| bare(truth) != title).map(|truth| told(&truth)));
        faults[3]
            .extend(truth.byline.filter(|truth| !byline.contains(&bare(truth))).map(|truth| told(&truth)));
        let date = article.meta.published.unwrap_or_default();
        faults[4]
            .extend(truth.date.filter(|truth| !date.starts_with(truth.as_str())).map(|truth| told(&truth)));
    }
    assert!(lines > 900, "{lines}");
    let most = [UNREAD, WRONGLY_READ, WRONG_TITLES, WRONG_BYLINES, WRONG_DATES];
    let counts = faults.each_ref().map(Vec::len);
    assert!(
        counts.iter().zip(&most).all(|(count, most)| count <= most),
        "{counts:?} of {most:?}: {faults:#?}"
    );
}
