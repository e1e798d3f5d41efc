//! Whether a remark on a questionnaire complains. Praise and empty words do not; whatever else is said is for a person.

/// Words of praise and of no content. A remark of these alone complains of nothing.
const CONTENT: &[&str] = &[
    "ada",
    "alhamdulillah",
    "aman",
    "apresiasi",
    "bagus",
    "baik",
    "bangga",
    "banget",
    "bersih",
    "cepat",
    "cukup",
    "dan",
    "hebat",
    "ikhlas",
    "jempol",
    "juga",
    "kasih",
    "keren",
    "komentar",
    "kritik",
    "lancar",
    "luar",
    "biasa",
    "mantap",
    "memuaskan",
    "menyenangkan",
    "nihil",
    "nyaman",
    "ok",
    "oke",
    "pelayanan",
    "pelayanannya",
    "pertahankan",
    "petugas",
    "petugasnya",
    "puas",
    "ramah",
    "rapi",
    "saran",
    "sangat",
    "sekali",
    "selalu",
    "semangat",
    "semua",
    "semuanya",
    "sip",
    "sopan",
    "sudah",
    "sukses",
    "terima",
    "terimakasih",
    "terus",
    "tertib",
    "top",
    "yang",
];
/// Words that turn praise round.
const NEGATIONS: &[&str] = &[
    "bukan", "belum", "enggak", "ga", "gak", "jangan", "kurang", "ndak", "nggak", "ora", "sing", "sonde", "tak", "tdk",
    "tidak",
];
/// What a negation may stand with and still say nothing: `tidak ada saran`.
const NOTHING: &[&str] = &["ada", "komentar", "kritik", "saran", "dan", "masalah", "keluhan", "masukan"];

/// True if it complains.
pub(super) fn complains(remark: &str) -> bool {
    let lower = remark.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| word.chars().all(|c| c.is_ascii_digit())) {
        return false;
    }
    match words.split_first() {
        Some((first, rest)) if NEGATIONS.contains(first) => !rest.iter().all(|word| NOTHING.contains(word)),
        _ => words.iter().any(|word| !CONTENT.contains(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::complains;

    #[test]
    fn praise_and_nothing_are_no_complaints() {
        for remark in [
            "",
            "-",
            "4",
            "Tidak ada",
            "tidak ada saran",
            "Sudah baik, terima kasih",
            "MANTAP!",
            "pelayanan sangat memuaskan",
            "nihil",
        ] {
            assert!(!complains(remark), "{remark}");
        }
    }

    #[test]
    fn what_is_not_only_praise_is_for_a_person() {
        for remark in [
            "Kurang ramah",
            "tidak bersih",
            "Sudah baik tapi antre lama",
            "petugas ramah, toilet kotor",
            "lambat",
            "belum puas",
        ] {
            assert!(complains(remark), "{remark}");
        }
    }
}
