//! The list of copies that ends an official letter: `Tembusan: 1. Kepala Dinas 2. Arsip`. In: the text of an answer.
//! Out: the text above the list. The citizen needs none of it, and nothing is sent by it.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// A list has no more lines than this,
const MOST: usize = 8;
/// and none longer than this, in bytes.
const WIDEST: usize = 90;

/// The text above its list of copies; all of it where none ends it.
pub(super) fn without_copies(text: &str) -> &str {
    begin_of_copies(text).and_then(|at| text.get(..at)).map_or(text, str::trim_end)
}

/// True where a list of copies ends it.
#[must_use]
pub fn names_copies(text: &str) -> bool {
    begin_of_copies(text.trim()).is_some()
}

/// Where the list begins. Whoever is asked for something there is spoken to: then it is no list.
fn begin_of_copies(text: &str) -> Option<usize> {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?im)^[\s>*_-]*(?:tembusan|tindasan|c\.?c)\b(?:\s+(?:disampaikan\s+)?(?:kepada|kpd)(?:\s+yth\.?)?)?\s*:",
        )
    });
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:\d{1,2}[.)]?\s*)?(?:yth\.?\s*)?(?:sdr\.?\s+|bapak\s+|ibu\s+)?
              (?:kepala|ka\.?|kadis\w*|kadinkes|kabid|kasi|kasubb?ag|kapus|sekretaris\w*|sekdin|bupati|wali\s*kota|gubernur|camat|lurah|dinas|dinkes|bidang|bagian|seksi|puskesmas|pkm|rsud|direktur|direksi|inspektorat|inspektur|ombudsman|ketua|koordinator|humas|arsip|pertinggal|file)\b",
        )
    });
    static ASKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:mohon|tolong|mhn|tlg|minta|harap|agar|jangan|supaya|sudah|belum|akan)\b|[?!]")
    });
    let found = HEADING.find_iter(text).last()?;
    let list = text.get(found.end()..)?;
    let lines: Vec<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let fits = |line: &&str| line.len() <= WIDEST && ITEM.is_match(line);
    let is_list = !lines.is_empty() && lines.len() <= MOST && lines.iter().all(fits) && !ASKS.is_match(list);
    let blanks = found.as_str().len() - found.as_str().trim_start().len();
    is_list.then_some(found.start() + blanks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_copies_below_an_answer_is_no_part_of_it() {
        for list in [
            "Tembusan:\n1. Kepala Dinas Kesehatan\n2. Arsip",
            "Tembusan : Yth. Kepala Dinas, arsip",
            "Tembusan disampaikan kepada Yth:\n- Kepala Dinas Kesehatan Kab. Batang\n- Camat Bandar\n- Pertinggal.",
            "cc: Kabid SDK",
        ] {
            let text = format!("Kursi tunggu datang 4 Desember 2026.\n\n{list}");
            assert_eq!(without_copies(&text), "Kursi tunggu datang 4 Desember 2026.", "{list}");
            assert!(names_copies(&text));
        }
    }

    #[test]
    fn who_is_asked_for_something_is_spoken_to() {
        for text in [
            "Loket dibuka dua.\nTembusan: Kabid SDK mohon dibantu anggarannya",
            "Loket dibuka dua.\ncc: Bu Kadis, sudah saya tegur petugasnya",
            "Tembusan laporan dapat diambil di loket: buka pukul 08.00.",
            "Loket dibuka dua.\nTembusan: pasien di loket 2",
        ] {
            assert_eq!(without_copies(text), text);
        }
    }
}
