//! An officer speaks about time: until when he expects to be done (`ESTIMASI`), or that he needs longer (`TUNDA`).
//!
//! In: his word. Out: a clock of his own that is never later than the office's promise; or the promise extended where
//! the standard allows that, once, with a reason, and only while the citizen can still be told before the first limit.
//! Where it does not, his superior hears of the wish.

use chrono::NaiveDate;

use super::super::desk::Desk;
use super::telling::{name_of, signed_by};
use super::{Officer, choice};
use crate::decide::OfficeBook;
use crate::decide::deadlines::{NoExtension, arithmetic, estimated, extended, sorted};
use crate::decide::reply::{Until, doubt_about};
use crate::decide::supervision::superior_for;
use crate::decide::wording::{DeadlineFacts, ExtensionFacts, LetterFacts, dates};
use crate::domain::deadline::ESTIMATE;
use crate::domain::{Deadline, Decision, LetterKind, Standard, Within};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::change::Sorted;
use crate::store::complaints::Complaint;

impl<'a> Desk<'a> {
    /// `ESTIMASI: 3 hari`, `ESTIMASI: 4 Desember`.
    pub(in crate::duties::triage) async fn estimate(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        until: Until,
        words: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let today = self.now.with_timezone(&book.office.zone).date_naive();
        let Some(within) = length_of(until, today) else {
            let why = "hari perkiraan sudah lewat atau belum jelas; tulis ESTIMASI: 3 hari, atau ESTIMASI: tanggal";
            return self.ask_back(book, officer, words, why, false).await;
        };
        let deadline = estimated(within, self.now, &book.calendar, book.office.zone);
        let official = self.promises(book, complaint).await?;
        if official.is_empty() {
            let why = "laporan ini tidak lagi menunggu jawaban; perkiraan tidak dicatat";
            return self.ask_back(book, officer, "", why, false).await;
        }
        if let Some((_, first)) = official.first().filter(|(_, first)| deadline.due > first.due) {
            let why = format!(
                "perkiraan {within} berakhir {}, lebih lambat daripada batas standar {} ({}); tulis ESTIMASI yang lebih \
                 singkat, atau TUNDA s.d. tanggal: alasan",
                moment(book, &deadline),
                moment(book, first),
                arithmetic(first)
            );
            return self.ask_back(book, officer, "", &why, false).await;
        }
        let running = self.running(complaint).await?;
        if let Some(old) = running.iter().find(|clock| clock.standard == ESTIMATE) {
            self.replace(complaint, ESTIMATE, Some(old), "perkiraan baru");
        }
        self.begin(book, complaint, deadline.clone());
        let others = running.into_iter().filter(|clock| clock.standard != ESTIMATE);
        let complaint = self.with_clocks(complaint, others.chain([deadline.clone()]).collect());
        self.order(officer, "ESTIMASI", &within.to_string());
        let mut facts = self.facts_of(book, &complaint);
        facts.deadline = Some(DeadlineFacts::of(&deadline, &book.office.zone_name, self.now));
        facts.later_deadlines = official
            .iter()
            .map(|(_, official)| DeadlineFacts::of(official, &book.office.zone_name, self.now))
            .collect();
        let told = self.tell_citizen(book, officer, &complaint, LetterKind::Estimate, &facts).await?;
        let told = if told { "; pelapor diberi tahu" } else { "; pelapor tidak memberi alamat" };
        let kept = if says_more(words) {
            "; keterangan di belakang perkiraan tidak dikirim, mohon ditulis sebagai JAWAB: atau RENCANA:"
        } else {
            ""
        };
        let noted = format!("perkiraan selesai {} ({within}){told}{kept}", moment(book, &deadline));
        self.say_noted_of(book, officer, &complaint, &noted).await
    }

