//! Tests of the standards files.
