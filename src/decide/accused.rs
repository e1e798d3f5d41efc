//! Whether an accusation means those who would judge it: the head of the office or its complaint desk.
//!
//! In: the book of an office and a text that alleges wrongdoing. Out: which of the two it means. Told by what people
//! call them: the title of the head (`kadis`, `direktur`), the name of the desk, the title of its chief, and those who
//! work there (`kasubag keuangan`). Whom a letter is addressed to and whom it asks for help (`Yth. Kepala Dinas`,
//! `mohon Pak Kadis menindak`) is not meant. When unsure somebody is meant: then another gets it, who is not.

use super::OfficeBook;
use super::supervision::accuses;
use crate::domain::{Office, UnitId};

/// What heads are called, by how their title begins.
const HEADS: [(&str, &[&str]); 3] = [
    (
        "kepala dinas",
        &["kepala dinas", "kepala dinkes", "kadis", "kadinkes", "kadinas", "kadin", "ka dinas", "ka dinkes"],
    ),
    (
        "kepala puskesmas",
        &[
            "kepala puskesmas",
            "kepala pkm",
            "kapus",
            "kapuskes",
            "ka puskesmas",
            "ka pkm",
            "bapak kepala",
            "ibu kepala",
            "pak kepala",
            "bu kepala",
        ],
    ),
    ("direktur", &["direktur", "dirut", "direksi", "pimpinan rumah sakit", "kepala rumah sakit", "pimpinan rsud"]),
];
/// Behind `kepala dinas` and `sekretaris` these name somebody elsewhere.
const ELSEWHERE: &str = "pendidikan sosial perhubungan pekerjaan pupr pertanian perikanan dukcapil kependudukan lingkungan tenaga \
    perindustrian pariwisata desa camat kecamatan daerah dewan kelurahan rt rw dprd partai umum bidang seksi ruang ruangan \
    tu tata loket poli lab gudang sekolah bagian pustu polindes dusun";
/// Whoever stands behind one of these is addressed, or asked for help.
const ADDRESSED: &str = "yth kpd kepada mohon tolong harap minta agar supaya semoga lapor laporkan melapor melaporkan sampaikan \
    disampaikan menyampaikan mengadu adukan nyuwun halo selamat";
/// Unless money goes to him.
const GETS: &str =
    "setor setoran disetor menyetor jatah upeti fee uang bagian dikirim transfer ditransfer serahkan diserahkan";
/// Whoever stands before one of these is asked for help.
const ASKED: &str = "tolong mohon harus agar segera tindak menindak bertindak turun perhatikan cek harap bantu";
/// So many words before a title are looked at.
const BEFORE: usize = 4;
/// Those who work in a secretariat, before what they do there.
const CLERKS: &str =
    "kasubag kasubbag kasubagian subag subbag subbagian bagian bendahara staf staff pegawai petugas orang pengelola";
const PUSKESMAS: &str = "puskesmas pkm pustu rsud posyandu desa";
/// What the chief of a Dinas's secretariat is called for short.
const SECRETARIES: [&str; 4] = ["sekdin", "sekdis", "sekdinkes", "sekdinnya"];
/// Names of desks that say nothing by themselves.
const GENERAL: &str = "tim kepala ketua unit bagian petugas pelayanan";

/// Those of desk and head whom the accusation means.
#[must_use]
pub fn judges_meant(book: &OfficeBook, text: &str) -> Vec<UnitId> {
    let sentences = sentences(text);
    let office = &book.office;
    let head = head_is_meant(book, text, &sentences).then(|| office.head.clone());
    let desk = sentences.iter().any(|sentence| desk_is_meant(office, sentence)).then(|| office.desk.clone());
    [head, desk].into_iter().flatten().collect()
}

/// The words of each sentence in lower case, a comma as a word.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let lower = text.to_lowercase().replace("ka.", "ka").replace("yth.", "yth");
    let cut = lower.split(['.', '!', '?', ';', '\n']).map(|sentence| {
        let spaced = sentence.replace(',', " , ");
        let words = spaced.split_whitespace().map(|word| match word {
            "," => word.to_owned(),
            _ => word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        });
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
    });
    cut.filter(|words| !words.is_empty()).collect()
}

/// The sentence in which he is named alleges wrongdoing, or the next, which speaks of him without his title.
fn head_is_meant(book: &OfficeBook, text: &str, sentences: &[Vec<String>]) -> bool {
    let titles = head_titles(&book.office);
    let named = |words: &Vec<String>| titles.iter().any(|title| spoken_of(words, title));
    if !sentences.iter().any(named) || !accuses(book, text) {
        return false;
    }
    sentences.iter().enumerate().filter(|(_, words)| named(words)).any(|(at, words)| {
        let goes_on =
            sentences.get(at + 1).filter(|next| next.first().is_some_and(|word| is_in("beliau dia ia orangnya", word)));
        let both = words.iter().chain(goes_on.into_iter().flatten()).cloned().collect::<Vec<_>>().join(" ");
        accuses(book, &both)
    })
}

