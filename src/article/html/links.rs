//! Links to other pages of the same article: its next part, AMP, print.

use dom_query::Document;
use url::Url;

use super::super::steps;

/// Other pages of the same article. None of them is of another host, save where the page itself sends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// The part after this one.
    pub(crate) next: Option<Url>,
    /// The whole article in a simpler page: AMP, print.
    pub(crate) simpler: Vec<Url>,
    /// Where the page sends its readers at once, to any host: `<meta http-equiv=refresh>`.
    pub(crate) refresh: Option<Url>,
}

/// Texts of links to the next part.
const NEXT: &[&str] = &[
    "下一頁",
    "下一页",
    "下頁",
    "下页",
    "後一頁",
    "next",
    "next page",
    "next »",
    "next ›",
    "next >",
    ">",
    "›",
    "»",
    "→",
];
/// Texts of links to a page for printing.
const PRINT: &[&str] =
    &["列印", "友善列印", "打印", "打印本页", "print", "print this", "printer friendly", "全文閱讀"];
/// How many simpler pages are worth a try.
const MAX_SIMPLER: usize = 2;
/// The most parts that an article has; larger numbers in addresses count something else.
const MAX_PART: u32 = 60;

/// The other pages that `doc`, which came from `address`, links to.
pub(super) fn elsewhere(doc: &Document, address: &Url) -> Elsewhere {
    let base =
        doc.select("base[href]").nodes().first().and_then(|node| address.join(&node.attr("href")?).ok());
    let base = base.as_ref().unwrap_or(address);
    let whole = |href: &str| {
        let mut url = base.join(href.trim()).ok()?;
        url.set_fragment(None);
        let is_same =
            matches!(url.scheme(), "http" | "https") && host(&url) == host(address) && url != *address;
        is_same.then_some(url)
    };
    let (path, number) = part(address);
    let is_next = |url: &Url| {
        let (other, next) = part(url);
        other == path && next == number + 1
    };
    let mut found = Elsewhere { refresh: refresh(doc, address, base), ..Elsewhere::default() };
    for node in doc.select("link[href][rel], a[href]").nodes() {
        let rel = node.attr_or("rel", "").to_ascii_lowercase();
        let href = node.attr_or("href", "");
        let has = |word: &str| rel.split_ascii_whitespace().any(|rel| rel == word);
        let is_link = node.has_name("link");
        let text = if is_link { String::new() } else { node.text().trim().to_lowercase() };
        steps::add(1 + text.len());
        let says = |words: &[&str]| text.len() < 40 && words.contains(&text.as_str());
        let may_be_number = !text.is_empty() && text.parse() == Ok(number + 1);
        if found.next.is_none() && (has("next") || says(NEXT) || may_be_number) {
            found.next = whole(&href).filter(is_next);
        }
        let is_print = is_link && has("alternate") && node.attr_or("media", "").contains("print");
        if found.simpler.len() == MAX_SIMPLER {
            continue;
        }
        if is_link && has("amphtml") || is_print || says(PRINT) {
            found.simpler.extend(whole(&href).filter(|url| !found.simpler.contains(url)));
        }
    }
    found
}

/// Where `doc` sends its readers within seconds; pages that only load themselves anew take longer.
fn refresh(doc: &Document, address: &Url, base: &Url) -> Option<Url> {
    /// The longest wait of a page that is a redirect, in seconds.
    const MAX_SECS: f32 = 5.0;
    let metas = doc.select("meta[http-equiv][content]");
    let content = metas.nodes().iter().find_map(|node| {
        let is_refresh = node.attr_or("http-equiv", "").trim().eq_ignore_ascii_case("refresh");
        is_refresh.then(|| node.attr_or("content", ""))
    })?;
    let (wait, target) = content.split_once([';', ','])?;
    let target = target.trim_start();
    let target = match target.get(..3).filter(|start| start.eq_ignore_ascii_case("url")) {
        Some(_) => target[3..].trim_start().strip_prefix('=')?,
        None => target,
    };
    let target = target.trim().trim_matches(['"', '\'']);
    let waits = wait.trim().parse::<f32>().ok()?;
    let url = base.join(target).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (waits <= MAX_SECS && !target.is_empty() && url != *address).then_some(url)
}

/// The host without `www.`, `m.` and `amp.`, which name the same site.
fn host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    ["www.", "m.", "amp."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host)
}

