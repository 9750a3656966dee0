//! Language of a text: decides which voice reads it.

use serde::{Deserialize, Serialize};

/// A language that the program reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Mandarin, written in either script.
    #[default]
    Mandarin,
    /// English, in any spelling.
    English,
}

impl Language {
    /// The language of most of `texts`: a Chinese character says about as much as three letters.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut han, mut latin) = (0_usize, 0_usize);
        for c in texts.into_iter().flat_map(str::chars) {
            if is_han(c) {
                han += 3;
            } else if c.is_ascii_alphabetic() {
                latin += 1;
            }
        }
        // No letters at all: the language of most listeners.
        if latin > han { Self::English } else { Self::Mandarin }
    }

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Mandarin => "zh",
            Self::English => "en",
        }
    }
}

/// Whether `c` is a Chinese character (Unicode blocks of CJK unified and compatibility ideographs).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}
