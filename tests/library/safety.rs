//! Nothing is lost: two programs, a killed one, a damaged file, a newer one, export and import.

use std::{fs, path::Path};

use tingxinwen_library::{Database, Imported, Library, LibraryError, SCHEMA, UnixSecs};

use crate::{NOW, page, progress, titles, words};

fn open(folder: &Path) -> Database {
    Database::open(&folder.join("library.sqlite")).unwrap()
}

#[test]
fn two_programs_see_what_the_other_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (open(folder.path()), open(folder.path()));
    one.keep(&page("https://news.test/1", "甲", "甲文。"), None, NOW).unwrap();
    other.keep(&page("https://news.test/2", "乙", "乙文。"), None, NOW).unwrap();
    assert_eq!(titles(&one, &words("")), titles(&other, &words("")));
    assert_eq!(titles(&one, &words("")).len(), 2);
}

#[test]
fn many_threads_with_a_library_each_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut database = open(folder);
                for at in 0..10 {
                    let address = format!("https://news.test/{thread}/{at}");
                    database.keep(&page(&address, "題", "文。"), None, NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(open(folder.path()).counts().unwrap().all, 40);
}

#[test]
fn what_is_no_library_or_a_newer_ones_is_told_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    fs::write(&path, "not a library at all, whatever it says".repeat(40)).unwrap();
    assert!(
        matches!(Database::open(&path), Err(LibraryError::NotALibrary(_))),
        "{:?}",
        Database::open(&path)
    );
    assert!(fs::read_to_string(&path).unwrap().starts_with("not a library"));
    fs::remove_file(&path).unwrap();
    drop(open(folder.path()));
    // The version stands at byte 60 of an SQLite file.
    let mut bytes = fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&(SCHEMA + 1).to_be_bytes());
    fs::write(&path, bytes).unwrap();
    let newer = Database::open(&path).unwrap_err();
    assert_eq!(newer, LibraryError::Newer { found: SCHEMA + 1, known: SCHEMA });
}

#[test]
fn an_exported_library_is_imported_with_places_tags_and_marks() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.sqlite");
    let mut one = Database::in_memory().unwrap();
    let (first, second) =
        (page("https://news.test/1", "甲", "甲文。"), page("https://news.test/2", "乙", "乙文。"));
    one.keep(&first, None, NOW).unwrap();
    one.keep(&second, None, NOW).unwrap();
    let stopped = progress(&first, 7, 0.5);
    one.record(&stopped, NOW).unwrap();
    one.set_tags(first.id(), &["存".into()]).unwrap();
    one.highlight(&stopped.place, "甲文", "", NOW).unwrap();
    one.export(&file).unwrap();
    let before = fs::read(&file).unwrap();
    let mut other = Database::in_memory().unwrap();
    other.keep(&second, None, NOW).unwrap();
    assert_eq!(other.import(&file, NOW).unwrap(), Imported { added: 1, known: 1 });
    assert_eq!(
        other.import(&file, NOW).unwrap(),
        Imported { added: 0, known: 2 },
        "again, nothing is doubled"
    );
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(
        other.document("https://news.test/1", NOW).unwrap().unwrap().resume.map(|resume| resume.place),
        Some(stopped.place)
    );
    assert_eq!(other.highlights(first.id()).unwrap().len(), 1);
    assert_eq!(titles(&other, &words("甲文")), ["甲"]);
    assert_eq!(other.tags().unwrap(), [("存".to_owned(), 1)]);
    fs::write(&file, "no library").unwrap();
    assert!(other.import(&file, NOW).is_err());
    assert!(other.import(&folder.path().join("none"), NOW).is_err());
    assert_eq!(other.counts().unwrap().all, 2);
}

#[test]
fn what_was_asked_of_a_library_is_done_before_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let library = Library::open(&path).unwrap();
    for at in 0..20 {
        let page = page(&format!("https://news.test/{at}"), "題", "文。");
        library.post(move |database| database.keep(&page, None, UnixSecs(at)));
    }
    assert_eq!(library.call(|database| database.counts()).unwrap().all, 20);
    library.post(|database| database.forget_removed(NOW));
    drop(library);
    assert_eq!(Database::open(&path).unwrap().counts().unwrap().all, 20);
}
