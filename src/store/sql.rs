//! Statements with a variable number of rows, in the SQL that both databases speak.
//!
//! Rows go out in a few fixed chunk sizes, so that the statement cache stays small. PostgreSQL wants `$n`; for SQLite
//! the places have no names: sqlx asks for the name of each, and SQLite looks through all names for it, which made
//! thousands of places cost more than the rows.

use sqlx::AnyConnection;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

use super::StoreFault;

/// A value of a row. Only what both databases read back alike.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Int(i64),
    OptInt(Option<i64>),
    Text(String),
    OptText(Option<String>),
    Bytes(Vec<u8>),
}

macro_rules! from {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(impl From<$ty> for Value { fn from(v: $ty) -> Self { Self::$variant(v.into()) } })+ };
}
from!(i64 => Int, Option<i64> => OptInt, &str => Text, String => Text, &String => Text, Option<String> => OptText, Vec<u8> => Bytes);

/// Rows of one chunk; each size is one prepared statement. A hop to the database's thread costs more than several rows,
/// so there are enough sizes that a batch of fifty takes three statements, and few enough that all stay prepared.
const CHUNKS: [usize; 6] = [128, 32, 16, 4, 2, 1];
const MOST_ROWS: usize = 128;
const MOST_HEAVY_ROWS: usize = 4;

/// A row of values: `row![id, text, None::<i64>]`.
macro_rules! row {
    ($($value:expr),+ $(,)?) => { vec![$($crate::store::sql::Value::from($value)),+] };
}
pub(super) use row;

