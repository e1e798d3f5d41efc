//! What a leader says of what he is asked to approve, as leaders write it: `Saya setuju, kirim saja. Terima kasih`.
//!
//! In: a stripped reply to such a request. Out: consent, perhaps with a note for his people; a refusal; what is to be
//! mended; or what it is by itself, and then it is asked back. Each clause must be consent or courtesy, or plainly an
//! instruction that leaves the text alone: whatever may change the text or set a condition is no consent. Does not know
//! what is asked.

use std::sync::LazyLock;

use regex::Regex;

use super::command::read_reply;
use super::prose::unclear;
use super::several::is_other_command;
use super::spelling::{begins_with_consent, is_greeting};
use super::{Doubt, ReplyRead, inner, non_answer};
use crate::decide::pattern::pattern;

/// More words than these are no note beside a consent.
const NOTE_WORDS: usize = 60;

/// Reads the reply of somebody who is asked to approve a draft.
#[must_use]
pub fn read_decision(stripped: &str, office_phones: &[&str]) -> ReplyRead {
    let read = read_consent(stripped, office_phones);
    let body = non_answer::without_closing(stripped.trim());
    let decided = is_open(&read).then(|| refusal(&body).or_else(|| correction(&body))).flatten();
    decided.unwrap_or(read)
}

/// Reads the reply of somebody who is asked whether he agrees: nothing else than consent is read into his words.
#[must_use]
pub fn read_consent(stripped: &str, office_phones: &[&str]) -> ReplyRead {
    let read = read_reply(stripped, office_phones);
    if !is_open(&read) {
        return read;
    }
    match consent(&non_answer::without_closing(stripped.trim())) {
        Some(consent) => consent,
        None if begins_with_consent(stripped) => unclear(stripped, Doubt::ApprovalWithMore),
        None => read,
    }
}

/// True of what is no command, and of `Teruskan saja`.
fn is_open(read: &ReplyRead) -> bool {
    static TO_NOBODY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(?:(?:saja|aja|ya|pak|bu|bapak|ibu|pelapor(?:nya)?|warga|pengadu)\W*)+$"));
    let open = matches!(read, ReplyRead::Unclear { .. } | ReplyRead::Prose { .. } | ReplyRead::Acknowledged { .. });
    open || matches!(read, ReplyRead::Forward { to, reason } if reason.is_empty() && TO_NOBODY.is_match(to))
}

/// What one clause is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clause {
    Consent,
    Courtesy,
    More,
}

fn consent(body: &str) -> Option<ReplyRead> {
    let head: usize = body.split_inclusive('\n').take_while(|line| is_opening(line)).map(str::len).sum();
    let body = body.get(head..).filter(|body| !body.contains('?'))?;
    let (mut consents, mut more) = (false, None);
    for (at, clause) in clauses(body) {
        match kind(clause) {
            Clause::Consent => consents = true,
            Clause::Courtesy => {}
            Clause::More if consents => {
                more = Some(at);
                break;
            }
            Clause::More => return None,
        }
    }
    let note = more.and_then(|at| body.get(at..)).map_or_else(String::new, as_note);
    (consents && (note.is_empty() || leaves_the_text_alone(&note))).then_some(ReplyRead::Approve { note })
}

/// `Yth. Admin,`, or nothing.
fn is_opening(line: &str) -> bool {
    is_greeting(line) && clauses(line).iter().all(|(_, clause)| kind(clause) != Clause::Consent)
        || line.trim().is_empty()
}

/// The clauses and where they begin.
fn clauses(text: &str) -> Vec<(usize, &str)> {
    static BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,.;:!/\n()–—|]+|\s-+\s"));
    let mut found = Vec::new();
    let mut from = 0;
    let ends = BREAK.find_iter(text).map(|sign| (sign.start(), sign.end())).chain([(text.len(), text.len())]);
    for (end, next) in ends {
        found.extend(text.get(from..end).filter(|clause| clause.chars().any(char::is_alphanumeric)).map(|c| (from, c)));
        from = next;
    }
    found
}

fn as_note(text: &str) -> String {
    text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(['.', ' ']).to_owned()
}

