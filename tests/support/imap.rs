//! The far end: a small IMAP client that shows what lies in a mailbox. It shares nothing with the daemon's own.
//!
//! In: a mailbox and its password. Out: raw mails, flags, folders. Any NO or BAD stops the test.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use super::tls::{Secure, connect_secure};
use super::wait::until;

/// Within this time Dovecot knows a user who was added.
const NEWS_TRAVELS: Duration = Duration::from_secs(10);

/// One untagged answer: its text with `{n}` where a literal stood, and the literals.
#[derive(Debug, Default)]
pub struct Untagged {
    pub text: String,
    pub literals: Vec<Vec<u8>>,
}

/// A mail as the server shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub uid: u32,
    /// As the server writes them, such as `\Seen`.
    pub flags: Vec<String>,
    pub raw: Vec<u8>,
}

/// A connection that is logged in.
pub struct Imap {
    stream: BufReader<Secure>,
    tag: u32,
}

impl Imap {
    /// Connects and logs in. Dovecot looks at its list of users once a second at most, so one who was added just now
    /// may be unknown at first.
    pub fn log_in(port: u16, ca_file: &Path, user: &str, password: &str) -> Self {
        let mut refusal = String::new();
        let logged_in = until(NEWS_TRAVELS, || {
            let mut imap =
                Self { stream: BufReader::with_capacity(65_536, connect_secure(port, ca_file).unwrap()), tag: 0 };
            let greeting = imap.untagged().text;
            assert!(greeting.starts_with("* OK"), "{greeting}");
            match imap.ask(&format!("LOGIN \"{user}\" \"{password}\"")) {
                Ok(_) => Some(imap),
                Err(status) => {
                    refusal = status;
                    None
                }
            }
        });
        logged_in.unwrap_or_else(|| panic!("LOGIN {user}: {refusal}"))
    }

    /// Sends a command and returns its untagged answers. Panics unless the server says OK.
    pub fn command(&mut self, command: &str) -> Vec<Untagged> {
        self.ask(command).unwrap_or_else(|status| panic!("{command}: {status}"))
    }

    /// The same; what the server says instead of OK is the error.
    fn ask(&mut self, command: &str) -> Result<Vec<Untagged>, String> {
        self.tag += 1;
        let tag = format!("a{} ", self.tag);
        self.say(format!("{tag}{command}\r\n").as_bytes());
        let mut answers = Vec::new();
        loop {
            let answer = self.untagged();
            match answer.text.strip_prefix(&tag) {
                Some(status) if status.starts_with("OK") => return Ok(answers),
                Some(status) => return Err(status.to_owned()),
                None => answers.push(answer),
            }
        }
    }

    /// Opens a folder.
    pub fn select(&mut self, folder: &str) {
        self.command(&format!("SELECT \"{folder}\""));
    }

    /// The mails of the open folder from `uid` on, in order; marks nothing.
    pub fn mails_from(&mut self, uid: u32) -> Vec<Stored> {
        let answers = self.command(&format!("UID FETCH {uid}:* (UID FLAGS BODY.PEEK[])"));
        let mut mails: Vec<Stored> = answers.into_iter().filter_map(stored).filter(|mail| mail.uid >= uid).collect();
        mails.sort_by_key(|mail| mail.uid);
        mails
    }

    /// Puts a mail into `folder`, as a mail program does with what was sent.
    pub fn append(&mut self, folder: &str, raw: &[u8]) {
        self.tag += 1;
        let tag = format!("a{} ", self.tag);
        self.say(format!("{tag}APPEND \"{folder}\" {{{}}}\r\n", raw.len()).as_bytes());
        let go_on = self.untagged().text;
        assert!(go_on.starts_with('+'), "{go_on}");
        self.say(&[raw, b"\r\n"].concat());
        loop {
            let answer = self.untagged().text;
            if let Some(status) = answer.strip_prefix(&tag) {
                assert!(status.starts_with("OK"), "APPEND: {status}");
                return;
            }
        }
    }

    /// The names of all folders.
    pub fn folders(&mut self) -> Vec<String> {
        let names = self.command("LIST \"\" \"*\"").into_iter();
        names
            .filter_map(|answer| answer.text.rsplit(" \"/\" ").next().map(|name| name.trim_matches('"').to_owned()))
            .collect()
    }

    fn say(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
        self.stream.get_mut().flush().unwrap();
    }

    fn untagged(&mut self) -> Untagged {
        let mut answer = Untagged::default();
        loop {
            let mut line = Vec::new();
            self.stream.read_until(b'\n', &mut line).unwrap();
            assert!(line.ends_with(b"\r\n"), "the IMAP server closed the connection after {:?}", answer.text);
            let line = String::from_utf8_lossy(&line[..line.len() - 2]).into_owned();
            answer.text.push_str(&line);
            match literal_length(&line) {
                Some(length) => {
                    let mut literal = vec![0; length];
                    self.stream.read_exact(&mut literal).unwrap();
                    answer.literals.push(literal);
                }
                None => return answer,
            }
        }
    }
}

impl Drop for Imap {
    fn drop(&mut self) {
        self.tag += 1;
        let _ = self.stream.get_mut().write_all(format!("a{} LOGOUT\r\n", self.tag).as_bytes());
        let _ = self.stream.get_mut().flush();
    }
}

fn literal_length(line: &str) -> Option<usize> {
    line.strip_suffix('}')?.rsplit_once('{')?.1.parse().ok()
}

fn stored(mut answer: Untagged) -> Option<Stored> {
    let after = |word: &str| answer.text.split_once(word).map(|(_, rest)| rest);
    let uid = after("UID ")?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let flags = after("FLAGS (")?.split_once(')')?.0.split_whitespace().map(str::to_owned).collect();
    let raw = answer.literals.pop()?;
    Some(Stored { uid, flags, raw })
}
