//! The table of contents beside the page, over the whole program.

use egui_kittest::kittest::Queryable as _;
use tingxinwen::{
    article::Source,
    player::{Command, Direction, Unit},
};

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

#[test]
fn the_password_of_a_document_is_asked_for_on_a_card_until_it_is_right() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ferry.pdf");
    std::fs::write(&path, include_bytes!("../data/documents/password.pdf")).unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    let passwords = window.program.passwords().clone();
    passwords.ask_by(|| ());
    let prompt = "「ferry.pdf」的密碼：";
    let open = |window: &Window| window.engine.send(Command::Open(Source::File(path.clone())));
    open(&window);
    window.until_shown(prompt);
    window.harness.key_press(egui::Key::Escape);
    window.until("it is not opened", |window| window.engine.snapshot().notice.is_some());
    window.until("the card is gone", |window| window.harness.query_by_label(prompt).is_none());
    open(&window);
    window.until_shown(prompt);
    window.type_into(prompt, "port");
    window.harness.key_press(egui::Key::Enter);
    window.until_shown("密碼不對。");
    window.type_into(prompt, "harbour");
    window.harness.key_press(egui::Key::Enter);
    window.until("it is open", |window| window.engine.snapshot().script.is_some());
    window.until("the card is gone again", |window| window.harness.query_by_label(prompt).is_none());
    assert_eq!(passwords.question(), None);
}

#[test]
fn footnotes_are_shown_on_a_card_where_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.md");
    let text = "# 第一章\n\n船六點開[^1]。風停了[^b]。\n\n沒有風。\n\n# 第二章\n\n霧散了。\n\n[^1]: 照教堂的鐘。\n\n[^b]: 在午後。\n";
    std::fs::write(&path, text).unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.engine.send(Command::Open(Source::File(path)));
    window.until("it is open", |window| window.engine.snapshot().parts.is_some());
    window.harness.key_press(egui::Key::G);
    window.until_shown("這裡沒有註釋。");
    window.harness.key_press(egui::Key::Escape);
    window.until("the card is closed", |window| window.harness.query_by_label("註釋").is_none());
    let place = window.engine.snapshot().place;
    window.engine.send(Command::Step(Unit::Sentence, Direction::Forward));
    window.until("it is at the next sentence", |window| window.engine.snapshot().place > place);
    window.harness.key_press(egui::Key::G);
    window.until_shown("照教堂的鐘。");
    assert!(window.harness.query_by_label("在午後。").is_none(), "that of the next sentence");
    window.harness.key_press(egui::Key::Escape);
    window.until("the card is closed", |window| window.harness.query_by_label("照教堂的鐘。").is_none());
}
