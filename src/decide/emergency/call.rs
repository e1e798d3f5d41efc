//! Whether somebody who is no citizen calls for help now: an officer writes of danger every day, and so do machines.
//!
//! In: a text that was read. Out: the danger, where the words call for help with it or say that it goes on. Weekly
//! reports, drills, invitations, tales of what was done and advice to citizens call nobody; a plea for help does,
//! whatever stands around it. What is neither counts as a call: a miss is worse than a false alarm.

use super::text::Text;
use super::{Emergency, EmergencyWords, detect};
use crate::decide::words::{Hit, PhraseId, Reading};

/// The word lists by which a call is told from a tale.
#[derive(Debug, Clone, Default)]
pub struct CallWords {
    /// A plea for what helps a body: `mohon .. psc`, `tolong segera`.
    plea: Vec<PhraseId>,
    /// The same, where it ends a sentence: `Mohon segera.`
    plea_at_end: Vec<PhraseId>,
    /// A plea for something else, or one that others may make: `mohon bantuan obat`, `dapat meminta bantuan`.
    no_plea: Vec<PhraseId>,
    /// What is missing while somebody is in danger: `ambulans .. mogok`, `belum ditangani`.
    lack: Vec<PhraseId>,
    /// It happens as he writes: `barusan`, `kritis`.
    just_now: Vec<PhraseId>,
    /// It is in good hands: `sudah kami rujuk`, `kondisi stabil`.
    handled: Vec<PhraseId>,
    /// He reports, invites, orders: `laporan mingguan`, `undangan`, `stok`.
    report: Vec<PhraseId>,
    /// It is only played: `simulasi`.
    drill: Vec<PhraseId>,
    /// It is no play: `bukan simulasi`.
    no_drill: Vec<PhraseId>,
    /// Words of a letter to a citizen: `mohon maaf`, `silakan`.
    to_citizen: Vec<PhraseId>,
    /// Words of a tale or of a service: `tersedia`, `setelah`.
    tale: Vec<PhraseId>,
}

impl CallWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            plea: list("emergency.call.plea"),
            plea_at_end: list("emergency.call.plea_at_end"),
            no_plea: list("emergency.call.no_plea"),
            lack: list("emergency.call.lack"),
            just_now: list("emergency.call.just_now"),
            handled: list("emergency.call.handled"),
            report: list("emergency.call.report"),
            drill: list("emergency.call.drill"),
            no_drill: list("emergency.call.no_drill"),
            to_citizen: list("emergency.call.to_citizen"),
            tale: list("emergency.call.tale"),
        }
    }
}

/// How the words came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// By themselves, or as what would be asked back: they are meant for us.
    Told,
    /// As what would go to a citizen.
    Answer,
    /// As a command: a plan, a reason.
    Order,
}

/// The danger in words that call for help with it.
#[must_use]
pub fn call(words: &EmergencyWords, reading: &Reading<'_>, manner: Manner) -> Option<Emergency> {
    let found = detect(words, reading)?;
    let call = Call { text: Text { words, reading }, list: &words.call, manner };
    (call.begs() || call.lacks() || call.goes_on() || call.spreads(&found) || call.is_bare()).then_some(found)
}

