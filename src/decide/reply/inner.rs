//! What stands in an answer and is not for the citizen: a note to a colleague, a second command, a template left as it
//! was, a reference to what he cannot read. In: the text of an answer. Out: where it stands, or the text without it. It
//! drops nothing: whoever wrote is asked.

use std::sync::LazyLock;

use regex::Regex;

use super::spelling::command_line;
use super::{doubt_about, non_answer};
use crate::decide::pattern::pattern;

/// Where a note to somebody inside begins: `NB utk Humas: …`, `Catatan internal: …`.
pub(super) fn note_at(text: &str) -> Option<usize> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)(?:^|[\n.;!?(])[\s\[(*_-]*
              (?P<note>
                (?:n\.?b|p\.?s|catatan|cttn?|note|ket(?:erangan)?|info|pesan|tambahan|untuk|utk|buat|kepada|kpd|dear)\b[\s:.,-]*
                (?:(?:penting|tambahan)\W+)?(?:(?:untuk|utk|u/|buat|bwt|bagi|kepada|kpd|ke|dari)\s+)?
                (?:rekan|teman|tim|admin(?:istrator)?|operator|penghubung|humas|dinas|dinkes|pimpinan|atasan|sekretariat|meja\s+pengaduan
                  |kadis\w*|kabid\w*|kasi|kasubb?ag|sekdin|kapus\w*|direktur|direksi|(?:bapak|ibu|pak|bu|bpk)\s+(?:kadis|kabid|kasi|kapus|kepala|direktur|sekretaris)\w*
                  |(?:mas|mbak|mba|pak|bu)\s+(?:humas|admin)\w*|internal|intern)\b
              | (?:catatan|nb|ket|keterangan|info)\s+(?:internal|intern|dalam)\b
              )",
        )
    });
    // `Untuk Dinas Sosial, silakan …` begins a sentence.
    static SENTENCE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(?:untuk|utk|buat|kepada|kpd|tambahan|info|pesan|dari)\b"));
    static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^\n:]{0,40}:"));
    let mut notes = NOTE.captures_iter(text).filter_map(|found| found.name("note"));
    let is_note = |note: &regex::Match<'_>| {
        !SENTENCE.is_match(note.as_str()) || text.get(note.start()..).is_some_and(|rest| HEADING.is_match(rest))
    };
    notes.find(is_note).map(|note| note.start())
}

/// What is said to those who send it, not to whom it is sent: `mohon koreksi sebelum dikirim ya mbak Humas`,
/// `jangan bilang`.
pub(super) fn speaks_to_the_sender(text: &str) -> bool {
    static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:di)?(?:koreksi|review|periksa|cek|edit|perbaiki|rapikan|sempurnakan)\w*\s+(?:dulu\s+|dahulu\s+|lagi\s+)*(?:sebelum|sblm)\s+(?:di)?(?:kirim|sampaikan|teruskan|upload|muat|terbitkan)
            | \b(?:mohon|tolong|minta|mhn|tlg|silakan|silahkan)\s+(?:di)?(?:koreksi|review|edit|revisi|rapikan|sempurnakan|sunting)\w*\b
            | \b(?:sebelum|sblm)\s+(?:di)?(?:kirim|sampaikan|teruskan)\w*\s+(?:ke|kepada|kpd)\s+(?:pelapor|warga|pasien|masyarakat|pengadu)
            | \b(?:jangan|jgn|jng)\s+(?:di)?(?:bilang|kasih\s*tah?u|kasi\s*tau|beri\s*tahu|ceritakan|sampai\s+(?:ketahuan|bocor|(?:pasien|pelapor|warga|masyarakat|wartawan|mereka|orangnya|dia|beliau)\s+(?:tahu|tau)))
            | \b(?:jangan|jgn)\s+(?:di)?(?:kirim|teruskan|sampaikan)\s+(?:ke|kepada|kpd)\s+(?:pelapor|warga|pasien)
            | \b(?:mas|mbak|mba|kak|pak|bu|bpk)\s+(?:humas|admin|operator|sekretariat)\b
            | \b(?:ya|yah|dong|nggih)\s+(?:min|admin|humas|ndan)\b
            | \b(?:antara\s+kita|cukup\s+kita\s+(?:saja|yang\s+tahu)|hanya\s+untuk\s+(?:internal|kita)|khusus\s+internal)\b
            | \b(?:kata|bahasa|kalimat)nya\s+(?:tolong|mohon|silakan)\b",
        )
    });
    SPEAKS.is_match(text) || keeps_it_from_the_public(text)
}

