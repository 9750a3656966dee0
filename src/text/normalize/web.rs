//! Web and mail addresses: the host is spoken, the path is not.

use super::{Line, Part, Say};

/// Top-level domains that make a dotted word an address.
const DOMAINS: [&str; 27] = [
    "com", "tw", "org", "net", "gov", "edu", "io", "ai", "cn", "jp", "hk", "uk", "us", "info", "tv", "me",
    "co", "app", "dev", "news", "eu", "de", "fr", "kr", "sg", "ly", "xyz",
];
/// Longest name of a host or a mailbox.
const LONGEST_HOST: usize = 120;
/// Longest address; a longer one is passed over in parts.
const LONGEST: usize = 2000;

/// Rule: addresses, `https://www.example.com/path`, example.com.tw, me@example.com; the signs of @name and #tag are silent.
pub(super) fn web(line: &Line, at: usize) -> Option<Vec<Part>> {
    let c = line.at(at);
    let before = line.before(at);
    // C#, F#: a note or a language that is named after one.
    if c == '#'
        && matches!(before, 'A'..='G')
        && !line.at(at + 1).is_ascii_digit()
        && !line.before(at - 1).is_ascii_alphanumeric()
    {
        return super::english_part(at + 1, "sharp");
    }
    if line.has(at, ".NET") && !before.is_ascii_alphanumeric() && !line.at(at + 4).is_ascii_alphanumeric() {
        return super::english_part(at + 4, "dot net");
    }
    if matches!(c, '#' | '@') {
        let goes_on = line.at(at + 1).is_alphanumeric();
        let silent = goes_on && !(c == '#' && line.at(at + 1).is_ascii_digit());
        return silent.then(|| vec![Part { end: at + 1, say: Say::Silent }]);
    }
    if let Some(end) = encoded(line, at) {
        return Some(vec![Part { end, say: Say::Silent }]);
    }
    if !c.is_ascii_alphanumeric() || before.is_ascii_alphanumeric() || matches!(before, '.' | '-') {
        return None;
    }
    let scheme =
        ["https://", "http://", "HTTPS://", "HTTP://"].into_iter().find(|scheme| line.has(at, scheme));
    let host = at + scheme.map_or(0, str::len);
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    let mut end = line.while_within(host, LONGEST_HOST + 1, is_host);
    while end > host && !line.at(end - 1).is_ascii_alphanumeric() {
        end -= 1;
    }
    let name = line.text(host..end);
    if end - host > LONGEST_HOST || (scheme.is_none() && !is_address(&name)) || name.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let www = if name.starts_with("www.") { 4 } else { 0 };
    if host + www > at {
        parts.push(Part { end: host + www, say: Say::Silent });
    }
    say_name(line, host + www, end, &mut parts);
    if matches!(line.at(end), '/' | ':' | '?' | '#') && (scheme.is_some() || line.at(end) == '/') {
        let path = line.while_within(end, LONGEST, is_path);
        parts.push(Part { end: path, say: Say::Silent });
    }
    Some(parts)
}

/// Where data ends that is encoded in letters (base64, a key, a hash) and starts at `at`: a long run without a space, of
/// capitals, small letters and digits. Nobody reads it aloud.
fn encoded(line: &Line, at: usize) -> Option<usize> {
    /// Shortest run; the longest word of a language is shorter.
    const SHORTEST: usize = 60;
    /// How much is looked at to tell.
    const SAMPLE: usize = 120;
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-');
    if !is_code(line.at(at)) || is_code(line.before(at)) {
        return None;
    }
    let sample = line.text(at..line.while_within(at, SAMPLE, is_code));
    let count = |is: fn(&char) -> bool| sample.chars().filter(is).count();
    let (capitals, small, digits) =
        (count(char::is_ascii_uppercase), count(char::is_ascii_lowercase), count(char::is_ascii_digit));
    let is_base64 = capitals > 4 && small > 4 && digits > 2;
    let is_hex = digits > 8 && sample.chars().all(|c| c.is_ascii_hexdigit()) && capitals + small > 8;
    let is_spelled = sample.contains('-') && !sample.contains(['+', '=', '/']);
    (sample.len() >= SHORTEST && (is_base64 || is_hex) && !is_spelled).then(|| line.while_at(at, is_code))
}

fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/?#=&%-._~:@!$'()*+,;[]".contains(c)
}

/// Whether a dotted word ends in a domain, and is no abbreviation.
fn is_address(name: &str) -> bool {
    let labels: Vec<&str> = name.split(['.', '@']).collect();
    let last = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && DOMAINS.contains(&last)
        && labels.iter().all(|label| !label.is_empty())
        && (name.contains('@') || labels[0].len() >= 2)
}

/// Says the letters of a host in English and its dots in the language around.
fn say_name(line: &Line, start: usize, end: usize, parts: &mut Vec<Part>) {
    let english = line.is_english(start);
    let spoken = |chinese: &str, word: &str| {
        if english { Say::English(word.to_owned()) } else { Say::Mandarin(chinese.to_owned()) }
    };
    let mut at = start;
    while at < end {
        let c = line.at(at);
        if c.is_ascii_alphabetic() {
            let stop = line.while_at(at, |c| c.is_ascii_alphabetic()).min(end);
            parts.push(Part { end: stop, say: Say::English(line.text(at..stop)) });
            at = stop;
            continue;
        }
        if c.is_ascii_digit() {
            let stop = line.while_at(at, |c| c.is_ascii_digit()).min(end);
            let digits = line.text(at..stop);
            let chinese = super::numeral::digit_by_digit(&digits);
            parts.push(Part { end: stop, say: spoken(&chinese, &super::numeral::english_digits(&digits)) });
            at = stop;
            continue;
        }
        let say = match c {
            '.' => spoken("點", "dot"),
            '@' => spoken("小老鼠", "at"),
            _ => Say::Silent,
        };
        parts.push(Part { end: at + 1, say });
        at += 1;
    }
}
