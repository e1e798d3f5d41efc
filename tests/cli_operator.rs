//! What an operator sees and does at the command line, over a database that the library prepared.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

/// Each named sentence as a test on each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite { $(#[tokio::test] async fn $name() { super::$name(crate::desk::Desk::new().await).await; })+ }
        mod postgres { $(#[tokio::test] async fn $name() { super::$name(crate::desk::Desk::on_postgres().await).await; })+ }
    };
}

#[path = "store/bench.rs"]
#[allow(dead_code, reason = "the tests of the store use the rest")]
mod bench;
#[path = "cli_operator/desk.rs"]
mod desk;
#[path = "cli_operator/ending.rs"]
mod ending;
#[path = "cli_operator/importing.rs"]
mod importing;
#[path = "cli_operator/keeping.rs"]
mod keeping;
#[path = "cli_operator/log_and_backup.rs"]
mod log_and_backup;
#[path = "cli_operator/machines.rs"]
mod machines;
#[path = "cli_operator/outbox_and_pen.rs"]
mod outbox_and_pen;
#[path = "cli_operator/privacy.rs"]
mod privacy;
#[path = "cli_operator/register.rs"]
mod register;
#[path = "cli_operator/registering.rs"]
mod registering;
#[path = "cli_operator/reports.rs"]
mod reports;
