//! Who brings a citizen what no program can: the officer who wrote his complaint down, else the desk; and how he is reached.
//!
//! In: the complaint, what was written down of it. Out: a unit with its mailbox, and the ways that he left. Does not know
//! what is brought.

use crate::decide::OfficeBook;
use crate::decide::supervision::is_kept_from;
use crate::decide::wording::DeliveryFacts;
use crate::domain::{Channel, Unit, UnitId};
use crate::store::complaints::Complaint;
use crate::store::registrations::Registration;

/// Who brings it, and to which of his mailboxes the task goes (`None`: his unit's). Never whoever may be meant; where the
/// desk is, the head.
pub(super) fn bringer(book: &OfficeBook, complaint: &Complaint, known: &Registration) -> (UnitId, Option<String>) {
    let (office, decision) = (&book.office, &complaint.decision);
    let may_bring = |unit: &&Unit| !is_kept_from(office, decision, &unit.id);
    match office.unit_of_officer(&known.registrar).filter(may_bring) {
        Some(unit) => (unit.id.clone(), Some(known.registrar.clone())),
        None if decision.accuses(&office.desk) => (office.head.clone(), None),
        None => (office.desk.clone(), None),
    }
}

/// True if somebody can reach him at all.
pub(super) fn can_be_reached(complaint: &Complaint, known: &Registration) -> bool {
    complaint.channel == Channel::Sosmed || known.phone.is_some() || known.address.is_some()
}

/// How he is reached, by what he left. Of a protected reporter the mail says nothing.
pub(super) fn delivery(complaint: &Complaint, known: &Registration) -> DeliveryFacts {
    let how = match (complaint.channel, &known.phone, &known.address) {
        (Channel::Sosmed, _, _) => match &known.sub_channel {
            Some(network) => format!("sampaikan lewat media sosial ({network})"),
            None => "sampaikan lewat media sosial".to_owned(),
        },
        (Channel::Surat, _, Some(_)) | (_, None, Some(_)) => "kirim lewat pos".to_owned(),
        (_, Some(_), _) => "hubungi lewat telepon".to_owned(),
        (_, None, None) => {
            "sampaikan bila pelapor datang, atau umumkan tanpa identitas pada papan pengumuman".to_owned()
        }
    };
    if complaint.decision.privacy.hides_identity() {
        return DeliveryFacts { how, ..DeliveryFacts::default() };
    }
    let (phone, address) = (known.phone.clone(), known.address.clone());
    DeliveryFacts { how, name: complaint.pelapor_name.clone(), phone, address }
}
