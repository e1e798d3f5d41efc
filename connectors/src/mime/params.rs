//! The value of Content-Type or Content-Disposition: a word, and parameters in every dialect met in the wild.
//!
//! In: an unfolded value. Out: the word in lower case and the parameters decoded (RFC 2231, RFC 2047, bare UTF-8).
//! Linear in the length of the value.

use super::charset;
use super::words;

/// Parameters beyond these are left alone.
const PARAMETERS: usize = 64;

/// A word with parameters.
#[derive(Debug, Default, Clone)]
pub(super) struct Described {
    /// `text/plain` or `attachment`, lower case.
    pub word: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone)]
struct Parameter {
    name: String,
    /// Place in a value cut into pieces (RFC 2231), 0 where it is whole.
    piece: u32,
    percent: bool,
    value: String,
}

impl Described {
    /// Reads a value.
    pub(super) fn read(value: &str) -> Self {
        let (word, mut rest) = value.split_once(';').unwrap_or((value, ""));
        let word = strip_comment(word).trim().trim_matches('"').to_ascii_lowercase();
        let word: String = word.chars().filter(|c| !c.is_whitespace()).take(127).collect();
        let mut parameters = Vec::new();
        while parameters.len() < PARAMETERS && !rest.trim().is_empty() {
            let (parameter, after) = next_parameter(rest);
            parameters.extend(parameter);
            rest = after;
        }
        Self { word, parameters }
    }

    /// The value of a parameter, decoded. `name` in lower case.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<&Parameter> = self.parameters.iter().filter(|p| p.name == name).collect();
        // RFC 2231 beats the plain form where a program gave both.
        if pieces.iter().any(|p| p.percent) {
            pieces.retain(|p| p.percent || p.piece > 0);
        } else if pieces.iter().any(|p| p.piece == 0) {
            pieces.retain(|p| p.piece == 0);
            pieces.truncate(1);
        }
        pieces.sort_by_key(|p| p.piece);
        let first = pieces.first()?;
        if !first.percent && pieces.len() == 1 {
            let value = &first.value;
            return Some(if value.contains("=?") { words::decode(value) } else { value.clone() });
        }
        Some(join(&pieces))
    }
}

fn join(pieces: &[&Parameter]) -> String {
    let mut label = String::new();
    let mut bytes = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let mut value = piece.value.as_str();
        if index == 0 && piece.percent {
            let mut cut = value.splitn(3, '\'');
            if let (Some(charset), Some(_language), Some(text)) = (cut.next(), cut.next(), cut.next()) {
                charset.clone_into(&mut label);
                value = text;
            }
        }
        if piece.percent { unescape(value, &mut bytes) } else { bytes.extend_from_slice(value.as_bytes()) }
    }
    let declared = label.trim().to_ascii_lowercase();
    match std::str::from_utf8(&bytes) {
        Ok(text) if declared.is_empty() || declared.starts_with("utf") || text.is_ascii() => text.to_owned(),
        _ if declared.is_empty() => charset::of_undeclared(&bytes).into_owned(),
        _ => charset::with_label(&declared, &bytes),
    }
}

fn unescape(value: &str, bytes: &mut Vec<u8>) {
    let mut rest = value.as_bytes();
    while let Some((&b, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|&d| char::from(d).to_digit(16));
        rest = match (b, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                after.get(2..).unwrap_or_default()
            }
            _ => {
                bytes.push(b);
                after
            }
        };
    }
}

/// One `name=value`, and what follows its semicolon.
fn next_parameter(text: &str) -> (Option<Parameter>, &str) {
    let text = text.trim_start_matches([' ', '\t', ';']);
    let end_of_name = text.find(['=', ';']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end_of_name);
    let Some(rest) = rest.strip_prefix('=') else {
        return (None, rest.strip_prefix(';').unwrap_or(rest));
    };
    let (value, rest) = match rest.trim_start().strip_prefix('"') {
        Some(quoted) => quoted_value(quoted),
        None => {
            let (value, rest) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
            (strip_comment(value).trim().to_owned(), rest)
        }
    };
    let rest = rest.split_once(';').map_or("", |(_, after)| after);
    (Some(parameter(name, value)), rest)
}

fn parameter(name: &str, value: String) -> Parameter {
    let name = name.trim().to_ascii_lowercase();
    let (name, percent) = name.strip_suffix('*').map_or((name.as_str(), false), |bare| (bare, true));
    let (name, piece) = match name.split_once('*') {
        Some((bare, number)) => (bare, number.parse::<u32>().unwrap_or(0).saturating_add(1)),
        None => (name, 0),
    };
    Parameter { name: name.to_owned(), piece, percent, value }
}

/// The text of a quoted string whose opening quote is gone, and what follows the closing one.
fn quoted_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, text.get(at + 1..).unwrap_or("")),
            // A Windows path, not an escape, where no quote or backslash follows.
            '\\' => match chars.next() {
                Some((_, next @ ('"' | '\\'))) => value.push(next),
                Some((_, next)) => value.extend(['\\', next]),
                None => {}
            },
            c => value.push(c),
        }
    }
    (value, "")
}

fn strip_comment(word: &str) -> &str {
    word.split_once('(').map_or(word, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: &str) -> Option<String> {
        Described::read(value).parameter("filename")
    }

    #[test]
    fn a_file_name_is_read_in_every_dialect() {
        assert_eq!(name("attachment; filename=foto.jpg").as_deref(), Some("foto.jpg"));
        assert_eq!(name("attachment; filename=\"foto loket.jpg\"; size=3").as_deref(), Some("foto loket.jpg"));
        assert_eq!(name("attachment; filename=\"=?UTF-8?B?Zm90by5qcGc=?=\"").as_deref(), Some("foto.jpg"));
        assert_eq!(
            name("attachment; filename*=UTF-8''surat%20%E2%80%93%20aduan.pdf").as_deref(),
            Some("surat – aduan.pdf")
        );
        assert_eq!(
            name("attachment; filename*1=\"duan.pdf\"; filename*0=\"surat a\"").as_deref(),
            Some("surat aduan.pdf")
        );
        let pieces = "attachment; filename*0*=utf-8''surat%20; filename*1*=%E2%80%93; filename*2=\" x.pdf\"";
        assert_eq!(name(pieces).as_deref(), Some("surat – x.pdf"));
        assert_eq!(name("attachment; filename=\"surat–aduan.pdf\"").as_deref(), Some("surat–aduan.pdf"));
        assert_eq!(name("attachment; filename=\"a.pdf\"; filename*=utf-8''b.pdf").as_deref(), Some("b.pdf"));
    }

    #[test]
    fn a_missing_quote_or_semicolon_costs_nothing_else() {
        assert_eq!(name("attachment; filename=\"foto.jpg").as_deref(), Some("foto.jpg"));
        assert_eq!(name("attachment;;; x; filename=foto.jpg").as_deref(), Some("foto.jpg"));
        assert_eq!(Described::read("Text/HTML (komentar); charset=\"utf-8\"").word, "text/html");
        assert_eq!(name("inline"), None);
    }
}
