//! What a complaint does not say although the office's standard asks for it.
//!
//! In: what is asked for, the words of the citizen, what is known beside them. Out: what is missing, and the question
//! about it. When in doubt something counts as said: whoever is asked for what he has written feels unread.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;
use crate::domain::complaint::Detail;

/// What is known beside the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// A place with a name of ours was found.
    pub place: bool,
    /// The writer gave his name.
    pub name: bool,
    /// There is a telephone by which he can be reached.
    pub phone: bool,
}

/// What of `asked` is missing, in that order.
#[must_use]
pub fn missing(asked: &[Detail], text: &str, known: Known) -> Vec<Detail> {
    let said = |detail: Detail| match detail {
        Detail::Place => known.place || PLACE.is_match(text),
        Detail::Time => TIME.is_match(text),
        Detail::Name => known.name || NAME.is_match(text),
        Detail::Phone => known.phone || PHONE.is_match(text),
    };
    asked.iter().copied().filter(|detail| !said(*detail)).collect()
}

/// The question: `Mohon sebutkan tempat kejadian, waktu kejadian, dan nama.` `None`: nothing is missing.
#[must_use]
pub fn question(missing: &[Detail]) -> Option<String> {
    let labels: Vec<&str> = missing.iter().map(|detail| detail.label()).collect();
    let list = match labels.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} dan {other}"),
        [first @ .., last] => format!("{}, dan {last}", first.join(", ")),
    };
    Some(format!("Mohon sebutkan {list}."))
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(ruang\w*|poli\w*|loket|igd|ugd|icu|nicu|farmasi|apotek\w*|lab|laboratorium|radiologi|bangsal|kamar|puskesmas|pkm
            |pustu|poskesdes|polindes|posyandu|desa|kelurahan|kecamatan|kampung|dusun|banjar|jalan|jln?|rt|rw|parkir\w*|toilet|wc
            |kasir|pendaftaran|rawat\s+inap|ranap|rawat\s+jalan|rsud?|klinik)\b",
    )
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|kemar[ei]n\w*|tadi|semalam|barusan|sekarang|hari\s+ini|lusa|pukul
            |(jam|jm|pkl)\.?\s*\d|pagi|siang|sore|malam|subuh|tgl|tanggal|januari|februari|maret|april|mei|juni|juli|agustus
            |september|oktober|november|desember|sejak|setiap|selalu|sering|terus|\d{1,2}[-/.]\d{1,2}([-/.]\d{2,4})?
            |(\d+|se|satu|dua|tiga|empat|lima|enam|beberapa)\s*(hari|minggu|bulan|tahun)|(bulan|tahun)\s+(lalu|ini|kemarin))\b",
    )
});

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(nama\s*(saya|sy|lengkap)?\s*[:=]?\s*\p{L}{3}|(dari|hormat)\s*(saya|kami)\s*[:,]\s*\p{L}{3})")
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\+62|\b62|\b0)8[0-9 .-]{8,14}[0-9]"));

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Detail; 4] = [Detail::Place, Detail::Time, Detail::Name, Detail::Phone];

    #[test]
    fn what_is_said_is_not_asked_for() {
        let whole = "Nama saya Wayan, HP 0812 3456 7890. Senin jam 8 perawat di ruang Mawar kasar.";
        assert!(missing(&ALL, whole, Known::default()).is_empty());
        let known = Known { place: true, name: true, phone: true };
        assert_eq!(missing(&ALL, "Perawatnya kasar.", known), [Detail::Time]);
    }

    #[test]
    fn what_is_missing_is_asked_for_in_one_sentence() {
        let question = |text| question(&missing(&ALL, text, Known::default()));
        assert_eq!(
            question("Perawatnya kasar.").as_deref(),
            Some("Mohon sebutkan tempat kejadian, waktu kejadian, nama, dan nomor telepon.")
        );
        assert_eq!(
            question("Kemarin perawatnya kasar, HP 081234567890").as_deref(),
            Some("Mohon sebutkan tempat kejadian dan nama.")
        );
        assert_eq!(question("Nama saya Made, 0812-3456-7890, kemarin di IGD lama sekali"), None);
    }
}
