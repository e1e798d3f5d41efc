//! A command that names the complaint it is for: `JAWAB untuk BTG-26-0029: …`. In: a stripped reply, the number of the
//! complaint that it answers. Out: what is for that one, without the number, and the other numbers. Knows nothing of
//! the complaints themselves.

use std::sync::LazyLock;

use regex::Regex;

use super::spelling::{begins_command, command_line};
use crate::decide::classify::number_in;
use crate::decide::pattern::pattern;

/// A reply parted by the complaints that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressed {
    /// What is for the complaint that is answered, or names none.
    pub mine: String,
    /// The other numbers, in their order.
    pub others: Vec<String>,
}

/// Parts a reply. What stands below a command for another complaint belongs to that one; a number within the text of a
/// command is text.
#[must_use]
pub fn addressed(stripped: &str, number: &str, prefixes: &[String]) -> Addressed {
    let mut parted = Addressed::default();
    let (mut mine, mut is_other, mut in_text) = (Vec::new(), false, false);
    let lines: Vec<&str> = stripped.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let below = lines.iter().skip(at + 1).find(|line| !line.trim().is_empty());
        let heads = below.is_some_and(|line| command_line(line).is_some());
        match named(line, prefixes, !in_text || heads) {
            Some((named, rest)) if named == number => {
                is_other = false;
                in_text |= command_line(&rest).is_some();
                mine.push(rest);
            }
            Some((named, _)) => {
                is_other = true;
                if !parted.others.contains(&named) {
                    parted.others.push(named);
                }
            }
            None if is_other => {}
            None => {
                // An answer that begins with another number is for that complaint, or tells of it: a person says which.
                let told = answers_another(line, prefixes).filter(|told| !in_text && told != number);
                parted.others.extend(told.filter(|told| !parted.others.contains(told)));
                in_text |= command_line(line).is_some();
                mine.push((*line).to_owned());
            }
        }
    }
    parted.mine = mine.join("\n");
    parted
}

const NUMBER: &str = r"\[?(?P<number>[a-z]{2,5}[\s\-–./]{0,3}\d{2}[\s\-–./]{0,3}\d{1,9})\]?";

/// The number that a line begins with (where `first` allows it, or a command follows it) or that its command is for,
/// and the line without it.
fn named(line: &str, prefixes: &[String], first: bool) -> Option<(String, String)> {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^[\s>*•\-–(]*(?:(?:untuk|utk|laporan|aduan|pengaduan|nomor|nomer|no|tiket)\W+)*{NUMBER}\W*(?P<rest>.*)$"
        ))
    });
    // Up to the number there is no colon: behind it the text begins.
    static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^[\s>*•\-–(]*(?P<word>\p{{L}}+(?:\s\p{{L}}+)??)[^\w:：]+(?:(?:untuk|utk|u|buat|atas|bagi|laporan|lap|aduan|pengaduan|nomor|nomer|no|pelapor|kepada|kpd|tiket)[^\w:：]+)*{NUMBER}\W*(?P<rest>.*)$"
        ))
    });
    let number = |found: &regex::Captures<'_>| number_in(&found["number"], prefixes);
    if let Some(found) = FIRST.captures(line)
        && let Some(number) = number(&found)
    {
        let rest = &found["rest"];
        let commands = command_line(rest).is_some();
        return (first || commands).then(|| (number, if commands { rest } else { line }.to_owned()));
    }
    let found = COMMAND.captures(line)?;
    let number = number(&found).filter(|_| begins_command(&found["word"]))?;
    Some((number, format!("{}: {}", &found["word"], &found["rest"])))
}

/// `JAWAB: untuk BTG-26-0029: kipas sudah dipasang`: the number before the second colon.
fn answers_another(line: &str, prefixes: &[String]) -> Option<String> {
    static TOLD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^[^:：]{{3,40}}[:：]\s*(?:(?:untuk|utk|buat|kepada|kpd|pelapor|laporan|aduan|nomor|nomer|no)\W+)*{NUMBER}\s*[:：]"
        ))
    });
    let found = TOLD.captures(line).filter(|_| command_line(line).is_some())?;
    number_in(&found["number"], prefixes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> (String, Vec<String>) {
        let parted = addressed(text, "BTG-26-0007", &["BTG".to_owned()]);
        (parted.mine, parted.others)
    }

    #[test]
    fn a_command_for_another_complaint_is_not_for_this_one() {
        let both =
            "JAWAB untuk BTG-26-0007: obat sudah datang.\nJAWAB untuk BTG-26-0029: kipas angin dipasang.\nHari ini.";
        assert_eq!(parted(both), ("JAWAB: obat sudah datang.".to_owned(), vec!["BTG-26-0029".to_owned()]));
        for one in ["BTG-26-0029 JAWAB: kipas", "[BTG-26-0029]\nJAWAB: kipas", "MINTA DATA laporan btg 26 29: jam?"] {
            assert_eq!(parted(one), (String::new(), vec!["BTG-26-0029".to_owned()]), "{one}");
        }
    }

    #[test]
    fn a_number_within_an_answer_says_nothing() {
        for text in ["JAWAB: lihat juga laporan BTG-26-0029.", "Obat ada.\nTerima kasih", "BTG-26-0007 obat ada"] {
            assert_eq!(parted(text), (text.to_owned(), vec![]), "{text}");
        }
        assert_eq!(parted("BTG-26-0007: JAWAB: obat ada").0, "JAWAB: obat ada");
        for text in [
            "JAWAB: laporan BTG-26-0029 dan BTG-26-0007 kami gabungkan.",
            "JAWAB: BTG-26-0007 sudah selesai.",
            "JAWAB:\nBTG-26-0029 adalah laporan yang sama.\nTerima kasih.",
            "MINTA DATA: no. BTG-26-0029 juga dari Ibu?",
        ] {
            assert_eq!(parted(text), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn an_answer_that_begins_with_another_number_is_asked_about() {
        for text in ["JAWAB: BTG-26-0029: kipas sudah dipasang.", "JAWAB: untuk pelapor BTG-26-0029: kipas dipasang"] {
            assert_eq!(parted(text), (text.to_owned(), vec!["BTG-26-0029".to_owned()]), "{text}");
        }
    }
}
