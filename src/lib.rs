//! Penghubung: the bridge between citizens' complaints and the officers who must answer them.
//!
//! # The map
//!
//! ```text
//!  IMAP ───┐            inbox                          outbox                 ┌─ SMTP → officer, pelapor
//!  files ──┴─▶ collect ─▶ [arrivals] ─▶ triage ─▶ [letters] ─▶ deliver ───────┘
//!                                         │  ▲
//!                                         ▼  │ remind (deadlines)
//!                                     [complaints]
//!              every commit also appends its lines to the [sync log] ─▶ seal ─▶ auditors
//! ```

pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod decide;
pub mod domain;
pub mod duties;

pub mod store;
pub mod sync_log;
