//! Block overrides: the single blocks of an article that the listener switched on or off, in a form that survives
//! changes of the page.

use url::Url;

use super::{Article, Reason};
use crate::document::DocumentId;

/// A block that the listener switched on or off.
///
/// It is found by its text, since on another day the page has other blocks around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockOverride {
    /// [`fingerprint`] of its text.
    pub text: u64,
    /// How many blocks before it say the same.
    pub nth: usize,
    /// Whether it is read.
    pub spoken: bool,
}

impl Article {
    /// The article's identity: its canonical address, else the address it was fetched from, else a hash of its text.
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

    /// The blocks that the listener switched, in the article's order.
    pub fn block_overrides(&self) -> Vec<BlockOverride> {
        let mut overrides = Vec::new();
        let mut seen: Vec<u64> = Vec::new();
        if !self.blocks.iter().any(|block| block.reason == Reason::Listener) {
            return overrides;
        }
        for block in &self.blocks {
            let text = fingerprint(self.slice(block.range));
            if block.reason == Reason::Listener {
                let nth = seen.iter().filter(|other| **other == text).count();
                overrides.push(BlockOverride { text, nth, spoken: block.spoken });
            }
            seen.push(text);
        }
        overrides
    }

    /// The article with `overrides` applied. Those whose block is gone change nothing.
    #[must_use]
    pub fn with_block_overrides(mut self, overrides: &[BlockOverride]) -> Self {
        let texts: Vec<u64> = self.blocks.iter().map(|block| fingerprint(self.slice(block.range))).collect();
        for one in overrides {
            let mut same = texts.iter().enumerate().filter(|(_, text)| **text == one.text);
            if let Some(block) = same.nth(one.nth).and_then(|(at, _)| self.blocks.get_mut(at)) {
                // Also where it is so already: what else is chosen may change that.
                (block.spoken, block.reason) = (one.spoken, Reason::Listener);
            }
        }
        if overrides.is_empty() { self } else { self.speaks_again() }
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
        let before =
            article(&["甲。", "乙。", "甲。", "丙。"]).with_block_overridden(2).with_block_overridden(3);
        let overrides = before.block_overrides();
        assert_eq!(overrides.len(), 2);
        let after = article(&["新。", "甲。", "乙。", "甲。", "丁。"]).with_block_overrides(&overrides);
        let spoken: Vec<bool> = after.blocks().iter().map(|block| block.spoken).collect();
        assert_eq!(spoken, [true, true, true, false, true], "the second of two that say the same");
        assert_eq!(after.blocks()[3].reason, Reason::Listener);
        assert_eq!(article(&["甲。"]).block_overrides(), []);
        let caption = |text| Article::new(Meta::default(), [(BlockKind::Caption, text)]);
        let silent = caption("圖。").with_block_overrides(
            &caption("圖。").with_block_overridden(0).with_block_overridden(0).block_overrides(),
        );
        let mut all = super::super::BlockFilter::default();
        all.toggle(BlockKind::Caption);
        assert!(
            !silent.with_block_filter(&all).blocks()[0].spoken,
            "who wants captions does not want this one"
        );
    }

    #[test]
    fn a_block_switched_twice_stays_as_it_is() {
        let article = article(&["甲。", "乙。"]).with_block_overridden(1).with_block_overridden(1);
        let overrides = article.block_overrides();
        assert_eq!(overrides.len(), 1);
        assert!(article.with_block_overrides(&overrides).blocks()[1].spoken);
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
