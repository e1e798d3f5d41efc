//! Tests of the calendar files.
