//! What officers must not see of a complaint: personal data, a protected reporter, a sensitive health matter.
//!
//! In: a citizen's words and what was decided about them. Out: what may stand in a letter. Does not know to whom it
//! goes.

use crate::decide::answer_files::is_document;
use crate::decide::privacy::{Writer, names_said};
use crate::decide::supervision::is_hidden_from;
use crate::decide::wording::{LetterFacts, ReporterFacts};
use crate::decide::{OfficeBook, privacy};
use crate::domain::{Decision, Mask, UnitId};
use crate::store::complaints::Complaint;

use super::reading::Read;

/// An original larger than this is not attached: written as base64 it would pass the 10 MB that many officers' servers
/// take, and with it the whole letter would be refused.
const LARGEST_ORIGINAL: u64 = 7 * 1024 * 1024;

/// A text with personal data masked; of a protected reporter with all that tells who he is taken out.
pub fn for_officers(text: &str, book: &OfficeBook, writer: Writer<'_>) -> String {
    privacy::for_officers(text, &book.rules.public_numbers, writer)
}

/// The complaint as somebody may see it who must not know who complained, although its reporter did not ask for that.
pub(super) fn conceal_reporter(complaint: &Complaint, book: &OfficeBook) -> Complaint {
    let mut concealed = complaint.clone();
    concealed.decision.privacy.anonymous = true;
    let names = complaint.all_names();
    for text in [&mut concealed.subject, &mut concealed.summary, &mut concealed.text] {
        *text = for_officers(text, book, Writer::Hidden(&names));
    }
    concealed
}

/// What `unit` reads of a complaint that is in the register, whatever the letter is about. True if the original must
/// stay back from it.
pub fn hide_from_unit(facts: &mut LetterFacts, book: &OfficeBook, complaint: &Complaint, unit: &UnitId) -> bool {
    hide_from(facts, book, &complaint.decision, unit);
    shield(facts, book, &complaint.decision, Known { names: &complaint.all_names(), beforehand: None }, unit)
}

/// By what a writer may be known.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Words of names.
    pub(super) names: &'a str,
    /// His words and the same without him, where that was found out beforehand with these names.
    pub(super) beforehand: Option<&'a (String, String)>,
}

impl Known<'_> {
    /// A text without him.
    fn hidden(self, text: &str, book: &OfficeBook) -> String {
        match self.beforehand.filter(|(said, _)| said == text) {
            Some((_, hidden)) => hidden.clone(),
            None => for_officers(text, book, Writer::Hidden(self.names)),
        }
    }
}

/// The words of a new complaint, and the same as a unit reads them whose own people may be accused; `None` where no unit is
/// shielded from its writer alone, because all are or none is. `names` has those that he says in `text`.
pub(super) fn shielded_beforehand(
    text: &str,
    book: &OfficeBook,
    decision: &Decision,
    names: &str,
) -> Option<(String, String)> {
    let may_be_meant = (decision.doubted || decision.supervision) && !decision.emergency;
    let writer = Writer::of(decision, Some(names));
    (may_be_meant && !writer.is_hidden()).then(|| {
        let shown = for_officers(text, book, writer);
        let hidden = match shown == text {
            true => privacy::hidden_by(text, &book.rules.public_numbers, names),
            false => for_officers(&shown, book, Writer::Hidden(names)),
        };
        (shown, hidden)
    })
}

/// What a unit reads of a complaint in which one of its own people is or may be accused: not who complained, in this
/// letter or in one about what he wrote later; where somebody is in danger, everything. True if something was hidden:
/// the original must stay back, too.
pub(super) fn shield(
    facts: &mut LetterFacts,
    book: &OfficeBook,
    decision: &Decision,
    known: Known<'_>,
    unit: &UnitId,
) -> bool {
    let shields = shields(decision, book, unit);
    if shields {
        facts.complaint.meant = true;
        let hidden = |text: &mut String| *text = known.hidden(text, book);
        facts.reporter.shown = ReporterFacts::default().shown;
        [&mut facts.complaint.text, &mut facts.complaint.summary].into_iter().for_each(hidden);
        facts.complaint.subject.iter_mut().for_each(hidden);
        facts.attachments.iter_mut().chain(&mut facts.message).for_each(hidden);
        facts.routing.matched.iter_mut().for_each(|words| *words = without_personal(words, book, known.names));
        if let Some(dossier) = &mut facts.dossier {
            dossier.messages.iter_mut().chain(&mut dossier.answers).for_each(|written| hidden(&mut written.text));
        }
        if let Some(lapor) = &mut facts.lapor {
            lapor.edited.iter_mut().chain(&mut lapor.thread).for_each(hidden);
        }
    }
    shields
}

