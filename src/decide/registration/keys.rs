//! The fields of a form, and which of them a line names.

use super::spellings::SPELLINGS;
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

/// A line that may name a field: the name before the colon, the value behind it. Bullets, numbers and stars before the
/// name say nothing. Between a name that is spelled rightly and its value a dash or a tab will do.
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

/// A line that begins with a field's name and no sign behind it: `Telp 0812 3456 7890`, `Isi antre lama`. Only where
/// the value can be no other field's; `Petugas jaga tidak ramah` names nobody.
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
