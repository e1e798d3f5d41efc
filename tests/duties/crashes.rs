//! The crash table, row by row: what a crash leaves, and what the next pass makes of it.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::scripted::{Answer, ScriptedSink};
use connectors::{Fault, Gate, Parcel, Receipt, Sent, Sink};
use penghubung::duties::deliver::{Route, WhenUnclear};
use penghubung::store::letters::LetterStep;

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, Sent as Letter, complaint};
use super::support::PgCluster;

/// The log of a complaint that came, was routed, and whose two letters were taken.
const OPENED: &str = "AMBIL TERIMA RUTE NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA";

#[tokio::test]
async fn a_complaint_gets_a_receipt_and_its_officer_a_disposisi() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    assert!(desk.the_letter(SITI_ADDRESS, "BTG-26-0001").reply_to.unwrap().contains("pengaduan+"));
    assert!(desk.the_letter(PUSKESMAS, "BTG-26-0001").body.contains("loket hanya satu"));
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn the_same_happens_on_postgresql() {
    let cluster = PgCluster::shared();
    let mut desk = Desk::over(tempfile::tempdir().unwrap(), &cluster.database(), &[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Mulai Senin loket kami buka tiga.")).await;
    assert!(desk.the_letter(SITI_ADDRESS, "loket kami buka tiga").subject.contains("BTG-26-0001"));
    assert_eq!(desk.events().await, format!("{OPENED} AMBIL BALAS NIAT KIRIM DITERIMA"));
}

#[tokio::test]
async fn what_was_fetched_but_not_committed_is_fetched_again() {
    let mut desk = Desk::of(&[BATANG]).await;
    // The batch is handed out and lost with the process; the server still shows the mail after the old cursor.
    let batch = desk.batch(&[complaint().raw()]);
    let source = desk.source(BATANG.0).clone();
    source.then(Ok(batch.clone()));
    let mut lost = source.clone();
    connectors::Source::poll(&mut lost, None).await.unwrap();
    desk.restart();
    source.then(Ok(batch));
    desk.collect(BATANG.0).await;
    desk.work().await;
    let polled = source.polled();
    assert_eq!(polled.last(), Some(&Some(connectors::Cursor("0".into()))), "the cursor had not moved");
    assert_eq!(desk.complaints("batang").await, 1);
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn what_was_committed_but_not_settled_is_refused_the_second_time_and_settled() {
    let mut desk = Desk::of(&[BATANG]).await;
    let batch = desk.batch(&[complaint().raw()]);
    // As if the process had ended right after the commit: the row is there, the server was not told.
    let arrivals = vec![penghubung::store::arrivals::NewArrival {
        remote_ref: batch.arrivals[0].remote_ref.clone(),
        received_at: batch.arrivals[0].received_at,
        content: penghubung::store::arrivals::Content::Raw(
            penghubung::store::arrivals::Packer::new().unwrap().pack(&batch.arrivals[0].raw).unwrap(),
        ),
        announced: 1,
    }];
    let mut tx = desk.store.write(chrono::DateTime::UNIX_EPOCH).await.unwrap();
    tx.add_arrivals(BATANG.0, "batang", penghubung::domain::Channel::Email, arrivals, false).await.unwrap();
    tx.commit().await.unwrap();
    desk.restart();
    desk.source(BATANG.0).then(Ok(batch.clone()));
    desk.collect(BATANG.0).await;
    desk.work().await;
    assert_eq!(desk.source(BATANG.0).settled(), [batch.arrivals[0].remote_ref.clone()]);
    assert_eq!(desk.complaints("batang").await, 1);
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn a_triage_that_is_cut_short_leaves_the_arrival_unhandled_and_nothing_else() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    // Cut sooner and later until it gets through.
    for polls in (0..30).map(|n| 1_u64 << n) {
        let mut pass = Box::pin(desk.triage.pass());
        let mut ended = false;
        for _ in 0..polls {
            let once = futures_util::poll!(pass.as_mut());
            ended = once.is_ready();
            if ended {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(pass);
        if ended {
            break;
        }
        // A commit that was under way may end between these two looks.
        let handled = desk.store.unhandled_count().await.unwrap().0 == 0;
        let letters = desk.store.letters(None, 10).await.unwrap().len();
        assert!(letters == 2 || (letters == 0 && !handled), "{letters} letters, handled: {handled}");
    }
    desk.work().await;
    assert_eq!(desk.complaints("batang").await, 1);
    assert_eq!(desk.events().await, OPENED);
}

/// Takes the parcel, then never answers.
struct Mute(ScriptedSink);

#[async_trait::async_trait]
impl Sink for Mute {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        self.0.send(parcel, gate).await?;
        std::future::pending().await
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        self.0.already_sent(parcel).await
    }
}

/// Has its word from the sender, and no connection yet.
struct Queueing;

#[async_trait::async_trait]
impl Sink for Queueing {
    async fn send(&self, _: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        gate.ask().await.unwrap();
        std::future::pending().await
    }

    async fn already_sent(&self, _: &Parcel) -> Result<Sent, Fault> {
        Ok(Sent::CannotTell)
    }
}

#[tokio::test]
async fn what_waited_for_a_connection_when_the_program_died_was_certainly_not_sent() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    desk.events().await;
    let dying = desk.deliverer_by("simpul-a", Route::new(Arc::new(Queueing), None, WhenUnclear::Resend));
    dying.recover().await.unwrap();
    let mut pass = Box::pin(dying.pass());
    while desk.store.letters(Some("sending"), 10).await.unwrap().len() < 2 {
        assert!(futures_util::poll!(pass.as_mut()).is_pending());
        tokio::task::yield_now().await;
    }
    drop(pass);
    desk.deliver = desk.other_deliverer("simpul-a", false);
    assert_eq!(desk.deliver.recover().await.unwrap(), (0, 0), "nothing is unclear");
    desk.work().await;
    for recipient in [SITI_ADDRESS, PUSKESMAS] {
        let letters = desk.sent_to(recipient);
        assert_eq!(letters.len(), 1);
        assert!(!letters[0].subject.contains("KIRIM ULANG"), "{}", letters[0].subject);
    }
    assert_eq!(desk.events().await, "KIRIM KIRIM GAGAL GAGAL KIRIM KIRIM DITERIMA DITERIMA");
}

/// Delivers until so many parcels are taken, then dies.
async fn die_after(desk: &Desk, node: &str, parcels: usize) {
    let route = Route::new(Arc::new(Mute(desk.sink.clone())), None, WhenUnclear::Resend);
    let dying = desk.deliverer_by(node, route);
    let before = desk.sink.taken().len();
    let mut pass = Box::pin(dying.pass());
    while desk.sink.taken().len() < before + parcels {
        assert!(futures_util::poll!(pass.as_mut()).is_pending());
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_was_taken_but_not_recorded_goes_again_with_the_same_message_id_marked_for_the_officer_only() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    die_after(&desk, "simpul-b", 2).await;
    desk.later(TimeDelta::minutes(16));
    desk.work().await;
    for (recipient, marked) in [(SITI_ADDRESS, false), (PUSKESMAS, true)] {
        let letters = desk.sent_to(recipient);
        assert!(letters.len() >= 2, "{letters:#?}");
        assert!(letters.iter().all(|l| l.message_id == letters[0].message_id));
        assert!(!letters[0].subject.contains("KIRIM ULANG"));
        assert_eq!(letters[1].subject.contains("[KIRIM ULANG 1]"), marked, "{}", letters[1].subject);
    }
    let events = desk.events().await;
    assert!(events.starts_with("AMBIL TERIMA RUTE NIAT NIAT KIRIM KIRIM RAGU RAGU NIAT"), "{events}");
    assert_eq!(events.matches("RAGU").count(), 2, "{events}");
    assert!(events.ends_with("DITERIMA"), "{events}");
}

#[tokio::test]
async fn an_unclear_letter_that_the_other_side_has_is_proven_and_counts_as_sent() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.sink.tells(true);
    desk.sink.then(SITI_ADDRESS, Answer::AcceptInSilence);
    desk.events().await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Mulai Senin loket kami buka tiga.")).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 2, "the receipt and one answer");
    assert_eq!(desk.events().await, "AMBIL BALAS NIAT KIRIM RAGU TERBUKTI");
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!(complaint.status, "answered");
    let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
    assert!(clocks.iter().all(|clock| clock.met.is_some()), "a proven answer keeps the promise");
}

#[tokio::test]
async fn whoever_answers_a_letter_has_it_and_gets_it_no_more_and_his_word_counts() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.sink.always(Answer::AcceptInSilence);
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Mulai Senin loket kami buka tiga.")).await;
    assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "open", "nobody knows");
    let copies = desk.sent_to(SITI_ADDRESS);
    desk.events().await;
    // The answer lies before her, whatever we know of it.
    desk.post(&copies.last().unwrap().answered_by(SITI, "Puas, terima kasih.")).await;
    assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "closed");
    let events = desk.events().await;
    assert!(events.starts_with("AMBIL TANGGAP TERIMA TERBUKTI TUTUP"), "{events}");
    desk.later(TimeDelta::hours(1));
    desk.work().await;
    let answers = |letters: &[Letter]| letters.iter().filter(|l| l.shows("loket kami buka tiga")).count();
    assert_eq!(answers(&desk.sent_to(SITI_ADDRESS)), answers(&copies), "it is not sent again");
}

