//! The command line as a listener's shell sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, process::Command};

use tingxinwen_voices::DataDir;

#[cfg(unix)]
#[test]
fn where_the_system_speaks_too_only_voices_with_files_are_installed() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let speaker = home.path().join("espeak-ng");
    fs::write(&speaker, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&speaker, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program
            .args(args)
            .env("LC_ALL", "en_US.UTF-8")
            .env("HOME", home.path())
            .env("PATH", home.path())
            .env_remove("XDG_CONFIG_HOME");
        program.env("TINGXINWEN_DATA", DataDir::find().unwrap().root()).output().unwrap()
    };
    let listed = String::from_utf8(run(&["voices"]).stdout).unwrap();
    let line = listed.lines().find(|line| line.starts_with("system:default")).unwrap_or_default();
    assert!(line.contains("ready"), "the system speaks: {line:?} in {listed}");
    let installed = run(&["voices", "install"]);
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
}

#[test]
fn what_goes_wrong_is_told_in_the_listeners_language() {
    let home = tempfile::tempdir().unwrap();
    let told = |locale: &str, args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(args).env("LC_ALL", locale).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
        let run = program.env("TINGXINWEN_DATA", home.path()).output().unwrap();
        assert!(!run.status.success(), "{args:?}");
        String::from_utf8(run.stderr).unwrap().trim().to_owned()
    };
    let chinese = "zh_TW.UTF-8";
    let missing = told(chinese, &["extract", "/nowhere/news.html"]);
    assert_eq!(missing, "無法讀取「/nowhere/news.html」：找不到檔案。請檢查路徑和權限。");
    let refused = told(chinese, &["extract", "http://127.0.0.1:1/"]);
    assert_eq!(refused, "連不上「127.0.0.1」：連線被拒。請檢查網路和網址。");
    let export = ["export", "今天天氣晴朗。", "--voice", "tone", "-o", "/nowhere/news.wav"];
    assert_eq!(told(chinese, &export), "無法寫入「/nowhere/news.wav」：找不到資料夾。");
    assert_eq!(told("en_GB", &export), "Cannot write “/nowhere/news.wav”: the folder is not there.");
    let sound = home.path().join("news.aiff");
    let other =
        told(chinese, &["export", "今天天氣晴朗。", "--voice", "tone", "-o", sound.to_str().unwrap()]);
    assert_eq!(
        other,
        format!("「{}」的結尾不是聲音格式。可以用：.mp3/.m4b/.m4a/.opus/.flac/.wav/.epub", sound.display())
    );
    assert!(!sound.exists());
    let unknown = told(
        chinese,
        &[
            "export",
            "今天天氣晴朗。",
            "--voice",
            "nobody",
            "-o",
            sound.with_extension("wav").to_str().unwrap(),
        ],
    );
    assert_eq!(unknown, "沒有叫做「nobody」的聲音，`tingxinwen voices` 會列出有哪些。");
    let removed = told(chinese, &["lexicon", "remove", "沒有"]);
    assert_eq!(removed, "詞庫裡沒有「沒有」。");
    let service = told("en_US.UTF-8", &["voices", "of", "nobody"]);
    assert!(service.starts_with("No service is named “nobody”; the settings have: “"), "{service}");
}

#[test]
fn a_report_holds_what_helps_and_nothing_private() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    fs::create_dir(&config).unwrap();
    let settings = "version = 1\n[playback]\nspeed = \"fast-secret\"\n[services.box]\nkind = \"openai\"\n\
        address = \"https://secret.example.test\"\n";
    fs::write(config.join("settings.toml"), settings).unwrap();
    fs::write(config.join("keys.toml"), "box = \"sk-secret\"\n").unwrap();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        for name in ["CONFIG", "DATA", "CACHE", "STATE"] {
            program.env(format!("TINGXINWEN_{name}"), home.path().join(name.to_lowercase()));
        }
        String::from_utf8(program.args(args).env("HOME", home.path()).output().unwrap().stdout).unwrap()
    };
    assert!(run(&["extract", "這句話是祕密。"]).contains("祕密"));
    let report = run(&["doctor", "--report"]);
    for told in
        ["tingxinwen 0.", "service: box (OpenAi), ready", "cannot read playback.speed", "log: ", "started"]
    {
        assert!(report.contains(told), "{told} is not in {report}");
    }
    for private in ["secret", "祕密", home.path().to_str().unwrap()] {
        assert!(!report.contains(private), "{private} is in {report}");
    }
}

