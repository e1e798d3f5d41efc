//! What tells who a protected writer is, beside names: accounts, numbers, where he lives, what he is, whose kin he is.
//!
//! In: a text. Out: the text without it, or what of it was found. Facts stay: where and when it happened, and sums.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::decide::pattern::compiled;

/// What is hidden, and what stands there instead. Where a pattern names a part `x`, only that is hidden.
pub(super) struct Hides {
    pattern: Option<Regex>,
    /// What stands there.
    pub(super) instead: &'static str,
}

impl Hides {
    fn new(pattern: &str, instead: &'static str) -> Self {
        Self { pattern: compiled(pattern).ok(), instead }
    }

    /// The text without it.
    pub(super) fn all_in(&self, text: &str) -> String {
        let Some(pattern) = &self.pattern else { return text.to_owned() };
        let replace = |found: &Captures<'_>| {
            let (whole, hidden) = (found.get(0), found.name("x"));
            match (whole, hidden) {
                (Some(whole), Some(hidden)) => {
                    let before = text.get(whole.start()..hidden.start()).unwrap_or_default();
                    let behind = text.get(hidden.end()..whole.end()).unwrap_or_default();
                    format!("{before}{}{behind}", self.instead)
                }
                _ => self.instead.to_owned(),
            }
        };
        pattern.replace_all(text, replace).into_owned()
    }

    /// What of a text it hides, as written.
    pub(super) fn found_in<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        pattern
            .captures_iter(text)
            .filter_map(|found| found.name("x").or_else(|| found.get(0)))
            .map(|m| m.as_str())
            .collect()
    }
}

/// Accounts, and addresses at which machines reach him.
pub(super) static ACCOUNTS: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![
        Hides::new(
            r"(?i)\b[\w.]+\s*(?:\(at\)|\[at\]|\sat\s)\s*\w+\s*(?:\.|\(dot\)|\[dot\]|\s(?:dot|titik)\s)\s*\w{2,10}\b",
            "[alamat surel]",
        ),
        Hides::new(
            r"(?i)\b(?:https?://)?(?:www\.|m\.)?(?:wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|t\.me|instagram\.com|facebook\.com|fb\.com|fb\.me|tiktok\.com|twitter\.com|x\.com|threads\.net|youtube\.com|linktr\.ee|line\.me)/[^\s,;)]+",
            "[akun]",
        ),
        Hides::new(r"(?:^|[\s(,:;/])(?P<x>@[A-Za-z0-9_][A-Za-z0-9_.]{2,})", "[akun]"),
        Hides::new(
            r"(?i)\b(?:ig|insta|instagram|fb|facebook|tiktok|telegram|twitter|akun|username)\b(?:\s+(?:saya|sy|aku|kami|ku|nya|saya\s+di))*\s*[:=]\s*(?P<x>[\p{L}\d_.]{2,}(?-i:(?:[ \t]\p{Lu}[\p{L}\d_.]*){0,4}))",
            "[akun]",
        ),
        Hides::new(
            r"(?i)\b(?:ig|insta|instagram|fb|facebook|tiktok|telegram|twitter|akun|username)\b(?:\s+(?:saya|sy|aku|kami|ku))*\s+(?P<x>[\p{L}_.]*[\d_][\p{L}\d_.]*)",
            "[akun]",
        ),
        Hides::new(
            r"\b(?i:ig|instagram|fb|facebook|tiktok)(?:\s+(?i:saya|sy|aku))?\s+(?P<x>(?:\p{Lu}\p{Ll}+\s?){1,3})",
            "[akun] ",
        ),
        Hides::new(r"\(terlampir di WhatsApp: (?P<x>[^)\n]*)\)", "[berkas]"),
        Hides::new(r"(?i)\S+\.(?:jpe?g|png|pdf|docx?|xlsx?|heic|mp4|webp|3gp|opus|mp3)\b", "[berkas]"),
    ]
});

