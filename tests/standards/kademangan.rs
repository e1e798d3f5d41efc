//! Puskesmas Kademangan, KDM-01 to KDM-23.

use super::office::{KADEMANGAN, Office, WARGA, WARGA_ADDRESS};

const FARMASI: &str = "farmasi@pkm-kademangan.example";

#[tokio::test]
async fn kdm_09_a_mail_is_received_answered_and_routed() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, "Obat di ruang farmasi sering kosong, saya harus beli di luar.").await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("KDM-26-0001") && receipt.body.contains("WIB"), "{}", receipt.body);
    office.letter(FARMASI, "Mohon tindak lanjut");
}
