//! What officers write that is no answer: `siap`, a thumb, an out-of-office. None of it may reach a citizen.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// Words and phrases that only say "received" or "I will".
static PHRASES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:
            siap(?:\s*,?\s*(?:laksanakan|86|dilaksanakan|grak))? | laksanakan | dilaksanakan | baik(?:lah)? | ok(?:e|ey|ay|eh|k)? | sip+ | noted | monitor | termonitor
          | 86 | 8\.6 | delapan\s+enam | copy | roger | dimengerti | mengerti | paham | dipahami | hadir | menyimak | mantap | iya | ya | y | nggih | inggih | injih | sendika
          | (?:terima\s*kasih|trims?|makasih|mksh|tks|thanks?|thank\s+you|tq|trm\s*ksh|matur\s+(?:suwun|nuwun)|suksma)(?:\s+(?:banyak|atas|untuk|infonya|informasinya|info|informasi|laporannya|kabarnya|perhatiannya|kerjasamanya|kerja\s+samanya|sebelumnya))*
          | (?:sudah\s+)?(?:di)?terima(?:\s+(?:dengan\s+baik|laporannya|disposisinya))? | disposisi\s+(?:sudah\s+)?diterima
          | (?:akan|segera|sedang|akan\s+segera|segera\s+akan)?\s*(?:kami|saya|sy|kita)?\s*(?:akan|segera|sedang)?\s*(?:di)?\s*tindak\s*-?\s*lanjut(?:i|inya)?
          | (?:akan|segera|sedang)\s+(?:kami|saya|sy)?\s*(?:proses|diproses|cek|dicek|kerjakan|dikerjakan|follow\s*up|koordinasikan|dikoordinasikan|laksanakan)
          | (?:mohon|minta)\s+waktu(?:nya)? | (?:mohon\s+)?(?:di)?tunggu(?:\s+(?:kabarnya|ya|sebentar))? | sebentar | on\s+(?:it|progress|proses)
          | received | will\s+do | got\s+it
        )\b",
    )
});

/// Words that carry nothing beside such a phrase.
const FILLERS: [&str; 46] = [
    "pak", "bapak", "bpk", "bu", "ibu", "mas", "mbak", "mba", "kak", "min", "admin", "ndan", "komandan", "dan", "yg",
    "yang", "nya", "atas", "utk", "untuk", "info", "ini", "itu", "kami", "saya", "sy", "segera", "akan", "sudah",
    "sdh", "dulu", "lagi", "banget", "sekali", "sangat", "salam", "hormat", "hormati", "selamat", "pagi", "siang",
    "sore", "malam", "di", "ke", "tim",
];

/// The phrase, if the text is nothing but a receipt: `siap`, `ok pak`, a thumb. A name or a title below it is
/// overlooked.
pub(super) fn acknowledged(text: &str) -> Option<String> {
    let body = without_closing(text);
    let phrase = body.trim();
    if phrase.is_empty() {
        return None;
    }
    // `Sudah ditindaklanjuti` says that it was done: no receipt, and no answer yet.
    static DONE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:sudah|sdh|udah|telah)\b[^.\n]{0,20}\b(?:di)?\s*tindak\s*-?\s*lanjut"));
    if DONE.is_match(phrase) {
        return None;
    }
    let letters = phrase.chars().any(char::is_alphanumeric);
    let receipt = !letters || (PHRASES.is_match(phrase) && content_words(phrase) == 0);
    receipt.then(|| phrase.to_owned())
}

/// How many words there are beyond such phrases and fillers.
pub(super) fn content_words(text: &str) -> usize {
    let lower = text.to_lowercase();
    let rest = PHRASES.replace_all(&lower, " ");
    rest.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| word.chars().any(char::is_alphanumeric) && !FILLERS.contains(word))
        .count()
}

/// True if it begins as only officers speak to officers.
pub(super) fn begins_as_receipt(text: &str) -> bool {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^\W*(?:siap|86|8\.6|delapan enam|noted|monitor|laksanakan|copy|roger|sendika|mohon waktu)\b")
    });
    BEGINS.is_match(text)
}

/// The line that says that nobody is there. `Petugas kami sedang cuti` tells of a colleague, and may be an answer.
pub(super) fn away(text: &str) -> Option<String> {
    static MACHINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:balasan|jawaban|pesan|respon|email|surel)\s+otomatis\b | \bdijawab\s+(?:secara\s+)?otomatis\b | \bauto(?:matic|mated)?[\s-]*(?:reply|response)\b | \bout\s+of\s+(?:the\s+)?office\b",
        )
    });
    static PERSON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)(?:\b(?:saya|sy|i\s+am|i'm)\b.{0,40}|(?:^|[.,;:!]\s*|\b(?:maaf|bahwa|ini|karena)\s+)kami\s+)(?:sedang|masih|lagi|tidak|tdk|currently|on|away)\b.{0,30}\b(?:cuti|dinas\s+luar|\(?DL\)?|berada\s+di\s+kantor|di\s+tempat|di\s+kantor|diklat|annual\s+leave|leave|vacation)\b
              | \bsaya\s+(?:cuti|dinas\s+luar)\b",
        )
    });
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:sedang\s+)?(?:cuti|dinas\s+luar|DL|tidak\s+berada\s+di\s+kantor|tidak\s+di\s+kantor)\b")
    });
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    if let Some(line) = lines().take(3).find(|line| MACHINE.is_match(line)) {
        return Some(line.to_owned());
    }
    if let Some(line) = lines().take(6).find(|line| PERSON.is_match(line)) {
        return Some(line.to_owned());
    }
    let bare = BARE.is_match(text) && text.split_whitespace().count() <= 6;
    bare.then(|| text.trim().to_owned())
}

