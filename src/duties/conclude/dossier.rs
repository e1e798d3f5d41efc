//! Everything that is known of a complaint, for whoever has not seen it yet: what happened, what was written, its clocks.
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

impl Look<'_> {
    /// `handed_over`: the reader has the complaint from now on.
    pub(super) async fn dossier(&self, tx: &mut WriteTx, handed_over: bool) -> Result<DossierFacts, DutyFault> {
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
            let names = self.complaint.all_names();
            let writer = Writer::of(&self.complaint.decision, Some(&names));
            for (unit, at, text) in tx.given_answers(id).await? {
                let by = case.name_of(&UnitId(unit));
                dossier.answers.push(WrittenFacts {
                    by,
                    at: self.long(at),
                    text: for_officers(&text, self.book, writer),
                });
            }
            for message in tx.messages_of(id).await? {
                let by = "pelapor".to_owned();
                dossier.messages.push(WrittenFacts { by, at: self.long(message.at), text: message.text });
            }
        }
        let clocks = tx.clocks(&[id]).await?;
        dossier.clocks.extend(clocks.iter().map(|clock| self.of_clock(clock, &clocks)));
        Ok(dossier)
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

    fn of_clock(&self, clock: &Clock, all: &[Clock]) -> String {
        let what = StopsAt::from_word(&clock.stops_at).map_or("penyelesaian", StopsAt::label);
        let due = dates::short_moment(clock.deadline.due, &self.book.office.zone_name);
        let known = all.iter().map(|other| (other.stops_at.as_str(), other.met));
        let needless = StopsAt::is_needless(&clock.stops_at, clock.met, known);
        let state = match (clock.met, clock.missed) {
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
