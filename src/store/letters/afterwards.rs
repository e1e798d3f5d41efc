//! What a letter's fate ends or takes back: the other side has taken it, sends it back after all, or its telephone has
//! it; and that the desk knows of one that was refused.

use sqlx::{AssertSqlSafe, Row};

use super::{COLUMNS, Letter, read};
use crate::domain::deadline::StopsAt;
use crate::domain::{ClosedHow, LetterKind};
use crate::store::change::Closed;
use crate::store::{StoreFault, WriteTx, micros};

impl WriteTx {
    /// What the other side's 250 ends: a promise is kept when the letter was taken, not when it was queued.
    pub(in crate::store) async fn after_acceptance(
        &mut self,
        accepted: &[(i64, LetterKind)],
    ) -> Result<(), StoreFault> {
        let met = accepted.iter().flat_map(|(complaint, kind)| kept_by(*kind).iter().map(|event| (*complaint, *event)));
        self.meet_deadlines(&met.collect::<Vec<_>>()).await?;
        for (complaint, _) in accepted.iter().filter(|(_, kind)| *kind == LetterKind::Answer) {
            self.mark_answered(*complaint).await?;
            self.satisfaction_asked(*complaint).await?;
        }
        for (complaint, _) in accepted.iter().filter(|(_, kind)| *kind == LetterKind::HandOn) {
            let closed = Closed {
                complaint: *complaint,
                how: ClosedHow::Diserahkan,
                why: ClosedHow::Diserahkan.label().to_owned(),
                by: "sistem".to_owned(),
            };
            self.close(&closed).await?;
        }
        Ok(())
    }

    /// A server says that a letter did not arrive after all (it may say so before its 250 is recorded here). What its
    /// acceptance had kept is no longer kept: the clock runs again, an answered complaint is open again.
    pub(in crate::store) async fn mark_bounced(&mut self, letter: i64, why: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let row = sqlx::query(
            "UPDATE letters SET phase = 'refused', lease_owner = NULL, lease_until = NULL, last_fault = $2, done_at = $3, \
             told_at = NULL, proof_at = NULL WHERE id = $1 AND phase IN ('sending', 'accepted', 'proven', 'unclear') RETURNING kind, complaint",
        )
        .bind(letter)
        .bind(why)
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let (kind, complaint): (String, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
        let Some(complaint) = complaint else { return Ok(()) };
        let Some(kind) = LetterKind::from_word(&kind) else { return Ok(()) };
        for broken in kept_by(kind) {
            self.unmeet_deadlines(complaint, *broken).await?;
        }
        if kind == LetterKind::Answer {
            self.reopen(complaint).await?;
        }
        Ok(())
    }

    /// The citizen's telephone has it. That settles an unclear outcome too; a refused letter stays refused, because
    /// another one may have gone instead.
    pub(in crate::store) async fn mark_delivered(&mut self, letter: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let row = sqlx::query(
            "UPDATE letters SET phase = 'proven', lease_owner = NULL, lease_until = NULL, proof_at = NULL, \
             done_at = COALESCE(done_at, $2) WHERE id = $1 AND phase IN ('sending', 'accepted', 'unclear') \
             RETURNING kind, complaint",
        )
        .bind(letter)
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let (kind, complaint): (String, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
        match (LetterKind::from_word(&kind), complaint) {
            (Some(kind), Some(complaint)) => self.after_acceptance(&[(complaint, kind)]).await,
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }

    /// Refused letters of which the desk does not know yet.
    pub async fn untold_letters(&mut self, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.phase = 'refused' AND l.told_at IS NULL ORDER BY l.id LIMIT $1");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// The desk has been told of it (a letter to it is queued in the same transaction).
    pub async fn mark_told(&mut self, letter: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE letters SET told_at = $2 WHERE id = $1")
            .bind(letter)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }
}

/// The promises that the acceptance of such a letter keeps. While the citizen considers an answer, no clock runs
/// against the office: those of the closing rest with it, and run again as if they never had where he is not content.
fn kept_by(kind: LetterKind) -> &'static [StopsAt] {
    match kind {
        LetterKind::Receipt => &[StopsAt::Receipt],
        LetterKind::Answer => &[StopsAt::Answer, StopsAt::Closing],
        LetterKind::EmergencyAnswer
        | LetterKind::EmergencyAlert
        | LetterKind::Disposisi
        | LetterKind::FurtherMessage
        | LetterKind::Reminder
        | LetterKind::Escalation
        | LetterKind::AskBack
        | LetterKind::Noted
        | LetterKind::ApprovalRequest
        | LetterKind::DataRequest
        | LetterKind::Undeliverable
        | LetterKind::PenNotice
        | LetterKind::Alarm
        | LetterKind::CalendarGap
        | LetterKind::Retention
        | LetterKind::HandOn
        | LetterKind::PasteRequest
        | LetterKind::OmbudsmanNotice
        | LetterKind::Objection
        | LetterKind::Escalated
        | LetterKind::Closing
        | LetterKind::UnclearWord
        | LetterKind::TaskRequest
        | LetterKind::TaskLate
        | LetterKind::TaskNoted
        | LetterKind::Registered
        | LetterKind::HandDelivery
        | LetterKind::Estimate
        | LetterKind::Extension
        | LetterKind::Progress
        | LetterKind::GradeAlert
        | LetterKind::Help
        | LetterKind::MeetingProposal
        | LetterKind::DisposisiProposal => &[],
    }
}
