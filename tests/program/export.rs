//! Exports of several articles: which files are made, what they hold, and that what was stopped goes on.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta},
    core::document::{Document, DocumentId, Part},
    engine::{SoundCache, VoiceSource},
    export::{
        ExportError, Exported, Kind, Layout, Order, Overwriting, Per, Picture, PlannedFile, Quality,
        SoundFormat, Speech, SubtitleFormat, Template, TrackError, plan, run,
    },
    player::Speed,
    speech::{Cancel, Clip, Utterance, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::ToneVoice;

static BLOCKS: LazyLock<BlockFilter> = LazyLock::new(BlockFilter::default);
static FRONT_END: LazyLock<FrontEnd> = LazyLock::new(FrontEnd::load);

/// Beeps, and counts how often.
#[derive(Clone, Default)]
pub(crate) struct Counting(pub(crate) Arc<AtomicUsize>);

impl Voice for Counting {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        ToneVoice::default().speak(utterance)
    }
}

impl VoiceSource for Counting {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(self.clone()))
    }
}

pub(crate) fn speech<'a>(voice: &Counting, cache: Option<&'a SoundCache>) -> Speech<'a> {
    Speech {
        blocks: &BLOCKS,
        voices: Arc::new(voice.clone()),
        orders: [(Language::Mandarin, VoiceId("tone".to_owned()))].into_iter().collect(),
        front_end: &FRONT_END,
        sound_cache: cache,
        cancel: Cancel::default(),
    }
}

pub(crate) fn article(title: &str, day: &str) -> Document {
    let meta = Meta {
        site: Some("晴川日報".to_owned()),
        published: Some(format!("{day}T08:00:00+08:00")),
        ..Meta::default()
    };
    let paragraph = format!("{title}的第一句話說完了。還有第二句話，也說完了。");
    Document::of_article(Article::new(
        meta,
        [
            (BlockKind::Title, title.to_owned()),
            (BlockKind::Paragraph, paragraph),
            (BlockKind::Heading, "後來".to_owned()),
            (BlockKind::Paragraph, "最後一句。".to_owned()),
        ],
    ))
}

fn book() -> Document {
    let part = |title: &str| {
        let blocks = [(BlockKind::Heading, title), (BlockKind::Paragraph, "船六點離開碼頭。沒有風。")];
        Part { title: Some(title.to_owned()), ..Part::of_article(Article::new(Meta::default(), blocks)) }
    };
    let parts = ["第一章", "第二章：霧/海", "第一章"].map(part).into();
    let mut book = Document::of_parts(DocumentId("book".to_owned()), parts).unwrap();
    book.meta.title = Some("渡船".to_owned());
    book
}

fn order(kind: Kind, layout: Layout) -> Order {
    let subtitles = vec![SubtitleFormat::Lrc];
    Order { kind, quality: Quality::Small, speed: Speed::NORMAL, subtitles, cover: None, layout }
}

fn each(folder: &Path, per: Per) -> Layout {
    Layout::Each { folder: folder.to_owned(), template: Template::default(), per }
}

/// Makes all, and tells which were made.
fn made(
    files: &[PlannedFile],
    order: &Order,
    speech: &Speech<'_>,
) -> Result<Vec<(usize, Exported)>, ExportError> {
    let mut all = Vec::new();
    run(files, order, Overwriting::Refused, speech, &|_| (), &mut |idx, done| all.push((idx, done)))?;
    Ok(all)
}

