//! Judged lines to an article: what each line is, said once, in reading order.

use std::collections::HashSet;

use url::Url;

use super::{
    super::{Article, BlockKind, Link, Meta, byline, date, phrases, shingles::words_of},
    Parts,
    head::Head,
    hints::Hints,
    lines::{Anchor, Element, Line},
    origin, title,
};

/// How many characters a line of a menu has at most, to be shown together with its neighbours.
const MENU_CHARS: usize = 24;
/// How long a row of such may grow, in bytes.
const MENU_ROW_BYTES: usize = 240;

type Blocks = Vec<(BlockKind, String)>;

/// The article of the page in `parts`, of whose lines `is_article` tells those that are read.
///
/// What stands above the headline comes last, so that the page opens with its article.
pub(super) fn assemble(parts: &Parts, is_article: Vec<bool>, address: Option<&Url>) -> Article {
    let Parts { head, lines, author, date, .. } = parts;
    let first = is_article.iter().position(|is| *is).unwrap_or(0);
    let title = title::find(head, lines, first);
    let top = title.as_deref().and_then(|title| headline_at(title, lines, first));
    let from = top.unwrap_or(first);
    let who = origin::byline(head, lines, from, &is_article, author.as_deref());
    let when = origin::published(head, lines, from, address.map(Url::as_str)).or_else(|| date.clone());

    let mut page = Page {
        is_article,
        title: title.as_deref(),
        head,
        address,
        seen: HashSet::new(),
        related: Vec::new(),
        tags: Vec::new(),
    };
    let start = from.min(first);
    let mut blocks = page.blocks(lines, start, who.as_deref());
    let above: Blocks = lines[..start].iter().map(|line| (BlockKind::Furniture, line.text.clone())).collect();
    blocks.extend(above);
    add_missing(&mut blocks, title.clone(), who);

    let mut tags = head.tags();
    if tags.is_empty() {
        tags = page.tags;
    }
    let meta = Meta {
        source: address.map(Url::to_string),
        site: head.site().map(str::to_owned).or_else(|| Some(address?.host_str()?.to_owned())),
        published: when,
        tags,
        related: page.related,
    };
    Article::new(meta, joined(blocks))
}

/// The line of the headline that belongs to the article that begins at `first`.
fn headline_at(title: &str, lines: &[Line], first: usize) -> Option<usize> {
    /// How far above the article its headline may stand, in lines.
    const FAR: usize = 60;
    let words = words_of(title);
    let same = |at: &usize| words_of(&lines[*at].text) == words;
    let above = (first.saturating_sub(FAR)..(first + 3).min(lines.len())).rev();
    let candidates: Vec<usize> = above.filter(same).collect();
    let is_headline = |at: &&usize| lines[**at].element == Element::Headline;
    candidates.iter().find(is_headline).or(candidates.first()).copied()
}

struct Page<'a> {
    is_article: Vec<bool>,
    title: Option<&'a str>,
    head: &'a Head,
    address: Option<&'a Url>,
    /// Lines that stood already.
    seen: HashSet<Vec<u64>>,
    related: Vec<Link>,
    tags: Vec<String>,
}

