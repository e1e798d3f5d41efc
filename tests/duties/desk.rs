//! The duties of an office over a real database, with a scripted outside world and a clock that the test moves.
//!
//! In: mails as citizens and officers write them. Out: what the relay took, what stands in the log. No daemon, no
//! sleep.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use chrono::NaiveTime;
use chrono::{DateTime, TimeDelta, Utc};
use connectors::scripted::{ScriptedSink, ScriptedSource};
use connectors::{Arrival, Batch, Cursor, Parcel, RemoteRef};
use penghubung::clock::{Clock, ManualClock};
use penghubung::config::books::Books;
use penghubung::config::{Config, Places};
use penghubung::decide::OfficeBook;
use penghubung::decide::tokens::Secret;
use penghubung::domain::Channel;
use penghubung::domain::calendar::QuietHours;
use penghubung::domain::office::ConfirmAnswers;
use penghubung::duties::collect::Collect;
use penghubung::duties::conclude::Conclude;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear};
use penghubung::duties::remind::Remind;
use penghubung::duties::routines::Routines;
use penghubung::duties::sweep::Sweep;
use penghubung::duties::triage::Triage;
use penghubung::duties::vigil::Vigil;
use penghubung::duties::{MailboxFacts, Practice, ProseAnswers, SharedPractice};
use penghubung::store::Store;

use super::letters::{Sent, Surat};

/// Friday, 20 November 2026, 09.41 WIB.
pub const FRIDAY: &str = "2026-11-20T02:41:00Z";

/// A moment.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A mailbox that is watched: address, office, the unit whose own it is.
pub type Kotak = (&'static str, &'static str, Option<&'static str>);

pub const BATANG: Kotak = ("pengaduan@dinkes-batang.example", "batang", None);
pub const NTT: Kotak = ("pengaduan@dinkes-ntt.example", "ntt", None);
pub const BANDAR: Kotak = ("pkm.bandar1@batang.example", "batang", Some("btg.pkm.bandar1"));
pub const BULELENG: Kotak = ("pengaduan@rsud-buleleng.example", "buleleng", None);
pub const TTU: Kotak = ("pengaduan@dinkes-ttu.example", "ttu", None);
pub const KADEMANGAN: Kotak = ("pengaduan@pkm-kademangan.example", "kademangan", None);

/// Everything on the desks.
pub struct Desk {
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub practice: SharedPractice,
    pub sink: ScriptedSink,
    pub route: Arc<Route>,
    pub triage: Triage,
    pub deliver: Deliver,
    pub remind: Remind,
    pub vigil: Vigil,
    pub conclude: Conclude,
    pub routines: Routines,
    pub sweep: Sweep,
    sources: HashMap<String, ScriptedSource>,
    collects: HashMap<String, Collect>,
    next_uid: u64,
    seen_events: usize,
    _folder: tempfile::TempDir,
}

pub fn books() -> &'static Books {
    static BOOKS: OnceLock<Books> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        Config::load_offices_only(&dir, &Places::below(&dir)).unwrap_or_else(|problems| panic!("{problems:?}"))
    })
}

/// The usual one: 20.00 to 08.00.
const PHONE_QUIET: QuietHours =
    QuietHours { from: NaiveTime::from_hms_opt(20, 0, 0).unwrap(), until: NaiveTime::from_hms_opt(8, 0, 0).unwrap() };

/// Batang as shipped tells whoever writes an answer that it has left; tests that count every letter are not about that.
fn counted(book: &OfficeBook) -> OfficeBook {
    let mut book = book.clone();
    if book.office.id.0 == "batang" {
        book.office.confirm_answers = ConfirmAnswers::Approved;
    }
    book
}

