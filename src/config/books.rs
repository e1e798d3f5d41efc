//! The offices and their letters: what needs no main file, no secret, no database and no network.
//!
//! In: a configuration directory. Out: [`Books`], or every fault of every file.

use std::path::{Path, PathBuf};

use super::across;
use super::calendar::load_calendar;
use super::citizen::load_citizen_rules;
use super::digest::digest;
use super::letters::{load_templates, office_of};
use super::lexicon::load_lexicon;
use super::main_file::MainFile;
use super::office::load_office;
use super::problem::Problem;
use super::read;
use super::routines::load_routines;
use super::standards::load_standards;
use crate::decide::OfficeBook;
use crate::decide::wording::Wording;
use crate::decide::words::Lexicon;
use crate::domain::OfficeId;

/// Where the parts of a configuration lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// One folder an office.
    pub offices: PathBuf,
    /// Templates of letters.
    pub letters: PathBuf,
    /// Decrees on holidays, one file a year.
    pub holidays: PathBuf,
    /// Word lists that all offices share.
    pub lexicon: PathBuf,
}

impl Places {
    /// The usual places below a configuration directory.
    #[must_use]
    pub fn below(dir: &Path) -> Self {
        Self {
            offices: dir.join("offices"),
            letters: dir.join("letters"),
            holidays: dir.join("holidays"),
            lexicon: dir.join("lexicon"),
        }
    }

    /// The places that a main file names, whatever else is wrong in it; the usual ones where it names none.
    ///
    /// # Errors
    /// Where it cannot be read or is no TOML.
    pub fn of_main_file(path: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let main = read::read_partly::<MainFile>(path, &mut problems);
        let base = path.parent().unwrap_or(Path::new(""));
        main.map(|main| Self::named_in(&main.value, base)).ok_or(problems)
    }

    /// The same of a file that was read; `base` is its folder.
    pub(super) fn named_in(file: &MainFile, base: &Path) -> Self {
        let usual = Self::below(base);
        let place = |given: &Option<PathBuf>, usual: PathBuf| given.as_ref().map_or(usual, |path| base.join(path));
        Self {
            offices: place(&file.offices_dir, usual.offices),
            letters: place(&file.letters_dir, usual.letters),
            holidays: place(&file.holidays_dir, usual.holidays),
            lexicon: place(&file.lexicon_dir, usual.lexicon),
        }
    }

    /// The digest of what `offices` read here.
    fn digest(&self, base: &Path, files: &[&Path], offices: &[OfficeId]) -> String {
        let folders: Vec<PathBuf> = offices.iter().map(|office| self.offices.join(&office.0)).collect();
        let mut dirs = vec![self.letters.as_path(), self.holidays.as_path(), self.lexicon.as_path()];
        dirs.extend(folders.iter().map(PathBuf::as_path));
        digest(base, files, &dirs)
    }
}

/// All that decisions need.
#[derive(Debug, Clone)]
pub struct Books {
    /// The offices, in the order of the main file or of their ids.
    pub offices: Vec<OfficeBook>,
    /// How letters are worded.
    pub wording: Wording,
    /// Digest of all files read, 16 hexadecimal digits.
    pub digest: String,
}

impl Books {
    /// The office with this id.
    #[must_use]
    pub fn office(&self, id: &str) -> Option<&OfficeBook> {
        self.offices.iter().find(|book| book.office.id.0 == id)
    }
}

/// Books under way: the rest of a configuration can be checked against them even where a part is missing.
pub(super) struct Draft {
    /// The offices that could be read.
    pub offices: Vec<OfficeBook>,
    wording: Option<Wording>,
    digest: String,
}

impl Draft {
    /// The books; `None` where a part is missing, which is a fault that was reported.
    pub fn finish(self) -> Option<Books> {
        Some(Books { offices: self.offices, wording: self.wording?, digest: self.digest })
    }
}

/// Reads the books of `offices`. Faults are added to `problems`.
pub(super) fn assemble(
    places: &Places,
    base: &Path,
    files: &[&Path],
    offices: &[OfficeId],
    problems: &mut Vec<Problem>,
) -> Draft {
    let lexicon = load_lexicon(&places.lexicon, problems);
    let books: Vec<OfficeBook> =
        offices.iter().filter_map(|office| office_book(places, office, &lexicon, problems)).collect();
    across::offices_differ(&places.offices, &books, problems);
    let wording = wording(places, problems);
    Draft { offices: books, wording, digest: places.digest(base, files, offices) }
}

fn wording(places: &Places, problems: &mut Vec<Problem>) -> Option<Wording> {
    let dir = &places.letters;
    let before = problems.len();
    let templates = load_templates(dir, problems);
    if templates.is_empty() && problems.len() > before {
        return None;
    }
    for (name, _) in &templates {
        if let Some(office) = office_of(name).filter(|office| !places.offices.join(office).is_dir()) {
            let what = format!("is for office {office:?}, which has no folder: nobody would ever get it");
            problems.push(Problem::at(&dir.join(name), 0, "", what, "name it after a folder of offices_dir"));
        }
    }
    match Wording::new(templates) {
        Ok(wording) => Some(wording),
        Err(faults) => {
            problems.extend(faults.into_iter().map(|f| Problem::at(&dir.join(f.template), f.line, "", f.what, "")));
            None
        }
    }
}

/// Each part is read even where another failed.
fn office_book(places: &Places, id: &OfficeId, lexicon: &Lexicon, problems: &mut Vec<Problem>) -> Option<OfficeBook> {
    let dir = places.offices.join(&id.0);
    if !dir.is_dir() {
        let right = "offices_dir holds one folder an office; its name is the office's id";
        problems.push(Problem::at(&dir, 0, "offices", format!("no folder for office {:?}", id.0), right));
        return None;
    }
    let office = load_office(&dir, lexicon, problems);
    let calendar = load_calendar(&dir, &places.holidays, problems);
    let standards = load_standards(&dir, office.as_ref().map(|(office, _)| office), problems);
    let (office, rules) = office?;
    let citizen = load_citizen_rules(&dir, &office, standards.as_deref().unwrap_or_default(), problems);
    let board = citizen.as_ref().map(|citizen| citizen.board);
    let routines = load_routines(&dir, &office, standards.as_deref(), board, problems);
    let (calendar, standards) = (calendar?, standards?);
    across::files_agree(&dir, &office, &rules, &standards, problems);
    Some(OfficeBook { office, calendar, standards, rules, citizen: citizen?, routines: routines? })
}

/// The ids of all offices that have a folder, sorted.
pub(super) fn every_office(places: &Places, problems: &mut Vec<Problem>) -> Vec<OfficeId> {
    let entries = match std::fs::read_dir(&places.offices) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(Problem::at(
                &places.offices,
                0,
                "",
                format!("cannot be read: {error}"),
                "give --config FILE or set PENGHUBUNG_CONFIG_DIR to the directory that holds offices/",
            ));
            return Vec::new();
        }
    };
    let mut ids: Vec<OfficeId> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| OfficeId(entry.file_name().to_string_lossy().into_owned()))
        .filter(|id| !id.0.starts_with('.'))
        .collect();
    ids.sort();
    ids
}
