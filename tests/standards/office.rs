//! One shipped office with every way in that it publishes: its mailbox, a modem, a WhatsApp number, an account at
//! LAPOR!.
//!
//! In: what citizens and officers send. Out: what left, by channel. All connectors play a script; the clock is the
//! desk's.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::incoming::{Incoming, Medium, Text};
use connectors::lapor::{Content, Document, Profile};
use connectors::scripted::{ScriptedSink, ScriptedSource};
use connectors::{Arrival, Batch, Cursor, RemoteRef};
use penghubung::clock::Clock;
use penghubung::domain::Channel;
use penghubung::duties::collect::Collect;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear};
use penghubung::duties::{ChannelFacts, LaporFacts};
use penghubung::store::complaints::Complaint;
use penghubung::store::deadlines::Clock as Running;
use serde_json::json;

use super::desk::{Desk, Kotak};
use super::letters::{Sent, Surat, surat};

pub const BATANG: Kotak = super::desk::BATANG;
pub const KADEMANGAN: Kotak = super::desk::KADEMANGAN;
pub const NTT: Kotak = super::desk::NTT;
pub const BULELENG: Kotak = ("pengaduan@rsud-buleleng.example", "buleleng", None);
pub const TTU: Kotak = ("pengaduan@dinkes-ttu.example", "ttu", None);

/// A citizen.
pub const WARGA: &str = "Warga Contoh <warga@warga.example>";
/// His address.
pub const WARGA_ADDRESS: &str = "warga@warga.example";
/// A citizen's telephone.
pub const PHONE: &str = "+6281234567890";

const PROFILE: &str = include_str!("../../config/lapor/v3.toml");
/// The office's institution id at LAPOR!.
const INSTITUTION: &str = "12838";
const PHONES: [(&str, Channel); 3] = [("modem", Channel::Sms), ("wa", Channel::Whatsapp), ("lapor", Channel::Lapor)];

/// An office at work.
pub struct Office {
    pub desk: Desk,
    kotak: &'static str,
    id: &'static str,
    sources: HashMap<Channel, (ScriptedSource, Collect)>,
    sinks: HashMap<Channel, ScriptedSink>,
    next: u32,
}

impl Office {
    /// The office that owns this mailbox, on Friday, 20 November 2026, 02.41 UTC.
    pub async fn open(kotak: Kotak) -> Self {
        let mut desk = Desk::of(&[kotak]).await;
        let (address, id, _) = kotak;
        let (mut sources, mut sinks, mut routes) = (HashMap::new(), HashMap::new(), Routes::default());
        routes.add(id, Channel::Email, Arc::clone(&desk.route));
        let shared: Arc<dyn Clock> = desk.clock.clone();
        for (name, channel) in PHONES {
            let (source, sink) = (ScriptedSource::new(name), ScriptedSink::new());
            desk.reconfigure(|practice| {
                let answer_since = Some(DateTime::UNIX_EPOCH);
                let facts = ChannelFacts { office: id.to_owned(), channel, answer_since };
                practice.channels.insert(name.to_owned(), facts);
                practice.ways_out.insert((id.to_owned(), channel));
                practice.lapor.insert(id.to_owned(), lapor_facts());
            });
            routes.add(id, channel, Arc::new(Route::new(Arc::new(sink.clone()), None, WhenUnclear::Hold)));
            let collect = Collect::new(desk.store.clone(), Arc::clone(&shared), Box::new(source.clone()), id, true);
            sources.insert(channel, (source, collect.from_channel(channel)));
            sinks.insert(channel, sink);
        }
        desk.deliver = Deliver::new(desk.store.clone(), shared, Arc::clone(&desk.practice), routes, "simpul-a", false);
        Self { desk, kotak: address, id, sources, sinks, next: 1 }
    }

