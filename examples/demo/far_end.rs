//! The far end: what lies in people's mailboxes, watched over IMAP while it arrives.
//!
//! In: mailboxes. Out: letters, each with the moment it was seen. The IMAP client is the tests' own; nothing here asks
//! the daemon or its database.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use connectors::mime::{self, Mail};

use super::play::Kind;
use super::support::MailWorld;
use super::support::imap::Imap;
use super::support::wait::until;

/// Between two looks into all mailboxes.
const PAUSE: Duration = Duration::from_millis(10);

/// A mail in somebody's mailbox.
#[derive(Debug, Clone)]
pub struct Letter {
    pub mailbox: String,
    pub seen: Instant,
    pub raw: Vec<u8>,
    pub subject: String,
    pub text: String,
    /// The text on one line, without signs of quotation.
    flat: String,
    /// The complaint number in the subject's brackets.
    pub number: String,
    pub kind: Kind,
    pub mail: Mail,
}

impl Letter {
    pub fn new(mailbox: &str, raw: Vec<u8>) -> Self {
        let mail = mime::read(&raw);
        let subject = mail.subject.clone();
        let number = subject.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or("", |(number, _)| number);
        Self {
            mailbox: mailbox.to_owned(),
            seen: Instant::now(),
            number: number.to_owned(),
            kind: Kind::of(&subject),
            flat: flat(&mail.text),
            text: mail.text.clone(),
            subject,
            raw,
            mail,
        }
    }

    /// The first value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<String> {
        self.mail.header_values(name).next().map(|value| value.trim().to_owned())
    }

    /// True if the text holds these words, however it is wrapped and quoted.
    pub fn says(&self, words: &str) -> bool {
        self.flat.contains(&flat(words))
    }

    /// What stands behind a label such as `Diarahkan`.
    pub fn field(&self, label: &str) -> Option<&str> {
        let of = |line: &'_ str| line.trim_start().starts_with(label);
        self.text.lines().find(|line| of(line)).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

fn flat(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '>' || c == '|')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Everybody's mailbox, watched until this is dropped.
pub struct FarEnd {
    letters: Arc<Mutex<Vec<Letter>>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl FarEnd {
    /// Logs in to every mailbox and watches; `told` hears of each letter once.
    pub fn watch(world: &MailWorld, mailboxes: &[String], told: impl Fn(&Letter) + Send + 'static) -> Self {
        let letters: Arc<Mutex<Vec<Letter>>> = Arc::default();
        let over = Arc::new(AtomicBool::new(false));
        let mut watched: Vec<Watched> = mailboxes.iter().map(|mailbox| Watched::open(world, mailbox)).collect();
        let thread = std::thread::spawn({
            let (letters, over) = (Arc::clone(&letters), Arc::clone(&over));
            move || {
                while !over.load(Ordering::Relaxed) {
                    for letter in watched.iter_mut().flat_map(Watched::look) {
                        told(&letter);
                        letters.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
                    }
                    std::thread::sleep(PAUSE);
                }
            }
        });
        Self { letters, over, thread: Some(thread) }
    }

    /// What was seen so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until `enough` likes what was seen; false if the limit is over before.
    pub fn wait(&self, limit: Duration, mut enough: impl FnMut(&[Letter]) -> bool) -> bool {
        let mut known = None;
        let question = || {
            let count = self.letters.lock().unwrap_or_else(PoisonError::into_inner).len();
            // The question is put to a copy: whoever thinks about it must not keep the watcher from watching.
            let is_new = known.replace(count) != Some(count);
            (is_new && enough(&self.letters())).then_some(())
        };
        until(limit, question).is_some()
    }
}

impl Drop for FarEnd {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A watcher that stopped early has said why; the letters it missed are missed by the proof as well.
            drop(thread.join());
        }
    }
}

struct Watched {
    mailbox: String,
    imap: Imap,
    next: u32,
}

impl Watched {
    fn open(world: &MailWorld, mailbox: &str) -> Self {
        let mut imap = world.open(mailbox);
        imap.select("INBOX");
        Self { mailbox: mailbox.to_owned(), imap, next: 1 }
    }

    /// What has come since the last look.
    fn look(&mut self) -> Vec<Letter> {
        let news = self.imap.command("NOOP");
        if !news.iter().any(|answer| answer.text.ends_with("EXISTS")) {
            return Vec::new();
        }
        let mails = self.imap.mails_from(self.next);
        self.next = mails.last().map_or(self.next, |mail| mail.uid + 1);
        mails.into_iter().map(|mail| Letter::new(&self.mailbox, mail.raw)).collect()
    }
}
