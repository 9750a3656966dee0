//! OPML: subscriptions from and for other programs (OPML 2.0, `outline` of type `rss`).

use crate::{
    markup::{Token, escaped, tokens},
    repair::{self, Root},
};

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What it is called; its address where it has no name.
    pub title: String,
    /// The address of the feed.
    pub address: String,
    /// The address of its site.
    pub site: Option<String>,
    /// The folders that it is in, the outermost first, joined by `/`; empty outside of all.
    pub folder: String,
}

/// Between the names of folders.
const SLASH: &str = "/";
/// The most subscriptions of a file that are read.
const MOST: usize = 5_000;

/// Reads the subscriptions of a file; `None` where it is no OPML. What has no address is a folder, attributes have any
/// case, and broken XML is read as far as it goes.
pub fn read(text: &str) -> Option<Vec<Subscription>> {
    let text = repair::trimmed(text.trim_start_matches('\u{FEFF}'));
    if repair::root(&text) != Root::Opml {
        return None;
    }
    let mut found: Vec<Subscription> = Vec::new();
    // Of each `outline` that is open its name, if it is a folder.
    let mut open: Vec<Option<String>> = Vec::new();
    for token in tokens(&text) {
        match token {
            Token::Open(tag) if tag.local() == "outline" => {
                let attribute = |name| tag.attribute(name).filter(|value| !value.is_empty());
                let name = attribute("text").or_else(|| attribute("title"));
                let address = attribute("xmlUrl").or_else(|| {
                    let is_feed =
                        attribute("type").is_some_and(|kind| matches!(kind.as_str(), "rss" | "atom"));
                    attribute("url").filter(|_| is_feed)
                });
                if let Some(address) = address.clone().filter(|_| found.len() < MOST) {
                    let title = name.clone().unwrap_or_else(|| address.clone());
                    let folder = open.iter().flatten().cloned().collect::<Vec<_>>().join(SLASH);
                    let is_known = found.iter().any(|other| other.address == address);
                    if !is_known {
                        found.push(Subscription { title, address, site: attribute("htmlUrl"), folder });
                    }
                }
                if !tag.is_empty {
                    open.push(name.filter(|_| address.is_none()).map(|name| name.replace(SLASH, "／")));
                }
            }
            Token::Close(tag) if tag.local() == "outline" => {
                open.pop();
            }
            Token::Open(_) | Token::Close(_) | Token::Text(_) | Token::Cdata(_) | Token::Other(_) => (),
        }
    }
    Some(found)
}

/// Writes `subscriptions` as OPML, folders as outlines around theirs.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut sorted: Vec<&Subscription> = subscriptions.iter().collect();
    sorted.sort_by(|a, b| a.folder.cmp(&b.folder));
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>");
    out.push_str(&escaped(title));
    out.push_str("</title></head>\n<body>\n");
    let mut open: Vec<&str> = Vec::new();
    for one in sorted {
        let wanted: Vec<&str> = one.folder.split(SLASH).filter(|name| !name.is_empty()).collect();
        let shared = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        close(&mut out, &mut open, shared);
        for name in &wanted[shared..] {
            let name_as_value = value(name);
            out.push_str(&format!("<outline text=\"{name_as_value}\" title=\"{name_as_value}\">\n"));
            open.push(name);
        }
        let (title, address) = (value(&one.title), value(&one.address));
        let site = one.site.as_deref().map_or(String::new(), |site| format!(" htmlUrl=\"{}\"", value(site)));
        out.push_str(&format!(
            "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"{site}/>\n"
        ));
    }
    close(&mut out, &mut open, 0);
    out.push_str("</body>\n</opml>\n");
    out
}

fn close(out: &mut String, open: &mut Vec<&str>, depth: usize) {
    while open.len() > depth {
        open.pop();
        out.push_str("</outline>\n");
    }
}

fn value(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}
