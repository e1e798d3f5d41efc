//! Parses TOML in spite of syntax errors.
//!
//! In: a text. Out: its tree and its syntax errors, each once. A statement (a header, or a key with its value) in
//! which an error stands is blanked out in a copy of the same length, so that the positions of the rest stay true.

use std::ops::Range;

use toml::de::DeTable;

/// Statements that are blanked before giving up.
const MOST: usize = 200;

/// A syntax error.
#[derive(Debug)]
pub(super) struct Slip {
    /// Position in bytes.
    pub at: usize,
    pub what: String,
}

/// A text of which every syntax error is known.
#[derive(Debug)]
pub(super) struct Parsable {
    /// The text with faulty statements blanked.
    pub text: String,
    pub slips: Vec<Slip>,
    /// What was blanked.
    pub blanked: Vec<Range<usize>>,
    /// Where tables begin, in order.
    headers: Vec<usize>,
    header_lost: bool,
}

impl Parsable {
    /// True if keys of the table that begins at `start` (`None`: the root) may have been blanked, so that nobody can
    /// tell whether one is missing.
    pub fn may_lack(&self, start: Option<usize>) -> bool {
        let first = start.unwrap_or(0);
        let next = self.headers.iter().copied().find(|header| *header > first || (start.is_none() && *header == 0));
        let table = first..next.unwrap_or(usize::MAX);
        (start.is_none() && self.header_lost) || self.blanked.iter().any(|blank| table.contains(&blank.start))
    }
}

/// Parses until only sound statements are left.
pub(super) fn parsable(text: &str) -> Parsable {
    let statements = statements(text);
    let headers = statements.iter().filter(|s| s.header).map(|s| s.range.start).collect();
    let mut done =
        Parsable { text: text.to_owned(), slips: Vec::new(), blanked: Vec::new(), headers, header_lost: false };
    loop {
        let (_, errors) = DeTable::parse_recoverable(&done.text);
        let mut fresh: Vec<(Range<usize>, bool)> = Vec::new();
        let mut slips = Vec::new();
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let (blank, header) = around(&statements, at);
            let known = fresh.iter().any(|(range, _)| *range == blank) || done.blanked.contains(&blank);
            if !known && fresh.len() <= MOST {
                slips.push(Slip { at, what: error.message().to_owned() });
                fresh.push((blank, header));
            }
        }
        if errors.is_empty() || fresh.is_empty() || done.blanked.len() > MOST {
            if !errors.is_empty() {
                done.text = String::new();
                done.blanked.push(0..text.len());
                done.header_lost = true;
            }
            done.slips.sort_by_key(|slip| slip.at);
            return done;
        }
        for (range, header) in fresh {
            done.text = blanked(&done.text, &range);
            done.header_lost |= header;
            done.blanked.push(range);
        }
        done.slips.append(&mut slips);
    }
}

#[derive(Debug)]
struct Statement {
    range: Range<usize>,
    header: bool,
}

/// Cuts a text where a line looks like a header or a key. A line inside a long string may look so too; then more
/// errors are found than there are, never fewer.
fn statements(text: &str) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    let mut position = 0;
    for line in text.split_inclusive('\n') {
        let end = position + line.len();
        let start = line.trim_start();
        let header = start.starts_with('[') && !start.trim_end().ends_with(',') && !start.starts_with("[\"");
        match all.last_mut() {
            Some(last) if !header && !looks_like_key(start) => last.range.end = end,
            Some(_) | None => all.push(Statement { range: position..end, header }),
        }
        position = end;
    }
    all
}

fn looks_like_key(line: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.\"' ".contains(c);
    let key = line.find('=').and_then(|end| line.get(..end));
    let assigned = key.is_some_and(|key| !key.trim().is_empty() && key.chars().all(bare));
    assigned || line.trim().split_once(' ').is_some_and(|(word, _)| word.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The statement at a position; with a faulty header all that would fall into the table before it.
fn around(statements: &[Statement], at: usize) -> (Range<usize>, bool) {
    let index = statements.partition_point(|s| s.range.start <= at).saturating_sub(1);
    let Some(statement) = statements.get(index) else { return (0..0, false) };
    if !statement.header {
        return (statement.range.clone(), false);
    }
    let section = statements.iter().skip(index + 1).take_while(|s| !s.header).last();
    (statement.range.start..section.map_or(statement.range.end, |s| s.range.end), true)
}

/// The same text with blanks in `range`; lines stay lines.
fn blanked(text: &str, range: &Range<usize>) -> String {
    let keep = |b: u8| if b == b'\n' { '\n' } else { ' ' };
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let middle: String = part(range.clone()).bytes().map(keep).collect();
    format!("{}{middle}{}", part(0..range.start), part(range.end..text.len()))
}
