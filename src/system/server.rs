//! The server of the live preview: answers from memory, tells every open page what is new. Knows nothing of what it
//! serves; a [`Site`] does.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, Response, StatusCode, header};
use axum::serve::ListenerExt;
use futures_core::Stream;
use tokio::sync::{mpsc, oneshot};

use super::http::{Part, content_type, is_own_host, part};
use crate::error::Error;

/// Where pages listen for news.
pub const EVENTS: &str = "/.waybook/events";
/// How many ports above a taken one are tried.
const PORTS: u16 = 50;
/// How many messages a page may be behind; one that reads nothing is let go and comes back by itself.
const BEHIND: usize = 64;

/// What a server serves.
pub trait Site: Send + Sync + 'static {
    /// What there is at a path, percent-decoded and beginning with `/`.
    fn reply(&self, path: &str) -> Reply;

    /// What a page is told when it begins to listen.
    fn greeting(&self) -> String;
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// 200, 302, 404.
    pub status: u16,
    /// The name by which the type is known.
    pub name: String,
    /// What is sent.
    pub content: Served,
    /// Where to go instead.
    pub location: Option<String>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum Served {
    /// Bytes at hand.
    Bytes(Vec<u8>),
    /// A file and the hash of its bytes.
    File(PathBuf, Arc<str>),
}

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Address {
    /// The address of the machine.
    pub ip: IpAddr,
    /// The port; if it is taken, the next free one.
    pub port: u16,
    /// A name of the machine that may be asked for besides `localhost`.
    pub host: Option<String>,
}

impl Address {
    /// This machine alone; with a host, every machine that reaches this one by that name or address.
    pub fn new(port: u16, host: Option<String>) -> Self {
        let ip = match &host {
            None => IpAddr::V4(Ipv4Addr::LOCALHOST),
            Some(host) => host.trim_matches(['[', ']']).parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        };
        Self { ip, port, host }
    }
}

/// A server that runs until it is dropped; then its thread and all its sockets are closed at once.
pub struct Server {
    /// Where it listens.
    pub at: SocketAddr,
    listeners: Arc<Listeners>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A server that panicked has ended as well.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The open pages.
#[derive(Default)]
struct Listeners(Mutex<Vec<mpsc::Sender<Bytes>>>);

struct Shared {
    site: Arc<dyn Site>,
    listeners: Arc<Listeners>,
    host: Option<String>,
}

impl Server {
    /// Begins to serve on a thread of its own.
    pub fn start(address: &Address, site: Arc<dyn Site>) -> Result<Self, Error> {
        let listener = bind(address)?;
        let failed = |reason: io::Error| Error::new("could not serve", reason);
        let at = listener.local_addr().map_err(failed)?;
        let listeners = Arc::new(Listeners::default());
        let shared = Shared { site, listeners: listeners.clone(), host: address.host.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || runtime.block_on(serve(listener, shared, stopped)));
        Ok(Self { at, listeners, stop: Some(stop), thread: Some(thread) })
    }

    /// Tells every open page.
    pub fn tell(&self, message: &str) {
        let event = event(message);
        self.listeners.all().retain(|listener| listener.try_send(event.clone()).is_ok());
    }

