//! The podcast of one's own on the phone: its address, and the same for a camera.

use egui::{Label, RichText, Ui};

use super::{ExportChoice, row_ui};
use crate::{
    look::{Button, Ground, Qr},
    theme::{Theme, size},
    words::Words,
};

/// The width of the code, in points: modules of four pixels and the margin.
const CODE: f32 = 168.0;

/// How the podcast is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ShareShown {
    /// It is not.
    #[default]
    Off,
    /// It is about to be.
    Starting,
    /// Players in the network have it.
    At {
        /// The address of its feed.
        address: String,
        /// The same for a camera.
        code: Option<Qr>,
    },
    /// It cannot be, and why.
    Failed(String),
}

/// Whether players in the network may have the podcast, and where.
pub(super) fn share_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    share: &ShareShown,
    choice: &mut ExportChoice,
) {
    let small = |text: &str| RichText::new(text).size(size::SMALL).color(theme.ink2);
    let mut button = |ui: &mut Ui, label: String, done: ExportChoice| {
        if Button::new(&label).text(&label).ground(Ground::Bordered).ui(ui, theme).clicked() {
            *choice = done;
        }
    };
    row_ui(ui, &words.podcast_phone(), theme, |ui| match share {
        ShareShown::Off => {
            button(ui, words.podcast_share(), ExportChoice::Share);
            ui.add(Label::new(small(&words.podcast_share_hint())).wrap());
        }
        ShareShown::Starting => {
            ui.label(small(&words.podcast_starting()));
        }
        ShareShown::Failed(why) => {
            button(ui, words.queue_retry(), ExportChoice::Share);
            let why = RichText::new(why).size(size::CONTROL).color(theme.danger);
            ui.add(Label::new(why).wrap());
        }
        ShareShown::At { address, code } => {
            if let Some(code) = code {
                code.ui(ui, &words.podcast_code(), CODE);
            }
            ui.vertical(|ui| {
                ui.add(Label::new(small(&words.podcast_how())).wrap());
                let address = RichText::new(address).size(size::SMALL).monospace().color(theme.ink);
                ui.add(Label::new(address).wrap().selectable(true));
                button(ui, words.podcast_stop(), ExportChoice::StopSharing);
            });
        }
    });
}
