//! What another system (SP4N-LAPOR!) holds: its reports, what stands under them, and which complaints mirror them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::sql::{Value, insert, row, select_in};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// A report as it stands there now.
#[derive(Debug, Clone)]
pub struct ReportState {
    /// The account it was seen by.
    pub account: String,
    /// By which people know it there.
    pub number: String,
    /// By which its interface knows it.
    pub remote_id: String,
    /// Whose.
    pub office: String,
    /// The complaint that mirrors it; `None` leaves what is known.
    pub complaint: Option<i64>,
    /// Their word for its status.
    pub status: Option<String>,
    /// Our word for that.
    pub phase: Option<String>,
    /// Of its text.
    pub text_hash: String,
    /// The source that showed it so, and under which name.
    pub seen_as: Option<(String, String)>,
}

/// Something that stands under a report and was not known.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The account.
    pub account: String,
    /// The report.
    pub number: String,
    /// Its id there.
    pub entry: String,
    /// When it was written.
    pub at: Option<DateTime<Utc>>,
    /// Which institution wrote it; `None`: the reporter.
    pub author: Option<String>,
    /// What it says, masked.
    pub text: String,
    /// The letter of ours that it is.
    pub letter: Option<i64>,
}

/// What a full sweep has seen.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// The account.
    pub account: String,
    /// False: nothing follows from what it lacks.
    pub complete: bool,
    /// Every number it named.
    pub numbers: Vec<String>,
}

/// What is known of a report.
#[derive(Debug, Clone)]
pub struct KnownReport {
    /// The account it was seen by.
    pub account: String,
    /// By which people know it there.
    pub number: String,
    /// By which its interface knows it.
    pub remote_id: String,
    /// The complaint that mirrors it.
    pub complaint: Option<i64>,
    /// Their word for its status.
    pub status: Option<String>,
    /// Our word for that.
    pub phase: Option<String>,
    /// Of its text.
    pub text_hash: String,
    /// Whole sweeps in a row that did not name it.
    pub missed: i64,
    /// When it was last seen.
    pub seen: DateTime<Utc>,
    /// Number and status of the complaint.
    pub ours: Option<(String, String)>,
}

/// Something under a report, as it is kept.
#[derive(Debug, Clone)]
pub struct KeptEntry {
    /// Its id there.
    pub entry: String,
    /// When it was written.
    pub at: Option<DateTime<Utc>>,
    /// Which institution wrote it; `None`: the reporter.
    pub author: Option<String>,
    /// What it says, masked.
    pub text: String,
    /// The letter of ours that it is.
    pub letter: Option<i64>,
}

const COLUMNS: &str = "SELECT r.account, r.number, r.remote_id, r.complaint, r.status, r.phase, r.text_hash, r.missed, r.seen_at, \
     c.number, c.status FROM reports r LEFT JOIN complaints c ON c.id = r.complaint";

fn read(row: &AnyRow) -> Result<KnownReport, StoreFault> {
    let ours: Option<String> = row.try_get(9)?;
    Ok(KnownReport {
        account: row.try_get(0)?,
        number: row.try_get(1)?,
        remote_id: row.try_get(2)?,
        complaint: row.try_get(3)?,
        status: row.try_get(4)?,
        phase: row.try_get(5)?,
        text_hash: row.try_get(6)?,
        missed: row.try_get(7)?,
        seen: instant(row.try_get(8)?),
        ours: ours.zip(row.try_get::<Option<String>, _>(10)?),
    })
}

impl Store {
    /// Reports of an account that are still open, for those who keep them in step.
    pub async fn open_report_ids(&self, account: &str) -> Result<Vec<String>, StoreFault> {
        let rows = sqlx::query(
            "SELECT r.remote_id FROM reports r LEFT JOIN complaints c ON c.id = r.complaint WHERE r.account = $1 \
             AND (r.complaint IS NULL AND r.phase IS NULL OR c.closed_at IS NULL AND c.id IS NOT NULL) ORDER BY r.number",
        )
        .bind(account)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The name of the state of a report that was dealt with last, of those that a source showed.
    pub async fn last_state(&self, source: &str, number: &str) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query("SELECT remote_ref FROM report_states WHERE source = $1 AND number = $2")
            .bind(source)
            .bind(number)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Every report of an account, or of all, by number.
    pub async fn reports(&self, account: Option<&str>) -> Result<Vec<KnownReport>, StoreFault> {
        let text = format!("{COLUMNS} WHERE ($1 = '' OR r.account = $1) ORDER BY r.account, r.number");
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(account.unwrap_or_default()).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// The report that a complaint mirrors.
    pub async fn report_of(&self, complaint: i64) -> Result<Option<KnownReport>, StoreFault> {
        let text = format!("{COLUMNS} WHERE r.complaint = $1 ORDER BY r.first_seen_at LIMIT 1");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(complaint).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// What stands under a report.
    pub async fn report_entries(&self, account: &str, number: &str) -> Result<Vec<KeptEntry>, StoreFault> {
        let rows = sqlx::query(
            "SELECT entry, at, author, text, letter FROM report_entries WHERE account = $1 AND number = $2 ORDER BY at, entry",
        )
        .bind(account)
        .bind(number)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(KeptEntry {
                    entry: row.try_get(0)?,
                    at: row.try_get::<Option<i64>, _>(1)?.map(instant),
                    author: row.try_get(2)?,
                    text: row.try_get(3)?,
                    letter: row.try_get(4)?,
                })
            })
            .collect()
    }
}

impl WriteTx {
    /// What is known of these reports, by account and number.
    pub async fn known_reports(
        &mut self,
        numbers: &[String],
    ) -> Result<HashMap<(String, String), KnownReport>, StoreFault> {
        let values = numbers.iter().map(Value::from).collect();
        let rows = select_in(self.conn(), &format!("{COLUMNS} WHERE r.number IN"), "", values).await?;
        let reports = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(reports.into_iter().map(|report| ((report.account.clone(), report.number.clone()), report)).collect())
    }

