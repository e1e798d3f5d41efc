//! Whether SMSD's database is still the one that the cursor is of.
//!
//! In: the cursor's place. Out: true if the database was made anew (or put back from an older copy): then its ids have
//! begun again below our cursor, and everything in it is read from the beginning. Two things tell it: the highest id
//! that was ever given is below ours, or the row that we read last says something else now. Rows that people delete
//! prove nothing.

use sqlx::Row as _;

use super::inbox::{Place, STAMP};
use super::parts::mark;
use super::sql::{Dialect, Line, rows, text_at};
use crate::Fault;

/// True if it is another database.
pub(super) async fn is_another(line: &mut Line, place: &Place) -> Result<bool, Fault> {
    let tables: [(&str, &[&str], i64); 2] =
        [("inbox", &["inbox"], place.inbox), ("outbox", &["outbox", "sentitems"], place.sent)];
    for (table, holders, ours) in tables {
        if ours > 0 && highest_given(line, table, holders).await?.is_some_and(|highest| highest < ours) {
            return Ok(true);
        }
    }
    says_something_else(line, place).await
}

/// The highest id that a table has ever given; `None`: the database does not tell.
async fn highest_given(line: &mut Line, table: &str, holders: &[&str]) -> Result<Option<i64>, Fault> {
    let statement = match line.dialect {
        Dialect::Sqlite => {
            let counted = r#"SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"#;
            if rows(&mut line.sql, counted).await?.is_empty() {
                return Ok(None);
            }
            format!(
                "SELECT CASE WHEN (SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}') LIKE \
                 '%AUTOINCREMENT%' THEN COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0) END"
            )
        }
        // A sequence that has given nothing has no last value; one that we may not read tells nothing.
        Dialect::Postgres => format!(
            r#"SELECT CASE WHEN has_sequence_privilege(pg_get_serial_sequence('{table}', 'ID'), 'SELECT') THEN
               COALESCE((SELECT CAST(last_value AS BIGINT) FROM pg_sequences
               WHERE format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence('{table}', 'ID')), 0) END"#
        ),
    };
    let Some(given) = one(line, statement).await? else { return Ok(None) };
    // Ids that somebody else chose may be higher than what was counted.
    let mut highest = given;
    for holder in holders {
        let most = one(line, format!(r#"SELECT CAST(MAX("ID") AS BIGINT) FROM {holder}"#)).await?;
        highest = highest.max(most.unwrap_or_default());
    }
    Ok(Some(highest))
}

async fn one(line: &mut Line, statement: String) -> Result<Option<i64>, Fault> {
    let found = rows(&mut line.sql, statement).await?;
    let value = found.first().and_then(|row| row.try_get::<Option<i64>, _>(0).ok());
    Ok(value.flatten())
}

/// The row that we read last is there and says something else.
async fn says_something_else(line: &mut Line, place: &Place) -> Result<bool, Fault> {
    if place.mark.is_empty() {
        return Ok(false);
    }
    let statement = format!(r#"SELECT "SenderNumber", {STAMP}, "TextDecoded" FROM inbox WHERE "ID" = {}"#, place.inbox);
    let found = rows(&mut line.sql, statement).await?;
    let Some(row) = found.first() else { return Ok(false) };
    let (sender, stamp, text) = (text_at(row, 0)?, text_at(row, 1)?, text_at(row, 2)?);
    Ok(mark([[sender.as_str(), &stamp, &text]]) != place.mark)
}
