//! Stub: to be written.

/// The ordered rules of one office, compiled.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {}
