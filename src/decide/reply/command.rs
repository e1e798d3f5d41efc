//! What an officer's reply says. In: a stripped reply. Out: [`ReplyRead`]. The first line holds the command; case, a
//! missing colon, a quote sign, stars and one slip of the finger are forgiven. Approval is the one thing not guessed.

use std::sync::LazyLock;

use regex::Regex;

use super::argument::{category, estimated, grade_in, split_reason};
use super::copies::without_copies;
use super::prose::unclear;
use super::several::is_other_command;
use super::spelling::{command_line, is_command_line, is_greeting};
use super::until::until_in;
use super::word::Word;
use super::{Doubt, ReplyRead, marker, non_answer, prose, strip};
use crate::decide::pattern::pattern;

/// Words after a short command (`GRADE merah`) that may be its reason.
const REASON_WORDS: usize = 25;

/// Reads an officer's stripped reply. `office_phones`: numbers that an answer may tell, as printed.
#[must_use]
pub fn read_reply(stripped: &str, office_phones: &[&str]) -> ReplyRead {
    let text = stripped.trim();
    if text.is_empty() {
        return ReplyRead::Empty;
    }
    if let Some(command) = Command::find(text) {
        return command.read();
    }
    if strip::is_all_quotation(text) {
        return ReplyRead::Empty;
    }
    if marker::find(text).is_some() {
        return unclear(text, Doubt::QuotesOurLetter);
    }
    if let Some(phrase) = non_answer::away(text) {
        return ReplyRead::Away { phrase };
    }
    match non_answer::acknowledged(text) {
        Some(phrase) => ReplyRead::Acknowledged { phrase },
        None => prose::read(text, office_phones),
    }
}

/// The lines below a short command (`ESTIMASI: 3 hari`) without closing and name: they belong to nothing that is
/// carried out, and are kept as a note. Empty below any other word.
#[must_use]
pub fn note_below(stripped: &str) -> String {
    let command = Command::find(stripped.trim()).filter(|command| command.word.is_short());
    let note = |command: Command<'_>| format!("{}\n{}", command.behind(), command.below_without_closing());
    command.map(note).unwrap_or_default().trim().to_owned()
}

/// A command with what stands after and below it.
struct Command<'a> {
    word: Word,
    /// The rest of its line.
    argument: String,
    /// The lines below, trimmed.
    below: String,
    whole: &'a str,
}

