//! The accident gate: signs that a text was not meant for the citizen. In: a text that an officer wrote. Out: the first
//! reason not to send it without asking. When unsure it asks; it never drops.

use super::colleagues::is_internal_talk;
use super::private_data::holds_personal_data;
use super::{inner, marker, strip};

/// Why a reply is asked back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// It does not begin with a command, and is too short to be an answer.
    TooShort,
    /// It speaks to colleagues or superiors.
    InternalTalk,
    /// It holds somebody's NIK, card number or private telephone number.
    PersonalData,
    /// It passes on another mail.
    Forwarded,
    /// Our own letter could not be told from the answer.
    QuotesOurLetter,
    /// It promises to look into it, and says nothing else.
    OnlyPromise,
    /// Its first line looks like a command, but is none that we know, or says more than the command allows.
    UnknownCommand,
    /// The command lacks what belongs to it: a text, a unit, a date.
    Incomplete,
    /// It approves, and then says more.
    ApprovalWithMore,
    /// After a short command there is more text, which would be lost.
    MoreBelow,
    /// It begins nearly with `JAWAB`.
    NearlyAnswer,
    /// It asks something: perhaps of the citizen, perhaps of us.
    Question,
    /// Within the answer a second command begins.
    CommandInside,
    /// A template that was not filled in, or a trial.
    Template,
    /// It says only that the answer was given elsewhere.
    SaidElsewhere,
    /// It says only that the answer hangs on the mail.
    OnlyAttachment,
    /// It answers a letter that asked for no answer to the citizen, and begins with no command.
    NotAsked,
    /// It calls for help with somebody in danger.
    CallForHelp,
}

impl Doubt {
    /// The reason as the officer reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TooShort => "balasan tidak diawali kata perintah dan terlalu singkat untuk dikirim sebagai jawaban",
            Self::InternalTalk => "balasan tampak ditujukan kepada rekan kerja atau atasan, bukan kepada pelapor",
            Self::PersonalData => "balasan memuat data pribadi (NIK, nomor kartu, atau nomor telepon pribadi)",
            Self::Forwarded => "balasan memuat surel lain yang diteruskan",
            Self::QuotesOurLetter => "jawaban tidak dapat dipisahkan dari surat kami yang dikutip",
            Self::OnlyPromise => "balasan baru berisi janji tindak lanjut, belum berisi jawaban",
            Self::UnknownCommand => "baris pertama menyerupai perintah, tetapi tidak dapat dibaca sebagai perintah",
            Self::Incomplete => "perintah belum lengkap (teks, unit, atau tanggalnya tidak ditemukan)",
            Self::ApprovalWithMore => "kata persetujuan diikuti catatan lain, sehingga belum dianggap setuju",
            Self::MoreBelow => "di bawah perintah masih ada tulisan lain yang belum jelas maksudnya",
            Self::NearlyAnswer => "baris pertama menyerupai JAWAB, tetapi tanpa titik dua",
            Self::CommandInside => "di dalam jawaban ada kata perintah lain yang belum jelas maksudnya",
            Self::Template => "isian contoh belum diganti dengan jawaban",
            Self::SaidElsewhere => "balasan hanya merujuk tulisan lain yang tidak dapat dibaca pelapor",
            Self::OnlyAttachment => "balasan hanya menyebut lampiran, dan lampiran itu tidak dikirim kepada pelapor",
            Self::CallForHelp => {
                "balasan tampak meminta pertolongan bagi orang yang sedang dalam bahaya, bukan jawaban untuk pelapor"
            }
            Self::Question => "balasan berisi pertanyaan; belum jelas ditujukan kepada siapa",
            Self::NotAsked => {
                "surat yang dibalas tidak meminta jawaban untuk pelapor, dan balasan tidak diawali kata perintah"
            }
        }
    }

    /// True of a doubt whether words are for the citizen; the others are about a command.
    #[must_use]
    pub fn is_about_words(self) -> bool {
        match self {
            Self::TooShort
            | Self::InternalTalk
            | Self::PersonalData
            | Self::OnlyPromise
            | Self::Question
            | Self::SaidElsewhere
            | Self::OnlyAttachment
            | Self::CallForHelp
            | Self::NotAsked => true,
            Self::Forwarded
            | Self::QuotesOurLetter
            | Self::UnknownCommand
            | Self::Incomplete
            | Self::ApprovalWithMore
            | Self::MoreBelow
            | Self::CommandInside
            | Self::Template
            | Self::NearlyAnswer => false,
        }
    }

    /// True if asking the officer for one word (`JAWAB:`) would be enough to send the text as it is.
    #[must_use]
    pub fn sendable(self) -> bool {
        self.is_about_words() || matches!(self, Self::NearlyAnswer | Self::CommandInside)
    }
}

