//! Notices of a clock that was late before anybody was told of it: an old slip, a mail read after an outage.
//!
//! In: the notices as the standard plans them, when the first letter went out, how long a breath is. Out: the same,
//! none before that letter: it says itself how late it is. Does not know calendars.

use chrono::{DateTime, Utc};

use super::notices::{Notice, NoticeKind};

/// What lies before the first letter waits for the next notice still to come, and so becomes one with it. Where none is
/// to come, one reminder follows after a breath, and the superior hears a breath later, once somebody was reminded.
pub(super) fn after_the_first_letter(
    mut notices: Vec<Notice>,
    told: DateTime<Utc>,
    breath: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Vec<Notice> {
    let to_come = notices.iter().map(|notice| notice.at).filter(|at| *at > told).min();
    let reminder = to_come.unwrap_or_else(|| breath(told));
    let reminds = notices.iter().any(|notice| matches!(notice.kind, NoticeKind::Reminder(_)));
    let escalation = if to_come.is_none() && reminds { breath(reminder) } else { breath(told) };
    for notice in notices.iter_mut().filter(|notice| notice.at <= told) {
        notice.at = match notice.kind {
            NoticeKind::Reminder(_) => reminder,
            NoticeKind::Escalation => escalation,
        };
    }
    notices
}
