//! The outbox. Phases: `ready → intended → sending → accepted → proven`, or `refused`, or
//! `unclear → ready | held`. Every step after the claim carries the epoch of the lease: a late writer changes nothing.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::change::NewLetter;
use super::sql::{Value, insert, row, select_in};
use super::{Backend, Store, StoreFault, WriteTx, instant, micros};
use crate::domain::LetterKind;
use crate::domain::deadline::StopsAt;
use crate::sync_log::{Entry, Event};

/// A letter as it stands in the outbox.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Our id.
    pub id: i64,
    /// Which complaint.
    pub complaint: Option<i64>,
    /// Its number, where it has one.
    pub number: Option<String>,
    /// Whose letter.
    pub office: String,
    /// What kind.
    pub kind: LetterKind,
    /// `pelapor`, `duty` or a unit id.
    pub audience: String,
    /// Address.
    pub recipient: String,
    /// From address.
    pub sender: String,
    /// Reply-To address.
    pub reply_to: Option<String>,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Message-IDs to answer to, oldest first.
    pub thread: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Blob to attach.
    pub attach: Option<i64>,
    /// 0 danger, 1 to officers and answers, 2 the rest.
    pub urgency: i64,
    /// `ready`, `intended`, …
    pub phase: String,
    /// Fence of the present lease.
    pub epoch: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// How often it was sent again after an unclear outcome.
    pub repeats: i64,
    /// When it was queued.
    pub created: DateTime<Utc>,
    /// When it is tried next.
    pub next: DateTime<Utc>,
    /// Until when trying makes sense.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was accepted or refused.
    pub done: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub last_fault: Option<String>,
}

impl Letter {
    /// True for a letter to the citizen.
    #[must_use]
    pub fn to_pelapor(&self) -> bool {
        self.audience == "pelapor"
    }
}

const COLUMNS: &str = "l.id, l.complaint, c.number, l.office, l.kind, l.audience, l.recipient, l.sender, l.reply_to, \
     l.message_id, l.thread, l.subject, l.body, l.attach, l.urgency, l.phase, l.epoch, l.attempts, l.repeats, l.created_at, \
     l.next_at, l.deadline_at, l.done_at, l.last_fault FROM letters l LEFT JOIN complaints c ON c.id = l.complaint";

fn read(row: &AnyRow) -> Result<Letter, StoreFault> {
    let kind: String = row.try_get(4)?;
    let thread: String = row.try_get(10)?;
    Ok(Letter {
        id: row.try_get(0)?,
        complaint: row.try_get(1)?,
        number: row.try_get(2)?,
        office: row.try_get(3)?,
        kind: LetterKind::from_word(&kind).ok_or_else(|| StoreFault::Broken(format!("letter of kind `{kind}`")))?,
        audience: row.try_get(5)?,
        recipient: row.try_get(6)?,
        sender: row.try_get(7)?,
        reply_to: row.try_get(8)?,
        message_id: row.try_get(9)?,
        thread: thread.split_whitespace().map(str::to_owned).collect(),
        subject: row.try_get(11)?,
        body: row.try_get(12)?,
        attach: row.try_get(13)?,
        urgency: row.try_get(14)?,
        phase: row.try_get(15)?,
        epoch: row.try_get(16)?,
        attempts: row.try_get(17)?,
        repeats: row.try_get(18)?,
        created: instant(row.try_get(19)?),
        next: instant(row.try_get(20)?),
        deadline: row.try_get::<Option<i64>, _>(21)?.map(instant),
        done: row.try_get::<Option<i64>, _>(22)?.map(instant),
        last_fault: row.try_get(23)?,
    })
}

/// What happened to a leased letter.
#[derive(Debug, Clone)]
pub enum LetterStep {
    /// The point of no return comes next.
    Sending,
    /// The other side took it.
    Accepted {
        /// Its id there.
        remote_id: Option<String>,
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
    /// A person must decide.
    Held {
        /// Why.
        fault: String,
    },
}

impl Store {
    /// One letter.
    pub async fn letter(&self, id: i64) -> Result<Option<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.id = $1");
        let row = sqlx::query(AssertSqlSafe(text)).bind(id).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// Letters in some phases (all open ones if none is named), oldest first.
    pub async fn letters(&self, phase: Option<&str>, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!(
            "SELECT {COLUMNS} WHERE (l.phase = $1 OR ($1 = '' AND l.phase IN ('ready','intended','sending','unclear','held'))) \
             ORDER BY l.id LIMIT $2"
        );
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(phase.unwrap_or_default())
            .bind(at_most)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Letters of a complaint in the order they were queued.
    pub async fn letters_of(&self, complaint: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.complaint = $1 ORDER BY l.id");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(complaint).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// How many open letters there are by phase.
    pub async fn letter_counts(&self) -> Result<Vec<(String, i64)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT phase, COUNT(*) FROM letters WHERE phase IN ('ready','intended','sending','unclear','held') GROUP BY phase",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// True if a letter's outcome is unclear, or a lease has ended without one.
    pub async fn has_unsettled_letters(&self, now: DateTime<Utc>) -> Result<bool, StoreFault> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM (SELECT id FROM letters WHERE phase = 'unclear' LIMIT 1) AS unclear) \
             + (SELECT COUNT(*) FROM (SELECT id FROM letters WHERE phase IN ('intended', 'sending') AND lease_until < $1 \
             LIMIT 1) AS ended)",
        )
        .bind(micros(now))
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }

