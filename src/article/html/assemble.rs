//! Assembly: from judged lines to the blocks of an article, in reading order.

use std::collections::HashSet;

use url::Url;

use super::{
    super::{
        Article, BlockDraft, BlockKind, Link, Meta, Reason, SpanKind, byline, date, phrases,
        shingles::words_of,
    },
    ParsedPage, byline_rules, date_rules,
    head::Head,
    hints::Hints,
    line::{Anchor, Line},
    picture, repeated, spans,
    tags::Element,
    time_marks, title,
};

/// The longest line that is joined with its neighbours into one row, in characters: an entry of a menu.
const MENU_CHARS: usize = 24;
/// The longest such row, in bytes.
const MENU_ROW_BYTES: usize = 240;

type Blocks = Vec<BlockDraft>;

/// The article of `page`; `is_article` tells for each of its lines whether it is read.
///
/// The lines above the headline are put after the others, so that the article is the first thing that is shown.
pub(super) fn assemble(
    page: &ParsedPage,
    is_article: Vec<bool>,
    address: Option<&Url>,
    is_from_data: bool,
) -> Article {
    let ParsedPage { head, lines, author, published, .. } = page;
    let first = is_article.iter().position(|is| *is).unwrap_or(0);
    let title = title::find(head, lines, first);
    let top = title.as_deref().and_then(|title| headline_at(title, lines, first));
    let from = top.unwrap_or(first);
    let who = byline_rules::byline(head, lines, from, &is_article, author.as_deref());
    let last = is_article.iter().rposition(|is| *is).unwrap_or(first);
    let when = date_rules::published(head, lines, from, last, address.map(Url::as_str));
    let when = when.or_else(|| published.clone());
    let host = address.and_then(Url::host_str);
    let zoned = |moment: String| date_rules::with_zone(moment, head, host);

    let base = base(head, address);
    let mut builder = BlockBuilder {
        is_article,
        title: title.as_deref(),
        base: base.clone(),
        captions: HashSet::new(),
        related: Vec::new(),
        tags: Vec::new(),
    };
    let start = from.min(first);
    let mut blocks = builder.blocks(lines, start, who.as_deref());
    let above: Blocks = lines[..start]
        .iter()
        .map(|line| draft(line, BlockKind::Furniture, reason(line, Reason::Before)))
        .collect();
    read_picture_story(&mut blocks);
    time_marks::drop(&mut blocks);
    blocks.extend(above);
    add_missing(&mut blocks, title.clone(), who);
    if is_from_data {
        for block in &mut blocks {
            block.reason = Reason::Data;
        }
    }

    let mut tags = head.tags();
    if tags.is_empty() {
        tags = builder.tags;
    }
    let meta = Meta {
        source: address.map(Url::to_string),
        site: head.site().map(str::to_owned).or_else(|| Some(host?.to_owned())),
        modified: date_rules::modified(head, when.as_deref()).map(zoned),
        published: when.map(zoned),
        canonical: head.canonical.as_deref().and_then(|href| absolute(base.as_ref(), href)),
        image: head.image().and_then(|href| absolute(base.as_ref(), href)),
        notice: None,
        tags,
        related: builder.related,
    };
    resolve_links(&mut blocks, base.as_ref());
    picture::keep_of_article(&mut blocks, |href| absolute(base.as_ref(), href));
    Article::new(meta, joined(blocks))
}

/// The line with the headline `title`, of an article whose text begins at the line `first`.
fn headline_at(title: &str, lines: &[Line], first: usize) -> Option<usize> {
    /// How many lines above the text its headline may stand.
    const FAR: usize = 60;
    let words = words_of(title);
    let same = |at: &usize| title::is_title(&lines[*at], &words);
    let above = (first.saturating_sub(FAR)..(first + 3).min(lines.len())).rev();
    let candidates: Vec<usize> = above.filter(same).collect();
    let is_headline = |at: &&usize| lines[**at].element == Element::Headline;
    candidates.iter().find(is_headline).or(candidates.first()).copied()
}

