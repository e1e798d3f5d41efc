//! Every variable that a letter's template may name. In: values of the domain, already masked by the caller. Out: what
//! the template sees; each field below is the variable of that name (`{{ office.short }}`). A field that is `None` is
//! `none` in the template and must stand behind `{% if %}`: printing it is a fault.

mod life;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

pub use self::life::{
    ClosingFacts, DeliveryFacts, DossierFacts, RegisteredFacts, RegistrationFacts, UnreadFacts, WrittenFacts,
};
use super::{arithmetic, dates};
use crate::domain::{Class, Deadline, Grade, Office, Unit};

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
    /// The officer's answer, exactly as it goes out (answer).
    pub answer: Option<String>,
    /// True if only the beginning of the answer fits into this letter (answer.sms): it must say where the rest is.
    pub answer_cut: bool,
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

/// The office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OfficeFacts {
    /// `Dinas Kesehatan Kabupaten Batang`.
    pub name: String,
    /// `Dinkes Batang`.
    pub short: String,
    /// Street address.
    pub address: String,
    /// Telephone as printed.
    pub phone: String,
    /// Website.
    pub site: String,
    /// Who signs letters to citizens.
    pub signed_by: String,
    /// `WIB`.
    pub zone_name: String,
    /// Local number of the PSC, besides 119.
    pub psc: Option<String>,
    /// The nearest emergency ward, in words.
    pub igd: Option<String>,
    /// Where a citizen can follow his report by its number.
    pub follow_at: Option<String>,
    /// Further lines for citizens: whom else to ask.
    pub links: Vec<String>,
}

impl From<&Office> for OfficeFacts {
    fn from(office: &Office) -> Self {
        Self {
            name: office.name.clone(),
            short: office.short.clone(),
            address: office.address.clone(),
            phone: office.phone.clone(),
            site: office.site.clone(),
            signed_by: office.signed_by.clone(),
            zone_name: office.zone_name.clone(),
            psc: office.emergency.psc.clone(),
            igd: office.emergency.igd.clone(),
            follow_at: office.follow_at.clone(),
            links: office.links.clone(),
        }
    }
}

/// The complaint.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ComplaintFacts {
    /// One line, at most 80 characters, masked ([`super::summary`]).
    pub summary: String,
    /// The whole text, masked. Empty where it must not travel by mail (`restricted`).
    pub text: String,
    /// `pengaduan`.
    pub class: String,
    /// `surel`.
    pub channel: String,
    /// `Jumat, 20 November 2026 pukul 09.41 WIB`.
    pub received: String,
    /// `MERAH`, where the office grades.
    pub grade: Option<String>,
    /// Name of the unit whose officer has confirmed or changed class, grade or category; none: proposed by rule.
    pub sorted_by: Option<String>,
    /// `berkadar pengawasan` or `tidak berkadar pengawasan`, where the office sorts so.
    pub category: Option<String>,
    /// Place of the event, where known.
    pub place: Option<String>,
    /// Time of the event, where known, as the citizen wrote it.
    pub time: Option<String>,
    /// A sensitive health matter: the text stays at the desk.
    pub restricted: bool,
    /// The report must not become public.
    pub secret: bool,
    /// Another institution must answer.
    pub elsewhere: bool,
}

impl ComplaintFacts {
    /// Starts from what is always known.
    #[must_use]
    pub fn new(class: Class, grade: Option<Grade>, channel: crate::domain::Channel, masked_text: &str) -> Self {
        Self {
            summary: super::summary(masked_text),
            text: masked_text.to_owned(),
            class: class.label().to_owned(),
            channel: channel.label().to_owned(),
            grade: grade.map(|grade| grade.label().to_owned()),
            ..Self::default()
        }
    }
}

/// A unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnitFacts {
    /// `Puskesmas Bandar I`.
    pub name: String,
    /// How the letter addresses its head: `Kepala Puskesmas Bandar I`.
    pub addressee: String,
}

impl From<&Unit> for UnitFacts {
    fn from(unit: &Unit) -> Self {
        Self { name: unit.shown().to_owned(), addressee: unit.addressee.clone() }
    }
}

/// A deadline in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DeadlineFacts {
    /// `Senin, 30 November 2026 pukul 16.00 WIB`.
    pub due: String,
    /// `30-11-2026 16.00 WIB`.
    pub due_short: String,
    /// `30-11-2026`.
    pub due_date: String,
    /// `5 hari kerja`.
    pub within: String,
    /// `2 hari 3 jam`, or `terlambat 1 hari`.
    pub remaining: String,
    /// One line that shows how it was reckoned.
    pub arithmetic: String,
    /// A calendar year that it touches is not loaded.
    pub provisional: bool,
    /// Id of the standard: `btg.langsung`.
    pub standard: String,
}

impl DeadlineFacts {
    /// Puts a deadline into words as of `now`.
    #[must_use]
    pub fn of(deadline: &Deadline, zone_name: &str, now: DateTime<Utc>) -> Self {
        let left: TimeDelta = deadline.due.with_timezone(&Utc) - now;
        Self {
            due: dates::moment(deadline.due, zone_name),
            due_short: dates::short_moment(deadline.due, zone_name),
            due_date: dates::short_date(deadline.due.date_naive()),
            within: deadline.within.clone(),
            remaining: dates::remaining(left),
            arithmetic: arithmetic::arithmetic(deadline, zone_name),
            provisional: deadline.provisional,
            standard: deadline.standard.clone(),
        }
    }
}

/// The reporter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReporterFacts {
    /// How a letter to the reporter begins: the name, or `Bapak/Ibu Pelapor`.
    pub salutation: String,
    /// What officers see: the name, or `dirahasiakan`.
    pub shown: String,
}

impl Default for ReporterFacts {
    fn default() -> Self {
        Self { salutation: "Bapak/Ibu Pelapor".into(), shown: "dirahasiakan".into() }
    }
}

impl ReporterFacts {
    /// `hidden`: the name must not reach officers (it still heads the letter to the reporter).
    #[must_use]
    pub fn new(name: Option<&str>, hidden: bool) -> Self {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let unknown = Self::default();
        Self {
            salutation: name.map_or(unknown.salutation, |name| format!("Bapak/Ibu {name}")),
            shown: match name {
                Some(name) if !hidden => name.to_owned(),
                None if !hidden => "tidak disebutkan".to_owned(),
                Some(_) | None => unknown.shown,
            },
        }
    }
}

/// Why the complaint came to this unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RoutingFacts {
    /// Id of the rule, or `default`.
    pub rule: String,
    /// Words of the citizen that the rule matched.
    pub matched: Vec<String>,
    /// Names of units that got a copy.
    pub also: Vec<String>,
    /// Who sent it on (TERUSKAN, DISPOSISI), with the note; none at first.
    pub note: Option<String>,
    /// The rule was not sure; please look.
    pub unsure: bool,
}

/// A reply that was not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskBackFacts {
    /// Why it was not sent, in words.
    pub why: String,
    /// Exactly what would be sent, or the first lines of the reply.
    pub preview: String,
    /// True if the text may be sent as it is once the officer says `JAWAB:` ([`crate::decide::reply::Doubt::sendable`]).
    pub sendable: bool,
    /// What can be chosen by its number, from 1.
    pub options: Vec<String>,
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
    /// When the superior is told, in words.
    pub escalates_at: Option<String>,
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
