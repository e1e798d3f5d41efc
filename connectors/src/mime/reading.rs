//! Puts a mail together: header facts, text, attachments, the bounce inside, the mails attached.
//!
//! In: raw bytes. Out: [`Mail`]. Attached mails are followed [`NESTED`] deep.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate};
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;
use memchr::memchr;

use super::addresses::{self, Author};
use super::header::Block;
use super::limits::{NESTED, Oddities, TEXT};
use super::structure::Part;
use super::{Mail, attachments, bounce, charset, text};

/// Reads a mail.
pub(super) fn read(raw: &[u8]) -> Mail {
    let mut oddities = Oddities::default();
    let with_line_ends = with_line_ends(raw, &mut oddities);
    let mut mail = read_level(&with_line_ends, 0, &mut oddities);
    mail.oddities = oddities.into_list();
    mail
}

/// Files with their bytes.
pub(super) fn files(raw: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut oddities = Oddities::default();
    let raw = with_line_ends(raw, &mut oddities);
    let root = Part::of_mail(&raw, &mut oddities);
    let attached = text::read(&root, &mut oddities).attached;
    let named = |(n, leaf): (usize, &Part<'_>)| {
        let name = attachments::measure(leaf, n + 1, &mut Oddities::default()).name;
        (name, leaf.unpacked().into_owned())
    };
    attached.into_iter().enumerate().map(named).collect()
}

/// A mail with bare CR for line ends would be one long line.
fn with_line_ends<'a>(raw: &'a [u8], oddities: &mut Oddities) -> Cow<'a, [u8]> {
    if memchr(b'\r', raw).is_none() || memchr(b'\n', raw).is_some() {
        return Cow::Borrowed(raw);
    }
    oddities.note("bare CR for line ends");
    Cow::Owned(raw.iter().map(|&b| if b == b'\r' { b'\n' } else { b }).collect())
}

/// What is left where reading failed: the bytes as text.
pub(super) fn as_bare_text(raw: &[u8]) -> Mail {
    let shown = charset::of_undeclared(raw.get(..TEXT).unwrap_or(raw)).into_owned();
    Mail {
        text: text::clean(shown.into()),
        oddities: vec!["could not be read as a mail".to_owned()],
        ..Mail::default()
    }
}

fn read_level(raw: &[u8], level: usize, oddities: &mut Oddities) -> Mail {
    let root = Part::of_mail(raw, oddities);
    // What is odd about the header of an attached mail is its own affair.
    let mut own = Oddities::default();
    let mut mail = headers(&root.block, if level == 0 { oddities } else { &mut own });
    mail.oddities = own.into_list();
    let reading = text::read(&root, oddities);
    mail.text = reading.text;
    for leaf in reading.attached {
        mail.attachments.push(attachments::measure(leaf, mail.attachments.len() + 1, oddities));
        if is_mail(leaf) {
            attach_mail(leaf, level, &mut mail, oddities);
        }
    }
    if root.media.word.ends_with("pkcs7-mime") || root.media.word == "multipart/encrypted" {
        oddities.note("encrypted or sealed content");
    }
    mail.bounce = bounce::find(&root, &mail);
    if mail.text.trim().is_empty() && mail.bounce.is_none() {
        borrow_text(&mut mail, oddities);
    }
    mail
}

fn is_mail(leaf: &Part<'_>) -> bool {
    matches!(leaf.media.word.as_str(), "message/rfc822" | "message/global")
}

fn attach_mail(leaf: &Part<'_>, level: usize, mail: &mut Mail, oddities: &mut Oddities) {
    if level + 1 > NESTED {
        return oddities.note("mails nested deeper than 5 left as they are");
    }
    if !oddities.may_take_part() {
        return;
    }
    let nested = read_level(&leaf.unpacked(), level + 1, oddities);
    mail.nested.push(nested);
}

/// A forwarded mail without a word of its own says what the mail within says.
fn borrow_text(mail: &mut Mail, oddities: &mut Oddities) {
    if let Some(inner) = mail.nested.iter().map(|nested| &nested.text).find(|text| !text.trim().is_empty()) {
        mail.text = inner.clone();
        oddities.note("text taken from the mail attached");
    }
}

