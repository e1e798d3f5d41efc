//! The mail world: Dovecot and Exim on loopback, with a mailbox for everyone named.
//!
//! In: addresses. Out: ports, passwords, a way to post a mail, and each mailbox as IMAP shows it.
//! Any domain under `.example` and `.test` is ours; `name+token@domain` goes to the mailbox of `name@domain`.

pub mod dovecot;
pub mod exim;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tempfile::TempDir;

use super::imap::{Imap, Stored};
use super::server::{Account, Server, free_ports};
use super::smtp::{Answer, Smtp};
use super::tls::{connect_plain, connect_secure, make_certificates};
use super::wait::{PATIENCE, until};

/// How often a start is tried when somebody took a port in between.
const TRIES: usize = 5;

/// Dovecot looks at its file of users once in each second of the clock: who is added counts from the next one on. Until
/// then his mail would be refused, and lost.
const DOVECOT_LOOKS: Duration = Duration::from_millis(1_050);

/// Both servers, their folder and their users. All of it goes when this is dropped.
#[derive(Debug)]
pub struct MailWorld {
    // Fields are dropped in this order: the servers before the folder they write to.
    smtp: Mutex<Option<Server>>,
    imap: Mutex<Option<Server>>,
    smtp_ports: exim::Ports,
    imap_ports: dovecot::Ports,
    passwords: Mutex<BTreeMap<String, String>>,
    account: Account,
    folder: TempDir,
}

impl MailWorld {
    /// Starts both servers with these mailboxes and returns when they answer.
    pub fn start(users: &[&str]) -> Self {
        let account = Account::ordinary();
        let folder = tempfile::Builder::new().prefix("penghubung-mail-").tempdir().unwrap();
        account.own(folder.path());
        for name in ["tls", "log", "run", "spool", "mail"] {
            account.folder(folder.path().join(name));
        }
        make_certificates(&folder.path().join("tls"), &account);
        let greeting = greeting_of(folder.path());
        write_users(&account, folder.path(), &BTreeMap::new());
        let (imap, imap_ports) = start_dovecot(&account, folder.path(), &greeting);
        let (smtp, smtp_ports) = start_exim(&account, folder.path(), imap_ports.lmtp, &greeting);
        let world = Self {
            smtp: Mutex::new(Some(smtp)),
            imap: Mutex::new(Some(imap)),
            smtp_ports,
            imap_ports,
            passwords: Mutex::default(),
            account,
            folder,
        };
        // Nobody has asked for a user yet, so there is none to be unknown.
        world.change_passwords(first_passwords(users));
        world
    }

    /// A world for all tests of this binary that run at the same time. Each uses addresses of its own.
    pub fn shared(users: &[&str]) -> Arc<Self> {
        static WORLD: Mutex<Weak<MailWorld>> = Mutex::new(Weak::new());
        let mut kept = WORLD.lock().unwrap_or_else(PoisonError::into_inner);
        let world = kept.upgrade().unwrap_or_else(|| Arc::new(Self::start(&[])));
        *kept = Arc::downgrade(&world);
        world.add(users);
        world
    }

    /// Opens further mailboxes.
    pub fn add(&self, users: &[&str]) {
        self.change_passwords(first_passwords(users));
        std::thread::sleep(DOVECOT_LOOKS);
    }

    /// Changes a password, as a mail administrator would.
    pub fn set_password(&self, user: &str, password: &str) {
        self.change_passwords([(user.to_owned(), password.to_owned())]);
        std::thread::sleep(DOVECOT_LOOKS);
    }

    fn change_passwords(&self, changes: impl IntoIterator<Item = (String, String)>) {
        let mut passwords = self.passwords.lock().unwrap();
        passwords.extend(changes);
        write_users(&self.account, self.folder.path(), &passwords);
    }