    /// When the next letter is due, if any waits.
    pub async fn next_letter_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let mut next: Option<i64> = None;
        for urgency in 0..3_i64 {
            let row = sqlx::query(
                "SELECT next_at FROM letters WHERE phase = 'ready' AND urgency = $1 ORDER BY next_at LIMIT 1",
            )
            .bind(urgency)
            .fetch_optional(&self.reader)
            .await?;
            if let Some(row) = row {
                let at: i64 = row.try_get(0)?;
                next = Some(next.map_or(at, |n| n.min(at)));
            }
        }
        Ok(next.map(instant))
    }
}

impl WriteTx {
    /// Queues letters; one that is there already (same key) is left alone. Notes the intent of each new one.
    pub(super) async fn queue_letters(&mut self, letters: Vec<NewLetter>) -> Result<(), StoreFault> {
        let keys = letters.iter().map(|l| Value::from(&l.key)).collect();
        let mut known = Vec::new();
        for row in select_in(self.conn(), "SELECT key FROM letters WHERE key IN", "", keys).await? {
            known.push(row.try_get::<String, _>(0)?);
        }
        let now = micros(self.now());
        let mut rows = Vec::with_capacity(letters.len());
        for l in letters {
            if known.contains(&l.key) {
                continue;
            }
            known.push(l.key.clone());
            self.note(
                about(Event::Niat, "sistem", &l.office, l.number.as_deref())
                    .fact("surat", l.id)
                    .fact("jenis", l.kind.word())
                    .fact("kepada", l.audience.as_str()),
            );
            rows.push(row![
                l.id,
                l.key,
                l.complaint,
                l.office,
                l.kind.word(),
                l.audience,
                l.recipient,
                l.sender,
                l.reply_to,
                l.message_id,
                l.thread.join(" "),
                l.subject,
                l.body,
                l.attach,
                l.urgency,
                if l.held.is_some() { "held" } else { "ready" },
                now,
                micros(l.not_before),
                l.deadline.map(micros),
                l.held,
                l.awaits,
            ]);
        }
        let head = "INSERT INTO letters (id, key, complaint, office, kind, audience, recipient, sender, reply_to, message_id, \
                    thread, subject, body, attach, urgency, phase, created_at, next_at, deadline_at, last_fault, awaits)";
        insert(self.conn(), head, "", rows).await?;
        Ok(())
    }

    /// Leases up to `at_most` letters that are due, the most urgent first. One complaint's letters to one recipient go in
    /// the order they were queued: a later one waits for the earlier.
    pub async fn claim_letters(
        &mut self,
        owner: &str,
        until: DateTime<Utc>,
        at_most: i64,
    ) -> Result<Vec<Letter>, StoreFault> {
        let now = micros(self.now());
        let mut ids = Vec::new();
        for urgency in 0..3_i64 {
            let left = at_most - i64::try_from(ids.len()).unwrap_or(at_most);
            if left <= 0 {
                break;
            }
            let rows = sqlx::query(
                "UPDATE letters SET phase = 'intended', epoch = epoch + 1, attempts = attempts + 1, lease_owner = $1, \
                 lease_until = $2 WHERE id IN (SELECT l.id FROM letters l WHERE l.phase = 'ready' AND l.urgency = $3 \
                 AND l.next_at <= $4 AND NOT EXISTS (SELECT 1 FROM letters e WHERE e.complaint = l.complaint \
                 AND e.recipient = l.recipient AND e.id < l.id AND e.phase IN ('ready', 'intended', 'sending', 'unclear')) \
                 ORDER BY l.next_at, l.id LIMIT $5) RETURNING id",
            )
            .bind(owner)
            .bind(micros(until))
            .bind(urgency)
            .bind(now)
            .bind(left)
            .fetch_all(self.conn())
            .await?;
            for row in rows {
                ids.push(row.try_get::<i64, _>(0)?);
            }
        }
        let wanted = ids.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(self.conn(), &format!("SELECT {COLUMNS} WHERE l.id IN"), "", wanted).await?;
        let mut letters = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        letters.sort_by_key(|l| (l.urgency, l.next, l.id));
        Ok(letters)
    }

