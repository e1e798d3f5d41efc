//! SMS and WhatsApp over the duties: an office with a modem and a WhatsApp number, and the plain way through it.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::incoming::{Enclosed, Incoming, Medium, Progress, Report, Text};
use connectors::scripted::{ScriptedSink, ScriptedSource};
use connectors::whatsapp::Note;
use connectors::{Arrival, Batch, Cursor, Parcel, RemoteRef};
use penghubung::clock::Clock;
use penghubung::domain::Channel;
use penghubung::duties::ChannelFacts;
use penghubung::duties::collect::Collect;
use penghubung::duties::deliver::{Deliver, Route, Routes, WhenUnclear};

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, Sent, surat};

pub const PHONE: &str = "+6281234567890";
pub const OTHER: &str = "+6285712345678";
pub const QUEUE: &str = "Antrean di loket Puskesmas Bandar I lama sekali, hanya satu loket";
pub const ANSWER: &str =
    "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";

/// Batang's desks with a modem and a WhatsApp number.
pub struct Office {
    pub desk: Desk,
    pub modem: ScriptedSource,
    pub sms: ScriptedSink,
    pub whatsapp: ScriptedSink,
    pub collects: Vec<Collect>,
    next: u32,
}

impl Office {
    pub async fn open() -> Self {
        Self::open_when_unclear(WhenUnclear::Hold).await
    }

    /// The same, doing this with a text of which nobody can tell whether it was taken.
    pub async fn open_when_unclear(when_unclear: WhenUnclear) -> Self {
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
            routes.add("batang", channel, Arc::new(Route::new(Arc::new(sink.clone()), None, when_unclear)));
            let collect =
                Collect::new(desk.store.clone(), Arc::clone(&shared), Box::new(source.clone()), "batang", true);
            collects.push(collect.from_channel(channel));
        }
        desk.deliver = Deliver::new(desk.store.clone(), shared, Arc::clone(&desk.practice), routes, "simpul-a", false);
        Self { desk, modem, sms, whatsapp, collects, next: 1 }
    }

    pub async fn arrive(&mut self, things: Vec<Incoming>) {
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

    pub async fn hear(&mut self, from: &str, text: &str) {
        self.arrive(vec![says(from, text)]).await;
    }

    pub async fn report(&mut self, parcel: &Parcel, progress: Progress, bad_number: bool) {
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
    pub fn texts(&self, to: &str) -> Vec<String> {
        let taken = self.sms.taken();
        taken
            .iter()
            .filter(|parcel| parcel.recipient == to)
            .map(|parcel| String::from_utf8(parcel.content.clone()).unwrap())
            .collect()
    }

    pub async fn answer(&mut self) {
        let letter = self.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        self.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    }

    pub async fn status(&self) -> String {
        self.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status
    }

    pub fn officers(&self) -> Vec<Sent> {
        self.desk.sent_to(PUSKESMAS)
    }
}

pub fn says(from: &str, text: &str) -> Incoming {
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
        files: Vec::new(),
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

#[tokio::test]
async fn a_bare_puas_is_about_the_complaint_that_was_answered_whatever_was_written_since() {
    let mut office = Office::open().await;
    office.hear(PHONE, QUEUE).await;
    office.answer().await;
    office.desk.later(TimeDelta::days(2));
    office.hear(PHONE, "Obat amlodipin di Puskesmas Limpung kosong sejak Senin").await;
    assert_eq!(office.desk.complaints("batang").await, 2);
    office.hear(PHONE, "puas").await;
    office.hear(PHONE, "TIDAK, antrean masih lama").await;
    let told: Vec<String> = office.officers().into_iter().skip(1).map(|letter| letter.subject).collect();
    assert_eq!((office.desk.complaints("batang").await, told.len()), (2, 2), "{told:?}");
    assert!(told.iter().all(|subject| subject.contains("BTG-26-0001")), "{told:?}");
}

#[tokio::test]
async fn a_citizen_by_mail_says_puas_by_the_mobile_that_he_named() {
    let mut office = Office::open().await;
    office.desk.post(&surat("Siti <siti@warga.example>").says(&format!("{QUEUE}.\nSiti, HP 0812-3456-7890"))).await;
    office.answer().await;
    office.hear(PHONE, "PUAS BTG-26-0001").await;
    assert_eq!((office.desk.complaints("batang").await, office.desk.pen().await.len()), (1, 0));
    assert!(office.officers().iter().any(|letter| letter.shows("pelapor menyatakan puas; laporan ditutup")));
}

#[tokio::test]
async fn a_question_of_the_officer_reaches_the_telephone_in_his_words() {
    let mut office = Office::open().await;
    office.hear(PHONE, QUEUE).await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    office
        .desk
        .post(&letter.answered_by(PUSKESMAS, "MINTA DATA: Hari apa dan pukul berapa Bapak/Ibu mengantre?"))
        .await;
    let asked = office.texts(PHONE).pop().unwrap();
    assert!(asked.contains("BTG-26-0001: Hari apa dan pukul berapa"), "{asked}");
}

#[tokio::test]
async fn a_picture_that_came_with_a_text_hangs_on_the_officers_letter() {
    let mut office = Office::open().await;
    let Incoming::Text(text) = says(PHONE, QUEUE) else { unreachable!() };
    let picture = Enclosed::new("whatsapp-image.jpg".to_owned(), "image/jpeg".to_owned(), b"JPEG");
    let with = |text: Text, files| Incoming::Text(Text { medium: Medium::Whatsapp, files, ..text });
    office.arrive(vec![with(text, vec![picture.clone()])]).await;
    let Incoming::Text(silent) = says(PHONE, "") else { unreachable!() };
    office.arrive(vec![with(silent, vec![picture])]).await;
    let letters = office.officers();
    assert_eq!((letters.len(), office.desk.pen().await.len()), (2, 0));
    for letter in letters {
        let files = connectors::mime::files(&letter.raw);
        assert_eq!(files, [("whatsapp-image.jpg".to_owned(), b"JPEG".to_vec())], "{}", letter.body);
    }
}