    /// The password of a mailbox, for IMAP and for submission.
    pub fn password(&self, user: &str) -> String {
        self.passwords.lock().unwrap().get(user).unwrap_or_else(|| panic!("{user} has no mailbox here")).clone()
    }

    /// IMAP with TLS from the first byte.
    pub fn imap_port(&self) -> u16 {
        self.imap_ports.imaps
    }

    /// LMTP without TLS: straight into a mailbox, past the relay.
    pub fn lmtp_port(&self) -> u16 {
        self.imap_ports.lmtp
    }

    /// SMTP without TLS or password; an unknown recipient bounces afterwards, as behind a relay.
    pub fn smtp_port(&self) -> u16 {
        self.smtp_ports.relay
    }

    /// SMTP without TLS or password; an unknown recipient is refused at once with 550.
    pub fn strict_smtp_port(&self) -> u16 {
        self.smtp_ports.strict
    }

    /// SMTP with TLS from the first byte; asks for a password.
    pub fn submission_tls_port(&self) -> u16 {
        self.smtp_ports.submission
    }

    /// The authority that signed both servers' certificate (`localhost`, `127.0.0.1`).
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("tls/ca.pem")
    }

    /// The throw-away folder, with the servers' logs under `log/`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The Maildir of a mailbox, for filling it quickly.
    pub fn maildir(&self, user: &str) -> PathBuf {
        self.folder.path().join("mail").join(user).join("Maildir")
    }

    /// The ordinary user that owns every Maildir.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Posts a mail by SMTP; panics if the server does not take it.
    pub fn deliver(&self, from: &str, to: &str, raw: &[u8]) {
        let answer = Smtp::plain(self.smtp_port()).send(from, to, raw);
        assert!(answer.is_ok(), "the server refused a mail from {from} to {to}: {answer:?}");
    }

    /// Posts a mail from a person's own mail program: by submission, with the password.
    pub fn submit(&self, from: &str, to: &str, raw: &[u8]) -> Result<Answer, Answer> {
        Smtp::submission(self.submission_tls_port(), &self.ca_file(), from, &self.password(from))?.send(from, to, raw)
    }

    /// A connection to a mailbox.
    pub fn open(&self, user: &str) -> Imap {
        Imap::log_in(self.imap_port(), &self.ca_file(), user, &self.password(user))
    }

    /// The raw mails of a person's INBOX, in order of arrival.
    pub fn mailbox(&self, user: &str) -> Vec<Vec<u8>> {
        self.stored(user, "INBOX").into_iter().map(|mail| mail.raw).collect()
    }

    /// The mails of any folder, with their flags.
    pub fn stored(&self, user: &str, folder: &str) -> Vec<Stored> {
        let mut imap = self.open(user);
        imap.select(folder);
        imap.mails_from(1)
    }

    /// Watches a person's INBOX until `seen` likes what lies there, and returns that; panics after `limit`.
    pub fn wait_for(&self, user: &str, limit: Duration, mut seen: impl FnMut(&[Vec<u8>]) -> bool) -> Vec<Vec<u8>> {
        let mut imap = self.open(user);
        let mut mails: Vec<Vec<u8>> = Vec::new();
        let mut next = 1;
        imap.select("INBOX");
        let found = until(limit, || {
            imap.command("NOOP");
            for mail in imap.mails_from(next) {
                next = mail.uid + 1;
                mails.push(mail.raw);
            }
            seen(&mails).then_some(())
        });
        assert!(found.is_some(), "not seen in the mailbox of {user} within {limit:?}; there: {}", texts(&mails));
        mails
    }

    /// Stops the relay, as in an outage; [`MailWorld::start_smtp`] brings it back on the same ports.
    pub fn stop_smtp(&self) {
        drop(self.smtp.lock().unwrap().take());
    }

    /// Starts the relay again.
    pub fn start_smtp(&self) {
        let greeting = greeting_of(self.folder.path());
        let mut server =
            exim::start(&self.account, self.folder.path(), self.smtp_ports, self.imap_ports.lmtp, &greeting);
        assert!(exim_answers(&mut server, self.smtp_ports.relay, &greeting), "{}", server.printed());
        *self.smtp.lock().unwrap() = Some(server);
    }

    /// Stops Dovecot, as in an outage: every connection is cut.
    pub fn stop_imap(&self) {
        drop(self.imap.lock().unwrap().take());
    }

    /// Starts Dovecot again, on the same ports.
    pub fn start_imap(&self) {
        let greeting = greeting_of(self.folder.path());
        let mut server = dovecot::start(&self.account, self.folder.path(), self.imap_ports, &greeting);
        let ca_file = self.ca_file();
        assert!(dovecot_answers(&mut server, self.imap_ports.imaps, &ca_file, &greeting), "{}", server.printed());
        *self.imap.lock().unwrap() = Some(server);
    }
}

