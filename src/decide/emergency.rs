//! Emergencies: is somebody in danger now?
//!
//! In: a text that was read. Out: an [`Emergency`] with the words that say so. A miss is worse than a false alarm: a
//! word of danger counts unless the text clearly speaks of the past or asks what would be. Knows no unit.

mod call;
mod signs;
mod text;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::call::{CallWords, Manner, call, plea};
use self::signs::SignWords;
use self::text::Text;
use super::words::{PhraseId, Reading};

/// The groups of lists that are danger together: what happened and what it did, a part of the body and what it suffers,
/// what runs out and who lives by it.
const GROUPS: &[[&str; 2]] = &[
    ["emergency.event", "emergency.harm"],
    ["emergency.part", "emergency.hurt"],
    ["emergency.running_out", "emergency.depends"],
];

/// The word lists that tell danger.
#[derive(Debug, Clone, Default)]
pub struct EmergencyWords {
    /// Enough by themselves, whatever else is written: `sekarat`, `butuh ambulans sekarang`.
    pub alarm: Vec<PhraseId>,
    /// Danger, unless past or asked about: `kejang`, `tidak sadar`.
    pub danger: Vec<PhraseId>,
    /// Two lists; a phrase of each close together is danger: `kesiram`, `melepuh`.
    pub danger_groups: Vec<[Vec<PhraseId>; 2]>,
    /// Danger only with a word of now: `demam tinggi`, `kecelakaan`.
    pub risk: Vec<PhraseId>,
    /// It happens now: `sekarang`, `tolong`, `saiki`.
    pub now: Vec<PhraseId>,
    /// A cry for help now, which makes what was told just before it urgent as well: `harus bagaimana`.
    pub cry: Vec<PhraseId>,
    /// It was today: `tadi pagi`.
    pub today: Vec<PhraseId>,
    /// Nobody helped: what was today may last: `disuruh pulang`.
    pub unhelped: Vec<PhraseId>,
    /// Takes a word of now back: `sampai sekarang kecewa`, `sekarang sudah sehat`.
    pub not_now: Vec<PhraseId>,
    /// It is over: `kemarin`, `bulan lalu`, `wingi`.
    pub past: Vec<PhraseId>,
    /// It is over, and long ago: `tahun lalu`.
    pub long_ago: Vec<PhraseId>,
    /// It is only thought of, where this stands before the word of danger: `kalau`.
    pub supposed: Vec<PhraseId>,
    /// It is only asked or talked about, unless it happens to somebody: `nomor berapa`, `penyuluhan`.
    pub asked: Vec<PhraseId>,
    /// It is passed on, and asked whether it is true: `benar atau hoaks`.
    pub rumour: Vec<PhraseId>,
    /// It was heard or read of: `katanya`. It is a rumour where somebody asks besides whether it is true.
    pub hearsay: Vec<PhraseId>,
    /// Asks whether something is true: `betulkah`.
    pub whether: Vec<PhraseId>,
    /// It is only thought of, whatever is said of now behind it: `takut nanti`, `kalau ada`.
    pub thought: Vec<PhraseId>,
    /// Now, as it is said where a tale turns: `sekarang`.
    pub turn: Vec<PhraseId>,
    /// Stays dangerous for days: `digigit anjing`.
    pub lasts: Vec<PhraseId>,
    /// And nobody had the medicine for it: `vaksin kosong`.
    pub untreated: Vec<PhraseId>,
    /// What somebody may live by fails.
    pub fails: Vec<PhraseId>,
    /// To whom it happens: `anak saya`.
    pub person: Vec<PhraseId>,
    /// A plea, which makes a risk a danger when near: `tolong`.
    pub plea: Vec<PhraseId>,
    /// Harmless phrases with a word of danger in them: `lampu mati`, `penuh sesak`.
    pub harmless: Vec<PhraseId>,
    /// Somebody may harm himself.
    pub self_harm: Vec<PhraseId>,
    /// Harming oneself as a subject: `sosialisasi pencegahan bunuh diri`.
    pub self_harm_talk: Vec<PhraseId>,
    /// Many ill at once, in one phrase: `keracunan massal`.
    pub outbreak: Vec<PhraseId>,
    /// Many: `puluhan`, `sekampung`.
    pub many: Vec<PhraseId>,
    /// What many fall ill with: `muntah`, `keracunan`.
    pub illness: Vec<PhraseId>,
    /// Thanks for help that came: what follows is told, not happening.
    pub thanks: Vec<PhraseId>,
    /// It ended well: what stands before it is told: `sekarang sudah sehat`.
    pub recovered: Vec<PhraseId>,
    /// Signs that are danger when several come together.
    pub signs: SignWords,
    /// What tells a call for help from a tale, where no citizen writes.
    pub call: CallWords,
}

impl EmergencyWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            alarm: list("emergency.alarm"),
            danger: list("emergency.danger"),
            danger_groups: GROUPS.iter().map(|group| group.map(&mut *list)).collect(),
            risk: list("emergency.risk"),
            now: list("emergency.now"),
            cry: list("emergency.cry"),
            today: list("emergency.today"),
            unhelped: list("emergency.unhelped"),
            not_now: list("emergency.not_now"),
            past: list("emergency.past"),
            long_ago: list("emergency.long_ago"),
            supposed: list("emergency.supposed"),
            asked: list("emergency.asked"),
            rumour: list("emergency.rumour"),
            hearsay: list("emergency.hearsay"),
            whether: list("emergency.whether"),
            thought: list("emergency.thought"),
            turn: list("emergency.turn"),
            lasts: list("emergency.lasts"),
            untreated: list("emergency.untreated"),
            fails: list("emergency.running_out"),
            person: list("emergency.person"),
            plea: list("emergency.plea"),
            harmless: list("emergency.harmless"),
            self_harm: list("emergency.self_harm"),
            self_harm_talk: list("emergency.self_harm_talk"),
            outbreak: list("emergency.outbreak"),
            many: list("emergency.many"),
            illness: list("emergency.illness"),
            thanks: list("emergency.thanks"),
            recovered: list("emergency.recovered"),
            signs: SignWords::collect(list),
            call: CallWords::collect(list),
        }
    }
}

/// Somebody may be in danger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Emergency {
    /// Words that say so, as written.
    pub matched: Vec<String>,
    /// Somebody may harm himself: the answer names the help line.
    pub self_harm: bool,
    /// Many are ill: surveillance is alerted, too.
    pub outbreak: bool,
}

/// Looks for danger.
#[must_use]
pub fn detect(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Emergency> {
    let text = Text { words, reading };
    let (self_harm, outbreak, danger) = (text.self_harm(), text.outbreak(), text.danger());
    let mut matched: Vec<String> = Vec::new();
    let signs = if danger.is_none() { signs::several(text) } else { Vec::new() };
    for hit in [self_harm, outbreak, danger].into_iter().flatten().chain(signs) {
        let written = reading.written(hit).to_owned();
        if !matched.contains(&written) {
            matched.push(written);
        }
    }
    let found = Emergency { matched, self_harm: self_harm.is_some(), outbreak: outbreak.is_some() };
    (!found.matched.is_empty()).then_some(found)
}

/// When the duty list is alerted again if none of it says `TERIMA`: every ten minutes for two hours (field facts B8),
/// then every hour. `rounds`: how often it was alerted again so far.
#[must_use]
pub fn alerted_again(now: DateTime<Utc>, rounds: i64) -> DateTime<Utc> {
    now + if rounds < 12 { TimeDelta::minutes(10) } else { TimeDelta::hours(1) }
}
