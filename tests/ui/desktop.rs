//! A screen, a sound card and a session bus of one's own: Xvfb with a window manager, PulseAudio with a null sink
//! and a recorder at its monitor, a D-Bus daemon. All of it ends with the value that holds it.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// Sample rate of the null sink and of what is recorded, in Hz; mono.
pub(crate) const RATE_HZ: u32 = 48_000;

/// A program that ends with this value.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{name}: {error}; `cargo xtask setup` installs it")),
        )
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Ends it at once, as SIGKILL does.
    pub(crate) fn kill(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Only one test has a screen at a time: windows are drawn without a graphics card here, and two of them take each other's
/// time, so that a short word may not be drawn at all.
static SCREEN: Mutex<()> = Mutex::new(());

/// An X server without a screen, and a window manager on it.
pub(crate) struct Screen {
    pub(crate) display: String,
    _server: Running,
    _manager: Running,
    /// Let go when all else has ended.
    _only: MutexGuard<'static, ()>,
}

impl Screen {
    pub(crate) fn start() -> Self {
        let only = SCREEN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1100x820x24", "-nolisten", "tcp"]);
        let mut server = Running::start(xvfb.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut number = String::new();
        let out = server.0.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut number).expect("Xvfb says its display");
        let display = format!(":{}", number.trim());
        let mut openbox = Command::new("openbox");
        openbox.env("DISPLAY", &display).stdout(Stdio::null()).stderr(Stdio::null());
        Self { _manager: Running::start(&mut openbox), _server: server, display, _only: only }
    }

    /// Runs xdotool to its end; what it printed.
    pub(crate) fn xdotool(&self, args: &[&str]) -> String {
        let output =
            Command::new("xdotool").args(args).env("DISPLAY", &self.display).output().expect("xdotool");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The picture on the screen: its width, and three bytes a pixel.
    pub(crate) fn picture(&self) -> (usize, Vec<u8>) {
        let mut import = Command::new("import");
        import.args(["-window", "root", "-depth", "8", "rgb:-"]).env("DISPLAY", &self.display);
        (1100, import.output().expect("import").stdout)
    }
}

/// A session bus that nobody else is on.
pub(crate) struct SessionBus {
    pub(crate) address: String,
    _daemon: Running,
}

impl SessionBus {
    pub(crate) fn start() -> Self {
        let mut dbus = Command::new("dbus-daemon");
        dbus.args(["--session", "--nofork", "--print-address=1"]);
        let mut daemon = Running::start(dbus.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut address = String::new();
        let out = daemon.0.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut address).expect("the bus says its address");
        Self { address: address.trim().to_owned(), _daemon: daemon }
    }
}

/// A sound server with one sink that plays into nothing.
pub(crate) struct SoundCard {
    pub(crate) env: Vec<(&'static str, String)>,
    server: Option<Running>,
}

impl SoundCard {
    /// Starts the server with its files in `folder`.
    pub(crate) fn start(folder: &Path) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("own folder");
        let path = |name: &str| folder.join(name).display().to_string();
        let env = vec![
            ("XDG_RUNTIME_DIR", folder.display().to_string()),
            ("PULSE_RUNTIME_PATH", path("pulse")),
            ("PULSE_STATE_PATH", path("state")),
            ("PULSE_SERVER", format!("unix:{}", path("socket"))),
        ];
        let mut card = Self { env, server: None };
        card.plug_in();
        card
    }

    pub(crate) fn plug_in(&mut self) {
        let socket = self.env[3].1.trim_start_matches("unix:").to_owned();
        fs::remove_file(&socket).ok();
        let mut pulse = Command::new("pulseaudio");
        pulse.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
        pulse.arg("-L").arg(format!("module-native-protocol-unix auth-anonymous=1 socket={socket}"));
        pulse
            .arg("-L")
            .arg(format!("module-null-sink sink_name=cap rate={RATE_HZ} format=float32le channels=2"));
        pulse.envs(self.env.iter().filter(|(name, _)| *name != "PULSE_SERVER").cloned());
        self.server = Some(Running::start(pulse.stdout(Stdio::null()).stderr(Stdio::null())));
        assert!((0..LOOKS).any(|_| looked(self.answers())), "PulseAudio does not answer");
    }

    pub(crate) fn unplug(&mut self) {
        self.server = None;
    }

    fn answers(&self) -> bool {
        let mut pactl = Command::new("pactl");
        pactl.args(["set-default-sink", "cap"]).envs(self.env.iter().cloned());
        pactl.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }

    /// Records what reaches the sink from now on.
    pub(crate) fn record(&self) -> Recorder {
        record(&self.env)
    }
}

/// Records what reaches the sink of the server that `env`, over this program's own, names.
pub(crate) fn record(env: &[(&'static str, String)]) -> Recorder {
    let mut parec = Command::new("parec");
    parec.args(["--raw", "--format=float32le", "--channels=1", "--latency-msec=5", "-d", "cap.monitor"]);
    parec.arg(format!("--rate={RATE_HZ}")).envs(env.iter().cloned());
    let mut program = Running::start(parec.stdout(Stdio::piped()).stderr(Stdio::null()));
    let mut out = program.0.stdout.take().expect("piped");
    let heard = Arc::new(Mutex::new(Recording { samples: Vec::new(), start: Instant::now() }));
    let tape = Arc::clone(&heard);
    thread::spawn(move || {
        let mut buffer = [0_u8; 4096];
        let mut rest = Vec::new();
        let mut first: Option<Instant> = None;
        while let Ok(read @ 1..) = out.read(&mut buffer) {
            let now = Instant::now();
            rest.extend_from_slice(&buffer[..read]);
            let mut tape = tape.lock().expect("no panic under it");
            let whole = rest.len() / 4 * 4;
            let frames = rest[..whole].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
            tape.samples.extend(frames);
            rest.drain(..whole);
            // The earliest arrivals waited least on their way: they tell when the tape began.
            let length = Duration::from_secs_f64(tape.samples.len() as f64 / f64::from(RATE_HZ));
            let began = now.checked_sub(length).unwrap_or(now);
            let earliest = first.map_or(began, |first| first.min(began));
            first = Some(earliest);
            tape.start = earliest;
        }
    });
    let recorder = Recorder { heard, _program: program };
    let has_begun = |_| looked(!recorder.so_far().samples.is_empty());
    assert!((0..LOOKS).any(has_begun), "nothing to record");
    recorder
}

/// How often what a test waits for is looked for before it fails.
const LOOKS: usize = 500;

/// `is_so`, after a pause where it is not so yet.
fn looked(is_so: bool) -> bool {
    if !is_so {
        thread::sleep(Duration::from_millis(20));
    }
    is_so
}

/// What was recorded.
#[derive(Clone)]
pub(crate) struct Recording {
    pub(crate) samples: Vec<f32>,
    /// When its first sample was heard.
    pub(crate) start: Instant,
}

impl Recording {
    /// The loudest sample from `secs` before the end on.
    pub(crate) fn recent_peak(&self, secs: f64) -> f32 {
        let frames = (secs * f64::from(RATE_HZ)) as usize;
        let from = self.samples.len().saturating_sub(frames);
        self.samples[from..].iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
    }
}

/// Records as long as it lives.
pub(crate) struct Recorder {
    heard: Arc<Mutex<Recording>>,
    _program: Running,
}

impl Recorder {
    pub(crate) fn so_far(&self) -> Recording {
        self.heard.lock().expect("no panic under it").clone()
    }
}
