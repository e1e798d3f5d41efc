//! Our marker line, `##- Tulis jawaban di atas baris ini -##`, as it comes back: quoted, wrapped, flattened by an HTML
//! editor, with damaged spaces. Everything below it is ours.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// The line as our letters carry it.
pub const MARKER: &str = "##- Tulis jawaban di atas baris ini -##";

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let gap = r"(?:[\s>|*_\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}]|&nbsp;|&#160;|&#xa0;|&gt;|=20|=C2=A0)";
    let hash = r"(?:#|＃|&#35;|&num;|\\#)";
    let dash = r"(?:[-‐‑–—−]|&ndash;|&mdash;)";
    let words = format!("tulis{gap}+(?:jawaban|keputusan|balasan){gap}+di{gap}*atas{gap}+baris{gap}+ini");
    let before = format!("(?:{hash}{gap}*){{1,3}}(?:{dash}{gap}*)*");
    let after = format!("{gap}*(?:{dash}{gap}*)*(?:{hash}{gap}?){{1,3}}");
    pattern(&format!("(?i)(?:{before}{words}(?:{after})?|{dash}*{gap}?{words}{after})"))
});

/// Where the first marker stands in a text.
#[must_use]
pub fn find(text: &str) -> Option<Range<usize>> {
    PATTERN.find(text).map(|found| found.range())
}

/// The text with `substitute` for every marker.
#[must_use]
pub fn replace_all(text: &str, substitute: &str) -> String {
    PATTERN.replace_all(text, regex::NoExpand(substitute)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_is_known_in_every_dress() {
        for dress in [
            MARKER,
            "> ##- Tulis jawaban di atas baris ini -##",
            "> ##- Tulis jawaban di\n> atas baris ini -##",
            "##-\u{a0}Tulis\u{a0}jawaban\u{202f}di atas baris ini\u{a0}-##",
            "##- Tulis&nbsp;jawaban di atas baris ini -##",
            "## – Tulis jawaban di atas baris ini – ##",
            "*##- TULIS JAWABAN DI ATAS BARIS INI -##*",
            "&#35;&#35;- Tulis jawaban di atas baris ini",
            "##-Tulis jawaban diatas baris ini-##",
        ] {
            assert!(find(dress).is_some(), "{dress}");
        }
    }

    #[test]
    fn words_alone_are_no_marker() {
        assert!(find("Mohon tulis jawaban di atas baris ini ya").is_none());
        assert!(find("# Tulis jawaban").is_none());
    }
}
