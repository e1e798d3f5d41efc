//! The stage: real servers, the office's configuration, the daemon, everybody's mailbox; and how steps are taken on it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use connectors::mime;
use penghubung::config::{Config, Secrets, diagnostics};

use super::answers::STRANGER;
use super::complaints::{BATANG, BULELENG, CASES, GONE};
use super::daemon::{Daemon, command};
use super::far_end::{FarEnd, Letter};
use super::play::{Act, Kind, NO_CASE, Post, Slot, Step};
use super::replies::reply;
use super::support::MailWorld;
use super::support::office::{Kotak, OfficeFolder};
use super::telling::{Ink, Teller, shortened};

/// An act that takes longer is broken off; the proof then says what is missing.
const PATIENCE: Duration = Duration::from_secs(20);
/// Writers who open no complaint.
const BYSTANDERS: [&str; 3] = ["promo@toko.example", "kosong@warga.example", STRANGER];

/// A mail that somebody sent.
pub struct Posted {
    pub at: Instant,
    pub raw: Vec<u8>,
    pub message_id: String,
    /// The letters it must bring about.
    pub brings: Vec<Slot>,
    /// True for a mail that answers a letter of ours.
    pub is_reply: bool,
}

/// Everything that stands and runs. Dropped in this order.
pub struct Stage {
    pub daemon: Option<Daemon>,
    pub far_end: FarEnd,
    pub office: OfficeFolder,
    pub officers: Vec<String>,
    pub citizens: Vec<String>,
    pub posted: Vec<Posted>,
    pub teller: Teller,
    pub world: MailWorld,
}

impl Stage {
    /// Starts servers, makes mailboxes, database and log, starts the daemon.
    pub fn set(teller: Teller) -> Self {
        let world = MailWorld::start(&[BATANG, BULELENG, "admin@dinkes.example"]);
        teller.event(
            Ink::Faint,
            &format!("Dovecot dan Exim berjalan, IMAP {}, SMTP {}", world.imap_port(), world.smtp_port()),
        );
        let boxes =
            [(BATANG, "batang"), (BULELENG, "buleleng")].map(|(address, office)| Kotak { address, office, unit: None });
        let office = OfficeFolder::new(&world, &boxes, "live", "");
        let config = Config::load(&office.main_file(), Secrets::NotNeeded)
            .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)));
        let officers = officers_of(&config);
        let mut citizens: Vec<String> = CASES.iter().map(|case| case.citizen.to_owned()).collect();
        citizens.retain(|citizen| citizen != GONE);
        citizens.extend(BYSTANDERS.map(str::to_owned));
        world.add(&officers.iter().chain(&citizens).map(String::as_str).collect::<Vec<_>>());
        // People outside who confirm what no program can do: they have mailboxes, and nobody plays them here.
        let roles = config.books.offices.iter().flat_map(|book| book.routines.roles.values().flatten());
        world.add(
            &roles.map(String::as_str).filter(|role| !officers.iter().any(|known| known == role)).collect::<Vec<_>>(),
        );
        let init = command(&office.main_file(), &["init"]);
        assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
        let everybody: Vec<String> = officers.iter().chain(&citizens).cloned().collect();
        let far_end = FarEnd::watch(&world, &everybody, move |letter| teller.letter(letter));
        teller.event(Ink::Faint, &format!("{} kotak surel dibuat dan diamati, basis data dibuat", everybody.len()));
        let mut stage = Self { daemon: None, far_end, office, officers, citizens, posted: Vec::new(), teller, world };
        stage.start_daemon();
        stage
    }

    /// Where the daemon's own words go.
    pub fn daemon_log(&self) -> PathBuf {
        self.office.path().join("daemon.log")
    }

    pub fn start_daemon(&mut self) {
        self.daemon = Some(Daemon::start(&self.office.main_file(), &self.daemon_log()));
        self.teller.event(Ink::Faint, "penghubung bekerja: satu daemon, dua kantor");
    }

    /// Takes every step of an act, then waits for all letters that it must bring about.
    pub fn play(&mut self, act: Act) {
        self.teller.title(act.title);
        for step in act.steps {
            self.take(step);
        }
        let expected = self.expected();
        if !self.far_end.wait(PATIENCE, |letters| differences(&expected, letters).0.is_empty()) {
            self.teller.event(Ink::Bad, "ada surat yang tidak datang; lihat pembuktian di bawah");
        }
    }

    fn take(&mut self, step: Step) {
        let (to, raw, is_reply) = match step.post {
            Post::New { to, raw } => (to.to_owned(), raw, false),
            Post::Reply { letter, program, text } => {
                let letters = self.far_end.letters();
                let names = names(&letters);
                let Some(letter) = letters.iter().find(|seen| slot_of(seen, &names) == owned(&letter)) else {
                    self.teller.event(Ink::Bad, &format!("{} tidak punya surat untuk dibalas", step.who));
                    return;
                };
                let (to, raw) = reply(step.who, letter, program, text);
                (to, raw, true)
            }
        };
        let mail = mime::read(&raw);
        let words = shortened(mail.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("(kosong)"));
        self.teller.event(Ink::Office, &format!("{} menulis: {words}", step.who));
        self.teller.line(&format!("              {}", self.teller.dye(Ink::Faint, step.note)));
        if step.who == GONE {
            self.world.deliver(step.who, &to, &raw);
        } else if let Err(refused) = self.world.submit(step.who, &to, &raw) {
            self.teller.event(Ink::Bad, &format!("ditolak server: {refused:?}"));
        }
        let message_id = mail.message_id.unwrap_or_default();
        self.posted.push(Posted { at: Instant::now(), raw, message_id, brings: step.brings, is_reply });
    }

    /// Every letter that must have come by now.
    pub fn expected(&self) -> Vec<Slot> {
        self.posted.iter().flat_map(|posted| posted.brings.iter().copied()).collect()
    }

    /// When the mail was posted that had to bring this letter about.
    pub fn cause_of(&self, wanted: &Slot) -> Option<&Posted> {
        self.posted.iter().find(|posted| posted.brings.contains(wanted))
    }
}

