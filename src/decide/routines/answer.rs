//! Which tasks a mail confirms: `SUDAH`, `NIHIL`, `TERKIRIM`, with numbers behind it where there are several.
//!
//! In: the new text of a mail, the task that its token names, the sender's open tasks. Out: what it confirms, or what
//! to ask him. One slip of the finger is forgiven; a word that is taken back in the same line
//! (`sudah, tapi belum bisa`) is none.

use crate::decide::reply::{ReplyRead, read_reply};

/// A task as the reader of a mail must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTask {
    /// Its number, as people are told it.
    pub id: i64,
    /// The task whose letter it was asked in: confirmed together with it.
    pub together: i64,
    /// The complaint it is about.
    pub number: Option<String>,
    /// What it is, in a line.
    pub title: String,
    /// Words that confirm it.
    pub words: Vec<String>,
}

/// What a mail says about tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    /// These are done.
    Confirms {
        /// Their numbers.
        tasks: Vec<i64>,
        /// `SUDAH`.
        word: String,
        /// What stands behind the word.
        note: String,
    },
    /// The word fits several: ask which.
    Which,
    /// The word does not confirm this task: say which do.
    OtherWord {
        /// Those that do.
        wanted: Vec<String>,
    },
    /// Received, or nobody there: no word about it.
    Silence,
    /// It is something else.
    Nothing,
}

impl Understood {
    /// For the log.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Confirms { word, .. } => word,
            Self::Which => "beberapa kemungkinan",
            Self::OtherWord { .. } => "kata lain",
            Self::Silence => "diterima petugas",
            Self::Nothing => "belum jelas",
        }
    }
}

/// A word and how people spell it.
const WORDS: [(&str, &[&str]); 4] = [
    ("SUDAH", &["SUDAH", "SDH", "UDAH", "SUDAHH", "SELESAI", "BERES", "OK SUDAH", "DONE"]),
    ("NIHIL", &["NIHIL", "NIHL", "KOSONG", "TIDAK ADA", "TDK ADA", "NOL"]),
    ("TERKIRIM", &["TERKIRIM", "TERKIRM", "SUDAH TERKIRIM", "SUDAH DIKIRIM", "DIKIRIM"]),
    ("SUDAH DITEMPEL", &["SUDAH DITEMPEL", "SUDAH TEMPEL", "SUDAH DI TEMPEL", "DITEMPEL", "TERTEMPEL"]),
];

/// The words that can confirm a task.
pub fn confirming_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

/// What takes a confirmation back.
const BUT: [&str; 10] = ["belum", "blm", "gagal", "tapi", "tetapi", "namun", "tidak", "tdk", "ora", "sonde"];

/// Reads a mail. `asked`: the task whose letter it answers, if its token or reference says so; `open`: the open tasks
/// of its sender, that one included.
#[must_use]
pub fn understood(text: &str, asked: Option<i64>, open: &[OpenTask]) -> Understood {
    let read = read_reply(text, &[]);
    let away = matches!(read, ReplyRead::Away { .. });
    let Some((word, note)) = word_in(text).filter(|_| !away) else {
        let silent = away || matches!(read, ReplyRead::Acknowledged { .. });
        return if silent && asked.is_some() { Understood::Silence } else { Understood::Nothing };
    };
    let of_letter = asked.and_then(|id| open.iter().find(|task| task.id == id)).map(|task| task.together);
    let together: Vec<&OpenTask> = open.iter().filter(|task| Some(task.together) == of_letter).collect();
    let candidates: Vec<&OpenTask> = if asked.is_some() { together } else { open.iter().collect() };
    let fitting: Vec<&OpenTask> = candidates.iter().copied().filter(|task| takes(task, word)).collect();
    if candidates.is_empty() || fitting.is_empty() {
        let mut wanted: Vec<String> = candidates.iter().flat_map(|task| task.words.clone()).collect();
        wanted.dedup();
        return if wanted.is_empty() { Understood::Nothing } else { Understood::OtherWord { wanted } };
    }
    let named: Vec<i64> = fitting.iter().filter(|task| names(&note, task)).map(|task| task.id).collect();
    let one_letter =
        asked.is_some() || fitting.iter().all(|task| Some(task.together) == fitting.first().map(|t| t.together));
    let tasks = match (named.is_empty(), one_letter || fitting.len() == 1 || all(&note)) {
        (false, _) if fitting.len() > 1 => named,
        (_, true) => fitting.iter().map(|task| task.id).collect(),
        (false, false) => named,
        (true, false) => return Understood::Which,
    };
    Understood::Confirms { tasks, word: word.to_owned(), note }
}

