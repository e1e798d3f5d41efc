//! Which parts a person reads as the text of a mail, and their words cleaned.
//!
//! In: the tree of parts. Out: one text, and the leaves that are not part of it. Plain text is preferred to HTML.
//! Does not know quotes or signatures: everything the sender's screen showed is here.

use std::borrow::Cow;

use super::charset;
use super::flowed;
use super::header::is_unwanted;
use super::html;
use super::limits::{Oddities, TEXT, TEXT_LINE};
use super::structure::Part;

/// What is shown and what is attached.
#[derive(Debug, Default)]
pub(super) struct Reading<'p, 'a> {
    /// The text so far.
    pub text: String,
    /// Leaves that are not shown, in order.
    pub attached: Vec<&'p Part<'a>>,
}

/// Reads the tree.
pub(super) fn read<'p, 'a>(root: &'p Part<'a>, oddities: &mut Oddities) -> Reading<'p, 'a> {
    let mut reading = Reading::default();
    visit(root, true, &mut reading, oddities);
    if let Some(cut) = cut_at(&reading.text, TEXT) {
        reading.text.truncate(cut);
        oddities.note("text beyond 1 MiB left out");
    }
    if reading.text.len() > TEXT_LINE && reading.text.lines().any(|line| line.len() > TEXT_LINE) {
        oddities.note("line of text over 64 KiB");
    }
    reading
}

fn visit<'p, 'a>(part: &'p Part<'a>, may_show: bool, reading: &mut Reading<'p, 'a>, oddities: &mut Oddities) {
    if part.is_leaf() {
        return visit_leaf(part, may_show, reading, oddities);
    }
    match part.media.word.as_str() {
        "multipart/alternative" if may_show => visit_alternatives(part, reading, oddities),
        "multipart/related" | "multipart/signed" | "multipart/appledouble" => {
            for (index, child) in part.children.iter().enumerate() {
                visit(child, may_show && index == 0, reading, oddities);
            }
        }
        _ => part.children.iter().for_each(|child| visit(child, may_show, reading, oddities)),
    }
}

fn visit_leaf<'p, 'a>(leaf: &'p Part<'a>, may_show: bool, reading: &mut Reading<'p, 'a>, oddities: &mut Oddities) {
    let named_later = !reading.text.is_empty() && leaf.file_name().is_some();
    if !may_show || !is_readable(leaf) || leaf.is_marked_attachment() || named_later {
        if !is_leftover(leaf) {
            reading.attached.push(leaf);
        }
        return;
    }
    append(&mut reading.text, &leaf_text(leaf, oddities));
}

/// Shows the plain form, or the HTML where the plain one says nothing; other forms are the same text again.
fn visit_alternatives<'p, 'a>(part: &'p Part<'a>, reading: &mut Reading<'p, 'a>, oddities: &mut Oddities) {
    let mut plain = Reading::default();
    let mut rich = Reading::default();
    for child in &part.children {
        match child.media.word.as_str() {
            "text/plain" => visit(child, true, &mut plain, oddities),
            "text/html" => visit(child, true, &mut rich, oddities),
            word if word.starts_with("text/") && word != "text/calendar" => {}
            word if word.starts_with("multipart/") => visit(child, true, &mut rich, oddities),
            _ => reading.attached.push(child),
        }
    }
    let chosen = if says_nothing(&plain.text) && !rich.text.trim().is_empty() { rich.text } else { plain.text };
    append(&mut reading.text, &chosen);
    reading.attached.extend(plain.attached);
    reading.attached.extend(rich.attached);
}

/// Empty, or the sentence that tells the reader to use a program with HTML.
fn says_nothing(plain: &str) -> bool {
    let plain = plain.trim();
    plain.is_empty() || plain.len() < 200 && plain.to_ascii_lowercase().contains("html")
}

fn is_readable(leaf: &Part<'_>) -> bool {
    match leaf.media.word.as_str() {
        "text/calendar"
        | "text/vcard"
        | "text/x-vcard"
        | "text/directory"
        | "text/csv"
        | "text/rtf"
        | "text/xml"
        | "text/rfc822-headers" => false,
        // A multipart without readable parts still shows what it holds.
        word => word.starts_with("text/") || word.starts_with("multipart/"),
    }
}

/// What is neither text nor attachment: an empty part, which some programs leave behind.
fn is_leftover(leaf: &Part<'_>) -> bool {
    leaf.main_type() == "text" && leaf.file_name().is_none() && leaf.block.body.trim_ascii().is_empty()
}

fn append(text: &mut String, more: &str) {
    if more.trim().is_empty() {
        return;
    }
    if !text.is_empty() {
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text.push_str(more);
}

fn leaf_text(leaf: &Part<'_>, oddities: &mut Oddities) -> String {
    let unpacked = leaf.unpacked();
    // HTML carries some ten times its text in markup.
    let most = if leaf.media.word == "text/html" { 8 * TEXT } else { TEXT + 1024 };
    let bytes = unpacked.get(..most).unwrap_or(&unpacked);
    if bytes.len() < unpacked.len() {
        oddities.note("text beyond 1 MiB left out");
    }
    let declared = leaf.media.parameter("charset");
    let is_html = leaf.media.word == "text/html";
    let declared = declared.or_else(|| if is_html { html::declared_charset(bytes) } else { None });
    let cut = trim_broken_end(bytes, bytes.len() < unpacked.len());
    let text = charset::of_declared(cut, declared.as_deref(), oddities);
    if is_html {
        return clean(Cow::Owned(html::to_text(&text)));
    }
    let text = clean(text);
    let format = leaf.media.parameter("format");
    if format.is_some_and(|f| f.eq_ignore_ascii_case("flowed")) {
        let joined_without_space = leaf.media.parameter("delsp").is_some_and(|d| d.eq_ignore_ascii_case("yes"));
        return flowed::unwrap(&text, joined_without_space);
    }
    text
}

/// Where we cut the bytes ourselves, a UTF-8 character must not be left in two.
fn trim_broken_end(bytes: &[u8], was_cut: bool) -> &[u8] {
    if !was_cut {
        return bytes;
    }
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.get(..error.valid_up_to()).unwrap_or(bytes),
        _ => bytes,
    }
}

/// Line ends made `\n`; NUL, controls and marks of direction taken out.
pub(super) fn clean(text: Cow<'_, str>) -> String {
    let dirty = |c: char| c == '\r' || is_unwanted(c);
    if !text.contains(dirty) {
        return text.into_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(dirty) {
        let (good, tail) = rest.split_at(at);
        cleaned.push_str(good);
        let mut chars = tail.chars();
        if chars.next() == Some('\r') && !tail.starts_with("\r\n") {
            cleaned.push('\n');
        }
        rest = chars.as_str();
    }
    cleaned.push_str(rest);
    cleaned
}

/// The last place at or before `most` where a text may be cut; nothing where it is short enough.
pub(super) fn cut_at(text: &str, most: usize) -> Option<usize> {
    (text.len() > most).then(|| text.floor_char_boundary(most))
}
