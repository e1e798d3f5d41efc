//! Whether a draft was changed in the quote below an approval.
//!
//! In: the draft, and what the approver's mail program quoted. Out: the first place where the quote has other words.
//! Many who want a word changed change it where they read it, and write SETUJU above. Signs, capitals and the breaking
//! of lines are the mail program's; a quote that was shortened or cut off says nothing.

/// So many words tell where a text begins or ends.
const ANCHOR: usize = 4;
/// So many words of each side are shown.
const SHOWN: usize = 6;

/// A place where the quote is not the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The draft's words there.
    pub was: String,
    /// What stands there in the quote.
    pub is: String,
}

/// Compares `draft` with the draft as it stands in `quoted`. `None`: the same, or not quoted.
#[must_use]
pub fn edited(draft: &str, quoted: &str) -> Option<Edit> {
    let (draft, quoted) = (words(draft), words(quoted));
    let anchor = ANCHOR.min(draft.len());
    let (begins, ends) = (draft.get(..anchor)?, draft.get(draft.len() - anchor..)?);
    if begins.is_empty() {
        return None;
    }
    let (from, to) = (place_of(begins, &quoted), place_of(ends, &quoted).map(|at| at + anchor));
    match (from, to) {
        (None, None) => None,
        (Some(from), _) => {
            let there = quoted.get(from..)?;
            let same = draft.iter().zip(there).take_while(|(a, b)| same(a, b)).count();
            // The whole draft, or as much of it as the mail program quotes.
            (same < draft.len() && same < there.len())
                .then(|| Edit { was: shown(&draft, same), is: shown(there, same) })
        }
        (None, Some(to)) => {
            let there = quoted.get(to.saturating_sub(draft.len())..to)?;
            let changed = draft.iter().rev().zip(there.iter().rev()).take_while(|(a, b)| same(a, b)).count();
            (changed < draft.len().min(there.len())).then(|| Edit { was: shown(&draft, 0), is: shown(there, 0) })
        }
    }
}

/// The words as written, marks of quotation aside.
fn words(text: &str) -> Vec<&str> {
    let lines = text.lines().map(|line| line.trim_start_matches(['>', '|', ' ', '\t']));
    lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect()
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn place_of(words: &[&str], text: &[&str]) -> Option<usize> {
    text.windows(words.len()).position(|there| there.iter().zip(words).all(|(a, b)| same(a, b)))
}

fn shown(words: &[&str], from: usize) -> String {
    words.iter().skip(from.saturating_sub(1)).take(SHOWN).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::edited;

    const DRAFT: &str =
        "Yth. Bapak/Ibu, poli gigi buka Senin sampai Jumat pukul 08.00-12.00.\nMohon maaf atas ketidaknyamanannya.";

    fn letter(draft: &str) -> String {
        let quoted = format!("Mohon persetujuan atas konsep berikut.\n\n{draft}\n\nTulis SETUJU.");
        quoted.lines().map(|line| format!("> {line}\n")).collect()
    }

    #[test]
    fn what_a_mail_program_does_to_a_quote_changes_nothing() {
        let wrapped =
            letter(DRAFT).replace("Senin sampai", "Senin\n> sampai").replace("Jumat", "JUMAT").replace('-', "–");
        for quoted in ["", "> Dari: dinas@contoh.example", &letter(DRAFT), &wrapped, &letter(DRAFT)[..110]] {
            assert_eq!(edited(DRAFT, quoted), None, "{quoted}");
        }
    }

    #[test]
    fn a_changed_hour_a_word_more_and_a_word_less_are_seen_wherever_they_stand() {
        for (was, is) in [
            ("12.00", "14.00"),
            ("Yth. Bapak/Ibu, poli", "Yth. Saudara, poli"),
            ("Senin sampai", "Senin sampai dengan"),
            ("maaf atas", "maaf"),
            ("ketidaknyamanannya", "keterlambatannya"),
        ] {
            let edit = edited(DRAFT, &letter(&DRAFT.replace(was, is)));
            assert!(edit.is_some(), "{was} to {is}");
        }
        let edit = edited(DRAFT, &letter(&DRAFT.replace("12.00", "14.00"))).unwrap();
        assert_eq!((edit.was.as_str(), edit.is.as_str()), ("00 12 00 Mohon maaf atas", "00 14 00 Mohon maaf atas"));
    }

    #[test]
    fn any_text_can_be_compared() {
        for (draft, quoted) in [("", ""), ("…", "> …"), ("ya", "> ya"), ("ya", "> tidak"), ("a b c d e", "a b c d")]
        {
            assert_eq!(edited(draft, quoted), None, "{draft} {quoted}");
        }
    }
}
