//! A citizen may be in danger, and does not read that he should call 119: others must reach him.
//!
//! In: the refused letter. Out: an alert to the duty list that says so; the officer who knows him, if one registered or
//! passed on what he says. Does not know how he is reached.

use super::super::alerts::{Alert, alerts, set_caller};
use super::super::letters::LetterMaker;
use super::super::triage::complaint_facts;
use super::super::{DutyFault, Practice};
use crate::decide::OfficeBook;
use crate::decide::meaning::DUTY;
use crate::domain::{LetterKind, UnitId};
use crate::store::WriteTx;
use crate::store::change::NewLetter;
use crate::store::letters::Letter;

/// The alert, to everybody on the list, whether one of them has it already or not.
pub(super) async fn tell_the_list(
    practice: &Practice,
    book: &OfficeBook,
    maker: &LetterMaker<'_>,
    tx: &mut WriteTx,
    letter: &Letter,
) -> Result<Vec<NewLetter>, DutyFault> {
    let Some(id) = letter.complaint else { return Ok(Vec::new()) };
    let complaint = tx.complaints_by_id(&[id]).await?.remove(&id);
    let Some(complaint) = complaint.filter(|complaint| complaint.status == "open") else { return Ok(Vec::new()) };
    let mut facts = complaint_facts(book, &complaint, tx.now());
    let phones = tx.phones_in_danger(id).await?;
    set_caller(practice, &mut facts, tx, &complaint, phones).await?;
    let tokens = tx.tokens_of(&[id]).await?;
    let token = tokens.get(&(id, DUTY.to_owned())).map(String::as_str);
    let occasion = format!("tidak-sampai/{}", letter.id);
    let about = (id, complaint.number.as_str());
    let alert = Alert { complaint: about, intake: &complaint.intake, token, occasion: &occasion, facts: &facts };
    alerts(practice, maker, tx, &alert, None).await
}

/// The officer who registered him or passed on his mail, where he does not read what tells him to call 119.
pub(super) async fn whoever_knows_him(
    book: &OfficeBook,
    tx: &mut WriteTx,
    letter: &Letter,
) -> Result<Option<(UnitId, String)>, DutyFault> {
    let Some(id) = letter.complaint.filter(|_| letter.kind == LetterKind::EmergencyAnswer) else { return Ok(None) };
    let registrar = tx.registration_of(id).await?.map(|known| known.registrar);
    let unit = |address: String| Some((book.office.unit_of_officer(&address)?.id.clone(), address));
    Ok(registrar.and_then(unit))
}
