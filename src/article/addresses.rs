//! Addresses of the web and of mail that stand alone in a line.

/// Whether `line` is an address of the web or of mail and nothing else.
pub(super) fn is_address(line: &str) -> bool {
    let line = line.trim().trim_matches(['<', '>', '(', ')', '（', '）', '。', '.']);
    let line = [
        "網址：",
        "原文網址：",
        "原文連結：",
        "本文網址：",
        "文章網址：",
        "連結：",
        "e-mail:",
        "email:",
        "mail:",
        "url:",
        "source:",
        "來源：",
    ]
    .iter()
    .find_map(|label| {
        line.get(..label.len())
            .filter(|start| start.eq_ignore_ascii_case(label))
            .map(|_| &line[label.len()..])
    })
    .unwrap_or(line)
    .trim();
    if line.is_empty() || line.contains(char::is_whitespace) || !line.contains('.') {
        return false;
    }
    let lower = line.to_ascii_lowercase();
    let is_mail = lower
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && lower.is_ascii());
    let is_host = || {
        let (host, path) = lower.split_once('/').unwrap_or((&lower, ""));
        let ends = host.rsplit('.').next().unwrap_or_default();
        host.is_ascii()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            && (2..=6).contains(&ends.len())
            && ends.chars().all(|c| c.is_ascii_alphabetic())
            && (!path.is_empty() || host.starts_with("www.") || host.matches('.').count() > 1)
    };
    is_mail || lower.starts_with("http://") || lower.starts_with("https://") || is_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_text() {
        for line in [
            "https://news.test/a?b=c",
            "www.news.test",
            "desk@news.test",
            "news.example.tw/life/1",
            "網址：https://a.test/b",
            "原文網址：https://a.test/b",
        ] {
            assert!(is_address(line), "{line}");
        }
        for line in
            ["見 https://news.test", "Node.js", "3.14", "A.M.", "e.g.", "他說https://a.test很好用。是的"]
        {
            assert!(!is_address(line), "{line}");
        }
    }
}
