//! Unwrapper: joins the lines of paragraphs that are wrapped at a fixed width.

use std::collections::HashSet;

use super::limits::{BASE_LINES, BYTES_PER_LINE};

/// How many lines a text needs before its width says anything.
const LEAST_LINES: usize = 4;
/// Widths, in columns, at which people wrap.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=120;
/// How many lines that are exactly as long as each other are no accident.
const LEAST_CUT: usize = 8;
/// How far the full lines of a wrapped text may fall short of its width, in columns.
const SLACK: usize = 14;

/// The lines of `text`, without blank ones and without spaces at their ends.
pub fn lines(text: &str) -> Vec<String> {
    if is_cut(text) {
        return put_together(text);
    }
    let raw = raw_lines(text);
    let Some((width, measure)) = wrap_width(&raw) else {
        return raw.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    };
    let broken = Hyphens::of(&raw);
    let mut joined: Vec<String> = Vec::new();
    // The line before, if the next goes on from it.
    let mut open: Option<&str> = None;
    for line in raw {
        if line.is_empty() {
            open = None;
            continue;
        }
        match joined.last_mut().filter(|_| open.is_some_and(|before| is_full(before, line, width, measure))) {
            Some(last) => {
                if broken.is_broken(last, line) {
                    last.pop();
                } else if needs_space(last, line) {
                    last.push(' ');
                }
                last.push_str(line);
            }
            None => joined.push(line.to_owned()),
        }
        open = Some(line);
    }
    joined
}

/// Whether the lines of `text` are cut after so many characters each, within words and numbers, too: all that go on have
/// as many, and where words stay whole some have fewer. Prose has its marks anywhere, verse at the ends of lines, lists
/// nowhere.
fn is_cut(text: &str) -> bool {
    const MARKS: [char; 6] = ['，', '。', '、', '；', '！', '？'];
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches('\u{FEFF}')).collect();
    let inner: Vec<&str> = lines
        .windows(2)
        .filter(|pair| pair.iter().all(|line| !trimmed(line).is_empty()))
        .map(|pair| pair[0])
        .collect();
    let length = inner.first().map_or(0, |line| line.chars().count());
    let ended = inner.iter().filter(|line| line.ends_with(MARKS)).count();
    let marked = inner.iter().filter(|line| line.contains(MARKS)).count();
    inner.len() >= LEAST_CUT
        && WIDTHS.contains(&(2 * length))
        && inner.iter().all(|line| line.chars().count() == length)
        && ended * 3 < inner.len()
        && marked * 2 > inner.len()
}

/// The paragraphs of a text whose lines are cut, which blank ones part.
fn put_together(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(last) if !trimmed(line).is_empty() => last.push_str(line),
            _ => paragraphs.push(String::new()),
        }
    }
    let paragraphs = paragraphs.iter().map(|paragraph| trimmed(paragraph));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).map(str::to_owned).collect()
}

/// The lines of `text` without spaces at their ends; where these are too many, several together as one, so that what is
/// made of each takes no more memory than the text is worth.
fn raw_lines(text: &str) -> Vec<&str> {
    let at_once = text.lines().count().div_ceil(BASE_LINES + text.len() / BYTES_PER_LINE);
    if at_once <= 1 {
        return text.lines().map(trimmed).collect();
    }
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.match_indices('\n').nth(at_once - 1).map_or(rest.len(), |(at, _)| at + 1);
        lines.push(trimmed(&rest[..end]));
        rest = &rest[end..];
    }
    lines
}

/// What a text shows of its hyphens at the ends of lines: words that were broken there, or compounds.
pub struct Hyphens<'a> {
    /// Its words in lower case, those with hyphens inside among them.
    words: HashSet<String>,
    /// Whether so many lines end in one that a program must have broken its words.
    are_many: bool,
    /// First parts of compounds.
    compounds: &'a [&'a str],
}

