//! What letters to officers know of an answer on its way: clocks, proposals, drafts, questions.

use super::super::{ApprovalFacts, AskBackFacts, ChaseFacts, ExtensionFacts, LetterFacts, ProposalFacts};
use super::some;

/// With all that such letters may know.
pub(super) fn full(facts: LetterFacts) -> LetterFacts {
    LetterFacts {
        ask_back: Some(AskBackFacts { options: vec!["kirim sebagai jawaban kepada pelapor".into()], ..ask_back() }),
        extension: Some(extension()),
        proposal: Some(ProposalFacts {
            acting: some("Plh. Kepala Dinas"),
            accused: true,
            instead: some("Sekretariat (cth.sekretariat)"),
            ..proposal()
        }),
        chase: Some(ChaseFacts {
            escalates_at: some("Senin, 30 November 2026 pukul 16.00 WIB"),
            acting: some("Plh. Kepala Dinas"),
            reason: some("telah melewati tenggat"),
            answered_by: some("Puskesmas Contoh I"),
            lies_above: some("Kepala Dinas Kesehatan Kabupaten Contoh"),
            official: some("Jumat, 4 Desember 2026 pukul 16.00 WIB"),
            sent: some("Senin, 23 November 2026 pukul 09.42 WIB"),
            history: vec!["23-11-2026 09.42 WIB disposisi dikirim".into()],
            ..chase()
        }),
        approval: Some(ApprovalFacts { deputy: some("Sekretaris Dinas"), files: true, ..approval() }),
        ..facts
    }
}

pub(super) fn ask_back() -> AskBackFacts {
    AskBackFacts {
        why: "balasan tidak diawali kata perintah".into(),
        preview: "Obat sudah kami kirim ke Puskesmas.".into(),
        sendable: true,
        options: Vec::new(),
        role: String::new(),
        extend_by: Some("7 hari kerja".into()),
    }
}

pub(super) fn extension() -> ExtensionFacts {
    ExtensionFacts {
        before: "Jumat, 27 November 2026 pukul 16.00 WIB".into(),
        reason: "data masih dikumpulkan dari dua instalasi".into(),
    }
}

pub(super) fn proposal() -> ProposalFacts {
    ProposalFacts { unit: "Puskesmas Contoh I".into(), id: "cth.pkm.contoh1".into(), ..ProposalFacts::default() }
}

pub(super) fn chase() -> ChaseFacts {
    ChaseFacts {
        reminder_no: 2,
        missing: "jawaban".into(),
        superior: "Kepala Dinas Kesehatan Kabupaten Contoh".into(),
        ..ChaseFacts::default()
    }
}

pub(super) fn approval() -> ApprovalFacts {
    ApprovalFacts {
        draft: "Obat telah tersedia kembali.".into(),
        digest: "9f2c41ab".into(),
        drafted_by: "Puskesmas Contoh I".into(),
        channel: "surel".into(),
        before: "Jumat, 27 November 2026 pukul 16.00 WIB".into(),
        deputy: None,
        files: false,
        verified: Some("Sekretaris Dinas pada Senin, 23 November 2026 pukul 10.15 WIB".into()),
    }
}
