//! What kind of mail it is: a person's or a machine's, new or about something known.
//!
//! In: a read mail and what the configuration says of addresses. Out: a [`Kind`] with its reason, and the names it
//! carries (token, number, our own Message-IDs). Does not know the database: whether a token is valid and fits its
//! sender is decided by those who can look it up. Where a person may have written, a person shall look: weak signs of a
//! machine never outweigh the words of a citizen.

use connectors::mime::Mail;

use super::registration::chat::is_export;
use crate::domain::complaint::words;

mod machine;
mod names;
mod number;
mod personal;
#[cfg(test)]
mod tests;

pub use names::{above_quote, is_own_message_id, is_token, own_subject};
pub use number::number_in;

/// True if the mail says by its subject or its address that it is a registration or a handover.
#[must_use]
pub fn names_registration(mail: &Mail, own_addresses: &[String]) -> bool {
    names::is_registration(&names::bare_subject(&mail.subject)) || names::has_alias(mail, own_addresses, "daftar")
}

/// True for a mail that a person may have written in need, whatever marks of lists and spam it bears: a citizen's
/// words, or few of them, and none of mass mail.
#[must_use]
pub fn may_be_a_cry(mail: &Mail) -> bool {
    personal::reads_like_a_citizen(mail) || personal::is_short_and_plain(mail)
}

/// True of an address that takes no replies: nothing is written to it.
#[must_use]
pub fn takes_no_replies(address: &str) -> bool {
    personal::takes_no_replies(address)
}

/// The address that a form names which a program has sent: where its writer is answered.
#[must_use]
pub fn address_in_form(mail: &Mail) -> Option<String> {
    personal::address_in_form(mail).filter(|_| personal::is_from_no_reply(mail))
}

/// True for a mail of a program, or to thousands: it tells of danger every day, and seldom of somebody's own.
#[must_use]
pub fn is_of_a_machine(mail: &Mail) -> bool {
    personal::is_from_no_reply(mail) || personal::is_invitation(mail) || personal::is_mass_mail(mail)
}

/// True where in such a mail a person speaks of himself, or somebody can be found by it.
#[must_use]
pub fn is_somebodys_own(mail: &Mail) -> bool {
    personal::speaks_of_himself(mail) || personal::names_a_place(mail) && !personal::is_mass_mail(mail)
}

words! {
    /// What kind of mail it is.
    Kind {
        /// A citizen writes something new.
        Complaint = "complaint", "pengaduan";
        /// An officer answers a letter of ours.
        OfficerReply = "officer_reply", "balasan petugas";
        /// A citizen writes about a known complaint.
        PelaporReply = "pelapor_reply", "balasan pelapor";
        /// An officer registers a complaint that came another way.
        Registration = "registration", "pendaftaran oleh petugas";
        /// An officer hands his shift over.
        Handover = "handover", "serah terima";
        /// A server says what became of a letter.
        Bounce = "bounce", "laporan kirim";
        /// A machine answers for an absent person.
        AutoReply = "auto_reply", "balasan otomatis";
        /// A read receipt.
        Receipt = "receipt", "tanda baca";
        /// A newsletter or mailing list.
        List = "list", "surat berkala";
        /// Our own mail, or one that goes round.
        Loop = "loop", "surat berputar";
        /// The mailbox's server calls it spam.
        Spam = "spam", "spam";
        /// A person must look.
        Unclear = "unclear", "belum jelas";
    }
}

/// What the configuration says; the same in the daemon and in `explain`.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Our intake and sender addresses, lower case, without tokens.
    pub own_addresses: &'a [String],
    /// Whether an address (lower case) is an officer's.
    pub is_officer: &'a dyn Fn(&str) -> bool,
    /// Prefixes of complaint numbers, upper case: `BTG`. Only with these are numbers recognised.
    pub prefixes: &'a [String],
}

/// The kind, why, and the names the mail carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classified {
    /// What kind.
    pub kind: Kind,
    /// Why, in English for operators.
    pub reason: String,
    /// The reply token in its address, 26 characters, lower case.
    pub token: Option<String>,
    /// The complaint number in the subject, else in the text above the quotation; repaired to `BTG-26-0123`.
    pub number: Option<String>,
    /// Which of its references have the form of our own Message-IDs, without brackets, oldest first.
    pub references: Vec<String>,
}

/// What a mail carries, found once.
struct Carried {
    token: Option<String>,
    in_subject: Option<String>,
    in_text: Option<String>,
    references: Vec<String>,
}

