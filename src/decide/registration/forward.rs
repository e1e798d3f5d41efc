//! A citizen's mail that an officer passes on: attached whole, or pasted below a block of headers.
//!
//! In: the officer's mail. Out: who wrote first, when, and what. The blocks of Gmail, Outlook, Thunderbird, Roundcube,
//! Apple and Samsung, in Indonesian and English (field facts B5).

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use connectors::mime::Mail;
use regex::Regex;

use super::dates;
use crate::decide::pattern::pattern;
use crate::decide::reply::strip_new;

/// A mail that was passed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it, lower case.
    pub from: String,
    /// His name.
    pub name: Option<String>,
    /// When he wrote it.
    pub at: Option<DateTime<Utc>>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its Message-ID, where the whole mail was attached.
    pub message_id: Option<String>,
}

/// Every mail that hangs on it or is pasted into it.
#[must_use]
pub fn forwarded(mail: &Mail, zone: Tz, now: DateTime<Utc>) -> Vec<Forwarded> {
    let attached: Vec<Forwarded> = mail.nested.iter().filter_map(whole).collect();
    if attached.is_empty() { pasted(&mail.text, zone, now).into_iter().collect() } else { attached }
}

fn whole(mail: &Mail) -> Option<Forwarded> {
    Some(Forwarded {
        from: mail.reply_to.clone().or_else(|| mail.from.clone())?,
        name: mail.from_name.clone(),
        at: mail.date.map(|date| date.to_utc()),
        subject: mail.subject.clone(),
        text: strip_new(&mail.subject, &mail.text).kept,
        message_id: mail.message_id.clone(),
    })
}

/// A header that mail programs write above a passed-on mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    From,
    Date,
    Subject,
    Other,
}

fn head(line: &str) -> Option<(Head, &str)> {
    let line = line.trim_start_matches(['*', '>', ' ', '\u{a0}']);
    let (name, value) = line.split_once(':')?;
    let head = match name.trim().trim_matches('*').to_lowercase().as_str() {
        "dari" | "from" | "pengirim" => Head::From,
        "tanggal" | "date" | "terkirim" | "dikirim" | "sent" | "tgl" => Head::Date,
        "subjek" | "subject" | "perihal" | "judul" | "hal" => Head::Subject,
        "kepada" | "ke" | "to" | "penerima" | "cc" | "tembusan" | "reply-to" | "balas ke" => Head::Other,
        _ => return None,
    };
    Some((head, value.trim().trim_start_matches('*').trim()))
}

/// What stands above the first block: the officer's own words.
#[must_use]
pub fn above(text: &str) -> &str {
    let mut at = 0;
    let mut rule = None;
    for line in text.split_inclusive('\n') {
        let plain = line.trim();
        let is_rule = plain.starts_with("---") || plain.starts_with("___") || is_opening(plain);
        if is_rule || matches!(head(plain), Some((Head::From | Head::Date | Head::Subject, _))) {
            rule.get_or_insert(at);
        } else if !plain.is_empty() && !is_block_line(plain) {
            rule = None;
        }
        at += line.len();
        if rule.is_some() && matches!(head(plain), Some((Head::From, value)) if sender(value).is_some()) {
            return text.get(..rule.unwrap_or_default()).unwrap_or(text);
        }
    }
    text
}

fn is_opening(line: &str) -> bool {
    let line = line.to_lowercase();
    line.ends_with(':') && (line.contains("pesan yang diteruskan") || line.contains("forwarded message"))
}

fn is_block_line(line: &str) -> bool {
    line.starts_with('>') || head(line).is_some()
}

/// The first block of at least two headers, one of them naming a sender with an address.
fn pasted(text: &str, zone: Tz, now: DateTime<Utc>) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().collect();
    (0..lines.len()).find_map(|start| {
        let (first, _) = head(lines.get(start)?)?;
        (first != Head::Other || start == 0).then_some(())?;
        block(lines.get(start..)?, zone, now)
    })
}

fn block(lines: &[&str], zone: Tz, now: DateTime<Utc>) -> Option<Forwarded> {
    const LONGEST: usize = 12;
    let mut found = Forwarded::default();
    let (mut heads, mut end) = (0, 0);
    for (at, line) in lines.iter().take(LONGEST).enumerate() {
        match head(line) {
            Some((kind, value)) => {
                heads += 1;
                end = at + 1;
                match kind {
                    Head::From => (found.from, found.name) = sender(value)?,
                    Head::Date => found.at = dates::moment(value, zone, now),
                    Head::Subject => value.clone_into(&mut found.subject),
                    Head::Other => {}
                }
            }
            // A long list of addressees runs on over a line; an empty line ends the block.
            None if line.trim().is_empty() || heads == 0 || at > end => break,
            None => {}
        }
    }
    let quoted = |line: &&str| line.trim_start().starts_with('>') || line.trim().is_empty();
    let below = lines.get(end..)?;
    let all_quoted = below.iter().all(quoted);
    let bare = |line: &&str| {
        let line = if all_quoted { line.trim_start().trim_start_matches("> ").trim_start_matches('>') } else { line };
        line.trim_end().to_owned()
    };
    found.text = below.iter().map(bare).collect::<Vec<_>>().join("\n").trim().to_owned();
    (heads >= 2 && !found.from.is_empty() && !found.text.is_empty()).then_some(found)
}