    /// Holds up to `at_most` letters that are due, without a try, each with its line of the log. Returns how many.
    pub async fn hold_due_letters(&mut self, at_most: i64, why: &str) -> Result<usize, StoreFault> {
        let now = micros(self.now());
        let mut held = Vec::new();
        for urgency in 0..3_i64 {
            let left = at_most - i64::try_from(held.len()).unwrap_or(at_most);
            if left <= 0 {
                break;
            }
            let rows = sqlx::query(
                "UPDATE letters SET phase = 'held', last_fault = $1 WHERE id IN (SELECT l.id FROM letters l \
                 WHERE l.phase = 'ready' AND l.urgency = $2 AND l.next_at <= $3 ORDER BY l.next_at, l.id LIMIT $4) \
                 RETURNING id, office, kind, audience, (SELECT c.number FROM complaints c WHERE c.id = letters.complaint)",
            )
            .bind(why)
            .bind(urgency)
            .bind(now)
            .bind(left)
            .fetch_all(self.conn())
            .await?;
            held.extend(rows);
        }
        for row in &held {
            let (office, number): (String, Option<String>) = (row.try_get(1)?, row.try_get(4)?);
            self.note(
                about(Event::Ditahan, "sistem", &office, number.as_deref())
                    .fact("surat", row.try_get::<i64, _>(0)?)
                    .fact("jenis", row.try_get::<String, _>(2)?)
                    .fact("kepada", row.try_get::<String, _>(3)?)
                    .fact("sebab", why),
            );
        }
        Ok(held.len())
    }

