//! What comes from a service: bytes of sound and times of words, passed from the network's task to the
//! thread that decodes them.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use tingxinwen_core::speech::Cancel;
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    time::{Instant, sleep},
};

use super::{
    fault::{Fault, SoundFault},
    limits::Limits,
};

/// Messages that may wait: a slow decoder holds the network back.
const WAITING: usize = 64;
/// How soon a task notices that nobody waits for it.
const GLANCE: Duration = Duration::from_millis(10);

/// Bytes that show what a file is.
const HEAD: usize = 12;

/// What kind of bytes the sound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// 16-bit little-endian samples, one channel, at so many a second.
    Raw { rate_hz: u32 },
    /// A file that says itself what it is.
    File,
}

/// When a part of the text is heard, as the service says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    /// Bytes of the text sent.
    pub(super) place: std::ops::Range<usize>,
    /// Seconds from the start of the sound.
    pub(super) start: f64,
    /// The same.
    pub(super) end: f64,
}

enum Received {
    Kind(Kind),
    Sound(Bytes),
    Spans(Vec<Span>),
    End(Result<(), Fault>),
}

/// The network's end.
#[derive(Clone)]
pub(super) struct Outlet {
    sender: Sender<Received>,
    /// The bytes of sound that came, for who watches for silence.
    came: Arc<AtomicU64>,
}

impl Outlet {
    /// Says what the sound is; before the first of it.
    pub(super) async fn kind(&self, kind: Kind) -> Result<(), Fault> {
        self.send(Received::Kind(kind)).await
    }

    /// Passes on sound.
    pub(super) async fn sound(&self, bytes: Bytes) -> Result<(), Fault> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.came.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.send(Received::Sound(bytes)).await
    }

    /// Passes on times.
    pub(super) async fn spans(&self, spans: Vec<Span>) -> Result<(), Fault> {
        self.send(Received::Spans(spans)).await
    }

    async fn send(&self, received: Received) -> Result<(), Fault> {
        self.sender.send(received).await.map_err(|_| Fault::Cancelled)
    }
}

/// Runs what `deliver` makes of an outlet on the runtime, watched: it ends when `cancel` says so and when
/// nothing comes for too long.
pub(super) fn open<F>(
    runtime: &tokio::runtime::Handle,
    limits: Limits,
    cancel: Cancel,
    deliver: impl FnOnce(Outlet) -> F,
) -> Intake
where
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let (sender, receiver) = channel(WAITING);
    let came = Arc::new(AtomicU64::new(0));
    let delivery = deliver(Outlet { sender: sender.clone(), came: Arc::clone(&came) });
    runtime.spawn(async move {
        let end = watch(delivery, &limits, &cancel, &came).await;
        sender.send(Received::End(end)).await.ok();
    });
    Intake { receiver, rest: Bytes::new(), kind: Kind::File, shared: Arc::default(), ended: false }
}

async fn watch(
    delivery: impl Future<Output = Result<(), Fault>>,
    limits: &Limits,
    cancel: &Cancel,
    came: &AtomicU64,
) -> Result<(), Fault> {
    let mut delivery = std::pin::pin!(delivery);
    let started = Instant::now();
    // What had come at some time, and when that was: when the last byte came, and when enough had come for the last time.
    let (mut last, mut enough) = ((0, started), (0, started));
    loop {
        tokio::select! {
            end = &mut delivery => return end,
            () = sleep(GLANCE) => (),
        }
        let now = (came.load(Ordering::Relaxed), Instant::now());
        if last.0 == 0 && now.0 > 0 || now.0 - enough.0 >= limits.least_bytes {
            enough = now;
        }
        if now.0 != last.0 {
            last = now;
        }
        if cancel.is_cancelled() {
            return Err(Fault::Cancelled);
        }
        let (since, patience) =
            if now.0 == 0 { (started, limits.first_byte) } else { (last.1.min(enough.1), limits.silence) };
        if since.elapsed() > patience {
            return Err(Fault::Silent(patience));
        }
        if started.elapsed() > limits.sentence {
            return Err(Fault::Silent(limits.sentence));
        }
    }
}

/// The decoder's end: reads the sound, and gathers the rest.
pub(super) struct Intake {
    receiver: Receiver<Received>,
    rest: Bytes,
    kind: Kind,
    shared: Arc<Mutex<Aside>>,
    ended: bool,
}

/// What comes beside the sound.
#[derive(Default)]
pub(super) struct Aside {
    pub(super) spans: Vec<Span>,
    pub(super) fault: Option<Fault>,
}

impl Intake {
    /// What comes beside the sound, also while something else reads that.
    pub(super) fn aside(&self) -> Arc<Mutex<Aside>> {
        Arc::clone(&self.shared)
    }

    /// Waits for the first sound; says what it is.
    pub(super) fn kind(&mut self) -> Result<Kind, Fault> {
        self.fill();
        // Enough to see what it is; a server may send a byte at a time.
        let mut head = BytesMut::from(&std::mem::take(&mut self.rest)[..]);
        while head.len() < HEAD && !self.ended {
            self.fill();
            head.extend_from_slice(&std::mem::take(&mut self.rest));
        }
        self.rest = head.freeze();
        if let Some(fault) = lock(&self.shared).fault.clone() {
            return Err(fault);
        }
        if self.rest.is_empty() {
            return Err(Fault::NotSound(SoundFault::Empty));
        }
        match self.kind {
            _ if says_itself(&self.rest) => Ok(Kind::File),
            Kind::Raw { rate_hz } => Ok(Kind::Raw { rate_hz }),
            Kind::File => Err(Fault::NotSound(SoundFault::NotAudio("?".to_owned()))),
        }
    }

    /// Whether what waits to be read is the start of a WAV file; known after [`kind`](Self::kind).
    pub(super) fn is_wav(&self) -> bool {
        self.rest.starts_with(b"RIFF")
    }

    /// Waits until there is sound, or no more.
    fn fill(&mut self) {
        while self.rest.is_empty() && !self.ended {
            match self.receiver.blocking_recv() {
                Some(Received::Kind(kind)) => self.kind = kind,
                Some(Received::Sound(bytes)) => self.rest = bytes,
                Some(Received::Spans(spans)) => lock(&self.shared).spans.extend(spans),
                Some(Received::End(end)) => {
                    self.ended = true;
                    lock(&self.shared).fault = end.err();
                }
                None => {
                    self.ended = true;
                    lock(&self.shared).fault = Some(Fault::Cancelled);
                }
            }
        }
    }
}

impl io::Read for Intake {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.fill();
        if self.rest.is_empty() && lock(&self.shared).fault.is_some() {
            return Err(io::Error::other("the service broke off"));
        }
        let count = self.rest.len().min(into.len());
        into[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

/// Whether a file of sound that can be decoded starts like this. Noise that is let through may decode to
/// some sound or other.
fn says_itself(head: &[u8]) -> bool {
    let is_mpeg = matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0 && *second != 0xff);
    let is_mp4 = head.get(4..8) == Some(b"ftyp");
    is_mpeg || is_mp4 || [&b"RIFF"[..], b"OggS", b"fLaC", b"ID3"].iter().any(|mark| head.starts_with(mark))
}

/// What is under the lock is whole between any two statements.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
