//! What happened when, for measuring from outside: JSON lines with times of the system's monotonic
//! clock.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    time::Instant,
};

use rustix::time::{ClockId, clock_gettime};
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

/// `when` on the clock that other programs read as `CLOCK_MONOTONIC`, in nanoseconds.
fn monotonic_nanos(when: Instant) -> i64 {
    let clock = clock_gettime(ClockId::Monotonic);
    let now = clock.tv_sec * 1_000_000_000 + clock.tv_nsec;
    let away = |later: Instant, earlier: Instant| later.saturating_duration_since(earlier).as_nanos() as i64;
    let present = Instant::now();
    now - away(present, when) + away(when, present)
}
