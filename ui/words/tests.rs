//! What must hold of the locale files.

mod errors;
mod places;

use std::{collections::BTreeSet, fs, path::PathBuf, time::Duration};

use super::Words;
use crate::locale::Locale;

/// The messages of a language: their names, and what they say.
fn messages(tag: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("locales").join(tag);
    let mut messages: Vec<(String, String)> = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            match line.split_once(" = ").or_else(|| line.split_once(" =")) {
                Some((name, said)) if !line.starts_with(' ') => messages.push((name.into(), said.into())),
                Some((name, said)) if name.trim_start().starts_with('.') => {
                    let of = messages.last().map(|(of, _)| of.split('.').next().unwrap().to_owned());
                    messages.push((format!("{}{}", of.unwrap(), name.trim_start()), said.into()));
                }
                Some(_) | None => messages.last_mut().unwrap().1.push_str(line),
            }
        }
    }
    messages
}

#[test]
fn every_language_has_every_message() {
    let names = |tag| messages(tag).into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    let english = names("en");
    assert!(english.len() > 250, "{}", english.len());
    for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::System) {
        let own = names(locale.tag());
        let odd: Vec<_> = own.symmetric_difference(&english).collect();
        assert!(odd.is_empty(), "{}: {odd:?}", locale.tag());
    }
}

#[test]
fn every_message_is_said_somewhere() {
    fn sources(folder: PathBuf, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                sources(entry, all);
            } else if entry.extension().is_some_and(|end| end == "rs") {
                all.push_str(&fs::read_to_string(entry).unwrap());
            }
        }
    }
    let mut all = String::new();
    sources(env!("CARGO_MANIFEST_DIR").into(), &mut all);
    let mut unsaid = Vec::new();
    for (name, _) in messages("en").into_iter().filter(|(name, _)| name != "language-name") {
        let function = name.replace(['-', '.'], "_");
        let is_said = all.contains(&format!(".{function}(")) || all.contains(&format!(" {function} "));
        let is_part = messages("en").iter().any(|(_, said)| said.contains(&format!("{{ {name} }}")));
        if !is_said && !is_part {
            unsaid.push(name);
        }
    }
    assert!(unsaid.is_empty(), "nothing says {unsaid:?}");
}

/// Whether `text` has three words of English or more behind each other, outside quotation marks, commands and what
/// is put in.
fn has_english(text: &str) -> bool {
    let mut depth = 0;
    let mut in_command = false;
    let mut outside = String::new();
    for c in text.chars() {
        match c {
            '「' | '{' => depth += 1,
            '」' | '}' => depth -= 1,
            '`' => in_command = !in_command,
            _ if depth == 0 && !in_command => outside.push(c),
            _ => (),
        }
        if depth > 0 || in_command {
            outside.push('　');
        }
    }
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    outside
        .split(|c: char| !c.is_ascii())
        .any(|run| run.split([' ', '\n', ',', '.', ':', ';']).filter(|word| is_word(word)).count() > 2)
}

#[test]
fn no_english_sentence_stands_in_a_chinese_message() {
    assert!(has_english("出錯：no such file"));
    assert!(!has_english("出錯：「no such file」，見 Kokoro-FastAPI"));
    for (name, said) in messages("zh-TW") {
        assert!(!has_english(&said), "{name}: {said}");
    }
}

#[test]
fn waits_are_told_in_whole_seconds() {
    let wait = |locale, millis| Words::of(locale).buffering_time(Some(Duration::from_millis(millis)));
    assert_eq!(wait(Locale::ZhTw, 3_400), "緩衝中 3 秒");
    assert_eq!(wait(Locale::En, 400), "Buffering…");
    assert_eq!(Words::of(Locale::ZhTw).buffering_time(None), "緩衝中…");
    assert_eq!(Words::of(Locale::En).folded(1_u32), "One other piece of the page, not read");
    assert_eq!(Words::of(Locale::En).folded(4_u32), "4 other pieces of the page, not read");
}
