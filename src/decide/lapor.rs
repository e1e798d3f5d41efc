//! What a report at SP4N-LAPOR! means for the office: at first sight, when it changes, and beside our own register.
//!
//! In: a report as it reads, and what is known of it. Out: plain values. Knows neither letters nor tables, and the time
//! only as an argument.

use chrono::{DateTime, Utc};
use connectors::lapor::{Fetched, Report};
use connectors::mime::Mail;
use regex::Regex;

use super::authentic::vouched_for;
use crate::domain::Privacy;

/// Our words for a status after which nothing is to be done.
const OVER: [&str; 5] = ["done", "closed", "archived", "rejected", ELSEWHERE];
/// Our word for a report that another institution has.
const ELSEWHERE: &str = "elsewhere";
/// Stands where an answer was cut to fit.
const CUT: &str = " … [selengkapnya hubungi kami]";
/// A report that so many whole sweeps in a row did not name is missing there.
const MISSING_AFTER: i64 = 2;

/// Files of more bytes than these do not travel together: as base64 they would pass the 10 MB that many officers'
/// servers take.
const TOGETHER: u64 = 7 * 1024 * 1024;

/// What a report is when it is seen for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstSight {
    /// A complaint to open.
    Opens,
    /// It is over already.
    Finished,
    /// Another institution has it.
    Elsewhere,
    /// It was there before this installation began.
    Old,
}

/// Decides what a new report is. `ours`: our institution's id there.
#[must_use]
pub fn first_sight(report: &Report, ours: Option<&str>, received: DateTime<Utc>, since: DateTime<Utc>) -> FirstSight {
    let theirs = report.institution.as_deref();
    if is_over(phase_of(report)) {
        FirstSight::Finished
    } else if ours.zip(theirs).is_some_and(|(ours, theirs)| ours != theirs) {
        FirstSight::Elsewhere
    } else if received < since {
        FirstSight::Old
    } else {
        FirstSight::Opens
    }
}

/// Our word for its status.
#[must_use]
pub fn phase_of(report: &Report) -> Option<&str> {
    report.status.as_ref().and_then(|word| word.known.as_deref())
}

/// The same, where the report is ours; else that it is not.
#[must_use]
pub fn standing<'r>(report: &'r Report, ours: Option<&str>) -> Option<&'r str> {
    let away = ours.zip(report.institution.as_deref()).is_some_and(|(ours, theirs)| ours != theirs);
    if away { Some(ELSEWHERE) } else { phase_of(report) }
}

/// True for a status after which nothing is to be done.
#[must_use]
pub fn is_over(phase: Option<&str>) -> bool {
    phase.is_some_and(|phase| OVER.contains(&phase))
}

/// What must be hidden from now on; `None`: no more than before. It is only ever tightened, and only by what the
/// service says: what it leaves out on a bad day says nothing.
#[must_use]
pub fn tightened(before: &Privacy, report: &Report) -> Option<Privacy> {
    let mut after = before.clone();
    after.anonymous |= report.anonymous && report.anonymous_said;
    after.secret |= report.secret && report.secret_said;
    (after != *before).then_some(after)
}

/// Those files of a report that may hang on a letter to an officer: fetched, of a kind that is taken there, small
/// enough together.
pub fn travelling<'f>(files: &'f [Fetched], kinds: &'f [String]) -> impl Iterator<Item = &'f Fetched> {
    let mut left = TOGETHER;
    files.iter().filter(move |file| {
        let kind = file.name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
        let fits = file.base64.is_some() && kinds.contains(&kind) && file.size() <= left;
        if fits {
            left -= file.size();
        }
        fits
    })
}

/// How our register and theirs differ about one report, in words; `None`: they agree. `ours`: status of the complaint.
#[must_use]
pub fn difference(ours: Option<&str>, phase: Option<&str>, raw: Option<&str>, missed: i64) -> Option<String> {
    if missed >= MISSING_AFTER {
        return Some("tidak lagi tercantum di SP4N-LAPOR!".to_owned());
    }
    let theirs_over = is_over(phase);
    match (ours, phase) {
        (None, _) => None,
        (Some(_), None) => raw.map(|raw| format!("status tidak dikenal: {raw}")),
        (Some("closed"), Some(_)) if !theirs_over => Some("di sini ditutup, di SP4N-LAPOR! belum".to_owned()),
        (Some("answered"), Some("new" | "verified" | "working")) => {
            Some("di sini dijawab, di SP4N-LAPOR! belum ditindaklanjuti".to_owned())
        }
        (Some("open"), Some("followed_up")) => Some("di SP4N-LAPOR! ditindaklanjuti, di sini belum dijawab".to_owned()),
        (Some("open" | "answered"), Some(_)) if theirs_over => Some("di SP4N-LAPOR! selesai, di sini belum".to_owned()),
        (Some(_), Some(_)) => None,
    }
}

