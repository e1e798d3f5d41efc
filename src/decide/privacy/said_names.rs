//! Names that a protected writer gives away in his own words: his own, and those of his people.
//!
//! In: a text. Out: the words of such names. Knows no list of names, only the words beside them; what stands behind the
//! word for an officer (`petugas bernama …`) is the accused and stays.

use std::sync::LazyLock;

use regex::Regex;

use super::ordinary::{PARTICLES, names_nobody, recased};
use super::{caseless, first_person, headers, signed_off};
use crate::decide::pattern::compiled;

/// Words that stand where a name may stand and are none.
pub(super) const NO_NAMES: &str = "jangan jgn jang tidak tdk tak gak ga ojo aja mohon tolong minta harap dirahasiakan rahasiakan rahasia \
    disebut disebutkan disembunyikan disamarkan dan yang yg ini itu warga pasien keluarga ingin mau sudah belum \
    takut dari di ke hanya adalah seorang orang antre antri melapor lapor laporan sebagai punya dengan untuk \
    sampun ampun terima salam hormat wassalam puskesmas pkm rsud igd ugd dinkes bapak ibu pak bu petugas perawat \
    bidan dokter dr drg mantri kepala sendiri juga masih datang saya sy aku kami ada akan bisa lagi sakit \
    dirawat umum bpjs jkn kis nama anak istri suami nik hp wa alamat umur usia tapi tetapi karena krn pada saat \
    waktu kemarin tadi senin selasa rabu kamis jumat sabtu minggu diminta disuruh tanpa harus kecewa sangat desa \
    dusun kecamatan posyandu poli loket kenapa mengapa assalamualaikum yth bahwa atas oleh mereka dia beliau \
    guru segera tindak semoga sebelumnya banyak baik rawat inap jalan lansia jaminan kelas miskin lama baru \
    rujukan obat januari februari maret april mei juni juli agustus september oktober november desember kasih \
    kasihnya pulang naik tahu beli lihat dengar dapat bayar kerja rumah tinggal asal orangtua mulai keluar masuk janda duda ketua ptt \
    bpd tki uks mts bila apakah tiga yayasan pemerintah jauh";
/// Whoever is called by one of these is complained about, not hidden.
pub(super) const STAFF: &str = "petugas petugasnya bidan bidannya dokter dokternya dr drg perawat perawatnya mantri kepala kapus satpam \
    kasir pegawai oknum sopir kader staf staff admin bendahara suster nakes apoteker direktur kasi kabid";
/// So many words before a naming word are looked at for who is named.
const BEFORE: usize = 4;
/// No name has more words.
const LONGEST: usize = 6;

pub(super) const KIN: &str = "anak|anakku|putra|putri|bayi|suami|suamiku|istri|istriku|isteri|ibu|ibuku|bapak|bapakku|ayah|ayahku|abah|mamak|mama|papa|\
                   emak|mbok|simbok|mertua|adik|adikku|adek|kakak|kakakku|kakek|nenek|mbah|simbah|keponakan|ponakan|sepupu|\
                   paman|pakde|bude|bulik|paklik|bibi|tante|om|cucu|menantu|ortu|saudara|sodara|tetangga|teman|bojo|bojoku|bini|\
                   ninik|pekak|meme|bapa|nona|kurenan|somah|pasien";
pub(super) const MY_KIN: &str = "anakku|suamiku|istriku|ibuku|bapakku|ayahku|adikku|kakakku|bojoku|mertuaku|nenekku|kakekku|mbahku|cucuku|ponakanku|\
                      keponakanku|menantuku";
const MINE: &str = "saya|sy|aku|kami|ku|kulo|kula|dalem|tiang|titiang|beta|katong|engko'|sengko'|kaule|kula";

