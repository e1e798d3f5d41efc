//! A letter to a citizen did not arrive: the next way that is known.
//!
//! In: a refused letter. Out: the same letter by another channel, where the citizen has named one and the office can
//! write by it. Letters whose words live only in a mail are not moved: a person does that.

use super::super::letters::{LetterDraft, LetterMaker};
use super::super::triage::{ask_whether_content, complaint_facts};
use super::super::ways::next_way;
use super::super::{DutyFault, Practice};
use crate::decide::OfficeBook;
use crate::domain::LetterKind;
use crate::store::WriteTx;
use crate::store::change::NewLetter;
use crate::store::letters::Letter;

/// The letter by the next way, and how the desk is told of it; `None`: there is no other way.
pub(super) async fn another_way(
    practice: &Practice,
    book: &OfficeBook,
    maker: &LetterMaker<'_>,
    tx: &mut WriteTx,
    letter: &Letter,
) -> Result<Option<(NewLetter, String)>, DutyFault> {
    let Some((id, number)) = letter.complaint.zip(letter.number.as_deref()).filter(|_| letter.to_pelapor()) else {
        return Ok(None);
    };
    let Some((channel, address)) = next_way(practice, tx, letter).await? else { return Ok(None) };
    let Some(complaint) = tx.complaints_by_id(&[id]).await?.remove(&id) else { return Ok(None) };
    let mut facts = complaint_facts(book, &complaint, tx.now());
    facts.answer = tx.answer_in(letter.id).await?;
    if letter.kind == LetterKind::Answer && facts.answer.is_none() {
        return Ok(None);
    }
    if letter.kind == LetterKind::Answer {
        ask_whether_content(&mut facts, book, false, tx.now());
    }
    let shown = format!("dialihkan ke {} pelapor yang lain", channel.label());
    let occasion = format!("beralih/{}", letter.id);
    let mut draft = LetterDraft::new(letter.kind, "pelapor", address, &complaint.intake, occasion);
    draft.channel = channel;
    draft.complaint = Some((id, number));
    draft.deadline = letter.deadline;
    let moved = maker.make(tx, draft, &facts).await?;
    tx.hand_answer_on(letter.id, moved.id).await?;
    Ok(Some((moved, shown)))
}
