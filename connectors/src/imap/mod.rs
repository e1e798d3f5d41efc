//! One folder of an IMAP mailbox as a [`crate::Source`].