/// Words taken from a text, which say nothing of what stood beside them: without numbers and the names that are known.
pub(super) fn without_personal(words: &str, book: &OfficeBook, names: &str) -> String {
    privacy::without_name(&privacy::mask(words, &book.rules.public_numbers).0, names)
}

/// Words of the office for one unit: without personal data, and for whom the reporter is hidden from without what tells
/// of him.
pub(super) fn note_for_unit(note: &str, book: &OfficeBook, complaint: &Complaint, unit: &UnitId) -> String {
    let (decision, names) = (&complaint.decision, complaint.all_names());
    let accused = is_hidden_from(&book.office, decision, unit);
    let hidden = decision.privacy.hides_identity() || accused;
    for_officers(note, book, if hidden { Writer::Hidden(&names) } else { Writer::Open })
}

/// What the unit is told where its copy says less than the desk's.
const SHIELDED: &str =
    "laporan ini mungkin menyangkut petugas unit; identitas pelapor dan surat aslinya ada pada meja pengaduan";
/// The same where the desk itself is meant.
const KEPT_SECRET: &str =
    "laporan ini mungkin menyangkut petugas unit; identitas pelapor dan surat aslinya tidak disampaikan";

/// What stands behind the names of files that do not travel.
const KEPT_AWAY: &str =
    "tidak dikirim lewat surel karena pelapor dilindungi; aslinya tersimpan, dapat diminta kepada pengelola sistem";
/// The same where the desk has got them.
const KEPT_BACK: &str = "tidak dilampirkan pada surel ini; aslinya ada pada meja pengaduan";

/// Says in a letter what stays back from it: of a shielded one who complained and his mail, behind his message or in
/// the note; of one whose files do not travel these. The one place where that is said.
pub(in crate::duties) fn say_what_stays_back(facts: &mut LetterFacts, shielded: bool, files_stay: bool) {
    if files_stay && !facts.attachments.is_empty() {
        let why = if facts.complaint.protected || facts.complaint.desk_meant { KEPT_AWAY } else { KEPT_BACK };
        facts.attachments.push(why.to_owned());
    }
    if !shielded {
        return;
    }
    let told = if facts.complaint.for_desk || facts.complaint.desk_meant { KEPT_SECRET } else { SHIELDED };
    match (&mut facts.message, &mut facts.routing.note) {
        (Some(message), _) => message.push_str(&format!("\n\n({told})")),
        (None, Some(note)) => note.push_str(&format!("; {told}")),
        (None, note) => *note = Some(told.to_owned()),
    }
}

