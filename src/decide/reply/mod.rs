//! Reading a reply. In: the plain text of a mail as a person sees it. Out: what the writer added and what it means.
//! Does not know who wrote it, to which complaint it belongs, or what will be done about it.
//!
//! [`strip`] parts the new text from quotation and signature; [`read_reply`] reads an officer's words;
//! [`read_satisfaction`] reads a citizen's.

mod addressed;
mod argument;
mod brought;
mod choice;
mod colleagues;
mod command;
mod consent;
mod copies;
mod doubt;
mod edited;
#[cfg(test)]
mod first_lines;
mod inner;
pub mod marker;
mod non_answer;
mod one_word;
mod private_data;
mod prose;
mod quote;
mod said;
mod satisfaction;
mod several;
mod signature;
mod spelling;
mod strip;
mod subject;
mod takes;
#[cfg(test)]
mod tests;
mod until;
mod word;

use crate::domain::{Class, Grade};

pub use addressed::{Addressed, addressed};
pub use brought::has_brought;
pub use choice::{Chosen, choice_in, read_choice};
pub use command::{note_below, read_reply};
pub use consent::{read_consent, read_decision};
pub(in crate::decide) use signature::is_device_line;
pub(in crate::decide) use spelling::is_greeting;

pub use copies::names_copies;
pub use doubt::{Doubt, doubt_about};
pub use edited::{Edit, edited};
pub use inner::{for_the_citizen, one_a_line};
pub use non_answer::without_closing;
pub use one_word::word_before_more;
pub use satisfaction::{Satisfaction, read_satisfaction};
pub use several::{above_our_letter, commands_in, without_word};
pub use spelling::{begins_command, begins_with_consent};
pub use strip::{strip, strip_new, strip_under};
pub use subject::with_subject;
pub use takes::{agrees, takes_it};
pub use until::Until;
pub(in crate::decide) use word::one_slip;

/// A text in two parts. No line that is not blank is lost between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stripped {
    /// What the writer added, without blank lines at the ends. The whole text where nothing else would be left.
    pub kept: String,
    /// Quotation and signature, byte for byte, joined in their order.
    pub removed: String,
}

/// What an officer's or leader's reply says. Texts are trimmed; they are the officer's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyRead {
    /// `JAWAB:` this goes to the citizen. Ask [`doubt_about`] before it leaves.
    Answer {
        /// The answer.
        text: String,
    },
    /// No command, but clearly written for the citizen. The office's configuration says whether it is sent or asked
    /// back.
    Prose {
        /// The whole text.
        text: String,
    },
    /// `RENCANA:`
    Plan {
        /// The plan.
        text: String,
    },
    /// `TERUSKAN:` not ours, send it on.
    Forward {
        /// The unit, as written.
        to: String,
        /// Why; empty where nothing was said.
        reason: String,
    },
    /// `MINTA DATA:`
    AskData {
        /// The question to the citizen.
        question: String,
    },
    /// `GRADE merah`
    SetGrade {
        /// The grade.
        grade: Grade,
    },
    /// `KATEGORI berkadar pengawasan`, `KATEGORI aspirasi`
    SetCategory {
        /// The category.
        category: Category,
    },
    /// `TUNDA s.d. 30-11-2026: alasan`
    Postpone {
        /// Until when.
        until: Until,
        /// Why; empty where nothing was said.
        reason: String,
    },
    /// `SELESAI:` done without a written answer.
    Done {
        /// What was done; may be empty.
        text: String,
    },
    /// `SUDAH …`, `TERKIRIM`: a task was done by hand.
    Confirmed {
        /// What: `KONFIRMASI`; empty where only `SUDAH` was written.
        what: String,
    },
    /// `NIHIL`: there is nothing to register.
    Nothing,
    /// `TERIMA`: the officer on duty has taken it.
    Take,
    /// `BANTUAN`: the list of commands, please.
    Help,
    /// `ESTIMASI: 3 hari`, `Estimasi penyelesaian: Jumat 4 Desember`
    Estimate {
        /// How long, or until which day.
        until: Until,
        /// As written.
        words: String,
    },
    /// `DISPOSISI: unit catatan`, by a leader.
    Disposisi {
        /// The whole line after the word: the unit as written and perhaps a note; the caller knows the units.
        to: String,
        /// Lines below it.
        note: String,
    },
    /// `SETUJU`, as it is.
    Approve {
        /// What is to be done beside it, and leaves what is approved as it is; empty where there is nothing. Only where
        /// he was asked to approve ([`read_decision`]).
        note: String,
    },
    /// `PERBAIKI: …`
    Amend {
        /// What to mend; may be empty.
        note: String,
    },
    /// `TOLAK: …`
    Refuse {
        /// Why; may be empty.
        note: String,
    },
    /// `siap`, `ok`, a thumb: received, no answer.
    Acknowledged {
        /// As written.
        phrase: String,
    },
    /// Out of office. Somebody else must take it.
    Away {
        /// The line that says so.
        phrase: String,
    },
    /// Nothing was written.
    Empty,
    /// Not understood, or understood but doubtful: ask back, send nothing.
    Unclear {
        /// What was written, shortened.
        preview: String,
        /// Why.
        doubt: Doubt,
    },
}

/// What `KATEGORI` can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// `berkadar pengawasan` (true) or `tidak berkadar pengawasan` (false).
    Supervision(bool),
    /// `pengaduan`, `aspirasi`, `permintaan informasi`, `konsultasi`.
    Class(Class),
}