#[tokio::test]
async fn another_letters_answer_proves_nothing_about_the_letters_it_follows() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.sink.then(PUSKESMAS, Answer::LoseInSilence);
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    let route = Route::new(Arc::new(desk.sink.clone()), None, WhenUnclear::Hold);
    let holding = desk.deliverer_by("simpul-a", route);
    while holding.pass().await.unwrap().done > 0 {}
    let held = desk.store.letters(Some("held"), 10).await.unwrap();
    let disposisi = held.iter().find(|letter| letter.recipient == PUSKESMAS).unwrap();
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    // Siti's program names the whole thread; she never had the letter to the Puskesmas.
    let mail = receipt.answered_by(SITI, "Terima kasih.");
    let mail = mail.header(&format!("References: <{}> <{}>", disposisi.message_id, receipt.message_id));
    desk.post(&mail).await;
    assert_eq!(desk.store.letters(Some("held"), 10).await.unwrap().len(), 1, "the Puskesmas still lacks its letter");
    let only_older = receipt.answered_by(SITI, "Halo?").id("lain@warga.example");
    let only_older = only_older.header(&format!("References: <{}>", disposisi.message_id));
    desk.post(&only_older).await;
    assert_eq!(desk.store.letters(Some("held"), 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn where_unclear_letters_are_to_be_held_a_person_decides() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    desk.sink.then(SITI_ADDRESS, Answer::LoseInSilence);
    let route = Route::new(Arc::new(desk.sink.clone()), None, WhenUnclear::Hold);
    let holding = desk.deliverer_by("simpul-a", route);
    while holding.pass().await.unwrap().done > 0 {}
    let held = desk.store.letters(Some("held"), 10).await.unwrap();
    assert_eq!(held.iter().map(|l| l.recipient.as_str()).collect::<Vec<_>>(), [SITI_ADDRESS]);
    assert!(desk.sent_to(SITI_ADDRESS).is_empty());
    assert_eq!(desk.events().await, "AMBIL TERIMA RUTE NIAT NIAT KIRIM KIRIM RAGU DITERIMA DITAHAN");
}

#[tokio::test]
async fn a_relay_that_never_answers_does_not_get_the_same_letter_for_ever() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.sink.always(Answer::AcceptInSilence);
    for _ in 0..50 {
        desk.work().await;
        desk.later(TimeDelta::minutes(30));
    }
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 5, "once, and four repeats");
    assert_eq!(desk.store.letters(Some("held"), 10).await.unwrap().len(), 2);
    let events = desk.events().await;
    assert_eq!(events.matches("RAGU").count(), 10, "{events}");
    assert_eq!(events.matches("DITAHAN").count(), 2, "{events}");
}

#[tokio::test]
async fn a_late_writer_changes_nothing() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    let now = desk.clock_now();
    let mut tx = desk.store.write(now).await.unwrap();
    let claimed = tx
        .claim_letters("simpul-b", now + TimeDelta::minutes(15), &[(1, "batang/email"), (2, "batang/email")], 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    desk.later(TimeDelta::minutes(16));
    desk.work().await;
    desk.events().await;
    // Node b wakes up: it may neither pass the gate nor record anything.
    for step in [
        LetterStep::Sending,
        LetterStep::Accepted { remote_id: None, proof_at: None },
        LetterStep::Refused { fault: "x".into() },
    ] {
        let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
        assert_eq!(tx.step_letters(&[(&claimed[0], &step)]).await.unwrap(), [false]);
    }
    assert_eq!(desk.sent().len(), 2);
    assert_eq!(desk.events().await, "");
}
