//! An officer's mail, read into sheets: a form, a citizen's mail passed on, an exported chat.

use connectors::mime::Mail;

use super::batch::is_rule;
use super::keys::{self, Key};
use super::{Form, Setting, Strict, chat, forward, read_form};
use crate::decide::tokens::text_hash;
use crate::decide::wording::one_line;
use crate::domain::{Channel, Sheet};

/// The sheets in a mail of an officer. `kept` is what he wrote himself where he answers a letter; `chats` are exported
/// chats that hang on it, file and text; `named`: he says himself that it is a registration. Empty: nothing to
/// register.
#[must_use]
pub fn forms(
    mail: &Mail,
    kept: &str,
    chats: &[(String, String)],
    named: bool,
    strict: Strict,
    setting: &Setting<'_>,
) -> Vec<Form> {
    let text = if mail.references.is_empty() { mail.text.as_str() } else { kept };
    let whole = read_form(text, setting, strict);
    if named && whole.keyed && whole.is_whole() && chats.is_empty() {
        let several: Vec<Form> = several(text).iter().map(|part| read_form(part, setting, strict)).collect();
        let all_whole = several.len() > 1 && several.iter().all(|form| form.keyed && form.is_whole());
        return if all_whole { several } else { vec![whole] };
    }
    let cover = read_form(forward::above(text), setting, Strict::Named);
    let chats = chats.iter().filter_map(|(file, text)| chat::read(file, text, setting)).map(of_chat);
    let mut brought: Vec<Sheet> = chats.collect();
    if brought.is_empty() {
        brought =
            forward::forwarded(mail, setting.zone, setting.now).into_iter().map(|m| of_mail(m, setting)).collect();
    }
    if !brought.is_empty() {
        return brought.into_iter().map(|sheet| Form { sheet: over(&cover.sheet, sheet), ..cover.clone() }).collect();
    }
    if named { vec![whole] } else { Vec::new() }
}

/// A mail in which several forms may stand: parted at lines of dashes, and where the fields begin anew below a text.
fn several(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut has_text = false;
    for line in text.lines() {
        let anew = has_text && keys::parted(line).and_then(|(name, _)| keys::exactly(name)).is_some_and(Key::begins);
        if is_rule(line) || anew {
            parts.push(String::new());
            has_text = false;
        }
        has_text |= keys::parted(line).and_then(|(name, _)| keys::named(name)) == Some(Key::Text);
        if let Some(part) = parts.last_mut().filter(|_| !is_rule(line)) {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts
}

fn of_mail(mail: forward::Forwarded, setting: &Setting<'_>) -> Sheet {
    Sheet {
        channel: Some(Channel::Email),
        received: mail.at.filter(|at| *at <= setting.now),
        name: mail.name,
        email: Some(mail.from),
        subject: Some(mail.subject).filter(|subject| !subject.is_empty()),
        text: mail.text,
        message_id: mail.message_id,
        ..Sheet::default()
    }
}

fn of_chat(chat: chat::Chat) -> Sheet {
    Sheet {
        channel: Some(Channel::Whatsapp),
        received: chat.at,
        name: chat.name,
        whatsapp: chat.phone,
        text: chat.text,
        ..Sheet::default()
    }
}

/// What the officer wrote above what he passes on counts more than what was read in it; the words are the citizen's.
fn over(cover: &Sheet, brought: Sheet) -> Sheet {
    let cover = cover.clone();
    Sheet {
        channel: cover.channel.or(brought.channel),
        received: cover.received.or(brought.received),
        name: cover.name.or(brought.name),
        phone: cover.phone.or(brought.phone),
        whatsapp: cover.whatsapp.or(brought.whatsapp),
        email: cover.email.or(brought.email),
        subject: brought.subject.or(cover.subject),
        message_id: brought.message_id,
        text: brought.text,
        ..cover
    }
}

/// The words by which a sheet is decided and shown: the citizen's, and where and when and whom it is about.
#[must_use]
pub fn words(sheet: &Sheet) -> String {
    let details =
        [("Tempat kejadian", &sheet.place), ("Waktu kejadian", &sheet.time), ("Petugas yang dikeluhkan", &sheet.about)];
    let details = details.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value.as_deref()?)));
    let details: Vec<String> = details.collect();
    if details.is_empty() { sheet.text.clone() } else { format!("{}\n\n{}", sheet.text, details.join("\n")) }
}