/// Numbers that only their word gives away, or that are written so that no pattern of numbers finds them.
pub(super) static NUMBERS: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![
        Hides::new(r"\[(?:NIK|BPJS|telepon) …\d+\]", "[nomor]"),
        Hides::new(
            r"(?i)\b(?:lahir|ttl)\b[^\n.;]{0,25}?(?P<x>\d{1,2}[-/. ](?:\d{1,2}|\p{L}{3,9})[-/. ]\d{2,4})",
            "[tanggal lahir]",
        ),
        Hides::new(
            r"(?i)\b(?:nik|ktp|kk|bpjs|jkn|kis|rm|rekam\s+medis|hp|wa|telp|tlp|rek|rekening|norek)\b[^\n\d]{0,14}(?P<x>\d[\d .x*-]{2,24}[\dx*])",
            "[nomor]",
        ),
        Hides::new(
            r"(?i)\b(?:no|nomor|nmr)\.?\s*(?:antri\w*|antre\w*|urut|registrasi|reg|pendaftaran|sep|kartu|peserta|sim)\b\.?\s*(?:saya|sy|:|=|-)*\s*(?P<x>[A-Z]{0,3}[- ]?\d{1,20}[A-Z]?)",
            "[nomor]",
        ),
        Hides::new(
            r"\b(?i:(?:motor|mobil|kendaraan|plat|nopol)\b[^.\n]{0,20}\b(?:saya|sy|kami|ku))\b[^.\n]{0,15}?(?P<x>\b[A-Z]{1,2}\s?\d{1,4}\s?[A-Z]{1,3}\b)",
            "[nomor kendaraan]",
        ),
        Hides::new(
            r"(?i)\b(?:plat|pelat|nopol|no\.?\s*pol(?:isi)?)\b(?:\s+(?:nomor|no|motor|mobil|kendaraan))*\s+(?:motor|mobil|kendaraan|saya|sy|kami|ku)\s*[:.=]?\s*(?P<x>[a-z]{1,2}\s?\d{1,4}\s?[a-z]{1,3}\b)",
            "[nomor kendaraan]",
        ),
        Hides::new(r"\b0[ -]?8(?:[ -]\d{1,2}){4,10}\b", "[telepon]"),
        Hides::new(r"(?i)\b[o0]8[\doil]{8,11}\b", "[telepon]"),
        Hides::new(r"\d{9,}", "[nomor]"),
    ]
});

/// Where he lives.
pub(super) static HOMES: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    let number = r"(?:\d{1,3}|nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|[ivx]{1,4})";
    vec![
        Hides::new(&format!(r"(?i)\brt\s*/\s*rw\b[.:\s]*{number}\s*/\s*{number}\b"), "[alamat]"),
        Hides::new(&format!(r"(?i)\brt\b[.\s]*0*{number}\b(?:\s*[/,.-]?\s*rw\b[.\s]*0*{number}\b)?"), "[alamat]"),
        Hides::new(r"(?i)\b(?:rt|rw)\d{1,3}(?:\s*[/,.-]?\s*rw\.?\s*\d{1,3})?\b", "[alamat]"),
        Hides::new(&format!(r"(?i)\brw\b[.\s]*0*{number}\b"), "[alamat]"),
        Hides::new(
            r"(?i)\b(?:jl|jln|jalan|gg|gang|blok|perum|perumahan|komplek|kompleks|dusun|dsn|dukuh|dkh)\b\.?\s+[\p{L}\d' ]{1,40}?\s*\b(?:no|nomor|nmr)\b\.?\s*\d+[a-z]?\b",
            "[alamat]",
        ),
        Hides::new(
            r"(?i)\b(?:kelas|kls)\s+[\divx]{1,4}[a-z]?\s+(?P<x>(?:sd|sdn|sdi|smp|smpn|mts|mtsn|min?|sma|sman|smk|smkn|man?|tk|paud)\b\.?(?:[ \t]+[\p{L}\d]+){0,3})",
            "[sekolah]",
        ),
        Hides::new(r"\b(?:Gg|Gang|GG)\b\.?\s+(?:\p{Lu}[\p{L}]+\s?){1,2}\d{0,3}", "[alamat] "),
    ]
});

/// What people are in such a house.
pub(super) const OFFICES: &str = r"perawat|bidan|dokter|drg|pegawai|staf|staff|karyawan|karyawati|honorer|nakes|satpam|sopir|apoteker|analis|bendahara|sanitarian|nutrisionis|operator|admin|programer|kader|thl|ahli\s+gizi|cleaning\s+service|tenaga\s+(?:kesehatan|gizi|kesling|promkes|lab|laboratorium|kontrak|honorer|farmasi|sukarela|surveilans)|petugas\s+(?:loket|kebersihan|farmasi|gizi|promkes|lab|kesling|surveilans|imunisasi|pendaftaran|obat)|kasubag(?:\s+\p{L}{2,10})?|kepala\s+(?:tu|tata\s+usaha|seksi|ruang(?:an)?|pustu|gudang|instalasi)";
/// What they are in a village.
const VILLAGES: &str = r"kades|sekdes|carik|kadus|kasun|bayan|lurah|modin|klian|(?:kepala|sekretaris|perangkat)\s+(?:desa|dusun|dukuh)|ketua\s+(?:rt|rw|posyandu|kader|pkk|bpd)";

