//! The words by which the log and the letters name what an officer's mail said.

use crate::decide::reply::ReplyRead;

/// The command's word, for the log.
pub(super) fn word(said: &ReplyRead) -> &'static str {
    match said {
        ReplyRead::Answer { .. } => "JAWAB",
        ReplyRead::Prose { .. } => "tanpa perintah",
        ReplyRead::Plan { .. } => "RENCANA",
        ReplyRead::Forward { .. } => "TERUSKAN",
        ReplyRead::AskData { .. } => "MINTA DATA",
        ReplyRead::SetGrade { .. } => "GRADE",
        ReplyRead::SetCategory { .. } => "KATEGORI",
        ReplyRead::Postpone { .. } => "TUNDA",
        ReplyRead::Done { .. } => "SELESAI",
        ReplyRead::Confirmed { .. } => "SUDAH",
        ReplyRead::Nothing => "NIHIL",
        ReplyRead::Take => "TERIMA",
        ReplyRead::Help => "BANTUAN",
        ReplyRead::Estimate { .. } => "ESTIMASI",
        ReplyRead::Disposisi { .. } => "DISPOSISI",
        ReplyRead::Approve { .. } => "SETUJU",
        ReplyRead::Amend { .. } => "PERBAIKI",
        ReplyRead::Refuse { .. } => "TOLAK",
        ReplyRead::Acknowledged { .. } => "diterima petugas",
        ReplyRead::Away { .. } => "tidak di tempat",
        ReplyRead::Empty => "kosong",
        ReplyRead::Unclear { .. } => "belum jelas",
    }
}
