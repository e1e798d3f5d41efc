//! What officers really write on the first line: in a hurry, on a telephone, between two patients. Each is understood
//! rightly, asked back, or left alone; never guessed.

use super::*;

/// The meaning in a few letters: `jawab obat ada`, `terus kesmas|alasan`, `tanya` (asked back), `diam` (nothing
/// follows).
fn meaning(text: &str) -> String {
    let stripped = strip(text).kept;
    match read_reply(&stripped, &["(0285) 5550100"]) {
        ReplyRead::Answer { text } => format!("jawab {text}"),
        ReplyRead::Prose { text } => format!("prosa {text}"),
        ReplyRead::Plan { text } => format!("rencana {text}"),
        ReplyRead::Forward { to, reason } => format!("terus {to}|{reason}"),
        ReplyRead::AskData { question } => format!("data {question}"),
        ReplyRead::SetGrade { grade } => format!("grade {}", grade.word()),
        ReplyRead::SetCategory { category } => format!("kategori {category:?}"),
        ReplyRead::Postpone { until, reason } => format!("tunda {until:?}|{reason}"),
        ReplyRead::Estimate { until: Until::Length(within), .. } => format!("estimasi {within}"),
        ReplyRead::Estimate { until, .. } => format!("estimasi {until:?}"),
        ReplyRead::Done { text } => format!("selesai {text}"),
        ReplyRead::Confirmed { what } => format!("sudah {what}"),
        ReplyRead::Disposisi { to, note } => format!("disposisi {to}|{note}"),
        ReplyRead::Approve { .. } => "setuju".to_owned(),
        ReplyRead::Amend { note } => format!("perbaiki {note}"),
        ReplyRead::Refuse { note } => format!("tolak {note}"),
        ReplyRead::Nothing => "nihil".to_owned(),
        ReplyRead::Take => "terima".to_owned(),
        ReplyRead::Help => "bantuan".to_owned(),
        ReplyRead::Acknowledged { .. } | ReplyRead::Away { .. } => "diam".to_owned(),
        ReplyRead::Empty | ReplyRead::Unclear { .. } => "tanya".to_owned(),
    }
}