/// Everybody who works for one of the offices, once.
fn officers_of(config: &Config) -> Vec<String> {
    let offices = || config.books.offices.iter().map(|book| &book.office);
    let units = offices().flat_map(|office| office.units.iter().flat_map(|unit| unit.mailboxes.iter().cloned()));
    let mut all: Vec<String> =
        units.chain(offices().flat_map(|office| office.emergency.duty.iter().cloned())).collect();
    all.sort();
    all.dedup();
    all
}

/// A letter's place as it was seen: mailbox, kind, name of the case.
pub type Seen = (String, Kind, String);

fn owned(slot: &Slot) -> Seen {
    (slot.mailbox.to_owned(), slot.kind, slot.case.to_owned())
}

/// Which case a number belongs to: the one whose words the officer found in his disposisi.
pub fn names(letters: &[Letter]) -> BTreeMap<String, &'static str> {
    let found = CASES.into_iter().filter_map(|case| {
        let is_it = |letter: &&Letter| {
            letter.mailbox == case.officer && letter.kind == Kind::Disposisi && letter.says(case.words)
        };
        letters.iter().find(is_it).map(|letter| (letter.number.clone(), case.name))
    });
    found.collect()
}

/// Where a letter belongs.
pub fn slot_of(letter: &Letter, names: &BTreeMap<String, &'static str>) -> Seen {
    let case = if letter.kind == Kind::PenNotice { NO_CASE } else { names.get(&letter.number).copied().unwrap_or("?") };
    (letter.mailbox.clone(), letter.kind, case.to_owned())
}

/// What is missing, and what came that nobody expected. Both count repetitions.
pub fn differences(expected: &[Slot], letters: &[Letter]) -> (Vec<Seen>, Vec<Seen>) {
    let names = names(letters);
    let mut came: Vec<Seen> = letters.iter().map(|letter| slot_of(letter, &names)).collect();
    let mut missing = Vec::new();
    for wanted in expected.iter().map(owned) {
        match came.iter().position(|seen| *seen == wanted) {
            Some(at) => {
                came.swap_remove(at);
            }
            None => missing.push(wanted),
        }
    }
    (missing, came)
}
