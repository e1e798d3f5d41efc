//! The table of all rows, made from the names of the tests.
//!
//! In: the rows, the sources under `tests/`. Out: the table on the standard output, not captured. It fails where a row
//! has no test and no reason, and where a row with a reason has a test after all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::rows::{COUNTS, ROWS};

/// Rows that no test shows yet, each with the reason. May only shrink.
const NOT_YET: &[(&str, &str)] = &[("BTG-03", "the receptionist shows the way; nothing of him passes here")];

/// Every source under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The names of the tests in a source: functions under an attribute that makes one.
fn tests_in(text: &str) -> Vec<&str> {
    let (mut found, mut is_test) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            is_test &= !line.starts_with("#[ignore");
            continue;
        }
        if let Some(rest) = line.split_once("fn ").map(|(_, rest)| rest).filter(|_| is_test) {
            found.extend(rest.split('(').next());
        }
        is_test = false;
    }
    found
}

/// The rows that a name begins with: `btg_03_btg_04_…` shows two.
fn rows_of(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split('_').collect();
    let is_number = |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    let row = |pair: &[&str]| {
        let known = COUNTS.iter().any(|(office, _)| office.eq_ignore_ascii_case(pair[0]));
        (known && is_number(pair[1])).then(|| format!("{}-{}", pair[0].to_uppercase(), pair[1]))
    };
    words.chunks_exact(2).map_while(row).collect()
}

/// Row to tests, each as `file::name`.
fn shown() -> BTreeMap<String, Vec<String>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources(&tests) {
        let text = std::fs::read_to_string(&path).unwrap();
        let place = path.strip_prefix(&tests).unwrap().with_extension("").display().to_string();
        for name in tests_in(&text) {
            for row in rows_of(name) {
                shown.entry(row).or_default().push(format!("{place}::{name}"));
            }
        }
    }
    shown
}

#[test]
fn the_rows_are_exactly_those_of_the_five_standards() {
    let expected: Vec<String> =
        COUNTS.iter().flat_map(|(office, count)| (1..=*count).map(move |n| format!("{office}-{n:02}"))).collect();
    let rows: Vec<&str> = ROWS.iter().map(|(id, ..)| *id).collect();
    assert_eq!(rows, expected);
    assert_eq!(rows.len(), 99);
}

#[test]
fn a_name_shows_the_rows_it_begins_with_and_only_a_test_counts() {
    assert_eq!(rows_of("btg_03_btg_04_the_desk"), ["BTG-03", "BTG-04"]);
    assert!(rows_of("an_office_btg_03").is_empty());
    let text = "#[test]\nfn kdm_01_a() {}\nfn kdm_02_b() {}\n#[test]\n#[ignore]\nfn kdm_03_c() {}\n#[tokio::test]\nasync fn kdm_04_d() {}";
    assert_eq!(tests_in(text), ["kdm_01_a", "kdm_04_d"]);
}

#[test]
fn every_row_is_shown_by_a_test() {
    let shown = shown();
    let mut table = String::from("\nrow     step        what it demands, and what shows it\n");
    let mut faults = Vec::new();
    for (id, step, what) in ROWS {
        writeln!(table, "{id}  {:<10}  {what}", step.word()).unwrap();
        let tests = shown.get(*id).map(Vec::as_slice).unwrap_or_default();
        for test in tests {
            writeln!(table, "                    {test}").unwrap();
        }
        match NOT_YET.iter().find(|(row, _)| row == id) {
            Some((_, reason)) if tests.is_empty() => writeln!(table, "                    NOT YET: {reason}").unwrap(),
            Some(_) => faults.push(format!("{id} has a test: take it out of NOT_YET")),
            None if tests.is_empty() => faults.push(format!("{id} has no test")),
            None => {}
        }
    }
    let unknown = shown.keys().filter(|row| ROWS.iter().all(|(id, ..)| id != row));
    faults.extend(unknown.map(|row| format!("a test names {row}, which is no row")));
    let with = ROWS.iter().filter(|(id, ..)| shown.contains_key(*id)).count();
    writeln!(table, "{with} of {} rows are shown by a test", ROWS.len()).unwrap();
    std::io::stdout().write_all(table.as_bytes()).unwrap();
    assert!(faults.is_empty(), "{faults:#?}");
}
