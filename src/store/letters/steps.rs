//! What happens to a leased letter, step by step, and what a dead worker leaves.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Letter, base_line};
use crate::store::sql::{Value, row, update_returning};
use crate::store::{StoreFault, WriteTx, micros};
use crate::sync_log::{Entry, Event};

/// What happened to a leased letter.
#[derive(Debug, Clone)]
pub enum LetterStep {
    /// The point of no return comes next.
    Sending,
    /// The other side took it.
    Accepted {
        /// Its id there.
        remote_id: Option<String>,
        /// When to look whether it stands there; `None`: its word is believed.
        proof_at: Option<DateTime<Utc>>,
    },
    /// Certainly not sent; again later.
    Retry {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        fault: String,
    },
    /// Refused for good.
    Refused {
        /// Why.
        fault: String,
    },
    /// It may or may not have been taken.
    Unclear {
        /// Why.
        fault: String,
    },
    /// Somebody else has done the same already: nothing is left to do.
    Done {
        /// Who or what.
        fault: String,
    },
    /// A person must decide.
    Held {
        /// Why.
        fault: String,
    },
}

impl WriteTx {
    /// Records a step of each of these leased letters with its log line, in one statement for all of them. Says of each
    /// whether it was still ours; of one that was not, nothing is changed.
    pub async fn step_letters(&mut self, steps: &[(&Letter, &LetterStep)]) -> Result<Vec<bool>, StoreFault> {
        let now = micros(self.now());
        let rows = steps.iter().map(|(letter, step)| step_row(letter, step, now)).collect();
        let changed = update_returning(
            self.conn(),
            "UPDATE letters SET phase = v.phase, lease_owner = CASE WHEN v.keeps = 1 THEN lease_owner END, \
             lease_until = CASE WHEN v.keeps = 1 THEN lease_until END, done_at = v.done, next_at = COALESCE(v.again, next_at), \
             last_fault = COALESCE(v.fault, last_fault), remote_id = COALESCE(v.remote, remote_id), told_at = NULL, \
             looks = 0, proof_at = v.proof \
             FROM (SELECT column1 AS letter, column2 AS fence, column3 AS phase, column4 AS was, column5 AS keeps, \
             column6 AS done, column7 AS again, column8 AS fault, column9 AS remote, column10 AS proof FROM",
            "AS t) AS v WHERE letters.id = v.letter AND letters.epoch = v.fence \
             AND (letters.phase = v.was OR (v.was = '' AND letters.phase IN ('intended', 'sending'))) RETURNING id",
            rows,
        )
        .await?;
        let ours: HashSet<i64> = changed.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let mut accepted = Vec::new();
        for (letter, step) in steps.iter().filter(|(letter, _)| ours.contains(&letter.id)) {
            self.note(log_line(letter, step));
            if let (LetterStep::Accepted { proof_at: None, .. } | LetterStep::Done { .. }, Some(complaint)) =
                (step, letter.complaint)
            {
                accepted.push((complaint, letter.kind));
            }
        }
        self.after_acceptance(&accepted).await?;
        Ok(steps.iter().map(|(letter, _)| ours.contains(&letter.id)).collect())
    }

    /// Frees what a dead worker left: `intended` was certainly not sent, `sending` is unclear. Own leases (`owner`) are
    /// freed whatever their end, because this worker has just begun. Returns how many of each.
    ///
    /// Both statements repeat the condition of the index `letters_leased` word for word: SQLite does not see by itself
    /// that one phase is among two, and read the whole outbox on every turn.
    pub async fn rescue_letters(&mut self, owner: Option<&str>) -> Result<(u64, u64), StoreFault> {
        let now = micros(self.now());
        let freed = sqlx::query(
            "UPDATE letters SET phase = 'ready', lease_owner = NULL, lease_until = NULL \
             WHERE phase IN ('intended', 'sending') AND phase = 'intended' AND (lease_until < $1 OR lease_owner = $2)",
        )
        .bind(now)
        .bind(owner.unwrap_or_default())
        .execute(self.conn())
        .await?
        .rows_affected();
        let rows = sqlx::query(
            "UPDATE letters SET phase = 'unclear', lease_owner = NULL, lease_until = NULL, next_at = $1, \
             last_fault = 'terhenti saat mengirim' WHERE phase IN ('intended', 'sending') AND phase = 'sending' \
             AND (lease_until < $1 OR lease_owner = $2) \
             RETURNING id, office, kind",
        )
        .bind(now)
        .bind(owner.unwrap_or_default())
        .fetch_all(self.conn())
        .await?;
        for row in &rows {
            let (id, office, kind): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            self.note(
                Entry::new(Event::Ragu, "sistem")
                    .office(&office)
                    .fact("surat", id)
                    .fact("jenis", super::label_of(&kind))
                    .fact("sebab", "terhenti saat mengirim"),
            );
        }
        Ok((freed, rows.len() as u64))
    }
}

/// One step as a row of values: letter, fence, new phase, the phase it must have been in (empty: any leased one),
/// whether the lease goes on, done, next try, fault, remote id, when to look for it.
fn step_row(letter: &Letter, step: &LetterStep, now: i64) -> Vec<Value> {
    let (phase, was, keeps) = match step {
        LetterStep::Sending => ("sending", "intended", true),
        LetterStep::Accepted { .. } => ("accepted", "sending", false),
        LetterStep::Retry { .. } => ("ready", "", false),
        LetterStep::Refused { .. } => ("refused", "", false),
        LetterStep::Unclear { .. } => ("unclear", "sending", false),
        LetterStep::Held { .. } => ("held", "", false),
        LetterStep::Done { .. } => ("proven", "", false),
    };
    let (done, again, fault, remote) = match step {
        LetterStep::Sending => (None, None, None, None),
        LetterStep::Accepted { remote_id, .. } => (Some(now), None, None, remote_id.clone()),
        LetterStep::Retry { at, fault } => (None, Some(micros(*at)), Some(fault.clone()), None),
        LetterStep::Refused { fault } | LetterStep::Done { fault } => (Some(now), None, Some(fault.clone()), None),
        LetterStep::Unclear { fault } => (None, Some(now), Some(fault.clone()), None),
        LetterStep::Held { fault } => (None, None, Some(fault.clone()), None),
    };
    let proof = match step {
        LetterStep::Accepted { proof_at, .. } => proof_at.map(micros),
        LetterStep::Sending
        | LetterStep::Retry { .. }
        | LetterStep::Refused { .. }
        | LetterStep::Unclear { .. }
        | LetterStep::Held { .. }
        | LetterStep::Done { .. } => None,
    };
    row![letter.id, letter.epoch, phase, was, i64::from(keeps), done, again, fault, remote, proof]
}

fn log_line(letter: &Letter, step: &LetterStep) -> Entry {
    let line = |event| base_line(event, letter, "sistem").fact("ke", letter.attempts);
    match step {
        LetterStep::Sending => line(Event::Kirim),
        LetterStep::Accepted { remote_id, .. } => {
            line(Event::Diterima).fact("bukti", remote_id.as_deref().unwrap_or("250"))
        }
        LetterStep::Retry { at, fault } => {
            line(Event::Gagal).fact("sebab", fault.as_str()).fact("lagi", at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        LetterStep::Refused { fault } => line(Event::Ditolak).fact("sebab", fault.as_str()),
        LetterStep::Unclear { fault } => line(Event::Ragu).fact("sebab", fault.as_str()),
        LetterStep::Done { fault } => line(Event::Terbukti).fact("sebab", fault.as_str()),
        LetterStep::Held { fault } => line(Event::Ditahan).fact("sebab", fault.as_str()),
    }
}
