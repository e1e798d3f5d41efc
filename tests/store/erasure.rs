//! Erasure: what tells of a person goes, rows and log stay.

use penghubung::domain::{Channel, ClosedHow, LetterKind};
use penghubung::store::change::{ArrivalOutcome, Changes, Closed, Handled, NewMessage, NewOrder, NewPenItem, NewTask};
use penghubung::store::letters::LetterStep;
use sqlx::Row;

use crate::bench::{Bench, Draft, at, complaint};

on_both!(
    erasure_leaves_no_word_of_the_reporter_in_any_table_and_the_log_whole,
    a_mail_in_which_others_complain_too_stays,
    letters_about_others_too_and_mails_that_confirm_a_task_go_and_the_second_time_there_is_nothing,
    what_is_open_or_preserved_may_not_be_erased
);

/// A string that must not be found afterwards.
const CANARY: &str = "kenari";

async fn closed_complaint(bench: &Bench) -> i64 {
    bench.collect("pengaduan", &[("1:1", b"From: kenari@warga.example\n\nSaya Kenari")]).await;
    let id = bench.open("BTG-26-0001").await;
    let text = format!("kata {CANARY}");
    let changes = Changes {
        handled: vec![Handled {
            arrival: 1,
            outcome: ArrivalOutcome::Complaint,
            complaint: Some(id),
            message_id: Some(format!("{CANARY}@warga.example")),
            fingerprint: None,
            reason: "new".to_owned(),
        }],
        messages: vec![NewMessage { arrival: 1, complaint: id, at: at(3), text: text.clone() }],
        contacts: vec![(id, Channel::Sms, format!("+62{CANARY}"))],
        receipts: vec![format!("+62{CANARY}")],
        orders: vec![NewOrder {
            complaint: id,
            arrival: 1,
            unit: "btg.desk".to_owned(),
            officer: "loket@office.example".to_owned(),
            word: "RENCANA".to_owned(),
            text,
        }],
        ..Changes::default()
    };
    bench.apply(changes, at(4)).await;
    let recipient = format!("{CANARY}@warga.example");
    let draft = Draft {
        complaint: Some((id, "BTG-26-0001")),
        kind: LetterKind::Receipt,
        recipient: &recipient,
        ..Draft::default()
    };
    let letter = bench.sending(draft).await;
    bench.step(&letter, LetterStep::Accepted { remote_id: None, proof_at: None }, at(12)).await.unwrap();
    let mut tx = bench.store.write(at(20)).await.unwrap();
    tx.learn_names(id, CANARY).await.unwrap();
    let (how, by) = (ClosedHow::Selesai, "uji".to_owned());
    tx.close(&Closed { complaint: id, how, why: "selesai".to_owned(), by }).await.unwrap();
    tx.commit().await.unwrap();
    plant(bench).await;
    id
}

/// Columns in which a reporter's words may stand, and that nothing above has filled.
const PLANTED: [(&str, &[&str]); 3] = [
    ("complaints", &["subject", "summary", "text", "pelapor", "pelapor_name", "message_id"]),
    ("letters", &["key", "subject", "thread", "last_fault"]),
    ("letter_texts", &["body"]),
];

async fn plant(bench: &Bench) {
    let past = bench.past_the_store().await;
    for (table, columns) in PLANTED {
        for column in columns {
            let text = format!("UPDATE {table} SET {column} = '{CANARY}'");
            sqlx::query(sqlx::AssertSqlSafe(text)).execute(&past).await.unwrap();
        }
    }
}

