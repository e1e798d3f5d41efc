//! A database to try things on, and the smallest things to put into it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::RemoteRef;
use penghubung::domain::deadline::StopsAt;
use penghubung::domain::{Channel, Class, Deadline, Decision, LetterKind, OfficeId, Privacy, UnitId};
use penghubung::store::arrivals::{Content, NewArrival, Packer};
use penghubung::store::change::{Changes, NewClock, NewComplaint, NewLetter};
use penghubung::store::letters::{LEAST_URGENT, Letter, LetterStep};
use penghubung::store::write::Table;
use penghubung::store::{Store, StoreFault};
use serde_json::Value;
use sqlx::AnyPool;
use tempfile::TempDir;

use crate::support::PgCluster;

/// Where the database of a test lives; it goes with the test.
pub enum Home {
    Folder(TempDir),
    Cluster(Arc<PgCluster>),
}

/// A fresh database.
pub struct Bench {
    pub store: Store,
    pub url: String,
    pub home: Home,
}

/// A moment of the working day on which all of this happens.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_790_800 + seconds, 0).unwrap()
}

impl Bench {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("antrean.db").display());
        Self { store: Store::init(&url, at(0)).await.unwrap(), url, home: Home::Folder(folder) }
    }

    pub async fn postgres() -> Self {
        let cluster = PgCluster::shared();
        let url = cluster.database();
        Self { store: Store::init(&url, at(0)).await.unwrap(), url, home: Home::Cluster(cluster) }
    }

    /// A connection that goes past the store, as a sysadmin's own client does.
    pub async fn past_the_store(&self) -> AnyPool {
        AnyPool::connect(&self.url).await.unwrap()
    }

    /// Puts mails (remote name, bytes) into the inbox; returns how many were new.
    pub async fn collect(&self, source: &str, mails: &[(&str, &[u8])]) -> u64 {
        let mails = mails.iter().map(|(name, raw)| mail(name, raw)).collect();
        self.add(source, mails).await
    }

    /// Puts arrivals into the inbox; returns how many were new.
    pub async fn add(&self, source: &str, arrivals: Vec<NewArrival>) -> u64 {
        let mut tx = self.store.write(at(1)).await.unwrap();
        let new = tx.add_arrivals(source, "batang", Channel::Email, arrivals, false).await.unwrap();
        tx.commit().await.unwrap();
        new
    }

    /// Applies changes in one commit.
    pub async fn apply(&self, changes: Changes, when: DateTime<Utc>) {
        let mut tx = self.store.write(when).await.unwrap();
        tx.apply(changes).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Opens a complaint with a clock of each kind; returns its id.
    pub async fn open(&self, number: &str) -> i64 {
        let mut tx = self.store.write(at(2)).await.unwrap();
        let id = tx.next_id(Table::Complaints).await.unwrap();
        tx.apply(Changes { complaints: vec![complaint(id, number)], ..Changes::default() }).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Queues a letter; returns its id.
    pub async fn queue(&self, draft: Draft<'_>) -> i64 {
        let mut tx = self.store.write(at(3)).await.unwrap();
        let id = tx.next_id(Table::Letters).await.unwrap();
        tx.apply(Changes { letters: vec![draft.letter(id)], ..Changes::default() }).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Leases what is due, for a quarter of an hour.
    pub async fn claim(&self, owner: &str, when: DateTime<Utc>, at_most: i64) -> Vec<Letter> {
        let tray = self.store.letter_tray().await.unwrap();
        let due = tray.due(when, LEAST_URGENT);
        let mut tx = self.store.write(when).await.unwrap();
        let letters = tx.claim_letters(owner, when + TimeDelta::minutes(15), &due, at_most).await.unwrap();
        tx.commit().await.unwrap();
        letters
    }

    /// Records a step in a commit of its own.
    pub async fn step(&self, letter: &Letter, step: LetterStep, when: DateTime<Utc>) -> Result<(), StoreFault> {
        let mut tx = self.store.write(when).await?;
        match tx.step_letters(&[(letter, &step)]).await?.as_slice() {
            [true] => tx.commit().await,
            _ => Err(StoreFault::LeaseLost),
        }
    }

    /// Queues, leases and hands over a letter up to the point of no return.
    pub async fn sending(&self, draft: Draft<'_>) -> Letter {
        let id = self.queue(draft).await;
        let letter = self.claim("node-a", at(10), 50).await.into_iter().find(|l| l.id == id).unwrap();
        self.step(&letter, LetterStep::Sending, at(11)).await.unwrap();
        letter
    }

    /// How a letter stands.
    pub async fn letter(&self, id: i64) -> Letter {
        self.store.letter(id).await.unwrap().unwrap()
    }

    /// The lines of the log.
    pub async fn lines(&self) -> Vec<Value> {
        let text = self.store.log_text(0, 1_000_000).await.unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The words of the logged events, in order.
    pub async fn events(&self) -> Vec<String> {
        self.lines().await.iter().map(|line| line["ev"].as_str().unwrap().to_owned()).collect()
    }
}

/// A mail as a source shows it.
pub fn mail(name: &str, raw: &[u8]) -> NewArrival {
    NewArrival {
        remote_ref: RemoteRef(name.to_owned()),
        received_at: at(0),
        content: Content::Raw(Packer::new().unwrap().pack(raw).unwrap()),
        announced: raw.len() as u64,
    }
}

/// The smallest complaint, with a clock of each kind.
pub fn complaint(id: i64, number: &str) -> NewComplaint {
    NewComplaint {
        id,
        number: number.to_owned(),
        channel: Channel::Email,
        received: at(0),
        subject: "Antrean loket".to_owned(),
        summary: "Antrean loket terlalu lama".to_owned(),
        text: "Antrean loket terlalu lama".to_owned(),
        pelapor: Some((Channel::Email, "warga@mail.example".to_owned())),
        pelapor_name: None,
        names: None,
        arrival: id,
        message_id: None,
        intake: "pengaduan@office.example".to_owned(),
        decision: decision(),
        clocks: StopsAt::ALL.iter().map(|stop| clock(*stop)).collect(),
        config: "00ff".to_owned(),
        registration: None,
        ended: None,
    }
}

fn clock(stops_at: StopsAt) -> NewClock {
    let due = at(86_400 * 5).fixed_offset();
    let deadline = Deadline {
        standard: format!("btg.{}", stops_at.word()),
        within: "5 hari kerja".to_owned(),
        from: at(0).fixed_offset(),
        due,
        calendar: "batang 2026 rev 1".to_owned(),
        provisional: false,
        skipped: Vec::new(),
    };
    NewClock { deadline, stops_at, next_at: Some(due.to_utc()) }
}

fn decision() -> Decision {
    Decision {
        office: OfficeId("batang".to_owned()),
        class: Class::Pengaduan,
        supervision: false,
        accused: Vec::new(),
        doubted: false,
        doubt_of: None,
        emergency: false,
        in_our_power: true,
        grade: None,
        unit: UnitId("btg.desk".to_owned()),
        unit_name: "Sekretariat".to_owned(),
        also: Vec::new(),
        names_too: Vec::new(),
        rule: "antrean".to_owned(),
        matched: vec!["antrean".to_owned()],
        confidence: 0.9,
        privacy: Privacy::default(),
        deadlines: Vec::new(),
    }
}

/// What distinguishes one letter from the next.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    pub key: &'a str,
    pub complaint: Option<(i64, &'a str)>,
    pub kind: LetterKind,
    pub recipient: &'a str,
    pub urgency: i64,
    pub not_before: DateTime<Utc>,
    pub held: Option<&'a str>,
}

impl Default for Draft<'_> {
    fn default() -> Self {
        Self {
            key: "batang/disposisi/1",
            complaint: None,
            kind: LetterKind::Disposisi,
            recipient: "loket@office.example",
            urgency: 1,
            not_before: at(3),
            held: None,
        }
    }
}

impl Draft<'_> {
    /// The letter, with an id.
    pub fn letter(&self, id: i64) -> NewLetter {
        NewLetter {
            id,
            key: self.key.to_owned(),
            complaint: self.complaint.map(|(id, _)| id),
            number: self.complaint.map(|(_, number)| number.to_owned()),
            office: "batang".to_owned(),
            channel: Channel::Email,
            kind: self.kind,
            audience: if self.kind == LetterKind::Disposisi { "btg.desk" } else { "pelapor" }.to_owned(),
            recipient: self.recipient.to_owned(),
            sender: "pengaduan@office.example".to_owned(),
            reply_to: None,
            message_id: format!("{}@office.example", self.key.replace('/', ".")),
            thread: vec!["one@mail.example".to_owned(), "two@mail.example".to_owned()],
            subject: "Antrean loket".to_owned(),
            body: "Mohon ditindaklanjuti.\n".to_owned(),
            attach: None,
            urgency: self.urgency,
            held: self.held.map(str::to_owned),
            awaits: self.held.filter(|why| why.contains("persetujuan")).map(str::to_owned),
            not_before: self.not_before,
            deadline: None,
        }
    }
}
