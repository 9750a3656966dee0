//! The section of keys: every action with its keys, which change by pressing others.

use egui::{
    Align2, Event, Key, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    actions::{Action, Chord, Group, KeyMap, Overrides},
    global_keys::{GLOBAL_ACTIONS, can_be_global},
    look::{Glyph, galley, glyph_button_ui},
    theme::{Theme, regular, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 40.0;
/// Where keys begin, as a part of the width.
const KEYS: f32 = 0.38;

/// Where keys work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// In the program's own window.
    Window,
    /// In all windows of the desktop.
    Desktop,
}

/// Another choice of an action's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// Where they work.
    pub scope: KeyScope,
    /// The action.
    pub action: Action,
    /// Its keys as the settings file writes them; `None` for those that the program comes with.
    pub chords: Option<Vec<String>>,
}

/// The list of keys while it is shown.
#[derive(Clone, Debug, Default)]
pub struct KeyList {
    /// The action whose new key is waited for.
    waits_for: Option<(KeyScope, Action)>,
    /// The action that had the key which another was given last, and is without it now.
    robbed: Option<(Action, Action)>,
}

impl KeyList {
    /// Whether the next key belongs to it, and to no action.
    pub fn takes_keys(&self) -> bool {
        self.waits_for.is_some()
    }

    /// What the listener pressed for the action that waits, if a key was pressed.
    fn pressed(&mut self, ui: &Ui, keys: &KeyMap) -> Option<KeyChange> {
        let (scope, action) = self.waits_for?;
        let pressed = ui.input_mut(take_pressed)?;
        self.waits_for = None;
        if pressed.key == Key::Escape {
            return None;
        }
        if pressed.key == Key::Delete {
            let chords = (scope == KeyScope::Window).then(Vec::new);
            return Some(KeyChange { scope, action, chords });
        }
        match scope {
            KeyScope::Window => {
                self.robbed = keys.action(pressed).filter(|had| *had != action).map(|had| (action, had));
            }
            // It goes on waiting for one that nobody types.
            KeyScope::Desktop if !can_be_global(pressed) => {
                self.waits_for = Some((scope, action));
                return None;
            }
            KeyScope::Desktop => (),
        }
        Some(KeyChange { scope, action, chords: Some(vec![pressed.to_string()]) })
    }
}

/// Keys that are held with others, and are no chord alone.
const HELD: [Key; 8] = [
    Key::ShiftLeft,
    Key::ShiftRight,
    Key::ControlLeft,
    Key::ControlRight,
    Key::AltLeft,
    Key::AltRight,
    Key::SuperLeft,
    Key::SuperRight,
];

/// Takes the first key that was pressed out of `input`.
fn take_pressed(input: &mut egui::InputState) -> Option<Chord> {
    let chord = |event: &Event| {
        if let Event::Key { key, pressed: true, modifiers, .. } = event
            && !HELD.contains(key)
        {
            Some(Chord::new(*modifiers, *key))
        } else {
            None
        }
    };
    let at = input.events.iter().position(|event| chord(event).is_some())?;
    chord(&input.events.remove(at))
}

/// Draws the section; `own` is what the listener chose, `global` for all windows of the desktop. Returns another choice,
/// where one was made.
pub fn keys_ui(
    ui: &mut Ui,
    list: &mut KeyList,
    query: &str,
    keys: &KeyMap,
    (own, global): (&Overrides, &Overrides),
    words: &Words,
    theme: &Theme,
) -> Option<KeyChange> {
    let mut change = list.pressed(ui, keys);
    ui.spacing_mut().item_spacing.y = 0.0;
    for group in Group::ALL {
        let found = |action: &&Action| action.group() == group && action.is_found_by(query);
        let actions: Vec<Action> = Action::ALL.iter().filter(found).copied().collect();
        if actions.is_empty() {
            continue;
        }
        ui.add_space(12.0);
        ui.label(RichText::new(group.label(words)).size(size::SMALL).color(theme.ink2));
        for action in actions {
            let shown: Vec<String> = keys.chords(action).map(|chord| chord.shown(words)).collect();
            let response = action_ui(ui, (KeyScope::Window, action), list, &shown, words, theme);
            let is_own = own.contains_key(action.id());
            if is_own {
                let place = Rect::from_center_size(
                    pos2(response.rect.right() - 22.0, response.rect.center().y),
                    vec2(36.0, 36.0),
                );
                let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(place));
                if glyph_button_ui(ui, Glyph::Undo, &words.keys_default(), 36.0, theme).clicked() {
                    change = Some(KeyChange { scope: KeyScope::Window, action, chords: None });
                }
            }
        }
    }
    desktop_ui(ui, list, query, global, words, theme);
    change
}

