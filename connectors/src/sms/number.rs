//! Telephone numbers as people write them, and the one form that gateways take.
//!
//! In: a field of a form, a sender of an SMS, a line of a spreadsheet, and the office's own area code. Out: numbers in
//! E.164 with what they are (mobile with its operator, landline, foreign), short codes, or the text as it was written.
//! Nothing is guessed away: what cannot be a number stays visible. Indonesia has no number portability, so the prefix
//! tells the operator (field facts B2: libphonenumber's carrier table, with by.U's 0851 added).

use std::fmt;

use crate::{Fault, FaultKind, Outcome, Reach};

/// Whose mobile number it is. For statistics; a decision must not hang on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// Telkomsel and by.U.
    Telkomsel,
    /// Indosat IM3.
    Indosat,
    /// Tri.
    Tri,
    /// XL.
    Xl,
    /// AXIS.
    Axis,
    /// Smartfren.
    Smartfren,
    /// A mobile prefix that the table does not have.
    Other,
}

impl Operator {
    /// The operator of a national significant number (`812…`, without the 0).
    fn of(national: &str) -> Self {
        match national.get(..3).unwrap_or_default() {
            "811" | "812" | "813" | "821" | "822" | "823" | "851" | "852" | "853" => Self::Telkomsel,
            "814" | "815" | "816" | "855" | "856" | "857" | "858" => Self::Indosat,
            "895" | "896" | "897" | "898" | "899" => Self::Tri,
            "817" | "818" | "819" | "859" | "877" | "878" | "879" => Self::Xl,
            "831" | "832" | "833" | "838" => Self::Axis,
            "881" | "882" | "883" | "884" | "885" | "886" | "887" | "888" | "889" => Self::Smartfren,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Telkomsel => "Telkomsel",
            Self::Indosat => "Indosat",
            Self::Tri => "Tri",
            Self::Xl => "XL",
            Self::Axis => "AXIS",
            Self::Smartfren => "Smartfren",
            Self::Other => "operator tak dikenal",
        })
    }
}

/// What a number reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A mobile: takes SMS.
    Mobile(Operator),
    /// A landline or a service number: takes none.
    Landline,
    /// Another country's; may be either.
    Foreign,
}

/// What one piece of a field turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// A number in E.164 (`+62…`).
    Known {
        /// With `+` and without anything else but digits.
        e164: String,
        /// What it reaches.
        line: Line,
    },
    /// A short code (119, 1708): digits as written.
    Short(String),
    /// No number; as written.
    Unreadable(String),
}

impl Number {
    /// The E.164 form, where there is one.
    #[must_use]
    pub fn e164(&self) -> Option<&str> {
        match self {
            Self::Known { e164, .. } => Some(e164),
            Self::Short(_) | Self::Unreadable(_) => None,
        }
    }

    /// The E.164 form if an SMS can be sent there: a mobile, or a foreign number of which nobody knows better.
    ///
    /// # Errors
    /// A fault that concerns this one recipient only, refused for good.
    pub fn for_sms(&self) -> Result<&str, Fault> {
        match self {
            Self::Known { e164, line: Line::Mobile(_) | Line::Foreign } => Ok(e164),
            Self::Known { line: Line::Landline, .. } => Err(no_recipient("a landline takes no SMS")),
            Self::Short(_) => Err(no_recipient("a short code takes no SMS from us")),
            Self::Unreadable(_) => Err(no_recipient("this is not a telephone number")),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known { e164, .. } => f.write_str(e164),
            Self::Short(text) | Self::Unreadable(text) => f.write_str(text),
        }
    }
}

fn no_recipient(text: &str) -> Fault {
    Fault::not_sent(Reach::Message, FaultKind::Recipient, text).with_outcome(Outcome::Refused)
}

/// Reads one number. `area_code`: the office's own, with its 0 (`0285`), for local numbers that are written without.
#[must_use]
pub fn read(written: &str, area_code: Option<&str>) -> Number {
    let shown = || Number::Unreadable(written.trim().to_owned());
    let Some(digits) = bare(written) else { return shown() };
    if let Some(rest) = digits.strip_prefix('+') {
        return international(rest).unwrap_or_else(shown);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return international(rest).unwrap_or_else(shown);
    }
    if let Some(national) = digits.strip_prefix('0') {
        return indonesian(national).unwrap_or_else(shown);
    }
    if digits.len() >= 10 && digits.starts_with("62") {
        return international(&digits).unwrap_or_else(shown);
    }
    if digits.starts_with('8') && (9..=12).contains(&digits.len()) {
        return indonesian(&digits).unwrap_or_else(shown);
    }
    if digits.starts_with('1') && (3..=7).contains(&digits.len()) {
        return Number::Short(digits);
    }
    let area = area_code.and_then(|code| code.strip_prefix('0'));
    match area {
        Some(area) if (5..=8).contains(&digits.len()) => indonesian(&format!("{area}{digits}")).unwrap_or_else(shown),
        Some(_) | None => shown(),
    }
}

