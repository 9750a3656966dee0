//! Tone sandhi: 一 and 不 in the reading, the third tone in the sound.

/// A syllable as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Toned {
    /// The character said.
    pub(super) letter: char,
    /// The tone, 1 to 5.
    pub(super) tone: u8,
    /// Index of the word of the dictionary it belongs to; equal ones are neighbours.
    pub(super) word: u32,
    /// Whether it stands inside something that was written in digits.
    pub(super) counted: bool,
    /// Whether the next syllable follows without a mark or a foreign word between.
    pub(super) linked: bool,
}

/// Numerals beside which 一 is read digit by digit.
const DIGITS: &str = "零〇一二三四五六七八九";
/// Powers of ten before which 一 changes as before any word.
const POWERS: &str = "百千萬万億亿兆";
/// Before these 一 counts up: 第一, 十一, 星期一, 初一, 週一.
const ORDINAL_BEFORE: &str = "第十初";

/// Changes the tones of 一 and 不 as they are said.
pub(super) fn change_yi_bu(syllables: &mut [Toned]) {
    for at in 0..syllables.len() {
        let here = syllables[at];
        let next = here.linked.then(|| syllables.get(at + 1).copied()).flatten();
        let last = at.checked_sub(1).map(|before| syllables[before]).filter(|before| before.linked);
        let changed = match here.letter {
            '一' if here.tone == 1
                && (is_score(syllables, at) || is_class(syllables, at) || is_digit(syllables, at)) =>
            {
                1
            }
            '一' if here.tone == 1 => {
                yi(here, last, next, at.checked_sub(2).map(|before| syllables[before]))
            }
            '不' if here.tone == 4 => bu(here, last, next),
            _ => here.tone,
        };
        syllables[at].tone = changed;
    }
}

/// Whether 一 at `at` is one side of a score: 一比一.
fn is_score(syllables: &[Toned], at: usize) -> bool {
    let letter = |place: Option<usize>| {
        place.and_then(|place| syllables.get(place)).map_or('\0', |toned| toned.letter)
    };
    let is_count = |c: char| DIGITS.contains(c) || c == '十';
    let before = letter(at.checked_sub(1)) == '比' && is_count(letter(at.checked_sub(2)));
    let behind = letter(Some(at + 1)) == '比' && is_count(letter(Some(at + 2)));
    before || behind
}

/// Whether 一 at `at` is the last digit of a year that is said digit by digit: 一九四一年.
fn is_digit(syllables: &[Toned], at: usize) -> bool {
    let letter =
        |place: Option<usize>| place.and_then(|place| syllables.get(place)).map(|toned| toned.letter);
    let is_number = |place: Option<usize>| letter(place).is_some_and(|c| DIGITS.contains(c));
    is_number(at.checked_sub(1)) && is_number(at.checked_sub(2)) && letter(Some(at + 1)) == Some('年')
}

/// Whether 一 at `at` numbers a class, a floor or a court: 一年級, 一樓, 一審.
fn is_class(syllables: &[Toned], at: usize) -> bool {
    let letter = |ahead: usize| syllables.get(at + ahead).map_or('\0', |toned| toned.letter);
    matches!((letter(1), letter(2)), ('年', '級' | '级') | ('樓' | '楼' | '審' | '审', _))
}

/// The tone of 一 behind `last` and `before` it, in front of `next`.
fn yi(here: Toned, last: Option<Toned>, next: Option<Toned>, before: Option<Toned>) -> u8 {
    let Some(next) = next else { return 1 };
    if let Some(last) = last {
        let ordinal = ORDINAL_BEFORE.contains(last.letter)
            || (last.word == here.word && "週周期".contains(last.letter));
        if ordinal || ((DIGITS.contains(last.letter) || last.letter == '點') && here.counted) {
            return 1;
        }
        // 統一發票, 唯一性: 一 belongs to what came before, within a longer word too.
        if last.word == here.word && "統统唯逐專专單单劃划".contains(last.letter) {
            return 1;
        }
        // 國一生: a class.
        if "國国高小大".contains(last.letter) && "生新學学的班".contains(next.letter) {
            return 1;
        }
        // 看一看: light between the two, but not in 當時一時 and 一步一步.
        let is_alone = before.is_none_or(|before| {
            before.letter != '一' && (last.word == here.word || before.word != last.word)
        });
        if last.letter == next.letter && last.letter != '一' && !DIGITS.contains(last.letter) && is_alone {
            return 5;
        }
        // 二十一, 統一 and their like end here: 一 belongs to what came before.
        if last.word == here.word && next.word != here.word {
            return 1;
        }
    }
    if DIGITS.contains(next.letter) || (here.counted && !POWERS.contains(next.letter) && next.counted) {
        return 1;
    }
    // 一月一日, 一號, 一樓 name; 一九 was met above.
    let after_month = last.is_some_and(|last| last.letter == '月');
    if "月日號号樓楼".contains(next.letter) && (here.counted || "月號号".contains(next.letter) || after_month)
    {
        return 1;
    }
    if next.tone == 4 || (next.tone == 5 && "個个".contains(next.letter)) { 2 } else { 4 }
}

fn bu(here: Toned, last: Option<Toned>, next: Option<Toned>) -> u8 {
    let Some(next) = next else { return 4 };
    // 好不好, 是不是: light between the two.
    // But 好得不得了 asks nothing.
    if last.is_some_and(|last| last.letter == next.letter && last.letter != '得') {
        return 5;
    }
    if next.tone == 4 || here.tone == 5 { 2 } else { 4 }
}

