//! Block filter: which kinds of blocks the listener hears, how tables are read, and whether a narrator is heard.

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

/// Which kinds of blocks the listener hears. The default is [`BlockKind::is_spoken`].
///
/// In the settings file it is `kinds.caption = true`; kinds that are not named there keep the default, and unknown
/// names are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockFilter {
    /// By the name of the kind; only those that differ from the default.
    kinds: BTreeMap<String, bool>,
    tables: Tables,
    /// Whether what a book's narrator recorded is heard, and not the voice.
    pub recordings: bool,
}

impl Default for BlockFilter {
    fn default() -> Self {
        Self { kinds: BTreeMap::new(), tables: Tables::default(), recordings: true }
    }
}

impl BlockFilter {
    /// Whether blocks of `kind` are read.
    pub fn reads(&self, kind: BlockKind) -> bool {
        self.kinds.get(kind.name()).copied().unwrap_or(kind.is_spoken())
    }

    /// Switches `kind` on or off.
    pub fn toggle(&mut self, kind: BlockKind) {
        let reads = !self.reads(kind);
        if reads == kind.is_spoken() {
            self.kinds.remove(kind.name());
        } else {
            self.kinds.insert(kind.name().to_owned(), reads);
        }
    }

    /// How tables are read, where their rows are switched on.
    pub fn tables(&self) -> Tables {
        self.tables
    }

    /// Sets how tables are read.
    pub fn set_tables(&mut self, tables: Tables) {
        self.tables = tables;
    }
}

impl Article {
    /// The article with `filter` applied; blocks that the listener switched stay as they are.
    #[must_use]
    pub fn with_block_filter(mut self, filter: &BlockFilter) -> Self {
        let mut is_in_table = false;
        for block in &mut self.blocks {
            let is_row = block.kind == BlockKind::TableRow;
            let is_left_out = is_row && is_in_table && filter.tables == Tables::Announced;
            if block.reason != Reason::Listener {
                block.spoken = filter.reads(block.kind) && !is_left_out;
            }
            is_in_table = is_row;
        }
        self.plays_recordings = filter.recordings;
        self.speaks_again()
    }

    /// The article with an override of its block at `index`: what was read is not, what was not is. Unchanged if there
    /// is no such block.
    #[must_use]
    pub fn with_block_overridden(mut self, index: usize) -> Self {
        if let Some(block) = self.blocks.get_mut(index) {
            block.spoken = !block.spoken;
            block.reason = Reason::Listener;
        }
        self.speaks_again()
    }

    /// Sets the language to that of most of the spoken text; unchanged where nothing is spoken.
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
        let mut filter = BlockFilter::default();
        assert_eq!(spoken(&article().with_block_filter(&filter)), [0, 3, 4, 5, 6]);
        filter.toggle(BlockKind::Caption);
        filter.toggle(BlockKind::TableRow);
        assert_eq!(spoken(&article().with_block_filter(&filter)), [0, 2, 5]);
        filter.toggle(BlockKind::Caption);
        filter.toggle(BlockKind::TableRow);
        assert_eq!(filter, BlockFilter::default());
    }

    #[test]
    fn tables_are_announced_by_their_first_row() {
        let mut filter = BlockFilter::default();
        filter.set_tables(Tables::Announced);
        assert_eq!(spoken(&article().with_block_filter(&filter)), [0, 3, 5, 6]);
    }

    #[test]
    fn single_blocks_keep_what_the_listener_chose() {
        let overridden =
            article().with_block_overridden(7).with_block_overridden(0).with_block_overridden(99);
        assert_eq!(spoken(&overridden), [3, 4, 5, 6, 7]);
        assert_eq!(overridden.blocks()[7].reason, Reason::Listener);
        let mut filter = BlockFilter::default();
        filter.toggle(BlockKind::TableRow);
        assert_eq!(spoken(&overridden.with_block_filter(&filter)), [5, 7]);
    }

    #[test]
    fn filters_survive_being_saved() {
        let mut filter = BlockFilter::default();
        filter.toggle(BlockKind::Caption);
        filter.set_tables(Tables::Announced);
        filter.recordings = false;
        let saved = toml::to_string(&filter).unwrap();
        assert_eq!(toml::from_str::<BlockFilter>(&saved).unwrap(), filter);
        assert_eq!(toml::from_str::<BlockFilter>("").unwrap(), BlockFilter::default());
    }
}
