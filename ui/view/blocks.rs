//! The card of what of an article is read.

use egui::{Grid, Label, RichText, Ui};
use tingxinwen::{
    article::{BlockFilter, BlockKind, Tables},
    player::Command,
};

use crate::{
    look::segments_ui,
    theme::{Theme, size},
    words::Words,
};

/// The kinds that a listener switches on and off; tables have more than two ways.
const KINDS: [BlockKind; 13] = [
    BlockKind::Title,
    BlockKind::Byline,
    BlockKind::Date,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::Caption,
    BlockKind::Credit,
    BlockKind::Code,
    BlockKind::Embed,
    BlockKind::Tags,
    BlockKind::Related,
    BlockKind::Note,
];

/// Draws the card of what is read, over `choice`.
pub fn blocks_ui(
    ui: &mut Ui,
    choice: &BlockFilter,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    let mut wanted = choice.clone();
    Grid::new("kinds").num_columns(2).spacing([24.0, 10.0]).show(ui, |ui| {
        for pair in KINDS.chunks(2) {
            for &kind in pair {
                let mut reads = wanted.reads(kind);
                if ui.checkbox(&mut reads, words.kind(kind)).changed() {
                    wanted.toggle(kind);
                }
            }
            ui.end_row();
        }
    });
    ui.add_space(4.0);
    tables_ui(ui, &mut wanted, words, theme);
    ui.add_space(4.0);
    ui.checkbox(&mut wanted.recordings, words.play_recordings());
    ui.separator();
    let hint = RichText::new(words.blocks_how_to()).size(size::SMALL).color(theme.ink2);
    ui.add(Label::new(hint).wrap());
    if wanted != *choice {
        commands.push(Command::SetBlockFilter(wanted));
    }
}

fn tables_ui(ui: &mut Ui, choice: &mut BlockFilter, words: &Words, theme: &Theme) {
    let mut way = choice.reads(BlockKind::TableRow).then_some(choice.tables());
    ui.label(RichText::new(words.kind(BlockKind::TableRow)).color(theme.ink2));
    let ways = [None, Some(Tables::Rows), Some(Tables::Announced)];
    let label = |way: Option<Tables>| way.map_or(words.tables_not_read(), |tables| words.tables(tables));
    if segments_ui(ui, &mut way, ways.map(|way| (way, label(way))), theme) {
        if choice.reads(BlockKind::TableRow) != way.is_some() {
            choice.toggle(BlockKind::TableRow);
        }
        choice.set_tables(way.unwrap_or(choice.tables()));
    }
}
