//! The citizens: what they write, and how it must turn out.

use super::mails::{self, Envelope};
use super::play::{Act, Case, Kind, NO_CASE, Post, Slot, Step, slot};

/// Mailbox of the first office.
pub const BATANG: &str = "pengaduan@dinkes-batang.example";
/// Mailbox of the second.
pub const BULELENG: &str = "pengaduan@rsud-buleleng.example";
/// The desk of the first office.
pub const DESK: &str = "sekretariat@dinkes-batang.example";
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

/// Case, citizen, rule, officer, words the officer must read, words the citizen must read.
const ROWS: [(&str, &str, &str, &str, &str, Option<&str>); 18] = [
    (
        "antrean",
        "siti@warga.example",
        "puskesmas-disebut",
        "pkm.bandar1@batang.example",
        "loket hanya satu",
        Some("loket pendaftaran kami buka tiga"),
    ),
    (
        "sms",
        "joko@warga.example",
        "puskesmas-disebut",
        "pkm.limpung@batang.example",
        "drh tinggi",
        Some("amlodipin sudah tersedia"),
    ),
    (
        "jawa",
        "wagiyem@warga.example",
        "puskesmas-disebut",
        "pkm.reban@batang.example",
        "dokteripun asring",
        Some("dokter kini bertugas setiap hari"),
    ),
    (
        "fogging",
        "darmi@warga.example",
        "fogging",
        "p2p@dinkes-batang.example",
        "sudah 5 anak",
        Some("pengasapan dilakukan hari Kamis"),
    ),
    ("pungutan", "rudi@warga.example", "pengawasan", DESK, "tanpa kwitansi", Some("uang Saudara dikembalikan")),
    (
        "darurat",
        "tini@warga.example",
        "darurat",
        "psc119@dinkes-batang.example",
        "kejang tidak sadar",
        Some("Ibu sudah dirawat"),
    ),
    (
        "rahasia",
        UNNAMED.1,
        "puskesmas-disebut",
        "pkm.subah@batang.example",
        "pelayanan sore",
        Some("pelayanan sore dibuka"),
    ),
    (
        "nik",
        "parmin@warga.example",
        "puskesmas-disebut",
        "pkm.bawang@batang.example",
        "Kartu berobat saya",
        Some("kartu baru dapat diambil"),
    ),
    (
        "foto",
        "lina@warga.example",
        "puskesmas-disebut",
        "pkm.warungasem@batang.example",
        "kotor dan mampet",
        Some("toilet telah diperbaiki"),
    ),
    (
        "html",
        "hendra@warga.example",
        "puskesmas-disebut",
        "pkm.blado2@batang.example",
        "sudah tutup jam 10",
        Some("loket dibuka sampai pukul 12.00"),
    ),
    ("jalan", "slamet@warga.example", "jalan-rusak", DESK, "rusak parah berlubang", Some("Dinas Pekerjaan Umum")),
    (
        "pujian",
        "yuni@warga.example",
        "puskesmas-disebut",
        "pkm.tulis@batang.example",
        "ramah dan sabar",
        Some("kami sampaikan kepada bidan"),
    ),
    (
        "informasi",
        "fajar@warga.example",
        "informasi-publik",
        DESK,
        "jumlah kasus DBD",
        Some("data dapat diambil di PPID"),
    ),
    (
        "charset",
        "eko@warga.example",
        "puskesmas-disebut",
        "pkm.wonotunggal@batang.example",
        "Dokter gigi",
        Some("dokter gigi pengganti"),
    ),
    ("alamat-mati", GONE, "puskesmas-disebut", "pkm.kandeman@batang.example", "Vaksin untuk bayi", None),
    (
        "teruskan",
        "wahyu@warga.example",
        "puskesmas-disebut",
        "pkm.bandar2@batang.example",
        "tablet tambah darah",
        Some("pengadaan tablet selesai"),
    ),
    (
        "sikap",
        "dewi@warga.example",
        "puskesmas-disebut",
        "pkm.gringsing1@batang.example",
        "membentak ibu saya",
        Some("Perawat yang bersangkutan sudah kami tegur"),
    ),
    (
        "poli",
        "ketut@warga.example",
        "rawat-jalan",
        "rawat.jalan@rsud-buleleng.example",
        "baru datang jam 11",
        Some("jadwal poli dalam"),
    ),
];

