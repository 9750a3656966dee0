//! The password that an encrypted document waits for.

use super::App;
use crate::view::password::{PasswordChoice, password_ui};

impl App {
    /// Asks for it, where one waits; whether the card is open.
    pub(super) fn password_card_ui(&mut self, ctx: &egui::Context) -> bool {
        let Some(passwords) = self.program.as_ref().map(|(program, _)| program.passwords()) else {
            return false;
        };
        let Some(question) = passwords.question() else {
            self.password.clear();
            return false;
        };
        match password_ui(ctx, self.words, &question, &mut self.password) {
            PasswordChoice::Waiting => (),
            PasswordChoice::Cancelled => passwords.answer(&question, None),
            PasswordChoice::Given(password) => passwords.answer(&question, Some(&password.into())),
        }
        true
    }
}
