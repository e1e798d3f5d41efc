//! `[[posting]]`: texts that a person puts elsewhere.
//!
//! In: one entry. Out: a [`Posting`], or its faults. Does not know when one is due.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::days::remind;
use super::{Check, Named};
use crate::domain::routine::{PostRemind, Posting, Posts};
use crate::domain::{Channel, Within};

/// A shorter text says nothing.
const FEWEST_CHARACTERS: usize = 40;
/// No day has more working hours than this.
const LONGEST_WORKING_DAY: u32 = 24;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PostingEntry {
    pub(super) id: Spanned<String>,
    row: Spanned<String>,
    label: Spanned<String>,
    title: Spanned<String>,
    ask: Spanned<String>,
    pub(super) of: Posts,
    #[serde(default)]
    channels: Vec<Channel>,
    within: Spanned<String>,
    remind: Spanned<String>,
    to: Spanned<Vec<Spanned<String>>>,
    warn: Option<Spanned<Vec<Spanned<String>>>>,
    words: Spanned<Vec<Spanned<String>>>,
    limit: Option<Spanned<usize>>,
    object: Option<Spanned<String>>,
}

impl Check<'_> {
    pub(super) fn posting(&mut self, n: usize, entry: PostingEntry) -> Option<Posting> {
        let key = format!("posting[{n}]");
        let PostingEntry { id, row, label, title, ask, .. } = &entry;
        self.named(&Named { id, row, label, title, ask }, &key, false);
        let to = self.asked(&entry.to, &format!("{key}.to"));
        let warned = entry.warn.as_ref().map(|warn| warn.get_ref().as_slice()).unwrap_or_default();
        let warn = self.people(warned, &format!("{key}.warn"));
        if warn.is_empty() {
            let right = "names under [roles], or ids of units, that hear of it";
            self.say(&entry.id, format!("{key}.warn"), "nobody hears when it is late", right);
        }
        if entry.words.get_ref().is_empty() {
            self.say(&entry.words, format!("{key}.words"), "nothing confirms it", "a word such as [\"SUDAH\"]");
        }
        let words = self.words(entry.words.get_ref(), &format!("{key}.words"));
        let within = self.told.within(&entry.within, format!("{key}.within"));
        let remind = self.reminded(&entry.remind, within, &key);
        let object = entry.object.as_ref().map(|words| self.told.within(words, format!("{key}.object")));
        self.only_for_some(&entry, &key);
        Some(Posting {
            id: entry.id.into_inner(),
            row: entry.row.into_inner(),
            label: entry.label.into_inner(),
            title: entry.title.into_inner(),
            ask: entry.ask.into_inner(),
            of: entry.of,
            channels: entry.channels,
            within: within?,
            remind: remind?,
            to,
            warn,
            words,
            limit: entry.limit.map(Spanned::into_inner),
            object: object.flatten(),
        })
    }

    /// A moment before the limit.
    fn reminded(&mut self, text: &Spanned<String>, within: Option<Within>, key: &str) -> Option<PostRemind> {
        let remind = remind(text.get_ref());
        match (remind, within) {
            (None, _) => {
                let what = format!("{:?} names no moment", text.get_ref());
                self.say(text, format!("{key}.remind"), what, "`15.30` or `4 jam kerja`");
            }
            (Some(PostRemind::WorkingHours(hours)), Some(within)) if hours > most_working_hours(within) => {
                let what = format!("{:?} comes after the limit", text.get_ref());
                self.say(text, format!("{key}.remind"), what, "fewer working hours than `within` leaves");
            }
            (Some(_), _) => {}
        }
        remind
    }

    /// Keys that mean something for one kind of posting only.
    fn only_for_some(&mut self, entry: &PostingEntry, key: &str) {
        if let Some(object) = &entry.object
            && entry.of != Posts::Board
        {
            let right = "leave it away, or of = \"board\"";
            self.say(object, format!("{key}.object"), "nobody is asked whether he objects to this", right);
        }
        if let Some(limit) = entry.limit.as_ref().filter(|limit| *limit.get_ref() < FEWEST_CHARACTERS) {
            let right = format!("characters of the short text: {FEWEST_CHARACTERS} or more");
            self.say(limit, format!("{key}.limit"), "leaves no room for an answer", &right);
        }
    }
}

/// So many working hours can pass at most until a limit ends.
fn most_working_hours(within: Within) -> u32 {
    match within {
        Within::Minutes(minutes) => minutes / 60,
        Within::Hours(hours) => hours,
        Within::CalendarDays(days) | Within::WorkingDays(days) => {
            days.saturating_add(1).saturating_mul(LONGEST_WORKING_DAY)
        }
        Within::Months(months) => months.saturating_mul(31 * LONGEST_WORKING_DAY),
    }
}
