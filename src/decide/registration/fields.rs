//! The fields of a form. In: a field's key and the value that was written. Out: the value in the sheet, or a remark on
//! what was not understood. It does not know where on the form the value stood.

use chrono::Datelike as _;

use super::keys::Key;
use super::values::{self, YesNo};
use super::{Field, Form, Misread, Setting, dates};
use crate::decide::wording::one_line;
use crate::domain::{Channel, Sheet};

/// No register that is still looked at is older; an earlier year was mistyped.
const FIRST_YEAR: i32 = 2000;

/// The value on one line: in letters to officers a line of its own would look like one of ours.
fn some(value: &str) -> Option<String> {
    Some(one_line(value)).filter(|value| !value.is_empty() && value != "-")
}

/// The field that takes any words.
pub(super) fn plain_field(sheet: &mut Sheet, key: Key) -> Option<&mut Option<String>> {
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
        form.remarks.push(Misread::Unknown(Field::Hour, said));
        return;
    };
    if at <= setting.now {
        form.sheet.received = Some(at);
    } else {
        form.remarks.push(Misread::ToCome(Field::Hour, said));
    }
}

/// Puts a value that must be one of its kind into its field. What is wrong with it, if something is.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words")]
fn set_read(sheet: &mut Sheet, key: Key, value: &str, setting: &Setting<'_>) -> Option<Misread> {
    let strange = |what: Field| Some(Misread::Unknown(what, value.to_owned()));
    match key {
        Key::Channel => {
            let Some(channel) = values::channel_named(value) else { return strange(Field::Channel) };
            sheet.channel = Some(channel);
            sheet.sub_channel = some(value).filter(|said| !is_bare(said, channel));
        }
        Key::Received => match dates::moment(value, setting.zone, setting.now) {
            Some(at) if at.year() < FIRST_YEAR => return Some(Misread::TooOld(value.to_owned())),
            Some(at) if at <= setting.now => sheet.received = Some(at),
            Some(_) => return Some(Misread::ToCome(Field::Received, value.to_owned())),
            None => return strange(Field::Received),
        },
        Key::Phone | Key::Whatsapp => {
            let read = values::phone(value, setting.area_code);
            let strange = strange(Field::Phone).filter(|_| read.is_err());
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
            return strange(Field::Email).filter(|_| sheet.email.is_none());
        }
        Key::Grade => {
            sheet.grade = values::grade_named(value);
            return strange(Field::Grade).filter(|_| sheet.grade.is_none());
        }
        Key::Class => {
            sheet.class = values::class_named(value);
            return strange(Field::Class).filter(|_| sheet.class.is_none());
        }
        Key::Status => match values::is_settled(value) {
            Some(settled) => sheet.settled = settled,
            None => return strange(Field::Status),
        },
        Key::Secret | Key::Anonymous => {
            let said = values::yes_no(value);
            let field = if key == Key::Secret { &mut sheet.secret } else { &mut sheet.anonymous };
            *field = said != YesNo::No;
            return (said == YesNo::Unsure).then(|| Misread::TakenForYes(value.to_owned()));
        }
        _ => {}
    }
    None
}

fn is_bare(said: &str, channel: Channel) -> bool {
    let said = said.to_lowercase().replace(['-', '_'], " ");
    said == channel.label().to_lowercase() || said == channel.word().replace('_', " ")
}
