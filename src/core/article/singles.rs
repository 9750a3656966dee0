//! The single blocks of an article that the listener switched by hand, told so that they are found again.

use url::Url;

use super::{Article, Reason};
use crate::document::DocumentId;

/// A block that the listener switched on or off.
///
/// It is known by what it says, since another day the page has other blocks around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Single {
    /// [`fingerprint`] of its text.
    pub text: u64,
    /// How many blocks before it say the same.
    pub nth: usize,
    /// Whether it is read.
    pub spoken: bool,
}

impl Article {
    /// What the article is known by: the address that it has for itself, else where it was found, else
    /// its text.
    pub fn id(&self) -> DocumentId {
        let addresses = [&self.meta.canonical, &self.meta.source];
        let is_page = |url: &Url| matches!(url.scheme(), "http" | "https") && !matches!(url.path(), "" | "/");
        let address =
            addresses.into_iter().flatten().filter_map(|address| Url::parse(address).ok()).find(is_page);
        DocumentId(match address {
            Some(mut address) => {
                address.set_fragment(None);
                address.into()
            }
            None => format!("text:{:016x}", fingerprint(self.text())),
        })
    }

    /// The blocks that the listener switched.
    pub fn singles(&self) -> Vec<Single> {
        let mut singles = Vec::new();
        let mut seen: Vec<u64> = Vec::new();
        if !self.blocks.iter().any(|block| block.reason == Reason::Listener) {
            return singles;
        }
        for block in &self.blocks {
            let text = fingerprint(self.slice(block.range));
            if block.reason == Reason::Listener {
                let nth = seen.iter().filter(|other| **other == text).count();
                singles.push(Single { text, nth, spoken: block.spoken });
            }
            seen.push(text);
        }
        singles
    }

    /// The article with `singles` switched again. Those that it does not have any more change nothing.
    #[must_use]
    pub fn with_singles(mut self, singles: &[Single]) -> Self {
        let texts: Vec<u64> = self.blocks.iter().map(|block| fingerprint(self.slice(block.range))).collect();
        for single in singles {
            let mut same = texts.iter().enumerate().filter(|(_, text)| **text == single.text);
            if let Some(block) = same.nth(single.nth).and_then(|(at, _)| self.blocks.get_mut(at)) {
                // Also where it is so already: what else is chosen may change that.
                (block.spoken, block.reason) = (single.spoken, Reason::Listener);
            }
        }
        if singles.is_empty() { self } else { self.speaks_again() }
    }
}

/// A number for `text` that stays the same on all machines and in all versions: FNV-1a.
pub fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{BlockKind, Meta},
        *,
    };

    fn article(texts: &[&str]) -> Article {
        Article::new(Meta::default(), texts.iter().map(|text| (BlockKind::Paragraph, *text)))
    }

    #[test]
    fn blocks_are_found_again_among_others() {
        let before = article(&["甲。", "乙。", "甲。", "丙。"]).toggled(2).toggled(3);
        let singles = before.singles();
        assert_eq!(singles.len(), 2);
        let after = article(&["新。", "甲。", "乙。", "甲。", "丁。"]).with_singles(&singles);
        let spoken: Vec<bool> = after.blocks().iter().map(|block| block.spoken).collect();
        assert_eq!(spoken, [true, true, true, false, true], "the second of two that say the same");
        assert_eq!(after.blocks()[3].reason, Reason::Listener);
        assert_eq!(article(&["甲。"]).singles(), []);
        let caption = |text| Article::new(Meta::default(), [(BlockKind::Caption, text)]);
        let silent = caption("圖。").with_singles(&caption("圖。").toggled(0).toggled(0).singles());
        let mut all = super::super::ReadingChoice::default();
        all.toggle(BlockKind::Caption);
        assert!(!silent.chosen(&all).blocks()[0].spoken, "who wants captions does not want this one");
    }

    #[test]
    fn a_block_switched_twice_stays_as_it_is() {
        let article = article(&["甲。", "乙。"]).toggled(1).toggled(1);
        let singles = article.singles();
        assert_eq!(singles.len(), 1);
        assert!(article.with_singles(&singles).blocks()[1].spoken);
    }

    #[test]
    fn an_article_is_known_by_its_address_or_its_text() {
        let with = |canonical: Option<&str>, source: Option<&str>| {
            let meta = Meta {
                canonical: canonical.map(str::to_owned),
                source: source.map(str::to_owned),
                ..Meta::default()
            };
            Article::new(meta, [(BlockKind::Paragraph, "甲。")]).id().0
        };
        assert_eq!(with(Some("https://a.test/1"), Some("https://a.test/1?from=x")), "https://a.test/1");
        assert_eq!(with(None, Some("https://a.test/1#part")), "https://a.test/1");
        assert_eq!(with(Some("https://a.test/"), Some("https://a.test/2")), "https://a.test/2");
        assert_eq!(with(None, None), with(Some("nonsense"), Some("/home/x/page.html")));
        assert_ne!(with(None, None), article(&["乙。"]).id().0);
        assert_eq!(fingerprint("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
