//! Reports at SP4N-LAPOR!, from the listing to the answer that stands there: over the stand-in as a process of its own.

#[path = "lapor/answers.rs"]
mod answers;
#[path = "lapor/files.rs"]
mod files;
#[path = "lapor/news.rs"]
mod news;
#[path = "lapor/privacy.rs"]
mod privacy;
#[path = "lapor/registers.rs"]
mod registers;
#[path = "lapor/reports.rs"]
mod reports;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use connectors::lapor::{Account, FileHost, Header, Known, LaporSink, LaporSource, Line, Profile};
use connectors::{Fault, FaultKind};
use penghubung::clock::Clock;
use penghubung::domain::Channel;
use penghubung::duties::collect::Collect;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear, Write};
use penghubung::duties::{ChannelFacts, LaporFacts};
use penghubung::store::Store;
use penghubung::store::letters::Settlement;
use secrecy::SecretString;
use serde_json::json;

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, Sent};
use super::support::lapor::{AUTHORIZATION, Lapor, TOKEN};

const PROFILE: &str = include_str!("../../config/lapor/v3.toml");
const HEAD: &str = "kadis@dinkes-batang.example";
const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";

/// Reports that the register has open.
struct Open(Store);

#[async_trait::async_trait]
impl Known for Open {
    async fn ids(&self) -> Result<Vec<String>, Fault> {
        let broken = |error: penghubung::store::StoreFault| {
            Fault::not_sent(connectors::Reach::Account, FaultKind::Setup, error.to_string())
        };
        self.0.open_report_ids("lapor").await.map_err(broken)
    }
}

/// Batang's desks with an account at a stand-in.
struct Office {
    desk: Desk,
    lapor: Lapor,
    collect: Collect,
}

impl Office {
    async fn open() -> Self {
        Self::writing(Write::Live).await
    }

    async fn writing(write: Write) -> Self {
        Self::on(Desk::of(&[BATANG]).await, write)
    }

    fn on(mut desk: Desk, write: Write) -> Self {
        let lapor = Lapor::start();
        let mut profile: Profile = toml::from_str(PROFILE).unwrap();
        (profile.limits.read_seconds, profile.limits.write_seconds) = (2, 2);
        let profile = Arc::new(profile);
        let facts = LaporFacts {
            account: "lapor".to_owned(),
            profile: Arc::clone(&profile),
            institution: Some("12838".to_owned()),
            institutions: [("Dinas Pekerjaan Umum".to_owned(), "20001".to_owned())].into(),
            admin: None,
            by_hand: false,
            writes: write != Write::Off,
            notices: None,
        };
        desk.reconfigure(|practice| {
            practice.lapor.insert("batang".to_owned(), facts);
            let channel = ChannelFacts {
                office: "batang".to_owned(),
                channel: Channel::Lapor,
                answer_since: Some(chrono::DateTime::UNIX_EPOCH),
            };
            practice.channels.insert("lapor".to_owned(), channel);
        });
        let (clock, hands) = (desk.clock.clone(), desk.clock.clone());
        let header = |name: &str, value: &str| Header { name: name.to_owned(), value: SecretString::from(value) };
        let line = Line::new(Account {
            name: "lapor".to_owned(),
            base: lapor.base(),
            headers: vec![header("Authorization", AUTHORIZATION), header("token", TOKEN)],
            profile,
            in_flight: 2,
            interval: Duration::ZERO,
            proxy: None,
            ca_file: None,
            ca_only: false,
            file_hosts: vec![FileHost { host: "127.0.0.1".to_owned(), private: true }],
            institution: Some("12838".to_owned()),
            user: Some("55".to_owned()),
            overlap: Duration::from_secs(48 * 3600),
            sweep_every: Duration::from_secs(24 * 3600),
            now: Arc::new(move || hands.now()),
        })
        .unwrap();
        let source = LaporSource::new(&line, Arc::new(Open(desk.store.clone())));
        let shared: Arc<dyn Clock> = clock.clone();
        let collect = Collect::new(desk.store.clone(), Arc::clone(&shared), Box::new(source), "batang", false);
        let route = Route::new(Arc::new(LaporSink::new(&line)), None, WhenUnclear::Hold).writing(write).reading_back();
        let mut routes = Routes::default();
        routes.add("batang", Channel::Email, Arc::clone(&desk.route));
        routes.add("batang", Channel::Lapor, Arc::new(route));
        desk.deliver = Deliver::new(desk.store.clone(), shared, Arc::clone(&desk.practice), routes, "simpul-a", false);
        Self { desk, lapor, collect: collect.from_channel(Channel::Lapor) }
    }

    /// Everything that waits at the service comes, and what follows is done.
    async fn fetch(&mut self) {
        while self.collect.pass().await.unwrap().more {}
        self.desk.work().await;
    }

    /// A report is there, and its disposisi.
    async fn report(&mut self) -> (String, Sent) {
        let number = self.lapor.report(json!({"title": "Loket lama", "content": "BATANG Antrean loket Puskesmas Bandar I lama sekali, hanya satu loket."}));
        self.fetch().await;
        let letter = self.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        (number, letter)
    }

    /// Time passes here and there.
    async fn later(&self, seconds: i64) {
        self.desk.later(TimeDelta::seconds(seconds));
        self.lapor.advance(seconds);
        self.desk.work().await;
    }

    /// The phases of the letters that go to LAPOR!.
    async fn phases(&self) -> Vec<(String, Option<String>)> {
        let complaint = self.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
        let letters = self.desk.store.letters_of(complaint.id).await.unwrap();
        letters
            .into_iter()
            .filter(|letter| letter.channel == Channel::Lapor)
            .map(|letter| (letter.phase, letter.last_fault))
            .collect()
    }

    /// A person lets the letter go that is held.
    async fn release(&self) {
        let held = self.desk.store.letters(Some("held"), 9).await.unwrap().remove(0);
        let mut tx = self.desk.store.write(self.desk.clock_now()).await.unwrap();
        tx.settle_letter(&held, Settlement::Release, "budi", "sudah dibaca").await.unwrap();
        tx.commit().await.unwrap();
        self.later(10).await;
    }

    async fn status(&self) -> String {
        self.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status
    }
}
