//! Text extraction: from plain text, or a whole page copied as text, to an article, by the shape of its lines alone.
//!
//! A text without a page's furniture is an essay and is read whole. In a page, the article is the run of lines with
//! most text; above it stand headline and byline, below it what is not read.

use std::collections::HashSet;

use super::{
    Article, BlockKind, Link, Meta, OpenError, Reason,
    best_range::best_range,
    byline, date,
    phrases::{self, weight},
    shingles::words_of,
    wrapped,
};

/// Weight (see [`weight`]) of a line that is worth one point.
const POINT: f32 = 60.0;
/// How many lines above the article its headline may stand.
const HEADLINE_LINES: usize = 14;
/// How many characters a headline has at most.
const HEADLINE_CHARS: usize = 90;
/// How many lines of furniture a text must have to be a copied page.
const PAGE_SIGNS: usize = 3;

type Blocks = Vec<(BlockKind, Reason, String)>;

/// The article in `text`.
pub(super) fn extract(text: &str) -> Result<Article, OpenError> {
    let lines = wrapped::lines(text);
    if lines.is_empty() {
        return Err(OpenError::Empty);
    }
    let is_page = lines.iter().filter(|line| is_sign(line.as_str())).count() >= PAGE_SIGNS;
    let article = if is_page { page(&lines) } else { essay(&lines) };
    if article.has_speech() { Ok(article) } else { Err(OpenError::NoArticle) }
}

/// Whether `line` is furniture of a page, which essays do not have.
fn is_sign(line: &str) -> bool {
    phrases::is_stop(line) || phrases::is_furniture(line)
}

/// The article of an essay: all of it is read; a first line that looks like a headline is one.
fn essay(lines: &[String]) -> Article {
    let has_headline = lines.len() > 1 && may_be_headline(&lines[0]) && weight(&lines[1]) > 0;
    let mut meta = Meta::default();
    let mut blocks = Blocks::new();
    for (at, line) in lines.iter().enumerate() {
        let is_top = at > 0 && at < 4 && has_headline;
        let kind = if at == 0 && has_headline {
            BlockKind::Title
        } else if is_top && date::is_line(line) && weight(line) < 40 {
            meta.published = meta.published.or_else(|| date::find(line));
            BlockKind::Date
        } else if is_top && byline::whole(line).is_some() {
            BlockKind::Byline
        } else {
            BlockKind::Paragraph
        };
        blocks.push((kind, Reason::Kind, line.clone()));
    }
    Article::new(meta, blocks)
}

fn page(lines: &[String]) -> Article {
    let points: Vec<f32> = lines.iter().map(|line| points(line)).collect();
    let (from, to) = body(lines, &points);
    let title = headline(lines, from);
    let top = title.unwrap_or(from);
    let mut page = Page { title: title.map(|title| lines[title].clone()), ..Page::default() };
    for line in &lines[..top] {
        page.push(BlockKind::Furniture, Reason::Before, line);
    }
    if let Some(title) = title {
        page.push(BlockKind::Title, Reason::Kind, &lines[title]);
        for line in &lines[title + 1..from] {
            page.above(line);
        }
    }
    let said = title.map(|title| words_of(&lines[title]));
    for at in from..to {
        let is_title = said.as_ref().is_some_and(|said| *said == words_of(&lines[at]));
        if is_title {
            page.push(BlockKind::Furniture, Reason::Repeated, &lines[at]);
        } else {
            page.inside(lines, from, at);
        }
    }
    let mut is_after_stop = false;
    for (at, line) in lines.iter().enumerate().skip(to) {
        is_after_stop |= phrases::is_stop(line);
        page.below(line, at == to, is_after_stop);
    }
    page.meta.published = page.meta.published.or_else(|| {
        lines[..from]
            .iter()
            .filter(|line| date::is_line(line) || line.contains(" date "))
            .find_map(|line| date::find(line))
    });
    Article::new(page.meta, page.blocks)
}

/// Points for (above 0) or against a line being of the article.
fn points(line: &str) -> f32 {
    let said = weight(line) as f32;
    if phrases::is_stop(line) {
        return -12.0;
    }
    if phrases::is_furniture(line) {
        return -2.0;
    }
    if phrases::is_caption(line) || byline::whole(line).is_some() {
        return -0.1;
    }
    if phrases::is_cut_off(line) {
        return -1.5;
    }
    if line.starts_with(['•', '●', '·', '*']) {
        return -0.3;
    }
    if said > POINT / 2.0 && phrases::ends_sentence(line) {
        return (said / POINT).min(8.0);
    }
    if said > POINT * 3.0 { 0.5 } else { -0.8 }
}

/// The run of lines with most text, from the first of them that is a sentence.
fn body(lines: &[String], points: &[f32]) -> (usize, usize) {
    // A heading inside the article may stop the run; what goes on after it in the same way belongs to it.
    let (from, mut to) = best_range(points);
    while let Some(next) = (to..(to + 3).min(lines.len())).find(|at| points[*at] > 1.0) {
        if lines[to..next].iter().any(|line| phrases::is_stop(line)) {
            break;
        }
        to = next + 1;
    }
    (from, to)
}

