//! The library and the queue beside the page, over the whole program.

use std::{path::Path, sync::Arc};

use egui_kittest::{Harness, kittest::Queryable as _};
use tingxinwen::{
    app::{Program, QueueHandle, VoiceSet},
    audio::HandDevice,
    engine::EngineHandle,
    session::{AddAt, QueueCommand},
    settings::Settings,
    text::FrontEnd,
};
use tingxinwen_library::{Library, QueueSource};
use tingxinwen_ui::{app::App, follow::Follower, locale::Locale, preview::Preview, theme, words::Words};
use tingxinwen_voices::DataDir;
use tokio::runtime::Runtime;

use super::{GLANCE, LOOKS, Tones};

pub(super) struct Window {
    pub(super) harness: Harness<'static, App>,
    pub(super) engine: EngineHandle,
    pub(super) queue: QueueHandle,
    pub(super) program: Arc<Program>,
    _device: HandDevice,
    _runtime: Runtime,
}

/// A file in `folder` with an article of this name.
fn text(folder: &Path, name: &str) -> QueueSource {
    let path = folder.join(name).with_extension("md");
    std::fs::write(&path, format!("# {name}\n\n{name}的第一段，說明夜間開放。\n")).unwrap();
    QueueSource::File(path)
}

impl Window {
    pub(super) fn over(folder: &Path, width: f32) -> Self {
        let runtime = Runtime::new().unwrap();
        let voices =
            Arc::new(VoiceSet::open(DataDir::at(folder.join("data")), &Settings::default()).unwrap());
        let orders = voices.orders(None, &Settings::default().voices.order).unwrap();
        let library = Library::open(&folder.join("library.sqlite")).unwrap();
        let front_end = Arc::new(FrontEnd::load());
        let program = Arc::new(Program::new(None, voices, front_end, None, Some(library), || ()));
        let (sound, device) = HandDevice::new();
        let engine = program.start(runtime.handle(), &orders, Vec::new(), |_| Ok(sound), || ()).unwrap();
        program.follow(runtime.handle(), &engine);
        let queue =
            program.start_queue(runtime.handle(), &engine, Arc::new(|error| error.to_string()), || ());
        let app = App::new(engine.clone(), Vec::new(), Words::of(Locale::ZhTw), Follower::default());
        let app = app.with_program(Arc::<Program>::clone(&program), Preview::new(Arc::new(Tones)));
        let harness = Harness::builder()
            .with_size([width, 700.0])
            .with_context_setup(theme::install)
            .build_ui_state(|ui, app: &mut App| app.show(ui), app);
        Self { harness, engine, queue, program, _device: device, _runtime: runtime }
    }

    /// Draws until `wanted`.
    pub(super) fn until(&mut self, what: &str, wanted: impl Fn(&Self) -> bool) {
        let is_so = (0..LOOKS).any(|_| {
            self.harness.run_steps(1);
            let is_so = wanted(self);
            if !is_so {
                std::thread::sleep(GLANCE);
            }
            is_so
        });
        assert!(is_so, "it never comes to this: {what}");
        self.harness.run_steps(2);
    }

    pub(super) fn until_shown(&mut self, label: &str) {
        self.until(label, |window| window.harness.query_by_label(label).is_some());
    }

    /// Draws until the queue has `count` articles, all of them fetched.
    fn until_fetched(&mut self, count: usize) {
        self.until("all are fetched", |window| {
            let items = &window.queue.snapshot().items;
            items.len() == count && items.iter().all(|item| item.title.is_some())
        });
    }

    pub(super) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }

    pub(super) fn type_into(&mut self, label: &str, text: &str) {
        self.harness.get_by_label(label).focus();
        self.harness.run_steps(2);
        self.harness.get_by_label(label).type_text(text);
        self.harness.run_steps(2);
    }

    /// Points at what has `label`, so that its buttons appear, and clicks on `button`.
    fn click_beside(&mut self, label: &str, button: &str) {
        self.harness.get_by_label(label).hover();
        self.harness.run_steps(3);
        self.click(button);
    }
}

