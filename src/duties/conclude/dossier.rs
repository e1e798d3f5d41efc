//! Everything that is known of a complaint, for whoever has not seen it yet: what happened, what was written, its
//! clocks.
//!
//! In: the register. Out: facts of a letter, masked as for any officer. Of a sensitive health matter no words travel.

use chrono::{DateTime, Utc};

use super::super::DutyFault;
use super::super::triage::for_officers;
use super::Look;
use crate::decide::citizen::decides_objections;
use crate::decide::meaning::BROUGHT;
use crate::decide::privacy::Writer;
use crate::decide::wording::{DossierFacts, WrittenFacts, dates};
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
        let mut dossier = DossierFacts {
            handled_by: case.name_of(&unit),
            decides: case.addressee_of(decides_objections(self.book, &self.complaint.decision, &unit)),
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
        let (id, case) = (self.complaint.id, self.case());
        let names = self.complaint.all_names();
        let writer = Writer::of(&self.complaint.decision, Some(&names));
        let written = |by: String, at, text: &str| {
            let text = for_officers(text, self.book, writer);
            (at, WrittenFacts { by, at: self.long(at), text })
        };
        for (unit, at, text) in tx.given_answers(id).await? {
            dossier.answers.push(written(case.name_of(&UnitId(unit)), at, &text).1);
        }
        let mut messages: Vec<(DateTime<Utc>, WrittenFacts)> = Vec::new();
        for order in tx.orders(id).await?.iter().filter(|order| order.word == ACCOUNT) {
            // The request for an account is kept under the same word, with the unit that it went to.
            if self.book.office.unit(&UnitId(order.text.clone())).is_none() {
                messages.push(written(case.name_of(&UnitId(order.unit.clone())), order.at, &order.text));
            }
        }
        messages.extend(tx.messages_of(id).await?.iter().map(|m| written("pelapor".to_owned(), m.at, &m.text)));
        if let Some(report) = self.store.report_of(id).await? {
            let entries = self.store.report_entries(&report.account, &report.number).await?;
            let his = entries.iter().filter(|entry| entry.author.is_none() && entry.letter.is_none());
            let by = || "pelapor di SP4N-LAPOR!".to_owned();
            messages.extend(his.map(|entry| written(by(), entry.at.unwrap_or(self.now), &entry.text)));
        }
        messages.sort_by_key(|(at, _)| *at);
        dossier.messages.extend(messages.into_iter().map(|(_, written)| written));
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

    fn long(&self, at: DateTime<Utc>) -> String {
        dates::moment(at.with_timezone(&self.book.office.zone).fixed_offset(), &self.book.office.zone_name)
    }

    fn short(&self, at: DateTime<Utc>) -> String {
        dates::short_moment(at.with_timezone(&self.book.office.zone).fixed_offset(), &self.book.office.zone_name)
    }
}
