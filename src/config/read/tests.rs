use super::*;
use serde::Deserialize;
use serde_spanned::Spanned;

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only the shape matters")]
struct File {
    title: String,
    log: Log,
    #[serde(default)]
    mailbox: Vec<Spanned<Mailbox>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only the shape matters")]
struct Log {
    key: String,
    every: u32,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only the shape matters")]
struct Mailbox {
    name: Spanned<String>,
    host: String,
    port: Option<u16>,
    #[serde(default)]
    kind: Use,
    folders: Option<Vec<Spanned<String>>>,
    since: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Use {
    #[default]
    Common,
    Own,
}

fn faults(text: &str) -> Vec<(usize, String, String)> {
    let mut problems = Vec::new();
    let source = Source { path: "x.toml".into(), text: text.to_owned() };
    let value = read_text::<File>(source, &mut problems);
    assert!(!problems.is_empty() || value.is_some_and(|v| v.made_up.is_empty()), "no value and no reason");
    problems.sort_by_key(|p| p.line);
    problems.into_iter().map(|p| (p.line, p.key, format!("{}; {}", p.what, p.right))).collect()
}

fn places(text: &str) -> Vec<(usize, String)> {
    faults(text).into_iter().map(|(line, key, _)| (line, key)).collect()
}

const SOUND: &str = "title = 'x'\n[log]\nkey = 'k'\nevery = 5\n[[mailbox]]\nname = 'a'\nhost = 'h'\n";

#[test]
fn a_sound_file_has_no_fault() {
    assert_eq!(faults(SOUND), []);
}

#[test]
fn eight_faults_in_one_file_are_eight_problems_each_with_its_line() {
    let text = "title = 5\nunknown = 1\n[log]\nevery = -3\n[[mailbox]]\nnaem = 'a'\nhost = true\nkind = 'oven'\n\
                folders = ['INBOX', 7]\n";
    let expected = [
        (1, "title"),
        (2, "unknown"),
        (3, "log.key"),
        (4, "log.every"),
        (6, "mailbox[0].naem"),
        (7, "mailbox[0].host"),
        (8, "mailbox[0].kind"),
        (9, "mailbox[0].folders[1]"),
    ];
    assert_eq!(places(text), expected.map(|(line, key)| (line, key.to_owned())));
}

#[test]
fn an_unknown_key_or_word_proposes_the_right_one() {
    let text = SOUND.replace("host =", "hots =") + "kind = 'owm'\n";
    let faults = faults(&text);
    assert!(faults.contains(&(7, "mailbox[0].hots".into(), "unknown key \"hots\"; did you mean \"host\"?".into())));
    assert!(faults.contains(&(8, "mailbox[0].kind".into(), "unknown word \"owm\"; did you mean \"own\"?".into())));
}

#[test]
fn a_misspelt_key_and_the_missing_one_are_one_fault() {
    assert_eq!(places(&SOUND.replace("host =", "hots =")), [(7, "mailbox[0].hots".to_owned())]);
    let both = [(5, "mailbox[0].host".to_owned()), (7, "mailbox[0].colour".to_owned())];
    assert_eq!(places(&SOUND.replace("host =", "colour =")), both);
}

#[test]
fn an_unknown_key_alone_does_not_hinder_a_value() {
    let mut problems = Vec::new();
    let source = Source { path: "x.toml".into(), text: format!("colour = 1\n{SOUND}") };
    let value = read_text::<File>(source, &mut problems).unwrap();
    assert_eq!((value.made_up.len(), problems.len(), value.value.mailbox.len()), (0, 1, 1));
}

#[test]
fn a_number_that_does_not_fit_says_what_would() {
    let text = format!("{SOUND}port = 99999\n");
    assert_eq!(faults(&text)[0].2, "this number does not fit; write a whole number from 0 to 65535");
}

#[test]
fn a_date_may_be_read_into_text() {
    assert_eq!(faults(&format!("{SOUND}since = 2026-11-01\n")), []);
}

#[test]
fn syntax_errors_do_not_hide_each_other_or_other_faults_and_invent_none() {
    let text = "title = 'x\n[log]\nkey = 'k'\nevery 5\n[[mailbox]]\nname = 'a'\nhots = 'h'\nport = = 3\n[[mailbox]\n\
                name = 'b'\nhost = 1\n[[mailbox]]\nname = 'c'\nhost = 1\n";
    let lines: Vec<usize> = places(text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [1, 4, 7, 8, 9, 14], "{:#?}", faults(text));
}

#[test]
fn a_missing_table_is_a_fault_of_the_whole_file() {
    assert_eq!(places("title = 'x'\n"), [(0, "log".to_owned())]);
}

#[test]
fn an_empty_file_lacks_everything_it_must_have() {
    assert_eq!(places(""), [(0, "log".to_owned()), (0, "title".to_owned())]);
}

#[test]
fn a_table_where_text_belongs_is_one_fault() {
    assert_eq!(places(&SOUND.replace("host = 'h'", "host = { a = 1, b = 2 }")), [(7, "mailbox[0].host".to_owned())]);
    assert_eq!(places(&SOUND.replace("[[mailbox]]", "[mailbox]")), [(5, "mailbox".to_owned())]);
}

#[test]
fn a_value_never_stands_in_the_fault_about_it() {
    let text = SOUND.replace("every = 5", "every = 'rahasia-sekali'");
    assert!(!format!("{:?}", faults(&text)).contains("rahasia"));
}

#[test]
fn a_file_that_is_no_toml_at_all_gives_some_faults_and_not_all_of_them() {
    let faults = faults(&"kata yang bukan toml\n".repeat(5_000));
    assert!((100..1_000).contains(&faults.len()), "{}", faults.len());
    assert!(faults.iter().all(|(_, key, _)| key.is_empty()), "nothing is said to be missing");
}

#[test]
fn many_wrong_values_end_the_reading_before_it_gets_long() {
    let text = SOUND.to_owned() + &"[[mailbox]]\nname = 1\nhost = 2\n".repeat(400);
    let faults = faults(&text);
    assert!((300..=810).contains(&faults.len()), "{}", faults.len());
}
