//! The one IMAP primitive: send a command, read until its tagged answer, hear everything on the way.
//!
//! In: a command without its tag. Out: the server's answer, or why there is none. Knows no folder and no message.
//!
//! Of async-imap only the reader is used: its verbs take NO, BAD and a lost connection for a normal, empty end, and its
//! own writing logs passwords at TRACE. A panic in the parser (it has some, on `INTERNALDATE NIL` for one) counts as
//! garbage from the server.

use std::panic::AssertUnwindSafe;

use async_imap::Client;
use async_imap::imap_proto::{Capability, MailboxDatum, Outcome, Response, ResponseCode, Status};
use futures_util::FutureExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Duration, Instant, timeout, timeout_at};

use super::account::Limits;
use super::failure::{Answer, Break, Failure};
use super::wire::Wire;

/// The name of a command that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag(String);

/// What the server mentioned on the way, in whatever answer.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// How many messages the folder holds.
    pub exists: Option<u32>,
    /// EXISTS was said since this was last set to `false`.
    pub news: bool,
    /// The numbering of the folder.
    pub uid_validity: Option<u32>,
    /// The number the next message will probably get.
    pub uid_next: Option<u32>,
    /// The sequence number of the first unseen message.
    pub first_unseen: Option<u32>,
    /// Flags that stay; `\*` allows new keywords.
    pub permanent_flags: Option<Vec<String>>,
    /// What the server can, in capitals.
    pub capabilities: Option<Vec<String>>,
}

/// A connection on which commands can be given.
#[derive(Debug)]
pub(super) struct Line {
    client: Client<Wire>,
    last_tag: u64,
    limits: Limits,
    flowing: bool,
    pub heard: Heard,
}

/// One response, as far as it matters to a command.
pub(super) enum Step {
    /// Untagged data, given to the listener.
    Untagged,
    /// `+`: the server waits for more.
    GoOn,
    /// The tagged OK.
    Done,
}

/// Who listens to the untagged data of a command, with the wire that holds the bodies.
pub(super) type Listener<'a> = dyn FnMut(&Response<'_>, &mut Wire) + Send + 'a;

impl Line {
    pub(super) fn new(wire: Wire, limits: Limits) -> Self {
        Self { client: Client::new(wire), last_tag: 0, limits, flowing: false, heard: Heard::default() }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// See [`super::sluice::Sluice::widen`].
    pub(super) fn widen(&mut self, wide: bool) {
        self.flowing = wide;
        self.client.get_mut().widen(wide);
    }

    /// Sends a command and waits for its tagged OK.
    pub(super) async fn command(&mut self, command: &str) -> Result<(), Failure> {
        self.listen(command, &mut |_, _| {}).await
    }

    /// The same with somebody listening.
    pub(super) async fn listen(&mut self, command: &str, each: &mut Listener<'_>) -> Result<(), Failure> {
        let tag = self.send(command).await?;
        self.finish(&tag, each).await
    }

    /// Sends a command whose further parts the server asks for one by one with `+`.
    pub(super) async fn converse(&mut self, command: &str, parts: &[&[u8]]) -> Result<(), Failure> {
        let tag = self.send(command).await?;
        let end = self.end();
        let mut parts = parts.iter();
        loop {
            match self.step(&tag, end, self.pace(), &mut |_, _| {}).await? {
                Step::Untagged => {}
                Step::Done => return Ok(()),
                // An empty line ends an exchange in which the server asks for more than there is.
                Step::GoOn => self.write(&[parts.next().copied().unwrap_or_default(), b"\r\n"].concat()).await?,
            }
        }
    }

    /// Sends a command in one piece and does not wait.
    pub(super) async fn send(&mut self, command: &str) -> Result<Tag, Failure> {
        self.last_tag += 1;
        let tag = Tag(format!("P{}", self.last_tag));
        self.write(format!("{} {command}\r\n", tag.0).as_bytes()).await?;
        Ok(tag)
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let wire = self.client.get_mut();
        let whole = async {
            wire.write_all(bytes).await?;
            wire.flush().await
        };
        let written = timeout(self.limits.command, whole).await.map_err(|_| Break::Silent)?;
        Ok(written.map_err(|e| Break::from_io(&e))?)
    }

    /// Reads up to the tagged answer of a command sent before. Only one command is on its way at a time: Dovecot
    /// answers several in an order of its own.
    pub(super) async fn finish(&mut self, tag: &Tag, each: &mut Listener<'_>) -> Result<(), Failure> {
        let end = self.end();
        loop {
            match self.step(tag, end, self.pace(), each).await? {
                Step::Untagged => {}
                Step::Done => return Ok(()),
                Step::GoOn => return Err(Break::Garbled("the server asks for more where nothing is due").into()),
            }
        }
    }

    /// Reads one response, until `end` at the latest; in each stretch of `pace` something must come. [`Break::Silent`]
    /// leaves the connection as it was: the call may be repeated.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is not ours and not exhaustive")]
    pub(super) async fn step(
        &mut self,
        tag: &Tag,
        end: Instant,
        pace: Duration,
        each: &mut Listener<'_>,
    ) -> Result<Step, Failure> {
        let response = loop {
            let before = self.client.get_ref().received();
            let reading = AssertUnwindSafe(self.client.read_response()).catch_unwind();
            match timeout_at(end.min(Instant::now() + pace), reading).await {
                Ok(Ok(Ok(Some(response)))) => break response,
                Ok(Ok(Ok(None))) => return Err(Break::Lost.into()),
                Ok(Ok(Err(e))) => return Err(Break::from_io(&e).into()),
                Ok(Err(_panic)) => return Err(Break::Garbled("an answer that cannot be read").into()),
                Err(_) if Instant::now() < end && self.moves_on(before) => {}
                Err(_) => return Err(Break::Silent.into()),
            }
        };
        let response = response.parsed();
        self.heard.hear(response);
        match response {
            Response::Data { status: Status::Bye, outcome } => Err(Break::Bye(Answer::of(outcome)).into()),
            Response::Done { tag: said, status, outcome } if said.0 == tag.0 => match status {
                Status::Ok => Ok(Step::Done),
                Status::No => Err(Failure::No(Answer::of(outcome))),
                Status::Bad | Status::PreAuth | Status::Bye => Err(Failure::Bad(Answer::of(outcome))),
            },
            Response::Done { .. } => Err(Break::Garbled("an answer to a command that was not given").into()),
            Response::Continue(_) => Ok(Step::GoOn),
            other => {
                each(other, self.client.get_mut());
                self.client.get_mut().drop_bodies();
                Ok(Step::Untagged)
            }
        }
    }

    /// The first line of the server: `* OK`, nothing else.
    pub(super) async fn greeting(&mut self) -> Result<(), Failure> {
        let limit = self.limits.connect;
        let mut good = false;
        let mut hear = |response: &Response<'_>, _: &mut Wire| {
            good = matches!(response, Response::Data { status: Status::Ok, .. });
        };
        self.step(&Tag(String::new()), Instant::now() + limit, limit, &mut hear).await?;
        if good { Ok(()) } else { Err(Break::Garbled("the server does not begin with * OK").into()) }
    }

