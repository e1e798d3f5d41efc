//! SMS and WhatsApp over the duties: floods, bad numbers, reports of every kind, the next way.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::incoming::{Incoming, Medium, Progress, Report, Text};
use connectors::scripted::{Answer, ScriptedSink, ScriptedSource};
use connectors::whatsapp::Note;
use connectors::{Arrival, Balance, Batch, Cursor, Fault, Gate, Gauge, Parcel, Receipt, RemoteRef, Sink};
use penghubung::clock::Clock;
use penghubung::domain::Channel;
use penghubung::duties::ChannelFacts;
use penghubung::duties::alarm::Alarm;
use penghubung::duties::collect::Collect;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear};
use penghubung::duties::watch::{Gauged, Watch, state_name};

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, Sent, complaint, surat};

const PHONE: &str = "+6281234567890";
const OTHER: &str = "+6285712345678";
const QUEUE: &str = "Antrean di loket Puskesmas Bandar I lama sekali, hanya satu loket";
const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";

/// Batang's desks with a modem and a WhatsApp number.
struct Office {
    desk: Desk,
    modem: ScriptedSource,
    sms: ScriptedSink,
    whatsapp: ScriptedSink,
    collects: Vec<Collect>,
    next: u32,
}

impl Office {
    async fn open() -> Self {
        let mut desk = Desk::of(&[BATANG]).await;
        let (sms, whatsapp) = (ScriptedSink::new(), ScriptedSink::new());
        let (modem, cloud) = (ScriptedSource::new("modem"), ScriptedSource::new("wa"));
        let shared: Arc<dyn Clock> = desk.clock.clone();
        let mut collects = Vec::new();
        let mut routes = Routes::default();
        routes.add("batang", Channel::Email, Arc::clone(&desk.route));
        for (channel, source, sink) in [(Channel::Sms, &modem, &sms), (Channel::Whatsapp, &cloud, &whatsapp)] {
            let name = connectors::Source::name(source).to_owned();
            desk.reconfigure(|practice| {
                let answer_since = Some(chrono::DateTime::UNIX_EPOCH);
                practice.channels.insert(name, ChannelFacts { office: "batang".to_owned(), channel, answer_since });
                practice.ways_out.insert(("batang".to_owned(), channel));
            });
            routes.add("batang", channel, Arc::new(Route::new(Arc::new(sink.clone()), None, WhenUnclear::Hold)));
            let collect =
                Collect::new(desk.store.clone(), Arc::clone(&shared), Box::new(source.clone()), "batang", true);
            collects.push(collect.from_channel(channel));
        }
        desk.deliver = Deliver::new(desk.store.clone(), shared, Arc::clone(&desk.practice), routes, "simpul-a", false);
        Self { desk, modem, sms, whatsapp, collects, next: 1 }
    }

    async fn arrive(&mut self, things: Vec<Incoming>) {
        let mut arrivals = Vec::new();
        for thing in things {
            let raw = thing.to_raw();
            let remote_ref = RemoteRef(format!("inbox/{}", self.next));
            self.next += 1;
            arrivals.push(Arrival {
                remote_ref,
                received_at: self.desk.clock_now(),
                announced_bytes: raw.len() as u64,
                raw,
            });
        }
        let cursor = Cursor(self.next.to_string());
        let batch = Batch { arrivals, cursor, gone: vec![], unreadable: vec![], more: false, renumbered: false };
        self.modem.then(Ok(batch));
        self.collects[0].pass().await.unwrap();
        self.desk.work().await;
    }

    async fn hear(&mut self, from: &str, text: &str) {
        self.arrive(vec![says(from, text)]).await;
    }

    async fn report(&mut self, parcel: &Parcel, progress: Progress, bad_number: bool) {
        let report = Report {
            medium: Medium::Sms,
            reference: Some(parcel.reference.clone()),
            remote_id: None,
            progress,
            code: None,
            bad_number,
        };
        self.arrive(vec![Incoming::Report(report)]).await;
    }