/// The time of the day that the subject of a handover names: `[SERAH TERIMA] 14.00`.
#[must_use]
pub fn slot_named(subject: &str) -> Option<String> {
    let behind = subject.to_lowercase().split_once("serah terima").map(|(_, rest)| rest.to_owned())?;
    let mut times = behind.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':')).filter_map(|word| {
        let (hour, minute) = word.trim_matches(['.', ':']).split_once(['.', ':'])?;
        let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
        (hour < 24 && minute < 60).then(|| format!("{hour:02}.{minute:02}"))
    });
    times.next()
}

/// The word that begins the first line, and what stands behind it.
fn word_in(text: &str) -> Option<(&'static str, String)> {
    let line =
        text.lines().map(str::trim).find(|line| line.chars().any(char::is_alphanumeric) && !is_greeting(line))?;
    let plain: String = line.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let lower = plain.to_lowercase();
    for length in [2, 1] {
        let head = words.get(..length.min(words.len())).unwrap_or_default().join(" ").to_uppercase();
        let found = WORDS.iter().rev().find(|(_, spellings)| spellings.iter().any(|known| near(known, &head)));
        let Some((word, _)) = found.filter(|_| words.len() >= length) else { continue };
        let note = words.get(length..).unwrap_or_default().join(" ");
        let taken_back = *word != "NIHIL" && lower.split_whitespace().any(|said| BUT.contains(&said));
        return (!taken_back).then_some((word, note));
    }
    None
}

fn is_greeting(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["yth", "selamat ", "assalam", "dengan hormat", "salam"].iter().any(|begin| lower.starts_with(begin))
        && line.split_whitespace().count() <= 8
}

/// Equal, or one letter wrong, missing or too many in a word of five letters or more.
fn near(known: &str, said: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (known.chars().collect(), said.chars().collect());
    if a == b {
        return true;
    }
    if a.len() < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let skip = |rest: &[char]| rest.get(1..).unwrap_or_default().to_vec();
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => skip(rest_a) == skip(rest_b),
        std::cmp::Ordering::Less => rest_a == skip(rest_b).as_slice(),
        std::cmp::Ordering::Greater => skip(rest_a).as_slice() == rest_b,
    }
}

/// `NIHIL` only where it is named; every word of doing wherever one of them is.
fn takes(task: &OpenTask, word: &str) -> bool {
    if word == "NIHIL" {
        task.words.iter().any(|known| known == word)
    } else {
        task.words.iter().any(|known| known != "NIHIL")
    }
}

fn names(note: &str, task: &OpenTask) -> bool {
    let id = task.id.to_string();
    note.split_whitespace()
        .any(|said| said == id || task.number.as_deref().is_some_and(|n| n.eq_ignore_ascii_case(said)))
}

