//! One form: lines `Kunci: nilai`, the text last.

use super::keys::{self, Key};
use super::values::{self, YesNo};
use super::{Form, Setting, dates};
use crate::decide::reply::{is_device_line, is_greeting};
use crate::domain::{Channel, Sheet};

/// What is done with a moment that is yet to come. Rows of a table at fault are left out instead.
pub(super) const NOT_YET: &str = "; dipakai waktu pendaftaran";

/// Whether a form must name its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strict {
    /// `Isi:` is needed; other lines are given back.
    #[default]
    Named,
    /// Lines without a name are the text where no `Isi:` is: an item of a handover.
    Free,
}

/// Reads a form. Lines that name no field stand in `unread`.
#[must_use]
pub fn read_form(text: &str, setting: &Setting<'_>, strict: Strict) -> Form {
    let mut reading = Reading { strict, ..Reading::default() };
    for line in without_signature(text).lines().filter(|line| !is_device_line(line.trim())) {
        let parts = if reading.body.is_none() { keys::fields_of(line) } else { vec![line] };
        parts.into_iter().for_each(|part| reading.line(part, setting));
    }
    let Reading { form, answer, body, .. } = reading;
    finish(form, &answer, body, strict, setting)
}

/// A form, as far as it is read.
#[derive(Default)]
struct Reading<'t> {
    form: Form,
    answer: Vec<String>,
    body: Option<Vec<&'t str>>,
    /// The field whose value may go on below.
    last: Option<Key>,
    /// It is still without a value.
    awaits: bool,
    strict: Strict,
}

impl<'t> Reading<'t> {
    fn line(&mut self, line: &'t str, setting: &Setting<'_>) {
        match (self.field(line), self.body.is_none()) {
            (Some((Key::Text, value)), true) => {
                self.form.keyed = true;
                self.body = Some(vec![value]);
                self.last = None;
            }
            (Some((key, value)), above) if above || (key.may_follow_text() && fits(key, value)) => {
                self.form.keyed = true;
                (self.last, self.awaits) = (Some(key), value.is_empty());
                self.put(key, value, setting);
            }
            (Some(_) | None, _) => self.goes_on(line, setting),
        }
    }

    /// The field that a line names.
    fn field(&self, line: &'t str) -> Option<(Key, &'t str)> {
        let in_body = self.body.is_some();
        let named = keys::parted(line).and_then(|(name, value)| {
            let key = if in_body { keys::exactly(name) } else { keys::named(name) };
            key.map(|key| (key, value))
        });
        let bare = || keys::unparted(line, surely).filter(|_| self.strict == Strict::Named && !in_body);
        named.or_else(bare)
    }

    fn put(&mut self, key: Key, value: &str, setting: &Setting<'_>) {
        if key == Key::Answer {
            self.answer.push(value.to_owned());
        } else {
            set(&mut self.form, key, value, setting);
        }
    }

    /// A line that names nothing: the value of the field above it or more of it, more of the text, or something that is
    /// given back.
    fn goes_on(&mut self, line: &'t str, setting: &Setting<'_>) {
        let blank = line.trim().is_empty();
        match self.last {
            Some(key) if self.awaits && !blank && self.body.is_none() => {
                self.awaits = false;
                self.put(key, line.trim(), setting);
            }
            Some(Key::Address) if !blank && self.body.is_none() => {
                let address = self.form.sheet.address.get_or_insert_default();
                *address = format!("{address}, {}", line.trim());
            }
            Some(Key::Answer) if !blank => self.answer.push(line.trim().to_owned()),
            _ => {
                if blank {
                    self.last = None;
                }
                match &mut self.body {
                    Some(body) => body.push(line),
                    None if !blank && (self.strict == Strict::Free || !is_greeting(line)) => {
                        self.form.unread.push(line.trim().to_owned());
                    }
                    None => {}
                }
            }
        }
    }
}

/// True if a value without a colon before it can only be that of this field.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words")]
fn surely(key: Key, value: &str) -> bool {
    const LONGEST_NAME: usize = 5;
    let words = value.split_whitespace().count();
    match key {
        Key::Channel => words <= LONGEST_NAME && values::channel_named(value).is_some(),
        Key::Received => words <= LONGEST_NAME && value.contains(|c: char| c.is_ascii_digit()),
        Key::Phone | Key::Whatsapp => values::phone(value, "").is_ok(),
        Key::Email => values::mail_address(value).is_some(),
        Key::Grade => values::grade_named(value).is_some(),
        Key::Nik => value.chars().filter(char::is_ascii_digit).count() == 16,
        Key::Address => value.to_lowercase().starts_with(['j', 'd', 'r', 'k', 'g', 'p']) && words > 1,
        Key::Name => {
            words <= LONGEST_NAME && value.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase()))
        }
        _ => false,
    }
}

