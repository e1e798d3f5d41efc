//! Whether a citizen takes his complaint back before it was answered.
//!
//! In: what he wrote. Out: whether a person must be asked; nothing is closed by these words alone. Does not know where
//! the complaint stands.

/// Words by which somebody takes a thing back.
const TAKES_BACK: [&str; 7] = ["cabut", "mencabut", "dicabut", "membatalkan", "batalkan", "dibatalkan", "menarik"];
/// What he takes back, with or without `-nya`.
const MATTER: [&str; 6] = ["laporan", "pengaduan", "aduan", "keluhan", "permohonan", "permintaan"];
/// What turns it round, or makes it a question, or somebody else's wish.
const NOT_HIS_WISH: [&str; 18] = [
    "tidak",
    "tdk",
    "tak",
    "jangan",
    "bukan",
    "belum",
    "apakah",
    "bisakah",
    "bagaimana",
    "kenapa",
    "disuruh",
    "dipaksa",
    "diminta",
    "menyuruh",
    "memaksa",
    "meminta",
    "diancam",
    "ditekan",
];
/// So many words later the matter is named: `mencabut kembali surat laporan saya`.
const NEAR: usize = 4;

/// `Saya ingin mencabut laporan saya karena toilet sudah bisa dipakai`.
#[must_use]
pub fn withdraws(text: &str) -> bool {
    text.to_lowercase().split(['.', '!', ';', '\n', ',']).any(|clause| {
        let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wished = !clause.contains('?') && !words.iter().any(|word| NOT_HIS_WISH.contains(word));
        let matter = |word: &&str| MATTER.contains(&word.strip_suffix("nya").unwrap_or(word));
        let mut taken = words.iter().enumerate().filter(|(_, word)| TAKES_BACK.contains(*word));
        wished
            && taken.any(|(at, _)| words.iter().skip(at + 1).take(NEAR).any(matter) || named_before(&words, at, matter))
    })
}

/// `Laporan saya dicabut saja`, `laporan ini saya cabut`.
fn named_before(words: &[&str], at: usize, matter: impl Fn(&&str) -> bool) -> bool {
    words.iter().take(at).rev().take(NEAR - 1).any(matter)
}

#[cfg(test)]
mod tests {
    use super::withdraws;

    #[test]
    fn who_takes_it_back_is_told_from_who_does_not_want_to_or_was_made_to() {
        for text in [
            "Saya ingin mencabut laporan saya KDM-26-0005 karena toilet sudah bisa dipakai",
            "Toilet sudah bisa. Laporan saya dicabut saja, terima kasih.",
            "mohon laporan ini saya cabut",
            "Saya mau membatalkan pengaduan kemarin.",
            "saya menarik kembali aduan saya",
        ] {
            assert!(withdraws(text), "{text}");
        }
        for text in [
            "Saya tidak akan mencabut laporan saya.",
            "Petugas meminta saya mencabut laporan ini!",
            "Saya dipaksa mencabut laporan.",
            "Apakah bisa mencabut laporan?",
            "Gigi saya dicabut tanpa bius.",
            "Antrean dicabut dari mesin, lalu saya menunggu lama sekali sampai siang.",
        ] {
            assert!(!withdraws(text), "{text}");
        }
    }
}
