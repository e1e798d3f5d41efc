//! Every decision, pure: values in, values out. `now` is an argument; nobody here reads a clock, a file or a database.

pub mod accused;
pub mod answer_files;
pub mod assess;
pub mod attached;
pub mod authentic;
pub mod citizen;
pub mod classify;
pub mod completeness;
pub mod deadlines;
pub mod emergency;
pub mod grading;
pub mod lapor;
pub mod matters;
pub mod meaning;
pub mod naming;
pub(crate) mod pattern;
pub mod pen_word;
pub mod privacy;
pub mod registration;
pub mod reply;
pub mod retry;
pub mod routines;
pub mod routing;
pub mod short;
pub mod statistics;
pub mod supervision;
pub mod suspicion;
pub mod tokens;
pub mod wording;
pub mod words;

use chrono::{DateTime, Utc};

use std::borrow::Cow;

use crate::domain::deadline::{ESTIMATE, StopsAt};
use crate::domain::{Calendar, Channel, Deadline, Decision, Office, Routines, Standard, UnitId, Within};

/// Everything that decisions about one office need, built by `config`.
#[derive(Debug, Clone)]
pub struct OfficeBook {
    /// Who it is.
    pub office: Office,
    /// When it works.
    pub calendar: Calendar,
    /// What it has promised.
    pub standards: Vec<Standard>,
    /// How it routes.
    pub rules: routing::Rulebook,
    /// What it asks of the citizen, and what it promises him beside its standards.
    pub citizen: citizen::CitizenRules,
    /// What its people do outside and confirm.
    pub routines: Routines,
}

impl OfficeBook {
    /// The promise with this id, whether published or made to whoever is not content.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        let objection = Some(&self.citizen.objection).filter(|objection| objection.id == id);
        self.standards.iter().find(|standard| standard.id == id).or(objection)
    }

    /// True for an address from which this office's people write: of a unit, or of a role.
    #[must_use]
    pub fn is_ours(&self, address: &str) -> bool {
        self.office.unit_of_officer(address).is_some() || self.routines.knows(address)
    }

    /// The addresses of a role, or the mailbox of the unit with that id.
    #[must_use]
    pub fn addresses(&self, role: &str) -> Vec<String> {
        let named = self.routines.role(role);
        if named.is_empty() {
            self.office.mailbox_for(&UnitId(role.to_owned())).map(str::to_owned).into_iter().collect()
        } else {
            named.to_vec()
        }
    }

    /// Those of several, each once.
    #[must_use]
    pub fn all_addresses(&self, roles: &[String]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for address in roles.iter().flat_map(|role| self.addresses(role)) {
            if !found.contains(&address) {
                found.push(address);
            }
        }
        found
    }
}

impl OfficeBook {
    /// The promise behind a clock; that behind an estimate is made of the estimate. `None`: it is not configured (now).
    #[must_use]
    pub fn standard_of(&self, deadline: &Deadline) -> Option<Cow<'_, Standard>> {
        if deadline.standard == ESTIMATE {
            let within = deadline.within.parse().unwrap_or(Within::CalendarDays(1));
            let name = "perkiraan penyelesaian dari petugas";
            return Some(Cow::Owned(Standard::plain(ESTIMATE, name, within, StopsAt::Answer)));
        }
        self.standard(&deadline.standard).map(Cow::Borrowed)
    }

    /// The clocks of a complaint as it is decided. Where the head sees it first, those that wait for him run from the
    /// start; elsewhere there are none of them.
    #[must_use]
    pub fn clocks_of(&self, decision: &Decision, channel: Channel, received: DateTime<Utc>) -> Vec<Deadline> {
        let (class, grade, supervision) = (decision.class, decision.grade, decision.supervision);
        let facts = deadlines::Facts { channel, class, grade, supervision, received };
        let mut clocks = deadlines::clocks(&self.standards, &self.calendar, self.office.zone, &facts);
        if !self.office.first_to_head(decision) {
            clocks.retain(|deadline| !deadlines::waits_for_head(&self.standards, deadline));
        }
        clocks
    }

    /// The clocks of a complaint that wait for one of these, the earliest first.
    pub fn waiting_for<'a>(
        &'a self,
        decision: &'a Decision,
        waiting: &'static [StopsAt],
    ) -> impl Iterator<Item = &'a Deadline> {
        let waits = move |deadline: &&Deadline| {
            let standard = self.standard_of(deadline);
            // The way to the Ombudsman is nobody's answer.
            standard.is_none_or(|standard| waiting.contains(&standard.stops_at) && standard.ombudsman.is_none())
        };
        decision.deadlines.iter().filter(waits)
    }

    /// The clocks that promise the citizen something: neither the receipt, which he reads, nor a plan, which he does
    /// not see.
    pub fn promised<'a>(&'a self, decision: &'a Decision) -> impl Iterator<Item = &'a Deadline> {
        self.waiting_for(decision, &[StopsAt::Answer, StopsAt::Closing])
    }
}

/// What is known of a complaint before anything is decided about it.
#[derive(Debug, Clone)]
pub struct Matter<'a> {
    /// How it came.
    pub channel: Channel,
    /// Subject or title; empty where there is none.
    pub subject: &'a str,
    /// What the citizen wrote, without quotes and signature.
    pub text: &'a str,
    /// When the office got it.
    pub received: DateTime<Utc>,
    /// The unit in whose own mailbox it arrived, if not the office's common one.
    pub arrived_at: Option<&'a UnitId>,
    /// The channel said so (LAPOR! anonim).
    pub anonymous: bool,
    /// The channel said so (LAPOR! rahasia).
    pub secret: bool,
}

impl Matter<'_> {
    /// Subject and text as one.
    fn whole(&self) -> String {
        if self.subject.is_empty() { self.text.to_owned() } else { format!("{}\n{}", self.subject, self.text) }
    }
}
