//! The command line's help and errors in Traditional Chinese.
//!
//! Both are put together by clap, in English. What it writes is translated piece by piece: a line, what stands behind a
//! gap in it, and names of values. The pieces are in `chinese.tsv`: English, a tab, Chinese; `{}` is anything.

use std::sync::LazyLock;

/// Between what stands side by side in a line.
const GAP: &str = "  ";

/// Pieces in English and Chinese.
static PIECES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| include_str!("chinese.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// `text`, which clap wrote, in Traditional Chinese.
pub(super) fn translated(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n") + "\n"
}

fn line(text: &str) -> String {
    let indent = text.len() - text.trim_start().len();
    let body = &text[indent..];
    let said = piece(body).unwrap_or_else(|| match body.split_once(GAP) {
        Some((left, right)) => {
            let gap = right.len() - right.trim_start().len();
            format!("{}{GAP}{}{}", names(left), " ".repeat(gap), line(right.trim_start()))
        }
        None => names(body),
    });
    format!("{}{said}", &text[..indent])
}

/// The Chinese for all of `text`.
fn piece(text: &str) -> Option<String> {
    PIECES.iter().find_map(|(english, chinese)| {
        let mut found = matches(english, text)?.into_iter();
        let mut said = String::new();
        for (idx, part) in chinese.split("{}").enumerate() {
            if idx > 0 {
                let held = found.next().unwrap_or_default();
                said.push_str(&line(held));
            }
            said.push_str(part);
        }
        Some(said)
    })
}

/// What stands in `text` where `pattern` has `{}`.
fn matches<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        // The last part ends the text.
        let at = if parts.peek().is_none() { rest.len().checked_sub(part.len())? } else { rest.find(part)? };
        let held = rest.get(..at)?;
        rest = rest.get(at..)?.strip_prefix(part)?;
        found.push(held);
    }
    rest.is_empty().then_some(found)
}

/// `text` with the names of values in `<>` and `[]` translated.
fn names(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(['<', '[']) {
        let (before, after) = rest.split_at(open + 1);
        said.push_str(before);
        let Some(close) = after.find(['>', ']']) else {
            rest = after;
            break;
        };
        let name = &after[..close];
        let known = PIECES.iter().find(|(english, _)| *english == name);
        said.push_str(known.map_or(name, |(_, chinese)| chinese));
        rest = &after[close..];
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory as _, Parser as _};

    use super::*;
    use crate::cli::Cli;

    /// Where `text` has two English words in a row outside what is typed as it stands.
    fn english(text: &str) -> Option<&str> {
        let is_word =
            |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '\'');
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).find(|pair| pair.iter().all(|word| is_word(word))).map(|pair| pair[0])
    }

    fn each(command: &mut Command, path: &[String], check: &mut impl FnMut(&[String], &mut Command)) {
        check(path, command);
        for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
        {
            let path = [path, &[sub.get_name().to_owned()]].concat();
            each(sub, &path, check);
        }
    }

    #[test]
    fn the_help_of_every_command_is_chinese() {
        let mut command = Cli::command();
        command.build();
        let mut count = 0;
        each(&mut command, &["tingxinwen".to_owned()], &mut |path, _| {
            for flag in ["--help", "-h"] {
                let args = path.iter().map(String::as_str).chain([flag]);
                let help = translated(&Cli::try_parse_from(args).unwrap_err().to_string());
                for line in help.lines() {
                    let typed = line.contains("用法：") || line.trim_start().starts_with("tingxinwen ");
                    assert!(typed || english(line).is_none(), "{path:?}: {line}");
                }
                count += 1;
            }
        });
        assert!(count > 80, "{count}");
    }

    #[test]
    fn more_words_than_one_article_has_are_told_to_be_quoted() {
        let told = |args: &[&str]| {
            let all = ["tingxinwen"].iter().chain(args).copied();
            let problem = crate::cli::with_tip(Cli::try_parse_from(all).map(|_| ()).unwrap_err());
            (problem.to_string().contains("in quotes"), translated(&problem.to_string()).contains("引號"))
        };
        assert_eq!(told(&["船六點離開", "碼頭"]), (true, true));
        assert_eq!(told(&["extract", "my", "page.html"]), (true, true));
        assert_eq!(told(&["extract", "--jsn", "page.html"]), (false, false));
    }

    #[test]
    fn what_was_typed_wrongly_is_told_in_chinese() {
        for args in [
            &["--foo"][..],
            &["extract"],
            &["pronounce", "--reading", "xx", "甲"],
            &["--speed", "9", "x"],
            &["read", "--speed", "fast", "x"],
            &["seek", "abc"],
            &["queue", "--jsn"],
            &["library", "--limit", "many"],
            &["library", "--limit", "-1"],
            &["library", "lst"],
            &["library", "--tag"],
            &["browser"],
            &["lexicon", "add", "好"],
            &["lexicon", "remove", "好", "壞"],
            &["extract", "--json", "--json", "x"],
            &["export", "x"],
        ] {
            let all = ["tingxinwen"].iter().chain(args).copied();
            let error = Cli::try_parse_from(all).map(|_| ()).expect_err(&format!("{args:?}"));
            let said = translated(&error.to_string());
            let without_usage = said.lines().filter(|line| !line.contains("用法："));
            for line in without_usage {
                assert!(english(line).is_none() && !line.contains("error"), "{args:?}: {said}");
            }
        }
    }

    #[test]
    fn each_piece_has_as_many_gaps_in_both_languages() {
        for (english, chinese) in PIECES.iter() {
            assert_eq!(english.matches("{}").count(), chinese.matches("{}").count(), "{english}");
        }
        assert_eq!(
            translated("error: invalid value '9' for '--speed <SPEED>': say 0.5 to 3.0"),
            "「9」不能當「--speed <速度>」的值：請給 0.5–3.0。\n"
        );
    }
}
