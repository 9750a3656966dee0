//! User lexicon: what its entries change in a text, and that bad ones change nothing.

use std::cell::Cell;

use proptest::prelude::*;
use tingxinwen_core::speech::Word;
use tingxinwen_text::{FrontEnd, Readings, UserLexicon};

fn front(entries: &str) -> FrontEnd {
    let (lexicon, errors) = UserLexicon::parse(entries);
    assert!(errors.is_empty(), "{entries}: {errors:?}");
    FrontEnd::load().with_lexicon(lexicon)
}

/// `written=reading reading` of each word that is heard; of English what is spoken.
fn said(front: &FrontEnd, text: &str) -> String {
    let words = front.words(text);
    covers(text, &words);
    let heard = words.iter().filter(|word| word.is_audible()).map(|word| {
        let readings: Vec<_> = word
            .syllables
            .iter()
            .map(|syllable| syllable.reading.as_str())
            .filter(|reading| !reading.is_empty())
            .collect();
        let readings = if readings.is_empty() { word.spoken.clone() } else { readings.join(" ") };
        format!("{}={readings}", &text[word.source.as_usize()])
    });
    heard.collect::<Vec<_>>().join("; ")
}

fn covers(text: &str, words: &[Word]) {
    let mut last = 0;
    for word in words {
        assert_eq!(word.source.start, last, "a gap or an overlap in {text:?}");
        assert!(!word.source.is_empty(), "{text:?}");
        assert!(text.is_char_boundary(word.source.end as usize), "{text:?}");
        assert_eq!(word.spoken.is_empty(), word.syllables.is_empty(), "{text:?}");
        last = word.source.end;
    }
    assert_eq!(last as usize, text.len(), "{text:?}");
}

#[test]
fn entries_come_before_all_else() {
    for (entries, text, expected) in [
        // A fixed reading, a word, a character that else the context reads.
        ("銀行 ㄧㄣˊ ㄒㄧㄥˊ", "銀行開門", "銀行=yin2 xing2; 開門=kai1 men2"),
        ("垃圾\tlā jī", "垃圾車", "垃圾=la1 ji1; 車=che1"),
        ("行 hang2", "他行", "他=ta1; 行=hang2"),
        // The longest wins, wherever it stands in the file.
        ("行\txing2\n銀行\tyin1hang1", "銀行", "銀行=yin1 hang1"),
        ("銀行\tyin1hang1\n行\txing4", "行銀行", "行=xing4; 銀行=yin1 hang1"),
        // Tones that the listener gives are not changed in the reading.
        ("一次 yi1 ci4", "一次", "一次=yi1 ci4"),
        // As written: the other script is another word.
        ("银行 yin1 xing1", "銀行", "銀行=yin2 hang2"),
        ("银行 yin1 xing1", "银行", "银行=yin1 xing1"),
        // Other text.
        ("立委 =立法委員", "立委說", "立委=li4 fa3 wei3 yuan2; 說=shuo1"),
        ("LINE = 賴", "用LINE說", "用=yong4; LINE=lai4; 說=shuo1"),
        ("LINE ㄌㄞˋ", "用LINE說", "用=yong4; LINE=lai4; 說=shuo1"),
        ("5G\t=第5代", "5G網", "5G=di4 wu3 dai4; 網=wang3"),
        ("南韓 =Korea", "南韓說", "南韓=Korea; 說=shuo1"),
        ("New York\t=紐約", "New York, LINE", "New York=niu3 yue1; LINE=LINE"),
        ("太空X =太空 LINE", "太空X", "太=tai4 kong1; 空X=LINE"),
        // Not inside longer words, numbers or names.
        ("AI = 愛", "MAIL AI5 AI愛", "MAIL=MAIL; AI=AI; 5=wu3; AI=ai4; 愛=ai4"),
        ("5 = 伍", "55個 1.5", ""),
    ] {
        let front = front(entries);
        if expected.is_empty() {
            assert_eq!(said(&front, text), said(&FrontEnd::load(), text), "{entries} in {text}");
        } else {
            assert_eq!(said(&front, text), expected, "{entries} in {text}");
        }
    }
}

#[test]
fn a_told_third_tone_rises_in_the_sound() {
    let words = front("你 ni3").words("你好");
    assert_eq!(words[0].syllables[0].reading, "ni3");
    assert!(words[0].syllables[0].phonemes.contains('↗'));
}