/// The tones as they sound: of neighbouring third tones all but the last of a group rise.
///
/// Groups are the words first; between words only the border itself changes, and not where the
/// pause of a mark lies between.
///
/// The voice was trained on tones as they are written (misaki's way), yet it is heard no worse with the
/// change: on the sentences of `voices/bench/heard.txt` where third tones meet, Whisper base hears 12 of 285
/// syllables wrong at a mean log-probability of -0.396; with the tones unchanged 13, at -0.402. In all 60
/// it is 28 of 748 (3.7 %) against 29; of misaki's own phonemes 61 (8.2 %). The difference between the two
/// of ours is small; what speakers do is kept.
pub(super) fn third_tones(syllables: &[Toned]) -> Vec<u8> {
    let mut tones: Vec<u8> = syllables.iter().map(|syllable| syllable.tone).collect();
    let mut start = 0;
    while start < syllables.len() {
        let word = syllables[start].word;
        let len = syllables[start..].iter().take_while(|syllable| syllable.word == word).count();
        raise_within(&mut tones[start..start + len]);
        start += len;
    }
    // From the right: 我想買 is 我 + 想買, where only 想 must rise.
    for at in (1..syllables.len()).rev() {
        let border = syllables[at - 1].word != syllables[at].word && syllables[at - 1].linked;
        if border && tones[at] == 3 && tones[at - 1] == 3 {
            tones[at - 1] = 2;
        }
    }
    tones
}

/// A word of three third tones splits as 2 + 1 where nothing else is known: 展覽館, 選舉法.
fn raise_within(tones: &mut [u8]) {
    if tones.len() == 4 {
        // Idioms are two pairs.
        let (one, other) = tones.split_at_mut(2);
        raise_run(one);
        raise_run(other);
        if tones[1] == 3 && tones[2] == 3 {
            tones[1] = 2;
        }
    } else {
        raise_run(tones);
    }
}

fn raise_run(tones: &mut [u8]) {
    for at in 1..tones.len() {
        if tones[at - 1] == 3 && tones[at] == 3 {
            tones[at - 1] = 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toned(words: &[(&str, &[u8])]) -> Vec<Toned> {
        let mut syllables = Vec::new();
        for (word, &(letters, tones)) in words.iter().enumerate() {
            for (letter, &tone) in letters.chars().zip(tones) {
                syllables.push(Toned { letter, tone, word: word as u32, counted: false, linked: true });
            }
        }
        if let Some(last) = syllables.last_mut() {
            last.linked = false;
        }
        syllables
    }

    fn changed(words: &[(&str, &[u8])]) -> Vec<u8> {
        let mut syllables = toned(words);
        change_yi_bu(&mut syllables);
        syllables.iter().map(|syllable| syllable.tone).collect()
    }

    #[test]
    fn yi_and_bu_change() {
        for (words, tones) in [
            (&[("一定", &[1, 4][..])][..], &[2, 4][..]),
            (&[("一起", &[1, 3])], &[4, 3]),
            (&[("一", &[1]), ("天", &[1])], &[4, 1]),
            (&[("一", &[1]), ("個", &[4])], &[2, 4]),
            (&[("第一", &[4, 1]), ("次", &[4])], &[4, 1, 4]),
            (&[("統一", &[3, 1]), ("發票", &[1, 4])], &[3, 1, 1, 4]),
            (&[("十一", &[2, 1]), ("月", &[4])], &[2, 1, 4]),
            (&[("一月", &[1, 4])], &[1, 4]),
            (&[("看", &[4]), ("一", &[1]), ("看", &[4])], &[4, 5, 4]),
            (&[("不", &[4]), ("是", &[4])], &[2, 4]),
            (&[("不", &[4]), ("好", &[3])], &[4, 3]),
            (&[("好不好", &[3, 4, 3])], &[3, 5, 3]),
            (&[("一", &[1])], &[1]),
            (&[("一九", &[1, 3])], &[1, 3]),
            (&[("九四", &[3, 4]), ("一", &[1]), ("年", &[2])], &[3, 4, 1, 2]),
            (&[("三", &[1]), ("四", &[4]), ("一起", &[1, 3])], &[1, 4, 4, 3]),
            (&[("當時", &[1, 2]), ("一時", &[1, 2])], &[1, 2, 4, 2]),
            (&[("一", &[1]), ("步", &[4]), ("一", &[1]), ("步", &[4])], &[2, 4, 2, 4]),
        ] {
            assert_eq!(changed(words), tones, "{words:?}");
        }
    }

    #[test]
    fn third_tones_rise_before_third_tones() {
        for (words, tones) in [
            (&[("你好", &[3, 3][..])][..], &[2, 3][..]),
            (&[("展覽館", &[3, 3, 3])], &[2, 2, 3]),
            (&[("我", &[3]), ("也", &[3])], &[2, 3]),
            (&[("總統府", &[3, 3, 3]), ("很", &[3]), ("遠", &[3])], &[2, 2, 3, 2, 3]),
            (&[("老", &[3]), ("師", &[1])], &[3, 1]),
        ] {
            let sound = third_tones(&toned(words));
            assert_eq!(sound, tones, "{words:?}");
        }
    }

    #[test]
    fn a_mark_parts_third_tones() {
        let mut syllables = toned(&[("好", &[3]), ("好", &[3])]);
        syllables[0].linked = false;
        assert_eq!(third_tones(&syllables), [3, 3]);
    }
}
