//! The next way to a citizen, where one has failed or nobody can tell whether it has.
//!
//! In: a letter. Out: the first way that he has named, that the office can write by, and by which a letter of this kind
//! has not gone yet; in danger the telephone in his words is one, too. Never twice the same way, so it ends.

use connectors::sms::number;

use super::{DutyFault, Practice};
use crate::domain::{Channel, LetterKind};
use crate::store::WriteTx;
use crate::store::letters::Letter;

/// Channel and address; `None`: there is no other way, or a person must word the letter anew.
pub(super) async fn next_way(
    practice: &Practice,
    tx: &mut WriteTx,
    letter: &Letter,
) -> Result<Option<(Channel, String)>, DutyFault> {
    let Some(complaint) = letter.complaint.filter(|_| letter.to_pelapor() && is_movable(letter.kind)) else {
        return Ok(None);
    };
    let tried = tx.tried_for(complaint, letter.kind.word()).await?;
    let is_new = |channel: Channel, address: &str| {
        !tried.iter().any(|(by, to)| by == channel.word() && to == address)
            && practice.ways_out.contains(&(letter.office.clone(), channel))
    };
    // Who may be in danger is told by the telephone that stands in his words, too.
    let phones = match letter.kind == LetterKind::EmergencyAnswer {
        true => tx.phones_in_danger(complaint).await?,
        false => Vec::new(),
    };
    let phones =
        phones.iter().filter_map(|phone| Some((Channel::Sms, number::read(phone, None).for_sms().ok()?.to_owned())));
    let mut ways = tx.contacts_of(complaint).await?.into_iter().chain(phones);
    Ok(ways.find(|(channel, address)| is_new(*channel, address)))
}

/// Letters that can be worded again from the register.
fn is_movable(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::Answer | LetterKind::Receipt | LetterKind::EmergencyAnswer | LetterKind::OmbudsmanNotice)
}
