//! What follows a command word: a grade, a category, a date, a length of time, a unit with a reason.

use std::sync::LazyLock;

use regex::Regex;

use super::Category;
use super::until::{Until, until_in};
use crate::decide::pattern::pattern;
use crate::domain::{Class, Grade, Within};

/// The grade named first in a line of at most a few words.
pub(super) fn grade_in(argument: &str) -> Option<Grade> {
    let lower = argument.to_lowercase();
    let first =
        lower.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty() && *word != "ke" && *word != "jadi")?;
    Grade::from_word(first)
}

/// `berkadar pengawasan`, `tidak berkadar`, `aspirasi`, `permintaan informasi`.
pub(super) fn category(argument: &str) -> Option<Category> {
    static BERKADAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\W*(tidak|tdk|bukan|non)?[\s-]*berkadar\b"));
    let lower = argument.to_lowercase();
    if let Some(found) = BERKADAR.captures(&lower) {
        return Some(Category::Supervision(found.get(1).is_none()));
    }
    let words = lower.trim().trim_end_matches(['.', '!']);
    let class = |class: &Class| {
        words == class.label()
            || words == class.word()
            || (words == "informasi" && *class == Class::PermintaanInformasi)
    };
    Class::ALL.iter().copied().find(class).map(Category::Class)
}

/// A month by number, Indonesian name, or abbreviation (`Agt`, `Ags`, `Nop`).
pub(super) fn month(text: &str) -> Option<u32> {
    const NAMES: [(&str, u32); 19] = [
        ("jan", 1),
        ("feb", 2),
        ("peb", 2),
        ("mar", 3),
        ("mrt", 3),
        ("apr", 4),
        ("mei", 5),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("agu", 8),
        ("agt", 8),
        ("ags", 8),
        ("aug", 8),
        ("sep", 9),
        ("okt", 10),
        ("nov", 11),
        ("nop", 11),
        ("des", 12),
    ];
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let lower = text.to_lowercase();
    NAMES.iter().find(|(name, _)| lower.starts_with(name)).map(|(_, number)| *number)
}

/// `3 hari`, `5 hari kerja`, `2 x 24 jam`, `45 menit`, `1 minggu`, `2 bln`.
pub(super) fn estimate(argument: &str) -> Option<Within> {
    static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:selama|sekitar|maksimal|paling\s+lama|kurang\s+lebih|±)?\s*(\d{1,3})(?:\s*[x×]\s*(\d{1,2}))?\s*(menit|mnt|jam|hari\s+kerja|hari|hr|hk|minggu|mgg|bulan|bln)\b",
        )
    });
    let found = LENGTH.captures(argument)?;
    let count: u32 = found.get(1)?.as_str().parse().ok().filter(|count| *count > 0)?;
    let unit = found.get(3)?.as_str().to_lowercase();
    if let Some(times) = found.get(2) {
        let hours: u32 = times.as_str().parse().ok()?;
        return (unit == "jam").then(|| Within::Hours(count.saturating_mul(hours)));
    }
    match unit.as_str() {
        "menit" | "mnt" => Some(Within::Minutes(count)),
        "jam" => Some(Within::Hours(count)),
        "hari" | "hr" => Some(Within::CalendarDays(count)),
        "minggu" | "mgg" => Some(Within::CalendarDays(count.saturating_mul(7))),
        "bulan" | "bln" => Some(Within::Months(count)),
        _ => Some(Within::WorkingDays(count)),
    }
}

/// A length of time, or a day: `3 hari`, `Jumat 4 Desember`.
pub(super) fn estimated(argument: &str) -> Option<Until> {
    estimate(argument).map(Until::Length).or_else(|| until_in(argument).map(|(until, _)| until))
}

/// A unit and the reason on the same line: `Bidang P2P karena soal fogging`.
pub(super) fn split_reason(argument: &str) -> (String, String) {
    static REASON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\s*(?:[,;(]\s*|\s[-–]\s*|\b)(?:karena|krn|sebab|alasan(?:nya)?|dikarenakan)\b\s*:?\s*|\s*;\s*|\s+[-–]\s+|\.\s+",
        )
    });
    static SHORTENED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(bid|bidg|pkm|pusk|kab|kec|ka|dr|drg|sie|inst|dinkes|rs)\.\s+"));
    static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:ke|kepada|kpd)\s+"));
    let argument = argument.trim();
    let argument = TO.replace(argument, "");
    let argument = SHORTENED.replace_all(&argument, "$1 ");
    let (to, reason) = match REASON.find(&argument) {
        Some(found) if found.start() > 0 => {
            (argument.get(..found.start()).unwrap_or_default(), argument.get(found.end()..).unwrap_or_default())
        }
        Some(_) | None => (argument.as_ref(), ""),
    };
    let clean = |text: &str| text.trim().trim_end_matches(['.', ')', ',']).to_owned();
    (clean(to), clean(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read() {
        assert_eq!(estimate("3 hari"), Some(Within::CalendarDays(3)));
        assert_eq!(estimate("5 hari kerja"), Some(Within::WorkingDays(5)));
        assert_eq!(estimate("2 x 24 jam"), Some(Within::Hours(48)));
        assert_eq!(estimate("1 minggu"), Some(Within::CalendarDays(7)));
        assert_eq!(estimate("secepatnya"), None);
        assert_eq!(estimate("0 hari"), None);
    }

    #[test]
    fn a_unit_is_told_from_the_reason() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(split_reason("ke Bidang P2P karena soal fogging"), pair("Bidang P2P", "soal fogging"));
        assert_eq!(split_reason("Puskesmas Bandar I"), pair("Puskesmas Bandar I", ""));
        assert_eq!(split_reason("btg.bid.p2p - bukan kewenangan kami"), pair("btg.bid.p2p", "bukan kewenangan kami"));
    }
}
