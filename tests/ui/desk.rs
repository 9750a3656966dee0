//! What waits for others does so beside the window: keyrings, servers, an article that is being kept.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use egui_kittest::kittest::Queryable as _;
use secrecy::SecretString;
use tingxinwen::{
    app::{Application, News, SaveError, VoiceChoice},
    article::Language,
    export::TrackError,
    player::Command,
    settings::{Account, Settings, SettingsStore},
    speech::{Cancel, Utterance, VoiceError, VoiceId},
    text::Script,
};
use tingxinwen_ui::preview::Preview;
use tingxinwen_voices::services::Listed;

use super::{GLANCE, LOOKS, Tones, Window};

/// A program whose keyring, server and disk answer when the test says so.
struct SlowProgram {
    is_open: Mutex<bool>,
    opened: Condvar,
    was_cancelled: AtomicBool,
    settings: SettingsStore,
}

impl Default for SlowProgram {
    fn default() -> Self {
        Self {
            is_open: Mutex::default(),
            opened: Condvar::new(),
            was_cancelled: AtomicBool::default(),
            settings: SettingsStore::open(None, |_| ()),
        }
    }
}

impl SlowProgram {
    fn open(&self) {
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
        self.settings.change(|settings| *settings = settings.rebased(before, after));
        Ok(())
    }

    fn news(&self) -> Vec<News> {
        Vec::new()
    }

    fn choices(&self) -> Vec<VoiceChoice> {
        let (id, name) = (VoiceId("two".into()), "新的聲音".into());
        vec![VoiceChoice { id, name, language: Language::Mandarin }]
    }

    fn complete(&self, _: Language, list: Vec<VoiceId>) -> Vec<VoiceId> {
        list
    }

    fn services(&self) -> BTreeMap<String, Account> {
        let account = Account { address: Some("http://127.0.0.1:1".into()), ..Account::default() };
        [("box".to_owned(), account)].into()
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
    fn with(program: &Arc<SlowProgram>) -> Self {
        let program: Arc<dyn Application> = Arc::<SlowProgram>::clone(program);
        let mut window = Self::made(|app| app.with_program(program, Preview::new(Arc::new(Tones))));
        window.engine.send(Command::Open(tingxinwen::article::Source::Text("article".into())));
        window.until(|snapshot| !snapshot.clock.is_estimated() && snapshot.script.is_some());
        window
    }

    fn until_shown(&mut self, label: &str) {
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
        let start = std::time::Instant::now();
        while self.harness.query_by_label(label).is_some() {
            assert!(start.elapsed() < Duration::from_secs(10), "{label} is still shown");
            self.harness.run_steps(1);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }
}

#[test]
fn the_settings_open_and_are_saved_while_the_keyring_waits_for_the_listener() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    window.click("設定");
    window.until_shown("儲存");
    window.click("列出它的聲音");
    assert!(window.harness.query_by_label("已保留 3 MB").is_none(), "nobody has counted yet");
    program.open();
    window.until_shown("已保留 3 MB");
    window.until_shown("加入它的聲音…（1）");
    window.click("加入它的聲音…（1）");
    window.click("貝拉");
    window.until_shown("1. box:x1");
    window.click("儲存");
    window.until_gone("儲存");
    assert_eq!(program.settings().voices.order.of(Language::Mandarin), [VoiceId("box:x1".into())]);
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