impl Page<'_> {
    fn blocks(&mut self, lines: &[Line], start: usize, who: Option<&str>) -> Blocks {
        let title = self.title.map(words_of).unwrap_or_default();
        let who = who.map(words_of).unwrap_or_default();
        let last = self.is_article.iter().rposition(|is| *is).unwrap_or(0);
        let (mut has_title, mut has_byline, mut has_date, mut is_after_stop) = (false, false, false, false);
        let mut blocks = Blocks::new();
        for (at, line) in lines.iter().enumerate().skip(start) {
            let words = words_of(&line.text);
            let is_new = self.seen.insert(words.clone());
            let text = line.text.as_str();
            is_after_stop |= at > last && phrases::is_stop(text);
            if words == title && !words.is_empty() {
                let kind = if has_title { BlockKind::Furniture } else { BlockKind::Title };
                has_title = true;
                blocks.push((kind, text.to_owned()));
            } else if !is_new && words.len() > 3 && (self.is_article[at] || phrases::is_caption(text)) {
                blocks.push((BlockKind::Furniture, text.to_owned()));
            } else if !has_byline
                && at <= last
                && (words == who || byline::whole(text).is_some_and(|found| words_of(&found) == who))
            {
                has_byline = true;
                blocks.push((BlockKind::Byline, text.to_owned()));
            } else if self.is_article[at] {
                self.push_article(line, &mut has_byline, &mut blocks);
            } else {
                let kind = self.other(line, at < last, is_after_stop, &mut has_date);
                blocks.push((kind, text.to_owned()));
            }
        }
        blocks
    }

    fn push_article(&mut self, line: &Line, has_byline: &mut bool, blocks: &mut Blocks) {
        let kind = match line.element {
            Element::Heading => BlockKind::Heading,
            Element::ListItem => BlockKind::ListItem,
            Element::Quote => BlockKind::Quote,
            Element::Row => BlockKind::TableRow,
            Element::Caption => BlockKind::Caption,
            Element::Code => BlockKind::Code,
            Element::Plain | Element::Paragraph | Element::Headline | Element::Time => {
                if phrases::is_caption(&line.text) { BlockKind::Caption } else { BlockKind::Paragraph }
            }
        };
        // 〔記者×××／台北報導〕 opens the first paragraph.
        if kind == BlockKind::Paragraph
            && !*has_byline
            && let Some((who, rest)) = byline::split(&line.text)
        {
            *has_byline = true;
            blocks.push((BlockKind::Byline, who.to_owned()));
            blocks.push((kind, rest.to_owned()));
            return;
        }
        blocks.push((kind, line.text.clone()));
    }

    /// What a line is that is not read.
    fn other(&mut self, line: &Line, is_inside: bool, is_after_stop: bool, has_date: &mut bool) -> BlockKind {
        let text = line.text.as_str();
        if line.hints.has(Hints::TAGS) && line.link_share() > 0.5 || phrases::tag_row(text).is_some() {
            let row = phrases::tag_row(text);
            let words = row.into_iter().flat_map(|row| row.split([',', '、', '，', ' ']).map(str::to_owned));
            self.tags.extend(
                words
                    .chain(line.anchors.iter().map(|anchor| anchor.text.clone()))
                    .filter(|tag| !tag.is_empty()),
            );
            return BlockKind::Tags;
        }
        if (line.element == Element::Caption || phrases::is_caption(text)) && is_inside {
            return BlockKind::Caption;
        }
        if is_inside && !*has_date && date::is_line(text) {
            *has_date = true;
            return BlockKind::Date;
        }
        let is_related = (is_after_stop || line.hints.has(Hints::RELATED)) && line.link_share() > 0.8;
        if let Some(anchor) = line.anchors.first().filter(|anchor| is_related && is_headline(&anchor.text)) {
            let link = self.link(anchor);
            if !self.related.contains(&link) && self.title != Some(link.title.as_str()) {
                self.related.push(link);
                return BlockKind::Related;
            }
        }
        BlockKind::Furniture
    }

    fn link(&self, anchor: &Anchor) -> Link {
        let base = self.address.cloned().or_else(|| {
            let told = self.head.canonical.as_deref().or_else(|| self.head.meta(&["og:url"]));
            Url::parse(told?).ok()
        });
        let url =
            base.and_then(|base| base.join(&anchor.href).ok()).or_else(|| Url::parse(&anchor.href).ok());
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && !anchor.href.is_empty());
        Link { title: anchor.text.clone(), url: url.map(|url| url.to_string()) }
    }
}

/// Whether a link's text may be another article's headline, and not the name of a section.
fn is_headline(text: &str) -> bool {
    phrases::weight(text) >= 20 && !phrases::is_furniture(text)
}

/// Puts headline and byline on top where no line of the page has them.
fn add_missing(blocks: &mut Blocks, title: Option<String>, who: Option<String>) {
    let has = |blocks: &Blocks, kind: BlockKind| blocks.iter().any(|(known, _)| *known == kind);
    if let Some(title) = title.filter(|_| !has(blocks, BlockKind::Title)) {
        blocks.insert(0, (BlockKind::Title, title));
    }
    if let Some(who) = who {
        // `Article::byline` is the first: what the page prints, if it prints the same.
        let at = blocks.iter().position(|(kind, _)| *kind == BlockKind::Title).map_or(0, |at| at + 1);
        let printed = blocks.iter().find(|(kind, _)| *kind == BlockKind::Byline);
        if printed.is_none_or(|(_, text)| !text.contains(&who)) {
            blocks.insert(at, (BlockKind::Byline, who));
        }
    }
}

/// The short lines of menus made rows.
fn joined(blocks: Blocks) -> Blocks {
    let mut rows = Blocks::new();
    for (kind, text) in blocks {
        let is_short = |text: &str| text.chars().count() <= MENU_CHARS;
        if kind == BlockKind::Furniture
            && is_short(&text)
            && let Some((BlockKind::Furniture, row)) = rows.last_mut()
            && row.len() < MENU_ROW_BYTES
            && row.rsplit(" · ").next().is_some_and(is_short)
        {
            row.push_str(" · ");
            row.push_str(&text);
        } else {
            rows.push((kind, text));
        }
    }
    rows
}
