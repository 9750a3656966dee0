//! Documents are kept, found, listed, removed and brought back.

use proptest::prelude::*;
use tingxinwen_library::{Counts, Database, Filter, Query, Sort, UnixSecs, fold};

use crate::{NOW, page, progress, titles, words};

fn library() -> Database {
    let mut database = Database::in_memory().unwrap();
    let pages = [
        page("https://news.test/1", "霧峰起大霧", "清晨的霧很濃，台北也是。"),
        page("https://news.test/2", "收音機回來了", "臺北的收音機與 podcast 都有人聽。"),
        page("https://news.test/3", "A radio story", "FFmpeg and “quotes” are heard."),
    ];
    for (at, page) in pages.iter().enumerate() {
        database.keep(page, None, UnixSecs(NOW.0 + at as i64)).unwrap();
        database.note_opened(page.id(), UnixSecs(NOW.0 + at as i64)).unwrap();
    }
    database
}

#[test]
fn a_document_is_found_by_its_address_and_by_the_one_it_was_opened_by() {
    let mut database = library();
    let page = page("https://news.test/9", "標題", "內文。");
    database.keep(&page, Some("https://short.test/x"), NOW).unwrap();
    for address in ["https://news.test/9", "https://short.test/x"] {
        assert_eq!(database.document(address, NOW).unwrap().as_ref(), Some(&page), "{address}");
    }
    assert_eq!(database.document("https://news.test/none", NOW).unwrap(), None);
}

#[test]
fn one_two_and_many_characters_are_found_whatever_their_width_and_case() {
    let database = library();
    let found = |text: &str| titles(&database, &words(text));
    assert_eq!(found("霧"), ["霧峰起大霧"]);
    assert_eq!(found("台北").len(), 2, "臺 and 台 are one");
    assert_eq!(found("收音機 台北"), ["收音機回來了"]);
    assert_eq!(found("音機回"), ["收音機回來了"]);
    assert_eq!(found("pod"), ["收音機回來了"]);
    assert_eq!(found("ＦＦＭＰＥＧ"), ["A radio story"]);
    assert_eq!(found("北台"), [""; 0]);
    assert_eq!(found("\" OR *").len(), 0, "what is typed is no query language");
    assert_eq!(found("  ").len(), 3);
    let hit = &database.list(&words("收音機 pod")).unwrap()[0];
    let excerpt = hit.excerpt.clone().unwrap();
    let hits: Vec<&str> = excerpt.hits.iter().map(|range| &excerpt.text[range.clone()]).collect();
    assert_eq!(hits, ["收音機", "pod"]);
}

#[test]
fn lists_are_sorted_and_filtered() {
    let mut database = library();
    let begun = database.document("https://news.test/1", NOW).unwrap().unwrap();
    database.record(&progress(&begun, 20, 0.4), NOW).unwrap();
    let heard = database.document("https://news.test/2", NOW).unwrap().unwrap();
    database.record(&progress(&heard, 30, 1.0), NOW).unwrap();
    assert_eq!(database.counts().unwrap(), Counts { all: 3, unheard: 1, begun: 1, heard: 1 });
    let with = |filter| titles(&database, &Query { filter, ..words("") });
    assert_eq!(with(Filter::Unheard), ["A radio story"]);
    assert_eq!(with(Filter::Begun), ["霧峰起大霧"]);
    assert_eq!(with(Filter::Heard), ["收音機回來了"]);
    assert_eq!(with(Filter::All), ["A radio story", "收音機回來了", "霧峰起大霧"], "opened last first");
    let sorted = |sort| titles(&database, &Query { sort, ..words("") });
    assert_eq!(sorted(Sort::Length)[0], "霧峰起大霧");
    assert_eq!(sorted(Sort::Title)[0], "A radio story");
    let site = Some("別報".to_owned());
    assert!(titles(&database, &Query { site, ..words("") }).is_empty());
    assert_eq!(database.sites().unwrap(), [("島報".to_owned(), 3)]);
}

#[test]
fn the_place_stays_through_a_new_fetch_and_goes_when_all_was_heard() {
    let mut database = library();
    let page = database.document("https://news.test/1", NOW).unwrap().unwrap();
    assert_eq!(page.resume, None);
    let stopped = progress(&page, 20, 0.4);
    database.record(&stopped, NOW).unwrap();
    database.keep(&page, None, UnixSecs(NOW.0 + 99)).unwrap();
    let resume = database.resume(page.id(), UnixSecs(NOW.0 + 99)).unwrap().unwrap();
    assert_eq!(resume.rested.as_secs(), 99);
    assert_eq!(
        database.document("https://news.test/1", NOW).unwrap().unwrap().resume.map(|resume| resume.place),
        Some(stopped.place)
    );
    assert_eq!(
        database.last_heard().unwrap().map(|id| id.0),
        Some("https://news.test/3".into()),
        "opened later"
    );
    database.record(&progress(&page, 20, 1.0), NOW).unwrap();
    assert_eq!(database.document("https://news.test/1", NOW).unwrap().unwrap().resume, None);
}

#[test]
fn what_was_only_fetched_is_listed_and_not_gone_on_with() {
    let mut database = Database::in_memory().unwrap();
    let (opened, fetched) =
        (page("https://news.test/1", "甲", "甲。"), page("https://news.test/2", "乙", "乙。"));
    database.keep(&opened, None, NOW).unwrap();
    assert_eq!(database.last_heard().unwrap(), None);
    database.note_opened(opened.id(), NOW).unwrap();
    database.keep(&fetched, None, UnixSecs(NOW.0 + 9)).unwrap();
    assert_eq!(database.last_heard().unwrap().as_ref(), Some(opened.id()));
    assert_eq!(titles(&database, &words("")), ["乙", "甲"]);
}