/// `Siti <siti@warga.example>`, `siti@warga.example`, `Siti [mailto:siti@warga.example]`.
fn sender(value: &str) -> Option<(String, Option<String>)> {
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"));
    let found = ADDRESS.find(value)?;
    let before = value.get(..found.start())?.trim_end_matches("mailto:");
    let name = before.trim().trim_matches(|c: char| "<>[]()\"'*".contains(c) || c.is_whitespace());
    let name = Some(name.trim_end_matches(['<', '[', '(', ' ', '"']).to_owned()).filter(|name| !name.is_empty());
    Some((found.as_str().to_lowercase(), name))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;

    fn read(text: &str) -> Option<Forwarded> {
        pasted(text, Jakarta, "2026-11-23T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn the_blocks_of_the_usual_programs_are_read() {
        let at: DateTime<Utc> = "2026-11-20T02:41:00Z".parse().unwrap();
        for block in [
            "Mohon ditindaklanjuti.\n\n---------- Forwarded message ---------\nDari: Siti Kinanti <siti@warga.example>\nDate: Jum, 20 Nov 2026 pukul 09.41\nSubject: Antre\nTo: <kapus@batang.example>\n\n\nAntre lama sekali.",
            "________________________________\nDari: Siti Kinanti <siti@warga.example>\nDikirim: Jumat, 20 November 2026 09:41\nKepada: Kapus\nPerihal: Antre\n\nAntre lama sekali.",
            "-------- Pesan Diteruskan --------\nJudul: \tAntre\nTanggal: \tFri, 20 Nov 2026 09:41:00 +0700\nPengirim: \tSiti Kinanti <siti@warga.example>\nPenerima: \tkapus@batang.example\n\nAntre lama sekali.\n",
            "Awal pesan yang diteruskan:\n\n> Dari: Siti Kinanti <siti@warga.example>\n> Tanggal: 20 November 2026 09.41.00 WIB\n> Kepada: kapus@batang.example\n> Subjek: Antre\n> \n> Antre lama sekali.",
            "FYI\n\n----- Forwarded Message -----\nFrom: \"Siti Kinanti\" <siti@warga.example>\nTo: \"kapus\" <kapus@batang.example>\nSent: Friday, November 20, 2026 9:41:00 AM\nSubject: Antre\n\nAntre lama sekali.",
            "----- Pesan Diteruskan -----\nDari: \"Siti Kinanti\" <siti@warga.example>\nKepada: \"kapus\" <kapus@batang.example>\nTerkirim: Jumat, 20 November 2026 9.41.00\nPerihal: Antre\n\nAntre lama sekali.",
            "-------- Original Message --------\nSubject:\tAntre\nDate:\t2026-11-20 09:41\nFrom:\tSiti Kinanti <siti@warga.example>\nTo:\tkapus@batang.example\n\nAntre lama sekali.",
            "-------- Pesan Asli --------\nSubjek:\tAntre\nTanggal:\t20-11-2026 09:41\nDari:\tSiti Kinanti <siti@warga.example>\nKepada:\tkapus@batang.example\n\nAntre lama sekali.",
            "Begin forwarded message:\n\n> From: Siti Kinanti <siti@warga.example>\n> Subject: Antre\n> Date: November 20, 2026 at 9:41:00 AM GMT+7\n> To: kapus@batang.example\n> \n> Antre lama sekali.\n",
            "-------- Pesan asli --------\nDari: Siti Kinanti <siti@warga.example>\nTanggal: 20/11/26 09.41 (GMT+07:00)\nKe: kapus@batang.example\nSubjek: Antre\n\nAntre lama sekali.",
            "From: Siti Kinanti <siti@warga.example>\nSent: 20 November 2026 09:41\nTo: Kapus <kapus@batang.example>; Tim <tim@batang.example>;\n Loket <loket@batang.example>\nCc: x@batang.example\nSubject: Antre\n\nAntre lama sekali.",
            "---------- Pesan yang diteruskan ---------\nDari: *Siti Kinanti* <siti@warga.example>\nTanggal: Jum, 20 Nov 2026 pukul 09.41\nSubjek: Antre\nKepada: <kapus@batang.example>\n\nAntre lama sekali.",
            "*From:* Siti Kinanti [mailto:Siti@warga.example]\n*Sent:* Friday, November 20, 2026 9:41 AM\n*To:* Kapus\n*Subject:* Antre\n\nAntre lama sekali.",
        ] {
            let found = read(block).unwrap_or_else(|| panic!("{block}"));
            assert_eq!(
                (found.from.as_str(), found.name.as_deref()),
                ("siti@warga.example", Some("Siti Kinanti")),
                "{block}"
            );
            assert_eq!(
                (found.at, found.subject.as_str(), found.text.as_str()),
                (Some(at), "Antre", "Antre lama sekali."),
                "{block}"
            );
        }
    }

    #[test]
    fn no_sender_is_no_forwarded_mail() {
        assert_eq!(read("Dari: warga\nTanggal: 20 November 2026\n\nAntre lama."), None);
        assert_eq!(read("Mohon dicek, dari: siti@warga.example katanya antre."), None);
    }
}
