//! A conversation with a relay.
//!
//! In: a [`Relay`] and letters, one recipient each. Out: replies and faults. The wire syntax of commands and the check
//! of addresses are lettre's; the conversation is our own, because lettre's `AsyncSmtpConnection` (0.11) does not tell
//! which of PIPELINING, DSN and SIZE the server offers, waits after each command, writes the letter and its dot apart,
//! has no place between DATA's 354 and the letter, keeps its read buffer across STARTTLS, and has no time limits.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use lettre::transport::smtp::commands::{Data, Ehlo, Quit, Rset, Starttls};
use lettre::transport::smtp::extension::ClientId;
use rustls::ClientConfig;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::classify::{Step, refusal};
use super::envelope::Envelope;
use super::relay::{Limits, Relay, Security};
use super::reply::Reply;
use super::wire::Wire;
use crate::{Fault, FaultKind, Reach};

/// What the conversation can still be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The next transaction may begin.
    Ready,
    /// It may, after RSET.
    Stained,
    /// The connection is gone or the server closes it.
    Lost,
    /// The server waits for a letter that will not come; only closing helps.
    Spent,
}

/// What the server offers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Offers {
    pub pipelining: bool,
    pub dsn: bool,
    pub size: bool,
    pub eight_bit: bool,
}

/// An open conversation, logged in where the relay wants that.
pub(super) struct Session {
    wire: Wire,
    offers: Offers,
    state: State,
    limits: Limits,
    rested_since: Instant,
}

impl Session {
    /// Connects, greets and logs in.
    pub async fn open(relay: &Relay, tls: Option<&Arc<ClientConfig>>) -> Result<Self, Fault> {
        let mut wire = Wire::open(relay, tls).await?;
        let limit = relay.limits.command;
        let greeting = wire.reply(Step::Greeting, limit).await?;
        expect(Step::Greeting, greeting, 2)?;
        let mut hello = hello(&mut wire, relay).await?;
        if relay.security == Security::StartTls {
            if hello.offers("STARTTLS").is_none() {
                return Err(setup("the relay does not offer STARTTLS; nothing is sent to it without"));
            }
            wire.write(Step::StartTls, Starttls.to_string().as_bytes(), limit).await?;
            let ready = wire.reply(Step::StartTls, limit).await?;
            expect(Step::StartTls, ready, 2)?;
            wire = wire.protected(relay, tls).await?;
            hello = self::hello(&mut wire, relay).await?;
        }
        if let Some((user, password)) = &relay.login {
            log_in(&mut wire, relay, &hello, user, password).await?;
        }
        let offers = Offers {
            pipelining: hello.offers("PIPELINING").is_some(),
            dsn: hello.offers("DSN").is_some(),
            size: hello.offers("SIZE").is_some(),
            eight_bit: hello.offers("8BITMIME").is_some(),
        };
        Ok(Self { wire, offers, state: State::Ready, limits: relay.limits, rested_since: Instant::now() })
    }

    /// MAIL, RCPT and DATA, in one write where the server allows. After `Ok` the server waits for the letter; nothing
    /// is sent yet.
    pub async fn announce(&mut self, envelope: &Envelope) -> Result<(), Fault> {
        let (mail, rcpt) = envelope.commands(self.offers)?;
        let mut commands = vec![(Step::Mail, mail), (Step::Rcpt, rcpt), (Step::Data, Data.to_string())];
        if self.state == State::Stained {
            commands.insert(0, (Step::End, Rset.to_string()));
        }
        if self.offers.pipelining {
            let all: String = commands.iter().map(|(_, command)| command.as_str()).collect();
            self.write(Step::Mail, all.as_bytes()).await?;
        }
        let mut refused = None;
        for (step, command) in &commands {
            if !self.offers.pipelining {
                self.write(*step, command.as_bytes()).await?;
            }
            let reply = self.reply(*step).await?;
            if reply.class() != if *step == Step::Data { 3 } else { 2 } {
                refused.get_or_insert_with(|| refusal(*step, &reply));
                self.state = if reply.code == 421 { State::Lost } else { State::Stained };
            } else if *step == Step::Data {
                self.state = State::Spent;
            }
            if self.state == State::Lost || (refused.is_some() && !self.offers.pipelining) {
                break;
            }
        }
        refused.map_or(Ok(()), Err)
    }