fn all(expected: &[(&str, &str)]) {
    let read = expected.iter().map(|(text, expected)| (*text, *expected, meaning(text)));
    let wrong: Vec<_> = read.filter(|(_, expected, read)| expected != read).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_answer_is_known_however_its_word_is_typed() {
    let answers = [
        "JAWAB:obat ada",
        "Jawab : obat ada",
        "jawab:: obat ada",
        "jawaban: obat ada",
        "JAWABAN KAMI: obat ada",
        "Jwb: obat ada",
        "JAWAB. obat ada",
        "JAWAB obat ada",
        "Jawab - obat ada",
        "JAWAB – obat ada",
        "jawab; obat ada",
        "JAWAB= obat ada",
        "*JAWAB* : obat ada",
        "[JAWAB] obat ada",
        "(Jawab): obat ada",
        "\"JAWAB\": obat ada",
        "> JAWAB: obat ada",
        "- JAWAB: obat ada",
        "1. JAWAB: obat ada",
        "BTG-26-0012 JAWAB: obat ada",
        "JAWBA: obat ada",
        "jawan: obat ada",
        "JAWAB KE PELAPOR: obat ada",
        "Jawaban untuk warga: obat ada",
        "Tanggapan: obat ada",
        "JAWAB\u{a0}: obat ada",
        "JAWAB：obat ada",
        "Siap Bu,\nJAWAB: obat ada",
        "Baik pak.\n\nJawab: obat ada",
        "Assalamualaikum wr wb\n\nJAWAB : obat ada",
        "jawab\n\nobat ada",
        "Berikut perbaikannya:\n\nJAWAB:\nobat ada",
        "Mohon maaf bu, ini yang sudah direvisi\nJAWAB: obat ada",
        "JAWAB:\n\nobat ada\n\nDikirim dari Yahoo Mail di Android",
    ];
    all(&answers.map(|text| (text, "jawab obat ada")));
}

#[test]
fn the_other_words_are_known_too() {
    all(&[
        ("teruskan ke kesmas", "terus kesmas|"),
        ("Teruskan kesmas krn soal posyandu", "terus kesmas|soal posyandu"),
        ("TERUSKAN : pkm bandar 1; wilayah mereka", "terus pkm bandar 1|wilayah mereka"),
        ("Diteruskan ke bid. P2P", "terus bid P2P|"),
        ("alihkan ke yankes ya", "terus yankes ya|"),
        ("bukan wewenang: dinas perhubungan; soal parkir", "terus dinas perhubungan|soal parkir"),
        ("GRADE kuning", "grade kuning"),
        ("grade: Merah", "grade merah"),
        ("Grade jadi hijau", "grade hijau"),
        ("GRADE = MERAH", "grade merah"),
        ("TUNDA 3 hari krn stok belum datang", "tunda Length(CalendarDays(3))|stok belum datang"),
        ("tunda sampai tgl 5 Des, dokter cuti", "tunda DayOfYear { day: 5, month: 12 }|dokter cuti"),
        ("Tunda s/d besok: menunggu lab", "tunda Ahead(1)|menunggu lab"),
        ("TUNDA sampai Jumat karena rapat", "tunda Weekday(Fri)|rapat"),
        ("TUNDA s.d. 30-11-2026: stok", "tunda Day(2026-11-30)|stok"),
        ("Perpanjangan: 30/11/2026 alasan stok", "tunda Day(2026-11-30)|stok"),
        ("estimasi 3 hr", "estimasi 3 hari kalender"),
        ("ESTIMASI : 2 x 24 jam", "estimasi 48 jam"),
        ("Estimasi - 5 hari kerja", "estimasi 5 hari kerja"),
        ("Rencana: cek gudang", "rencana cek gudang"),
        ("RTL: cek gudang", "rencana cek gudang"),
        ("minta data: tgl berapa?", "data tgl berapa?"),
        ("MINTADATA: tgl berapa?", "data tgl berapa?"),
        ("Kategori: aspirasi", "kategori Class(Aspirasi)"),
        ("selesai pak", "selesai "),
        ("Selesai: sudah ditelepon", "selesai sudah ditelepon"),
        ("sudah konfirmasi", "sudah konfirmasi"),
        ("Sudah.", "sudah "),
        ("nihil pak", "nihil"),
        ("NIHIL, terima kasih", "nihil"),
        ("Terima", "terima"),
        ("bantuan ya", "bantuan"),
        ("Setuju pak", "setuju"),
        ("ACC, terima kasih", "setuju"),
        ("SETUJU\n\nDikirim dari iPhone saya", "setuju"),
        ("disposisi ke yankes", "disposisi yankes|"),
        ("Disposisi kepada Kabid Yankes", "disposisi Kabid Yankes|"),
        ("Disposisi Kabid Yankes\nmohon segera", "disposisi Kabid Yankes|mohon segera"),
        ("disposisikan ke P2P", "disposisi P2P|"),
        ("Diteruskan kepada Puskesmas Bawang", "terus Puskesmas Bawang|"),
        ("DISPOSISI: yankes", "disposisi yankes|"),
        ("perbaiki: kalimat kedua", "perbaiki kalimat kedua"),
    ]);
}

#[test]
fn what_is_nearly_a_word_is_asked_back() {
    let asked = [
        "jawb obat ada",
        "jawab obat sudah tersedia kembali sejak hari senin di puskesmas",
        "jwb aja apa adanya pak",
        "Assalamualaikum, JAWAB obat ada ya",
        "GRADE merah\nJAWAB: obat ada",
        "JAWAB: obat ada\nGRADE merah",
        "JAWAB: obat ada\n\nTERUSKAN: kesmas",
        "RENCANA: cek gudang\nJAWAB: obat ada",
        "gradenya kuning aja",
        "naikkan jadi merah ya",
        "Turunkan ke hijau",
        "setuju tapi diubah dulu",
        "Saya setuju",
        "tunda dulu",
        "TUNDA secepatnya",
        "estimasi secepatnya",
        "Teruskan",
        "jawab:",
        "Minta perpanjangan 3 hari karena obat belum datang",
        "mohon tambahan waktu dua hari lagi untuk mengecek",
        "selesaikan segera",
        "Sudah ditindaklanjuti",
        "sudah selesai",
        "nihl",
    ];
    all(&asked.map(|text| (text, "tanya")));
}

#[test]
fn talk_among_officers_never_reaches_a_citizen() {
    let asked = [
        "mohon petunjuk pimpinan",
        "Mohon petunjuk dan arahan lebih lanjut",
        "Pak Budi tolong dijawab",
        "mbak tlg jawab ini ya",
        "Baik bu, sdh sy sampaikan ke ybs",
        "ok sdh sy teruskan ke tim gizi",
        "Ini ranah kesmas, kami hanya pelaksana",
        "pelapor sudah kami telepon tapi orangnya marah-marah",
        "Menurut saya laporan ini hoax",
        "kita jawab apa ya bu",
        "Apakah sudah ada jawaban dari gudang farmasi?",
        "gmn ini pak masa puskesmas kami terus yang dilaporkan",
        "@Siti cek dulu stok di gudang sore ini",
        "Sudah saya telp pelapornya dan dia sudah mengerti",
        "nanti saya tanyakan dulu ke petugas yang jaga",
        "Besok sy koordinasi dgn tim",
        "FYI bu, mohon diatensi",
        "sdh sy laporkan ke Bu Kabid",
        "Ini bukan kewenangan IGD, mohon ke sarpras",
        "Ini salah alamat bu, harusnya ke Puskesmas Blado II",
        "Maaf bu, harusnya ini ke bidang SDK",
        "Laporan ini bukan ranah farmasi",
        "Kami akan koordinasi dengan dokter agar resep lebih cepat, nanti dikabari lagi",
        "Akan kami tanyakan ke bagian gudang farmasi dan dokter poli, segera kami kabari lagi",
    ];
    all(&asked.map(|text| (text, "tanya")));
    let silent = [
        "siap",
        "ok pak",
        "Siap 86",
        "baik bu, terima kasih infonya",
        "noted",
        "🙏🙏",
        "Siap laksanakan, ndan",
        "Baik, segera kami tindak lanjuti",
        "Balasan otomatis: saya sedang cuti sampai 5 Desember",
        "I am out of the office until Monday",
        "ok\n\nDikirim dari ponsel cerdas Samsung Galaxy saya.",
    ];
    all(&silent.map(|text| (text, "diam")));
}

#[test]
fn prose_for_the_citizen_is_still_prose() {
    for text in [
        "Obat sudah tersedia kembali sejak Jumat, silakan datang ke Puskesmas.",
        "Terima kasih atas laporannya. Loket kini buka pukul 07.30.",
        "Yth. Bapak/Ibu Pelapor,\n\nAntrean kini memakai nomor.",
        "Sudah kami sampaikan kepada petugas loket agar lebih ramah. Mohon maaf atas ketidaknyamanannya.",
        "Mohon ditunggu, obat datang hari Senin dan dapat diambil di loket farmasi.",
        "Kursi rusak akan kami ganti paling lambat tanggal 10 Desember 2026, sementara kami sediakan kursi plastik.",
        "Kami akan koordinasi dengan PDAM; sementara itu air tersedia di tandon depan loket.",
        "Petugas kami sudah kami tegur. Bila masih terjadi, mohon kami dikabari lagi.",
        "Waalaikumsalam, antrian lama karena hari Senin pasien banyak. Disarankan datang hari lain.",
        "Untuk vaksin meningitis silakan ke Puskesmas Batang I pada hari Rabu.",
        "Rencana perbaikan atap ruang tunggu dimulai bulan Desember dan selesai akhir tahun ini.",
    ] {
        assert_eq!(meaning(text), format!("prosa {text}"));
    }
}
