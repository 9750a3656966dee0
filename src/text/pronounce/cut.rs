//! Word segmentation of Chinese text: the likeliest sequence of words of the dictionary.

use std::ops::Range;

use super::{
    Readings,
    dictionary::{Dictionary, WordIdx},
    fixed::{Fixed, PhraseIdx},
    surname::is_given,
};

/// -ln p in eighths of a nat of a fixed phrase that is no word of the dictionary: about as likely as the commonest
/// hundred words of its length, so that it wins over any way to cut it.
const PHRASE_COST: u32 = 60;

/// The entry that a word was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A fixed phrase.
    Phrase(PhraseIdx),
    /// A word of the dictionary.
    Word(WordIdx),
    /// A character that no dictionary holds.
    Lone,
}

/// A word of a run: where it stands, and what the dictionary knows it as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CutWord {
    /// Positions in the run.
    pub(super) range: Range<usize>,
    /// What it is known as.
    pub(super) entry: Entry,
    /// Whether it is one word with the one before it: a person's name.
    pub(super) joined: bool,
}

/// Surnames of one character, the commonest of Taiwan and the mainland.
const SURNAMES: &str = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范\
    宋方鄧杜傅侯曹薛丁卓馬董唐藍石蔣古紀姚連馮歐程湯康姜汪白田涂鄒巫尤梅霍季俞鐘龔嚴韓黎阮袁童陸金錢邵溫倪夏\
    陈黄张吴刘杨许郑谢赖叶苏庄吕萧罗简钟卢赵颜孙邓马蓝蒋纪连冯欧汤邹龚严韩陆钱温";
/// Characters that are words by themselves, and in no name.
const FUNCTION: &str = "的了是在和與也都就不把被將說為對從以之於等及很要會有個他她我你這那還又才而或到去來上下中後前已再向往跟但\
    与将说为对从会个这还来后给";

/// Cuts a run of characters (16-bit code points) into words, by unigram Viterbi.
pub(super) fn cut(dictionary: &Dictionary, fixed: &Fixed, readings: Readings, run: &[u16]) -> Vec<CutWord> {
    const FAR: u32 = u32::MAX / 2;
    // best[i]: the least cost of run[..i], and the last word of that way.
    let mut best: Vec<(u32, Entry, usize)> = vec![(FAR, Entry::Lone, 0); run.len() + 1];
    best[0].0 = 0;
    for at in 0..run.len() {
        let so_far = best[at].0;
        let mut offer = |end: usize, cost: u32, entry: Entry| {
            // Saturating: a megabyte on one line must not overflow.
            let cost = so_far.saturating_add(cost);
            if cost < best[end].0 || best[end].0 == FAR {
                best[end] = (cost, entry, at);
            }
        };
        offer(at + 1, dictionary.lone_cost(), Entry::Lone);
        if has_ranked_name(&run[at..]) {
            offer(at + 3, NAME_COST, Entry::Lone);
        }
        let mut known: Vec<(usize, u32)> = Vec::new();
        dictionary.words_at(&run[at..], |word, len| {
            known.push((len, dictionary.cost(word)));
            offer(at + len, dictionary.cost(word), Entry::Word(word));
        });
        fixed.phrases_at(&run[at..], readings, |phrase, len| {
            // Two characters are as likely as the word they are, so that 傳|記者 is not cut within 記者; but no less so
            // than the two apart.
            let word = known.iter().find(|(known, _)| *known == len && len == 2).map_or(0, |&(_, cost)| cost);
            let apart = cost_alone(dictionary, &run[at..]) + cost_alone(dictionary, &run[at + 1..]);
            offer(at + len, word.min(apart).saturating_sub(1).max(PHRASE_COST), Entry::Phrase(phrase));
        });
    }
    let mut words = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let (_, entry, start) = best[end];
        words.push(CutWord { range: start..end, entry, joined: false });
        end = start;
    }
    words.reverse();
    join_names(&mut words, run);
    words
}

/// The cost of the first character of `text` as a word by itself.
fn cost_alone(dictionary: &Dictionary, text: &[u16]) -> u32 {
    let mut cost = dictionary.lone_cost();
    dictionary.words_at(&text[..text.len().min(1)], |word, _| cost = dictionary.cost(word));
    cost
}

/// The cost of a full name, where the rank of an officer follows: 梅家樹|上將, not 梅|家|樹上|將.
const NAME_COST: u32 = 180;

/// Whether `text` starts with a full name and the rank behind it: a general's, of whose two characters the first goes
/// with words before it.
fn has_ranked_name(text: &[u16]) -> bool {
    let letters: Vec<char> =
        text.iter().take(5).filter_map(|&code| char::from_u32(u32::from(code))).collect();
    let [surname, one, two, rank, '將' | '将'] = letters[..] else { return false };
    SURNAMES.contains(surname) && [one, two].iter().all(|&c| is_given(c)) && "上中少准".contains(rank)
}

/// Joins a surname and two single characters behind it: 卓榮泰 is one word.
fn join_names(words: &mut [CutWord], run: &[u16]) {
    let single = |word: &CutWord| {
        (word.range.len() == 1).then(|| char::from_u32(u32::from(run[word.range.start]))).flatten()
    };
    let mut at = 0;
    while at + 2 < words.len() {
        let is_name = single(&words[at]).is_some_and(|c| SURNAMES.contains(c))
            && words[at + 1..at + 3].iter().all(|word| single(word).is_some_and(|c| !FUNCTION.contains(c)));
        if is_name {
            words[at + 1].joined = true;
            words[at + 2].joined = true;
        }
        at += if is_name { 3 } else { 1 };
    }
}
