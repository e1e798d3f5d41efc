//! `[[routine]]`: what comes at times of the day.
//!
//! In: one entry. Out: a [`Routine`], or its faults. Does not know when it is due.

use chrono::{NaiveTime, TimeDelta};
use serde::Deserialize;
use serde_spanned::Spanned;

use super::days::{days, shortest_gap};
use super::{Check, Named};
use crate::domain::Channel;
use crate::domain::routine::{Brings, Days, Routine};

/// So long after its time a routine counts as missed, where nothing else is said.
const USUAL_GRACE: TimeDelta = TimeDelta::minutes(30);
/// So many working days ahead a limit may come near.
const MOST_NEAR_DAYS: u32 = 250;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoutineEntry {
    id: Spanned<String>,
    row: Spanned<String>,
    label: Spanned<String>,
    title: Spanned<String>,
    ask: Spanned<String>,
    days: Spanned<String>,
    at: Spanned<Vec<Spanned<String>>>,
    before: Option<Spanned<String>>,
    grace: Option<Spanned<String>>,
    to: Spanned<Vec<Spanned<String>>>,
    warn: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    batch: bool,
    channel: Option<Channel>,
    #[serde(default = "bare")]
    brings: Brings,
    near: Option<Spanned<String>>,
    near_days: Option<Spanned<u32>>,
}

fn bare() -> Brings {
    Brings::Nothing
}

impl Check<'_> {
    pub(super) fn routine(&mut self, n: usize, entry: RoutineEntry) -> Option<Routine> {
        let key = format!("routine[{n}]");
        let RoutineEntry { id, row, label, title, ask, .. } = &entry;
        self.named(&Named { id, row, label, title, ask }, &key, entry.batch);
        let to = self.asked(&entry.to, &format!("{key}.to"));
        let warned = entry.warn.as_ref().map(|warn| warn.get_ref().as_slice()).unwrap_or_default();
        let warn = self.people(warned, &format!("{key}.warn"));
        let words = self.words(&entry.words, &format!("{key}.words"));
        self.confirmed_or_not(&entry, &key);
        let days = days(entry.days.get_ref());
        if days.is_none() {
            let right = "`setiap hari`, `hari kerja`, `Senin`, `Senin dan Kamis`, `tanggal 1`";
            self.say(&entry.days, format!("{key}.days"), format!("{:?} names no days", entry.days.get_ref()), right);
        }
        let at = self.times(&entry.at, &format!("{key}.at"));
        let before = self.length(entry.before.as_ref(), format!("{key}.before"), TimeDelta::zero());
        let grace = self.length(entry.grace.as_ref(), format!("{key}.grace"), USUAL_GRACE);
        if let (Some(days), Some(at)) = (&days, &at) {
            self.room(&entry, days, at, before, grace, &key);
        }
        let near = self.near(&entry, &key);
        Some(Routine {
            id: entry.id.into_inner(),
            row: entry.row.into_inner(),
            label: entry.label.into_inner(),
            title: entry.title.into_inner(),
            ask: entry.ask.into_inner(),
            days: days?,
            at: at?,
            before: before?,
            grace: grace?,
            to,
            warn,
            words,
            batch: entry.batch,
            channel: entry.channel,
            brings: entry.brings,
            near,
        })
    }

    /// Times of the day, at least one, each once.
    fn times(&mut self, at: &Spanned<Vec<Spanned<String>>>, key: &str) -> Option<Vec<NaiveTime>> {
        if at.get_ref().is_empty() {
            self.say(at, key.to_owned(), "it never comes", "a time such as `08.00`");
        }
        let mut times = Vec::new();
        for text in at.get_ref() {
            let time = self.time(text, key)?;
            if times.contains(&time) {
                self.say(text, key.to_owned(), format!("{:?} stands here twice", text.get_ref()), "each time once");
            }
            times.push(time);
        }
        (!times.is_empty()).then_some(times)
    }

    /// Who must confirm needs a word, and somebody who hears of a miss; who need not has neither.
    fn confirmed_or_not(&mut self, entry: &RoutineEntry, key: &str) {
        let warned = entry.warn.as_ref().is_some_and(|warn| !warn.get_ref().is_empty());
        if entry.words.is_empty() {
            let idle = [entry.batch, entry.channel.is_some(), warned, entry.grace.is_some()];
            if idle.contains(&true) {
                let what = "no word confirms it, so that batch, channel, warn and grace mean nothing";
                self.say(&entry.id, format!("{key}.words"), what, "words such as [\"SUDAH\"], or leave those away");
            }
        } else if !warned {
            let right = "names under [roles], or ids of units, that hear of it";
            self.say(&entry.id, format!("{key}.warn"), "nobody hears when it is missed", right);
        }
    }

    /// It is asked after the last occasion and found missing before the next.
    fn room(
        &mut self,
        entry: &RoutineEntry,
        days: &Days,
        at: &[NaiveTime],
        before: Option<TimeDelta>,
        grace: Option<TimeDelta>,
        key: &str,
    ) {
        let gap = shortest_gap(days, at);
        let lengths = [(&entry.before, before, "before"), (&entry.grace, grace, "grace")];
        for (text, length, name) in lengths {
            if let (Some(text), Some(length)) = (text, length)
                && length >= gap
            {
                let what = format!("{:?} is not shorter than the time to the next occasion", text.get_ref());
                let right = format!("less than {} minutes", gap.num_minutes());
                self.say(text, format!("{key}.{name}"), what, &right);
            }
        }
    }

    /// The standard whose limit comes near, and how many working days ahead.
    fn near(&mut self, entry: &RoutineEntry, key: &str) -> Option<(String, u32)> {
        let (standard, ahead) = match (entry.brings, &entry.near, &entry.near_days) {
            (Brings::Near, Some(standard), Some(ahead)) => (standard, ahead),
            (Brings::Near, None, _) => {
                let right = "the id of the standard whose limit comes near";
                self.say(&entry.id, format!("{key}.near"), "is missing", right);
                return None;
            }
            (Brings::Near, Some(standard), None) => {
                let right = "how many working days ahead, as `near_days = 15`";
                self.say(standard, format!("{key}.near_days"), "is missing", right);
                return None;
            }
            (Brings::Nothing | Brings::Meeting, Some(standard), _) => {
                let what = "means nothing without brings = \"near\"";
                self.say(standard, format!("{key}.near"), what, "brings = \"near\", or leave it away");
                return None;
            }
            (Brings::Nothing | Brings::Meeting, None, _) => return None,
        };
        if self.standards.is_some_and(|all| !all.iter().any(|known| known.id == *standard.get_ref())) {
            let what = format!("there is no standard {:?}", standard.get_ref());
            self.say(standard, format!("{key}.near"), what, "an id of standards.toml");
        }
        if !(1..=MOST_NEAR_DAYS).contains(ahead.get_ref()) {
            let right = format!("working days, from 1 to {MOST_NEAR_DAYS}");
            self.say(ahead, format!("{key}.near_days"), "does not fit", &right);
        }
        Some((standard.get_ref().clone(), *ahead.get_ref()))
    }
}
