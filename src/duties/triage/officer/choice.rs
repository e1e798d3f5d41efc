//! What was not understood is asked back with numbered answers, and a number is an answer.
//!
//! Each number stands for a mail that the officer might have written. His own words are offered again with the command
//! before them, never changed. A number counts only for the letter that offered it.

use chrono::NaiveDate;

use super::super::desk::Desk;
use super::super::reading::Read;
use super::Officer;
use crate::decide::OfficeBook;
use crate::decide::naming::{candidates, unit_instead, units_ordered};
use crate::decide::reply::{
    Chosen, choice_in, commands_in, for_the_citizen, note_below, one_a_line, read_choice, without_word,
};
use crate::decide::wording::one_line;
use crate::domain::UnitId;
use crate::domain::office::Unit;
use crate::duties::DutyFault;
use crate::store::change::NewChoice;

/// The mail that stands for "nothing was meant".
const IGNORE: &str = "ABAIKAN";
/// What stands before a text that goes to the citizen.
const SEND: &str = "JAWAB:";
/// So many units are offered.
const UNITS: usize = 4;

/// What can be chosen: as the officer reads it, and the mail it stands for.
pub(in crate::duties::triage) type Choices = Vec<(String, String)>;

/// A text that was not understood: an answer, an inner note, a question, nothing. `even_one`: one command in it is
/// offered as well as several are, because something else of the mail is not carried out.
pub(in crate::duties::triage) fn of_text(text: &str, sendable: bool, even_one: bool) -> Choices {
    if text.trim().is_empty() {
        return Vec::new();
    }
    // Only what can be carried out as it stands is offered: one choice ends the matter.
    let mut commands = commands_in(&one_a_line(text));
    commands.retain(|part| read_choice(part, &[]).is_some());
    if commands.len() > 1 || (even_one && !commands.is_empty()) {
        let shown = |part: &String| one_line(part).chars().take(60).collect::<String>();
        let mut choices: Choices = commands
            .iter()
            .take(UNITS)
            .map(|part| (format!("jalankan hanya \"{}\"", shown(part)), part.clone()))
            .collect();
        if sendable && commands_in(text).is_empty() {
            choices.push(("kirim seluruhnya sebagai jawaban kepada pelapor".into(), format!("{SEND}\n{text}")));
        }
        choices.push(("abaikan".into(), IGNORE.into()));
        return choices;
    }
    let mut choices: Choices = Vec::new();
    let text = without_word(text);
    let own = for_the_citizen(text).filter(|_| sendable);
    if let Some(own) = &own {
        let shown: String = own.chars().take(200).collect();
        choices.push((format!("kirim sebagai jawaban hanya \"{shown}\""), format!("{SEND}\n{own}")));
    }
    if sendable && own.is_none() {
        choices.push(("kirim sebagai jawaban kepada pelapor".into(), format!("{SEND}\n{text}")));
    }
    choices.push(("catat sebagai rencana, tidak dikirim kepada pelapor".into(), format!("RENCANA:\n{text}")));
    if sendable {
        choices.push(("tanyakan kepada pelapor".into(), format!("MINTA DATA:\n{text}")));
    }
    choices.push(("abaikan".into(), IGNORE.into()));
    if own.is_some() {
        choices.push(("kirim SELURUH tulisan sebagai jawaban kepada pelapor".into(), format!("{SEND}\n{text}")));
    }
    choices
}

/// A promise is offered as a plan first, to who takes the first that he reads.
pub(super) fn plan_first(choices: &mut Choices) {
    choices.sort_by_key(|(_, mail)| !mail.starts_with("RENCANA:"));
}

/// To agree with what was proposed, and nothing else.
pub(super) fn of_agreement(words: &str) -> Choices {
    vec![(words.to_owned(), "SETUJU".to_owned()), ("abaikan".into(), IGNORE.into())]
}

/// The unit that he may mean by `Ke Bidang SDK maksudnya`, `Tolong Yankes tindak lanjuti`. His words go with it.
pub(super) fn of_named_unit(book: &OfficeBook, officer: &Officer<'_>, text: &str) -> Option<(String, String)> {
    let named = units_ordered(&book.office, text).map(|named| named.to);
    let unit = book.office.unit(&named.or_else(|| unit_instead(&book.office, text))?)?;
    if unit.id.0 == officer.complaint.unit {
        return None;
    }
    let words = one_line(text);
    Some((format!("teruskan kepada {}", unit.name), format!("TERUSKAN: {}; {words}", unit.id)))
}

