//! What arrives is kept once, byte for byte, and stays until somebody has handled it.

use connectors::{Cursor, RemoteRef};
use penghubung::store::arrivals::{Content, NewArrival, Packer};
use penghubung::store::change::{ArrivalOutcome, Changes, Handled, NewPenItem};

use penghubung::store::pen::PenVerdict;

use crate::bench::{Bench, at, mail};

on_both!(
    the_same_remote_name_is_taken_once,
    the_same_bytes_are_stored_once,
    raw_bytes_come_back_as_they_were,
    the_oldest_unhandled_arrival_comes_first,
    what_the_server_was_told_is_not_told_again,
    an_unreadable_mail_seen_twice_is_one_item_in_the_pen,
    a_person_s_verdict_brings_an_arrival_back_to_the_desk_and_doubt_brings_it_back_to_the_pen,
    a_source_remembers_its_cursor_and_its_first_fault,
    a_try_to_read_is_counted_before_it_is_made,
);

async fn the_same_remote_name_is_taken_once(bench: Bench) {
    assert_eq!(bench.collect("pengaduan", &[("1:1", b"satu"), ("1:2", b"dua")]).await, 2);
    assert_eq!(bench.collect("pengaduan", &[("1:2", b"dua"), ("1:3", b"tiga"), ("1:3", b"tiga")]).await, 1);
    assert_eq!(bench.collect("loket", &[("1:1", b"satu")]).await, 1, "another mailbox has names of its own");
    let refs: Vec<_> = bench.store.held_refs("pengaduan").await.unwrap().into_iter().map(|r| r.0).collect();
    assert_eq!(refs.len(), 3);
    assert_eq!(bench.store.unhandled(10).await.unwrap().len(), 4);
}

async fn the_same_bytes_are_stored_once(bench: Bench) {
    bench.collect("pengaduan", &[("1:1", b"sama"), ("1:2", b"sama")]).await;
    bench.collect("loket", &[("9:1", b"sama"), ("9:2", b"lain")]).await;
    let blobs: Vec<_> = bench.store.unhandled(10).await.unwrap().iter().map(|a| a.blob.unwrap()).collect();
    assert_eq!(blobs[0], blobs[1]);
    assert_eq!(blobs[0], blobs[2]);
    assert_ne!(blobs[0], blobs[3]);
}

async fn raw_bytes_come_back_as_they_were(bench: Bench) {
    let every: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let mails: Vec<NewArrival> = vec![mail("1", &every), mail("2", b""), mail("3", "\0\r\n😀\n".as_bytes())];
    bench.add("pengaduan", mails).await;
    let rows = bench.store.unhandled(10).await.unwrap();
    assert_eq!(bench.store.raw(rows[0].blob.unwrap()).await.unwrap(), every);
    assert_eq!(bench.store.raw(rows[1].blob.unwrap()).await.unwrap(), b"");
    assert_eq!(bench.store.raw(rows[2].blob.unwrap()).await.unwrap(), "\0\r\n😀\n".as_bytes());
    assert_eq!(
        bench.store.packed(rows[0].blob.unwrap()).await.unwrap().sha256,
        Packer::new().unwrap().pack(&every).unwrap().sha256
    );
}

async fn the_oldest_unhandled_arrival_comes_first(bench: Bench) {
    let names: Vec<String> = (0..300).map(|n| format!("1:{n}")).collect();
    bench.add("pengaduan", names.iter().map(|name| mail(name, name.as_bytes())).collect()).await;
    let rows = bench.store.unhandled(1000).await.unwrap();
    let order: Vec<_> = rows.iter().map(|row| row.remote_ref.0.clone()).collect();
    assert_eq!(order, names);
    assert_eq!(rows[7].received_at, at(0));
    bench.apply(handled(rows[0].id, ArrivalOutcome::Machine), at(5)).await;
    let rest = bench.store.unhandled(2).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[1].id, rows[2].id]);
    assert_eq!(bench.store.unhandled_count().await.unwrap(), (299, Some(at(1))));
}

fn handled(arrival: i64, outcome: ArrivalOutcome) -> Changes {
    let handled = Handled {
        arrival,
        outcome,
        complaint: None,
        message_id: None,
        fingerprint: None,
        reason: "a machine wrote it".to_owned(),
    };
    Changes { handled: vec![handled], ..Changes::default() }
}

async fn what_the_server_was_told_is_not_told_again(bench: Bench) {
    bench.collect("pengaduan", &[("1:1", b"satu"), ("1:2", b"dua")]).await;
    bench.collect("loket", &[("1:1", b"satu")]).await;
    let mut tx = bench.store.write(at(5)).await.unwrap();
    tx.mark_settled("pengaduan", &[RemoteRef("1:1".into()), RemoteRef("1:77".into())]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.store.unsettled("pengaduan", 10).await.unwrap(), [RemoteRef("1:2".into())]);
    assert_eq!(bench.store.unsettled("loket", 10).await.unwrap().len(), 1);
}

