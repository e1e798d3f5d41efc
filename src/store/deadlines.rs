//! The running clocks of the complaints.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::change::{NewClock, ReplacedClock};
use super::sql::{Value, insert, row, select_in, update_from};
use super::write::Table;
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::Deadline;
use crate::domain::deadline::StopsAt;

/// A clock as it stands.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Our id.
    pub id: i64,
    /// Which complaint.
    pub complaint: i64,
    /// The promise and its arithmetic.
    pub deadline: Deadline,
    /// What ends it.
    pub stops_at: String,
    /// How many reminders have gone out.
    pub reminded: i64,
    /// When the superior was told.
    pub escalated: Option<DateTime<Utc>>,
    /// When it was met.
    pub met: Option<DateTime<Utc>>,
    /// When it was noticed that it was not met.
    pub missed: Option<DateTime<Utc>>,
    /// How often the citizen has heard in between.
    pub progressed: i64,
    /// When and why another took its place: it runs no more.
    pub replaced: Option<(DateTime<Utc>, String)>,
}

impl Clock {
    /// True while it runs: not met, not replaced.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.met.is_none() && self.replaced.is_none()
    }
}

const COLUMNS: &str = "SELECT id, complaint, detail, stops_at, reminded, escalated_at, met_at, missed_at, progressed, \
     replaced_at, replaced_why FROM deadlines";

fn read(row: &AnyRow) -> Result<Clock, StoreFault> {
    let detail: String = row.try_get(2)?;
    Ok(Clock {
        id: row.try_get(0)?,
        complaint: row.try_get(1)?,
        deadline: serde_json::from_str(&detail).map_err(|error| StoreFault::Broken(format!("a deadline: {error}")))?,
        stops_at: row.try_get(3)?,
        reminded: row.try_get(4)?,
        escalated: row.try_get::<Option<i64>, _>(5)?.map(instant),
        met: row.try_get::<Option<i64>, _>(6)?.map(instant),
        missed: row.try_get::<Option<i64>, _>(7)?.map(instant),
        progressed: row.try_get(8)?,
        replaced: row.try_get::<Option<i64>, _>(9)?.map(instant).zip(row.try_get(10)?),
    })
}

impl Store {
    /// The clocks of a complaint, the earliest first, those that were replaced among them.
    pub async fn clocks_of(&self, complaint: i64) -> Result<Vec<Clock>, StoreFault> {
        let text = format!("{COLUMNS} WHERE complaint = $1 ORDER BY due_at");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(complaint).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// When the remind duty must look next.
    pub async fn next_notice_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT next_at FROM deadlines WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// Clocks that run out before `until` and are not met, and those missed: (number, standard, due).
    pub async fn near_deadlines(
        &self,
        until: DateTime<Utc>,
        at_most: i64,
    ) -> Result<Vec<(String, String, DateTime<Utc>)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT c.number, d.standard, d.due_at FROM deadlines d JOIN complaints c ON c.id = d.complaint \
             WHERE d.met_at IS NULL AND d.replaced_at IS NULL AND d.due_at <= $1 ORDER BY d.due_at LIMIT $2",
        )
        .bind(micros(until))
        .bind(at_most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, instant(row.try_get(2)?)))).collect()
    }
}

