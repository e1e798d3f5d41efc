//! Configuration: files in, checked values out, every fault at once.
