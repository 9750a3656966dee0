//! The window's views by their labels, without a display.

#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, reason = "a test that cannot go on fails")]

mod blocks;
mod books;
mod desk;
mod drawing;
mod feeds;
mod layout;
mod pictures;
mod setting;
mod shelf;
mod slow;
mod taking;

use std::{sync::Arc, time::Duration};

use egui_kittest::{Harness, kittest::Queryable as _};
use tingxinwen::{
    app::VoiceChoice,
    article::{Article, BlockDraft, BlockKind, Language, Meta, OpenError, Picture, Reason, Source},
    audio::HandDevice,
    core::document::Document,
    engine::{self, EngineHandle, Opener, Parts, VoiceSource},
    player::{Command, Phase, Player, Snapshot},
    settings::Settings,
    speech::{Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_ui::{
    app::App,
    follow::Follower,
    locale::Locale,
    preview::{Outcome, Preview},
    reading::Reading,
    theme,
    view::zhuyin::zhuyin_of,
    words::Words,
};
use tingxinwen_voices::ToneVoice;
use tokio::runtime::Runtime;

const TITLE: &str = "河濱公園夜間開放";
const FIRST: &str = "市府今天宣布，河濱公園延長開放。首週免費。";
const SECOND: &str = "記者會上，局長說「安全第一」。";

/// How often, and after which pauses, a test looks for what it waits for before it fails.
const LOOKS: usize = 5_000;
const GLANCE: Duration = Duration::from_millis(2);

struct Pages;

impl Opener for Pages {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        match source {
            Source::Text(text) if text == "article" => Ok(article().into()),
            Source::Text(text) if text == "pictured" => Ok(pictured().into()),
            _ => Err(OpenError::Status { host: "news.test".into(), status: 404 }),
        }
    }
}

struct Tones;

impl VoiceSource for Tones {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(ToneVoice::default()))
    }
}

fn article() -> Article {
    use BlockKind::{Byline, Caption, Furniture, Paragraph, Title};
    let furniture = ["首頁", "即時", "政治", "訂閱電子報"].map(|text| (Furniture, text));
    let blocks = [
        (Title, TITLE),
        (Byline, "記者王小明／台北報導"),
        (Caption, "夜間的公園。圖／市府"),
        (Paragraph, FIRST),
    ];
    Article::new(Meta::default(), blocks.into_iter().chain([(Paragraph, SECOND)]).chain(furniture))
}

/// An article with a picture.
fn pictured() -> Article {
    let picture = Picture {
        url: "https://news.test/lamp.jpg".to_owned(),
        alt: "換上的新燈".to_owned(),
        ..Picture::default()
    };
    let first = BlockDraft::new(BlockKind::Paragraph, Reason::Kind, "第一段說的是路燈。");
    let meta = Meta { source: Some("https://news.test/a".to_owned()), ..Meta::default() };
    Article::new(meta, [BlockDraft { pictures: vec![picture], ..first }])
}

struct Window {
    harness: Harness<'static, App>,
    engine: EngineHandle,
    front_end: Arc<FrontEnd>,
    lexicon: tempfile::TempDir,
    device: HandDevice,
    _runtime: Runtime,
}

impl Window {
    fn empty() -> Self {
        Self::made(|app| app)
    }

    /// An empty window that `alter` has changed.
    fn made(alter: impl FnOnce(App) -> App) -> Self {
        let runtime = Runtime::new().unwrap();
        let player = Player::new([(Language::Mandarin, VoiceId("one".into()))]);
        let front_end = Arc::new(FrontEnd::load());
        let parts =
            Parts { opener: Pages, voices: Tones, front_end: Arc::clone(&front_end), sound_cache: None };
        let (queue, device) = HandDevice::new();
        let engine = engine::start(runtime.handle(), player, parts, |_| Ok(queue), || ()).unwrap();
        let choice = |id: &str, name: &str| VoiceChoice {
            id: VoiceId(id.into()),
            name: name.into(),
            gender: None,
            language: Language::Mandarin,
        };
        let app = App::new(
            engine.clone(),
            vec![choice("one", "曉曉"), choice("two", "雲揚")],
            Words::of(Locale::ZhTw),
            Follower::default(),
        );
        let lexicon = tempfile::tempdir().unwrap();
        let file = Some(lexicon.path().join("lexicon.txt"));
        let preview = Preview::new(Arc::new(Tones));
        let app = app.reading(Reading::new(Arc::clone(&front_end), preview, file, &Settings::default()));
        let app = alter(app);
        let harness = Harness::builder()
            .with_size([900.0, 700.0])
            .with_context_setup(theme::install)
            .build_ui_state(|ui, app: &mut App| app.show(ui), app);
        Self { harness, engine, front_end, lexicon, device, _runtime: runtime }
    }