/// The first sign that a text should not reach a citizen unasked. `office_phones`: numbers that may be told, as
/// printed.
#[must_use]
pub fn doubt_about(text: &str, office_phones: &[&str]) -> Option<Doubt> {
    if marker::find(text).is_some() {
        return Some(Doubt::QuotesOurLetter);
    }
    if strip::holds_forward(text) {
        return Some(Doubt::Forwarded);
    }
    if holds_personal_data(text, office_phones) {
        return Some(Doubt::PersonalData);
    }
    let signs = [
        (inner::is_template(text), Doubt::Template),
        (
            is_internal_talk(text) || inner::note_at(text).is_some() || inner::speaks_to_the_sender(text),
            Doubt::InternalTalk,
        ),
        (inner::command_at(text).is_some(), Doubt::CommandInside),
        (inner::is_said_elsewhere(text), Doubt::SaidElsewhere),
        (inner::is_only_a_cover(text), Doubt::OnlyAttachment),
    ];
    signs.into_iter().find(|(found, _)| *found).map(|(_, doubt)| doubt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_among_colleagues_is_held() {
        for text in [
            "Mohon arahan Bu, ini bagaimana jawabnya",
            "Tolong dicek ke gudang dulu ya",
            "FYI",
            "Baik bu kadis akan kami sampaikan ke puskesmas",
            "Yth. Kabid Yankes, mohon tindak lanjut",
            "Izin melaporkan obat kosong karena terlambat kirim",
            "Pelapor ini memang sering mengeluh",
            "jangan dikirim dulu jawabannya",
        ] {
            assert_eq!(doubt_about(text, &[]), Some(Doubt::InternalTalk), "{text}");
        }
    }

    #[test]
    fn words_for_the_citizen_are_not_held() {
        for text in [
            "Yth. Bapak/Ibu Pelapor, obat telah tersedia kembali sejak Jumat. Mohon maaf atas ketidaknyamanannya.",
            "Silakan hubungi Puskesmas di (0285) 5550100 atau 119 pada jam kerja.",
            "Loket buka pukul 07.30-13.00. Berkas nomor 2026/123/45 sudah kami terima tanggal 20-11-2026.",
            "Kepala Puskesmas telah menegur petugas loket.",
        ] {
            assert_eq!(doubt_about(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn a_private_number_is_held_and_the_offices_own_is_not() {
        let text = "Silakan hubungi WA 0812-5550-1234 pada jam kerja.";
        assert_eq!(doubt_about(text, &[]), Some(Doubt::PersonalData));
        assert_eq!(doubt_about(text, &["+62 812 5550 1234"]), None);
        for signed in [
            "Sudah diperbaiki.\n\nKepala Puskesmas\n\ndr. Hendra Saputra\nNIP 19800412 201001 1 005",
            "Sudah diperbaiki.\nBdn. Sulastri, S.Tr.Keb\nNIP. 197912122005012007",
            "Sudah diperbaiki.\nNIPPPK 199003152023212001\nTelp (0285) 5550100",
            "Sudah diperbaiki.\n(dr. Hendra, 19800412.201001.1.005)",
        ] {
            assert_eq!(doubt_about(signed, &[]), None, "{signed}");
        }
        for told in [
            "Sudah diperbaiki.\nNIP 19800412 201001 1 005\n081255501234",
            "Pasien dengan NIP 198004122010011005 sudah dilayani.",
            "Kartu 332501410190000112 sudah aktif.",
        ] {
            assert_eq!(doubt_about(told, &[]), Some(Doubt::PersonalData), "{told}");
        }
        assert_eq!(doubt_about("Pasien NIK 3325 0141 0190 0001 sudah dilayani.", &[]), Some(Doubt::PersonalData));
    }
}
