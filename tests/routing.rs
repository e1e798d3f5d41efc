//! Complaints nobody tuned the rules to: is the right unit found, is every emergency seen, and does no complaint about
//! wrongdoing go to the unit it is about?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

#[path = "routing_cases/case.rs"]
mod case;
#[path = "routing_cases/copies.rs"]
mod copies;
#[path = "routing_cases/lines.rs"]
mod lines;
#[path = "routing_cases/readings.rs"]
mod readings;
#[path = "routing_cases/score.rs"]
mod score;
#[path = "routing_cases/sets.rs"]
mod sets;
