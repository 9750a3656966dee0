//! Pronunciation: readings of Taiwan and the mainland, polyphones, tones, English words.

use tingxinwen_core::article::Language;
use tingxinwen_core::speech::Word;
use tingxinwen_text::{FrontEnd, Readings};

fn readings(words: &[Word]) -> String {
    let all: Vec<_> = words
        .iter()
        .flat_map(|word| &word.syllables)
        .map(|syllable| syllable.reading.as_str())
        .filter(|reading| !reading.is_empty())
        .collect();
    all.join(" ")
}

fn phonemes(words: &[Word]) -> Vec<String> {
    words
        .iter()
        .filter(|word| word.is_audible())
        .map(|word| word.syllables.iter().map(|syllable| syllable.phonemes.as_str()).collect())
        .collect()
}

#[test]
fn words_are_read_as_in_taiwan_or_as_on_the_mainland() {
    let taiwan = FrontEnd::load();
    let mainland = FrontEnd::load().with_readings(Readings::Mainland);
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("../data/taiwan.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[word, there, here] = columns.as_slice() else { panic!("{line}") };
        count += 1;
        for (front, expected) in [(&taiwan, here), (&mainland, there)] {
            let said = readings(&front.words(word));
            if said != expected {
                wrong.push(format!("{word}: {said}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 1000, "only {count} words");
}

#[test]
fn sentences_are_read_right() {
    let front = FrontEnd::load();
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("銀行行長", "yin2 hang2 hang2 zhang3"),
        ("重慶重新重視", "chong2 qing4 chong2 xin1 zhong4 shi4"),
        ("頭髮乾了", "tou2 fa3 gan1 le5"),
        ("皇后后來", "huang2 hou4 hou4 lai2"),
        ("幹部、乾淨、干擾、乾隆", "gan4 bu4 gan1 jing4 gan1 rao3 qian2 long2"),
        ("只有一隻", "zhi3 you3 yi4 zhi1"),
        ("他還在還書", "ta1 hai2 zai4 huan2 shu1"),
        ("為了音樂而快樂", "wei4 le5 yin1 yue4 er2 kuai4 le4"),
        ("我和你", "wo3 han4 ni3"),
        ("和平", "he2 ping2"),
        ("一定、一起、一天、第一、一月一日", "yi2 ding4 yi4 qi3 yi4 tian1 di4 yi1 yi1 yue4 yi1 ri4"),
        ("不是、不好、不會", "bu2 shi4 bu4 hao3 bu2 hui4"),
        ("看一看", "kan4 yi5 kan4"),
        ("看著他走了", "kan4 zhe5 ta1 zou3 le5"),
        ("垃圾、液體、曝光、質量、微笑", "le4 se4 yi4 ti3 pu4 guang1 zhi2 liang4 wei2 xiao4"),
        ("法國與俄羅斯", "fa4 guo2 yu3 e4 luo2 si1"),
        ("綠色女性", "lv4 se4 nv3 xing4"),
        ("3個人、2隻狗", "san1 ge4 ren2 liang3 zhi1 gou3"),
        ("第1名1萬元", "di4 yi1 ming2 yi2 wan4 yuan2"),
        ("119專線", "yi1 yi1 jiu3 zhuan1 xian4"),
        ("高出1.1度", "gao1 chu1 yi1 dian3 yi1 du4"),
    ] {
        let said = readings(&front.words(text));
        if said != expected {
            wrong.push(format!("{text}: {said}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_are_read_by_their_neighbours() {
    let front = FrontEnd::load();
    let mut wrong = Vec::new();
    for line in include_str!("../data/neighbours.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[text, word, expected] = columns.as_slice() else { panic!("{line}") };
        let start = text.find(word).unwrap();
        let mut said = Vec::new();
        for (at, _) in word.char_indices() {
            let at = start + at;
            let words = front.words(text);
            let holder = words.iter().find(|word| word.source.contains(at as u32)).unwrap();
            let nth = text[holder.source.start as usize..at].chars().count();
            said.push(holder.syllables[nth].reading.clone());
        }
        if said.join(" ") != expected {
            wrong.push(format!("{text}, {word}: {}, not {expected}", said.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn zhuyin_and_other_letters_in_a_text_are_not_silent() {
    let front = FrontEnd::load();
    assert_eq!(readings(&front.words("好ㄎㄧㄤ")), "hao3 ke1 yi1 ang1");
    assert_eq!(readings(&front.words("ㄏㄠˇ")), "hao3");
    for text in ["鮮の味", "α波", "𠮷野家", "ラーメン店"] {
        assert!(front.words(text).iter().all(Word::is_audible), "{text}");
    }
}

#[test]
fn a_headline_of_capitals_is_read_as_words_and_its_acronyms_are_spelled() {
    let front = FrontEnd::load();
    assert_eq!(
        phonemes(&front.words("STOCKS FALL AS US RATES RISE")),
        ["stˈɑks", "fˈɔl", "æz", "jˌuˈɛs", "ɹˈAts", "ɹˈIz"]
    );
    assert_eq!(phonemes(&front.words("NATO, EU, UN")), ["nˈATO", "ˌijˈu", "jˌuˈɛn"]);
    // A few louder words within a text.
    assert_eq!(
        phonemes(&front.words("The US OPEN is NOT free")),
        ["ðə", "jˌuˈɛs", "ˈOpᵊn", "ɪz", "nˌɑt", "fɹˈi"]
    );
}

#[test]
fn both_scripts_are_read_alike() {
    let front = FrontEnd::load();
    for (traditional, simplified) in [
        ("研究顯示經濟成長", "研究显示经济成长"),
        ("銀行的長官重新開會", "银行的长官重新开会"),
        ("頭髮與發展", "头发与发展"),
        ("他們說這裡很乾淨", "他们说这里很干净"),
    ] {
        assert_eq!(readings(&front.words(traditional)), readings(&front.words(simplified)), "{traditional}");
    }
}

#[test]
fn third_tones_change_in_the_sound_alone() {
    let words = FrontEnd::load().words("你好");
    assert_eq!(readings(&words), "ni3 hao3");
    assert_eq!(phonemes(&words), ["ni↗xau̯↓".replace('\u{32f}', "")]);
}

#[test]
fn numbers_are_one_word_each() {
    let text = "成長12.5%。";
    let words = FrontEnd::load().words(text);
    let number = words.iter().find(|word| word.spoken == "百分之十二點五").unwrap();
    assert_eq!(&text[number.source.as_usize()], "12.5%");
    assert_eq!(number.syllables.len(), 7);
    assert_eq!(words.last().unwrap().mark, ".");
}

#[test]
fn english_inside_mandarin_is_english() {
    let front = FrontEnd::load();
    let words = front.words("蘋果的iPhone與GDP，YouTube！");
    let english: Vec<_> = words
        .iter()
        .filter(|word| word.language == Language::English)
        .map(|word| word.spoken.as_str())
        .collect();
    assert_eq!(english, ["iPhone", "GDP", "YouTube"]);
    let sounds = phonemes(&words);
    assert!(sounds.contains(&"ʤˌidˌipˈi".to_owned()), "{sounds:?}");
    assert!(sounds.contains(&"jˈutˌub".to_owned()), "{sounds:?}");
    for word in words.iter().filter(|word| word.language == Language::English) {
        assert_eq!(word.syllables.len(), 1);
        assert!(word.syllables[0].reading.is_empty());
    }
}

#[test]
fn english_homographs_hear_their_neighbours() {
    let front = FrontEnd::load();
    let sounds = phonemes(&front.words("They will record a record for the close friend."));
    assert_ne!(sounds[2], sounds[4], "{sounds:?}");
}

#[test]
fn names_outside_the_lexicon_are_said_as_they_are() {
    let front = FrontEnd::load();
    for (text, expected) in [
        ("Microsoft", "mˈIkɹˌOsˌɔft"),
        ("Putin", "pˈutɪn"),
        ("Pfizer", "fˈIzəɹ"),
        ("Xi", "ʃˈi"),
        ("Huawei", "hwˌɑwˈA"),
        ("résumé", "ɹˈɛzəmˌA"),
        ("nai\u{308}ve", "nɑˈiv"),
        ("Zürich", "zˈuɹɪk"),
        ("DNSSEC", "dˌiˌɛnˌɛsˌɛsˌisˈi"),
        ("MATLAB", "mˈætlˌæb"),
    ] {
        assert_eq!(phonemes(&front.words(text)), [expected], "{text}");
    }
}

#[test]
fn what_no_lexicon_holds_is_sounded_out_or_passed_over() {
    let front = FrontEnd::load();
    let words = front.words("Xyzzyplugh的brzq與\u{e000}しシㅎЖא");
    assert!(words.iter().filter(|word| word.language == Language::English).all(Word::is_audible));
    assert!(words.iter().filter(|word| word.is_audible()).count() >= 4);
}

#[test]
fn names_are_words() {
    let text = "行政院長卓榮泰表示";
    let words = FrontEnd::load().words(text);
    assert!(words.iter().any(|word| &text[word.source.as_usize()] == "卓榮泰"));
}

#[test]
fn quotes_are_silent() {
    for word in FrontEnd::load().words("「」『』“”《》〈〉【】\"'") {
        assert!(!word.is_audible() && word.mark.is_empty());
    }
}

#[test]
fn english_words_of_one_spelling_are_told_apart_by_their_part_of_speech() {
    let front = FrontEnd::load();
    let phonemes = |text: &str, word: &str| -> Vec<String> {
        let written =
            |source: tingxinwen_core::article::TextRange| &text[source.start as usize..source.end as usize];
        let words =
            front.words(text).into_iter().filter(|said| written(said.source).eq_ignore_ascii_case(word));
        words.map(|word| word.syllables.into_iter().map(|syllable| syllable.phonemes).collect()).collect()
    };
    assert_eq!(phonemes("I will read the report.", "read"), ["ɹˈid"]);
    assert_eq!(phonemes("She has read the report.", "read"), ["ɹˈɛd"]);
    assert_eq!(phonemes("They live here and the show is live tonight.", "live"), ["lˈɪv", "lˈIv"]);
    assert_eq!(phonemes("Close the door; the shop is close.", "close"), ["klˈOz", "klˈOs"]);
    assert_eq!(phonemes("He set a record when they record it.", "record"), ["ɹˈɛkəɹd", "ɹəkˈɔɹd"]);
}

#[test]
fn small_words_lean_on_the_word_that_follows_whatever_it_is() {
    let front = FrontEnd::load();
    let first = |text: &str| phonemes(&front.words(text)).swap_remove(0);
    for (text, expected) in [
        ("the FBI", "ði"),
        ("the NBA", "ði"),
        ("the UN", "ðə"),
        ("the Oreshnik", "ði"),
        ("the Zenbivy", "ðə"),
        ("to Amina", "tʊ"),
        ("to Drohobych", "tə"),
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

#[test]
fn a_long_number_is_said_in_words() {
    let sounds = phonemes(&FrontEnd::load().words("It has 987,654,321 users."));
    assert!(sounds[2].starts_with("nˈIn hˈʌndɹəd ˌATisˈɛvən mˈɪljᵊn"), "{sounds:?}");
    assert!(sounds[2].ends_with("twˌɛntiwˈʌn"), "{sounds:?}");
}

#[test]
fn a_word_hears_the_next_in_sentences_of_any_length() {
    let front = FrontEnd::load();
    for length in 40..60 {
        let sounds = phonemes(&front.words(&format!("{}a mosque.", "quiet ".repeat(length))));
        assert_eq!(sounds[length], "ɐ", "behind {length} words");
    }
}

#[test]
fn words_with_accents_and_endings_are_said() {
    let front = FrontEnd::load();
    let sounds = phonemes(&front.words("They were sautéing onions and vlogging."));
    assert_eq!((sounds.len(), sounds[5].as_str()), (6, "vlˈɑɡɪŋ"), "{sounds:?}");
    // A word by itself is said as among others.
    let alone = phonemes(&front.words("數位 Marketing 課"));
    assert!(alone.contains(&"mˈɑɹkəTɪŋ".to_owned()), "{alone:?}");
    for (text, at, expected) in [
        ("We met at 9 a.m. today.", 3, "nˈIn ˈA ˈɛm"),
        ("Vitamin A helps.", 1, "ˈA"),
        ("STORM KILLS 5 IN TEXAS", 0, "stˈɔɹm"),
        ("Żabka opened.", 0, "zˈʌbkə"),
        ("Åland is an island.", 0, "ˈælənd"),
        ("He was re-elected.", 2, "ɹˌi"),
        ("High winds up to 150 km/h.", 1, "wˈɪndz"),
        ("The path winds past the lake.", 2, "wˈIndz"),
        ("Did he read it?", 2, "ɹˈid"),
        ("He read it.", 1, "ɹˈɛd"),
        ("Farms produce bags of rice.", 1, "pɹədˈus"),
    ] {
        let sounds = phonemes(&front.words(text));
        assert!(sounds[at].starts_with(expected), "{text}: {sounds:?}");
    }
    // Not one step deeper for each of its endings.
    let owners = format!("x{}", "'s".repeat(50_000));
    assert!(!phonemes(&front.words(&owners)).is_empty());
}
