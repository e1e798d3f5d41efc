//! The names of the fields, in all the ways officers write them.

use crate::decide::reply::one_slip;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Channel,
    Received,
    Hour,
    Name,
    Nik,
    Address,
    Phone,
    Whatsapp,
    Email,
    Place,
    Time,
    About,
    Unit,
    Grade,
    Secret,
    Anonymous,
    Class,
    Status,
    Answer,
    Duration,
    Origin,
    Signed,
    LetterNumber,
    LetterDate,
    Subject,
    Text,
}

impl Key {
    /// A field with which a form begins.
    pub(super) fn begins(self) -> bool {
        matches!(self, Self::Channel | Self::Received | Self::Name)
    }

    /// A field that may still stand below the text: no citizen writes it, and officers fill it in last.
    pub(super) fn may_follow_text(self) -> bool {
        matches!(
            self,
            Self::Status | Self::Answer | Self::Unit | Self::Grade | Self::Channel | Self::Secret | Self::Anonymous
        )
    }
}

const SPELLINGS: &[(&str, Key)] = &[
    ("kanal", Key::Channel),
    ("saluran", Key::Channel),
    ("sumber", Key::Channel),
    ("media", Key::Channel),
    ("media pengaduan", Key::Channel),
    ("via", Key::Channel),
    ("lewat", Key::Channel),
    ("melalui", Key::Channel),
    ("sarana", Key::Channel),
    ("cara penyampaian", Key::Channel),
    ("diterima", Key::Received),
    ("tanggal diterima", Key::Received),
    ("tgl diterima", Key::Received),
    ("tanggal terima", Key::Received),
    ("tgl terima", Key::Received),
    ("waktu terima", Key::Received),
    ("waktu diterima", Key::Received),
    ("waktu lapor", Key::Received),
    ("waktu pengaduan", Key::Received),
    ("tanggal masuk", Key::Received),
    ("tgl masuk", Key::Received),
    ("tanggal", Key::Received),
    ("tgl", Key::Received),
    ("hari/tanggal", Key::Received),
    ("hari/tgl", Key::Received),
    ("hari tanggal", Key::Received),
    ("tanggal/jam", Key::Received),
    ("tgl/jam", Key::Received),
    ("tanggal lapor", Key::Received),
    ("tgl lapor", Key::Received),
    ("tanggal laporan", Key::Received),
    ("tanggal pengaduan", Key::Received),
    ("tgl pengaduan", Key::Received),
    ("jam", Key::Hour),
    ("pukul", Key::Hour),
    ("jam diterima", Key::Hour),
    ("jam terima", Key::Hour),
    ("jam lapor", Key::Hour),
    ("jam masuk", Key::Hour),
    ("pukul diterima", Key::Hour),
    ("nama", Key::Name),
    ("nama pelapor", Key::Name),
    ("nama lengkap", Key::Name),
    ("nama pengadu", Key::Name),
    ("nama warga", Key::Name),
    ("nama pelapor/pengadu", Key::Name),
    ("pelapor", Key::Name),
    ("dari", Key::Name),
    ("pengadu", Key::Name),
    ("nik", Key::Nik),
    ("no nik", Key::Nik),
    ("no ktp", Key::Nik),
    ("ktp", Key::Nik),
    ("alamat", Key::Address),
    ("alamat pelapor", Key::Address),
    ("telp", Key::Phone),
    ("tlp", Key::Phone),
    ("telepon", Key::Phone),
    ("telpon", Key::Phone),
    ("no telp", Key::Phone),
    ("no tlp", Key::Phone),
    ("no telepon", Key::Phone),
    ("no telpon", Key::Phone),
    ("hp", Key::Phone),
    ("no hp", Key::Phone),
    ("handphone", Key::Phone),
    ("no handphone", Key::Phone),
    ("ponsel", Key::Phone),
    ("kontak", Key::Phone),
    ("no kontak", Key::Phone),
    ("telp/hp", Key::Phone),
    ("hp/telp", Key::Phone),
    ("no hp/telp", Key::Phone),
    ("no telp/wa", Key::Phone),
    ("no telepon/hp", Key::Phone),
    ("kontak pelapor", Key::Phone),
    ("no telp/hp", Key::Phone),
    ("hp/wa", Key::Phone),
    ("no hp/wa", Key::Phone),
    ("wa", Key::Whatsapp),
    ("no wa", Key::Whatsapp),
    ("whatsapp", Key::Whatsapp),
    ("no whatsapp", Key::Whatsapp),
    ("email", Key::Email),
    ("e-mail", Key::Email),
    ("surel", Key::Email),
    ("alamat email", Key::Email),
    ("alamat surel", Key::Email),
    ("tempat", Key::Place),
    ("tempat kejadian", Key::Place),
    ("lokasi", Key::Place),
    ("lokasi kejadian", Key::Place),
    ("ruangan", Key::Place),
    ("tempat layanan", Key::Place),
    ("waktu", Key::Time),
    ("waktu kejadian", Key::Time),
    ("tanggal kejadian", Key::Time),
    ("tgl kejadian", Key::Time),
    ("petugas", Key::About),
    ("petugas yang dikeluhkan", Key::About),
    ("petugas dikeluhkan", Key::About),
    ("nama petugas", Key::About),
    ("terlapor", Key::About),
    ("unit", Key::Unit),
    ("unit tujuan", Key::Unit),
    ("unit terkait", Key::Unit),
    ("unit yang dituju", Key::Unit),
    ("unit dituju", Key::Unit),
    ("bidang", Key::Unit),
    ("tujuan", Key::Unit),
    ("diteruskan ke", Key::Unit),
    ("grade", Key::Grade),
    ("grading", Key::Grade),
    ("tingkat", Key::Grade),
    ("rahasia", Key::Secret),
    ("anonim", Key::Anonymous),
    ("anonymous", Key::Anonymous),
    ("tanpa nama", Key::Anonymous),
    ("jenis", Key::Class),
    ("klasifikasi", Key::Class),
    ("jenis laporan", Key::Class),
    ("status", Key::Status),
    ("jawaban", Key::Answer),
    ("tanggapan", Key::Answer),
    ("penyelesaian", Key::Answer),
    ("tindak lanjut", Key::Answer),
    ("lama", Key::Duration),
    ("durasi", Key::Duration),
    ("lama layanan", Key::Duration),
    ("no asal", Key::Origin),
    ("no register", Key::Origin),
    ("no registrasi", Key::Origin),
    ("no buku", Key::Origin),
    ("no urut", Key::Origin),
    ("no lembar", Key::Origin),
    ("no formulir", Key::Origin),
    ("tanda tangan", Key::Signed),
    ("ttd", Key::Signed),
    ("no surat", Key::LetterNumber),
    ("tanggal surat", Key::LetterDate),
    ("tgl surat", Key::LetterDate),
    ("perihal", Key::Subject),
    ("judul", Key::Subject),
    ("hal", Key::Subject),
    ("topik", Key::Subject),
    ("isi", Key::Text),
    ("isi laporan", Key::Text),
    ("isi pengaduan", Key::Text),
    ("isi aduan", Key::Text),
    ("isi keluhan", Key::Text),
    ("isi pengaduan/keluhan", Key::Text),
    ("isi aduan/keluhan", Key::Text),
    ("isi saran", Key::Text),
    ("materi pengaduan", Key::Text),
    ("materi aduan", Key::Text),
    ("permasalahan", Key::Text),
    ("masalah", Key::Text),
    ("komplain", Key::Text),
    ("yang diadukan", Key::Text),
    ("uraian aduan", Key::Text),
    ("uraian laporan", Key::Text),
    ("saran dan masukan", Key::Text),
    ("keluhan/saran", Key::Text),
    ("isi surat", Key::Text),
    ("isi pesan", Key::Text),
    ("keluhan", Key::Text),
    ("pesan", Key::Text),
    ("uraian", Key::Text),
    ("uraian pengaduan", Key::Text),
    ("uraian keluhan", Key::Text),
    ("aduan", Key::Text),
    ("pengaduan", Key::Text),
    ("laporan", Key::Text),
    ("kronologi", Key::Text),
    ("umpan balik", Key::Text),
    ("saran", Key::Text),
    ("kritik dan saran", Key::Text),
    ("saran/kritik", Key::Text),
    ("masukan", Key::Text),
];

