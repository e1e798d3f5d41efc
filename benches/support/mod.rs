//! What the benches share: the mails, and the way of measuring.

pub mod contest;
pub mod corpus;
pub mod mbsync;
