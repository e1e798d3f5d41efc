//! What is on the wire, noted where the end of this process does not reach.
//!
//! In: letters as they are begun and taken. Out: after a kill, which of those that had their word were certainly not
//! begun, and which were taken. A line is written and not made safe: that costs a microsecond, and the kernel keeps it
//! for whoever comes next. After a crash of the machine the notes are not believed: then every letter that had its word
//! is unclear.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::letters::{Letter, LetterStep};

/// The kernel's name for the time since it was started.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";
/// When the file has grown to this size, it is written anew with what is still on the wire.
const MOST_BYTES: usize = 256 * 1024;
/// What the log says of a letter that was not begun.
const NOT_BEGUN: &str = "terhenti sebelum mulai dikirim";

/// The notes of this run.
#[derive(Default)]
pub(super) struct Notes(Mutex<State>);

#[derive(Default)]
enum State {
    /// There are none, and nobody will believe otherwise.
    #[default]
    Without,
    /// They are kept.
    Kept(Open),
    /// They end somewhere in this file and would still be believed: nothing is sent before it is emptied.
    Stale(File),
}

struct Open {
    path: PathBuf,
    head: String,
    file: File,
    bytes: usize,
    /// What has been noted of letters whose outcome is not recorded yet.
    on_the_wire: HashMap<i64, String>,
}

/// What the run before has noted, where that can be believed: letter and fence, and the other side's id where it was
/// taken.
pub(super) struct Noted(HashMap<(i64, i64), Option<String>>);

impl Notes {
    /// What the run of this name has noted in `path`, if that can be believed: the database must be the one of that
    /// run, not an older copy of it.
    pub(super) fn of_the_run(name: &str, path: &Path) -> Option<Noted> {
        Noted::read(&std::fs::read_to_string(path).ok()?, &head(name)?)
    }

    /// Begins the notes of a run of this name in `path`, once nothing hangs on the old ones. Where that cannot be done
    /// there are none; an error if the old ones cannot be removed either, since they would be believed.
    pub(super) fn begin(&self, name: &str, path: &Path) -> std::io::Result<()> {
        *self.held() = State::of(begun(path, head(name), HashMap::new())?);
        Ok(())
    }

    /// The next byte may make the other side take the letter. `false`: it must not be sent, since a note could be
    /// missing.
    pub(super) fn begins(&self, letter: &Letter) -> bool {
        self.note(letter.id, format!("{} {}\n", letter.id, letter.epoch))
    }

    /// The other side has taken it.
    pub(super) fn taken(&self, letter: &Letter, remote_id: Option<&str>) {
        let id = remote_id.unwrap_or("-").replace(['\r', '\n'], " ");
        // Where this cannot be noted the letter is unclear after a kill, as it is without notes.
        self.note(letter.id, format!("{} {} {id}\n", letter.id, letter.epoch));
    }

    /// Its outcome is recorded.
    pub(super) fn is_over(&self, letter: &Letter) {
        if let State::Kept(open) = &mut *self.held() {
            open.on_the_wire.remove(&letter.id);
        }
    }

    fn note(&self, letter: i64, line: String) -> bool {
        let mut held = self.held();
        *held = match std::mem::take(&mut *held) {
            State::Without => State::Without,
            State::Stale(file) => State::emptied(file),
            State::Kept(open) => open.with(letter, line),
        };
        !matches!(*held, State::Stale(_))
    }

    fn held(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(begun: Option<Open>) -> Self {
        begun.map_or(Self::Without, Self::Kept)
    }

    /// Without its first line nobody believes it.
    fn emptied(file: File) -> Self {
        if file.set_len(0).is_ok() { Self::Without } else { Self::Stale(file) }
    }
}

impl Open {
    /// With one more line.
    fn with(mut self, letter: i64, line: String) -> State {
        let written = self.file.write_all(line.as_bytes());
        self.bytes += line.len();
        self.on_the_wire.insert(letter, line);
        if written.is_ok() && self.bytes <= MOST_BYTES {
            return State::Kept(self);
        }
        // Full, or the disk is: with what is on the wire alone, or with none, which nobody will believe.
        let Self { path, head, file, on_the_wire, .. } = self;
        begun(&path, Some(head), on_the_wire).map_or_else(|_| State::emptied(file), State::of)
    }
}

/// New notes in the place of old ones, or none at all; an error if the old ones are still there.
fn begun(path: &Path, head: Option<String>, on_the_wire: HashMap<i64, String>) -> std::io::Result<Option<Open>> {
    match head.map(|head| written(path, head, on_the_wire)) {
        Some(Ok(open)) => Ok(Some(open)),
        Some(Err(_)) | None => match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(None),
        },
    }
}

