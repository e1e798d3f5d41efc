//! Names of the files that SMSD's FILES service reads and writes (`gammu-smsd-files(7)`).
//!
//! In: names, or a number and a reference. Out: what a name says, or a name. Touches no file.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use sha2::{Digest as _, Sha256};

/// Begins the note of a file of ours.
const OURS: &str = "pgh-";
/// SMSD keeps 100 bytes for a name; the rest of it takes up to 42.
const LONGEST_REFERENCE: usize = 52;

/// What the name of a received file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InName {
    pub file: String,
    /// The same for all parts of one text.
    pub group: String,
    pub sender: String,
    /// When the network took it, by the clock on its own wall: the name has no zone.
    pub at: NaiveDateTime,
    /// From 0.
    pub part: u16,
    pub binary: bool,
}

/// `IN20261127_083000_00_+6281234567890_00.txt`.
pub(super) fn incoming(file: &str) -> Option<InName> {
    let (stem, ending) = file.strip_prefix("IN")?.rsplit_once('.')?;
    if !matches!(ending, "txt" | "bin") {
        return None;
    }
    let (group, part) = stem.rsplit_once('_')?;
    let mut fields = group.splitn(4, '_');
    let date = NaiveDate::parse_from_str(fields.next()?, "%Y%m%d").ok()?;
    let time = NaiveTime::parse_from_str(fields.next()?, "%H%M%S").ok()?;
    let _serial = fields.next()?;
    Some(InName {
        file: file.to_owned(),
        group: group.to_owned(),
        sender: fields.next()?.to_owned(),
        at: date.and_time(time),
        part: part.parse().ok()?,
        binary: ending == "bin",
    })
}

/// `OUTC0_0_0_+6281234567890_pgh-<reference>.txtd`. The date is not ours to know and SMSD does not read it; the same
/// reference gives the same name.
pub(super) fn outgoing(number: &str, reference: &str, report: bool) -> String {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'@');
    let plain = reference.len() <= LONGEST_REFERENCE && !reference.starts_with('-') && reference.bytes().all(fits);
    let note = if plain {
        reference.to_owned()
    } else {
        format!("-{}", hex::encode(Sha256::digest(reference)).get(..40).unwrap_or_default())
    };
    let ending = if report { "txtd" } else { "txt" };
    format!("OUTC0_0_0_{number}_{OURS}{note}.{ending}")
}

/// Our reference in the name of a file that SMSD has tried: outer `None`: not one of ours; inner `None`: ours, but the
/// reference was too long to stand there, only the name itself tells which.
pub(super) fn reference_of(file: &str) -> Option<Option<String>> {
    let (stem, _) = file.strip_prefix("OUT")?.rsplit_once('.')?;
    let (_, note) = stem.rsplit_once('_')?;
    let note = note.strip_prefix(OURS)?;
    Some((!note.starts_with('-')).then(|| note.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_received_name_tells_sender_time_and_part() {
        let name = incoming("IN20261127_083000_00_+6281234567890_01.txt").unwrap();
        assert_eq!((name.sender.as_str(), name.part, name.binary), ("+6281234567890", 1, false));
        assert_eq!(name.at.to_string(), "2026-11-27 08:30:00");
        assert_eq!(incoming("IN20261127_083000_00_TELKOMSEL_00.bin").unwrap().sender, "TELKOMSEL");
        for other in
            ["OUT1.txt", "IN1.txt", "IN20261127_083000_00_+62_00.smsbackup", "IN20261399_083000_00_+62_00.txt", ""]
        {
            assert_eq!(incoming(other), None, "{other}");
        }
    }

    #[test]
    fn a_sent_name_gives_our_reference_back_and_is_the_same_each_time() {
        let name = outgoing("+6281234567890", "0123456789abcdef@uji", true);
        assert_eq!(name, outgoing("+6281234567890", "0123456789abcdef@uji", true));
        assert_eq!(reference_of(&name), Some(Some("0123456789abcdef@uji".into())));
        let long = outgoing("+6281234567890", &"panjang.sekali/".repeat(9), false);
        assert!(long.len() < 100 && !long.contains('/'));
        assert_eq!(reference_of(&long), Some(None));
        assert_eq!(reference_of("OUTC20261127_083000_00_+62811_sms0.txt"), None);
    }
}