impl Hyphens<'_> {
    /// One line in so many ends in a hyphen where words are broken.
    const SHARE: usize = 12;

    /// That of a text with these lines.
    pub fn of(lines: &[&str]) -> Self {
        const COMPOUNDS: &[&str] = &[
            "well", "self", "ex", "non", "anti", "semi", "multi", "long", "short", "high", "low", "half",
            "full", "two", "three", "four", "five", "ten", "twenty", "thirty", "forty", "fifty", "first",
            "second", "third", "mid", "part", "post", "pre", "co", "cross", "all", "so", "far", "ever",
            "north", "south", "old", "new", "open",
        ];
        let filled = lines.iter().filter(|line| !line.is_empty()).count();
        let ends = lines.iter().filter(|line| ends_broken(line)).count();
        let mut words = HashSet::new();
        for line in lines {
            let parts = line.split(|c: char| !c.is_alphabetic() && c != '-');
            // What stands at the end of a line may be half a word.
            words
                .extend(parts.filter(|word| !word.is_empty() && !word.ends_with('-')).map(str::to_lowercase));
        }
        Self { words, are_many: ends > 1 && ends * Self::SHARE >= filled, compounds: COMPOUNDS }
    }

    /// Whether the last word of `before` was broken, and goes on in `after`.
    pub fn is_broken(&self, before: &str, after: &str) -> bool {
        /// Ends of words that are no words themselves.
        const ENDS: &[&str] = &[
            "ion", "tion", "sion", "ing", "ment", "ments", "ly", "ness", "ed", "er", "ers", "al", "ble",
            "able", "ity", "ies", "ous", "ive", "ance", "ence", "ture", "ary", "ory", "ical", "ally",
            "ations", "ation", "tions", "ten",
        ];
        if !ends_broken(before) || !after.starts_with(char::is_lowercase) {
            return false;
        }
        let is_part = |c: char| c.is_alphabetic() || c == '-';
        let stem = before
            .trim_end_matches('-')
            .rsplit(|c: char| !is_part(c))
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let rest = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        if self.words.contains(&format!("{stem}-{rest}")) {
            return false;
        }
        self.words.contains(&format!("{stem}{rest}"))
            || ENDS.contains(&rest.as_str())
            || self.are_many && !self.compounds.contains(&stem.as_str()) && !stem.contains('-')
    }
}

/// Whether `line` ends in a hyphen after a letter.
fn ends_broken(line: &str) -> bool {
    line.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphabetic))
}

/// How wide a line is: in columns of a terminal, or in characters.
type Measure = fn(&str) -> usize;

/// The width at which `lines` are wrapped and how it is measured, if they are: most lines inside paragraphs are full,
/// and blank lines part the paragraphs.
fn wrap_width(lines: &[&str]) -> Option<(usize, Measure)> {
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    if filled < LEAST_LINES {
        return None;
    }
    // Lines that another follows at once: in a wrapped text, nearly all of these are full.
    let inner: Vec<(&str, &str)> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_empty() && !pair[1].is_empty())
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let cut = inner.iter().filter(|(line, _)| !super::phrases::ends_sentence(line)).count();
    if inner.len() * 2 < filled || cut * 10 < inner.len() * 5 {
        return None;
    }
    let fullness = |measure: Measure| {
        let width = lines.iter().map(|line| measure(line)).max()?;
        let is_usual = WIDTHS.contains(&width);
        let full = inner.iter().filter(|(line, next)| is_full(line, next, width, measure)).count();
        (is_usual && full * 10 >= inner.len() * 7).then_some((full, width, measure))
    };
    let by_columns = fullness(columns);
    let by_chars = fullness(|line| line.chars().count());
    // Columns, unless characters explain more.
    let best = [by_columns, by_chars]
        .into_iter()
        .flatten()
        .reduce(|best, one| if one.0 > best.0 { one } else { best });
    best.map(|(_, width, measure)| (width, measure))
}

