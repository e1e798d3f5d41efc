//! Personal data and wishes for secrecy.
//!
//! In: a text. Out: where personal data stands in it and what must be hidden from whom. Knows no unit.

mod caseless;
mod concealed;
mod first_person;
mod headers;
mod hides;
mod names;
mod numbers;
mod occupation;
mod ordinary;
mod said_names;
mod signed_off;
mod spelled;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::compiled;
use crate::domain::{Decision, Mask, Privacy};

use self::concealed::Home;
use super::words::{Hit, PhraseId, Reading};

pub use concealed::retold;
pub use names::{calls_by_name, without_name};

/// The word lists of secrecy.
#[derive(Debug, Clone, Default)]
pub struct PrivacyWords {
    /// The reporter asks not to be named.
    pub anonymous: Vec<PhraseId>,
    /// The report must stay secret.
    pub secret: Vec<PhraseId>,
    /// Somebody else's secrets: `menjaga rahasia pasien`. No wish, unless it is asked for.
    pub kept: Vec<PhraseId>,
    /// Asks for it: `mohon`.
    pub plea: Vec<PhraseId>,
    /// Sensitive health matters.
    pub restricted: Vec<PhraseId>,
    /// Where medicines are stored.
    pub stock: Vec<PhraseId>,
    /// Anybody whose illness it could be.
    pub somebody: Vec<PhraseId>,
    /// Health matters that no notice board shows.
    pub health: Vec<PhraseId>,
}

impl PrivacyWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            anonymous: list("privacy.anonymous"),
            secret: list("privacy.secret"),
            kept: list("privacy.kept"),
            plea: list("privacy.plea"),
            restricted: list("privacy.restricted"),
            stock: list("privacy.stock"),
            somebody: list("privacy.somebody"),
            health: list("privacy.health"),
        }
    }

    /// It is wished that something stays secret, if only with one word; that officers keep the secrets of patients is told, not wished.
    fn wishes_secrecy(&self, reading: &Reading<'_>) -> bool {
        let asked = |hit: Hit| {
            let mut pleas = reading.hits_of_any(&self.plea);
            pleas.any(|plea| plea.from <= hit.from && hit.from - plea.from <= PLEA)
        };
        let told = |hit: Hit| {
            let mut kept = reading.hits_of_any(&self.kept);
            kept.any(|kept| kept.from <= hit.to && hit.from <= kept.to && !asked(kept))
        };
        reading.hits_of_any(&self.secret).any(|hit| !told(hit))
            || WISH.as_ref().is_some_and(|wish| wish.is_match(reading.text()))
    }
}

/// A sentence that is a wish for secrecy and nothing else: `Rahasiakan.`, `Rahasia ya pak`.
static WISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?i)(?:^|[.!?\n;(])[ \t]*(?:(?:me)?rahasiakan|dirahasiakan|rahasiain|rahasia)(?:[ \t]+(?:ya|yah|y|pak|bu|min|kak|mas|mbak|dong|saja|aja|nggih|njih|e|dulu|terima|kasih|makasih))*[ \t]*(?:[.!?)\n]|$)").ok()
});

/// How near a plea stands before what it asks for.
const PLEA: usize = 5;

