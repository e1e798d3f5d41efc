//! What a short text is by itself: an SMS or a WhatsApp message, without subject, headers or address of ours.
//!
//! In: the text, who sent it, the keywords of the office, the prefixes of complaint numbers. Out: a [`Kind`] with its
//! reason, the number it names and the text without its keyword; and what else a text tells of how to reach its writer.
//! Does not know the database.

use std::sync::LazyLock;

use connectors::sms::number::{self, Line, Number};
use regex::Regex;

use super::classify::{Kind, number_in};
use super::pattern::pattern;
use super::reply::{Satisfaction, read_satisfaction};
use super::words::after_keyword;
use crate::domain::Channel;

/// An answer to "Puas? Balas PUAS atau TIDAK" is no longer than that, in characters.
const LONGEST_ANSWER: usize = 60;

/// No mobile number has fewer digits.
const FEWEST_DIGITS: usize = 8;

/// A short text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// What kind.
    pub kind: Kind,
    /// Why, in English for operators.
    pub reason: String,
    /// The complaint number in it.
    pub number: Option<String>,
    /// The text behind the office's keyword.
    pub text: String,
}

/// Reads a short text. `from` is E.164 where a telephone sent it; networks and machines send under a name. `enclosed`:
/// something came with it that is no text.
#[must_use]
pub fn read_short(text: &str, from: &str, enclosed: bool, prefixes: &[String], keywords: &[String]) -> Short {
    let words = after_keyword(text, keywords).unwrap_or(text).trim();
    let number = number_in(words, prefixes);
    let answers = words.chars().count() <= LONGEST_ANSWER && read_satisfaction(words) != Satisfaction::None;
    let (kind, reason) = if !from.starts_with('+') {
        (Kind::List, "not sent from a telephone number: a network or a machine")
    } else if words.is_empty() && !enclosed {
        (Kind::Unclear, "a message without a word")
    } else if number.is_some() {
        (Kind::PelaporReply, "names a complaint")
    } else if answers {
        (Kind::PelaporReply, "says in a word whether the answer was good")
    } else {
        (Kind::Complaint, "a short message")
    };
    Short { kind, reason: reason.to_owned(), number, text: words.to_owned() }
}

/// Other ways to reach the writer that he names himself: a mobile number behind a word that says so (`HP 0812…`), a
/// mail address in a short text. `by` is the way he came by and `address` his own there, which is no other way.
#[must_use]
pub fn other_ways(text: &str, by: Channel, address: &str) -> Vec<(Channel, String)> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?: (?:hp|hape|no\s*\.?\s*hp)(?:\s+(?:saya|sy|aku|kami))?\s*[:=.]?
                | (?:telp|tlp|telepon|wa|whatsapp|sms|nomor)(?:\s+(?:saya|sy|aku|kami)\s*[:=.]?|\s*[:=]) )
               \s*(\+?[0-9][0-9\x20.()-]{7,18}[0-9])",
        )
    });
    static MAIL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?: (?:e-?mail|surel)\s+(?:saya|sy|aku|kami)\s*[:=.]? | (?:balas|jawab)\w*\s+(?:saya\s+)?ke(?:\s+(?:e-?mail|surel))? )
                   \s*([a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)\b",
        )
    });
    let mut found: Vec<(Channel, String)> = Vec::new();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // Most texts name no number at all; a glance is cheaper than the pattern.
    let numbers = (digits >= FEWEST_DIGITS).then(|| NUMBER.captures_iter(text));
    for captured in numbers.into_iter().flatten().filter_map(|captured| captured.get(1)) {
        if let Number::Known { e164, line: Line::Mobile(_) } = number::read(captured.as_str(), None) {
            found.push((Channel::Sms, e164));
        }
    }
    if by != Channel::Email {
        let own = MAIL.captures_iter(text).filter_map(|captured| captured.get(1));
        found.extend(own.map(|mail| (Channel::Email, mail.as_str().to_lowercase())));
    }
    found.retain(|(_, other)| other != address);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Short {
        read_short(text, "+6281234567890", false, &["BTG".to_owned()], &["BATANG".to_owned(), "KAB BATANG".to_owned()])
    }

    #[test]
    fn a_short_text_is_new_or_about_something_known() {
        for (text, kind, number, kept) in [
            ("BATANG antrean di loket lama", Kind::Complaint, None, "antrean di loket lama"),
            ("kab batang: obat habis", Kind::Complaint, None, "obat habis"),
            ("Batangan rokok di ruang tunggu", Kind::Complaint, None, "Batangan rokok di ruang tunggu"),
            ("btg 26 0123 kapan dijawab?", Kind::PelaporReply, Some("BTG-26-0123"), "btg 26 0123 kapan dijawab?"),
            ("PUAS", Kind::PelaporReply, None, "PUAS"),
            ("tdk, obat masih kosong", Kind::PelaporReply, None, "tdk, obat masih kosong"),
            ("TIDAK BTG-26-0123", Kind::PelaporReply, Some("BTG-26-0123"), "TIDAK BTG-26-0123"),
            ("  ", Kind::Unclear, None, ""),
        ] {
            let short = read(text);
            assert_eq!((short.kind, short.number.as_deref(), short.text.as_str()), (kind, number, kept), "{text}");
        }
        let long = "Kami tidak puas dengan pelayanan di puskesmas karena menunggu lima jam tanpa kejelasan sama sekali";
        assert_eq!(read(long).kind, Kind::Complaint);
        assert_eq!(read_short("Selamat! Anda menang", "TELKOMSEL", false, &[], &[]).kind, Kind::List);
        assert_eq!(read_short("", "+62811", true, &[], &[]).kind, Kind::Complaint);
    }

    #[test]
    fn only_what_the_writer_calls_his_own_is_another_way() {
        let ways = |text, by, address| other_ways(text, by, address);
        let sms = |number: &str| (Channel::Sms, number.to_owned());
        assert_eq!(
            ways("Terima kasih. Siti, HP 0812-3456-7890", Channel::Email, "siti@warga.example"),
            [sms("+6281234567890")]
        );
        assert_eq!(ways("Saya telepon (0285) 391479 tidak diangkat", Channel::Email, "a@b.example"), []);
        assert_eq!(ways("Di plang tertulis 081234567890", Channel::Email, "a@b.example"), []);
        assert_eq!(
            ways("balas ke Siti@Warga.example saja", Channel::Sms, "+62811"),
            [(Channel::Email, "siti@warga.example".to_owned())]
        );
        assert_eq!(ways("HP saya 081234567890", Channel::Sms, "+6281234567890"), []);
        // The one he complains about is no way to him.
        let about = "Saya sudah email ke humas@rsud.example dan WA bidan Rini 081234500099 tidak dibalas";
        assert_eq!(ways(about, Channel::Sms, "+62811"), []);
    }
}
