//! A template that fails on one letter stops no others, and a person hears what is wrong.

use super::desk::{BATANG, Desk};
use super::letters::{DESK, SITI, complaint, surat};

#[tokio::test]
async fn what_a_letter_cannot_be_worded_for_is_in_the_pen_with_that_reason_and_the_others_go_on() {
    let mut desk = Desk::of(&[BATANG]).await;
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/letters");
    let templates = std::fs::read_dir(dir).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let (name, text) = (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap());
        let spoilt = name == "receipt.txt";
        (
            name,
            if spoilt {
                format!("{text}{{% if \"kenari\" in complaint.summary %}}{{{{ 1 // 0 }}}}{{% endif %}}\n")
            } else {
                text
            },
        )
    });
    let wording = penghubung::decide::wording::Wording::new(templates).unwrap();
    desk.reconfigure(|practice| practice.wording = wording);
    let spoilt = surat(SITI).subject("Loket").says("Burung kenari di loket Puskesmas Bandar I berisik sekali.");
    desk.come(BATANG.0, &[spoilt.raw(), complaint().raw()]).await;
    for _ in 0..6 {
        let _ = desk.triage.pass().await;
    }
    desk.work().await;
    let pen = desk.pen().await;
    assert_eq!(pen.len(), 1, "{pen:?}");
    assert!(pen[0].reason.contains("could not be worded") && pen[0].reason.contains("receipt.txt"), "{pen:?}");
    desk.the_letter(DESK, "tidak dapat disusun dari templat");
    assert_eq!(desk.complaints("batang").await, 1, "the other is registered");
}
