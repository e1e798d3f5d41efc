//! Reads a run of lines: their hashes, and what is wrong with a line taken by itself or with its neighbour.
//!
//! In: text with newlines and the index that its first line should have. Out: a [`Stretch`]. Knows no roots.

use std::io::BufRead as _;

use crate::sync_log::line::{self, Head};
use crate::sync_log::tree::{Hash, in_parallel, leaf_hash};

/// Text below this many bytes is not worth a second core.
const WORTH_A_CORE: usize = 64 * 1024;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// Not a line as the log writes them.
    Form,
    /// It carries another index than its place.
    Number(u64),
    /// Its time is before that of the line above.
    Backwards,
}

/// A run of lines.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// Their hashes, in order.
    pub leaves: Vec<Hash>,
    /// The first line that has a head.
    pub first: Option<(u64, Head)>,
    /// The last line that has one.
    pub last: Option<Head>,
    /// The first faulty line.
    pub fault: Option<(u64, LineFault)>,
    /// Lines that came after a long silence, and its seconds.
    pub silences: Vec<(u64, i64)>,
}

/// Reads whole lines on every core; the first should have index `start`.
pub(super) fn read(start: u64, text: &[u8], longest_silence: i64) -> Vec<Stretch> {
    let pieces = pieces(text);
    let counts = in_parallel(&pieces, |piece| piece.iter().filter(|byte| **byte == b'\n').count() as u64);
    let mut next = start;
    let placed: Vec<(u64, &[u8])> = pieces
        .into_iter()
        .zip(counts)
        .map(|(piece, count)| {
            let start = next;
            next += count;
            (start, piece)
        })
        .collect();
    in_parallel(&placed, |(start, piece)| stretch(*start, piece, longest_silence))
}

/// About as many pieces as there are cores, each ending after a newline.
fn pieces(text: &[u8]) -> Vec<&[u8]> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let about = (text.len() / cores).max(WORTH_A_CORE);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((_, beyond)) = rest.split_at_checked(about) {
        let mut beyond = beyond;
        let to_newline = beyond.skip_until(b'\n').unwrap_or(0);
        let Some((piece, after)) = rest.split_at_checked(about + to_newline) else { break };
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// One piece, one core.
fn stretch(start: u64, text: &[u8], longest_silence: i64) -> Stretch {
    let mut out = Stretch::default();
    let mut rest = text;
    let mut index = start;
    while !rest.is_empty() {
        let mut beyond = rest;
        let length = beyond.skip_until(b'\n').unwrap_or(rest.len()).max(1);
        let Some((line, after)) = rest.split_at_checked(length) else { break };
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        out.leaves.push(leaf_hash(line));
        match line::head(line) {
            None => out.blame(index, LineFault::Form),
            Some(head) => out.follow(index, head, longest_silence),
        }
        rest = after;
        index += 1;
    }
    out
}

impl Stretch {
    fn blame(&mut self, index: u64, fault: LineFault) {
        self.fault.get_or_insert((index, fault));
    }

    fn follow(&mut self, index: u64, head: Head, longest_silence: i64) {
        if head.n != index {
            self.blame(index, LineFault::Number(head.n));
        }
        if let Some(before) = self.last {
            let (backwards, silence) = between(&before, &head, longest_silence);
            if backwards {
                self.blame(index, LineFault::Backwards);
            }
            self.silences.extend(silence.map(|seconds| (index, seconds)));
        }
        self.first.get_or_insert((index, head));
        self.last = Some(head);
    }
}

/// Whether time runs backwards between two lines, and the seconds of a silence that is longer than allowed. After a
/// stop in good order silence is no secret.
pub(super) fn between(before: &Head, after: &Head, longest_silence: i64) -> (bool, Option<i64>) {
    let seconds = after.t.saturating_sub(before.t);
    (seconds < 0, (seconds > longest_silence && !before.stops).then_some(seconds))
}