#[test]
fn what_is_removed_comes_back_until_it_is_forgotten() {
    let mut database = library();
    let id = database.document("https://news.test/2", NOW).unwrap().unwrap().id().clone();
    database.remove(&id, NOW).unwrap();
    assert_eq!(titles(&database, &words("收音機")), [""; 0]);
    assert_eq!(database.document(&id.0, NOW).unwrap(), None);
    database.restore(&id).unwrap();
    assert_eq!(titles(&database, &words("收音機")), ["收音機回來了"]);
    database.remove(&id, NOW).unwrap();
    database.forget_removed(UnixSecs(NOW.0 + 1)).unwrap();
    database.restore(&id).unwrap();
    assert_eq!(titles(&database, &words("收音機")), [""; 0]);
    assert_eq!(database.counts().unwrap().all, 2);
}

#[test]
fn tags_and_marks_belong_to_a_document() {
    let mut database = library();
    let page = database.document("https://news.test/1", NOW).unwrap().unwrap();
    database.set_tags(page.id(), &["天氣".into(), " 早 報 ".into(), " ".into(), "天氣".into()]).unwrap();
    let tag = Some("天氣".to_owned());
    assert_eq!(database.list(&Query { tag, ..words("") }).unwrap()[0].tags, ["天氣", "早 報"]);
    assert_eq!(database.tags().unwrap(), [("天氣".to_owned(), 1), ("早 報".to_owned(), 1)]);
    let place = progress(&page, 20, 0.4).place;
    let mark = database.highlight(&place, "清晨的霧很濃", "要查", NOW).unwrap();
    let marks = database.highlights(page.id()).unwrap();
    assert_eq!((marks.len(), marks[0].quote.as_str(), &marks[0].place), (1, "清晨的霧很濃", &place));
    database.remove_highlight(mark).unwrap();
    assert!(database.highlights(page.id()).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// What stands in a text is found in it, by any stretch of whole characters or by the start of a word.
    #[test]
    fn any_stretch_of_characters_is_found(text in "[一-二霧台北A-Ca-c０-９ ，。\"*]{1,30}", from in 0_usize..30, length in 1_usize..6) {
        let mut database = Database::in_memory().unwrap();
        database.keep(&page("https://news.test/1", "題", &text), None, NOW).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len());
        let is_latin = |at: usize| chars.get(at).is_some_and(|c| fold(*c).all(|c| c.is_ascii_alphanumeric()));
        // A word of letters is found by its start.
        prop_assume!(from == 0 || !is_latin(from - 1) || !is_latin(from));
        let end = (from + length).min(chars.len());
        let wanted: String = chars[from..end].iter().collect();
        prop_assume!(wanted.chars().any(char::is_alphanumeric));
        prop_assert_eq!(titles(&database, &words(&wanted)).len(), 1, "{:?}", wanted);
    }
}

#[test]
fn a_clock_that_was_ahead_leaves_nothing_on_top_for_years() {
    let mut database = Database::in_memory().unwrap();
    let pages = [1, 2, 3].map(|at| page(&format!("https://news.test/{at}"), &format!("第{at}篇"), "內文。"));
    for page in &pages {
        database.keep(page, None, NOW).unwrap();
    }
    let (day, year) = (24 * 60 * 60, 365 * 24 * 60 * 60);
    let ahead = UnixSecs(NOW.0 + year);
    database.note_opened(pages[0].id(), ahead).unwrap();
    database.record(&progress(&pages[0], 3, 0.5), ahead).unwrap();
    database.note_opened(pages[1].id(), UnixSecs(NOW.0 + day)).unwrap();
    assert_eq!(database.last_heard().unwrap().as_ref(), Some(pages[1].id()));
    assert_eq!(titles(&database, &words(""))[..2], ["第2篇", "第1篇"]);
    let resume = database.resume(pages[0].id(), UnixSecs(NOW.0 + 2 * day)).unwrap().unwrap();
    assert!(resume.rested.as_secs().abs_diff(day as u64) <= 1, "{:?}", resume.rested);
}

#[test]
fn the_cover_of_a_book_is_there_without_its_file_and_in_an_exported_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::in_memory().unwrap();
    let mut book = page("https://news.test/book", "渡船", "船六點離開。");
    book.cover = Some(vec![0xFF, 0xD8, 0xFF].into());
    database.keep(&book, None, NOW).unwrap();
    database.keep(&page("https://news.test/1", "霧", "霧散了。"), None, NOW).unwrap();
    let listed: Vec<(String, bool)> =
        database.list(&words("")).unwrap().into_iter().map(|entry| (entry.title, entry.has_cover)).collect();
    assert_eq!(listed, [("霧".to_owned(), false), ("渡船".to_owned(), true)]);
    assert_eq!(database.document(&book.id().0, NOW).unwrap().unwrap().cover, book.cover);
    let path = folder.path().join("exported.sqlite");
    database.export(&path).unwrap();
    let mut other = Database::in_memory().unwrap();
    other.import(&path, NOW).unwrap();
    assert_eq!(other.cover(book.id()).unwrap().as_deref(), book.cover.as_deref());
    database.remove(book.id(), NOW).unwrap();
    database.forget_removed(UnixSecs(NOW.0 + 1)).unwrap();
    assert_eq!(database.cover(book.id()).unwrap(), None);
}
