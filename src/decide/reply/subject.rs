//! A word that an officer wrote into the subject instead of the first line.
//!
//! In: the subject and what he wrote below it. Out: his text, with the word before it where only the subject holds one.
//! A subject that his mail program made (`Re: …`) is ours and says nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::non_answer::is_closing_line;
use super::spelling::{command_line, is_command_line};
use crate::decide::pattern::pattern;

/// The text as if he had begun it with the word.
#[must_use]
pub fn with_subject<'t>(subject: &str, kept: &'t str) -> Cow<'t, str> {
    static MADE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^\s*(?:\[[^\]]*\]\s*)?(?:re|bls|balas|fw|fwd|trs|terusan|aw|sv)\s*(?:\[\d+\])?\s*:")
    });
    static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[[^\]]*\d[^\]]*\]"));
    let own = BRACKETS.replace_all(subject, " ");
    let own = own.trim();
    let first = kept.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if MADE.is_match(subject) || !is_command_line(own) || command_line(first).is_some() {
        return Cow::Borrowed(kept);
    }
    if kept.lines().all(is_closing_line) { Cow::Owned(own.to_owned()) } else { Cow::Owned(format!("{own}\n{kept}")) }
}

#[cfg(test)]
mod tests {
    use super::with_subject;

    #[test]
    fn a_word_in_a_subject_of_his_own_counts_where_the_text_has_none() {
        assert_eq!(with_subject("JAWAB: obat sudah ada", "\nBudi Contoh, SKM\n"), "JAWAB: obat sudah ada");
        assert_eq!(with_subject("jawab", "Obat sudah ada sejak Senin."), "jawab\nObat sudah ada sejak Senin.");
        assert_eq!(with_subject("[BTG-26-0001] SETUJU", ""), "SETUJU");
        for (subject, kept) in [
            ("Re: [BTG-26-0001] Disposisi: obat kosong", "siap"),
            ("[BTG-26-0001] Mohon tindak lanjut: obat kosong", "siap"),
            ("JAWAB", "RENCANA: cek gudang"),
            ("obat kosong", "siap"),
        ] {
            assert_eq!(with_subject(subject, kept), kept, "{subject}");
        }
    }
}
