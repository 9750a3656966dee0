//! Escape closes the topmost thing only: an open list or a field before the window that it stands in.

use egui::{Context, Id, Key, Modifiers, Popup};

/// Whether Escape closes a window now; it is then nobody else's. To be asked before the window is drawn, since a list
/// that is open in it takes Escape as it is drawn.
pub fn closes(ctx: &Context) -> bool {
    !Popup::is_any_open(ctx) && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}

/// The same for a window that is a form, called `name`: in a text field Escape leaves the field first.
pub fn closes_form(ctx: &Context, name: &str) -> bool {
    let id = Id::unique("escape").with(name);
    // egui takes the focus from the field before anything is drawn: what counts is whether it had it.
    let types_now = ctx.egui_wants_keyboard_input();
    let typed = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, types_now), types_now));
    !typed && closes(ctx)
}
