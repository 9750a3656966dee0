//! What must hold of the window at any size: nothing is cut, nothing lies over the text, Escape closes one thing.

use egui::{Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Window;

const SIZES: [[f32; 2]; 6] =
    [[380.0, 360.0], [440.0, 700.0], [500.0, 400.0], [640.0, 480.0], [900.0, 700.0], [1400.0, 800.0]];

impl Window {
    fn sized(mut self, size: [f32; 2]) -> Self {
        self.harness.set_size(size.into());
        self.harness.run_steps(4);
        self
    }

    /// All that can be pressed, and where.
    fn controls(&self) -> Vec<(String, Rect)> {
        let roles = [Role::Button, Role::ComboBox, Role::Slider, Role::TextInput];
        let nodes = roles.into_iter().flat_map(|role| self.harness.query_all_by_role(role));
        nodes.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
    }
}

#[test]
fn no_control_is_cut_or_overlaps_another_at_any_size() {
    for size in SIZES {
        let window = Window::reading().sized(size);
        let screen = Rect::from_min_size(egui::Pos2::ZERO, size.into());
        let controls = window.controls();
        assert!(controls.len() >= 7, "{size:?}: {controls:?}");
        for (idx, (label, rect)) in controls.iter().enumerate() {
            assert!(screen.expand(0.5).contains_rect(*rect), "{label} is cut at {size:?}: {rect:?}");
            for (other, place) in &controls[idx + 1..] {
                let shared = rect.intersect(*place);
                let overlaps = shared.width() > 1.0 && shared.height() > 1.0;
                assert!(!overlaps, "{label} lies over {other} at {size:?}: {rect:?} {place:?}");
            }
        }
    }
}

#[test]
fn the_empty_page_says_all_at_any_size() {
    for size in SIZES {
        let window = Window::empty().sized(size);
        let hint = tingxinwen_ui::words::Words::of(tingxinwen_ui::locale::Locale::ZhTw).empty_hint();
        let rect = window.harness.get_by_label(&hint).rect();
        assert!(rect.left() >= 16.0 && rect.right() <= size[0] - 16.0, "{size:?}: {rect:?}");
    }
}

#[test]
fn the_way_back_to_the_voice_stands_in_the_bar_above_the_page() {
    let mut window = Window::reading().sized([500.0, 400.0]);
    window.harness.key_press(egui::Key::PageDown);
    window.harness.run_steps(4);
    let follow = window.harness.get_by_label("回到朗讀處").rect();
    assert!(follow.top() < 60.0 && follow.bottom() < 60.0, "{follow:?}");
    window.harness.get_by_label("回到朗讀處").click();
    window.harness.run_steps(4);
    assert!(window.harness.query_by_label("回到朗讀處").is_none());
}

#[test]
fn the_palette_finds_an_action_and_does_it() {
    let mut window = Window::reading();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::P);
    window.harness.run_steps(3);
    window.harness.get_by_label("想做什麼？");
    window.harness.event(egui::Event::Text("下一段".into()));
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label_contains("上一句 ").is_none());
    window.harness.key_press(egui::Key::Enter);
    window.until(|snapshot| snapshot.place > 0);
    assert!(window.harness.query_by_label("想做什麼？").is_none(), "it closes");
    window.harness.event(egui::Event::Text("/".into()));
    window.harness.run_steps(3);
    window.harness.get_by_label("想做什麼？");
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("想做什麼？").is_none(), "Escape closes it");
}

#[test]
fn focus_mode_shows_the_sentence_that_is_heard_and_goes_where_one_is_pressed() {
    for size in [[440.0, 500.0], [1280.0, 800.0]] {
        let mut window = Window::reading().sized(size);
        window.harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::F);
        window.harness.run_steps(3);
        assert!(window.harness.query_by_label("加入文章").is_none(), "nothing else is there");
        window.harness.get_by_label("首週免費。").click();
        window.until(|snapshot| snapshot.place > 0);
        assert_eq!(window.place(), "首週");
        window.harness.run_steps(3);
        let heard = window.harness.get_by_label("首週免費。").rect();
        let before = window.harness.get_by_label("市府今天宣布，河濱公園延長開放。").rect();
        assert!(heard.height() > before.height() * 0.9 && before.bottom() < heard.top(), "{heard} {before}");
        window.harness.key_press(egui::Key::Escape);
        window.harness.run_steps(3);
        assert!(window.harness.query_by_label("離開專注").is_none(), "Escape ends it");
    }
}

#[test]
fn the_sidebar_becomes_a_rail_and_goes_behind_a_button() {
    let mut window = Window::reading().sized([1300.0, 800.0]);
    let wide = window.harness.get_by_label("正在聽").rect().width();
    assert!(wide > 200.0, "{wide}");
    window = window.sized([1000.0, 800.0]);
    let rail = window.harness.get_by_label("正在聽").rect().width();
    assert!(rail < 64.0, "{rail}");
    window = window.sized([640.0, 800.0]);
    assert!(window.harness.query_by_label("正在聽").is_none());
    window.harness.get_by_label("顯示側邊欄").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("正在聽").click();
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("正在聽").is_none(), "it closes again");
}

#[test]
fn text_is_selected_by_dragging_copied_and_read_from_there() {
    let mut window = Window::reading().sized([1000.0, 700.0]);
    let drag = |window: &mut Window| {
        let row = window.harness.get_by_label("市府今天宣布，河濱公園延長開放。首週免費。").rect();
        let at = |em: f32| egui::pos2(row.left() + em * tingxinwen_ui::theme::size::BODY, row.top() + 18.0);
        window.harness.hover_at(at(0.5));
        window.harness.run_steps(1);
        for (pos, pressed) in [(at(0.5), true), (at(5.5), false)] {
            window.harness.hover_at(pos);
            window.harness.run_steps(2);
            let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
            window.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
            window.harness.run_steps(2);
        }
    };
    drag(&mut window);
    assert_eq!(window.engine.snapshot().place, 0, "dragging goes nowhere");
    window.harness.get_by_label("複製").click();
    let copied = (0..4).find_map(|_| {
        window.harness.run_steps(1);
        window.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    assert_eq!(copied.as_deref(), Some("市府今天宣布"));
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("複製").is_none(), "the card is closed");
    for _ in 0..2 {
        let before = window.engine.snapshot().place;
        window.harness.key_press(egui::Key::ArrowRight);
        window.until(|snapshot| snapshot.place > before);
    }
    assert_eq!(window.place(), "首週");
    drag(&mut window);
    window.harness.get_by_label("從這裡唸").click();
    window.until(|snapshot| snapshot.wants_sound());
    assert_eq!(window.place(), "市府", "from the start of what was selected on");
}

#[test]
fn the_mini_player_shows_the_sentence_plays_and_goes_back_to_the_window() {
    let mut window = Window::reading().sized([1300.0, 800.0]);
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::M);
    window.harness.run_steps(4);
    window.harness.get_by_label("回到視窗");
    window.harness.get_all_by_label("下一句").last().unwrap().click();
    window.until(|snapshot| snapshot.place > 0);
    assert_eq!(window.place(), "市府");
    window.harness.get_all_by_label("播放").last().unwrap().click();
    window.until(|snapshot| snapshot.wants_sound());
    window.harness.get_by_label("關閉迷你播放器").click();
    window.harness.run_steps(4);
    assert!(window.harness.query_by_label("回到視窗").is_none());
}
