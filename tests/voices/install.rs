//! Installing voices from a server on this machine and from fake package clients, with all their failures.
#![cfg(unix)]

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tingxinwen_core::{article::Language, speech::VoiceId};
use tingxinwen_voices::{
    DataDir,
    catalog::{Asset, Catalog, Client, Engine, Entry, Gender, Part, Source},
    install::{Check, FetchError, InstallError, Installer, Limits, Progress, Silent, Step},
};

mod origins;

/// Long enough for several reads and a cut in the middle.
pub(crate) fn content() -> Vec<u8> {
    (0..300_000_u32).map(|idx| (idx * 31 % 251) as u8).collect()
}

pub(crate) fn asset(file: &str, content: &[u8], sources: Vec<Source>) -> Asset {
    let sha256 = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    Asset { file: file.to_owned(), bytes: content.len() as u64, sha256, crc32: None, sources }
}

pub(crate) fn address(address: &str) -> Source {
    Source::Address { address: address.to_owned() }
}

fn package(client: Client, parts: &[(&str, &str)]) -> Source {
    let part = |&(package, member): &(&str, &str)| Part { package: package.into(), member: member.into() };
    Source::Package { client, parts: parts.iter().map(part).collect() }
}

/// A catalogue of voices `v0`, `v1`, … with an asset each.
fn catalog(assets: Vec<Asset>) -> Catalog {
    let entry = |(idx, asset)| Entry {
        id: v(idx),
        name: String::new(),
        engine: Engine::Kokoro,
        language: Language::Mandarin,
        gender: Gender::Female,
        licence: String::new(),
        assets: vec![asset],
    };
    Catalog { voices: assets.into_iter().enumerate().map(entry).collect(), kokoro: Vec::new() }
}

pub(crate) fn v(idx: usize) -> VoiceId {
    VoiceId(format!("v{idx}"))
}

/// An installer for `assets` that finds package clients in `path` only.
pub(crate) fn installer(folder: &Path, assets: Vec<Asset>, path: &Path) -> Installer {
    Installer::new(catalog(assets), DataDir::at(folder.join("data"))).with_path(path.as_os_str().to_owned())
}

/// A server that answers request number `n`, whose range starts at `from`, with what `answer` says; it
/// notes every `from`.
pub(crate) struct Server {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Option<usize>>>>,
}

impl Server {
    fn new(answer: impl Fn(usize, Option<usize>) -> Vec<u8> + Send + 'static) -> Self {
        Self::dripping(usize::MAX, Duration::ZERO, answer)
    }

    /// The same, that sends so many `bytes` at once, with a `pause` after each.
    pub(crate) fn dripping(
        bytes: usize,
        pause: Duration,
        answer: impl Fn(usize, Option<usize>) -> Vec<u8> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/file", listener.local_addr().expect("bound"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let from = range_of(&stream);
                let nth = {
                    let mut notes = notes.lock().expect("no panic");
                    notes.push(from);
                    notes.len() - 1
                };
                for part in answer(nth, from).chunks(bytes) {
                    // A caller that has gone is no fault.
                    if stream.write_all(part).is_err() {
                        break;
                    }
                    thread::sleep(pause);
                }
            }
        });
        Self { address, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Option<usize>> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// Where the range that is asked for on `stream` starts.
fn range_of(stream: &TcpStream) -> Option<usize> {
    let mut from = None;
    for line in BufReader::new(stream).lines() {
        let line = line.ok()?.to_ascii_lowercase();
        if let Some(range) = line.strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().ok();
        }
        if line.is_empty() {
            break;
        }
    }
    from
}

/// An answer of `status` that announces `body` and, with `cut`, ends before all of it was sent.
fn answer(status: &str, headers: &str, body: &[u8], cut: Option<usize>) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n");
    [head.as_bytes(), &body[..cut.unwrap_or(length)]].concat()
}

