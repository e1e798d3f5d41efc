//! The command words of officers' mails and how they are spelled. In: what may be a word, its argument. Out: the word.
//! It does not know where on a line a word stands.

use std::sync::LazyLock;

use regex::Regex;

use super::argument::{category, estimate, grade_in};
use super::until::until_in;
use crate::decide::pattern::pattern;

/// A command word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Answer,
    Plan,
    Forward,
    NotOurs,
    AskData,
    Grade,
    Category,
    Postpone,
    Done,
    Confirmed,
    Nothing,
    Take,
    Help,
    Estimate,
    Disposisi,
    Approve,
    Amend,
    Refuse,
}

/// Spellings, the longer before the shorter where one begins the other.
pub(super) const SPELLINGS: [(&str, Word); 46] = [
    ("JAWABANNYA", Word::Answer),
    ("JAWABAN", Word::Answer),
    ("JAWAB", Word::Answer),
    ("JWB", Word::Answer),
    ("RENCANA TINDAK LANJUT", Word::Plan),
    ("RENCANA", Word::Plan),
    ("RTL", Word::Plan),
    ("BUKAN WEWENANG", Word::NotOurs),
    ("BUKAN KEWENANGAN", Word::NotOurs),
    ("TERUSKAN KEPADA", Word::Forward),
    ("TERUSKAN KE", Word::Forward),
    ("TERUSKAN", Word::Forward),
    ("DITERUSKAN KEPADA", Word::Forward),
    ("DITERUSKAN KE", Word::Forward),
    ("ALIHKAN KE", Word::Forward),
    ("ALIHKAN", Word::Forward),
    ("MINTA DATA", Word::AskData),
    ("MINTADATA", Word::AskData),
    ("MINTA KETERANGAN", Word::AskData),
    ("GRADING", Word::Grade),
    ("GRADE", Word::Grade),
    ("KATEGORI", Word::Category),
    ("TUNDA", Word::Postpone),
    ("PERPANJANGAN", Word::Postpone),
    ("PERPANJANG", Word::Postpone),
    ("SELESAI", Word::Done),
    ("SUDAH", Word::Confirmed),
    ("TERKIRIM", Word::Confirmed),
    ("NIHIL", Word::Nothing),
    ("TERIMA", Word::Take),
    ("BANTUAN", Word::Help),
    ("HELP", Word::Help),
    ("ESTIMASI", Word::Estimate),
    ("DIDISPOSISIKAN", Word::Disposisi),
    ("DISPOSISIKAN", Word::Disposisi),
    ("DISPOSISI", Word::Disposisi),
    ("DISETUJUI", Word::Approve),
    ("SETUJU", Word::Approve),
    ("ACC", Word::Approve),
    ("LANJUTKAN", Word::Approve),
    ("OK KIRIM", Word::Approve),
    ("PERBAIKI", Word::Amend),
    ("REVISI", Word::Amend),
    ("JANGAN DIKIRIM", Word::Refuse),
    ("DITOLAK", Word::Refuse),
    ("TOLAK", Word::Refuse),
];

/// What is a word only before a colon.
pub(super) const LABELS: [(&str, Word); 7] = [
    ("DISPOSISI KE", Word::Disposisi),
    ("DISPOSISI KEPADA", Word::Disposisi),
    ("JAWABAN KAMI", Word::Answer),
    ("JAWABAN DARI KAMI", Word::Answer),
    ("DIJAWAB", Word::Answer),
    ("TANGGAPAN", Word::Answer),
    ("TANGGAPAN KAMI", Word::Answer),
];

/// What a patient goes on with.
const ADVICE: [&str; 16] = [
    "minum",
    "makan",
    "obat",
    "obatnya",
    "pengobatan",
    "berobat",
    "kontrol",
    "terapi",
    "perawatan",
    "istirahat",
    "diet",
    "konsumsi",
    "mengonsumsi",
    "pemeriksaan",
    "latihan",
    "menjaga",
];

/// Shortest word in which a slip is forgiven.
const FORGIVEN_FROM: usize = 5;

impl Word {
    /// Words that must be the whole line: no argument, no guessing.
    pub(super) fn stands_alone(self) -> bool {
        matches!(self, Self::Nothing | Self::Take | Self::Help | Self::Approve)
    }

