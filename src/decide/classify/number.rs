//! Complaint numbers in what people write, repaired.
//!
//! In: a text and the prefixes in use. Out: `BTG-26-0123`. Understood besides: `btg 26 0123`, `BTG.26.0123`,
//! `BTG/26/123`, `BTG260123`, `[BTG–26–0123]`, `No. BTG-26-123`. Never a number without a prefix of ours, so that
//! `RT 05 0123` or a decree's number is none.

/// Bytes of a text that are looked through.
const LOOKED_AT: usize = 64 * 1024;

/// The first complaint number in a text.
#[must_use]
pub fn number_in(text: &str, prefixes: &[String]) -> Option<String> {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let mut before = None;
    for (at, _) in text.char_indices() {
        let starts_word = !before.is_some_and(char::is_alphanumeric);
        before = text.get(at..).and_then(|rest| rest.chars().next());
        if !starts_word {
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
        if let Some(number) = prefixes.iter().find_map(|prefix| number_after(rest, prefix)) {
            return Some(number);
        }
    }
    None
}

/// The number at the start of a text.
fn number_after(text: &str, prefix: &str) -> Option<String> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    if prefix.is_empty() || !head.eq_ignore_ascii_case(prefix) {
        return None;
    }
    let (rest, _) = separator(rest)?;
    let (year, rest) = digits(rest, 2)?;
    let (rest, parted) = separator(rest)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (serial, after) = rest.split_at_checked(length)?;
    let ends_word = !after.starts_with(char::is_alphanumeric);
    let plausible = (if parted { 1..=9 } else { 4..=9 }).contains(&length);
    (ends_word && plausible).then(|| format!("{}-{year}-{serial:0>4}", prefix.to_ascii_uppercase()))
}

fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    text.split_at_checked(count).filter(|(head, _)| head.bytes().all(|b| b.is_ascii_digit()))
}

/// Skips at most three signs that people put between the groups, and says whether there was any.
fn separator(text: &str) -> Option<(&str, bool)> {
    let is_separator =
        |c: char| matches!(c, ' ' | '\u{A0}' | '-' | '.' | '/' | '_' | ':' | '‐' | '‑' | '–' | '—' | '−');
    let rest = text.trim_start_matches(is_separator);
    let skipped = text.get(..text.len() - rest.len())?.chars().count();
    (skipped <= 3).then_some((rest, skipped > 0))
}

#[cfg(test)]
mod tests {
    use super::number_in;

    fn found(text: &str) -> Option<String> {
        number_in(text, &["BTG".to_owned(), "NTT".to_owned()])
    }

    #[test]
    fn a_number_typed_by_hand_is_repaired() {
        for typed in [
            "Re: [BTG-26-0123] Tindak lanjut",
            "btg 26 0123",
            "BTG-26-123",
            "No. BTG.26.0123",
            "nomor btg/26/0123.",
            "laporan BTG260123 saya",
            "BTG – 26 – 0123",
            "Btg_26_0123",
        ] {
            assert_eq!(found(typed).as_deref(), Some("BTG-26-0123"), "{typed}");
        }
        assert_eq!(found("BTG-26-12345").as_deref(), Some("BTG-26-12345"));
    }

    #[test]
    fn other_numbers_are_no_complaint_numbers() {
        for other in [
            "RT 05 0123",
            "SK-26-0123",
            "08123456789",
            "ABTG-26-0123",
            "BTG-26-0123x",
            "BTG 26",
            "BTG tahun 26 nomor 5",
            "3325-26-0123",
            "BTG26012",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        assert_eq!(number_in("BTG-26-0123", &[]), None);
    }
}
