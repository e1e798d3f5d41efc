//! One form: lines `Kunci: nilai`, the text last.

use super::keys::{self, Key};
use super::values::{self, YesNo};
use super::{Form, Setting, dates};
use crate::domain::Channel;

/// Whether a form must name its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strict {
    /// `Isi:` is needed; other lines are given back.
    Named,
    /// Lines without a name are the text where no `Isi:` is: an item of a handover.
    Free,
}

/// Reads a form. Lines that name no field stand in `unread`.
#[must_use]
pub fn read_form(text: &str, setting: &Setting<'_>, strict: Strict) -> Form {
    let mut form = Form::default();
    let (mut answer, mut body) = (Vec::new(), None::<Vec<&str>>);
    let mut last: Option<Key> = None;
    for line in without_signature(text).lines() {
        let field = keys::parted(line).and_then(|(name, value)| {
            let key = if body.is_some() { keys::exactly(name) } else { keys::named(name) };
            key.map(|key| (key, value))
        });
        match (field, body.as_mut()) {
            (Some((Key::Text, value)), None) => {
                form.keyed = true;
                body = Some(vec![value]);
                last = None;
            }
            (Some((key, value)), below) if below.is_none() || (key.may_follow_text() && fits(key, value)) => {
                form.keyed = true;
                last = Some(key);
                match key {
                    Key::Answer => answer.push(value.to_owned()),
                    Key::Address
                    | Key::Channel
                    | Key::Received
                    | Key::Name
                    | Key::Nik
                    | Key::Phone
                    | Key::Whatsapp
                    | Key::Email
                    | Key::Place
                    | Key::Time
                    | Key::About
                    | Key::Unit
                    | Key::Grade
                    | Key::Secret
                    | Key::Anonymous
                    | Key::Class
                    | Key::Status
                    | Key::Duration
                    | Key::Origin
                    | Key::Signed
                    | Key::LetterNumber
                    | Key::LetterDate
                    | Key::Subject
                    | Key::Text => set(&mut form, key, value, setting),
                }
            }
            (_, below) => goes_on(line, &mut last, &mut answer, &mut form, below),
        }
    }
    finish(form, &answer, body, strict)
}

/// A line that names nothing: more of the field above it, of the text, or something that is given back.
fn goes_on<'a>(
    line: &'a str,
    last: &mut Option<Key>,
    answer: &mut Vec<String>,
    form: &mut Form,
    below: Option<&mut Vec<&'a str>>,
) {
    let blank = line.trim().is_empty();
    match last {
        Some(key) if key.is_long() && !blank => match key {
            Key::Address => {
                let address = form.sheet.address.get_or_insert_default();
                *address = format!("{address}, {}", line.trim());
            }
            _ => answer.push(line.trim().to_owned()),
        },
        _ => {
            if blank {
                *last = None;
            }
            match below {
                Some(body) => body.push(line),
                None if !blank => form.unread.push(line.trim().to_owned()),
                None => {}
            }
        }
    }
}

fn finish(mut form: Form, answer: &[String], body: Option<Vec<&str>>, strict: Strict) -> Form {
    let answer = answer.join("\n").trim().to_owned();
    form.sheet.answer = Some(answer).filter(|answer| !answer.is_empty());
    match body {
        Some(lines) => form.sheet.text = lines.join("\n").trim().to_owned(),
        None if strict == Strict::Free => form.sheet.text = std::mem::take(&mut form.unread).join("\n"),
        None => {}
    }
    if form.sheet.settled && form.sheet.answer.is_none() {
        form.sheet.settled = false;
        form.remarks.push("Status: selesai, tetapi Jawaban tidak diisi; laporan dibuka dan belum ditutup".to_owned());
    }
    form
}

/// True if a value below the text can only be that of a field.
fn fits(key: Key, value: &str) -> bool {
    match key {
        Key::Channel => values::channel_named(value).is_some(),
        Key::Grade => values::grade_named(value).is_some(),
        Key::Status => values::is_settled(value).is_some(),
        Key::Secret | Key::Anonymous => values::yes_no(value) != YesNo::Unsure,
        _ => !value.is_empty(),
    }
}

