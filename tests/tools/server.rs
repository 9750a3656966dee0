//! A server on 127.0.0.1 that does what a test says: answers, drips, stalls, breaks off.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// What was asked.
#[derive(Clone, Debug)]
pub struct Request {
    pub line: String,
    /// In lower case, with their values as they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub at: Instant,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// What is to be said, as OpenAI's interface names it.
    pub fn input(&self) -> String {
        self.json()["input"].as_str().unwrap_or_default().to_owned()
    }
}

/// A part of what a server does.
#[derive(Clone, Debug)]
pub enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// Until the other side goes, or half a minute.
    Hang,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// The length that is promised; what comes may be less.
    pub length: Option<usize>,
    pub steps: Vec<Step>,
}

impl Answer {
    pub fn whole(media: &str, body: Vec<u8>) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".into(), media.into())],
            length: Some(body.len()),
            steps: vec![Step::Send(body)],
        }
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self { status, ..Self::whole("application/json", body.as_bytes().to_vec()) }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Tells its end by the last chunk, as servers do that do not know the length before.
    pub fn chunked(self) -> Self {
        Self { length: None, ..self }.with("transfer-encoding", "chunked")
    }

    /// Breaks off after `bytes`.
    pub fn cut(mut self, bytes: usize) -> Self {
        for step in &mut self.steps {
            if let Step::Send(body) = step {
                body.truncate(bytes);
            }
        }
        self
    }

    /// Sends `bytes` at a time, with a wait after each.
    pub fn dripping(mut self, bytes: usize, wait: Duration) -> Self {
        let whole: Vec<u8> = self
            .steps
            .iter()
            .flat_map(|step| match step {
                Step::Send(body) => body.clone(),
                Step::Wait(_) | Step::Hang => Vec::new(),
            })
            .collect();
        let drops = whole.chunks(bytes);
        self.steps = drops.flat_map(|drop| [Step::Send(drop.to_vec()), Step::Wait(wait)]).collect();
        self
    }

    pub fn after(mut self, wait: Duration) -> Self {
        self.steps.insert(0, Step::Wait(wait));
        self
    }

    pub fn hanging(mut self) -> Self {
        self.steps.push(Step::Hang);
        self
    }
}

pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    /// Connections that are being answered.
    pub busy: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Answers each request by `answer`.
    pub fn start(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let (busy, over) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let server = Self {
            address,
            requests: Arc::clone(&requests),
            busy: Arc::clone(&busy),
            over: Arc::clone(&over),
        };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let (answer, requests, busy) =
                    (Arc::clone(&answer), Arc::clone(&requests), Arc::clone(&busy));
                thread::spawn(move || {
                    busy.fetch_add(1, Ordering::SeqCst);
                    if let Some(request) = read(&stream) {
                        requests.lock().expect("whole").push(request.clone());
                        write(&stream, &answer(&request));
                    }
                    stream.shutdown(Shutdown::Both).ok();
                    busy.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("whole").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        TcpStream::connect(self.address).ok();
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = Request { line: line.trim().to_owned(), headers, body: Vec::new(), at: Instant::now() };
    let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn write(mut stream: &TcpStream, answer: &Answer) {
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = answer.length {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    head.push_str("\r\n");
    let is_chunked = answer.headers.iter().any(|(name, _)| name == "transfer-encoding");
    stream.set_nodelay(true).ok();
    if stream.write_all(head.as_bytes()).is_err() {
        return;
    }
    for step in &answer.steps {
        let goes_on = match step {
            Step::Send(bytes) if is_chunked => {
                let chunk = [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
                stream.write_all(&chunk).is_ok()
            }
            Step::Send(bytes) => stream.write_all(bytes).is_ok(),
            Step::Wait(time) => {
                thread::sleep(*time);
                true
            }
            Step::Hang => {
                stream.set_read_timeout(Some(Duration::from_secs(30))).ok();
                stream.read(&mut [0]).is_ok_and(|count| count > 0)
            }
        };
        if !goes_on {
            return;
        }
    }
    if is_chunked {
        stream.write_all(b"0\r\n\r\n").ok();
    }
}

/// 16-bit samples at 24 kHz that say `text`: different for each text and at each place, never silent, a
/// fifth of a second a character.
pub fn pcm_of(text: &str) -> Vec<i16> {
    let mut seed =
        text.bytes().fold(0x9e37_79b9_u32, |seed, byte| (seed ^ u32::from(byte)).wrapping_mul(0x0100_0193))
            | 1;
    let length = text.chars().filter(|c| c.is_alphanumeric()).count() * 4_800;
    (0..length)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            1_000 + (seed % 4_000) as i16
        })
        .collect()
}

/// As a WAV file at `rate_hz`; streaming servers do not know the length, and promise the most there is.
pub fn wav(samples: &[i16], rate_hz: u32, length: Option<u32>) -> Vec<u8> {
    let data = length.unwrap_or(samples.len() as u32 * 2);
    let mut file = Vec::new();
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&data.saturating_add(36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    file.extend_from_slice(&[1, 0, 1, 0]);
    file.extend_from_slice(&rate_hz.to_le_bytes());
    file.extend_from_slice(&(rate_hz * 2).to_le_bytes());
    file.extend_from_slice(&[2, 0, 16, 0]);
    file.extend_from_slice(b"data");
    file.extend_from_slice(&data.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}
