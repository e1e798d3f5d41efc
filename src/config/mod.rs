//! Configuration: files in, checked values out, every fault at once.

pub mod calendar;
pub mod lexicon;
pub mod office;
pub mod problem;
pub mod read;
pub mod rules;
pub mod schedule;
pub mod standards;