/// The headline above the body: the nearest line that may be one, the longest of a group.
fn headline(lines: &[String], from: usize) -> Option<usize> {
    let above = from.saturating_sub(HEADLINE_LINES)..from;
    let said_below = |at: usize| {
        let words = words_of(&lines[at]);
        lines[from..].iter().any(|line| words_of(line) == words)
    };
    let candidates: Vec<usize> = above
        .rev()
        .filter(|at| {
            may_be_headline(&lines[*at])
                && byline::whole(&lines[*at]).is_none()
                && !date::is_line(&lines[*at])
        })
        .filter(|at| !phrases::is_caption(&lines[*at]))
        .collect();
    // Between headline and body stand only byline, date and captions; a site that repeats the
    // headline among the related articles gives it away.
    candidates.iter().copied().find(|at| said_below(*at)).or(candidates.first().copied())
}

fn may_be_headline(line: &str) -> bool {
    /// The least [`weight`] of a headline.
    const LEAST: usize = 12;
    let is_statement =
        line.ends_with(['。', '，', '；', '：', ':', ';', ',']) || line.ends_with('.') && line.is_ascii();
    line.chars().count() <= HEADLINE_CHARS
        && weight(line) >= LEAST
        && !is_statement
        && !phrases::is_furniture(line)
        && !phrases::is_stop(line)
        && !phrases::is_clock(line)
        && !line.starts_with(['•', '●', '*'])
}

#[derive(Default)]
struct Page {
    meta: Meta,
    title: Option<String>,
    /// The titles of the other articles so far.
    related: HashSet<String>,
    blocks: Blocks,
    has_byline: bool,
}

impl Page {
    /// Adds a block; furniture that is known by its words has that as its reason.
    fn push(&mut self, kind: BlockKind, reason: Reason, text: &str) {
        let reason = if kind == BlockKind::Furniture && is_sign(text) { Reason::Words } else { reason };
        self.blocks.push((kind, reason, text.to_owned()));
    }

    /// A line between the headline and the body.
    fn above(&mut self, line: &str) {
        let kind = if !self.has_byline && byline::whole(line).is_some() {
            self.has_byline = true;
            BlockKind::Byline
        } else if date::is_line(line) {
            self.meta.published = self.meta.published.take().or_else(|| date::find(line));
            BlockKind::Date
        } else if phrases::is_caption(line) {
            self.caption(line);
            return;
        } else {
            BlockKind::Furniture
        };
        self.push(kind, if kind == BlockKind::Furniture { Reason::Before } else { Reason::Kind }, line);
    }

    /// A line of the body.
    fn inside(&mut self, lines: &[String], from: usize, at: usize) {
        let line = &lines[at];
        if phrases::is_caption(line) {
            self.caption(line);
            return;
        }
        if !self.has_byline && at < from + 3 {
            if byline::whole(line).is_some() {
                self.has_byline = true;
                self.push(BlockKind::Byline, Reason::Kind, line);
                return;
            }
            if let Some((who, rest)) = byline::split(line) {
                self.has_byline = true;
                self.push(BlockKind::Byline, Reason::Kind, who);
                self.push(BlockKind::Paragraph, Reason::Article, rest);
                return;
            }
        }
        let is_heading = !phrases::ends_sentence(line)
            && line.chars().count() < 40
            && lines.get(at + 1).is_some_and(|next| phrases::ends_sentence(next));
        let kind = if phrases::is_furniture(line) || phrases::is_cut_off(line) && weight(line) < 200 {
            BlockKind::Furniture
        } else if line.starts_with(['•', '●', '·', '*', '■', '◆']) {
            BlockKind::ListItem
        } else if is_heading {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        let is_furniture = kind == BlockKind::Furniture;
        self.push(kind, if is_furniture { Reason::Doubtful } else { Reason::Article }, line);
    }

    /// A line after the body.
    fn below(&mut self, line: &str, is_first: bool, is_after_stop: bool) {
        let words: Vec<&str> =
            line.split([' ', '\u{3000}', '#', '、']).filter(|word| !word.is_empty()).collect();
        let is_row = words.len() > 1
            && words.iter().all(|word| word.chars().count() <= 10)
            && !phrases::ends_sentence(line)
            && !date::is_line(line)
            && words.iter().any(|word| !word.is_ascii());
        let row = phrases::tag_row(line);
        if !is_after_stop && self.meta.tags.is_empty() && (is_first && is_row || row.is_some()) {
            let tags = row.map_or(words, |row| row.split(['、', ',', '，', ' ']).collect());
            self.meta.tags = tags.into_iter().filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            self.push(BlockKind::Tags, Reason::Kind, line);
            return;
        }
        if !is_after_stop && phrases::is_caption(line) {
            self.caption(line);
            return;
        }
        let is_other_article = is_after_stop
            && may_be_headline(line)
            && weight(line) >= 24
            && !phrases::is_cut_off(line)
            && !phrases::ends_sentence(line);
        let is_itself = self.title.as_deref() == Some(line);
        if is_other_article && !is_itself && self.related.insert(line.to_owned()) {
            self.meta.related.push(Link { title: line.to_owned(), url: None });
            self.push(BlockKind::Related, Reason::Kind, line);
        } else {
            let reason = if is_after_stop { Reason::OtherArticles } else { Reason::After };
            self.push(BlockKind::Furniture, reason, line);
        }
    }

    /// Adds a caption, unless it is there already: pages have captions twice, to see and for screen readers.
    fn caption(&mut self, line: &str) {
        let is_said = self
            .blocks
            .iter()
            .rev()
            .take(4)
            .any(|(kind, _, text)| *kind == BlockKind::Caption && text == line);
        if is_said {
            self.push(BlockKind::Furniture, Reason::Repeated, line);
            return;
        }
        let kind = if phrases::is_credit(line) { BlockKind::Credit } else { BlockKind::Caption };
        self.push(kind, Reason::Kind, line);
    }
}
