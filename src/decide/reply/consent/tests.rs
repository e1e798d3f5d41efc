//! What leaders write under a request for approval, from the mails of offices: what is consent, what is not, what is
//! asked back.

use super::*;

/// `setuju`, `setuju|note`, `perbaiki|note`, `tolak|note`; `tanya`: it is asked back.
fn meaning(text: &str) -> String {
    let read = read_decision(&super::super::strip(text).kept, &["(0285) 5550100"]);
    let asked = is_open(&read) || matches!(read, ReplyRead::Confirmed { .. } | ReplyRead::Empty);
    if let ReplyRead::Approve { note } = &read {
        return if note.is_empty() { "setuju".to_owned() } else { format!("setuju|{note}") };
    }
    if let ReplyRead::Amend { note } = &read {
        return format!("perbaiki|{note}");
    }
    if let ReplyRead::Refuse { note } = &read {
        return format!("tolak|{note}");
    }
    if asked { "tanya".to_owned() } else { format!("{read:?}") }
}

fn all(expected: &[(&str, &str)]) {
    let read = expected.iter().map(|(text, expected)| (*text, *expected, meaning(text)));
    let wrong: Vec<_> = read.filter(|(_, expected, read)| expected != read).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_leader_agrees_in_his_own_words() {
    let agreed = [
        "SETUJU",
        "Saya setuju",
        "Saya setuju.",
        "Kami setuju, terima kasih",
        "sy setuju",
        "Sangat setuju",
        "Setuju, kirim saja. Terima kasih",
        "Setuju, silakan dikirim",
        "Setuju untuk dikirim",
        "setuju dan segera kirim",
        "Setuju sesuai konsep",
        "Setuju dengan konsep jawaban ini",
        "Setuju tanpa perubahan.",
        "Setuju. Jawabannya sudah bagus.",
        "Konsep jawaban disetujui",
        "Sudah saya setujui",
        "Disetujui, mohon ditindaklanjuti",
        "Setuju pak, laksanakan",
        "ACC",
        "acc ya",
        "Acc, teruskan",
        "ACC, lanjutkan. Terima kasih atas kerja keras tim.",
        "Di-acc",
        "Oke setuju",
        "Oke lanjut",
        "ok kirim",
        "Ok, lanjutkan saja",
        "Silakan dikirim",
        "Silahkan diteruskan ke pelapor",
        "Silakan",
        "monggo",
        "Monggo dilanjut",
        "nggih setuju",
        "Inggih, monggo dikirim mas",
        "sepakat",
        "Sepakat, kirim ke pelapor",
        "mantap kirim",
        "Mantap. Setuju.",
        "Ya, kirim sekarang",
        "kirim saja",
        "Lanjut",
        "Teruskan saja",
        "Bisa dikirim",
        "Boleh dikirim, suwun",
        "Sip, setuju",
        "Approved",
        "Yth. Admin,\n\nSaya setuju.\n\nHormat saya,\ndr. Contoh, M.Kes\nKepala Dinas Kesehatan",
        "Selamat pagi, setuju",
        "Setuju\n\nDikirim dari iPhone saya",
        "Setuju \u{1f44d}",
        "Setuju - Kadis",
        "Setuju, a.n. Kepala Dinas",
        "Om Swastiastu, saya setuju. Suksma.",
        "Mohon maaf baru membuka email. Saya setuju.",
        "Sesuai konsep, setuju 100%",
        "Setuju, kirim hari ini juga pak sekretaris",
    ];
    all(&agreed.map(|text| (text, "setuju")));
}

#[test]
fn what_he_wants_done_beside_the_text_is_kept_with_his_consent() {
    all(&[
        ("Setuju, tolong dikawal", "setuju|tolong dikawal"),
        ("setuju / mohon segera", "setuju|mohon segera"),
        ("SETUJU. Yankes agar koordinasi dengan Puskesmas", "setuju|Yankes agar koordinasi dengan Puskesmas"),
        ("SETUJU\n\nTolong dipantau Kabid P2P.\nTerima kasih", "setuju|Tolong dipantau Kabid P2P"),
        ("ACC. Mohon diawasi agar tidak terulang.", "setuju|Mohon diawasi agar tidak terulang"),
        ("Setuju, kirim. SDK segera selesaikan pengadaannya", "setuju|SDK segera selesaikan pengadaannya"),
        ("SETUJU\nYANKES KOORDINASI DENGAN PUSKESMAS", "setuju|YANKES KOORDINASI DENGAN PUSKESMAS"),
        ("Setuju. Jangan sampai terulang.", "setuju|Jangan sampai terulang"),
        ("Setuju, Kabid P2P agar menindaklanjuti", "setuju|Kabid P2P agar menindaklanjuti"),
        ("Saya setuju, laporkan hasilnya ke saya", "setuju|laporkan hasilnya ke saya"),
    ]);
}

#[test]
fn who_wants_it_otherwise_or_sets_a_condition_has_not_agreed() {
    let asked = [
        "setuju asal nomor dihapus",
        "setuju tapi kalimat kedua diubah",
        "Setuju, tapi jangan sebut nama dokter",
        "Setuju dengan catatan",
        "Setuju dengan perbaikan",
        "Setuju setelah dicek Yankes",
        "Setuju, kirim besok",
        "Setuju. Tanggalnya 30 November ya",
        "Setuju. Segera, yang benar hari Selasa",
        "Setuju, tambahkan nomor telepon puskesmas",
        "Setuju, mohon kalimat terakhir dirapikan",
        "SETUJU\nHAPUS NAMA DOKTER",
        "SETUJU\nTANPA NAMA PETUGAS",
        "Setuju, koordinasi dulu dengan Puskesmas",
        "Setuju bila sudah dikonfirmasi",
        "Pada prinsipnya setuju",
        "Setuju?",
        "Apakah sudah setuju semua?",
        "Setuju. Pelapor itu teman saya",
        "Setuju. Sampaikan bahwa poli buka siang",
        "Setuju, tolong bantu narasinya",
        "Setuju, tolong kerjakan yang saya tandai",
        "Setuju, mohon diperhatikan koreksi di bawah",
        "Setuju, tolong dibantu agar pelapor tahu poli tutup",
        "Setuju sebagian",
        "Setuju dengan usul Yankes",
        "Saya belum setuju",
        "Kurang setuju",
        "Belum bisa saya setujui",
        "Nanti saya setujui",
        "Akan saya setujui setelah rapat",
        "SETUJU\nJAWAB: Poli buka Selasa.",
        "SETUJU\nDISPOSISI: P2P",
        "Setuju. Teruskan ke P2P",
        "Jangan dikirim dulu",
        "Sudah dikirim",
        "Sudah dikirim ke pelapor?",
        "Kirim ke saya",
        "kirim dulu ke Yankes",
        "ok",
        "Ya",
        "Baik",
        "siap",
        "Siap kirim",
        "noted",
        "mantap",
        "\u{1f44d}",
        "Terima kasih",
        "Mohon penjelasan",
        "Nanti saya baca",
        "Hati-hati, ini kasus sensitif. Setuju.",
    ];
    all(&asked.map(|text| (text, "tanya")));
}

#[test]
fn a_plain_no_and_a_plain_correction_go_back_to_the_writer_in_his_words() {
    all(&[
        ("Tidak setuju, datanya lama", "tolak|datanya lama"),
        ("Saya tidak setuju.", "tolak|"),
        ("Kami tolak karena belum lengkap", "tolak|karena belum lengkap"),
        ("Ditolak, data salah", "tolak|data salah"),
        ("TOLAK: data lama", "tolak|data lama"),
        ("Mohon diperbaiki kalimat kedua", "perbaiki|Mohon diperbaiki kalimat kedua"),
        ("Tolong direvisi, tanggalnya salah", "perbaiki|Tolong direvisi, tanggalnya salah"),
        ("Revisi dulu bagian jadwal", "perbaiki|Revisi dulu bagian jadwal"),
        ("perbaiki kalimat kedua", "perbaiki|perbaiki kalimat kedua"),
    ]);
}

#[test]
fn asked_whether_he_agrees_only_consent_is_read_into_his_words() {
    assert_eq!(read_consent("Saya setuju", &[]), ReplyRead::Approve { note: String::new() });
    for text in ["Tidak setuju, ke Yankes saja", "Mohon diperbaiki", "TERUSKAN: P2P, mohon segera ditindaklanjuti"] {
        assert!(!matches!(read_consent(text, &[]), ReplyRead::Approve { .. } | ReplyRead::Refuse { .. }), "{text}");
    }
}