    fn end(&self) -> Instant {
        Instant::now() + self.limits.whole_command
    }

    fn pace(&self) -> Duration {
        if self.flowing { self.limits.progress } else { self.limits.command }
    }

    /// True if enough came since `before` for the pace that is asked of the server.
    fn moves_on(&self, before: u64) -> bool {
        self.client.get_ref().received().saturating_sub(before) >= Limits::FLOOR_BYTES
    }
}

impl Heard {
    /// True if the server is able to do this.
    pub(super) fn can(&self, capability: &str) -> bool {
        self.capabilities.iter().flatten().any(|has| has == capability)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is not ours and not exhaustive")]
    fn hear(&mut self, response: &Response<'_>) {
        match response {
            Response::MailboxData(MailboxDatum::Exists(n)) => {
                self.exists = Some(*n);
                self.news = true;
            }
            Response::Expunge(_) => self.exists = self.exists.map(|n| n.saturating_sub(1)),
            Response::Capabilities(all) => self.capabilities = Some(spelled(all)),
            Response::Data { outcome, .. } | Response::Done { outcome, .. } => self.hear_code(outcome),
            _ => {}
        }
    }

    fn hear_code(&mut self, outcome: &Outcome<'_>) {
        match &outcome.code {
            Some(ResponseCode::UidValidity(n)) => self.uid_validity = Some(*n),
            Some(ResponseCode::UidNext(n)) => self.uid_next = Some(*n),
            Some(ResponseCode::Unseen(n)) => self.first_unseen = Some(*n),
            Some(ResponseCode::PermanentFlags(flags)) => {
                self.permanent_flags = Some(flags.iter().map(ToString::to_string).collect());
            }
            Some(ResponseCode::Capabilities(all)) => self.capabilities = Some(spelled(all)),
            _ => {}
        }
    }
}

fn spelled(capabilities: &[Capability<'_>]) -> Vec<String> {
    let one = |capability: &Capability<'_>| match capability {
        Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
        Capability::Auth(mechanism) => format!("AUTH={}", mechanism.to_ascii_uppercase()),
        Capability::Atom(atom) => atom.to_ascii_uppercase(),
    };
    capabilities.iter().map(one).collect()
}
