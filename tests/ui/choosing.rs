//! The window of settings by its labels, without a display.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use tingxinwen::{
    app::VoiceChoice,
    article::Language,
    settings::{Account, SentText, ServiceKind, Settings},
    speech::{Refusal, VoiceError, VoiceId},
};
use tingxinwen_ui::{
    locale::Locale,
    preview::Outcome,
    theme::{self, LIGHT},
    view::settings::{Draft, SettingsChoice, settings_ui},
    words::Words,
};

struct State {
    draft: Draft,
    choice: Option<SettingsChoice>,
}

fn id(name: &str) -> VoiceId {
    VoiceId(name.to_owned())
}

fn voices() -> Vec<VoiceChoice> {
    let choice = |name: &str, shown: &str| VoiceChoice {
        id: id(name),
        name: shown.to_owned(),
        language: Language::Mandarin,
    };
    vec![choice("zf_xiaoxiao", "曉曉"), choice("box:bella", "貝拉"), choice("edge:x", "曉臻")]
}

fn window(address: &str) -> Harness<'static, State> {
    window_in(Locale::ZhTw, address)
}

fn window_in(locale: Locale, address: &str) -> Harness<'static, State> {
    let mut settings = Settings::default();
    settings.voices.order.set(Language::Mandarin, ["box:bella", "zf_xiaoxiao"].map(id));
    let services: BTreeMap<String, Account> = [
        ("azure".to_owned(), Account { kind: ServiceKind::Azure, ..Account::default() }),
        ("box".to_owned(), Account { address: Some(address.to_owned()), ..Account::default() }),
    ]
    .into_iter()
    .collect();
    let mut draft = Draft::new(&settings, services);
    draft.tell_keys(["box".to_owned()].into());
    draft.tell_kept(12_000_000);
    let builder = Harness::builder().with_size([900.0, 900.0]).with_context_setup(theme::install);
    let mut harness = builder.build_ui_state(
        move |ui, state: &mut State| {
            let ctx = ui.ctx().clone();
            let choice = settings_ui(&ctx, Words::of(locale), &LIGHT, &voices(), &mut state.draft);
            state.choice = choice.or(state.choice.take());
        },
        State { draft, choice: None },
    );
    harness.run_steps(4);
    harness
}

fn click(harness: &mut Harness<'static, State>, label: &str) {
    harness.get_all_by_label(label).next().unwrap().click();
    harness.run_steps(3);
}

#[test]
fn voices_are_put_in_order_and_tried() {
    let mut harness = window("http://127.0.0.1:1");
    assert!(harness.query_by_label("1. 貝拉").is_some());
    click(&mut harness, "試聽");
    assert_eq!(harness.state().choice, Some(SettingsChoice::Try(id("box:bella"), Language::Mandarin)));
    let refusal = Refusal { service: "box".into(), status: 401, said: "no credit".into() };
    harness.state_mut().draft.tell(id("box:bella"), Outcome::Failed(VoiceError::Refused(refusal)));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("「box」拒絕了（401）：「no credit」").is_some());
    click(&mut harness, "下移");
    assert!(harness.query_by_label("1. 曉曉").is_some());
    let settings = harness.state().draft.settings(&Settings::default());
    assert_eq!(settings.voices.order.of(Language::Mandarin), ["zf_xiaoxiao", "box:bella"].map(id));
    assert_eq!(settings.services.keys().collect::<Vec<_>>(), ["box"], "azure was left alone");
    assert!(harness.query_by_label("已保留 12 MB").is_some());
    click(&mut harness, "清除");
    assert_eq!(harness.state().choice, Some(SettingsChoice::ClearKept));
}

#[test]
fn a_key_is_typed_unseen_and_goes_nowhere_but_to_the_keys() {
    let mut harness = window("http://127.0.0.1:1");
    harness.get_by_label("金鑰").focus();
    harness.run_steps(2);
    harness.get_by_label("金鑰").type_text("sk-verysecret");
    harness.run_steps(3);
    let seen: Vec<String> =
        harness.root().children_recursive().filter_map(|node| node.accesskit_node().value()).collect();
    assert!(!seen.iter().any(|text| text.contains("verysecret")), "{seen:?}");
    let draft = &harness.state().draft;
    assert_eq!(draft.keys().collect::<Vec<_>>(), [("azure", "sk-verysecret")]);
    let settings = draft.settings(&Settings::default());
    assert_eq!(settings.services.keys().collect::<Vec<_>>(), ["azure", "box"]);
    assert!(!format!("{:?}", draft.settings(&Settings::default())).contains("verysecret"));
}