impl Carried {
    fn find(mail: &Mail, facts: &Facts<'_>) -> Self {
        Self {
            token: names::token(mail, facts.own_addresses),
            in_subject: number_in(&mail.subject, facts.prefixes),
            in_text: number_in(above_quote(&mail.text), facts.prefixes),
            references: names::own_references(mail, facts.own_addresses),
        }
    }

    fn answers_a_letter(&self) -> bool {
        self.token.is_some() || !self.references.is_empty()
    }
}

type Verdict = (Kind, &'static str);

/// Decides the kind of a mail.
#[must_use]
pub fn classify(mail: &Mail, facts: &Facts<'_>) -> Classified {
    let carried = Carried::find(mail, facts);
    let by_officer = mail.from.as_deref().is_some_and(facts.is_officer);
    let (kind, reason) = machine::loop_or_report(mail, facts, by_officer)
        .or_else(|| machine::automatic(mail, carried.answers_a_letter(), by_officer))
        .or_else(|| machine::spam(mail, carried.token.is_some()))
        .or_else(|| machine::list(mail, facts, carried.answers_a_letter()))
        .unwrap_or_else(|| human(mail, facts, by_officer, &carried));
    Classified {
        kind,
        reason: reason.to_owned(),
        token: carried.token,
        number: carried.in_subject.or(carried.in_text),
        references: carried.references,
    }
}

fn human(mail: &Mail, facts: &Facts<'_>, by_officer: bool, carried: &Carried) -> Verdict {
    if mail.from.is_none() {
        return (Kind::Unclear, "nobody is named as its author");
    }
    if mail.ambiguous_from && (by_officer || carried.answers_a_letter()) {
        return (Kind::Unclear, "more than one author is named, so no officer or reporter can be trusted to be it");
    }
    let subject = names::bare_subject(&mail.subject);
    let registers = names::is_registration(&subject) || names::has_alias(mail, facts.own_addresses, "daftar");
    let hands_over = names::is_handover(&subject);
    match (by_officer, registers, hands_over) {
        (true, true, _) => return (Kind::Registration, "an officer registers a complaint"),
        (true, false, true) => return (Kind::Handover, "an officer hands over"),
        (false, true, _) | (false, false, true) => {
            return (Kind::Unclear, "an officer's command from an address that is no officer's");
        }
        (_, false, false) => {}
    }
    if names::is_empty(mail) {
        return (Kind::Unclear, "it has neither words nor a subject");
    }
    if by_officer { by_an_officer(mail, carried) } else { by_a_citizen(mail, carried) }
}

fn by_an_officer(mail: &Mail, carried: &Carried) -> Verdict {
    if carried.token.is_some() {
        return (Kind::OfficerReply, "an officer writes to the reply address of a letter");
    }
    if !carried.references.is_empty() {
        return (Kind::OfficerReply, "an officer answers a letter of ours");
    }
    if carried.in_subject.is_some() {
        return (Kind::OfficerReply, "an officer names a complaint number in the subject");
    }
    if names::is_forward(mail) {
        return (Kind::Registration, "an officer forwards what reached him");
    }
    if mail.attachments.iter().any(|attached| is_export(&attached.name)) {
        return (Kind::Registration, "an officer passes on a chat exported from a telephone");
    }
    (Kind::Unclear, "an officer writes, but about which complaint is not said")
}

fn by_a_citizen(mail: &Mail, carried: &Carried) -> Verdict {
    if carried.token.is_some() {
        return (Kind::PelaporReply, "a citizen writes to the reply address of a letter");
    }
    if !carried.references.is_empty() {
        return (Kind::PelaporReply, "a citizen answers a letter of ours");
    }
    if carried.in_subject.is_some() || carried.in_text.is_some() {
        return (Kind::PelaporReply, "a citizen names a complaint number");
    }
    if personal::is_invitation(mail) {
        return (Kind::Unclear, "a calendar invitation");
    }
    let passes_on = || {
        let answered_elsewhere = mail.reply_to.as_deref().is_some_and(|to| !personal::takes_no_replies(to));
        answered_elsewhere || personal::speaks_of_himself(mail) || personal::is_form(mail)
    };
    if personal::is_from_no_reply(mail) && !(personal::reads_like_a_citizen(mail) && passes_on()) {
        return (Kind::Unclear, "an address that takes no replies, without a citizen's words");
    }
    if personal::is_mass_mail(mail) {
        return (Kind::Unclear, "reads like mass mail, and nobody speaks of himself in it");
    }
    (Kind::Complaint, "a citizen writes something new")
}
