//! Configuration: files in, checked values out, every fault at once.

pub mod calendar;
pub mod problem;
pub mod read;
pub mod schedule;
pub mod standards;
