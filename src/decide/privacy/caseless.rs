//! Names in texts that are wholly in capitals or without any: `SAYA NUR KHASANAH MOHON DIRAHASIAKAN`,
//! `sy yuli astuti rt 3`, `ini pak karno dari bandar`, `nama saya sri wahyuni tolong rahasiakan`.
//!
//! In: a text with capitals where a word may be a name, and nowhere else (see `ordinary`). Out: the words of such
//! names. A word that is only unknown is a name where something says so: `nama saya`, two of them in a row, or what
//! people say behind their own name. What somebody is called who is complained about stays.

use std::sync::LazyLock;

use regex::Regex;

use super::first_person::{I, STAFF_TITLE, TITLE, is_of_another};
use super::said_names::{KIN, MY_KIN, is_of_staff, name_in};
use crate::decide::pattern::compiled;

const WORD: &str = r"\p{Lu}[\p{L}'’-]*\.?";

fn made(text: &str) -> Option<Regex> {
    let name = format!(r"{WORD}(?:[ \t]+(?:(?:bin|binti|bt|bte|da|de|dos|van|al|el)\.?[ \t]+)?{WORD}){{0,5}}");
    let two = format!(r"{WORD}(?:[ \t]+(?:(?:bin|binti|bt|bte|da|de|dos|van|al|el)\.?[ \t]+)?{WORD}){{1,5}}");
    let titles = format!(r"(?:(?:{TITLE}|{STAFF_TITLE})\s+)*");
    let text = text.replace("NAME", &name).replace("TWO", &two).replace("TITLES", &titles);
    compiled(&text.replace("TITLE", TITLE).replace("MYKIN", MY_KIN).replace("KIN", KIN).replace("I_AM", I)).ok()
}

/// What people say behind their own name.
const GOES_ON: &str = r"(?:\s*[.,;:()\n/-]|\s*$|\s+(?:mohon|minta\s+tolong|tolong|tlg|dari|dr|warga|wong|tiyang|anak\s+buah|desa|ds|dusun|dsn|dukuh|dkh|banjar|br|rt|umur|usia|istri|isteri|suami|anak|ibu|bapak|ortu|keluarga|pasien|ingin|mau|hendak|bade|badhe|arep|melapor|melaporkan|lapor|ngadu|mengadu|jangan|jgn|nik|hp|wa|no|nomor|alamat|di|ring|ning|tinggal|asal|saking|uli|pelapor|guru|kader|kepala|petani|pedagang|selaku|sebagai|adalah|bukan|marga|fam|alias|biasa|minta\s+dirahasiakan)\b)";
/// What they say behind it where they only greet: more would be said of others, too.
const FROM: &str = r"(?:\s+(?:dari|saking|uli|warga|desa|ds|dusun|dukuh|rt|umur|usia|mau|ingin|hendak|mohon|melapor|lapor|ngadu|tinggal|rumah|yg\s+lapor|yang\s+melapor)\b|\s*$)";

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let of_me = r"\b(?:nama(?:\s+(?:lengkap|asli|panggilan))*\s+I_AM|nm\s+I_AM|I_AM\s+(?:bernama|nama|mejeneng)|nama(?:\s+(?:lengkap|asli))*\s*[:=]|jenengku|jenenge\s+I_AM|asmanipun(?:\s+I_AM)?|asmane\s+I_AM|wastan(?:\s+I_AM)?|adan\s+I_AM|perkenalkan|kenalkan)\b[\s,(:=]*(?:(?:ini|adalah|ialah|yaitu|nama|saya|sy|aku|dengan|niki|inggih\s+punika)[\s:]+)*TITLES(?P<name>NAME)";
    let saying_so = r"\bI_AM\b[\s,(:]*(?:(?:ini|adalah|ialah|si)\s+)*(?:TITLE\s+)*(?P<name>NAME)".to_owned() + GOES_ON;
    let greeting = r"(?:^|[\n.!?]\s*|(?i:assalamualaikum|halo|hallo|selamat\s+\w+|permisi|maaf|min|pak|bu|yth)[\s,.!]+)(?:ini|niki|iki|dengan)\s+(?:saya\s+|sy\s+)?(?:TITLE\s+)*(?P<name>NAME)".to_owned() + FROM;
    let patterns = [
        of_me,
        &saying_so,
        r"\bI_AM\s+(?:(?:ini|adalah)\s+)?(?P<name>TWO)",
        &greeting,
        r"(?P<name>NAME)[ \t]+(?:bin|binti|bt|bte)\.?[ \t]+(?P<other>NAME)",
        r"\b(?:marga|fam)\s+(?P<name>NAME)",
        r"\b(?:(?:KIN)(?:\s+(?:kandung|perempuan|laki-laki|pertama|kedua|ketiga|bungsu|sulung|kecil|tua|mertua|ipar|tiri|angkat))*\s+I_AM|MYKIN)\s*[,(:-]?\s*(?:(?:yang|yg|bernama|namanya|nama|an|si|pak|bu|mbak|mas|alm|almarhum|almarhumah)\.?\s+)*(?P<name>NAME)",
        r"\b(?:pasien|an|a\.n|a/n|atas\s+nama)\.?\s+(?:(?:bernama|nama|an|bpk|ibu|bu|pak|ny|tn)\.?\s+)*(?P<name>NAME)",
    ];
    patterns.iter().filter_map(|pattern| made(pattern)).collect()
});

/// The words of the names, in lower case.
pub(super) fn said_in(recased: &str) -> Vec<String> {
    let mut words = Vec::new();
    for found in PATTERNS.iter().flat_map(|pattern| pattern.captures_iter(recased)) {
        let Some(whole) = found.get(0) else { continue };
        if is_of_staff(recased, whole.start()) || is_of_another(recased, whole.start()) {
            continue;
        }
        let names = [found.name("name"), found.name("other")].into_iter().flatten();
        names.for_each(|name| words.extend(name_in(name.as_str(), true)));
    }
    words
}
