//! How words are read, as the listener wants it: the lexicon from the window, whose readings, and Zhuyin.

use std::{path::PathBuf, sync::Arc};

use tingxinwen::{
    article::{Article, BlockKind, Meta},
    lexicon_file,
    player::Command,
    settings::Settings,
    speech::{Utterance, VoiceId},
    text::{EntryError, FrontEnd, Haste, Lexicon, Readings, Script, zhuyin},
};

use crate::{
    preview::{Outcome, Preview},
    theme::Theme,
    view::word::{WordChoice, WordShown, word_ui},
    words::Words,
};

/// The tools of the window that belong to reading.
pub struct Reading {
    front_end: Arc<FrontEnd>,
    preview: Preview,
    /// The listener's lexicon, where this system has a place for it.
    file: Option<PathBuf>,
    shows_zhuyin: bool,
    shown: Option<WordShown>,
}

impl Reading {
    /// Tools on `front_end`, whose readings are heard through `preview` and kept in `file`.
    pub fn new(
        front_end: Arc<FrontEnd>,
        preview: Preview,
        file: Option<PathBuf>,
        settings: &Settings,
    ) -> Self {
        Self { front_end, preview, file, shows_zhuyin: settings.shows_zhuyin(), shown: None }
    }

    /// The front-end, where its readings are to be seen.
    pub fn beside(&self) -> Option<&FrontEnd> {
        self.shows_zhuyin.then_some(&*self.front_end)
    }

    /// `settings` with what was chosen here.
    pub fn kept_in(&self, settings: Settings) -> Settings {
        settings.with_reading(self.front_end.readings(), self.shows_zhuyin)
    }

    /// Shows Zhuyin, or hides it.
    pub fn toggle_zhuyin(&mut self) {
        self.shows_zhuyin = !self.shows_zhuyin;
    }

    /// Asks about the word at byte `offset` of the article of `script`.
    pub fn ask(&mut self, script: &Script, offset: u32) {
        let Some(sentence) = script.sentence_at(offset).and_then(|idx| script.sentence(idx)) else { return };
        let text = script.article().slice(sentence.range);
        let at = offset.saturating_sub(sentence.range.start);
        let words = self.front_end.words(text);
        let Some(word) = words.iter().find(|word| word.source.contains(at) && word.is_audible()) else {
            return;
        };
        let word = &text[word.source.start as usize..word.source.end as usize];
        self.shown = Some(WordShown { word: word.trim().to_owned(), ..WordShown::default() });
        self.look_up();
    }

    /// The menu of what can be switched; whether something was.
    pub fn menu_ui(&mut self, ui: &mut egui::Ui, words: &Words) -> bool {
        let mut changed = false;
        ui.menu_button(words.pronunciation_menu(), |ui| {
            changed |= ui.checkbox(&mut self.shows_zhuyin, words.zhuyin()).changed();
            ui.separator();
            let mut readings = self.front_end.readings();
            for (value, label) in
                [(Readings::Taiwan, words.readings_taiwan()), (Readings::Mainland, words.readings_mainland())]
            {
                if ui.radio_value(&mut readings, value, label).changed() {
                    self.front_end.set_readings(readings);
                    changed = true;
                }
            }
            ui.separator();
            ui.label(words.pronunciation_how_to());
        });
        changed
    }

