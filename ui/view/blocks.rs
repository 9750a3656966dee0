//! The menu of what of an article is read.

use egui::{
    Grid, PopupCloseBehavior, Ui,
    containers::menu::{MenuButton, MenuConfig},
};
use tingxinwen::{
    article::{BlockFilter, BlockKind, Tables},
    player::Command,
};

use crate::words::Words;

/// The kinds that a listener switches on and off; tables have more than two ways.
const KINDS: [BlockKind; 12] = [
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
];

/// Shows the button of the menu, and the menu over `choice` while it is open.
pub fn blocks_ui(ui: &mut Ui, choice: &BlockFilter, words: &Words, commands: &mut Vec<Command>) {
    let mut wanted = choice.clone();
    // Who chooses captions may want their credits too.
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(words.blocks_menu()).config(stays).ui(ui, |ui| {
        Grid::new("kinds").num_columns(2).show(ui, |ui| {
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
        ui.separator();
        tables_ui(ui, &mut wanted, words);
        ui.separator();
        ui.label(words.blocks_how_to());
    });
    if wanted != *choice {
        commands.push(Command::SetBlockFilter(wanted));
    }
}

fn tables_ui(ui: &mut Ui, choice: &mut BlockFilter, words: &Words) {
    let mut way = choice.reads(BlockKind::TableRow).then_some(choice.tables());
    ui.label(words.kind(BlockKind::TableRow));
    ui.horizontal(|ui| {
        for wanted in [None, Some(Tables::Rows), Some(Tables::Announced)] {
            let label = wanted.map_or(words.tables_not_read(), |tables| words.tables(tables));
            if ui.radio_value(&mut way, wanted, label).changed() {
                if choice.reads(BlockKind::TableRow) != wanted.is_some() {
                    choice.toggle(BlockKind::TableRow);
                }
                choice.set_tables(wanted.unwrap_or(choice.tables()));
            }
        }
    });
}
