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
    /// Letters whose outcome is unclear and waits to be settled.
    pub async fn unclear_letters(&mut self, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.phase = 'unclear' ORDER BY l.next_at LIMIT $1");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Settles an unclear or held letter: `ready` sends it (again), `held` keeps it for a person, `proven` closes it.
    /// [`StoreFault::LeaseLost`] if it has moved on since it was read, even if it is in the same phase again.
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
            "UPDATE letters SET phase = $1, done_at = $2, repeats = repeats + $3, next_at = $4, proof_at = NULL, \
             looks = CASE WHEN $1 = 'ready' THEN 0 ELSE looks END, \
             released_at = CASE WHEN $8 = 1 THEN $9 ELSE released_at END WHERE id = $5 AND phase IN ('unclear', 'held', 'ready', 'refused') AND phase = $6 AND epoch = $7",
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
        .execute(self.conn())
        .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreFault::LeaseLost);
        }
        self.note(base_line(event, letter, actor).fact("keputusan", phase).fact("alasan", why));
        if let (Settlement::Proven, Some(complaint)) = (to, letter.complaint) {
            self.after_acceptance(complaint, letter.kind).await?;
        }
        Ok(())
    }
}
