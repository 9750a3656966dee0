//! What is said of readings and of the listener's lexicon.

/// The words of one language.
pub struct ReadingWords {
    /// The menu.
    pub menu: &'static str,
    /// Zhuyin beside the characters.
    pub zhuyin: &'static str,
    /// Readings of Taiwan.
    pub taiwan: &'static str,
    /// Readings of the mainland.
    pub mainland: &'static str,
    /// How a word gets another reading.
    pub how_to: &'static str,
    /// Heads the window of a word.
    pub title: &'static str,
    /// The word.
    pub word: &'static str,
    /// Before its present reading.
    pub present: &'static str,
    /// The new reading.
    pub new: &'static str,
    /// What may be typed there.
    pub hint: &'static str,
    /// Speaks the reading.
    pub hear: &'static str,
    /// Keeps it.
    pub keep: &'static str,
    /// Gives the program's own back.
    pub forget: &'static str,
    /// Closes the window.
    pub close: &'static str,
    /// There is no place for the file.
    pub no_file: &'static str,
}

pub(super) const CHINESE: ReadingWords = ReadingWords {
    menu: "讀音",
    zhuyin: "顯示注音",
    taiwan: "台灣讀音",
    mainland: "大陸讀音",
    how_to: "在字詞上按右鍵，可改正讀音",
    title: "讀音",
    word: "詞",
    present: "現在讀作",
    new: "改讀作",
    hint: "注音、拼音，或 =別的字",
    hear: "試聽",
    keep: "記住",
    forget: "恢復原來的讀音",
    close: "關閉",
    no_file: "這個系統沒有存放設定的資料夾，無法記住讀音。",
};

pub(super) const ENGLISH: ReadingWords = ReadingWords {
    menu: "Readings",
    zhuyin: "Show Zhuyin",
    taiwan: "Readings of Taiwan",
    mainland: "Readings of the mainland",
    how_to: "Right-click a word to correct how it is read",
    title: "Reading",
    word: "Word",
    present: "Read as",
    new: "To be read as",
    hint: "Zhuyin, Pinyin, or =other text",
    hear: "Hear",
    keep: "Keep",
    forget: "Back to the usual reading",
    close: "Close",
    no_file: "This system has no folder for settings, so readings cannot be kept.",
};
