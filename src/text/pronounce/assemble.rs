//! Assembly of a line's words: cuts words, chooses readings, applies tone changes, writes phonemes.

use super::{
    Pronouncer, Readings,
    cut::{CutWord, Entry, cut},
    polyphone::Question,
    surname::Alone,
    syllable::SyllableId,
    tone::{Toned, change_yi_bu, third_tones},
    user_lexicon::{Sound, SpokenSpan},
};
use tingxinwen_core::{
    article::{Language, TextRange},
    speech::{Syllable, Word},
};

/// A syllable of Mandarin, while its reading is chosen.
struct Letter {
    letter: char,
    code: u16,
    span: u32,
    /// Word of the dictionary, counted through the line.
    word: u32,
    reading: Option<SyllableId>,
    counted: bool,
    linked: bool,
}

/// A line, while its words are assembled.
pub(super) struct Assembly<'a> {
    pronouncer: &'a Pronouncer,
    text: &'a str,
    /// The characters of `text`.
    chars: Vec<char>,
    spans: &'a [SpokenSpan<'a>],
    readings: Readings,
    letters: Vec<Letter>,
    questions: Vec<Question>,
    /// For each question its letter and what each of its choices is said as.
    asked: Vec<(usize, Vec<SyllableId>)>,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(
        pronouncer: &'a Pronouncer,
        text: &'a str,
        spans: &'a [SpokenSpan<'a>],
        readings: Readings,
    ) -> Self {
        Self {
            pronouncer,
            text,
            chars: text.chars().collect(),
            spans,
            readings,
            letters: Vec::new(),
            questions: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// The words; their sources are those of the spans, or parts of them.
    pub(super) fn words(mut self) -> Vec<Word> {
        self.cut_spans();
        self.link();
        self.ask();
        let mut toned = self.toned();
        change_yi_bu(&mut toned);
        for (letter, toned) in self.letters.iter().zip(&mut toned) {
            if letter.letter == '一' && self.spans[letter.span as usize].ends_code(self.text) {
                toned.tone = 1;
            }
        }
        let sound = third_tones(&toned);
        let syllables: Vec<Syllable> = self
            .letters
            .iter()
            .zip(&toned)
            .zip(&sound)
            .map(|((letter, toned), &tone)| self.syllable(letter, toned.tone, tone))
            .collect();
        let english = self.english();
        self.emit(syllables, english)
    }

    fn cut_spans(&mut self) {
        let mut place = 0;
        let mut word_count = 0;
        for (idx, span) in self.spans.iter().enumerate() {
            let written = &self.text[span.start..span.end];
            let (spoken, counted, is_written) = match span.say {
                Sound::Written => (written, false, true),
                Sound::Counted(spoken) => (spoken, true, false),
                Sound::Other(spoken) => (spoken, false, false),
                Sound::Syllables(word, ids) => {
                    word_count += 1;
                    self.given(idx as u32, word_count, word, ids);
                    place += written.chars().count();
                    continue;
                }
                Sound::English(_) | Sound::Mark(_) | Sound::Silent => {
                    place += written.chars().count();
                    continue;
                }
            };
            let first = self.letters.len();
            for letter in spoken.chars() {
                let code = u16::try_from(u32::from(letter)).unwrap_or_default();
                self.letters.push(Letter {
                    letter,
                    code,
                    span: idx as u32,
                    word: 0,
                    reading: None,
                    counted,
                    linked: false,
                });
            }
            let run: Vec<u16> = self.letters[first..].iter().map(|letter| letter.code).collect();
            let words = cut(&self.pronouncer.dictionary, &self.pronouncer.fixed, self.readings, &run);
            for (nth, word) in words.iter().enumerate() {
                let len = word.range.len();
                let behind = words[nth + 1..].iter().take(2).filter(|word| word.range.len() == 1).count();
                word_count += u32::from(!word.joined);
                for at in 0..len {
                    let in_line = first + word.range.start + at;
                    self.letters[in_line].word = word_count;
                    let asked_at = is_written.then_some(place + word.range.start + at);
                    self.read(in_line, word.entry, at, len, asked_at);
                }
                if is_written {
                    let is_alone = match (len, behind) {
                        (1, 2) => Alone::WithTwo,
                        (1, _) => Alone::Yes,
                        _ => Alone::No,
                    };
                    let next_end = words.get(nth + 1).unwrap_or(word).range.end;
                    self.read_by_neighbours(first, word, (place, place + next_end), is_alone);
                }
            }
            place += written.chars().count();
        }
    }

    /// A word whose syllables the listener gave.
    fn given(&mut self, span: u32, word: u32, written: &str, ids: &[SyllableId]) {
        // Its tones are final: the rules for these two must not see them.
        let mut letters = written.chars().map(|c| if matches!(c, '一' | '不') { ' ' } else { c });
        self.letters.extend(ids.iter().map(|&id| Letter {
            letter: letters.next().unwrap_or(' '),
            code: 0,
            span,
            word,
            reading: Some(id),
            counted: false,
            linked: false,
        }));
    }

    /// Reads one letter, or asks the network, where `asked_at` is its place in the text.
    fn read(&mut self, in_line: usize, entry: Entry, at: usize, len: usize, asked_at: Option<usize>) {
        let dictionary = &self.pronouncer.dictionary;
        let Some(c) = dictionary.character(self.letters[in_line].letter) else { return };
        let known = match entry {
            Entry::Phrase(phrase) => self.pronouncer.fixed.reading(phrase, at, self.readings),
            Entry::Word(word) => dictionary.reading(word, at, c, self.readings),
            Entry::Lone => None,
        };
        self.letters[in_line].reading = known.or_else(|| Some(dictionary.default_reading(c, self.readings)));
        if known.is_some() {
            return;
        }
        let (choices, said): (Vec<_>, Vec<_>) = dictionary.choices(c, self.readings).unzip();
        let Some(asked_at) = asked_at.filter(|_| choices.len() > 1) else { return };
        let said = said
            .into_iter()
            .map(|id| self.pronouncer.alone(self.letters[in_line].letter, len, id, self.readings))
            .collect();
        self.questions.push(Question { at: asked_at, choices });
        self.asked.push((in_line, said));
    }

    /// Reads a word again where its neighbours tell its reading. Its run starts at the letter `first` and at `place` in the
    /// text, where the word behind it ends at `next_end`.
    fn read_by_neighbours(
        &mut self,
        first: usize,
        word: &CutWord,
        (place, next_end): (usize, usize),
        is_alone: Alone,
    ) {
        if matches!(word.entry, Entry::Phrase(_)) {
            return;
        }
        let [in_line, at] = [first, place].map(|start| start + word.range.start);
        if let Some(surname) = self.pronouncer.surnames.reading(&self.chars, at, is_alone) {
            self.settle(in_line, surname);
            return;
        }
        let Some(ids) = self.pronouncer.contexts.reading(&self.chars, at..place + word.range.end, next_end)
        else {
            return;
        };
        for (at, &id) in ids.iter().enumerate() {
            self.settle(in_line + at, id);
        }
    }

    /// Gives a letter a reading that no question changes.
    fn settle(&mut self, in_line: usize, id: SyllableId) {
        self.letters[in_line].reading = Some(id);
        // What was asked about this word stands last.
        let later = self.asked.iter().rev().take_while(|(asked, _)| *asked >= in_line).count();
        let place = self.asked.len() - later;
        if self.asked.get(place).is_some_and(|(asked, _)| *asked == in_line) {
            self.asked.remove(place);
            self.questions.remove(place);
        }
    }

    /// Finds out which letters follow one another without a mark or a foreign word between.
    fn link(&mut self) {
        let heard: Vec<bool> = self
            .spans
            .iter()
            .map(|span| match span.say {
                Sound::English(_) | Sound::Mark(_) => true,
                Sound::Written
                | Sound::Counted(_)
                | Sound::Other(_)
                | Sound::Syllables(..)
                | Sound::Silent => false,
            })
            .collect();
        for at in 1..self.letters.len() {
            let between = self.letters[at - 1].span as usize..self.letters[at].span as usize;
            self.letters[at - 1].linked = !heard[between].contains(&true);
        }
    }

    fn ask(&mut self) {
        if self.questions.is_empty() {
            return;
        }
        let dictionary = &self.pronouncer.dictionary;
        let net = &self.pronouncer.polyphones;
        let ids: Vec<_> = self
            .text
            .chars()
            .map(|c| dictionary.character(c).map_or_else(|| net.other_id(c), |c| dictionary.net_id(c)))
            .collect();
        let answers = net.answer(&ids, &self.questions);
        for ((in_line, said), answer) in self.asked.iter().zip(answers) {
            if let Some(&id) = answer.and_then(|choice| said.get(choice)) {
                self.letters[*in_line].reading = Some(id);
            }
        }
    }

    fn toned(&self) -> Vec<Toned> {
        self.letters
            .iter()
            .map(|letter| Toned {
                letter: letter.letter,
                tone: letter.reading.map_or(0, |id| self.pronouncer.syllables.tone(id)),
                word: letter.word,
                counted: letter.counted,
                linked: letter.linked,
            })
            .collect()
    }

    /// Written with the tone of the reading, said with that of the sound.
    fn syllable(&self, letter: &Letter, tone: u8, sound: u8) -> Syllable {
        let syllables = &self.pronouncer.syllables;
        let Some(id) = letter.reading else {
            return Syllable { reading: String::new(), phonemes: String::new() };
        };
        let read = if syllables.tone(id) == tone { id } else { syllables.with_tone(id, tone) };
        let said = if tone == sound { read } else { syllables.with_tone(id, sound) };
        Syllable { reading: syllables.name(read).to_owned(), phonemes: syllables.phonemes(said).to_owned() }
    }

    /// Phonemes of each English span, in order.
    fn english(&self) -> Vec<String> {
        let mut sounds = Vec::new();
        // What is said, and what is written of it; nothing of a mark.
        let (mut group, mut written): (Vec<&str>, Vec<&str>) = Default::default();
        let mut flush = |group: &mut Vec<&str>, written: &mut Vec<&str>| {
            if written.iter().any(|word| !word.is_empty()) {
                let found = self.pronouncer.english.phonemes(group, written).into_iter();
                sounds.extend(
                    found.zip(&*written).filter(|(_, word)| !word.is_empty()).map(|(sound, _)| sound),
                );
            }
            group.clear();
            written.clear();
        };
        for span in self.spans {
            match span.say {
                Sound::English(spoken) => {
                    group.push(spoken);
                    written.push(&self.text[span.start..span.end]);
                }
                Sound::Mark(mark) => {
                    group.push(mark);
                    written.push("");
                }
                Sound::Silent => {}
                Sound::Written | Sound::Counted(_) | Sound::Other(_) | Sound::Syllables(..) => {
                    flush(&mut group, &mut written);
                }
            }
        }
        flush(&mut group, &mut written);
        sounds
    }

    fn emit(&self, syllables: Vec<Syllable>, english: Vec<String>) -> Vec<Word> {
        let mut words = Vec::new();
        let mut letters = self.letters.iter().zip(syllables).peekable();
        let mut english = english.into_iter();
        for (idx, span) in self.spans.iter().enumerate() {
            let written = &self.text[span.start..span.end];
            let source = |start: usize, end: usize| {
                TextRange::new((span.start + start) as u32, (span.start + end) as u32)
            };
            let whole = source(0, written.len());
            let mut silent = Word {
                source: whole,
                spoken: String::new(),
                language: Language::Mandarin,
                syllables: Vec::new(),
                mark: "",
            };
            match span.say {
                Sound::Written => {
                    let mut at = 0;
                    while let Some((letter, syllable)) =
                        letters.next_if(|(letter, _)| letter.span as usize == idx)
                    {
                        let start = at;
                        at += letter.letter.len_utf8();
                        let mut said = vec![syllable];
                        while let Some((next, syllable)) =
                            letters.next_if(|(next, _)| next.span as usize == idx && next.word == letter.word)
                        {
                            at += next.letter.len_utf8();
                            said.push(syllable);
                        }
                        words.push(mandarin(source(start, at), &written[start..at], said));
                    }
                }
                Sound::Counted(spoken) | Sound::Other(spoken) | Sound::Syllables(spoken, _) => {
                    let mut said = Vec::new();
                    while let Some((_, syllable)) = letters.next_if(|(letter, _)| letter.span as usize == idx)
                    {
                        said.push(syllable);
                    }
                    let mut word = mandarin(whole, spoken, said);
                    // Other than characters, a word has any number of syllables.
                    if matches!(span.say, Sound::Syllables(..)) {
                        spoken.clone_into(&mut word.spoken);
                    }
                    words.push(word);
                }
                Sound::English(spoken) => {
                    let phonemes = english.next().unwrap_or_default();
                    if !phonemes.is_empty() {
                        spoken.clone_into(&mut silent.spoken);
                        silent.syllables.push(Syllable { reading: String::new(), phonemes });
                    }
                    silent.language = Language::English;
                    words.push(silent);
                }
                Sound::Mark(mark) => {
                    silent.mark = mark;
                    words.push(silent);
                }
                Sound::Silent => words.push(silent),
            }
        }
        words
    }
}

/// A word of Mandarin; characters without a known reading are silent.
fn mandarin(source: TextRange, spoken: &str, said: Vec<Syllable>) -> Word {
    let known: Vec<bool> = said.iter().map(|syllable| !syllable.phonemes.is_empty()).collect();
    Word {
        source,
        spoken: spoken.chars().zip(&known).filter(|(_, known)| **known).map(|(c, _)| c).collect(),
        language: Language::Mandarin,
        syllables: said.into_iter().filter(|syllable| !syllable.phonemes.is_empty()).collect(),
        mark: "",
    }
}