fn written(path: &Path, head: String, on_the_wire: HashMap<i64, String>) -> std::io::Result<Open> {
    let fresh = with_end(path, "-new");
    // What an earlier try left, or somebody has put there, is not written through.
    match std::fs::remove_file(&fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = File::options().create_new(true).write(true).mode(0o640).open(&fresh)?;
    let text: String = std::iter::once(format!("{head}\n")).chain(on_the_wire.values().cloned()).collect();
    file.write_all(text.as_bytes())?;
    std::fs::rename(&fresh, path)?;
    Ok(Open { path: path.to_owned(), head, file, bytes: text.len(), on_the_wire })
}

/// The first line: which start of the machine, which run.
fn head(name: &str) -> Option<String> {
    Some(format!("{} {name}", std::fs::read_to_string(BOOT).ok()?.trim()))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Where the notes of a database lie.
pub(super) fn beside(database: &Path) -> PathBuf {
    with_end(database, "-wire")
}

impl Noted {
    /// `None` if they are of another start of the machine or of another run. A last line without an end was never
    /// believed by its writer either.
    fn read(text: &str, head: &str) -> Option<Self> {
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        if lines.next() != Some(head) {
            return None;
        }
        let mut all = HashMap::new();
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let (id, epoch) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            all.insert((id, epoch), words.next().map(str::to_owned));
        }
        Some(Self(all))
    }

    /// The step that a letter left behind in `sending` has taken; `None`: it was on the wire, and nobody knows.
    pub(super) fn step_of(&self, letter: &Letter, now: chrono::DateTime<chrono::Utc>) -> Option<LetterStep> {
        match self.0.get(&(letter.id, letter.epoch)) {
            None => Some(LetterStep::Retry { at: now, fault: NOT_BEGUN.to_owned() }),
            Some(Some(id)) => {
                let remote_id = Some(id.clone()).filter(|id| id != "-");
                Some(LetterStep::Accepted { remote_id, proof_at: None })
            }
            Some(None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_forgot_or_never_wrote_whole_is_not_believed() {
        let noted = Noted::read("mesin-1\n7 1\n8 2\n8 2 4XyZ1\n9 1 -\n10 1", "mesin-1").unwrap();
        let id = |id: &str| Some(id.to_owned());
        assert_eq!(noted.0, HashMap::from([((7, 1), None), ((8, 2), id("4XyZ1")), ((9, 1), id("-"))]));
        assert!(Noted::read("mesin-1\n7 1\n", "mesin-2").is_none());
        assert!(Noted::read("", "mesin-1").is_none());
        assert!(Noted::read("mesin-1\nx\n", "mesin-1").is_none());
    }

    #[test]
    fn notes_that_cannot_be_begun_anew_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = beside(&folder.path().join("uji.db"));
        let notes = Notes::default();
        notes.begin("satu", &path).unwrap();
        assert!(Notes::of_the_run("satu", &path).unwrap().0.is_empty());
        assert!(Notes::of_the_run("nol", &path).is_none());
        // Nothing can be written under this name.
        std::fs::create_dir(with_end(&path, "-new")).unwrap();
        notes.begin("dua", &path).unwrap();
        assert!(!path.exists() && Notes::of_the_run("satu", &path).is_none());
    }

    #[test]
    fn notes_that_cannot_go_on_are_not_believed_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let (path, seen) = (beside(&folder.path().join("uji.db")), folder.path().join("sama"));
        let notes = Notes::default();
        notes.begin("satu", &path).unwrap();
        assert!(notes.note(7, "7 1\n".to_owned()));
        std::fs::hard_link(&path, &seen).unwrap();
        assert_eq!(Notes::of_the_run("satu", &seen).unwrap().0.len(), 1);
        // The file is full; it can neither be written anew nor be removed.
        std::fs::create_dir(with_end(&path, "-new")).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(
            notes.note(8, format!("8 1 {}\n", "x".repeat(MOST_BYTES))),
            "without notes it is as safe as without a file"
        );
        assert!(Notes::of_the_run("satu", &seen).is_none());
        assert!(notes.note(9, "9 1\n".to_owned()));
    }
}