fn finish(mut form: Form, answer: &[String], body: Option<Vec<&str>>, strict: Strict, setting: &Setting<'_>) -> Form {
    let answer = answer.join("\n").trim().to_owned();
    form.sheet.answer = Some(answer).filter(|answer| !answer.is_empty());
    match body {
        Some(lines) => form.sheet.text = lines.join("\n").trim().to_owned(),
        None if strict == Strict::Free => form.sheet.text = std::mem::take(&mut form.unread).join("\n"),
        None => {}
    }
    set_hour(&mut form, setting);
    if form.sheet.settled && form.sheet.answer.is_none() {
        form.sheet.settled = false;
        form.remarks.push("Status: selesai, tetapi Jawaban tidak diisi; laporan dibuka dan belum ditutup".to_owned());
    }
    form
}

/// True if a value below the text can only be that of a field.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words, or stand above the text only")]
fn fits(key: Key, value: &str) -> bool {
    let rightly = match key {
        Key::Channel => values::channel_named(value).is_some(),
        Key::Grade => values::grade_named(value).is_some(),
        Key::Status => values::is_settled(value).is_some(),
        Key::Secret | Key::Anonymous => values::yes_no(value) != YesNo::Unsure,
        _ if plain_field(&mut Sheet::default(), key).is_some() => true,
        Key::Answer => true,
        _ => false,
    };
    rightly && !value.is_empty()
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|value| !value.is_empty() && value != "-")
}

/// The field that takes any words.
fn plain_field(sheet: &mut Sheet, key: Key) -> Option<&mut Option<String>> {
    Some(match key {
        Key::Name => &mut sheet.name,
        Key::Nik => &mut sheet.nik,
        Key::Address => &mut sheet.address,
        Key::Place => &mut sheet.place,
        Key::Time => &mut sheet.time,
        Key::About => &mut sheet.about,
        Key::Unit => &mut sheet.unit,
        Key::Duration => &mut sheet.duration,
        Key::Origin => &mut sheet.origin,
        Key::Signed => &mut sheet.signed,
        Key::LetterNumber => &mut sheet.letter_number,
        Key::LetterDate => &mut sheet.letter_date,
        Key::Subject => &mut sheet.subject,
        Key::Channel
        | Key::Received
        | Key::Hour
        | Key::Phone
        | Key::Whatsapp
        | Key::Email
        | Key::Grade
        | Key::Secret
        | Key::Anonymous
        | Key::Class
        | Key::Status
        | Key::Answer
        | Key::Text => return None,
    })
}

/// Puts a value into its field; one that is not understood is remarked on.
pub(super) fn set(form: &mut Form, key: Key, value: &str, setting: &Setting<'_>) {
    if let Some(field) = plain_field(&mut form.sheet, key) {
        *field = some(value);
    } else if key == Key::Hour {
        form.hour = some(value);
    } else if let Some(what) = set_read(&mut form.sheet, key, value, setting)
        && some(value).is_some()
    {
        form.remarks.push(what);
    }
}

/// Sets the hour that stands in a field of its own, once the day is read; without a day it is today's.
pub(super) fn set_hour(form: &mut Form, setting: &Setting<'_>) {
    let Some(said) = form.hour.take() else { return };
    let day = form.sheet.received.unwrap_or(setting.now);
    let Some(at) = dates::clock_alone(&said).and_then(|hour| dates::at_hour(day, hour, setting.zone)) else {
        form.remarks.push(format!("Jam: \"{said}\" tidak dikenali"));
        return;
    };
    if at <= setting.now {
        form.sheet.received = Some(at);
    } else {
        form.remarks.push(format!("Jam: \"{said}\" belum terjadi{NOT_YET}"));
    }
}

