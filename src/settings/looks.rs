//! What the window looks like.

use serde::{Deserialize, Serialize};

/// What the window looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// The language of the program's own words: a tag such as `zh-TW`, or `system`.
    pub language: String,
    /// Whether Zhuyin stands beside the characters.
    pub zhuyin: bool,
    /// The colours.
    pub theme: ThemeChoice,
    /// The face of the article.
    pub face: Face,
    /// The size of the article's text, in points; see [`Looks::text_size`].
    text_size: u32,
    /// The height of its lines.
    pub lines: LineHeight,
    /// The width of its column, in Chinese characters; see [`Looks::column`].
    column: u32,
    /// Whether the pictures of an article are shown in their places: only then are they fetched.
    pub pictures: bool,
    /// Whether a rail of signs stands at the left, where there would be room for the sidebar.
    pub rail: bool,
}

/// The colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// Light or dark, as the desktop is.
    #[default]
    System,
    /// Dark ink on white paper.
    Light,
    /// Light ink on a dark ground.
    Dark,
    /// Brown ink on old paper.
    Sepia,
    /// White on black, with as much contrast as there is.
    Contrast,
}

impl ThemeChoice {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::System, Self::Light, Self::Dark, Self::Sepia, Self::Contrast];
}

/// The face of the article's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// 黑體: Noto Sans TC, which the program brings along.
    #[default]
    Sans,
    /// 明體: of the system's fonts.
    Serif,
    /// 楷體: of the system's fonts.
    Kai,
}

impl Face {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Sans, Self::Serif, Self::Kai];
}

/// The height of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineHeight {
    /// 1.6 times the text.
    Tight,
    /// 1.8 times the text.
    #[default]
    Normal,
    /// 2.0 times the text.
    Loose,
}

impl LineHeight {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Tight, Self::Normal, Self::Loose];

    /// As a multiple of the text.
    pub fn factor(self) -> f32 {
        match self {
            Self::Tight => 1.6,
            Self::Normal => 1.8,
            Self::Loose => 2.0,
        }
    }
}

impl Looks {
    /// Sizes of text that can be chosen, in points.
    pub const TEXT_SIZES: std::ops::RangeInclusive<u32> = 14..=40;
    /// Widths of the column that can be chosen, in Chinese characters.
    pub const COLUMNS: std::ops::RangeInclusive<u32> = 20..=48;

    /// The size of the article's text, in points, within [`Self::TEXT_SIZES`].
    pub fn text_size(&self) -> u32 {
        self.text_size.clamp(*Self::TEXT_SIZES.start(), *Self::TEXT_SIZES.end())
    }

    /// Sets [`Self::text_size`].
    pub fn set_text_size(&mut self, points: u32) {
        self.text_size = points;
    }

    /// The width of the column, in Chinese characters, within [`Self::COLUMNS`].
    pub fn column(&self) -> u32 {
        self.column.clamp(*Self::COLUMNS.start(), *Self::COLUMNS.end())
    }

    /// Sets [`Self::column`].
    pub fn set_column(&mut self, characters: u32) {
        self.column = characters;
    }
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            language: "system".to_owned(),
            zhuyin: false,
            theme: ThemeChoice::default(),
            face: Face::default(),
            text_size: 20,
            lines: LineHeight::default(),
            column: 36,
            pictures: false,
            rail: false,
        }
    }
}