/// A unit that the complaint may be about, or the desk instead.
pub(super) fn of_a_unit_in_doubt((unit, name): (&UnitId, &str), desk: Option<&Unit>, note: &str) -> Choices {
    let words = one_line(note);
    let anyway = format!("tetap diteruskan kepada {name}, tanpa identitas pelapor");
    let mut choices = vec![(anyway, format!("DISPOSISI: {unit}\ncatatan: {words}"))];
    choices.extend(
        desk.map(|desk| (format!("ditangani {}", desk.shown()), format!("DISPOSISI: {}\ncatatan: {words}", desk.id))),
    );
    choices.push(("abaikan".into(), IGNORE.into()));
    choices
}

/// Units that may be meant by a name.
pub(in crate::duties::triage) fn of_units(book: &OfficeBook, to: &str, reason: &str) -> Choices {
    let units = candidates(&book.office, to).into_iter().take(UNITS);
    let mut choices: Choices = units
        .filter_map(|id| book.office.unit(&id))
        .map(|unit| (format!("teruskan kepada {}", unit.name), format!("TERUSKAN: {}; {reason}", unit.id)))
        .collect();
    if !choices.is_empty() {
        choices.push(("abaikan".into(), IGNORE.into()));
    }
    choices
}

/// Days that may be meant by a length of time, each as the word with a date.
pub(super) fn of_days(days: &[(String, NaiveDate)], reason: &str) -> Choices {
    let day = |(words, day): &(String, NaiveDate)| {
        let mail = format!("TUNDA s.d. {}: {reason}", day.format("%d-%m-%Y"));
        (format!("{words}: sampai {}", day.format("%d-%m-%Y")), mail)
    };
    let mut choices: Choices = days.iter().map(day).collect();
    choices.push(("abaikan".into(), IGNORE.into()));
    choices
}

impl<'a> Desk<'a> {
    /// True if his mail was the number of an answer that he was offered; then it is done.
    pub(in crate::duties::triage) async fn chooses(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        read: &Read,
    ) -> Result<bool, DutyFault> {
        let Some(chosen) = choice_in(&read.text.kept) else { return Ok(false) };
        let Some(asked) = self.tx.choice(officer.complaint.id, &officer.unit.0).await? else { return Ok(false) };
        let references = &read.mail.references;
        let of_this_letter = references.is_empty() || references.contains(&asked.message_id);
        let number = match chosen {
            Chosen::Number(number) => number,
            Chosen::Send => match the_one_to_send(&asked.options).filter(|_| of_this_letter) {
                Some(number) => number,
                None => return Ok(false),
            },
        };
        let chosen = number.checked_sub(1).and_then(|at| asked.options.get(at)).filter(|_| of_this_letter);
        let Some(chosen) = chosen else {
            let why = format!("angka {number} tidak ada dalam pilihan surat terakhir; mohon tulis perintahnya");
            self.ask_back(book, officer, "", &why, false).await?;
            return Ok(true);
        };
        if chosen == IGNORE {
            self.say_noted(book, officer, "balasan tadi diabaikan").await?;
            return Ok(true);
        }
        let Some(said) = read_choice(chosen, &[&book.office.phone]) else {
            let why = "pilihan itu belum lengkap untuk dijalankan; mohon tulis perintahnya";
            self.ask_back(book, officer, chosen, why, false).await?;
            return Ok(true);
        };
        // He has seen the text and chosen: no doubt is left that could be asked back.
        let note = note_below(chosen);
        let by = (officer.address, officer.unit.0.as_str());
        let readers = self.readers_below(book, &officer.complaint, by, &said, &note);
        let (complaint, unit) = (officer.complaint.clone(), officer.unit.clone());
        let officer = Officer { complaint, unit, note: &note, readers: &readers, chosen: true, ..*officer };
        self.do_as_chosen(book, &officer, said).await?;
        Ok(true)
    }

    /// Remembers what the numbers in a letter stand for.
    pub(super) fn offer(&mut self, officer: &Officer<'_>, message_id: &str, choices: Choices) {
        if choices.is_empty() {
            return;
        }
        let options = choices.into_iter().map(|(_, mail)| mail).collect();
        let (complaint, party, message_id) = (officer.complaint.id, officer.unit.0.clone(), message_id.to_owned());
        self.changes.choices.push(NewChoice { complaint, party, message_id, options });
    }
}

/// The number of the one choice that goes to the citizen, or of that without what is not for him; `None` where others
/// go too.
fn the_one_to_send(options: &[String]) -> Option<usize> {
    let mut sending = (1..).zip(options).filter_map(|(number, mail)| Some((number, mail.strip_prefix(SEND)?.trim())));
    let (number, text) = sending.next()?;
    sending.all(|(_, whole)| whole.contains(text)).then_some(number)
}
