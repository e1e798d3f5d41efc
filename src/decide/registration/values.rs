//! The values of the fields, as officers write them.

use std::sync::LazyLock;

use connectors::sms::number::{self, Number};

use regex::Regex;

use crate::decide::pattern::pattern;
use crate::decide::reply::one_slip;
use crate::domain::{Channel, Class, Grade};

/// Names of channels: the longest that a value begins with counts.
const CHANNELS: &[(&str, Channel)] = &[
    ("tatap muka", Channel::TatapMuka),
    ("datang langsung", Channel::TatapMuka),
    ("langsung", Channel::TatapMuka),
    ("datang", Channel::TatapMuka),
    ("loket", Channel::TatapMuka),
    ("admisi", Channel::TatapMuka),
    ("unit pengaduan", Channel::TatapMuka),
    ("unit pelayanan", Channel::TatapMuka),
    ("lisan", Channel::TatapMuka),
    ("surat elektronik", Channel::Email),
    ("surat", Channel::Surat),
    ("pos", Channel::Surat),
    ("kotak saran", Channel::KotakSaran),
    ("kotak pengaduan", Channel::KotakSaran),
    ("kotak", Channel::KotakSaran),
    ("telepon", Channel::Telepon),
    ("telpon", Channel::Telepon),
    ("telp", Channel::Telepon),
    ("tlp", Channel::Telepon),
    ("hp", Channel::Telepon),
    ("sms", Channel::Sms),
    ("whatsapp", Channel::Whatsapp),
    ("wa", Channel::Whatsapp),
    ("media sosial", Channel::Sosmed),
    ("medsos", Channel::Sosmed),
    ("sosmed", Channel::Sosmed),
    ("facebook", Channel::Sosmed),
    ("fb", Channel::Sosmed),
    ("instagram", Channel::Sosmed),
    ("ig", Channel::Sosmed),
    ("tiktok", Channel::Sosmed),
    ("twitter", Channel::Sosmed),
    ("x", Channel::Sosmed),
    ("youtube", Channel::Sosmed),
    ("telegram", Channel::Sosmed),
    ("angket", Channel::Angket),
    ("kuesioner", Channel::Angket),
    ("kuisioner", Channel::Angket),
    ("survei", Channel::Angket),
    ("survey", Channel::Angket),
    ("email", Channel::Email),
    ("e mail", Channel::Email),
    ("surel", Channel::Email),
    ("website", Channel::Email),
    ("web", Channel::Email),
    ("lapor", Channel::Lapor),
    ("sp4n", Channel::Lapor),
];

/// The channel that is named: `Tatap muka`, `tatap-muka`, `IG @dinkes`, `kuesioner IKM`.
#[must_use]
pub fn channel_named(value: &str) -> Option<Channel> {
    let plain = value.to_lowercase().replace(['-', '_'], " ");
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let begins = |name: &str| {
        let name: Vec<&str> = name.split(' ').collect();
        words.starts_with(&name).then_some(name.len())
    };
    let exact = CHANNELS.iter().filter_map(|(name, channel)| Some((begins(name)?, *channel)));
    if let Some((_, channel)) = exact.max_by_key(|(words, _)| *words) {
        return Some(channel);
    }
    let said = words.join(" ");
    let near = |name: &str| name.len() > 4 && one_slip(&said, name);
    CHANNELS.iter().find(|(name, _)| near(name)).map(|(_, channel)| *channel)
}

/// The class that is named.
#[must_use]
pub fn class_named(value: &str) -> Option<Class> {
    let value = value.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| value.contains(word));
    if has(&["konsul"]) {
        Some(Class::Konsultasi)
    } else if has(&["informasi", "ppid"]) {
        Some(Class::PermintaanInformasi)
    } else if has(&["aspirasi", "saran", "umpan balik", "masukan", "usul", "apresiasi", "pujian"]) {
        Some(Class::Aspirasi)
    } else {
        has(&["pengaduan", "aduan", "keluhan", "laporan"]).then_some(Class::Pengaduan)
    }
}

/// The grade that is named.
#[must_use]
pub fn grade_named(value: &str) -> Option<Grade> {
    let value = value.trim().to_lowercase();
    let value = value.strip_prefix("grade").unwrap_or(&value).trim();
    Grade::ALL.iter().copied().find(|grade| value == grade.word() || (value.len() > 4 && one_slip(value, grade.word())))
}

/// What a yes-or-no field says. Something else is taken for yes: these fields protect people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YesNo {
    Yes,
    No,
    Unsure,
}

pub(super) fn yes_no(value: &str) -> YesNo {
    match value.trim().trim_matches(['.', '!']).to_lowercase().as_str() {
        "ya" | "iya" | "y" | "yes" | "benar" | "betul" | "ada" | "v" | "✓" | "x" | "1" => YesNo::Yes,
        "" | "tidak" | "tdk" | "t" | "no" | "bukan" | "-" | "0" => YesNo::No,
        _ => YesNo::Unsure,
    }
}

