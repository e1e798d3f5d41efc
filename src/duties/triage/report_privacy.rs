//! A report that turns anonymous or secret after it was first seen: from now on it is treated as if it had always been.
//!
//! In: the report as it stands now. Out: the decision tightened, never loosened; the register and letters that have not
//! left say less; what the officer who has it is told. What is under way to LAPOR! goes there as secret by itself,
//! because that is looked up when it leaves.

use connectors::lapor::Report;

use super::desk::Desk;
use crate::decide::OfficeBook;
use crate::decide::lapor::tightened;
use crate::domain::Channel;
use crate::duties::DutyFault;
use crate::store::complaints::Complaint;
use crate::store::letters::Letter;
use crate::sync_log::{Entry, Event};

/// Phases of a letter that the other side has.
const TAKEN: [&str; 3] = ["sending", "accepted", "proven"];

impl<'a> Desk<'a> {
    /// Hides what is to be hidden now, `complaint` included. Returns what the officer is told, if anything is new.
    pub(super) async fn tighten(
        &mut self,
        complaint: &mut Complaint,
        report: &Report,
        letters: &[Letter],
        book: &OfficeBook,
        names: &str,
    ) -> Result<Option<String>, DutyFault> {
        let Some(privacy) = tightened(&complaint.decision.privacy, report) else { return Ok(None) };
        let what = match (privacy.anonymous, privacy.secret) {
            (true, true) => "ANONIM dan RAHASIA",
            (true, false) => "ANONIM",
            (false, true) => "RAHASIA",
            (false, false) => "dilindungi",
        };
        let wide = report.district.as_deref().unwrap_or("[lokasi disamarkan]");
        let place = report.location.as_deref().filter(|place| !place.is_empty()).map(|place| (place, wide));
        self.hide_from_now_on(complaint, book, privacy, names, place).await?;
        self.note(
            Entry::new(Event::Lindung, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("anonim", complaint.decision.privacy.anonymous)
                .fact("rahasia", complaint.decision.privacy.secret),
        );
        let public = letters.iter().any(|l| l.channel == Channel::Lapor && TAKEN.contains(&l.phase.as_str()));
        let mut told = format!(
            "Laporan ini kini {what} di SP4N-LAPOR!. Mohon tidak mencari tahu, menyebut, atau meneruskan identitas pelapor, \
             juga yang sudah terlanjur terbaca dalam surat sebelumnya."
        );
        if public {
            told.push_str(" Jawaban yang sudah tampil di sana ditulis sebelum perubahan ini; mohon admin SP4N-LAPOR! memeriksanya.");
        }
        Ok(Some(told))
    }
}