struct BlockBuilder<'a> {
    is_article: Vec<bool>,
    title: Option<&'a str>,
    /// The address that relative links are joined to.
    base: Option<Url>,
    /// The words of the captions so far, to find those that the page holds twice.
    captions: HashSet<Vec<u64>>,
    /// The links to other articles that were found.
    related: Vec<Link>,
    /// The tags that were found in the page's text.
    tags: Vec<String>,
}

impl BlockBuilder<'_> {
    fn blocks(&mut self, lines: &[Line], start: usize, name: Option<&str>) -> Blocks {
        let title = self.title.map(words_of).unwrap_or_default();
        let who = name.map(words_of).unwrap_or_default();
        let last = self.is_article.iter().rposition(|is| *is).unwrap_or(0);
        let (mut has_title, mut has_byline, mut has_date, mut has_text) = (false, false, false, false);
        let mut is_after_stop = false;
        let mut blocks = Blocks::new();
        let is_repeated = repeated::repeated(lines, &self.is_article);
        for (at, line) in lines.iter().enumerate().skip(start) {
            let words = &line.words;
            let text = line.text.as_str();
            let is_old_caption = line.is_caption() && !self.captions.insert(words.clone());
            is_after_stop |= at > last && phrases::is_stop(text);
            let mut push = |kind, reason| blocks.push(draft(line, kind, reason));
            if !title.is_empty() && title::is_title(line, &title) {
                if has_title {
                    push(BlockKind::Furniture, Reason::Repeated);
                } else if *words == title {
                    push(BlockKind::Title, Reason::Kind);
                } else {
                    push_under_kicker(text, self.title.unwrap_or_default(), &mut blocks);
                }
                has_title = true;
            } else if is_repeated[at] || is_old_caption && words.len() > repeated::LABEL_WORDS {
                push(BlockKind::Furniture, Reason::Repeated);
            } else if !has_byline
                && at <= last
                && !who.is_empty()
                && (*words == who || byline::whole(text).is_some_and(|found| words_of(&found) == who))
            {
                has_byline = true;
                push_byline(text, name.unwrap_or_default(), &mut blocks);
            } else if self.is_article[at] && !has_text && is_date(line) && !self.is_point(lines, at) {
                has_date = true;
                push(BlockKind::Date, Reason::Kind);
            } else if self.is_article[at] {
                has_text |= phrases::ends_sentence(text);
                push_article(line, &mut has_byline, &mut blocks);
            } else {
                let kind = self.other(line, at < last, is_after_stop, &mut has_date);
                let otherwise = if at > last { Reason::After } else { Reason::Doubtful };
                push(kind, if kind == BlockKind::Furniture { reason(line, otherwise) } else { Reason::Kind });
            }
        }
        blocks
    }

    /// Whether the line at `at` is of a list that is read: when it takes place, and where.
    fn is_point(&self, lines: &[Line], at: usize) -> bool {
        let is_item = |at: usize| lines.get(at).is_some_and(|line| line.element == Element::ListItem);
        let is_labelled = |line: &Line| {
            line.text
                .split(|c: char| c.is_ascii_digit())
                .next()
                .is_some_and(|label| label.contains(['：', ':']))
        };
        is_item(at) && is_item(at + 1) && self.is_article[at + 1] && is_labelled(&lines[at])
    }

    /// The kind of a line that is not read.
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
        if line.is_caption() && is_inside {
            return caption(text);
        }
        if line.hints.has(Hints::EMBED) && is_inside {
            return BlockKind::Embed;
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
        let url = if anchor.href.is_empty() { None } else { absolute(self.base.as_ref(), &anchor.href) };
        let title = anchor.text.trim_start_matches(phrases::POINTERS).trim_start().to_owned();
        Link { title, url }
    }
}

/// The headline `title` at the end of `text`, and before it what stands over it.
fn push_under_kicker(text: &str, title: &str, blocks: &mut Blocks) {
    let kicker = text
        .strip_suffix(title)
        .unwrap_or_default()
        .trim_matches([' ', ':', '：', '-', '–', '|', '｜', '／']);
    if !kicker.is_empty() {
        blocks.push(BlockDraft::new(BlockKind::Furniture, Reason::Before, kicker));
    }
    blocks.push(BlockDraft::new(BlockKind::Title, Reason::Kind, title));
}

