//! Dinas Kesehatan Kabupaten Timor Tengah Utara, TTU-01 to TTU-19.

use super::office::{Office, PHONE, TTU};

#[tokio::test]
async fn ttu_16_the_three_words_of_1708_are_taken_off_in_any_case_and_the_short_form_too() {
    let mut office = Office::open(TTU).await;
    for (n, keyword) in
        ["TIMOR TENGAH UTARA", "timor tengah utara", "Timor  Tengah Utara:", "TTU", "ttu"].iter().enumerate()
    {
        office.lapor(&format!("910000{n}"), "Aduan SMS", &format!("{keyword} obat di puskesmas Wini kosong")).await;
        let complaint = office.complaint().await;
        assert!(complaint.text.starts_with("obat di puskesmas"), "{keyword}: {}", complaint.text);
        assert_eq!(complaint.unit, "ttu.pkm.wini");
    }
    office.sms(PHONE, "TTU obat di puskesmas Wini kosong lagi").await;
    assert!(office.complaint().await.text.starts_with("obat"));
}
