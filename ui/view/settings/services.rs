//! The section of speech services: address, key, and the voices they have.

use egui::{
    ComboBox, CursorIcon, Frame, Grid, Margin, Rect, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};
use tingxinwen::{
    settings::{Account, SentText, ServiceKind},
    speech::VoiceId,
};
use tingxinwen_voices::services::is_open_to_all;

use super::{Draft, SettingsChoice, draft::Listing, name_ui};
use crate::{
    look::{Button, Glyph, Ground},
    theme::{Theme, bold, regular, size},
    view::{row::paint_line, seal::paint_seal},
    words::Words,
};

/// The width of a field, in points, where there is room for it beside its label.
const FIELD: f32 = 380.0;
const LABEL: f32 = 110.0;

/// In place of a key that is there.
const DOTS: &str = "••••••••";

/// Draws the section: a card for each service, and the fields of the one that is open.
pub fn services_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choices: &mut Vec<SettingsChoice>,
) {
    for name in draft.services.keys().cloned().collect::<Vec<_>>() {
        let is_open = draft.service == name;
        let edge = if is_open { theme.accent } else { theme.line };
        let card = Frame::new()
            .fill(theme.raised)
            .stroke(Stroke::new(1.0, edge))
            .corner_radius(12)
            .inner_margin(Margin::symmetric(16, 10));
        card.show(ui, |ui| {
            if card_head_ui(ui, &name, is_open, words, theme, draft) {
                draft.service = if is_open { String::new() } else { name.clone() };
            }
            if is_open {
                ui.add_space(8.0);
                fields_ui(ui, &name, words, theme, draft, choices);
            }
        });
        ui.add_space(8.0);
    }
    new_ui(ui, words, draft);
    ui.add_space(8.0);
    ui.checkbox(&mut draft.aligns, words.services_align()).on_hover_text(words.services_align_hint());
}

/// The head of a service's card: its seal, its name, what it is, and whether it has a key; whether it was pressed.
fn card_head_ui(ui: &mut Ui, name: &str, is_open: bool, words: &Words, theme: &Theme, draft: &Draft) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, name));
    let seal = Rect::from_min_size(pos2(rect.left(), rect.center().y - 18.0), vec2(36.0, 36.0));
    paint_seal(ui, seal, name, theme);
    let kind = draft.services.get(name).map(|account| account.kind).unwrap_or_default();
    let text = pos2(seal.right() + 12.0, rect.center().y - 20.0);
    let room = rect.right() - text.x - 32.0;
    paint_line(ui, text, name, bold(size::CONTROL), theme.ink, room);
    let has_key = draft.with_key.contains(name);
    let state = if has_key { words.service_key_is_set() } else { words.service_kind_of(kind) };
    let below = text + vec2(0.0, 22.0);
    paint_line(ui, below, &state, regular(size::SMALL), if has_key { theme.ok } else { theme.ink2 }, room);
    let glyph = if is_open { Glyph::Up } else { Glyph::Down };
    glyph.paint(ui.painter(), pos2(rect.right() - 12.0, rect.center().y), 18.0, theme.ink2);
    if response.has_focus() {
        let stroke = Stroke::new(2.0, theme.accent);
        ui.painter().rect_stroke(rect.expand(4.0), 8.0, stroke, StrokeKind::Inside);
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// Adds a server of the listener's own.
fn new_ui(ui: &mut Ui, words: &Words, draft: &mut Draft) {
    ui.horizontal_wrapped(|ui| {
        let field =
            TextEdit::singleline(&mut draft.new_service).hint_text(words.service_new()).desired_width(190.0);
        let field = ui.add(field);
        name_ui(ui, &field, &words.service_new());
        let name = draft.new_service.trim().to_owned();
        let is_new = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !draft.services.contains_key(&name);
        if ui.add_enabled(is_new, egui::Button::new(words.service_add())).clicked() {
            let address = Some("http://127.0.0.1:8880".to_owned());
            // A server without captions says so, and is asked without.
            let account = Account { address, captions: true, ..Account::default() };
            draft.services.insert(name.clone(), account);
            draft.service = name;
            draft.new_service.clear();
        }
    });
}

/// The fields of the service called `service`, and the button that saves them.
fn fields_ui(
    ui: &mut Ui,
    service: &str,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choices: &mut Vec<SettingsChoice>,
) {
    let Some(account) = draft.services.get_mut(service) else { return };
    let field_width = (ui.available_width() - LABEL).clamp(80.0, FIELD);
    Grid::new("service-fields").num_columns(2).spacing([16.0, 6.0]).show(ui, |ui| {
        let kind = account.kind;
        if matches!(kind, ServiceKind::OpenAi) {
            optional_ui(ui, &words.service_address(), field_width, &mut account.address);
        }
        if matches!(kind, ServiceKind::Azure) {
            optional_ui(ui, &words.service_region(), field_width, &mut account.region);
        }
        if matches!(kind, ServiceKind::OpenAi | ServiceKind::ElevenLabs) {
            optional_ui(ui, &words.service_model(), field_width, &mut account.model);
        }
        if !matches!(kind, ServiceKind::Edge | ServiceKind::System) {
            let key = draft.keys.entry(service.to_owned()).or_default();
            let hint = if draft.with_key.contains(service) {
                format!("{DOTS} {}", words.service_key_is_set())
            } else {
                String::new()
            };
            let label = ui.label(words.service_key());
            let field = TextEdit::singleline(key).password(true).hint_text(hint).desired_width(field_width);
            ui.add(field).labelled_by(label.id);
            ui.end_row();
        }
        sent_text_ui(ui, words, field_width, account);
    });
    if matches!(account.kind, ServiceKind::OpenAi) {
        ui.checkbox(&mut account.captions, words.service_captions());
    }
    if account.address.as_deref().is_some_and(is_open_to_all) {
        ui.checkbox(&mut account.plain_http, words.service_plain());
    }
    if matches!(account.kind, ServiceKind::OpenAi | ServiceKind::ElevenLabs) {
        listing_ui(ui, words, theme, draft, service, choices);
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(draft.is_safe() && !draft.saving, |ui| {
            let label = words.save();
            let save = Button::new(&label).text(&label).ground(Ground::Filled);
            if save.ui(ui, theme).clicked() {
                choices.push(SettingsChoice::Save);
            }
        });
        if draft.saving {
            ui.spinner();
        }
    });
}