static KIN_BY_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!(
        r"\b(?i:(?:{KIN})(?:\s+(?:kandung|perempuan|laki-laki|pertama|kedua|ketiga|bungsu|sulung|kecil|tua|mertua))*\s+(?:{MINE})|{MY_KIN}|pasien|(?:ny|tn|nn|by\.?\s*ny)\.)(?i:\s+(?:yang|yg|si))?\s*[,(:-]?\s*(?i:(?:bernama|namanya|nama|a\.?n\.?|si)\s+)?(?P<name>(?:\p{{Lu}}[\p{{Ll}}'.-]+\s?){{1,4}})"
    );
    compiled(&text).ok()
});
/// One of his people with his name just behind, without `saya`: `suami Joko`, `sepupu, Fajar`, `istri (Siti)`,
/// `Rani dan Rina`. Not `ibu` and `bapak`: so officers are called too.
static KIN_ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!(
        r"\b(?i:(?:anak|putra|putri|bayi|suami|istri|isteri|adik|adek|kakak|kakek|nenek|mertua|keponakan|ponakan|sepupu|paman|pakde|bude|bulik|paklik|bibi|tante|cucu|menantu|bojo|saudara|tetangga)(?:ku|nya)?(?:\s+(?:kandung|kembar|ipar|tiri|angkat|mertua|perempuan|laki-laki))*(?:\s+(?:{MINE}))?)(?i:\s+(?:yang|yg))?\s*[,(:-]?\s*(?i:(?:alm|almarhum|almarhumah|pak|bu|bpk|mbak|mas|bang|kang|si|bernama|namanya|nama)\.?\s+)*(?P<name>(?:\p{{Lu}}[\p{{Ll}}'.-]+\s?){{1,4}})(?:\s*(?i:dan|&|sama|serta)\s+(?P<other>(?:\p{{Lu}}[\p{{Ll}}'.-]+\s?){{1,3}}))?"
    );
    compiled(&text).ok()
});
/// Another of them, behind `dan`: `dan ibu Kartini`.
static AND_KIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!(
        r"(?i:{KIN})[^.;\n]{{0,40}}(?i:\bdan|&|serta|sama)\s+(?i:ibu|bapak|pak|bu)\s+(?P<name>(?:\p{{Lu}}[\p{{Ll}}'.-]+\s?){{1,3}})"
    );
    compiled(&text).ok()
});
/// What [`AND_KIN`] ends with. Kin stand in most texts, this in few: where it is missing, nobody need look for both.
static AND_TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"(?i:dan|&|serta|sama)\s+(?i:ibu|bapak|pak|bu)\s+\p{Lu}").ok());
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!(
        r"(?i)\b(?:bernama|nama(?:\s+(?:lengkap|asli))?\s+(?:{KIN}|{MY_KIN})(?:\s+(?:{MINE}))?|nama(?:\s+(?:lengkap|asli))?\s+(?:{MINE})|nm\s+(?:{MINE})|a\.n\.?|a/n|atas\s+nama(?:\s+(?:{MINE}))?|jenengku|jenenge|asmanipun|adan|wastan)\s*(?:adalah|ialah|yaitu|tiang|titiang|[:=])?\s*(?P<name>[\p{{L}}'][\p{{L}}'. ]{{2,60}})"
    );
    compiled(&text).ok()
});
static NAMED_BIG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"\b(?i:nama|namanya|an\.|nm)(?i:\s+(?:lengkap|asli))?\s*(?i:adalah|ialah|yaitu|[:=])?\s*(?P<name>(?:\p{Lu}[\p{Ll}'.]+\s?){1,4})",
    )
    .ok()
});
static I_AM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"\b(?i:saya|sy|aku|beta|tiang|kulo|kula|perkenalkan)\s*[,(]?\s*(?P<name>(?:\p{Lu}[\p{Ll}']+\s?){1,4})")
        .ok()
});
static BELOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:hormat\s+(?:saya|kami)|salam(?:\s+hormat)?|wassalam\w*|ttd|tertanda|terima\s*kasih|makasih|matur\s+(?:nuwun|suksma)|suksma|mator\s+sakalangkong|pelapor)\s*[,.:!]*\s*[\n(\[-]+\s*\(?(?P<name>(?:[\p{L}'.]+[ \t]?){1,5})\)?\s*$",
    )
    .ok()
});

/// A form's line, whatever its case: `nama : budi santoso`.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?im)^[ \t\d.)*-]*(?:nama|nm|pelapor|pengirim)(?:[ \t]+(?:lengkap|asli|saya|pelapor|pengirim))*[ \t]*[:=][ \t]*(?P<name>[\p{L}'. ]{3,40})").ok()
});
/// He says who he is, without a capital, and from where or how old: `saya sutini warga Reban`,
/// `kula sarno saking Bandar`.
static I_FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = format!(
        r"(?i)\b(?:{MINE}|perkenalkan|niki|iki)\s+(?:pak\s+|bu\s+|mbak\s+|mas\s+)?(?P<name>[\p{{L}}']{{3,}}(?:\s+[\p{{L}}']{{3,}})?)\s*[,(]?\s*(?:warga|umur|usia|asal|alamat|dari\s+(?:desa|ds|dusun|dukuh|kampung|kp|kelurahan|kel|kecamatan|kec|rt)|saking|desa|dusun|rt|istri(?:nya)?\s+pak|anak(?:nya)?\s+pak)\b"
    );
    compiled(&text).ok()
});
/// The line that ends a letter, of one to three words behind a dash or in brackets: `- sutini`, `~wati`, `(pak karto)`.
static SIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?i)[\n.!?][ \t]*(?:[-~–—]+[ \t]*|\(|by[ .:]+|dari[ :]+|dr[ :]+|ttd[ :.]*|tertanda[ :,]*)(?:pak|bu|mbak|mas|ibu|bapak)?[ \t]*(?P<name>[\p{L}'.]{3,}(?:[ \t][\p{L}'.]+){0,2})[ \t]*\)?\s*$").ok()
});

