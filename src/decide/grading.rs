//! What is asked, whether it alleges wrongdoing, and how grave it is.
//!
//! In: a text that was read. Out: class, supervision flag and proposed grade, each with the words that decided. Knows
//! no unit.

use crate::domain::{Class, Grade};

use super::words::{Hit, PhraseId, Reading};

/// How near, in words, the phrases of a group stand to its first.
const TOGETHER: usize = 14;

/// Thanks open a text where they stand within its first words, behind a greeting.
const OPENING: usize = 8;

/// The groups of lists that allege wrongdoing together.
const GROUPS: &[&[&str]] = &[
    &["supervision.asks", "supervision.staff", "supervision.gift"],
    &["supervision.sells", "supervision.staff", "supervision.goods"],
    &["supervision.gives", "supervision.must", "supervision.gift", "supervision.receiver"],
    &["supervision.collects", "supervision.staff", "supervision.purpose"],
    &["supervision.takes", "supervision.staff", "supervision.goods"],
    &["supervision.seller", "supervision.staff", "supervision.reward"],
    &["supervision.own_kin", "supervision.staff", "supervision.lifts"],
    &["supervision.lures", "supervision.staff", "supervision.where"],
    &["supervision.kin", "supervision.gains"],
    &["supervision.records", "supervision.invented"],
    &["supervision.touches", "supervision.body"],
    &["supervision.used", "supervision.vehicle", "supervision.private"],
    &["supervision.money", "supervision.spent"],
    &["supervision.practice", "supervision.duty"],
    &["supervision.absent", "supervision.staff"],
    &["supervision.spreads", "supervision.secret", "supervision.audience"],
    &["supervision.superior", "supervision.orders", "supervision.signs"],
    &["supervision.switch", "supervision.staff", "supervision.faster"],
    &["supervision.paper", "supervision.inflated"],
    &["supervision.public_goods", "supervision.staff", "supervision.private_place"],
    &["supervision.hits", "supervision.staff", "supervision.victim"],
    &["supervision.strong_drug", "supervision.private_way", "supervision.staff"],
    &["supervision.birth_control", "supervision.unasked"],
    &["supervision.vote", "supervision.denied"],
    &["supervision.alone_with", "supervision.girl", "supervision.distress"],
    &["supervision.go_between", "supervision.fee"],
    &["supervision.free_service", "supervision.staff", "supervision.made_to_pay"],
    &["supervision.stock", "supervision.loads", "supervision.hidden"],
    &["supervision.drunk", "supervision.staff"],
    &["supervision.steers", "supervision.staff", "supervision.own_shop"],
    &["supervision.idle", "supervision.staff", "supervision.grave"],
];

/// The word lists of class, supervision and grade.
#[derive(Debug, Clone, Default)]
pub struct GradingWords {
    /// Asks for public information: `mohon salinan`, `PPID`.
    pub request: Vec<PhraseId>,
    /// Asks for public information, whatever else is written.
    pub strong_request: Vec<PhraseId>,
    /// Something went wrong, surely: `kecewa`, `obat kosong`.
    pub grievance: Vec<PhraseId>,
    /// Something may have gone wrong: `lama`, `tidak`.
    pub complaint_hint: Vec<PhraseId>,
    /// Asks: `apakah`, `jam berapa`.
    pub question: Vec<PhraseId>,
    /// Says that it wants to know: `mau tanya`, `mohon informasi`. With a question it is one, whatever else is told.
    pub curious: Vec<PhraseId>,
    /// Asks, and means that it is wrong: `kenapa`, `kok`.
    pub reproach: Vec<PhraseId>,
    /// Asks, although `tidak` or `lama` stands in it: `ada tidak`, `buka jam berapa`.
    pub plain_question: Vec<PhraseId>,
    /// Asks without a question mark, although `tidak` or `lama` stands in it: `buka jam berapa`.
    pub sure_question: Vec<PhraseId>,
    /// What a sentence may ask about that ends with a `tidak`: `boleh`, `bisa`.
    pub asked_about: Vec<PhraseId>,
    /// Asks where it ends a sentence: `tidak bu`, `ya dok`.
    pub tag: Vec<PhraseId>,
    /// Proposes: `usul`, `sebaiknya`.
    pub proposal: Vec<PhraseId>,
    /// Proposes, although something is wrong as well: `usul`.
    pub strong_proposal: Vec<PhraseId>,
    /// Thanks somebody: `terima kasih kepada`.
    pub thanks: Vec<PhraseId>,
    /// Says that something is not to be thanked for: `tetapi`, `tolong`.
    pub but: Vec<PhraseId>,
    /// It ended well: `sekarang sudah sehat`.
    pub recovered: Vec<PhraseId>,
    /// Wishes good to those who are thanked: `semoga amal dibalas`. Who does so only thanks, whatever `tapi` stands
    /// between.
    pub blessing: Vec<PhraseId>,
    /// Phrases of which a word sounds like a grievance or a reproach and is none: `masa berlaku`, `masih bisa kok`.
    pub harmless: Vec<PhraseId>,
    /// Praises: `pelayanan memuaskan`.
    pub praise: Vec<PhraseId>,
    /// Alleges wrongdoing by officials: `pungli`, `minta uang`.
    pub supervision: Vec<PhraseId>,
    /// Groups of lists; one phrase of each close together alleges wrongdoing: `mantri`, `minta`, `babi`.
    pub supervision_groups: Vec<Vec<Vec<PhraseId>>>,
    /// No wrongdoing, though it sounds like it: `minta uang muka`.
    pub supervision_harmless: Vec<PhraseId>,
    /// Takes that back: `tidak ada pungli`.
    pub supervision_not: Vec<PhraseId>,
    /// Extreme risk.
    pub red: Vec<PhraseId>,
    /// High risk.
    pub yellow: Vec<PhraseId>,
    /// Takes back what follows: `tidak`, `bukan`, `tanpa`.
    pub negation: Vec<PhraseId>,
}

