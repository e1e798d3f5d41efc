//! A letter of the outbox made into a parcel for a relay.

use connectors::Parcel;
use connectors::compose::{ComposeFault, Outgoing, compose};
use connectors::whatsapp::Note;

use crate::domain::Channel;
use crate::duties::Practice;
use crate::store::letters::Letter;

/// Why a letter cannot be made into a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unpackable {
    /// Its recipient has no address to which a mail can be written, now or ever.
    Recipient(String),
    /// Something here is not as it should be; a person may put it right.
    Ours(String),
}

/// Makes the letter into what its channel carries, or says why that cannot be done.
///
/// `files`: what goes with a mail. `window_open`: the citizen wrote by WhatsApp within the last 24 hours.
pub(super) fn pack(
    letter: &Letter,
    files: Vec<(String, Vec<u8>)>,
    window_open: bool,
    practice: &Practice,
) -> Result<Parcel, Unpackable> {
    match letter.channel {
        Channel::Email => mail(letter, files, practice),
        Channel::Sms => Ok(text(letter, letter.body.clone().into_bytes())),
        Channel::Whatsapp => {
            let template_values = vec![letter.number.clone().unwrap_or_default(), letter.body.clone()];
            Ok(text(letter, Note { text: letter.body.clone(), window_open, template_values }.to_content()))
        }
        Channel::Lapor
        | Channel::Telepon
        | Channel::TatapMuka
        | Channel::KotakSaran
        | Channel::Surat
        | Channel::Sosmed
        | Channel::Angket => Err(Unpackable::Ours(format!("no letter leaves by {}", letter.channel.word()))),
    }
}

/// What a gateway takes.
fn text(letter: &Letter, content: Vec<u8>) -> Parcel {
    Parcel { reference: letter.message_id.clone(), sender: String::new(), recipient: letter.recipient.clone(), content }
}

/// A mail.
pub(super) fn mail(letter: &Letter, files: Vec<(String, Vec<u8>)>, practice: &Practice) -> Result<Parcel, Unpackable> {
    let book = practice
        .books
        .get(&letter.office)
        .ok_or_else(|| Unpackable::Ours(format!("office `{}` is not configured", letter.office)))?;
    let marks = [
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
        ("X-Penghubung", practice.installation.clone()),
        ("X-Penghubung-Nomor", letter.number.clone().unwrap_or_else(|| "-".to_owned())),
    ];
    let subject = if letter.repeats > 0 && !letter.to_pelapor() { marked(letter) } else { letter.subject.clone() };
    let content = compose(Outgoing {
        message_id: &letter.message_id,
        date: letter.created,
        from_name: &book.office.name,
        from: &letter.sender,
        to: &letter.recipient,
        reply_to: letter.reply_to.as_deref(),
        subject: &subject,
        references: &letter.thread,
        marks: &marks,
        body: &letter.body,
        files,
    })
    .map_err(|fault| match &fault {
        ComposeFault::Address(address) if *address == letter.recipient => {
            Unpackable::Recipient("the recipient is no address to which a mail can be written".to_owned())
        }
        ComposeFault::Address(_) | ComposeFault::Header(_) => Unpackable::Ours(fault.to_string()),
    })?;
    Ok(Parcel {
        reference: letter.message_id.clone(),
        sender: letter.sender.clone(),
        recipient: letter.recipient.clone(),
        content,
    })
}

/// The subject of a repeat to an officer: the number first, as always, then the mark.
fn marked(letter: &Letter) -> String {
    let mark = format!("[KIRIM ULANG {}]", letter.repeats);
    match letter.subject.split_once("] ") {
        Some((number, rest)) => format!("{number}] {mark} {rest}"),
        None => format!("{mark} {}", letter.subject),
    }
}