#[test]
fn what_no_entry_names_is_said_as_before() {
    let text = "2026年5月6日，總統府說：重慶的GDP成長3.5%，iPhone 15熱賣！";
    let front = front("不在 bu4 zai4\nXYZ =某某");
    assert_eq!(front.words(text), FrontEnd::load().words(text));
}

#[test]
fn bad_lines_are_told_with_their_number() {
    let (lexicon, errors) = UserLexicon::parse("行\n銀行 yin2\n重 chong9\n好\t=\nLINE 賴\n# 行\n行 hang2");
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 1: `行` has no reading behind it",
            "line 2: 2 characters, but 1 syllables",
            "line 3: `chong9` is no syllable of Mandarin",
            "line 4: nothing of `` can be said",
            "line 5: `賴` is no syllable of Mandarin",
        ]
    );
    assert_eq!(lexicon.to_text(), "行\thang2\n");
}

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[今天的一不個銀行重慶億元]{1,6}",
        "[，。！？「」…—]{1,2}",
        "(LINE|AI|5G|New York|iPhone|http://a.tw/AI)",
        "[0-9.,%:/-]{1,6}",
        "[ \u{3000}]{1,2}",
        "\\PC{1,4}",
        "[\u{e000}\u{202e}😀👨\u{200d}½\u{301}]{1,3}",
    ];
    proptest::collection::vec(part, 0..16).prop_map(|parts| parts.concat())
}

fn any_entry() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[今天的一不個銀行重慶億元]{1,3}",
        "(LINE|AI|5G|5|New York|%|，|😀| 行|行L|\u{301}|\\.)",
        "\\PC{1,3}",
    ];
    let reading =
        prop_oneof!["(xing2|ㄏㄤˊ|yi1 er4|ㄧ ㄦˋ|=一個|=LINE|=賴LINE好|=5G|=!)", "\\PC{0,4}", "=\\PC{0,6}"];
    (word, reading).prop_map(|(word, reading)| format!("{word}\t{reading}\n"))
}

thread_local! {
    /// Loading takes longer than reading.
    static FRONT: Cell<Option<FrontEnd>> = const { Cell::new(None) };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_entries_leave_any_text_covered(
        entries in proptest::collection::vec(any_entry(), 0..8),
        texts in proptest::collection::vec(any_text(), 1..4),
    ) {
        let (lexicon, errors) = UserLexicon::parse(&entries.concat());
        prop_assert!(lexicon.len() + errors.len() <= entries.len());
        let (again, errors) = UserLexicon::parse(&lexicon.to_text());
        prop_assert!(errors.is_empty(), "{errors:?}");
        prop_assert_eq!(&again, &lexicon);
        let front = FRONT.take().unwrap_or_else(FrontEnd::load).with_lexicon(lexicon);
        for text in texts {
            covers(&text, &front.words(&text));
        }
        FRONT.set(Some(front));
    }
}

#[test]
fn a_word_is_offered_its_other_readings_the_usual_first() {
    let front = FrontEnd::load();
    let ways = front.candidates("行");
    assert_eq!(ways[0], "xing2");
    assert!(ways.iter().any(|way| way == "hang2"), "{ways:?}");
    assert!(front.candidates("銀行").contains(&"yin2 hang2".to_owned()));
    assert!(front.candidates("行行行行行行行行").len() <= 12);
    for word in ["", "AI", "行a", "\u{e000}"] {
        assert!(front.candidates(word).is_empty(), "{word:?}");
    }
}

#[test]
fn what_the_listener_chooses_holds_from_then_on() {
    let front = FrontEnd::load();
    let said = |front: &FrontEnd| {
        let words = front.words("星期");
        words.iter().flat_map(|word| &word.syllables).map(|s| s.reading.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said(&front), "xing1 qi2");
    front.set_readings(Readings::Mainland);
    assert_eq!(said(&front), "xing1 qi1");
    let lexicon = front.lexicon().with("星期", "ㄕㄥ ㄐㄧˋ").unwrap();
    front.set_lexicon(lexicon);
    assert_eq!(said(&front), "sheng1 ji4");
    assert!(front.lexicon().with("星期", "nonsense9").is_err());
    let tricky = front.lexicon().with("行\n列\t", "hang2 # lie4\n").unwrap();
    assert_eq!(tricky.len(), 2, "one line more, whatever was typed: {}", tricky.to_text());
}
