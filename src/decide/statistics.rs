//! The figures of an office for a span of time. In: one plain value for each complaint received in it, and one for each
//! task of its people that was due in it. Out: counts, shares kept and missed, the median time to the answer. Knows no
//! calendar: what was promised stands with each complaint.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::{Case, Channel, Class, Grade};

/// A task of the office's people as it counts.
#[derive(Debug, Clone)]
pub struct Slot {
    /// What it is, in words.
    pub title: String,
    /// When it counted as missed.
    pub missed: bool,
    /// True once somebody has confirmed it.
    pub confirmed: bool,
}

/// How many of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Of what: the word of JSON and CSV.
    pub what: String,
    /// The words people read.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// How often a routine was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Which routine.
    pub title: String,
    /// In time.
    pub kept: usize,
    /// After it had been found missing.
    pub late: usize,
    /// Never.
    pub missed: usize,
    /// Still under way.
    pub open: usize,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// Received in the span.
    pub received: usize,
    /// By way of arrival.
    pub by_channel: Vec<Count>,
    /// By class; every class, also those of which none came.
    pub by_class: Vec<Count>,
    /// By grade, where the office grades.
    pub by_grade: Vec<Count>,
    /// By unit, the most first.
    pub by_unit: Vec<Count>,
    /// Of these answered.
    pub answered: usize,
    /// Closed.
    pub closed: usize,
    /// Answered within what was promised.
    pub within_promise: usize,
    /// Answered later than promised, or not yet though it was.
    pub missed: usize,
    /// Not answered yet, and still in time.
    pub running: usize,
    /// Half of the answers came faster than this, in minutes.
    pub median_minutes: Option<i64>,
    /// Reporters who said that they are content.
    pub content: usize,
    /// Reporters who said that they are not.
    pub not_content: usize,
    /// Routines and postings.
    pub slots: Vec<Kept>,
}

/// Counts.
#[must_use]
pub fn statistics(cases: &[Case], slots: &[Slot], now: DateTime<Utc>) -> Statistics {
    let in_time = |case: &&Case| matches!((case.answered, case.due), (Some(at), Some(due)) if at <= due);
    // What ended without an answer was neither kept nor missed.
    let waits = |case: &Case| case.answered.is_none() && !case.closed;
    let running = |case: &&Case| waits(case) && case.due.is_some_and(|due| now <= due);
    let late = |case: &&Case| case.due.is_some_and(|due| case.answered.map_or(waits(case) && now > due, |at| at > due));
    let within_promise = cases.iter().filter(in_time).count();
    let still = cases.iter().filter(running).count();
    Statistics {
        received: cases.len(),
        by_channel: Channel::ALL
            .iter()
            .map(|channel| count(channel.word(), channel.label(), cases, |case| case.channel == *channel))
            .filter(|count| count.count > 0)
            .collect(),
        by_class: Class::ALL
            .iter()
            .map(|class| count(class.word(), class.label(), cases, |case| case.class == *class))
            .collect(),
        by_grade: Grade::ALL
            .iter()
            .map(|grade| count(grade.word(), grade.label(), cases, |case| case.grade == Some(*grade)))
            .filter(|_| cases.iter().any(|case| case.grade.is_some()))
            .collect(),
        by_unit: by_unit(cases),
        answered: cases.iter().filter(|case| case.answered.is_some()).count(),
        closed: cases.iter().filter(|case| case.closed).count(),
        within_promise,
        missed: cases.iter().filter(late).count(),
        running: still,
        median_minutes: median(cases),
        content: cases.iter().filter(|case| case.content == Some(true)).count(),
        not_content: cases.iter().filter(|case| case.content == Some(false)).count(),
        slots: kept(slots),
    }
}

fn count(what: &str, label: &str, cases: &[Case], fits: impl Fn(&Case) -> bool) -> Count {
    let count = cases.iter().filter(|case| fits(case)).count();
    Count { what: what.to_owned(), label: label.to_owned(), count }
}

fn by_unit(cases: &[Case]) -> Vec<Count> {
    let mut names: Vec<&str> = cases.iter().map(|case| case.unit.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut counts: Vec<Count> =
        names.into_iter().map(|name| count(name, name, cases, |case| case.unit == name)).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

fn median(cases: &[Case]) -> Option<i64> {
    let mut minutes: Vec<i64> =
        cases.iter().filter_map(|case| Some((case.answered? - case.received).num_minutes().max(0))).collect();
    minutes.sort_unstable();
    let upper = *minutes.get(minutes.len() / 2)?;
    if minutes.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *minutes.get(minutes.len() / 2 - 1)?;
    Some(i64::midpoint(lower, upper))
}

fn kept(slots: &[Slot]) -> Vec<Kept> {
    let mut titles: Vec<&str> = Vec::new();
    for slot in slots {
        if !titles.contains(&slot.title.as_str()) {
            titles.push(&slot.title);
        }
    }
    let of = |title: &str, confirmed: bool, missed: bool| {
        slots.iter().filter(|slot| slot.title == title && slot.confirmed == confirmed && slot.missed == missed).count()
    };
    titles
        .into_iter()
        .map(|title| Kept {
            title: title.to_owned(),
            kept: of(title, true, false),
            late: of(title, true, true),
            missed: of(title, false, true),
            open: of(title, false, false),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        format!("2026-10-{day:02}T{hour:02}:00:00Z").parse().unwrap()
    }

    fn case(answered: Option<DateTime<Utc>>) -> Case {
        Case {
            channel: Channel::Email,
            class: Class::Pengaduan,
            grade: None,
            unit: "Poli Umum".into(),
            received: at(1, 8),
            answered,
            due: Some(at(8, 16)),
            closed: false,
            content: None,
        }
    }

    #[test]
    fn every_promised_answer_is_kept_missed_or_still_in_time() {
        let cases = [case(Some(at(2, 8))), case(Some(at(9, 8))), case(None)];
        let before = statistics(&cases, &[], at(8, 16));
        assert_eq!((before.within_promise, before.missed, before.running), (1, 1, 1));
        let after = statistics(&cases, &[], at(8, 17));
        assert_eq!((after.within_promise, after.missed, after.running), (1, 2, 0));
    }

    #[test]
    fn the_median_is_of_the_answered_alone() {
        let of = |cases: &[Case]| statistics(cases, &[], at(9, 0)).median_minutes;
        assert_eq!(of(&[case(None)]), None);
        assert_eq!(of(&[case(Some(at(1, 10))), case(None)]), Some(120));
        assert_eq!(of(&[case(Some(at(1, 10))), case(Some(at(1, 12)))]), Some(180));
    }

    #[test]
    fn rsb_24_complaints_and_requests_for_information_are_two_classes_also_where_none_came() {
        let figures = statistics(&[case(None)], &[], at(1, 8));
        let of = |word: &str| figures.by_class.iter().find(|count| count.what == word).map(|count| count.count);
        assert_eq!((of("pengaduan"), of("permintaan_informasi")), (Some(1), Some(0)));
    }

    #[test]
    fn a_slot_confirmed_after_its_time_is_late_not_kept() {
        let slot = |confirmed, missed| Slot { title: "kotak saran".into(), missed, confirmed };
        let figures = statistics(&[], &[slot(true, false), slot(true, true), slot(false, true)], at(1, 8));
        let Kept { kept, late, missed, open, .. } = figures.slots[0].clone();
        assert_eq!((kept, late, missed, open), (1, 1, 1, 0));
    }
}