    /// Texts that the gateway has taken for a number.
    fn texts(&self, to: &str) -> Vec<String> {
        let taken = self.sms.taken();
        taken
            .iter()
            .filter(|parcel| parcel.recipient == to)
            .map(|parcel| String::from_utf8(parcel.content.clone()).unwrap())
            .collect()
    }

    async fn answer(&mut self) {
        let letter = self.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        self.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    }

    async fn status(&self) -> String {
        self.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status
    }

    fn officers(&self) -> Vec<Sent> {
        self.desk.sent_to(PUSKESMAS)
    }
}

fn says(from: &str, text: &str) -> Incoming {
    Incoming::Text(Text {
        medium: Medium::Sms,
        remote_id: String::new(),
        from: from.to_owned(),
        to: None,
        at: chrono::DateTime::UNIX_EPOCH,
        text: text.to_owned(),
        parts: 1,
        missing: Vec::new(),
        enclosed: Vec::new(),
    })
}

#[tokio::test]
async fn an_answer_by_sms_is_short_plain_and_names_its_number() {
    let mut office = Office::open().await;
    office.hear(PHONE, &format!("kab batang: {QUEUE}")).await;
    assert!(!office.officers()[0].shows("812345"), "{}", office.officers()[0].body);
    office.answer().await;
    let texts = office.texts(PHONE);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("BTG-26-0001"));
    assert!(texts[1].contains("BTG-26-0001: Mulai Senin loket pendaftaran") && texts[1].is_ascii(), "{}", texts[1]);
    assert_eq!(office.status().await, "answered");
    office.hear(PHONE, "PUAS BTG-26-0001").await;
    assert!(office.officers()[1].shows("pelapor menyatakan puas; laporan ditutup"));
    assert_eq!(office.status().await, "closed");
    let closing = office.texts(PHONE).pop().unwrap();
    assert!(closing.contains("SELESAI") && closing.contains("BTG-26-0001") && closing.len() <= 160, "{closing}");
    assert_eq!(office.desk.complaints("batang").await, 1);
}

#[tokio::test]
async fn ttu_05_who_is_not_content_says_so_by_sms_in_as_many_words_as_he_likes_days_later() {
    let mut office = Office::open().await;
    office.hear(PHONE, QUEUE).await;
    office.answer().await;
    office.desk.later(TimeDelta::days(5));
    let words = "Mohon maaf pak sy blm puas, kemarin sy ke sana lagi & loketnya ttp satu, antre dr pagi sampe siang";
    office.hear(PHONE, words).await;
    assert_eq!((office.status().await.as_str(), office.desk.complaints("batang").await), ("open", 1));
    let told = office.texts(PHONE).pop().unwrap();
    assert!(told.contains("kami teruskan") && told.len() <= 160 && told.is_ascii(), "{told}");
    let dossier = office.desk.the_letter("yankes@dinkes-batang.example", "KEBERATAN pelapor");
    assert!(dossier.shows("loketnya ttp satu") && !dossier.shows("812345"), "{}", dossier.body);
    // New words about another matter, weeks after the end, are another complaint.
    office.desk.later(TimeDelta::days(60));
    office.hear(PHONE, "Obat darah tinggi di Puskesmas Bandar I kosong").await;
    assert_eq!(office.desk.complaints("batang").await, 2);
}

#[tokio::test]
async fn a_number_alone_proves_nobody_a_stranger_who_names_it_stands_before_a_person() {
    let mut office = Office::open().await;
    office.hear(PHONE, QUEUE).await;
    office.hear(OTHER, "BTG-26-0001 tolong jawab ke nomor ini saja").await;
    assert_eq!(office.desk.pen().await[0].guesses[0].0, "BTG-26-0001");
    assert_eq!((office.texts(OTHER).len(), office.officers().len()), (0, 1));
}

