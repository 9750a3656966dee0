//! What a listener wants to hear of an article: kinds of blocks, and single ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Article, BlockKind, Language, Reason};

/// How tables are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tables {
    /// Row by row.
    #[default]
    Rows,
    /// Announced by their first row, which says what they hold.
    Announced,
}

/// The kinds of blocks that a listener wants to hear; as it was made, what
/// [`BlockKind::is_spoken`] says.
///
/// Kept in the settings as `kinds.caption = true`; kinds that are not named there are as they were
/// made, and names that mean nothing are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingChoice {
    /// Only what differs from what is made so.
    kinds: BTreeMap<String, bool>,
    tables: Tables,
}

impl ReadingChoice {
    /// Whether blocks of `kind` are read.
    pub fn reads(&self, kind: BlockKind) -> bool {
        self.kinds.get(kind.name()).copied().unwrap_or(kind.is_spoken())
    }

    /// Reads `kind` from now on, or no longer.
    pub fn toggle(&mut self, kind: BlockKind) {
        let reads = !self.reads(kind);
        if reads == kind.is_spoken() {
            self.kinds.remove(kind.name());
        } else {
            self.kinds.insert(kind.name().to_owned(), reads);
        }
    }

    /// How tables are read, where they are.
    pub fn tables(&self) -> Tables {
        self.tables
    }

    /// Reads tables so.
    pub fn set_tables(&mut self, tables: Tables) {
        self.tables = tables;
    }
}

impl Article {
    /// The article as `choice` wants it read; single blocks that the listener chose stay as they are.
    #[must_use]
    pub fn chosen(mut self, choice: &ReadingChoice) -> Self {
        let mut is_in_table = false;
        for block in &mut self.blocks {
            let is_row = block.kind == BlockKind::TableRow;
            let is_left_out = is_row && is_in_table && choice.tables == Tables::Announced;
            if block.reason != Reason::Listener {
                block.spoken = choice.reads(block.kind) && !is_left_out;
            }
            is_in_table = is_row;
        }
        self.speaks_again()
    }

    /// The article with its block at `index` read, if it was not, or no longer read; unchanged where
    /// there is no such block.
    #[must_use]
    pub fn toggled(mut self, index: usize) -> Self {
        if let Some(block) = self.blocks.get_mut(index) {
            block.spoken = !block.spoken;
            block.reason = Reason::Listener;
        }
        self.speaks_again()
    }

    /// The language is that of most of what is spoken; where nothing is, it stays.
    pub(super) fn speaks_again(mut self) -> Self {
        if self.has_speech() {
            let spoken = self.blocks.iter().filter(|block| block.spoken);
            self.language = Language::of(spoken.map(|block| self.slice(block.range)));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Meta, *};

    fn article() -> Article {
        use BlockKind::{Byline, Caption, Furniture, Paragraph, TableRow, Title};
        let blocks = [
            (Title, "新橋通車"),
            (Byline, "記者林大山"),
            (Caption, "新橋"),
            (TableRow, "日期 車輛"),
            (TableRow, "週一 兩萬"),
            (Paragraph, "新橋今天通車。"),
            (TableRow, "橋名 長度"),
            (Furniture, "版權所有"),
        ];
        Article::new(Meta::default(), blocks)
    }

    fn spoken(article: &Article) -> Vec<usize> {
        let blocks = article.blocks().iter().enumerate();
        blocks.filter(|(_, block)| block.spoken).map(|(at, _)| at).collect()
    }

    #[test]
    fn kinds_are_switched_on_and_off() {
        let mut choice = ReadingChoice::default();
        assert_eq!(spoken(&article().chosen(&choice)), [0, 3, 4, 5, 6]);
        choice.toggle(BlockKind::Caption);
        choice.toggle(BlockKind::TableRow);
        assert_eq!(spoken(&article().chosen(&choice)), [0, 2, 5]);
        choice.toggle(BlockKind::Caption);
        choice.toggle(BlockKind::TableRow);
        assert_eq!(choice, ReadingChoice::default());
    }

    #[test]
    fn tables_are_announced_by_their_first_row() {
        let mut choice = ReadingChoice::default();
        choice.set_tables(Tables::Announced);
        assert_eq!(spoken(&article().chosen(&choice)), [0, 3, 5, 6]);
    }

    #[test]
    fn single_blocks_keep_what_the_listener_chose() {
        let toggled = article().toggled(7).toggled(0).toggled(99);
        assert_eq!(spoken(&toggled), [3, 4, 5, 6, 7]);
        assert_eq!(toggled.blocks()[7].reason, Reason::Listener);
        let mut choice = ReadingChoice::default();
        choice.toggle(BlockKind::TableRow);
        assert_eq!(spoken(&toggled.chosen(&choice)), [5, 7]);
    }

    #[test]
    fn choices_survive_being_saved() {
        let mut choice = ReadingChoice::default();
        choice.toggle(BlockKind::Caption);
        choice.set_tables(Tables::Announced);
        let saved = toml::to_string(&choice).unwrap();
        assert_eq!(toml::from_str::<ReadingChoice>(&saved).unwrap(), choice);
        assert_eq!(toml::from_str::<ReadingChoice>("").unwrap(), ReadingChoice::default());
    }
}
