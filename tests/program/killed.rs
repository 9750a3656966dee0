//! Programs that are killed while they save settings.

use std::{env, fs, path::Path, process::Command, thread, time::Duration};

use tingxinwen::{
    player::{Speed, Volume},
    settings::{Document, Settings, SettingsStore},
};

/// What this variable holds is the settings file of a test that runs this program in order to kill it.
const KILLED: &str = "TINGXINWEN_TEST_KILLED";
/// What the listener wrote into it.
const OWN: &str = "# mine\nversion = 1\n[playback]\nspeed = 1.0\n[future]\nkept = \"yes\"\n";

/// Speed and volume go together, so that half of a change is seen.
fn change(settings: &mut Settings, step: u32) {
    settings.playback.speed = Speed::new(1.0 + (step % 16) as f32 / 16.0);
    settings.playback.volume = Volume::new((step % 16) as f32 / 16.0);
}

fn is_whole(text: &str) -> bool {
    let (settings, problems) = Document::parse(text).unwrap().settings();
    let playback = &settings.playback;
    let go_together = (playback.speed.factor() - 1.0 - f64::from(playback.volume) as f32).abs() < 1e-6;
    problems.is_empty()
        && (go_together || text == OWN)
        && text.contains("# mine")
        && text.contains("kept = \"yes\"")
}

/// Changes the settings in the file at `path` for as long as it lives.
fn change_for_ever(path: &Path) {
    let store = SettingsStore::open(Some(path.to_owned()), |_| ());
    for step in 1.. {
        store.change(|settings| change(settings, step));
        store.saved().unwrap();
    }
}

#[test]
fn settings_are_whole_whenever_a_program_is_killed_and_the_next_one_goes_on() {
    if let Some(path) = env::var_os(KILLED) {
        return change_for_ever(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, OWN).unwrap();
    for moment in 0..20 {
        let before = fs::read_to_string(&path).unwrap();
        let mut program = Command::new(env::current_exe().unwrap());
        let name = "killed::settings_are_whole_whenever_a_program_is_killed_and_the_next_one_goes_on";
        program.args(["--exact", name]).stdout(std::process::Stdio::null()).env(KILLED, &path);
        let mut program = program.spawn().unwrap();
        // It saves within a few milliseconds, again and again.
        let has_saved = || fs::read_to_string(&path).unwrap() != before;
        while !has_saved() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(700 * (moment * 7 % 20)));
        program.kill().unwrap();
        program.wait().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(is_whole(&text), "{text}");
    }
    let store = SettingsStore::open(Some(path.clone()), |_| ());
    // Two, since the first may change nothing of what the last program left.
    for step in [5, 6] {
        store.change(|settings| change(settings, step));
        store.saved().unwrap();
    }
    drop(store);
    assert!(is_whole(&fs::read_to_string(&path).unwrap()));
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains("draft")).collect();
    assert!(left.is_empty(), "{left:?}");
}
