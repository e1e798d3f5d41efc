//! Replies as mail programs send them (`tests/mail/replies/`), and what officers write.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::Within;

/// Each fixture: name, text, what must be kept.
fn fixtures() -> Vec<(String, String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/replies");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let whole = std::fs::read_to_string(&path).unwrap();
            let (text, kept) = whole.split_once("\n=== kept ===\n").unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), text.to_owned(), kept.trim_end().to_owned())
        })
        .collect();
    all.sort();
    all
}

fn read(text: &str) -> ReplyRead {
    read_reply(text, &["(0285) 5550100"])
}

fn approved() -> ReplyRead {
    ReplyRead::Approve { note: String::new() }
}

/// The characters of both parts that are not blank, sorted: nothing lost, nothing added.
fn ink(text: &str) -> Vec<char> {
    let mut ink: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    ink.sort_unstable();
    ink
}

#[test]
fn every_mail_programs_reply_is_parted_from_its_quotation() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 30);
    let wrong: Vec<String> = fixtures
        .iter()
        .map(|(name, text, kept)| (name, kept, strip(text).kept.replace("\r\n", "\n").trim().to_owned()))
        .filter(|(_, expected, kept)| *expected != kept)
        .map(|(name, expected, kept)| format!("{name}\n--- expected\n{expected}\n--- kept\n{kept}\n"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_of_any_reply_is_lost_and_a_second_reading_changes_nothing() {
    for (name, text, _) in fixtures() {
        let stripped = strip(&text);
        assert_eq!(ink(&format!("{}{}", stripped.kept, stripped.removed)), ink(&text), "{name}");
        assert_eq!(strip(&stripped.kept).kept, stripped.kept, "{name}");
    }
}

#[test]
fn a_mail_passed_on_by_outlook_is_known_by_its_subject() {
    let text = "Mohon bantuan.\n\nFrom: Warga <w@contoh.example>\nSent: Monday\nTo: x@contoh.example\nSubject: Obat\n\nKosong.";
    assert_eq!(strip_under("FW: Obat", text).kept, text);
    assert_eq!(strip_under("RE: Obat", text).kept, "Mohon bantuan.");
}

#[test]
fn each_command_is_read_as_officers_write_it() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let s = str::to_owned;
    for (text, expected) in [
        ("JAWAB: Obat ada.\nMulai Jumat.", ReplyRead::Answer { text: s("Obat ada.\nMulai Jumat.") }),
        ("jawab :\n\nObat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("> JAWAB: Obat ada.\n> Jumat.", ReplyRead::Answer { text: s("Obat ada.\nJumat.") }),
        ("*JAWAB:* Obat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("JAWAP: Obat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("Jawaban: Obat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("JAWAB Obat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("Yth. Admin,\nSelamat pagi,\n\nJAWAB: Obat ada.", ReplyRead::Answer { text: s("Obat ada.") }),
        ("RENCANA: cek gudang", ReplyRead::Plan { text: s("cek gudang") }),
        (
            "TERUSKN: Bidang P2P karena soal fogging",
            ReplyRead::Forward { to: s("Bidang P2P"), reason: s("soal fogging") },
        ),
        ("Teruskan ke Bidang P2P", ReplyRead::Forward { to: s("Bidang P2P"), reason: s("") }),
        ("MINTA DATA: tanggal berapa?", ReplyRead::AskData { question: s("tanggal berapa?") }),
        ("grade merah", ReplyRead::SetGrade { grade: Grade::Merah }),
        ("GRADE: Kuning\nkarena masuk berita", ReplyRead::SetGrade { grade: Grade::Kuning }),
        ("KATEGORI tidak berkadar pengawasan", ReplyRead::SetCategory { category: Category::Supervision(false) }),
        ("Kategori: aspirasi", ReplyRead::SetCategory { category: Category::Class(Class::Aspirasi) }),
        (
            "TUNDA s.d. 30-11-2026: obat dikirim",
            ReplyRead::Postpone { until: Until::Day(day), reason: s("obat dikirim") },
        ),
        ("SELESAI: sudah ditelepon", ReplyRead::Done { text: s("sudah ditelepon") }),
        ("SUDAH KONFIRMASI", ReplyRead::Confirmed { what: s("KONFIRMASI") }),
        ("sudah", ReplyRead::Confirmed { what: s("") }),
        ("Nihil.", ReplyRead::Nothing),
        ("TERIMA\n\nBudi Contoh\nPetugas Piket", ReplyRead::Take),
        ("bantuan", ReplyRead::Help),
        ("ESTIMASI: 3 hari", ReplyRead::Estimate { until: Until::Length(Within::CalendarDays(3)), words: s("3 hari") }),
        (
            "DISPOSISI: btg.bid.p2p mohon segera",
            ReplyRead::Disposisi { to: s("btg.bid.p2p mohon segera"), note: s("") },
        ),
        ("SETUJU", approved()),
        ("Setuju.\n\nTerima kasih\ndr. Contoh\nKepala Dinas Kesehatan", approved()),
        ("acc", approved()),
        ("PERBAIKI: kalimat kedua", ReplyRead::Amend { note: s("kalimat kedua") }),
        ("TOLAK: bukan wewenang", ReplyRead::Refuse { note: s("bukan wewenang") }),
        ("jangan dikirim", ReplyRead::Refuse { note: s("") }),
        ("", ReplyRead::Empty),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_reply_of_siap_never_reaches_the_citizen() {
    for text in [
        "siap",
        "Siap Bu",
        "ok",
        "Noted, terima kasih infonya",
        "86",
        "👍",
        "Mohon waktu",
        "Siap, laksanakan\n\nBudi Contoh",
    ] {
        assert!(matches!(read(text), ReplyRead::Acknowledged { .. }), "{text}: {:?}", read(text));
    }
    // Who writes the word believes that it leaves: he hears that it does not.
    for text in ["JAWAB: siap", "JAWAB: Terima kasih atas informasinya, segera kami tindak lanjuti."] {
        assert!(matches!(read(text), ReplyRead::Unclear { doubt: Doubt::OnlyPromise, .. }), "{text}: {:?}", read(text));
    }
    for text in
        ["Siap pak nanti saya cek ke gudang", "Siap.\nObat sudah tersedia di gudang.", "segera kami cek ke lapangan"]
    {
        assert!(matches!(read(text), ReplyRead::Unclear { .. }), "{text}: {:?}", read(text));
    }
}

#[test]
fn an_absence_never_reaches_the_citizen() {
    for text in [
        "Balasan otomatis: saya sedang cuti.",
        "I am out of the office until Monday.",
        "Saya sedang dinas luar (DL) sampai Jumat.",
    ] {
        assert!(matches!(read(text), ReplyRead::Away { .. }), "{text}: {:?}", read(text));
    }
}

#[test]
fn approval_is_never_guessed() {
    for text in [
        "ok silakan tapi kalimat kedua diubah",
        "SETUJU\nTapi perbaiki kalimat kedua.",
        "Setuju dengan catatan",
        "Saya setuju",
        "SETUJU: asal diubah",
        "Ok",
        "Setujuh",
    ] {
        assert_ne!(read(text), approved(), "{text}");
    }
    assert!(matches!(read("SETUJU\nhapus nama petugas"), ReplyRead::Unclear { doubt: Doubt::ApprovalWithMore, .. }));
}

#[test]
fn prose_for_the_citizen_is_told_from_talk_among_officers() {
    for text in [
        "Obat sudah tersedia kembali sejak Jumat, silakan datang ke Puskesmas.",
        "Terima kasih atas laporannya. Loket kini buka pukul 07.30, hubungi (0285) 5550100.",
        "Yth. Bapak/Ibu Pelapor,\n\nAntrean kini memakai nomor.\n\nHormat kami,\nKepala Puskesmas Contoh I",
        "Jawaban kami sebagai berikut, obat tersedia.",
    ] {
        assert_eq!(read(text), ReplyRead::Prose { text: text.to_owned() }, "{text}");
    }
    for (text, doubt) in [
        ("Tolong dicek dulu ke gudang farmasi", Doubt::InternalTalk),
        ("Pelapor bisa dihubungi di 0812 5550 1234 hari ini", Doubt::PersonalData),
        ("Silakan\n---------- Forwarded message ---------\nDari: x", Doubt::Forwarded),
        ("besok", Doubt::TooShort),
        ("SETUJU, kirim", Doubt::UnknownCommand),
        ("DITERUSKAN: ke gudang", Doubt::UnknownCommand),
        ("NIHIL HARI INI", Doubt::UnknownCommand),
        ("jawab obat ada", Doubt::NearlyAnswer),
        ("Bukan kewenangan kami, silakan ke Bidang P2P", Doubt::InternalTalk),
        ("TUNDA: minggu depan", Doubt::Incomplete),
        ("JAWAB:", Doubt::Incomplete),
        ("GRADE merah\nJAWAB: obat ada", Doubt::MoreBelow),
    ] {
        assert!(matches!(read(text), ReplyRead::Unclear { doubt: d, .. } if d == doubt), "{text}: {:?}", read(text));
    }
}

#[test]
fn our_own_letter_coming_back_alone_is_no_answer() {
    let quoted = "Pada Sen, 23 Nov 2026 pukul 09.42 P <p@contoh.example> menulis:\n> ##- Tulis jawaban di atas baris ini -##\n> Yth. Kepala,\n> JAWAB: ...\n";
    assert_eq!(read(&strip(quoted).kept), ReplyRead::Empty);
    let flat = "##- Tulis jawaban di atas baris ini -##\nYth. Kepala Puskesmas,\nObat ada\nMohon tindak lanjut.";
    assert!(!matches!(read(&strip(flat).kept), ReplyRead::Answer { .. } | ReplyRead::Prose { .. }));
}

/// Lines that mail programs and people write, to be mixed.
fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ,.:<>@#-]{0,40}",
        1 => Just("> kutipan".to_owned()),
        1 => Just("Pada Sen, 3 Nov 2025 pukul 10.15 X <x@y.example> menulis:".to_owned()),
        1 => Just(marker::MARKER.to_owned()),
        1 => Just(format!("> {}", marker::MARKER)),
        1 => Just("-- ".to_owned()),
        1 => Just("Dari: X <x@y.example>\nDikirim: Senin 10.15\nKepada: z\nPerihal: y".to_owned()),
        1 => Just("---------- Forwarded message ---------".to_owned()),
        1 => Just("Dikirim dari iPhone saya".to_owned()),
        1 => Just(String::new()),
        1 => Just("JAWAB: obat ada".to_owned()),
    ]
}

#[test]
fn words_that_only_look_like_quotation_stay() {
    for text in [
        "Pada tanggal 3 November 2026 pukul 10.15 saya menulis:\nobat kosong.",
        "Kepada: Kepala Dinas\nDari: warga\nPerihal: obat kosong\n\nObat kosong sejak Senin.",
        "Antrean lama.\n> 3 jam menunggu.",
        "Dikirim dari Puskesmas ke RSUD tanpa surat.\nMohon ditindak.",
        "Keluhan saya ada dua\n--\nPertama, antrean pendaftaran di loket sangat lama setiap hari Senin pagi.\nKedua, obat kosong.",
        "Dari: loket\nTanggal kejadian: kemarin\nSaya marah.",
    ] {
        assert_eq!(strip(text), Stripped { kept: text.to_owned(), removed: String::new() }, "{text}");
    }
}

#[test]
fn the_wrapped_rest_of_a_quoted_line_does_not_reach_the_citizen() {
    let text = "Pada Sen, 23 Nov 2026 pukul 09.42 P <p@contoh.example> menulis:\n> Mohon tindak lanjut atas laporan berikut yang kami terima dari warga di\nwilayah kerja\n> Bapak/Ibu.\n\nJAWAB: Obat ada.";
    assert_eq!(strip(text).kept, "JAWAB: Obat ada.");
}

#[test]
fn a_line_that_says_when_a_quoted_letter_was_written_goes_with_it() {
    for line in [
        "Dinas Kesehatan menulis pada 2026-11-28 08:40:",
        "Dinas Kesehatan wrote on 28/11/2026 8:40 AM:",
        "Dinas Kesehatan menulis pada 28 November 2026 08:40:12 WIB:",
        "Dinas Kesehatan menulis (28/11/2026 08:40):",
    ] {
        let text = format!("JAWAB: Obat ada.\n\n{line}\n> Mohon tindak lanjut.\n");
        assert_eq!(strip(&text).kept, "JAWAB: Obat ada.", "{line}");
    }
}

#[test]
fn who_tells_of_a_colleague_on_leave_answers_and_who_calls_for_help_talks_to_us() {
    let leave =
        "Mohon maaf, petugas kebersihan kami sedang cuti. Mulai Senin toilet dibersihkan oleh petugas pengganti.";
    assert!(matches!(read_reply(leave, &[]), ReplyRead::Prose { .. }), "{:?}", read_reply(leave, &[]));
    for call in [
        "Ibu pelapor pingsan di ruang tunggu kami, mohon PSC segera datang!",
        "Pasien kejang terus di UGD. Mohon dikirim PSC 119.",
    ] {
        assert!(matches!(read_reply(call, &[]), ReplyRead::Unclear { .. }), "{:?}", read_reply(call, &[]));
    }
}

#[test]
fn an_answer_below_the_signature_and_the_quotation_is_kept() {
    let text =
        "-- \nBudi\n\nOn Mon, Nov 23, 2026 at 9:42 P <p@contoh.example> wrote:\n> satu\n> dua\n\nJAWAB: Obat ada.";
    assert!(strip(text).kept.contains("JAWAB: Obat ada."));
}

proptest! {
    #[test]
    fn no_ink_is_lost_from_any_text(lines in prop::collection::vec(any_line(), 0..14), end in "\r?\n") {
        let text = lines.join(&end);
        let stripped = strip(&text);
        prop_assert_eq!(ink(&format!("{}{}", stripped.kept, stripped.removed)), ink(&text));
        prop_assert!(text.trim().is_empty() || !stripped.kept.trim().is_empty());
    }

    #[test]
    fn any_characters_at_all_are_read_without_fault(text in "\\PC{0,200}") {
        let stripped = strip(&text);
        prop_assert_eq!(ink(&format!("{}{}", stripped.kept, stripped.removed)), ink(&text));
        let _ = (read_reply(&text, &[]), read_satisfaction(&text));
    }
}

#[test]
fn a_word_to_ones_superior_and_a_promise_to_look_first_are_no_answers_and_an_apology_is_one() {
    for text in [
        "Pak Sek, petugas loket kami kemarin pingsan di tempat kerja dan sekarang dirawat, jadi belum sempat dijawab. \
         Mohon waktu.",
        "Laporan ini sudah kami bahas di lokmin, petugasnya sudah ditegur, cukup dijawab dari dinas saja",
        "Terima kasih infonya, kami cek ke lapangan dulu",
        "Kami koordinasikan dulu dengan Bidang SDK, nanti kami infokan kembali",
    ] {
        assert!(matches!(read(text), ReplyRead::Unclear { .. }), "{text}: {:?}", read(text));
    }
    let apology = "JAWAB: Loket sudah kami buka kembali sejak tadi pagi. Mohon maaf Pak Joko.";
    assert!(matches!(read(apology), ReplyRead::Answer { .. }), "{:?}", read(apology));
}
