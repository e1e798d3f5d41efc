//! What a letter says of its occasion: a question back, a new limit, a reminder, a draft, a failure, a task.

use serde::Serialize;

/// A reply that was not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskBackFacts {
    /// Why it was not sent, in words.
    pub why: String,
    /// Exactly what would be sent, or the first lines of the reply.
    pub preview: String,
    /// True if the text may be sent as it is once the officer says `JAWAB:`
    /// ([`crate::decide::reply::Doubt::sendable`]).
    pub sendable: bool,
    /// What can be chosen by its number, from 1.
    pub options: Vec<String>,
    /// Whose reply it was, where other words are his than a unit's: `piket`.
    pub role: String,
    /// By how much the standard may be extended, in words; `None`: not at all.
    pub extend_by: Option<String>,
}

/// A limit that was extended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExtensionFacts {
    /// The limit as it was, in words.
    pub before: String,
    /// Why, as the officer wrote it.
    pub reason: String,
}

/// A disposisi that the head is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProposalFacts {
    /// Name of the unit that is proposed.
    pub unit: String,
    /// Its id, as it may be written.
    pub id: String,
    /// Who acts for the head today: `Plh. Kepala Dinas`.
    pub acting: Option<String>,
    /// Somebody of that unit may be the one who is accused.
    pub accused: bool,
    /// Who could have it instead: name and id of the desk; `None` where the desk is proposed, or accused.
    pub instead: Option<String>,
}

/// A reminder or an escalation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChaseFacts {
    /// Which reminder: 1, 2, …
    pub reminder_no: u32,
    /// What is missing: `tanggapan`, `rencana tindak lanjut`, `jawaban`.
    pub missing: String,
    /// Who is told next: `Kepala Dinas Kesehatan`.
    pub superior: String,
    /// When the superior is told, in words; `None`: that has been.
    pub escalates_at: Option<String>,
    /// Who acts for the addressee today, and gets the letter in his place.
    pub acting: Option<String>,
    /// True while a draft waits for the addressee's word.
    pub approves: bool,
    /// True while the complaint waits for the addressee's disposisi.
    pub disposes: bool,
    /// True while the citizen waits for somebody to confirm with him what he means.
    pub confirms: bool,
    /// Whose answer is there, and has not been brought to the citizen yet.
    pub answered_by: Option<String>,
    /// On whose desk it lies, where nobody in the office stands above him.
    pub lies_above: Option<String>,
    /// The office's own limit, still to come, where the unit's own estimate is over.
    pub official: Option<String>,
    /// Why it is escalated: `telah melewati tenggat`.
    pub reason: Option<String>,
    /// When the disposisi went out, in words.
    pub sent: Option<String>,
    /// What happened so far, one line an entry.
    pub history: Vec<String>,
}

/// A draft that waits for approval.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ApprovalFacts {
    /// Exactly what would be sent.
    pub draft: String,
    /// First characters of the draft's SHA-256.
    pub digest: String,
    /// Who wrote it.
    pub drafted_by: String,
    /// By which channel it would go out.
    pub channel: String,
    /// Until when approval is needed, in words.
    pub before: String,
    /// Who stands in for the approver.
    pub deputy: Option<String>,
    /// Files go with it.
    pub files: bool,
    /// Who has verified it before, and when.
    pub verified: Option<String>,
}

/// A letter that was not delivered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FailureFacts {
    /// What it was: `jawaban`.
    pub letter: String,
    /// To whom, masked.
    pub recipient: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The last attempt, in words.
    pub last: String,
    /// What the server said, or what went wrong.
    pub cause: String,
    /// False: it may still arrive.
    pub permanent: bool,
    /// What the bridge does by itself.
    pub automatic: Option<String>,
    /// What a person should do.
    pub advice: String,
}

/// Something in the holding pen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PenFacts {
    /// Its number in the pen.
    pub id: String,
    /// Who sent it, masked where needed.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// Why it is held.
    pub why: String,
    /// Where it may belong, the likeliest first.
    pub guesses: Vec<String>,
    /// How it begins, masked; empty where it must not travel.
    pub excerpt: String,
    /// What became of the desk's word on it; `None`: it is told of for the first time.
    pub said: Option<String>,
    /// It waits for a word still.
    pub waits: bool,
}

/// A fault of the bridge itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AlarmFacts {
    /// What is wrong.
    pub what: String,
    /// Where: the mailbox, the relay.
    pub place: String,
    /// Since when, in words.
    pub since: String,
    /// What it means for citizens.
    pub effect: String,
    /// What a person should do.
    pub advice: String,
    /// Until when it lasted, in words; `None`: it goes on.
    pub over: Option<String>,
}

/// A report at SP4N-LAPOR!.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LaporFacts {
    /// Its number there.
    pub number: String,
    /// Where a person sees it.
    pub page: String,
    /// Its status, in the service's own word.
    pub status: Option<String>,
    /// Its category there.
    pub category: Option<String>,
    /// Its place there.
    pub location: Option<String>,
    /// The text as an admin there edited it, where it differs; masked.
    pub edited: Option<String>,
    /// What happened there before, one line an entry; masked.
    pub thread: Vec<String>,
    /// What was odd about it, in words.
    pub oddities: Vec<String>,
}

/// The Ombudsman's regional office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OmbudsmanFacts {
    /// `Nusa Tenggara Timur`.
    pub region: String,
    /// Its street address, where known.
    pub address: Option<String>,
}

/// Something that is done outside and confirmed by mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TaskFacts {
    /// `serah terima laporan media sosial`.
    pub title: String,
    /// What is asked, in words.
    pub ask: String,
    /// Which of several: `14.00, 27-11-2026`, or the number of the complaint.
    pub occasion: String,
    /// Until when: `Jumat, 27 November 2026 pukul 14.00 WIB`.
    pub due: Option<String>,
    /// The time of the occasion before this one.
    pub since: Option<String>,
    /// Words that confirm it.
    pub words: Vec<String>,
    /// True if a batch mail confirms it too.
    pub batch: bool,
    /// A text to copy as it is.
    pub text: Option<String>,
    /// The same within the limit of a social network.
    pub short: Option<String>,
    /// Lines of a list.
    pub lines: Vec<String>,
    /// True once its time has passed.
    pub late: bool,
    /// What was noted, or why it is asked back.
    pub said: Option<String>,
}
