//! The templates of letters, as texts: `receipt.txt`, `receipt.batang.txt`, `receipt.sms.txt`.
//!
//! In: a folder. Out: names and texts; what they mean is `decide::wording`'s business.

use std::fs;
use std::path::Path;

use super::problem::Problem;

use crate::decide::wording::Bare;

/// Largest template, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Reads every `*.txt` of a folder, sorted by name. Faults are added to `problems`.
pub fn load_templates(dir: &Path, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let what = format!("the folder of letters cannot be read: {error}");
            problems.push(Problem::at(dir, 0, "", what, "a folder with receipt.txt, disposisi.txt, …"));
            return Vec::new();
        }
    };
    let mut templates = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') || path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        match read(&path) {
            Ok(text) => templates.push((name, text)),
            Err(what) => problems.push(Problem::at(&path, 0, "", what, "a UTF-8 text of at most 64 KiB")),
        }
    }
    templates.sort();
    templates
}

/// The office that a template is for: `batang` of `receipt.batang.sms.txt`.
#[must_use]
pub fn office_of(template: &str) -> Option<&str> {
    let mut parts = template.strip_suffix(".txt")?.split('.').skip(1);
    parts.next().filter(|part| !Bare::is_word(part))
}

fn read(path: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err("is too large for a letter".to_owned());
    }
    fs::read_to_string(path).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_may_be_for_one_office() {
        assert_eq!(office_of("receipt.batang.txt"), Some("batang"));
        assert_eq!(office_of("receipt.batang.sms.txt"), Some("batang"));
        assert_eq!(office_of("receipt.sms.txt"), None);
        assert_eq!(office_of("receipt.txt"), None);
    }

    #[test]
    fn templates_come_by_name_and_an_unreadable_one_does_not_hide_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in
            [("b.txt", &b"B"[..]), ("a.txt", b"A"), ("c.txt", b"\xff"), (".d.txt", b"D"), ("e.md", b"E")]
        {
            fs::write(dir.path().join(name), text).unwrap();
        }
        let mut problems = Vec::new();
        let names: Vec<String> = load_templates(dir.path(), &mut problems).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.txt", "b.txt"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].file.ends_with("c.txt"));
    }
}
