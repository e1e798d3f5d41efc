//! What a letter says of the matter it is about: whose it is, what was brought, by whom, who handles it and until when.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::decide::wording::{arithmetic, dates};
use crate::domain::{Class, Deadline, Grade, Office, Unit};

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
    /// One line, at most 80 characters, masked ([`crate::decide::wording::summary`]).
    pub summary: String,
    /// What the citizen wrote as the subject of his mail, masked, where it says more than [`Self::summary`].
    pub subject: Option<String>,
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
    /// The letter goes to the desk.
    pub for_desk: bool,
    /// Its reader's own people may be meant: he learns of it only what others tell him.
    pub meant: bool,
    /// The desk's own people may be meant: who complained and his files are not there.
    pub desk_meant: bool,
    /// The report must not become public.
    pub secret: bool,
    /// Nobody may look for the reporter.
    pub protected: bool,
    /// Another institution must answer.
    pub elsewhere: bool,
}

impl ComplaintFacts {
    /// Starts from what is always known.
    #[must_use]
    pub fn new(class: Class, grade: Option<Grade>, channel: crate::domain::Channel, masked_text: &str) -> Self {
        Self {
            summary: crate::decide::wording::summary(masked_text),
            text: masked_text.to_owned(),
            class: class.label().to_owned(),
            channel: channel.label().to_owned(),
            // A request for information is no complaint: it has a limit of its own, and no grade.
            grade: grade.filter(|_| class != Class::PermintaanInformasi).map(|grade| grade.label().to_owned()),
            ..Self::default()
        }
    }

    /// The same with the subject of the mail, if it says anything that the heading does not.
    pub fn set_subject(&mut self, masked: &str) {
        let subject = crate::decide::wording::one_line(masked);
        self.subject = (!subject.is_empty() && !self.summary.eq_ignore_ascii_case(&subject)).then_some(subject);
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
    /// It has passed.
    pub late: bool,
    /// One line that shows how it was reckoned.
    pub arithmetic: String,
    /// A calendar year that it touches is not loaded.
    pub provisional: bool,
    /// Id of the standard: `btg.langsung`.
    pub standard: String,
}

impl DeadlineFacts {
    /// The first of several in words, and those that end at other moments; one moment is named once.
    #[must_use]
    pub fn of_all<'d>(
        deadlines: impl IntoIterator<Item = &'d Deadline>,
        zone_name: &str,
        now: DateTime<Utc>,
    ) -> (Option<Self>, Vec<Self>) {
        let mut distinct: Vec<Self> = Vec::new();
        for deadline in deadlines {
            let deadline = Self::of(deadline, zone_name, now);
            if distinct.iter().all(|known| known.due != deadline.due) {
                distinct.push(deadline);
            }
        }
        let mut distinct = distinct.into_iter();
        (distinct.next(), distinct.collect())
    }

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
            late: left < TimeDelta::zero(),
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
    /// Telephones at which whoever may be in danger can be called (emergency_alert); not of a protected reporter.
    pub phones: Vec<String>,
    /// The mail address at which he can be asked (emergency_alert); under the same rule.
    pub address: Option<String>,
    /// Who entered it for him (emergency_alert): the mail address of an officer, or who sat at the command line.
    pub entered_by: Option<String>,
    /// What told him to call 119 did not arrive (emergency_alert).
    pub out_of_reach: bool,
}

impl Default for ReporterFacts {
    fn default() -> Self {
        Self {
            salutation: "Bapak/Ibu Pelapor".into(),
            shown: "dirahasiakan".into(),
            phones: Vec::new(),
            address: None,
            entered_by: None,
            out_of_reach: false,
        }
    }
}

impl ReporterFacts {
    /// `hidden`: the name must not reach officers (it still heads the letter to the reporter).
    #[must_use]
    pub fn new(name: Option<&str>, hidden: bool) -> Self {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let unknown = Self::default();
        Self {
            salutation: name.map_or(unknown.salutation, salutation),
            shown: match name {
                Some(name) if !hidden => name.to_owned(),
                None if !hidden => "tidak disebutkan".to_owned(),
                Some(_) | None => unknown.shown,
            },
            phones: unknown.phones,
            address: None,
            entered_by: None,
            out_of_reach: false,
        }
    }
}

/// `Bapak/Ibu Siti`; who calls himself by a title keeps it: `Ibu Nia`, `Bapak Budi`.
fn salutation(name: &str) -> String {
    const TITLES: [(&[&str], &str); 3] = [
        (&["ibu", "bu", "ny", "nyonya"], "Ibu"),
        (&["bapak", "bpk", "pak", "bp", "tn", "tuan"], "Bapak"),
        (&["saudara", "sdr", "saudari", "sdri", "sdr/i", "nn", "nona"], "Saudara/i"),
    ];
    let (first, rest) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    let plain = first.trim_end_matches(['.', ',']).to_lowercase();
    let title = TITLES.iter().find(|(titles, _)| titles.contains(&plain.as_str()) && !rest.trim().is_empty());
    match title {
        Some((_, title)) => format!("{title} {}", rest.trim()),
        None if plain == "bapak/ibu" => name.to_owned(),
        None => format!("Bapak/Ibu {name}"),
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