    /// `TUNDA s.d. 30-11-2026: alasan`.
    pub(in crate::duties::triage) async fn postpone(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        until: Until,
        reason: &str,
    ) -> Result<(), DutyFault> {
        if !reason.chars().any(char::is_alphanumeric) {
            let why = "penundaan perlu alasan; tulis TUNDA s.d. tanggal: alasan";
            return self.ask_back(book, officer, "", why, false).await;
        }
        if let Some(doubt) = doubt_about(reason, &[&book.office.phone]) {
            // The citizen reads the reason.
            let why = format!("alasan dibaca pelapor, dan {}; tulis TUNDA s.d. tanggal: alasan", doubt.words());
            return self.ask_back(book, officer, reason, &why, false).await;
        }
        let promises = self.promises(book, &officer.complaint).await?;
        let is_open = promises.iter().any(|(standard, _)| standard.extend_by.is_some());
        let until = match (until, until.day(self.now.with_timezone(&book.office.zone).date_naive())) {
            (_, Some(day)) => day,
            (_, None) if !is_open => {
                let why = "standar pelayanan tidak membuka perpanjangan untuk laporan ini; tenggat tetap";
                return self.ask_back(book, officer, reason, why, false).await;
            }
            (until, None) => return self.which_day(book, officer, until, reason, promises.first()).await,
        };
        let extendable = promises.into_iter().find_map(|(standard, deadline)| {
            let by = standard.extend_by?;
            Some((standard, deadline, by))
        });
        let Some((standard, deadline, by)) = extendable else {
            return self.pass_on_wish(book, officer, until, reason).await;
        };
        if officer.complaint.way_back().is_none() {
            let why = "pelapor tidak memberi alamat, sehingga perpanjangan tidak dapat diberitahukan dan tidak berlaku";
            return self.ask_back(book, officer, reason, why, false).await;
        }
        let (calendar, zone) = (&book.calendar, book.office.zone);
        match extended(&standard, by, &deadline, until, self.now, calendar, zone) {
            Ok(new) => self.extend(book, officer, &deadline, new, reason).await,
            Err(refusal) => {
                let why = refused(refusal, by, &moment(book, &deadline));
                self.ask_back(book, officer, reason, &why, false).await
            }
        }
    }

    /// `TUNDA 3 hari`: three days from today, or after the limit? He chooses.
    async fn which_day(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        until: Until,
        reason: &str,
        first: Option<&(Standard, Deadline)>,
    ) -> Result<(), DutyFault> {
        let why = "belum jelas sampai tanggal berapa penundaan berlaku; tulis TUNDA s.d. tanggal: alasan";
        let Until::Length(within) = until else {
            return self.ask_back(book, officer, reason, why, false).await;
        };
        let counted = |from| estimated(within, from, &book.calendar, book.office.zone).due.date_naive();
        let mut days = vec![(format!("{within} sejak hari ini"), counted(self.now))];
        if let Some((_, limit)) = first {
            days.push((format!("{within} sesudah batas sekarang"), counted(limit.due.to_utc())));
        }
        self.ask_back_with(book, officer, reason, why, false, choice::of_days(&days, reason)).await
    }

    async fn extend(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        old: &Deadline,
        new: Deadline,
        reason: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        self.replace(complaint, &old.standard, Some(old), "diperpanjang dengan pemberitahuan");
        self.begin(book, complaint, new.clone());
        let running = self.running(complaint).await?;
        let others = running.into_iter().filter(|clock| clock.standard != old.standard);
        let complaint = self.with_clocks(complaint, others.chain([new.clone()]).collect());
        self.order(officer, "TUNDA", &format!("s.d. {}: {reason}", dates::short_date(new.due.date_naive())));
        let mut facts = self.facts_of(book, &complaint);
        facts.deadline = Some(DeadlineFacts::of(&new, &book.office.zone_name, self.now));
        facts.extension = Some(ExtensionFacts { before: moment(book, old), reason: reason.to_owned() });
        self.tell_citizen(book, officer, &complaint, LetterKind::Extension, &facts).await?;
        let noted = format!("perpanjangan sampai {}; pemohon diberi tahu beserta alasannya", moment(book, &new));
        self.say_noted_of(book, officer, &complaint, &noted).await
    }

