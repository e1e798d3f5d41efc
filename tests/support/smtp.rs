//! The mail program of a citizen or an officer: a small SMTP client that says what the server said.
//!
//! In: an envelope and raw bytes. Out: the server's acceptance, or its refusal with the code.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::path::Path;

use base64::Engine as _;

use super::tls::{connect_plain, connect_secure};

/// What the server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The three digits.
    pub code: u16,
    /// All lines, without the codes, joined by line feeds.
    pub text: String,
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// A connection that has said EHLO.
pub struct Smtp {
    stream: BufReader<Box<dyn Stream>>,
}

impl Smtp {
    /// Connects to a plain port of loopback.
    pub fn plain(port: u16) -> Self {
        Self::greet(Box::new(connect_plain(port).unwrap()))
    }

    /// Connects to the submission port and logs in.
    pub fn submission(port: u16, ca_file: &Path, user: &str, password: &str) -> Result<Self, Answer> {
        let mut smtp = Self::greet(Box::new(connect_secure(port, ca_file).unwrap()));
        let secret = base64::engine::general_purpose::STANDARD.encode(format!("\0{user}\0{password}"));
        smtp.expect(&format!("AUTH PLAIN {secret}"), 235)?;
        Ok(smtp)
    }

    fn greet(stream: Box<dyn Stream>) -> Self {
        let mut smtp = Self { stream: BufReader::new(stream) };
        assert_eq!(smtp.answer().code, 220);
        smtp.expect("EHLO client.sandbox.test", 250).unwrap();
        smtp
    }

    /// Sends one mail to one recipient. The bytes are sent as they are, with dots doubled and a final line end.
    pub fn send(&mut self, from: &str, to: &str, raw: &[u8]) -> Result<Answer, Answer> {
        let sent = self.transaction(from, to, raw);
        if sent.is_err() {
            self.expect("RSET", 250)?;
        }
        sent
    }

    fn transaction(&mut self, from: &str, to: &str, raw: &[u8]) -> Result<Answer, Answer> {
        self.expect(&format!("MAIL FROM:<{from}>"), 250)?;
        self.expect(&format!("RCPT TO:<{to}>"), 250)?;
        self.expect("DATA", 354)?;
        self.stream.get_mut().write_all(&dotted(raw)).unwrap();
        self.settle(250)
    }

    fn expect(&mut self, command: &str, code: u16) -> Result<Answer, Answer> {
        self.stream.get_mut().write_all(format!("{command}\r\n").as_bytes()).unwrap();
        self.settle(code)
    }

    fn settle(&mut self, code: u16) -> Result<Answer, Answer> {
        self.stream.get_mut().flush().unwrap();
        let answer = self.answer();
        if answer.code == code { Ok(answer) } else { Err(answer) }
    }

    fn answer(&mut self) -> Answer {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let length = self.stream.read_line(&mut line).unwrap();
            assert!(length > 0, "the SMTP server closed the connection after {lines:?}");
            let line = line.trim_end();
            lines.push(line.get(4..).unwrap_or_default().to_owned());
            if line.as_bytes().get(3) != Some(&b'-') {
                return Answer { code: line[..3].parse().unwrap(), text: lines.join("\n") };
            }
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.stream.get_mut().write_all(b"QUIT\r\n");
        let _ = self.stream.get_mut().flush();
    }
}

/// The bytes as they travel: a dot more where a line starts with one, and the end of mail.
fn dotted(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 64);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}
