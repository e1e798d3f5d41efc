//! The connector against the stand-in as a separate process: each of the service's bad days, and every way in which a
//! posting may end.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

#[path = "../../support/lapor.rs"]
mod lapor;
#[path = "../../support/xlsx.rs"]
mod xlsx;

#[path = "connector/desk.rs"]
mod desk;
#[path = "connector/export.rs"]
mod export;
#[path = "connector/files.rs"]
mod files;
#[path = "connector/listing.rs"]
mod listing;
#[path = "connector/posting.rs"]
mod posting;
#[path = "connector/trouble.rs"]
mod trouble;
