//! Reports at SP4N-LAPOR!, from the listing to the answer that stands there: over the stand-in as a process of its own.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use connectors::lapor::{Account, Header, Known, LaporSink, LaporSource, Line, Profile};
use connectors::{Fault, FaultKind};
use penghubung::clock::Clock;
use penghubung::decide::lapor::Notices;
use penghubung::domain::Channel;
use penghubung::duties::alarm::Alarm;
use penghubung::duties::collect::Collect;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear, Write};
use penghubung::duties::{ChannelFacts, LaporFacts};
use penghubung::store::Store;
use secrecy::SecretString;
use serde_json::json;

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, Sent, surat};
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
        let mut desk = Desk::of(&[BATANG]).await;
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
            file_hosts: Vec::new(),
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

    async fn status(&self) -> String {
        self.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status
    }
}

#[tokio::test]
async fn a_report_becomes_a_complaint_and_its_answer_stands_under_it_proven() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    assert!(letter.shows("SP4N-LAPOR!") && letter.shows(&number) && !letter.shows("BATANG Antrean"), "{}", letter.body);
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.channel, complaint.pelapor.as_deref()), (Channel::Lapor, Some(number.as_str())));
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    let answers = office.lapor.answers(&number);
    assert_eq!(answers.len(), 1);
    assert!(
        answers[0].contains("buka tiga") && answers[0].contains("BTG-26-0001") && answers[0].contains("[PGH-"),
        "{}",
        answers[0]
    );
    assert_eq!(
        (office.phases().await[0].0.as_str(), office.status().await.as_str()),
        ("accepted", "open"),
        "a 200 proves nothing"
    );
    office.later(5).await;
    assert_eq!((office.phases().await[0].0.as_str(), office.status().await.as_str()), ("proven", "answered"));
    office.fetch().await;
    let events = office.desk.events().await;
    assert!(events.ends_with("AMBIL BALAS NIAT KIRIM DITERIMA TERBUKTI AMBIL TERIMA"), "{events}");
}

#[tokio::test]
async fn however_an_answer_is_lost_there_is_one_or_it_is_held_with_the_reason() {
    for kind in
        ["accept_silence", "accept_server_error", "accept_cut", "accept_error_in200", "silence", "server_error", "cut"]
    {
        for delay in [0, 30, 120, 600] {
            let mut office = Office::open().await;
            let (number, letter) = office.report().await;
            office.lapor.visible_after(delay);
            office.lapor.bad_day("add_followup", kind, 1);
            office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
            assert!(office.lapor.answers(&number).len() <= 1, "{kind} {delay}");
            for _ in 0..30 {
                office.later(180).await;
            }
            let (phase, fault) = office.phases().await.remove(0);
            if kind.starts_with("accept") {
                assert_eq!((office.lapor.answers(&number).len(), phase.as_str()), (1, "proven"), "{kind} {delay}");
            } else {
                assert_eq!((office.lapor.answers(&number).len(), phase.as_str()), (0, "held"), "{kind} {delay}");
                assert!(fault.is_some());
            }
        }
    }
}

#[tokio::test]
async fn a_daemon_that_dies_after_posting_posts_nothing_twice() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.lapor.bad_day("add_followup", "accept_silence", 1);
    office.desk.come(BATANG.0, &[letter.answered_by(PUSKESMAS, ANSWER).raw()]).await;
    office.desk.triage_all().await;
    // The process ends while it waits for the answer: nothing of the outcome is written down.
    let ended = tokio::time::timeout(Duration::from_millis(500), office.desk.deliver.pass()).await;
    assert!(ended.is_err());
    assert_eq!(office.phases().await[0].0, "sending");
    office.desk.deliver.recover().await.unwrap();
    office.later(60).await;
    assert_eq!((office.lapor.answers(&number).len(), office.phases().await[0].0.as_str()), (1, "proven"));
}

#[tokio::test]
async fn an_account_that_is_held_off_or_asks_for_a_word_posts_nothing_by_itself() {
    for (write, phase) in [(Write::Hold, "held"), (Write::Confirm, "held")] {
        let mut office = Office::writing(write).await;
        let (number, letter) = office.report().await;
        office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
        assert_eq!((office.phases().await[0].0.as_str(), office.lapor.answers(&number).len()), (phase, 0));
        let held = office.desk.store.letters(Some("held"), 9).await.unwrap().remove(0);
        let mut tx = office.desk.store.write(office.desk.clock_now()).await.unwrap();
        tx.settle_letter(&held, penghubung::store::letters::Settlement::Release, "budi", "sudah dibaca").await.unwrap();
        tx.commit().await.unwrap();
        office.later(10).await;
        let posted = usize::from(write == Write::Confirm);
        assert_eq!(office.lapor.answers(&number).len(), posted, "{write:?}");
    }
    let mut office = Office::writing(Write::Off).await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert!(office.phases().await.is_empty() && office.lapor.answers(&number).is_empty());
    office.desk.the_letter(PUSKESMAS, "hanya dibaca");
}