/// Adds a byline block of `text`, which names `name`; a date at the end of `text` becomes a block of its own.
fn push_byline(text: &str, name: &str, blocks: &mut Blocks) {
    let end = text.find(name).map(|at| at + name.len()).filter(|end| date::find(&text[*end..]).is_some());
    let (who, when) = text.split_at(end.unwrap_or(text.len()));
    // <span>By</span><span>A. Writer</span>
    let who = match who.strip_prefix("By").filter(|rest| rest.starts_with(char::is_uppercase)) {
        Some(rest) => format!("By {rest}"),
        None => who.to_owned(),
    };
    blocks.push(BlockDraft::new(BlockKind::Byline, Reason::Kind, who));
    let when = when.trim_matches(|c: char| !c.is_alphanumeric());
    if !when.is_empty() {
        blocks.push(BlockDraft::new(BlockKind::Date, Reason::Kind, when));
    }
}

fn push_article(line: &Line, has_byline: &mut bool, blocks: &mut Blocks) {
    let kind = match line.element {
        _ if line.hints.has(Hints::EMBED) => BlockKind::Embed,
        Element::Heading => BlockKind::Heading,
        Element::ListItem => BlockKind::ListItem,
        Element::Quote => BlockKind::Quote,
        Element::Row => BlockKind::TableRow,
        Element::Caption => caption(&line.text),
        Element::Code => BlockKind::Code,
        Element::Plain | Element::Paragraph | Element::Headline | Element::Time => {
            if line.is_caption() {
                caption(&line.text)
            } else {
                BlockKind::Paragraph
            }
        }
    };
    // 〔記者×××／台北報導〕 opens the first paragraph.
    if kind == BlockKind::Paragraph
        && !*has_byline
        && let Some((who, rest)) = byline::split(&line.text)
    {
        *has_byline = true;
        blocks.push(BlockDraft::new(BlockKind::Byline, Reason::Kind, who));
        let mut paragraph = draft(line, kind, Reason::Article);
        let before = line.text.len() - rest.len();
        paragraph.spans.retain(|span| span.range.start as usize >= before);
        spans::shift(&mut paragraph.spans, before);
        paragraph.text = rest.to_owned();
        blocks.push(paragraph);
        return;
    }
    blocks.push(draft(line, kind, Reason::Article));
}

/// `line` as a block, with its spans.
fn draft(line: &Line, kind: BlockKind, reason: Reason) -> BlockDraft {
    let level = if kind == BlockKind::Heading { line.level } else { 0 };
    let (spans, pictures) = (line.spans.clone(), line.pictures.clone());
    BlockDraft { level, spans, pictures, ..BlockDraft::new(kind, reason, line.text.as_str()) }
}

/// Whether `line` is the date of publication. Only lines before the first sentence are asked.
fn is_date(line: &Line) -> bool {
    line.element != Element::Heading && date::is_line(&line.text)
}

/// Turns captions that are read into paragraphs if there is hardly any other text: the page is a story in pictures.
fn read_picture_story(blocks: &mut Blocks) {
    /// Weight (see [`phrases::weight`]) of a text that is too short to be all of an article.
    const LITTLE: usize = 300;
    let is_told = |block: &BlockDraft| block.kind == BlockKind::Caption && block.reason == Reason::Article;
    let text = blocks.iter().filter(|block| block.reason == Reason::Article && !is_told(block));
    if text.map(|block| phrases::weight(&block.text)).sum::<usize>() < LITTLE {
        for block in blocks.iter_mut().filter(|block| is_told(block)) {
            block.kind = BlockKind::Paragraph;
        }
    }
}

/// The kind of the caption `text`: a caption, or a credit if it only names the photographer or the owner.
fn caption(text: &str) -> BlockKind {
    if phrases::is_credit(text) { BlockKind::Credit } else { BlockKind::Caption }
}

