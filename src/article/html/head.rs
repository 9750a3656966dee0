//! Head of a page: title, meta elements, canonical address, language, JSON-LD.

use dom_query::{Document, NodeRef};

use super::{
    super::date::Order,
    json_ld::{self, JsonLd},
    names::letters,
};

/// The namespace of HTML's elements; <https://infra.spec.whatwg.org/#html-namespace>.
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// The metadata of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// `<title>`.
    pub(super) title: Option<String>,
    /// Names or properties in lower case, and contents, in order.
    metas: Vec<(String, String)>,
    /// `rel=canonical`.
    pub(super) canonical: Option<String>,
    /// `<base href>`: what relative addresses are joined to.
    pub(super) base: Option<String>,
    /// `<html lang>`, in lower case.
    pub(super) lang: String,
    pub(super) json: JsonLd,
}

impl Head {
    /// Reads the head of `doc`.
    pub(super) fn of(doc: &Document) -> Self {
        let mut metas = Vec::new();
        for node in doc.select("meta[content]").nodes() {
            let content = squeezed(&node.attr_or("content", ""));
            if content.is_empty() {
                continue;
            }
            let name = ["property", "name", "itemprop"].iter().find_map(|name| node.attr(name));
            if let Some(name) = name {
                metas.push((name.trim().to_lowercase(), content));
            }
        }
        // The first of the document, wherever the parser had to put it; drawings have titles, too.
        let titles = doc.select("title");
        let is_pages = |node: &&NodeRef<'_>| node.element_ref().is_some_and(|title| &*title.name.ns == HTML);
        let title = titles.nodes().iter().find(is_pages);
        let title = title.map(|node| squeezed(&node.text()));
        let canonical = doc.select("link[rel=canonical]").nodes().first().and_then(|node| node.attr("href"));
        let base = doc.select("base[href]").nodes().first().and_then(|node| node.attr("href"));
        Self {
            title: title.filter(|title| !title.is_empty()),
            metas,
            canonical: canonical.map(|href| href.trim().to_owned()),
            base: base.map(|href| href.trim().to_owned()),
            lang: doc.select("html").attr_or("lang", "").to_lowercase(),
            json: json_ld::read(doc),
        }
    }

    /// The first of `names` that has a content.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.metas.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
        })
    }

    /// The contents of the names of which `is` holds, by their letters and digits.
    pub(super) fn alike(&self, is: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.metas.iter().filter(move |(name, _)| is(&letters(name))).map(|(_, content)| content.as_str())
    }

    /// All contents of `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// The site's name.
    pub(super) fn site(&self) -> Option<&str> {
        self.meta(&["og:site_name", "application-name"]).or(self.json.publisher.as_deref())
    }

    /// The order of month and day in dates of three numbers, by the page's language.
    pub(super) fn date_order(&self) -> Order {
        /// Languages in which the month comes first, English without a land among them.
        const MONTH_FIRST: &[&str] = &["", "en", "en-us", "en_us", "en-ph", "zh"];
        let locale = || self.meta(&["og:locale"]).unwrap_or_default().to_lowercase();
        let lang = if self.lang.is_empty() { locale() } else { self.lang.clone() };
        let is_month_first = MONTH_FIRST.contains(&lang.as_str()) || lang.starts_with("zh");
        if is_month_first { Order::MonthFirst } else { Order::DayFirst }
    }

    /// The address of the leading picture.
    pub(super) fn image(&self) -> Option<&str> {
        self.meta(&["og:image", "og:image:url", "twitter:image", "twitter:image:src"])
            .or(self.json.image.as_deref())
    }

    /// Tags: article:tag, news_keywords, JSON-LD, keywords.
    pub(super) fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = self.all("article:tag").map(str::to_owned).collect();
        if tags.len() < 2 {
            let list = self
                .meta(&["news_keywords"])
                .map(str::to_owned)
                .or_else(|| (!self.json.keywords.is_empty()).then(|| self.json.keywords.join(",")));
            let list = list
                .or_else(|| tags.first().cloned())
                .or_else(|| self.meta(&["keywords"]).map(str::to_owned));
            tags = list
                .unwrap_or_default()
                .split([',', '，', '、', ';'])
                .map(|tag| tag.trim().to_owned())
                .collect();
        }
        let mut seen = std::collections::HashSet::new();
        tags.retain(|tag| !tag.is_empty() && tag.chars().count() < 40 && seen.insert(tag.clone()));
        tags
    }
}

/// Spaces and line breaks made one space.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