/// The words of the names that the writer gives away, in lower case, each once.
pub(super) fn said_in(text: &str) -> Vec<String> {
    let shouted = is_shouted(text);
    let mut words: Vec<String> = Vec::new();
    for (pattern, by_capital) in [
        (&KIN_BY_NAME, true),
        (&KIN_ALONE, true),
        (&AND_KIN, true),
        (&NAMED, false),
        (&NAMED_BIG, true),
        (&I_AM, true),
        (&BELOW, false),
        (&FIELD, false),
        (&I_FROM, false),
        (&SIGNED, false),
    ] {
        let hopeless = std::ptr::eq(pattern, &AND_KIN) && !AND_TITLE.as_ref().is_none_or(|end| end.is_match(text));
        let Some(pattern) = pattern.as_ref().filter(|_| !(by_capital && shouted || hopeless)) else { continue };
        for captured in pattern.captures_iter(text) {
            let (Some(whole), Some(name)) = (captured.get(0), captured.name("name")) else { continue };
            if !is_of_staff(text, whole.start()) {
                words.extend(name_in(name.as_str(), by_capital));
                let other = pattern.capture_names().flatten().find(|group| *group == "other");
                let other = other.and_then(|group| captured.name(group));
                words.extend(other.map(|other| name_in(other.as_str(), by_capital)).unwrap_or_default());
            }
        }
    }
    words.extend(lone_name(text));
    words.extend(first_person::said_in(text, shouted));
    let as_names = recased(text);
    words.extend(first_person::said_in(&as_names, false));
    words.extend(caseless::said_in(&as_names));
    words.extend(headers::said_in(text));
    words.extend(signed_off::said_in(text));
    words.sort();
    words.dedup();
    words
}

/// A last line of one or two words, none of which is anything but a name: `Bidan minta uang.\nsutini`.
fn lone_name(text: &str) -> Vec<String> {
    let Some((_, last)) = text.trim_end().rsplit_once('\n') else { return Vec::new() };
    let line = last.trim().trim_end_matches(['.', ',']);
    let small = line.chars().all(|c| c.is_alphabetic() && c.is_lowercase() || " '.".contains(c));
    let names = if small { name_in(line, false) } else { Vec::new() };
    let whole = (1..=2).contains(&names.len()) && names.len() == line.split_whitespace().count();
    if whole { names } else { Vec::new() }
}

/// Where nearly every word has a capital, a capital tells nothing.
pub(super) fn is_shouted(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let (all, capital) = words.fold((0usize, 0usize), |(all, capital), word| {
        let big = word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        (all + 1, capital + usize::from(big))
    });
    all > 1 && capital == all || all > 5 && capital * 10 > all * 7
}