#[tokio::test]
async fn what_the_reporter_adds_reaches_the_officer_and_opens_an_answered_report_again() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    assert_eq!(office.status().await, "answered");
    office.lapor.write(&number, None, "Masih antre dua jam. Telepon saya 0812 5550 7890.");
    office.later(1000).await;
    office.fetch().await;
    let told = office.desk.the_letter(PUSKESMAS, "Masih antre dua jam");
    assert!(!told.shows("5550 7890") && told.shows("Pelapor menulis"));
    assert_eq!(office.status().await, "open");
    office.fetch().await;
    office.desk.the_letter(PUSKESMAS, "Masih antre dua jam");
}

#[tokio::test]
async fn an_answer_typed_into_the_web_form_cancels_an_equal_one_and_holds_another() {
    for (typed, phase) in [(ANSWER.trim_start_matches("JAWAB: "), "proven"), ("Silakan datang besok.", "held")] {
        let mut office = Office::writing(Write::Confirm).await;
        let (number, letter) = office.report().await;
        office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
        office.lapor.write(&number, Some("Dinas Kesehatan"), typed);
        office.later(1000).await;
        office.fetch().await;
        assert_eq!(office.phases().await[0].0, phase, "{typed}");
        assert_eq!((office.lapor.answers(&number).len(), office.status().await.as_str()), (1, "answered"));
        office.desk.the_letter(PUSKESMAS, "langsung di SP4N-LAPOR!");
    }
}

#[tokio::test]
async fn a_report_that_is_closed_there_is_closed_here_and_its_clocks_stop() {
    let mut office = Office::open().await;
    let (number, _) = office.report().await;
    office.lapor.change(&number, &json!({"status_name": "Ditutup oleh Admin"}));
    office.later(1000).await;
    office.fetch().await;
    assert_eq!(office.status().await, "closed");
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(office.desk.store.clocks_of(complaint.id).await.unwrap().iter().all(|clock| clock.met.is_some()));
    office.desk.the_letter(PUSKESMAS, "Ditutup oleh Admin");
}

#[tokio::test]
async fn a_secret_report_by_an_unnamed_reporter_stays_both_to_the_very_end() {
    let mut office = Office::open().await;
    let report = json!({"content": "Antrean loket Puskesmas Bandar I lama. Saya Ratna Contoh.", "user_name": "Ratna Contoh", "is_anonymous": true, "is_secret": true});
    let number = office.lapor.report(report);
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("RAHASIA") && !letter.shows("Ratna"), "{}", letter.body);
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(office.lapor.followups()[0]["is_secret"], "1");
    assert_eq!(office.lapor.answers(&number).len(), 1);
    assert!(!office.desk.log_bytes().await.contains("Ratna"));
}

#[tokio::test]
async fn a_report_outside_our_power_is_handed_on_to_the_institution_the_officer_names() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office
        .desk
        .post(&letter.answered_by(PUSKESMAS, "BUKAN WEWENANG: Dinas Pekerjaan Umum; jalan depan puskesmas milik PU"))
        .await;
    assert_eq!(office.lapor.calls("reject"), 1);
    office.later(10).await;
    assert_eq!((office.phases().await[0].0.as_str(), office.status().await.as_str()), ("proven", "closed"));
    assert!(office.lapor.answers(&number).is_empty());
    office.desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: Dinas Antah Berantah; entahlah")).await;
    assert_eq!(office.lapor.calls("reject"), 1);
}

#[tokio::test]
async fn reports_that_are_over_or_with_others_open_no_complaint() {
    let mut office = Office::open().await;
    office.lapor.report(json!({"content": "Selesai sudah", "status_name": "Selesai"}));
    office.lapor.report(json!({"content": "Bukan kami", "disposition_id": 777}));
    office.fetch().await;
    assert_eq!(office.desk.complaints("batang").await, 0);
    assert_eq!(office.desk.store.reports(None).await.unwrap().len(), 2, "both are known all the same");
}

#[tokio::test]
async fn unknown_words_are_shown_as_they_are() {
    let mut office = Office::open().await;
    let number = office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "classification_name": "Curhat", "status_name": "Menunggu Telaah"}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("Curhat") && letter.shows("Menunggu Telaah") && letter.shows(&number), "{}", letter.body);
}

#[tokio::test]
async fn a_report_that_alleges_wrongdoing_never_goes_to_those_it_may_be_about() {
    let mut office = Office::open().await;
    office.lapor.report(json!({"content": "Petugas loket Puskesmas Bandar I tidak ramah.", "classification_name": "Pengaduan Berkadar Pengawasan"}));
    office.fetch().await;
    assert!(office.desk.sent_to(PUSKESMAS).is_empty());
    office.desk.the_letter(DESK, "Mohon tindak lanjut");
}