    /// Short words: what stands below them belongs to nothing that is carried out, and is kept as a note.
    pub(super) fn is_short(self) -> bool {
        matches!(self, Self::Grade | Self::Category | Self::Estimate | Self::Confirmed)
    }

    /// Words that hardly begin a sentence of their own: capitals are enough, even in a line of capitals.
    pub(super) fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Answer | Self::Forward | Self::NotOurs | Self::AskData | Self::Disposisi | Self::Amend | Self::Refuse
        )
    }

    /// In small letters and without a colon it is a command only if its argument says so.
    pub(super) fn fits(self, argument: &str) -> bool {
        match self {
            Self::Grade => grade_in(argument).is_some(),
            Self::Category => category(argument).is_some(),
            Self::Postpone => until_in(argument).is_some(),
            Self::Estimate => estimate(argument).is_some(),
            Self::Confirmed => is_task(argument),
            // `Teruskan minum obat sesuai anjuran` is advice to a patient.
            Self::Forward => {
                argument.split_whitespace().next().is_some_and(|first| !ADVICE.contains(&first.to_lowercase().as_str()))
            }
            Self::Disposisi => names_a_place(argument),
            Self::Answer | Self::Plan | Self::NotOurs | Self::AskData | Self::Done | Self::Amend | Self::Refuse => {
                false
            }
            Self::Nothing | Self::Take | Self::Help | Self::Approve => false,
        }
    }
}

/// `ke Yankes`, `Kabid P2P`: somebody is named, behind a word for where it goes or with his title.
fn names_a_place(argument: &str) -> bool {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:ke|kepada|kpd|untuk|utk)\s+\S|(?:yth\W+)?(?:kabid|kabag|kasi|kasubbag|kapus|kepala|bidang|bid|puskesmas|pkm|instalasi|sekretariat|sekretaris)\b)",
        )
    });
    PLACE.is_match(argument)
}

/// What can be confirmed after `SUDAH`; that it was confirmed to the reporter also with whom, by which way and when.
fn is_task(argument: &str) -> bool {
    static CONFIRMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^(?:di)?(?:konfirmasi(?:kan)?|hubungi|telepon|telp(?:on)?)\b
              (?:[\s,;:(./–-]+(?:dengan|dgn|kepada|kpd|ke|sama|pelapor(?:nya)?|pengadu|ybs|pasien(?:nya)?|keluarga(?:nya)?|lewat|via|melalui|pakai|wa|whatsapp|telp|telpon|telepon|sms|hp|jam|pukul|pkl|tgl|tanggal|tadi|kemarin|kmrn|hari|ini|pagi|siang|sore|malam|langsung|oleh|saya|sy|kami|petugas|ya|pak|bu|min|materi(?:nya)?|laporan(?:nya)?|wib|wita|wit|senin|selasa|rabu|kamis|jumat|sabtu|minggu|\d[\d.:/-]*))*[\s.!,)]*$",
        )
    });

    static TASK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:di)?(?:konfirmasi|tempel|ditempel|perbarui|update|kirim|terkirim|hubungi|telepon|telp|dibuka|buka|isi|catat|input|unggah|upload|muat|balas|verifikasi|cetak|serah\s*terima|konfirmasikan)\w*\W*$",
        )
    });
    TASK.is_match(argument.trim()) || CONFIRMED.is_match(argument.trim())
}

/// The word with this spelling, or, from [`FORGIVEN_FROM`] letters on, with one letter wrong, missing, too many, or
/// two swapped. The first letter must be right, and approval exact.
pub(super) fn spelled(head: &str) -> Option<Word> {
    if let Some((_, word)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == head) {
        return Some(*word);
    }
    SPELLINGS
        .iter()
        .find(|(spelling, word)| {
            !word.stands_alone()
                && *word != Word::Confirmed
                && spelling.len() >= FORGIVEN_FROM
                && head.len() >= FORGIVEN_FROM
                && head.chars().next() == spelling.chars().next()
                && one_slip(head, spelling)
        })
        .map(|(_, word)| *word)
}

/// True if one insertion, deletion, substitution or swap of neighbours turns one into the other.
pub(in crate::decide) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    match (a, b) {
        ([x1, x2, a @ ..], [y1, y2, b @ ..]) if x1 == y2 && x2 == y1 && a == b => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) if a_rest == b_rest || a_rest == b || a == b_rest => true,
        ([_], []) | ([], [_]) => true,
        _ => false,
    }
}
