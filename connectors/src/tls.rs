//! One TLS client configuration for every connector.
//!
//! In: an optional file with own roots. Out: a rustls configuration that always verifies. There is no "accept anything".