    fn reading() -> Self {
        let mut window = Self::empty();
        window.engine.send(Command::Open(Source::Text("article".into())));
        window.until(|snapshot| !snapshot.clock.is_estimated() && snapshot.script.is_some());
        window
    }

    /// Draws until the player is as wanted, and once more.
    fn until(&mut self, wanted: impl Fn(&Snapshot) -> bool) {
        let looked = (0..LOOKS).position(|_| {
            let is_so = wanted(&self.engine.snapshot());
            if !is_so {
                self.harness.run_steps(1);
                std::thread::sleep(GLANCE);
            }
            is_so
        });
        assert!(looked.is_some(), "still {:?}", self.engine.snapshot().phase);
        self.harness.run_steps(2);
    }

    fn place(&self) -> String {
        let snapshot = self.engine.snapshot();
        let text = snapshot.script.as_ref().unwrap().article().text().to_owned();
        text[snapshot.place as usize..].chars().take(2).collect()
    }
}

#[test]
fn an_empty_window_says_how_to_open_something() {
    let mut window = Window::empty();
    window.harness.run_steps(2);
    window.harness.get_by_label(&Words::of(Locale::ZhTw).empty_hint());
    window.harness.get_by_label("播放").click();
    window.harness.run_steps(3);
    assert_eq!(window.engine.snapshot().phase, Phase::Empty, "there is nothing to play");
    let field = Words::of(Locale::ZhTw).address_or_text();
    window.harness.get_by_label(&field).focus();
    window.harness.run_steps(2);
    window.harness.get_by_label(&field).type_text("article");
    window.harness.run_steps(2);
    window.harness.key_press(egui::Key::Enter);
    window.until(|snapshot| snapshot.script.is_some());
}

#[test]
fn the_play_button_plays_and_space_pauses() {
    let mut window = Window::reading();
    window.harness.get_by_label("播放").click();
    window.until(|snapshot| snapshot.phase == Phase::Playing);
    window.harness.key_press(egui::Key::Space);
    window.until(|snapshot| snapshot.phase == Phase::Paused);
    window.harness.get_by_label("播放");
}

#[test]
fn everything_on_the_page_has_its_label_and_furniture_is_folded() {
    let mut window = Window::reading();
    for label in [TITLE, "記者王小明／台北報導", FIRST, SECOND, "上一句", "下一句", "靜音", "播放"]
    {
        window.harness.get_by_label(label);
    }
    assert!(window.harness.query_by_label("訂閱電子報").is_none());
    window.harness.get_by_label("網頁其他內容 4 段，不朗讀").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("訂閱電子報");
}

#[test]
fn keys_go_by_sentence_speed_and_sound() {
    let mut window = Window::reading();
    window.harness.key_press(egui::Key::ArrowRight);
    window.until(|snapshot| snapshot.place > 0);
    assert_eq!(window.place(), "市府");
    window.harness.key_press(egui::Key::CloseBracket);
    window.until(|snapshot| (snapshot.speed.factor() - 1.1).abs() < 0.01);
    window.harness.key_press(egui::Key::M);
    window.until(|snapshot| snapshot.muted);
    window.harness.get_by_label("取消靜音");
}

#[test]
fn while_a_text_field_has_the_focus_keys_are_text() {
    let mut window = Window::reading();
    window.harness.get_by_label("加入文章").click();
    window.harness.run_steps(3);
    let field = window.harness.get_by_role(egui::accesskit::Role::MultilineTextInput);
    field.focus();
    window.harness.run_steps(2);
    window.harness.key_press(egui::Key::Space);
    window.harness.key_press(egui::Key::ArrowRight);
    window.harness.event(egui::Event::Ime(egui::ImeEvent::Commit("新聞".into())));
    window.harness.run_steps(4);
    let snapshot = window.engine.snapshot();
    assert_eq!((snapshot.phase, snapshot.place), (Phase::Paused, 0));
}

#[test]
fn pasting_opens_and_what_fails_is_told_with_the_article_still_there() {
    let mut window = Window::reading();
    window.harness.event(egui::Event::Paste("https://news.test/1".into()));
    window.until(|snapshot| snapshot.notice.is_some());
    window.harness.get_by_label("「news.test」沒有這個網頁（404）。請檢查網址。");
    window.harness.get_by_label(TITLE);
    window.harness.get_by_label("關閉").click();
    window.until(|snapshot| snapshot.notice.is_none());
}