    /// The letter with its final dot, as [`super::body::on_the_wire`] makes it, after [`Session::announce`].
    pub async fn letter(&mut self, wire_form: &[u8]) -> Result<Reply, Fault> {
        self.state = State::Lost;
        self.wire.write(Step::Letter, wire_form, self.limits.body).await?;
        let reply = self.wire.reply(Step::Letter, self.limits.final_dot).await?;
        if reply.code != 421 {
            self.state = State::Ready;
        }
        self.rested_since = Instant::now();
        expect(Step::Letter, reply, 2)
    }

    /// True if another transaction may begin.
    pub fn is_usable(&self) -> bool {
        matches!(self.state, State::Ready | State::Stained)
    }

    /// True if the connection broke or the server ended it; the next one may do better.
    pub fn is_lost(&self) -> bool {
        self.state == State::Lost
    }

    /// When it was last used.
    pub fn rested_since(&self) -> Instant {
        self.rested_since
    }

    /// Says good-bye. Whatever the server answers, it is over.
    pub async fn quit(mut self) {
        if self.write(Step::End, Quit.to_string().as_bytes()).await.is_ok() {
            drop(self.reply(Step::End).await);
        }
    }

    async fn write(&mut self, step: Step, bytes: &[u8]) -> Result<(), Fault> {
        let written = self.wire.write(step, bytes, self.limits.command).await;
        written.inspect_err(|_| self.state = State::Lost)
    }

    async fn reply(&mut self, step: Step) -> Result<Reply, Fault> {
        let reply = self.wire.reply(step, self.limits.command).await;
        reply.inspect_err(|_| self.state = State::Lost)
    }
}

async fn hello(wire: &mut Wire, relay: &Relay) -> Result<Reply, Fault> {
    let ehlo = Ehlo::new(ClientId::Domain(relay.hello_name.clone())).to_string();
    wire.write(Step::Hello, ehlo.as_bytes(), relay.limits.command).await?;
    let reply = wire.reply(Step::Hello, relay.limits.command).await?;
    expect(Step::Hello, reply, 2)
}

/// AUTH PLAIN (RFC 4616), or LOGIN for servers that know nothing better.
async fn log_in(
    wire: &mut Wire,
    relay: &Relay,
    hello: &Reply,
    user: &str,
    password: &SecretString,
) -> Result<(), Fault> {
    let offered = hello.offers("AUTH").unwrap_or_default();
    let encoded = |text: String| BASE64.encode(text);
    let lines = if offered.iter().any(|mechanism| mechanism == "PLAIN") {
        vec![format!("AUTH PLAIN {}", encoded(format!("\0{user}\0{}", password.expose_secret())))]
    } else if offered.iter().any(|mechanism| mechanism == "LOGIN") {
        vec!["AUTH LOGIN".to_owned(), encoded(user.to_owned()), encoded(password.expose_secret().to_owned())]
    } else {
        return Err(setup("a login is configured, but the relay offers neither AUTH PLAIN nor AUTH LOGIN"));
    };
    let last = lines.len() - 1;
    for (at, line) in lines.into_iter().enumerate() {
        wire.write(Step::Auth, format!("{line}\r\n").as_bytes(), relay.limits.command).await?;
        let reply = wire.reply(Step::Auth, relay.limits.command).await?;
        expect(Step::Auth, reply, if at == last { 2 } else { 3 })?;
    }
    Ok(())
}

/// The reply, if its first digit is the one we need.
fn expect(step: Step, reply: Reply, class: u16) -> Result<Reply, Fault> {
    if reply.class() == class { Ok(reply) } else { Err(refusal(step, &reply)) }
}

fn setup(text: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}