/// Who wrote a text, as far as hiding him goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer<'n> {
    /// Personal data is masked; he may be known.
    Open,
    /// Nothing may tell who he is; his names as far as they are known.
    Hidden(&'n str),
    /// The same, but somebody may be in danger: where he is must be known to whoever helps.
    InDanger(&'n str),
}

impl<'n> Writer<'n> {
    /// As was decided. Whoever accuses officers is found by nobody, whatever danger he speaks of.
    #[must_use]
    pub fn of(decision: &Decision, names: Option<&'n str>) -> Self {
        let names = names.unwrap_or_default();
        match (decision.privacy.hides_identity(), decision.emergency && !decision.supervision) {
            (false, _) => Self::Open,
            (true, false) => Self::Hidden(names),
            (true, true) => Self::InDanger(names),
        }
    }

    /// True if nobody may know who he is.
    #[must_use]
    pub fn is_hidden(self) -> bool {
        self != Self::Open
    }
}

/// Words of names that a writer gives away in his texts, of himself and his people; `None`: none.
#[must_use]
pub fn names_said(texts: &[&str]) -> Option<String> {
    each_once(texts.iter().flat_map(|text| said_names::said_in(text)).collect())
}

/// The same of a mail, in whose subject he may be named, too.
#[must_use]
pub fn names_said_in_mail(subject: &str, text: &str) -> Option<String> {
    let of_subject = signed_off::said_in_subject(subject, text);
    each_once([subject, text].into_iter().flat_map(said_names::said_in).chain(of_subject).collect())
}

fn each_once(mut words: Vec<String>) -> Option<String> {
    words.sort();
    words.dedup();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A text as officers may see it.
#[must_use]
pub fn for_officers(text: &str, own: &[String], writer: Writer<'_>) -> String {
    match writer {
        Writer::Open => mask(text, own).0,
        Writer::Hidden(names) => concealed::concealed(text, own, names, Home::Hidden),
        Writer::InDanger(names) => concealed::concealed(text, own, names, Home::Shown),
    }
}

/// The same of a hidden writer where `names` holds already what [`names_said`] finds in this very text.
#[must_use]
pub fn hidden_by(text: &str, own: &[String], names: &str) -> String {
    concealed::without_any(text, own, names::words_of(names), Home::Hidden)
}

/// Personal data in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Mask,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

/// Telephone numbers in a text, as they are written there.
#[must_use]
pub fn phones_in(text: &str, own: &[String]) -> Vec<String> {
    let phones = find(text, own).into_iter().filter(|found| found.kind == Mask::Phone);
    phones.filter_map(|found| text.get(found.span).map(|number| number.trim().to_owned())).collect()
}

/// What must not be shown of a text. `public_numbers`: digits that may be.
#[must_use]
pub fn privacy(words: &PrivacyWords, reading: &Reading<'_>, public_numbers: &[String]) -> Privacy {
    let mut masked: Vec<Mask> = Vec::new();
    for found in find(reading.text(), public_numbers) {
        if !masked.contains(&found.kind) {
            masked.push(found.kind);
        }
    }
    // `Obat TB di gudang farmasi kosong` tells of no patient.
    let in_store = reading.has_any(&words.stock) && !reading.has_any(&words.somebody);
    Privacy {
        anonymous: reading.has_any(&words.anonymous),
        secret: words.wishes_secrecy(reading),
        restricted: reading.has_any(&words.restricted) && !in_store,
        masked,
    }
}

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+").ok());

/// Finds personal data, in the order of the text. `own`: digits of the office's own numbers, which may be shown.
#[must_use]
pub fn find(text: &str, own: &[String]) -> Vec<Found> {
    let mut out = numbers::find(text, own);
    out.extend(spelled::find(text));
    if let Some(email) = EMAIL.as_ref() {
        let mails = email.find_iter(text).map(|m| Found { kind: Mask::Email, span: m.range() });
        let mails: Vec<Found> = mails.collect();
        out.retain(|number| {
            !mails.iter().any(|mail| mail.span.start < number.span.end && number.span.start < mail.span.end)
        });
        out.extend(mails);
    }
    out.sort_by_key(|found| found.span.start);
    // Where two overlap they are one, as long as both.
    out.dedup_by(|later, first| {
        let overlaps = later.span.start < first.span.end;
        if overlaps {
            first.span.end = first.span.end.max(later.span.end);
        }
        overlaps
    });
    out
}

/// The text with personal data masked, and what was masked.
#[must_use]
pub fn mask(text: &str, own: &[String]) -> (String, Vec<Mask>) {
    let mut out = String::with_capacity(text.len());
    let mut kinds = Vec::new();
    let mut at = 0;
    for found in find(text, own) {
        out.push_str(text.get(at..found.span.start).unwrap_or_default());
        out.push_str(&masked(found.kind, text.get(found.span.clone()).unwrap_or_default()));
        at = found.span.end;
        if !kinds.contains(&found.kind) {
            kinds.push(found.kind);
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, kinds)
}

/// What stands in the text instead: enough to tell two apart, not enough to find the person.
fn masked(kind: Mask, written: &str) -> String {
    let last = |count: usize| {
        let digits: Vec<char> = written.chars().filter(char::is_ascii_digit).collect();
        digits.iter().skip(digits.len().saturating_sub(count)).collect::<String>()
    };
    match kind {
        Mask::Nik => format!("[NIK …{}]", last(4)),
        Mask::Bpjs => format!("[BPJS …{}]", last(4)),
        Mask::Phone => format!("[telepon …{}]", last(3)),
        Mask::RekamMedis => "[nomor rekam medis]".to_owned(),
        Mask::Email => "[alamat surel]".to_owned(),
    }
}

#[cfg(test)]
mod concealed_tests;
#[cfg(test)]
mod said_tests;
#[cfg(test)]
mod tests;