fn practice(kotaks: &[Kotak], secret: Secret) -> Practice {
    let books = books();
    let mailboxes = kotaks.iter().map(|(address, office, unit)| {
        let unit = unit.map(|unit| penghubung::domain::UnitId(unit.to_owned()));
        let (office, address) = ((*office).to_owned(), (*address).to_owned());
        (address.clone(), MailboxFacts { office, unit, address, answer_since: None, authserv_id: None })
    });
    let mailboxes: HashMap<String, MailboxFacts> = mailboxes.collect();
    let of_office = |office: &str| kotaks.iter().find(|k| k.1 == office && k.2.is_none());
    let senders = books.offices.iter().map(|book| book.office.id.0.clone());
    let senders = senders.filter_map(|id| Some((id.clone(), of_office(&id)?.0.to_owned()))).collect();
    Practice {
        books: books.offices.iter().map(|book| (book.office.id.0.clone(), Arc::new(counted(book)))).collect(),
        own_addresses: mailboxes.keys().cloned().chain(["penghubung@penghubung.example".to_owned()]).collect(),
        mailboxes,
        channels: HashMap::new(),
        lapor: HashMap::new(),
        senders,
        number_prefixes: books.offices.iter().map(|book| book.office.prefix.clone()).collect(),
        wording: books.wording.clone(),
        prose: ProseAnswers::AskBack,
        quiet: None,
        phone_quiet: PHONE_QUIET,
        sms_segments: 3,
        pages: HashSet::new(),
        ways_out: books
            .offices
            .iter()
            .map(|book| (book.office.id.0.clone(), penghubung::domain::Channel::Email))
            .collect(),
        mail_domain: "penghubung.example".to_owned(),
        alarm_to: Vec::new(),
        digest: books.digest.clone(),
        installation: "uji".to_owned(),
        secret,
    }
}

