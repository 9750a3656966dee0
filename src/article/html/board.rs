//! Boards and mailing lists: where a post ends, before its signature, the system's own lines and the readers' pushes.

use super::{super::byline, line::Line};

/// The line that parts a signature from a post; RFC 3676, section 4.3.
const DELIMITER: &str = "--";
/// How long a signature is at most, in lines.
const SIGNATURE_LINES: usize = 12;

/// Takes from `is_article` what follows the post of a board or of a mailing list.
pub(super) fn cut(lines: &[Line], is_article: &mut [bool]) {
    cut_signature(lines, is_article);
    let Some(system) = lines.iter().position(|line| is_system(&line.text)) else { return };
    let is_delimiter = |at: &usize| lines[*at].text.trim() == DELIMITER;
    let before = |at: usize| (at.saturating_sub(SIGNATURE_LINES)..at).rev().find(is_delimiter);
    let end = before(system).map_or(system, |closing| before(closing).unwrap_or(closing));
    for (at, (is, line)) in is_article.iter_mut().zip(lines).enumerate() {
        *is &= at < end && byline::on_board(&line.text).is_none() && !is_quoted(&line.text);
    }
}

/// Takes the signature of a mail: what follows the line that parts it off, up to the end of the element.
fn cut_signature(lines: &[Line], is_article: &mut [bool]) {
    if !lines.iter().any(|line| is_of_list(&line.text)) {
        return;
    }
    let is_delimiter = |at: &usize| lines[*at].text.trim() == DELIMITER;
    let Some(from) = (0..lines.len()).rfind(is_delimiter) else { return };
    let length = lines[from..].iter().take_while(|line| line.inside[0] == lines[from].inside[0]).count();
    if length <= SIGNATURE_LINES {
        is_article[from..from + length].fill(false);
    }
}

/// Whether `line` leads to the mail before or after this one.
fn is_of_list(line: &str) -> bool {
    const OPENERS: &[&str] =
        &["Previous message", "Next message", "Messages sorted by", "[Prev in Thread", "[Date Prev"];
    OPENERS.iter().any(|opener| line.starts_with(opener))
}

/// Whether `line` is of the post that this one answers.
fn is_quoted(line: &str) -> bool {
    line.starts_with(": ") || line == ":" || line.starts_with("※ 引述") || line.starts_with("> ")
}

/// Whether `line` is the board's own, under a post.
fn is_system(line: &str) -> bool {
    const OPENERS: &[&str] = &["※ 發信站", "※ 文章網址", "※ 编辑", "◆ From:", "※ 来源", "※ 來源:·"];
    OPENERS.iter().any(|opener| line.starts_with(opener))
}

#[cfg(test)]
mod tests {
    use super::{super::tags::Element, *};

    fn read(texts: &[&str]) -> Vec<bool> {
        let lines: Vec<Line> = texts.iter().map(|text| Line::of(Element::Plain, text)).collect();
        let mut is_article = vec![true; lines.len()];
        cut(&lines, &mut is_article);
        is_article
    }

    #[test]
    fn a_post_ends_before_its_signature() {
        let system = "※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 192.0.2.1";
        assert_eq!(
            read(&["謝謝大家。", "--", "看海的人", "--", system, "推 rain: 好"]),
            [true, false, false, false, false, false]
        );
        assert_eq!(read(&["謝謝大家。", "--", system]), [true, false, false]);
        assert_eq!(
            read(&["※ 引述《rain (雨)》之銘言：", ": 橋好看嗎？", "好看。", "--", system]),
            [false, false, true, false, false]
        );
        assert_eq!(read(&["上半。", "--", "下半。"]), [true, true, true], "no board");
    }
}
