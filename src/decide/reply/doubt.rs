//! The accident gate: signs that a text was not meant for the citizen. In: a text that an officer wrote. Out: the first
//! reason not to send it without asking. When unsure it asks; it never drops.

use std::sync::LazyLock;

use regex::Regex;

use super::{inner, marker, strip};
use crate::decide::pattern::pattern;

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
        match self {
            Self::TooShort
            | Self::InternalTalk
            | Self::PersonalData
            | Self::OnlyPromise
            | Self::NearlyAnswer
            | Self::Question
            | Self::CommandInside
            | Self::SaidElsewhere
            | Self::OnlyAttachment
            | Self::CallForHelp
            | Self::NotAsked => true,
            Self::Forwarded
            | Self::QuotesOurLetter
            | Self::UnknownCommand
            | Self::Incomplete
            | Self::ApprovalWithMore
            | Self::Template
            | Self::MoreBelow => false,
        }
    }
}

/// The first sign that a text should not reach a citizen unasked. `office_phones`: numbers that may be told, as printed.
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

/// Signs that only count where no `JAWAB:` says for whom the text is: a colleague's manner, the reporter spoken of as of
/// somebody else.
pub(super) fn is_colleagues_talk(text: &str) -> bool {
    static TALK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?imx)
              \b(?:tolong|mohon|mhn|tlg|tlong|minta|agar)\s+(?:segera\s+|utk\s+|untuk\s+)?di(?:jawab|balas|selesaikan|proses|urus|bantu|siapkan|konfirmasi|hubungi|telp|telepon|kawal|atensi|monitor|pelajari|klarifikasi|lanjuti|respon|perhatikan)\w*\b
            | \b(?:tolong|tlg)\s+(?:jawab|balas|proses|bantu|hubungi|telp|telepon|siapkan|jelaskan|selesaikan|urus)\w*\b
            | \b(?:tambahan|perpanjangan|penambahan)\s+waktu\b | \bminta\s+(?:perpanjangan|tambahan|waktu)\b
            | ^\W*(?:baik|baiklah|ok|oke|okey|iya|ya|y|sip|siap|noted)\b\W+(?:(?:pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|min|ndan|dok)\b|(?:sdh|sudah|nanti|sy|saya|kami)\s+(?:sy|saya|kami|akan|teruskan|sampaikan|cek|koordinasi\w*|tanya\w*|infokan)\b)
            | \b(?:sdh|sudah|telah|udah)\s+(?:sy|saya|tak)\s+(?:teruskan|sampaikan|koordinasikan|koordinasi|laporkan|infokan|forward|telp|telpon|wa|hubungi|tanyakan)\b
            | \b(?:di)?(?:jawab|balas)\s+(?:apa|gimana|gmn|bagaimana|bgmn|saja|aja|dulu)\b
            | ^\W*(?:ini|itu|yg\s+ini|yang\s+ini)\s+(?:ranah|tupoksi|urusan|kewenangan|wewenang|bagian|bidang|punya|masuk)\b
            | \b(?:laporan|pengaduan|aduan|pelapor)\s+(?:ini\s+|nya\s+)?(?:palsu|hoa[xk]s?|bohong|fitnah|ngawur|ngarang|mengada)\w*\b
            | ^\s*@\w+ | \b(?:mksdnya|maksudnya)\s+(?:gimana|apa|gmn)\b | \b(?:gmn|gimana)\s+(?:ini|ya|pak|bu)\b
            | \b(?:grade|grading)(?:nya)?\b
            | \b(?:surel|e-?mail|sistem|aplikasi)\s+(?:ini|nya|penghubung)\b | \b(?:saya|sy|kami)\s+(?:masih\s+)?bingung\b
            | \b(?:sudah|telah|sdh|udah)\s+(?:pindah|mutasi|pensiun|tidak\s+(?:lagi\s+)?(?:bertugas|menjabat))\b
            | \b(?:saya|sy|kami)\s+(?:akan\s+)?(?:jawab|balas)\b
            ",
        )
    });
    TALK.is_match(text) || speaks_of_the_reporter(text)
}

/// Speaks of the reporter as of somebody else. `Yth. Bapak/Ibu Pelapor` speaks to him.
fn speaks_of_the_reporter(text: &str) -> bool {
    static REPORTER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)((?:[\p{L}./]+\s+)?)\b(?:pelapor(?:nya)?|pengadu(?:nya)?|ybs|orangnya)\b"));
    const TO_HIM: [&str; 12] =
        ["yth.", "yth", "bapak/ibu", "bapak", "ibu", "bpk/ibu", "saudara", "sdr.", "sdr/i", "kepada", "para", "sdri."];
    REPORTER.captures_iter(text).any(|found| !TO_HIM.contains(&found[1].trim().to_lowercase().as_str()))
}

