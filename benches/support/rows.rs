//! A database with a past: many rows, written by SQL in bulk, as if the office had worked for years.
//!
//! In: a database that `init` made, and how many rows. Out: that many blobs, arrivals, complaints and letters.
//! The log keeps its lines: nobody verifies it here.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use super::daemon::database;

/// Letters of the past.
#[derive(Debug, Clone, Copy)]
pub enum Letters {
    /// Long since accepted.
    Accepted,
    /// Waiting in the outbox, due now.
    Due,
    /// Waiting in the outbox for a day far away.
    Later,
}

impl Letters {
    fn columns(self) -> &'static str {
        match self {
            Self::Accepted => "'accepted', 1000000, 1000000",
            Self::Due => "'ready', 1000000, NULL",
            Self::Later => "'ready', 9000000000000000, NULL",
        }
    }
}

/// Writes `rows` mails with their complaints, answered and closed, numbered from `from`, and a letter each.
pub fn fill(folder: &Path, from: usize, rows: usize, letters: Letters) {
    let range = format!(
        "WITH RECURSIVE r(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM r WHERE i + 1 < {end})",
        end = from + rows
    );
    let statements = [
        format!(
            "INSERT INTO blobs (id, sha256, size, bytes) {range} SELECT i, lower(hex(randomblob(32))), 100, randomblob(100) FROM r"
        ),
        format!(
            "INSERT INTO arrivals (id, source, remote_ref, office, channel, received_at, collected_at, blob, announced, \
             message_id, fingerprint, handled_at, outcome, complaint, reason, settled_at) {range} SELECT i, 'lama', \
             '1/' || i, 'batang', 'email', i * 1000000, i * 1000000, i, 100, lower(hex(randomblob(12))) || '@warga.example', \
             lower(hex(randomblob(32))), i * 1000000, 'complaint', i, 'a mail of the past', i FROM r"
        ),
        format!(
            "INSERT INTO complaints (id, office, number, channel, class, unit, status, received_at, registered_at, subject, \
             summary, text, pelapor, reply_by, arrival, intake, decision, config, answered_at, closed_at) {range} SELECT i, 'batang', \
             'LMA-20-' || i, 'email', 'complaint', 'btg.sekretariat', 'closed', i * 1000000, i * 1000000, 'Antrean lama', \
             'Antrean lama', 'Saya antre lama sekali di loket.', 'warga' || i || '@lama.example', 'email', i, 'kotak@dinkes.example', \
             '{{}}', 'lama', i, i FROM r"
        ),
        format!(
            "INSERT INTO letters (id, key, complaint, office, channel, kind, audience, recipient, sender, message_id, thread, subject, \
             urgency, created_at, phase, next_at, done_at) {range} SELECT i, 'lama/' || i, i, 'batang', 'email', 'receipt', \
             'pelapor', 'warga' || i || '@lama.example', 'kotak@dinkes.example', 'lama.' || i || '@dinkes.example', '', \
             '[LMA-20-' || i || '] Laporan diterima', 1, i * 1000000, {columns} FROM r",
            columns = letters.columns(),
        ),
        format!(
            "INSERT INTO letter_texts (letter, body) {range} SELECT i, replace(hex(zeroblob(750)), '00', 'baris ') FROM r"
        ),
    ];
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut database = sqlx::AnyConnection::connect(&database(folder)).await.unwrap();
        database.execute("PRAGMA synchronous = OFF").await.unwrap();
        database.execute("PRAGMA cache_size = -200000").await.unwrap();
        for statement in statements {
            database.execute(AssertSqlSafe(statement)).await.unwrap();
        }
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        database.close().await.unwrap();
    });
}
