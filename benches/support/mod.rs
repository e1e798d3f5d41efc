//! What the benches share: the mails, the contenders, and the way of measuring.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "each bench uses its own part, and one that cannot measure should say so and stop"
)]

pub mod contest;
pub mod corpus;
pub mod daemon;
pub mod machine;
pub mod mailbox;
pub mod mbsync;
pub mod rows;
pub mod sink;
pub mod takers;
