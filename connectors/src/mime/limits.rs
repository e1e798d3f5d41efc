//! How much of one mail is looked at, and the list of what was odd about it.
//!
//! The structure is walked by our own code, so no library ever sees a depth, a count or a line beyond these.

/// Bytes of one header block; what follows is skipped.
pub(super) const HEADER_BLOCK: usize = 256 * 1024;
/// Header fields of one block.
pub(super) const HEADER_FIELDS: usize = 1_000;
/// Bytes of one header field.
pub(super) const HEADER_FIELD: usize = 64 * 1024;
/// Parts of one mail, all levels together.
pub(super) const PARTS: usize = 500;
/// Multiparts within multiparts.
pub(super) const DEPTH: usize = 20;
/// Mails within mails.
pub(super) const NESTED: usize = 5;
/// Addresses kept of one header.
pub(super) const ADDRESSES: usize = 500;
/// Bytes of text shown; the raw mail holds the rest.
pub(super) const TEXT: usize = 1024 * 1024;
/// Bytes of one line of text above which it is called odd.
pub(super) const TEXT_LINE: usize = 64 * 1024;
/// Bytes of an attachment's name.
pub(super) const NAME: usize = 200;

/// What was odd, each once, in the order met; also counts the parts of the whole mail.
#[derive(Debug, Default)]
pub(super) struct Oddities {
    noted: Vec<String>,
    parts: usize,
}

impl Oddities {
    /// Notes it, unless it is noted already.
    pub(super) fn note(&mut self, what: &str) {
        if !self.noted.iter().any(|known| known == what) {
            self.noted.push(what.to_owned());
        }
    }

    /// One part more; false where there are enough.
    pub(super) fn may_take_part(&mut self) -> bool {
        if self.parts >= PARTS {
            self.note("parts beyond 500 left out");
            return false;
        }
        self.parts += 1;
        true
    }

    /// The list.
    pub(super) fn into_list(self) -> Vec<String> {
        self.noted
    }
}
