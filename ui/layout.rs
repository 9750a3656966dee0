//! The page of what is open, as long as nothing of it changes.

use std::{collections::BTreeSet, sync::Arc};

use egui::{Color32, Galley};
use tingxinwen::article::Article;

use crate::{
    page::{Look, Page},
    theme::{HEAD, page, size},
    words::Words,
};

/// A page, and what it was laid out from.
pub(crate) struct Layout {
    pub(crate) page: Page,
    article: Arc<Article>,
    look: Look,
    pixels_per_point: f32,
    /// A galley of the glyphs that it was laid out with.
    glyphs: Arc<Galley>,
    /// How far it was scrolled when it was shown last, in points.
    pub(crate) scrolled: f32,
    /// How far it is to be scrolled when it is shown next.
    pub(crate) scroll_to: Option<f32>,
}

impl Layout {
    pub(crate) fn new(
        ctx: &egui::Context,
        article: &Arc<Article>,
        look: Look,
        unfolded: &BTreeSet<usize>,
        words: &Words,
    ) -> Self {
        let page = Page::new(ctx, article, &look, unfolded, |count| words.folded(count));
        let (article, pixels_per_point) = (Arc::clone(article), ctx.pixels_per_point());
        let glyphs = glyphs_of(ctx);
        Self { page, article, look, pixels_per_point, glyphs, scrolled: 0.0, scroll_to: None }
    }

    /// The width of its column, in points.
    pub(crate) fn width(&self) -> f32 {
        self.look.width
    }

    /// Whether it shows this, so.
    pub(crate) fn shows(&self, ctx: &egui::Context, article: &Arc<Article>, look: Look) -> bool {
        Arc::ptr_eq(&self.article, article)
            && (self.look, self.pixels_per_point) == (look, ctx.pixels_per_point())
            && Arc::ptr_eq(&self.glyphs, &glyphs_of(ctx))
    }

    /// Whether it shows `article`, whatever of that is read.
    pub(crate) fn is_of(&self, article: &Article) -> bool {
        self.article.text() == article.text()
    }

    /// The same, with what stood at the top of the window in `before` there again; another article
    /// starts at its own top.
    pub(crate) fn in_place_of(self, before: &Self) -> Self {
        if !self.is_of(&before.article) {
            return Self { scroll_to: Some(0.0), ..self };
        }
        let top = before.scrolled - HEAD;
        let anchor = before.page.rows_between(top, f32::MAX).first();
        let place = anchor.and_then(|old| {
            // What says where an article is from stands before what comes earlier in its text.
            let row = self.page.rows.iter().rev().find(|row| row.range.start <= old.range.start)?;
            Some((row.top + before.scrolled - old.top).max(0.0))
        });
        Self { scrolled: before.scrolled, scroll_to: place, ..self }
    }
}

/// A galley that `ctx` has as long as it has the glyphs of now: where it makes all glyphs anew, as for a dark theme or
/// when there is no more room for them, pages that were laid out before have none of theirs.
fn glyphs_of(ctx: &egui::Context) -> Arc<Galley> {
    ctx.fonts_mut(|fonts| fonts.layout_no_wrap("聽".to_owned(), page(size::BODY), Color32::PLACEHOLDER))
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use tingxinwen::article::{BlockKind, Meta};

    use super::*;
    use crate::{locale::Locale, page::Pictures, theme};

    const LOOK: Look = Look {
        theme: theme::LIGHT,
        width: 300.0,
        zhuyin: false,
        size: 20.0,
        line: 1.8,
        pictures: Pictures::Hidden,
    };

    #[test]
    fn what_stood_at_the_top_stands_there_again() {
        let harness = Harness::builder().with_context_setup(theme::install).build_ui(|_| ());
        let lay_out = |article: Article| {
            Layout::new(&harness.ctx, &Arc::new(article), LOOK, &BTreeSet::new(), Words::of(Locale::ZhTw))
        };
        let words = "一段相當長的文字，".repeat(30);
        let blocks = [(BlockKind::Caption, &words), (BlockKind::Paragraph, &words)];
        let article = Article::new(Meta::default(), blocks);
        let before = lay_out(article.clone());
        let scrolled = before.page.rows[1].top + HEAD + 10.0;
        let before = Layout { scrolled, ..before };
        let after = lay_out(article.clone().with_block_overridden(0)).in_place_of(&before);
        assert!(after.page.rows[1].top > before.page.rows[1].top, "what is read is larger");
        assert_eq!(after.scroll_to, Some(after.page.rows[1].top + HEAD + 10.0));
        let other = Article::new(Meta::default(), [(BlockKind::Title, "別的")]);
        assert_eq!(lay_out(other).in_place_of(&before).scroll_to, Some(0.0));
    }

    #[test]
    fn a_page_is_laid_out_anew_when_the_glyphs_are_made_anew() {
        let mut harness = Harness::builder().with_context_setup(theme::install).build_ui(|_| ());
        let article = Arc::new(Article::new(Meta::default(), [(BlockKind::Title, "題目")]));
        let layout = Layout::new(&harness.ctx, &article, LOOK, &BTreeSet::new(), Words::of(Locale::ZhTw));
        harness.step();
        assert!(layout.shows(&harness.ctx, &article, LOOK));
        harness.ctx.set_theme(egui::Theme::Dark);
        harness.step();
        harness.step();
        assert!(!layout.shows(&harness.ctx, &article, LOOK), "dark text has glyphs of its own");
    }
}
