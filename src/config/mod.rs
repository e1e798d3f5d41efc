//! Configuration: files in, checked values out, every fault at once.

pub mod problem;
pub mod read;