fn all(note: &str) -> bool {
    let lower = note.to_lowercase();
    lower.split_whitespace().any(|said| matches!(said, "semua" | "semuanya" | "seluruhnya"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: i64, together: i64, number: Option<&str>, words: &[&str]) -> OpenTask {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        OpenTask { id, together, number: number.map(str::to_owned), title: format!("tugas {id}"), words }
    }

    fn two_pages() -> Vec<OpenTask> {
        vec![task(7, 7, Some("BTG-26-0001"), &["SUDAH"]), task(8, 8, Some("BTG-26-0002"), &["SUDAH"])]
    }

    fn confirmed(text: &str, asked: Option<i64>, open: &[OpenTask]) -> Vec<i64> {
        let said = understood(text, asked, open);
        if let Understood::Confirms { tasks, .. } = &said { tasks.clone() } else { panic!("{text}: {said:?}") }
    }

    #[test]
    fn the_token_says_which_whatever_else_is_open() {
        for text in ["SUDAH", "sudah.", "Sudah ya bu", "SUDH", "Yth. Admin,\n\nSelesai", "*SUDAH*"] {
            assert_eq!(confirmed(text, Some(8), &two_pages()), [8], "{text}");
        }
    }

    #[test]
    fn without_a_token_the_only_open_task_is_meant() {
        assert_eq!(confirmed("SUDAH", None, &two_pages()[..1]), [7]);
    }

    #[test]
    fn among_several_a_number_or_semua_decides_and_nothing_is_guessed() {
        assert_eq!(understood("SUDAH", None, &two_pages()), Understood::Which);
        assert_eq!(confirmed("SUDAH 8", None, &two_pages()), [8]);
        assert_eq!(confirmed("SUDAH btg-26-0001", None, &two_pages()), [7]);
        assert_eq!(confirmed("sudah semua", None, &two_pages()), [7, 8]);
        assert_eq!(understood("SUDAH 9", None, &two_pages()), Understood::Which);
    }

    #[test]
    fn what_was_asked_in_one_letter_is_confirmed_by_one_word() {
        let sheet = [
            task(3, 3, Some("KDM-26-0001"), &["SUDAH DITEMPEL"]),
            task(4, 3, Some("KDM-26-0002"), &["SUDAH DITEMPEL"]),
        ];
        assert_eq!(confirmed("Sudah ditempel", Some(3), &sheet), [3, 4]);
        assert_eq!(confirmed("SUDAH", None, &sheet), [3, 4]);
        assert_eq!(confirmed("sudah ditempel KDM-26-0002", Some(3), &sheet), [4]);
    }

    #[test]
    fn a_word_that_is_taken_back_confirms_nothing() {
        for text in ["Sudah saya coba tapi belum bisa", "sudah dicoba, gagal", "Belum sempat"] {
            assert_eq!(understood(text, Some(7), &two_pages()), Understood::Nothing, "{text}");
        }
    }

    #[test]
    fn nihil_confirms_only_what_may_be_empty() {
        let both = [task(1, 1, None, &["NIHIL"])];
        assert_eq!(confirmed("nihil", Some(1), &both), [1]);
        assert_eq!(confirmed("Tidak ada", Some(1), &both), [1]);
        let wanted = vec!["SUDAH".to_owned()];
        assert_eq!(understood("NIHIL", Some(7), &two_pages()), Understood::OtherWord { wanted });
    }

    #[test]
    fn a_handover_names_its_slot_in_the_subject() {
        for subject in
            ["[SERAH TERIMA] 14.00", "Re: [SERAH TERIMA] 14.00, 20-11-2026: serah terima", "[serah terima] pukul 14:00"]
        {
            assert_eq!(slot_named(subject).as_deref(), Some("14.00"), "{subject}");
        }
        assert_eq!(slot_named("[SERAH TERIMA] siang"), None);
        assert_eq!(slot_named("rapat 14.00"), None);
    }

    #[test]
    fn a_short_yes_of_somebody_who_was_asked_ends_nothing() {
        assert_eq!(understood("siap pak", Some(7), &two_pages()), Understood::Silence);
        assert_eq!(understood("Mohon waktu", Some(7), &two_pages()), Understood::Silence);
        assert_eq!(understood("siap pak", None, &two_pages()), Understood::Nothing);
    }
}
