//! The trace: a file of JSON lines that say what happened when, for measuring from outside.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    time::Instant,
};

use serde_json::{Value, json};

/// A file that events are appended to.
pub struct Trace {
    file: File,
}

impl Trace {
    /// Opens `path` for appending.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self { file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Appends `event` as of now, with `fields`, an object.
    pub fn now(&mut self, event: &str, fields: Value) {
        self.at(Instant::now(), event, fields);
    }

    /// Appends `event` as of `when`. A disk that is full stops the trace and nothing else.
    pub fn at(&mut self, when: Instant, event: &str, fields: Value) {
        let mut line = json!({ "t_ns": monotonic_nanos(when), "event": event });
        if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
            line.extend(fields);
        }
        writeln!(self.file, "{line}").ok();
    }
}

/// `when` in nanoseconds on a clock that never goes back: see [`clock_nanos`].
fn monotonic_nanos(when: Instant) -> i64 {
    let now = clock_nanos();
    let away = |later: Instant, earlier: Instant| later.saturating_duration_since(earlier).as_nanos() as i64;
    let present = Instant::now();
    now - away(present, when) + away(when, present)
}

/// Now, on the clock that other programs read as `CLOCK_MONOTONIC`, in nanoseconds.
#[cfg(unix)]
pub fn clock_nanos() -> i64 {
    use rustix::time::{ClockId, clock_gettime};
    let clock = clock_gettime(ClockId::Monotonic);
    clock.tv_sec * 1_000_000_000 + clock.tv_nsec
}

/// Now, in nanoseconds since this was asked first: other systems have no such clock that all programs read.
#[cfg(not(unix))]
pub fn clock_nanos() -> i64 {
    static FIRST: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed().as_nanos() as i64
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;

    #[test]
    fn events_keep_their_distance_and_their_order_on_the_clock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trace");
        let mut trace = Trace::open(&path).unwrap();
        let first = Instant::now();
        trace.at(first + Duration::from_millis(250), "later", json!({ "place": 3 }));
        trace.now("now", json!({}));
        let written = fs::read_to_string(&path).unwrap();
        let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&lines[0]["event"], &lines[0]["place"]), (&json!("later"), &json!(3)));
        assert_eq!(lines[1]["event"], "now");
        let (a, b) = (monotonic_nanos(first), monotonic_nanos(first + Duration::from_secs(3600)));
        assert!(b > a && a > 0, "{a} {b}");
    }
}
