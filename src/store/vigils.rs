//! Vigils: complaints in which somebody may be in danger and nobody of the duty list has answered yet.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::{Channel, LetterKind};

/// A vigil that is due to be looked at.
#[derive(Debug, Clone)]
pub struct Vigil {
    /// Which complaint.
    pub complaint: i64,
    /// How often the duty list was alerted again.
    pub rounds: i64,
    /// The later message that told of danger, masked; `None`: the complaint itself did.
    pub said: Option<String>,
    /// When that message began the vigil anew.
    pub begun: Option<i64>,
    /// Telephones that stood in the words of the complaint and of later messages.
    pub phones: Vec<String>,
}

/// A vigil that a new complaint begins.
#[derive(Debug, Clone)]
pub struct NewVigil {
    /// Which complaint.
    pub complaint: i64,
    /// When the duty list is alerted again.
    pub next: DateTime<Utc>,
    /// Telephones that stand in its words and may be called.
    pub phones: Vec<String>,
}

impl Vigil {
    /// What makes the alert of a round another one than any before.
    #[must_use]
    pub fn occasion(&self, round: i64) -> String {
        match self.begun {
            None => format!("ulang/{round}"),
            Some(begun) => format!("ulang/{begun}/{round}"),
        }
    }
}

/// A message that tells of danger in a complaint that is known.
#[derive(Debug, Clone)]
pub struct Danger {
    /// Which complaint.
    pub complaint: i64,
    /// When the duty list is alerted again.
    pub next: DateTime<Utc>,
    /// What it said, masked.
    pub said: String,
    /// Telephones that stand in it and may be called.
    pub phones: Vec<String>,
}

/// As they are kept: one a line; nothing where there is none.
fn lines_of(phones: &[String]) -> Option<String> {
    (!phones.is_empty()).then(|| phones.join("\n"))
}

impl Store {
    /// When a duty list must be alerted again.
    pub async fn next_vigil_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT next_at FROM vigils WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// How many complaints in which somebody may be in danger wait for a word of the duty list.
    pub async fn open_vigils(&self) -> Result<i64, StoreFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM vigils WHERE next_at IS NOT NULL").fetch_one(&self.reader).await?;
        Ok(row.try_get(0)?)
    }
}

impl WriteTx {
    /// Begins vigils. One that is there already goes on as it is.
    pub(super) async fn open_vigils(&mut self, vigils: Vec<NewVigil>) -> Result<(), StoreFault> {
        let rows = vigils.into_iter().map(|v| row![v.complaint, micros(v.next), lines_of(&v.phones)]).collect();
        let head = "INSERT INTO vigils (complaint, next_at, phones)";
        insert(self.conn(), head, "ON CONFLICT (complaint) DO NOTHING", rows).await?;
        Ok(())
    }

    /// Later messages tell of danger; vigils are taken: complaint, by whom.
    pub(super) async fn go_on_with_vigils(
        &mut self,
        dangers: &[Danger],
        taken: &[(i64, String)],
    ) -> Result<(), StoreFault> {
        for danger in dangers {
            self.begin_vigil(danger).await?;
        }
        for (complaint, by) in taken {
            self.take_vigil(*complaint, by).await?;
        }
        Ok(())
    }