/// Whether `line` is as long as a line of `width` gets before `next`, whose first word may not be broken.
fn is_full(line: &str, next: &str, width: usize, measure: Measure) -> bool {
    let word = next.split(|c: char| c.is_whitespace() || c >= '\u{2E80}').next().unwrap_or_default();
    measure(line) + SLACK >= width || !word.is_empty() && measure(line) + measure(word) >= width
}

/// Width on a terminal: a Chinese character takes two columns.
fn columns(line: &str) -> usize {
    line.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum()
}

fn needs_space(before: &str, after: &str) -> bool {
    let narrow = |c: Option<char>| c.is_some_and(|c| c < '\u{2E80}' && !c.is_whitespace());
    narrow(before.chars().last()) && narrow(after.chars().next()) && !before.ends_with('-')
}

fn trimmed(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_paragraphs_are_joined() {
        let text = "The park along the river opened this morning after two\nyears of work. The mayor said that more than a hundred\nthousand people would come in the first month alone.\n\nA second part follows in spring, with a bridge for all\nwho come by bicycle and a new stop for the buses there.\n";
        let lines = lines(text);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("two years of work"));
    }

    #[test]
    fn broken_words_are_joined_and_compounds_keep_their_hyphen() {
        let text = "The plan for public transportation was made by a well-\nknown office, and the city paid for it. The new transportat-\nion was to open in the spring, as the office of transportat-\nion had said, but nobody was there to drive the many new-\nfound buses that were waiting in the rain by the old river.";
        let joined = lines(text).join(" ");
        assert!(joined.contains("well-known office"), "{joined}");
        assert!(
            joined.contains("The new transportation was") && !joined.contains("transportat-"),
            "{joined}"
        );
        assert!(joined.contains("new-found"), "{joined}");
    }

    #[test]
    fn chinese_is_joined_without_spaces() {
        let text = "河濱公園今天早上正式開放，市長在典禮上表示，這座公園\n花了兩年的時間興建，未來每個月可以吸引十萬名民眾前來\n散步、騎車和野餐，也會舉辦音樂會。\n\n第二期工程預計明年春天完工，屆時將有一座跨越河面的橋\n梁，方便騎車的民眾從對岸前來，公車也會增設新的站牌。";
        let lines = lines(text);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("公園花了兩年") && lines[1].contains("橋梁"));
    }

    #[test]
    fn lines_cut_after_so_many_characters_give_words_and_numbers_back() {
        let text = "挑石頭的人沒有留下名字，只在第 700 階的側面刻了一個小小的「半」字，意思是走到這裡才一半多一點。管理處的 \
                    Facebook 粉絲專頁每天早上八點以前公布開放情形，去年一共有 12,480 人次走完全程，其中 1,126 人拿到了紀念章。";
        let chars: Vec<char> = text.chars().collect();
        let cut: Vec<String> = chars.chunks(17).map(|line| line.iter().collect()).collect();
        assert!(
            cut.iter().any(|line| line.ends_with("第 7")) || cut.iter().any(|line| line.starts_with("00 階"))
        );
        let twice = format!("{0}\n\n{0}\n", cut.join("\n"));
        assert_eq!(lines(&twice), [text, text]);
        let verse = "漢皇重色思傾國，御宇多年求不得。\n楊家有女初長成，養在深閨人未識。\n".repeat(6);
        assert_eq!(lines(&verse).len(), 12, "verse is as long in each line");
    }

    #[test]
    fn nothing_of_too_many_lines_is_lost() {
        let text = "甲。\n".repeat(5 * BASE_LINES);
        let lines = lines(&text);
        assert!(lines.len() <= BASE_LINES + text.len() / BYTES_PER_LINE, "{}", lines.len());
        assert_eq!(lines.iter().map(|line| line.matches('甲').count()).sum::<usize>(), 5 * BASE_LINES);
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        let text = "第一段。\n第二段很短。\n第三段也是。\n第四段。\n第五段。";
        assert_eq!(lines(text).len(), 5);
        assert_eq!(lines(" \n\n\u{FEFF}").len(), 0);
    }
}
