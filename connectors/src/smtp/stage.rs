//! A scripted SMTP server for the tests: it behaves until the step at which it is told not to.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What the server does at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Says this instead of what is due.
    Say(&'static str),
    /// Closes the connection.
    Close,
    /// Says nothing for ever.
    Stall,
    /// Accepts the letter (counts it), then closes without a word.
    TakeAndClose,
}

/// What the server saw.
#[derive(Debug, Default)]
pub struct Seen {
    pub connections: usize,
    pub commands: Vec<String>,
    /// Letters with their final dot, dots undone.
    pub letters: Vec<Vec<u8>>,
    /// Bytes after 354 without a final dot.
    pub unfinished: Vec<u8>,
}

/// A server on a port of its own.
pub struct Stage {
    pub port: u16,
    pub seen: Arc<Mutex<Seen>>,
}

/// How it behaves: the EHLO keywords, and for each (connection number from 1, or 0 for all; beginning of the command,
/// `GREETING` or `LETTER`) an act.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub offers: &'static [&'static str],
    pub acts: Vec<(usize, &'static str, Act)>,
    /// Closes a connection after so many letters.
    pub letters_per_connection: Option<usize>,
}

impl Script {
    pub fn at(verb: &'static str, act: Act) -> Self {
        Self { acts: vec![(0, verb, act)], ..Self::default() }
    }

    pub fn offering(mut self, offers: &'static [&'static str]) -> Self {
        self.offers = offers;
        self
    }
}

impl Stage {
    pub async fn open(script: Script) -> Self {
        Self::open_with(script, None).await
    }

    /// With TLS from the first byte if there is an acceptor.
    pub async fn open_with(script: Script, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Seen>>::default();
        let for_server = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                let number = {
                    let mut seen = for_server.lock().unwrap();
                    seen.connections += 1;
                    seen.connections
                };
                let (script, seen, tls) = (script.clone(), Arc::clone(&for_server), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, number, script, seen).await,
                        Some(tls) => serve(tls.accept(stream).await.ok()?, number, script, seen).await,
                    }
                });
            }
        });
        Self { port, seen }
    }

    pub fn letters(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap().letters.clone()
    }

    pub fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    pub fn unfinished(&self) -> Vec<u8> {
        self.seen.lock().unwrap().unfinished.clone()
    }
}

trait Io: AsyncRead + AsyncWrite + Unpin {}
impl<T: AsyncRead + AsyncWrite + Unpin> Io for T {}

async fn serve(stream: impl Io, number: usize, script: Script, seen: Arc<Mutex<Seen>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let act = |verb: &str| {
        script.acts.iter().find(|(n, v, _)| (*n == 0 || *n == number) && verb.starts_with(v)).map(|(_, _, act)| *act)
    };
    answer(&mut stream, act("GREETING"), "220 stage.example ESMTP").await?;
    let mut taken = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        seen.lock().unwrap().commands.push(line.trim_end().to_owned());
        let verb = line.split([' ', '\r']).next().unwrap_or_default().to_owned();
        let due = match verb.as_str() {
            "EHLO" => hello(script.offers),
            "AUTH" if line.starts_with("AUTH LOGIN") => "334 VXNlcm5hbWU6".into(),
            "AUTH" => "235 2.7.0 in".into(),
            "QUIT" => "221 2.0.0 bye".into(),
            "DATA" => "354 go on".into(),
            "MAIL" | "RCPT" | "RSET" => "250 2.0.0 ok".into(),
            "dXNlcg==" => "334 UGFzc3dvcmQ6".into(),
            "c2VjcmV0" => "235 2.7.0 in".into(),
            _ => "500 5.5.2 what".into(),
        };
        let said = answer(&mut stream, act(&line), &due).await?;
        if verb == "DATA" && said.starts_with("354") {
            letter(&mut stream, act("LETTER"), &seen).await?;
            taken += 1;
            if script.letters_per_connection == Some(taken) {
                return None;
            }
        }
    }
}

fn hello(offers: &[&str]) -> String {
    let mut lines: Vec<String> =
        std::iter::once("stage.example").chain(offers.iter().copied()).map(|l| format!("250-{l}")).collect();
    if let Some(last) = lines.last_mut() {
        last.replace_range(3..4, " ");
    }
    lines.join("\r\n")
}

async fn answer(stream: &mut BufReader<impl Io>, act: Option<Act>, due: &str) -> Option<String> {
    let said = match act {
        None => due,
        Some(Act::Say(text)) => text,
        Some(Act::Close | Act::TakeAndClose) => return None,
        Some(Act::Stall) => std::future::pending().await,
    };
    stream.write_all(format!("{said}\r\n").as_bytes()).await.ok()?;
    Some(said.to_owned())
}

async fn letter(stream: &mut BufReader<impl Io>, act: Option<Act>, seen: &Mutex<Seen>) -> Option<()> {
    let mut letter = Vec::new();
    loop {
        let mut line = Vec::new();
        let end = stream.read_until(b'\n', &mut line).await.unwrap_or(0) == 0;
        if end {
            seen.lock().unwrap().unfinished = letter;
            return None;
        }
        if line == b".\r\n" {
            break;
        }
        letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
    if matches!(act, None | Some(Act::TakeAndClose)) {
        seen.lock().unwrap().letters.push(letter);
    }
    answer(stream, act, "250 2.0.0 Ok: queued as Q1").await.map(|_| ())
}