    /// No standard allows it: the promise stands, the superior is told what the officer wishes.
    async fn pass_on_wish(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        until: NaiveDate,
        reason: &str,
    ) -> Result<(), DutyFault> {
        let superior = superior_for(&book.office, &officer.complaint.decision, &officer.unit).clone();
        let day = dates::short_date(until);
        self.order(officer, "TUNDA", &format!("permintaan s.d. {day}: {reason}"));
        let wish = format!("{} meminta penundaan s.d. {day} dengan alasan: {reason}", name_of(book, &officer.unit));
        self.tell_unit(book, &officer.complaint, &superior, &wish, officer.arrival).await?;
        let name = book.office.unit(&superior).map_or_else(|| superior.to_string(), |unit| unit.addressee.clone());
        let why = format!(
            "standar pelayanan tidak membuka perpanjangan untuk laporan ini; tenggat tetap, dan permintaan disampaikan \
             kepada {name}"
        );
        self.ask_back(book, officer, reason, &why, false).await
    }

    /// What was promised to the citizen and still runs, the earliest first.
    async fn promises(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
    ) -> Result<Vec<(Standard, Deadline)>, DutyFault> {
        let clocks = self.tx.clocks(&[complaint.id]).await?;
        let running = clocks.into_iter().filter(|clock| clock.runs() && clock.deadline.standard != ESTIMATE);
        let promised = running.filter_map(|clock| {
            let standard = book.standard_of(&clock.deadline)?.into_owned();
            let counts = standard.stops_at.is_for_citizen() && standard.ombudsman.is_none();
            counts.then_some((standard, clock.deadline))
        });
        Ok(promised.collect())
    }

    /// The complaint with other clocks, written down.
    fn with_clocks(&mut self, complaint: &Complaint, clocks: Vec<Deadline>) -> Complaint {
        let decision = Decision { deadlines: sorted(clocks), ..complaint.decision.clone() };
        self.changes.sorted.push(Sorted { complaint: complaint.id, decision: decision.clone(), by: None });
        Complaint { decision, ..complaint.clone() }
    }

    /// A letter to the citizen on an officer's word; false where he has no address.
    pub(in crate::duties::triage) async fn tell_citizen(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        complaint: &Complaint,
        kind: LetterKind,
        facts: &LetterFacts,
    ) -> Result<bool, DutyFault> {
        let Some((channel, address)) = complaint.way_back() else { return Ok(false) };
        let occasion = officer.arrival.to_string();
        let mut draft = LetterDraft::new(kind, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        let facts = LetterFacts { unit: signed_by(book, officer, facts.unit.clone()), ..facts.clone() };
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.open_paste(complaint, &letter);
        self.changes.letters.push(letter);
        Ok(true)
    }
}

/// A length of time as it is, a day as so many days from today; `None` for one that is past.
fn length_of(until: Until, today: NaiveDate) -> Option<Within> {
    if let Until::Length(within) = until {
        return Some(within);
    }
    let days = (until.day(today)? - today).num_days();
    u32::try_from(days).ok().map(Within::CalendarDays)
}

/// True where more is written behind a length of time: `3 hari. Sopir baru sedang direkrut.`
fn says_more(words: &str) -> bool {
    const LENGTH: [&str; 8] = ["hari", "jam", "minggu", "pekan", "bulan", "kerja", "kalender", "lagi"];
    let lower = words.to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.skip_while(|word| !LENGTH.contains(word)).filter(|word| !LENGTH.contains(word)).count() > 1
}

fn moment(book: &OfficeBook, deadline: &Deadline) -> String {
    dates::moment(deadline.due, &book.office.zone_name)
}

fn refused(refusal: NoExtension, by: Within, due: &str) -> String {
    match refusal {
        NoExtension::TooLate => {
            format!("perpanjangan harus diberitahukan sebelum tenggat pertama, dan tenggat itu ({due}) sudah lewat")
        }
        NoExtension::Again => "tenggat ini sudah pernah diperpanjang; standar membolehkannya satu kali".to_owned(),
        NoExtension::NotLater => format!("tanggal yang ditulis tidak melewati tenggat yang ada ({due})"),
        NoExtension::TooFar(last) => {
            format!("perpanjangan paling lama {by}, jadi sampai {}", dates::short_date(last))
        }
    }
}