    /// The address of its mailbox.
    pub fn intake(&self) -> &'static str {
        self.kotak
    }

    /// A mail of a citizen or officer; whatever follows is done.
    pub async fn mail(&mut self, from: &str, text: &str) {
        let mail = surat(from).to(self.kotak).says(text);
        self.post(&mail).await;
    }

    /// The same with a mail as it is.
    pub async fn post(&mut self, mail: &Surat) {
        self.desk.post_to(self.kotak, mail).await;
    }

    /// An officer answers a letter.
    pub async fn reply(&mut self, letter: &Sent, from: &str, text: &str) {
        self.post(&letter.answered_by(from, text)).await;
    }

    /// Changes the office's book, as a reload does.
    pub fn book(&self, change: impl FnOnce(&mut penghubung::decide::OfficeBook)) {
        let id = self.id;
        self.desk.reconfigure(|practice| {
            let mut book = practice.books[id].as_ref().clone();
            change(&mut book);
            practice.books.insert(id.to_owned(), Arc::new(book));
        });
    }

    /// The head agrees to every disposisi that he has been asked for and not given.
    pub async fn disposed(&mut self, head: &str) {
        let asked = self.desk.sent_to(head);
        let letter = asked.into_iter().rfind(|letter| letter.subject.contains("Mohon disposisi")).unwrap();
        self.reply(&letter, head, "SETUJU").await;
    }

    /// A text message.
    pub async fn sms(&mut self, from: &str, text: &str) {
        self.text(Channel::Sms, Medium::Sms, from, text).await;
    }

    /// A WhatsApp message.
    pub async fn whatsapp(&mut self, from: &str, text: &str) {
        self.text(Channel::Whatsapp, Medium::Whatsapp, from, text).await;
    }

    async fn text(&mut self, channel: Channel, medium: Medium, from: &str, text: &str) {
        let text = Text {
            medium,
            remote_id: String::new(),
            from: from.to_owned(),
            to: None,
            at: DateTime::UNIX_EPOCH,
            text: text.to_owned(),
            parts: 1,
            missing: Vec::new(),
            enclosed: Vec::new(),
            files: Vec::new(),
        };
        self.arrive(channel, Incoming::Text(text).to_raw()).await;
    }

    /// A report at LAPOR! that the national admin has handed to this office.
    pub async fn lapor(&mut self, number: &str, title: &str, text: &str) {
        let at = self.desk.clock_now().with_timezone(&chrono_tz::Asia::Jakarta).format("%d-%m-%Y %H:%M:%S").to_string();
        let data = json!({
            "id": number, "tracking_id": number, "title": title, "content": text, "classification_name": "Pengaduan",
            "category_name": "Pelayanan Kesehatan", "status_name": "Terverifikasi", "is_anonymous": 0, "is_secret": 0,
            "user_name": "Warga Contoh", "user_id": 99, "created_at": at, "updated_at": at, "disposition_id": INSTITUTION,
            "disposition_name": "Dinas Kesehatan",
        });
        let detail = json!({"message": "success", "results": {"data": data, "data_logs": []}}).to_string();
        let detail = serde_json::value::RawValue::from_string(detail).unwrap();
        let content = Content::Api {
            id: number.to_owned(),
            item: None,
            detail: Some(detail),
            followups: Vec::new(),
            files: Vec::new(),
        };
        self.arrive(Channel::Lapor, Document::new("lapor-v3", content).bytes()).await;
    }

    async fn arrive(&mut self, channel: Channel, raw: Vec<u8>) {
        let arrival = Arrival {
            remote_ref: RemoteRef(format!("inbox/{}", self.next)),
            received_at: self.desk.clock_now(),
            announced_bytes: raw.len() as u64,
            raw,
        };
        self.next += 1;
        let cursor = Cursor(self.next.to_string());
        let batch =
            Batch { arrivals: vec![arrival], cursor, gone: vec![], unreadable: vec![], more: false, renumbered: false };
        let (source, collect) = self.sources.get_mut(&channel).unwrap();
        source.then(Ok(batch));
        collect.pass().await.unwrap();
        self.desk.work().await;
    }

    /// What has left by a channel that is not mail: recipient and text.
    pub fn texts(&self, channel: Channel) -> Vec<(String, String)> {
        let taken = self.sinks[&channel].taken();
        taken.iter().map(|p| (p.recipient.clone(), String::from_utf8_lossy(&p.content).into_owned())).collect()
    }

    /// The newest complaint.
    pub async fn complaint(&self) -> Complaint {
        self.desk.store.complaints(Some(self.id), 1).await.unwrap().remove(0)
    }

    /// The clocks of the newest complaint, the earliest first.
    pub async fn clocks(&self) -> Vec<Running> {
        let mut clocks = self.desk.store.clocks_of(self.complaint().await.id).await.unwrap();
        clocks.sort_by_key(|clock| clock.deadline.due);
        clocks
    }

    /// The clocks of the newest complaint, in words: `btg.sosmed 2026-11-27 23.59`.
    pub async fn due(&self) -> Vec<String> {
        let clocks = self.clocks().await;
        clocks.iter().map(|c| format!("{} {}", c.deadline.standard, c.deadline.due.format("%Y-%m-%d %H.%M"))).collect()
    }

    /// The only letter to an officer or citizen that holds these words.
    pub fn letter(&self, to: &str, words: &str) -> Sent {
        self.desk.the_letter(to, words)
    }

    /// Time passes, and whatever wants to be looked at meanwhile is looked at when it does.
    pub async fn live_until(&self, end: DateTime<Utc>) {
        loop {
            let wakes = [self.desk.remind.next_at().await.unwrap(), self.desk.vigil.next_at().await.unwrap()];
            let Some(next) = wakes.into_iter().flatten().min().filter(|next| *next <= end) else { break };
            self.desk.clock.set(next.max(self.desk.clock_now()));
            self.wake().await;
        }
        self.desk.clock.set(end);
        self.wake().await;
    }

    /// The same for a while.
    pub async fn live(&self, by: TimeDelta) {
        self.live_until(self.desk.clock_now() + by).await;
    }

    async fn wake(&self) {
        while self.desk.vigil.pass().await.unwrap().done > 0 {}
        while self.desk.routines.pass().await.unwrap().done > 0 {}
        self.desk.remind().await;
    }

    /// The log lines with this event.
    pub async fn lines(&self, event: &str) -> Vec<serde_json::Value> {
        self.desk.log().await.into_iter().filter(|line| line["ev"] == event).collect()
    }
}

fn lapor_facts() -> LaporFacts {
    let profile: Profile = toml::from_str(PROFILE).unwrap();
    LaporFacts {
        account: "lapor".to_owned(),
        profile: Arc::new(profile),
        institution: Some(INSTITUTION.to_owned()),
        institutions: [("Dinas Pekerjaan Umum".to_owned(), "20001".to_owned())].into(),
        admin: None,
        by_hand: false,
        writes: true,
        clocks: Vec::new(),
        notices: None,
    }
}
