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
    view::settings::{Draft, SettingsChoice, services_ui, storage_ui, voices_ui},
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
        gender: None,
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
    let builder = Harness::builder().with_size([900.0, 1400.0]).with_context_setup(theme::install);
    let mut harness = builder.build_ui_state(
        move |ui, state: &mut State| {
            let (words, mut choices) = (Words::of(locale), Vec::new());
            egui::ScrollArea::vertical().show(ui, |ui| {
                voices_ui(ui, words, &LIGHT, &voices(), &mut state.draft, &mut choices);
                services_ui(ui, words, &LIGHT, &mut state.draft, &mut choices);
                storage_ui(ui, words, &LIGHT, &mut state.draft, &mut choices);
            });
            state.choice = choices.pop().or(state.choice.take());
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
    let top = |harness: &Harness<State>, label: &str| harness.get_by_label(label).rect().top();
    assert!(top(&harness, "貝拉") < top(&harness, "曉曉"));
    click(&mut harness, "試聽");
    assert_eq!(harness.state().choice, Some(SettingsChoice::Try(id("box:bella"), Language::Mandarin)));
    let refusal = Refusal { service: "box".into(), status: 401, said: "no credit".into() };
    harness.state_mut().draft.tell(id("box:bella"), Outcome::Failed(VoiceError::Refused(refusal)));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("「box」拒絕了（401）：「no credit」").is_some());
    click(&mut harness, "下移");
    assert!(top(&harness, "曉曉") < top(&harness, "貝拉"));
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
