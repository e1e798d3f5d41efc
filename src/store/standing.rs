//! How a complaint stands: answered, closed, taken up again, with another unit. In: what has happened to it. Out: the
//! row, what waits for it in the queue, and its clocks, as they are from now on. It does not know who decided so.

use sqlx::{AssertSqlSafe, Row};

use super::change::Closed;
use super::{StoreFault, WriteTx, micros};
use crate::domain::UnitId;
use crate::domain::deadline::StopsAt;
use crate::sync_log::{Entry, Event};

/// Kinds of letters that ask an officer to work, as SQL.
const WORK: &str = "'disposisi', 'disposisi_proposal', 'reminder'";

impl WriteTx {
    /// The answer has been taken by the other side.
    pub(super) async fn mark_answered(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE complaints SET status = 'answered', answered_at = COALESCE(answered_at, $2) WHERE id = $1 AND status = 'open'",
        )
        .bind(complaint)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The answer did not arrive, or was not good enough: the complaint waits for one again.
    pub(super) async fn reopen(&mut self, complaint: i64) -> Result<(), StoreFault> {
        sqlx::query("UPDATE complaints SET status = 'open', answered_at = NULL WHERE id = $1 AND status = 'answered'")
            .bind(complaint)
            .execute(self.conn())
            .await?;
        self.ask_no_more(complaint).await
    }

    /// It is over: nothing more is promised in it. False if it was closed already.
    pub async fn close(&mut self, closed: &Closed) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let row = sqlx::query(
            "UPDATE complaints SET status = 'closed', closed_at = $2, closed_how = $3 WHERE id = $1 AND closed_at IS NULL \
             RETURNING office, number, answered_at",
        )
        .bind(closed.complaint)
        .bind(now)
        .bind(closed.how.word())
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(false) };
        let (office, number): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let answered: Option<i64> = row.try_get(2)?;
        self.note(
            Entry::new(Event::Tutup, closed.by.as_str())
                .office(office)
                .case(number)
                .fact("cara", closed.how.word())
                .fact("sebab", closed.why.as_str()),
        );
        if answered.is_some() {
            self.meet_deadlines(&[(closed.complaint, StopsAt::Closing)]).await?;
        } else {
            self.let_clocks_rest(closed.complaint).await?;
        }
        self.withdraw_work(closed.complaint).await?;
        self.ask_no_more(closed.complaint).await?;
        Ok(true)
    }

    /// Nobody is asked any more to work on it: what waits of that in the queue does not leave. Told at the moment it is
    /// done, which no server's refusal is.
    async fn withdraw_work(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let text = format!(
            "UPDATE letters SET phase = 'refused', done_at = $2, told_at = $2, last_fault = 'ditarik: pengaduan ditutup' \
             WHERE complaint = $1 AND phase IN ('ready', 'held') AND attempts = 0 AND kind IN ({WORK})"
        );
        let now = micros(self.now());
        sqlx::query(AssertSqlSafe(text)).bind(complaint).bind(now).execute(self.conn()).await?;
        Ok(())
    }

    /// What was withdrawn when it was closed leaves after all.
    async fn ask_again(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let text = format!(
            "UPDATE letters SET phase = 'ready', done_at = NULL, told_at = NULL, last_fault = NULL, next_at = $2 \
             WHERE complaint = $1 AND phase = 'refused' AND told_at = done_at AND attempts = 0 AND kind IN ({WORK})"
        );
        let now = micros(self.now());
        sqlx::query(AssertSqlSafe(text)).bind(complaint).bind(now).execute(self.conn()).await?;
        Ok(())
    }

    /// It is taken up again, whether it was answered or closed. False if it was open.
    pub async fn take_up(&mut self, complaint: i64, why: &str, by: &str) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "UPDATE complaints SET status = 'open', answered_at = NULL, closed_at = NULL, closed_how = NULL \
             WHERE id = $1 AND status <> 'open' RETURNING office, number",
        )
        .bind(complaint)
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(false) };
        let (office, number): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        self.note(Entry::new(Event::Buka, by).office(office).case(number).fact("sebab", why));
        self.ask_again(complaint).await?;
        self.ask_no_more(complaint).await?;
        Ok(true)
    }

    /// Moves the disposisi to another unit: the old unit's token ends, the new one's is opened by the caller. Whoever
    /// is on duty may still say that he has it.
    pub(super) async fn move_to_unit(&mut self, complaint: i64, unit: &UnitId) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE complaints SET unit = $2 WHERE id = $1")
            .bind(complaint)
            .bind(&unit.0)
            .execute(self.conn())
            .await?;
        sqlx::query(
            "UPDATE threads SET ended_at = $2 WHERE complaint = $1 AND party NOT IN ('pelapor', 'duty') AND ended_at IS NULL",
        )
        .bind(complaint)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}
