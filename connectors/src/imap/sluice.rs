//! The socket under TLS, with a wide read buffer while bodies flow and none at rest.
//!
//! In: a TCP stream. Out: the same bytes. rustls reads 4 KiB at a time; while bodies flow, one system call fetches
//! 64 KiB for it. A thousand idle sessions hold no such buffer. Knows nothing of IMAP.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

const WIDE: usize = 64 * 1024;

/// See the file.
pub(super) struct Sluice {
    socket: TcpStream,
    open_wide: bool,
    ahead: Vec<u8>,
    from: usize,
    to: usize,
}

impl Sluice {
    pub(super) fn new(socket: TcpStream) -> Self {
        Self { socket, open_wide: false, ahead: Vec::new(), from: 0, to: 0 }
    }

    /// Bodies are coming (`true`), or the session comes to rest (`false`): then the buffer is freed once drained.
    pub(super) fn widen(&mut self, wide: bool) {
        self.open_wide = wide;
        self.free_if_at_rest();
    }

    fn free_if_at_rest(&mut self) {
        if !self.open_wide && self.from == self.to {
            self.ahead = Vec::new();
            (self.from, self.to) = (0, 0);
        }
    }

    /// Gives what was read ahead; `false` if there is nothing.
    fn give(&mut self, buf: &mut ReadBuf<'_>) -> bool {
        let waiting = self.ahead.get(self.from..self.to).unwrap_or_default();
        let some = waiting.get(..buf.remaining().min(waiting.len())).unwrap_or_default();
        let given = !some.is_empty();
        buf.put_slice(some);
        self.from += some.len();
        self.free_if_at_rest();
        given
    }
}

impl AsyncRead for Sluice {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.give(buf) {
            return Poll::Ready(Ok(()));
        }
        if !self.open_wide || buf.remaining() >= WIDE {
            return Pin::new(&mut self.socket).poll_read(cx, buf);
        }
        let this = &mut *self;
        this.ahead.resize(WIDE, 0);
        let mut wide = ReadBuf::new(&mut this.ahead);
        ready!(Pin::new(&mut this.socket).poll_read(cx, &mut wide))?;
        (this.from, this.to) = (0, wide.filled().len());
        this.give(buf);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Sluice {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
