//! What is written becomes what is said: a table of cases for each family of rules.

use proptest::prelude::*;
use tingxinwen::{speech::Word, text::FrontEnd};

fn spoken(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words.iter().filter(|word| !word.spoken.is_empty()) {
        text.push_str(&word.spoken);
    }
    text.retain(|c| !c.is_whitespace());
    text
}

#[test]
fn every_case_of_the_table_is_said_so() {
    let front = FrontEnd::load();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("data/normalize.tsv").lines().filter(|line| !line.starts_with("# ")) {
        let (written, expected) = line.split_once('\t').unwrap();
        let said = spoken(&front.words(written));
        let expected: String = expected.chars().filter(|c| !c.is_whitespace()).collect();
        count += 1;
        if said != expected {
            wrong.push(format!("{written}: {said}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 400, "only {count} cases");
}
