//! Files that hang on reports and on officers' answers.

use serde_json::json;

use super::super::letters::PUSKESMAS;
use super::Office;

#[tokio::test]
async fn files_of_a_report_hang_on_the_officers_letter_where_its_reporter_is_not_protected() {
    let mut office = Office::open().await;
    office.lapor.file("loket.jpg", b"JPEG loket");
    office.lapor.file("jadwal.pdf", b"%PDF jadwal");
    office.lapor.file("virus.exe", b"MZ");
    let files = json!(["loket.jpg", "jadwal.pdf", "virus.exe", "hilang.jpg", "https://jahat.example/luar.jpg"]);
    office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "attachments": files}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    let attached = connectors::mime::files(&letter.raw);
    let expected =
        [("loket.jpg".to_owned(), b"JPEG loket".to_vec()), ("jadwal.pdf".to_owned(), b"%PDF jadwal".to_vec())];
    assert_eq!(attached, expected);
    for named in ["virus.exe (tidak dilampirkan", "hilang.jpg (tidak diunduh", "luar.jpg (tidak diunduh"] {
        assert!(letter.shows(named), "{named}: {}", letter.body);
    }
}

#[tokio::test]
async fn files_of_a_protected_reporter_or_a_sensitive_matter_stay_where_they_are() {
    for report in [
        json!({"content": "Antrean loket Puskesmas Bandar I lama.", "is_anonymous": true, "attachments": ["loket.jpg"]}),
        json!({"content": "Hasil tes HIV saya di Puskesmas Bandar I dibuka petugas.", "attachments": ["loket.jpg"]}),
        json!({"content": "Antrean loket Puskesmas Bandar I lama. NIK saya 3325014101900001.", "attachments": ["loket.jpg"]}),
    ] {
        let mut office = Office::open().await;
        office.lapor.file("loket.jpg", b"JPEG");
        office.lapor.report(report);
        office.fetch().await;
        let letters = office.desk.sent();
        assert!(!letters.is_empty() && letters.iter().all(|letter| connectors::mime::files(&letter.raw).is_empty()));
    }
}
