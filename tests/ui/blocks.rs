//! What of the article is read, chosen in the window.

use egui_kittest::kittest::Queryable as _;
use tingxinwen::article::{BlockKind, Tables};

use super::{FIRST, SECOND, TITLE, Window};

const CAPTION: &str = "夜間的公園。圖／市府";

impl Window {
    /// What is read, as its article says it.
    fn spoken(&self) -> Vec<String> {
        let snapshot = self.engine.snapshot();
        let article = snapshot.script.as_ref().unwrap().article();
        let spoken = article.blocks().iter().filter(|block| block.spoken);
        spoken.map(|block| article.slice(block.range).to_owned()).collect()
    }

    /// Draws until `count` blocks are read.
    fn until_spoken(&mut self, count: usize) {
        self.until(|snapshot| {
            let blocks = snapshot.script.as_ref().unwrap().article().blocks();
            blocks.iter().filter(|block| block.spoken).count() == count
        });
    }
}

#[test]
fn a_click_has_a_faint_block_read_and_ctrl_leaves_one_out() {
    let mut window = Window::reading();
    window.harness.key_press(egui::Key::ArrowRight);
    window.until(|snapshot| snapshot.place > 0);
    window.harness.get_by_label(CAPTION).hover();
    window.harness.run_steps(8);
    window.harness.get_by_label("依「朗讀內容」的選擇，不讀圖片說明。點一下就會讀。");
    let faint = window.harness.get_by_label(CAPTION).rect().height();
    window.harness.get_by_label(CAPTION).click();
    window.until_spoken(4);
    assert_eq!(window.spoken(), [TITLE, CAPTION, FIRST, SECOND]);
    assert!(window.harness.get_by_label(CAPTION).rect().height() > faint, "it is laid out anew");
    assert_eq!(window.place(), "市府", "the place stays");

    let ctrl = egui::Modifiers::COMMAND;
    window.harness.get_by_label(CAPTION).click_modifiers(ctrl);
    window.until_spoken(3);
    window.harness.get_by_label(FIRST).click_modifiers(ctrl);
    window.until_spoken(2);
    assert_eq!(window.spoken(), [TITLE, SECOND]);
    assert_eq!(window.place(), "記者", "the next that is still read");
}

#[test]
fn a_key_leaves_out_what_is_heard_and_brings_it_back() {
    let mut window = Window::reading();
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::X);
    window.harness.run_steps(3);
    assert_eq!(window.spoken(), [TITLE, FIRST, SECOND], "nothing was left out");
    window.harness.key_press(egui::Key::ArrowRight);
    window.until(|snapshot| snapshot.place > 0);
    window.harness.key_press(egui::Key::X);
    window.until_spoken(2);
    assert_eq!(window.spoken(), [TITLE, SECOND]);
    assert_eq!(window.place(), "記者", "what comes next is heard");
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::X);
    window.until_spoken(3);
    assert_eq!(window.spoken(), [TITLE, FIRST, SECOND]);
    assert_eq!(window.place(), "市府", "and one is back in it");
}

#[test]
fn blocks_of_an_unfolded_run_are_switched_on_without_folding_the_rest() {
    let mut window = Window::reading();
    window.harness.get_by_label("網頁其他內容 4 段，不朗讀").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("首頁").click();
    window.until_spoken(4);
    window.harness.get_by_label("訂閱電子報");
}

#[test]
fn the_menu_of_what_is_read_stays_open_and_is_kept() {
    let mut window = Window::reading();
    window.harness.get_by_label("朗讀內容").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("圖片說明").click();
    window.until_spoken(4);
    window.harness.get_by_label("記者署名").click();
    window.until_spoken(5);
    window.harness.get_by_label("標題").click();
    window.until_spoken(4);
    assert_eq!(window.spoken(), ["記者王小明／台北報導", CAPTION, FIRST, SECOND]);
    window.harness.get_by_label("只讀第一列").click();
    window.until(|snapshot| snapshot.block_filter.tables() == Tables::Announced);
    window.harness.get_by_label("不讀").click();
    window.until(|snapshot| !snapshot.block_filter.reads(BlockKind::TableRow));
    let snapshot = window.engine.snapshot();
    assert!(snapshot.block_filter.reads(BlockKind::Byline));
}

#[test]
fn a_right_click_still_asks_how_a_word_is_read() {
    let mut window = Window::reading();
    window.harness.get_by_label(FIRST).click_secondary();
    window.harness.run_steps(3);
    window.harness.get_by_label("改讀作");
    assert_eq!(window.spoken(), [TITLE, FIRST, SECOND]);
}
