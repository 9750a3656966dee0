//! Search within the article that is open.

use tingxinwen::article::{Article, TextRange};
use tingxinwen_library::fold;

/// What is searched, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// What is typed.
    pub query: String,
    /// Where it stands, in order.
    pub hits: Vec<TextRange>,
    /// The hit that is shown, an index into `hits`.
    pub at: usize,
}

impl Find {
    /// Searches `article` for what is typed; shows the first hit at or after the byte `from`.
    pub fn search(&mut self, article: &Article, from: u32) {
        self.hits = hits(article, self.query.trim());
        self.at = self.hits.iter().position(|hit| hit.start >= from).unwrap_or(0);
    }

    /// The hit that is shown.
    pub fn hit(&self) -> Option<TextRange> {
        self.hits.get(self.at).copied()
    }

    /// Shows the hit after it, or the one before; after the last comes the first.
    pub fn step(&mut self, by: isize) {
        let count = self.hits.len() as isize;
        if count > 0 {
            self.at = (self.at as isize + by).rem_euclid(count) as usize;
        }
    }
}

/// Where `query` stands in `article`; width, case and forms of a character make no difference. Hits do not overlap, and
/// none goes over the end of a block.
fn hits(article: &Article, query: &str) -> Vec<TextRange> {
    let wanted: Vec<char> = query.chars().flat_map(fold).collect();
    let mut hits = Vec::new();
    if wanted.is_empty() {
        return hits;
    }
    for block in article.blocks() {
        let text = article.slice(block.range);
        let folded: Vec<(char, usize)> =
            text.char_indices().flat_map(|(at, c)| fold(c).map(move |c| (c, at))).collect();
        let byte =
            |at: usize| block.range.start + folded.get(at).map_or(text.len(), |(_, byte)| *byte) as u32;
        let mut at = 0;
        while at + wanted.len() <= folded.len() {
            if folded[at..].iter().zip(&wanted).all(|(have, want)| have.0 == *want) {
                hits.push(TextRange::new(byte(at), byte(at + wanted.len())));
                at += wanted.len();
            } else {
                at += 1;
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use tingxinwen::article::{BlockKind, Meta};

    use super::*;

    #[test]
    fn words_are_found_whatever_their_width_and_case_and_steps_go_round() {
        let texts = ["臺北的 FFmpeg", "台北，ＦＦＭＰＥＧ 與台北"];
        let article = Article::new(Meta::default(), texts.map(|text| (BlockKind::Paragraph, text)));
        let mut find = Find { query: " 台北 ".to_owned(), ..Find::default() };
        find.search(&article, 0);
        let found: Vec<&str> = find.hits.iter().map(|hit| article.slice(*hit)).collect();
        assert_eq!(found, ["臺北", "台北", "台北"]);
        find.step(-1);
        assert_eq!((find.at, find.hit()), (2, Some(find.hits[2])));
        find.step(1);
        assert_eq!(find.at, 0);
        find.query = "ffmpeg".to_owned();
        find.search(&article, 20);
        assert_eq!((find.hits.len(), find.at), (2, 1), "the first from there on");
        find.query = "高雄".to_owned();
        find.search(&article, 0);
        assert_eq!(find.hit(), None);
        find.step(1);
    }
}
