//! What hangs on a mail of ours. In: the letter and the bytes that were kept for it. Out: files by name.
//!
//! Of a citizen's mail its documents and pictures go along, or where anything else hangs on it the whole mail; of a
//! report at LAPOR!, of a text and of a sheet that was typed in only the files, and of an officer's mail the files: all
//! that an approver or whoever brings an answer is to see, of an answer to the citizen documents and pictures.

use connectors::incoming::Incoming;
use connectors::lapor::Document;

use crate::decide::answer_files::{is_document, may_travel};
use crate::decide::lapor::travelling;
use crate::decide::registration;
use crate::domain::LetterKind;
use crate::duties::Practice;
use crate::store::letters::Letter;

/// The files that go with a letter.
pub(super) fn beside(letter: &Letter, raw: Vec<u8>, practice: &Practice) -> Vec<(String, Vec<u8>)> {
    if matches!(letter.kind, LetterKind::ApprovalRequest | LetterKind::HandDelivery) {
        return connectors::mime::files(&raw);
    }
    if letter.kind == LetterKind::Answer {
        let travels = |(name, bytes): &(String, Vec<u8>)| may_travel(name, bytes.len() as u64);
        return connectors::mime::files(&raw).into_iter().filter(travels).collect();
    }
    if let Ok(Incoming::Text(text)) = Incoming::from_raw(&raw) {
        return text.files.iter().filter_map(|file| Some((file.name.clone(), file.bytes()?))).collect();
    }
    if let Some(sheet) = registration::from_raw(&raw) {
        let scans = sheet.files.iter();
        return scans.filter_map(|file| Some((file.name.clone(), registration::bytes_of(file)?))).collect();
    }
    let report = practice.lapor.get(&letter.office).and_then(|lapor| Some((lapor, Document::parse(&raw)?)));
    match report {
        Some((lapor, document)) => travelling(document.files(), &lapor.profile.limits.file_types)
            .filter_map(|file| Some((file.name.clone(), file.bytes()?)))
            .collect(),
        None => of_mail(raw),
    }
}

/// Documents and pictures alone say nothing that the letter's text does not: they travel though the text around them
/// holds a number that it hides, and open on any telephone.
fn of_mail(raw: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let files = connectors::mime::files(&raw);
    let documents = !files.is_empty() && files.iter().all(|(name, _)| is_document(name));
    if documents { files } else { vec![("laporan-asli.eml".to_owned(), raw)] }
}

#[cfg(test)]
mod tests {
    use crate::decide::registration::{bytes_of, from_raw, scan, to_raw};
    use crate::domain::Sheet;

    #[test]
    fn a_scan_comes_out_of_the_inbox_as_it_was_laid_into_it() {
        let file = scan("surat.pdf", b"%PDF-1.7 isi").unwrap();
        assert_eq!(file.kind, "application/pdf");
        let sheet = Sheet { text: "Loket tutup.".to_owned(), files: vec![file], ..Sheet::default() };
        let kept = from_raw(&to_raw(&sheet)).unwrap();
        assert_eq!(bytes_of(&kept.files[0]).unwrap(), b"%PDF-1.7 isi");
        assert_eq!(scan("surat.pdf", b"MZ"), None, "a name proves nothing");
    }
}