/// Whether a status says that it was settled at once; `None`: something else.
pub(super) fn is_settled(value: &str) -> Option<bool> {
    let value = value.trim().to_lowercase();
    let open = ["belum", "proses", "terbuka", "diteruskan", "tidak selesai", "baru", "dibuka"];
    if open.iter().any(|word| value.contains(word)) {
        return Some(false);
    }
    let done = ["selesai", "tuntas", "terjawab"];
    let slipped = value.split_whitespace().any(|word| one_slip(word, "selesai"));
    (slipped || done.iter().any(|word| value.contains(word))).then_some(true)
}

/// True of what a book says was done with an entry: `Sudah ditegur`, `telah diperbaiki`. What is still to be done
/// (`akan`, `diteruskan ke`) is not, and neither is what says nothing of it.
pub(super) fn says_done(value: &str) -> bool {
    const OPEN: [&str; 19] = [
        "belum",
        "blm",
        "akan",
        "proses",
        "diproses",
        "diteruskan",
        "menunggu",
        "tunggu",
        "rencana",
        "direncanakan",
        "dijadwalkan",
        "diusulkan",
        "usul",
        "koordinasi",
        "dikoordinasikan",
        "disampaikan",
        "dilaporkan",
        "tidak",
        "sedang",
    ];
    const DONE: [&str; 10] =
        ["sudah", "sdh", "udah", "telah", "selesai", "tuntas", "beres", "teratasi", "terjawab", "terlaksana"];
    let lower = value.to_lowercase();
    let has = |known: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|word| known.contains(&word));
    has(&DONE) && !has(&OPEN)
}

/// A telephone number in E.164, or as written where it is none.
///
/// # Errors
/// What was written.
pub fn phone(value: &str, area_code: &str) -> Result<String, String> {
    // `0812 3456 7890 (WA)`.
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([^)\d]*\)|(?i)\b(?:wa|whatsapp|hp|telp|aktif)\b"));
    let area = Some(area_code).filter(|code| !code.is_empty());
    let numbers = number::read_all(ASIDE.replace_all(value, " ").trim(), area);
    let found = numbers.iter().find_map(|number| match number {
        Number::Known { e164, .. } => Some(e164.clone()),
        Number::Short(_) | Number::Unreadable(_) => None,
    });
    found.ok_or_else(|| value.to_owned())
}

/// A mail address, lower case.
pub(super) fn mail_address(value: &str) -> Option<String> {
    let word = value.split_whitespace().find(|word| word.contains('@'))?;
    let word = word.trim_matches(|c: char| "<>(),;".contains(c)).to_lowercase();
    let (local, host) = word.split_once('@')?;
    let plain = !word.chars().any(|c| c.is_control() || "\"'\\".contains(c));
    (plain && !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_have_many_names() {
        for (written, channel) in [
            ("Tatap muka", Channel::TatapMuka),
            ("tatap-muka", Channel::TatapMuka),
            ("tatap_muka", Channel::TatapMuka),
            ("kotak_saran", Channel::KotakSaran),
            ("Kotak Saran lobi", Channel::KotakSaran),
            ("Surat masuk", Channel::Surat),
            ("HP Humas", Channel::Telepon),
            ("WA center", Channel::Whatsapp),
            ("IG @dinkes", Channel::Sosmed),
            ("medsos", Channel::Sosmed),
            ("kuesioner", Channel::Angket),
            ("Kusioner", Channel::Angket),
            ("tatp muka", Channel::TatapMuka),
        ] {
            assert_eq!(channel_named(written), Some(channel), "{written}");
        }
        assert_eq!(channel_named("merpati"), None);
        for channel in Channel::ALL {
            assert_eq!(channel_named(channel.word()), Some(*channel));
            assert_eq!(channel_named(channel.label()), Some(*channel));
        }
    }

    #[test]
    fn a_doubtful_word_on_secrecy_protects() {
        assert_eq!(yes_no("Ya"), YesNo::Yes);
        assert_eq!(yes_no("tidak"), YesNo::No);
        assert_eq!(yes_no("mohon"), YesNo::Unsure);
    }

    #[test]
    fn only_what_is_done_is_settled() {
        assert_eq!(is_settled("selesai di tempat"), Some(true));
        assert_eq!(is_settled("Slesai ditempat"), Some(true));
        assert_eq!(is_settled("belum selesai"), Some(false));
        assert_eq!(is_settled("menunggu"), None);
        for (said, done) in [
            ("Sudah ditegur", true),
            ("Selesai.", true),
            ("Sudah diteruskan ke Puskesmas Tulis", false),
            ("akan diperbaiki", false),
            ("Belum selesai", false),
            ("ditegur", false),
            ("-", false),
        ] {
            assert_eq!(says_done(said), done, "{said}");
        }
    }
}
