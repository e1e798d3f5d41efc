//! One literal of the server on its way in: bounded, and never larger in memory than what came.
//!
//! In: the announced length and the bytes. Out: a [`Body`]. Knows no stream.

/// The first allocation; then at most as much again as has come.
const FIRST_ROOM: usize = 64 * 1024;
/// The longest literal outside of FETCH (a folder name, say).
const LONGEST_VERBATIM: usize = 4096;

/// A body as far as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    /// The bytes, up to the cap.
    pub kept: Vec<u8>,
    /// The length that the server announced, and sent.
    pub announced: u64,
}

/// See the file.
pub(super) struct Literal {
    announced: u64,
    came: u64,
    keep: usize,
    bytes: Vec<u8>,
    /// How much of `bytes` is filled.
    filled: usize,
}

impl Literal {
    pub(super) fn new(announced: u64, keep_at_most: usize) -> Self {
        let keep = usize::try_from(announced).unwrap_or(usize::MAX).min(keep_at_most);
        Self { announced, came: 0, keep, bytes: vec![0; keep.min(FIRST_ROOM)], filled: 0 }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.came >= self.announced
    }

    /// Room for the next bytes: never beyond the end of the literal. Past the cap the same room serves again.
    pub(super) fn room(&mut self) -> &mut [u8] {
        if self.filled < self.keep {
            if self.filled == self.bytes.len() {
                self.bytes.resize(self.keep.min(self.filled.saturating_mul(2).max(FIRST_ROOM)), 0);
            }
            return self.bytes.get_mut(self.filled..).unwrap_or_default();
        }
        let left = usize::try_from(self.announced - self.came).unwrap_or(usize::MAX);
        self.bytes.truncate(self.keep);
        self.bytes.resize(self.keep + left.min(FIRST_ROOM), 0);
        self.bytes.get_mut(self.keep..).unwrap_or_default()
    }

    /// `n` bytes were written into [`Literal::room`].
    pub(super) fn came(&mut self, n: usize) {
        self.came += n as u64;
        self.filled = self.keep.min(self.filled + n);
    }

    /// Takes what it can from bytes already read; returns how many.
    pub(super) fn take_from(&mut self, bytes: &[u8]) -> usize {
        let room = self.room();
        let n = room.len().min(bytes.len());
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.came(n);
        n
    }

    pub(super) fn into_body(mut self) -> Body {
        self.bytes.truncate(self.filled);
        Body { kept: self.bytes, announced: self.announced }
    }
}

/// What the end of a line opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Nothing: the response ends here.
    None,
    /// A literal of a FETCH; the line without its `{n}` is this long.
    Body { announced: u64, line_length: usize },
    /// A short literal of another response.
    Verbatim { length: usize },
    /// A literal that cannot be meant seriously.
    TooLong,
}

/// What the last line of this unfinished response opens.
pub(super) fn opening(response: &[u8]) -> Opening {
    let Some((line_length, digits)) = announcement(response) else { return Opening::None };
    if !may_hold_literals(response) {
        return Opening::None;
    }
    match (digits.parse::<u64>(), is_fetch(response)) {
        (Ok(announced), true) if announced <= u64::from(u32::MAX) => Opening::Body { announced, line_length },
        (Ok(length), false) if length <= LONGEST_VERBATIM as u64 => {
            usize::try_from(length).map_or(Opening::TooLong, |length| Opening::Verbatim { length })
        }
        (Ok(_) | Err(_), true | false) => Opening::TooLong,
    }
}

/// Where `{digits}` begins at the end of the line, and the digits.
fn announcement(response: &[u8]) -> Option<(usize, &str)> {
    let line = response.strip_suffix(b"}\r\n")?;
    let brace = line.iter().rposition(|b| *b == b'{')?;
    let digits = std::str::from_utf8(line.get(brace + 1..)?).ok()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((brace, digits))
}

/// Untagged data may; a status line (`* OK …`), a tagged one and `+` end in free text.
fn may_hold_literals(response: &[u8]) -> bool {
    let mut words = response.split(|b| *b == b' ');
    let untagged = words.next() == Some(b"*");
    let second = words.next().unwrap_or_default();
    let status = [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"];
    untagged && !status.iter().any(|word| word.eq_ignore_ascii_case(second))
}

fn is_fetch(response: &[u8]) -> bool {
    response.split(|b| *b == b' ').nth(2).is_some_and(|word| word.eq_ignore_ascii_case(b"FETCH"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(literal: &mut Literal, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let n = literal.take_from(bytes);
            bytes = &bytes[n..];
        }
    }

    #[test]
    fn a_body_is_kept_whole_below_the_cap() {
        let whole: Vec<u8> = (0..200_000u32).map(|n| (n % 251) as u8).collect();
        let mut literal = Literal::new(whole.len() as u64, 1 << 20);
        fill(&mut literal, &whole);
        assert!(literal.is_complete());
        assert_eq!(literal.into_body(), Body { kept: whole, announced: 200_000 });
    }

    #[test]
    fn a_body_above_the_cap_is_read_past_and_cut() {
        let mut literal = Literal::new(300_000, 1_000);
        fill(&mut literal, &vec![b'x'; 300_000]);
        assert!(literal.is_complete());
        let body = literal.into_body();
        assert_eq!((body.kept.len(), body.announced), (1_000, 300_000));
        assert!(body.kept.iter().all(|b| *b == b'x'));
    }

    #[test]
    fn an_announcement_alone_takes_no_memory() {
        let mut literal = Literal::new(4_294_967_295, 35 << 20);
        assert!(literal.room().len() <= FIRST_ROOM);
        fill(&mut literal, &vec![0; 100_000]);
        assert!(literal.bytes.len() <= 2 * 100_000 + FIRST_ROOM);
    }

    #[test]
    fn an_empty_body_is_complete_at_once() {
        let literal = Literal::new(0, 10);
        assert!(literal.is_complete());
        assert_eq!(literal.into_body(), Body { kept: vec![], announced: 0 });
    }

    #[test]
    fn only_a_fetch_opens_a_body_and_free_text_opens_nothing() {
        assert_eq!(opening(b"* 1 FETCH (BODY[] {12}\r\n"), Opening::Body { announced: 12, line_length: 18 });
        assert_eq!(opening(b"* OK see {12}\r\n"), Opening::None);
        assert_eq!(opening(b"A1 NO see {12}\r\n"), Opening::None);
        assert_eq!(opening(b"* 1 FETCH (FLAGS (x))\r\n"), Opening::None);
        assert_eq!(opening(b"* LIST () \"/\" {5}\r\n"), Opening::Verbatim { length: 5 });
        assert_eq!(opening(b"* LIST () \"/\" {500000000}\r\n"), Opening::TooLong);
        assert_eq!(opening(b"* 1 FETCH (BODY[] {99999999999}\r\n"), Opening::TooLong);
    }
}
