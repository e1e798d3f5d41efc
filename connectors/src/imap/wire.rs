//! The bytes of the server, sorted into short lines for async-imap and bodies for us.
//!
//! In: the decrypted stream. Out: to the reader (async-imap) whole responses, one at a time, in which every literal of
//! a FETCH is replaced by a short token; to us the literals themselves. Knows no command.
//!
//! Why: async-imap allocates a literal when it is *announced* (`{500000000}` and three bytes: 492 MB) and copies it
//! twice. Here memory follows the bytes that came, a body above the cap is read past and cut, a line has an end, and a
//! body never passes through the parser (nor its trace log).

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::literal::{Body, Literal, Opening, opening};
use super::sluice::Sluice;

/// The longest response without its bodies.
const LONGEST_LINE: usize = 256 * 1024;
/// What is read at once outside of bodies.
const SMALL_READ: usize = 4096;

/// The protected or the plain stream.
pub(super) enum Stream {
    Tls(Box<TlsStream<Sluice>>),
    Plain(Box<Sluice>),
}

impl Stream {
    fn sluice(&mut self) -> &mut Sluice {
        match self {
            Self::Tls(stream) => stream.get_mut().0,
            Self::Plain(sluice) => sluice,
        }
    }

    fn poll_into(&mut self, cx: &mut Context<'_>, to: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buf = ReadBuf::new(to);
        match self {
            Self::Tls(stream) => ready!(Pin::new(stream).poll_read(cx, &mut buf))?,
            Self::Plain(stream) => ready!(Pin::new(stream).poll_read(cx, &mut buf))?,
        }
        Poll::Ready(Ok(buf.filled().len()))
    }
}

/// See the file.
pub(super) struct Wire {
    stream: Stream,
    keep_at_most: usize,
    /// Read, not yet sorted.
    input: Vec<u8>,
    sorted: usize,
    /// The response that is coming in.
    response: Vec<u8>,
    /// Bytes of a literal that belongs into the response as it is (never a body).
    verbatim: usize,
    literal: Option<Literal>,
    /// A whole response on its way to the reader.
    out: Vec<u8>,
    given: usize,
    bodies: Vec<(u32, Body)>,
    last_token: u32,
    received: u64,
}

impl Wire {
    pub(super) fn new(stream: Stream, keep_at_most: usize) -> Self {
        Self {
            stream,
            keep_at_most,
            input: Vec::new(),
            sorted: 0,
            response: Vec::new(),
            verbatim: 0,
            literal: None,
            out: Vec::new(),
            given: 0,
            bodies: Vec::new(),
            last_token: 0,
            received: 0,
        }
    }

    /// See [`Sluice::widen`].
    pub(super) fn widen(&mut self, wide: bool) {
        self.stream.sluice().widen(wide);
    }

    /// How many bytes have come so far, for the progress limit.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// The body that this token of a FETCH response stands for. A body that the server sent as a quoted string has no
    /// token: it is its own text.
    pub(super) fn take_body(&mut self, token: &[u8]) -> Body {
        let wanted = std::str::from_utf8(token).ok().and_then(|text| text.strip_prefix(TOKEN)?.parse::<u32>().ok());
        let found = wanted.and_then(|wanted| self.bodies.iter().position(|(number, _)| *number == wanted));
        match found {
            Some(at) => self.bodies.swap_remove(at).1,
            None => Body { kept: token.to_vec(), announced: token.len() as u64 },
        }
    }

    /// Forgets the bodies of responses that nobody asked for.
    pub(super) fn drop_bodies(&mut self) {
        self.bodies = Vec::new();
    }

    /// Moves on until a whole response is in `out`; `false` at the end of the stream.
    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        loop {
            if let Some(literal) = &mut self.literal {
                if literal.is_complete() {
                    self.close_literal();
                } else if self.sorted < self.input.len() {
                    self.sorted += literal.take_from(self.input.get(self.sorted..).unwrap_or_default());
                } else {
                    let n = ready!(self.stream.poll_into(cx, literal.room()))?;
                    if n == 0 {
                        return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
                    }
                    literal.came(n);
                    self.received += n as u64;
                }
                continue;
            }
            if self.sort()? {
                return Poll::Ready(Ok(true));
            }
            if self.literal.is_some() {
                continue;
            }
            self.input.resize(SMALL_READ, 0);
            let read = self.stream.poll_into(cx, &mut self.input);
            let n = if let Poll::Ready(Ok(n)) = read { n } else { 0 };
            self.input.truncate(n);
            self.sorted = 0;
            if n == 0 {
                self.input = Vec::new();
                ready!(read)?;
                self.out = std::mem::take(&mut self.response);
                return Poll::Ready(Ok(false));
            }
            self.received += n as u64;
        }
    }

    /// Sorts what was read; `true` if a whole response is ready, `false` if more must be read or a literal began.
    fn sort(&mut self) -> io::Result<bool> {
        while self.literal.is_none() {
            let rest = self.input.get(self.sorted..).unwrap_or_default();
            let line_end = rest.iter().position(|b| *b == b'\n').map(|at| at + 1);
            let step = if self.verbatim > 0 { self.verbatim.min(rest.len()) } else { line_end.unwrap_or(rest.len()) };
            if step == 0 {
                return Ok(false);
            }
            self.response.extend_from_slice(rest.get(..step).unwrap_or_default());
            self.sorted += step;
            if self.response.len() > LONGEST_LINE {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a response without end"));
            }
            if self.verbatim > 0 {
                self.verbatim -= step;
            } else if line_end.is_some() && self.line_is_done()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at a line that just ended; `true` if it ends the response.
    fn line_is_done(&mut self) -> io::Result<bool> {
        match opening(&self.response) {
            Opening::None => {
                self.out = std::mem::take(&mut self.response);
                self.given = 0;
                Ok(true)
            }
            Opening::Body { announced, line_length } => {
                self.response.truncate(line_length);
                self.literal = Some(Literal::new(announced, self.keep_at_most));
                Ok(false)
            }
            Opening::Verbatim { length } => {
                self.verbatim = length;
                Ok(false)
            }
            Opening::TooLong => Err(io::Error::new(io::ErrorKind::InvalidData, "a literal beyond all measure")),
        }
    }

    fn close_literal(&mut self) {
        let Some(literal) = self.literal.take() else { return };
        self.last_token = self.last_token.wrapping_add(1);
        let token = format!("{TOKEN}{}", self.last_token);
        self.response.extend_from_slice(format!("{{{}}}\r\n{token}", token.len()).as_bytes());
        self.bodies.push((self.last_token, literal.into_body()));
    }
}

const TOKEN: &str = "body ";

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.out.is_empty() {
            // At the end of the stream `out` holds the beginning of a response, which the reader reports as a fault.
            let _ = ready!(self.poll_response(cx))?;
        }
        let this = &mut *self;
        let waiting = this.out.get(this.given..).unwrap_or_default();
        let some = waiting.get(..buf.remaining().min(waiting.len())).unwrap_or_default();
        buf.put_slice(some);
        this.given += some.len();
        if this.given >= this.out.len() {
            this.out = Vec::new();
            this.given = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("received", &self.received).finish_non_exhaustive()
    }
}
