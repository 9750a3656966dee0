//! The card that takes articles along, by its labels.

use std::{sync::Arc, time::Duration};

use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use tingxinwen::{
    export::{Kind, Quality, SoundFormat, SubtitleFormat},
    player::Speed,
};
use tingxinwen_ui::{
    locale::Locale,
    look::Qr,
    theme::{self, LIGHT},
    view::export::{
        Choosable, Division, ExportChoice, ExportDraft, ExportShown, FileShown, Place, ShareShown, Taken,
        export_ui, usual_division,
    },
    words::Words,
};

use super::{Window, desk::SlowProgram};

struct State {
    draft: ExportDraft,
    shown: Option<ExportShown>,
    choice: ExportChoice,
    share: ShareShown,
}

fn draft() -> ExportDraft {
    let kind = Kind::Sound(SoundFormat::Mp3);
    let one = |id: &str| Choosable { id: id.to_owned(), title: format!("{id}的標題"), is_chosen: false };
    ExportDraft {
        taken: Taken::Open,
        has_open: true,
        queued: 5,
        library: vec![one("甲"), one("乙")],
        kind,
        division: usual_division(kind),
        quality: Quality::default(),
        speed: Speed::NORMAL,
        played: Speed::new(1.35),
        subtitles: Vec::new(),
        place: Place::Folder,
        folder: "/home/anna/音樂/聽新聞".into(),
        podcast: "/home/anna/音樂/聽新聞/Podcast".into(),
    }
}

fn window_in(locale: Locale, shown: Option<ExportShown>) -> Harness<'static, State> {
    let builder = Harness::builder().with_size([900.0, 800.0]).with_context_setup(theme::install);
    let mut harness = builder.build_ui_state(
        move |ui, state: &mut State| {
            let words = Words::of(locale);
            let (draft, shown) = (&mut state.draft, state.shown.as_ref());
            let choice = export_ui(ui.ctx(), words, &LIGHT, draft, shown, &state.share);
            if choice != ExportChoice::Waiting {
                state.choice = choice;
            }
        },
        State { draft: draft(), shown, choice: ExportChoice::Waiting, share: ShareShown::Off },
    );
    harness.run_steps(4);
    harness
}

fn window(shown: Option<ExportShown>) -> Harness<'static, State> {
    window_in(Locale::ZhTw, shown)
}

