//! Preserved line breaks: text whose paragraphs are parted by blank lines and not by markup, in `pre` elements and on
//! boards.

use dom_query::NodeRef;

use super::super::{
    phrases::{ends_sentence, weight},
    steps,
};

/// Marks that code has and prose hardly does.
const CODE: &[char] = &['{', '}', ';', '=', '<', '>', '\\', '|', '$', '#', '`'];

/// Whether the text directly inside `node`, that of coloured spans too, is parted into paragraphs by blank lines, twice at
/// least: a browser shows them only where the page's style keeps them, and no markup is indented so.
pub(super) fn has_paragraphs(node: &NodeRef<'_>) -> bool {
    /// How many blank lines stand between texts at least.
    const LEAST: usize = 2;
    let (mut gaps, mut run) = (0, String::new());
    for child in node.children_it(false) {
        steps::add(1);
        let inner = child.first_child().filter(|inner| child.has_name("span") && inner.is_text());
        let text = if child.is_text() { Some(child) } else { inner };
        if let Some(text) = text {
            run.push_str(&text.text());
            continue;
        }
        gaps += blank_lines(&std::mem::take(&mut run));
        if gaps >= LEAST {
            return true;
        }
    }
    gaps + blank_lines(&run) >= LEAST
}

/// How many blank lines part two lines of `text` that are sentences or long.
fn blank_lines(text: &str) -> usize {
    /// The least [`weight`] of a line that is told from stray words.
    const LEAST: usize = 24;
    let (mut gaps, mut is_blank, mut has_text) = (0, false, false);
    steps::add(text.len());
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            is_blank = has_text;
        } else {
            gaps += usize::from(is_blank && (ends_sentence(line) || weight(line) >= LEAST));
            (is_blank, has_text) = (false, true);
        }
    }
    gaps
}

/// Whether `text`, of a `pre` element, is prose and not code, a table or a drawing.
pub(super) fn is_prose(text: &str) -> bool {
    /// The least [`weight`] of a text that can be told.
    const LEAST: usize = 60;
    steps::add(text.len());
    let (mut all, mut of_code, mut sentences, mut said) = (0, 0, 0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        all += 1;
        of_code += usize::from(line.contains(CODE) || line.starts_with("//") || line.contains("   "));
        sentences += usize::from(ends_sentence(line));
        said += weight(line);
    }
    let words = text.split_whitespace().count();
    // Prose in Chinese has no spaces; in English its words are long.
    let is_worded = said >= words * 3;
    said >= LEAST && of_code * 5 <= all && sentences > 0 && is_worded
}

/// Whether the line `after` goes on where `before` was broken by hand.
pub(super) fn goes_on(before: &str, after: &str) -> bool {
    /// The width from which a line may have been broken for its length, in columns.
    const WIDE: usize = 46;
    let before = before.trim_end();
    if before.ends_with(['，', '、', '；', ',']) {
        return true;
    }
    let columns: usize = before.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum();
    let is_open = !ends_sentence(before) && after.trim_start().starts_with(char::is_alphanumeric);
    columns >= WIDE && (is_open || after.trim_start().starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_from_code() {
        assert!(is_prose(
            "市府今天宣布，跨越青河的新橋在上午十點通車，\n全長一點二公里。\n\n工程處表示，往返只要五分鐘。"
        ));
        assert!(is_prose(
            "The park along the river opened this morning after two\nyears of work, and many people came to see it."
        ));
        assert!(!is_prose("fn main() {\n    println!(\"hello, world of code\");\n    let x = 1;\n}\n"));
        assert!(!is_prose("name    count   share\nalpha      12    0.50\nbeta       31    0.20 and more."));
        assert!(!is_prose("$ cargo install lantern\n$ lantern --help prints all that it can do."));
    }

    #[test]
    fn broken_lines_go_on_and_short_ones_do_not() {
        assert!(goes_on("本來以為最不習慣的會是沒有捷運，", "結果是太安靜。"));
        assert!(goes_on("The park along the river opened this morning after two", "years of work."));
        for (before, after) in
            [("謝謝大家。", "下次見。"), ("今天去吃麵", "老闆很親切"), ("Dear all", "we meet at noon")]
        {
            assert!(!goes_on(before, after), "{before} {after}");
        }
    }
}
