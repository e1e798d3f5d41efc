//! After a restore: a number that a mail names, and that this database has not given, is somebody's all the same. In: the
//! mails of a batch, before any of them opens a complaint. Out: numbers that are given to nobody else. (Before the first
//! restore nobody can have such a number, and a slip of the pen skips none.)

use chrono::Datelike as _;

use super::super::reading::{Read, ReadArrival};
use crate::domain::numbering::parts;
use crate::duties::Practice;
use crate::store::{StoreFault, WriteTx};
use crate::sync_log::{Entry, Event};

/// Keeps what they name from being given.
pub(super) async fn keep_named(
    tx: &mut WriteTx,
    practice: &Practice,
    mails: &[ReadArrival],
    known: impl Fn(&str) -> bool,
) -> Result<(), StoreFault> {
    let number = |read: &Read| read.kind.number.clone();
    let unknown = mails.iter().filter_map(|mail| Some((mail, mail.read.as_ref().and_then(number)?)));
    let unknown: Vec<_> = unknown.filter(|(_, number)| !known(number)).collect();
    if unknown.is_empty() || !tx.was_restored().await? {
        return Ok(());
    }
    for (mail, number) in unknown {
        let Some(book) = practice.books.get(&mail.row.office) else { continue };
        let office = &book.office;
        let year = tx.now().with_timezone(&office.zone).year();
        let of_now = parts(&number).filter(|(prefix, of, _)| *prefix == office.prefix && *of == year.rem_euclid(100));
        let Some((_, _, count)) = of_now else { continue };
        if tx.name_number(&office.id.0, year, count).await? {
            let why = "disebut surat yang masuk, tidak dikenal setelah pemulihan; tidak diberikan kepada laporan lain";
            let entry = Entry::new(Event::Pulih, "sistem").office(&office.id.0).fact("arsip", mail.row.id);
            tx.note(entry.fact("nomor", number).fact("sebab", why));
        }
    }
    Ok(())
}