impl<'a> Command<'a> {
    /// On the first line, or, with a colon, after a greeting or a receipt (`Siap Bu,`).
    fn find(text: &'a str) -> Option<Self> {
        let mut greeted = false;
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if let Some((word, argument)) = command_line(line).filter(|_| !greeted || line.contains(':')) {
                let quoted = line.trim_start().starts_with('>');
                let below: Vec<&str> = lines.iter().skip(at + 1).map(|l| unquoted(l, quoted)).collect();
                return Some(Self { word, argument, below: below.join("\n").trim().to_owned(), whole: text });
            }
            if let Some(argument) = estimate_line(line) {
                let below = lines.get(at + 1..).unwrap_or_default().join("\n").trim().to_owned();
                return Some(Self { word: Word::Estimate, argument, below, whole: text });
            }
            if !is_greeting(line) && !is_introduction(line) && non_answer::acknowledged(line).is_none() {
                return None;
            }
            greeted = true;
        }
        None
    }

    fn read(&self) -> ReplyRead {
        let text = self.text();
        let notes = matches!(self.word, Word::Amend | Word::Refuse);
        if !notes && self.below.lines().any(is_other_command) {
            return unclear(self.whole, Doubt::MoreBelow);
        }
        match self.word {
            Word::Answer => match non_answer::acknowledged(&text) {
                // He asked for it to be sent, and believes that it was: he hears that it was not.
                Some(_) => unclear(self.whole, Doubt::OnlyPromise),
                None => self.with_text(without_copies(&text).to_owned(), |text| ReplyRead::Answer { text }),
            },
            Word::Plan => self.with_text(text, |text| ReplyRead::Plan { text }),
            Word::AskData => self.with_text(text, |question| ReplyRead::AskData { question }),
            Word::Done => ReplyRead::Done { text: without_copies(&text).to_owned() },
            Word::Amend => ReplyRead::Amend { note: text },
            Word::Refuse => ReplyRead::Refuse { note: text },
            Word::Forward | Word::NotOurs => self.forward(),
            Word::Disposisi => self.disposisi(),
            Word::Postpone => self.postpone(),
            Word::Grade => self.short(grade_in(&self.argument).map(|grade| ReplyRead::SetGrade { grade })),
            Word::Category => self.short(category(&self.argument).map(|category| ReplyRead::SetCategory { category })),
            Word::Estimate => self.short(
                estimated(&self.argument)
                    .map(|until| ReplyRead::Estimate { until, words: self.argument.trim().to_owned() }),
            ),
            Word::Confirmed => self.confirmed(),
            Word::Nothing => self.bare(ReplyRead::Nothing, Doubt::MoreBelow),
            Word::Take => self.bare(ReplyRead::Take, Doubt::MoreBelow),
            Word::Help => self.bare(ReplyRead::Help, Doubt::MoreBelow),
            Word::Approve => self.bare(ReplyRead::Approve { note: String::new() }, Doubt::ApprovalWithMore),
        }
    }

    /// The rest of the line and the lines below.
    fn text(&self) -> String {
        format!("{}\n{}", self.argument, self.below).trim().to_owned()
    }

    fn with_text(&self, text: String, read: impl FnOnce(String) -> ReplyRead) -> ReplyRead {
        if text.chars().any(char::is_alphanumeric) { read(text) } else { unclear(self.whole, Doubt::Incomplete) }
    }

    fn forward(&self) -> ReplyRead {
        let (to, reason) = split_reason(&self.argument);
        let reason = format!("{reason}\n{}", self.below_without_closing()).trim().to_owned();
        self.with_text(to, |to| ReplyRead::Forward { to, reason })
    }

    fn disposisi(&self) -> ReplyRead {
        if let Some(phrase) = non_answer::acknowledged(self.whole) {
            return ReplyRead::Acknowledged { phrase };
        }
        static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:(?:ke|kepada|kpd|untuk|utk)\s+)+"));
        let note = self.below_without_closing();
        let to = TO.replace(self.argument.trim(), "").into_owned();
        self.with_text(to, |to| ReplyRead::Disposisi { to, note })
    }

    fn postpone(&self) -> ReplyRead {
        match until_in(&self.argument) {
            Some((until, reason)) => {
                let reason = format!("{reason}\n{}", self.below_without_closing()).trim().to_owned();
                ReplyRead::Postpone { until, reason }
            }
            None => unclear(self.whole, Doubt::Incomplete),
        }
    }

    fn confirmed(&self) -> ReplyRead {
        match non_answer::acknowledged(self.whole) {
            Some(phrase) if !self.argument.is_empty() => ReplyRead::Acknowledged { phrase },
            Some(_) | None => self.short(Some(ReplyRead::Confirmed { what: self.argument.trim().to_owned() })),
        }
    }

    /// The sentences behind a grade or category: `GRADE merah. Humas dampingi keluarga.`
    fn behind(&self) -> &str {
        if !matches!(self.word, Word::Grade | Word::Category) {
            return "";
        }
        let end = self.argument.find(['.', ';', ',', '!']).unwrap_or(self.argument.len());
        let rest = self.argument.get(end..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
        if non_answer::content_words(rest) > 0 { rest } else { "" }
    }

    /// A command whose lines below can be no more than its reason.
    fn short(&self, read: Option<ReplyRead>) -> ReplyRead {
        let Some(read) = read else { return unclear(self.whole, Doubt::Incomplete) };
        let more = self.below.lines().any(is_command_line)
            || self.below_without_closing().split_whitespace().count() > REASON_WORDS;
        if more { unclear(self.whole, Doubt::MoreBelow) } else { read }
    }

    /// A command that stands alone: nothing after it, and below it a name at most.
    fn bare(&self, read: ReplyRead, otherwise: Doubt) -> ReplyRead {
        let rest = self.below_without_closing();
        if rest.is_empty() { read } else { unclear(self.whole, otherwise) }
    }

    fn below_without_closing(&self) -> String {
        if self.below.lines().all(non_answer::is_closing_line) {
            return String::new();
        }
        non_answer::without_closing(&self.below).trim().to_owned()
    }
}

/// `Berikut perbaikannya:`, `Mohon maaf, ini jawaban yang sudah direvisi`: it announces what stands below.
fn is_introduction(line: &str) -> bool {
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:siap|baik|ok|oke|ya|maaf|mohon\s+maaf|izin|ijin|terima\s+kasih)\W+(?:(?:pak|bapak|bu|ibu|mas|mbak|min|admin)\W+)?)*
              (?:berikut|ini|bersama\s+ini|dengan\s+ini|di\s?bawah\s+ini|(?:sudah|telah|sdh)\s+(?:(?:kami|saya|sy)\s+)?(?:di)?(?:perbaiki|revisi|koreksi))\b
              [^.?!\n]{0,60}[.:,]?\s*$",
        )
    });
    ANNOUNCES.is_match(line) && line.split_whitespace().count() <= 9
}

/// What stands behind `Estimasi penyelesaian:`, where it is a length of time or a day. Below an answer it is part of
/// that.
fn estimate_line(line: &str) -> Option<String> {
    static ESTIMATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:estimasi|perkiraan)\s+(?:waktu\s+|tanggal\s+)?(?:penyelesaian|selesai|tuntas|penanganan)(?:nya)?(?:\s+(?:laporan|pengaduan|pekerjaan))?\s*[:=–-]\s*(?P<rest>.{3,60})$",
        )
    });
    let rest = ESTIMATE.captures(line)?["rest"].to_owned();
    estimated(&rest).is_some().then_some(rest)
}

fn unquoted(line: &str, quoted: bool) -> &str {
    match line.trim_start().strip_prefix('>') {
        Some(rest) if quoted => rest.strip_prefix(' ').unwrap_or(rest),
        Some(_) | None => line,
    }
}