#[test]
fn a_reading_is_heard_kept_and_forgotten() {
    let mut window = Window::reading();
    window.harness.key_press(egui::Key::ArrowRight);
    window.until(|snapshot| snapshot.place > 0);
    window.harness.key_press(egui::Key::R);
    window.harness.run_steps(3);
    let ways = window.harness.get_all_by_label("ㄕˋ ㄈㄨˇ").count();
    assert_eq!(ways, 2, "its present reading is the first that is offered");
    window.harness.get_by_label("改讀作");
    let type_reading = |window: &mut Window, reading: &str| {
        let fields = window.harness.get_all_by_role(egui::accesskit::Role::TextInput).count();
        assert_eq!(fields, 2, "the word and its reading");
        window.harness.get_all_by_role(egui::accesskit::Role::TextInput).last().unwrap().focus();
        window.harness.run_steps(2);
        window.harness.event(egui::Event::Text(reading.into()));
        window.harness.run_steps(3);
    };
    type_reading(&mut window, "ㄕˇ");
    window.harness.get_by_label("2 個字，卻有 1 個音節");
    type_reading(&mut window, " ㄈㄨˋ");
    window.harness.get_by_label("ㄕˇ ㄈㄨˋ");
    window.harness.get_by_label("播放").click();
    window.until(|snapshot| snapshot.phase == Phase::Playing);
    window.harness.get_by_label("試聽").click();
    window.until(|snapshot| snapshot.phase == Phase::Paused);
    window.harness.get_by_label("記住").click();
    window.until_gone("改讀作");
    assert_eq!(window.front_end.lexicon().reading_of("市府"), Some("ㄕˇ ㄈㄨˋ"));
    let file = window.lexicon.path().join("lexicon.txt");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "市府\tㄕˇ ㄈㄨˋ\n");

    window.harness.key_press(egui::Key::R);
    window.harness.run_steps(3);
    window.harness.get_by_label("恢復原來的讀音").click();
    window.until_gone("改讀作");
    assert_eq!(window.front_end.lexicon().reading_of("市府"), None);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "");
}

#[test]
fn a_preview_tells_what_became_of_it() {
    struct Missing;
    impl VoiceSource for Missing {
        fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
            Err(VoiceError::NotInstalled("gone".into()))
        }
    }
    let preview = Preview::new(Arc::new(Missing));
    assert_eq!(preview.outcome(), None);
    let front_end = FrontEnd::load();
    let script = tingxinwen::text::Script::new(Arc::new(article()));
    let piece = script.piece_at(0, tingxinwen::text::Haste::LookAhead).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    let utterance = front_end.utterance(script.article(), piece);
    preview.speak([utterance], VoiceId("one".into()), move || tell.send(()).unwrap_or_default());
    told.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(preview.outcome(), Some(Outcome::Failed(VoiceError::NotInstalled("gone".into()))));
    preview.stop();
    assert_eq!(preview.outcome(), None);
}

#[test]
fn zhuyin_stands_beside_characters_that_are_read_one_by_one() {
    let beside = zhuyin_of(&FrontEnd::load(), "和12%的AI公園");
    let shown: Vec<(usize, &str)> =
        beside.iter().map(|(bytes, symbols)| (bytes.start, symbols.as_str())).collect();
    assert_eq!(shown, [(0, "ㄏㄢˋ"), (6, "˙ㄉㄜ"), (11, "ㄍㄨㄥ"), (14, "ㄩㄢˊ")]);
}

#[test]
fn the_list_of_keys_comes_and_goes() {
    let mut window = Window::reading();
    window.harness.event(egui::Event::Text("?".into()));
    window.harness.run_steps(3);
    window.harness.get_by_label("回到朗讀處");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("回到朗讀處").is_none());
}

#[test]
fn words_of_the_article_are_found_shown_and_read_from_there() {
    let mut window = Window::reading();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
    window.harness.run_steps(3);
    window.harness.get_by_label("在文章裡找").type_text("局長");
    window.harness.run_steps(3);
    window.harness.get_by_label("1 / 1");
    window.harness.get_by_label("從這裡唸").click();
    window.until(|snapshot| snapshot.place > 0);
    assert_eq!(window.place(), "局長");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("在文章裡找").is_none());
}

#[test]
fn a_paused_window_asks_for_no_repaint() {
    let mut window = Window::reading();
    // `run` fails if the picture never comes to rest.
    let steps = window.harness.run();
    assert!(steps < 40, "{steps}");
}
