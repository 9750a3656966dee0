//! How words are read, as the listener wants it: the lexicon from the window, whose readings, and Zhuyin.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
};

use tingxinwen::{
    article::{Article, BlockKind, Meta},
    lexicon_file,
    player::Command,
    settings::Settings,
    speech::{Utterance, VoiceId},
    text::{EntryError, FrontEnd, Haste, Readings, Script, UserLexicon, zhuyin},
};

use crate::{
    look::segments_ui,
    preview::{Outcome, Preview},
    theme::{Theme, size},
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
    /// Where the thread answers that writes the lexicon.
    saving: Option<Receiver<io::Result<UserLexicon>>>,
}

impl Reading {
    /// Tools on `front_end`, whose readings are heard through `preview` and kept in `file`.
    pub fn new(
        front_end: Arc<FrontEnd>,
        preview: Preview,
        file: Option<PathBuf>,
        settings: &Settings,
    ) -> Self {
        Self { front_end, preview, file, shows_zhuyin: settings.looks.zhuyin, shown: None, saving: None }
    }

    /// The front-end, where its readings are to be seen.
    pub fn beside(&self) -> Option<&FrontEnd> {
        self.shows_zhuyin.then_some(&*self.front_end)
    }

    /// Whose readings are said, and whether Zhuyin is shown.
    pub fn choice(&self) -> (Readings, bool) {
        (self.front_end.readings(), self.shows_zhuyin)
    }

    /// Shows what `settings` say; the front-end follows them by itself.
    pub fn take(&mut self, settings: &Settings) {
        self.shows_zhuyin = settings.looks.zhuyin;
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

    /// The choice of whose readings are said; whether another was chosen.
    pub fn choice_ui(&mut self, ui: &mut egui::Ui, words: &Words, theme: &Theme) -> bool {
        let mut readings = self.front_end.readings();
        ui.label(egui::RichText::new(words.pronunciation_menu()).color(theme.ink2));
        let choices =
            [(Readings::Taiwan, words.readings_taiwan()), (Readings::Mainland, words.readings_mainland())];
        let changed = segments_ui(ui, &mut readings, choices, theme);
        if changed {
            self.front_end.set_readings(readings);
        }
        let hint = egui::RichText::new(words.pronunciation_how_to()).size(size::SMALL).color(theme.ink2);
        ui.add(egui::Label::new(hint).wrap());
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
        if self.take_saved(words) {
            return true;
        }
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
            WordChoice::Keep => self.change(ctx, words, true),
            WordChoice::Forget => self.change(ctx, words, false),
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
    fn trial(&self) -> Option<Result<UserLexicon, EntryError>> {
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
        self.preview.speak([utterance], voice.clone(), move || ctx.request_repaint());
    }

    /// Has `text` spoken by `voice`, sentence by sentence, beside the article.
    pub fn hear_text(&self, ctx: &egui::Context, text: &str, voice: VoiceId) {
        let script = Script::new(Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, text)])));
        let pieces = script
            .sentences()
            .iter()
            .filter_map(|sentence| script.piece_at(sentence.range.start, Haste::LookAhead));
        let utterances: Vec<_> =
            pieces.map(|piece| self.front_end.utterance(script.article(), piece)).collect();
        let ctx = ctx.clone();
        self.preview.speak(utterances, voice, move || ctx.request_repaint());
    }

    /// Ends what sounds beside the article.
    pub fn silence(&self) {
        self.preview.stop();
    }

    /// Has what was typed saved, or the word taken out, off the thread that draws.
    fn change(&mut self, ctx: &egui::Context, words: &Words, keeps: bool) {
        let Some(shown) = self.shown.as_mut().filter(|_| self.saving.is_none()) else { return };
        let Some(file) = self.file.clone() else {
            shown.problem = Some(words.no_settings_folder());
            return;
        };
        let (word, reading) = (shown.word.trim().to_owned(), shown.typed.trim().to_owned());
        let (tell, saved) = channel();
        let ctx = ctx.clone();
        let save = move || {
            let reading = keeps.then_some(reading.as_str());
            tell.send(lexicon_file::change(&file, &word, reading)).ok();
            ctx.request_repaint();
        };
        match thread::Builder::new().name("lexicon".to_owned()).spawn(save) {
            Ok(_) => self.saving = Some(saved),
            Err(error) => shown.problem = Some(words.not_saved(words.io(error.kind()))),
        }
    }

    /// Takes over what was saved; whether readings changed.
    fn take_saved(&mut self, words: &Words) -> bool {
        let Some(saved) = self.saving.as_ref().and_then(|saving| saving.try_recv().ok()) else {
            return false;
        };
        self.saving = None;
        match saved {
            Ok(lexicon) => {
                self.front_end.set_lexicon(lexicon);
                self.preview.stop();
                self.shown = None;
                true
            }
            Err(error) => {
                if let Some(shown) = &mut self.shown {
                    shown.problem = Some(words.not_saved(words.io(error.kind())));
                }
                false
            }
        }
    }
}

/// `word` alone, as it is said with `lexicon`.
fn sample(front_end: &FrontEnd, word: &str, lexicon: &UserLexicon) -> Utterance {
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
