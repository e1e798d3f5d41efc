//! Verifies a log from its first line.
//!
//! In: the checkpoints as kept, anchors (checkpoints that others kept), public keys, and the lines as text in large
//! chunks. Out: a [`Report`]. No proof is used: the roots are computed anew, on every core. Knows no files, no
//! database.

mod report;
mod scan;

pub use report::{Origin, Problem, Report, Verdict};
pub use scan::LineFault;

use super::checkpoint::Checkpoint;
use super::keys::PublicKey;
use super::line::Head;
use super::tree::{CompactRange, Hash, in_parallel};
use scan::{Stretch, between};

/// The line between two notes in a list of checkpoints.
pub const BETWEEN_NOTES: &str = "===\n";
/// A heartbeat is logged every hour; twice that is a silence worth asking about. Seconds.
pub const LONGEST_SILENCE: i64 = 2 * 3600;
/// How many problems are listed; all of them count for the verdict.
const LISTED: usize = 100;

/// A checkpoint whose signature is right.
struct Seal {
    origin: Origin,
    size: u64,
    root: Hash,
}

/// A verification under way.
pub struct Verification {
    longest_silence: i64,
    /// Still to come, the largest first.
    seals: Vec<Seal>,
    tree: CompactRange,
    last: Option<Head>,
    /// A line without its end, from the last chunk.
    cut: Vec<u8>,
    /// Lines proven to be as sealed.
    sealed: u64,
    blamed: bool,
    verdict: Verdict,
    problems: Vec<Problem>,
}

impl Verification {
    /// Begins. `checkpoints`: the list, notes divided by [`BETWEEN_NOTES`]; `anchors`: lists of the same form that
    /// others kept; `longest_silence` in seconds.
    #[must_use]
    pub fn new(checkpoints: &str, anchors: &[String], keys: &[PublicKey], longest_silence: i64) -> Self {
        let mut new = Self {
            longest_silence,
            seals: Vec::new(),
            tree: CompactRange::new(),
            last: None,
            cut: Vec::new(),
            sealed: 0,
            blamed: false,
            verdict: Verdict::Intact,
            problems: Vec::new(),
        };
        if keys.is_empty() {
            new.report(Problem::NoKey);
        } else {
            new.take_seals(checkpoints, anchors, keys);
        }
        new
    }

    fn take_seals(&mut self, checkpoints: &str, anchors: &[String], keys: &[PublicKey]) {
        let own = notes(checkpoints).enumerate().map(|(at, note)| (Origin::List(at + 1), note));
        let anchors =
            anchors.iter().flat_map(|list| notes(list)).enumerate().map(|(at, note)| (Origin::Anchor(at + 1), note));
        let all: Vec<(Origin, &str)> = own.chain(anchors).collect();
        let opened = in_parallel(&all, |(origin, note)| (*origin, Checkpoint::open(note, keys)));
        for (origin, note) in opened {
            match note {
                Ok(Checkpoint { size, root, .. }) => self.seals.push(Seal { origin, size, root }),
                Err(fault) => self.report(Problem::BadSeal(origin, fault)),
            }
        }
        if self.seals.is_empty() {
            self.report(Problem::NoSeal);
        }
        self.seals.sort_by_key(|seal| std::cmp::Reverse(seal.size));
    }

    /// The next lines, each ended by a newline. Large chunks (megabytes) keep every core busy.
    pub fn chunk(&mut self, text: &[u8]) {
        let joined =
            if self.cut.is_empty() { None } else { Some([std::mem::take(&mut self.cut).as_slice(), text].concat()) };
        let text = joined.as_deref().unwrap_or(text);
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let (lines, cut) = text.split_at_checked(whole).unwrap_or((text, &[]));
        self.cut = cut.to_vec();
        for stretch in scan::read(self.tree.size(), lines, self.longest_silence) {
            self.join(stretch);
        }
    }

    /// All lines were given.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.grow(&[]);
        let lines = self.tree.size();
        let missing = std::mem::take(&mut self.seals);
        if let Some(seal) = missing.first() {
            self.report(Problem::Missing { origin: seal.origin, size: seal.size });
        } else if !self.cut.is_empty() {
            self.report(Problem::CutLine(lines));
        }
        Report {
            verdict: self.verdict,
            lines,
            root: self.tree.root(),
            sealed: self.sealed,
            last_time: self.last.map(|head| head.t),
            problems: self.problems,
        }
    }

    fn join(&mut self, stretch: Stretch) {
        let mut fault = stretch.fault;
        if let (Some(before), Some((index, head))) = (self.last, &stretch.first) {
            let (backwards, silence) = between(&before, head, self.longest_silence);
            if backwards && fault.is_none_or(|(first, _)| *index < first) {
                fault = Some((*index, LineFault::Backwards));
            }
            if let Some(seconds) = silence {
                self.report(Problem::Silence(*index, seconds));
            }
        }
        for (index, seconds) in stretch.silences {
            self.report(Problem::Silence(index, seconds));
        }
        if let (Some((index, fault)), false) = (fault, self.blamed) {
            self.blamed = true;
            self.report(Problem::BadLine(index, fault));
        }
        self.last = stretch.last.or(self.last);
        self.grow(&stretch.leaves);
    }

    /// Adds leaves and compares the root at every seal on the way.
    fn grow(&mut self, leaves: &[Hash]) {
        let mut rest = leaves;
        let end = self.tree.size() + leaves.len() as u64;
        while let Some(seal) = self.seals.pop_if(|seal| seal.size <= end) {
            let up_to = usize::try_from(seal.size - self.tree.size()).unwrap_or(rest.len());
            let (before, after) = rest.split_at_checked(up_to).unwrap_or((rest, &[]));
            self.tree.extend(before);
            rest = after;
            self.compare(&seal);
        }
        self.tree.extend(rest);
    }

    fn compare(&mut self, seal: &Seal) {
        if self.tree.root() == seal.root {
            self.sealed = seal.size;
        } else if !self.problems.iter().any(|problem| problem.is_wrong_root_by(seal.origin)) {
            self.report(Problem::WrongRoot { origin: seal.origin, sound: self.sealed, size: seal.size });
        }
    }

    fn report(&mut self, problem: Problem) {
        self.verdict = self.verdict.max(problem.verdict());
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        }
    }
}

/// The notes of a list.
fn notes(list: &str) -> impl Iterator<Item = &str> {
    list.split(BETWEEN_NOTES).filter(|note| !note.is_empty())
}

#[cfg(test)]
mod tests;