/// The same number of the same book and year over the same text is the same complaint; so is the same mail of a
/// citizen, passed on twice.
#[must_use]
pub fn origin_key(sheet: &Sheet, channel: Channel, year: i32) -> Option<String> {
    if let (None, Some(id)) = (&sheet.origin, &sheet.message_id) {
        return Some(format!("surat/{id}"));
    }
    let number = one_line(sheet.origin.as_deref()?).to_lowercase();
    // Books begin to count anew each month or box: the same number over another text is another complaint.
    let letters: String = sheet.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let text = text_hash(&letters).chars().take(16).collect::<String>();
    (!number.is_empty()).then(|| format!("{}/{year}/{number}/{text}", channel.word()))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;
    use connectors::mime;

    use super::*;

    fn read(mail: &str, named: bool) -> Vec<Form> {
        let setting = Setting { zone: Jakarta, area_code: "", now: "2026-11-23T02:41:00Z".parse().unwrap() };
        let mail = mime::read(mail.as_bytes());
        forms(&mail, &mail.text, &[], named, Strict::Named, &setting)
    }

    #[test]
    fn what_is_passed_on_is_the_citizens_and_the_cover_the_officers() {
        let mail = "From: kapus@batang.example\r\nSubject: Fwd: Antre\r\n\r\nMohon dicatat.\r\nUnit: Puskesmas Bandar I\r\n\r\n\
                    ---------- Forwarded message ---------\r\nDari: Siti <siti@warga.example>\r\nDate: Jum, 20 Nov 2026 pukul 09.41\r\n\
                    Subject: Antre\r\n\r\nUnit loket: antre lama.\r\n";
        let forms = read(mail, false);
        let [form] = forms.as_slice() else { panic!("{forms:?}") };
        assert_eq!(form.sheet.email.as_deref(), Some("siti@warga.example"));
        assert_eq!(form.sheet.unit.as_deref(), Some("Puskesmas Bandar I"));
        assert_eq!(form.sheet.text, "Unit loket: antre lama.");
        assert_eq!(form.unread, ["Mohon dicatat."]);
    }

    #[test]
    fn a_mail_that_brings_nothing_is_no_registration_unless_it_says_so() {
        let mail = "From: kapus@batang.example\r\nSubject: Fwd: rapat\r\n\r\nMohon hadir.\r\n";
        assert!(read(mail, false).is_empty());
        assert_eq!(read(mail, true).len(), 1);
    }

    #[test]
    fn several_forms_in_one_mail_are_several_complaints() {
        let head = "From: kapus@batang.example\r\nSubject: [DAFTAR]\r\n\r\n";
        let two = "Nama: Siti\nIsi: antre lama\n\nNama: Budi\nKanal: telepon\nIsi: obat habis\nsejak Senin";
        let ruled = "Nama: Siti\nIsi: antre lama\n-----\nNama: Budi\nKanal: telepon\nIsi: obat habis\nsejak Senin";
        for text in [two, ruled] {
            let forms = read(&format!("{head}{text}"), true);
            let [first, second] = forms.as_slice() else { panic!("{forms:?}") };
            assert_eq!((first.sheet.name.as_deref(), first.sheet.text.as_str()), (Some("Siti"), "antre lama"));
            assert_eq!(
                (second.sheet.name.as_deref(), second.sheet.text.as_str()),
                (Some("Budi"), "obat habis\nsejak Senin")
            );
        }
        let one = "Nama: Siti\nIsi: antre lama\nNama: petugas tidak saya ketahui";
        assert_eq!(read(&format!("{head}{one}"), true).len(), 1, "the citizen's words may look like a field");
    }
}