#[tokio::test]
async fn every_day_the_two_registers_are_compared_and_one_sweep_proves_no_absence() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    let compared = |log: Vec<serde_json::Value>| {
        log.into_iter()
            .filter(|line| line["ev"] == "COCOK")
            .map(|line| line["d"]["berbeda"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(compared(office.desk.log().await), [0]);
    office.lapor.change(&number, &json!({"status_name": "Selesai", "gone": false}));
    office.later(25 * 3600).await;
    office.fetch().await;
    office.lapor.change(&number, &json!({"gone": true}));
    for _ in 0..2 {
        office.later(25 * 3600).await;
        while office.collect.pass().await.is_ok_and(|report| report.more) {}
        office.desk.work().await;
    }
    let all = compared(office.desk.log().await);
    assert_eq!(all.last(), Some(&1), "two sweeps without it: {all:?}");
}

#[tokio::test]
async fn dead_keys_stop_neither_mail_nor_officers() {
    let mut office = Office::open().await;
    office.lapor.change_keys();
    assert!(office.collect.pass().await.is_err());
    office.desk.post(&surat("warga@warga.example").says("Antrean loket Puskesmas Bandar I lama.")).await;
    assert_eq!(office.desk.complaints("batang").await, 1);
    office.desk.reconfigure(|practice| practice.alarm_to = vec!["admin@dinkes.example".to_owned()]);
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let alarm = Alarm::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice));
    assert_eq!(alarm.pass().await.unwrap().done, 0, "a moment may pass");
    for minutes in [2, 60, 600] {
        office.later(minutes * 60).await;
        assert!(office.collect.pass().await.is_err());
        alarm.pass().await.unwrap();
    }
    office.desk.work().await;
    let letter = office.desk.the_letter("admin@dinkes.example", "kanal SP4N-LAPOR!");
    assert!(letter.shows("secret files"), "once a day, and what to do: {}", letter.body);
    let state = office.desk.store.source("lapor").await.unwrap().unwrap();
    assert!(state.fault.unwrap().0.contains("secret files"), "an operator can act on it");
}

#[tokio::test]
async fn a_notification_mail_names_a_report_that_is_then_asked_for() {
    let mut office = Office::open().await;
    office.fetch().await;
    let number = office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama."}));
    office.lapor.shapes(&["loop"]);
    let notices = Notices {
        senders: vec!["@lapor.example".to_owned()],
        authserv_id: None,
        patterns: vec![regex::Regex::new("nomor (?P<number>[0-9]{5,10})").unwrap()],
    };
    office.desk.reconfigure(|practice| practice.lapor.get_mut("batang").unwrap().notices = Some(notices));
    let words = format!("Ada laporan baru dengan nomor {number} yang didisposisikan.");
    office.desk.post(&surat("no-reply@lapor.example").says(&words)).await;
    assert_eq!(office.desk.complaints("batang").await, 0, "the mail itself is no complaint");
    let known = office.desk.store.open_report_ids("lapor").await.unwrap();
    assert_eq!(known, [number]);
    office.desk.post(&surat("warga@warga.example").says(&words)).await;
    assert_eq!(office.desk.complaints("batang").await, 1, "from anybody else it is one");
}

#[tokio::test]
async fn handing_on_waits_for_approval_where_the_office_requires_it() {
    let mut office = Office::open().await;
    let approver = penghubung::domain::UnitId("btg.kadis".to_owned());
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        Arc::make_mut(book).office.approval = vec![approver];
    });
    let (_, letter) = office.report().await;
    let words = "TERUSKAN: Dinas Pekerjaan Umum; jalan depan puskesmas milik PU";
    office.desk.post(&letter.answered_by(PUSKESMAS, words)).await;
    assert_eq!(office.lapor.calls("reject"), 0);
    let request = office.desk.the_letter(HEAD, "PERSETUJUAN");
    office.desk.post(&request.answered_by(HEAD, "SETUJU")).await;
    assert_eq!(office.lapor.calls("reject"), 1);
}

#[tokio::test]
async fn a_report_has_two_clocks_and_the_earlier_one_leads() {
    let mut office = Office::open().await;
    let clocks = penghubung::config::lapor::clocks_of(std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/lapor/clocks.toml"
    )));
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        Arc::make_mut(book).standards.extend(clocks.unwrap());
    });
    let (_, letter) = office.report().await;
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let clocks = office.desk.store.clocks_of(complaint.id).await.unwrap();
    let ids: Vec<&str> = clocks.iter().map(|clock| clock.deadline.standard.as_str()).collect();
    assert_eq!(ids, ["lapor.tindak_lanjut", "btg.sosmed"]);
    assert!(letter.shows("5 hari kerja") && letter.shows("7 hari kalender"), "{}", letter.body);
}