    /// Gives a claimed letter back unbegun: it is ready as before, and the try does not count.
    pub async fn unclaim_letter(&mut self, letter: &Letter) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE letters SET phase = 'ready', lease_owner = NULL, lease_until = NULL, attempts = attempts - 1 \
             WHERE id = $1 AND epoch = $2 AND phase = 'intended'",
        )
        .bind(letter.id)
        .bind(letter.epoch)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Records a step of a leased letter with its log line; [`StoreFault::LeaseLost`] if the lease is gone.
    pub async fn step_letter(&mut self, letter: &Letter, step: &LetterStep) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let (phase, from, lease, done, next, fault, remote) = match step {
            LetterStep::Sending => ("sending", "intended", true, None, None, None, None),
            LetterStep::Accepted { remote_id } => {
                ("accepted", "sending", false, Some(now), None, None, remote_id.clone())
            }
            LetterStep::Retry { at, fault } => ("ready", "", false, None, Some(micros(*at)), Some(fault), None),
            LetterStep::Refused { fault } => ("refused", "", false, Some(now), None, Some(fault), None),
            LetterStep::Unclear { fault } => ("unclear", "sending", false, None, Some(now), Some(fault), None),
            LetterStep::Held { fault } => ("held", "", false, None, None, Some(fault), None),
        };
        let changed = sqlx::query(
            "UPDATE letters SET phase = $1, lease_owner = CASE WHEN $2 = 1 THEN lease_owner END, \
             lease_until = CASE WHEN $2 = 1 THEN lease_until END, done_at = $3, next_at = COALESCE($4, next_at), \
             last_fault = COALESCE($5, last_fault), remote_id = COALESCE($6, remote_id), told_at = NULL \
             WHERE id = $7 AND epoch = $8 AND ((phase = $9) OR ($9 = '' AND phase IN ('intended', 'sending')))",
        )
        .bind(phase)
        .bind(i64::from(lease))
        .bind(done)
        .bind(next)
        .bind(fault.map(String::as_str))
        .bind(remote)
        .bind(letter.id)
        .bind(letter.epoch)
        .bind(from)
        .execute(self.conn())
        .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreFault::LeaseLost);
        }
        self.note(log_line(letter, step));
        if let (LetterStep::Accepted { .. }, Some(complaint)) = (step, letter.complaint) {
            self.after_acceptance(complaint, letter.kind).await?;
        }
        Ok(())
    }

    /// What the other side's 250 ends: a promise is kept when the letter was taken, not when it was queued.
    async fn after_acceptance(&mut self, complaint: i64, kind: LetterKind) -> Result<(), StoreFault> {
        if kind == LetterKind::Receipt {
            self.meet_deadlines(complaint, StopsAt::Receipt).await?;
        }
        if kind == LetterKind::Answer {
            self.meet_deadlines(complaint, StopsAt::Answer).await?;
            self.mark_answered(complaint).await?;
        }
        Ok(())
    }

    /// A server says that a letter did not arrive after all (it may say so before its 250 is recorded here). What its
    /// acceptance had kept is no longer kept: the clock runs again, an answered complaint is open again.
    pub(super) async fn mark_bounced(&mut self, letter: i64, why: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let row = sqlx::query(
            "UPDATE letters SET phase = 'refused', lease_owner = NULL, lease_until = NULL, last_fault = $2, done_at = $3, \
             told_at = NULL WHERE id = $1 AND phase IN ('sending', 'accepted', 'proven', 'unclear') RETURNING kind, complaint",
        )
        .bind(letter)
        .bind(why)
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let (kind, complaint): (String, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
        let Some(complaint) = complaint else { return Ok(()) };
        let broken = match LetterKind::from_word(&kind) {
            Some(LetterKind::Receipt) => StopsAt::Receipt,
            Some(LetterKind::Answer) => StopsAt::Answer,
            Some(_) | None => return Ok(()),
        };
        self.unmeet_deadlines(complaint, broken).await?;
        if broken == StopsAt::Answer {
            self.reopen(complaint).await?;
        }
        Ok(())
    }

    /// Refused letters of which the desk does not know yet.
    pub async fn untold_letters(&mut self, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.phase = 'refused' AND l.told_at IS NULL ORDER BY l.id LIMIT $1");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// The desk has been told of it (a letter to it is queued in the same transaction).
    pub async fn mark_told(&mut self, letter: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE letters SET told_at = $2 WHERE id = $1")
            .bind(letter)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Message-ID of the newest letter of a kind to an audience of a complaint, for threading.
    pub async fn message_id_of(
        &mut self,
        complaint: i64,
        kind: LetterKind,
        audience: &str,
    ) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query(
            "SELECT message_id FROM letters WHERE complaint = $1 AND kind = $2 AND audience = $3 ORDER BY id DESC LIMIT 1",
        )
        .bind(complaint)
        .bind(kind.word())
        .bind(audience)
        .fetch_optional(self.conn())
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
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
             last_fault = 'interrupted while sending' WHERE phase IN ('intended', 'sending') AND phase = 'sending' \
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
                    .fact("jenis", kind.as_str())
                    .fact("sebab", "terhenti saat mengirim"),
            );
        }
        Ok((freed, rows.len() as u64))
    }

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
            "UPDATE letters SET phase = $1, done_at = $2, repeats = repeats + $3, next_at = $4 \
             WHERE id = $5 AND phase IN ('unclear', 'held', 'ready', 'refused') AND phase = $6 AND epoch = $7",
        )
        .bind(phase)
        .bind(done)
        .bind(repeat)
        .bind(next)
        .bind(letter.id)
        .bind(&letter.phase)
        .bind(letter.epoch)
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

/// A line about an office and, where there is one, a complaint of it.
fn about(event: Event, actor: &str, office: &str, number: Option<&str>) -> Entry {
    let entry = Entry::new(event, actor).office(office);
    match number {
        Some(number) => entry.case(number),
        None => entry,
    }
}

fn base_line(event: Event, letter: &Letter, actor: &str) -> Entry {
    about(event, actor, &letter.office, letter.number.as_deref())
        .fact("surat", letter.id)
        .fact("jenis", letter.kind.word())
        .fact("kepada", letter.audience.as_str())
}

fn log_line(letter: &Letter, step: &LetterStep) -> Entry {
    let line = |event| base_line(event, letter, "sistem").fact("ke", letter.attempts);
    match step {
        LetterStep::Sending => line(Event::Kirim),
        LetterStep::Accepted { remote_id } => {
            line(Event::Diterima).fact("bukti", remote_id.as_deref().unwrap_or("250"))
        }
        LetterStep::Retry { at, fault } => {
            line(Event::Gagal).fact("sebab", fault.as_str()).fact("lagi", at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        LetterStep::Refused { fault } => line(Event::Ditolak).fact("sebab", fault.as_str()),
        LetterStep::Unclear { fault } => line(Event::Ragu).fact("sebab", fault.as_str()),
        LetterStep::Held { fault } => line(Event::Ditahan).fact("sebab", fault.as_str()),
    }
}

impl Backend {
    /// The word in `status`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}