/// Puts a value that must be one of its kind into its field. What is wrong with it, if something is.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words")]
fn set_read(sheet: &mut Sheet, key: Key, value: &str, setting: &Setting<'_>) -> Option<String> {
    let strange = |what: &str| Some(format!("{what}: \"{value}\" tidak dikenali"));
    match key {
        Key::Channel => {
            let Some(channel) = values::channel_named(value) else { return strange("Kanal") };
            sheet.channel = Some(channel);
            sheet.sub_channel = some(value).filter(|said| !is_bare(said, channel));
        }
        Key::Received => match dates::moment(value, setting.zone, setting.now) {
            Some(at) if at <= setting.now => sheet.received = Some(at),
            Some(_) => return Some(format!("Diterima: \"{value}\" belum terjadi{NOT_YET}")),
            None => return strange("Diterima"),
        },
        Key::Phone | Key::Whatsapp => {
            let read = values::phone(value, setting.area_code);
            let strange = strange("Nomor telepon").filter(|_| read.is_err());
            let number = some(&read.unwrap_or_else(|written| written));
            if key == Key::Phone {
                sheet.phone = number
            } else {
                sheet.whatsapp = number
            }
            return strange;
        }
        Key::Email => {
            sheet.email = values::mail_address(value);
            return strange("Email").filter(|_| sheet.email.is_none());
        }
        Key::Grade => {
            sheet.grade = values::grade_named(value);
            return strange("Grade").filter(|_| sheet.grade.is_none());
        }
        Key::Class => {
            sheet.class = values::class_named(value);
            return strange("Jenis").filter(|_| sheet.class.is_none());
        }
        Key::Status => match values::is_settled(value) {
            Some(settled) => sheet.settled = settled,
            None => return strange("Status"),
        },
        Key::Secret | Key::Anonymous => {
            let said = values::yes_no(value);
            let field = if key == Key::Secret { &mut sheet.secret } else { &mut sheet.anonymous };
            *field = said != YesNo::No;
            return (said == YesNo::Unsure).then(|| format!("\"{value}\" dibaca sebagai ya"));
        }
        _ => {}
    }
    None
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

    #[test]
    fn a_receptionist_may_write_as_he_likes() {
        let (name, phone) = (Some("Ibu Siti"), Some("+6281234567890"));
        for text in [
            "nama: Ibu Siti\nhp: 0812 3456 7890\nisi: antre lama",
            "*Nama* : Ibu Siti\n*No HP* : 0812-3456-7890\n*Isi* : antre lama",
            "*Nama: Ibu Siti*\n*Telp: 0812.3456.7890*\n*Isi: antre lama*",
            "_Nama_ : Ibu Siti\n_Telp_ : +62 812-3456-7890\n_Isi_ : antre lama",
            "1. Nama : Ibu Siti\n2. No. HP : 081234567890\n3. Isi laporan : antre lama",
            "a) Nama: Ibu Siti\nb) Telepon: 62 812 3456 7890\nc) Keluhan: antre lama",
            "• Nama: Ibu Siti\n• WA/Telp: -\n• HP: (0812) 3456 7890\n• Isi: antre lama",
            "✅ Nama: Ibu Siti\n✅ Hp: 0812 34567890\n✅ Aduan: antre lama",
            "Nama Ibu Siti\nTelp 0812 3456 7890\nIsi antre lama",
            "Nama - Ibu Siti\nNo HP - 0812 3456 7890\nIsi - antre lama",
            "Nama\tIbu Siti\nNo HP\t0812 3456 7890\nIsi\tantre lama",
            "Nama = Ibu Siti\nTlp = 0812 3456 7890\nIsi = antre lama",
            "Nama:\nIbu Siti\nNo HP:\n0812 3456 7890\nIsi:\nantre lama",
            "Nama: Ibu Siti, HP: 0812 3456 7890, Isi: antre lama",
            "Selamat pagi Bapak/Ibu,\nDari: Ibu Siti\nKontak: 0812 3456 7890 (WA)\nMasalah: antre lama\n\nDikirim dari iPhone saya",
            "> Nama: Ibu Siti\n> Telp: 0812 3456 7890\n> Isi: antre lama\n-- \nLoket Depan",
        ] {
            let form = form(text);
            let sheet = &form.sheet;
            assert_eq!((sheet.name.as_deref(), sheet.phone.as_deref()), (name, phone), "{text}: {form:?}");
            assert_eq!(sheet.text, "antre lama", "{text}");
        }
    }

    #[test]
    fn a_sentence_without_a_colon_names_no_field() {
        let setting = Setting { zone: Jakarta, area_code: "0285", now: "2026-11-20T02:41:00Z".parse().unwrap() };
        for text in
            ["Petugas jaga tidak ramah", "Tempat parkir penuh", "Telp tidak diangkat", "Nama saya tidak dipanggil"]
        {
            assert_eq!(read_form(text, &setting, Strict::Free).sheet.text, text);
            let named = form(text);
            assert_eq!((named.unread, named.sheet), (vec![text.to_owned()], Sheet::default()), "{text}");
        }
        let form = form("Diterima: kemarin jam 3 sore\nIsi: Nama: tidak tahu, HP: tidak ada. Obat habis.");
        assert_eq!(form.sheet.received, Some("2026-11-19T08:00:00Z".parse().unwrap()));
        assert_eq!(form.sheet.text, "Nama: tidak tahu, HP: tidak ada. Obat habis.");
        let odd = self::form("Diterima: 19-11-2026 25.61\nJam: 99\nIsi: Obat habis.");
        assert_eq!((odd.sheet.received, odd.remarks.len()), (None, 2), "{:?}", odd.remarks);
    }
}
