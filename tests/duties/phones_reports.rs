//! What becomes of texts: reports that come, come late or never, gateways that must be asked, and the citizen's next
//! way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use connectors::incoming::Progress;
use connectors::scripted::Answer;
use connectors::{Fault, FaultKind, Gate, Parcel, Reach, Receipt, Sink};
use penghubung::clock::Clock;
use penghubung::domain::Channel;
use penghubung::duties::deliver::WhenUnclear;
use penghubung::duties::inquire::{Asked, Inquire};

use super::letters::{DESK, complaint};
use super::phones::{OTHER, Office, PHONE, QUEUE};

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

/// A gateway that says how far a text got only when it is asked.
#[derive(Default)]
struct Teller {
    /// What it says, by its id.
    states: Mutex<HashMap<String, Progress>>,
    asked: Mutex<Vec<String>>,
    ill: Mutex<bool>,
}

#[async_trait::async_trait]
impl Sink for Teller {
    async fn send(&self, _: &Parcel, _: &dyn Gate) -> Result<Receipt, Fault> {
        Ok(Receipt { remote_id: None, text: String::new() })
    }

    async fn already_sent(&self, _: &Parcel) -> Result<connectors::Sent, Fault> {
        Ok(connectors::Sent::CannotTell)
    }

    async fn progress(&self, remote_id: &str) -> Result<Option<Progress>, Fault> {
        self.asked.lock().unwrap().push(remote_id.to_owned());
        if *self.ill.lock().unwrap() {
            return Err(Fault::not_sent(Reach::Account, FaultKind::Network, "away"));
        }
        Ok(self.states.lock().unwrap().get(remote_id).copied())
    }
}

impl Teller {
    fn says(&self, parcel: &Parcel, progress: Progress) {
        self.states.lock().unwrap().insert(format!("scripted-{}", parcel.reference), progress);
    }

    fn times(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn inquire(office: &Office, teller: &Arc<Teller>) -> Inquire {
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let asked = Asked { office: "batang".to_owned(), channel: Channel::Sms, sink: teller.clone() };
    Inquire::new(office.desk.store.clone(), clock, vec![asked])
}

#[tokio::test]
async fn a_gateway_is_asked_ever_more_rarely_and_silence_is_neither_failure_nor_proof() {
    let mut office = Office::open().await;
    let teller = Arc::new(Teller::default());
    let inquire = inquire(&office, &teller);
    office.hear(PHONE, QUEUE).await;
    assert_eq!(inquire.pass().await.unwrap().done, 0, "not at once");
    let mut times = Vec::new();
    for minute in 1..=(60 * 24 * 3) {
        office.desk.later(TimeDelta::minutes(1));
        // Every minute for two hours, then every ten.
        if (minute <= 120 || minute % 10 == 0) && inquire.pass().await.unwrap().done > 0 {
            times.push(minute);
        }
    }
    assert_eq!(times, [1, 5, 15, 60, 240, 720, 1_440, 2_880]);
    let letters = office.desk.store.letters_of(1).await.unwrap();
    let receipt = letters.iter().find(|letter| letter.channel == Channel::Sms).unwrap();
    assert_eq!((receipt.phase.as_str(), office.texts(PHONE).len()), ("accepted", 1));
}

#[tokio::test]
async fn a_text_that_the_gateway_gave_up_goes_by_the_next_way_and_one_that_arrived_is_proven() {
    let mut office = Office::open().await;
    let teller = Arc::new(Teller::default());
    let inquire = inquire(&office, &teller);
    office.hear(PHONE, &format!("{QUEUE}. Balas ke siti@warga.example juga bisa")).await;
    office.answer().await;
    let (receipt, answer) = (office.sms.taken()[0].clone(), office.sms.taken()[1].clone());
    teller.says(&receipt, Progress::Delivered);
    teller.says(&answer, Progress::Sent);
    office.desk.later(TimeDelta::minutes(1));
    assert_eq!(inquire.pass().await.unwrap().done, 2);
    let phases = async |office: &Office| {
        let letters = office.desk.store.letters_of(1).await.unwrap().into_iter();
        letters.filter(|letter| letter.channel == Channel::Sms).map(|letter| letter.phase).collect::<Vec<_>>()
    };
    assert_eq!(phases(&office).await, ["proven", "accepted"]);
    // It says something worse of the one that arrived: nobody asks any more, and nothing goes back.
    teller.says(&receipt, Progress::Failed);
    teller.says(&answer, Progress::Failed);
    office.desk.later(TimeDelta::minutes(5));
    assert_eq!(inquire.pass().await.unwrap().done, 1);
    office.desk.work().await;
    assert_eq!(phases(&office).await, ["proven", "refused"]);
    office.desk.the_letter("siti@warga.example", "Mulai Senin loket pendaftaran");
    assert!(office.desk.the_letter(DESK, "GAGAL KIRIM").shows("dialihkan ke"));
    assert_eq!((office.status().await.as_str(), office.texts(PHONE).len()), ("answered", 2));
}

#[tokio::test]
async fn a_gateway_that_is_ill_is_asked_again_at_the_next_time_and_no_text_is_blamed() {
    let mut office = Office::open().await;
    let teller = Arc::new(Teller::default());
    let inquire = inquire(&office, &teller);
    office.hear(PHONE, QUEUE).await;
    office.hear(OTHER, QUEUE).await;
    *teller.ill.lock().unwrap() = true;
    office.desk.later(TimeDelta::minutes(1));
    inquire.pass().await.unwrap();
    inquire.pass().await.unwrap();
    assert_eq!(teller.times(), 1, "one answer says enough");
    *teller.ill.lock().unwrap() = false;
    teller.says(&office.sms.taken()[1], Progress::Delivered);
    office.desk.later(TimeDelta::minutes(4));
    inquire.pass().await.unwrap();
    let letters = office.desk.store.letters_of(2).await.unwrap();
    assert!(letters.iter().any(|letter| letter.channel == Channel::Sms && letter.phase == "proven"));
}

#[tokio::test]
async fn an_unclear_text_goes_by_another_way_where_that_is_wanted_and_is_held_where_there_is_none() {
    let mut office = Office::open_when_unclear(WhenUnclear::AnotherWay).await;
    office.hear(PHONE, &format!("{QUEUE}. Balas ke siti@warga.example juga bisa")).await;
    office.sms.then(PHONE, Answer::AcceptInSilence);
    office.answer().await;
    office.desk.the_letter("siti@warga.example", "Mulai Senin loket pendaftaran");
    assert!(office.desk.the_letter(DESK, "GAGAL KIRIM").shows("dialihkan ke"));
    assert_eq!((office.status().await.as_str(), office.texts(PHONE).len()), ("answered", 2));
    // The report comes after all: the letter by the other way has gone, and nothing goes twice.
    let answer = office.sms.taken().pop().unwrap();
    office.report(&answer, Progress::Delivered, false).await;
    assert_eq!(office.desk.sent_to("siti@warga.example").len(), 1);
    office.sms.then(OTHER, Answer::LoseInSilence);
    office.hear(OTHER, QUEUE).await;
    let held = office.desk.store.letters(Some("held"), 10).await.unwrap();
    assert_eq!(held.iter().map(|letter| letter.recipient.as_str()).collect::<Vec<_>>(), [OTHER]);
}
