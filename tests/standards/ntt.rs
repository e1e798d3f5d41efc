//! Dinas Kesehatan Provinsi NTT, NTT-01 to NTT-16.

use super::office::{NTT, Office, PHONE};

#[tokio::test]
async fn ntt_11_the_keyword_of_1708_is_taken_off_at_lapor_and_on_a_modem_of_the_office() {
    let mut office = Office::open(NTT).await;
    office.lapor("9000002", "Aduan SMS", "NTT stok vaksin campak di gudang provinsi kosong").await;
    assert!(office.complaint().await.text.starts_with("stok vaksin"), "{}", office.complaint().await.text);
    office.sms(PHONE, "ntt stok vaksin polio di gudang provinsi kosong").await;
    assert!(office.complaint().await.text.starts_with("stok vaksin polio"), "{}", office.complaint().await.text);
}