/// All of `body`, or what is asked for of it.
pub(crate) fn ranges(body: &[u8], from: Option<usize>) -> Vec<u8> {
    let Some(from) = from else { return answer("200 OK", "", body, None) };
    let range = format!("Content-Range: bytes {from}-{}/{}\r\n", body.len() - 1, body.len());
    answer("206 Partial Content", &range, &body[from..], None)
}

pub(crate) fn read(folder: &Path, file: &str) -> Vec<u8> {
    fs::read(folder.join("data").join(file)).unwrap_or_default()
}

#[derive(Default)]
struct Told(Mutex<String>);

impl Progress for Told {
    fn tell(&self, step: &Step<'_>) {
        self.0.lock().expect("no panic").push_str(&format!("{step:?}\n"));
    }
}

#[test]
fn a_file_is_fetched_once_and_the_steps_are_told() {
    let folder = TempDir::new().expect("folder");
    let server = Server::new(|_, from| ranges(&content(), from));
    let assets = vec![asset("a/b.bin", &content(), vec![address(&server.address)])];
    let installer = installer(folder.path(), assets, folder.path());
    let told = Told::default();
    installer.install(&[v(0)], &told).expect("installed");
    installer.install(&[v(0)], &told).expect("still there");
    assert_eq!(read(folder.path(), "a/b.bin"), content());
    assert_eq!(server.asked(), [None]);
    let told = told.0.lock().expect("no panic");
    assert!(told.contains("bytes: 300000, total: 300000") && told.contains("Done"), "{told}");
    let left = fs::read_dir(folder.path().join("data/a")).expect("listed");
    assert_eq!(left.count(), 1, "no part is left");
}

#[test]
fn a_cut_connection_is_gone_on_from() {
    let folder = TempDir::new().expect("folder");
    let server = Server::new(|nth, from| match nth {
        0 => answer("200 OK", "", &content(), Some(100_000)),
        _ => ranges(&content(), from),
    });
    let assets = vec![asset("b.bin", &content(), vec![address(&server.address)])];
    installer(folder.path(), assets, folder.path()).install(&[v(0)], &Silent).expect("installed");
    assert_eq!(read(folder.path(), "b.bin"), content());
    assert_eq!(server.asked(), [None, Some(100_000)]);
}

#[test]
fn a_server_without_ranges_starts_anew() {
    let folder = TempDir::new().expect("folder");
    let server = Server::new(|nth, _| answer("200 OK", "", &content(), (nth == 0).then_some(1000)));
    let assets = vec![asset("b.bin", &content(), vec![address(&server.address)])];
    installer(folder.path(), assets, folder.path()).install(&[v(0)], &Silent).expect("installed");
    assert_eq!(read(folder.path(), "b.bin"), content());
    assert_eq!(server.asked(), [None, Some(1000)]);
}

#[test]
fn what_stopped_in_the_middle_is_no_file_and_is_gone_on_from_later() {
    let folder = TempDir::new().expect("folder");
    let cut = Server::new(|nth, _| match nth {
        0 => answer("200 OK", "", &content(), Some(50_000)),
        _ => Vec::new(),
    });
    let assets = |server: &Server| vec![asset("b.bin", &content(), vec![address(&server.address)])];
    installer(folder.path(), assets(&cut), folder.path()).install(&[v(0)], &Silent).expect_err("cut");
    assert!(!folder.path().join("data/b.bin").exists());
    assert_eq!(cut.asked().len(), 4, "one that brought something, three in vain");

    let whole = Server::new(|_, from| ranges(&content(), from));
    installer(folder.path(), assets(&whole), folder.path()).install(&[v(0)], &Silent).expect("installed");
    assert_eq!(whole.asked(), [Some(50_000)]);
    assert_eq!(read(folder.path(), "b.bin"), content());
}

