//! Text that is selected on the page.

use egui::Pos2;
use tingxinwen::article::{Article, BlockKind, TextRange};

/// A selection, from where the pointer went down to where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Selection {
    anchor: u32,
    head: u32,
    state: State,
}

/// Whether a selection grows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// The pointer is still down.
    Growing,
    /// It is made, and the card that says what can be done with it is open here.
    Card(Pos2),
    /// It is made.
    Made,
}

impl Selection {
    /// A selection that begins at the byte `offset`.
    pub(crate) fn at(offset: u32) -> Self {
        Self { anchor: offset, head: offset, state: State::Growing }
    }

    /// Takes in everything to the character at the byte `offset`, while the pointer is down.
    pub(crate) fn to(&mut self, offset: u32) {
        if self.state == State::Growing {
            self.head = offset;
        }
    }

    /// Ends it, and opens its card at `place`.
    pub(crate) fn end(&mut self, place: Pos2) {
        if self.state == State::Growing {
            self.state = State::Card(place);
        }
    }

    /// The same with its card closed.
    pub(crate) fn without_card(self) -> Self {
        Self { state: State::Made, ..self }
    }

    /// Where its card is open.
    pub(crate) fn card(&self) -> Option<Pos2> {
        match self.state {
            State::Card(place) => Some(place),
            State::Growing | State::Made => None,
        }
    }

    /// What is selected of `article`: whole characters, both ends included.
    pub(crate) fn range(&self, article: &Article) -> TextRange {
        let (start, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        let text = article.text();
        let rest = text.get(last as usize..).unwrap_or_default();
        let end = last + rest.chars().next().map_or(0, |c| c.len_utf8() as u32);
        TextRange::new(start, end)
    }

    /// Its text, a block a line, without what is folded away.
    pub(crate) fn text(&self, article: &Article) -> String {
        let range = self.range(article);
        let within = |block: TextRange| {
            (block.start < range.end && range.start < block.end)
                .then(|| TextRange::new(block.start.max(range.start), block.end.min(range.end)))
        };
        let shown =
            article.blocks().iter().filter(|block| block.spoken || block.kind != BlockKind::Furniture);
        let lines: Vec<&str> = shown.filter_map(|block| Some(article.slice(within(block.range)?))).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use tingxinwen::article::Meta;

    use super::*;

    #[test]
    fn both_ends_belong_to_it_whichever_way_it_was_made() {
        use BlockKind::{Furniture, Paragraph};
        let blocks = [(Paragraph, "夜間開放。"), (Furniture, "訂閱"), (Paragraph, "首週免費。")];
        let article = Article::new(Meta::default(), blocks);
        let (first, last) = (article.text().find('開').unwrap(), article.text().find('週').unwrap());
        for (from, to) in [(first, last), (last, first)] {
            let mut selection = Selection::at(from as u32);
            selection.to(to as u32);
            assert_eq!(selection.text(&article), "開放。\n首週");
        }
        assert_eq!(Selection::at(first as u32).text(&article), "開");
    }
}
