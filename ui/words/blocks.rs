//! What is said of the blocks of a page, and of why they are read or not.

use tingxinwen::article::{Block, BlockKind, Notice, Reason, Tables};

use super::Words;

impl Words {
    /// What blocks of `kind` are called.
    pub fn kind(&self, kind: BlockKind) -> String {
        match kind {
            BlockKind::Title => self.kind_title(),
            BlockKind::Byline => self.kind_byline(),
            BlockKind::Date => self.kind_date(),
            BlockKind::Heading => self.kind_heading(),
            BlockKind::Paragraph => self.kind_paragraph(),
            BlockKind::ListItem => self.kind_list_item(),
            BlockKind::Quote => self.kind_quote(),
            BlockKind::TableRow => self.kind_table_row(),
            BlockKind::Caption => self.kind_caption(),
            BlockKind::Credit => self.kind_credit(),
            BlockKind::Code => self.kind_code(),
            BlockKind::Embed => self.kind_embed(),
            BlockKind::Tags => self.kind_tags(),
            BlockKind::Related => self.kind_related(),
            BlockKind::Note => self.kind_note(),
            BlockKind::Furniture => self.kind_furniture(),
        }
    }

    /// How tables are read.
    pub fn tables(&self, tables: Tables) -> String {
        match tables {
            Tables::Rows => self.tables_by_row(),
            Tables::Announced => self.tables_first_row(),
        }
    }

    /// Why `block` is not read, and what to do for it to be.
    pub fn why_silent(&self, block: &Block) -> String {
        if block.reason == Reason::Listener || block.kind == BlockKind::Furniture {
            self.silent_because(self.reason(block.reason))
        } else {
            self.silent_by_kind(self.kind(block.kind))
        }
    }

    /// Why a block is taken for what it is.
    pub fn reason(&self, reason: Reason) -> String {
        match reason {
            Reason::Kind => self.reason_kind(),
            Reason::Article => self.reason_article(),
            Reason::Data => self.reason_data(),
            Reason::Repeated => self.reason_repeated(),
            Reason::Words => self.reason_words(),
            Reason::Menu => self.reason_menu(),
            Reason::Footer => self.reason_footer(),
            Reason::Form => self.reason_form(),
            Reason::Promotion => self.reason_promotion(),
            Reason::Comments => self.reason_comments(),
            Reason::OtherArticles => self.reason_other_articles(),
            Reason::Beside => self.reason_beside(),
            Reason::Before => self.reason_before(),
            Reason::After => self.reason_after(),
            Reason::Site => self.reason_site(),
            Reason::Doubtful => self.reason_doubtful(),
            Reason::Listener => self.reason_listener(),
        }
    }

    /// What is missing of an article.
    pub fn article_notice(&self, notice: Notice) -> String {
        match notice {
            Notice::OnlyTheBeginning => self.notice_only_the_beginning(),
            Notice::PartsMissing => self.notice_parts_missing(),
            Notice::EndLeftOut => self.notice_end_left_out(),
            Notice::RecordingsMissing => self.notice_recordings_missing(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tingxinwen::article::TextRange;

    use super::*;
    use crate::locale::Locale;

    #[test]
    fn a_silent_block_says_whether_the_page_or_the_listener_silenced_it() {
        let why = |kind, reason| {
            let range = TextRange::new(0, 1);
            Words::of(Locale::ZhTw).why_silent(&Block { kind, level: 0, range, spoken: false, reason })
        };
        assert_eq!(why(BlockKind::Furniture, Reason::Menu), "這在選單裡。點一下就會讀。");
        let by_kind = "依「朗讀內容」的選擇，不讀圖片說明。點一下就會讀。";
        assert_eq!(why(BlockKind::Caption, Reason::Article), by_kind);
        assert_eq!(why(BlockKind::Caption, Reason::Listener), "你選擇不讀。點一下就會讀。");
    }
}
