//! The connection to a relay: bytes out, replies in, each with a time limit.
//!
//! Knows TCP and TLS; knows nothing of letters.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::classify::{self, Step};
use super::relay::{Relay, Security};
use super::reply::{NoReply, Reply};
use crate::{Fault, FaultKind, Reach};

/// When the kernel begins to ask whether a silent peer is still there, and how often.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(30));

/// Anything that bytes go through.
trait Io: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

/// A connection.
pub(super) struct Wire {
    stream: BufReader<Box<dyn Io>>,
}

impl Wire {
    /// Connects, with TLS from the first byte where the relay is configured so.
    pub async fn open(relay: &Relay, tls: Option<&Arc<ClientConfig>>) -> Result<Self, Fault> {
        let tcp = timeout(relay.limits.connect, tcp(relay)).await.map_err(|_| slow("connecting"))??;
        let plain = Self { stream: BufReader::new(Box::new(tcp)) };
        match relay.security {
            Security::ImplicitTls => plain.protected(relay, tls).await,
            Security::StartTls | Security::PlainLoopback => Ok(plain),
        }
    }

    /// Goes on in TLS. Whatever the server said too early is not carried over into the protected part.
    pub async fn protected(self, relay: &Relay, tls: Option<&Arc<ClientConfig>>) -> Result<Self, Fault> {
        if !self.stream.buffer().is_empty() {
            let text = "the relay went on talking before TLS began: somebody may have put words in its mouth";
            return Err(account(FaultKind::Protocol, text));
        }
        let tls = tls.ok_or_else(|| account(FaultKind::Setup, "no TLS configuration"))?;
        let name = ServerName::try_from(relay.host.clone()).map_err(|_| {
            account(FaultKind::Setup, format!("{} is no host name that a certificate can have", relay.host))
        })?;
        let handshake = TlsConnector::from(Arc::clone(tls)).connect(name, self.stream.into_inner());
        let stream =
            timeout(relay.limits.connect, handshake).await.map_err(|_| slow("TLS"))?.map_err(|e| tls_fault(&e))?;
        Ok(Self { stream: BufReader::new(Box::new(stream)) })
    }

    /// Writes `bytes` in one go.
    pub async fn write(&mut self, step: Step, bytes: &[u8], limit: Duration) -> Result<(), Fault> {
        let write = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        let written = timeout(limit, write).await.map_err(|_| classify::too_slow(step))?;
        written.map_err(|cause| classify::silence(step, &NoReply::Lost(cause)))
    }

    /// Reads one reply.
    pub async fn reply(&mut self, step: Step, limit: Duration) -> Result<Reply, Fault> {
        let reply = timeout(limit, Reply::read(&mut self.stream)).await.map_err(|_| classify::too_slow(step))?;
        reply.map_err(|why| classify::silence(step, &why))
    }
}

/// A connected socket that sends small writes at once and notices a dead peer.
async fn tcp(relay: &Relay) -> Result<TcpStream, Fault> {
    let lost = |what: &str, cause: &std::io::Error| account(FaultKind::Network, format!("{what}: {cause}"));
    let found = lookup_host((relay.host.as_str(), relay.port)).await;
    let addresses: Vec<SocketAddr> = found.map_err(|e| lost("the relay's name cannot be resolved", &e))?.collect();
    if relay.security == Security::PlainLoopback && !addresses.iter().all(|address| address.ip().is_loopback()) {
        let text = format!("{} is not this machine, and without TLS nothing leaves it", relay.host);
        return Err(account(FaultKind::Setup, text));
    }
    let tcp = TcpStream::connect(addresses.as_slice()).await.map_err(|e| lost("the relay cannot be reached", &e))?;
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE.0).with_interval(KEEPALIVE.1);
    tcp.set_nodelay(true).map_err(|e| lost("the socket cannot be set up", &e))?;
    SockRef::from(&tcp).set_tcp_keepalive(&keepalive).map_err(|e| lost("the socket cannot be set up", &e))?;
    Ok(tcp)
}

fn tls_fault(cause: &std::io::Error) -> Fault {
    let kind = match cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(_)) => FaultKind::Certificate,
        Some(_) => FaultKind::Protocol,
        None => FaultKind::Network,
    };
    account(kind, format!("TLS with the relay failed: {cause}"))
}

fn slow(what: &str) -> Fault {
    account(FaultKind::Timeout, format!("{what} took too long"))
}

fn account(kind: FaultKind, text: impl Into<String>) -> Fault {
    Fault::not_sent(Reach::Account, kind, text)
}
