//! What statistics and sheets ask of the register. Reads only.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

use super::complaints::{COLUMNS, Complaint, read};
use super::{Store, StoreFault, instant, micros};
use crate::domain::{Case, Channel, Class, ClosedHow, Grade};

impl Store {
    /// Complaints of an office that it received in a span of time, in the order of their numbers; units by their ids.
    pub async fn cases_between(
        &self,
        office: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Case>, StoreFault> {
        let rows = sqlx::query(
            "SELECT c.channel, c.class, c.grade, c.unit, c.received_at, c.answered_at, c.closed_at, \
             (SELECT MIN(d.due_at) FROM deadlines d WHERE d.complaint = c.id AND d.stops_at = 'answer' \
             AND d.replaced_at IS NULL), c.closed_how, (SELECT e.objections FROM endings e WHERE e.complaint = c.id) \
             FROM complaints c WHERE c.office = $1 AND c.received_at >= $2 AND c.received_at < $3 ORDER BY c.id",
        )
        .bind(office)
        .bind(micros(from))
        .bind(micros(until))
        .fetch_all(&self.reader)
        .await?;
        let broken = |what: &str, word: &str| StoreFault::Broken(format!("{what} `{word}` of a complaint"));
        let case = |row: &sqlx::any::AnyRow| {
            let (channel, class, grade): (String, String, Option<String>) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let at = |n: usize| Ok::<_, StoreFault>(row.try_get::<Option<i64>, _>(n)?.map(instant));
            Ok(Case {
                channel: Channel::from_word(&channel).ok_or_else(|| broken("channel", &channel))?,
                class: Class::from_word(&class).ok_or_else(|| broken("class", &class))?,
                grade: grade.as_deref().and_then(Grade::from_word),
                unit: row.try_get(3)?,
                received: instant(row.try_get(4)?),
                answered: at(5)?,
                closed: at(6)?.is_some(),
                due: at(7)?,
                content: content(row.try_get(8)?, row.try_get(9)?),
            })
        };
        rows.iter().map(case).collect()
    }

    /// Complaints of an office that were closed in a span of time, the earliest first, and whether the board may not
    /// show them because their reporter said so.
    pub async fn closed_between(
        &self,
        office: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(Complaint, bool)>, StoreFault> {
        let text = format!("{COLUMNS} WHERE office = $1 AND closed_at >= $2 AND closed_at < $3 ORDER BY closed_at, id");
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(office)
            .bind(micros(from))
            .bind(micros(until))
            .fetch_all(&self.reader)
            .await?;
        let unwanted = sqlx::query(
            "SELECT complaint FROM tasks WHERE office = $1 AND word = 'KEBERATAN' \
             UNION SELECT complaint FROM endings WHERE unpublished_at IS NOT NULL",
        )
        .bind(office)
        .fetch_all(&self.reader)
        .await?;
        let unwanted: Vec<i64> = unwanted.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let complaint = |row| {
            read(row).map(|complaint| {
                let objected = unwanted.contains(&complaint.id);
                (complaint, objected)
            })
        };
        rows.iter().map(complaint).collect()
    }
}

/// Whether the reporter was content: as he said last.
fn content(closed_how: Option<String>, objections: Option<i64>) -> Option<bool> {
    match closed_how.as_deref().and_then(ClosedHow::from_word) {
        Some(ClosedHow::Selesai) => Some(true),
        Some(
            ClosedHow::SelesaiTanpaTanggapan
            | ClosedHow::SelesaiDiTempat
            | ClosedHow::DitutupPetugas
            | ClosedHow::DicabutPelapor
            | ClosedHow::Diserahkan
            | ClosedHow::DitutupLapor,
        )
        | None => objections.filter(|count| *count > 0).map(|_| false),
    }
}
