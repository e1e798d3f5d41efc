//! Passwords: where they are kept, and how they are fetched.
//!
//! In: `password_file = "…"` or `credential = "…"`. Out: a [`SecretString`] that no `Debug` and no fault shows.
//! Never inline: a configuration file is copied, mailed and backed up; a secret file is not.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

/// Longest secret file that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// Where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlace {
    /// A file that only the service may read.
    File(PathBuf),
    /// A credential of systemd (`LoadCredential=`), found in `$CREDENTIALS_DIRECTORY`.
    Credential(String),
}

/// Why a secret could not be had. Shows the place, never the content.
#[derive(Debug, thiserror::Error)]
pub enum SecretFault {
    /// A credential is named but systemd gave no directory.
    #[error("credential {0:?} is not there: $CREDENTIALS_DIRECTORY is not set")]
    NoDirectory(String),
    /// A credential's name is a path.
    #[error("credential {0:?} is not a plain name")]
    NotAName(String),
    /// It cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// Others may read it.
    #[error("{0} may be read by everybody (mode {1:o})")]
    Open(PathBuf, u32),
    /// Nothing in it.
    #[error("{0} is empty")]
    Empty(PathBuf),
    /// Far too large to be a password.
    #[error("{0} is larger than {LONGEST} bytes")]
    TooLarge(PathBuf),
}

impl SecretFault {
    /// What would be right.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoDirectory(_) => {
                "start by systemd with LoadCredential=, or set CREDENTIALS_DIRECTORY, or use password_file"
            }
            Self::NotAName(_) => "write the name that stands in LoadCredential=, without a slash",
            Self::Unreadable(..) => "create it and let the service's user read it",
            Self::Open(..) => "chmod 600 (or 640 with the service's group)",
            Self::Empty(_) => "write the password into it",
            Self::TooLarge(_) => "name the file with the password in it",
        }
    }
}

impl SecretFault {
    /// True where the fault lies in what is written or in the file itself, whoever looks: the service would meet it
    /// too.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match self {
            Self::NotAName(_) | Self::Open(..) | Self::Empty(_) | Self::TooLarge(_) => true,
            Self::NoDirectory(_) | Self::Unreadable(..) => false,
        }
    }
}

/// Looks at a secret's file without reading it.
///
/// # Errors
/// As [`fetch`], as far as that can be told from outside.
pub fn look(place: &SecretPlace, credentials: Option<&Path>) -> Result<(), SecretFault> {
    let path = path_of(place, credentials)?;
    let about = fs::metadata(&path).map_err(|error| SecretFault::Unreadable(path.clone(), error))?;
    sound(&path, &about)
}

/// Closed to others, not empty, no larger than a password may be.
fn sound(path: &Path, about: &Metadata) -> Result<(), SecretFault> {
    closed_to_others(path, about)?;
    match about.len() {
        0 => Err(SecretFault::Empty(path.to_owned())),
        1..=LONGEST => Ok(()),
        _ => Err(SecretFault::TooLarge(path.to_owned())),
    }
}

/// The file behind a place. `credentials` is `$CREDENTIALS_DIRECTORY`.
///
/// # Errors
/// Where a credential has no directory or a name that would leave it.
pub fn path_of(place: &SecretPlace, credentials: Option<&Path>) -> Result<PathBuf, SecretFault> {
    match place {
        SecretPlace::File(path) => Ok(path.clone()),
        SecretPlace::Credential(name) => {
            let plain = !name.is_empty() && !name.starts_with('.') && !name.contains('/') && !name.contains('\0');
            if !plain {
                return Err(SecretFault::NotAName(name.clone()));
            }
            let directory = credentials.ok_or_else(|| SecretFault::NoDirectory(name.clone()))?;
            Ok(directory.join(name))
        }
    }
}

/// Fetches a secret; one line end at its end does not belong to it.
///
/// # Errors
/// Where it is missing, empty, too large, or open to everybody.
pub fn fetch(place: &SecretPlace, credentials: Option<&Path>) -> Result<SecretString, SecretFault> {
    let path = path_of(place, credentials)?;
    let unreadable = |error| SecretFault::Unreadable(path.clone(), error);
    let about = fs::metadata(&path).map_err(unreadable)?;
    sound(&path, &about)?;
    let text = Zeroizing::new(fs::read_to_string(&path).map_err(unreadable)?);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let secret = line.strip_suffix('\r').unwrap_or(line);
    if secret.is_empty() {
        return Err(SecretFault::Empty(path));
    }
    Ok(SecretString::from(secret))
}

/// Refuses a secret file that everybody on the machine may read.
///
/// # Errors
/// [`SecretFault::Open`].
pub fn closed_to_others(path: &Path, about: &Metadata) -> Result<(), SecretFault> {
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o007 == 0 { Ok(()) } else { Err(SecretFault::Open(path.to_owned(), mode)) }
}
