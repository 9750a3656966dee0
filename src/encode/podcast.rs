//! A podcast: its feed as RSS 2.0 with the tags of iTunes and of the podcast namespace, and chapters as JSON.

use std::{fmt::Write as _, time::SystemTime};

use tingxinwen_core::{article::Language, speech::Frames};

use crate::{Chapter, xml::escaped};

/// A podcast.
#[derive(Clone, Debug, PartialEq)]
pub struct Podcast<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is.
    pub description: &'a str,
    /// The language of most of it.
    pub language: Language,
    /// The address of its folder, which ends in a slash.
    pub base: &'a str,
    /// Its episodes, the newest first.
    pub episodes: Vec<Episode<'a>>,
}

/// An episode of a podcast; files by their names in its folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is.
    pub description: &'a str,
    /// What tells it from all others, for ever.
    pub id: &'a str,
    /// The address of the page that it is read from.
    pub link: Option<&'a str>,
    /// When it was made.
    pub made: SystemTime,
    /// Its sound.
    pub file: &'a str,
    /// The media type of its sound.
    pub mime: &'a str,
    /// The bytes of its sound.
    pub bytes: u64,
    /// How long it is.
    pub len: Frames,
    /// Its chapters.
    pub chapters: Option<&'a str>,
    /// Its words as WebVTT.
    pub transcript: Option<&'a str>,
    /// Its picture.
    pub image: Option<&'a str>,
}

/// The names by which tags of iTunes and of the podcast namespace are known.
const NAMESPACES: &str = "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" \
     xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" \
     xmlns:atom=\"http://www.w3.org/2005/Atom\"";

impl Podcast<'_> {
    /// Its feed.
    pub fn rss(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let mut line = |text: std::fmt::Arguments<'_>| writeln!(out, "{text}").unwrap_or_default();
        let base = escaped(self.base);
        let language = match self.language {
            Language::Mandarin => "zh-tw",
            Language::English => "en",
        };
        line(format_args!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
        line(format_args!("<rss version=\"2.0\" {NAMESPACES}>\n<channel>"));
        line(format_args!("<title>{}</title>", escaped(self.title)));
        line(format_args!("<link>{base}</link>"));
        line(format_args!("<description>{}</description>", escaped(self.description)));
        line(format_args!("<language>{language}</language>"));
        line(format_args!("<generator>tingxinwen</generator>"));
        line(format_args!("<itunes:author>{}</itunes:author>", escaped(self.title)));
        line(format_args!("<itunes:explicit>false</itunes:explicit>"));
        line(format_args!("<itunes:block>Yes</itunes:block>"));
        line(format_args!("<atom:link href=\"{base}feed.xml\" rel=\"self\" type=\"application/rss+xml\"/>"));
        let address = |file: &str| escaped(&format!("{}{}", self.base, encoded(file)));
        // Its own picture is that of the newest episode that has one.
        if let Some(image) = self.episodes.iter().find_map(|episode| episode.image) {
            line(format_args!("<itunes:image href=\"{}\"/>", address(image)));
        }
        for episode in &self.episodes {
            line(format_args!("<item>\n<title>{}</title>", escaped(episode.title)));
            line(format_args!("<description>{}</description>", escaped(episode.description)));
            line(format_args!("<guid isPermaLink=\"false\">{}</guid>", escaped(episode.id)));
            line(format_args!("<pubDate>{}</pubDate>", httpdate::fmt_http_date(episode.made)));
            if let Some(link) = episode.link {
                line(format_args!("<link>{}</link>", escaped(link)));
            }
            line(format_args!(
                "<enclosure url=\"{}\" length=\"{}\" type=\"{}\"/>",
                address(episode.file),
                episode.bytes,
                episode.mime
            ));
            let secs = episode.len.as_secs_f64().round() as u64;
            line(format_args!("<itunes:duration>{secs}</itunes:duration>"));
            if let Some(image) = episode.image {
                line(format_args!("<itunes:image href=\"{}\"/>", address(image)));
            }
            if let Some(chapters) = episode.chapters {
                line(format_args!(
                    "<podcast:chapters url=\"{}\" type=\"application/json+chapters\"/>",
                    address(chapters)
                ));
            }
            if let Some(transcript) = episode.transcript {
                line(format_args!(
                    "<podcast:transcript url=\"{}\" type=\"text/vtt\" language=\"{language}\"/>",
                    address(transcript)
                ));
            }
            line(format_args!("</item>"));
        }
        line(format_args!("</channel>\n</rss>"));
    }
}

/// `chapters` as the podcast namespace has them (JSON Chapters 1.2).
pub fn chapters_json(chapters: &[Chapter]) -> String {
    let each = chapters.iter().map(|chapter| {
        let title = json_text(&chapter.title);
        format!("{{\"startTime\":{:.3},\"title\":{title}}}", chapter.start.as_secs_f64())
    });
    let each: Vec<String> = each.collect();
    format!("{{\"version\":\"1.2.0\",\"chapters\":[{}]}}\n", each.join(","))
}

/// `text` as JSON has it.
fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `name` as a part of an address (RFC 3986).
pub fn encoded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap_or_default();
        }
    }
    out
}
