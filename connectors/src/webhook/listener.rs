//! Takes connections, reads requests within limits, and answers.
//!
//! In: an address and paths. Out: requests at their receivers, answers at the gateways. hyper reads HTTP; the limits on
//! head, body, time and number are ours, because its defaults are made for servers that a stranger may reach.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

use super::queue::{HookSource, Queue};
use super::request::{Answer, Asked, Receive, pairs};
use crate::{Fault, FaultKind, Reach};

/// What a gateway may take of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the head of a request, at least 8 KiB.
    pub head_bytes: usize,
    /// Bytes of its body.
    pub body_bytes: usize,
    /// From the connection to the end of the head.
    pub head_time: Duration,
    /// From the head to the end of the body.
    pub body_time: Duration,
    /// From there to our commit; later the answer is 503. Providers give up after 15 to 30 s.
    pub keep_time: Duration,
    /// Connections at the same time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 16 * 1024,
            body_bytes: 512 * 1024,
            head_time: Duration::from_secs(5),
            body_time: Duration::from_secs(10),
            keep_time: Duration::from_secs(12),
            connections: 64,
        }
    }
}

/// One path: who reads it, and where what he reads waits.
struct Path {
    receive: Arc<dyn Receive>,
    queue: Arc<Queue>,
}

/// A listener that is being put together, then running. Dropping it ends it.
pub struct Listener {
    address: SocketAddr,
    running: JoinHandle<()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Listener {
    /// A socket at `address`, which may serve one listener after the other: between them callers wait instead of being
    /// refused. `open_to_all`: an address that is not loopback was asked for on purpose.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if the address cannot be had, or is not loopback without being asked for.
    pub fn bind(address: SocketAddr, open_to_all: bool) -> Result<std::net::TcpListener, Fault> {
        if !address.ip().is_loopback() && !open_to_all {
            return Err(setup(format!("{address} is not loopback: a reverse proxy should stand in front")));
        }
        let bound = std::net::TcpListener::bind(address).and_then(|socket| {
            socket.set_nonblocking(true)?;
            Ok(socket)
        });
        bound.map_err(|error| setup(format!("{address}: {error}")))
    }

    /// Listens there for these paths (each begins with `/`): name of the source, path, receiver. Out: the sources in the
    /// same order.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if the socket cannot be used, or a path comes twice.
    pub fn open(
        socket: std::net::TcpListener,
        limits: Limits,
        paths: Vec<(String, String, Arc<dyn Receive>)>,
    ) -> Result<(Self, Vec<HookSource>), Fault> {
        let socket = TcpListener::from_std(socket).map_err(|error| setup(error.to_string()))?;
        let address = socket.local_addr().map_err(|error| setup(error.to_string()))?;
        let mut table = HashMap::new();
        let mut sources = Vec::new();
        for (name, path, receive) in paths {
            let queue = Arc::<Queue>::default();
            sources.push(HookSource::new(&name, Arc::clone(&queue)));
            if table.insert(path.clone(), Path { receive, queue }).is_some() {
                return Err(setup(format!("the path {path} is used twice")));
            }
        }
        let running = tokio::spawn(serve(socket, Arc::new(table), limits));
        Ok((Self { address, running }, sources))
    }

    /// Ends it, and returns when nobody is heard by it any more.
    pub async fn close(mut self) {
        self.running.abort();
        // That it was aborted is what was asked for.
        drop((&mut self.running).await);
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn setup(text: String) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, format!("listener: {text}"))
}

async fn serve(socket: TcpListener, table: Arc<HashMap<String, Path>>, limits: Limits) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let stream = match socket.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file handles, mostly: the next try waits until some are given back.
                tracing::warn!(%error, "the listener cannot take a connection");
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
        };
        let table = Arc::clone(&table);
        connections.spawn(async move {
            converse(stream, &table, limits).await;
            drop(permit);
        });
    }
}

/// One connection, one request: gateways gain nothing by keeping it, and a sleeper would hold a place.
async fn converse(stream: TcpStream, table: &HashMap<String, Path>, limits: Limits) {
    let service = service_fn(|request| async move { Ok::<_, Infallible>(answer(request, table, limits).await) });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes.max(8 * 1024))
        .max_headers(64)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection to the listener ended early");
    }
}

async fn answer(request: Request<Incoming>, table: &HashMap<String, Path>, limits: Limits) -> Response<Full<Bytes>> {
    let Some(path) = table.get(request.uri().path()) else { return said(404, "") };
    let (head, body) = request.into_parts();
    let body = match tokio::time::timeout(limits.body_time, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(body)) => body.to_bytes().to_vec(),
        Ok(Err(_)) => return said(413, ""),
        Err(_) => return said(408, ""),
    };
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let asked = Asked {
        method: head.method.to_string(),
        raw_query: head.uri.query().unwrap_or_default().to_owned(),
        query: pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body,
    };
    match path.receive.receive(&asked) {
        Answer::Now { status, body } => said(status, &body),
        Answer::Keep { arrivals, body } if arrivals.is_empty() => said(200, &body),
        Answer::Keep { arrivals, body } => {
            let Some(kept) = path.queue.add(arrivals) else { return said(503, "") };
            match tokio::time::timeout(limits.keep_time, kept).await {
                Ok(Ok(())) => said(200, &body),
                Ok(Err(_)) | Err(_) => said(503, ""),
            }
        }
    }
}

fn said(status: u16, body: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(body.as_bytes())));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let plain = hyper::header::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, plain);
    response
}
