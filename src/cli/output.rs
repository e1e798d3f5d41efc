//! Standard output, checked: a reader that goes away ends the command quietly, a full disk ends it with a failure.
//!
//! In: lines of text, values for JSON. Out: bytes. Never colours; never lets a control character of a citizen's text
//! reach a terminal.

use std::borrow::Cow;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Stdout, Write};

use serde::Serialize;

use super::{Exit, Failure};

/// Where a command prints its facts.
#[derive(Debug)]
pub struct Output<W: Write = Stdout> {
    to: BufWriter<W>,
    /// A person is looking: every line comes at once.
    watched: bool,
}

impl Output {
    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self { watched: io::stdout().is_terminal(), to: BufWriter::with_capacity(64 * 1024, io::stdout()) }
    }
}

impl<W: Write> Output<W> {
    /// True if a terminal shows it.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.watched
    }

    /// Prints text and ends the line. Line breaks and tabs stay, other control characters go.
    ///
    /// # Errors
    /// Where the reader is gone or nothing can be written.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.write(clean(text).as_bytes())
    }

    /// Prints a value as one line of JSON.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(value)
            .map_err(|error| Failure::new(Exit::Fault, format!("the answer cannot be written as JSON: {error}")))?;
        self.write(&bytes)
    }

    /// Prints what is still held back. A command ends with it.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()
    }

    /// Prints what is still held back, before a wait.
    ///
    /// # Errors
    /// As [`Output::line`].
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|error| refused(&error))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.to.write_all(bytes).and_then(|()| self.to.write_all(b"\n"));
        let written = if self.watched { written.and_then(|()| self.to.flush()) } else { written };
        written.map_err(|error| refused(&error))
    }
}

fn refused(error: &io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        return Failure::reader_gone();
    }
    Failure::new(Exit::CannotWrite, format!("cannot write: {error}")).at("standard output")
}

/// Text without control characters, except line breaks and tabs. Marks that turn the writing direction go as well: they
/// let a line look like another one.
fn clean(text: &str) -> Cow<'_, str> {
    let unwanted = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(unwanted) { Cow::Owned(text.replace(unwanted, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that takes `0` bytes and goes, or a disk that is full.
    struct Refusing(ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn to<W: Write>(to: W) -> Output<W> {
        Output { to: BufWriter::new(to), watched: true }
    }

    #[test]
    fn a_reader_that_had_enough_ends_the_command_quietly() {
        let gone = to(Refusing(ErrorKind::BrokenPipe)).line("x").unwrap_err();
        assert_eq!((gone.code, gone.what.as_str()), (Exit::Well, ""));
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        let full = to(Refusing(ErrorKind::StorageFull)).line("x").unwrap_err();
        assert_eq!(full.code, Exit::CannotWrite);
    }

    #[test]
    fn a_citizens_text_cannot_command_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\n\td"), "a[2Jbc\n\td");
    }

    #[test]
    fn json_is_one_line() {
        let mut output = to(Vec::new());
        output.json(&"a\nb").unwrap();
        assert_eq!(output.to.get_ref(), b"\"a\\nb\"\n");
    }
}
