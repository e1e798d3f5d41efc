//! Nothing dies in silence: the desk hears of every letter that was refused. And nothing arrives in silence: whoever wrote
//! an answer hears that it has left (`gone_out`).
//!
//! In: refused letters of which nobody was told. Out: the same letter by another way the citizen has named
//! (`another_way`), and a letter to the office's desk, or, where that very letter was one to the desk, a line in the log
//! and an error for the operator. Whoever can reach a citizen in danger hears of it, too (`out_of_reach`).

mod another_way;
mod gone_out;
mod out_of_reach;

use std::sync::Arc;

use super::letters::{LetterDraft, LetterMaker};
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::privacy;
use crate::decide::wording::{FailureFacts, LetterFacts, OfficeFacts, UnitFacts, dates};
use crate::domain::LetterKind;
use crate::store::change::{Changes, NewLetter};
use crate::store::letters::Letter;
use crate::store::{Store, WriteTx};

const BATCH: i64 = 50;

/// The one who tells.
pub struct Sweep {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Sweep {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// Tells of at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut tx = self.store.write(now).await?;
        let letters = tx.untold_letters(BATCH).await?;
        let answers = tx.answers_gone_out(BATCH).await?;
        if letters.is_empty() && answers.is_empty() {
            return Ok(Report::default());
        }
        let mut changes =
            Changes { letters: gone_out::notes(&practice, &mut tx, &answers).await?, ..Changes::default() };
        for letter in &letters {
            match practice.books.get(&letter.office) {
                Some(book) if letter.kind != LetterKind::Undeliverable => {
                    let maker = LetterMaker::new(&practice, book, now);
                    let moved = another_way::another_way(&practice, book, &maker, &mut tx, letter).await?;
                    let (moved, automatic) = moved.unzip();
                    if moved.is_none() && letter.kind == LetterKind::EmergencyAnswer {
                        let told = out_of_reach::tell_the_list(&practice, book, &maker, &mut tx, letter).await?;
                        changes.letters.extend(told);
                    }
                    changes.letters.extend(moved);
                    changes.letters.extend(tell(&practice, book, &maker, &mut tx, letter, automatic).await?);
                }
                _ => tracing::error!(letter = letter.id, office = letter.office, "a notice to the desk was refused"),
            }
            tx.mark_told(letter.id).await?;
        }
        let batch = usize::try_from(BATCH).unwrap_or(usize::MAX);
        let (done, more) = (letters.len() + answers.len(), letters.len() == batch || answers.len() == batch);
        tx.apply(changes).await?;
        // True now: each of these refusals has a letter to the desk, each of these answers one to its writer. A crash just
        // before leaves them untold.
        tx.commit().await?;
        Ok(Report { done, more })
    }
}

async fn tell(
    practice: &Practice,
    book: &OfficeBook,
    maker: &LetterMaker<'_>,
    tx: &mut WriteTx,
    letter: &Letter,
    automatic: Option<String>,
) -> Result<Vec<NewLetter>, DutyFault> {
    let office = &book.office;
    let local = |at: chrono::DateTime<chrono::Utc>| {
        dates::moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name)
    };
    let mut facts = LetterFacts {
        number: letter.number.clone().unwrap_or_else(|| "PENGHUBUNG".to_owned()),
        office: OfficeFacts::from(office),
        written: local(tx.now()),
        failure: Some(FailureFacts {
            letter: letter.kind.label().to_owned(),
            recipient: privacy::mask(&letter.recipient, &[]).0,
            attempts: u32::try_from(letter.attempts).unwrap_or(u32::MAX),
            last: local(letter.done.unwrap_or_else(|| tx.now())),
            cause: letter.last_fault.clone().unwrap_or_default(),
            permanent: true,
            automatic,
            advice: advice(letter).to_owned(),
        }),
        ..LetterFacts::default()
    };
    let Some(mailbox) = practice.mailbox_of(&letter.office) else {
        return Ok(Vec::new());
    };
    let desk = (office.desk.clone(), maker.mailbox(&office.desk)?);
    let also = out_of_reach::whoever_knows_him(book, tx, letter).await?.filter(|(_, at)| *at != desk.1);
    let mut letters = Vec::new();
    for (unit, recipient) in std::iter::once(desk).chain(also) {
        facts.unit = office.unit(&unit).map(UnitFacts::from).unwrap_or_default();
        // A letter that a person sent again and that was refused again is news.
        let occasion = format!("{}/{}", letter.id, letter.attempts);
        let mut draft = LetterDraft::new(LetterKind::Undeliverable, &unit.0, recipient, &mailbox.address, occasion);
        draft.complaint = letter.complaint.zip(letter.number.as_deref());
        letters.push(maker.make(tx, draft, &facts).await?);
    }
    Ok(letters)
}

/// What a person can do.
fn advice(letter: &Letter) -> &'static str {
    if letter.kind == LetterKind::EmergencyAnswer {
        "sampaikan SEKARANG kepada pelapor, lewat telepon atau orang di dekatnya, agar menelepon 119"
    } else if letter.to_pelapor() {
        "hubungi pelapor dengan cara lain (telepon atau surat), lalu catat hasilnya"
    } else {
        "periksa alamat surel unit tersebut di konfigurasi, lalu kirim ulang"
    }
}
