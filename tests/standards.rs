//! The five published service standards, row by row: each row id (`BTG-01` … `TTU-19`) stands first in the name of the
//! test that shows it. Over the offices that ship in `config/offices`, a real store, scripted connectors and the manual
//! clock.
//!
//! The last test prints the table: row, automatic or human step, tests. Rows are also shown by tests elsewhere under
//! `tests/`; the table finds them by their names.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

#[path = "duties/desk.rs"]
mod desk;
#[path = "duties/letters.rs"]
mod letters;
#[path = "standards/office.rs"]
mod office;
#[path = "standards/rows.rs"]
mod rows;

#[path = "standards/batang.rs"]
mod batang;
#[path = "standards/buleleng.rs"]
mod buleleng;
#[path = "standards/carried.rs"]
mod carried;
#[path = "standards/chain.rs"]
mod chain;
#[path = "standards/deadlines.rs"]
mod deadlines;
#[path = "standards/kademangan.rs"]
mod kademangan;
#[path = "standards/ntt.rs"]
mod ntt;
#[path = "standards/registration.rs"]
mod registration;
#[path = "standards/ttu.rs"]
mod ttu;
#[path = "standards/typed.rs"]
mod typed;
#[path = "standards/wording.rs"]
mod wording;
#[path = "standards/words.rs"]
mod words;
// Named so that it runs, and prints, last.
#[path = "standards/table.rs"]
mod whole_table;
