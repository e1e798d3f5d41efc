//! Files that hang on reports and on officers' answers.

use serde_json::json;

use super::super::letters::{DESK, PUSKESMAS};
use super::{HEAD, Office};

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
async fn files_of_a_protected_reporter_or_a_sensitive_matter_stay_where_they_are_and_a_card_comes_to_the_desk_alone() {
    for (report, at_the_desk) in [
        (
            json!({"content": "Antrean loket Puskesmas Bandar I lama.", "is_anonymous": true, "attachments": ["loket.jpg"]}),
            false,
        ),
        (
            json!({"content": "Hasil tes HIV saya di Puskesmas Bandar I dibuka petugas.", "attachments": ["loket.jpg"]}),
            false,
        ),
        (
            json!({"content": "Antrean loket Puskesmas Bandar I lama. NIK saya 3325014101900001.", "attachments": ["loket.jpg"]}),
            true,
        ),
    ] {
        let mut office = Office::open().await;
        office.lapor.file("loket.jpg", b"JPEG");
        office.lapor.report(report);
        office.fetch().await;
        let letters = office.desk.sent();
        let with_files: Vec<&str> = letters
            .iter()
            .filter(|letter| !connectors::mime::files(&letter.raw).is_empty())
            .map(|letter| letter.to.as_str())
            .collect();
        assert_eq!(with_files, if at_the_desk { vec![DESK] } else { Vec::new() });
    }
}

#[tokio::test]
async fn files_of_an_officer_wait_with_his_words_and_whoever_approves_them_sees_them() {
    let mut office = Office::open().await;
    let approver = penghubung::domain::UnitId("btg.kadis".to_owned());
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        std::sync::Arc::make_mut(book).office.approval = vec![approver];
    });
    let (number, letter) = office.report().await;
    let words = "--b\r\nContent-Type: text/plain\r\n\r\nJAWAB: Jadwal loket yang baru kami lampirkan; berlaku mulai Senin.\r\n\
                 --b\r\nContent-Type: application/pdf; name=jadwal.pdf\r\nContent-Disposition: attachment; filename=jadwal.pdf\r\n\
                 \r\n%PDF jadwal\r\n--b--\r\n";
    let answer = letter.answered_by(PUSKESMAS, "").header("Content-Type: multipart/mixed; boundary=b").says(words);
    office.desk.post(&answer).await;
    assert!(office.lapor.answers(&number).is_empty());
    let request = office.desk.the_letter(HEAD, "PERSETUJUAN");
    let shown = connectors::mime::files(&request.raw);
    assert_eq!(shown.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["jadwal.pdf"]);
    office.desk.post(&request.answered_by(HEAD, "SETUJU")).await;
    assert_eq!(office.lapor.answers(&number).len(), 1);
    let letters = office.desk.store.letters_of(1).await.unwrap();
    let sent = letters.iter().find(|letter| letter.kind == penghubung::domain::LetterKind::Answer).unwrap();
    assert!(sent.attach.is_some(), "what was seen is what is sent");
}
