//! A backlog: what lies in the inbox when the triage desk comes to it is more than one batch.

use std::sync::Arc;

use penghubung::domain::UnitId;

use super::desk::{BATANG, Desk};
use super::letters::{Surat, surat};

/// More than a batch and what is read beside it.
const MANY: usize = 230;
const P2P: &str = "p2p@dinkes-batang.example";
const DESK: &str = "sekretariat@dinkes-batang.example";

/// Complaint after complaint, each of its own citizen.
fn many(says: &str) -> Vec<Vec<u8>> {
    let of_citizen = |n: usize| -> Surat { surat(&format!("Warga {n} <w{n}@warga.example>")).says(says) };
    (0..MANY).map(|n| of_citizen(n).raw()).collect()
}

#[tokio::test]
async fn a_backlog_is_taken_in_the_order_in_which_it_came_and_nothing_twice() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &many("Banyak nyamuk di desa kami, mohon fogging.")).await;
    desk.triage_all().await;
    let mut opened = desk.store.complaints(Some("batang"), 1000).await.unwrap();
    opened.sort_by(|a, b| a.number.cmp(&b.number));
    let writers: Vec<String> = opened.into_iter().filter_map(|complaint| complaint.pelapor).collect();
    assert_eq!(writers, (0..MANY).map(|n| format!("w{n}@warga.example")).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_was_read_before_a_reload_is_read_again_by_the_new_rules() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &many("Mohon perhatian atas hal yang saya sampaikan kemarin.")).await;
    desk.triage.pass().await.unwrap();
    // While the first hundred were written down, the next were read.
    desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").map(Arc::make_mut).unwrap();
        book.office.desk = UnitId("btg.bid.p2p".to_owned());
    });
    desk.work().await;
    let handed = |to: &str| desk.sent_to(to).iter().filter(|sent| sent.body.contains("Mohon tindak lanjut")).count();
    assert_eq!((handed(DESK), handed(P2P)), (100, MANY - 100));
}
