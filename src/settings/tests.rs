//! What the file says is never lost; what is chosen is there again.

use std::{fs, sync::mpsc, time::Duration};

use super::{store::load, *};
use crate::{
    article::{BlockKind, Language},
    speech::VoiceId,
};

fn voice(id: &str) -> VoiceId {
    VoiceId(id.to_owned())
}

fn read(text: &str) -> (Settings, Vec<Problem>) {
    Document::parse(text).unwrap().settings()
}

/// `text` after `change` was made in the program.
fn changed(text: &str, change: impl FnOnce(&mut Settings)) -> String {
    let mut file = Document::parse(text).unwrap();
    let before = file.settings().0;
    let mut after = before.clone();
    change(&mut after);
    file.change(&before, &after);
    assert_eq!(read(&file.to_string()).0, after);
    file.to_string()
}

#[test]
fn a_new_file_says_what_the_program_comes_with_and_explains_every_setting() {
    let file = Document::new();
    assert_eq!(file.settings(), (Settings::default(), Vec::new()));
    let schema = toml_edit::ser::to_document(&Settings::default()).unwrap();
    for (section, fields) in schema.iter() {
        for (key, _) in fields.as_table_like().unwrap().iter() {
            assert!(file.to_string().contains(key), "the template does not explain {section}.{key}");
        }
    }
}

#[test]
fn what_was_chosen_is_there_again() {
    let text = changed("", |settings| {
        settings.playback.speed = Speed::new(1.5);
        settings.playback.volume = Volume::new(0.4);
        settings.voices.order.set(Language::Mandarin, [voice("box:bella"), voice("zm_yunxi")]);
        settings.reading.readings = Readings::Mainland;
        settings.reading.blocks.toggle(BlockKind::Caption);
        settings.looks.zhuyin = true;
        let address = Some("http://127.0.0.1:8881".to_owned());
        settings.services.insert("box".to_owned(), Account { address, ..Account::default() });
        settings.keys.insert("play-pause".to_owned(), vec!["P".to_owned()]);
    });
    assert!(text.contains("# 速度") && text.contains("zh = [\"box:bella\", \"zm_yunxi\"]"), "{text}");
    assert!(text.contains("volume = 0.4\n") && text.contains("8881"), "{text}");
    let silent = changed(&text, |settings| {
        settings.services.clear();
        settings.reading.blocks.toggle(BlockKind::Caption);
    });
    assert!(!silent.contains("8881") && !silent.contains("\ncaption"), "{silent}");
}

#[test]
fn one_value_that_cannot_be_read_costs_nothing_else() {
    let text = "version = 1\n[playback]\nspeed = \"fast\" # my choice\nvolume = 0.5\n\
        [voices.order]\nzh = [\"zm_yunxi\", 7, \"box:bella\"]\n\
        [services.new]\nkind = \"telepathy\"\nlink = \"x\"\n[services.box]\nkind = \"openai\"\naddress = \"http://a\"\n\
        [future]\nthing = [1, 2]\n";
    let (settings, problems) = read(text);
    assert_eq!((settings.playback.speed, settings.playback.volume), (Speed::NORMAL, Volume::new(0.5)));
    assert_eq!(settings.voices.order.of(Language::Mandarin), [voice("zm_yunxi"), voice("box:bella")]);
    assert_eq!(settings.services.keys().collect::<Vec<_>>(), ["box"]);
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["playback.speed", "voices.order.zh.1", "services.new"]);
    let after = changed(text, |settings| settings.playback.volume = Volume::new(0.25));
    let volume = text.replace("volume = 0.5", "volume = 0.25");
    assert_eq!(after, volume, "only what was changed is written");
    let after = changed(text, |settings| settings.playback.speed = Speed::new(2.0));
    assert_eq!(after, text.replace("\"fast\"", "2.0"), "a new choice replaces what could not be read");
}

#[test]
fn values_beyond_their_bounds_are_brought_within() {
    let (settings, problems) = read("version = 1\n[playback]\nspeed = 99\nvolume = -1.0\nahead_secs = 1");
    assert_eq!(settings.playback.speed, Speed::MAX);
    assert_eq!(settings.playback.volume, Volume::SILENT);
    assert_eq!((settings.playback.ahead_secs(), problems), (10, Vec::new()));
}

/// As the first release wrote it.
const VERSION_0: &str = r#"speed = 1.2
volume = 0.5
readings = "mainland"
zhuyin = true
kept_bytes = 5000
ahead_secs = 30
aligns = false
mine = "kept"

[voices]
zh = "zm_yunxi"
en = "af_bella"

[blocks]
tables = "announced"

[blocks.kinds]
caption = true

[stand_by]
zh = ["zf_xiaoxiao", "zm_yunxi", "system:default"]

