//! The part of the window of settings that is about speech services: address, key, and the voices they have.

use egui::{ComboBox, Grid, RichText, TextEdit, Ui};
use tingxinwen::{
    settings::{Account, SentText, ServiceKind},
    speech::VoiceId,
};
use tingxinwen_voices::services::is_open_to_all;

use super::settings::{Draft, Listing, SettingsChoice, heading_ui, name_ui};
use crate::{theme::Theme, words::Words};

/// The width of a field, in points, where there is room for it beside its label.
const FIELD: f32 = 380.0;
const LABEL: f32 = 110.0;

/// In place of a key that is there.
const DOTS: &str = "••••••••";

/// Draws the services and the one that is chosen.
pub(super) fn services_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choice: &mut Option<SettingsChoice>,
) {
    ui.horizontal_wrapped(|ui| {
        heading_ui(ui, theme, &words.services());
        let picker = ComboBox::from_id_salt("service")
            .truncate()
            .width(140.0)
            .selected_text(draft.service.clone())
            .show_ui(ui, |ui| {
                for name in draft.services.keys() {
                    ui.selectable_value(&mut draft.service, name.clone(), name);
                }
            });
        name_ui(ui, &picker.response, &words.services());
        let field =
            TextEdit::singleline(&mut draft.new_service).hint_text(words.service_new()).desired_width(150.0);
        let field = ui.add(field);
        name_ui(ui, &field, &words.service_new());
        let name = draft.new_service.trim().to_owned();
        let is_new = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !draft.services.contains_key(&name);
        if ui.add_enabled(is_new, egui::Button::new("＋")).on_hover_text(words.add()).clicked() {
            let address = Some("http://127.0.0.1:8880".to_owned());
            // A server without captions says so, and is asked without.
            let account = Account { address, captions: true, ..Account::default() };
            draft.services.insert(name.clone(), account);
            draft.service = name;
            draft.new_service.clear();
        }
    });
    let service = draft.service.clone();
    let Some(account) = draft.services.get_mut(&service) else { return };
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
            let key = draft.keys.entry(service.clone()).or_default();
            let hint = if draft.with_key.contains(&service) {
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
        listing_ui(ui, words, theme, draft, &service, choice);
    }
}

/// Asks the service which voices it has, and puts one into the list.
fn listing_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    service: &str,
    choice: &mut Option<SettingsChoice>,
) {
    let mut added = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.service_list_voices()).clicked() {
            draft.listing = Listing::Asked(service.to_owned());
            *choice = Some(SettingsChoice::ListVoices(service.to_owned()));
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