/// Whom he speaks to.
const ADDRESSED: &str = r"(?:pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|min|admin|dok|dokter|tim|rekan|bos|ndan|semua)(?: (?:kadis|kadinkes|sekretaris|sekdis|sekdin|kabid|direktur|kapus|humas|admin))?";
/// What lies before him.
const OBJECT: &str = r"(?:(?:(?:isi|redaksi|konsep|draf|draft|usul|usulan|saran|jawaban|balasan|tanggapan|surat|disposisi|telaah|telaahan)(?:nya)? )+(?:(?:ini|itu|tersebut|tsb|tadi|terlampir|dimaksud|di atas|diatas|yang diajukan|yg diajukan) )*)";
/// To let it go, beside a word of consent.
const SEND: &str = r"(?:(?:silakan|silahkan|monggo|mohon|tolong|tlg|harap|bisa|boleh|dapat|langsung|segera|sekarang) )*(?:di)?(?:kirim|kirimkan|lanjut|lanjutkan|teruskan|proses|terbitkan|sampaikan|jalankan|laksanakan|tindak lanjut|tindak lanjuti|tindaklanjuti) (?:(?:jawaban|balasan|tanggapan)(?:nya)? (?:ini |tersebut |tsb )?)?";
/// To let it go, in itself.
const LET_GO: &str = r"(?:(?:silakan|silahkan|monggo|mohon|tolong|tlg|bisa|boleh|dapat|langsung|segera) )*(?:di)?(?:kirim|kirimkan|lanjut|lanjutkan) (?:(?:jawaban|balasan|tanggapan)(?:nya)? (?:ini |tersebut |tsb )?)?";
const THANKS: &str = r"(?:terima kasih|terimakasih|trimakasih|trima kasih|trims|makasih|mksh|tks|thx|thanks|thank you|suwun|matur suwun|matur nuwun|suksma)";
const PRAISE: &str = r"(?:(?:sudah|sdh|telah|sangat) )*(?:bagus|baik|sesuai|benar|pas|cukup|tepat|mantap|mantab|oke|ok|jelas|lengkap|sip|siap) (?:sekali |banget )?";

/// What a clause is; its words, each followed by a blank, are matched as a whole.
fn kind(clause: &str) -> Clause {
    static CONSENT: LazyLock<Regex> = LazyLock::new(|| {
        let lead = r"(?:(?:ya|iya|ok|oke|okey|okay|baik|baiklah|nggih|inggih|injih|njih|sip|mantap|mantab|bagus|alhamdulillah|bismillah) )*";
        let agree =
            r"(?:setuju|setujui|disetujui|menyetujui|acc|diacc|di-acc|sepakat|sarujuk|approve|approved|agree|agreed)";
        let who = r"(?:(?:saya|sy|kami|kita|sangat|sudah|sdh|telah|juga|jg) )*";
        let whom = r"(?:ke|kepada|kpd) (?:pelapor(?:nya)?|warga|pengadu|masyarakat|pemohon|ybs|yang bersangkutan)";
        let tail = format!(
            r"(?:(?:saja|aja|sj|ya|yaa|yah|deh|nggih|njih|{ADDRESSED}|segera|sekarang|juga|hari ini|langsung|100|100 persen|sepenuhnya|seluruhnya|semuanya|apa adanya|persis|seperti (?:konsep|di atas)|tanpa (?:perubahan|catatan|koreksi|revisi|perbaikan|tambahan)|dari (?:saya|kami)|{whom}|sesuai|sesuai {OBJECT}|{THANKS}) ?)*"
        );
        pattern(&format!(
            r"(?x)^(?-x:{lead})(?:
                (?-x:{who}{agree} (?:(?:saya|kami) )?(?:(?:dengan |dgn |dg |atas |sesuai |untuk |utk |terhadap )?{OBJECT})?(?:(?:dan |untuk |utk |agar |supaya |lalu )?{SEND})?)
              | (?-x:{OBJECT}(?:(?:sudah|sdh|telah|saya|sy|kami) )*{agree} (?:(?:dan |untuk |utk )?{SEND})?)
              | (?-x:{LET_GO})
              | (?-x:(?:silakan|silahkan|monggo|dipersilakan|dipersilahkan) (?:{SEND})?)
              | (?-x:(?:di)?teruskan )
              )(?-x:{tail})$",
        ))
    });
    static COURTESY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"^(?:(?:ya|iya|ok|oke|okey|baik|baiklah|nggih|inggih|siap|sip|mantap|alhamdulillah|bismillah|saja|yth|dear|ass?alamu\W?alaikum(?: wr wb)?|wassalamu\W?alaikum(?: wr wb)?|wr wb|om swastiastu|shalom|rahayu|dengan hormat|hormat saya|hormat kami|ttd|a|n|an|(?:plt |plh )?(?:kepala dinas|kadis|kadinkes|sekretaris|sekdis|sekdin|direktur|kepala puskesmas|kapus)(?: dinas| kesehatan| provinsi| kabupaten| kab| kota| rsud| daerah)*|(?:mohon )?maaf(?: baru (?:balas|membalas|buka|membuka|baca|membaca)(?: email| surel| surat)?(?: ini)?| terlambat)?|semoga lancar|selamat bekerja|semangat|tanpa (?:perubahan|catatan|koreksi|revisi|perbaikan|tambahan)|apa adanya|sesuai {OBJECT}|{OBJECT}?{PRAISE}|{ADDRESSED}|selamat (?:pagi|siang|sore|malam)|salam(?: sehat| hormat)?|(?:dan |lalu )?{SEND}(?:saja |aja |segera |sekarang |ya |(?:ke|kepada|kpd) (?:pelapor(?:nya)?|warga|pengadu|masyarakat|ybs) )*) ?)+$"
        ))
    });
    static THANKS_FOR: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^(?:dan |atas |untuk )?{THANKS} ")));
    let words = clause.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let plain: String = words.filter(|word| !word.is_empty()).map(|word| format!("{} ", word.to_lowercase())).collect();
    if CONSENT.is_match(&plain) && !tells_of_the_past(&plain) {
        Clause::Consent
    } else if COURTESY.is_match(&plain) || (THANKS_FOR.is_match(&plain) && !CHANGES.is_match(&plain)) {
        Clause::Courtesy
    } else {
        Clause::More
    }
}