#[test]
fn the_next_source_helps_and_all_are_named_when_none_does() {
    let folder = TempDir::new().expect("folder");
    let wrong = Server::new(|_, _| answer("200 OK", "", &vec![7; 300_000], None));
    let long = Server::new(|_, _| answer("200 OK", "", &vec![7; 300_001], None));
    let gone = Server::new(|_, _| answer("404 Not Found", "", b"no", None));
    let right = Server::new(|_, from| ranges(&content(), from));
    let bad: Vec<Source> = [&wrong, &long, &gone].iter().map(|server| address(&server.address)).collect();
    let good = [bad.as_slice(), &[address(&right.address)]].concat();
    let assets = vec![asset("bad.bin", &content(), bad), asset("good.bin", &content(), good)];
    let installer = installer(folder.path(), assets, folder.path());
    installer.install(&[v(1)], &Silent).expect("the last source has it");
    assert_eq!(read(folder.path(), "good.bin"), content());

    let error = installer.install(&[v(0)], &Silent).expect_err("no source has it");
    let InstallError::NoSource { tried, .. } = &error else { panic!("{error}") };
    let whys: Vec<&FetchError> = tried.iter().map(|(_, why)| why).collect();
    assert!(
        matches!(whys[..], [FetchError::Checksum, FetchError::TooLong, FetchError::Status(404)]),
        "{tried:?}"
    );
    let text = error.to_string();
    for part in [wrong.address.as_str(), "checksum", "longer", "404", "bad.bin", "run the command again"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    assert!(!folder.path().join("data/bad.bin").exists());
}

/// Held by tests that start programs: a program that one test writes while another forks cannot be run
/// for a moment.
static PROGRAMS: Mutex<()> = Mutex::new(());

/// A program called `name` in `folder` that does `script`.
fn program(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("made a program");
}

fn tgz(path: &Path, members: &[(&str, &[u8])]) {
    let file = fs::File::create(path).expect("created");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).expect("packed");
    }
    tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("packed");
}

fn wheel(path: &Path, members: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("created"));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("packed");
        zip.write_all(bytes).expect("packed");
    }
    zip.finish().expect("packed");
}

#[test]
fn one_archive_serves_all_its_voices() {
    let _alone = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = TempDir::new().expect("folder");
    let path = folder.path();
    tgz(
        &path.join("p-1.tgz"),
        &[("package/0.bin", b"zero"), ("package/1.bin", b"one!"), ("package/2.bin", b"bad")],
    );
    program(path, "npm", &format!("echo $@ >> {0}/calls; /bin/cp {0}/p-1.tgz .", path.display()));
    let from = |member: &str| vec![package(Client::Npm, &[("p@1", member)])];
    let assets = vec![
        asset("0.bin", b"zero", from("package/0.bin")),
        asset("1.bin", b"one!", from("package/1.bin")),
        asset("2.bin", b"two!", from("package/2.bin")),
        asset("3.bin", b"none", from("package/3.bin")),
    ];
    let installer = installer(path, assets, path);
    installer.install(&[v(0)], &Silent).expect("installed");
    assert_eq!((read(path, "0.bin"), read(path, "1.bin")), (b"zero".to_vec(), b"one!".to_vec()));
    assert!(!path.join("data/2.bin").exists(), "a wrong checksum is not kept");
    let calls = fs::read_to_string(path.join("calls")).expect("called");
    assert_eq!(calls.lines().count(), 1);
    assert!(calls.contains("pack") && calls.contains("p@1"), "{calls}");
    let error = installer.install(&[v(3)], &Silent).expect_err("not in the archive").to_string();
    assert!(error.contains("npm pack p@1") && error.contains("has no package/3.bin"), "{error}");
    let left = fs::read_dir(path.join("data")).expect("listed").flatten();
    assert_eq!(left.filter(|entry| entry.path().is_dir()).count(), 0, "archives are not kept");
}

