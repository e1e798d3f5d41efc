//! What nobody else may see: of the reporter, of other offices, in the log.

use super::desk::{BATANG, Desk, KADEMANGAN, NTT};
use super::letters::{DESK, PUSKESMAS, SITI_ADDRESS, complaint, surat};

const NIK: &str = "3325014101900001";

#[tokio::test]
async fn a_reporter_who_asks_to_stay_hidden_is_named_in_no_officers_letter() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat("Melati Wulandari <melati@warga.example>")
        .subject("Laporan dari Melati")
        .says("Saya Melati Wulandari. Petugas loket Puskesmas Bandar I kasar. Mohon nama saya dirahasiakan.");
    desk.post(&mail).await;
    let receipt = desk.the_letter("melati@warga.example", "BTG-26-0001");
    desk.post(&receipt.answered_by("Melati Wulandari <melati@warga.example>", "Tambahan dari Melati: kejadian Senin."))
        .await;
    let letter = desk.sent_to(PUSKESMAS);
    desk.post(&letter[0].answered_by(PUSKESMAS, "apa ini?")).await;
    for sent in desk.sent().iter().filter(|sent| sent.to != "melati@warga.example") {
        let raw = format!("{} {} {}", sent.subject, sent.body, String::from_utf8_lossy(&sent.raw)).to_lowercase();
        assert!(!raw.contains("melati") && !raw.contains("wulandari"), "{sent:#?}");
    }
    let events = desk.events().await;
    assert!(events.ends_with("AMBIL BALAS NIAT KIRIM DITERIMA"), "{events}");
}

#[tokio::test]
async fn a_nik_is_masked_in_letters_subjects_names_attachments_and_log() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = format!("Loket Puskesmas Bandar I menolak NIK {NIK}.");
    let body = format!(
        "--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: image/jpeg; name=\"ktp {NIK}.jpg\"\n\
         Content-Disposition: attachment; filename=\"ktp {NIK}.jpg\"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--"
    );
    let mail = surat(&format!("\"Siti {NIK}\" <{SITI_ADDRESS}>"))
        .subject(&format!("NIK {NIK} ditolak"))
        .header("Content-Type: multipart/mixed; boundary=b")
        .says(&body);
    desk.post(&mail).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    assert!(letter.shows("[NIK …0001]"), "{letter:#?}");
    for sent in desk.sent() {
        assert!(!sent.shows(NIK), "{sent:#?}");
    }
    assert!(!desk.log_bytes().await.contains(NIK));
    // The receipt, the unit, and the desk that has the scan which the unit does not get.
    let three = "NIAT NIAT NIAT KIRIM KIRIM KIRIM DITERIMA DITERIMA DITERIMA";
    assert_eq!(desk.events().await, format!("AMBIL TERIMA RUTE {three}"));
}

#[tokio::test]
async fn a_sensitive_health_matter_does_not_travel_not_even_in_a_subject() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat(super::letters::SITI)
        .subject("Status HIV suami saya")
        .says("Petugas Puskesmas Bandar I menyebut status HIV suami saya di ruang tunggu.");
    desk.post(&mail).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(super::letters::SITI, "Obat ARV juga tidak diberikan.")).await;
    for sent in desk.sent().iter().filter(|sent| sent.to != SITI_ADDRESS) {
        for word in ["HIV", "hiv", "ARV", "ruang tunggu"] {
            assert!(!sent.shows(word), "{word}: {sent:#?}");
        }
    }
    let events = desk.events().await;
    // The unit and, because it may be meant, the desk.
    assert!(events.ends_with("AMBIL TERIMA NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA"), "{events}");
}

