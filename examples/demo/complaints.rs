//! The citizens: what they write, and how it must turn out.

use super::mails::{self, Envelope};
use super::play::{Act, Case, Kind, NO_CASE, Post, Slot, Step, slot};
use super::texts::{TEXTS, Text};

/// Mailbox of the first office.
pub const BATANG: &str = "pengaduan@dinkes-batang.example";
/// Mailbox of the second.
pub const BULELENG: &str = "pengaduan@rsud-buleleng.example";
/// The desk of the first office.
pub const DESK: &str = "sekretariat@dinkes-batang.example";
const HUMAS: &str = "humas@rsud-buleleng.example";
/// Its head.
pub const HEAD: &str = "kadis@dinkes-batang.example";
/// The Puskesmas that a supervision complaint is about: it must never hear of it.
pub const REPORTED: &str = "pkm.tersono@batang.example";
/// Who is called in an emergency.
pub const DUTY: [&str; 2] = ["piket.psc119@dinkes-batang.example", "piket.p2p@dinkes-batang.example"];
/// The citizen whose mailbox does not exist.
pub const GONE: &str = "tarno@alamat-mati.example";
/// An identity number as citizens write it (invented).
pub const NIK: &str = "3325094508900003";
/// A telephone number as citizens write it (invented).
pub const PHONE: &str = "0812 5550 7890";
/// The citizen who does not want to be named.
pub const UNNAMED: (&str, &str) = ("Ratna Contoh", "ratna@warga.example");

const fn case(
    name: &'static str,
    citizen: &'static str,
    rule: &'static str,
    officer: &'static str,
    words: &'static str,
    answer: Option<&'static str>,
) -> Case {
    Case { name, citizen, rule, officer, words, answer }
}

/// Every complaint of the play: name, citizen, rule, officer, words the officer must read, words the citizen must read.
#[rustfmt::skip]
pub const CASES: [Case; 19] = [
    case("antrean", "siti@warga.example", "puskesmas-disebut", "pkm.bandar1@batang.example", "loket hanya satu", Some("loket pendaftaran kami buka tiga")),
    case("sms", "joko@warga.example", "puskesmas-disebut", "pkm.limpung@batang.example", "drh tinggi", Some("amlodipin sudah tersedia")),
    case("jawa", "wagiyem@warga.example", "puskesmas-disebut", "pkm.reban@batang.example", "dokteripun asring", Some("dokter kini bertugas setiap hari")),
    case("fogging", "darmi@warga.example", "fogging", "p2p@dinkes-batang.example", "sudah 5 anak", Some("pengasapan dilakukan hari Kamis")),
    case("pungutan", "rudi@warga.example", "pengawasan", DESK, "tanpa kwitansi", Some("uang Saudara dikembalikan")),
    case("darurat", "tini@warga.example", "darurat", "psc119@dinkes-batang.example", "kejang tidak sadar", Some("Ibu sudah dirawat")),
    case("rahasia", UNNAMED.1, "puskesmas-disebut", "pkm.subah@batang.example", "pelayanan sore", Some("pelayanan sore dibuka")),
    case("nik", "parmin@warga.example", "puskesmas-disebut", "pkm.bawang@batang.example", "Kartu berobat saya", Some("kartu baru dapat diambil")),
    case("foto", "lina@warga.example", "puskesmas-disebut", "pkm.warungasem@batang.example", "kotor dan mampet", Some("toilet telah diperbaiki")),
    case("html", "hendra@warga.example", "puskesmas-disebut", "pkm.blado2@batang.example", "sudah tutup jam 10", Some("loket dibuka sampai pukul 12.00")),
    case("jalan", "slamet@warga.example", "jalan-rusak", DESK, "rusak parah berlubang", Some("Dinas Pekerjaan Umum")),
    case("pujian", "yuni@warga.example", "puskesmas-disebut", "pkm.tulis@batang.example", "ramah dan sabar", Some("kami sampaikan kepada bidan")),
    case("informasi", "fajar@warga.example", "informasi-publik", DESK, "jumlah kasus DBD", Some("data dapat diambil di PPID")),
    case("charset", "eko@warga.example", "puskesmas-disebut", "pkm.wonotunggal@batang.example", "Dokter gigi", Some("dokter gigi pengganti")),
    case("alamat-mati", GONE, "puskesmas-disebut", "pkm.kandeman@batang.example", "Vaksin untuk bayi", None),
    case("teruskan", "wahyu@warga.example", "puskesmas-disebut", "pkm.bandar2@batang.example", "tablet tambah darah", Some("pengadaan tablet selesai")),
    case("sikap", "dewi@warga.example", "puskesmas-disebut", "pkm.gringsing1@batang.example", "membentak ibu saya", Some("Perawat yang bersangkutan sudah kami tegur")),
    case("poli", "ketut@warga.example", "dokter-poli-terlambat", "rawat.jalan@rsud-buleleng.example", "baru datang jam 11", Some("jadwal poli dalam")),
    case("kasir", "made@warga.example", "rincian-tagihan", "keuangan@rsud-buleleng.example", "rincian biayanya", Some("selisih itu kami kembalikan")),
];

