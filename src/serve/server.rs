//! The service on a socket.

use std::convert::Infallible;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::{Request, Response, Service};
use crate::error::{Error, Result};
use crate::query::STACK;

/// Connections at once; who comes after them waits.
const CONNECTIONS: usize = 256;
/// Bytes of a request's head.
const HEAD: usize = 64 << 10;
/// Bytes of a request's body.
const BODY: usize = 1 << 20;
/// Time for a client to send a head, and for a connection to be idle.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Time for a client to send a body.
const BODY_TIME: Duration = Duration::from_secs(30);
/// Time for a connection as a whole, however slowly its client reads.
const CONNECTION_TIME: Duration = Duration::from_secs(600);
/// What a query gets beyond its limit before its client is answered without it.
const GRACE: Duration = Duration::from_secs(1);
/// Time for answers under way when the server ends.
const FAREWELL: Duration = Duration::from_secs(2);

/// A socket that listens, and the threads that answer.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Listens; nothing is answered before [`run`](Self::run).
    ///
    /// # Errors
    /// [`Error::Usage`] where the system does not give the address.
    pub fn bind(address: SocketAddr) -> Result<Self> {
        let failed = |cause: std::io::Error| Error::Usage {
            what: format!("cannot listen on {address}: {cause}"),
            hint: "give another address with --bind; port 0 lets the system choose one".to_owned(),
        };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the process is asked to end (interrupt or terminate), with at most `queries` at once.
    ///
    /// # Errors
    /// [`Error::Store`] where the system gives no threads or signals.
    pub fn run(self, service: Service, queries: usize) -> Result<()> {
        let failed = |cause: std::io::Error| Error::Store { cause: cause.into() };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .thread_stack_size(STACK)
            .max_blocking_threads(queries.saturating_add(1))
            .build()
            .map_err(failed)?;
        let result = runtime.block_on(self.accept(service, queries)).map_err(failed);
        // A query that does not heed its limit must not keep the process.
        runtime.shutdown_timeout(FAREWELL);
        result
    }

    async fn accept(self, service: Service, queries: usize) -> std::io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let desk = Arc::new(Desk { service, queries: Arc::new(Semaphore::new(queries)) });
        let connections = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = hyper_util::server::graceful::GracefulShutdown::new();
        let mut end = std::pin::pin!(asked_to_end()?);
        loop {
            let place = Arc::clone(&connections).acquire_owned();
            let next = async {
                let place = place.await;
                (listener.accept().await, place)
            };
            let (accepted, place) = tokio::select! {
                next = next => next,
                () = &mut end => break,
            };
            let (Ok((stream, _)), Ok(place)) = (accepted, place) else {
                // Out of file descriptors, or the client is gone already.
                sleep(Duration::from_millis(10)).await;
                continue;
            };
            let desk = Arc::clone(&desk);
            let answer = service_fn(move |request| {
                let desk = Arc::clone(&desk);
                async move { Ok::<_, Infallible>(desk.respond(request).await) }
            });
            let io = TokioIo::new(stream);
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIME)
                .max_buf_size(HEAD)
                .serve_connection(io, answer);
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                // A client that breaks off or sends no HTTP has nobody to be told.
                let _ended = timeout(CONNECTION_TIME, connection).await;
                drop(place);
            });
        }
        drop(listener);
        let _done = timeout(FAREWELL, graceful.shutdown()).await;
        Ok(())
    }
}

/// Waits for the signals that end a process.
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// The service, and how much it does at once.
struct Desk {
    service: Service,
    queries: Arc<Semaphore>,
}

impl Desk {
    async fn respond(&self, request: hyper::Request<Incoming>) -> hyper::Response<Full<Bytes>> {
        let response = match read(request).await {
            Ok(request) => self.answer(request).await,
            Err(refusal) => refusal,
        };
        let mut built = hyper::Response::new(Full::new(Bytes::from(response.body)));
        if let Ok(status) = hyper::StatusCode::from_u16(response.status) {
            *built.status_mut() = status;
        }
        for (name, value) in response.headers {
            if let Ok(value) = value.parse() {
                built.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        built
    }

    /// A query past its limit breaks off by itself. Should it not, its client is answered all the same, and its place stays
    /// taken until it ends.
    async fn answer(&self, request: Request) -> Response {
        let busy = || Response::text(503, "too many queries at once: ask again later").with("retry-after", "1");
        let limit = self.service.limits.time.map(|time| time + GRACE);
        let work = async {
            let Ok(place) = Arc::clone(&self.queries).acquire_owned().await else { return busy() };
            let service = self.service.clone();
            let task = tokio::task::spawn_blocking(move || {
                let response = service.respond(&request);
                drop(place);
                response
            });
            task.await.unwrap_or_else(|_| Response::text(500, "the engine broke off"))
        };
        match limit {
            Some(limit) => timeout(limit, work).await.unwrap_or_else(|_| busy()),
            None => work.await,
        }
    }
}

/// A request, read within the bounds.
async fn read(request: hyper::Request<Incoming>) -> std::result::Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let header = |name| header(&parts.headers, name);
    let collected = timeout(BODY_TIME, Limited::new(body, BODY).collect()).await;
    let body = match collected {
        Ok(Ok(body)) => body.to_bytes().to_vec(),
        Ok(Err(_)) => {
            return Err(Response::text(413, format!("a body may have {BODY} bytes")).with("connection", "close"));
        }
        Err(_) => return Err(Response::text(408, "the body took too long").with("connection", "close")),
    };
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        host: header(HOST),
        accept: header(ACCEPT),
        content_type: header(CONTENT_TYPE),
        body,
    })
}

/// All values of a header, as one list.
fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}