/// Reads a field that may hold several numbers (`0812… / 0857…`, `… dan …`), in order and each once.
#[must_use]
pub fn read_all(written: &str, area_code: Option<&str>) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    for piece in pieces(written) {
        let number = read(&piece, area_code);
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// Parts a field where a second number begins. A slash inside a number (`0332/424212`) is not such a place.
fn pieces(written: &str) -> Vec<String> {
    let spaced = [" dan ", " atau ", " & "].iter().fold(written.to_owned(), |text, word| text.replace(word, ";"));
    let mut found: Vec<String> = Vec::new();
    for part in spaced.split([';', ',', '\n']) {
        let mut whole = String::new();
        for piece in part.split('/') {
            let count = |text: &str| text.chars().filter(char::is_ascii_digit).count();
            if count(&whole) >= 8 && count(piece) >= 5 {
                found.push(std::mem::take(&mut whole));
            } else if !whole.is_empty() {
                whole.push('/');
            }
            whole.push_str(piece);
        }
        found.push(whole);
    }
    found.retain(|piece| !piece.trim().is_empty());
    found
}

/// Digits with a leading `+` where there was one; nothing where the text holds more than a number.
fn bare(written: &str) -> Option<String> {
    let text: String = written.chars().filter(|c| !is_invisible(*c)).collect();
    let lower = text.trim().to_lowercase();
    let without = strip_label(&lower).replace("(0)", "");
    let mut digits = String::new();
    for c in without.chars() {
        match c {
            '+' if digits.is_empty() => digits.push('+'),
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '.' | '-' | '‐' | '‑' | '–' | '(' | ')' | '/' | '\t' | '\'' => {}
            _ => return None,
        }
    }
    let count = digits.trim_start_matches('+').len();
    // 16 digits are an identity number (NIK), 13 with 000 in front a health insurance number (BPJS).
    let somebody_elses = count > 15 || (count == 13 && digits.starts_with("000"));
    (count >= 3 && !somebody_elses).then_some(digits)
}

/// `Tel.`, `HP:`, `WA `, `https://wa.me/`, `tel:` in front.
fn strip_label(text: &str) -> &str {
    const LABELS: [&str; 12] =
        ["https://", "http://", "wa.me/", "telepon", "telp", "tel", "hp", "wa", "whatsapp", "sms", "nomor", "no"];
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches([' ', '.', ':', '\u{a0}']);
        match LABELS.iter().find_map(|label| trimmed.strip_prefix(label)) {
            Some(shorter) => rest = shorter,
            None => return trimmed,
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// Digits behind the `+`.
fn international(digits: &str) -> Option<Number> {
    match digits.strip_prefix("62") {
        Some(national) => indonesian(national.strip_prefix('0').unwrap_or(national)),
        None => {
            let written = format!("+{digits}");
            let parsed = phonenumber::parse(None, &written).ok()?;
            let e164 = parsed.format().mode(phonenumber::Mode::E164).to_string();
            phonenumber::is_valid(&parsed).then_some(Number::Known { e164, line: Line::Foreign })
        }
    }
}

/// A national significant number, without the 0. Mobiles have 8 and 8 to 11 digits more; `80…` are service numbers;
/// landlines an area code of two or three digits and five to eight digits more.
fn indonesian(national: &str) -> Option<Number> {
    let e164 = format!("+62{national}");
    let service = national.starts_with("80");
    let line = match (national.bytes().next()?, national.len()) {
        (b'8', 7..=12) if service => Line::Landline,
        (b'8', 9..=12) => Line::Mobile(Operator::of(national)),
        (b'2'..=b'7' | b'9', 7..=11) => Line::Landline,
        _ => return None,
    };
    Some(Number::Known { e164, line })
}

#[cfg(test)]
mod tests;
