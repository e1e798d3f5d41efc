//! Every letter of every office, read as its recipient reads it.

use chrono::TimeDelta;
use penghubung::domain::Channel;

use super::letters::Sent;
use super::office::{BATANG, BULELENG, KADEMANGAN, NTT, Office, PHONE, TTU, WARGA, WARGA_ADDRESS};

/// An office's mailbox, its zone, an ordinary complaint and the unit that gets it.
const OFFICES: [(super::desk::Kotak, &str, &str, &str); 5] = [
    (BATANG, "WIB", "Antrean di Puskesmas Subah lama sekali, loket hanya satu.", "pkm.subah@batang.example"),
    (
        KADEMANGAN,
        "WIB",
        "Obat di ruang farmasi sering kosong, saya harus beli di luar.",
        "farmasi@pkm-kademangan.example",
    ),
    (NTT, "WITA", "Kasus DBD banyak di kota, mohon fogging oleh provinsi.", "p2p@dinkes-ntt.example"),
    (BULELENG, "WITA", "Antrean obat di farmasi rumah sakit sampai tiga jam.", "farmasi@rsud-buleleng.example"),
    (TTU, "WITA", "Obat malaria di Puskesmas Wini kosong dua minggu.", "pkm.wini@dinkes-ttu.example"),
];

/// A year in the life of a complaint that nobody answers well: every kind of letter is written.
async fn walk(kotak: super::desk::Kotak, text: &str, unit: &str) -> (Vec<Sent>, Vec<String>) {
    let mut office = Office::open(kotak).await;
    office.mail(WARGA, text).await;
    let letter = office.desk.sent_to(unit).remove(0);
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    office.reply(&letter, unit, "MINTA DATA: Hari dan jam berapa kejadiannya?").await;
    office.reply(&receipt, WARGA, "Kejadiannya hari Rabu pagi.").await;
    office.reply(&letter, unit, "sudah kami cek di lapangan").await;
    office.reply(&letter, unit, "TERUSKAN: Dinas Perhubungan Laut").await;
    office.reply(&letter, unit, "BANTUAN").await;
    office.reply(&letter, unit, "RENCANA: menambah petugas mulai pekan depan").await;
    office.live(TimeDelta::days(120)).await;
    office.reply(&letter, unit, "JAWAB: Mulai Senin petugas kami tambah dua orang.").await;
    for _ in 0..office.desk.practice.load().books[kotak.1].office.approval.len() {
        let asked = office.desk.sent().into_iter().rfind(|l| l.subject.contains("PERSETUJUAN")).unwrap();
        office.reply(&asked, &asked.to, "SETUJU").await;
    }
    office.sms(PHONE, text).await;
    office
        .mail("Budi <budi@warga.example>", "Tolong, bapak saya tidak sadar dan sesak napas sekarang, butuh ambulans!")
        .await;
    office.live(TimeDelta::days(30)).await;
    let texts = office.texts(Channel::Sms).into_iter().map(|(_, text)| text).collect();
    (office.desk.sent(), texts)
}

#[tokio::test]
async fn every_letter_of_every_office_is_clean_and_in_its_own_zone_and_name() {
    for (kotak, zone, text, unit) in OFFICES {
        let (letters, texts) = walk(kotak, text, unit).await;
        let all: Vec<String> = letters.iter().map(|l| format!("{}\n{}", l.subject, l.body)).chain(texts).collect();
        for letter in &all {
            for other in ["WIB", "WITA", "WIT"].into_iter().filter(|other| *other != zone) {
                let words = letter.split(|c: char| !c.is_alphanumeric());
                assert!(!words.into_iter().any(|word| word == other), "{other} in {letter}");
            }
            for flaw in ["{{", "{%", "none", "None", "  \n", "\n\n\n", ": ()", "teruskan ke OPD", " ,", " .\n"] {
                assert!(!letter.contains(flaw), "{flaw:?} in {letter}");
            }
        }
        if let Some(dir) = std::env::var_os("ACC_DUMP") {
            let whole = letters
                .iter()
                .map(|l| format!("TO {}\nSUBJECT {}\n{}", l.to, l.subject, l.body))
                .collect::<Vec<_>>()
                .join("\n=====\n");
            std::fs::write(
                std::path::Path::new(&dir).join(kotak.1),
                format!("{whole}\n=====\n{}", all[letters.len()..].join("\n")),
            )
            .unwrap();
        }
    }
}
