//! Blocks: the pieces of an article's page, what each is, and why it is read or not.

use serde::{Deserialize, Serialize};

use super::TextRange;

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline, once.
    Title,
    /// The byline: 記者×××／台北報導.
    Byline,
    /// When it was published, as the page says it.
    Date,
    /// A heading inside the article.
    Heading,
    /// A paragraph of the article.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    TableRow,
    /// The caption of a picture.
    Caption,
    /// The credit of a picture: 圖／路透, Photo: A. Maker.
    Credit,
    /// Program text.
    Code,
    /// An embed of another site: a post, a player.
    Embed,
    /// A row of tags.
    Tags,
    /// The title of another article: 延伸閱讀, 相關新聞.
    Related,
    /// A footnote or endnote.
    Note,
    /// The rest of the page: menus, tickers, share rows, adverts, comment rules.
    Furniture,
}

impl BlockKind {
    /// All kinds, in the order in which a listener would look for them.
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Byline,
        Self::Date,
        Self::Heading,
        Self::Paragraph,
        Self::ListItem,
        Self::Quote,
        Self::TableRow,
        Self::Caption,
        Self::Credit,
        Self::Code,
        Self::Embed,
        Self::Tags,
        Self::Related,
        Self::Note,
        Self::Furniture,
    ];

    /// The name used in JSON and in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::TableRow => "table_row",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Code => "code",
            Self::Embed => "embed",
            Self::Tags => "tags",
            Self::Related => "related",
            Self::Note => "note",
            Self::Furniture => "furniture",
        }
    }

    /// Whether such a block is read aloud unless the listener says otherwise.
    pub fn is_spoken(self) -> bool {
        match self {
            Self::Title | Self::Heading | Self::Paragraph | Self::ListItem | Self::Quote | Self::TableRow => {
                true
            }
            Self::Byline
            | Self::Date
            | Self::Caption
            | Self::Credit
            | Self::Code
            | Self::Embed
            | Self::Tags
            | Self::Related
            | Self::Note
            | Self::Furniture => false,
        }
    }
}

/// Why a block has its kind, and so is read or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its kind says all: a headline, a caption, the paragraph of a plain text.
    Kind,
    /// The page's text, markup and the extractors' votes speak for its being of the article.
    Article,
    /// It is only in the page's data, which its own scripts would show.
    Data,
    /// It repeats an earlier block.
    Repeated,
    /// Known words of furniture: 繼續往下閱讀, All rights reserved.
    Words,
    /// It stands in a menu.
    Menu,
    /// It stands in the page's foot.
    Footer,
    /// It stands in a form, or is a button.
    Form,
    /// An advert, a share row, a subscription.
    Promotion,
    /// What readers wrote.
    Comments,
    /// Among other articles.
    OtherArticles,
    /// Beside the article, or set off from it.
    Beside,
    /// Before the article begins.
    Before,
    /// After the article has ended.
    After,
    /// A rule for this site says so.
    Site,
    /// Inside the article, but judged not to be of it.
    Doubtful,
    /// The listener switched it.
    Listener,
}

impl Reason {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Article => "article",
            Self::Data => "data",
            Self::Repeated => "repeated",
            Self::Words => "words",
            Self::Menu => "menu",
            Self::Footer => "footer",
            Self::Form => "form",
            Self::Promotion => "promotion",
            Self::Comments => "comments",
            Self::OtherArticles => "other_articles",
            Self::Beside => "beside",
            Self::Before => "before",
            Self::After => "after",
            Self::Site => "site",
            Self::Doubtful => "doubtful",
            Self::Listener => "listener",
        }
    }
}

/// A block: a piece of the page that stands by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// The level of a heading, 1 to 6; 0 where it has none.
    pub level: u8,
    /// Where it stands in [`Article::text`](super::Article::text); without line breaks at its ends.
    pub range: TextRange,
    /// Whether it is read aloud; other blocks are shown dimmed.
    pub spoken: bool,
    /// Why it has this kind and is spoken or not.
    pub reason: Reason,
}
