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
fn of_thousands_of_chapters_only_those_around_the_one_that_is_read_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let chapter = |number: usize| format!("第{number}章\n\n{}", "船六點離開碼頭，沒有風。\n".repeat(60));
    std::fs::write(&path, (1..=3_000).map(chapter).collect::<String>()).unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.engine.send(Command::Open(Source::File(path)));
    window.until("it is open", |window| window.engine.snapshot().parts.is_some());
    window.engine.send(Command::OpenPart(1_999));
    window.until("chapter 2000", |window| {
        window.engine.snapshot().document.clone().is_some_and(|(_, part)| part == 1_999)
    });
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::T);
    window.until_shown("第1998章");
    window.harness.get_by_label("第2002章");
    let drawn = window.harness.query_all_by_label_contains("章").count();
    assert!((5..60).contains(&drawn), "{drawn}");
    window.click("第2002章");
    window.until("chapter 2002", |window| {
        window.engine.snapshot().document.clone().is_some_and(|(_, part)| part == 2_001)
    });
}
