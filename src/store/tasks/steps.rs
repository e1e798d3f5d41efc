//! What happens to a task: it comes up, people are asked and reminded, somebody has done it, a newer one takes its
//! place.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Task, mark_of};
use crate::store::change::{NewTask, TaskDone};
use crate::store::letters::Settlement;
use crate::store::sql::{insert, row};
use crate::store::{StoreFault, WriteTx, micros};

impl WriteTx {
    /// Remembers up to when a routine has been planned.
    pub async fn mark_routine(&mut self, office: &str, routine: &str, at: DateTime<Utc>) -> Result<(), StoreFault> {
        let rows = vec![row![mark_of(office, routine), micros(at).to_string()]];
        let tail = "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        insert(self.conn(), "INSERT INTO meta (name, value)", tail, rows).await?;
        Ok(())
    }

    /// New tasks; one that is there already stays as it is.
    pub(in crate::store) async fn open_tasks(&mut self, tasks: Vec<NewTask>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = tasks
            .into_iter()
            .map(|t| {
                let (by, word) = t.done.unzip();
                let done = by.is_some().then_some(now);
                let (asked, missed) = (t.asked.map(micros), t.missed.map(micros));
                let (due, next) = (micros(t.due), t.next.map(micros));
                row![
                    t.id,
                    t.office,
                    t.routine,
                    t.occasion,
                    t.complaint,
                    t.letter,
                    t.token,
                    t.together,
                    t.title,
                    t.text,
                    due,
                    now,
                    asked,
                    missed,
                    done,
                    by,
                    word,
                    next
                ]
            })
            .collect();
        let head = "INSERT INTO tasks (id, office, routine, occasion, complaint, letter, token, together, title, text, due_at, \
                    created_at, asked_at, missed_at, confirmed_at, confirmed_by, word, next_at)";
        insert(self.conn(), head, "ON CONFLICT (office, routine, occasion) DO NOTHING", rows).await?;
        Ok(())
    }

    /// What was done about a task, and when to look again.
    pub async fn task_told(&mut self, task: &Task, next: Option<DateTime<Utc>>) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE tasks SET asked_at = $2, reminded_at = $3, missed_at = $4, together = $5, next_at = $6 \
             WHERE id = $1 AND confirmed_at IS NULL",
        )
        .bind(task.id)
        .bind(task.asked.map(micros))
        .bind(task.reminded.map(micros))
        .bind(task.missed.map(micros))
        .bind(task.together)
        .bind(next.map(micros))
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// It is due then: it was asked later than it came up.
    pub async fn task_due(&mut self, task: i64, due: DateTime<Utc>) -> Result<(), StoreFault> {
        sqlx::query("UPDATE tasks SET due_at = $2 WHERE id = $1")
            .bind(task)
            .bind(micros(due))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Somebody has done it; the first word counts. The letter that stands for it has then arrived.
    pub(in crate::store) async fn finish_task(&mut self, done: TaskDone) -> Result<(), StoreFault> {
        let row = sqlx::query(
            "UPDATE tasks SET confirmed_at = $2, confirmed_by = $3, word = $4, next_at = NULL \
             WHERE id = $1 AND confirmed_at IS NULL RETURNING letter",
        )
        .bind(done.task)
        .bind(micros(done.at))
        .bind(&done.by)
        .bind(&done.word)
        .fetch_optional(self.conn())
        .await?;
        let letter: Option<i64> = row.map(|row| row.try_get(0)).transpose()?.flatten();
        match letter {
            Some(letter) => {
                self.settle_by_evidence(letter, Settlement::Proven, &format!("petugas menyatakan {}", done.word)).await
            }
            None => Ok(()),
        }
    }

    /// Keeps in which mails somebody answered about tasks.
    pub(in crate::store) async fn keep_task_mails(&mut self, mails: Vec<(i64, i64)>) -> Result<(), StoreFault> {
        for (arrival, task) in mails {
            let text = "INSERT INTO task_mails (arrival, task) VALUES ($1, $2) ON CONFLICT (task, arrival) DO NOTHING";
            sqlx::query(text).bind(arrival).bind(task).execute(self.conn()).await?;
        }
        Ok(())
    }

    /// An open task gives way to a newer one about the same complaint.
    pub async fn supersede_tasks(&mut self, routine: &str, complaint: i64, newer: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE tasks SET confirmed_at = $4, confirmed_by = 'sistem', word = 'DIGANTI', next_at = NULL \
             WHERE routine = $1 AND complaint = $2 AND id <> $3 AND confirmed_at IS NULL",
        )
        .bind(routine)
        .bind(complaint)
        .bind(newer)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}
