//! What waits for others does so beside the window: keyrings, servers, an article that is being kept.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use secrecy::SecretString;
use tingxinwen::{
    app::{Application, News, SaveError, VoiceChoice},
    article::{Language, OpenError},
    export::TrackError,
    player::Command,
    settings::{Account, Settings, SettingsStore},
    speech::{Cancel, Utterance, VoiceError, VoiceId},
    text::Script,
};
use tingxinwen_ui::preview::Preview;
use tingxinwen_voices::{
    install::{InstallError, Progress, Step},
    services::Listed,
};

use super::{GLANCE, LOOKS, Tones, Window};

/// A program whose keyring, server and disk answer when the test says so.
pub(super) struct SlowProgram {
    is_open: Mutex<bool>,
    opened: Condvar,
    was_cancelled: AtomicBool,
    /// Whether the disk has no room.
    is_full: AtomicBool,
    /// Whether voices are missing.
    is_bare: AtomicBool,
    /// The pictures that were asked for.
    pub(super) pictures: Mutex<Vec<String>>,
    settings: SettingsStore,
}

impl Default for SlowProgram {
    fn default() -> Self {
        let settings = SettingsStore::open(None, |_| ());
        settings.change(|settings| settings.looks.language = "zh-TW".to_owned());
        Self {
            is_open: Mutex::default(),
            opened: Condvar::new(),
            was_cancelled: AtomicBool::default(),
            is_full: AtomicBool::default(),
            is_bare: AtomicBool::default(),
            pictures: Mutex::default(),
            settings,
        }
    }
}

impl SlowProgram {
    pub(super) fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn wait(&self) {
        let shut = self.is_open.lock().unwrap();
        drop(self.opened.wait_while(shut, |is_open| !*is_open).unwrap());
    }
}

impl Application for SlowProgram {
    fn sample(&self, _: Language) -> Option<Utterance> {
        None
    }

    fn settings(&self) -> Arc<Settings> {
        self.settings.now()
    }

    fn change(&self, change: &mut dyn FnMut(&mut Settings)) {
        self.settings.change(|settings| change(settings));
    }

    fn save(
        &self,
        before: &Settings,
        after: &Settings,
        _: &[(String, SecretString)],
    ) -> Result<(), SaveError> {
        self.wait();
        if self.is_full.load(Ordering::SeqCst) {
            return Err(SaveError::File(std::io::ErrorKind::StorageFull));
        }
        self.settings.change(|settings| *settings = settings.rebased(before, after));
        Ok(())
    }

    fn news(&self) -> Vec<News> {
        Vec::new()
    }

    fn choices(&self) -> Vec<VoiceChoice> {
        let (id, name) = (VoiceId("two".into()), "新的聲音".into());
        vec![VoiceChoice { id, name, gender: None, language: Language::Mandarin }]
    }

    fn complete(&self, _: Language, list: Vec<VoiceId>) -> Vec<VoiceId> {
        list
    }

    fn services(&self) -> BTreeMap<String, Account> {
        let account = Account { address: Some("http://127.0.0.1:1".into()), ..Account::default() };
        [("box".to_owned(), account)].into()
    }

    fn missing_voices(&self) -> Vec<VoiceId> {
        if self.is_bare.load(Ordering::SeqCst) { vec![VoiceId("two".into())] } else { Vec::new() }
    }

    fn install(&self, voices: &[VoiceId], progress: &dyn Progress) -> Result<(), InstallError> {
        progress.tell(&Step::Received { file: "voice", bytes: 30_000_000, total: 90_000_000 });
        self.wait();
        if self.is_full.load(Ordering::SeqCst) {
            return Err(InstallError::Stopped);
        }
        assert_eq!(voices, [VoiceId("two".into())]);
        Ok(())
    }

    fn has_key(&self, _: &str) -> bool {
        self.wait();
        true
    }

    fn voices_at(
        &self,
        _: &str,
        account: &Account,
        _: Option<SecretString>,
    ) -> Result<Vec<Listed>, VoiceError> {
        self.wait();
        assert_eq!(account.address.as_deref(), Some("http://127.0.0.1:1"));
        Ok(vec![Listed { id: "x1".into(), name: Some("貝拉".into()) }])
    }

    fn picture(&self, page: &str, address: &str) -> Result<Vec<u8>, OpenError> {
        assert_eq!(page, "https://news.test/a");
        self.pictures.lock().unwrap().push(address.to_owned());
        self.wait();
        Err(OpenError::NotText { kind: "text/html".to_owned() })
    }

