//! From a host name to a logged-in line.
//!
//! In: an account and its password. Out: a [`Line`] after the login. Knows no folder; remembers nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::ServerName;
use secrecy::{ExposeSecret, SecretString};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};
use tokio_rustls::TlsConnector;

use super::account::{ImapAccount, Security};
use super::failure::{Answer, Break, Failure};
use super::line::Line;
use super::names::quoted;
use super::sluice::Sluice;
use super::wire::{Stream, Wire};
use crate::fault::{Fault, FaultKind, Reach};

const KEEPALIVE_AFTER: Duration = Duration::from_secs(60);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(20);

/// Connects, checks the certificate, hears the greeting.
pub(super) async fn dial(account: &ImapAccount) -> Result<Line, Fault> {
    let doing = format!("connecting to {}:{}", account.host, account.port);
    let socket = connect(account, &doing).await?;
    let stream = match &account.security {
        Security::PlainLoopback => Stream::Plain(Box::new(Sluice::new(socket))),
        Security::ImplicitTls(config) => {
            let name = ServerName::try_from(account.host.clone()).map_err(|_| {
                let text = format!("\"{}\" is not a host name that a certificate can bear", account.host);
                Fault::not_sent(Reach::Account, FaultKind::Setup, text)
            })?;
            let shaking = TlsConnector::from(Arc::clone(config)).connect(name, Sluice::new(socket));
            let tls = timeout(account.limits.connect, shaking).await.map_err(|_| network(Break::Silent, &doing))?;
            Stream::Tls(Box::new(tls.map_err(|e| network(Break::from_io(&e), &doing))?))
        }
    };
    let cap = usize::try_from(account.max_message_bytes).unwrap_or(usize::MAX);
    let mut line = Line::new(Wire::new(stream, cap), account.limits);
    line.greeting().await.map_err(|f| f.into_fault(Reach::Account, FaultKind::Network, &doing))?;
    Ok(line)
}

async fn connect(account: &ImapAccount, doing: &str) -> Result<TcpStream, Fault> {
    let limit = account.limits.connect;
    let looking = tokio::net::lookup_host((account.host.as_str(), account.port));
    let found: Vec<SocketAddr> = timeout(limit, looking)
        .await
        .map_err(|_| network(Break::Silent, doing))?
        .map_err(|e| Fault::not_sent(Reach::Account, FaultKind::Network, format!("{doing}: name not found: {e}")))?
        .collect();
    account.security.admit(&account.host, &found)?;
    let mut last = Fault::not_sent(Reach::Account, FaultKind::Network, format!("{doing}: the name has no address"));
    for address in found {
        match timeout(limit, TcpStream::connect(address)).await {
            Ok(Ok(socket)) => {
                prepare(&socket).map_err(|e| network(Break::from_io(&e), doing))?;
                return Ok(socket);
            }
            Ok(Err(e)) => {
                last = Fault::not_sent(Reach::Account, FaultKind::Network, format!("{doing} ({address}): {e}"));
            }
            Err(_) => last = network(Break::Silent, doing),
        }
    }
    Err(last)
}

/// Without NODELAY each command waits 40 ms for the other side's acknowledgement.
fn prepare(socket: &TcpStream) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let probing = TcpKeepalive::new().with_time(KEEPALIVE_AFTER).with_interval(KEEPALIVE_EVERY);
    SockRef::from(socket).set_tcp_keepalive(&probing)
}

fn network(broken: Break, doing: &str) -> Fault {
    Failure::from(broken).into_fault(Reach::Account, FaultKind::Network, doing)
}

/// What a login that was refused means.
#[derive(Debug)]
pub(super) enum NotIn {
    /// The name or password is wrong as far as the server says.
    Refused(Fault),
    /// Anything else; it says nothing about the password.
    Other(Fault),
}

/// Logs in and learns what the server can.
///
/// SASL PLAIN where it is offered (Dovecot, Gmail, Zimbra, Yahoo do): it carries any password in UTF-8. Otherwise LOGIN
/// with quoted strings, or literals where quotes cannot carry them.
pub(super) async fn log_in(line: &mut Line, user: &str, password: &SecretString) -> Result<(), NotIn> {
    let doing = "logging in";
    let other = |f: Failure| NotIn::Other(f.into_fault(Reach::Account, FaultKind::Login, doing));
    if line.heard.capabilities.is_none() {
        line.command("CAPABILITY").await.map_err(other)?;
    }
    let plain = line.heard.can("AUTH=PLAIN");
    if !plain && line.heard.can("LOGINDISABLED") {
        let text = "the server offers neither LOGIN nor AUTH=PLAIN on this connection";
        return Err(NotIn::Other(Fault::not_sent(Reach::Account, FaultKind::Setup, text)));
    }
    // What it can before the login says nothing about afterwards.
    line.heard.capabilities = None;
    let answer = if plain { sasl_plain(line, user, password).await } else { login(line, user, password).await };
    match answer {
        Ok(()) => {}
        // The server's words are left out: some repeat the command, and with it the password.
        Err(Failure::No(Answer { code, .. })) => return Err(refused(code)),
        Err(failure @ (Failure::Bad(_) | Failure::Broken(_))) => return Err(other(failure.without_words())),
    }
    if line.heard.capabilities.is_none() {
        line.command("CAPABILITY").await.map_err(other)?;
    }
    Ok(())
}

fn refused(code: Option<String>) -> NotIn {
    let answer = Answer { code, text: String::new() };
    let later = answer.is_for_later();
    let (kind, text) = if later {
        (FaultKind::Throttled, "the server lets nobody in for now (too many connections, or it is unwell)")
    } else {
        (FaultKind::Login, "the server does not accept the name or password")
    };
    let fault = Fault::not_sent(Reach::Account, kind, text);
    let fault = match answer.code {
        Some(code) => fault.with_code(code),
        None => fault,
    };
    if later { NotIn::Other(fault) } else { NotIn::Refused(fault) }
}

async fn sasl_plain(line: &mut Line, user: &str, password: &SecretString) -> Result<(), Failure> {
    let words = SecretString::from(format!("\0{user}\0{}", password.expose_secret()));
    let written = SecretString::from(STANDARD.encode(words.expose_secret()));
    line.converse("AUTHENTICATE PLAIN", &[written.expose_secret().as_bytes()]).await
}

async fn login(line: &mut Line, user: &str, password: &SecretString) -> Result<(), Failure> {
    let secret = password.expose_secret();
    if let (Some(user), Some(secret)) = (quoted(user), quoted(secret)) {
        let command = SecretString::from(format!("LOGIN {user} {secret}"));
        return line.command(command.expose_secret()).await;
    }
    let middle = format!("{user} {{{}}}", secret.len());
    line.converse(&format!("LOGIN {{{}}}", user.len()), &[middle.as_bytes(), secret.as_bytes()]).await
}