/// Why `line` is furniture: the element that it stands in, else its words, else `otherwise`.
fn reason(line: &Line, otherwise: Reason) -> Reason {
    let by_place = [
        (Hints::DROPPED, Reason::Site),
        (Hints::COMMENTS, Reason::Comments),
        (Hints::RELATED, Reason::OtherArticles),
        (Hints::PROMOTION, Reason::Promotion),
        (Hints::FORM, Reason::Form),
        (Hints::NAV | Hints::CRUMBS, Reason::Menu),
        (Hints::FOOTER, Reason::Footer),
        (Hints::ASIDE | Hints::BOX | Hints::NOTES, Reason::Beside),
    ];
    let place = by_place.into_iter().find(|(hints, _)| line.hints.has(*hints)).map(|(_, reason)| reason);
    let is_said = phrases::is_furniture(&line.text) || phrases::is_stop(&line.text);
    place.unwrap_or(if is_said { Reason::Words } else { otherwise })
}

/// The address that the page's links are relative to: the one that it declares for that, its own, or its canonical one.
fn base(head: &Head, address: Option<&Url>) -> Option<Url> {
    let declared = || Url::parse(head.canonical.as_deref().or_else(|| head.meta(&["og:url"]))?).ok();
    let page = address.cloned().or_else(declared);
    let Some(base) = head.base.as_deref() else { return page };
    page.as_ref().and_then(|page| page.join(base).ok()).or_else(|| Url::parse(base).ok()).or(page)
}

/// The absolute web address of `href`.
fn absolute(base: Option<&Url>, href: &str) -> Option<String> {
    let url = base.and_then(|base| base.join(href).ok()).or_else(|| Url::parse(href).ok())?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// Makes the addresses of links absolute, if the page's own address is known, and removes links to no web page.
fn resolve_links(blocks: &mut Blocks, base: Option<&Url>) {
    for block in blocks {
        block.spans.retain_mut(|span| match &mut span.kind {
            SpanKind::Link { url } => absolute(base, url).map(|whole| *url = whole).is_some(),
            SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Footnote { .. } => true,
        });
    }
}

/// Whether a link's text may be another article's headline, and not the name of a section.
fn is_headline(text: &str) -> bool {
    phrases::weight(text) >= 20 && !phrases::is_furniture(text)
}

/// Adds blocks for headline and byline that only the page's head names, before all others.
fn add_missing(blocks: &mut Blocks, title: Option<String>, who: Option<String>) {
    let has = |blocks: &Blocks, kind: BlockKind| blocks.iter().any(|block| block.kind == kind);
    if let Some(title) = title.filter(|_| !has(blocks, BlockKind::Title)) {
        blocks.insert(0, BlockDraft::new(BlockKind::Title, Reason::Kind, title));
    }
    if let Some(who) = who {
        // `Article::byline` is the first: what the page prints, if it prints the same.
        let at = blocks.iter().position(|block| block.kind == BlockKind::Title).map_or(0, |at| at + 1);
        let printed = blocks.iter().find(|block| block.kind == BlockKind::Byline);
        if printed.is_none_or(|block| !block.text.contains(&who)) {
            blocks.insert(at, BlockDraft::new(BlockKind::Byline, Reason::Kind, who));
        }
    }
}

/// Joins neighbouring short lines of furniture into rows, as a menu is shown.
fn joined(blocks: Blocks) -> Blocks {
    let mut rows = Blocks::new();
    for block in blocks {
        let is_short = |text: &str| text.chars().count() <= MENU_CHARS;
        if block.kind == BlockKind::Furniture
            && is_short(&block.text)
            && let Some(row) = rows.last_mut().filter(|row| row.kind == BlockKind::Furniture)
            && row.text.len() < MENU_ROW_BYTES
            && row.text.rsplit(" · ").next().is_some_and(is_short)
        {
            row.text.push_str(" · ");
            spans::append(row, block);
        } else {
            rows.push(block);
        }
    }
    rows
}
