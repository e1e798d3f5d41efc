//! Why a command could not do what was asked: what, where, and what would be right.
//!
//! In: faults of the parts below. Out: lines on standard error and an [`Exit`].

use std::io::{self, IsTerminal as _, Write as _};

use super::Exit;
use crate::config::{Problem, diagnostics};
use crate::store::StoreFault;

/// A failure. Shown as `penghubung: what: where; right`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong. Empty where there is nobody left to tell (see [`Failure::reader_gone`]).
    pub what: String,
    /// Where: a file, a key, an argument; empty where none fits.
    pub place: String,
    /// What would be right; empty where nothing can be recommended.
    pub right: String,
    /// How the command ends.
    pub code: Exit,
    /// Faults of the configuration, shown with their lines.
    pub problems: Vec<Problem>,
}

impl Failure {
    /// Something is wrong.
    #[must_use]
    pub fn new(code: Exit, what: impl Into<String>) -> Self {
        Self { what: what.into(), place: String::new(), right: String::new(), code, problems: Vec::new() }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// Says what would be right.
    #[must_use]
    pub fn right(mut self, right: impl Into<String>) -> Self {
        self.right = right.into();
        self
    }

    /// The reader of our output went away (`| head -1`): he has what he wanted, so this is no failure to speak of.
    #[must_use]
    pub fn reader_gone() -> Self {
        Self::new(Exit::Well, "")
    }

    /// Tells it on standard error, and how the command ends.
    #[must_use]
    pub fn tell(&self) -> Exit {
        let mut text = String::new();
        if !self.problems.is_empty() {
            text.push_str(&diagnostics::render(&self.problems, wants_color()));
        }
        if !self.what.is_empty() {
            text.push_str(&self.line());
            text.push('\n');
        }
        // Where nobody reads standard error, nobody can be told.
        let _ = io::stderr().write_all(text.as_bytes());
        self.code
    }

    /// The one line of it, without control characters that a remote party may have put into it.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("penghubung: {}", self.what);
        for (sign, part) in [(": ", &self.place), ("; ", &self.right)] {
            if !part.is_empty() {
                line.push_str(sign);
                line.push_str(part);
            }
        }
        line.replace(char::is_control, " ")
    }
}

/// Colour on standard error: a terminal that nobody asked to stay plain (<https://no-color.org>).
#[must_use]
pub fn wants_color() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !plain && !dumb && io::stderr().is_terminal()
}

/// Faults of the configuration.
impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::new(Exit::Configuration, "the configuration is wrong") }.right("see above")
    }
}

impl From<StoreFault> for Failure {
    fn from(fault: StoreFault) -> Self {
        let code = match &fault {
            StoreFault::Missing(_) | StoreFault::Sql(_) | StoreFault::Unreachable { .. } => Exit::Unavailable,
            StoreFault::Exists(_) | StoreFault::File { .. } => Exit::CannotCreate,
            StoreFault::TooNew { .. } | StoreFault::OldSqlite(_) | StoreFault::Broken(_) => Exit::Fault,
            StoreFault::InUse(_) | StoreFault::LeaseLost => Exit::TryLater,
        };
        let failure = Self::new(code, fault.to_string());
        match &fault {
            StoreFault::File { path, error } if error.kind() == io::ErrorKind::NotFound => {
                let folder = path.parent().unwrap_or(path).display();
                failure
                    .right(format!("is the folder there? Make it for the service's user: install -d -m 700 {folder}"))
            }
            StoreFault::File { error, .. } if error.kind() == io::ErrorKind::PermissionDenied => {
                failure.right("run this as the service's user, such as: sudo -u penghubung penghubung …")
            }
            StoreFault::Unreachable { .. } => {
                failure.right("is the server up, and does it let this user in from here? See [database]")
            }
            StoreFault::File { .. }
            | StoreFault::Missing(_)
            | StoreFault::Sql(_)
            | StoreFault::Exists(_)
            | StoreFault::TooNew { .. }
            | StoreFault::OldSqlite(_)
            | StoreFault::Broken(_)
            | StoreFault::InUse(_)
            | StoreFault::LeaseLost => failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_where_and_what_would_be_right() {
        let failure = Failure::new(Exit::BadInput, "no office has this id").at("--office batangg").right("batang, ntt");
        assert_eq!(failure.line(), "penghubung: no office has this id: --office batangg; batang, ntt");
        assert_eq!(Failure::new(Exit::Usage, "no file").line(), "penghubung: no file");
    }

    #[test]
    fn what_a_stranger_wrote_cannot_move_the_cursor() {
        let failure = Failure::new(Exit::BadInput, "a\u{1b}[2J\nb");
        assert_eq!(failure.line(), "penghubung: a [2J b");
    }

    #[test]
    fn a_second_daemon_is_told_to_try_later_and_a_missing_database_is_unavailable() {
        assert_eq!(Failure::from(StoreFault::InUse("x".into())).code, Exit::TryLater);
        let missing = Failure::from(StoreFault::Missing("x".into()));
        assert_eq!(missing.code, Exit::Unavailable);
        assert!(missing.line().contains("penghubung init"));
    }
}
