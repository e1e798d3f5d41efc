//! What the server says.
//!
//! In: bytes from the server, bounded. Out: a [`Reply`] with its code, its enhanced code and its text made fit for
//! logs.

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

/// Longest line and most lines that are read.
const LONGEST_LINE: u64 = 4096;
const MOST_LINES: usize = 128;
/// Longest text that is kept, in characters.
const LONGEST_TEXT: usize = 200;

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The text of each line.
    pub lines: Vec<String>,
}

/// Why there is no reply.
#[derive(Debug)]
pub enum NoReply {
    /// The connection ended or broke.
    Lost(std::io::Error),
    /// What came is not a reply.
    Garbage,
}

impl Reply {
    /// Reads one reply, all of its lines.
    pub async fn read(from: &mut (impl AsyncBufRead + Unpin)) -> Result<Self, NoReply> {
        let mut reply: Option<Self> = None;
        for _ in 0..MOST_LINES {
            let mut line = Vec::new();
            (&mut *from).take(LONGEST_LINE).read_until(b'\n', &mut line).await.map_err(NoReply::Lost)?;
            if line.is_empty() {
                return Err(NoReply::Lost(std::io::ErrorKind::UnexpectedEof.into()));
            }
            let (code, last, text) = split(&line).ok_or(NoReply::Garbage)?;
            let whole = reply.get_or_insert_with(|| Self { code, lines: Vec::new() });
            if whole.code != code {
                return Err(NoReply::Garbage);
            }
            whole.lines.push(text);
            if last {
                return reply.ok_or(NoReply::Garbage);
            }
        }
        Err(NoReply::Garbage)
    }

    /// The first digit.
    #[must_use]
    pub fn class(&self) -> u16 {
        self.code / 100
    }

    /// The enhanced code as class, subject, detail (RFC 3463), where its class agrees with the reply's.
    #[must_use]
    pub fn enhanced(&self) -> Option<(u16, u16, u16)> {
        let word = self.lines.first()?.split_whitespace().next()?;
        let mut parts = word.split('.').map(|part| part.parse::<u16>().ok());
        match (parts.next()??, parts.next()??, parts.next()??, parts.next()) {
            (class, subject, detail, None) if class == self.class() => Some((class, subject, detail)),
            _ => None,
        }
    }

    /// `550 5.1.1`, or `550` without an enhanced code.
    #[must_use]
    pub fn code_text(&self) -> String {
        match self.enhanced() {
            Some((class, subject, detail)) => format!("{} {class}.{subject}.{detail}", self.code),
            None => self.code.to_string(),
        }
    }

    /// The text in one line for logs: shortened, without control characters and without addresses.
    #[must_use]
    pub fn text(&self) -> String {
        let words = self.lines.iter().flat_map(|line| line.split_whitespace());
        let words = words.map(|word| if word.contains('@') { "<…>" } else { word });
        let text = words.collect::<Vec<_>>().join(" ");
        text.chars().map(|c| if c.is_control() { '?' } else { c }).take(LONGEST_TEXT).collect()
    }

    /// The id under which the server keeps the letter: `queued as X` (Postfix and its kin), `id=X` (Exim).
    #[must_use]
    pub fn queue_id(&self) -> Option<String> {
        let text = self.lines.join(" ");
        let after = |mark: &str| text.split_once(mark).map(|(_, rest)| rest);
        let rest = after("queued as ").or_else(|| after("id="))?;
        let id: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
        let id = id.trim_end_matches('.').to_owned();
        (!id.is_empty()).then_some(id)
    }

    /// The words after an EHLO keyword; `None` where the server does not offer it.
    #[must_use]
    pub fn offers(&self, keyword: &str) -> Option<Vec<String>> {
        self.lines.iter().skip(1).find_map(|line| {
            let mut words = line.split([' ', '=']).map(str::to_ascii_uppercase);
            (words.next()? == keyword).then(|| words.collect())
        })
    }
}

/// Code, whether it is the last line, and text of one line.
fn split(line: &[u8]) -> Option<(u16, bool, String)> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(3)?;
    let code: u16 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let (last, text) = match rest.split_first() {
        None => (true, rest),
        Some((b' ', text)) => (true, text),
        Some((b'-', text)) => (false, text),
        Some(_) => return None,
    };
    (200..600).contains(&code).then(|| (code, last, String::from_utf8_lossy(text).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Result<Reply, NoReply> {
        let mut bytes = bytes;
        Reply::read(&mut bytes).await
    }

    #[tokio::test]
    async fn a_reply_of_several_lines_is_one_reply() {
        let reply =
            read(b"250-relay.example at your service\r\n250-AUTH PLAIN login\r\n250-SIZE 35000000\r\n250 DSN\r\n")
                .await
                .unwrap();
        assert_eq!(reply.offers("AUTH").unwrap(), ["PLAIN", "LOGIN"]);
        assert_eq!(reply.offers("DSN").unwrap(), [""; 0]);
        assert_eq!(reply.offers("PIPELINING"), None);
    }

    #[tokio::test]
    async fn the_enhanced_code_counts_only_where_it_agrees() {
        assert_eq!(read(b"550 5.1.1 no\r\n").await.unwrap().code_text(), "550 5.1.1");
        assert_eq!(read(b"550 4.1.1 no\r\n").await.unwrap().code_text(), "550");
        assert_eq!(read(b"550\r\n").await.unwrap().code_text(), "550");
    }

    #[tokio::test]
    async fn no_address_and_no_control_character_reaches_the_log() {
        let reply = read(b"550 5.1.1 <warga@mail.example>: \x1b[31m unknown\r\n").await.unwrap();
        assert_eq!(reply.text(), "5.1.1 <…> ?[31m unknown");
    }

    #[tokio::test]
    async fn the_queue_id_is_found_in_the_words_of_the_common_servers() {
        for (text, id) in [
            ("2.0.0 Ok: queued as 4XyZ1", Some("4XyZ1")),
            ("OK id=1tABCD-0001-xY", Some("1tABCD-0001-xY")),
            ("ok", None),
        ] {
            assert_eq!(read(format!("250 {text}\r\n").as_bytes()).await.unwrap().queue_id().as_deref(), id);
        }
    }

    #[tokio::test]
    async fn what_is_no_reply_is_not_taken_for_one() {
        for bytes in
            [&b"hello\r\n"[..], b"250-a\r\n251 b\r\n", b"99 x\r\n", b"250x\r\n", b"+OK\r\n", &b"250-a\r\n".repeat(500)]
        {
            assert!(matches!(read(bytes).await, Err(NoReply::Garbage)), "{}", String::from_utf8_lossy(bytes));
        }
        assert!(matches!(read(&[b'2'; 9000]).await, Err(NoReply::Garbage)));
        assert!(matches!(read(b"").await, Err(NoReply::Lost(_))));
    }
}