    fn kept_bytes(&self) -> u64 {
        self.wait();
        3_000_000
    }

    fn clear_kept(&self) {}

    fn keep(
        &self,
        _: &Script,
        _: &VoiceId,
        cancel: &Cancel,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<(), TrackError> {
        progress(0.43);
        while !*self.is_open.lock().unwrap() {
            if cancel.is_cancelled() {
                self.was_cancelled.store(true, Ordering::SeqCst);
                return Err(TrackError::Stopped);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}

impl Window {
    pub(super) fn with(program: &Arc<SlowProgram>) -> Self {
        let program: Arc<dyn Application> = Arc::<SlowProgram>::clone(program);
        let mut window = Self::made(|app| app.with_program(program, Preview::new(Arc::new(Tones))));
        window.engine.send(Command::Open(tingxinwen::article::Source::Text("article".into())));
        window.until(|snapshot| !snapshot.clock.is_estimated() && snapshot.script.is_some());
        window
    }

    pub(super) fn until_shown(&mut self, label: &str) {
        let looked = (0..LOOKS).position(|_| {
            let is_shown = self.harness.query_by_label(label).is_some();
            if !is_shown {
                self.harness.run_steps(1);
                std::thread::sleep(GLANCE);
            }
            is_shown
        });
        assert!(looked.is_some(), "{label} is not shown");
        // A window takes some frames to find its size.
        self.harness.run_steps(4);
    }

    pub(super) fn until_gone(&mut self, label: &str) {
        let looked = (0..LOOKS).any(|_| {
            let is_gone = self.harness.query_by_label(label).is_none();
            if !is_gone {
                self.harness.run_steps(1);
                std::thread::sleep(GLANCE);
            }
            is_gone
        });
        assert!(looked, "{label} is still shown");
        // What stood below it is in its place one frame later.
        self.harness.run_steps(4);
    }

    /// Draws until something outside the window is so.
    pub(super) fn until_it_is_so(&mut self, is_so: impl Fn() -> bool) {
        let looked = (0..LOOKS).any(|_| {
            self.harness.run_steps(1);
            std::thread::sleep(GLANCE);
            is_so()
        });
        assert!(looked, "it never comes to this");
        self.harness.run_steps(2);
    }

    pub(super) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }
}

#[test]
fn the_settings_open_and_are_saved_while_the_keyring_waits_for_the_listener() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.click("設定");
    window.until_shown("語音服務");
    window.click("語音服務");
    window.until_shown("box");
    window.until_shown("儲存");
    window.click("列出它的聲音");
    window.click("儲存空間");
    assert!(window.harness.query_by_label("已保留 3 MB").is_none(), "nobody has counted yet");
    program.open();
    window.until_shown("已保留 3 MB");
    window.click("語音服務");
    window.until_shown("加入它的聲音…（1）");
    window.click("加入它的聲音…（1）");
    window.click("貝拉");
    window.click("聲音");
    window.until_shown("box:x1");
    let order = || program.settings().voices.order.of(Language::Mandarin).to_vec();
    window.until_it_is_so(|| order() == [VoiceId("box:x1".into())]);
}

#[test]
fn voices_that_are_missing_are_installed_from_the_window() {
    let program = Arc::new(SlowProgram::default());
    program.is_bare.store(true, Ordering::SeqCst);
    program.is_full.store(true, Ordering::SeqCst);
    let mut window = Window::with(&program);
    window.until_shown("安裝");
    window.click("安裝");
    window.until_shown("下載內建聲音，30 / 90 MB");
    window.harness.get_by_label("播放");
    program.open();
    let words = tingxinwen_ui::words::Words::of(tingxinwen_ui::locale::Locale::ZhTw);
    window.until_shown(&words.install_error(&InstallError::Stopped));
    program.is_full.store(false, Ordering::SeqCst);
    window.click("再試一次");
    window.until_gone("再試一次");
    window.until_gone("下載內建聲音，30 / 90 MB");
    window.click("聲音和音量");
    window.until_shown("新的聲音");
}

#[test]
fn what_is_changed_in_the_settings_holds_at_once_and_what_is_typed_stays() {
    let program = Arc::new(SlowProgram::default());
    program.open();
    let mut window = Window::with(&program);
    window.click("設定");
    window.until_shown("儲存空間");
    window.click("語音服務");
    window.until_shown("網址");
    window.harness.get_by_label("網址").focus();
    window.harness.run_steps(2);
    window.harness.event(egui::Event::Text("9".into()));
    window.harness.run_steps(3);
    window.click("服務不提供每個詞的時間時，用內建聲音比對出來");
    window.until_it_is_so(|| !program.settings().voices.align_words);
    assert!(program.settings().services.is_empty(), "an address is saved when the listener says so");
    window.click("返回");
    window.click("設定");
    window.until_shown("儲存");
    assert_eq!(
        window.harness.get_by_label("網址").accesskit_node().value().as_deref(),
        Some("http://127.0.0.1:19")
    );
    window.click("儲存");
    let address = || program.settings().services.get("box").and_then(|account| account.address.clone());
    window.until_it_is_so(|| address().as_deref() == Some("http://127.0.0.1:19"));
}

#[test]
fn settings_that_cannot_be_saved_say_why() {
    let program = Arc::new(SlowProgram::default());
    program.open();
    program.is_full.store(true, Ordering::SeqCst);
    let mut window = Window::with(&program);
    window.click("設定");
    window.until_shown("語音服務");
    window.click("語音服務");
    window.until_shown("服務不提供每個詞的時間時，用內建聲音比對出來");
    window.click("服務不提供每個詞的時間時，用內建聲音比對出來");
    let words = tingxinwen_ui::words::Words::of(tingxinwen_ui::locale::Locale::ZhTw);
    window.until_shown(&words.save_error(&SaveError::File(std::io::ErrorKind::StorageFull)));
}

#[test]
fn keys_are_changed_by_pressing_others_and_come_back() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.click("設定");
    window.harness.set_size(egui::vec2(1000.0, 3600.0));
    window.until_shown("按鍵");
    window.click("按鍵");
    window.click("靜音、取消靜音 M");
    window.until_shown("按下新的按鍵…");
    window.harness.key_press(egui::Key::F);
    window.harness.run_steps(3);
    let keys = |id: &str| program.settings().keys.get(id).cloned();
    assert_eq!(keys("mute"), Some(vec!["F".to_owned()]));
    window.until_shown("靜音、取消靜音 F");
    window.until_shown("回到朗讀處");
    window.click("靜音、取消靜音 F");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(3);
    window.until_shown("靜音、取消靜音 F");
    window.click("恢復原來的按鍵");
    assert_eq!(keys("mute"), None);
    window.until_shown("靜音、取消靜音 M");
    // For all windows, and only what nobody types there.
    window.click("播放、暫停");
    window.harness.key_press(egui::Key::P);
    window.harness.run_steps(3);
    window.until_shown("按下新的按鍵…");
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::ALT, egui::Key::P);
    window.harness.run_steps(3);
    let global = program.settings().global_keys.get("play-pause").cloned();
    assert_eq!(global, Some(vec!["Ctrl+Alt+P".to_owned()]));
    window.until_shown("播放、暫停 Ctrl + Alt + P");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("靜音、取消靜音 M").is_none(), "Escape leaves the settings");
}

#[test]
fn settings_are_found_by_what_stands_in_them_and_take_the_language_at_once() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.harness.set_size(egui::vec2(1300.0, 800.0));
    window.harness.run_steps(3);
    window.click("設定");
    window.until_shown("找設定");
    window.harness.get_by_label("找設定").focus();
    window.harness.run_steps(2);
    window.harness.event(egui::Event::Text("行距".into()));
    window.harness.run_steps(4);
    assert!(window.harness.query_by_label("儲存空間").is_none());
    window.harness.get_all_by_label("程式的語言").last().unwrap().click();
    window.harness.run_steps(3);
    window.click("English");
    window.until_shown("Line height");
    assert_eq!(program.settings().looks.language, "en");
}

#[test]
fn an_article_is_kept_for_later_and_that_can_be_stopped() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.click("離線收聽");
    window.until_shown("準備離線收聽 43%");
    window.click("取消");
    window.until_shown("離線收聽");
    let is_cancelled = |_| {
        std::thread::sleep(GLANCE);
        program.was_cancelled.load(Ordering::SeqCst)
    };
    assert!((0..LOOKS).any(is_cancelled), "nobody told the program");
    program.open();
    window.click("離線收聽");
    window.until_shown("已可離線收聽");
}
