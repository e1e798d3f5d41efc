//! An office in a box: real servers on loopback, in throw-away folders, without root.
//!
//! In: who has a mailbox. Out: ports, passwords and what lies in each mailbox as IMAP shows it. Everything started
//! here is stopped when its value is dropped, and also when the test process is killed.
//! It does not know the daemon.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "each test binary uses its own part, and a test that cannot start should say so and stop"
)]

pub mod daemon;
pub mod imap;
pub mod lapor;
pub mod mail;
pub mod office;
pub mod packages;
pub mod postgres;
pub mod server;
pub mod smsd;
pub mod smtp;
pub mod tls;
pub mod wait;
pub mod xlsx;

pub use mail::MailWorld;
pub use postgres::PgCluster;
