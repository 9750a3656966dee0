//! What is said of the blocks of a page, and of why they are read or not.

use tingxinwen::article::{Block, BlockKind, Reason, Tables};

use super::Words;

/// The words of one language.
pub struct BlockWords {
    /// The menu.
    pub menu: &'static str,
    /// Tables are not read.
    pub no_tables: &'static str,
    /// How a single block is switched on, and off.
    pub how_to: &'static str,
}

static CHINESE: BlockWords = BlockWords {
    menu: "朗讀內容",
    no_tables: "不讀",
    how_to: "點淡色的段落，就會讀它；\n按住 Ctrl 點要讀的段落，就不讀它",
};

static ENGLISH: BlockWords = BlockWords {
    menu: "What is read",
    no_tables: "Not read",
    how_to: "Click a faint block to have it read;\nCtrl-click a block that is read to leave it out",
};

impl Words {
    /// Those of blocks.
    pub fn blocks(&self) -> &'static BlockWords {
        if self.is_chinese { &CHINESE } else { &ENGLISH }
    }

    /// What blocks of `kind` are called.
    pub fn kind(&self, kind: BlockKind) -> &'static str {
        let (chinese, english) = match kind {
            BlockKind::Title => ("標題", "Headline"),
            BlockKind::Byline => ("記者署名", "Bylines"),
            BlockKind::Date => ("日期", "Dates"),
            BlockKind::Heading => ("小標題", "Headings"),
            BlockKind::Paragraph => ("內文", "Paragraphs"),
            BlockKind::ListItem => ("清單", "Lists"),
            BlockKind::Quote => ("引文", "Quotations"),
            BlockKind::TableRow => ("表格", "Tables"),
            BlockKind::Caption => ("圖片說明", "Captions"),
            BlockKind::Credit => ("圖片來源", "Photo credits"),
            BlockKind::Code => ("程式碼", "Program text"),
            BlockKind::Embed => ("嵌入的貼文", "Embedded posts"),
            BlockKind::Tags => ("標籤", "Tags"),
            BlockKind::Related => ("延伸閱讀", "Related articles"),
            BlockKind::Furniture => ("網頁其他內容", "The rest of the page"),
        };
        if self.is_chinese { chinese } else { english }
    }

    /// How tables are read.
    pub fn tables(&self, tables: Tables) -> &'static str {
        match (self.is_chinese, tables) {
            (true, Tables::Rows) => "逐列讀",
            (true, Tables::Announced) => "只讀第一列",
            (false, Tables::Rows) => "Row by row",
            (false, Tables::Announced) => "The first row only",
        }
    }

    /// Why `block` is not read, and what to do for it to be.
    pub fn why_silent(&self, block: &Block) -> String {
        let is_of_the_rest = block.kind == BlockKind::Furniture;
        let why = match (self.is_chinese, block.reason) {
            (_, Reason::Listener) => self.reason(Reason::Listener).to_owned(),
            (_, reason) if is_of_the_rest => self.reason(reason).to_owned(),
            (true, _) => format!("依「{}」的選擇，不讀{}", CHINESE.menu, self.kind(block.kind)),
            (false, _) => format!("Not chosen in “{}”: {}", ENGLISH.menu, self.kind(block.kind)),
        };
        if self.is_chinese {
            format!("{why}。點一下就會讀。")
        } else {
            format!("{why}. Click to have it read.")
        }
    }

    /// Why a block is taken for what it is.
    pub fn reason(&self, reason: Reason) -> &'static str {
        let (chinese, english) = match reason {
            Reason::Kind => ("這不是文章的內容", "Not of the article, by its kind"),
            Reason::Article => ("這是文章的內容", "Of the article"),
            Reason::Data => ("只寫在網頁的資料裡", "Told only in the page's data"),
            Reason::Repeated => ("前面已經有了", "It stood already"),
            Reason::Words => ("這是網頁的套語，不是文章", "Words that pages say, not articles"),
            Reason::Menu => ("這在選單裡", "It stands in a menu"),
            Reason::Footer => ("這在頁尾", "It stands in the page's foot"),
            Reason::Form => ("這是表單或按鈕", "A form or a button"),
            Reason::Promotion => ("這是廣告、分享或訂閱", "An advert, sharing, or a subscription"),
            Reason::Comments => ("這是讀者留言", "What readers wrote"),
            Reason::OtherArticles => ("這是其他文章", "It stands among other articles"),
            Reason::Beside => ("這在文章旁邊", "It stands beside the article"),
            Reason::Before => ("文章還沒開始", "The article has not begun"),
            Reason::After => ("文章已經結束", "The article has ended"),
            Reason::Site => {
                ("依這個網站的規則，這不是文章", "A rule for this site says that it is not of the article")
            }
            Reason::Doubtful => ("這不太像文章的內容", "Too little speaks for its being of the article"),
            Reason::Listener => ("你選擇不讀", "You chose not to hear it"),
        };
        if self.is_chinese { chinese } else { english }
    }
}

#[cfg(test)]
mod tests {
    use tingxinwen::article::TextRange;

    use super::{super::CHINESE, *};

    #[test]
    fn a_silent_block_says_whether_the_page_or_the_listener_silenced_it() {
        let why = |kind, reason| {
            let range = TextRange::new(0, 1);
            CHINESE.why_silent(&Block { kind, level: 0, range, spoken: false, reason })
        };
        assert_eq!(why(BlockKind::Furniture, Reason::Menu), "這在選單裡。點一下就會讀。");
        let by_kind = "依「朗讀內容」的選擇，不讀圖片說明。點一下就會讀。";
        assert_eq!(why(BlockKind::Caption, Reason::Article), by_kind);
        assert_eq!(why(BlockKind::Caption, Reason::Listener), "你選擇不讀。點一下就會讀。");
    }
}