/// `jangan dipublikasikan`: not what a citizen is asked, not to spread a picture of somebody.
fn keeps_it_from_the_public(text: &str) -> bool {
    static SPREADS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:jangan|jgn|jng)\s+(?:di)?(?:publikasi\w*|tayangkan|sebarkan|sebar\s*luaskan)\b(?P<what>(?:\W+\w+){0,2})",
        )
    });
    static PICTURE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:foto|gambar|video|rekaman|berita|kabar|hoa[kx]s?|isu|identitas|data|nama)\b")
    });
    SPREADS.captures_iter(text).any(|found| !PICTURE.is_match(&found["what"]))
}

/// Where a second command begins within a line: `Lampu sudah diganti. TERUSKAN ke keuangan ya`.
pub(super) fn command_at(text: &str) -> Option<usize> {
    static CAPITALS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|[.!?;)\]\n]\s*|\s[-–—]+\s+)(?P<word>(?:TERUSKAN|DITERUSKAN\s+KE|ALIHKAN|DISPOSISI|TUNDA|RENCANA|RTL|MINTA\s+DATA|SETUJU|TOLAK|BUKAN\s+(?:KE)?WENANG(?:AN)?|SUDAH\s+KONFIRMASI|GRADE|KATEGORI|ESTIMASI|PERBAIKI|JAWAB)\b|SELESAI\s*(?:[.:!]|\n|$))",
        )
    });
    static SMALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:^|[.!?;)\n]\s*)(?P<word>(?:teruskan|alihkan)\s+(?:ke|kepada|kpd)\b|disposisi(?:kan)?(?:\s*:|\s+(?:ke|kepada)\b)|minta\s+data\s*:|grade\s*:?\s*(?:merah|kuning|hijau)\b|tunda\s+(?:s\.?\s?/?d|sampai|hingga)\b)",
        )
    });
    let shouts = !text.chars().any(char::is_lowercase);
    let capitals = CAPITALS.captures(text).filter(|_| !shouts).and_then(|found| found.name("word"));
    let small = SMALL.captures(text).and_then(|found| found.name("word"));
    [capitals, small].into_iter().flatten().map(|found| found.start()).min()
}

/// The text with each inner command on a line of its own, and `JAWAB:` before what stands above the first.
#[must_use]
pub fn one_a_line(text: &str) -> String {
    let (mut lines, mut rest) = (Vec::new(), text.trim());
    let Some(first) = command_at(rest) else { return rest.to_owned() };
    if first > 0 && rest.lines().next().is_some_and(|line| command_line(line).is_none()) {
        lines.push("JAWAB:".to_owned());
    }
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(command_at).map(|at| at + from) {
        lines.extend(rest.get(..at).map(str::trim).filter(|head| !head.is_empty()).map(str::to_owned));
        rest = rest.get(at..).unwrap_or_default();
        from = rest.chars().next().map_or(0, char::len_utf8);
    }
    lines.push(rest.trim().to_owned());
    lines.join("\n")
}

/// True for a template that nobody filled in, or a trial: `<isi jawaban>`, `tes`.
pub(super) fn is_template(text: &str) -> bool {
    static LEFT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)[<\[{]\s*(?:isi(?:kan)?|tulis(?:kan)?|ketik(?:kan)?|masukkan|teks|jawaban|tanggapan|keterangan)\b[^>\]}\n]{0,40}[>\]}]
              | ^\W*(?:isi|teks|tulis)\s+(?:jawaban|tanggapan)(?:nya)?(?:\s+(?:di\s+sini|disini|anda))?\W*$
              | ^\W*(?:tes+t?|test(?:ing)?|coba|percobaan|xx+|jawaban|tanggapan|isi)\W*$",
        )
    });
    LEFT.is_match(text.trim())
}

