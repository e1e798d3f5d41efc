//! A letter made into what is put under a report at LAPOR!, or into a mail to whoever types it there.
//!
//! In: the letter, the report that its complaint mirrors, what is known to stand there. Out: a parcel. The text is
//! fitted to the service's limit and ends with the marker by which it is found again.

use connectors::Parcel;
use connectors::lapor::{Act, PostedFile, Posting};

use super::parcel::Unpackable;
use crate::decide::lapor::fitted;
use crate::decide::wording::{LaporFacts, LetterFacts, OfficeFacts, UnitFacts};
use crate::domain::LetterKind;
use crate::duties::{LaporFacts as Account, Practice};
use crate::store::letters::Letter;
use crate::store::reports::KnownReport;

/// What must be known of the report.
pub(super) struct Under {
    /// The report.
    pub(super) report: KnownReport,
    /// Ids of what is known to stand under it.
    pub(super) known: Vec<String>,
    /// Not for the public.
    pub(super) secret: bool,
    /// The letter calls a reporter by his name who is protected.
    pub(super) names_reporter: bool,
    /// Files to go with it: name and bytes.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// What goes out by the interface.
pub(super) fn pack(letter: &Letter, under: Under, practice: &Practice) -> Result<Parcel, Unpackable> {
    let account = account(letter, practice)?;
    keeps_the_name(letter, &under)?;
    let marker = practice.secret.marker(&letter.message_id);
    let text = marked(&letter.body, &marker, account.profile.limits.text);
    let act = match (letter.kind, letter.recipient.split_once('>')) {
        (LetterKind::HandOn, Some((_, institution))) => {
            Act::HandOn { institution: institution.to_owned(), reason: text }
        }
        (LetterKind::HandOn, None) => return Err(Unpackable::Ours("a report is handed on to nobody".to_owned())),
        _ => Act::Followup { text, secret: under.secret, to: None, template: None },
    };
    let limits = &account.profile.limits;
    let files = under.files.into_iter().filter(|(name, bytes)| {
        let kind = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
        limits.file_types.contains(&kind) && bytes.len() as u64 <= limits.file_bytes
    });
    let files = files.take(limits.files).map(|(name, bytes)| PostedFile::new(name, &bytes)).collect();
    let posting = Posting { report: under.report.remote_id, act, known: under.known, files };
    Ok(Parcel {
        reference: marker,
        sender: letter.sender.clone(),
        recipient: letter.recipient.clone(),
        content: posting.bytes(),
    })
}

/// The text with its marker behind it, within the limit.
fn marked(body: &str, marker: &str, limit: usize) -> String {
    let room = limit.saturating_sub(marker.chars().count() + 1);
    format!("{} {marker}", fitted(body.trim_end(), room).0)
}

/// The same letter as a mail to whoever types it into LAPOR!: who gets it, where he answers to, what it says.
pub(super) fn paste(letter: &Letter, under: &Under, practice: &Practice) -> Result<Letter, Unpackable> {
    let account = account(letter, practice)?;
    keeps_the_name(letter, under)?;
    let ours = |what: &str| Unpackable::Ours(what.to_owned());
    let admin = account.admin.clone().ok_or_else(|| ours("nobody is named who types answers into LAPOR!"))?;
    let book = practice.books.get(&letter.office).ok_or_else(|| ours("its office is not configured"))?;
    let mailbox = practice.mailbox_of(&letter.office).ok_or_else(|| ours("its office has no mailbox"))?;
    let complaint = letter.complaint.ok_or_else(|| ours("it is about no complaint"))?;
    let token = practice.secret.reply_token(complaint, &format!("tempel#{}", letter.id), 0);
    let number = under.report.number.clone();
    let mut facts = LetterFacts {
        number: letter.number.clone().unwrap_or_default(),
        lapor_number: Some(number.clone()),
        office: OfficeFacts::from(&book.office),
        unit: book.office.unit(&book.office.desk).map(UnitFacts::from).unwrap_or_default(),
        answer: Some(letter.body.clone()),
        lapor: Some(LaporFacts {
            page: account.profile.public_page.replace("{id}", &number),
            number,
            ..LaporFacts::default()
        }),
        ..LetterFacts::default()
    };
    facts.complaint.secret = under.secret;
    let worded = practice.wording.render(LetterKind::PasteRequest, Some(&book.office.id), &facts);
    let worded = worded.map_err(|fault| Unpackable::Ours(fault.to_string()))?;
    let reply_to = crate::duties::letters::with_token(&mailbox.address, &token);
    Ok(Letter {
        recipient: admin,
        reply_to: Some(reply_to),
        subject: worded.subject,
        body: worded.body,
        thread: Vec::new(),
        attach: None,
        ..letter.clone()
    })
}

/// The name of a protected reporter does not get there, unless a person has looked and let the letter go.
fn keeps_the_name(letter: &Letter, under: &Under) -> Result<(), Unpackable> {
    if under.names_reporter && letter.released.is_none() {
        let why = "teks menyebut nama pelapor yang dilindungi; periksa, lalu lepas atau minta ditulis ulang";
        return Err(Unpackable::Ours(why.to_owned()));
    }
    Ok(())
}

fn account<'p>(letter: &Letter, practice: &'p Practice) -> Result<&'p Account, Unpackable> {
    let found = practice.lapor.get(&letter.office);
    found.ok_or_else(|| Unpackable::Ours(format!("office `{}` has no account at LAPOR!", letter.office)))
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn the_marker_is_never_cut_off() {
        let text = marked(&"jawaban ".repeat(300), "[PGH-7K2M9QXR4TVB]", 1000);
        assert!(text.chars().count() <= 1000 && text.ends_with(" [PGH-7K2M9QXR4TVB]"), "{text}");
        assert_eq!(marked("Sudah.\n", "[PGH-A]", 1000), "Sudah. [PGH-A]");
    }
}