/// A file's name as officers may see it: that of a protected reporter's file may be his own.
pub(super) fn file_name(nth: usize, name: &str, book: &OfficeBook, writer: Writer<'_>) -> String {
    if !writer.is_hidden() {
        return for_officers(name, book, writer);
    }
    let kind = name.rsplit_once('.').map(|(_, kind)| kind).filter(|kind| kind.len() <= 4 && is_word(kind));
    kind.map_or_else(|| format!("lampiran {nth}"), |kind| format!("lampiran {nth} ({})", kind.to_lowercase()))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Every name under which he has written, or which he says.
pub(super) fn names_of(read: &Read, complaint: &Complaint) -> String {
    let said = names_said(&[&read.text.kept]).unwrap_or_default();
    format!("{} {} {said}", complaint.all_names(), read.mail.from_name.as_deref().unwrap_or_default())
}

/// A sensitive health matter does not travel by mail: neither its words nor those by which it was routed. Where
/// somebody is in danger it does: whoever can help must know what happened and where.
pub fn hide_from_officers(facts: &mut LetterFacts, decision: &Decision) {
    if decision.stays_off_mail() {
        keep_off_mail(facts);
    }
}

/// The same for one unit. The desk reads where it lies: in its own mailbox, or in the register.
pub(super) fn hide_from(facts: &mut LetterFacts, book: &OfficeBook, decision: &Decision, unit: &UnitId) {
    hide_from_officers(facts, decision);
    facts.complaint.for_desk = *unit == book.office.desk;
}

/// How a matter is called of which a subject tells nothing.
const UNSAID: &str = "laporan yang isinya tidak dikirim lewat surel";

/// Takes out what was written and what tells of it.
pub(super) fn keep_off_mail(facts: &mut LetterFacts) {
    if let Some(lapor) = &mut facts.lapor {
        lapor.location = None;
        lapor.edited = None;
        lapor.thread.clear();
    }
    if let Some(dossier) = &mut facts.dossier {
        dossier.messages.clear();
        dossier.answers.clear();
    }
    facts.complaint.text.clear();
    facts.complaint.subject = None;
    UNSAID.clone_into(&mut facts.complaint.summary);
    facts.routing.matched.clear();
    facts.attachments.clear();
}

/// The original travels only where it holds nothing that the letter hides, and only for the sake of its attachments; of
/// a report at LAPOR!, of a text, of a sheet that was typed in and of a mail with documents or pictures only the files
/// travel, so what its words hide does not keep them back.
pub(super) fn may_attach(decision: &Decision, book: &OfficeBook, read: &Read) -> bool {
    let clean = |text: &str| privacy::mask(text, &book.rules.public_numbers).1.is_empty();
    let (mail, hiding) = (&read.mail, &decision.privacy);
    let open = !mail.attachments.is_empty()
        && !hiding.hides_identity()
        && mail.attachments.iter().all(|attached| clean(&attached.name) && !is_a_card(&attached.name));
    let of_report = || !hiding.masked.iter().any(|mask| matches!(mask, Mask::Nik | Mask::Bpjs | Mask::RekamMedis));
    let of_mail = || {
        let texts = [&mail.subject, &mail.text, &read.text.kept];
        let says_nothing = || hiding.masked.is_empty() && texts.into_iter().all(|text| clean(text));
        let documents = || of_report() && mail.attachments.iter().all(|file| is_document(&file.name));
        !is_too_large(read) && (says_nothing() || documents())
    };
    let typed = read.said.written.as_deref().is_some_and(|(written, _)| !written.sheet.files.is_empty());
    open && if read.report.is_some() || read.said.from_phone || typed { of_report() } else { of_mail() }
}

/// True if the desk may get the files of a complaint that units do not get. Those of a protected reporter, and of a
/// sensitive health matter, travel to nobody.
pub(super) fn desk_may_have(decision: &Decision, read: &Read) -> bool {
    !read.mail.attachments.is_empty() && !decision.privacy.hides_identity() && !is_too_large(read)
}

/// True if `unit` reads that files are at the desk.
pub(super) fn keeps_back(decision: &Decision, book: &OfficeBook, read: &Read, unit: &UnitId) -> bool {
    *unit != book.office.desk
        && desk_may_have(decision, read)
        && (shields(decision, book, unit) || !may_attach(decision, book, read))
}

/// True if `unit` must not learn who complained, because its own people may be meant.
pub(in crate::duties) fn shields(decision: &Decision, book: &OfficeBook, unit: &UnitId) -> bool {
    !decision.emergency && is_hidden_from(&book.office, decision, unit)
}

/// True for a file that is called by what tells who somebody is, or what he suffers from: `scan KTP Pak Desa.pdf`.
fn is_a_card(name: &str) -> bool {
    const CARDS: [&str; 14] = [
        "ktp",
        "ektp",
        "kk",
        "nik",
        "sim",
        "paspor",
        "passport",
        "bpjs",
        "kis",
        "jkn",
        "identitas",
        "akta",
        "resume",
        "lab",
    ];
    let name = name.to_lowercase();
    let medical = name.contains("rekam medis") || name.contains("kartu keluarga") || name.contains("rekam_medis");
    medical || name.split(|c: char| !c.is_alphabetic()).any(|word| CARDS.contains(&word))
}

/// True if the original cannot travel for its size alone. Of a text and of a sheet that was typed in the files travel,
/// so those are measured, not the sheet around them.
pub(super) fn is_too_large(read: &Read) -> bool {
    let files: u64 = read.mail.attachments.iter().map(|file| file.bytes).sum();
    let typed = read.said.written.as_deref().is_some_and(|(written, _)| !written.sheet.files.is_empty());
    let size = if typed || read.said.from_phone { files } else { read.announced };
    size > LARGEST_ORIGINAL
}