/// The text without the closing formula, name and title below it.
#[must_use]
pub fn without_closing(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let closing = lines.iter().rev().take(8).take_while(|line| is_closing_line(line)).count();
    let body: Vec<&str> = lines.iter().take(lines.len().saturating_sub(closing)).copied().collect();
    if body.iter().all(|line| line.trim().is_empty()) { text.to_owned() } else { body.join("\n") }
}

/// An empty line, a closing formula, an address, or a name or title: few words, each with a capital.
pub(super) fn is_closing_line(line: &str) -> bool {
    static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:hormat\s+(?:kami|saya)|salam(?:\s+(?:hormat|sehat|sejahtera))?|wassalam\w*|wass?alamu\W?alaikum.*|terima\s*kasih|ttd|tertanda|hormat|(?:best\s+)?regards)\W*$
              | (?:jl|jln|jalan|telp?|telepon|hp|wa|e-?mail|surel|fax?|www|https?|nip)\b[\s.:/].*)",
        )
    });
    static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:sudah|telah|akan|tidak|belum|ada|obat|di|ke|dari|untuk|yang|kami|saya|mohon|tolong|tapi|namun|kirim|jangan|bisa|dapat|perbaiki|revisi|tunda|ubah|ganti)\b",
        )
    });
    let line = line.trim();
    if line.is_empty() || FORMULA.is_match(line) {
        return true;
    }
    if PHRASES.is_match(line) || SPEAKS.is_match(line) || asks_for_more(line) || line.ends_with(['!', '?', ':']) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    words.len() <= if begins_with_title(line) { 8 } else { 4 } && words.iter().all(|word| is_part_of_name(word))
}

/// `HAPUS NAMA DOKTER`: in capitals it looks like a name, and asks for something.
fn asks_for_more(line: &str) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:hapus\w* | hilangkan | buang | cabut | coret | samarkan | sensor | sembunyikan | rahasiakan | tambah\w* | kurangi | lengkapi
              | sertakan | sebut\w* | cantumkan | tulis\w* | lampirkan | sisipkan | masukkan | rubah | edit | koreksi | ralat | betulkan | benahi
              | cek | periksa | pastikan | konfirmasi\w* | tanya\w* | hubungi | telponi? | tunggu | tahan | koordinasi\w* | (?:di)?kawal | pantau | segera | tindak | agar | monitor | laporkan | atensi | batal\w* | stop | ulangi? | singkat\w*
              | tanpa | kecuali | asal\w* | syarat\w* | dengan | jika | bila | kalau | apabila | setelah | sesudah | sebelum | nanti | besok | dulu
              | bukan | salah | keliru | nama | namanya | kalimat\w* | paragraf | alinea | kata | teks | isi | jawaban\w* | pelapor\w* | warga)\b",
        )
    });
    ASKS.is_match(line)
}

fn begins_with_title(line: &str) -> bool {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:a\.?n\.?|plt|plh|kepala|kabid|kasi|sekretaris|staf|petugas|koordinator|dinas|puskesmas|bidang|uptd?|rsud|seksi|direktur|kabupaten|provinsi|kota)\b",
        )
    });
    TITLE.is_match(line)
}

fn is_part_of_name(word: &str) -> bool {
    const SMALL: [&str; 10] = ["dr.", "drg.", "apt.", "ns.", "bdn.", "bin", "binti", "dan", "&", "-"];
    SMALL.contains(&word)
        || word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_known_whatever_politeness_surrounds_it() {
        for text in [
            "siap",
            "Siap, laksanakan!",
            "Siap Pak, terima kasih infonya",
            "86",
            "8.6 ndan",
            "ok",
            "Oke siap min",
            "Noted.",
            "monitor",
            "Baik, segera kami tindak lanjuti",
            "Akan segera ditindaklanjuti. Terima kasih.",
            "mohon waktu",
            "👍",
            "🙏🙏",
            "Terima kasih informasinya",
            "Baik Bu, disposisi sudah diterima.",
            "Siap\n\nBudi Contoh, SKM\nKepala Puskesmas Contoh I",
            "Matur nuwun",
        ] {
            assert!(acknowledged(text).is_some(), "{text}");
        }
    }

    #[test]
    fn an_answer_is_not_a_receipt() {
        for text in [
            "Obat sudah tersedia",
            "Baik, obat sudah dikirim ke puskesmas kemarin",
            "Terima kasih atas laporannya, loket kini buka pukul 7",
            "Siap.\nObat sudah tersedia di gudang.",
        ] {
            assert_eq!(acknowledged(text), None, "{text}");
        }
    }

    #[test]
    fn an_absence_is_told_from_an_answer_about_an_absence() {
        assert!(away("Balasan otomatis: saya sedang cuti sampai 5 Desember").is_some());
        assert!(away("Mohon maaf saya sedang dinas luar (DL) hingga Jumat, hubungi sekretariat.").is_some());
        assert!(away("Automatic reply: I am out of the office").is_some());
        assert!(away("sedang cuti").is_some());
        assert_eq!(away("Poli gigi tutup karena dokter gigi sedang cuti sampai 5 Desember 2026."), None);
    }
}