/// Shortest name in which a slip of the finger is forgiven.
const FORGIVEN_FROM: usize = 4;

/// A name as it is compared: lower case, without points, `nomor` as `no`.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace(['.', '_'], " ").replace(" / ", "/");
    let words = name.split_whitespace().map(|word| match word {
        "nomor" | "nomer" | "nmr" => "no",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The field of exactly this name.
pub(super) fn exactly(name: &str) -> Option<Key> {
    let name = plain(name);
    SPELLINGS.iter().find(|(spelling, _)| *spelling == name).map(|(_, key)| *key)
}

/// The field of this name, one slip of the finger forgiven where that can mean only one field.
pub(super) fn named(name: &str) -> Option<Key> {
    if let Some(key) = exactly(name) {
        return Some(key);
    }
    let name = plain(name);
    if name.chars().count() < FORGIVEN_FROM {
        return None;
    }
    let near = |spelling: &str| spelling.chars().count() >= FORGIVEN_FROM && one_slip(&name, spelling);
    let mut fitting = SPELLINGS.iter().filter(|(spelling, _)| near(spelling)).map(|(_, key)| *key);
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

/// A line that may name a field: the name before the colon, the value behind it. Bullets, numbers and stars before the name
/// say nothing. Between a name that is spelled rightly and its value a dash or a tab will do.
pub(super) fn parted(line: &str) -> Option<(&str, &str)> {
    const LONGEST_NAME: usize = 30;
    let line = bare(line);
    let is_name = |name: &str| {
        let fits = |c: char| c.is_alphabetic() || " ./-_()".contains(c);
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits)
    };
    if let Some((name, value)) = line.split_once([':', '=', '：']) {
        let name = name.trim().trim_matches(['*', '_']).trim();
        return is_name(name).then(|| (name, dressed_off(value)));
    }
    let (name, value) = line.split_once('\t').or_else(|| line.split_once(" - ")).or_else(|| line.split_once(" – "))?;
    exactly(name.trim_matches(['*', '_', ' '])).map(|_| (name.trim_matches(['*', '_', ' ']), dressed_off(value)))
}

/// A line that begins with a field's name and no sign behind it: `Telp 0812 3456 7890`, `Isi antre lama`. Only where the value
/// can be no other field's; `Petugas jaga tidak ramah` names nobody.
pub(super) fn unparted(line: &str, fits: impl Fn(Key, &str) -> bool) -> Option<(Key, &str)> {
    const LONGEST_NAME: usize = 3;
    let line = bare(line);
    let ends = line.match_indices(' ').map(|(at, _)| at).take(LONGEST_NAME).collect::<Vec<_>>();
    ends.into_iter().rev().find_map(|at| {
        let (name, value) = (line.get(..at)?, dressed_off(line.get(at..)?));
        let key = exactly(name)?;
        let is_text = key == Key::Text && plain(name).starts_with("isi");
        (is_text || fits(key, value)).then_some((key, value))
    })
}

/// Several fields on one line, parted: `Nama: Siti, HP: 0812 3456 7890`. What follows a text's name stays together.
pub(super) fn fields_of(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    if parted(line).and_then(|(name, _)| exactly(name)).is_none_or(|key| key == Key::Text) {
        return vec![line];
    }
    for (at, sign) in line.match_indices([',', ';', '|']) {
        let rest = line.get(at + sign.len()..).unwrap_or_default();
        let Some(key) = rest.split_once(':').and_then(|(name, _)| exactly(name.trim())) else { continue };
        found.push(line.get(from..at).unwrap_or_default());
        from = at + sign.len();
        if key == Key::Text {
            break;
        }
    }
    found.push(line.get(from..).unwrap_or_default());
    found
}

/// Without what lists put before their lines: `- `, `1. `, `a) `, a tick.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let numbered = line.split_once(['.', ')']).filter(|(number, rest)| {
        let few = number.len() <= 2 && number.chars().all(|c| c.is_ascii_digit());
        (few || number.len() == 1) && rest.starts_with(|c: char| c == ' ' || c.is_alphabetic())
    });
    numbered.map_or(line, |(_, rest)| rest.trim_start().trim_start_matches(['*', '_']))
}

fn dressed_off(value: &str) -> &str {
    value.trim().trim_matches('*').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_field_and_a_slip_is_forgiven() {
        for (spelling, key) in SPELLINGS {
            assert_eq!(exactly(spelling), Some(*key));
        }
        for (written, key) in [
            ("NO. HP", Key::Phone),
            ("Nomor HP", Key::Phone),
            ("Kenal", Key::Channel),
            ("Ditrima", Key::Received),
            ("Almat", Key::Address),
            ("Keluhn", Key::Text),
            ("Jawabn", Key::Answer),
            ("Nomer Asal", Key::Origin),
        ] {
            assert_eq!(named(written), Some(key), "{written}");
        }
        assert_eq!(named("Catatan"), None);
        assert_eq!(named("WB"), None);
    }
}
