//! RSUD Kabupaten Buleleng, RSB-01 to RSB-25.

use super::office::{BULELENG, Office, WARGA, WARGA_ADDRESS};

#[tokio::test]
async fn rsb_09_a_mail_is_received_answered_and_routed() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Antrean obat di farmasi rumah sakit sampai tiga jam, mohon ditambah petugas.").await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("RSB-26-0001") && receipt.body.contains("WITA"), "{}", receipt.body);
    office.letter("farmasi@rsud-buleleng.example", "Mohon tindak lanjut");
}
