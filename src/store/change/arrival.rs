//! What becomes of an arrival: the outcome that is kept with it, or a place in the holding pen.

/// What became of an arrival; the word in the database and in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// It opened a complaint.
    Complaint,
    /// It belongs to one.
    Further,
    /// An officer wrote about one.
    OfficerReply,
    /// A machine wrote it.
    Machine,
    /// The same mail once more.
    Duplicate,
    /// A person must look.
    Pen,
    /// The server no longer had it.
    Gone,
    /// It was there before this installation began, and is not answered.
    Old,
    /// An officer's registration or handover that opened nothing: `NIHIL`, or what was registered before.
    Registration,
}

impl ArrivalOutcome {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Further => "further",
            Self::OfficerReply => "officer_reply",
            Self::Machine => "machine",
            Self::Duplicate => "duplicate",
            Self::Pen => "pen",
            Self::Gone => "gone",
            Self::Old => "old",
            Self::Registration => "registration",
        }
    }
}

/// An arrival that has been handled.
#[derive(Debug, Clone)]
pub struct Handled {
    /// Which.
    pub arrival: i64,
    /// What it was.
    pub outcome: ArrivalOutcome,
    /// The complaint it belongs to.
    pub complaint: Option<i64>,
    /// Its Message-ID, as a hint for later mails.
    pub message_id: Option<String>,
    /// Equal for the same mail elsewhere; `None` where it was not read.
    pub fingerprint: Option<String>,
    /// Why it was taken for that.
    pub reason: String,
}

/// Something a person must look at.
#[derive(Debug, Clone)]
pub struct NewPenItem {
    /// Which arrival.
    pub arrival: i64,
    /// Whose.
    pub office: String,
    /// Why nobody could tell.
    pub reason: String,
    /// Complaint numbers it may belong to, with reasons, best first.
    pub guesses: Vec<(String, String)>,
}