    /// Shows the window of a word, where one was asked about; whether readings changed.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        words: &Words,
        theme: &Theme,
        voice: &VoiceId,
        commands: &mut Vec<Command>,
    ) -> bool {
        let Some(shown) = &mut self.shown else { return false };
        if let Some(Outcome::Failed(error)) = self.preview.outcome() {
            shown.problem = Some(words.voice_error(&error));
        }
        match word_ui(ctx, shown, words, theme) {
            WordChoice::Waiting => return false,
            WordChoice::Changed => self.look_up(),
            WordChoice::Typed => self.read_typed(),
            WordChoice::Hear => {
                commands.push(Command::Pause);
                self.hear(ctx, voice);
            }
            WordChoice::Keep => return self.change(words, true),
            WordChoice::Forget => return self.change(words, false),
            WordChoice::Close => {
                self.preview.stop();
                self.shown = None;
            }
        }
        false
    }

    /// Finds what there is to say about the word.
    fn look_up(&mut self) {
        let Some(shown) = &mut self.shown else { return };
        let lexicon = self.front_end.lexicon();
        shown.present = symbols(&self.front_end.words(&shown.word));
        let ways = self.front_end.candidates(&shown.word);
        let in_zhuyin = |way: &String| way.split(' ').map(zhuyin).collect::<Option<Vec<_>>>();
        shown.candidates = ways.iter().filter_map(in_zhuyin).map(|symbols| symbols.join(" ")).collect();
        shown.is_own = lexicon.reading_of(&shown.word).is_some();
        shown.typed = lexicon.reading_of(&shown.word).unwrap_or_default().to_owned();
        self.read_typed();
    }

    /// Finds how what was typed is read.
    fn read_typed(&mut self) {
        let trial = self.trial();
        let Some(shown) = &mut self.shown else { return };
        shown.problem = None;
        (shown.reads, shown.wrong) = match trial {
            None => (String::new(), None),
            Some(Ok(lexicon)) => (symbols(&sample(&self.front_end, &shown.word, &lexicon).words), None),
            Some(Err(wrong)) => (String::new(), Some(wrong)),
        };
    }

    /// The lexicon with what was typed, if anything was.
    fn trial(&self) -> Option<Result<Lexicon, EntryError>> {
        let shown = self.shown.as_ref()?;
        let typed = shown.typed.trim();
        let with = || self.front_end.lexicon().with(&shown.word, typed);
        (!typed.is_empty()).then(with)
    }

    fn hear(&self, ctx: &egui::Context, voice: &VoiceId) {
        let Some(shown) = &self.shown else { return };
        let lexicon = match self.trial() {
            Some(Ok(lexicon)) => Arc::new(lexicon),
            Some(Err(_)) | None => self.front_end.lexicon(),
        };
        let ctx = ctx.clone();
        let utterance = sample(&self.front_end, &shown.word, &lexicon);
        self.preview.speak(utterance, voice.clone(), move || ctx.request_repaint());
    }

    /// Keeps what was typed, or takes the word out; whether that was done.
    fn change(&mut self, words: &Words, keeps: bool) -> bool {
        let Some(shown) = &mut self.shown else { return false };
        let reading = keeps.then(|| shown.typed.trim().to_owned());
        let done = match &self.file {
            Some(file) => lexicon_file::change(file, shown.word.trim(), reading.as_deref())
                .map_err(|error| words.not_saved(words.io(error.kind()))),
            None => Err(words.no_settings_folder()),
        };
        match done {
            Ok(lexicon) => {
                self.front_end.set_lexicon(lexicon);
                self.shown = None;
                true
            }
            Err(problem) => {
                shown.problem = Some(problem);
                false
            }
        }
    }
}

/// `word` alone, as it is said with `lexicon`.
fn sample(front_end: &FrontEnd, word: &str, lexicon: &Lexicon) -> Utterance {
    let script = Script::new(Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, word)])));
    let piece = script.piece_at(0, Haste::LookAhead);
    let article = script.article();
    piece.map_or_else(
        || Utterance {
            source: tingxinwen::article::TextRange::new(0, 0),
            language: article.language,
            written: String::new(),
            words: Vec::new(),
            pause: Default::default(),
        },
        |piece| front_end.utterance_with(article, piece, lexicon),
    )
}

/// How `words` are read: Zhuyin, or phonemes where a syllable has none.
fn symbols(words: &[tingxinwen::speech::Word]) -> String {
    let syllables = words.iter().flat_map(|word| &word.syllables);
    let symbols =
        syllables.map(|syllable| zhuyin(&syllable.reading).unwrap_or_else(|| syllable.phonemes.clone()));
    symbols.collect::<Vec<_>>().join(" ")
}