/// The case whose officer asks the citizen first.
const ASKED: Case = Case {
    name: "kasir",
    citizen: "made@warga.example",
    rule: "keuangan",
    officer: "keuangan@rsud-buleleng.example",
    words: "rincian biayanya",
    answer: Some("selisih itu kami kembalikan"),
};

/// Every complaint of the play.
pub fn cases() -> Vec<Case> {
    let case = |(name, citizen, rule, officer, words, answer)| Case { name, citizen, rule, officer, words, answer };
    ROWS.into_iter().map(case).chain([ASKED]).collect()
}

fn texts() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let batang = |name, from, subject| Envelope { name, from, to: BATANG, subject };
    let buleleng = |name, from, subject| Envelope { name, from, to: BULELENG, subject };
    vec![
        (
            "antrean",
            "Puskesmas disebut dengan angka Romawi",
            mails::plain(
                batang("Siti", "siti@warga.example", "Antrean lama"),
                "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka.\nMohon ditambah petugasnya.\n\nSalam,\nSiti",
            ),
        ),
        (
            "sms",
            "gaya SMS",
            mails::plain(
                batang("joko", "joko@warga.example", "obat"),
                "obat drh tinggi di pkm limpung ksong trs, sdh 3x kesana dsrh beli sndiri, tlg dicek pak",
            ),
        ),
        (
            "jawa",
            "bahasa Jawa",
            mails::plain(
                batang("Wagiyem", "wagiyem@warga.example", "Matur"),
                "Kula badhe matur. Wonten Puskesmas Reban dokteripun asring mboten wonten, kula ngentosi wiwit enjing ngantos siang mboten dipun layani. Nyuwun tulung dipun tata.",
            ),
        ),
        (
            "fogging",
            "urusan Bidang, bukan Puskesmas",
            mails::plain(
                batang("Darmi", "darmi@warga.example", "Demam berdarah"),
                "Mohon fogging di Desa Kalisalak Limpung, sudah 5 anak kena demam berdarah bulan ini.",
            ),
        ),
        (
            "pungutan",
            "berkadar pengawasan",
            mails::plain(
                batang("Rudi", "rudi@warga.example", "Pungutan"),
                "Petugas loket Puskesmas Tersono minta uang 20 ribu tanpa kwitansi, padahal saya peserta JKN.",
            ),
        ),
        (
            "darurat",
            "keadaan darurat",
            mails::plain(
                batang("Tini", "tini@warga.example", "tolong"),
                "tolong pak ibu saya kejang tidak sadar sekarang di rumah desa tragung",
            ),
        ),
        (
            "rahasia",
            "minta namanya dirahasiakan",
            mails::plain(
                batang(UNNAMED.0, UNNAMED.1, "Usul"),
                "Mohon nama saya dirahasiakan. Usul: Puskesmas Subah membuka pelayanan sore, karena buruh pabrik tidak bisa izin pagi.",
            ),
        ),
        (
            "nik",
            "NIK dan nomor HP dalam teks",
            mails::plain(
                batang("Parmin", "parmin@warga.example", "Kartu hilang"),
                &format!(
                    "Kartu berobat saya di Puskesmas Bawang hilang dan petugas tidak mau mencetak lagi. NIK saya {NIK}, hp {PHONE}."
                ),
            ),
        ),
        (
            "foto",
            "dengan foto",
            mails::with_photo(
                batang("Lina", "lina@warga.example", "Toilet"),
                "Toilet Puskesmas Warungasem kotor dan mampet, foto terlampir.",
            ),
        ),
        (
            "html",
            "hanya HTML",
            mails::html(
                batang("Hendra", "hendra@warga.example", "Jam buka"),
                "Loket Puskesmas Blado II sudah tutup jam 10 pagi, padahal di papan tertulis sampai jam 12.",
            ),
        ),
        (
            "jalan",
            "bukan kewenangan",
            mails::plain(
                batang("Slamet", "slamet@warga.example", "Jalan"),
                "Jalan di depan balai desa Subah rusak parah berlubang, sudah banyak yang jatuh.",
            ),
        ),
        (
            "pujian",
            "pujian",
            mails::plain(
                batang("Yuni", "yuni@warga.example", "Terima kasih"),
                "Terima kasih kepada bidan Puskesmas Tulis, persalinan istri saya dilayani dengan ramah dan sabar.",
            ),
        ),
        (
            "informasi",
            "permintaan informasi",
            mails::plain(
                batang("Fajar", "fajar@warga.example", "Permohonan data"),
                "Dengan hormat, saya mohon data jumlah kasus DBD per kecamatan tahun 2025 untuk keperluan skripsi.",
            ),
        ),
        (
            "charset",
            "charset yang tidak dikenal siapa pun",
            mails::unknown_charset(
                batang("Eko", "eko@warga.example", "Dokter gigi"),
                "Dokter gigi di Puskesmas Wonotunggal sudah dua minggu tidak ada.",
            ),
        ),
        (
            "alamat-mati",
            "alamatnya akan memantul",
            mails::plain(
                batang("Tarno", GONE, "Vaksin"),
                "Vaksin untuk bayi di Puskesmas Kandeman katanya habis, kapan ada lagi?",
            ),
        ),
        (
            "teruskan",
            "akan diteruskan ke Bidang",
            mails::plain(
                batang("Wahyu", "wahyu@warga.example", "Obat"),
                "Obat tablet tambah darah di Puskesmas Bandar II tidak ada sejak bulan lalu.",
            ),
        ),
        (
            "sikap",
            "sikap petugas",
            mails::plain(
                batang("Dewi", "dewi@warga.example", "Perawat"),
                "Perawat di Puskesmas Gringsing I membentak ibu saya waktu bertanya antrean.",
            ),
        ),
        (
            "poli",
            "kantor kedua, sedikit bahasa Bali",
            mails::plain(
                buleleng("Ketut", "ketut@warga.example", "Dokter terlambat"),
                "Dokter poli dalam telat terus, dijadwal jam 8 baru datang jam 11. Tiang sampun makelo ngantosang.",
            ),
        ),
        (
            "kasir",
            "kantor kedua",
            mails::plain(
                buleleng("Made", "made@warga.example", "Tagihan"),
                "Saya ditagih kasir Rp 350.000 padahal pasien BPJS kelas 2, minta penjelasan rincian biayanya.",
            ),
        ),
    ]
}

/// The letters that a new complaint must bring about.
fn first_letters(case: &Case) -> Vec<Slot> {
    let mut brings = vec![slot(case.officer, Kind::Disposisi, case.name)];
    if case.citizen == GONE {
        brings.push(slot(DESK, Kind::Undeliverable, case.name));
    } else {
        brings.push(slot(case.citizen, Kind::Receipt, case.name));
    }
    match case.name {
        "pungutan" => brings.push(slot(HEAD, Kind::Disposisi, case.name)),
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
    let cases = cases();
    let step = |(name, note, raw): (&'static str, &'static str, Vec<u8>)| {
        let case = cases.iter().find(|case| case.name == name)?;
        let to = if case.officer.ends_with("rsud-buleleng.example") { BULELENG } else { BATANG };
        Some(Step { who: case.citizen, note, post: Post::New { to, raw }, brings: first_letters(case) })
    };
    let mut steps: Vec<Step> = texts().into_iter().filter_map(step).collect();
    steps.extend(steps.first().map(others).unwrap_or_default());
    Act { title: "Warga menulis (citizens write)", steps }
}