/// The keys that work in all windows of the desktop.
fn desktop_ui(
    ui: &mut Ui,
    list: &mut KeyList,
    query: &str,
    global: &Overrides,
    words: &Words,
    theme: &Theme,
) {
    let actions: Vec<Action> =
        GLOBAL_ACTIONS.into_iter().filter(|action| action.is_found_by(query)).collect();
    if actions.is_empty() {
        return;
    }
    ui.add_space(20.0);
    ui.label(RichText::new(words.global_keys()).size(size::SMALL).color(theme.ink2));
    if std::env::var_os("WAYLAND_DISPLAY").is_some() {
        ui.label(RichText::new(words.global_keys_wayland()).size(size::SMALL).color(theme.ink2));
        return;
    }
    for action in actions {
        let chords = global.get(action.id()).into_iter().flatten();
        let shown: Vec<String> =
            chords.filter_map(|chord| Some(chord.parse::<Chord>().ok()?.shown(words))).collect();
        action_ui(ui, (KeyScope::Desktop, action), list, &shown, words, theme);
    }
}

/// A row: the action, its keys, and what is to be known of them; one that is pressed waits for a key.
fn action_ui(
    ui: &mut Ui,
    (scope, action): (KeyScope, Action),
    list: &mut KeyList,
    shown: &[String],
    words: &Words,
    theme: &Theme,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let label = action.label(words);
    if response.clicked() {
        list.waits_for = Some((scope, action));
        list.robbed = None;
    }
    let waits = list.waits_for == Some((scope, action));
    let name = if waits { words.keys_press() } else { format!("{label} {}", shown.join(" ")) };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.trim()));
    let painter = ui.painter();
    if waits || response.hovered() {
        painter.rect_filled(rect, 8.0, if waits { theme.selected } else { theme.pointed });
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 8.0, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
    }
    let middle = rect.center().y;
    let column = rect.left() + rect.width() * KEYS;
    let text = galley(ui, &label, regular(size::CONTROL), column - rect.left() - 24.0);
    let corner = pos2(rect.left() + 16.0, middle - text.size().y / 2.0);
    ui.painter().galley_with_override_text_color(corner, text, theme.ink);
    let mut x = column;
    if waits {
        let told = format!("{}　{}", words.keys_press(), words.keys_press_how());
        let text = galley(ui, &told, regular(size::SMALL), rect.right() - x - 48.0);
        let corner = pos2(x, middle - text.size().y / 2.0);
        ui.painter().galley_with_override_text_color(corner, text, theme.accent);
        return response;
    }
    for key in shown {
        x += paint_key(ui, pos2(x, middle), key, theme) + 6.0;
    }
    if let Some((_, had)) = list.robbed.filter(|(by, _)| *by == action && scope == KeyScope::Window) {
        let told = words.keys_taken_from(had.label(words));
        let text = galley(ui, &told, regular(size::SMALL), rect.right() - x - 48.0);
        let corner = pos2(x + 8.0, middle - text.size().y / 2.0);
        ui.painter().galley_with_override_text_color(corner, text, theme.warn);
    }
    response
}

/// Paints a key from `left` on; returns its width.
fn paint_key(ui: &Ui, left: egui::Pos2, key: &str, theme: &Theme) -> f32 {
    let width = (galley(ui, key, regular(size::SMALL), 200.0).size().x + 16.0).max(26.0);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 12.0), vec2(width, 24.0));
    ui.painter().rect_filled(rect, 5.0, theme.raised);
    ui.painter().rect_stroke(rect, 5.0, Stroke::new(1.0, theme.line), StrokeKind::Inside);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, key, regular(size::SMALL), theme.ink);
    width
}
