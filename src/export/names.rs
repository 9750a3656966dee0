//! Names of files, from what articles are called: such as every system takes, with Chinese kept.

use std::collections::HashSet;

use super::{Tags, tags::day};

/// The longest name without its ending, in bytes: systems take 255, and endings, numbers and drafts add some.
const LONGEST: usize = 180;
/// What Windows takes for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// What a file is called whose name nothing is left of.
const NAMELESS: &str = "聽新聞";

/// A template of names: `{date} {site} {title}`, in any order, with other text between. What an article does not say of
/// itself is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(String);

impl Default for Template {
    fn default() -> Self {
        Self("{date} {site} {title}".to_owned())
    }
}

impl Template {
    /// The template that `text` is; `None` where it names something else in braces, or neither title nor date nor site.
    pub fn new(text: &str) -> Option<Self> {
        let rest = FIELDS.iter().fold(text.to_owned(), |rest, field| rest.replace(field, ""));
        (rest != text && !rest.contains(['{', '}'])).then(|| Self(text.to_owned()))
    }

    /// Whether files are numbered by it.
    pub(super) fn has_number(&self) -> bool {
        self.0.contains("{number}")
    }

    /// A name without ending for what `tags` tell of.
    pub(super) fn name(&self, tags: &Tags) -> String {
        let number = tags.track.map_or(String::new(), |(number, total)| {
            format!("{number:0width$}", width = total.to_string().len())
        });
        let date = tags.date.as_deref().and_then(day).unwrap_or_default();
        let values = [date, tags.artist.as_deref().unwrap_or_default(), &tags.title, &number];
        let filled = FIELDS.iter().zip(values).fold(self.0.clone(), |name, (field, value)| {
            // What a value has in braces is no field.
            name.replace(field, &value.replace('{', "｛").replace('}', "｝"))
        });
        safe(&filled)
    }
}

/// What a template may name.
const FIELDS: [&str; 4] = ["{date}", "{site}", "{title}", "{number}"];

/// `text` as the name of a file, without its ending: what some system refuses is written in full width, and no system's
/// devices or hidden files are meant.
pub fn safe(text: &str) -> String {
    let char = |c: char| match c {
        '/' => '／',
        '\\' => '＼',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '"' => '＂',
        '<' => '＜',
        '>' => '＞',
        '|' => '｜',
        c if c.is_control() || c.is_whitespace() => ' ',
        // They turn text round, or are not seen.
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => ' ',
        c => c,
    };
    let text: String = text.chars().map(char).collect();
    let name = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = name.trim_start_matches(['.', '-', '~']).trim();
    // Windows leaves out dots and spaces at the end.
    let name = name[..name.floor_char_boundary(LONGEST)].trim_end_matches(['.', ' ']);
    let first = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |port: &str| first.strip_prefix(port).is_some_and(|rest| rest.chars().count() == 1);
    let is_device = DEVICES.contains(&first.as_str()) || numbered("com") || numbered("lpt");
    match name {
        "" => NAMELESS.to_owned(),
        name if is_device => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Gives each name once; another time with a number.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// All but those that are `taken`.
    pub(super) fn without<'a>(taken: impl Iterator<Item = &'a str>) -> Self {
        Self(taken.map(str::to_lowercase).collect())
    }

    pub(super) fn free(&mut self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        // Some systems do not tell capitals apart.
        let free = names.find(|name| self.0.insert(name.to_lowercase()));
        free.unwrap_or_else(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_keep_chinese_and_mean_no_folder_device_or_hidden_file() {
        for (text, name) in [
            ("夜市旁的圖書館：開到 11 點？", "夜市旁的圖書館：開到 11 點？"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a／b＼c：d＊e？f＂g＜h＞i｜j"),
            ("../../etc/passwd", "／..／etc／passwd"),
            ("  多\n行\t標題  ", "多 行 標題"),
            ("CON", "_CON"),
            ("conout$", "_conout$"),
            ("COM¹", "_COM¹"),
            ("com1.txt", "_com1.txt"),
            ("company", "company"),
            ("結束...", "結束"),
            ("", NAMELESS),
            ("...", NAMELESS),
            ("--force", "force"),
            ("反\u{202E}轉", "反 轉"),
        ] {
            assert_eq!(safe(text), name, "{text:?}");
        }
    }

    #[test]
    fn a_template_is_filled_with_what_there_is() {
        let tags = Tags {
            title: "標題 {date}".to_owned(),
            artist: Some("晴川日報".to_owned()),
            date: Some("2026-11-24".to_owned()),
            track: Some((3, 12)),
            ..Tags::default()
        };
        assert_eq!(Template::default().name(&tags), "2026-11-24 晴川日報 標題 ｛date｝");
        assert_eq!(Template::new("{number} {title}").unwrap().name(&tags), "03 標題 ｛date｝");
        let bare = Tags { title: "甲".to_owned(), ..Tags::default() };
        assert_eq!(Template::default().name(&bare), "甲");
        assert_eq!(Template::new("{author}"), None);
        assert_eq!(Template::new("all"), None);
        let mut names = Names::default();
        assert_eq!(
            ["甲", "A", "甲", "a", "甲"].map(|name| names.free(name)),
            ["甲", "A", "甲 2", "a 2", "甲 3"]
        );
    }

    proptest! {
        #[test]
        fn any_title_is_a_name_that_a_file_can_have(title in ".{0,300}") {
            let name = safe(&title);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST + 1);
            prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0']));
            prop_assert!(!name.starts_with(['.', '-', ' ']) && !name.ends_with(['.', ' ']));
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(format!("{name}.mp3")), "x").unwrap();
            prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}