#[test]
fn queued_articles_are_listed_played_removed_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.queue.send(QueueCommand::Add(
        ["甲文", "乙文", "丙文"].map(|name| text(folder.path(), name)).to_vec(),
        AddAt::End,
    ));
    window.until_fetched(3);
    window.until_shown("接著聽 3");
    window.click("接著聽 3");
    for title in ["甲文", "乙文", "丙文"] {
        window.harness.get_by_label(title);
    }
    window.click_beside("乙文", "移除");
    window.until("two are left", |window| window.queue.snapshot().items.len() == 2);
    window.click("復原");
    window.until("it is back", |window| window.queue.snapshot().items.len() == 3);
    window.until_shown("乙文");
    window.click_beside("乙文", "現在聽");
    window.until("it is open", |window| {
        let snapshot = window.engine.snapshot();
        snapshot.script.as_ref().is_some_and(|script| script.article().title() == Some("乙文"))
    });
    window.harness.key_press(egui::Key::H);
    let highlights = |window: &Window| {
        let id = window.engine.snapshot().document.as_ref().unwrap().0.clone();
        window.program.library().unwrap().call(move |database| database.highlights(&id)).unwrap()
    };
    let marks = |window: &Window| highlights(window).into_iter().map(|mark| mark.quote).collect::<Vec<_>>();
    let notes = |window: &Window| highlights(window).into_iter().map(|mark| mark.note).collect::<Vec<_>>();
    window.until("it is marked", |window| marks(window) == ["乙文"]);
    window.harness.key_press(egui::Key::H);
    window.until("it is not marked any more", |window| marks(window).is_empty());
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::H);
    window.until_shown("註記");
    let field = window.harness.get_by_role(egui::accesskit::Role::MultilineTextInput);
    field.focus();
    window.harness.run_steps(2);
    window.harness.get_by_role(egui::accesskit::Role::MultilineTextInput).type_text("要查出處");
    window.harness.run_steps(2);
    window.click("儲存");
    window.until("it is noted", |window| notes(window) == ["要查出處"]);
    window.harness.key_press(egui::Key::H);
    window.until("mark and note are gone", |window| notes(window).is_empty());
    window.until("it left the queue", |window| window.queue.snapshot().items.len() == 2);
    window.click("全部移除");
    window.until_shown("接著聽還沒有文章");
}

#[test]
fn the_library_is_searched_and_its_articles_are_opened_queued_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window
        .queue
        .send(QueueCommand::Add(["甲文", "乙文"].map(|name| text(folder.path(), name)).to_vec(), AddAt::End));
    window.until_fetched(2);
    window.queue.send(QueueCommand::Clear);
    window.until_shown("書庫 2");
    window.click("書庫 2");
    window.until_shown("全部 2");
    window.until_shown("還沒聽 2");
    window.type_into("搜尋書庫", "甲");
    window.until("one is found", |window| {
        window.harness.query_by_label("甲文").is_some() && window.harness.query_by_label("乙文").is_none()
    });
    window.click_beside("甲文", "更多");
    window.type_into("新的標籤", "#家裡");
    window.harness.key_press(egui::Key::Enter);
    window.until_shown("#家裡 1");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(2);
    window.click_beside("甲文", "加到接著聽");
    window.until("it is queued", |window| window.queue.snapshot().items.len() == 1);
    window.click_beside("甲文", "更多");
    window.click("移除");
    window.until_shown("沒有「甲」");
    window.click("復原");
    window.until_shown("甲文");
    window.click("排序");
    window.click("短的先");
    window.until_shown("甲文");
    window.click("甲文");
    window.until("it is open", |window| window.engine.snapshot().script.is_some());
    let counts = window.program.library().unwrap().call(|database| database.counts()).unwrap();
    assert_eq!(counts.all, 2);
}

#[test]
fn in_a_narrow_window_a_panel_takes_the_place_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(folder.path(), 480.0);
    window.harness.key_press(egui::Key::Q);
    window.until_shown("接著聽還沒有文章");
    assert!(window.harness.query_by_label(&Words::of(Locale::ZhTw).empty_hint()).is_none());
    window.click("關閉");
    window.harness.get_by_label(&Words::of(Locale::ZhTw).empty_hint());
}