    /// How many pages listen.
    pub fn listeners(&self) -> usize {
        let mut all = self.listeners.all();
        all.retain(|listener| !listener.is_closed());
        all.len()
    }
}

impl Listeners {
    fn all(&self) -> MutexGuard<'_, Vec<mpsc::Sender<Bytes>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The wanted port or the next free one.
fn bind(address: &Address) -> Result<std::net::TcpListener, Error> {
    let mut taken = None;
    for port in address.port..=address.port.saturating_add(PORTS) {
        match std::net::TcpListener::bind(SocketAddr::new(address.ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(reason) if reason.kind() == io::ErrorKind::AddrInUse => taken = Some(reason),
            Err(reason) => return Err(Error::new(format!("could not listen on port {port}"), reason)),
        }
    }
    let reason = taken.map_or_else(String::new, |reason| reason.to_string());
    Err(Error::new(format!("could not listen on port {}", address.port), reason).help("name a free one with `--port`"))
}

async fn serve(listener: std::net::TcpListener, shared: Shared, stopped: oneshot::Receiver<()>) {
    let Ok(listener) = listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener)) else {
        return;
    };
    // Without this, small answers wait for the acknowledgement of earlier ones.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let router = axum::Router::new().fallback(answer).with_state(Arc::new(shared));
    // There is nobody to tell if it ends before it is stopped.
    tokio::select! {
        _ = axum::serve(listener, router) => {}
        _ = stopped => {}
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_own_host(host, shared.host.as_deref()) {
        return plain(StatusCode::MISDIRECTED_REQUEST, "this host is not served; see `waybook serve --host`\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "there is only reading here\n");
    }
    if request.uri().path() == EVENTS {
        return listen(&shared);
    }
    let path = percent_encoding::percent_decode_str(request.uri().path()).decode_utf8_lossy();
    let response = respond(shared.site.reply(&path), headers);
    if request.method() == Method::HEAD { response.map(|_| Body::empty()) } else { response }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    with(status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], Body::from(text))
}

fn with<'h>(
    status: StatusCode,
    headers: impl IntoIterator<Item = (HeaderName, &'h str)>,
    body: Body,
) -> Response<Body> {
    let mut response = Response::builder().status(status).header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body).unwrap_or_default()
}

fn respond(reply: Reply, headers: &HeaderMap) -> Response<Body> {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let kind = content_type(&reply.name);
    if let Some(location) = reply.location {
        return with(status, [(header::LOCATION, &*location), (header::CACHE_CONTROL, "no-store")], Body::empty());
    }
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    match reply.content {
        Served::Bytes(bytes) => {
            let len = bytes.len() as u64;
            let chosen = part(range.filter(|_| reply.status == 200), len);
            let read = |range: std::ops::Range<u64>| Ok(bytes[range.start as usize..range.end as usize].to_vec());
            send(status, kind, (chosen, len), "", read)
        }
        Served::File(path, hash) => {
            let found = std::fs::metadata(&path).ok();
            let tag = tag(&hash, found.as_ref());
            let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
            if known.is_some_and(|known| known.contains(&tag)) {
                return with(StatusCode::NOT_MODIFIED, [(header::ETAG, &*tag)], Body::empty());
            }
            let len = found.map_or(0, |found| found.len());
            send(status, kind, (part(range, len), len), &tag, |range| slice(&path, range))
        }
    }
}

/// What tells the bytes of a file from those of before: a file may change before the next build knows its hash.
fn tag(hash: &str, found: Option<&std::fs::Metadata>) -> String {
    let modified = found.and_then(|found| found.modified().ok());
    let age = modified.and_then(|modified| modified.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    format!("\"{hash}-{:x}-{:x}\"", found.map_or(0, std::fs::Metadata::len), age.as_nanos())
}

/// Sends the part that was asked for; nothing that is sent may be shown again without asking.
fn send(
    status: StatusCode,
    kind: &str,
    (part, len): (Part, u64),
    tag: &str,
    read: impl FnOnce(std::ops::Range<u64>) -> io::Result<Vec<u8>>,
) -> Response<Body> {
    let (status, range) = match part {
        Part::None => (StatusCode::RANGE_NOT_SATISFIABLE, None),
        Part::Whole => (status, Some(0..len)),
        Part::Some(range) => (StatusCode::PARTIAL_CONTENT, Some(range)),
    };
    let shown = match (&range, status) {
        (None, _) => format!("bytes */{len}"),
        (Some(range), StatusCode::PARTIAL_CONTENT) => format!("bytes {}-{}/{len}", range.start, range.end - 1),
        _ => String::new(),
    };
    let caching = if tag.is_empty() { "no-store" } else { "no-cache" };
    let mut headers =
        vec![(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, caching), (header::ACCEPT_RANGES, "bytes")];
    headers.extend((!shown.is_empty()).then_some((header::CONTENT_RANGE, &*shown)));
    headers.extend((!tag.is_empty()).then_some((header::ETAG, tag)));
    match range.map_or_else(|| Ok(Vec::new()), read) {
        Ok(bytes) => with(status, headers, Body::from(bytes)),
        Err(_) => plain(StatusCode::NOT_FOUND, "the file is gone\n"),
    }
}

fn slice(path: &Path, range: std::ops::Range<u64>) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(range.start))?;
    let mut bytes = Vec::new();
    file.take(range.end - range.start).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A message in the form of server-sent events.
fn event(message: &str) -> Bytes {
    let lines: String = message.lines().map(|line| format!("data: {line}\n")).collect();
    Bytes::from(lines + "\n")
}

/// An open page begins to listen.
fn listen(shared: &Shared) -> Response<Body> {
    let (sender, receiver) = mpsc::channel(BEHIND);
    // Nobody is told of anything between the greeting and the listening: what is new by then is in one or the other.
    let mut listeners = shared.listeners.all();
    // The channel is empty, so that there is room for the first message.
    let _ = sender.try_send(event(&shared.site.greeting()));
    listeners.retain(|listener| !listener.is_closed());
    listeners.push(sender);
    drop(listeners);
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    with(StatusCode::OK, headers, Body::from_stream(Messages(receiver)))
}

/// What is told to one page, one message after the other.
struct Messages(mpsc::Receiver<Bytes>);

impl Stream for Messages {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|message| message.map(Ok))
    }
}
