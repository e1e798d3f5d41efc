//! Whether the sender of a mail fits the name that it carries.

use chrono::NaiveDate;
use connectors::mime::Mail;

use super::Place;
use super::past::Known;
use crate::domain::{Office, UnitId};

/// True if the mail comes from the citizen, by any way that he has named as his own, or asks to be answered where the
/// citizen is answered.
pub(super) fn is_reporter(known: &Known, mail: &Mail) -> bool {
    let own = |address: &String| known.pelapor.as_ref() == Some(address) || known.ways.contains(address);
    mail.from.as_ref().is_some_and(own) || known.pelapor.is_some() && known.pelapor == mail.reply_to
}

pub(super) fn is_on_duty(office: &Office, mail: &Mail) -> bool {
    mail.from.as_ref().is_some_and(|from| office.emergency.is_on_duty(from))
}

/// True if it comes from the complaint desk, from the head, or from whoever acts for one of them that day.
pub(super) fn is_the_desk(place: Place<'_>, mail: &Mail) -> bool {
    let office = place.office;
    let Some(unit) = mail.from.as_deref().and_then(|from| office.unit_of_officer(from)) else { return false };
    let acts = |absent| office.acting_for(absent, place.day()).is_some_and(|acting| acting.by == unit.id);
    [&office.desk, &office.head].into_iter().any(|known| *known == unit.id || acts(known))
}

/// The unit for which the sender writes down what reached the office: his own, and the desk where he has a role only.
pub(super) fn registrar<'o>(place: Place<'o>, mail: &Mail) -> Option<&'o UnitId> {
    let own = mail.from.as_deref().and_then(|from| place.office.unit_of_officer(from));
    own.map(|unit| &unit.id).or_else(|| place.role.then_some(&place.office.desk))
}

/// The sender's unit, if it has the complaint or stands above a unit that has it.
pub(super) fn holder(office: &Office, known: &Known, mail: &Mail, day: NaiveDate) -> Option<UnitId> {
    let unit = office.unit_of_officer(mail.from.as_deref()?)?;
    known.holders.iter().any(|held| speaks_for(office, mail, &held.0, day)).then(|| unit.id.clone())
}

/// True if the sender may answer for `party`: the officers of the unit, its superior, the desk and the head. The word
/// on a draft (`unit#id`) is the approver's alone. Whoever acts for one of them on `day` (Plh, Plt) speaks as he does.
pub(super) fn speaks_for(office: &Office, mail: &Mail, party: &str, day: NaiveDate) -> bool {
    let Some(sender) = mail.from.as_deref().and_then(|from| office.unit_of_officer(from)) else { return false };
    let (party, brings) = party.strip_prefix(super::BROUGHT).map_or((party, false), |party| (party, true));
    match party.split_once('#').filter(|_| !brings) {
        Some((approver, _)) => {
            let approver = UnitId(approver.to_owned());
            sender.id == approver || office.acting_for(&approver, day).is_some_and(|acting| acting.by == sender.id)
        }
        None => {
            let unit = UnitId(party.split('#').next().unwrap_or_default().to_owned());
            let entitled = [&unit, office.superior_of(&unit), &office.desk, &office.head];
            let acting = |absent: &UnitId| office.acting_for(absent, day).is_some_and(|acting| acting.by == sender.id);
            entitled.into_iter().any(|entitled| *entitled == sender.id || acting(entitled))
        }
    }
}
