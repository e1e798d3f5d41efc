//! Lists that a routine's letter brings: what the meeting speaks about, what comes near a far limit. In: the register.
//! Out: lines, masked; of a protected complaint its number, state and limit alone.

use chrono::TimeDelta;

use super::Keeper;
use crate::decide::OfficeBook;
use crate::decide::deadlines;
use crate::decide::privacy::Writer;
use crate::decide::routines::state_words;
use crate::decide::wording::dates;
use crate::domain::deadline::StopsAt;
use crate::domain::routine::Routine;
use crate::domain::{UnitId, Within};
use crate::duties::DutyFault;
use crate::duties::triage::for_officers;
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock;

/// What was answered or closed within this time is news for the meeting.
const A_WEEK: TimeDelta = TimeDelta::days(7);

/// True for a complaint of which the list says its number, state and limit alone.
fn hides(complaint: &Complaint) -> bool {
    complaint.decision.privacy.hides_identity() || complaint.decision.supervision
}

impl Keeper<'_> {
    /// Every open complaint, and those answered or closed since the last meeting.
    pub(super) async fn for_the_meeting(&mut self, book: &OfficeBook) -> Result<Vec<String>, DutyFault> {
        let found = self.tx.live_complaints(&book.office.id.0, self.now - A_WEEK).await?;
        let (open, done): (Vec<&Complaint>, Vec<&Complaint>) = found.iter().partition(|c| c.status == "open");
        let ids: Vec<i64> = open.iter().map(|complaint| complaint.id).collect();
        let clocks = self.tx.clocks(&ids).await?;
        let mut lines = vec![format!("Masih terbuka: {}", open.len())];
        for (n, complaint) in (1..).zip(open) {
            // What was met is no limit any more: the next one that still runs is.
            let next = clocks.iter().filter(|clock| clock.complaint == complaint.id && clock.runs());
            let next = next.min_by_key(|clock| clock.deadline.due);
            lines.push(self.line(book, n, complaint, next));
            lines.extend(self.plan_of(book, complaint).await?);
        }
        lines.push(String::new());
        lines.push(format!("Dijawab atau selesai dalam tujuh hari terakhir: {}", done.len()));
        lines.extend(done.iter().enumerate().map(|(n, c)| self.line(book, n + 1, c, None)));
        Ok(lines)
    }

    /// What the unit plans to do, as it wrote it last; of a protected complaint only that there is a plan.
    async fn plan_of(&mut self, book: &OfficeBook, complaint: &Complaint) -> Result<Option<String>, DutyFault> {
        let orders = self.tx.orders(complaint.id).await?;
        let Some(plan) = orders.into_iter().rfind(|order| order.word == "RENCANA") else { return Ok(None) };
        let day = dates::short_date(plan.at.with_timezone(&book.office.zone).date_naive());
        if hides(complaint) {
            return Ok(Some(format!("     Rencana {day}: ada, lihat petugas pengaduan")));
        }
        let unit = book.office.unit(&UnitId(plan.unit.clone())).map_or(plan.unit, |unit| unit.shown().to_owned());
        let names = complaint.all_names();
        let text =
            for_officers(&plan.text.split_whitespace().collect::<Vec<_>>().join(" "), book, Writer::Hidden(&names));
        Ok(Some(format!("     Rencana {day}, {unit}: {text}")))
    }

    fn line(&self, book: &OfficeBook, n: usize, complaint: &Complaint, next: Option<&Clock>) -> String {
        let (office, decision) = (&book.office, &complaint.decision);
        let date = |at: chrono::DateTime<chrono::Utc>| dates::short_date(at.with_timezone(&office.zone).date_naive());
        let due = next.map(|clock| {
            let what = StopsAt::from_word(&clock.stops_at).map_or("tindak lanjut", StopsAt::label);
            let day = dates::short_date(clock.deadline.due.date_naive());
            let passed = if clock.deadline.due < self.now { ", SUDAH LEWAT" } else { "" };
            format!(", {what} paling lambat {day}{passed}")
        });
        let due = due.unwrap_or_default();
        let head = format!(
            "  {n}. {} ({}, {}{due})",
            complaint.number,
            date(complaint.received),
            state_words(&complaint.status)
        );
        if hides(complaint) {
            return format!("{head}: laporan dilindungi, lihat petugas pengaduan");
        }
        let unit = office.unit(&UnitId(complaint.unit.clone())).map(|unit| unit.name.as_str()).unwrap_or_default();
        let names = complaint.all_names();
        let about = match decision.doubted {
            true => for_officers(&complaint.summary, book, Writer::Hidden(&names)),
            false => complaint.summary.clone(),
        };
        format!("{head}: {about} [{unit}]")
    }

    /// Open complaints whose limit of the routine's standard is near or past.
    pub(super) async fn near(&mut self, book: &OfficeBook, routine: &Routine) -> Result<Vec<String>, DutyFault> {
        let Some((standard, days)) = &routine.near else { return Ok(Vec::new()) };
        let office = &book.office;
        let within = Within::WorkingDays((*days).max(1));
        let until = deadlines::due(within, "", standard, self.now, &book.calendar, office.zone).due.to_utc();
        let found = self.tx.coming_near(&office.id.0, standard, until).await?;
        let mut lines = vec![format!(
            "Laporan yang batasnya jatuh dalam {days} hari kerja ke depan atau sudah lewat: {}",
            found.len()
        )];
        lines.extend(found.iter().enumerate().map(|(n, (number, due))| {
            let day = dates::short_date(due.with_timezone(&office.zone).date_naive());
            let passed = if *due < self.now { ", SUDAH LEWAT" } else { "" };
            format!("  {}. {number}: batas {day}{passed}", n + 1)
        }));
        Ok(lines)
    }
}
