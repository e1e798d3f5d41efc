//! Tasks: what people do outside and confirm by mail.

mod steps;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::sql::{Value, select_in};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// The name in `meta` of the moment up to which a routine has been planned.
fn mark_of(office: &str, routine: &str) -> String {
    format!("routine/{office}/{routine}")
}

/// A task as it stands.
#[derive(Debug, Clone)]
pub struct Task {
    /// Our id; people are told it.
    pub id: i64,
    /// Whose.
    pub office: String,
    /// The routine or posting it belongs to.
    pub routine: String,
    /// Which of its occasions.
    pub occasion: String,
    /// The complaint it is about.
    pub complaint: Option<i64>,
    /// Its number.
    pub number: Option<String>,
    /// The letter that stands for it in the outbox.
    pub letter: Option<i64>,
    /// For the reply address.
    pub token: String,
    /// The task whose letter it was asked in.
    pub together: i64,
    /// What it is, in a line.
    pub title: String,
    /// To copy as it is.
    pub text: String,
    /// Until when.
    pub due: DateTime<Utc>,
    /// When people were asked.
    pub asked: Option<DateTime<Utc>>,
    /// When they were reminded.
    pub reminded: Option<DateTime<Utc>>,
    /// When it was found missing.
    pub missed: Option<DateTime<Utc>>,
    /// When, by whom and with which word it was confirmed.
    pub confirmed: Option<(DateTime<Utc>, String, String)>,
}

const COLUMNS: &str = "SELECT t.id, t.office, t.routine, t.occasion, t.complaint, t.letter, t.token, t.together, t.title, t.text, \
     t.due_at, t.asked_at, t.reminded_at, t.missed_at, t.confirmed_at, t.confirmed_by, t.word, c.number \
     FROM tasks t LEFT JOIN complaints c ON c.id = t.complaint";

fn read(row: &AnyRow) -> Result<Task, StoreFault> {
    let at = |n: usize| Ok::<_, StoreFault>(row.try_get::<Option<i64>, _>(n)?.map(instant));
    let (by, word): (Option<String>, Option<String>) = (row.try_get(15)?, row.try_get(16)?);
    Ok(Task {
        id: row.try_get(0)?,
        office: row.try_get(1)?,
        routine: row.try_get(2)?,
        occasion: row.try_get(3)?,
        complaint: row.try_get(4)?,
        letter: row.try_get(5)?,
        token: row.try_get(6)?,
        together: row.try_get(7)?,
        title: row.try_get(8)?,
        text: row.try_get(9)?,
        due: instant(row.try_get(10)?),
        asked: at(11)?,
        reminded: at(12)?,
        missed: at(13)?,
        confirmed: at(14)?.zip(by.zip(word)).map(|(at, (by, word))| (at, by, word)),
        number: row.try_get(17)?,
    })
}

impl Store {
    /// When the routines duty must look at a task.
    pub async fn next_task_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT next_at FROM tasks WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// Up to when each routine has been planned, by office and routine.
    pub async fn routine_marks(&self) -> Result<HashMap<(String, String), DateTime<Utc>>, StoreFault> {
        let rows =
            sqlx::query("SELECT name, value FROM meta WHERE name LIKE 'routine/%'").fetch_all(&self.reader).await?;
        let mut marks = HashMap::new();
        for row in &rows {
            let (name, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let mut parts = name.splitn(3, '/').skip(1);
            if let (Some(office), Some(routine), Ok(at)) = (parts.next(), parts.next(), value.parse()) {
                marks.insert((office.to_owned(), routine.to_owned()), instant(at));
            }
        }
        Ok(marks)
    }

    /// Open tasks of a posting of which nobody has been asked yet, in order.
    pub async fn unasked(&self, office: &str, routine: &str, at_most: i64) -> Result<Vec<Task>, StoreFault> {
        let text = format!(
            "{COLUMNS} WHERE t.next_at IS NOT NULL AND t.office = $1 AND t.routine = $2 AND t.asked_at IS NULL ORDER BY t.id LIMIT $3"
        );
        let rows =
            sqlx::query(AssertSqlSafe(text)).bind(office).bind(routine).bind(at_most).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// How many these are.
    pub async fn count_unasked(&self, office: &str, routine: &str) -> Result<i64, StoreFault> {
        let text = "SELECT COUNT(*) FROM tasks t WHERE t.next_at IS NOT NULL AND t.office = $1 AND t.routine = $2 AND t.asked_at IS NULL";
        let row = sqlx::query(text).bind(office).bind(routine).fetch_one(&self.reader).await?;
        Ok(row.try_get(0)?)
    }

    /// Tasks of an office that were due in a span of time, in order.
    pub async fn tasks_between(
        &self,
        office: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Task>, StoreFault> {
        let text =
            format!("{COLUMNS} WHERE t.office = $1 AND t.due_at >= $2 AND t.due_at < $3 ORDER BY t.due_at, t.id");
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(office)
            .bind(micros(from))
            .bind(micros(until))
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }
}

impl WriteTx {
    /// Tasks that are due to be looked at.
    pub async fn due_tasks(&mut self, at_most: i64) -> Result<Vec<Task>, StoreFault> {
        let now = micros(self.now());
        let text =
            format!("{COLUMNS} WHERE t.next_at IS NOT NULL AND t.next_at <= $1 ORDER BY t.next_at, t.id LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(now).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Every open task of an office of which people were asked or should have been, the oldest first.
    pub async fn open_tasks_of(&mut self, office: &str) -> Result<Vec<Task>, StoreFault> {
        let text = format!(
            "{COLUMNS} WHERE t.office = $1 AND t.confirmed_at IS NULL AND (t.asked_at IS NOT NULL OR t.missed_at IS NOT NULL) \
             ORDER BY t.id"
        );
        let rows = sqlx::query(AssertSqlSafe(text)).bind(office).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Tasks by the tokens in reply addresses.
    pub async fn tasks_by_token(&mut self, tokens: &[String]) -> Result<HashMap<String, Task>, StoreFault> {
        let values: Vec<Value> = tokens.iter().map(Value::from).collect();
        let rows = select_in(self.conn(), &format!("{COLUMNS} WHERE t.token IN"), "", values).await?;
        rows.iter().map(|row| read(row).map(|task| (task.token.clone(), task))).collect()
    }

    /// Which of these complaints have an open task of a routine.
    pub async fn with_open_task(&mut self, routine: &str, complaints: &[i64]) -> Result<HashSet<i64>, StoreFault> {
        let values = complaints.iter().map(|id| Value::from(*id)).collect();
        let text = "SELECT complaint, routine FROM tasks WHERE confirmed_at IS NULL AND complaint IN";
        let rows = select_in(self.conn(), text, "", values).await?;
        let mut found = HashSet::new();
        for row in &rows {
            if row.try_get::<String, _>(1)? == routine {
                found.insert(row.try_get(0)?);
            }
        }
        Ok(found)
    }

    /// The tasks about a complaint.
    pub async fn tasks_of_complaint(&mut self, complaint: i64) -> Result<Vec<Task>, StoreFault> {
        let text = format!("{COLUMNS} WHERE t.complaint = $1 ORDER BY t.id");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(complaint).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }
}
