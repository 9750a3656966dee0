//! What must hold of the window at any size: nothing is cut, nothing lies over the text, Escape closes one thing.

use egui::{Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tingxinwen::article::{Article, BlockKind, Meta, TextRange};

use tingxinwen_ui::page::RowKind;

use super::{Window, context, page};

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
fn quotation_marks_are_narrow_in_english_and_wide_in_chinese() {
    let ctx = context();
    let width_of = |text: &str, mark: char| {
        let article = Article::new(Meta::default(), [(BlockKind::Title, text), (BlockKind::Paragraph, text)]);
        let page = page(&ctx, &article, 700.0);
        let row = &page.rows[1];
        let start = row.range.start + text.find(mark).unwrap() as u32;
        let place = row.boxes(TextRange::new(start, start + mark.len_utf8() as u32));
        place[0].width() / theme_size()
    };
    for mark in ['“', '”', '’'] {
        let english = width_of("“It’s fine,” she said.", mark);
        assert!(english < 0.6, "{mark} is {english} em wide in English");
    }
    for mark in ['“', '”'] {
        let chinese = width_of("他说“这样很好”，就走了。", mark);
        assert!((0.95..1.05).contains(&chinese), "{mark} is {chinese} em wide in Chinese");
    }
}

fn theme_size() -> f32 {
    tingxinwen_ui::theme::size::BODY
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
fn lines_of_chinese_are_flush_at_both_edges_and_stand_off_latin_letters() {
    let ctx = context();
    let text =
        "路線全長8.6公里，他說「這是第一次」，又說：『第二次（含測試）也算』；提供Wi-Fi和podcast。".repeat(4);
    let article = Article::new(Meta::default(), [(BlockKind::Paragraph, text)]);
    let mut flush = 0;
    for width in (360..740).step_by(20) {
        let page = page(&ctx, &article, width as f32);
        let rows = &page.rows[0].galley().rows;
        for row in &rows[..rows.len() - 1] {
            let last = row.row.glyphs.iter().rev().find(|glyph| !glyph.chr.is_whitespace()).unwrap();
            let right = last.pos.x + last.advance_width;
            assert!(right <= width as f32 + 0.5, "{width}: {right}");
            flush += usize::from(right > width as f32 - 1.5);
        }
    }
    assert!(flush > 100, "{flush}");
    let english =
        "“It’s fine,” she said. “We never thought that it would take so long — or that it could.” ".repeat(3);
    let article = Article::new(Meta::default(), [(BlockKind::Paragraph, english.trim_end())]);
    for row in &page(&ctx, &article, 300.0).rows[0].galley().rows {
        for pair in row.row.glyphs.windows(2) {
            let gap = pair[1].pos.x - pair[0].pos.x - pair[0].advance_width;
            assert!(gap.abs() < 1.5, "{gap} behind {}: English is not spread", pair[0].chr);
        }
    }
    let article = Article::new(Meta::default(), [(BlockKind::Paragraph, "全長8公里")]);
    let glyphs = page(&ctx, &article, 400.0).rows[0].galley().rows[0].row.glyphs.clone();
    for at in [1, 2] {
        let gap = glyphs[at + 1].pos.x - glyphs[at].pos.x - glyphs[at].advance_width;
        assert!((gap - theme_size() / 8.0).abs() < 0.6, "{gap} behind {}", glyphs[at].chr);
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
        let at = |em: f32| egui::pos2(row.left() + em * theme_size(), row.top() + 18.0);
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

#[test]
fn what_an_article_is_from_stands_in_one_row_below_its_headline() {
    use BlockKind::{Byline, Caption, Date, Furniture, Paragraph, Title};
    let blocks = [
        (Title, "路燈換新"),
        (Byline, "記者王小明"),
        (Furniture, "分享"),
        (Caption, "新的燈。圖／市府"),
        (Date, "2026-11-24 08:30"),
        (Paragraph, "河濱公園的路燈換成了省電的。"),
        (Byline, "責任編輯：林小美"),
    ];
    let article = Article::new(Meta { site: Some("島報".to_owned()), ..Meta::default() }, blocks);
    let ctx = context();
    let whole = page(&ctx, &article, 600.0);
    let kinds: Vec<RowKind> = whole.rows.iter().map(|row| row.kind).collect();
    let blocks = |at: [usize; 2]| at.map(RowKind::Block);
    assert_eq!(kinds[..2], [RowKind::Block(0), RowKind::Site]);
    assert_eq!(kinds[2..4], blocks([1, 4]), "author and date, whatever stands between them");
    assert_eq!(kinds[4..6], [RowKind::Folded(2, 1), RowKind::Block(3)], "a button alone is folded there");
    let [site, author, date] = [1, 2, 3].map(|at| &whole.rows[at]);
    assert!(site.top == author.top && author.top == date.top, "one row");
    assert!(site.left + site.galley().size().x < author.left && author.left < date.left);
    assert!(whole.rows[4].top >= site.top + site.height);
    let shown = |offset: u32| whole.row_of(offset).and_then(|row| row.block).map(|block| block.kind);
    for block in article.blocks().iter().filter(|block| block.kind != Furniture) {
        assert_eq!(shown(block.range.start), Some(block.kind), "found by its place in the text");
    }
    let narrow = page(&ctx, &article, 200.0);
    assert!(narrow.rows[3].top > narrow.rows[1].top, "what has no room goes below");
    for row in &narrow.rows {
        assert!(row.left + row.galley().size().x <= 200.0 + 1.0);
    }
}

#[test]
fn items_and_quotations_are_set_in_and_numbered_items_are_not() {
    use BlockKind::{ListItem, Paragraph, Quote};
    let blocks =
        [(Paragraph, "前言。"), (ListItem, "第一點"), (ListItem, "2. 第二點"), (Quote, "他說的話。")];
    let article = Article::new(Meta::default(), blocks);
    let left: Vec<f32> = page(&context(), &article, 400.0).rows.iter().map(|row| row.left).collect();
    assert_eq!(left, [0.0, theme_size(), 0.0, theme_size()]);
}