/// Puts a value into its field; one that is not understood is remarked on.
fn set(form: &mut Form, key: Key, value: &str, setting: &Setting<'_>) {
    let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty() && value != "-");
    let sheet = &mut form.sheet;
    let strange = |what: &str| format!("{what}: \"{value}\" tidak dikenali");
    match key {
        Key::Channel => match values::channel_named(value) {
            Some(channel) => {
                sheet.channel = Some(channel);
                sheet.sub_channel = some(value).filter(|said| !is_bare(said, channel));
            }
            None => form.remarks.push(strange("Kanal")),
        },
        Key::Received => match dates::moment(value, setting.zone, setting.now) {
            Some(at) if at <= setting.now => sheet.received = Some(at),
            Some(_) => form.remarks.push(format!("Diterima: \"{value}\" belum terjadi; dipakai waktu surel ini")),
            None => form.remarks.push(strange("Diterima")),
        },
        Key::Phone | Key::Whatsapp => {
            let read = values::phone(value, setting.area_code);
            if read.is_err() && some(value).is_some() {
                form.remarks.push(strange("Nomor telepon"));
            }
            let number = some(&read.unwrap_or_else(|written| written));
            if key == Key::Phone { sheet.phone = number } else { sheet.whatsapp = number }
        }
        Key::Email => match values::mail_address(value) {
            Some(address) => sheet.email = Some(address),
            None if some(value).is_some() => form.remarks.push(strange("Email")),
            None => {}
        },
        Key::Grade => match values::grade_named(value) {
            Some(grade) => sheet.grade = Some(grade),
            None => form.remarks.push(strange("Grade")),
        },
        Key::Class => match values::class_named(value) {
            Some(class) => sheet.class = Some(class),
            None => form.remarks.push(strange("Jenis")),
        },
        Key::Status => match values::is_settled(value) {
            Some(settled) => sheet.settled = settled,
            None => form.remarks.push(strange("Status")),
        },
        Key::Secret | Key::Anonymous => {
            let said = values::yes_no(value);
            if said == YesNo::Unsure {
                form.remarks.push(format!("\"{value}\" dibaca sebagai ya"));
            }
            let field = if key == Key::Secret { &mut sheet.secret } else { &mut sheet.anonymous };
            *field = said != YesNo::No;
        }
        Key::Name => sheet.name = some(value),
        Key::Nik => sheet.nik = some(value),
        Key::Address => sheet.address = some(value),
        Key::Place => sheet.place = some(value),
        Key::Time => sheet.time = some(value),
        Key::About => sheet.about = some(value),
        Key::Unit => sheet.unit = some(value),
        Key::Duration => sheet.duration = some(value),
        Key::Origin => sheet.origin = some(value),
        Key::Signed => sheet.signed = some(value),
        Key::LetterNumber => sheet.letter_number = some(value),
        Key::LetterDate => sheet.letter_date = some(value),
        Key::Subject => sheet.subject = some(value),
        Key::Answer | Key::Text => {}
    }
}

/// Sets one field by the name of a column or key; false where there is no such field.
pub(super) fn set_named(form: &mut Form, name: &str, value: &str, setting: &Setting<'_>) -> bool {
    match keys::exactly(name) {
        Some(Key::Text) => form.sheet.text = value.trim().to_owned(),
        Some(Key::Answer) => {
            form.sheet.answer = Some(value.trim().to_owned()).filter(|value| !value.is_empty() && value != "-");
        }
        Some(key) => set(form, key, value.trim(), setting),
        None => return false,
    }
    true
}

fn is_bare(said: &str, channel: Channel) -> bool {
    let said = said.to_lowercase().replace(['-', '_'], " ");
    said == channel.label().to_lowercase() || said == channel.word().replace('_', " ")
}

/// Without what a mail program puts below `-- `.
fn without_signature(text: &str) -> &str {
    const LONGEST: usize = 15;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        if bare == "-- " || bare == "--" {
            let below = text.get(at..).unwrap_or_default().lines().filter(|line| !line.trim().is_empty()).count();
            if below <= LONGEST {
                return text.get(..at).unwrap_or(text);
            }
        }
        at += line.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::{Class, Grade};

    fn form(text: &str) -> Form {
        let setting = Setting { zone: Jakarta, area_code: "0285", now: "2026-11-20T02:41:00Z".parse().unwrap() };
        read_form(text, &setting, Strict::Named)
    }

    #[test]
    fn a_form_is_read_whatever_its_case_and_slips() {
        let form = form(
            "KANAL : Tatap Muka\nditerima: 19-11-2026 10.15\nNama: Ibu Contoh\nNo HP: 0812 3456 789\nAlmat: Jl. Melati 3\n\
             RT 2 RW 1\nGrade: Merah\nJenis: keluhan\nPetugas: perawat jaga\nTolong segera ya\nIsi: Obat habis.\n\nTelp: ada di meja.",
        );
        let sheet = &form.sheet;
        assert_eq!(sheet.channel, Some(Channel::TatapMuka));
        assert_eq!(sheet.received, Some("2026-11-19T03:15:00Z".parse().unwrap()));
        assert_eq!(sheet.phone.as_deref(), Some("+628123456789"));
        assert_eq!(sheet.address.as_deref(), Some("Jl. Melati 3, RT 2 RW 1"));
        assert_eq!((sheet.grade, sheet.class), (Some(Grade::Merah), Some(Class::Pengaduan)));
        assert_eq!(sheet.text, "Obat habis.\n\nTelp: ada di meja.", "the text is the rest of the mail");
        assert_eq!(form.unread, ["Tolong segera ya"]);
        assert!(form.is_whole() && form.remarks.is_empty(), "{:?}", form.remarks);
    }

    #[test]
    fn without_a_text_nothing_is_lost() {
        let form = form("Nama: Ibu Contoh\nPasien antre lama di loket\nKanal: merpati\nDiterima: 21-11-2026 08.00");
        assert!(!form.is_whole());
        assert_eq!(form.unread, ["Pasien antre lama di loket"]);
        assert_eq!(form.remarks.len(), 2, "{:?}", form.remarks);
    }

    #[test]
    fn settled_needs_its_answer_and_both_may_stand_below_the_text() {
        let settled = form(
            "Isi: Loket tutup.\nStatus: selesai di tempat\nJawaban: Loket dibuka kembali\npukul 10.00.\n-- \nPetugas",
        );
        assert_eq!(settled.sheet.text, "Loket tutup.");
        assert!(settled.sheet.settled);
        assert_eq!(settled.sheet.answer.as_deref(), Some("Loket dibuka kembali\npukul 10.00."));
        let open = form("Status: selesai di tempat\nIsi: Loket tutup.");
        assert!(!open.sheet.settled && open.remarks.len() == 1);
    }
}
