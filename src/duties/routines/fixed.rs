//! Routines with fixed times: the people are asked; what came while nobody could ask is written down as missed, once.

use super::Keeper;
use super::writing::Asking;
use crate::decide::OfficeBook;
use crate::decide::routines::{Occasion, previous};
use crate::decide::wording::{TaskFacts, dates};
use crate::domain::routine::{Brings, Routine};
use crate::duties::DutyFault;
use crate::store::change::NewTask;
use crate::store::write::Table;

impl Keeper<'_> {
    /// Occasions of one routine that have come since the last pass.
    pub(super) async fn fixed(
        &mut self,
        book: &OfficeBook,
        routine: &Routine,
        came: &[Occasion],
    ) -> Result<usize, DutyFault> {
        let mut missed = Vec::new();
        for occasion in came {
            if occasion.late <= self.now && routine.asks() {
                missed.push(self.could_not_ask(book, routine, occasion).await?);
            } else if occasion.late > self.now || came.last() == Some(occasion) {
                self.ask(book, routine, occasion).await?;
            }
        }
        if let Some(last) = came.last() {
            self.tx.mark_routine(&book.office.id.0, &routine.id, last.asked).await?;
        }
        if !missed.is_empty() {
            self.say_missed(book, routine, missed).await?;
        }
        Ok(came.len())
    }

    /// The people of one occasion are asked.
    async fn ask(&mut self, book: &OfficeBook, routine: &Routine, occasion: &Occasion) -> Result<(), DutyFault> {
        let id = self.tx.next_id(Table::Tasks).await?;
        let office = &book.office;
        let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&office.zone).fixed_offset();
        let since = previous(routine, &book.calendar, office.zone, occasion.due).filter(|_| routine.batch);
        let facts = TaskFacts {
            title: routine.title.clone(),
            ask: routine.ask.clone(),
            occasion: named(routine, occasion),
            // Who is asked at the very hour has the grace to answer.
            due: routine.asks().then(|| {
                let until = if occasion.asked < occasion.due { occasion.due } else { occasion.late };
                dates::moment(local(until), &office.zone_name)
            }),
            since: since.map(|at| dates::short_moment(local(at), &office.zone_name)),
            words: routine.words.clone(),
            batch: routine.batch,
            lines: self.brought(book, routine).await?,
            ..TaskFacts::default()
        };
        let token = self.token(id);
        self.request(book, &Asking::new(id, &token, &routine.label, &routine.to), facts).await?;
        self.slot(book, &routine.id, &occasion.key, None, "diminta");
        self.changes.tasks.push(NewTask {
            asked: Some(self.now),
            next: routine.asks().then_some(occasion.late),
            done: (!routine.asks()).then(|| ("sistem".to_owned(), "TERKIRIM".to_owned())),
            ..row(book, routine, occasion, id, token)
        });
        Ok(())
    }

    /// Its time passed while nothing ran here: written down, not asked for any more.
    async fn could_not_ask(
        &mut self,
        book: &OfficeBook,
        routine: &Routine,
        occasion: &Occasion,
    ) -> Result<String, DutyFault> {
        let id = self.tx.next_id(Table::Tasks).await?;
        let token = self.token(id);
        self.slot(book, &routine.id, &occasion.key, None, "terlewat");
        self.changes.tasks.push(NewTask { missed: Some(self.now), ..row(book, routine, occasion, id, token) });
        Ok(format!("{id}. {} (tidak sempat diminta: layanan sedang tidak berjalan)", named(routine, occasion)))
    }

    /// The lines that a routine's letter brings.
    async fn brought(&mut self, book: &OfficeBook, routine: &Routine) -> Result<Vec<String>, DutyFault> {
        match routine.brings {
            Brings::Nothing => Ok(Vec::new()),
            Brings::Meeting => self.for_the_meeting(book).await,
            Brings::Near => self.near(book, routine).await,
        }
    }
}

/// `14.00, 27-11-2026`; the time alone says nothing where there is one a day.
fn named(routine: &Routine, occasion: &Occasion) -> String {
    if routine.at.len() > 1 { format!("{}, {}", occasion.slot, occasion.date) } else { occasion.date.clone() }
}

fn row(book: &OfficeBook, routine: &Routine, occasion: &Occasion, id: i64, token: String) -> NewTask {
    NewTask {
        id,
        office: book.office.id.0.clone(),
        routine: routine.id.clone(),
        occasion: occasion.key.clone(),
        complaint: None,
        letter: None,
        token,
        together: id,
        title: format!("{}, {}", routine.title, named(routine, occasion)),
        text: String::new(),
        due: occasion.due,
        asked: None,
        missed: None,
        done: None,
        next: None,
    }
}
