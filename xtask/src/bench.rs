//! The figures of the README.

use std::{
    env,
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    root, target,
    tools::{Failed, Tool, tell},
};

/// What can be measured: `voice` against ONNX Runtime, the others within the program.
const NAMES: &[&str] = &["voice", "first-sound", "sync", "window", "services", "align", "library", "export"];

/// Where the server that others wrote listens, and how long it may take to start.
const OTHER_PORT: &str = "18880";
const STARTING: Duration = Duration::from_secs(180);

/// Runs the benches called `names`, all without a name; `text` takes sentences to score, `extract` the
/// folders of pages to score, `documents` the files to open.
pub(crate) fn run(names: &[String]) -> Result<(), Failed> {
    if let Some(("extract", folders)) = names.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        if folders.is_empty() {
            return Err(Failed("bench extract FOLDER...: truth.json and html/ID.html.gz in each".to_owned()));
        }
        return bench(names.iter().map(String::as_str), None);
    }
    if names.first().is_some_and(|name| name == "text" || name == "documents") {
        return bench(names.iter().map(String::as_str), None);
    }
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(&name.as_str())) {
        return Err(Failed(format!("no bench is called {unknown}; there are {}", NAMES.join(", "))));
    }
    let wanted = |name: &&&str| names.is_empty() || names.iter().any(|wanted| wanted == **name);
    for name in NAMES.iter().filter(wanted) {
        tell(&format!("— {name} —"));
        match *name {
            "voice" => voice()?,
            "services" => services()?,
            name => inside(name, None)?,
        }
    }
    Ok(())
}

/// Runs the same in a program of its own, and keeps what that prints in `target/bench.txt`.
pub(crate) fn save(args: &[String]) -> Result<(), Failed> {
    let own = env::current_exe().map_err(|error| Failed(error.to_string()))?;
    let file = target().join("bench.txt");
    Tool::at(&own).args(["bench"]).args(args.iter().filter(|arg| *arg != "--save")).run_into(&file)?;
    tell(&format!("kept in {}", file.display()));
    Ok(())
}

/// The voice against ONNX Runtime: the same graph, sentences and threads, turn about; then the parts of our network, and
/// what share of the machine's peak they reach.
fn voice() -> Result<(), Failed> {
    Tool::cargo().args(["build", "--release", "--package", "tingxinwen-voices", "--example", "rtf"]).run()?;
    let venv = target().join("bench-python");
    let python = venv.join("bin/python3");
    if !python.exists() {
        Tool::new("python3").args(["-m", "venv"]).args([&venv]).run()?;
        Tool::at(&python).args(["-m", "pip", "install", "--quiet", "onnx", "onnxruntime", "numpy"]).run()?;
    }
    let compare = root().join("voices/bench/ort.py");
    let rtf = target().join("release/examples/rtf");
    for threads in ["2", "1"] {
        Tool::at(&python).args([&compare]).args(["--threads", threads, "--rtf"]).args([&rtf]).run()?;
    }
    let sentences = root().join("voices/bench/utterances.txt");
    Tool::cargo()
        .args(["run", "--release", "--package", "tingxinwen-voices", "--example", "network", "--"])
        .args(["2", "zf_xiaoxiao"])
        .args([sentences])
        .run()
}

/// Speech services: servers of our own, the chaos of a test, and a server that others wrote.
fn services() -> Result<(), Failed> {
    let chaos = ["test", "--package", "tingxinwen", "--test", "chaos", "--", "--nocapture"];
    Tool::cargo().args(chaos).run()?;
    let venv = target().join("bench-server");
    let python = venv.join("bin/python3");
    if !python.exists() {
        Tool::new("python3").args(["-m", "venv"]).args([&venv]).run()?;
        Tool::at(&python).args(["-m", "pip", "install", "--quiet", "fastkokoro[cpu]==0.7.0"]).run()?;
    }
    let program = root().join("voices/bench/other_server.py");
    let mut server = Tool::at(&python).args([program]).args([OTHER_PORT]).start()?;
    let address = format!("127.0.0.1:{OTHER_PORT}");
    let started = Instant::now();
    while TcpStream::connect(&address).is_err() {
        if !server.is_alive() || started.elapsed() > STARTING {
            tell("the server that others wrote did not start: measured without it");
            return inside("services", None);
        }
        sleep(Duration::from_millis(200));
    }
    inside("services", Some(("TINGXINWEN_BENCH_SERVER", &format!("http://{address}"))))
}

fn inside(name: &str, env: Option<(&str, &str)>) -> Result<(), Failed> {
    let sample = root().join("tests/data/sample-zh.html");
    bench([name, &sample.to_string_lossy()], env)
}

fn bench<'a>(args: impl IntoIterator<Item = &'a str>, env: Option<(&str, &str)>) -> Result<(), Failed> {
    Tool::cargo().args(["build", "--release", "--package", "tingxinwen-ui", "--example", "bench"]).run()?;
    let bench = Tool::at(&target().join("release/examples/bench")).args(args);
    match env {
        Some((name, value)) => bench.env(name, value).run(),
        None => bench.run(),
    }
}
