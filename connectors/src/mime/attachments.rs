//! What hangs on a mail: names made harmless, bytes measured and hashed. Nothing is opened or unpacked.
//!
//! In: leaves of the tree. Out: [`Attachment`]s. Each body is decoded once.

use sha2::{Digest, Sha256};

use super::Attachment;
use super::header::is_unwanted;
use super::limits::{NAME, Oddities};
use super::structure::Part;
use super::text::cut_at;

/// Measures one leaf; `place` counts from 1.
pub(super) fn measure(leaf: &Part<'_>, place: usize, oddities: &mut Oddities) -> Attachment {
    let (bytes, sha256) = size_and_hash(leaf);
    let given = leaf.file_name().unwrap_or_default();
    if given.contains(is_direction_mark) {
        oddities.note("attachment name with marks of direction");
    }
    Attachment {
        name: clean_name(&given).unwrap_or_else(|| format!("lampiran-{place:02}")),
        content_type: leaf.media.word.clone(),
        bytes,
        sha256,
    }
}

/// Length and hash of what the leaf unpacks to.
fn size_and_hash(leaf: &Part<'_>) -> (u64, String) {
    let (mut length, mut hash) = (0, Sha256::new());
    let passed = leaf.pass_unpacked(|piece| {
        length += piece.len() as u64;
        hash.update(piece);
    });
    if !passed {
        let whole = leaf.unpacked();
        return (whole.len() as u64, hex::encode(Sha256::digest(&*whole)));
    }
    (length, hex::encode(hash.finalize()))
}

/// The last component of a path, without controls, short enough for any file system.
fn clean_name(given: &str) -> Option<String> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = name.chars().filter(|c| !is_unwanted(*c) && !c.is_control()).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['.', ' ']);
    (!name.is_empty()).then(|| shorten(name))
}

/// Cut in the middle, so that the extension stays.
fn shorten(name: &str) -> String {
    let Some(cut) = cut_at(name, NAME) else { return name.to_owned() };
    let extension = name.rfind('.').and_then(|at| name.get(at..)).filter(|ext| ext.len() <= 16).unwrap_or("");
    let room = name.floor_char_boundary(cut.saturating_sub(extension.len()));
    format!("{}{extension}", name.get(..room).unwrap_or(""))
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("C:\\Users\\Budi\\foto.jpg").as_deref(), Some("foto.jpg"));
        assert_eq!(clean_name("..").as_deref(), None);
        assert_eq!(clean_name("/").as_deref(), None);
    }

    #[test]
    fn a_name_hides_neither_controls_nor_its_extension() {
        assert_eq!(clean_name("foto\u{202E}gpj.exe").as_deref(), Some("fotogpj.exe"));
        assert_eq!(clean_name("fo\0to\r\n.jpg").as_deref(), Some("foto.jpg"));
        let long = clean_name(&format!("{}.pdf", "é".repeat(300))).unwrap();
        assert!(long.len() <= NAME && long.ends_with(".pdf"), "{}", long.len());
    }
}
