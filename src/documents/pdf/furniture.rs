//! Furniture of pages: running heads, feet and page numbers, which stand in the same place on several pages.

use super::{Page, lines::usual_size};

/// On how many pages a line must stand to be repeated.
const LEAST_PAGES: usize = 3;
/// How many pages before and after one are compared with it.
const NEAR_PAGES: usize = 12;
/// How many lines from the top and from the foot of a page are looked at.
const EDGE_LINES: usize = 3;
/// How far the places of a line on two pages may lie apart, in points.
const SAME_PLACE: f64 = 3.0;

/// A line at the edge of a page.
struct Edge {
    page: usize,
    index: usize,
    /// Its words, digits aside.
    words: String,
    line: f64,
    size: f64,
    /// Whether it stands apart from the text of its page, and beyond it.
    is_apart: bool,
    is_number: bool,
}

/// Takes the furniture off `pages`.
pub(super) fn remove(pages: &mut [Page]) {
    let sizes = pages.iter().flat_map(|page| &page.lines);
    let body = usual_size(sizes.map(|line| line.size)).unwrap_or_default();
    let edges: Vec<Edge> =
        pages.iter().enumerate().flat_map(|(page, content)| edges(page, content)).collect();
    let mut gone: Vec<(usize, usize)> = Vec::new();
    for edge in &edges {
        let (from, to) = (edge.page.saturating_sub(NEAR_PAGES), edge.page + NEAR_PAGES);
        let first = edges.partition_point(|other| other.page < from);
        let near = &edges[first..edges.partition_point(|other| other.page <= to)];
        let alike = |is: &dyn Fn(&Edge) -> bool| {
            let mut found: Vec<usize> =
                near.iter().filter(|other| is(other)).map(|other| other.page).collect();
            found.dedup();
            found.len()
        };
        let is_near = |other: &Edge| (other.line - edge.line).abs() < SAME_PLACE;
        let same_words = alike(&|other| {
            is_near(other) && other.words == edge.words && (other.size - edge.size).abs() < 0.5
        });
        let same_place = alike(&|other| is_near(other) && other.is_apart);
        let numbers = alike(&|other| is_near(other) && other.is_number);
        let is_few = pages.len() < LEAST_PAGES;
        if same_words >= LEAST_PAGES.min(pages.len()) && (!is_few || edge.is_apart && pages.len() > 1)
            // A heading may stand at the top of several pages.
            || edge.is_apart && same_place >= LEAST_PAGES && edge.size <= body * 1.05
            || edge.is_number && (numbers >= 2 || edge.is_apart)
        {
            gone.push((edge.page, edge.index));
        }
    }
    for (number, page) in pages.iter_mut().enumerate() {
        let mut index = 0;
        page.lines.retain(|_| {
            let is_gone = gone.contains(&(number, index));
            index += 1;
            !is_gone
        });
    }
}

/// The lines at the edges of a page.
fn edges(page: usize, content: &Page) -> Vec<Edge> {
    let lines = &content.lines;
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*a].line.total_cmp(&lines[*b].line));
    let count = order.len();
    let mut edges = Vec::new();
    for (rank, index) in order.iter().enumerate() {
        if rank >= EDGE_LINES && rank + EDGE_LINES < count {
            continue;
        }
        let line = &lines[*index];
        // The nearest other line on the side of the text.
        let inner = if rank < count / 2 || count == 1 {
            order[rank + 1..].iter().find(|other| lines[**other].line > line.line + 1.0)
        } else {
            order[..rank].iter().rev().find(|other| lines[**other].line < line.line - 1.0)
        };
        let outer = if rank < count / 2 { rank } else { count - 1 - rank };
        let gap = inner.map_or(f64::INFINITY, |other| (lines[*other].line - line.line).abs());
        let words: String = line.text.chars().filter(|c| c.is_alphabetic()).collect();
        let letters = line.text.chars().filter(|c| !c.is_whitespace()).count();
        let is_number = letters <= 12
            && line.text.chars().any(|c| c.is_ascii_digit())
            && line
                .text
                .chars()
                .all(|c| c.is_ascii_digit() || " -–—/.·|第頁页共".contains(c) || c.is_whitespace())
            || letters <= 6 && line.text.trim().chars().all(|c| "ivxlc".contains(c));
        edges.push(Edge {
            page,
            index: *index,
            words,
            line: line.line,
            size: line.size,
            is_apart: outer <= 1 && gap > line.size.max(8.0) * 1.9,
            is_number: is_number && outer <= 1,
        });
    }
    edges
}