#[test]
fn every_command_of_the_readme_is_there() {
    let help = Command::new(env!("CARGO_BIN_EXE_tingxinwen")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = include_str!("../../README.md");
    let mut commands = 0;
    for line in readme.lines().filter_map(|line| line.strip_prefix("    tingxinwen ")) {
        for command in line.split(" | ").filter_map(|part| part.split_whitespace().next()) {
            let is_command = |line: &str| line.split_whitespace().next() == Some(command);
            assert!(help.lines().any(is_command), "{command} of the README is no command: {help}");
            commands += 1;
            // What follows a list in brackets belongs to its command.
            if line.contains('[') {
                break;
            }
        }
    }
    assert!(commands > 15, "{commands}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_and_nothing_printed_commands_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let page = home.path().join("page.html");
    let text = "這一段文字說明事情的經過，也說明後來怎麼了。".repeat(6);
    let html = format!("<article><h1>標題&#27;[2J</h1><p>{text}&#27;]0;T&#7;\u{202e}</p></article>");
    fs::write(&page, html).unwrap();
    let program = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(args).env("LC_ALL", "en_US.UTF-8").env("HOME", home.path());
        program.env_remove("XDG_CONFIG_HOME");
        program
    };
    let extract = ["extract", page.to_str().unwrap()];
    let printed = String::from_utf8(program(&extract).output().unwrap().stdout).unwrap();
    assert!(printed.contains("標題"), "{printed}");
    assert!(!printed.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{printed:?}");
    for args in [&extract[..], &["pronounce", "測試"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = program(args).stdout(full).output().unwrap();
        assert!(!run.status.success(), "{args:?}");
        assert!(String::from_utf8_lossy(&run.stderr).contains("output"), "{run:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = program(args).stdout(writer).output().unwrap();
        assert!(run.status.success(), "who stops reading needs no error: {run:?}");
    }
}

#[test]
fn an_export_replaces_nothing_unless_told_and_says_so_before_it_speaks() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let export = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(["export", "今天天氣晴朗。", "--voice", "tone"]).args(args).current_dir(home.path());
        program.env("LC_ALL", "en_US.UTF-8").env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
        program.env("TINGXINWEN_DATA", home.path()).output().unwrap()
    };
    fs::write(at("mine.wav"), "mine").unwrap();
    fs::create_dir(at("folder.wav")).unwrap();
    for (args, told) in [
        (&["-o", "mine.wav"][..], "--force"),
        (&["-o", "folder.wav", "--force"], "no file"),
        (&["-o", "new.wav", "--subtitles", "mine.wav"], ".vtt"),
        (&["-o", "new.wav", "--subtitles", "nowhere/new.vtt"], "nowhere"),
    ] {
        let run = export(args);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(!run.status.success() && said.contains(told), "{args:?}: {said}");
        assert_eq!(fs::read_to_string(at("mine.wav")).unwrap(), "mine", "{args:?}");
        assert!(!at("new.wav").exists(), "{args:?}");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("mine.wav"), at("link.wav")).unwrap();
    let target = if cfg!(unix) { "link.wav" } else { "mine.wav" };
    let run = export(&["-o", target, "--subtitles", "new.vtt", "--force"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(fs::read(at("mine.wav")).unwrap().starts_with(b"RIFF"), "a link leads to its file");
    assert!(fs::read_to_string(at("new.vtt")).unwrap().starts_with("WEBVTT"));
    let hidden = fs::read_dir(home.path()).unwrap().filter_map(Result::ok);
    let left: Vec<_> =
        hidden.filter(|entry| entry.file_name().to_string_lossy().starts_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_password_of_a_document_need_not_stand_in_the_command() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    fs::write(at("ferry.pdf"), include_bytes!("../data/documents/password.pdf")).unwrap();
    fs::write(at("password"), "harbour\nand more\n").unwrap();
    let extract = |variable: Option<&str>, args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(["extract", "ferry.pdf"]).args(args).current_dir(home.path());
        program.env("HOME", home.path()).env("TINGXINWEN_DATA", home.path()).env("LC_ALL", "en_GB");
        program.env_remove("TINGXINWEN_PASSWORD").envs(variable.map(|text| ("TINGXINWEN_PASSWORD", text)));
        let run = program.stdin(std::process::Stdio::null()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (run.status.success(), text(run.stdout), text(run.stderr))
    };
    for (variable, args) in [
        (Some("harbour"), &[][..]),
        (None, &["--password-file", "password"]),
        (Some("port"), &["--password", "harbour"]),
    ] {
        let (opens, out, error) = extract(variable, args);
        assert!(opens && out.contains("ferry"), "{variable:?} {args:?} {error}");
    }
    for (variable, said) in [(None, "opens with a password only"), (Some("port"), "The password is wrong.")] {
        let (opens, _, error) = extract(variable, &[]);
        assert!(!opens && error.contains(said), "{error}");
    }
}

#[test]
fn books_and_documents_are_read_from_standard_input_too() {
    let home = tempfile::tempdir().unwrap();
    for (name, words) in [
        ("ebooklib.epub", "The ferry left at six."),
        ("columns.pdf", "▶"),
        ("python-docx.docx", "▶"),
        ("odfpy.odt", "▶"),
    ] {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/documents").join(name);
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(["extract", "-"]).env("HOME", home.path()).env("TINGXINWEN_DATA", home.path());
        let run = program.stdin(fs::File::open(&path).unwrap()).output().unwrap();
        let mut file = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        file.arg("extract").arg(&path).env("HOME", home.path()).env("TINGXINWEN_DATA", home.path());
        assert!(run.status.success(), "{name} {}", String::from_utf8_lossy(&run.stderr));
        let out = String::from_utf8(run.stdout).unwrap();
        assert!(out.contains(words), "{name} {out}");
        assert_eq!(out.as_bytes(), file.output().unwrap().stdout, "{name}: as from its file");
    }
}

#[test]
fn a_book_is_exported_with_the_times_of_its_chapters() {
    let home = tempfile::tempdir().unwrap();
    let book = home.path().join("book.md");
    fs::write(&book, "# 第一章\n\n船六點開。\n\n# 第二章\n\n沒有風。\n").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
    program.args(["export", "book.md", "--voice", "tone", "-o", "book.wav", "--subtitles", "book.vtt"]);
    program.env("HOME", home.path()).env("TINGXINWEN_DATA", home.path()).current_dir(home.path());
    let run = program.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let out = String::from_utf8(run.stdout).unwrap();
    let lines: Vec<&str> = out.lines().filter(|line| line.contains('第')).collect();
    assert!(lines.len() == 2 && lines[0] == "0:00  第一章" && lines[1].ends_with("  第二章"), "{out}");
    let subtitles = fs::read_to_string(home.path().join("book.vtt")).unwrap();
    assert_eq!(subtitles.matches(" --> ").count(), 4, "{subtitles}");
}

#[cfg(unix)]
#[test]
fn an_export_that_is_killed_at_any_moment_leaves_nothing_broken_and_goes_on_to_the_same_file() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let text: String =
        (0..40).map(|number| format!("第{number}句話說明了事情的經過，也說完了。\n\n")).collect();
    fs::write(at("news.md"), format!("# 標題\n\n{text}")).unwrap();
    let export = |own: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(["export", "news.md", "--voice", "tone", "--subtitles", "srt", "-o"]);
        program.arg(format!("{own}.mp3")).current_dir(home.path());
        program.env("HOME", home.path()).env("TINGXINWEN_DATA", home.path());
        program.env("TINGXINWEN_CACHE", at(&format!("cache-{own}")));
        program.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        program
    };
    let began = std::time::Instant::now();
    assert!(export("whole").status().unwrap().success());
    let whole = began.elapsed();
    for part in 0..20 {
        let mut program = export("killed").spawn().unwrap();
        std::thread::sleep(whole * (part * 7 % 20) / 20);
        program.kill().unwrap();
        program.wait().unwrap();
        if at("killed.mp3").exists() {
            assert_eq!(
                fs::read(at("killed.mp3")).unwrap(),
                fs::read(at("whole.mp3")).unwrap(),
                "whole or not there"
            );
            fs::remove_file(at("killed.mp3")).unwrap();
            fs::remove_file(at("killed.srt")).unwrap();
        }
    }
    fs::remove_file(at("killed.srt")).ok();
    assert!(export("killed").status().unwrap().success());
    for ending in ["mp3", "srt"] {
        let [killed, whole] =
            ["killed", "whole"].map(|name| fs::read(at(&format!("{name}.{ending}"))).unwrap());
        assert!(killed == whole, "{ending}");
    }
    let left = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains("draft")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_is_found_by_any_name_and_by_its_address() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let home = tempfile::tempdir().unwrap();
    let page =
        format!("<article><h1>標題在此</h1><p>{}</p></article>", "今天天氣很好，大家都出門去玩。".repeat(9));
    // 新聞 in Big5.
    let big5 = home.path().join(OsStr::from_bytes(b"\xb7s\xbbD.html"));
    let utf8 = home.path().join("新 聞.html");
    for path in [&big5, &utf8] {
        fs::write(path, &page).unwrap();
    }
    let run = |args: &[&OsStr]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.current_dir(home.path()).args(args).env("LC_ALL", "zh_TW.UTF-8").env("HOME", home.path());
        program.env_remove("XDG_CONFIG_HOME").env("TINGXINWEN_DATA", home.path()).output().unwrap()
    };
    let folder = home.path().display();
    let addresses = [
        format!("file://{folder}/%B7s%BBD.html"),
        format!("file://{folder}/%E6%96%B0%20%E8%81%9E.html"),
        format!("file://localhost{folder}/新%20聞.html"),
        format!("FILE:{folder}/%E6%96%B0%20%E8%81%9E.html"),
    ];
    let addresses = addresses.iter().map(AsRef::as_ref);
    for name in [big5.as_os_str(), big5.file_name().unwrap(), utf8.as_os_str()].into_iter().chain(addresses) {
        let found = run(&[OsStr::new("extract"), name]);
        let said = String::from_utf8(found.stdout).unwrap();
        assert!(said.contains("標題在此"), "{name:?}: {}", String::from_utf8_lossy(&found.stderr));
    }
}

#[test]
fn the_command_line_itself_speaks_the_listeners_language() {
    let home = tempfile::tempdir().unwrap();
    let told = |locale: &str, args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(args).env("LC_ALL", locale).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
        let run = program.output().unwrap();
        (run.status.code(), String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    let (code, help, _) = told("zh_TW.UTF-8", &["--help"]);
    assert!(
        code == Some(0)
            && help.starts_with("聽新聞：開啟一篇文章，聽它朗讀\n\n用法：tingxinwen [選項] [文章]\n"),
        "{help}"
    );
    let (code, _, error) = told("zh_TW.UTF-8", &["queue", "--jsn"]);
    assert_eq!(code, Some(2));
    assert!(error.starts_with("沒有「--jsn」這個選項。\n\n  是不是「--json」？\n"), "{error}");
    assert!(told("en_US.UTF-8", &["--help"]).1.contains("Usage: tingxinwen"));
}

#[test]
fn a_podcast_grows_by_what_is_not_in_it() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    fs::write(at("a.md"), "# 甲\n\n船六點開。\n").unwrap();
    fs::write(at("b.md"), "# 乙\n\n沒有風。\n").unwrap();
    let export = |articles: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.arg("export").args(articles).args(["--voice", "tone", "--feed", "podcast"]);
        program.env("HOME", home.path()).env("TINGXINWEN_DATA", home.path()).current_dir(home.path());
        let run = program.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let feed = fs::read_to_string(at("podcast/feed.xml")).unwrap();
        feed.matches("<item>").count()
    };
    assert_eq!(export(&["a.md"]), 1);
    let made = fs::metadata(at("podcast/甲.mp3")).unwrap().modified().unwrap();
    assert_eq!(export(&["a.md", "b.md"]), 2);
    assert_eq!(fs::metadata(at("podcast/甲.mp3")).unwrap().modified().unwrap(), made, "it is not made again");
    assert_eq!(export(&["b.md"]), 2);
}
