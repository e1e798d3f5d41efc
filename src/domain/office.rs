//! An office (instansi) and its units: who they are, where they sit, whom they serve, how they are reached.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Channel, Decision};

/// Id of an office as in `config/offices/`: `batang`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficeId(pub String);

/// Id of a unit: `btg.pkm.bandar1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub String);

impl std::fmt::Display for OfficeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Display for UnitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of unit it is; decides how it is matched and whether it may get a complaint about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The head of the office (Kepala Dinas, Direktur, Kepala Puskesmas).
    Head,
    /// The secretariat or complaint desk: receives what concerns wrongdoing in the units.
    Desk,
    /// A Bidang, an Instalasi, a poli: a part of the office.
    Bidang,
    /// A community health centre with a working area.
    Puskesmas,
    /// Not ours: another institution to hand on to (`*.rujuk.*`).
    Elsewhere,
    /// The next higher institution (the Dinkes above a Puskesmas).
    Superior,
}

/// Of which complaints that go to a unit the desk has a copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskCopies {
    /// Of those whose reporter is protected, for which the unit is never alone.
    Protected,
    /// Of those, and of those in which somebody of the unit may be accused.
    #[default]
    Suspicion,
    /// Of all.
    All,
}

/// A part of an office that can get a disposisi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its full name, as citizens see it.
    pub name: String,
    /// What kind it is.
    pub kind: UnitKind,
    /// How the letter addresses its head: `Kepala Puskesmas Bandar I`.
    pub addressee: String,
    /// Mailboxes of its officers, lower case. The first receives; an answer may come from any.
    /// Empty: the unit has none yet and its letters go to the office's desk.
    pub mailboxes: Vec<String>,
    /// To whom a missed deadline is escalated; `None`: the office's head.
    pub superior: Option<UnitId>,
}

impl Unit {
    /// Its name as letters print it: without the list of duties behind it, and for what is not ours the name of whoever
    /// hands it on.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.kind == UnitKind::Elsewhere {
            return &self.addressee;
        }
        let name = self.name.split(" (").next().unwrap_or(&self.name);
        name.split(" / ").next().unwrap_or(name)
    }
}

/// Of which of its answers a unit hears that they have left: one short letter each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfirmAnswers {
    /// Of none.
    Never,
    /// Of those that waited for somebody's consent.
    #[default]
    Approved,
    /// Of all.
    Always,
}

/// Whom to call in an emergency; printed in every receipt and in the emergency answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EmergencyContacts {
    /// Local number of the PSC, besides 119.
    pub psc: Option<String>,
    /// The nearest emergency ward, in words.
    pub igd: Option<String>,
    /// Mailboxes of the officers on duty, alerted at any hour.
    pub duty: Vec<String>,
    /// Their mobiles in E.164, alerted by SMS.
    pub duty_sms: Vec<String>,
    /// Their mobiles in E.164, alerted by WhatsApp.
    pub duty_whatsapp: Vec<String>,
}

impl EmergencyContacts {
    /// Everybody on the duty list, with the channel by which he is reached there.
    pub fn on_duty(&self) -> impl Iterator<Item = (Channel, &String)> {
        let mails = self.duty.iter().map(|address| (Channel::Email, address));
        let texts = self.duty_sms.iter().map(|number| (Channel::Sms, number));
        mails.chain(texts).chain(self.duty_whatsapp.iter().map(|number| (Channel::Whatsapp, number)))
    }

    /// True for an address or number of somebody on duty.
    #[must_use]
    pub fn is_on_duty(&self, address: &str) -> bool {
        self.on_duty().any(|(_, duty)| duty.eq_ignore_ascii_case(address))
    }
}

/// Somebody who acts for an absent one (Plh, Plt), between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute {
    /// Who is absent.
    pub absent: UnitId,
    /// Whose officer acts for him.
    pub by: UnitId,
    /// As letters name him: `Plh. Kepala Dinas`.
    pub title: String,
    /// From this day on.
    pub from: NaiveDate,
    /// Until this day, included.
    pub until: NaiveDate,
}

/// The Ombudsman's office of the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ombudsman {
    /// `Nusa Tenggara Timur`.
    pub region: String,
    /// Its street address, where known.
    pub address: Option<String>,
}

