//! Everything that is known of a complaint, for whoever has not seen it yet: what happened, what was written, its
//! clocks.
//!
//! In: the register. Out: facts of a letter, masked as for any officer. Of a sensitive health matter no words travel.

use chrono::{DateTime, Utc};

use super::super::DutyFault;
use super::super::written::{answers, messages, written};
use super::Look;
use crate::decide::citizen::decides_next;
use crate::decide::meaning::BROUGHT;
use crate::decide::wording::{DossierFacts, dates};
use crate::domain::UnitId;
use crate::domain::deadline::StopsAt;
use crate::store::WriteTx;
use crate::store::deadlines::Clock;
use crate::store::letters::Letter;

/// The word under which it is kept what a unit that may be meant wrote of itself.
const ACCOUNT: &str = "KETERANGAN";

impl Look<'_> {
    /// `handed_over`: the reader has the complaint from now on. `wakes`: the clocks of the closing run again.
    pub(super) async fn dossier(
        &self,
        tx: &mut WriteTx,
        handed_over: bool,
        wakes: bool,
    ) -> Result<DossierFacts, DutyFault> {
        let (id, case) = (self.complaint.id, self.case());
        let unit = UnitId(self.complaint.unit.clone());
        let secret = self.complaint.decision.privacy.restricted;
        let before = tx.deciders(id).await?;
        let mut dossier = DossierFacts {
            handled_by: case.name_of(&unit),
            decides: case.addressee_of(decides_next(self.book, &self.complaint.decision, &unit, &before)),
            handed_over,
            ..DossierFacts::default()
        };
        dossier.history.push(format!("{}: laporan diterima", self.short(self.complaint.received)));
        for letter in self.store.letters_of(id).await? {
            dossier.history.extend(self.told(&letter));
        }
        if !secret {
            self.words(tx, &mut dossier).await?;
        }
        let clocks = tx.clocks(&[id]).await?;
        dossier.clocks.extend(clocks.iter().map(|clock| self.of_clock(clock, &clocks, wakes)));
        Ok(dossier)
    }

    /// What was written about it: answers, accounts of the units that were asked, the reporter's words, wherever he
    /// wrote.
    async fn words(&self, tx: &mut WriteTx, dossier: &mut DossierFacts) -> Result<(), DutyFault> {
        let (book, complaint) = (self.book, self.complaint);
        dossier.answers.extend(answers(tx, book, complaint).await?);
        let mut all = messages(tx, book, complaint, None).await?;
        for order in tx.orders(complaint.id).await?.iter().filter(|order| order.word == ACCOUNT) {
            // The request for an account is kept under the same word, with the unit that it went to.
            if book.office.unit(&UnitId(order.text.clone())).is_none() {
                let by = self.case().name_of(&UnitId(order.unit.clone()));
                all.push(written(book, complaint, (by, order.at, &order.text)));
            }
        }
        all.sort_by_key(|(at, _)| *at);
        dossier.messages.extend(all.into_iter().map(|(_, written)| written));
        Ok(())
    }

    /// A letter that left, as one line; notes to officers say nothing to others.
    fn told(&self, letter: &Letter) -> Option<String> {
        let left = matches!(letter.phase.as_str(), "accepted" | "proven");
        let at = letter.done.filter(|_| left)?;
        let party = letter.audience.split('#').next().unwrap_or_default();
        let to = match party.strip_prefix(BROUGHT).unwrap_or(party) {
            "pelapor" => "pelapor".to_owned(),
            "duty" => "petugas piket".to_owned(),
            "rutin" => "petugas tugas rutin".to_owned(),
            "tempel" => "petugas yang menempel jawaban di SP4N-LAPOR!".to_owned(),
            unit => self.case().name_of(&UnitId(unit.to_owned())),
        };
        Some(format!("{}: {} dikirim kepada {to}", self.short(at), letter.kind.label()))
    }

    fn of_clock(&self, clock: &Clock, all: &[Clock], wakes: bool) -> String {
        let what = StopsAt::from_word(&clock.stops_at).map_or("penyelesaian", StopsAt::label);
        let due = dates::short_moment(clock.deadline.due, &self.book.office.zone_name);
        let known = all.iter().map(|other| (other.stops_at.as_str(), other.met));
        let needless = StopsAt::is_needless(&clock.stops_at, clock.met, known);
        let wakes = wakes && clock.stops_at == StopsAt::Closing.word() && clock.replaced.is_none();
        let state = match (clock.met, clock.missed) {
            (Some(_), None) if wakes && self.now <= clock.deadline.due.to_utc() => "berjalan lagi",
            (Some(_), _) if wakes => "terlewati, belum selesai",
            (Some(_), _) if needless => "tidak lagi diperlukan: sudah dijawab",
            // A later clock for the same runs: he objects to what met this one.
            (Some(_), None) if all.iter().any(|other| other.stops_at == clock.stops_at && other.runs()) => {
                "dijawab, lalu pelapor keberatan"
            }
            (Some(_), None) => "terpenuhi",
            (Some(_), Some(_)) => "terpenuhi terlambat",
            (None, Some(_)) => "terlewati",
            (None, None) => "masih berjalan",
        };
        format!("{what}: {}, sampai {due}, {state}", clock.deadline.within)
    }

    fn short(&self, at: DateTime<Utc>) -> String {
        dates::short_moment(at.with_timezone(&self.book.office.zone).fixed_offset(), &self.book.office.zone_name)
    }
}
