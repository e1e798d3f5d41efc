//! A mail relay as a [`crate::Sink`].