/// Asks the service which voices it has, and puts one into the list.
fn listing_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    service: &str,
    choices: &mut Vec<SettingsChoice>,
) {
    let mut added = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.service_list_voices()).clicked() {
            draft.listing = Listing::Asked(service.to_owned());
            choices.push(SettingsChoice::ListVoices(service.to_owned()));
        }
        match &draft.listing {
            Listing::Asked(asked) if asked == service => {
                ui.spinner();
            }
            Listing::Known(known, Ok(voices)) if known == service && voices.is_empty() => {
                ui.label(RichText::new(words.service_no_list()).color(theme.faint_ink));
            }
            Listing::Known(known, Ok(voices)) if known == service => {
                let title = words.service_add_voice(voices.len());
                let picker = ComboBox::from_id_salt("listed")
                    .truncate()
                    .width(260.0)
                    .selected_text(&title)
                    .show_ui(ui, |ui| {
                        for voice in voices {
                            let name = voice.name.as_ref().unwrap_or(&voice.id);
                            if ui.selectable_label(false, name).on_hover_text(&voice.id).clicked() {
                                added = Some(VoiceId(format!("{service}:{}", voice.id)));
                            }
                        }
                    });
                name_ui(ui, &picker.response, &title);
            }
            Listing::Unknown | Listing::Asked(_) | Listing::Known(..) => (),
        }
    });
    if let Listing::Known(known, Err(error)) = &draft.listing
        && known == service
    {
        ui.label(RichText::new(words.voice_error(error)).color(theme.accent));
    }
    let list = draft.list();
    if let Some(voice) = added.filter(|voice| !list.contains(voice)) {
        list.push(voice);
    }
}

fn sent_text_ui(ui: &mut Ui, words: &Words, field_width: f32, account: &mut Account) {
    let name_of = |text| match text {
        SentText::Spoken => words.service_text_spoken(),
        SentText::Written => words.service_text_written(),
    };
    ui.label(words.service_text());
    let mut text = account.sent_text();
    let picker = ComboBox::from_id_salt("sent-text")
        .truncate()
        .width(field_width)
        .selected_text(name_of(text))
        .show_ui(ui, |ui| {
            for way in [SentText::Spoken, SentText::Written] {
                ui.selectable_value(&mut text, way, name_of(way));
            }
        });
    name_ui(ui, &picker.response, &words.service_text());
    // What is usual may change with the program; what the listener wants does not.
    account.text = Some(text).filter(|&text| text != account.kind.usual_text());
    ui.end_row();
}

fn optional_ui(ui: &mut Ui, label: &str, field_width: f32, value: &mut Option<String>) {
    let label = ui.label(label);
    let mut text = value.clone().unwrap_or_default();
    let field = TextEdit::singleline(&mut text).desired_width(field_width);
    if ui.add(field).labelled_by(label.id).changed() {
        *value = Some(text).filter(|text| !text.trim().is_empty());
    }
    ui.end_row();
}