#[test]
fn parts_of_several_packages_are_put_together() {
    let _alone = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = TempDir::new().expect("folder");
    let path = folder.path();
    wheel(&path.join("m1.whl"), &[("m/part.bin", b"first ")]);
    wheel(&path.join("m2.whl"), &[("m/part.bin", b"second")]);
    let script = "for p; do :; done\ncase $p in m-1==2) f=m1;; m-2==2) f=m2;; esac\n/bin/cp FOLDER/$f.whl .";
    program(path, "pip3", &script.replace("FOLDER", &path.display().to_string()));
    let parts = [("m-1==2", "m/part.bin"), ("m-2==2", "m/part.bin")];
    let assets = vec![asset("m.bin", b"first second", vec![package(Client::Pip, &parts)])];
    installer(path, assets, path).install(&[v(0)], &Silent).expect("installed");
    assert_eq!(read(path, "m.bin"), b"first second");
}

#[test]
fn missing_failing_and_sleeping_clients_are_told_apart() {
    let _alone = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = TempDir::new().expect("folder");
    let path = folder.path();
    let source = |client, name| vec![package(client, &[(name, "x")])];
    let text = |idx: usize, limits: Limits| {
        let assets = vec![
            asset("0.bin", b"x", source(Client::Pip, "a==1")),
            asset("1.bin", b"x", source(Client::Npm, "a@1")),
        ];
        let installer = installer(path, assets, path).with_limits(limits);
        installer.install(&[v(idx)], &Silent).expect_err("nothing to fetch").to_string()
    };
    let missing = text(0, Limits::default());
    assert!(missing.contains("apt-get install python3-pip"), "{missing}");
    program(path, "pip3", "echo 'No matching distribution' >&2; exit 1");
    let failing = text(0, Limits::default());
    assert!(failing.contains("No matching distribution"), "{failing}");
    program(path, "npm", "exec /bin/sleep 20");
    let slow = text(1, Limits { client: Duration::from_millis(100), ..Limits::default() });
    assert!(slow.contains("stopped after"), "{slow}");
}

#[test]
fn two_installations_at_once_do_the_work_once() {
    let folder = TempDir::new().expect("folder");
    let server = Server::new(|_, from| {
        thread::sleep(Duration::from_millis(200));
        ranges(&content(), from)
    });
    let assets = vec![asset("b.bin", &content(), vec![address(&server.address)])];
    let installer = installer(folder.path(), assets, folder.path());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| installer.install(&[v(0)], &Silent).expect("installed"));
        }
    });
    assert_eq!(server.asked().len(), 1);
    assert_eq!(read(folder.path(), "b.bin"), content());
}

#[test]
fn damage_is_found_and_repaired() {
    let folder = TempDir::new().expect("folder");
    let server = Server::new(|_, from| ranges(&content(), from));
    let assets = vec![asset("b.bin", &content(), vec![address(&server.address)])];
    let installer = installer(folder.path(), assets, folder.path());
    installer.install(&[v(0)], &Silent).expect("installed");
    fs::write(folder.path().join("data/b.bin"), vec![0; content().len()]).expect("damaged");
    installer.clone().with_check(Check::Length).install(&[v(0)], &Silent).expect("looks well");
    assert_ne!(read(folder.path(), "b.bin"), content());
    installer.install(&[v(0)], &Silent).expect("repaired");
    assert_eq!(read(folder.path(), "b.bin"), content());
}

#[test]
fn an_unknown_voice_and_an_unusable_folder_are_said() {
    let folder = TempDir::new().expect("folder");
    let nothing = installer(folder.path(), Vec::new(), folder.path());
    let error = nothing.install(&[v(9)], &Silent).expect_err("unknown").to_string();
    assert!(error.contains("v9") && error.contains("tingxinwen voices"), "{error}");
    fs::write(folder.path().join("file"), "").expect("written");
    let data = DataDir::at(folder.path().join("file"));
    let assets = vec![asset("b.bin", b"x", vec![address("http://127.0.0.1:9/")])];
    let error = Installer::new(catalog(assets), data).with_path(OsString::new()).install(&[v(0)], &Silent);
    assert!(matches!(error, Err(InstallError::File { .. })), "{error:?}");
}