/// An office: everything about it that is not a rule.
#[derive(Debug, Clone)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Full name: `Dinas Kesehatan Kabupaten Batang`.
    pub name: String,
    /// Short name for SMS and subjects: `Dinkes Batang`.
    pub short: String,
    /// Prefix of complaint numbers: `BTG`.
    pub prefix: String,
    /// Time zone of its deadlines.
    pub zone: Tz,
    /// `WIB`, `WITA` or `WIT`, as printed.
    pub zone_name: String,
    /// Telephone area code: `0285`.
    pub area_code: String,
    /// Street address.
    pub address: String,
    /// Telephone as printed.
    pub phone: String,
    /// Website, without scheme.
    pub site: String,
    /// The unit that signs letters to citizens: `Layanan Konsultasi dan Pengaduan`.
    pub signed_by: String,
    /// Mailboxes whose mail belongs to this office, lower case. `explain` finds the office by them.
    pub intake: Vec<String>,
    /// Where a complaint goes that no rule matches, and what a unit without a mailbox gets.
    pub desk: UnitId,
    /// The head.
    pub head: UnitId,
    /// Whether an answer needs approval before it leaves, and by whom, in order.
    pub approval: Vec<UnitId>,
    /// True where every complaint first goes to the head, who gives the disposisi.
    pub disposisi_by_head: bool,
    /// Who acts for whom, and when.
    pub substitutes: Vec<Substitute>,
    /// Who is invited to discuss a plan, beside the unit that made it.
    pub meeting: Vec<UnitId>,
    /// Where the citizen may go when nothing helps; `None`: the common numbers only.
    pub ombudsman: Option<Ombudsman>,
    /// Who gets a copy of every disposisi, whoever handles it.
    pub copies: Vec<UnitId>,
    /// Of which complaints that go to a unit the desk has a copy.
    pub desk_copies: DeskCopies,
    /// Of which of its answers a unit hears that they have left.
    pub confirm_answers: ConfirmAnswers,
    /// Where a citizen can follow his report by its number, without scheme: `konlaporbae.example`.
    pub follow_at: Option<String>,
    /// Further lines for letters to citizens: whom else to ask.
    pub links: Vec<String>,
    /// What a complaint should say; what is missing is asked for once.
    pub ask_for: Vec<super::complaint::Detail>,
    /// All units.
    pub units: Vec<Unit>,
    /// Emergency contacts.
    pub emergency: EmergencyContacts,
    /// How its books, questionnaires and web forms are read.
    pub forms: super::Forms,
    /// Keywords that LAPOR!'s SMS 1708 puts before the text (`NTT`, `TIMOR TENGAH UTARA`), longest first.
    pub sms_prefixes: Vec<String>,
}

impl Office {
    /// The unit with this id.
    #[must_use]
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|u| u.id == *id)
    }

    /// The unit whose officer writes from `address` (lower case).
    #[must_use]
    pub fn unit_of_officer(&self, address: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.mailboxes.iter().any(|m| m == address))
    }

    /// The mailbox that receives what goes to `unit`: its own, else the desk's, else the head's.
    #[must_use]
    pub fn mailbox_for(&self, unit: &UnitId) -> Option<&str> {
        [unit, &self.desk, &self.head]
            .into_iter()
            .find_map(|id| self.unit(id).and_then(|u| u.mailboxes.first()).map(String::as_str))
    }

    /// True if a complaint so decided first goes to the head, who gives the disposisi. Danger never waits for him, nor
    /// what accuses him.
    #[must_use]
    pub fn first_to_head(&self, decision: &Decision) -> bool {
        let waits = self.disposisi_by_head && !decision.emergency && !decision.accuses(&self.head);
        waits && decision.unit != self.head
    }

    /// Who acts for `unit` on a day, if anybody.
    #[must_use]
    pub fn acting_for(&self, unit: &UnitId, day: NaiveDate) -> Option<&Substitute> {
        self.substitutes.iter().find(|s| s.absent == *unit && s.from <= day && day <= s.until)
    }

    /// To whom `unit` answers when it is late.
    #[must_use]
    pub fn superior_of(&self, unit: &UnitId) -> &UnitId {
        self.unit(unit).and_then(|u| u.superior.as_ref()).unwrap_or(&self.head)
    }
}