fn start_dovecot(account: &Account, folder: &Path, greeting: &str) -> (Server, dovecot::Ports) {
    let mut printed = String::new();
    for _ in 0..TRIES {
        let [imaps, lmtp] = free_ports();
        let ports = dovecot::Ports { imaps, lmtp };
        let mut server = dovecot::start(account, folder, ports, greeting);
        if dovecot_answers(&mut server, imaps, &folder.join("tls/ca.pem"), greeting) {
            return (server, ports);
        }
        printed = server.printed();
    }
    panic!("Dovecot did not start:\n{printed}");
}

fn start_exim(account: &Account, folder: &Path, lmtp: u16, greeting: &str) -> (Server, exim::Ports) {
    let mut printed = String::new();
    for _ in 0..TRIES {
        let [relay, strict, submission] = free_ports();
        let ports = exim::Ports { relay, strict, submission };
        let mut server = exim::start(account, folder, ports, lmtp, greeting);
        if exim_answers(&mut server, relay, greeting) {
            return (server, ports);
        }
        printed = server.printed();
    }
    panic!("Exim did not start:\n{printed}");
}

/// Whether *our* server answers: a greeting that names our folder. False when it ended or took too long.
fn answers(server: &mut Server, greeting: &str, mut first_line: impl FnMut() -> Option<String>) -> bool {
    let settled = until(PATIENCE, || {
        if server.has_ended() {
            return Some(false);
        }
        first_line().filter(|line| line.contains(greeting)).map(|_| true)
    });
    settled == Some(true)
}

fn dovecot_answers(server: &mut Server, port: u16, ca_file: &Path, greeting: &str) -> bool {
    answers(server, greeting, || read_line(connect_secure(port, ca_file).ok()?))
}

fn exim_answers(server: &mut Server, port: u16, greeting: &str) -> bool {
    answers(server, greeting, || read_line(connect_plain(port).ok()?))
}

fn read_line(stream: impl std::io::Read) -> Option<String> {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    Some(line)
}

fn greeting_of(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

fn first_password(user: &str) -> String {
    format!("sandi-{}", user.split('@').next().unwrap_or(user))
}

/// Both servers read these files anew when they change.
fn write_users(account: &Account, folder: &Path, passwords: &BTreeMap<String, String>) {
    let dovecot: String =
        passwords.iter().map(|(user, password)| format!("{user}:{{PLAIN}}{password}::::::\n")).collect();
    let exim: String = passwords.iter().map(|(user, password)| format!("{user}: {password}\n")).collect();
    account.file(&folder.join("users"), &dovecot);
    account.file(&folder.join("passwords"), &exim);
}

fn first_passwords(users: &[&str]) -> Vec<(String, String)> {
    users.iter().map(|user| (user.to_string(), first_password(user))).collect()
}

fn texts(mails: &[Vec<u8>]) -> String {
    let shown = mails.iter().map(|mail| String::from_utf8_lossy(mail).into_owned());
    shown.collect::<Vec<_>>().join("\n----------\n")
}
