//! Web addresses as listeners type them and as programs share them.

/// What the names of sites end with that listeners type without a scheme. Not all that exist: what names of files end
/// with (`md`, `rs`, `zip`, `sh`) is none here.
const ENDINGS: &[&str] = &[
    "ai", "app", "asia", "at", "au", "be", "biz", "blog", "br", "ca", "cat", "cc", "ch", "cn", "co", "com",
    "cz", "de", "dev", "dk", "edu", "es", "eu", "fi", "fm", "fr", "gov", "gr", "hk", "hu", "id", "ie", "il",
    "in", "info", "int", "io", "it", "jp", "kr", "life", "live", "me", "media", "mil", "mo", "museum", "mx",
    "my", "net", "news", "nl", "no", "nz", "online", "org", "page", "ph", "pl", "pt", "ru", "se", "sg",
    "site", "social", "space", "store", "taipei", "tech", "th", "tk", "today", "tr", "tv", "tw", "ua", "uk",
    "us", "vip", "vn", "wiki", "world", "xyz", "za", "台湾", "台灣", "香港",
];

/// Brackets, quotes and marks that stand around an address in a text.
const AROUND: &[char] = &[
    '<', '>', '(', ')', '[', ']', '"', '\'', '「', '」', '『', '』', '（', '）', '《', '》', '〈', '〉',
    '【', '】', '“', '”', '。', '，', '；', '！', '？',
];

/// The address that the one word `word` is, as it stands there.
pub(super) fn with_scheme(word: &str) -> Option<&str> {
    let address = unwrapped(word);
    let is_file = address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    (is_one(address) && (address.contains("://") || is_file)).then_some(address)
}

/// The address of the site or page that `word` names without a scheme: `www.cna.com.tw/news`.
pub(super) fn of_site(word: &str) -> Option<String> {
    let address = unwrapped(word);
    (is_one(address) && is_site(address)).then(|| format!("https://{address}"))
}

fn is_one(word: &str) -> bool {
    !word.contains(char::is_whitespace)
}

/// `word` without what stands around it in a text.
fn unwrapped(word: &str) -> &str {
    let inner = word.trim_start_matches(AROUND);
    // A bracket may be the end of an address.
    let ends: &[char] = if inner.len() < word.len() { AROUND } else { &['。', '，', '；', '！', '？'] };
    inner.trim_end_matches(ends)
}

/// Whether `word` begins with the name of a site, and with nothing else in front of its path.
fn is_site(word: &str) -> bool {
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    let host =
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let end = labels.last().map(|end| end.to_lowercase()).unwrap_or_default();
    labels.len() > 1 && labels.iter().all(is_label) && ENDINGS.contains(&end.as_str())
}

/// The address in `text`, if that is one as programs share it: a headline before or behind its address.
pub(super) fn shared(text: &str) -> Option<&str> {
    /// The longest headline with what else a program adds, in characters and in lines.
    const MOST: (usize, usize) = (160, 4);
    let text = text.trim();
    let at = text.find("http://").or_else(|| text.find("https://"))?;
    let (before, rest) = text.split_at(at);
    let (address, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    let said = || before.chars().chain(after.chars());
    let is_beside = before.is_empty() != after.is_empty();
    let is_headline =
        said().count() <= MOST.0 && text.lines().count() <= MOST.1 && !said().any(|c| c == '。');
    (is_beside && is_headline && text.matches("://").count() == 1).then(|| address.trim_end_matches(AROUND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_words_with_a_scheme_whatever_stands_around_them() {
        for (word, address) in [
            ("「http://news.test/1」", "http://news.test/1"),
            ("<https://news.test/1>", "https://news.test/1"),
            ("https://news.test/1。", "https://news.test/1"),
            ("https://zh.test/wiki/橋_(河)", "https://zh.test/wiki/橋_(河)"),
            ("file:///tmp/a.html", "file:///tmp/a.html"),
        ] {
            assert_eq!(with_scheme(word), Some(address), "{word}");
        }
        assert_eq!(with_scheme("見 https://news.test/1"), None);
    }

    #[test]
    fn sites_are_known_without_a_scheme_and_files_are_none() {
        for word in ["www.cna.com.tw", "news.test.com.tw/a/b.html?x=1", "example.org:8080/a"] {
            assert_eq!(of_site(word), Some(format!("https://{word}")));
        }
        for word in [
            "page.html",
            "readme.md",
            "main.rs",
            "3.14",
            "docs/a.txt",
            "今天.",
            "a..com",
            "me@example.com",
            "說明",
            ".com",
        ] {
            assert_eq!(of_site(word), None, "{word}");
        }
    }

    #[test]
    fn what_programs_share_is_a_headline_and_an_address() {
        for text in [
            "新橋今天通車 | 地方 | 測試新聞網 https://news.test/1",
            "新橋今天通車！\nhttps://news.test/1",
            "https://news.test/1\n新橋今天通車",
            "新橋今天通車https://news.test/1",
        ] {
            assert_eq!(shared(text), Some("https://news.test/1"), "{text}");
        }
        let long = format!("{}https://news.test/1", "新橋今天通車，".repeat(40));
        for text in [
            "https://news.test/1",
            "見 https://news.test/1\n全文如下",
            "新橋今天通車。詳見 https://news.test/1",
            "https://news.test/1 https://news.test/2",
            "https://news.test/1 http://news.test/2",
            "沒有網址",
            &long,
        ] {
            assert_eq!(shared(text), None, "{text}");
        }
    }
}