/// What he is and whose kin he is, where he says it of himself: in a small house it tells who he is.
pub(super) static WORK: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    let me = r"(?:saya|sy|aku|beta|kulo|kula|tiang|titiang)\s+(?:(?:juga|adalah|sendiri|ini|hanya|cuma)\s+)*";
    let people = r"kades|sekdes|carik|kadus|lurah|camat|modin|klian|kapus|kepala\s+(?:desa|dusun|puskesmas|pustu|dinas|tu|ruang)|ketua\s+(?:rt|rw)|bidan|dokter|perawat|mantri|bendahara|satpam|sopir|kader|guru|apoteker|petugas\s+\p{L}{3,12}|pegawai|staf|karyawan";
    vec![
        Hides::new(
            &format!(
                r"(?i)\b{me}(?:seorang\s+|salah\s+(?:satu|seorang)\s+)?(?P<x>(?:satu-satunya\s+)?(?:{OFFICES})\b(?:\s+(?:honorer|kontrak|pns|asn|p3k|pppk|ptt|ugd|igd|gizi|kia|jaga|desa|koordinator|gigi))*)(?:\s*[,.;()\n]|\s+(?:di|pada|dari|yang|bertugas|bekerja|mohon|ingin|mau|melapor|melaporkan|puskesmas|pkm|pustu|rsud|dinas|dinkes|poli|ruang|bangsal)\b|\s*$)"
            ),
            "[pekerjaan]",
        ),
        Hides::new(
            &format!(
                r"(?i)\b{me}(?:selaku\s+|sebagai\s+)?(?P<x>(?:{VILLAGES})\b(?:\s+(?:desa\s+|dusun\s+)?(?-i:\p{{Lu}}[\p{{L}}]+)){{0,2}})"
            ),
            "[pekerjaan]",
        ),
        Hides::new(
            &format!(
                r"(?i)\b{me}(?P<x>(?:istri|isteri|suami|anak|menantu|mertua|adik|kakak|keponakan|ponakan|sepupu|saudara|cucu)(?:nya)?(?:\s+(?:kandung|ipar))?\s+(?:dari\s+)?(?:salah\s+satu\s+)?(?:pak\s+|bu\s+|bapak\s+|ibu\s+)?(?:{people})\b)"
            ),
            "[hubungan keluarga]",
        ),
    ]
});

/// The same beside a name that is hidden already: `[nama] ketua RT`, `[nama], istri dari Bapak [nama]`.
pub(super) static WORK_OF_NAMED: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![
        Hides::new(
            r"(?i)\[nama\]\s*[,(–-]?\s*(?P<x>(?:istri|isteri|suami|anak|menantu|mertua|adik|kakak|keponakan|ponakan|sepupu|cucu)(?:nya)?(?:\s+(?:kandung|ipar))?\s+(?:dari\s+)?(?:(?:pak|bu|bapak|bpk|ibu|alm|almarhum|dr|drg|h|hj)\.?\s+)*\[nama\](?:\s+\[nama\])*)",
            "[hubungan keluarga]",
        ),
        Hides::new(
            &format!(r"(?i)\[nama\](?:\s*[,(–-])?\s+(?:selaku\s+|sebagai\s+)?(?P<x>(?:{VILLAGES})\b)"),
            "[pekerjaan]",
        ),
        Hides::new(
            &format!(
                r"(?i)\[nama\]\s*[,(–\n-]\s*(?P<x>(?:{OFFICES})\b(?:\s+(?:honorer|kontrak|pns|asn|p3k|pppk|ptt|ugd|igd|gizi|kia|jaga|desa|koordinator|gigi))*)(?:\s*[.;()\n]|\s+(?:di\s+|pada\s+)?(?:puskesmas|pkm|pustu|rsud|dinas|dinkes|poli|ruang|bangsal)(?:\s+(?-i:\p{{Lu}}\p{{L}}+)){{0,2}}\s*[,.;()\n]|\s*$)"
            ),
            "[pekerjaan]",
        ),
    ]
});
