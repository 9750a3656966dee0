//! The card beside the pointer: what can be done with a link or with text that is selected.

use egui::{Context, Id, LayerId, Popup, PopupAnchor, PopupCloseBehavior, Pos2, RectAlign};

use crate::{
    look::{Glyph, card_frame, menu_row_ui},
    theme::Theme,
};

/// The width of the card, in points.
const WIDTH: f32 = 220.0;

/// What became of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardChoice {
    /// It is open.
    Open,
    /// It was closed.
    Closed,
    /// The row of this number was chosen.
    Chosen(usize),
}

/// Draws the card at `place` with `rows`: a sign, what it does, and its key.
pub fn card_ui(ctx: &Context, place: Pos2, rows: &[(Glyph, String, String)], theme: &Theme) -> CardChoice {
    let mut is_open = true;
    let mut chosen = None;
    Popup::new(
        Id::unique("card of the page"),
        ctx.clone(),
        PopupAnchor::Position(place),
        LayerId::background(),
    )
    .open_bool(&mut is_open)
    .close_behavior(PopupCloseBehavior::CloseOnClick)
    .align(RectAlign::BOTTOM_START)
    .gap(10.0)
    .frame(card_frame(theme))
    .width(WIDTH)
    .show(|ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, (glyph, label, key)) in rows.iter().enumerate() {
            if menu_row_ui(ui, Some(*glyph), label, key, theme).clicked() {
                chosen = Some(at);
            }
        }
    });
    match (chosen, is_open) {
        (Some(at), _) => CardChoice::Chosen(at),
        (None, true) => CardChoice::Open,
        (None, false) => CardChoice::Closed,
    }
}
