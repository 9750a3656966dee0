//! Table of contents of an EPUB: the navigation document, else the NCX.

use tingxinwen_core::article::DocumentFault;

use super::package::Package;
use crate::{
    archive::{Archive, percent_decoded, resolved},
    xml::Element,
};

/// The deepest level that is told apart.
const MAX_LEVEL: u8 = 6;

/// A line: where it leads, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The name of the file.
    pub(super) file: String,
    /// The id of the element in it.
    pub(super) fragment: Option<String>,
    /// Its depth, 1 for the outermost.
    pub(super) level: u8,
    /// Its words.
    pub(super) title: String,
}

/// The lines of the table of contents; none where there is none.
pub(super) fn read(archive: &Archive<'_>, package: &Package) -> Result<Vec<Line>, DocumentFault> {
    let tree = |name: &Option<String>| -> Result<Option<(String, Element)>, DocumentFault> {
        let Some(name) = name else { return Ok(None) };
        Ok(archive.text(name)?.and_then(|xml| Some((name.clone(), Element::parse(&xml)?))))
    };
    let mut lines = Vec::new();
    if let Some((name, root)) = tree(&package.nav)? {
        let navs = root.descendants("nav");
        let toc = navs.iter().find(|nav| nav.attribute("type") == Some("toc")).or(navs.first());
        if let Some(list) = toc.and_then(|nav| nav.child("ol")) {
            add_list(list, 1, &name, archive, &mut lines);
        }
    }
    if lines.is_empty()
        && let Some((name, root)) = tree(&package.ncx)?
        && let Some(map) = root.child("navMap")
    {
        add_points(map, 1, &name, archive, &mut lines);
    }
    Ok(lines)
}

fn add_list(list: &Element, level: u8, from: &str, archive: &Archive<'_>, lines: &mut Vec<Line>) {
    for item in list.children().filter(|child| child.name == "li") {
        if let Some(link) = item.descendants("a").first().filter(|_| item.child("a").is_some()) {
            lines.extend(line(link.attribute("href"), link.text(), level, from, archive));
        }
        if let Some(inner) = item.child("ol") {
            add_list(inner, (level + 1).min(MAX_LEVEL), from, archive, lines);
        }
    }
}

fn add_points(parent: &Element, level: u8, from: &str, archive: &Archive<'_>, lines: &mut Vec<Line>) {
    for point in parent.children().filter(|child| child.name == "navPoint") {
        let href = point.child("content").and_then(|content| content.attribute("src"));
        let title = point.child("navLabel").map(Element::text).unwrap_or_default();
        lines.extend(line(href, title, level, from, archive));
        add_points(point, (level + 1).min(MAX_LEVEL), from, archive, lines);
    }
}

fn line(href: Option<&str>, title: String, level: u8, from: &str, archive: &Archive<'_>) -> Option<Line> {
    let href = href?;
    let file = if href.starts_with('#') { from.to_owned() } else { resolved(from, href)? };
    let file = archive.find(&file)?.to_owned();
    let fragment = href.split_once('#').map(|(_, id)| percent_decoded(id)).filter(|id| !id.is_empty());
    Some(Line { file, fragment, level, title })
}