fn head_titles(office: &Office) -> Vec<&'static str> {
    let title = office.unit(&office.head).map(|head| head.addressee.to_lowercase()).unwrap_or_default();
    HEADS
        .iter()
        .filter(|(begins, _)| title.starts_with(begins))
        .flat_map(|(_, titles)| titles.iter().copied())
        .collect()
}

/// Somebody with this title is spoken of, not to.
fn spoken_of(words: &[String], title: &str) -> bool {
    let title: Vec<&str> = title.split(' ').collect();
    let starts = (0..words.len()).filter(|at| words.iter().skip(*at).take(title.len()).eq(title.iter().copied()));
    starts.into_iter().any(|at| {
        let behind = at + title.len();
        let next = words.get(behind).map(String::as_str).unwrap_or_default();
        let before: Vec<&String> = words.iter().take(at).rev().take(BEFORE).collect();
        let gets = before.iter().any(|word| is_in(GETS, word));
        let addressed = before.iter().any(|word| is_in(ADDRESSED, word)) && !gets;
        let called = next == "," && before.iter().all(|word| is_in("pak bu bapak ibu bpk", word));
        !(addressed || called || is_in(ASKED, next) || is_in(ELSEWHERE, next))
    })
}

/// By its name, by the title of its chief, or by somebody who works there.
fn desk_is_meant(office: &Office, words: &[String]) -> bool {
    let Some(desk) = office.unit(&office.desk) else { return false };
    let name = first_of(&desk.name);
    let chief = first_of(&desk.addressee);
    let by_word = [&name, &chief].into_iter().any(|word| !is_in(GENERAL, word) && spoken_of(words, word));
    let whole = desk.name.split([' ', '(', '/']).take(2).collect::<Vec<_>>().join(" ").to_lowercase();
    let by_short = || chief == "sekretaris" && SECRETARIES.iter().any(|word| spoken_of(words, word));
    by_word
        || by_short()
        || is_in(GENERAL, &name) && spoken_of(words, &whole)
        || name == "sekretariat" && names_a_clerk(words, &desk.name)
}

/// `kasubag keuangan di dinas`: what stands in the brackets of the desk's name is done there, and a Kasubag works
/// nowhere else in a Dinas; those of a Puskesmas are its own.
fn names_a_clerk(words: &[String], desk: &str) -> bool {
    let duties = desk.split_once('(').map(|(_, duties)| duties.to_lowercase()).unwrap_or_default();
    let duties: Vec<&str> = duties.split(|c: char| !c.is_alphanumeric()).filter(|duty| duty.len() > 3).collect();
    words.iter().enumerate().any(|(at, word)| {
        let behind = || words.iter().skip(at + 1).take(BEFORE).map(String::as_str);
        let does = || behind().take(2).any(|word| duties.contains(&word) || is_in("keuangan kepegawaian umum", word));
        let chief = word.starts_with("kasub") && word.contains("bag");
        let meant = chief || is_in(CLERKS, word) && does() && behind().any(|word| is_in("dinas dinkes", word));
        meant && !behind().any(|word| is_in(PUSKESMAS, word))
    })
}

fn first_of(name: &str) -> String {
    name.split([' ', '(', '/']).next().unwrap_or_default().to_lowercase()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::{names_a_clerk, sentences, spoken_of};

    fn speaks_of(text: &str, title: &str) -> bool {
        sentences(text).iter().any(|words| spoken_of(words, title))
    }

    #[test]
    fn whoever_is_addressed_or_asked_for_help_is_not_spoken_of() {
        for text in [
            "Yth. Kepala Dinas Kesehatan, bidan minta uang",
            "Mohon Bapak Kepala Dinas menindak bidan itu",
            "Pak Kepala Dinas, bidan minta uang",
            "kepala dinas harus menindak",
            "saya lapor ke kepala dinas soal pungli",
            "Kepala Dinas Pendidikan minta uang",
        ] {
            assert!(!speaks_of(text, "kepala dinas"), "{text}");
        }
        for text in [
            "Kepala Dinas dan Sekretaris minta setoran dari tiap puskesmas",
            "Setoran untuk kepala dinas 5 juta tiap bulan",
            "Mobil dinas dipakai istri kepala dinas ke pasar",
        ] {
            assert!(speaks_of(text, "kepala dinas"), "{text}");
        }
    }

    #[test]
    fn those_of_the_secretariat_are_told_from_those_of_a_puskesmas() {
        let desk = "Sekretariat (umum, kepegawaian, keuangan, PPID)";
        let named = |text: &str| sentences(text).iter().any(|words| names_a_clerk(words, desk));
        assert!(named("Kasubag keuangan di dinas kesehatan TTU minta 3 juta"));
        assert!(named("bendahara keuangan dinas memotong TPP") && named("Kasubbag umum dan kepegawaian minta uang"));
        assert!(!named("Kasubag TU Puskesmas Eban minta uang") && !named("bendahara puskesmas potong insentif"));
        assert!(!named("loket bagian umum puskesmas minta uang"));
    }
}