/// True where nothing is said but that it was said elsewhere: `idem dengan yang tadi`, `sama seperti jawaban kemarin`.
pub(super) fn is_said_elsewhere(text: &str) -> bool {
    static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:jawaban(?:nya)?|tanggapan(?:nya)?|isinya)\W+)?
              (?:(?:idem|ditt?o|sda)\b | (?:masih\s+)?(?:sama|seperti|sesuai|lihat|mengacu|merujuk|ikut|samakan|pakai|salin|copy)\b.*
                \b(?:tadi|di\s*atas|sebelumnya|kemarin|kmrn|terdahulu|yang\s+lalu|yg\s+lalu|wa|whatsapp|telepon|telp|surat\s+kami|surel|e-?mail)\b)",
        )
    });
    let body = non_answer::without_closing(text);
    ELSEWHERE.is_match(&body) && own_words(&body) <= MOST_WORDS
}

/// True where nothing is said but that it hangs on the mail: `Terlampir jawaban kami. Terima kasih.`
pub(super) fn is_only_a_cover(text: &str) -> bool {
    static COVER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:terlampir|dilampirkan|(?:kami|saya)\s+lampirkan|(?:di|dalam|pada|lihat|sesuai|sebagaimana)\s+(?:file|berkas|lampiran)|berikut\s+(?:kami\s+)?(?:kirim|sampai|lampir)kan\s+(?:jawaban|tanggapan|surat|file|berkas)|attached)\b",
        )
    });
    let body = non_answer::without_closing(text);
    COVER.is_match(&body) && own_words(&body) <= MOST_WORDS
}

/// More words than these say something of their own.
const MOST_WORDS: usize = 7;

/// Words beside thanks.
fn own_words(text: &str) -> usize {
    text.to_lowercase().replace("terima kasih", "").split_whitespace().filter(|word| word.len() > 1).count()
}

