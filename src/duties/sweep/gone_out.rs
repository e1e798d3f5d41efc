//! An answer has left: whoever wrote it hears so, where his office wants that. One short letter for each answer.
//!
//! In: answers whose letter has come to its end. Out: a note to the writer, with the hour and the way; of one that died
//! nothing is said here (the desk hears of that, and whoever sent it back has told why).

use super::super::letters::{LetterDraft, LetterMaker};
use super::super::triage::{complaint_facts, hide_from_unit, moment_in};
use super::super::{DutyFault, Practice};
use crate::decide::wording::UnitFacts;
use crate::domain::{LetterKind, UnitId};
use crate::store::WriteTx;
use crate::store::answers::GoneOut;
use crate::store::change::NewLetter;

/// The notes to the writers of these answers.
pub(super) async fn notes(
    practice: &Practice,
    tx: &mut WriteTx,
    answers: &[GoneOut],
) -> Result<Vec<NewLetter>, DutyFault> {
    let ids: Vec<i64> = answers.iter().map(|answer| answer.complaint).collect();
    let complaints = tx.complaints_by_id(&ids).await?;
    let mut letters = Vec::new();
    for answer in answers {
        tx.answer_confirmed(answer.answer).await?;
        let Some((at, complaint)) = answer.at.zip(complaints.get(&answer.complaint)) else { continue };
        let Some(book) = practice.books.get(&complaint.office) else { continue };
        let (unit, now) = (UnitId(answer.unit.clone()), tx.now());
        let mut facts = complaint_facts(book, complaint, now);
        hide_from_unit(&mut facts, book, complaint, &unit);
        // What is answered waits for nothing any more.
        facts.deadline = None;
        facts.noted = Some(format!(
            "jawaban Bapak/Ibu telah dikirim kepada pelapor melalui {} pada {}",
            answer.channel.label(),
            moment_in(book, at)
        ));
        facts.unit = book.office.unit(&unit).map(UnitFacts::from).unwrap_or_default();
        let occasion = format!("terkirim/{}", answer.answer);
        let (kind, to) = (LetterKind::Noted, answer.officer.clone());
        let mut draft = LetterDraft::new(kind, &unit.0, to, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        letters.push(LetterMaker::new(practice, book, now).make(tx, draft, &facts).await?);
    }
    Ok(letters)
}