async fn an_unreadable_mail_seen_twice_is_one_item_in_the_pen(bench: Bench) {
    let broken = || {
        let content = Content::Unreadable("the server breaks off after 12 bytes".to_owned());
        NewArrival { remote_ref: RemoteRef("1:5".into()), received_at: at(0), content, announced: 9000 }
    };
    let gone =
        NewArrival { remote_ref: RemoteRef("1:6".into()), received_at: at(0), content: Content::Gone, announced: 0 };
    assert_eq!(bench.add("pengaduan", vec![broken(), gone]).await, 2);
    assert_eq!(bench.add("pengaduan", vec![broken()]).await, 0);
    bench.collect("pengaduan", &[("1:7", b"surat lain")]).await;
    let pen = bench.store.pen(10).await.unwrap();
    assert_eq!(pen.len(), 1, "{pen:?}");
    assert_eq!(bench.store.arrival(pen[0].arrival).await.unwrap().unwrap().remote_ref.0, "1:5");
    assert_eq!(bench.store.unhandled(10).await.unwrap().len(), 1, "the readable one only");
}

async fn a_person_s_verdict_brings_an_arrival_back_to_the_desk_and_doubt_brings_it_back_to_the_pen(bench: Bench) {
    bench.collect("pengaduan", &[("1:1", b"satu")]).await;
    let arrival = bench.store.unhandled(1).await.unwrap()[0].id;
    let doubt = || {
        let pen = NewPenItem {
            arrival,
            office: "batang".to_owned(),
            reason: "names no complaint".to_owned(),
            guesses: vec![("BTG-26-0001".to_owned(), "it is named".to_owned())],
        };
        Changes { pen: vec![pen], ..handled(arrival, ArrivalOutcome::Pen) }
    };
    bench.apply(doubt(), at(5)).await;
    assert_eq!(bench.store.pen(10).await.unwrap()[0].guesses[0].0, "BTG-26-0001");
    let mut tx = bench.store.write(at(6)).await.unwrap();
    assert!(tx.settle_pen(arrival, &PenVerdict::New).await.unwrap());
    assert!(!tx.settle_pen(arrival, &PenVerdict::Reject).await.unwrap(), "the first word counts");
    tx.unhandle(arrival).await.unwrap();
    assert_eq!(tx.verdicts(&[arrival, 77]).await.unwrap(), [(arrival, PenVerdict::New)].into());
    tx.commit().await.unwrap();
    assert!(bench.store.pen(10).await.unwrap().is_empty());
    assert_eq!(bench.store.unhandled(10).await.unwrap()[0].parse_tries, 1, "it is read alone this time");
    bench.apply(doubt(), at(7)).await;
    assert_eq!(bench.store.pen(10).await.unwrap()[0].since, at(7), "what is in doubt again is seen again");
}

async fn a_source_remembers_its_cursor_and_its_first_fault(bench: Bench) {
    let mut tx = bench.store.write(at(1)).await.unwrap();
    tx.meet_source("pengaduan").await.unwrap();
    tx.move_cursor("pengaduan", &Cursor("1:7".into())).await.unwrap();
    assert!(tx.source_failed("pengaduan", "login refused", true).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = bench.store.write(at(9)).await.unwrap();
    tx.meet_source("pengaduan").await.unwrap();
    assert!(!tx.source_failed("pengaduan", "no route", false).await.unwrap(), "no news");
    tx.commit().await.unwrap();
    let state = bench.store.source("pengaduan").await.unwrap().unwrap();
    assert_eq!(state.fault, Some(("no route".to_owned(), at(1))));
    assert_eq!((state.first_seen_at, state.completed_at), (at(1), None));
    let mut tx = bench.store.write(at(12)).await.unwrap();
    tx.source_completed("pengaduan").await.unwrap();
    tx.commit().await.unwrap();
    let state = bench.store.source("pengaduan").await.unwrap().unwrap();
    assert_eq!((state.fault, state.completed_at), (None, Some(at(12))));
    assert_eq!(state.cursor, Some(Cursor("1:7".into())));
}

async fn a_try_to_read_is_counted_before_it_is_made(bench: Bench) {
    bench.collect("pengaduan", &[("1:1", b"satu"), ("1:2", b"dua")]).await;
    let first = bench.store.unhandled(1).await.unwrap()[0].id;
    let mut tx = bench.store.write(at(5)).await.unwrap();
    assert_eq!(tx.suspect_unhandled(1).await.unwrap(), 1);
    assert_eq!(tx.suspect_unhandled(1).await.unwrap(), 0);
    tx.count_parse_tries(&[first]).await.unwrap();
    tx.commit().await.unwrap();
    let tries: Vec<_> = bench.store.unhandled(9).await.unwrap().iter().map(|row| row.parse_tries).collect();
    assert_eq!(tries, [2, 0]);
}