#[tokio::test]
async fn the_log_holds_neither_words_nor_addresses_of_citizens() {
    let mut desk = Desk::of(&[BATANG]).await;
    let refused = connectors::Fault::not_sent(
        connectors::Reach::Message,
        connectors::FaultKind::Recipient,
        format!("<{SITI_ADDRESS}>: user siti@warga.example unknown"),
    );
    let refused = refused.with_outcome(connectors::Outcome::Refused).with_code("550 5.1.1");
    desk.sink.then(SITI_ADDRESS, connectors::scripted::Answer::Fail(refused));
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    for words in
        ["MINTA DATA: kapan kejadian kenari?", "TERUSKAN: P2P, alasan kutilang", "siap", "JAWAB: jawaban merpati."]
    {
        desk.post(&letter.answered_by(PUSKESMAS, words)).await;
    }
    desk.post(&surat("Orang <lain@jahat.example>").subject("Re: [BTG-26-0001] gagak").says("JAWAB: camar")).await;
    assert!(!desk.the_letter(DESK, "550 5.1.1").shows(SITI_ADDRESS));
    let log = desk.log_bytes().await.to_lowercase();
    for canary in
        ["siti", "kinanti", "warga.example", "loket", "kenari", "kutilang", "merpati", "gagak", "camar", "jahat"]
    {
        assert!(!log.contains(canary), "{canary} in {log}");
    }
    let events = desk.events().await;
    assert!(events.contains("DITOLAK"), "{events}");
}

#[tokio::test]
async fn several_offices_share_a_daemon_and_see_nothing_of_each_other() {
    let mut desk = Desk::of(&[BATANG, NTT, KADEMANGAN]).await;
    let offices = [
        (BATANG.0, "dinkes-batang.example", "batang.example", "BTG-26-"),
        (NTT.0, "dinkes-ntt.example", "dinkes-ntt.example", "NTT-26-"),
        (KADEMANGAN.0, "pkm-kademangan.example", "kademangan.example", "KDM-26-"),
    ];
    let citizen = |intake: &str| format!("warga@{}", intake.replace('@', "."));
    for (intake, ..) in offices {
        let mail = surat(&citizen(intake)).to(intake).says("Mohon informasi jadwal imunisasi, loket lama sekali.");
        desk.post_to(intake, &mail).await;
    }
    let numbers: Vec<String> = desk.store.complaints(None, 10).await.unwrap().into_iter().map(|c| c.number).collect();
    assert_eq!(numbers.len(), 3);
    for (at, (intake, ..)) in offices.iter().enumerate() {
        let own = &numbers[2 - at];
        assert!(own.ends_with("-0001"), "each counts from one: {own}");
        let receipt = desk.the_letter(&citizen(intake), own);
        assert!(numbers.iter().filter(|n| *n != own).all(|n| !receipt.shows(n)));
        assert!(receipt.reply_to.unwrap().ends_with(intake.rsplit_once('@').unwrap().1));
    }
    // A citizen of one office who writes its number to another has simply written to that one.
    desk.events().await;
    let stray =
        surat(&citizen(BATANG.0)).to(NTT.0).subject("Re: [BTG-26-0001]").says("Bagaimana kabarnya laporan saya?");
    desk.post_to(NTT.0, &stray).await;
    assert_eq!((desk.complaints("ntt").await, desk.complaints("batang").await), (2, 1));
    // A receipt, the head, and the desk that reviews what no rule is sure of.
    let asked = "NIAT NIAT NIAT KIRIM KIRIM KIRIM DITERIMA DITERIMA DITERIMA";
    assert_eq!(desk.events().await, format!("AMBIL TERIMA RUTE {asked}"));
}

#[tokio::test]
async fn what_a_hidden_reporter_says_of_himself_and_his_family_is_in_no_officers_letter() {
    let mut desk = Desk::of(&[BATANG]).await;
    let says = "Nama saya Melati, jangan sebut nama saya. Anak saya, Bagas, antre di loket Puskesmas Bandar I sejak pagi. Rumah saya \
                di RT 05 RW 02 Desa Sidayu. WA nol delapan satu dua tiga empat lima enam tujuh delapan, ig @melatiw_90, \
                NIK 3325014101900001.";
    let body = format!(
        "--b\nContent-Type: text/plain\n\n{says}\n--b\nContent-Type: image/jpeg; name=\"KTP Melati Wulandari.jpg\"\n\
         Content-Disposition: attachment; filename=\"KTP Melati Wulandari.jpg\"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--"
    );
    let mail = surat("\"Mbak Mel\" <melatiw90@warga.example>")
        .subject("Anak saya Bagas, RT 05 RW 02")
        .header("Content-Type: multipart/mixed; boundary=b")
        .says(&body);
    desk.post(&mail).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    assert!(letter.shows("loket Puskesmas Bandar I") && letter.shows("lampiran 1 (jpg)"), "{}", letter.body);
    let receipt = desk.the_letter("melatiw90@warga.example", "BTG-26-0001");
    let later = receipt
        .answered_by("\"Mbak Mel\" <melatiw90@warga.example>", "Bagas sekarang demam. Tetangga saya Sutinah saksi.");
    desk.post(&later).await;
    desk.the_letter(PUSKESMAS, "sekarang demam");
    for sent in desk.sent().iter().filter(|sent| sent.to != "melatiw90@warga.example") {
        let raw = format!("{} {} {}", sent.subject, sent.body, String::from_utf8_lossy(&sent.raw)).to_lowercase();
        for canary in [
            "melati",
            "bagas",
            "sutinah",
            "wulandari",
            "sidayu",
            "rt 05",
            "rw 02",
            "delapan satu",
            "1900001",
            "…0001",
            "warga.example",
        ] {
            assert!(!raw.contains(canary), "{canary}: {raw}");
        }
    }
}

