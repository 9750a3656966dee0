//! Pictures on the page: fetched beside the window, and only where they are wanted.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use tingxinwen::{app::Application as _, article::Source, player::Command};

use super::{Window, desk::SlowProgram};

#[test]
fn pictures_are_fetched_once_and_only_where_the_listener_wants_them() {
    let program = Arc::new(SlowProgram::default());
    let mut window = Window::with(&program);
    let shown = |window: &Window| window.harness.query_by_role_and_label(Role::Image, "換上的新燈").is_some();
    window.engine.send(Command::Open(Source::Text("pictured".into())));
    window.until_shown("第一段說的是路燈。");
    assert!(!shown(&window) && program.pictures.lock().unwrap().is_empty(), "not unless it is asked for");
    program.change(&mut |settings| settings.looks.pictures = true);
    window.until_it_is_so(|| !program.pictures.lock().unwrap().is_empty());
    assert!(shown(&window));
    let before = window.harness.get_by_label("第一段說的是路燈。").rect();
    program.open();
    window.harness.run_steps(6);
    assert_eq!(*program.pictures.lock().unwrap(), ["https://news.test/lamp.jpg"]);
    assert_eq!(
        window.harness.get_by_label("第一段說的是路燈。").rect(),
        before,
        "nothing moves when none comes"
    );
}