impl Desk {
    /// The duties of the offices that own these mailboxes, over SQLite.
    pub async fn of(kotaks: &[Kotak]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("antrean.db").display());
        Self::over(folder, &url, kotaks).await
    }

    /// Over the database at `url`, which is empty.
    pub async fn over(folder: tempfile::TempDir, url: &str, kotaks: &[Kotak]) -> Self {
        let clock = Arc::new(ManualClock::at(at(FRIDAY)));
        let store = Store::init(url, clock.now()).await.unwrap();
        let secret = Secret::from_hex(&store.meta("secret").await.unwrap()).unwrap();
        let practice: SharedPractice = Arc::new(ArcSwap::from_pointee(practice(kotaks, secret)));
        let sink = ScriptedSink::new();
        let route = Arc::new(Route::new(Arc::new(sink.clone()), None, WhenUnclear::Resend));
        let sources: HashMap<String, ScriptedSource> =
            kotaks.iter().map(|(address, ..)| ((*address).to_owned(), ScriptedSource::new(*address))).collect();
        let shared: Arc<dyn Clock> = clock.clone();
        let collect = |(address, office, _): &Kotak| {
            let source = Box::new(sources[*address].clone());
            ((*address).to_owned(), Collect::new(store.clone(), Arc::clone(&shared), source, office, true))
        };
        let mut desk = Self {
            collects: kotaks.iter().map(collect).collect(),
            triage: Triage::new(store.clone(), Arc::clone(&shared), Arc::clone(&practice)),
            deliver: deliverer(&store, &clock, &practice, &route, "simpul-a", false),
            remind: Remind::new(store.clone(), Arc::clone(&shared), Arc::clone(&practice)),
            vigil: Vigil::new(store.clone(), Arc::clone(&shared), Arc::clone(&practice)),
            conclude: Conclude::new(store.clone(), Arc::clone(&shared), Arc::clone(&practice)),
            routines: Routines::new(store.clone(), Arc::clone(&shared), Arc::clone(&practice)),
            sweep: Sweep::new(store.clone(), shared, Arc::clone(&practice)),
            sources,
            store,
            clock,
            practice,
            sink,
            route,
            next_uid: 1,
            seen_events: 0,
            _folder: folder,
        };
        for (address, ..) in kotaks {
            desk.collect(address).await;
        }
        desk
    }

    /// Another delivering desk on the same queue.
    pub fn other_deliverer(&self, node: &str, hold: bool) -> Deliver {
        deliverer(&self.store, &self.clock, &self.practice, &self.route, node, hold)
    }

    /// A delivering desk with another way out.
    pub fn deliverer_by(&self, node: &str, route: Route) -> Deliver {
        deliverer(&self.store, &self.clock, &self.practice, &Arc::new(route), node, false)
    }

    /// A fresh triage desk and a fresh collector, as after a restart.
    pub fn restart(&mut self) {
        let shared: Arc<dyn Clock> = self.clock.clone();
        self.triage = Triage::new(self.store.clone(), Arc::clone(&shared), Arc::clone(&self.practice));
        for (address, source) in &self.sources {
            let office = self.practice.load().mailboxes[address].office.clone();
            let collect =
                Collect::new(self.store.clone(), Arc::clone(&shared), Box::new(source.clone()), &office, true);
            self.collects.insert(address.clone(), collect);
        }
    }

    /// Changes the practice, as a reload does.
    pub fn reconfigure(&self, change: impl FnOnce(&mut Practice)) {
        let old = self.practice.load_full();
        let mut practice = Practice {
            books: old.books.clone(),
            mailboxes: old.mailboxes.clone(),
            channels: old.channels.clone(),
            lapor: old.lapor.clone(),
            senders: old.senders.clone(),
            own_addresses: old.own_addresses.clone(),
            number_prefixes: old.number_prefixes.clone(),
            wording: old.wording.clone(),
            prose: old.prose,
            quiet: old.quiet,
            phone_quiet: old.phone_quiet,
            sms_segments: old.sms_segments,
            pages: old.pages.clone(),
            ways_out: old.ways_out.clone(),
            mail_domain: old.mail_domain.clone(),
            alarm_to: old.alarm_to.clone(),
            digest: old.digest.clone(),
            installation: old.installation.clone(),
            secret: old.secret.clone(),
        };
        change(&mut practice);
        self.practice.store(Arc::new(practice));
    }

    /// The scripted server of a mailbox.
    pub fn source(&self, kotak: &str) -> &ScriptedSource {
        &self.sources[kotak]
    }

    /// One pass over a mailbox.
    pub async fn collect(&mut self, kotak: &str) {
        self.try_collect(kotak).await.unwrap();
    }

    /// One pass over a mailbox that may fail.
    pub async fn try_collect(
        &mut self,
        kotak: &str,
    ) -> Result<penghubung::duties::Report, penghubung::duties::DutyFault> {
        Box::pin(self.collects.get_mut(kotak).unwrap().pass()).await
    }

    /// A batch with these mails, received now, under fresh names.
    pub fn batch(&mut self, mails: &[Vec<u8>]) -> Batch {
        let now = self.clock.now();
        let arrivals = mails.iter().map(|raw| {
            let uid = self.next_uid;
            self.next_uid += 1;
            Arrival {
                remote_ref: RemoteRef(format!("1/{uid}")),
                received_at: now,
                raw: raw.clone(),
                announced_bytes: raw.len() as u64,
            }
        });
        let arrivals: Vec<Arrival> = arrivals.collect();
        let cursor = Cursor(format!("1/{}", self.next_uid));
        Batch { arrivals, cursor, gone: vec![], unreadable: vec![], more: false, renumbered: false }
    }

    /// These mails come into a mailbox, in one batch, and are collected.
    pub async fn come(&mut self, kotak: &str, mails: &[Vec<u8>]) {
        let batch = self.batch(mails);
        self.sources[kotak].then(Ok(batch));
        self.collect(kotak).await;
    }

    /// A mail comes into Batang's mailbox and everything that follows is done.
    pub async fn post(&mut self, mail: &Surat) {
        self.post_to(BATANG.0, mail).await;
    }

    /// A mail comes into a mailbox and everything that follows is done.
    pub async fn post_to(&mut self, kotak: &str, mail: &Surat) {
        self.come(kotak, &[mail.raw()]).await;
        self.work().await;
    }

    /// All of the triage desk's tray.
    pub async fn triage_all(&self) {
        while self.triage.pass().await.unwrap().done > 0 {}
    }

    /// Triage, delivery and sweep until the trays are empty. Boxed, as is all that does much: without it a test that
    /// does many things has a stack of megabytes in a debug build.
    pub async fn work(&self) {
        loop {
            let mut done = Box::pin(self.triage.pass()).await.unwrap().done;
            done += Box::pin(self.deliver.pass()).await.unwrap().done;
            done += Box::pin(self.sweep.pass()).await.unwrap().done;
            done += Box::pin(self.conclude.pass()).await.unwrap().done;
            if done == 0 {
                return;
            }
        }
    }

    /// Reminders too, at the present moment.
    pub async fn remind(&self) {
        while Box::pin(self.remind.pass()).await.unwrap().done > 0 {}
        self.work().await;
    }

    /// Routines too, at the present moment.
    pub async fn keep(&self) {
        while Box::pin(self.routines.pass()).await.unwrap().done > 0 {}
        self.work().await;
    }

    /// The present moment.
    pub fn clock_now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Time passes.
    pub fn later(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// What the relay has taken, read as a person reads it.
    pub fn sent(&self) -> Vec<Sent> {
        self.sink.taken().iter().map(|parcel: &Parcel| Sent::read(parcel)).collect()
    }

    /// What it has taken for one recipient.
    pub fn sent_to(&self, recipient: &str) -> Vec<Sent> {
        self.sent().into_iter().filter(|sent| sent.to == recipient).collect()
    }

    /// The only letter to a recipient whose subject or text holds `words`.
    pub fn the_letter(&self, recipient: &str, words: &str) -> Sent {
        let mut found = self.sent_to(recipient);
        found.retain(|sent| sent.subject.contains(words) || sent.body.contains(words));
        assert_eq!(found.len(), 1, "letters to {recipient} with {words:?}: {:#?}", self.sent());
        found.remove(0)
    }

    /// Every line of the log.
    pub async fn log(&self) -> Vec<serde_json::Value> {
        let text = self.store.log_text(0, 100_000).await.unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The words of the log since the last call, in order.
    pub async fn events(&mut self) -> String {
        let lines = self.log().await;
        let words: Vec<String> =
            lines.iter().skip(self.seen_events).map(|line| line["ev"].as_str().unwrap().to_owned()).collect();
        self.seen_events = lines.len();
        words.join(" ")
    }

    /// Every byte that the outside world and the log got, for canaries.
    pub async fn log_bytes(&self) -> String {
        self.store.log_text(0, 100_000).await.unwrap()
    }

    /// How many complaints an office has.
    pub async fn complaints(&self, office: &str) -> usize {
        self.store.complaints(Some(office), 1000).await.unwrap().len()
    }

    /// The reasons in the pen.
    pub async fn pen(&self) -> Vec<penghubung::store::pen::PenItem> {
        self.store.pen(100).await.unwrap()
    }

    /// Recipients that got something, without repeats.
    pub fn recipients(&self) -> HashSet<String> {
        self.sent().into_iter().map(|sent| sent.to).collect()
    }
}

fn deliverer(
    store: &Store,
    clock: &Arc<ManualClock>,
    practice: &SharedPractice,
    route: &Arc<Route>,
    node: &str,
    hold: bool,
) -> Deliver {
    let mut routes = Routes::default();
    practice.load().books.keys().for_each(|office| routes.add(office, Channel::Email, Arc::clone(route)));
    let clock: Arc<dyn Clock> = clock.clone();
    Deliver::new(store.clone(), clock, Arc::clone(practice), routes, node, hold)
}
