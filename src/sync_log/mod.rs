//! The sync log: what happened, line by line, so that a stranger can tell whether a line was changed since.
//!
//! ```text
//!  Entry ─▶ line (the exact bytes) ─▶ tree (RFC 6962 frontier, root) ─▶ checkpoint (signed note) ─▶ auditors
//!                                                                             └────────▶ verification
//! ```
//! Pure: no database, no clock, no network. What may stand in a line is decided by the one who writes it: never a
//! citizen's words, name or address.

pub mod checkpoint;
pub mod event;
pub mod export;
pub mod keys;
pub mod line;
pub mod tree;
pub mod verification;

pub use checkpoint::Checkpoint;
pub use event::Event;
pub use keys::{PublicKey, SealingKey};
pub use line::Entry;
pub use tree::{CompactRange, Hash};
pub use verification::{Report, Verdict, Verification};