#[tokio::test]
async fn a_failed_report_moves_on_to_the_next_way_and_a_late_one_changes_nothing() {
    let mut office = Office::open().await;
    office.hear(PHONE, &format!("{QUEUE}. Balas ke siti@warga.example juga bisa")).await;
    office.answer().await;
    let answer = office.sms.taken().pop().unwrap();
    assert_eq!(office.status().await, "answered");
    office.report(&answer, Progress::Failed, true).await;
    let moved = office.desk.the_letter("siti@warga.example", "Mulai Senin loket pendaftaran");
    assert!(moved.subject.contains("[BTG-26-0001]"), "{}", moved.subject);
    assert_eq!(office.status().await, "answered");
    let notice = office.desk.the_letter(DESK, "GAGAL KIRIM");
    assert!(notice.shows("dialihkan ke"), "{}", notice.body);
    // The report comes twice, and after it another: nothing goes out again.
    office.report(&answer, Progress::Failed, true).await;
    office.report(&answer, Progress::Delivered, false).await;
    assert_eq!((office.desk.sent_to("siti@warga.example").len(), office.texts(PHONE).len()), (1, 2));
}

#[tokio::test]
async fn a_mail_that_bounces_moves_on_to_the_mobile_its_writer_named() {
    let mut office = Office::open().await;
    let mail = complaint().says(&format!("{QUEUE}.\nTerima kasih. Siti, HP 0812-3456-7890"));
    office.desk.post(&mail).await;
    office.desk.sink.then("siti@warga.example", Answer::Refuse);
    office.answer().await;
    let texts = office.texts(PHONE);
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(texts[0].contains("BTG-26-0001: Mulai Senin"), "{}", texts[0]);
    assert_eq!(office.status().await, "answered");
}

#[tokio::test]
async fn a_missing_report_is_neither_failure_nor_proof_and_delivery_is_proof() {
    let mut office = Office::open().await;
    office.hear(PHONE, QUEUE).await;
    let receipt = office.sms.taken().pop().unwrap();
    let phase = async |office: &Office| {
        let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
        let letters = office.desk.store.letters_of(complaint.id).await.unwrap();
        letters.into_iter().find(|letter| letter.channel == Channel::Sms).unwrap().phase
    };
    office.report(&receipt, Progress::Sent, false).await;
    office.desk.later(TimeDelta::days(2));
    office.desk.work().await;
    assert_eq!(phase(&office).await, "accepted");
    office.report(&receipt, Progress::Delivered, false).await;
    assert_eq!(phase(&office).await, "proven");
    assert_eq!(office.texts(PHONE).len(), 1);
}

#[tokio::test]
async fn an_unclear_answer_is_held_for_a_person_and_a_report_of_delivery_settles_it() {
    let mut office = Office::open().await;
    office.sms.then(PHONE, Answer::AcceptInSilence);
    office.hear(PHONE, QUEUE).await;
    office.desk.later(TimeDelta::minutes(5));
    office.desk.work().await;
    assert_eq!(office.texts(PHONE).len(), 1, "never a second copy");
    let held = office.desk.store.letters(Some("held"), 10).await.unwrap();
    assert_eq!(held.len(), 1);
    // The gateway can tell: it is asked by our reference.
    office.sms.tells(true);
    office.sms.then(OTHER, Answer::LoseInSilence);
    office.hear(OTHER, QUEUE).await;
    office.desk.later(TimeDelta::minutes(5));
    office.desk.work().await;
    assert_eq!(office.texts(OTHER).len(), 1, "certainly not sent, so sent again");
}

#[tokio::test]
async fn a_bad_number_does_not_keep_the_others() {
    let mut office = Office::open().await;
    office.sms.then(PHONE, Answer::Refuse);
    office.hear(PHONE, QUEUE).await;
    office.hear(OTHER, QUEUE).await;
    assert_eq!((office.texts(PHONE).len(), office.texts(OTHER).len()), (0, 1));
    office.desk.the_letter(DESK, "GAGAL KIRIM");
}