/// The address of the article without the number of its part, and that number: `/a/b/2`, `/a/b_2.html`,
/// `/a/b?page=2` are the second part of `/a/b`.
fn part(url: &Url) -> (String, u32) {
    const NAMES: &[&str] = &["page", "p", "pg", "pageno", "page_no", "pn", "part"];
    let is_part = |number: &u32| (1..=MAX_PART).contains(number);
    let mut number = None;
    let mut rest: Vec<String> = Vec::new();
    for (name, value) in url.query_pairs() {
        let number_there = NAMES.contains(&&*name.to_ascii_lowercase()).then(|| value.parse().ok()).flatten();
        match number_there.filter(is_part) {
            Some(number_there) => number = Some(number_there),
            None => rest.push(format!("{name}={value}")),
        }
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    if number.is_none() {
        let end = [".html", ".htm", ".shtml"].into_iter().find(|end| path.ends_with(end)).unwrap_or_default();
        let stem = path.strip_suffix(end).unwrap_or(&path);
        if let Some((start, last)) = stem.rsplit_once(['/', '_', '-'])
            && let Some(number_there) = last.parse().ok().filter(is_part)
            && start.len() > 1
        {
            let start = start.strip_suffix("/page").unwrap_or(start);
            number = Some(number_there);
            path = format!("{start}{end}");
        }
    }
    (format!("{}{path}?{}", host(url), rest.join("&")), number.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str, page: &str) -> Elsewhere {
        elsewhere(&Document::from(page), &Url::parse(address).unwrap())
    }

    fn next(address: &str, link: &str) -> Option<String> {
        of(address, link).next.map(String::from)
    }

    #[test]
    fn the_next_part_is_known_by_its_address() {
        for (address, link, expected) in [
            ("https://a.test/n/1234", "<a href='/n/1234/2'>下一頁</a>", Some("https://a.test/n/1234/2")),
            (
                "https://a.test/n/1234/2",
                "<a href='/n/1234/1'>1</a><a href='3'>3</a>",
                Some("https://a.test/n/1234/3"),
            ),
            ("https://a.test/n/x.html", "<a href='x_2.html'>2</a>", Some("https://a.test/n/x_2.html")),
            (
                "https://a.test/n?id=7",
                "<link rel=next href='?id=7&page=2'>",
                Some("https://a.test/n?id=7&page=2"),
            ),
            // Another article, another site, the same page, a part too far.
            ("https://a.test/n/1234", "<a rel=next href='/n/1235'>Next</a>", None),
            ("https://a.test/n/one", "<a rel=next href='/n/two'>下一頁</a>", None),
            ("https://a.test/n/1234", "<a href='https://b.test/n/1234/2'>下一頁</a>", None),
            ("https://a.test/n/1234", "<a href='#2'>下一頁</a>", None),
            ("https://a.test/n/1234", "<a href='/n/1234/3'>3</a>", None),
            ("https://a.test/n/1234", "<a href='javascript:next()'>下一頁</a>", None),
        ] {
            assert_eq!(next(address, link).as_deref(), expected, "{address} {link}");
        }
    }

    #[test]
    fn pages_that_send_on_are_redirects() {
        let refresh = |content: &str| {
            let page = format!("<meta http-equiv=Refresh content=\"{content}\">");
            of("https://a.test/n/1", &page).refresh.map(String::from)
        };
        assert_eq!(refresh("0; url=/n/2").as_deref(), Some("https://a.test/n/2"));
        assert_eq!(refresh("1;URL='https://b.test/x'").as_deref(), Some("https://b.test/x"));
        for content in
            ["600; url=/n/2", "0", "0; url=", "0; url=/n/1", "0; url=javascript:x()", "x; url=/n/2"]
        {
            assert_eq!(refresh(content), None, "{content}");
        }
    }

    #[test]
    fn simpler_pages_are_of_the_same_site() {
        let page = "<link rel=amphtml href='https://amp.a.test/n/1'><a href='/print/1'>友善列印</a>\
                    <link rel=amphtml href='https://cdn.test/a.test/n/1'><a href='file:///etc/passwd'>列印</a>";
        let found = of("https://www.a.test/n/1", page).simpler;
        let found: Vec<&str> = found.iter().map(Url::as_str).collect();
        assert_eq!(found, ["https://amp.a.test/n/1", "https://www.a.test/print/1"]);
    }
}