#[test]
fn an_address_without_encryption_is_asked_about_before_it_is_saved() {
    let mut harness = window("http://speech.example.test");
    click(&mut harness, "儲存");
    assert_eq!(harness.state().choice, None, "not before it is allowed");
    let mut harness = window("http://192.168.1.7:8880");
    click(&mut harness, "儲存");
    assert_eq!(harness.state().choice, Some(SettingsChoice::Save), "a private network is one's own");
}

#[test]
fn settings_that_cannot_be_saved_say_why() {
    let mut harness = window("http://127.0.0.1:1");
    harness.state_mut().draft.tell_problem("No space left on device".into());
    harness.run_steps(2);
    assert!(harness.query_by_label("No space left on device").is_some());
}

#[test]
fn how_services_are_used_is_the_listeners_choice() {
    let mut harness = window("http://127.0.0.1:1");
    let settings = harness.state().draft.settings(&Settings::default());
    assert!(settings.voices.align_words);
    assert_eq!(settings.playback.ahead_secs(), 60);
    let mut settings = settings;
    settings.playback.set_ahead_secs(20);
    let little = Draft::new(&settings, BTreeMap::new());
    assert_eq!(little.settings(&Settings::default()).playback.ahead_secs(), 20);
    click(&mut harness, "服務不提供每個詞的時間時，用內建聲音比對出來");
    // The first is its name beside it.
    harness.get_all_by_label("送出的文字").last().unwrap().click();
    harness.run_steps(3);
    click(&mut harness, "數字和符號先寫成唸法");
    let settings = harness.state().draft.settings(&Settings::default());
    assert!(!settings.voices.align_words);
    assert_eq!(
        settings.services["azure"].text,
        Some(SentText::Spoken),
        "azure is shown, and usually gets it as written"
    );
}

#[test]
fn the_row_at_the_bottom_is_there_at_any_size() {
    for size in [[380.0, 360.0], [640.0, 400.0], [1000.0, 760.0]] {
        for locale in [Locale::ZhTw, Locale::En] {
            let words = Words::of(locale);
            let mut harness = window_in(locale, "http://127.0.0.1:1");
            harness.set_size(size.into());
            for problem in [None, Some("磁碟已滿。".to_owned())] {
                problem.into_iter().for_each(|problem| harness.state_mut().draft.tell_problem(problem));
                harness.run_steps(6);
                let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into());
                for label in [words.save(), words.close()] {
                    let rect = harness.get_by_label(&label).rect();
                    assert!(screen.contains_rect(rect), "{label} at {size:?}: {rect:?}");
                }
            }
        }
    }
}

#[test]
fn escape_closes_an_open_list_before_the_window() {
    let mut harness = window("http://127.0.0.1:1");
    click(&mut harness, "加入聲音…");
    assert!(harness.query_by_label("曉臻").is_some(), "the list is open");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(harness.query_by_label("曉臻").is_none(), "the list is closed");
    assert_eq!(harness.state().choice, None, "the window is not");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(harness.state().choice, Some(SettingsChoice::Closed));
}

#[test]
fn escape_leaves_a_field_before_it_closes_the_window() {
    let mut harness = window("http://127.0.0.1:1");
    harness.get_by_label("其他聲音（服務:名稱）").focus();
    harness.run_steps(2);
    harness.event(egui::Event::Text("box:x".into()));
    harness.run_steps(2);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert_eq!(harness.state().choice, None, "what is typed is not lost");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(harness.state().choice, Some(SettingsChoice::Closed));
}

#[test]
fn the_language_of_the_program_is_chosen_and_saved() {
    let mut harness = window("http://127.0.0.1:1");
    harness.get_all_by_label("程式的語言").last().unwrap().click();
    harness.run_steps(3);
    click(&mut harness, "English");
    let settings = harness.state().draft.settings(&Settings::default());
    assert_eq!(settings.looks.language, "en");
    let mut later = Settings::default();
    later.looks.language = "ja".to_owned();
    let draft = Draft::new(&later, BTreeMap::new());
    assert_eq!(draft.settings(&later).looks.language, "ja", "what a later version knows stays");
}