/// `Sudah dikirim`: that it was done is no consent.
fn tells_of_the_past(clause: &str) -> bool {
    static PAST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:sudah|sdh|telah) (?:di)?(?:kirim|lanjut|terus|proses|sampai|jalan|laksana)"));
    PAST.is_match(clause)
}

/// Words that may change the text, set a condition, take back or put off.
static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:
            tapi | tetapi | tp | tpi | namun | hanya | cuma | cukup | kecuali | selain | sebagian | separuh | sedikit | asal(?:kan|lkan)? | syarat\w* | ketentuan | catatan(?:nya)?
          | bila(?:mana)? | jika | kalau | klo | kalo | klu | apabila | andai\w* | sepanjang | selama | setelah | stlh | sesudah | usai | sebelum | sblm
          | dulu | dahulu | dl | dlu | nanti | ntar | besok | lusa | kapan | tunggu | menunggu | tahan | pending | tunda | batal\w* | stop | kecualikan
          | belum | blm | tidak | tdk | tak | gak | ga | nggak | ngga | enggak | jangan | jgn | jng | bukan | kurang | salah | kesalahan | keliru | typo | maksud\w* | sebaiknya | seharusnya | mestinya | lebih\s+baik
          | \w*(?:ganti|ubah|rubah|revisi|perbaik|baiki|koreksi|ralat|sunting|hapus|hilang|buang|cabut|coret|samar|sensor|sembunyi|rahasia|tambah|kurangi
              |lengkap|cantum|tulis|lampir|sisip|masuk|betul|benahi|sempurna|singkat|rapikan|halus|sesuaikan|sertakan|sertai|verifikasi|konfirmasi|ulang|pakai|gunakan|pindah)\w*
          | perbarui | diperbarui | memperbarui | update | (?:di|meng|ber)?(?:kabar|jelas|terang|umum)(?:kan|i) | (?:mem|di)?beri\s*tah?u\w* | tah?u | supaya\s+jelas | narasi\w* | penulisan\w* | penyampaian\w* | format\w*
          | garis\w* | \w*tandai | tanda\w* | stabilo | warna | merah | kuning | bagian\w* | po?int?\w* | butir\w* | baris | halaman | (?:yang|yg)\s+(?:saya|sy|kami) | di\s*(?:atas|bawah|dalam)
          | edit\w* | di?edit | (?:di)?cek | ngecek | (?:di)?periksa\w* | pastikan | dipastikan | (?:di)?tanya\w* | (?:di)?sebut\w* | (?:di)?baca\w*
          | kalimat\w* | paragraf\w* | alinea | kata(?:nya|-kata)? | teks(?:nya)? | redaksi\w* | isi(?:nya)? | konsep\w* | dra(?:f|ft)(?:nya)? | jawaban\w* | jawab\w* | balasan\w* | surat(?:nya)?
          | senin | selasa | rabu | kamis | jum'?at | sabtu | minggu | januari | februari | maret | april | mei | juni | juli | agustus | september | oktober | november | nopember | desember
          | nama(?:nya)? | nomor\w* | nomer\w* | tanggal\w* | tgl | jam | pukul | alamat\w* | angka\w* | data(?:nya)? | gelar | judul | bahasa(?:nya)?
        )\b | \b\d[\d.:/-]+\b",
    )
});