async fn erasure_leaves_no_word_of_the_reporter_in_any_table_and_the_log_whole(bench: Bench) {
    closed_complaint(&bench).await;
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let before = bench.store.log_text(0, 1000).await.unwrap();
    bench.store.overwrite_what_goes().await.unwrap();
    let mut dry = bench.store.write(at(30)).await.unwrap();
    let would = dry.erase(&complaint).await.unwrap();
    drop(dry);
    assert_eq!(
        bench.store.complaint("BTG-26-0001").await.unwrap().unwrap().names.as_deref(),
        Some(CANARY),
        "a dry run"
    );
    let mut tx = bench.store.write(at(30)).await.unwrap();
    assert_eq!(tx.letters_under_way(complaint.id).await.unwrap(), 0);
    let erased = tx.erase(&complaint).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(erased, would);
    assert_eq!((erased.ways, erased.arrivals, erased.originals, erased.letters, erased.messages), (2, 1, 1, 1, 1));
    bench.store.shorten_the_journal().await.unwrap();
    let past = bench.past_the_store().await;
    for (table, columns) in [
        (
            "complaints",
            "subject || summary || text || COALESCE(pelapor, '') || COALESCE(pelapor_name, '') || COALESCE(names, '') || COALESCE(message_id, '')",
        ),
        ("letters", "key || recipient || subject || thread || COALESCE(last_fault, '')"),
        ("letter_texts", "body"),
        ("messages", "text"),
        ("orders", "text"),
        ("contacts", "address"),
        ("correspondents", "address"),
        ("arrivals", "COALESCE(message_id, '')"),
    ] {
        let text = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{CANARY}%'");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_one(&past).await.unwrap();
        assert_eq!(row.get::<i64, _>(0), 0, "{table}");
    }
    let row = sqlx::query("SELECT COUNT(*) FROM blobs").fetch_one(&past).await.unwrap();
    assert_eq!(row.get::<i64, _>(0), 0);
    assert_eq!(bench.store.log_text(0, 1000).await.unwrap(), before, "the store erases no line");
}

async fn a_mail_in_which_others_complain_too_stays(bench: Bench) {
    let id = closed_complaint(&bench).await;
    let mut second = complaint(id + 1, "BTG-26-0002");
    second.arrival = 1;
    bench.apply(Changes { complaints: vec![second], ..Changes::default() }, at(21)).await;
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let mut tx = bench.store.write(at(30)).await.unwrap();
    let erased = tx.erase(&complaint).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((erased.arrivals, erased.originals, erased.shared), (0, 0, 1));
    // It goes with the last of those who complain in it.
    let complaint = bench.store.complaint("BTG-26-0002").await.unwrap().unwrap();
    let mut tx = bench.store.write(at(31)).await.unwrap();
    let erased = tx.erase(&complaint).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((erased.arrivals, erased.originals, erased.shared), (1, 1, 0));
}

async fn what_is_open_or_preserved_may_not_be_erased(bench: Bench) {
    let id = bench.open("BTG-26-0007").await;
    let mut tx = bench.store.write(at(20)).await.unwrap();
    assert!(!tx.may_be_erased(id).await.unwrap(), "its reporter waits");
    let (how, by) = (ClosedHow::Selesai, "uji".to_owned());
    tx.close(&Closed { complaint: id, how, why: "selesai".to_owned(), by }).await.unwrap();
    assert!(tx.may_be_erased(id).await.unwrap());
    tx.put_legal_hold(id).await.unwrap();
    assert!(!tx.may_be_erased(id).await.unwrap(), "it is disputed");
    tx.lift_legal_hold(id).await.unwrap();
    assert!(tx.may_be_erased(id).await.unwrap());
    tx.take_up(id, "lagi", "uji").await.unwrap();
    assert!(!tx.may_be_erased(id).await.unwrap(), "it is open again");
}

/// A task about the complaint, asked in the letters of `rutin#7`.
fn task(id: i64) -> NewTask {
    NewTask {
        id: 7,
        office: "batang".to_owned(),
        routine: "konlaporbae".to_owned(),
        occasion: "BTG-26-0001".to_owned(),
        complaint: Some(id),
        letter: None,
        token: "t7".to_owned(),
        together: 7,
        title: "BTG-26-0001".to_owned(),
        text: CANARY.to_owned(),
        due: at(100),
        asked: Some(at(5)),
        missed: None,
        done: None,
        next: None,
    }
}