#[tokio::test]
async fn who_asks_only_later_to_stay_unknown_is_hidden_from_then_on_in_letters_that_wait_too() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&surat(super::letters::SITI).says("Loket Puskesmas Bandar I lama. Anak saya Bagas menunggu.")).await;
    assert!(desk.the_letter(PUSKESMAS, "BTG-26-0001").shows("Siti"), "nothing was hidden then");
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.events().await;
    desk.post(&receipt.answered_by(super::letters::SITI, "Saya Siti. Mohon nama saya dirahasiakan, saya takut.")).await;
    let told = desk.the_letter(PUSKESMAS, "Pelapor kini dilindungi");
    assert!(!told.shows("Siti") && !told.shows("Bagas"), "{}", told.body);
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(complaint.decision.privacy.anonymous && !complaint.text.contains("Bagas"), "{}", complaint.text);
    // Who is afraid may be afraid of somebody there: the desk has it from now on, too.
    assert!(desk.events().await.starts_with("AMBIL LINDUNG NILAI RUTE TERIMA"), "the log says so");
}

#[tokio::test]
async fn the_duty_list_learns_where_danger_is_and_not_who_asked_to_stay_unknown() {
    let mut desk = Desk::of(&[BATANG]).await;
    let says = "Tolong, suami saya Paijo tidak sadar dan sesak berat sekarang, rumah kami di RT 05 RW 02 Desa Sidayu. \
                Jangan sebut nama saya, hp 081200000123.";
    desk.post(&surat(super::letters::SITI).subject("Tolong").says(says)).await;
    let duty = desk.practice.load().books["batang"].office.emergency.duty.clone();
    for address in duty {
        let alert = desk.sent_to(&address).remove(0);
        assert!(alert.shows("RT 05 RW 02") && alert.shows("tidak sadar"), "{}", alert.body);
        for canary in ["Siti", "Paijo", "0123", "…123", "warga.example"] {
            assert!(!alert.shows(canary), "{canary}: {}", alert.body);
        }
    }
    let bribe = "Laporan rahasia: bidan Puskesmas Bandar I minta uang pungli waktu istri saya Tukinah sesak berat dan tidak sadar \
                 sekarang. Rumah saya di RT 07 RW 03 Desa Sidayu.";
    desk.post(&surat(super::letters::SITI).subject("Rahasia").says(bribe)).await;
    for sent in desk.sent().iter().filter(|sent| sent.to != SITI_ADDRESS && sent.shows("BTG-26-0002")) {
        for canary in ["Siti", "Tukinah", "RT 07", "RW 03"] {
            assert!(!sent.shows(canary), "{canary}: {}", sent.body);
        }
    }
}

/// What stands in the subject alone is part of what he complains about.
#[tokio::test]
async fn the_officer_reads_the_subject_of_the_mail_and_a_bare_request_is_no_heading() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat(super::letters::SITI)
        .subject("Re: Obat diabetes di Puskesmas Bandar I kosong")
        .says("Mohon segera ditindaklanjuti. Terima kasih.");
    desk.post(&mail).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    assert!(letter.subject.contains("Obat diabetes") && letter.shows("Perihal: Re: Obat diabetes"), "{letter:#?}");
    assert!(desk.the_letter(SITI_ADDRESS, "BTG-26-0001").shows("Obat diabetes"));
    let only = surat("budi@warga.example").subject("AC ruang tunggu Puskesmas Bandar I mati").says("");
    desk.post(&only).await;
    assert!(desk.the_letter(PUSKESMAS, "BTG-26-0002").shows("hanya menulis perihal"));
}
