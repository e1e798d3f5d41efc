//! A form on the office's website that arrives by mail: `Nama: …`, one field a line, whatever the form calls them.
//!
//! In: the mail, and how the office's forms are known. Out: the sheet of the citizen who filled it in. Reply-To counts
//! where the form has no field for an address.

use connectors::mime::Mail;

use super::{Setting, Strict, read_form};
use crate::domain::{Channel, FormMail, Forms, Sheet};

/// The sheet in a form mail; `None`: it is no form of this office, or holds no complaint.
#[must_use]
pub fn form_mail(mail: &Mail, forms: &Forms, setting: &Setting<'_>) -> Option<Sheet> {
    let from = mail.from.as_deref()?;
    let subject = mail.subject.to_lowercase();
    let known = |form: &&FormMail| form.from == from && subject.contains(&form.subject);
    let form = forms.form_mails.iter().find(known)?;
    let read = read_form(&renamed(&mail.text, form), setting, Strict::Named);
    if !read.is_whole() {
        return None;
    }
    let mut sheet = read.sheet;
    // What only an officer can know is not taken from a form that anybody fills in.
    (sheet.unit, sheet.grade, sheet.origin, sheet.settled, sheet.answer) = (None, None, None, false, None);
    sheet.received = None;
    sheet.channel = Some(Channel::Email);
    sheet.sub_channel = Some("formulir situs web".to_owned());
    let replies = mail.reply_to.clone().filter(|reply| *reply != form.from);
    sheet.email = sheet.email.or(replies);
    Some(sheet)
}

/// The text with the form's own names of fields replaced by ours. A name may stand on a line of its own above its
/// value.
fn renamed(text: &str, form: &FormMail) -> String {
    let plain = |name: &str| name.trim().trim_matches(['*', ':']).trim().to_lowercase();
    let ours = |name: &str| form.fields.iter().find(|(known, _)| plain(known) == plain(name)).map(|(_, field)| field);
    let mut out = String::with_capacity(text.len());
    let mut waiting = false;
    for line in text.lines() {
        let parted = line.split_once(':').and_then(|(name, value)| Some((ours(name)?, value.trim())));
        let alone = ours(line).map(|field| (field, ""));
        match parted.or(alone) {
            Some((field, value)) => {
                out.push_str(&format!("\n{field}: {value}"));
                waiting = value.is_empty();
            }
            None if waiting && !line.trim().is_empty() => {
                out.push_str(line.trim());
                waiting = false;
            }
            None => {
                out.push('\n');
                out.push_str(line);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Makassar;
    use connectors::mime;

    use super::*;

    fn read(mail: &str) -> Option<Sheet> {
        let fields = [("Your name", "nama"), ("E-mail address", "email"), ("Message", "isi")];
        let fields = fields.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let form = FormMail { from: "formulir@rsud.example".into(), subject: "kontak".into(), fields };
        let forms = Forms { form_mails: vec![form], ..Forms::default() };
        let setting = Setting { zone: Makassar, area_code: "", now: "2026-11-20T02:41:00Z".parse().unwrap() };
        form_mail(&mime::read(mail.as_bytes()), &forms, &setting)
    }

    #[test]
    fn the_forms_own_names_are_ours() {
        let inline = "From: formulir@rsud.example\r\nReply-To: warga@warga.example\r\nSubject: [Kontak] baru\r\n\r\nYour name: Ibu C\r\nNo HP: 0812 3456 7890\r\nGrade: hijau\r\nMessage: AC mati\r\ntiga hari\r\n";
        let sheet = read(inline).unwrap();
        assert_eq!((sheet.name.as_deref(), sheet.email.as_deref()), (Some("Ibu C"), Some("warga@warga.example")));
        assert_eq!(
            (sheet.text.as_str(), sheet.phone.as_deref(), sheet.grade),
            ("AC mati\ntiga hari", Some("+6281234567890"), None)
        );
        let below = "From: formulir@rsud.example\r\nSubject: Kontak\r\n\r\nYour name\r\nIbu C\r\n\r\nE-mail address\r\nc@warga.example\r\n\r\nMessage\r\nAC mati\r\n";
        let sheet = read(below).unwrap();
        assert_eq!((sheet.email.as_deref(), sheet.text.as_str()), (Some("c@warga.example"), "AC mati"));
    }

    #[test]
    fn another_mail_is_none() {
        assert_eq!(read("From: warga@warga.example\r\nSubject: Kontak\r\n\r\nMessage: AC mati\r\n"), None);
        assert_eq!(read("From: formulir@rsud.example\r\nSubject: Tagihan\r\n\r\nMessage: AC mati\r\n"), None);
    }
}
