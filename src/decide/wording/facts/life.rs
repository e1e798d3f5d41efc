//! What letters say of how a complaint is registered, brought back by hand, objected to and closed.

use serde::Serialize;

/// How a complaint ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClosingFacts {
    /// The word: `selesai`, `selesai_tanpa_tanggapan`, `ditutup_petugas` …
    pub how: String,
    /// Until when it may be opened again: `Senin, 30 November 2026`.
    pub reopen_until: String,
    /// Until when, short: `30-11-2026`.
    pub reopen_until_short: String,
    /// Its result, without names, will hang on the notice board.
    pub board: bool,
}

/// A complaint as a whole, masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DossierFacts {
    /// Who has handled it so far.
    pub handled_by: String,
    /// Who decides about objections.
    pub decides: String,
    /// What happened, one line an entry, the oldest first.
    pub history: Vec<String>,
    /// What was answered.
    pub answers: Vec<WrittenFacts>,
    /// What the citizen wrote after his complaint.
    pub messages: Vec<WrittenFacts>,
    /// Its clocks, one line an entry.
    pub clocks: Vec<String>,
    /// True if this institution has the complaint from now on.
    pub handed_over: bool,
}

/// Something that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WrittenFacts {
    /// Who.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// The words, masked.
    pub text: String,
    /// They tell of danger.
    pub danger: bool,
}

/// What became of an officer's registration or handover.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegistrationFacts {
    /// What stands in the register now, in the order of his mail.
    pub items: Vec<RegisteredFacts>,
    /// What could not be registered, in the same order.
    pub faults: Vec<UnreadFacts>,
    /// Which handover it was: `14.00`.
    pub slot: Option<String>,
    /// He handed over nothing (`NIHIL`).
    pub nothing: bool,
}

/// One entry of the register, as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegisteredFacts {
    /// Its number.
    pub number: String,
    /// It was in the register before.
    pub known: bool,
    /// One line, masked.
    pub summary: String,
    /// Who handles it.
    pub unit: String,
    /// By which rule, or that the officer chose.
    pub rule: String,
    /// The earliest deadline, in words.
    pub due: Option<String>,
    /// Settled at once, and closed.
    pub settled: bool,
    /// Somebody may be in danger: the duty list has been alerted.
    pub danger: bool,
    /// Registered more than a working day after it was received.
    pub late: bool,
    /// How the citizen is answered: `SMS`; none where an officer must bring the answer.
    pub way: Option<String>,
    /// The fields, `Kanal: surat`, masked.
    pub fields: Vec<String>,
    /// Values that were not understood.
    pub remarks: Vec<String>,
    /// Lines that were not.
    pub unread: Vec<String>,
}

/// Something that could not be registered: it does not say what the complaint is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnreadFacts {
    /// The how manieth of the mail.
    pub nth: usize,
    /// The fields that were understood.
    pub fields: Vec<String>,
    /// Values that were not understood.
    pub remarks: Vec<String>,
    /// Lines that were not.
    pub unread: Vec<String>,
}

/// An answer that a person must bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DeliveryFacts {
    /// What to do: `kirim lewat pos`.
    pub how: String,
    /// To whom; none where the reporter is protected: the register has it.
    pub name: Option<String>,
    /// His telephone.
    pub phone: Option<String>,
    /// His address.
    pub address: Option<String>,
}
