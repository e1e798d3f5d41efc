//! How an unclear or held letter ends.

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::{COLUMNS, Letter, base_line, read};
use crate::store::{StoreFault, WriteTx, micros};
use crate::sync_log::Event;

/// The daemon, as it stands in the log; whoever else settles a letter is a person.
pub const DAEMON: &str = "sistem";

/// How an unclear or held letter ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Once more, with the same Message-ID, marked as a repeat.
    SendAgain,
    /// The same, but not before this moment.
    SendAgainAt(DateTime<Utc>),
    /// For the first time, after it was held.
    Release,
    /// Wait for a person.
    Hold,
    /// It was taken: there is evidence.
    Proven,
    /// It will not be sent.
    GiveUp,
}

impl WriteTx {
    /// Letters in `sending` under a lease of this owner.
    pub async fn sending_letters(&mut self, owner: &str) -> Result<Vec<Letter>, StoreFault> {
        let text = format!(
            "SELECT {COLUMNS} WHERE l.phase IN ('intended', 'sending') AND l.phase = 'sending' AND l.lease_owner = $1 ORDER BY l.id"
        );
        let rows = sqlx::query(AssertSqlSafe(text)).bind(owner).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Letters whose outcome is unclear and waits to be settled.
    pub async fn unclear_letters(&mut self, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let text =
            format!("SELECT {COLUMNS} WHERE l.phase = 'unclear' AND l.next_at <= $2 ORDER BY l.next_at LIMIT $1");
        let now = micros(self.now());
        let rows = sqlx::query(AssertSqlSafe(text)).bind(at_most).bind(now).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Settles an unclear or held letter: `ready` sends it (again), `held` keeps it for a person, `proven` closes it,
    /// also under the hands of a worker that is sending it once more: its fence falls. [`StoreFault::LeaseLost`] if it
    /// has moved on since it was read, even if it is in the same phase again.
    pub async fn settle_letter(
        &mut self,
        letter: &Letter,
        to: Settlement,
        actor: &str,
        why: &str,
    ) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let next = match to {
            Settlement::SendAgainAt(at) => micros(at),
            Settlement::SendAgain
            | Settlement::Release
            | Settlement::Hold
            | Settlement::Proven
            | Settlement::GiveUp => now,
        };
        let (phase, done, repeat, event) = match to {
            Settlement::SendAgain | Settlement::SendAgainAt(_) => ("ready", None, 1, Event::Niat),
            Settlement::Release => ("ready", None, 0, Event::Niat),
            Settlement::Hold => ("held", None, 0, Event::Ditahan),
            Settlement::Proven => ("proven", Some(now), 0, Event::Terbukti),
            Settlement::GiveUp => ("refused", Some(now), 0, Event::Ditolak),
        };
        let changed = sqlx::query(
            "UPDATE letters SET phase = $1, done_at = $2, repeats = repeats + $3, next_at = $4, proof_at = NULL, lease_owner = NULL, lease_until = NULL, epoch = epoch + $10, \
             looks = CASE WHEN $1 = 'ready' THEN 0 ELSE looks END, \
             last_fault = CASE WHEN $1 = 'held' THEN $11 WHEN $1 = 'ready' AND phase = 'held' THEN NULL ELSE last_fault END, \
             released_at = CASE WHEN $8 = 1 THEN $9 ELSE released_at END WHERE id = $5 \
             AND (phase IN ('unclear', 'held', 'ready', 'refused', 'accepted') OR ($10 = 1 AND phase IN ('intended', 'sending'))) \
             AND phase = $6 AND epoch = $7",
        )
        .bind(phase)
        .bind(done)
        .bind(repeat)
        .bind(next)
        .bind(letter.id)
        .bind(&letter.phase)
        .bind(letter.epoch)
        .bind(i64::from(actor != DAEMON && phase == "ready"))
        .bind(now)
        .bind(i64::from(to == Settlement::Proven))
        .bind(why)
        .execute(self.conn())
        .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreFault::LeaseLost);
        }
        self.note(base_line(event, letter, actor).fact("keputusan", decided(to)).fact("alasan", why));
        if let (Settlement::Proven, Some(complaint)) = (to, letter.complaint) {
            self.after_acceptance(&[(complaint, letter.kind)]).await?;
        }
        Ok(())
    }
}

impl WriteTx {
    /// Settles a letter by what was seen at the other side, in whatever phase it waits.
    pub(in crate::store) async fn settle_by_evidence(
        &mut self,
        letter: i64,
        to: Settlement,
        why: &str,
    ) -> Result<(), StoreFault> {
        let text = format!(
            "SELECT {COLUMNS} WHERE l.id = $1 AND (l.phase IN ('ready', 'unclear', 'held', 'accepted', 'refused') \
             OR ($2 = 1 AND l.phase IN ('intended', 'sending')))"
        );
        let proven = i64::from(to == Settlement::Proven);
        let row = sqlx::query(AssertSqlSafe(text)).bind(letter).bind(proven).fetch_optional(self.conn()).await?;
        let Some(row) = row else { return Ok(()) };
        let letter = read(&row)?;
        if to == Settlement::Hold && letter.phase == "held" {
            return Ok(());
        }
        self.settle_letter(&letter, to, DAEMON, why).await
    }

    /// Letters that the other side took and that have not been read back there, due to be looked for.
    pub async fn unproven_letters(&mut self, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let now = micros(self.now());
        let text =
            format!("SELECT {COLUMNS} WHERE l.proof_at IS NOT NULL AND l.proof_at <= $1 ORDER BY l.proof_at LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(now).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Nothing was seen yet: look again then. `counts`: the other side did answer.
    pub async fn look_again(&mut self, letter: &Letter, at: DateTime<Utc>, counts: bool) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE letters SET looks = looks + $2, next_at = CASE WHEN phase = 'unclear' THEN $3 ELSE next_at END, \
             proof_at = CASE WHEN phase = 'accepted' THEN $3 ELSE proof_at END \
             WHERE id = $1 AND epoch = $4 AND phase = $5 AND phase IN ('unclear', 'accepted')",
        )
        .bind(letter.id)
        .bind(i64::from(counts))
        .bind(micros(at))
        .bind(letter.epoch)
        .bind(&letter.phase)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}

/// What was decided about a letter, as auditors read it.
fn decided(to: Settlement) -> &'static str {
    match to {
        Settlement::SendAgain | Settlement::SendAgainAt(_) => "kirim ulang",
        Settlement::Release => "lepas",
        Settlement::Hold => "tahan",
        Settlement::Proven => "terbukti sampai",
        Settlement::GiveUp => "tidak dikirim",
    }
}
