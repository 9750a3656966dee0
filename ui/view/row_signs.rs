//! What stands beside the text of a row: the sign of an item, the line of a quotation, seals, pictures.

use egui::{Color32, Pos2, Rect, Stroke, Ui, pos2, vec2};
use tingxinwen::article::{BlockKind, Picture};

use super::{reader::Showing, seal::paint_seal};
use crate::{
    look::Glyph,
    page::{Row, RowKind},
    pictures::PictureState,
    theme::{Theme, size},
};

/// The corners of pictures, in points.
const CORNERS: f32 = 8.0;
/// From the left edge of the column to the sign of what is not read, in points.
const GUTTER: f32 = 20.0;

/// Paints what belongs to `row`, whose text is at `corner`.
pub(super) fn paint_sign(ui: &Ui, row: &Row, corner: Pos2, theme: &Theme) {
    let painter = ui.painter();
    let line = row.galley().rows.first().map_or(row.height, |line| line.row.size.y);
    let middle = corner.y + line / 2.0;
    if row.kind == RowKind::Site {
        let side = (line * 0.92).round();
        let seal = Rect::from_center_size(pos2(corner.x - side / 2.0 - 8.0, middle), vec2(side, side));
        paint_seal(ui, seal, row.galley().text(), theme);
        return;
    }
    let Some(block) = row.block else { return };
    match block.kind {
        BlockKind::ListItem if row.left > 0.0 => {
            painter.circle_filled(pos2(corner.x - row.left * 0.5, middle), row.left * 0.13, theme.ink2);
        }
        BlockKind::Quote if row.left > 0.0 => {
            let bar = Rect::from_min_size(pos2(corner.x - row.left, corner.y), vec2(3.0, row.height));
            painter.rect_filled(bar, 1.5, theme.line);
        }
        BlockKind::TableRow => {
            let below = corner.y + row.height + 4.0;
            let right = corner.x + row.galley().size().x;
            painter.hline(corner.x..=right, below, Stroke::new(1.0, theme.line));
        }
        BlockKind::Title
        | BlockKind::Byline
        | BlockKind::Date
        | BlockKind::Heading
        | BlockKind::Paragraph
        | BlockKind::ListItem
        | BlockKind::Quote
        | BlockKind::Caption
        | BlockKind::Credit
        | BlockKind::Code
        | BlockKind::Embed
        | BlockKind::Tags
        | BlockKind::Related
        | BlockKind::Note
        | BlockKind::Furniture => (),
    }
    // Names, dates and what can be queued have their own places and signs.
    let has_own = matches!(block.kind, BlockKind::Byline | BlockKind::Date) || row.link.is_some();
    if !row.spoken && !has_own {
        Glyph::Muted.paint(painter, pos2(corner.x - row.left - GUTTER, middle), size::FAINT, theme.faint_ink);
    }
}

/// Draws `picture` in the room that `row` has for it.
pub(super) fn picture_ui(ui: &Ui, row: &Row, picture: &Picture, room: Rect, showing: &Showing<'_>) {
    let Showing { theme, words, .. } = *showing;
    let painter = ui.painter();
    let state = showing.pictures.state(ui.ctx(), picture);
    if let PictureState::Ready(texture) = &state {
        let whole = texture.size_vec2();
        let scale = (room.width() / whole.x).min(room.height() / whole.y);
        let place = Rect::from_center_size(room.center(), whole * scale);
        let part = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        if place.width() < room.width() - 1.0 {
            painter.rect_filled(room, CORNERS, theme.bar);
        }
        let image = egui::epaint::RectShape::filled(place, CORNERS, Color32::WHITE);
        painter.add(image.with_texture(texture.id(), part));
        return;
    }
    painter.rect_filled(room, CORNERS, theme.bar);
    let failed = matches!(state, PictureState::Failed).then(|| words.picture_failed());
    let middle = room.center();
    let galley = match failed {
        Some(failed) => {
            painter.layout(failed, crate::theme::regular(size::SMALL), theme.faint_ink, room.width())
        }
        None => row.galley().clone(),
    };
    let below = pos2(middle.x - galley.size().x / 2.0, middle.y - galley.size().y / 2.0);
    painter.with_clip_rect(room.intersect(ui.clip_rect())).galley(below, galley, theme.faint_ink);
}
