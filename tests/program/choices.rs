//! What the listener chooses while the program runs is in the settings file, and what the file says holds.

use std::{fs, path::Path, sync::Arc, thread, time::Duration};

use tingxinwen::{
    app::{Application as _, Program, VoiceSet},
    article::{Language, Source},
    audio::HandDevice,
    engine::EngineHandle,
    player::{Command, Direction, Speed, Volume},
    settings::{Document, Settings},
    speech::VoiceId,
    text::FrontEnd,
};
use tingxinwen_voices::DataDir;
use tokio::runtime::Runtime;

const FILE: &str = "version = 1\n[playback]\nspeed = 1.2\n[voices.order]\n\
    zh = [\"zf_xiaoxiao\", \"zm_yunxi\", \"zf_xiaobei\"]\nen = [\"af_heart\"]\n";

struct Running {
    program: Arc<Program>,
    engine: EngineHandle,
    _device: HandDevice,
    _runtime: Runtime,
}

/// A program over the settings in `file`, whose voices are not installed; `speed` is asked for this once.
fn running(file: &Path, speed: Speed) -> Running {
    let settings = settings_of(file);
    let data = file.with_file_name("data");
    let voices = Arc::new(VoiceSet::open(DataDir::at(data), &settings).unwrap());
    let orders = voices.orders(None, &settings.voices.order).unwrap();
    let front_end = Arc::new(FrontEnd::load());
    let program = Arc::new(Program::new(Some(file.to_owned()), voices, front_end, None, None, || ()));
    let runtime = Runtime::new().unwrap();
    let (queue, device) = HandDevice::new();
    let first = vec![Command::SetSpeed(speed)];
    let engine = program.start(runtime.handle(), &orders, first, |_| Ok(queue), || ()).unwrap();
    program.follow(runtime.handle(), &engine);
    let running = Running { program, engine, _device: device, _runtime: runtime };
    // From here on, what changes is the listener's choice.
    running.until(|engine, _| engine.snapshot().speed == speed);
    thread::sleep(Duration::from_millis(50));
    running
}

impl Running {
    /// Waits until the engine and the settings are as wanted; a count of looks ends it, not a clock.
    fn until(&self, wanted: impl Fn(&EngineHandle, &Settings) -> bool) {
        let is_so = |_| {
            thread::sleep(Duration::from_millis(5));
            wanted(&self.engine, &self.program.settings())
        };
        assert!((0..4000).any(is_so), "{:?} {:?}", self.engine.snapshot().speed, self.program.settings());
    }
}

fn settings_of(file: &Path) -> Settings {
    Document::parse(&fs::read_to_string(file).unwrap()).unwrap().settings().0
}

#[test]
fn a_voice_picked_while_listening_comes_first_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, FILE).unwrap();
    let running = running(&file, Speed::new(1.2));
    let voice = |name: &str| VoiceId(name.to_owned());
    running.engine.send(Command::SetVoice(Language::Mandarin, voice("zm_yunxi")));
    // Of the other language than that of what is open.
    running.engine.send(Command::SetVoice(Language::English, voice("af_bella")));
    let chinese = ["zm_yunxi", "zf_xiaoxiao", "zf_xiaobei"].map(voice);
    running.until(|_, settings| {
        settings.voices.order.of(Language::Mandarin) == chinese
            && settings.voices.order.of(Language::English) == ["af_bella", "af_heart"].map(voice)
    });
    running.program.flush();
    assert_eq!(settings_of(&file).voices.order.of(Language::Mandarin), chinese, "the next time too");
    drop(running);
    assert_eq!(settings_of(&file).voices.order.of(Language::Mandarin), chinese);
}

#[test]
fn what_is_asked_for_once_is_not_saved_and_what_is_chosen_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, FILE).unwrap();
    let running = running(&file, Speed::new(2.0));
    running.engine.send(Command::SetVolume(Volume::new(0.5)));
    running.until(|_, settings| settings.playback.volume == Volume::new(0.5));
    running.program.flush();
    assert_eq!(settings_of(&file).playback.speed, Speed::new(1.2));
    (0..6).for_each(|_| running.engine.send(Command::StepSpeed(Direction::Forward)));
    running.until(|_, settings| settings.playback.speed == Speed::new(2.6));
    running.program.flush();
    assert_eq!(settings_of(&file).playback.speed, Speed::new(2.6), "all six steps");
}

#[test]
fn a_change_of_the_file_reaches_the_player_and_is_not_taken_for_a_choice() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, FILE).unwrap();
    let running = running(&file, Speed::new(1.2));
    let edited = FILE.replace("1.2", "0.8").replace("\"zf_xiaoxiao\", ", "");
    fs::write(&file, &edited).unwrap();
    running.until(|engine, _| engine.snapshot().speed == Speed::new(0.8));
    running.until(|engine, _| engine.snapshot().voices.of(Language::Mandarin)[0].0 == "zm_yunxi");
    running.program.flush();
    assert_eq!(fs::read_to_string(&file).unwrap(), edited, "nothing was written over it");
}

#[test]
fn a_speed_is_kept_for_the_language_it_was_chosen_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, format!("{FILE}[speeds]\nscope = \"language\"\nlanguages = {{ en = 0.9 }}\n")).unwrap();
    let running = running(&file, Speed::new(1.2));
    let open = |name: &str, text: &str, speed: f32| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        running.engine.send(Command::Open(Source::File(path)));
        running.until(|engine, _| {
            let snapshot = engine.snapshot();
            let is_open =
                snapshot.script.as_ref().is_some_and(|script| script.article().text().contains(text));
            is_open && snapshot.speed == Speed::new(speed)
        });
    };
    open("zh.txt", "今天的天氣很好，大家都出門散步。", 1.2);
    open("en.txt", "The weather is fine today and everybody is out for a walk.", 0.9);
    running.engine.send(Command::SetSpeed(Speed::new(1.1)));
    running.until(|_, settings| settings.speed(Language::English, None) == Speed::new(1.1));
    assert_eq!(running.program.settings().speed(Language::Mandarin, None), Speed::new(1.2));
    open("again.txt", "昨天的天氣也很好，大家都在公園裡。", 1.2);
    running.program.flush();
    let kept = settings_of(&file);
    assert_eq!(
        (kept.speed(Language::English, None), kept.playback.speed),
        (Speed::new(1.1), Speed::new(1.2))
    );
    // For the voice instead: that of the language is not asked for.
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("\"language\"", "\"all\"")).unwrap();
    open("en.txt", "The weather is fine today and everybody is out for a walk.", 1.2);
}
