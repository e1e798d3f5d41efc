//! What was written about a complaint since it came, and the files that came with it, for a unit that has read none of
//! it.
//!
//! In: the register, and what the batch at work is about to put into it. Out: facts of a letter, masked as for any
//! officer, and what may hang on letters to that unit. What one unit must not read is taken out by whoever writes to
//! it.

use chrono::{DateTime, Utc};

use super::DutyFault;
use super::triage::{FOR_THE_DESK, for_officers, moment_in, say_what_stays_back, shields};
use crate::decide::OfficeBook;
use crate::decide::emergency::detect;
use crate::decide::privacy::Writer;
use crate::decide::wording::{LetterFacts, WrittenFacts};
use crate::domain::{LetterKind, UnitId};
use crate::store::WriteTx;
use crate::store::change::Changes;
use crate::store::complaints::Complaint;
use crate::store::orders::LaterFile;

/// One text with its moment.
pub(super) type Dated = (DateTime<Utc>, WrittenFacts);

/// A text as officers read it; one that tells of danger is marked.
pub(super) fn written(
    book: &OfficeBook,
    complaint: &Complaint,
    (by, at, text): (String, DateTime<Utc>, &str),
) -> Dated {
    let names = complaint.all_names();
    let text = for_officers(text, book, Writer::of(&complaint.decision, Some(&names)));
    let danger = detect(&book.rules.shared.emergency, &book.rules.read(&text)).is_some();
    (at, WrittenFacts { by, at: moment_in(book, at), text, danger })
}

/// What the reporter wrote after his complaint, wherever he wrote, the oldest first.
pub(super) async fn messages(
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
    changes: Option<&Changes>,
) -> Result<Vec<Dated>, DutyFault> {
    let mut found = Vec::new();
    for message in tx.messages_of(complaint.id).await? {
        found.push(written(book, complaint, ("pelapor".to_owned(), message.at, &message.text)));
    }
    let waiting = changes.into_iter().flat_map(|changes| &changes.messages);
    for message in waiting.filter(|message| message.complaint == complaint.id) {
        found.push(written(book, complaint, ("pelapor".to_owned(), message.at, &message.text)));
    }
    for (at, text) in tx.reporters_entries(complaint.id).await? {
        let at = at.unwrap_or(complaint.received);
        found.push(written(book, complaint, ("pelapor di SP4N-LAPOR!".to_owned(), at, &text)));
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found)
}

/// What was answered, the oldest first.
pub(super) async fn answers(
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
) -> Result<Vec<WrittenFacts>, DutyFault> {
    let name = |unit: String| {
        let unit = UnitId(unit);
        book.office.unit(&unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    };
    let given = tx.given_answers(complaint.id).await?;
    Ok(given.into_iter().map(|(unit, at, text)| written(book, complaint, (name(unit), at, &text)).1).collect())
}

/// The mail in which a complaint came, as far as it may hang on a letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Original {
    /// What hangs on it; `None`: it stays where it is.
    pub(super) attach: Option<i64>,
    /// The desk alone may have it.
    pub(super) alone: bool,
}

/// The files of the complaint itself for `unit`; `None` where there are none.
pub(super) async fn original_for(
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
    unit: &UnitId,
) -> Result<Option<Original>, DutyFault> {
    let original = tx.original_of(complaint.id, FOR_THE_DESK).await?;
    let hides = complaint.decision.privacy.hides_identity() || shields(&complaint.decision, book, unit);
    Ok(original.map(|(blob, only)| Original {
        attach: Some(blob).filter(|_| travels(book, complaint, unit, only)),
        alone: only || hides,
    }))
}

/// The files that came with later messages, and that `unit` may have and has not got.
pub(super) async fn later_files_for(
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
    unit: &UnitId,
    changes: Option<&Changes>,
) -> Result<Vec<LaterFile>, DutyFault> {
    let mut sent = tx.later_files(complaint.id).await?;
    let waiting = changes.into_iter().flat_map(|changes| &changes.letters);
    let waiting =
        waiting.filter(|letter| letter.complaint == Some(complaint.id) && letter.kind == LetterKind::FurtherMessage);
    sent.extend(waiting.filter_map(|letter| LaterFile::of_letter(letter.attach?, &letter.audience, &letter.key)));
    let mut found: Vec<LaterFile> = Vec::new();
    for file in &sent {
        let of_it = || sent.iter().filter(|other| other.arrival == file.arrival);
        let only = of_it().all(|other| other.key.ends_with(FOR_THE_DESK));
        let new = !found.iter().any(|known| known.arrival == file.arrival);
        if new && !of_it().any(|other| other.audience == unit.0) && travels(book, complaint, unit, only) {
            found.push(file.clone());
        }
    }
    Ok(found)
}

/// `only`: the desk alone has it so far.
fn travels(book: &OfficeBook, complaint: &Complaint, unit: &UnitId, only: bool) -> bool {
    let hides = complaint.decision.privacy.hides_identity() || shields(&complaint.decision, book, unit);
    !hides && (*unit == book.office.desk || !only)
}

/// Says in a letter to `unit` what becomes of the files of the complaint itself, and returns what may hang on it.
pub(super) async fn say_files(
    tx: &mut WriteTx,
    (book, complaint, unit): (&OfficeBook, &Complaint, &UnitId),
    facts: &mut LetterFacts,
) -> Result<Option<Original>, DutyFault> {
    let original = original_for(tx, book, complaint, unit).await?;
    let attached = original.is_some_and(|original| original.attach.is_some());
    let there = if attached { "berkas dari pelapor terlampir" } else { "berkas dari pelapor" };
    facts.attachments.extend(original.map(|_| there.to_owned()));
    say_what_stays_back(facts, shields(&complaint.decision, book, unit), !attached);
    Ok(original)
}

/// What a letter says by which the files of a later message follow.
pub(super) async fn say_later_file(
    tx: &mut WriteTx,
    (book, complaint): (&OfficeBook, &Complaint),
    file: &LaterFile,
    facts: &mut LetterFacts,
) -> Result<(), DutyFault> {
    let kept = tx.messages_of(complaint.id).await?.into_iter().find(|message| message.arrival == file.arrival);
    let (said, when) = match kept {
        Some(message) => {
            let (_, facts) = written(book, complaint, ("pelapor".to_owned(), message.at, &message.text));
            (facts.text, format!(", {}", facts.at))
        }
        None => (String::new(), String::new()),
    };
    facts.message = Some(format!("{said}\n\n(pesan pelapor sebelum laporan ini sampai pada unit Bapak/Ibu{when})"));
    facts.attachments = vec!["berkas dari pelapor terlampir".to_owned()];
    Ok(())
}

/// The name of such a letter: it tells the arrival, so that the files are found again, and that the desk alone has them.
pub(super) fn again(file: &LaterFile) -> String {
    let alone = if file.key.ends_with(FOR_THE_DESK) { FOR_THE_DESK } else { "" };
    format!("{}/ulang{alone}", LaterFile::occasion(file.arrival))
}
