//! What letters know of how a complaint ends: the dossier of an objection, the closing, the Ombudsman.

use super::super::{ClosingFacts, DossierFacts, LetterFacts, OmbudsmanFacts, WrittenFacts};
use super::some;

/// With all that such letters may know.
pub(super) fn full(facts: LetterFacts) -> LetterFacts {
    LetterFacts {
        ombudsman: Some(OmbudsmanFacts { address: some("Jl. Contoh No. 2"), ..ombudsman() }),
        closing: Some(ClosingFacts { board: true, ..closing() }),
        dossier: Some(dossier()),
        ..facts
    }
}

pub(super) fn closing() -> ClosingFacts {
    ClosingFacts {
        how: "selesai_tanpa_tanggapan".into(),
        reopen_until: "Rabu, 13 Januari 2027".into(),
        reopen_until_short: "13-01-2027".into(),
        board: false,
    }
}

pub(super) fn dossier() -> DossierFacts {
    let written = |by: &str, text: &str| WrittenFacts {
        by: by.into(),
        at: "Senin, 30 November 2026 pukul 10.00 WIB".into(),
        text: text.into(),
    };
    DossierFacts {
        handled_by: "Puskesmas Contoh I".into(),
        decides: "Kepala Dinas Kesehatan Kabupaten Contoh".into(),
        history: vec!["23-11-2026 09.42 WIB: disposisi dikirim kepada Puskesmas Contoh I".into()],
        answers: vec![written("Puskesmas Contoh I", "Obat telah tersedia kembali.")],
        messages: vec![written("pelapor", "Belum puas, obat masih kosong.")],
        clocks: vec!["jawaban: 5 hari kerja, sampai 30-11-2026 16.00 WIB, terpenuhi".into()],
        handed_over: true,
    }
}

pub(super) fn ombudsman() -> OmbudsmanFacts {
    OmbudsmanFacts { region: "Provinsi Contoh".into(), address: None }
}