/// Something is to be done, and it is not the text: `tolong dikawal`, `Yankes agar koordinasi dengan Puskesmas`.
fn leaves_the_text_alone(note: &str) -> bool {
    static INSTRUCTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:
                (?:di|me[nm]?g?|ber)?(?:koordinasi|kordinasi|kawal|pantau|monitor|awasi|damping|atensi|evaluasi|tegur|bina|siap|arsip|tembus|undang|jadwal|selesai
                    |percepat|hubungi|rapat|bantu|telaah|pelajari|kunjung|sosialisasi|edukasi|komunikasi|jaga|tingkat|antisipasi|prioritas|tuntas|klarifikasi
                    |fasilitasi|perhati|lapor|layani|telusuri|usut|tangani|urus|kerja|dukung|jemput)(?:kan|i|nya|an)?
              | me(?:mantau|ngawal|ndampingi|nyelesaikan|nghubungi|ngawasi|ngevaluasi|mpercepat|nyiapkan|mbantu|negur|nelusuri|nangani)\w* | \w*indak\s*-?\s*lanjut\w* | segera(?:kan)? | secepatnya | turun
            )\b",
        )
    });
    // `Jangan sampai terulang`, `jangan lupa` set no condition.
    static URGES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:(?:tidak|tdk|tak|jangan|jgn)\s+(?:sampai\s+)?(?:terulang|berulang|ditunda(?:-tunda)?|berlarut\S*)|(?:jangan|jgn)\s+(?:lupa|sampai))\b",
        )
    });
    let told = URGES.replace_all(note, "");
    let commands = note.lines().any(is_other_command) || inner::command_at(note).is_some();
    let short = note.split_whitespace().count() <= NOTE_WORDS;
    short
        && !commands
        && (INSTRUCTS.is_match(note) || URGES.is_match(note))
        && !CHANGES.is_match(&told)
        && !note.contains('@')
}

/// `Tidak setuju, datanya lama`, `Kami tolak`.
fn refusal(body: &str) -> Option<ReplyRead> {
    static REFUSES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?is)^\W*(?:(?:maaf|mohon\s+maaf)\W+)?(?:(?:saya|sy|kami)\s+)?(?:(?:tidak|tdk|gak|nggak|enggak)\s+(?:setuju|menyetujui|disetujui|acc)|tolak|ditolak|menolak)\b(?P<why>.*)$",
        )
    });
    let found = REFUSES.captures(body).filter(|_| !body.contains('?'))?;
    Some(ReplyRead::Refuse { note: as_note(&found["why"]) })
}

/// `Mohon diperbaiki kalimat kedua`, `Revisi dulu tanggalnya`: he says what the writer shall mend.
fn correction(body: &str) -> Option<ReplyRead> {
    static MENDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:(?:maaf|mohon\s+maaf|baik|ok|oke)\W+)?(?:(?:mohon|mhn|tolong|tlg|harap|minta|agar|supaya)\s+(?:di)?(?:perbaiki|revisi|koreksi|ralat|sempurnakan|ubah|ganti|tambahkan?|hapus|lengkapi)|perbaiki|(?:di)?revisi\s+(?:dulu|dahulu|lagi)|koreksi\s+(?:dulu|dahulu|lagi))\b",
        )
    });
    (MENDS.is_match(body) && !body.contains('?')).then(|| ReplyRead::Amend { note: as_note(body) })
}

#[cfg(test)]
mod tests;
