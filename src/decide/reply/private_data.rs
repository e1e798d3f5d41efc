//! Numbers that lead to a person, in a text that an officer wrote. Knows the office's own telephones, and how officers
//! sign.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// A NIK or card number, or a mobile number that is not the office's. An officer's own number of service is none.
pub(super) fn holds_personal_data(text: &str, office_phones: &[&str]) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\+|\b)\d(?:[ \t.\-/()\u{a0}]{0,2}\d){8,19}\b"));
    let own: Vec<String> = office_phones.iter().map(|phone| subscriber(phone)).collect();
    text.lines().any(|line| {
        NUMBER.find_iter(line).any(|found| {
            let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
            let mobile = (digits.starts_with("08") && (10..=13).contains(&digits.len()))
                || (digits.starts_with("628") && (11..=15).contains(&digits.len()))
                || digits.starts_with("6208");
            let card = matches!(digits.len(), 16 | 18) || (digits.len() == 13 && digits.starts_with("000"));
            card && !is_own_nip(&digits, line) || (mobile && !own.contains(&subscriber(&digits)))
        })
    })
}

/// An officer's number of service as he signs with it: day of birth, month of appointment (21 of those on contract),
/// sex, a count. Not where the line speaks of somebody else.
fn is_own_nip(digits: &str, line: &str) -> bool {
    const YEARS: std::ops::RangeInclusive<u32> = 1940..=2099;
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:pasien|pelapor|pengadu|peserta|a\.?n\.?|atas\s+nama|nik|ktp|bpjs|keluarga)\b")
    });
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let born = YEARS.contains(&part(0, 4)) && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8));
    let serves = YEARS.contains(&part(8, 12)) && (matches!(part(12, 14), 1..=12 | 21)) && matches!(part(14, 15), 1 | 2);
    digits.len() == 18 && born && serves && !OTHERS.is_match(line)
}

/// The digits of a number without country code and leading zeros.
fn subscriber(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = if number.trim_start().starts_with('+') || digits.starts_with("628") {
        digits.strip_prefix("62").unwrap_or(&digits)
    } else {
        &digits
    };
    national.trim_start_matches('0').to_owned()
}
