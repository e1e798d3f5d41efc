//! A small IMAP server that behaves until it is told otherwise.
//!
//! In: messages and a list of quirks. Out: a port, and what the client said.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does instead of behaving, when a command (without its tag) begins with these words.
#[derive(Clone)]
pub struct Quirk {
    pub when: &'static str,
    pub answer: Answer,
    /// How many times; then it behaves again.
    pub times: usize,
}

/// `{tag}` is filled in.
#[derive(Clone)]
pub enum Answer {
    /// Says this and goes on.
    Say(&'static str),
    /// Says this and closes.
    SayAndClose(&'static str),
    /// Says this and then nothing any more.
    SayAndStall(&'static str),
}

#[derive(Default)]
pub struct State {
    pub validity: u32,
    pub messages: BTreeMap<u32, Vec<u8>>,
    /// Listed with this size instead of the true one.
    pub lies: BTreeMap<u32, u64>,
    /// Listed, but not given.
    pub vanished: Vec<u32>,
    /// Given as NIL.
    pub nil: Vec<u32>,
    pub quirks: Vec<Quirk>,
    pub said: Vec<String>,
    pub connections: usize,
    pub capabilities: &'static str,
    pub password: &'static str,
    /// Said in every IDLE.
    pub idle_says: &'static str,
}

pub struct Fake {
    pub port: u16,
    pub state: Arc<Mutex<State>>,
}

pub fn mail(n: u32) -> Vec<u8> {
    format!("Subject: Aduan {n}\r\n\r\nAntrean lama di loket {n}.\r\n").into_bytes()
}

impl Fake {
    pub async fn with_messages(uids: impl IntoIterator<Item = u32>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State {
            validity: 7,
            messages: uids.into_iter().map(|uid| (uid, mail(uid))).collect(),
            capabilities: "IMAP4rev1 IDLE AUTH=PLAIN UIDPLUS MOVE",
            password: "rahasia",
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    pub fn quirk(&self, when: &'static str, answer: Answer) {
        self.quirk_times(when, answer, 1);
    }

    pub fn quirk_times(&self, when: &'static str, answer: Answer, times: usize) {
        self.state.lock().unwrap().quirks.push(Quirk { when, answer, times });
    }

    pub fn said(&self, words: &str) -> usize {
        self.state.lock().unwrap().said.iter().filter(|line| line.starts_with(words)).count()
    }
}

async fn serve(socket: TcpStream, state: Arc<Mutex<State>>) {
    let mut io = BufReader::new(socket);
    let capabilities = {
        let mut state = state.lock().unwrap();
        state.connections += 1;
        state.capabilities
    };
    let greeting = quirk_for(&state, "GREETING").unwrap_or(Answer::Say("* OK siap\r\n"));
    if !play(&mut io, &greeting, "").await {
        return;
    }
    let mut line = String::new();
    while let Ok(n) = io.read_line(&mut line).await {
        if n == 0 {
            return;
        }
        let whole = std::mem::take(&mut line);
        let (tag, command) = whole.trim_end().split_once(' ').unwrap_or((whole.trim_end(), ""));
        state.lock().unwrap().said.push(command.to_owned());
        if let Some(answer) = quirk_for(&state, command) {
            if !play(&mut io, &answer, tag).await {
                return;
            }
            continue;
        }
        let answer = match command.split(' ').next().unwrap_or_default() {
            "CAPABILITY" => format!("* CAPABILITY {capabilities}\r\n{tag} OK\r\n").into_bytes(),
            "AUTHENTICATE" => {
                io.write_all(b"+ \r\n").await.unwrap();
                io.read_line(&mut line).await.unwrap();
                let word = std::mem::take(&mut line);
                let known = base64(&format!("\0pengaduan@dinkes.example\0{}", state.lock().unwrap().password));
                let good = word.trim_end() == known;
                let no = "NO [AUTHENTICATIONFAILED] salah";
                format!("{tag} {}\r\n", if good { "OK masuk" } else { no }).into_bytes()
            }
            "IDLE" => {
                let says = state.lock().unwrap().idle_says;
                io.write_all(format!("+ idling\r\n{says}").as_bytes()).await.unwrap();
                io.read_line(&mut line).await.unwrap();
                assert_eq!(std::mem::take(&mut line).trim_end(), "DONE");
                format!("{tag} OK\r\n").into_bytes()
            }
            _ => state.lock().unwrap().answer(tag, command),
        };
        if io.write_all(&answer).await.is_err() {
            return;
        }
    }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn quirk_for(state: &Mutex<State>, command: &str) -> Option<Answer> {
    let mut state = state.lock().unwrap();
    let quirk = state.quirks.iter_mut().find(|quirk| quirk.times > 0 && command.starts_with(quirk.when))?;
    quirk.times -= 1;
    Some(quirk.answer.clone())
}

/// Returns false if the connection is to end.
async fn play(io: &mut BufReader<TcpStream>, answer: &Answer, tag: &str) -> bool {
    let (text, goes_on) = match answer {
        Answer::Say(text) => (text, true),
        Answer::SayAndClose(text) | Answer::SayAndStall(text) => (text, false),
    };
    let sent = io.write_all(text.replace("{tag}", tag).as_bytes()).await.is_ok();
    if matches!(answer, Answer::SayAndStall(_)) {
        // Until the client gives up and closes.
        let mut rest = String::new();
        while io.read_line(&mut rest).await.is_ok_and(|n| n > 0) {}
    }
    sent && goes_on
}

impl State {
    fn answer(&self, tag: &str, command: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let words: Vec<&str> = command.split(' ').collect();
        match words.as_slice() {
            ["EXAMINE" | "SELECT", ..] => {
                let (validity, exists) = (self.validity, self.messages.len());
                out.extend(format!("* {exists} EXISTS\r\n* OK [UIDVALIDITY {validity}] ok\r\n").bytes());
            }
            ["UID", "FETCH", set, items @ ..] => self.fetch(set, &items.join(" "), &mut out),
            _ => {}
        }
        out.extend(format!("{tag} OK selesai\r\n").bytes());
        out
    }

    fn fetch(&self, set: &str, items: &str, out: &mut Vec<u8>) {
        for (number, (uid, body)) in self.messages.iter().enumerate() {
            let number = number + 1;
            if !self.is_in(set, *uid) {
                continue;
            }
            if !items.contains("BODY") {
                let size = self.lies.get(uid).copied().unwrap_or(body.len() as u64);
                out.extend(format!("* {number} FETCH (UID {uid} RFC822.SIZE {size})\r\n").bytes());
            } else if self.nil.contains(uid) {
                out.extend(format!("* {number} FETCH (UID {uid} BODY[] NIL)\r\n").bytes());
            } else if !self.vanished.contains(uid) {
                let part = items.split_once("<0.").and_then(|(_, rest)| rest.split_once('>'));
                let limit = part.map_or(usize::MAX, |(n, _)| n.parse().unwrap());
                let given = &body[..body.len().min(limit)];
                let origin = if part.is_some() { "<0>" } else { "" };
                let date = "INTERNALDATE \" 7-Nov-2026 09:15:00 +0700\"";
                let length = given.len();
                out.extend(format!("* {number} FETCH (UID {uid} {date} BODY[]{origin} {{{length}}}\r\n").bytes());
                out.extend_from_slice(given);
                out.extend_from_slice(b" FLAGS (\\Recent))\r\n");
            }
        }
    }

    /// As RFC 3501 has it: `n:*` always holds the last message.
    fn is_in(&self, set: &str, uid: u32) -> bool {
        let last = self.messages.keys().next_back().copied().unwrap_or(0);
        let number = |text: &str| if text == "*" { last } else { text.parse().unwrap() };
        set.split(',').any(|part| match part.split_once(':') {
            Some((a, b)) => {
                let (a, b) = (number(a), number(b));
                (a.min(b)..=a.max(b)).contains(&uid)
            }
            None => number(part) == uid,
        })
    }
}
