//! What hangs on a mail of ours. In: the letter and the bytes that were kept for it. Out: files by name.
//!
//! A citizen's mail goes along whole; of a report at LAPOR! only its files, and of an officer's mail the files that an approver
//! is to see.

use connectors::lapor::Document;

use crate::decide::lapor::travelling;
use crate::domain::LetterKind;
use crate::duties::Practice;
use crate::store::letters::Letter;

/// The files that go with a letter.
pub(super) fn beside(letter: &Letter, raw: Vec<u8>, practice: &Practice) -> Vec<(String, Vec<u8>)> {
    if letter.kind == LetterKind::ApprovalRequest {
        return connectors::mime::files(&raw);
    }
    let report = practice.lapor.get(&letter.office).and_then(|lapor| Some((lapor, Document::parse(&raw)?)));
    match report {
        Some((lapor, document)) => travelling(document.files(), &lapor.profile.limits.file_types)
            .filter_map(|file| Some((file.name.clone(), file.bytes()?)))
            .collect(),
        None => vec![("laporan-asli.eml".to_owned(), raw)],
    }
}