[services.box]
kind = "openai"
address = "http://127.0.0.1:8880"
captions = false
plain_http = false
"#;

#[test]
fn a_file_of_the_first_release_opens_and_nothing_in_it_is_dropped() {
    let (settings, problems) = read(VERSION_0);
    assert_eq!(problems, []);
    assert_eq!(settings.playback.speed, Speed::new(1.2));
    assert_eq!((settings.playback.volume, settings.playback.ahead_secs()), (Volume::new(0.5), 30));
    let order = ["zm_yunxi", "zf_xiaoxiao", "system:default"].map(voice);
    assert_eq!(settings.voices.order.of(Language::Mandarin), order);
    assert_eq!(settings.voices.order.of(Language::English), [voice("af_bella")]);
    assert!(!settings.voices.align_words && settings.looks.zhuyin);
    assert_eq!((settings.reading.readings, settings.sound_cache.limit_bytes), (Readings::Mainland, 5000));
    assert!(settings.reading.blocks.reads(BlockKind::Caption));
    assert_eq!(settings.services["box"].address.as_deref(), Some("http://127.0.0.1:8880"));
    let after = changed(VERSION_0, |settings| settings.playback.speed = Speed::new(1.3));
    assert!(after.contains("mine = \"kept\"") && after.contains("version = 1"), "{after}");
    assert_eq!(read(&after).0.voices, settings.voices);
}

#[test]
fn a_file_of_a_later_release_is_read_as_far_as_it_is_known_and_keeps_its_version() {
    let text = "version = 9\n[playback]\nspeed = 1.5\npitch = 2\n";
    let after = changed(text, |settings| settings.playback.speed = Speed::new(2.0));
    assert_eq!(after, text.replace("1.5", "2.0"));
}

#[test]
fn two_windows_do_not_overwrite_each_other_and_see_what_the_other_chose() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/settings.toml");
    let (tell, told) = mpsc::channel();
    let one = SettingsStore::open(Some(path.clone()), |_| ());
    let two = SettingsStore::open(Some(path.clone()), move |event| tell.send(event).unwrap());
    one.change(|settings| settings.playback.speed = Speed::new(1.5));
    one.flush();
    two.change(|settings| settings.looks.zhuyin = true);
    two.flush();
    let (settings, _) = load(&path);
    assert_eq!((settings.playback.speed, settings.looks.zhuyin), (Speed::new(1.5), true));
    assert_eq!(two.now().playback.speed, Speed::new(1.5));
    let StoreEvent::Changed { before, after } = told.recv_timeout(Duration::from_secs(30)).unwrap() else {
        panic!("nothing else is to be told");
    };
    assert_eq!((before.playback.speed, after.playback.speed), (Speed::NORMAL, Speed::new(1.5)));
}

#[test]
fn a_change_by_hand_holds_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    let (tell, told) = mpsc::channel();
    let store = SettingsStore::open(Some(path.clone()), move |event| tell.send(event).unwrap());
    fs::write(&path, "version = 1\n[playback]\nspeed = 2.5\n").unwrap();
    let StoreEvent::Changed { after, .. } = told.recv_timeout(Duration::from_secs(30)).unwrap() else {
        panic!("nothing else is to be told");
    };
    assert_eq!(after.playback.speed, Speed::new(2.5));
    assert_eq!(store.now(), after);
}

#[test]
fn a_file_that_is_no_toml_is_left_alone_until_a_choice_is_made_and_then_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, "version = 1\nspeed = \"fast\n").unwrap();
    let (tell, told) = mpsc::channel();
    let store = SettingsStore::open(Some(path.clone()), move |event| tell.send(event).unwrap());
    let StoreEvent::Problems(problems) = told.recv().unwrap() else { panic!("the problem is told first") };
    assert_eq!(problems[0].kind, ProblemKind::Syntax { line: 2 });
    assert!(fs::read_to_string(&path).unwrap().contains("fast"));
    store.change(|settings| settings.looks.zhuyin = true);
    store.flush();
    let StoreEvent::SetAside(aside) = told.recv().unwrap() else { panic!("where it went is told") };
    assert_eq!(fs::read_to_string(aside).unwrap(), "version = 1\nspeed = \"fast\n");
    assert!(load(&path).0.looks.zhuyin);
}

#[test]
fn a_disk_that_cannot_be_written_is_told_and_the_choice_holds() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let path = folder.path().join("file/settings.toml");
    let (tell, told) = mpsc::channel();
    let store = SettingsStore::open(Some(path), move |event| tell.send(event).unwrap());
    store.change(|settings| settings.looks.zhuyin = true);
    store.flush();
    assert!(matches!(told.recv().unwrap(), StoreEvent::NotSaved(_)));
    assert!(store.now().looks.zhuyin);
}
