//! The log as files for an auditor.
//!
//! A folder with segments `00000000.jsonl`, `00000001.jsonl`, … of 65,536 lines, `checkpoints.note` (signed notes
//! divided by a line `===`) and `keys.txt` (one public key a line). In and out: text; the lines' meaning is not looked
//! at.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::keys::PublicKey;
use super::verification::{BETWEEN_NOTES, Report, Verification};

/// Lines in a full segment.
pub const SEGMENT: u64 = 65_536;
/// The list of checkpoints.
pub const CHECKPOINTS: &str = "checkpoints.note";
/// The public keys.
pub const KEYS: &str = "keys.txt";

/// An export being written.
#[derive(Debug)]
pub struct Export {
    folder: PathBuf,
    segment: Option<BufWriter<File>>,
    written: u64,
}

impl Export {
    /// Begins in `folder`, which is created where it is missing. An older export of the same log is overwritten.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), segment: None, written: 0 })
    }

    /// Writes the next lines, each ended by a newline.
    pub fn lines(&mut self, text: &str) -> io::Result<()> {
        text.split_inclusive('\n').try_for_each(|line| self.line(line.as_bytes()))
    }

    fn line(&mut self, line: &[u8]) -> io::Result<()> {
        if self.written.is_multiple_of(SEGMENT) {
            self.close_segment()?;
        }
        let segment = match &mut self.segment {
            Some(open) => open,
            none => none.insert(BufWriter::new(File::create(self.folder.join(segment_name(self.written / SEGMENT)))?)),
        };
        self.written += 1;
        segment.write_all(line)
    }

    fn close_segment(&mut self) -> io::Result<()> {
        self.segment.take().map_or(Ok(()), |mut segment| segment.flush())
    }

    /// Ends the export with the signed notes, oldest first, and the keys they are signed with.
    pub fn finish<'a>(mut self, notes: impl IntoIterator<Item = &'a str>, keys: &[PublicKey]) -> io::Result<()> {
        self.close_segment()?;
        let notes: Vec<&str> = notes.into_iter().collect();
        fs::write(self.folder.join(CHECKPOINTS), notes.join(BETWEEN_NOTES))?;
        let keys: String = keys.iter().map(|key| format!("{key}\n")).collect();
        fs::write(self.folder.join(KEYS), keys)
    }
}

fn segment_name(number: u64) -> String {
    format!("{number:08}.jsonl")
}

/// Verifies an export with the keys in it. `anchors`: lists of notes that others kept. An error means that the files
/// cannot be read, so nothing is known (exit code 4).
pub fn verify(folder: &Path, anchors: &[String], longest_silence: i64) -> io::Result<Report> {
    let keys = read_keys(&text_or_nothing(&folder.join(KEYS))?)?;
    let mut verification =
        Verification::new(&text_or_nothing(&folder.join(CHECKPOINTS))?, anchors, &keys, longest_silence);
    let mut segments: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    segments.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    segments.sort();
    for segment in segments {
        verification.chunk(&fs::read(segment)?);
    }
    Ok(verification.finish())
}

/// Keys, one a line; empty lines and `#` remarks are skipped.
pub fn read_keys(text: &str) -> io::Result<Vec<PublicKey>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(PublicKey::from_text)
        .collect::<Result<_, _>>()
        .map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))
}

fn text_or_nothing(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(fault) => Err(fault),
    }
}