/// What is for the citizen, where the rest can be told from it; `None` where nothing else is left, or all is.
#[must_use]
pub fn for_the_citizen(text: &str) -> Option<String> {
    let head = text.get(..note_at(text).unwrap_or(text.len())).unwrap_or(text);
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || "[(*_-".contains(c));
    let inner = |line: &&str| !line.trim().is_empty() && doubt_about(line, &[]).is_some();
    let kept: Vec<&str> = head.lines().filter(|line| !inner(line)).collect();
    let kept = kept.join("\n").trim().to_owned();
    let says = non_answer::content_words(&non_answer::without_closing(&kept)) >= 2;
    (says && kept != text.trim() && doubt_about(&kept, &[]).is_none()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::super::{Doubt, ReplyRead, commands_in, read_reply};
    use super::*;

    const FOR_US: [&str; 15] = [
        "Lampu sudah diganti.\n\nNB utk Humas: sebenarnya baru diganti besok, tolong jangan bilang.",
        "Yth. Bapak/Ibu, lampu telah diganti. Terima kasih.\n(mohon koreksi sebelum dikirim ya mbak Humas)",
        "Loket kami tambah.\n\nCatatan untuk Dinas: petugas loket sebenarnya sedang cuti tanpa izin.",
        "Loket kami tambah. Catatan internal: anggaran belum ada",
        "Loket kami tambah.\nN.B. kpd tim: foto menyusul",
        "Loket kami tambah.\nKet. untuk Kapus: petugasnya sudah ditegur",
        "Obat datang Senin. Jgn sampai pasien tahu stoknya salah hitung.",
        "Obat datang hari Senin, jangan bilang ke pelapor kalau vendornya telat",
        "Obat datang hari Senin.\nTolong dikoreksi bahasanya",
        "Obat datang hari Senin ya min",
        "Obat datang hari Senin.\nInfo untuk admin: stok di gudang salah catat",
        "Obat datang hari Senin. (Utk Humas: mohon diperhalus)",
        "PS untuk Kadis: kami kekurangan staf.\nLoket dibuka dua.",
        "Sebelum dikirim ke pelapor mohon dibaca dulu. Loket dibuka dua.",
        "Loket dibuka dua, cukup kita yang tahu alasannya.",
    ];

    #[test]
    fn a_note_to_somebody_inside_is_no_answer_and_the_rest_can_be_sent() {
        for text in FOR_US {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::InternalTalk), "{text}");
        }
        let own = ["Lampu sudah diganti.", "Yth. Bapak/Ibu, lampu telah diganti. Terima kasih.", "Loket kami tambah."];
        for (text, own) in FOR_US.iter().zip(own) {
            assert_eq!(for_the_citizen(text).as_deref(), Some(own), "{text}");
        }
    }

    #[test]
    fn a_second_command_within_an_answer_is_found_and_offered_by_itself() {
        let text = "Lampu sdh diganti pak/bu. TERUSKAN ke keuangan utk bayar vendor ya";
        assert_eq!(doubt_about(text, &[]), Some(Doubt::CommandInside));
        let parts = ["JAWAB:\nLampu sdh diganti pak/bu.", "TERUSKAN ke keuangan utk bayar vendor ya"];
        assert_eq!(commands_in(&one_a_line(text)), parts);
        for text in [
            "Obat dikirim Senin. teruskan ke farmasi juga",
            "Obat dikirim Senin; GRADE kuning",
            "Sudah kami tegur. DISPOSISI: SDK",
            "Obat dikirim hari Senin. Minta data: nama pasien siapa",
        ] {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::CommandInside), "{text}");
        }
        for text in
            ["JAWAB: Loket ditambah.\nSELESAI", "JAWAB: Loket ada.\n\nSELESAI\n\nBudi", "JAWAB: Ada.\nSUDAH KONFIRMASI"]
        {
            assert!(matches!(read_reply(text, &[]), ReplyRead::Unclear { doubt: Doubt::MoreBelow, .. }), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_that_the_citizen_can_read_is_no_answer() {
        for text in ["<isi jawaban>", "[tulis jawaban di sini]", "tes", "isi jawaban"] {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::Template), "{text}");
        }
        for text in
            ["idem dengan yang tadi", "sama seperti jawaban kemarin", "sda", "Lihat jawaban sebelumnya. Terima kasih."]
        {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::SaidElsewhere), "{text}");
        }
        for text in
            ["Terlampir jawaban kami. Terima kasih.", "Berikut kami lampirkan surat jawaban", "jawaban ada di file"]
        {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::OnlyAttachment), "{text}");
        }
    }

    #[test]
    fn who_has_confirmed_says_so_with_where_and_when() {
        for text in [
            "SUDAH KONFIRMASI, lewat telp jam 8",
            "SUDAH DIKONFIRMASI via WA",
            "sudah konfirmasi ke pelapor tadi pagi",
            "Sudah dihubungi lewat telepon pukul 08.30 WIB",
        ] {
            assert!(
                matches!(read_reply(text, &[]), ReplyRead::Confirmed { .. }),
                "{text}: {:?}",
                read_reply(text, &[])
            );
        }
        let more = "SUDAH KONFIRMASI, katanya mau cabut laporan dan minta maaf";
        assert!(matches!(read_reply(more, &[]), ReplyRead::Unclear { .. }), "{:?}", read_reply(more, &[]));
    }

    #[test]
    fn an_ordinary_answer_is_left_alone() {
        for text in [
            "Catatan: mohon membawa kartu BPJS dan KTP saat berobat.",
            "NB: Loket tutup pada hari libur nasional.",
            "Untuk Dinas Sosial, silakan datang ke Jl. Merdeka 1.",
            "Untuk admin rumah sakit kami sudah menambah dua orang, sehingga antrean lebih pendek.",
            "Obat dikirim Senin. Rencana: loket dibuka dua mulai Desember.",
            "Perbaikan lampu sudah selesai. Terima kasih.",
            "Silakan teruskan ke rumah sakit bila keluhan berlanjut.",
            "Teruskan minum obat sesuai anjuran dokter.",
            "Terlampir jadwal dokter spesialis bulan Desember; poli anak buka Senin sampai Jumat pukul 08.00-12.00.",
            "Sama seperti di puskesmas lain, pendaftaran dibuka pukul 07.30 dan ditutup pukul 11.00 setiap hari kerja.",
            "Sudah diperbaiki pada hari Senin, terima kasih.",
            "LAMPU SUDAH DIGANTI. TERIMA KASIH ATAS LAPORANNYA.",
            "Obat sudah tersedia. TERIMA KASIH.",
            "Jangan sampai terlambat membawa anak ke IGD bila demam tinggi.",
            "Kami mohon maaf. Petugas sudah kami tegur dan jadwal jaga diperbaiki sebelum hari Senin.",
        ] {
            assert_eq!(doubt_about(text, &[]), None, "{text}");
        }
    }
}
