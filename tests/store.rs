//! The queue, held to the same sentences on SQLite and on PostgreSQL.
//!
//! In: a fresh database a test. Each sentence is one body, run on both databases by [`on_both`].
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
        mod sqlite { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(crate::bench::Bench::sqlite().await).await; })+ }
        mod postgres { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(crate::bench::Bench::postgres().await).await; })+ }
    };
}

#[path = "store/bench.rs"]
mod bench;
#[path = "store/erasure.rs"]
mod erasure;
#[path = "store/gap.rs"]
mod gap;
#[path = "store/guard.rs"]
mod guard;
#[path = "store/inbox.rs"]
mod inbox;
#[path = "store/outbox.rs"]
mod outbox;
#[path = "store/outcomes.rs"]
mod outcomes;
#[path = "store/overview.rs"]
mod overview;
#[path = "store/schema.rs"]
mod schema;
#[path = "store/writing.rs"]
mod writing;
