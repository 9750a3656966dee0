//! How things look that many views show: signs, buttons, cards, and which font a mark of punctuation is set in.

mod button;
mod glyph;
mod paragraph;
mod popover;
mod qr;
mod quotes;

pub use button::{Button, Ground, galley};
pub use glyph::{Glyph, glyph_button_ui};
pub use paragraph::{Paragraph, Setting};
pub use popover::{
    Stays, arrow_steps, card_frame, choice_row_ui, dialog, heading_ui, menu_row_ui, popover, segments_ui,
    slider_ui, switch_row_ui,
};
pub use qr::Qr;
pub use quotes::{Set, runs};
