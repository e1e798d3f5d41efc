//! What follows a command word: a grade, a category, a date, a length of time, a unit with a reason.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::{Category, pattern::pattern};
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

/// The first date of a line, and what follows it: `s.d. 30-11-2026: obat dikirim`.
pub(super) fn date_in(argument: &str) -> Option<(NaiveDate, String)> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(\d{1,2})\s*[-/.\s]\s*(\d{1,2}|[a-z]{3,9})\.?\s*[-/.\s]\s*(\d{4}|\d{2})\b|\b(\d{4})-(\d{2})-(\d{2})\b",
        )
    });
    let found = DATE.captures(argument)?;
    let text = |group: usize| found.get(group).map_or("", |m| m.as_str());
    let day = match text(4) {
        "" => date(text(1).parse().ok()?, month(text(2))?, year(text(3))?),
        iso => date(text(6).parse().ok()?, text(5).parse().ok()?, iso.parse().ok()?),
    }?;
    let rest = argument.get(found.get(0)?.end()..).unwrap_or_default();
    Some((day, rest.trim_matches(|c: char| c.is_whitespace() || ":;,-–.()".contains(c)).to_owned()))
}

fn date(day: u32, month: u32, year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    Some(if text.len() == 2 { 2000 + year } else { year })
}

/// A month by number, Indonesian name, or abbreviation (`Agt`, `Ags`, `Nop`).
fn month(text: &str) -> Option<u32> {
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

/// `3 hari`, `5 hari kerja`, `2 x 24 jam`, `45 menit`, `1 minggu`, `2 bulan`.
pub(super) fn estimate(argument: &str) -> Option<Within> {
    static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:selama|sekitar|maksimal|paling\s+lama|kurang\s+lebih|±)?\s*(\d{1,3})(?:\s*[x×]\s*(\d{1,2}))?\s*(menit|jam|hari\s+kerja|hari|hk|minggu|bulan)\b",
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
        "menit" => Some(Within::Minutes(count)),
        "jam" => Some(Within::Hours(count)),
        "hari" => Some(Within::CalendarDays(count)),
        "minggu" => Some(Within::CalendarDays(count.saturating_mul(7))),
        "bulan" => Some(Within::Months(count)),
        _ => Some(Within::WorkingDays(count)),
    }
}

/// A unit and the reason on the same line: `Bidang P2P karena soal fogging`.
pub(super) fn split_reason(argument: &str) -> (String, String) {
    static REASON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\s*(?:[,;(]\s*|\s[-–]\s*|\b)(?:karena|krn|sebab|alasan(?:nya)?|dikarenakan)\b\s*:?\s*|\s*;\s*|\s+[-–]\s+|\.\s+",
        )
    });
    static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:ke|kepada|kpd)\s+"));
    let argument = argument.trim();
    let argument = TO.replace(argument, "");
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
    fn a_date_is_read_as_officers_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 30);
        for text in [
            "s.d. 30-11-2026: obat",
            "sampai 30/11/26",
            "30.11.2026",
            "s/d 30 November 2026",
            "30 Nop 2026",
            "2026-11-30",
        ] {
            assert_eq!(date_in(text).map(|(day, _)| day), day, "{text}");
        }
        assert_eq!(date_in("s.d. 31-11-2026"), None);
        assert_eq!(date_in("minggu depan"), None);
        assert_eq!(date_in("s.d. 30-11-2026: menunggu kiriman").unwrap().1, "menunggu kiriman");
    }

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