fn headers(block: &Block<'_>, oddities: &mut Oddities) -> Mail {
    let Author { mailbox, ambiguous } = addresses::author(block, oddities);
    let (from, from_name) = mailbox.map_or((None, None), |m| (Some(m.address), m.name));
    let message_id = block.first("message-id").and_then(|f| ids(&f.unfolded()).into_iter().next());
    let date = block.first("date").and_then(|f| date(&f.unfolded()));
    if message_id.is_none() {
        oddities.note("no Message-ID");
    }
    if date.is_none() {
        oddities.note("no Date");
    }
    Mail {
        message_id,
        from,
        from_name,
        ambiguous_from: ambiguous,
        reply_to: addresses::of_fields(block, &["reply-to"], oddities).into_iter().next(),
        to: addresses::of_fields(block, &["to", "cc", "delivered-to", "x-original-to"], oddities),
        date,
        subject: block
            .text("subject")
            .map(|s| s.split(['\n', '\t']).collect::<Vec<_>>().join(" ").trim().to_owned())
            .unwrap_or_default(),
        references: references(block),
        headers: block.fields.iter().map(|f| (f.name.to_ascii_lowercase(), f.text())).collect(),
        ..Mail::default()
    }
}

fn references(block: &Block<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for field in block.all("references").chain(block.all("in-reply-to")) {
        for id in ids(&field.unfolded()) {
            if found.len() < 200 && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// The message ids of a field, without their brackets; a bare word with an `@` counts where there are no brackets.
pub(super) fn ids(value: &str) -> Vec<String> {
    let clean = |id: &str| id.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut found: Vec<String> = Vec::new();
    for piece in value.split('<').skip(1) {
        if let Some((id, _)) = piece.split_once('>') {
            let id = clean(id);
            if !id.is_empty() {
                found.push(id);
            }
        }
    }
    if found.is_empty() {
        let trim = |w: &str| w.trim_matches(['<', '>', ',', ';']).to_owned();
        found.extend(value.split_whitespace().map(trim).filter(|word| word.contains('@')));
    }
    if found.is_empty() && !value.trim().is_empty() && !value.trim().contains(char::is_whitespace) {
        found.extend(Some(value.trim_matches(['<', '>', ' ']).to_owned()).filter(|id| !id.is_empty()));
    }
    found
}

/// The Date header; nothing where it is no date.
fn date(value: &str) -> Option<DateTime<FixedOffset>> {
    let value = with_offset(value.get(..value.floor_char_boundary(200))?);
    if let Ok(date) = DateTime::parse_from_rfc2822(&value) {
        return Some(date);
    }
    // The library forgives more: a wrong day of the week, missing commas.
    let line = value + "\n";
    let HeaderValue::DateTime(given) = MessageStream::new(line.as_bytes()).parse_date() else { return None };
    let east = (i32::from(given.tz_hour) * 60 + i32::from(given.tz_minute)) * 60;
    let offset = FixedOffset::east_opt(if given.tz_before_gmt { -east } else { east })?;
    let day = NaiveDate::from_ymd_opt(i32::from(given.year), u32::from(given.month), u32::from(given.day))?;
    // A leap second counts as the second before it.
    let time = day.and_hms_opt(u32::from(given.hour), u32::from(given.minute), u32::from(given.second).min(59))?;
    time.and_local_timezone(offset).single()
}

/// The names of Indonesian zones, which no library knows, as offsets.
fn with_offset(value: &str) -> String {
    let zones = [("WIB", "+0700"), ("WITA", "+0800"), ("WIT", "+0900")];
    let in_offset = |(name, offset): &(&str, &str)| Some(format!("{}{offset}", value.trim_end().strip_suffix(name)?));
    zones.iter().find_map(in_offset).unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{date, ids};

    #[test]
    fn dates_are_read_in_indonesian_zones_too() {
        let read = |text| date(text).map(|d| d.to_rfc3339());
        assert_eq!(read("Mon, 16 Nov 2026 07:58:00 +0700 (WIB)").as_deref(), Some("2026-11-16T07:58:00+07:00"));
        assert_eq!(read("Mon, 16 Nov 2026 07:58:00 WITA").as_deref(), Some("2026-11-16T07:58:00+08:00"));
        assert_eq!(read("16 Nov 26 07:58 GMT").as_deref(), Some("2026-11-16T07:58:00+00:00"));
        assert_eq!(read("kemarin sore"), None);
        assert_eq!(read("Mon, 99 Nov 2026 07:58:00 +0700"), None);
    }

    #[test]
    fn a_wrong_day_of_the_week_does_not_lose_the_date() {
        assert!(date("Sun, 16 Nov 2026 07:58:00 +0700").is_some());
    }

    #[test]
    fn message_ids_are_found_among_words() {
        assert_eq!(ids("Surat Anda tanggal kemarin <a@b> (ya)"), ["a@b"]);
        assert_eq!(ids("a@b"), ["a@b"]);
        assert_eq!(ids("<a@\r\n b> <c@d>"), ["a@b", "c@d"]);
        assert!(ids("Surat Anda kemarin").is_empty());
    }
}
