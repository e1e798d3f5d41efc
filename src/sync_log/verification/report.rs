//! What a verification found, in words that an auditor reads.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::scan::LineFault;
use crate::sync_log::checkpoint::NoteFault;
use crate::sync_log::tree::Hash;

/// The verdict over a log, the mildest first; the weightiest problem decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Everything fits.
    Intact,
    /// Everything fits, but for a while nothing was logged and nothing says why.
    SilentGap,
    /// There is nothing to measure the log by.
    Unverifiable,
    /// Lines are missing that were there when it was sealed.
    Truncated,
    /// Something was changed.
    Altered,
}

impl Verdict {
    /// The exit code: 0 intact, 1 altered, 2 truncated or rolled back, 3 silent gap, 4 unverifiable.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Intact => 0,
            Self::Altered => 1,
            Self::Truncated => 2,
            Self::SilentGap => 3,
            Self::Unverifiable => 4,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Intact => "UTUH",
            Self::SilentGap => "ADA JEDA TANPA KETERANGAN",
            Self::Unverifiable => "TIDAK DAPAT DIPERIKSA",
            Self::Truncated => "TERPOTONG",
            Self::Altered => "BERUBAH",
        })
    }
}

/// Where a seal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The log's own list of checkpoints, position from 1.
    List(usize),
    /// A checkpoint that somebody else kept, position from 1.
    Anchor(usize),
}

/// Something that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No public key was given.
    NoKey,
    /// No checkpoint was given that could be used.
    NoSeal,
    /// A checkpoint that cannot be trusted.
    BadSeal(Origin, NoteFault),
    /// A line that is not as it should be.
    BadLine(u64, LineFault),
    /// The last line has no end.
    CutLine(u64),
    /// The lines up to `size` have another root than was sealed; the first `sound` lines are still as sealed.
    WrongRoot {
        /// Whose seal.
        origin: Origin,
        /// Lines proven to be as sealed.
        sound: u64,
        /// Lines under the seal.
        size: u64,
    },
    /// A seal covers more lines than there are.
    Missing {
        /// Whose seal.
        origin: Origin,
        /// Lines under the seal.
        size: u64,
    },
    /// Nothing was logged for so many seconds before this line.
    Silence(u64, i64),
}

impl Problem {
    /// What it means for the log as a whole. An anchor that cannot be trusted says nothing against the log.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::NoKey | Self::NoSeal | Self::BadSeal(Origin::Anchor(_), _) => Verdict::Unverifiable,
            Self::BadSeal(Origin::List(_), _) | Self::BadLine(..) | Self::CutLine(_) | Self::WrongRoot { .. } => {
                Verdict::Altered
            }
            Self::Missing { .. } => Verdict::Truncated,
            Self::Silence(..) => Verdict::SilentGap,
        }
    }

    /// True for another wrong root from the same hand: once a line is wrong, so are all later roots.
    pub(super) fn is_wrong_root_by(&self, hand: Origin) -> bool {
        match (self, hand) {
            (Self::WrongRoot { origin: Origin::List(_), .. }, Origin::List(_)) => true,
            (Self::WrongRoot { origin: Origin::Anchor(_), .. }, Origin::Anchor(_)) => true,
            (_, Origin::List(_) | Origin::Anchor(_)) => false,
        }
    }

    /// The first line that is not proven to be as it was, where that can be told.
    #[must_use]
    pub fn first_bad(&self) -> Option<u64> {
        match self {
            Self::BadLine(index, _) | Self::CutLine(index) => Some(*index),
            Self::WrongRoot { sound, .. } => Some(*sound),
            Self::NoKey | Self::NoSeal | Self::BadSeal(..) | Self::Missing { .. } | Self::Silence(..) => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(position) => write!(f, "segel ke-{position}"),
            Self::Anchor(position) => write!(f, "jangkar ke-{position}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("tidak ada kunci publik untuk memeriksa segel"),
            Self::NoSeal => f.write_str("tidak ada segel yang dapat dipakai"),
            Self::BadSeal(origin, NoteFault::Form) => write!(f, "{origin}: bukan segel yang sah bentuknya"),
            Self::BadSeal(origin, NoteFault::UnknownKey) => {
                write!(f, "{origin}: ditandatangani kunci yang tidak dikenal")
            }
            Self::BadSeal(origin, NoteFault::FalseSignature) => write!(f, "{origin}: tanda tangan palsu"),
            Self::BadLine(index, LineFault::Form) => write!(f, "baris {index}: bukan bentuk baris catatan"),
            Self::BadLine(index, LineFault::Number(n)) => write!(f, "baris {index}: bernomor {n}"),
            Self::BadLine(index, LineFault::Backwards) => write!(f, "baris {index}: waktunya mundur"),
            Self::CutLine(index) => write!(f, "baris {index}: terpotong di tengah"),
            Self::WrongRoot { origin, sound, size } => {
                write!(
                    f,
                    "{origin}: isi {size} baris pertama tidak sama dengan saat disegel (masih sama: {sound} baris pertama)"
                )
            }
            Self::Missing { origin, size } => write!(f, "{origin}: menyegel {size} baris, lebih banyak dari yang ada"),
            Self::Silence(index, seconds) => write!(f, "baris {index}: didahului {seconds} detik tanpa catatan"),
        }
    }
}

/// The findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// How many lines there are.
    pub lines: u64,
    /// The root over all of them.
    pub root: Hash,
    /// How many of them are proven to be as sealed.
    pub sealed: u64,
    /// Unix seconds of the last line.
    pub last_time: Option<i64>,
    /// What does not fit, the first hundred.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Lines that no seal covers yet: what could still vanish unseen.
    #[must_use]
    pub fn unsealed_tail(&self) -> u64 {
        self.lines - self.sealed
    }

    /// The first line that is not proven to be as it was.
    #[must_use]
    pub fn first_bad(&self) -> Option<u64> {
        self.problems.iter().filter_map(Problem::first_bad).min()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "hasil: {}", self.verdict)?;
        writeln!(f, "baris: {}", self.lines)?;
        writeln!(f, "akar: {}", BASE64.encode(self.root))?;
        writeln!(f, "tersegel: {}", self.sealed)?;
        writeln!(f, "ekor belum tersegel: {}", self.unsealed_tail())?;
        self.problems.iter().try_for_each(|problem| writeln!(f, "masalah: {problem}"))
    }
}
