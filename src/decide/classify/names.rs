//! The names a mail carries: our token, our Message-IDs, aliases, the words before a quotation.

use std::sync::LazyLock;

use connectors::mime::Mail;
use regex::Regex;

use crate::decide::pattern::pattern;

/// Length of a reply token.
const TOKEN: usize = 26;

/// True for a reply token: 26 characters of Crockford's base 32 in lower case.
#[must_use]
pub fn is_token(word: &str) -> bool {
    word.len() == TOKEN
        && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'z') && !matches!(b, b'i' | b'l' | b'o' | b'u'))
}

/// The parts after `+` of our own addresses that the mail was sent to.
fn details<'a>(mail: &'a Mail, own: &'a [String]) -> impl Iterator<Item = &'a str> {
    mail.to.iter().filter_map(move |address| {
        let (local, domain) = address.rsplit_once('@')?;
        let (base, detail) = local.split_once('+')?;
        let is_ours = own.iter().any(|o| o.rsplit_once('@') == Some((base, domain)));
        is_ours.then_some(detail)
    })
}

/// The token in an address of ours.
pub(super) fn token(mail: &Mail, own: &[String]) -> Option<String> {
    details(mail, own).find(|detail| is_token(detail)).map(str::to_owned)
}

/// True if the mail was sent to `local+alias@domain` of ours.
pub(super) fn has_alias(mail: &Mail, own: &[String], alias: &str) -> bool {
    details(mail, own).any(|detail| detail == alias)
}

/// True for the form of our Message-IDs, `{letter id}.{32 hex}@{a domain of ours}`.
#[must_use]
pub fn is_own_message_id(id: &str, own: &[String]) -> bool {
    let Some((left, domain)) = id.trim_matches(['<', '>']).rsplit_once('@') else { return false };
    let Some((letter, hex)) = left.split_once('.') else { return false };
    let is_letter = !letter.is_empty() && letter.bytes().all(|b| b.is_ascii_digit());
    let is_hex = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    is_letter
        && is_hex
        && own.iter().any(|o| o.rsplit_once('@').is_some_and(|(_, ours)| ours.eq_ignore_ascii_case(domain)))
}

/// Those references that have the form of our Message-IDs.
pub(super) fn own_references(mail: &Mail, own: &[String]) -> Vec<String> {
    mail.references.iter().filter(|id| is_own_message_id(id, own)).cloned().collect()
}

/// `[daftar]`, `(daftar)`, `[ daftarkan ]`, `daftar: …`: a bare subject by which an officer registers. `Daftar hadir`
/// is none.
pub(super) fn is_registration(subject: &str) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:[\[({#]\s*daft(?:ar|r|tar)(?:kan)?\s*(?:[\])}]|\b)|daftar(?:kan)?\s*(?:[:\-–]|$))")
    });
    MARK.is_match(subject)
}

/// `[serah terima] …`, `serah terima: 14.00`.
pub(super) fn is_handover(subject: &str) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:[\[({]\s*serah[\s-]*terima\s*[\])}]|serah[\s-]*terima\s*(?::|\d{1,2}[.:]\d{2}|$))")
    });
    MARK.is_match(subject)
}

/// The subject in lower case without `Re:`, `Fwd:` and their like.
pub(super) fn bare_subject(subject: &str) -> String {
    own_subject(subject).to_lowercase()
}

/// The subject as it was written first, without `Re:`, `Fwd:` and their like.
#[must_use]
pub fn own_subject(subject: &str) -> &str {
    let mut rest = subject.trim();
    let said =
        |prefix: &str, rest: &str| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    while let Some(after) = PREFIXES
        .iter()
        .chain(&FORWARDS)
        .filter(|prefix| said(prefix, rest))
        .find_map(|prefix| rest.get(prefix.len()..)?.trim_start().strip_prefix(':'))
    {
        rest = after.trim_start();
    }
    rest
}

const PREFIXES: [&str; 7] = ["re", "balas", "bls", "balasan", "aw", "jawaban", "tanggapan"];
const FORWARDS: [&str; 8] = ["fwd", "fw", "trs", "terusan", "teruskan", "diteruskan", "tr", "wg"];

/// True if it hands on another mail: by its subject, by a mail attached, or by the line that mail programs put first.
pub(super) fn is_forward(mail: &Mail) -> bool {
    const LINES: [&str; 7] = [
        "forwarded message",
        "pesan terusan",
        "pesan diteruskan",
        "pesan yang diteruskan",
        "awal pesan yang diteruskan",
        "begin forwarded message",
        "pesan asli",
    ];
    let subject = mail.subject.trim().to_lowercase();
    let by_subject =
        FORWARDS.iter().any(|p| subject.strip_prefix(p).is_some_and(|rest| rest.trim_start().starts_with(':')));
    let by_line = || {
        let is_rule = |line: &str| line.starts_with("---") || line.ends_with(':');
        mail.text
            .lines()
            .take(200)
            .map(|line| line.trim().to_lowercase())
            .any(|line| is_rule(&line) && LINES.iter().any(|sign| line.contains(sign)))
    };
    by_subject || !mail.nested.is_empty() || by_line()
}

/// What the writer put above the first quotation, mark or header block of an older mail. A rough cut for finding names:
/// what is shown to people is cut by `reply`.
#[must_use]
pub fn above_quote(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins_quotation(line.trim()) {
            return text.get(..at).unwrap_or(text);
        }
        at += line.len();
    }
    text
}

fn begins_quotation(line: &str) -> bool {
    if line.starts_with('>') || line.starts_with("________") {
        return true;
    }
    if line.len() > 200 {
        return false;
    }
    let lower = line.to_lowercase();
    let is_attribution = (lower.starts_with("pada ") && lower.contains("menulis"))
        || (lower.starts_with("on ") && lower.ends_with("wrote:"))
        || lower.ends_with("menulis:");
    let is_rule = lower.starts_with("---")
        && [
            "pesan asli",
            "pesan orisinal",
            "original message",
            "original appointment",
            "forwarded message",
            "pesan diteruskan",
            "pesan terusan",
        ]
        .iter()
        .any(|sign| lower.contains(sign));
    let is_mark = lower.contains("di atas baris ini") && lower.contains('#');
    let is_header = ["dari:", "from:", "pengirim:"].iter().any(|name| lower.starts_with(name)) && lower.contains('@');
    is_attribution || is_rule || is_mark || is_header
}

/// True if there is nothing to read and nothing to look at but attachments.
pub(super) fn is_empty(mail: &Mail) -> bool {
    let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
    !has_words(&mail.text) && !has_words(&bare_subject(&mail.subject))
}