impl GradingWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            request: list("class.request"),
            strong_request: list("class.strong_request"),
            grievance: list("class.grievance"),
            complaint_hint: list("class.complaint_hint"),
            question: list("class.question"),
            curious: list("class.curious"),
            reproach: list("class.reproach"),
            plain_question: list("class.plain_question"),
            sure_question: list("class.sure_question"),
            asked_about: list("class.asked_about"),
            tag: list("class.tag"),
            proposal: list("class.proposal"),
            strong_proposal: list("class.strong_proposal"),
            thanks: list("class.thanks"),
            but: list("class.but"),
            recovered: list("emergency.recovered"),
            blessing: list("class.blessing"),
            harmless: list("class.harmless"),
            praise: list("class.praise"),
            supervision: list("supervision"),
            supervision_groups: GROUPS.iter().map(|group| group.iter().map(|name| list(name)).collect()).collect(),
            supervision_harmless: list("supervision.harmless"),
            supervision_not: list("supervision.not"),
            red: list("grade.red"),
            yellow: list("grade.yellow"),
            negation: list("negation"),
        }
    }

    /// The first hit of a list that no negation stands before.
    fn first<'a>(&self, list: &'a [PhraseId], reading: &'a Reading<'_>) -> Option<Hit> {
        reading.hits_of_any(list).find(|hit| !self.negated(reading, *hit))
    }

    /// Whether a list of class is there: a hit that no negation stands before, and that is no part of a harmless
    /// phrase.
    fn says(&self, list: &[PhraseId], reading: &Reading<'_>) -> bool {
        let within = |hit: Hit| reading.hits_of_any(&self.harmless).any(|h| h.from <= hit.from && hit.to <= h.to);
        reading.hits_of_any(list).any(|hit| !self.negated(reading, hit) && !within(hit))
    }

    /// One hit of each list of a group, all in the sentence of the first and near it, as one.
    fn together(&self, group: &[Vec<PhraseId>], reading: &Reading<'_>) -> Option<Hit> {
        let (first, others) = group.split_first()?;
        if !group.iter().all(|list| reading.has_any(list)) {
            return None;
        }
        let good = |hit: &Hit| !self.negated(reading, *hit) && !self.harmless(reading, *hit);
        reading.hits_of_any(first).filter(good).find_map(|start| {
            others.iter().try_fold(start, |whole, list| {
                let near = |hit: &Hit| {
                    reading.sentence(hit.from) == reading.sentence(start.from)
                        && !(start.from <= hit.from && hit.to <= start.to)
                        && hit.from.abs_diff(start.from).min(hit.from.abs_diff(start.to)) <= TOGETHER
                };
                let other = reading.hits_of_any(list).filter(good).find(near)?;
                Some(Hit { from: whole.from.min(other.from), to: whole.to.max(other.to), ..whole })
            })
        })
    }

    /// The hit shares a word with a phrase that alleges nothing.
    fn harmless(&self, reading: &Reading<'_>, hit: Hit) -> bool {
        let shares = |other: Hit| other.from <= hit.to && hit.from <= other.to;
        reading.hits_of_any(&self.supervision_harmless).any(shares)
    }

    fn negated(&self, reading: &Reading<'_>, hit: Hit) -> bool {
        reading.hits_of_any(&self.negation).any(|not| not.to + 1 == hit.from)
    }
}