/// The word for an officer stands shortly before, in the same sentence.
pub(super) fn is_of_staff(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let sentence = before.rsplit(['.', '\n', ';', '!', '?']).next().unwrap_or_default();
    let near = sentence.split_whitespace().rev().take(BEFORE);
    near.map(plain).any(|word| is_in(STAFF, &word))
}

/// The words up to the first that is no name.
pub(super) fn name_in(words: &str, by_capital: bool) -> Vec<String> {
    let all: Vec<&str> = words.split_whitespace().collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let capitals = by_capital || all.first().is_some_and(|word| capital(word));
    let is_name = |word: &&&str| {
        let bare = plain(word);
        let named = if capitals { capital(word) } else { !is_verb(&bare) && !names_nobody(&bare) };
        is_in(PARTICLES, &bare) || named && !is_in(NO_NAMES, &bare) && !is_in(STAFF, &bare)
    };
    let named = all.iter().take_while(is_name).take(LONGEST).map(|word| plain(word));
    named.filter(|word| word.chars().count() > 2 && !is_in(PARTICLES, word)).collect()
}

/// `dicatut`, `menunggu`: a word made with the beginnings of verbs.
fn is_verb(word: &str) -> bool {
    word.len() > 6 && ["di", "ter", "ber", "men", "mem", "meng"].iter().any(|begins| word.starts_with(begins))
}

pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

pub(super) fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::said_in;

    #[test]
    fn a_name_is_known_by_the_words_beside_it() {
        for (text, names) in [
            ("Nama saya Melati Wulandari, jangan disebut", vec!["melati", "wulandari"]),
            ("nama sy budi jgn disebut ya pak", vec!["budi"]),
            ("nama saya budi santoso, mohon dirahasiakan", vec!["budi", "santoso"]),
            ("Saya Melati, tetangga bidan itu", vec!["melati"]),
            ("Petugas kasar.\nHormat saya,\nRatna Dewi", vec!["dewi", "ratna"]),
            ("anak saya, Budi, dipungut biaya", vec!["budi"]),
            ("Suami saya (Slamet Riyadi) disuruh membayar", vec!["riyadi", "slamet"]),
            ("istri saya bernama Sulastri ditolak", vec!["sulastri"]),
            ("pasien a.n. Wagimin ditelantarkan", vec!["wagimin"]),
            ("Anakku Bagas disuruh pulang", vec!["bagas"]),
            ("adan tiang Ketut, da orahanga", vec!["ketut"]),
            ("nama : budi santoso\nkeluhan: petugas minta uang", vec!["budi", "santoso"]),
            ("saya sutini warga desa Reban, bidan minta uang", vec!["sutini"]),
            ("kula sarno saking Bandar, mantri njaluk duit", vec!["sarno"]),
            ("Bidan minta uang 50 ribu.\n- sutini", vec!["sutini"]),
            ("mohon ditindak pak.\nby: wati ningsih", vec!["ningsih", "wati"]),
            ("Bidan minta uang 50 ribu\nsutini", vec!["sutini"]),
            ("bidane njaluk duit, ojo disebut jenengku\n\nsri wahyuni \n", vec!["sri", "wahyuni"]),
        ] {
            assert_eq!(said_in(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_and_the_name_of_the_accused_stay() {
        for text in [
            "nama saya jangan disebut",
            "mohon nama dirahasiakan",
            "Saya antre dari pagi",
            "petugas loket bernama Rina minta uang",
            "Bidan namanya Ani meminta bayaran",
            "nama petugas itu Rina",
            "ANAK SAYA SAKIT PANAS DI PUSKESMAS TIDAK DILAYANI",
            "Anak saya dirawat, petugas marah",
            "saya warga desa Reban, antre dari pagi",
            "saya datang dari desa, petugas marah",
            "Petugas marah. Dari warga",
            "Petugas marah\nterima kasih",
            "Petugas marah\ntolong ditindak",
            "sutini",
        ] {
            assert_eq!(said_in(text), Vec::<String>::new(), "{text}");
        }
    }
}
