//! The table of contents beside the page, over the whole program.

use egui_kittest::kittest::Queryable as _;
use tingxinwen::{article::Source, player::Command};

use super::shelf::Window;

#[test]
fn the_contents_of_a_book_are_shown_by_a_key_and_lead_to_its_chapters() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.md");
    std::fs::write(&path, "# 第一章\n\n船六點開。\n\n# 第二章\n\n沒有風。\n\n# 第三章\n\n霧散了。\n")
        .unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.engine.send(Command::Open(Source::File(path)));
    window.until("it is open", |window| window.engine.snapshot().parts.is_some());
    assert!(
        window.harness.query_by_label("第三章").is_none(),
        "only the chapter that is read is on the page"
    );
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::T);
    window.until_shown("第三章");
    window.click("第三章");
    window.until("the third chapter", |window| {
        window.engine.snapshot().document.clone().is_some_and(|(_, part)| part == 2)
    });
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::ArrowLeft);
    window.until("the second", |window| {
        window.engine.snapshot().document.clone().is_some_and(|(_, part)| part == 1)
    });
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::T);
    window.until("it is hidden", |window| window.harness.query_by_label("第三章").is_none());
}
