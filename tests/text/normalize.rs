//! Normalization: a table of cases for each family of rules.

use proptest::prelude::*;
use tingxinwen_core::speech::Word;
use tingxinwen_text::FrontEnd;

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
    for line in include_str!("../data/normalize.tsv").lines().filter(|line| !line.starts_with("# ")) {
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

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[今天的一不個年月日時分第元億萬台大樓地震总统发后面只]{1,8}",
        "[，。！？；：、「」『』（）…—～]{1,3}",
        "[a-zA-Z]{1,7}",
        "[0-9]{1,9}",
        "[0-9.,%:/+()<=>$€#@&'-]{1,8}",
        "(NT\\$|US\\$|https://|www\\.|km/h|℃|No\\.|Dr\\.|p\\.m\\.|VIII)",
        "[ \u{3000}\u{a0}]{1,2}",
        "\\PC{1,6}",
        "[\\x00-\\x1f\u{200b}\u{e000}\u{202e}\u{5d0}\u{645}😀👨\u{200d}👩\u{1f3fb}½Ⅲ㎏²]{1,3}",
    ];
    proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

/// Symbols of the Kokoro vocabulary, and what stands between words.
const VOCABULARY: &str = ";:,.!?—…\"()“” \u{303}ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ";

thread_local! {
    static FRONT: FrontEnd = FrontEnd::load();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn words_cover_any_text(text in any_text()) {
        FRONT.with(|front| {
            let words = front.words(&text);
            let mut last = 0;
            for word in &words {
                prop_assert_eq!(word.source.start, last, "a gap or an overlap in {:?}", text);
                prop_assert!(!word.source.is_empty());
                prop_assert!(text.is_char_boundary(word.source.end as usize));
                prop_assert!(word.mark.is_empty() || word.syllables.is_empty());
                prop_assert_eq!(word.spoken.is_empty(), word.syllables.is_empty());
                prop_assert!(["", ",", ".", "!", "?", ";", ":", "—", "…"].contains(&word.mark));
                for syllable in &word.syllables {
                    prop_assert!(!syllable.phonemes.is_empty());
                    let unknown = syllable.phonemes.chars().find(|c| !VOCABULARY.contains(*c));
                    prop_assert!(unknown.is_none(), "{:?} in {:?}", unknown, text);
                }
                last = word.source.end;
            }
            prop_assert_eq!(last as usize, text.len());
            Ok(())
        })?;
    }
}

#[test]
fn a_word_without_end_and_data_in_letters_are_passed_over() {
    let front = FrontEnd::load();
    // The lexicon would never come back from a word so long: some of its letters are named.
    let words = front.words(&"transcript".repeat(50_000));
    assert!(words.iter().map(|word| word.syllables[0].phonemes.len()).sum::<usize>() < 400);
    let data = "aGVsbG8gd29ybGQ0NTY3ODk5OTk5OTk5OTk5".repeat(600);
    let words = front.words(&format!("附件：{data}，完。"));
    assert_eq!(spoken(&words), "附件完");
}

#[test]
fn length_of_the_answer_grows_with_the_text() {
    // Long runs of what rules look at: digits, letters, dots, dashes, brackets, an address.
    let front = FrontEnd::load();
    for unit in [
        "1",
        "1.",
        "1-",
        "1/",
        "a.",
        "a-1",
        "(",
        "字",
        "1,234",
        "https://a.com/x",
        "第",
        "…",
        "😀",
        "A1",
        "1:",
        "ㄅ",
        "（ㄅ",
        "a1b2C3/",
        "の",
        "²",
        "為",
    ] {
        let text = unit.repeat(20_000 / unit.len());
        let words = front.words(&text);
        assert!(!words.is_empty() && words.len() <= text.len(), "{unit}");
        assert_eq!(words.last().unwrap().source.end as usize, text.len(), "{unit}");
    }
}