fn confirms() -> Handled {
    Handled {
        arrival: 2,
        outcome: ArrivalOutcome::OfficerReply,
        complaint: None,
        message_id: None,
        fingerprint: None,
        reason: "a word on a task".to_owned(),
    }
}

fn penned() -> NewPenItem {
    NewPenItem { arrival: 1, office: "batang".to_owned(), reason: "unclear".to_owned(), guesses: Vec::new() }
}

async fn letters_about_others_too_and_mails_that_confirm_a_task_go_and_the_second_time_there_is_nothing(bench: Bench) {
    let id = closed_complaint(&bench).await;
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    bench.collect("pengaduan", &[("1:2", b"From: admin@office.example\n\nSUDAH\n> Saya Kenari")]).await;
    let changes = Changes {
        handled: vec![confirms()],
        tasks: vec![task(id)],
        task_mails: vec![(2, 7)],
        pen: vec![penned()],
        ..Changes::default()
    };
    bench.apply(changes, at(21)).await;
    let mut letters = Vec::new();
    for (key, audience, body) in [
        ("batang/task_request/-/a/7/minta", "rutin#7", "untuk ditayangkan: kenari"),
        ("batang/task_request/-/a/9/minta", "rutin#9", "1. BTG-26-0001 kenari\n2. BTG-26-0002"),
        ("batang/pen_notice/-/a/1/123", "tahan#1", "kenari"),
        ("batang/task_request/-/a/8/minta", "rutin#8", "1. BTG-26-00012 tetap"),
    ] {
        let queued = bench.queue(Draft { key, ..Draft::default() }).await;
        let past = bench.past_the_store().await;
        let kind = if key.contains("pen_notice") { "pen_notice" } else { "task_request" };
        let sets = format!("UPDATE letters SET audience = '{audience}', kind = '{kind}' WHERE id = {queued}");
        sqlx::query(sqlx::AssertSqlSafe(sets)).execute(&past).await.unwrap();
        let sets = format!("UPDATE letter_texts SET body = '{body}' WHERE letter = {queued}");
        sqlx::query(sqlx::AssertSqlSafe(sets)).execute(&past).await.unwrap();
        letters.push(queued);
    }
    let mut tx = bench.store.write(at(29)).await.unwrap();
    let mentions = tx.mentions_of(&complaint).await.unwrap();
    assert_eq!((mentions.left.len(), &mentions.waiting[..]), (0, &letters[..3]), "none has left yet");
    drop(tx);
    for letter in bench.claim("node-a", at(30), 50).await {
        bench.step(&letter, LetterStep::Sending, at(30)).await.unwrap();
        bench.step(&letter, LetterStep::Accepted { remote_id: None, proof_at: None }, at(31)).await.unwrap();
    }
    let mut tx = bench.store.write(at(40)).await.unwrap();
    assert_eq!(tx.erased_at(id).await.unwrap(), None);
    let erased = tx.erase(&complaint).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((erased.sheets, erased.confirmations, erased.originals), (3, 1, 2));
    assert_eq!(bench.letter(letters[3]).await.body, "1. BTG-26-00012 tetap", "it speaks of another");
    for letter in &letters[..3] {
        assert!(!bench.letter(*letter).await.body.contains(CANARY));
    }
    let past = bench.past_the_store().await;
    let row = sqlx::query("SELECT COUNT(*) FROM blobs").fetch_one(&past).await.unwrap();
    assert_eq!(row.get::<i64, _>(0), 0);
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let mut tx = bench.store.write(at(50)).await.unwrap();
    assert_eq!(tx.erased_at(id).await.unwrap(), Some(at(40)));
    let again = tx.erase(&complaint).await.unwrap();
    assert!(again.is_nothing(), "{again:?}");
}