impl WriteTx {
    /// Clocks to look at now.
    pub async fn due_clocks(&mut self, at_most: i64) -> Result<Vec<Clock>, StoreFault> {
        let now = micros(self.now());
        let text = format!("{COLUMNS} WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(now).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// The clocks of some complaints, those that were replaced among them.
    pub async fn clocks(&mut self, complaints: &[i64]) -> Result<Vec<Clock>, StoreFault> {
        let ids = complaints.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(self.conn(), &format!("{COLUMNS} WHERE complaint IN"), "ORDER BY due_at", ids).await?;
        rows.iter().map(read).collect()
    }

    /// Records what was told about a clock and when to look again.
    pub async fn clock_told(
        &mut self,
        clock: &Clock,
        reminded: i64,
        escalated: bool,
        missed: bool,
        next: Option<DateTime<Utc>>,
    ) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE deadlines SET reminded = $2, escalated_at = CASE WHEN $3 = 1 THEN COALESCE(escalated_at, $5) ELSE escalated_at END, \
             missed_at = CASE WHEN $4 = 1 THEN COALESCE(missed_at, $5) ELSE missed_at END, next_at = $6 WHERE id = $1",
        )
        .bind(clock.id)
        .bind(reminded)
        .bind(i64::from(escalated))
        .bind(i64::from(missed))
        .bind(now)
        .bind(next.map(micros))
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The citizen has heard in between for the `nth` time.
    pub async fn clock_progressed(&mut self, clock: i64, nth: i64) -> Result<(), StoreFault> {
        sqlx::query("UPDATE deadlines SET progressed = $2 WHERE id = $1")
            .bind(clock)
            .bind(nth)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Clocks run anew from another beginning; what was said about them before stands in the log.
    pub(super) async fn restart_clocks(&mut self, clocks: Vec<(i64, NewClock)>) -> Result<(), StoreFault> {
        let mut rows = Vec::with_capacity(clocks.len());
        for (complaint, clock) in clocks {
            let id = self.next_id(Table::Deadlines).await?;
            rows.push(clock_row(id, complaint, &clock, None)?);
        }
        insert(
            self.conn(),
            CLOCK_HEAD,
            "ON CONFLICT (complaint, standard) WHERE replaced_at IS NULL DO UPDATE SET stops_at = excluded.stops_at, \
             due_at = excluded.due_at, detail = excluded.detail, next_at = excluded.next_at, reminded = 0, \
             escalated_at = NULL, met_at = NULL, missed_at = NULL",
            rows,
        )
        .await?;
        Ok(())
    }

    /// What ended the clocks that stop exactly there has come to nothing: they run again, and are looked at at once.
    pub(super) async fn unmeet_deadlines(&mut self, complaint: i64, event: StopsAt) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE deadlines SET met_at = NULL, next_at = $3 WHERE complaint = $1 AND stops_at = $2 AND replaced_at IS NULL")
            .bind(complaint)
            .bind(event.word())
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Something happened in each of these complaints that ends the clocks that stop there or before (an answer ends
    /// `receipt` and `plan` too).
    pub(super) async fn meet_deadlines(&mut self, met: &[(i64, StopsAt)]) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let stops = |event: StopsAt| StopsAt::ALL.iter().filter(move |stop| event.ends(**stop));
        let rows = met.iter().flat_map(|(id, event)| stops(*event).map(|stop| row![*id, stop.word(), now])).collect();
        update_from(
            self.conn(),
            "UPDATE deadlines SET met_at = v.at, next_at = NULL FROM (SELECT column1 AS complaint, column2 AS stop, \
             column3 AS at FROM",
            "AS t) AS v WHERE deadlines.complaint = v.complaint AND deadlines.stops_at = v.stop AND met_at IS NULL \
             AND replaced_at IS NULL",
            rows,
        )
        .await?;
        Ok(())
    }

    /// It ended without an answer: what still runs was neither kept nor missed.
    pub(super) async fn let_clocks_rest(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE deadlines SET replaced_at = $2, replaced_why = 'ditutup tanpa jawaban', next_at = NULL \
             WHERE complaint = $1 AND met_at IS NULL AND replaced_at IS NULL",
        )
        .bind(complaint)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// These clocks run no more; they stay with their arithmetic.
    pub(super) async fn replace_clocks(&mut self, replaced: Vec<ReplacedClock>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        for ReplacedClock { complaint, standard, why } in replaced {
            sqlx::query(
                "UPDATE deadlines SET replaced_at = $3, replaced_why = $4, next_at = NULL \
                 WHERE complaint = $1 AND standard = $2 AND replaced_at IS NULL",
            )
            .bind(complaint)
            .bind(standard)
            .bind(now)
            .bind(why)
            .execute(self.conn())
            .await?;
        }
        Ok(())
    }

    /// Complaints of an office in which a clock runs, the oldest first.
    pub async fn complaints_with_running_clocks(&mut self, office: &str) -> Result<Vec<i64>, StoreFault> {
        let rows = sqlx::query(
            "SELECT DISTINCT d.complaint FROM deadlines d JOIN complaints c ON c.id = d.complaint \
             WHERE c.office = $1 AND d.met_at IS NULL AND d.replaced_at IS NULL ORDER BY d.complaint",
        )
        .bind(office)
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// A running clock gets another end. It keeps running whatever ended others before it, and what was said of it
    /// counts.
    pub async fn recount_clock(&mut self, old: &Clock, new: &NewClock, why: &str) -> Result<(), StoreFault> {
        let (complaint, standard) = (old.complaint, old.deadline.standard.clone());
        self.replace_clocks(vec![ReplacedClock { complaint, standard, why: why.to_owned() }]).await?;
        let id = self.next_id(Table::Deadlines).await?;
        insert(self.conn(), CLOCK_HEAD, "", vec![clock_row(id, complaint, new, None)?]).await?;
        sqlx::query("UPDATE deadlines SET reminded = $2, progressed = $3 WHERE id = $1")
            .bind(id)
            .bind(old.reminded)
            .bind(old.progressed)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Clocks begin in complaints that are there. What has happened that would end such a clock has ended this one too.
    pub(super) async fn start_clocks(&mut self, clocks: Vec<(i64, NewClock)>) -> Result<(), StoreFault> {
        for (complaint, clock) in clocks {
            let id = self.next_id(Table::Deadlines).await?;
            let row = clock_row(id, complaint, &clock, None)?;
            insert(self.conn(), CLOCK_HEAD, "", vec![row]).await?;
            sqlx::query(
                "UPDATE deadlines SET met_at = (SELECT MIN(o.met_at) FROM deadlines o WHERE o.complaint = $2 AND o.stops_at = $3) \
                 WHERE id = $1",
            )
            .bind(id)
            .bind(complaint)
            .bind(clock.stops_at.word())
            .execute(self.conn())
            .await?;
            sqlx::query("UPDATE deadlines SET next_at = NULL WHERE id = $1 AND met_at IS NOT NULL")
                .bind(id)
                .execute(self.conn())
                .await?;
        }
        Ok(())
    }
}

/// Where [`clock_row`] goes.
pub(super) const CLOCK_HEAD: &str =
    "INSERT INTO deadlines (id, complaint, standard, stops_at, due_at, detail, next_at, met_at)";

/// A clock that begins, as a row.
pub(super) fn clock_row(id: i64, complaint: i64, clock: &NewClock, met: Option<i64>) -> Result<Vec<Value>, StoreFault> {
    let detail = serde_json::to_string(&clock.deadline)
        .map_err(|error| StoreFault::Broken(format!("a deadline of complaint {complaint}: {error}")))?;
    let due = micros(clock.deadline.due.to_utc());
    let standard = clock.deadline.standard.clone();
    Ok(row![id, complaint, standard, clock.stops_at.word(), due, detail, clock.next_at.map(micros), met])
}