    /// The number under which another system knows a complaint.
    pub async fn report_number(&mut self, complaint: i64) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query("SELECT number FROM reports WHERE complaint = $1 ORDER BY number LIMIT 1")
            .bind(complaint)
            .fetch_optional(self.conn())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// What the reporter of a complaint wrote under his report, wherever it is kept, the oldest first.
    pub async fn reporters_entries(
        &mut self,
        complaint: i64,
    ) -> Result<Vec<(Option<DateTime<Utc>>, String)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT e.at, e.text FROM report_entries e JOIN reports r ON r.account = e.account AND r.number = e.number \
             WHERE r.complaint = $1 AND e.author IS NULL AND e.letter IS NULL ORDER BY e.at, e.entry",
        )
        .bind(complaint)
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok((row.try_get::<Option<i64>, _>(0)?.map(instant), row.try_get(1)?))).collect()
    }

    /// Every report of an account.
    pub async fn reports_of(&mut self, account: &str) -> Result<Vec<KnownReport>, StoreFault> {
        let text = format!("{COLUMNS} WHERE r.account = $1 ORDER BY r.number");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(account).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Ids of what is known to stand under a report.
    pub async fn known_entries(&mut self, account: &str, number: &str) -> Result<HashSet<String>, StoreFault> {
        let rows = sqlx::query("SELECT entry FROM report_entries WHERE account = $1 AND number = $2")
            .bind(account)
            .bind(number)
            .fetch_all(self.conn())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    pub(super) async fn keep_reports(&mut self, reports: Vec<ReportState>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let seen = |r: &ReportState| r.seen_as.clone().map(|(source, name)| row![source, r.number.clone(), name]);
        let states = reports.iter().filter_map(seen).collect();
        let tail = "ON CONFLICT (source, number) DO UPDATE SET remote_ref = excluded.remote_ref";
        insert(self.conn(), "INSERT INTO report_states (source, number, remote_ref)", tail, states).await?;
        let rows = reports
            .into_iter()
            .map(|r| {
                row![r.account, r.number, r.remote_id, r.office, r.complaint, r.status, r.phase, r.text_hash, now, now]
            })
            .collect();
        let head = "INSERT INTO reports (account, number, remote_id, office, complaint, status, phase, text_hash, first_seen_at, seen_at)";
        let tail = "ON CONFLICT (account, number) DO UPDATE SET remote_id = excluded.remote_id, \
             complaint = COALESCE(reports.complaint, excluded.complaint), status = COALESCE(excluded.status, reports.status), \
             phase = COALESCE(excluded.phase, reports.phase), text_hash = excluded.text_hash, seen_at = excluded.seen_at";
        insert(self.conn(), head, tail, rows).await?;
        Ok(())
    }

    pub(super) async fn keep_entries(&mut self, entries: Vec<NewEntry>) -> Result<(), StoreFault> {
        let rows = entries
            .into_iter()
            .map(|e| row![e.account, e.number, e.entry, e.at.map(micros), e.author, e.text, e.letter])
            .collect();
        let head = "INSERT INTO report_entries (account, number, entry, at, author, text, letter)";
        insert(self.conn(), head, "ON CONFLICT (account, number, entry) DO NOTHING", rows).await?;
        Ok(())
    }

    /// A report that two whole sweeps in a row did not name is missing there; one alone proves nothing.
    pub(super) async fn keep_sweep(&mut self, sweep: &Sweep) -> Result<(), StoreFault> {
        let now = micros(self.now());
        if sweep.complete {
            sqlx::query("UPDATE reports SET missed = missed + 1 WHERE account = $1")
                .bind(&sweep.account)
                .execute(self.conn())
                .await?;
        }
        for number in &sweep.numbers {
            sqlx::query("UPDATE reports SET missed = 0, swept_at = $3 WHERE account = $1 AND number = $2")
                .bind(&sweep.account)
                .bind(number)
                .bind(now)
                .execute(self.conn())
                .await?;
        }
        Ok(())
    }
}
