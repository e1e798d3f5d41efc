//! What must not be is refused by the database itself, whoever writes.

use penghubung::store::change::{Changes, NewThread};

use crate::bench::{Bench, Draft, at};

on_both!(the_schema_refuses_states_without_their_facts, a_party_has_one_open_token, a_finished_row_is_accepted);

async fn the_schema_refuses_states_without_their_facts(bench: Bench) {
    bench.open("BTG-26-0001").await;
    bench.queue(Draft::default()).await;
    bench.collect("pengaduan", &[("1:1", b"satu")]).await;
    let pool = bench.past_the_store().await;
    for impossible in [
        "UPDATE complaints SET status = 'answered'",
        "UPDATE complaints SET status = 'closed'",
        "UPDATE complaints SET closed_at = 1",
        "UPDATE complaints SET status = 'lost'",
        "UPDATE letters SET phase = 'intended'",
        "UPDATE letters SET phase = 'sending'",
        "UPDATE letters SET lease_owner = 'node-a'",
        "UPDATE letters SET phase = 'accepted'",
        "UPDATE letters SET phase = 'refused'",
        "UPDATE letters SET done_at = 1",
        "UPDATE letters SET phase = 'perhaps'",
        "UPDATE arrivals SET handled_at = 1",
        "UPDATE arrivals SET outcome = 'complaint'",
        "UPDATE arrivals SET outcome = 'forgotten', handled_at = 1",
        "INSERT INTO sources (name, first_seen_at, fault) VALUES ('x', 1, 'broken')",
        "INSERT INTO pen (arrival, office, reason, guesses, since, verdict) VALUES (1, 'x', 'x', '[]', 1, 'new')",
        "INSERT INTO sync_log_head (id, size, time, range) VALUES (2, 0, 0, '')",
        "INSERT INTO complaints (id, office, number, channel, class, grade, unit, status, received_at, registered_at, subject, \
         summary, text, pelapor, reply_by, pelapor_name, arrival, message_id, intake, decision, config, answered_at, closed_at) \
         SELECT 99, office, number, channel, class, grade, unit, status, received_at, registered_at, \
         subject, summary, text, pelapor, reply_by, pelapor_name, arrival, message_id, intake, decision, config, answered_at, closed_at \
         FROM complaints",
    ] {
        let refused = sqlx::query(impossible).execute(&pool).await;
        let kind = refused.as_ref().err().and_then(|e| e.as_database_error()).map(|e| e.kind());
        assert!(
            matches!(kind, Some(sqlx::error::ErrorKind::CheckViolation | sqlx::error::ErrorKind::UniqueViolation)),
            "{impossible}: {refused:?}"
        );
    }
}

async fn a_finished_row_is_accepted(bench: Bench) {
    bench.open("BTG-26-0001").await;
    bench.queue(Draft::default()).await;
    let pool = bench.past_the_store().await;
    for possible in [
        "UPDATE complaints SET status = 'answered', answered_at = 1",
        "UPDATE complaints SET status = 'closed', closed_at = 1",
        "UPDATE letters SET phase = 'intended', lease_owner = 'node-a', lease_until = 1",
        "UPDATE letters SET phase = 'proven', lease_owner = NULL, lease_until = NULL, done_at = 1",
    ] {
        assert_eq!(sqlx::query(possible).execute(&pool).await.unwrap().rows_affected(), 1, "{possible}");
    }
}

async fn a_party_has_one_open_token(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    let token = |token: &str, party: &str| NewThread { token: token.into(), complaint: id, party: party.into() };
    let threads = vec![token("aaa", "pelapor"), token("bbb", "btg.desk")];
    bench.apply(Changes { threads, ..Changes::default() }, at(5)).await;
    let mut tx = bench.store.write(at(6)).await.unwrap();
    let second = Changes { threads: vec![token("ccc", "btg.desk")], ..Changes::default() };
    assert!(tx.apply(second.clone()).await.is_err());
    drop(tx);
    let unit = penghubung::domain::UnitId("btg.desk".into());
    bench.apply(Changes { moved: vec![(id, unit)], ..second }, at(7)).await;
    let mut tx = bench.store.write(at(8)).await.unwrap();
    let known = tx.threads(&["aaa".into(), "bbb".into(), "ccc".into(), "ddd".into()]).await.unwrap();
    assert_eq!(known.len(), 3);
    assert!(known["aaa"].open && !known["bbb"].open && known["ccc"].open);
    assert_eq!(tx.tokens_of(&[id]).await.unwrap()[&(id, "btg.desk".to_owned())], "ccc");
}