fn click(harness: &mut Harness<'static, State>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

fn running() -> ExportShown {
    let file = |title: &str, share| FileShown { title: title.to_owned(), share };
    ExportShown {
        files: vec![file("圖書館", Some(1.0)), file("颱風眼", Some(0.68)), file("老戲院", None)],
        current: 1,
        share: 0.41,
        left: Some(Duration::from_secs(50)),
        ..ExportShown::default()
    }
}

#[test]
fn what_is_wanted_is_chosen_and_begun() {
    let mut harness = window(None);
    click(&mut harness, "接著聽的 5 篇");
    assert_eq!(harness.state().draft.taken, Taken::Queue);
    click(&mut harness, "有聲書 M4B");
    assert_eq!(harness.state().draft.kind, Kind::Sound(SoundFormat::M4b));
    assert_eq!(harness.state().draft.division, Division::One, "as audio books are");
    click(&mut harness, "每章一檔");
    assert_eq!(harness.state().draft.division, Division::Chapter);
    click(&mut harness, "最好");
    assert_eq!(harness.state().draft.quality, Quality::High);
    click(&mut harness, "1.35×");
    assert_eq!(harness.state().draft.speed, Speed::new(1.35), "as it is played");
    click(&mut harness, "1.5×");
    assert_eq!(harness.state().draft.speed, Speed::new(1.5));
    click(&mut harness, "LRC");
    click(&mut harness, "VTT");
    click(&mut harness, "LRC");
    assert_eq!(harness.state().draft.subtitles, [SubtitleFormat::WebVtt]);
    harness.get_by_label_contains("聽過的句子不會再做一次");
    click(&mut harness, "選資料夾");
    assert_eq!(harness.state().choice, ExportChoice::ChooseFolder);
    click(&mut harness, "開始");
    assert_eq!(harness.state().choice, ExportChoice::Start);
}

#[test]
fn articles_of_the_library_are_chosen_one_by_one_and_none_is_not_begun() {
    let mut harness = window(None);
    click(&mut harness, "自己選");
    click(&mut harness, "開始");
    assert_eq!(harness.state().choice, ExportChoice::Waiting, "nothing is chosen");
    click(&mut harness, "乙的標題");
    let chosen: Vec<bool> = harness.state().draft.library.iter().map(|one| one.is_chosen).collect();
    assert_eq!(chosen, [false, true]);
    click(&mut harness, "開始");
    assert_eq!(harness.state().choice, ExportChoice::Start);
}

#[test]
fn a_podcast_is_filled_and_shared_from_the_card() {
    let mut harness = window(None);
    assert!(harness.query_by_label("分享到手機").is_none(), "a folder is not shared");
    click(&mut harness, "電子書 EPUB");
    click(&mut harness, "我的 Podcast");
    assert_eq!(harness.state().draft.kind, Kind::Sound(SoundFormat::Mp3), "players take no books");
    assert!(harness.query_by_label("電子書 EPUB").is_none());
    assert_eq!(harness.state().draft.target(), std::path::Path::new("/home/anna/音樂/聽新聞/Podcast"));
    assert!(harness.query_by_label("每章一檔").is_none(), "an episode is an article");
    click(&mut harness, "分享到手機");
    assert_eq!(harness.state().choice, ExportChoice::Share);
    let address = "http://192.168.1.7:8017/5ec2e7/feed.xml";
    harness.state_mut().share = ShareShown::At { address: address.to_owned(), code: Qr::of(address) };
    harness.run_steps(3);
    for label in [address, "這個網址的 QR 碼"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
    click(&mut harness, "停止分享");
    assert_eq!(harness.state().choice, ExportChoice::StopSharing);
    harness.state_mut().share = ShareShown::Failed("沒有網路".to_owned());
    harness.run_steps(3);
    harness.get_by_label("沒有網路");
    click(&mut harness, "再試一次");
    assert_eq!(harness.state().choice, ExportChoice::Share);
    // It stands beside what was made, too.
    harness.state_mut().shown = Some(ExportShown { is_done: true, ..running() });
    harness.state_mut().share = ShareShown::Off;
    harness.run_steps(3);
    harness.get_by_label("都做好了");
    harness.get_by_label("分享到手機");
}

#[test]
fn quality_is_asked_for_only_where_it_makes_a_difference() {
    let mut harness = window(None);
    assert!(harness.query_by_label("最好").is_some());
    click(&mut harness, "FLAC");
    assert!(harness.query_by_label("最好").is_none());
}

#[test]
fn how_far_it_is_stands_there_and_it_can_rest_end_or_go_on_unseen() {
    let mut harness = window(Some(running()));
    for text in
        ["正在做第 2 個檔案，共 3 個", "41%，還要約 50 秒", "圖書館 完成", "颱風眼 68%", "老戲院 等候中"]
    {
        assert!(harness.query_by_label(text).is_some(), "{text}");
    }
    for (label, choice) in [
        ("暫停", ExportChoice::TogglePause),
        ("取消", ExportChoice::Cancel),
        ("在背景繼續", ExportChoice::Closed),
    ] {
        click(&mut harness, label);
        assert_eq!(harness.state().choice, choice, "{label}");
    }
    let mut harness = window(Some(ExportShown { is_paused: true, ..running() }));
    harness.get_by_label("41%，暫停中");
    click(&mut harness, "繼續");
    assert_eq!(harness.state().choice, ExportChoice::TogglePause);
    let minutes = ExportShown { left: Some(Duration::from_secs(601)), ..running() };
    window(Some(minutes.clone())).get_by_label("41%，還要約 11 分");
    window_in(Locale::En, Some(minutes)).get_by_label("41%, about 11 min left");
}

#[test]
fn what_failed_says_why_and_offers_one_way_out() {
    let failed = |is_in_the_way| ExportShown {
        failed: Some("「甲.mp3」已經有了。".to_owned()),
        is_in_the_way,
        ..running()
    };
    let mut harness = window(Some(failed(true)));
    harness.get_by_label("「甲.mp3」已經有了。");
    click(&mut harness, "蓋過它");
    assert_eq!(harness.state().choice, ExportChoice::Replace);
    let mut harness = window(Some(failed(false)));
    assert!(harness.query_by_label("蓋過它").is_none());
    click(&mut harness, "再試一次");
    assert_eq!(harness.state().choice, ExportChoice::Start);
    let mut harness = window(Some(ExportShown { is_done: true, ..running() }));
    harness.get_by_label("都做好了");
    click(&mut harness, "打開資料夾");
    assert_eq!(harness.state().choice, ExportChoice::ShowFolder);
}

#[test]
fn a_key_opens_the_card_and_what_cannot_be_made_is_told_there() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    window.until_shown("這一篇");
    window.click("開始");
    window.until_shown("裡面沒有要朗讀的內容。");
    window.click("關閉");
    window.until_shown("開始");
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("開始").is_none());
}
