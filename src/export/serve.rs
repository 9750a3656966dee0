//! A server of a podcast: its feed and the files of its episodes, and nothing else.
//!
//! On this machine alone it needs no secret, but answers only who calls it by this machine's own name, so that no page of
//! the web reaches it by another. In the network its address has a secret part.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr, UdpSocket},
    path::Path,
    sync::Arc,
};

use http_body_util::{BodyExt as _, Full, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderValue},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tower_http::services::ServeFile;

use super::podcast::{FEED, PodcastFolder};

/// The port unless another is asked for.
pub const PORT: u16 = 8017;

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// A server that listens.
pub struct PodcastServer {
    listener: TcpListener,
    /// What stands before the names of files: `/` or `/SECRET/`.
    prefix: String,
    /// Where others reach it.
    address: SocketAddr,
}

impl PodcastServer {
    /// Listens at `address` for listeners of `podcast`.
    ///
    /// # Errors
    /// Where somebody else listens there, it is no address of this machine, or that has no network to be reached in.
    pub async fn listen(podcast: &PodcastFolder, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let is_own = address.ip().is_loopback();
        let ip = if address.ip().is_unspecified() { own_ip()? } else { address.ip() };
        let prefix = if is_own { "/".to_owned() } else { format!("/{}/", podcast.token()) };
        Ok(Self { listener, prefix, address: SocketAddr::new(ip, address.port()) })
    }

    /// The address of the podcast's folder, by which others reach it.
    pub fn base(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// The address of its feed.
    pub fn feed_address(&self) -> String {
        format!("{}{FEED}", self.base())
    }

    /// Answers for ever; what is added to `folder` meanwhile is served too.
    ///
    /// # Errors
    /// Where the system gives no more connections.
    pub async fn serve(self, folder: &Path) -> io::Result<()> {
        let site = Arc::new(Site { folder: folder.to_owned(), prefix: self.prefix, address: self.address });
        loop {
            let (stream, _) = self.listener.accept().await?;
            let site = Arc::clone(&site);
            let service = service_fn(move |request| {
                let site = Arc::clone(&site);
                async move { Ok::<_, Infallible>(site.answer(request).await) }
            });
            tokio::spawn(async move {
                let connection = hyper::server::conn::http1::Builder::new();
                if let Err(error) = connection.serve_connection(TokioIo::new(stream), service).await {
                    tracing::debug!(%error, "a listener of the podcast went away");
                }
            });
        }
    }
}

/// What is served.
struct Site {
    folder: std::path::PathBuf,
    prefix: String,
    address: SocketAddr,
}

impl Site {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return empty(StatusCode::METHOD_NOT_ALLOWED);
        }
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.unwrap_or_default().to_owned();
        let name = request.uri().path().strip_prefix(&self.prefix);
        let name = name.map(|name| percent_decode_str(name).decode_utf8_lossy().into_owned());
        let (Some(name), true) = (name, self.is_own_name(&host)) else { return empty(StatusCode::NOT_FOUND) };
        // What was added since the last request is there.
        let Ok(podcast) = PodcastFolder::read(&self.folder) else { return empty(StatusCode::NOT_FOUND) };
        if name == FEED || name.is_empty() {
            // By the name by which the listener came.
            let feed = podcast.feed(&format!("http://{host}{}", self.prefix));
            let mut response = Response::new(full(feed));
            let kind = HeaderValue::from_static("application/rss+xml; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            return response;
        }
        if !podcast.serves(&name) {
            return empty(StatusCode::NOT_FOUND);
        }
        let served = ServeFile::new(self.folder.join(name)).try_call(request).await;
        served.map_or_else(
            |_| empty(StatusCode::NOT_FOUND),
            |response| response.map(|body| body.map_err(io::Error::other).boxed_unsync()),
        )
    }

    /// Whether `host` is a name that this server is called by: any where a secret is asked for, else this machine's own.
    fn is_own_name(&self, host: &str) -> bool {
        let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c));
        let name = host.strip_suffix(&format!(":{}", self.address.port())).unwrap_or(host);
        let is_loopback = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
        is_plain && !host.is_empty() && (is_loopback || self.prefix.len() > 1)
    }
}

/// The address of this machine in its network: the one that it would send from. Nothing is sent.
fn own_ip() -> io::Result<IpAddr> {
    // Of the range for documentation (RFC 5737).
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect("192.0.2.1:9")?;
    Ok(socket.local_addr()?.ip())
}

fn full(text: String) -> Body {
    Full::new(Bytes::from(text)).map_err(|never| match never {}).boxed_unsync()
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(full(String::new()));
    *response.status_mut() = status;
    response
}
