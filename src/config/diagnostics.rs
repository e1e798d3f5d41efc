//! Faults shown to a person: the line of the file, what is wrong with it, what would be right.
//!
//! In: [`Problem`]s. Out: text for a terminal, or one line each for a log. A line that may hold a secret is not shown:
//! `check` runs at every start and its output ends in the journal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::problem::Problem;

/// Faults with the lines they stand in, sorted by file and line, and their number at the end. With `color` for a
/// terminal, else plain; the caller knows about `NO_COLOR` and pipes.
#[must_use]
pub fn render(problems: &[Problem], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut texts: BTreeMap<&Path, Option<String>> = BTreeMap::new();
    let mut shown = String::new();
    for problem in sorted(problems) {
        let text = texts.entry(&problem.file).or_insert_with(|| std::fs::read_to_string(&problem.file).ok());
        let line = text.as_deref().and_then(|text| line_of(text, problem.line));
        shown.push_str(&renderer.render(&[group(problem, line.as_deref())]));
        shown.push_str("\n\n");
    }
    shown.push_str(&count(problems.len()));
    shown.push('\n');
    shown
}

/// Faults one a line, sorted, for a log: no file is opened, no colour, no line break from a value.
#[must_use]
pub fn lines(problems: &[Problem]) -> Vec<String> {
    sorted(problems).into_iter().map(|problem| one_line(&problem.to_string())).collect()
}

/// `1 fault`, `7 faults`.
#[must_use]
pub fn count(number: usize) -> String {
    format!("{number} fault{}", if number == 1 { "" } else { "s" })
}

fn sorted(problems: &[Problem]) -> Vec<&Problem> {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| (&problem.file, problem.line, &problem.key));
    sorted
}

fn group<'a>(problem: &'a Problem, line: Option<&'a str>) -> Group<'a> {
    let key = if problem.key.is_empty() { String::new() } else { format!("{}: ", problem.key) };
    let title = Level::ERROR.primary_title(one_line(&format!("{key}{}", problem.what)));
    let path = problem.file.to_string_lossy();
    let group = match line {
        Some(line) => {
            let span = marked(line, &problem.key);
            let snippet = Snippet::source(line).line_start(problem.line).path(path);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        }
        None if problem.line > 0 => title.element(Origin::path(path).line(problem.line)),
        None => title.element(Origin::path(path)),
    };
    if problem.right.is_empty() { group } else { group.element(Level::HELP.message(one_line(&problem.right))) }
}

/// A line of a file, with what may be a secret left out.
fn line_of(text: &str, number: usize) -> Option<String> {
    let line = text.lines().nth(number.checked_sub(1)?)?;
    let clean: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(without_secrets(&clean))
}

/// The value of a key that sounds secret, even misspelt, and the password of an URL, as `…`.
fn without_secrets(line: &str) -> String {
    const STEMS: [&str; 6] = ["pas", "pw", "secr", "tok", "sandi", "kunci"];
    const PLACES: [&str; 2] = ["_file", "credential"];
    let mut pieces = line.split('=').collect::<Vec<_>>();
    pieces.pop();
    let secret = pieces.iter().any(|piece| {
        let key = piece.trim_end().rsplit([' ', '\t', '{', ',']).next().unwrap_or_default().to_lowercase();
        STEMS.iter().any(|stem| key.contains(stem)) && !PLACES.iter().any(|place| key.ends_with(place))
    });
    let shown = match pieces.first() {
        Some(key) if secret => format!("{key}= …"),
        Some(_) | None => line.to_owned(),
    };
    match (shown.find("://"), shown.rfind('@')) {
        (Some(scheme), Some(at)) if shown.get(scheme + 3..at).is_some_and(|user| user.contains(':')) => {
            format!("{}://…{}", shown.get(..scheme).unwrap_or_default(), shown.get(at..).unwrap_or_default())
        }
        (Some(_) | None, Some(_) | None) => shown,
    }
}

/// The key where it stands in the line, else all of the line.
fn marked(line: &str, key: &str) -> Range<usize> {
    let trimmed = line.len() - line.trim_start().len()..line.trim_end().len().max(line.len() - line.trim_start().len());
    let last = key.rsplit('.').next().unwrap_or_default();
    let name = last.split('[').next().unwrap_or_default();
    let assigned = line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
    if name.is_empty() || !assigned { trimmed } else { trimmed.start..trimmed.start + name.len() }
}

/// No line break or control character from a file reaches a log or a terminal.
fn one_line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut line, c| {
        if c.is_control() {
            let _ = write!(line, "{}", c.escape_default());
        } else {
            line.push(c);
        }
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_with(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("penghubung.toml");
        std::fs::write(&path, text).unwrap();
        (dir, path)
    }

    #[test]
    fn a_fault_shows_its_line_its_key_and_the_remedy() {
        let (_dir, path) = file_with("a = 1\n\n[[mailbox]]\n  hots = \"h\"\n");
        let problems = [
            Problem::at(&path, 4, "mailbox[0].hots", "unknown key \"hots\"", "did you mean \"host\"?"),
            Problem::at(&path, 1, "a", "is a whole number", "write text"),
        ];
        let shown = render(&problems, false);
        let (first, second) = (shown.find("a: is a whole number").unwrap(), shown.find("mailbox[0].hots:").unwrap());
        assert!(first < second, "{shown}");
        assert!(shown.contains("4 |   hots = \"h\"\n  |   ^^^^"), "{shown}");
        assert!(shown.contains("did you mean \"host\"?"), "{shown}");
        assert!(shown.ends_with("\n2 faults\n") && !shown.contains('\u{1b}'), "{shown}");
        assert!(render(&problems, true).contains('\u{1b}'));
    }

    #[test]
    fn a_missing_file_is_shown_without_a_line() {
        let problem = Problem::at(Path::new("nowhere.toml"), 0, "", "cannot be read", "");
        assert!(render(&[problem], false).contains("nowhere.toml"));
    }

    #[test]
    fn a_line_that_may_hold_a_secret_is_not_shown() {
        for line in
            ["pasword_x = 'pw-1'", "password = \"pw-1\"", "url = 'postgres://u:pw-1@h/d'", "x = { password = 'pw-1' }"]
        {
            assert!(!without_secrets(line).contains("pw-1"), "{line}");
        }
        for line in ["password_file = 'secrets/kotak'", "host = 'h'", "url = 'postgres://u@h/d'"] {
            assert_eq!(without_secrets(line), line);
        }
    }

    #[test]
    fn a_value_cannot_forge_a_line_of_the_log() {
        let problem = Problem::at(Path::new("x.toml"), 1, "k", "\"a\nERROR forged\u{1b}[2J\"", "");
        assert_eq!(lines(&[problem]), ["x.toml:1: k: \"a\\nERROR forged\\u{1b}[2J\""]);
    }
}
