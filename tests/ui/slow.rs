//! A voice that this computer cannot keep up with, and the offer of another.

use std::time::Duration;

use egui_kittest::{Harness, kittest::Queryable as _};
use tingxinwen::{
    app::{LAST_RESORT, VoiceChoice},
    article::Language,
    player::{Command, Phase, Snapshot},
    speech::VoiceId,
};
use tingxinwen_ui::{
    locale::Locale,
    theme::{self, LIGHT},
    view::notice::notice_ui,
    words::Words,
};

use super::Window;

/// What is asked for where `snapshot` is shown and the offer, if there is one, is taken.
fn taken(snapshot: Snapshot, voices: &[&str]) -> Option<Vec<Command>> {
    let choice = |id: &&str| VoiceChoice {
        gender: None,
        id: VoiceId((*id).to_owned()),
        name: (*id).to_owned(),
        language: Language::Mandarin,
    };
    let voices: Vec<VoiceChoice> = voices.iter().map(choice).collect();
    let mut harness = Harness::builder().with_context_setup(theme::install).build_ui_state(
        move |ui, commands: &mut Vec<Command>| {
            notice_ui(ui, &snapshot, &voices, Words::of(Locale::ZhTw), &LIGHT, commands);
        },
        Vec::new(),
    );
    harness.run_steps(2);
    harness.query_by_label(&Words::of(Locale::ZhTw).system_voice())?.click();
    harness.run_steps(2);
    Some(harness.state().clone())
}

#[test]
fn who_waits_long_for_the_voice_is_offered_the_systems() {
    let window = Window::reading();
    let waiting = |wait: Option<u64>| {
        let mut snapshot = Snapshot::clone(&window.engine.snapshot());
        snapshot.phase = Phase::Buffering { wait: wait.map(Duration::from_secs) };
        snapshot
    };
    let voices = ["one", LAST_RESORT];
    let wanted = Command::SetVoice(Language::Mandarin, VoiceId(LAST_RESORT.into()));
    assert_eq!(taken(waiting(Some(12)), &voices), Some(vec![wanted]));
    assert_eq!(taken(waiting(Some(1)), &voices), None, "soon over");
    assert_eq!(taken(waiting(None), &voices), None, "not known yet");
    assert_eq!(taken(waiting(Some(12)), &["one", "two"]), None, "there is none");
    let mut speaks = waiting(Some(12));
    speaks.voice = VoiceId(LAST_RESORT.into());
    assert_eq!(taken(speaks, &voices), None, "it speaks already");
}