/// Officer to officer: asks for orders, gives orders, names a superior, copies somebody.
fn is_internal_talk(text: &str) -> bool {
    static TALK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?imx)
              \b(?:mohon|minta|tunggu|menunggu)\s+(?:arahan|petunjuk|disposisi|perintah|pengarahan|izin|ijin|masukan(?:nya)?\s+(?:pak|bu))\b
            | \b(?:tolong|mohon|mhn|tlg)\s+(?:segera\s+)?(?:di)?(?:cek|kroscek|croscek|tindak\s*lanjuti|handle|bantu\s+cek|koordinasikan|teruskan|follow\s*up|fu)\b
            | \b(?:fyi|fwd|cc)\b\s*[:,.]?
            | ^\s*(?:cc|tembusan)\s*:
            | \b(?:bu|ibu|pak|bpk|bapak|kpd|kepada)\.?\s+(?:kadis|kadinkes|kabid|kasi|kasubag|kasubbag|sekdin|sekretaris|kapus|ka\.?\s*pusk\w*|kepala\s+(?:dinas|bidang|seksi|puskesmas)|direktur|dokter\s+\w+\s+tolong)\b
            | \b(?:kadis|kabid|kasi|kasubbag|sekdin|kapus)\b
            | ^\s*(?:yth|kpd)\b\.?\s*:?\s*(?:sdr\.?\s+|bpk\.?\s+|bapak\s+|ibu\s+|pak\s+|bu\s+)?(?:kabid|kadis|kepala|kasi|kasubbag|sekretaris|sekdin|kapus|tim|admin|petugas|rekan|direktur|humas|pejabat)\b
            | \b(?:izin|ijin)\s+(?:lapor|melaporkan|menyampaikan|bertanya|konfirmasi|pak|bu|ndan)\b
            | \b(?:lapor|siap|mohon\s+maaf)\s+(?:ndan|komandan|pak|bu|bapak|ibu)\b
            | \bndan\b
            | \bjangan\s+(?:di)?(?:kirim|teruskan|jawab|sampaikan|bocor)\w*
            | \b(?:internal|rahasia\s+kita|off\s+the\s+record|untuk\s+kalangan\s+sendiri)\b
            | \b(?:si\s+pelapor|pelapor\s+(?:ini|itu|tsb)|orang\s+(?:ini|itu)\s+(?:memang|sering|cuma|hanya)|orangnya\s+(?:memang|sering))\b
            | \b(?:rekan-rekan|rekan2|teman-teman|teman2|grup\s+wa|gan|bro)\b
            | \b(?:nanti|besok)\s+(?:saya|sy|kami|tak|aku)\s+(?:cek|tanya|tanyakan|hubungi|telp|telepon|koordinasi|lihat)\b
            | \bbukan\s+(?:kewenangan|wewenang|ranah|tupoksi|bidang)\s+(?:kami|kita|unit|puskesmas)\b
            | \b(?:draf|draft|konsep\s+jawaban)\b
            | \b(?:mohon|mhn|tolong|tlg)\s+(?:segera\s+)?(?:(?:di)?kirim(?:kan|i)?\s+)?(?:psc|ambulans?|ambulance|bantuan|oksigen)\b[^.!?\n]{0,40}\b(?:segera|datang|sekarang|secepatnya|119|merapat)\b
            ",
        )
    });
    TALK.is_match(text)
}

/// A NIK or card number, or a mobile number that is not the office's. An officer's own number of service is none.
fn holds_personal_data(text: &str, office_phones: &[&str]) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\+|\b)\d(?:[ \t.\-/()\u{a0}]{0,2}\d){8,19}\b"));
    let own: Vec<String> = office_phones.iter().map(|phone| subscriber(phone)).collect();
    text.lines().any(|line| {
        NUMBER.find_iter(line).any(|found| {
            let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
            let mobile = (digits.starts_with("08") && (10..=13).contains(&digits.len()))
                || (digits.starts_with("628") && (11..=15).contains(&digits.len()))
                || digits.starts_with("6208");
            let card = matches!(digits.len(), 16 | 18) || (digits.len() == 13 && digits.starts_with("000"));
            card && !is_own_nip(&digits, line) || (mobile && !own.contains(&subscriber(&digits)))
        })
    })
}

/// An officer's number of service as he signs with it: day of birth, month of appointment (21 of those on contract), sex, a
/// count. Not where the line speaks of somebody else.
fn is_own_nip(digits: &str, line: &str) -> bool {
    const YEARS: std::ops::RangeInclusive<u32> = 1940..=2099;
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:pasien|pelapor|pengadu|peserta|a\.?n\.?|atas\s+nama|nik|ktp|bpjs|keluarga)\b")
    });
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let born = YEARS.contains(&part(0, 4)) && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8));
    let serves = YEARS.contains(&part(8, 12)) && (matches!(part(12, 14), 1..=12 | 21)) && matches!(part(14, 15), 1 | 2);
    digits.len() == 18 && born && serves && !OTHERS.is_match(line)
}

/// The digits of a number without country code and leading zeros.
fn subscriber(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = if number.trim_start().starts_with('+') || digits.starts_with("628") {
        digits.strip_prefix("62").unwrap_or(&digits)
    } else {
        &digits
    };
    national.trim_start_matches('0').to_owned()
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