/// The names of all files in `folder` with their bytes.
fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut files: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    files_in(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn several_articles_are_a_file_each_or_chapters_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let documents =
        || vec![article("甲／乙", "2026-11-24"), article("丙", "2026-11-25"), article("丙", "2026-11-25")];
    let voice = Counting::default();
    let order_each = order(Kind::Sound(SoundFormat::Mp3), each(folder.path(), Per::Document));
    made(&plan(documents(), &order_each), &order_each, &speech(&voice, None)).unwrap();
    assert_eq!(
        names(folder.path()),
        [
            "2026-11-24 晴川日報 甲／乙.lrc",
            "2026-11-24 晴川日報 甲／乙.mp3",
            "2026-11-25 晴川日報 丙 2.lrc",
            "2026-11-25 晴川日報 丙 2.mp3",
            "2026-11-25 晴川日報 丙.lrc",
            "2026-11-25 晴川日報 丙.mp3",
        ]
    );
    let one = folder.path().join("all.m4b");
    let order_one = order(Kind::Sound(SoundFormat::M4b), Layout::One(one));
    let files = plan(documents(), &order_one);
    assert_eq!((files.len(), files[0].tags.artist.as_deref()), (1, Some("晴川日報")));
    let all = made(&files, &order_one, &speech(&voice, None)).unwrap();
    let titles: Vec<_> = all[0].1.chapters.iter().map(|chapter| chapter.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["甲／乙", "丙", "丙"]);
}

#[test]
fn headings_are_the_chapters_of_an_article_and_parts_of_a_book_are_files_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let voice = Counting::default();
    let order_one = order(Kind::Sound(SoundFormat::Opus), Layout::One(folder.path().join("a.opus")));
    let all = made(&plan(vec![article("甲", "2026-11-24")], &order_one), &order_one, &speech(&voice, None))
        .unwrap();
    let titles: Vec<_> = all[0].1.chapters.iter().map(|chapter| chapter.title.as_deref()).collect();
    assert_eq!(titles, [None, Some("後來")]);
    let parts = folder.path().join("parts");
    fs::create_dir(&parts).unwrap();
    let template = Template::new("{title}").unwrap();
    let layout = Layout::Each { folder: parts.clone(), template, per: Per::Chapter };
    let order_parts = Order { subtitles: Vec::new(), ..order(Kind::Sound(SoundFormat::Flac), layout) };
    let files = plan(vec![book()], &order_parts);
    assert_eq!((files[1].tags.album.as_deref(), files[1].tags.track), (Some("渡船"), Some((2, 3))));
    made(&files, &order_parts, &speech(&voice, None)).unwrap();
    assert_eq!(names(&parts), ["1 第一章.flac", "2 第二章：霧／海.flac", "3 第一章.flac"]);
}

#[test]
fn what_was_stopped_goes_on_with_the_first_file_that_is_not_done_and_comes_out_the_same() {
    let whole = tempfile::tempdir().unwrap();
    let documents = || (1..=4).map(|number| article(&format!("第{number}篇"), "2026-11-24")).collect();
    let voice = Counting::default();
    let of = |folder: &Path| order(Kind::Sound(SoundFormat::Mp3), each(folder, Per::Document));
    made(&plan(documents(), &of(whole.path())), &of(whole.path()), &speech(&voice, None)).unwrap();
    voice.0.store(0, Ordering::SeqCst);
    let (kept, part) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let cache = SoundCache::open(kept.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let order = of(part.path());
    let files = plan(documents(), &order);
    let first = speech(&voice, Some(&cache));
    // In the middle of the third.
    let stop = |progress: tingxinwen::export::Progress| {
        if progress.file == 2 && progress.of_file > 0.3 {
            first.cancel.cancel();
        }
    };
    let finished = Mutex::new(Vec::new());
    let stopped = run(&files, &order, Overwriting::Refused, &first, &stop, &mut |idx, _| {
        finished.lock().unwrap().push(idx);
    });
    assert!(matches!(stopped, Err(ExportError::Track(TrackError::Stopped))), "{stopped:?}");
    assert_eq!(*finished.lock().unwrap(), [0, 1]);
    let there = names(part.path());
    assert_eq!(there.iter().filter(|name| name.ends_with(".mp3")).count(), 2, "{there:?}");
    let again = made(&files, &order, &speech(&voice, Some(&cache))).unwrap();
    assert_eq!(again.iter().map(|(idx, _)| *idx).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(files_in(part.path()), files_in(whole.path()), "as if it had never been stopped");
    // Two sentences are of each article alone, three are in all of them.
    assert_eq!(voice.0.load(Ordering::SeqCst), 4 * 2 + 3, "no sentence is spoken twice");
    // All is done: whoever wants it again is told that it is there.
    let there = made(&files, &order, &speech(&voice, Some(&cache)));
    assert!(matches!(there, Err(ExportError::InTheWay(_))), "{there:?}");
}

#[test]
fn nothing_is_spoken_where_a_file_is_in_the_way_or_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let voice = Counting::default();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("mine.mp3"), "mine").unwrap();
    fs::create_dir(at("folder.mp3")).unwrap();
    let tried = |path: PathBuf| {
        let order = order(Kind::Sound(SoundFormat::Mp3), Layout::One(path));
        made(&plan(vec![article("甲", "2026-11-24")], &order), &order, &speech(&voice, None)).unwrap_err()
    };
    assert!(matches!(tried(at("mine.mp3")), ExportError::InTheWay(_)));
    assert!(matches!(tried(at("folder.mp3")), ExportError::NoFile(_)));
    assert!(matches!(tried(at("nowhere/new.mp3")), ExportError::File { .. }));
    assert_eq!(fs::read_to_string(at("mine.mp3")).unwrap(), "mine");
    assert_eq!(voice.0.load(Ordering::SeqCst), 0, "nothing is spoken");
    assert_eq!(names(&at("folder.mp3")), [""; 0]);
}

