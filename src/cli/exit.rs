//! How a command ends, as a number that scripts and systemd understand (sysexits.h).

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Well = 0,
    /// It was done, and it found something wrong out there or in the data.
    Finding = 1,
    /// It was asked for wrongly.
    Usage = 64,
    /// What it was given cannot be used.
    BadInput = 65,
    /// Something it needs is not there: a server, the database.
    Unavailable = 69,
    /// A fault of the program or of what it wrote itself.
    Fault = 70,
    /// A file cannot be made.
    CannotCreate = 73,
    /// A file or standard output cannot be written.
    CannotWrite = 74,
    /// It may work later; also: another instance is at work.
    TryLater = 75,
    /// The configuration is wrong.
    Configuration = 78,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
