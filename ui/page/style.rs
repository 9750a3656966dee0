//! Style of a block: its font, size, colour, indent and the space around it.

use egui::{Color32, FontId};
use tingxinwen::article::{Block, BlockKind};

use super::Look;
use crate::theme::{Theme, page, page_bold, size};

/// Room for the seal before the name of a site, as a part of its text.
const SITE_ROOM: f32 = 2.0;

/// Whether an item of a list has its own number or sign.
fn is_numbered(text: &str) -> bool {
    text.starts_with(|c: char| !c.is_alphabetic() && !"「『《〈（(“\"‘".contains(c))
}

/// How the text of a row is set.
pub(super) struct Style {
    pub(super) font: FontId,
    /// The size of its text, in points.
    pub(super) size: f32,
    /// The height of its lines, as a multiple of that.
    pub(super) line: f32,
    pub(super) color: Color32,
    /// From the left edge of the column, in points: room for the sign of a list's item, the line beside a quotation.
    pub(super) left: f32,
    pub(super) space_above: f32,
    pub(super) space_below: f32,
}

impl Style {
    /// That of `block`, whose text is `text`.
    pub(super) fn of(block: &Block, look: &Look, text: &str) -> Self {
        let (theme, scale) = (&look.theme, look.scale());
        let body = Self {
            font: page(look.size),
            size: look.size,
            line: look.line,
            color: if block.spoken { theme.ink } else { theme.faint_ink },
            left: 0.0,
            space_above: 0.0,
            space_below: 20.0,
        };
        match block.kind {
            BlockKind::Title => Self {
                font: page_bold(size::TITLE * scale),
                size: size::TITLE * scale,
                line: size::TITLE_LINE,
                space_above: 16.0,
                space_below: 14.0,
                ..body
            },
            BlockKind::Heading => Self {
                font: page_bold(heading_size(block.level) * scale),
                size: heading_size(block.level) * scale,
                line: size::TITLE_LINE,
                space_above: 12.0,
                space_below: 12.0,
                ..body
            },
            BlockKind::Byline | BlockKind::Date => {
                Self { color: body.color, space_above: 0.0, ..Self::faint(theme, scale) }
            }
            BlockKind::Caption
            | BlockKind::Credit
            | BlockKind::Embed
            | BlockKind::Tags
            | BlockKind::Related
            | BlockKind::Note
            | BlockKind::Furniture
                if !block.spoken =>
            {
                Self::faint(theme, scale)
            }
            BlockKind::ListItem if is_numbered(text) => Self { space_below: 10.0, ..body },
            BlockKind::ListItem | BlockKind::Quote => {
                Self { left: look.size.round(), space_below: 10.0, ..body }
            }
            BlockKind::TableRow => Self { space_below: 10.0, ..body },
            BlockKind::Paragraph
            | BlockKind::Code
            | BlockKind::Caption
            | BlockKind::Credit
            | BlockKind::Embed
            | BlockKind::Tags
            | BlockKind::Related
            | BlockKind::Note
            | BlockKind::Furniture => body,
        }
    }

    /// That of the site's name, with room for its seal.
    pub(super) fn site(look: &Look) -> Self {
        let faint = Self::faint(&look.theme, look.scale());
        Self { left: (faint.size * SITE_ROOM).round(), color: look.theme.ink, space_above: 0.0, ..faint }
    }

    /// That of what is not read.
    pub(super) fn faint(theme: &Theme, scale: f32) -> Self {
        Self {
            font: page(size::FAINT * scale),
            size: size::FAINT * scale,
            line: 1.6,
            color: theme.faint_ink,
            left: 0.0,
            space_above: 4.0,
            space_below: 8.0,
        }
    }
}

/// The size of a heading of `level`, in points: those of sections within sections are as large as the text.
fn heading_size(level: u8) -> f32 {
    if level > 2 { size::BODY } else { size::HEADING }
}