/// The letters that a new complaint must bring about.
fn first_letters(case: &Case) -> Vec<Slot> {
    let mut brings = vec![slot(case.officer, Kind::Disposisi, case.name)];
    if case.citizen == GONE {
        brings.push(slot(DESK, Kind::Undeliverable, case.name));
    } else {
        brings.push(slot(case.citizen, Kind::Receipt, case.name));
    }
    match case.name {
        // The hospital's Humas has a copy of each; who does not say when it happened is asked once.
        "poli" => brings.push(slot(HUMAS, Kind::Disposisi, case.name)),
        "kasir" => {
            brings.push(slot(HUMAS, Kind::Disposisi, case.name));
            brings.push(slot(case.citizen, Kind::DataRequest, case.name));
        }
        "pungutan" => brings.push(slot(HEAD, Kind::Disposisi, case.name)),
        // The reporter is protected: the desk sees it too.
        "rahasia" => brings.push(slot(DESK, Kind::Disposisi, case.name)),
        "darurat" => {
            brings.push(slot(case.citizen, Kind::EmergencyAnswer, case.name));
            brings.extend(DUTY.map(|duty| slot(duty, Kind::EmergencyAlert, case.name)));
        }
        _ => {}
    }
    brings
}

/// Mails that must open no complaint.
fn others(first: &Step) -> Vec<Step> {
    let twin = Step { note: "surat yang sama sekali lagi: tidak ada nomor kedua", brings: Vec::new(), ..first.clone() };
    let promo = Envelope { name: "Toko", from: "promo@toko.example", to: BATANG, subject: "Promo alat kesehatan" };
    let empty = Envelope { name: "", from: "kosong@warga.example", to: BATANG, subject: "" };
    vec![
        twin,
        Step {
            who: "promo@toko.example",
            note: "surat berkala: tidak dibalas",
            post: Post::New { to: BATANG, raw: mails::newsletter(promo, "Diskon tensimeter 50% sampai akhir bulan.") },
            brings: Vec::new(),
        },
        Step {
            who: "kosong@warga.example",
            note: "surel kosong: ditahan, diperiksa petugas",
            post: Post::New { to: BATANG, raw: mails::plain(empty, "") },
            brings: vec![slot(DESK, Kind::PenNotice, NO_CASE)],
        },
    ]
}

/// Everybody writes.
pub fn act() -> Act {
    let step = |text: &Text| {
        let case = CASES.iter().find(|case| case.name == text.case)?;
        let post = Post::New { to: text.to(case), raw: text.raw(case) };
        Some(Step { who: case.citizen, note: text.note, post, brings: first_letters(case) })
    };
    let mut steps: Vec<Step> = TEXTS.iter().filter_map(step).collect();
    steps.extend(steps.first().map(others).unwrap_or_default());
    Act { title: "Warga menulis (citizens write)", steps }
}
