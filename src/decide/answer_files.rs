//! Files that hang on an officer's answer. In: their names and sizes, whether a second person sees them before they
//! leave, by which way the answer goes. Out: which go to the citizen, which stay, and why, in words for the officer.
//!
//! A file may hold more than its sender thinks: it leaves only where somebody approves the answer and has it before
//! him.

use connectors::mime::Attachment;

use crate::domain::Channel;

/// All of them together: written as base64 they must pass where 10 MB do.
const TOGETHER: u64 = 7 * 1024 * 1024;
/// Documents and pictures.
const KINDS: [&str; 11] = ["pdf", "jpg", "jpeg", "png", "webp", "doc", "docx", "xls", "xlsx", "odt", "ods"];
/// A picture of this size with a name that a mail program gave it is a part of a signature.
const ORNAMENT: u64 = 50 * 1024;

/// What becomes of the files of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerFiles {
    /// Names of those that go to the citizen.
    pub go: Vec<String>,
    /// What the officer is told of those that do not; `None`: there is nothing to tell.
    pub stay: Option<String>,
}

/// Decides. `seen`: whoever approves the answer has the files before him.
#[must_use]
pub fn answer_files(files: &[Attachment], by: Channel, seen: bool) -> AnswerFiles {
    let travels = |file: &Attachment| may_travel(&file.name, file.bytes);
    let files: Vec<&Attachment> = files.iter().filter(|file| !is_ornament(&file.name, file.bytes)).collect();
    let together: u64 = files.iter().filter(|file| travels(file)).map(|file| file.bytes).sum();
    let whole = if by != Channel::Email {
        Some(format!("melalui {} hanya teks yang dikirim", by.label()))
    } else if !seen {
        Some(
            "kantor ini tidak memakai persetujuan jawaban, jadi tidak ada yang memeriksa berkas sebelum terkirim"
                .to_owned(),
        )
    } else {
        (together > TOGETHER).then(|| "berkas lebih dari 7 MB".to_owned())
    };
    let goes = |file: &&Attachment| whole.is_none() && travels(file);
    let (go, stay): (Vec<&Attachment>, Vec<&Attachment>) = files.into_iter().partition(goes);
    let names = |files: &[&Attachment]| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    let why = whole.unwrap_or_else(|| "jenis berkas ini tidak dikirim".to_owned());
    let told = (!stay.is_empty()).then(|| format!("berkas {} TIDAK disertakan ({why})", names(&stay).join(", ")));
    AnswerFiles { go: names(&go), stay: told }
}

/// True for a file of a kind that goes out, and no part of a signature.
#[must_use]
pub fn may_travel(name: &str, bytes: u64) -> bool {
    is_document(name) && !is_ornament(name, bytes)
}

/// True for a document or a picture, by its name.
#[must_use]
pub fn is_document(name: &str) -> bool {
    let known = |(_, kind): (&str, &str)| KINDS.contains(&kind.to_lowercase().as_str());
    name.rsplit_once('.').is_some_and(known)
}

/// `image001.png` below a name.
fn is_ornament(name: &str, bytes: u64) -> bool {
    let name = name.to_lowercase();
    let numbered = name.strip_prefix("image").and_then(|rest| rest.get(..3)).is_some_and(|n| n.parse::<u16>().is_ok());
    numbered && bytes <= ORNAMENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(some: &[(&str, u64)]) -> Vec<Attachment> {
        let file = |(name, bytes): &(&str, u64)| Attachment {
            name: (*name).to_owned(),
            content_type: String::new(),
            bytes: *bytes,
            sha256: String::new(),
        };
        some.iter().map(file).collect()
    }

    #[test]
    fn a_document_goes_where_somebody_approves_it_and_its_sender_hears_of_what_stays() {
        let some = files(&[("jadwal.PDF", 9_000), ("image001.png", 4_000), ("makro.exe", 10)]);
        let decided = answer_files(&some, Channel::Email, true);
        assert_eq!(decided.go, ["jadwal.PDF"]);
        assert_eq!(decided.stay.as_deref(), Some("berkas makro.exe TIDAK disertakan (jenis berkas ini tidak dikirim)"));
        for (by, seen, why) in [(Channel::Email, false, "persetujuan"), (Channel::Sms, true, "hanya teks")] {
            let decided = answer_files(&some, by, seen);
            assert!(decided.go.is_empty() && decided.stay.unwrap().contains(why), "{why}");
        }
        let large = answer_files(&files(&[("a.pdf", TOGETHER), ("b.jpg", 1)]), Channel::Email, true);
        assert!(large.go.is_empty() && large.stay.unwrap().contains("7 MB"));
    }

    #[test]
    fn of_a_signature_nothing_is_said() {
        assert_eq!(answer_files(&files(&[("image003.jpg", 900)]), Channel::Email, false), AnswerFiles::default());
    }
}
