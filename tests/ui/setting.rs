//! How the page is set: breaks of lines, flush edges, indents, the row of an article's origin, characters that fonts have.

use egui_kittest::Harness;
use tingxinwen::article::{Article, BlockKind, Meta, TextRange};
use tingxinwen_ui::{
    page::{Look, Page, Pictures, RowKind},
    theme::{self, LIGHT},
};

fn theme_size() -> f32 {
    tingxinwen_ui::theme::size::BODY
}

/// A context with the program's fonts, for laying out.
fn context() -> egui::Context {
    let harness = Harness::builder().with_context_setup(theme::install).build_ui(|_| ());
    harness.ctx.clone()
}

fn page(ctx: &egui::Context, article: &Article, width: f32) -> Page {
    let look = Look { theme: LIGHT, width, zhuyin: false, size: 20.0, line: 1.8, pictures: Pictures::Hidden };
    Page::new(ctx, article, &look, &Default::default(), |count| count.to_string())
}

#[test]
fn no_line_ends_with_an_opening_mark_or_starts_with_a_closing_one() {
    let ctx = context();
    let text = "他說「這是第一次」，又說：『第二次（含測試）也算』；《書名》、「引言」都一樣。".repeat(6);
    let article = Article::new(Meta::default(), [(BlockKind::Paragraph, text)]);
    let mut lines = 0;
    for width in (200..700).step_by(13) {
        let page = page(&ctx, &article, width as f32);
        let rows: Vec<String> = page.rows[0].galley().rows.iter().map(|row| row.row.text()).collect();
        for pair in rows.windows(2) {
            lines += 1;
            assert!(!pair[0].trim_end().ends_with(['「', '『', '（', '《']), "{width}: {pair:?}");
            assert!(!pair[1].starts_with(['，', '。', '」', '』', '）', '；', '、']), "{width}: {pair:?}");
        }
    }
    assert!(lines > 300, "{lines}");
}

#[test]
fn every_char_is_found_again_where_it_is_drawn() {
    let ctx = context();
    let text = "他說「這是第一次」，又說 hello world：『第二次（含測試）也算』。".repeat(3);
    let article = Article::new(Meta::default(), [(BlockKind::Title, "題目"), (BlockKind::Paragraph, &text)]);
    let page = page(&ctx, &article, 310.0);
    let row = &page.rows[1];
    assert_eq!(row.kind, RowKind::Block(1));
    for (at, c) in text.char_indices().filter(|(_, c)| *c != ' ') {
        let start = row.range.start + at as u32;
        let boxes = row.boxes(TextRange::new(start, start + c.len_utf8() as u32));
        assert_eq!(boxes.len(), 1, "{c} at {at}");
        assert_eq!(row.offset_at(boxes[0].center().to_vec2()), start, "{c} at {at}");
    }
}

#[test]
fn no_character_of_chinese_is_missing_from_the_fonts() {
    let ctx = context();
    let sample = "勳峯綉堃喆煊瀞珺祐嫺鱻龘㈱℃㎡％＄！？「」『』《》〈〉—…‧ㄅㄆㄇˊˇˋ˙北韓俄羅斯";
    let simplified = "这场发布会说个别们国经济问题东车门见长马鸟龙网络标题";
    for font in [theme::regular(20.0), theme::bold(30.0)] {
        for c in sample.chars().chain(simplified.chars()).chain('\u{4E00}'..='\u{9FA5}') {
            assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, c)), "{c} is missing");
        }
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
fn what_an_article_is_from_stands_in_one_row_below_its_headline() {
    use BlockKind::{Byline, Caption, Date, Furniture, Paragraph, Title};
    let blocks = [
        (Title, "路燈換新"),
        (Byline, "記者王小明"),
        (Furniture, "分享"),
        (Date, "2026-11-24 08:30"),
        (Furniture, "字級"),
        (Caption, "新的燈。圖／市府"),
        (Paragraph, "河濱公園的路燈換成了省電的。"),
        (Byline, "責任編輯：林小美"),
    ];
    let article = Article::new(Meta { site: Some("島報".to_owned()), ..Meta::default() }, blocks);
    let ctx = context();
    let whole = page(&ctx, &article, 600.0);
    let kinds: Vec<RowKind> = whole.rows.iter().map(|row| row.kind).collect();
    let blocks = |at: [usize; 2]| at.map(RowKind::Block);
    assert_eq!(kinds[..2], [RowKind::Block(0), RowKind::Site]);
    assert_eq!(kinds[2..4], blocks([1, 3]), "author and date, whatever stands between them");
    assert_eq!(kinds[4..6], [RowKind::Folded(2, 2), RowKind::Block(5)], "buttons are folded, however few");
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