/// What is asked. Danger and wrongdoing are complaints, however they are told; else a grievance makes a complaint of
/// anything but a request for public information and a proposal.
#[must_use]
pub fn class(words: &GradingWords, reading: &Reading<'_>, emergency: bool, supervision: bool) -> Class {
    let has = |list: &[PhraseId]| words.says(list, reading);
    if emergency || supervision {
        return Class::Pengaduan;
    }
    let grievance = has(&words.grievance);
    if has(&words.strong_request) || has(&words.request) && !grievance {
        return Class::PermintaanInformasi;
    }
    if has(&words.strong_proposal) {
        return Class::Aspirasi;
    }
    if thanks_only(words, reading) || gives_thanks(words, reading) || tells_of_thanks(words, reading) {
        return Class::Aspirasi;
    }
    let asks = reading.asks() || has(&words.question);
    if (reading.asks() || asks && !grievance) && has(&words.curious) && !has(&words.reproach) {
        return Class::Konsultasi;
    }
    if grievance {
        return Class::Pengaduan;
    }
    if has(&words.praise) {
        return Class::Aspirasi;
    }
    if reading.asks() && has(&words.plain_question) || has(&words.sure_question) || asks_at_its_end(words, reading) {
        return Class::Konsultasi;
    }
    match (asks, has(&words.proposal), has(&words.complaint_hint)) {
        (true, _, false) => Class::Konsultasi,
        (_, true, _) => Class::Aspirasi,
        (true, false, true) | (false, false, _) => Class::Pengaduan,
    }
}

/// Whether a text only gives thanks: it opens with them, and what it tells besides ended well or is praise, and nothing
/// in it is a complaint after all.
#[must_use]
pub fn thanks_only(words: &GradingWords, reading: &Reading<'_>) -> bool {
    let good = || reading.has_any(&words.recovered) || words.first(&words.grievance, reading).is_none();
    opens_with_thanks(words, reading) && !reading.has_any(&words.but) && good()
}

fn opens_with_thanks(words: &GradingWords, reading: &Reading<'_>) -> bool {
    reading.hits_of_any(&words.thanks).any(|hit| hit.from <= OPENING)
}

/// Asks without a question mark, by how a sentence ends: `boleh masuk tidak bu`, `hangat apa dingin ya`.
fn asks_at_its_end(words: &GradingWords, reading: &Reading<'_>) -> bool {
    let sentence = |at: usize| reading.tokens().get(at).map(|token| token.sentence);
    let ends = |hit: &Hit| sentence(hit.to + 1) != sentence(hit.to);
    let about = |tag: Hit| {
        let mut asked = reading.hits_of_any(&words.asked_about);
        asked.any(|what| {
            what.to < tag.from && tag.from - what.to <= TOGETHER && sentence(what.from) == sentence(tag.from)
        })
    };
    reading.hits_of_any(&words.tag).filter(ends).any(about)
}

/// It ended well, and somewhere behind it thanks are given; nothing is asked, nothing is wrong.
fn tells_of_thanks(words: &GradingWords, reading: &Reading<'_>) -> bool {
    let no = |list: &[PhraseId]| !words.says(list, reading);
    reading.has_any(&words.recovered)
        && reading.has_any(&words.thanks)
        && !reading.asks()
        && no(&words.grievance)
        && no(&words.but)
}

/// Thanks for all that a `tapi` or a `tolong` of the tale is worth: it ended well, or good is wished to those who
/// helped. Only what accuses nobody is judged by it.
fn gives_thanks(words: &GradingWords, reading: &Reading<'_>) -> bool {
    let no = |list: &[PhraseId]| !words.says(list, reading);
    let well = || reading.has_any(&words.recovered) || reading.has_any(&words.blessing);
    opens_with_thanks(words, reading)
        && (no(&words.grievance) && (no(&words.but) || well()) || no(&words.but) && well())
}

/// The words that allege wrongdoing by officials. Words that point elsewhere (a school, a village) take back what
/// stands in their own sentence, nothing more.
#[must_use]
pub fn supervision(words: &GradingWords, reading: &Reading<'_>) -> Option<Hit> {
    let elsewhere = |hit: &Hit| {
        let mut pointing = reading.hits_of_any(&words.supervision_not);
        pointing.any(|not| reading.sentence(not.from) == reading.sentence(hit.from))
    };
    let good = |hit: &Hit| !elsewhere(hit) && !words.negated(reading, *hit) && !words.harmless(reading, *hit);
    let alone = reading.hits_of_any(&words.supervision).find(good);
    // Whoever only thanks accuses nobody by words that are wrongdoing only together:
    // `sopir ambulans mengantar istri saya`.
    if alone.is_some() || thanks_only(words, reading) {
        return alone;
    }
    let mut groups = words.supervision_groups.iter().filter_map(|group| words.together(group, reading));
    groups.find(|hit| !elsewhere(hit))
}

/// The proposed grade of a complaint with the words that decided; HIJAU where nothing grave is found. When unsure, the
/// higher one: an emergency or an allegation of wrongdoing is never HIJAU.
#[must_use]
pub fn grade(words: &GradingWords, reading: &Reading<'_>, emergency: bool, supervision: bool) -> (Grade, Vec<String>) {
    let written = |hit: Hit| vec![reading.written(hit).to_owned()];
    let red = words.first(&words.red, reading);
    let yellow = words.first(&words.yellow, reading);
    match (red, yellow) {
        (Some(hit), _) => (Grade::Merah, written(hit)),
        (None, _) if emergency => (Grade::Merah, Vec::new()),
        (None, Some(hit)) => (Grade::Kuning, written(hit)),
        (None, None) if supervision => (Grade::Kuning, Vec::new()),
        (None, None) => (Grade::Hijau, Vec::new()),
    }
}