/// The danger in words of a machine or of mass mail, where a plea for help stands in them.
#[must_use]
pub fn plea(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Emergency> {
    let found = detect(words, reading)?;
    Call { text: Text { words, reading }, list: &words.call, manner: Manner::Told }.begs().then_some(found)
}

struct Call<'a, 't> {
    text: Text<'a, 't>,
    list: &'a CallWords,
    manner: Manner,
}

impl Call<'_, '_> {
    /// Help is begged for, and neither for a play nor as an advice.
    fn begs(&self) -> bool {
        let plays = self.plays();
        let at_end = self.hits(&self.list.plea_at_end).filter(|hit| self.ends_sentence(*hit));
        let mut pleas = self.hits(&self.list.plea).chain(at_end);
        pleas.any(|plea| {
            !self.is_within(&self.list.no_plea, plea)
                && !self.supposes(plea)
                && (!plays || self.in_sentence(&self.list.just_now, plea))
        })
    }

    /// What would help is missing.
    fn lacks(&self) -> bool {
        let tells = self.reports() || self.plays() || self.speaks_to_citizen();
        let stands =
            |lack: Hit| !self.supposes(lack) && !self.is_past(lack) && !self.is_within(&self.list.no_plea, lack);
        !tells && self.hits(&self.list.lack).any(stands)
    }

    /// A danger stands in a sentence that says that it happens now, and nobody has it in hand. To a citizen nobody
    /// writes so, unless help is missing as well.
    fn goes_on(&self) -> bool {
        let within = u32::from(self.manner == Manner::Told);
        let goes_on = |now: Hit| {
            let at = self.sentence(now);
            let handled = self.hits(&self.list.handled).any(|done| (at..=at + 2).contains(&self.sentence(done)));
            let is_tale = self.manner == Manner::Answer && self.in_sentence(&self.list.tale, now);
            let missing = || self.in_sentence(&self.list.lack, now);
            !handled
                && !self.supposes(now)
                && self.text.in_danger(at, within)
                && (!self.speaks_to_citizen() && !is_tale || missing())
        };
        !self.plays() && self.hits(&self.list.just_now).any(goes_on)
    }

    /// Many fall ill today: that others have it in hand does not end it.
    fn spreads(&self, found: &Emergency) -> bool {
        let today = [&self.text.words.today, &self.list.just_now];
        found.outbreak
            && self.manner == Manner::Told
            && !self.reports()
            && !self.plays()
            && today.into_iter().any(|list| self.text.reading.has_any(list))
    }

    /// Nothing says that it is a tale, a report or an answer.
    fn is_bare(&self) -> bool {
        let told = match self.manner {
            Manner::Order => true,
            Manner::Answer => self.text.reading.has_any(&self.list.tale),
            Manner::Told => false,
        };
        let handled = self.text.reading.has_any(&self.list.handled);
        !told && !handled && !self.reports() && !self.plays() && !self.speaks_to_citizen()
    }

    fn reports(&self) -> bool {
        self.text.reading.has_any(&self.list.report)
    }

    fn plays(&self) -> bool {
        self.text.reading.has_any(&self.list.drill) && !self.text.reading.has_any(&self.list.no_drill)
    }

    /// Words that would go to a citizen and sound like it.
    fn speaks_to_citizen(&self) -> bool {
        self.manner == Manner::Answer && self.text.reading.has_any(&self.list.to_citizen)
    }

    /// `Bila sesak, mohon segera ke IGD`.
    fn supposes(&self, hit: Hit) -> bool {
        let same = |word: Hit| self.sentence(word) == self.sentence(hit);
        self.hits(&self.text.words.supposed).any(|word| word.from < hit.from && same(word))
    }

    fn is_past(&self, hit: Hit) -> bool {
        self.in_sentence(&self.text.words.past, hit)
    }

    fn ends_sentence(&self, hit: Hit) -> bool {
        let next = hit.to + 1;
        next >= self.text.reading.tokens().len() || self.text.reading.sentence(next) != self.sentence(hit)
    }

    fn is_within(&self, list: &[PhraseId], hit: Hit) -> bool {
        self.hits(list).any(|other| other.from <= hit.to && hit.from <= other.to)
    }

    fn in_sentence(&self, list: &[PhraseId], hit: Hit) -> bool {
        self.hits(list).any(|word| self.sentence(word) == self.sentence(hit))
    }

    fn hits<'a>(&'a self, list: &'a [PhraseId]) -> impl Iterator<Item = Hit> + 'a {
        self.text.reading.hits_of_any(list)
    }

    fn sentence(&self, hit: Hit) -> u32 {
        self.text.reading.sentence(hit.from)
    }
}