/// `INSERT … VALUES` of any number of rows. `head` ends before VALUES, `tail` follows (`ON CONFLICT …`), both our own
/// text. Returns the number of rows that were new.
pub(super) async fn insert(
    conn: &mut AnyConnection,
    head: &'static str,
    tail: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<u64, StoreFault> {
    each_chunk(conn, rows, MOST_ROWS, |places| format!("{head} VALUES {places} {tail}")).await
}

/// The same for rows that carry mails. On its way to the page a value is copied five times: of a few rows the copies
/// lie where those of the last few have just been, of a hundred each takes memory that nobody has touched for long.
pub(super) async fn insert_heavy(
    conn: &mut AnyConnection,
    head: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreFault> {
    each_chunk(conn, rows, MOST_HEAVY_ROWS, |places| format!("{head} VALUES {places}")).await?;
    Ok(())
}

/// One statement over a list of values, `{}` in `text` standing for `($1, $2), ($3, $4), …`.
pub(super) async fn update_from(
    conn: &mut AnyConnection,
    before: &'static str,
    after: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<u64, StoreFault> {
    each_chunk(conn, rows, MOST_ROWS, |places| format!("{before} (VALUES {places}) {after}")).await
}

/// The same with the rows that `RETURNING` in `after` gives.
pub(super) async fn update_returning(
    conn: &mut AnyConnection,
    before: &'static str,
    after: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<Vec<AnyRow>, StoreFault> {
    let columns = rows.first().map_or(0, Vec::len);
    let naming = Naming::of(conn);
    let mut rows = rows.into_iter();
    let mut found = Vec::new();
    while let Some(size) = roomy_chunk(rows.len()) {
        let text = format!("{before} (VALUES {}) {after}", places(size, columns, naming));
        let values = filled_up(&mut rows, size).flatten();
        let query = values.fold(sqlx::query(AssertSqlSafe(text)), bind);
        found.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(found)
}

/// The chunk for so many rows of a statement to which the same row twice is the same as once: the next larger one where
/// that is not too large for them, or else as for others. It is filled up with its last row.
fn roomy_chunk(left: usize) -> Option<usize> {
    let fits = CHUNKS.into_iter().rev().find(|size| *size >= left && *size <= left * 2);
    if left == 0 { None } else { fits.or_else(|| chunk(left)) }
}

/// The values of the next so many rows; where fewer are left, the last one again and again.
fn filled_up<T: Clone>(rows: &mut std::vec::IntoIter<T>, size: usize) -> impl Iterator<Item = T> + '_ {
    let last = rows.as_slice().get(..size).is_none().then(|| rows.as_slice().last().cloned()).flatten();
    rows.take(size).chain(std::iter::repeat_with(move || last.clone()).map_while(|row| row)).take(size)
}

/// The largest chunk that so many rows fill; `None` when there are none.
fn chunk(left: usize) -> Option<usize> {
    CHUNKS.into_iter().find(|size| *size <= left)
}

async fn each_chunk(
    conn: &mut AnyConnection,
    rows: Vec<Vec<Value>>,
    at_most: usize,
    text: impl Fn(String) -> String,
) -> Result<u64, StoreFault> {
    let columns = rows.first().map_or(0, Vec::len);
    let naming = Naming::of(conn);
    let mut rows = rows.into_iter();
    let mut changed = 0;
    while let Some(size) = chunk(rows.len().min(at_most)) {
        let query = sqlx::query(AssertSqlSafe(text(places(size, columns, naming))));
        let query = rows.by_ref().take(size).flatten().fold(query, bind);
        changed += query.execute(&mut *conn).await?.rows_affected();
    }
    Ok(changed)
}

/// Rows of a query whose `IN` list has any number of values; `before` ends with `IN`, our own text.
pub(super) async fn select_in(
    conn: &mut AnyConnection,
    before: &str,
    after: &'static str,
    values: Vec<Value>,
) -> Result<Vec<AnyRow>, StoreFault> {
    let naming = Naming::of(conn);
    let mut values = values.into_iter();
    let mut found = Vec::new();
    while let Some(size) = roomy_chunk(values.len()) {
        let query = sqlx::query(AssertSqlSafe(format!("{before} {} {after}", places(1, size, naming))));
        found.extend(filled_up(&mut values, size).fold(query, bind).fetch_all(&mut *conn).await?);
    }
    Ok(found)
}

fn bind(query: Query<'_, Any, AnyArguments>, value: Value) -> Query<'_, Any, AnyArguments> {
    match value {
        Value::Int(v) => query.bind(v),
        Value::OptInt(v) => query.bind(v),
        Value::Text(v) => query.bind(v),
        Value::OptText(v) => query.bind(v),
        Value::Bytes(v) => query.bind(v),
    }
}

/// How a database wants the places of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// `$1`
    Numbered,
    /// `?`
    Nameless,
}

impl Naming {
    fn of(conn: &AnyConnection) -> Self {
        if conn.backend_name() == "SQLite" { Self::Nameless } else { Self::Numbered }
    }
}

/// `($1, $2), ($3, $4)`, or `(?, ?), (?, ?)`.
fn places(rows: usize, columns: usize, naming: Naming) -> String {
    let mut text = String::with_capacity(rows * columns * 5);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                text.push_str(", ");
            }
            match naming {
                Naming::Nameless => text.push('?'),
                Naming::Numbered => {
                    text.push('$');
                    text.push_str(&(row * columns + column + 1).to_string());
                }
            }
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Naming, filled_up, places, roomy_chunk};

    #[test]
    fn every_row_goes_out_and_none_but_the_last_goes_twice() {
        for count in 0..300 {
            let mut rows = (0..count).collect::<Vec<_>>().into_iter();
            let (mut out, mut statements) = (Vec::new(), 0);
            while let Some(size) = roomy_chunk(rows.len()) {
                let chunk: Vec<_> = filled_up(&mut rows, size).collect();
                assert_eq!(chunk.len(), size);
                out.extend(chunk);
                statements += 1;
            }
            out.dedup();
            assert_eq!(out, (0..count).collect::<Vec<_>>());
            assert!(statements <= 3 + count / 64, "{count} rows in {statements} statements");
        }
    }

    #[test]
    fn places_are_numbered_on_through_the_rows() {
        assert_eq!(places(2, 2, Naming::Numbered), "($1, $2), ($3, $4)");
        assert_eq!(places(1, 3, Naming::Numbered), "($1, $2, $3)");
        assert_eq!(places(2, 2, Naming::Nameless), "(?, ?), (?, ?)");
    }
}