#[test]
fn the_cover_of_a_book_goes_with_all_that_is_made_of_it_unless_another_is_wanted() {
    let (jpeg, png) = (vec![0xFF, 0xD8, 0xFF, 0xE0], b"\x89PNG\r\n\x1a\n".to_vec());
    let mut covered = book();
    covered.cover = Some(jpeg.clone().into());
    let of = |layout: Layout, cover: Option<Picture>| -> Vec<Option<Vec<u8>>> {
        let order = Order { cover, ..order(Kind::Sound(SoundFormat::Mp3), layout) };
        let files = plan(vec![article("甲", "2026-11-24"), covered.clone()], &order);
        files.iter().map(|file| file.tags.cover.as_ref().map(|cover| cover.bytes().to_vec())).collect()
    };
    let each = |per| Layout::Each { folder: "x".into(), template: Template::default(), per };
    let own = Some(jpeg);
    assert_eq!(of(each(Per::Document), None), [None, own.clone()]);
    assert_eq!(of(each(Per::Chapter), None)[1..], [own.clone(), own.clone(), own.clone()]);
    assert_eq!(of(Layout::One("all.mp3".into()), None), [own]);
    let wanted = Picture::new(png.clone());
    assert_eq!(of(each(Per::Document), wanted), [Some(png.clone()), Some(png)]);
}

#[test]
fn a_book_has_its_text_and_when_each_sentence_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("渡船.epub");
    let order = order(Kind::Book, Layout::One(path.clone()));
    let voice = Counting::default();
    let mut tags_of = plan(vec![book()], &order);
    tags_of[0].tags.artist = Some("甲&乙".to_owned());
    let all = made(&tags_of, &order, &speech(&voice, None)).unwrap();
    assert_eq!(all[0].1.chapters.len(), 3);
    // On Debian it is a JAR, which a kernel without that format does not start by itself.
    const JAR: &str = "/usr/bin/epubcheck";
    let commands: [&[&str]; 2] = [&["epubcheck"], &["java", "-jar", JAR]];
    let there = commands.iter().filter(|words| words.len() == 1 || Path::new(JAR).is_file());
    // Java takes names of files to be in the charset of the locale.
    let checks = there
        .map(|words| Command::new(words[0]).args(&words[1..]).arg(&path).env("LC_ALL", "C.UTF-8").output());
    match checks.flatten().next() {
        Some(run) => assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr)),
        None => assert!(fs::read(&path).unwrap().starts_with(b"PK")),
    }
    // Our own reader finds the text again.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let opened = tingxinwen::documents::open(tingxinwen::article::Source::File(path), |_| async { None });
    let opened = runtime.block_on(opened).unwrap();
    let texts: Vec<String> = opened.parts().iter().map(|part| part.article().text().to_owned()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[1].contains("霧/海") && texts[1].contains("船六點離開碼頭。沒有風。"), "{texts:?}");
}