#[tokio::test]
async fn a_flood_from_one_number_is_all_kept_and_answered_once() {
    let mut office = Office::open().await;
    let flood: Vec<Incoming> = (0..600).map(|n| says(PHONE, &format!("{QUEUE} nomor {n}"))).collect();
    for batch in flood.chunks(150) {
        office.arrive(batch.to_vec()).await;
    }
    assert_eq!(office.desk.complaints("batang").await, 1);
    assert_eq!(office.texts(PHONE).len(), 1);
    let letters = office.officers();
    assert!(letters.len() <= 16, "{} letters to the officer", letters.len());
    assert!(letters.iter().any(|letter| letter.shows("pesan ke-500 dari nomor ini hari ini")));
    let (waiting, _) = office.desk.store.unhandled_count().await.unwrap();
    assert_eq!(waiting, 0);
    office.hear(OTHER, QUEUE).await;
    assert_eq!(office.texts(OTHER).len(), 1, "another citizen is not made to wait");
}

#[tokio::test]
async fn whatever_comes_in_is_in_the_register_or_before_a_person() {
    let mut office = Office::open().await;
    office.hear(PHONE, "").await;
    assert_eq!(office.desk.pen().await.len(), 1);
    office.hear(PHONE, "\0\u{1}antre\0an lama di Puskesmas Bandar I 😡").await;
    office.hear(OTHER, &"panjang sekali ".repeat(4_700)).await;
    office.hear("TELKOMSEL", "Selamat! Anda mendapat kuota").await;
    office
        .arrive(vec![Incoming::Text(Text {
            missing: vec![2],
            parts: 3,
            ..match says("+6289612345678", "bagian satu bagian tiga") {
                Incoming::Text(text) => text,
                Incoming::Report(_) => unreachable!(),
            }
        })])
        .await;
    assert_eq!(office.desk.complaints("batang").await, 3);
    assert!(office.desk.sent().iter().any(|sent| sent.shows("(bagian 2 dari 3 tidak sampai)")));
    assert_eq!(office.texts("TELKOMSEL").len(), 0);
    let strange = Batch {
        arrivals: vec![Arrival {
            remote_ref: RemoteRef("inbox/x".into()),
            received_at: office.desk.clock_now(),
            raw: b"\xff\xfe not of a gateway".to_vec(),
            announced_bytes: 20,
        }],
        cursor: Cursor("x".into()),
        gone: vec![],
        unreadable: vec![],
        more: false,
        renumbered: false,
    };
    office.modem.then(Ok(strange));
    office.collects[0].pass().await.unwrap();
    office.desk.work().await;
    let (waiting, _) = office.desk.store.unhandled_count().await.unwrap();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn whatsapp_is_written_freely_within_a_day_and_by_template_after_it() {
    let mut office = Office::open().await;
    let text = Text {
        medium: Medium::Whatsapp,
        ..match says(PHONE, QUEUE) {
            Incoming::Text(text) => text,
            Incoming::Report(_) => unreachable!(),
        }
    };
    let raw = Incoming::Text(text).to_raw();
    let wa = &mut office.collects[1];
    let batch = |raw: Vec<u8>, at| Batch {
        arrivals: vec![Arrival {
            remote_ref: RemoteRef("wamid.1".into()),
            received_at: at,
            announced_bytes: raw.len() as u64,
            raw,
        }],
        cursor: Cursor("w".into()),
        gone: vec![],
        unreadable: vec![],
        more: false,
        renumbered: false,
    };
    let scripted = ScriptedSource::new("wa");
    scripted.then(Ok(batch(raw, office.desk.clock_now())));
    let shared: Arc<dyn Clock> = office.desk.clock.clone();
    *wa = Collect::new(office.desk.store.clone(), shared, Box::new(scripted), "batang", true)
        .from_channel(Channel::Whatsapp);
    wa.pass().await.unwrap();
    office.desk.work().await;
    office.desk.later(TimeDelta::days(3));
    office.answer().await;
    let notes: Vec<Note> =
        office.whatsapp.taken().iter().map(|parcel| serde_json::from_slice(&parcel.content).unwrap()).collect();
    assert_eq!(notes.iter().map(|note| note.window_open).collect::<Vec<_>>(), [true, false]);
    assert_eq!(notes[1].template_values[0], "BTG-26-0001");
    assert!(notes[1].text.contains("Mulai Senin loket pendaftaran"));
}

#[tokio::test]
async fn a_person_may_say_that_a_mail_and_an_sms_are_one_matter() {
    let mut office = Office::open().await;
    office.desk.post(&surat("Siti <siti@warga.example>").says(QUEUE)).await;
    office.hear(PHONE, "saya Siti, BTG-26-0001 masih antre sampai sekarang").await;
    let item = office.desk.pen().await.remove(0);
    let mut tx = office.desk.store.write(office.desk.clock_now()).await.unwrap();
    let verdict = penghubung::store::pen::PenVerdict::Complaint("BTG-26-0001".to_owned());
    tx.settle_pen(item.arrival, &verdict).await.unwrap();
    tx.unhandle(item.arrival).await.unwrap();
    tx.commit().await.unwrap();
    office.desk.work().await;
    assert!(office.officers().iter().any(|letter| letter.shows("masih antre sampai sekarang")));
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let ways = office.desk.store.ways_of(complaint.id).await.unwrap();
    assert_eq!(ways, [(Channel::Sms, PHONE.to_owned())]);
    // A new matter by telephone: both stand together.
    office.desk.later(TimeDelta::days(3));
    office.hear(PHONE, "Obat amlodipin di Puskesmas Limpung kosong sejak Senin").await;
    assert_eq!(office.desk.store.of_the_same_person(complaint.id, "batang").await.unwrap(), ["BTG-26-0002"]);
}

/// A gateway of which only the balance matters.
struct Purse(std::sync::Mutex<f64>);

#[async_trait::async_trait]
impl Sink for Purse {
    async fn send(&self, _: &Parcel, _: &dyn Gate) -> Result<Receipt, Fault> {
        Ok(Receipt { remote_id: None, text: String::new() })
    }

    async fn already_sent(&self, _: &Parcel) -> Result<connectors::Sent, Fault> {
        Ok(connectors::Sent::CannotTell)
    }

    async fn gauge(&self) -> Result<Gauge, Fault> {
        let amount = *self.0.lock().unwrap();
        Ok(Gauge { balance: Some(Balance { amount, unit: "pesan".to_owned() }), modems: Vec::new() })
    }
}

#[tokio::test]
async fn a_low_balance_stands_in_status_and_is_told_by_mail_once_a_day() {
    let office = Office::open().await;
    let desk = &office.desk;
    desk.reconfigure(|practice| {
        practice.alarm_to = vec!["admin@dinkes.example".to_owned()];
        let facts = practice.channels["modem"].clone();
        practice.channels.insert(state_name("modem"), facts);
    });
    let purse = Arc::new(Purse(std::sync::Mutex::new(900.0)));
    let clock: Arc<dyn Clock> = desk.clock.clone();
    let gauged = Gauged {
        name: "modem".to_owned(),
        office: "batang".to_owned(),
        sink: purse.clone(),
        low_balance: Some(100.0),
        every: std::time::Duration::from_secs(60),
    };
    let watch = Watch::new(desk.store.clone(), Arc::clone(&clock), vec![gauged]);
    let alarm = Alarm::new(desk.store.clone(), clock, Arc::clone(&desk.practice));
    let state = async || desk.store.source(&state_name("modem")).await.unwrap().unwrap();
    assert_eq!(watch.pass().await.unwrap().done, 1);
    assert_eq!(state().await.state.as_deref(), Some("saldo 900 pesan"));
    assert_eq!(watch.pass().await.unwrap().done, 0, "not asked again before its time");
    *purse.0.lock().unwrap() = 42.0;
    for _ in 0..12 {
        desk.later(TimeDelta::minutes(1));
        watch.pass().await.unwrap();
        alarm.pass().await.unwrap();
        desk.work().await;
    }
    let letter = desk.the_letter("admin@dinkes.example", "saldo tinggal 42 pesan, di bawah batas 100");
    assert!(letter.shows("modem (keadaan)"), "{}", letter.body);
    *purse.0.lock().unwrap() = 5000.0;
    desk.later(TimeDelta::minutes(1));
    watch.pass().await.unwrap();
    assert_eq!(state().await.fault, None);
}