/// A text of at most `limit` characters, cut between words; true if it had to be cut.
#[must_use]
pub fn fitted(text: &str, limit: usize) -> (String, bool) {
    if text.chars().count() <= limit {
        return (text.to_owned(), false);
    }
    let room = limit.saturating_sub(CUT.chars().count());
    let head: String = text.chars().take(room).collect();
    let end = head.rfind(char::is_whitespace).filter(|end| *end * 2 > head.len()).unwrap_or(head.len());
    (format!("{}{CUT}", head.get(..end).unwrap_or_default().trim_end()), true)
}

/// By what a notification mail of LAPOR! is known.
#[derive(Debug, Clone)]
pub struct Notices {
    /// Senders, lower case; one that begins with `@` stands for its whole domain.
    pub senders: Vec<String>,
    /// The server that must vouch for the sender; `None`: nobody is asked.
    pub authserv_id: Option<String>,
    /// Patterns with the group `number`, tried on the subject and on the text.
    pub patterns: Vec<Regex>,
}

impl Notices {
    /// The report that a notification mail names, if it is one.
    #[must_use]
    pub fn number_in(&self, mail: &Mail) -> Option<String> {
        let from = mail.from.as_deref().filter(|_| !mail.ambiguous_from)?;
        let listed = |sender: &String| from == sender || (sender.starts_with('@') && from.ends_with(sender.as_str()));
        if !self.senders.iter().any(listed) || self.authserv_id.as_deref().is_some_and(|id| !vouched_for(mail, id)) {
            return None;
        }
        let texts = [mail.subject.as_str(), mail.text.as_str()];
        let mut found = self.patterns.iter().flat_map(|pattern| texts.iter().filter_map(|text| pattern.captures(text)));
        found.find_map(|groups| Some(groups.name("number")?.as_str().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use connectors::lapor::Word;

    fn report(status: &str) -> Report {
        let word = Word { raw: status.to_owned(), known: Some(status.to_owned()) };
        Report { status: Some(word), institution: Some("12838".to_owned()), ..Report::default() }
    }

    #[test]
    fn only_an_open_report_of_ours_becomes_a_complaint() {
        let (now, since) = (DateTime::UNIX_EPOCH + chrono::TimeDelta::days(9), DateTime::UNIX_EPOCH);
        assert_eq!(first_sight(&report("working"), Some("12838"), now, since), FirstSight::Opens);
        assert_eq!(first_sight(&report("done"), Some("12838"), now, since), FirstSight::Finished);
        assert_eq!(first_sight(&report("working"), Some("7"), now, since), FirstSight::Elsewhere);
        assert_eq!(first_sight(&report("working"), None, since, now), FirstSight::Old);
    }

    #[test]
    fn what_is_hidden_is_never_shown_again_and_silence_hides_nothing_new() {
        let open = Privacy::default();
        let said = |anonymous, secret| Report {
            anonymous,
            secret,
            anonymous_said: true,
            secret_said: true,
            ..Report::default()
        };
        assert_eq!(tightened(&open, &said(false, false)), None);
        let hidden = tightened(&open, &said(true, false)).unwrap();
        assert!(hidden.anonymous && !hidden.secret);
        assert_eq!(tightened(&hidden, &said(false, false)), None, "never loosened");
        let unsaid = Report { anonymous: true, secret: true, ..Report::default() };
        assert_eq!(tightened(&open, &unsaid), None, "a field that is missing today says nothing");
    }

    #[test]
    fn files_travel_as_long_as_they_are_small_enough_together() {
        let file = |name: &str, megabytes: usize| Fetched {
            url: name.to_owned(),
            name: name.to_owned(),
            base64: Some("A".repeat(megabytes * 1024 * 1024 / 3 * 4)),
            why: None,
        };
        let lost = Fetched { base64: None, ..file("hilang.jpg", 0) };
        let files = [file("a.JPG", 4), file("b.jpg", 4), file("c.exe", 1), lost, file("d.pdf", 2)];
        let kinds = ["jpg".to_owned(), "pdf".to_owned()];
        let names: Vec<&str> = travelling(&files, &kinds).map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.JPG", "d.pdf"]);
    }

    #[test]
    fn the_two_registers_are_compared_in_words() {
        assert_eq!(difference(Some("open"), Some("working"), None, 0), None);
        assert_eq!(difference(Some("open"), Some("working"), None, 1), None, "one sweep proves nothing");
        for (ours, theirs) in
            [("open", "done"), ("answered", "working"), ("closed", "working"), ("open", "followed_up")]
        {
            assert!(difference(Some(ours), Some(theirs), None, 0).is_some(), "{ours} {theirs}");
        }
        assert_eq!(
            difference(Some("open"), None, Some("Menunggu Telaah"), 0).unwrap(),
            "status tidak dikenal: Menunggu Telaah"
        );
        assert!(difference(Some("open"), Some("working"), None, 2).is_some());
    }

    #[test]
    fn a_text_is_cut_between_words_and_says_so() {
        assert_eq!(fitted("pendek", 10), ("pendek".to_owned(), false));
        let (cut, was) = fitted(&"kata ".repeat(100), 100);
        assert!(was && cut.chars().count() <= 100 && cut.ends_with("kata … [selengkapnya hubungi kami]"), "{cut}");
    }
}
