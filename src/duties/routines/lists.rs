//! Lists that a routine's letter brings: what the meeting speaks about, what comes near a far limit. In: the register. Out:
//! lines, masked; of a protected complaint its number, state and limit alone.

use chrono::TimeDelta;

use super::Keeper;
use crate::decide::OfficeBook;
use crate::decide::deadlines;
use crate::decide::privacy::Writer;
use crate::decide::routines::state_words;
use crate::decide::wording::dates;
use crate::domain::routine::Routine;
use crate::domain::{UnitId, Within};
use crate::duties::DutyFault;
use crate::duties::triage::for_officers;
use crate::store::complaints::Complaint;

/// What was answered or closed within this time is news for the meeting.
const A_WEEK: TimeDelta = TimeDelta::days(7);

impl Keeper<'_> {
    /// Every open complaint, and those answered or closed since the last meeting.
    pub(super) async fn for_the_meeting(&mut self, book: &OfficeBook) -> Result<Vec<String>, DutyFault> {
        let found = self.tx.live_complaints(&book.office.id.0, self.now - A_WEEK).await?;
        let (open, done): (Vec<&Complaint>, Vec<&Complaint>) = found.iter().partition(|c| c.status == "open");
        let mut lines = vec![format!("Masih terbuka: {}", open.len())];
        lines.extend(open.iter().enumerate().map(|(n, c)| self.line(book, n + 1, c)));
        lines.push(String::new());
        lines.push(format!("Dijawab atau selesai dalam tujuh hari terakhir: {}", done.len()));
        lines.extend(done.iter().enumerate().map(|(n, c)| self.line(book, n + 1, c)));
        Ok(lines)
    }

    fn line(&self, book: &OfficeBook, n: usize, complaint: &Complaint) -> String {
        let (office, decision) = (&book.office, &complaint.decision);
        let date = |at: chrono::DateTime<chrono::Utc>| dates::short_date(at.with_timezone(&office.zone).date_naive());
        let due = decision.deadlines.first().filter(|_| complaint.status == "open");
        let due = due.map(|d| format!(", paling lambat {}", dates::short_date(d.due.date_naive()))).unwrap_or_default();
        let head = format!(
            "  {n}. {} ({}, {}{due})",
            complaint.number,
            date(complaint.received),
            state_words(&complaint.status)
        );
        if decision.privacy.hides_identity() || decision.supervision {
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