    /// A later message tells of danger: the vigil begins, or begins anew. One that goes on keeps its rounds and tells
    /// what was said last.
    async fn begin_vigil(&mut self, danger: &Danger) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "INSERT INTO vigils (complaint, next_at, said, begun_at, phones) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (complaint) DO UPDATE \
             SET said = excluded.said, phones = COALESCE(excluded.phones || $6 || vigils.phones, excluded.phones, vigils.phones), begun_at = CASE WHEN vigils.next_at IS NULL THEN excluded.begun_at ELSE vigils.begun_at END, \
             rounds = CASE WHEN vigils.next_at IS NULL THEN 0 ELSE vigils.rounds END, \
             next_at = COALESCE(vigils.next_at, excluded.next_at), taken_at = NULL, taken_by = NULL",
        )
        .bind(danger.complaint)
        .bind(micros(danger.next))
        .bind(&danger.said)
        .bind(now)
        .bind(lines_of(&danger.phones))
        .bind("\n")
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// True while the duty list is alerted about a complaint.
    pub async fn is_watched(&mut self, complaint: i64) -> Result<bool, StoreFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM vigils WHERE complaint = $1 AND next_at IS NOT NULL")
            .bind(complaint)
            .fetch_one(self.conn())
            .await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }

    /// The complaint of an office about which its duty list was alerted last: one that nobody has taken yet, or else
    /// one taken after `since`.
    pub async fn last_watched(&mut self, office: &str, since: DateTime<Utc>) -> Result<Option<i64>, StoreFault> {
        let row = sqlx::query(
            "SELECT v.complaint FROM vigils v JOIN complaints c ON c.id = v.complaint WHERE c.office = $1 \
             AND (v.next_at IS NOT NULL OR v.taken_at > $2) \
             ORDER BY CASE WHEN v.next_at IS NULL THEN 1 ELSE 0 END, COALESCE(v.begun_at, c.registered_at) DESC LIMIT 1",
        )
        .bind(office)
        .bind(micros(since))
        .fetch_optional(self.conn())
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Everybody who was alerted about a complaint, by every way.
    pub async fn alerted(&mut self, complaint: i64) -> Result<Vec<(Channel, String)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT channel, recipient FROM letters WHERE complaint = $1 AND kind = $2 GROUP BY channel, recipient ORDER BY MIN(id)",
        )
        .bind(complaint)
        .bind(LetterKind::EmergencyAlert.word())
        .fetch_all(self.conn())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            let word: String = row.try_get(0)?;
            let channel = Channel::from_word(&word);
            Ok((channel.ok_or_else(|| StoreFault::Broken(format!("a letter by `{word}`")))?, row.try_get(1)?))
        };
        rows.iter().map(read).collect()
    }

    /// When the alert began to which a word of the duty list answers now.
    pub async fn alerted_since(&mut self, complaint: i64) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query(
            "SELECT COALESCE((SELECT begun_at FROM vigils WHERE complaint = $1), \
             (SELECT MIN(created_at) FROM letters WHERE complaint = $1 AND kind = $2))",
        )
        .bind(complaint)
        .bind(LetterKind::EmergencyAlert.word())
        .fetch_one(self.conn())
        .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(instant))
    }

    /// Telephones that stood in the words in which danger was told.
    pub async fn phones_in_danger(&mut self, complaint: i64) -> Result<Vec<String>, StoreFault> {
        let row = sqlx::query("SELECT phones FROM vigils WHERE complaint = $1")
            .bind(complaint)
            .fetch_optional(self.conn())
            .await?;
        let phones = row.map(|row| row.try_get::<Option<String>, _>(0)).transpose()?.flatten();
        Ok(phones.unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// True where every message that told the citizen to call 119 was refused.
    pub async fn is_out_of_reach(&mut self, complaint: i64) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "SELECT COUNT(*), COUNT(CASE WHEN phase = 'refused' THEN 1 END) FROM letters WHERE complaint = $1 AND kind = $2",
        )
        .bind(complaint)
        .bind(LetterKind::EmergencyAnswer.word())
        .fetch_one(self.conn())
        .await?;
        let (all, refused): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        Ok(all > 0 && all == refused)
    }

    /// Vigils that are due.
    pub async fn due_vigils(&mut self, at_most: i64) -> Result<Vec<Vigil>, StoreFault> {
        let now = micros(self.now());
        let rows = sqlx::query(
            "SELECT complaint, rounds, said, begun_at, phones FROM vigils WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2",
        )
        .bind(now)
        .bind(at_most)
        .fetch_all(self.conn())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            let (complaint, rounds) = (row.try_get(0)?, row.try_get(1)?);
            let phones = row.try_get::<Option<String>, _>(4)?.unwrap_or_default().lines().map(str::to_owned).collect();
            Ok(Vigil { complaint, rounds, said: row.try_get(2)?, begun: row.try_get(3)?, phones })
        };
        rows.iter().map(read).collect()
    }

    /// The duty list was alerted once more, and will be again at `next` (`None`: the vigil is over).
    pub async fn vigil_kept(&mut self, complaint: i64, next: Option<DateTime<Utc>>) -> Result<(), StoreFault> {
        sqlx::query("UPDATE vigils SET rounds = rounds + 1, next_at = $2 WHERE complaint = $1 AND taken_at IS NULL")
            .bind(complaint)
            .bind(next.map(micros))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// One of the duty list has it; the first word counts.
    async fn take_vigil(&mut self, complaint: i64, by: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE vigils SET taken_at = $2, taken_by = $3, next_at = NULL WHERE complaint = $1 AND taken_at IS NULL",
        )
        .bind(complaint)
        .bind(now)
        .bind(by)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}
