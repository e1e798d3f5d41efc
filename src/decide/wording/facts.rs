//! Every variable that a letter's template may name. In: values of the domain, already masked by the caller. Out: what
//! the template sees; each field below is the variable of that name (`{{ office.short }}`). A field that is `None` is
//! `none` in the template and must stand behind `{% if %}`: printing it is a fault.

mod life;
mod matter;
mod occasion;

use serde::Serialize;

pub use self::life::{
    ClosingFacts, DeliveryFacts, DossierFacts, RegisteredFacts, RegistrationFacts, UnreadFacts, WrittenFacts,
};
pub use self::matter::{ComplaintFacts, DeadlineFacts, OfficeFacts, ReporterFacts, RoutingFacts, UnitFacts};
pub use self::occasion::{
    AlarmFacts, ApprovalFacts, AskBackFacts, ChaseFacts, ExtensionFacts, FailureFacts, LaporFacts, OmbudsmanFacts,
    PenFacts, ProposalFacts, TaskFacts,
};

/// What a letter is about. Fill what is known, leave the rest `Default`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LetterFacts {
    /// Complaint number; `PENGHUBUNG` in a letter that is not about one complaint. Every subject begins with it.
    pub number: String,
    /// Number at SP4N-LAPOR!, where the complaint came from there.
    pub lapor_number: Option<String>,
    /// Who writes.
    pub office: OfficeFacts,
    /// What the citizen brought.
    pub complaint: ComplaintFacts,
    /// Whom the letter is for, or who handles the complaint.
    pub unit: UnitFacts,
    /// The earliest clock that still runs.
    pub deadline: Option<DeadlineFacts>,
    /// The other clocks, later ones.
    pub later_deadlines: Vec<DeadlineFacts>,
    /// Who complained.
    pub reporter: ReporterFacts,
    /// Why it was routed here.
    pub routing: RoutingFacts,
    /// Names and sizes of attachments, one an entry: `foto.jpg (1,2 MB)`.
    pub attachments: Vec<String>,
    /// The moment of the letter: `Senin, 30 November 2026 pukul 16.00 WIB`.
    pub written: String,
    /// True if this is a repeat of a letter whose arrival is unclear.
    pub repeated: bool,
    /// How often the duty list has been alerted already without a word (emergency_alert).
    pub alerted_before: i64,
    /// The officer's answer, exactly as it goes out (answer).
    pub answer: Option<String>,
    /// True if only the beginning of the answer fits into this letter (answer.sms): it must say where the rest is.
    pub answer_cut: bool,
    /// The unit is only asked for its account (disposisi): what it writes goes to whoever handles the complaint.
    pub explains: bool,
    /// The citizen takes the complaint back before it was answered (unclear_word, progress).
    pub withdraws: bool,
    /// The message tells of danger, and the duty list was alerted (further_message).
    pub danger: bool,
    /// It is an objection, and this unit has the complaint from now on (further_message).
    pub referred_to: Option<String>,
    /// The citizen's new message, masked.
    pub message: Option<String>,
    /// What the citizen is asked (data_request).
    pub question: Option<String>,
    /// What was noted (noted), in words: `rencana tindak lanjut`.
    pub noted: Option<String>,
    /// Until when satisfaction may be told (answer): `Senin, 30 November 2026`.
    pub satisfaction_until: Option<String>,
    /// How long satisfaction may be told, from the letter on (answer): `10 hari kerja`; `None`: it is not asked.
    pub satisfaction_within: Option<String>,
    /// How long after its end a complaint may be opened again (answer, closing): `30 hari`.
    pub reopen_within: Option<String>,
    /// The institution above, to which an unsatisfied reporter may turn.
    pub superior_office: Option<String>,
    /// Names of those who must approve before an answer leaves.
    pub approver: Option<String>,
    /// The plan of follow-up that is to be discussed (meeting_proposal), masked.
    pub plan: Option<String>,
    /// Of an extended limit (extension).
    pub extension: Option<ExtensionFacts>,
    /// Of a disposisi that the head is asked for (disposisi_proposal).
    pub proposal: Option<ProposalFacts>,
    /// Of a reply that was not understood (ask_back).
    pub ask_back: Option<AskBackFacts>,
    /// Of a reminder or escalation.
    pub chase: Option<ChaseFacts>,
    /// Of a draft to be approved.
    pub approval: Option<ApprovalFacts>,
    /// Of a letter that could not be delivered.
    pub failure: Option<FailureFacts>,
    /// Of something in the holding pen.
    pub pen: Option<PenFacts>,
    /// Of a fault of the bridge itself.
    pub alarm: Option<AlarmFacts>,
    /// Of a report at SP4N-LAPOR!.
    pub lapor: Option<LaporFacts>,
    /// Of the Ombudsman's regional office.
    pub ombudsman: Option<OmbudsmanFacts>,
    /// Of what an officer has registered (registered).
    pub registration: Option<RegistrationFacts>,
    /// Of an answer that a person must bring (hand_delivery).
    pub delivery: Option<DeliveryFacts>,
    /// Of something that is done outside and confirmed (task_request, task_late, task_noted).
    pub task: Option<TaskFacts>,
    /// Of a complaint that has ended (closing).
    pub closing: Option<ClosingFacts>,
    /// Everything that is known of a complaint (objection, unclear_word).
    pub dossier: Option<DossierFacts>,
}
