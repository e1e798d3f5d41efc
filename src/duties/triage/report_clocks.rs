//! A reporter at LAPOR! comes back after an answer: LAPOR!'s own clocks run anew from then on.
//!
//! In: the complaint, when he wrote. Out: clocks, and the decision that letters show. The office's own promise was kept
//! with the first answer and does not begin again.

use chrono::{DateTime, Utc};

use super::desk::Desk;
use crate::decide::OfficeBook;
use crate::decide::deadlines::{due, next_look};
use crate::domain::deadline::StopsAt;
use crate::store::change::{NewClock, Redecided};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// He wrote at `since` about a complaint that was answered. `reopens`: that alone opens it again; where he says
    /// that he is not content, his word does.
    pub(super) fn reporter_is_back(
        &mut self,
        complaint: &mut Complaint,
        book: &'a OfficeBook,
        since: Option<DateTime<Utc>>,
        reopens: bool,
    ) {
        if reopens {
            complaint.status = "open".to_owned();
            self.changes.reopened.push(complaint.id);
        }
        let Some(lapor) = self.practice.lapor.get(&complaint.office) else { return };
        let (calendar, zone, from) = (&book.calendar, book.office.zone, since.unwrap_or(self.now).min(self.now));
        let own = book.standards.iter().filter(|s| s.stops_at == StopsAt::Answer && lapor.clocks.contains(&s.id));
        for standard in own {
            let deadline = due(standard.within, &standard.words, &standard.id, from, calendar, zone);
            let next_at = next_look(standard, &deadline, calendar, &[], (self.now, self.now));
            self.note(
                Entry::new(Event::Tenggat, "sistem")
                    .office(&complaint.office)
                    .case(&complaint.number)
                    .fact("standar", standard.id.as_str())
                    .fact("mulai_lagi", deadline.from.to_rfc3339())
                    .fact("sampai", deadline.due.to_rfc3339()),
            );
            let running = &mut complaint.decision.deadlines;
            running.retain(|old| old.standard != standard.id);
            running.insert(0, deadline.clone());
            self.changes.restarted.push((complaint.id, NewClock { deadline, stops_at: standard.stops_at, next_at }));
        }
        self.changes.redecided.push(Redecided::of(complaint));
    }
}
