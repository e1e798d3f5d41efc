//! Whether a citizen takes his complaint back before it was answered.
//!
//! In: what he wrote. Out: whether a person must be asked; nothing is closed by these words alone. Does not know where
//! the complaint stands.

/// Words by which somebody takes a thing back.
const TAKES_BACK: [&str; 12] = [
    "cabut",
    "mencabut",
    "dicabut",
    "nyabut",
    "cabutkan",
    "membatalkan",
    "batalkan",
    "dibatalkan",
    "dibatalin",
    "batalin",
    "menarik",
    "membatalken",
];
/// The same where nothing else can be meant beside the matter: `laporan saya batal`, `saya tarik kembali`.
const ENDS_IT: [&str; 4] = ["batal", "tarik", "ditarik", "narik"];
/// `ga jadi`: with a negation before it, `tidak jadi lapor`.
const COMES_TO_BE: [&str; 4] = ["jadi", "dados", "sido", "siduh"];
/// `jangan diteruskan lagi laporan saya`: what is not to be done with it any more.
const GOES_ON: [&str; 12] = [
    "diteruskan",
    "teruskan",
    "dilanjutkan",
    "lanjutkan",
    "dilanjut",
    "lanjut",
    "diproses",
    "proses",
    "ditindaklanjuti",
    "diperpanjang",
    "diusut",
    "dibahas",
];
/// To send it on to somebody is no end of it: `jangan diteruskan ke puskesmas`.
const TO_SOMEBODY: [&str; 5] = ["ke", "kepada", "kpd", "sampai", "pada"];
/// What he takes back, with or without `-nya`.
const MATTER: [&str; 12] = [
    "laporan",
    "laporanku",
    "pengaduan",
    "aduan",
    "aduanku",
    "keluhan",
    "permohonan",
    "permintaan",
    "lapor",
    "ngadu",
    "mengadu",
    "melapor",
];
/// Words that turn one round.
const NOT: [&str; 17] = [
    "tidak", "tdk", "tak", "ga", "gak", "gk", "nggak", "ngga", "enggak", "ndak", "nda", "ora", "mboten", "sonde",
    "nenten", "tra", "batal",
];
/// What turns it round, or makes it a question, or somebody else's wish.
const NOT_HIS_WISH: [&str; 24] = [
    "tidak",
    "tdk",
    "tak",
    "ga",
    "gak",
    "nggak",
    "ndak",
    "sonde",
    "mboten",
    "jangan",
    "jgn",
    "bukan",
    "belum",
    "apakah",
    "bisakah",
    "bagaimana",
    "kenapa",
    "disuruh",
    "dipaksa",
    "diancam",
    "ditekan",
    "siapa",
    "meskipun",
    "walaupun",
];
/// Somebody else's wish where it stands before the word: `petugas meminta saya mencabut`, not `saya minta dicabut`.
const ASKS_HIM: [&str; 7] = ["diminta", "menyuruh", "nyuruh", "suruh", "memaksa", "meminta", "maksa"];
/// Who asks for himself.
const HIMSELF: [&str; 9] = ["saya", "sy", "aku", "kami", "beta", "kulo", "kula", "tiang", "mohon"];
/// So many words later or before the matter is named: `mencabut kembali surat laporan saya`.
const NEAR: usize = 4;
/// A clause of so few words is all about the matter: `batal saja`, `ga jadi deh pak`, `saya tarik kembali ya`.
const SHORT: usize = 5;
/// What stands beside such a word and adds nothing.
const IDLE: [&str; 37] = [
    "saja", "aja", "sj", "ae", "wae", "ya", "yah", "deh", "dah", "pak", "bu", "mas", "mbak", "kak", "kaka", "min",
    "admin", "maaf", "mohon", "tolong", "saya", "sy", "aku", "kami", "beta", "ini", "itu", "kembali", "lagi", "dulu",
    "su", "sudah", "sdh", "nya", "sekali", "jadinya", "mau",
];

/// `Saya ingin mencabut laporan saya karena toilet sudah bisa dipakai`, `laporan sy ga jadi`, `batal saja pak`.
#[must_use]
pub fn withdraws(text: &str) -> bool {
    text.to_lowercase().split(['.', '!', ';', '\n', ',']).any(|clause| {
        let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        !clause.contains('?') && (takes_back(&words) || comes_to_nothing(&words) || stops(&words))
    })
}

fn is_matter(word: &str) -> bool {
    MATTER.contains(&word.strip_suffix("nya").unwrap_or(word))
}

/// `Laporan saya dicabut saja`, `laporan ini saya cabut`, `saya tarik kembali aduan saya`, `dicabut saja ya`.
fn takes_back(words: &[&str]) -> bool {
    let ends = |word: &str| TAKES_BACK.contains(&word) || ENDS_IT.contains(&word);
    let mut taken = words.iter().enumerate().filter(|(_, word)| ends(word));
    is_his_wish(words)
        && taken.any(|(at, word)| {
            let bare = words.len() <= SHORT && words.iter().all(|word| ends(word) || IDLE.contains(word));
            // `Uangnya ditarik kembali` and `gigi saya dicabut` are what happened.
            (names_it(words, at) && !is_about_money(words, at)) || bare && (words.len() > 1 || *word != "tarik")
        })
}

/// `Tarik uang dari keluhan`: the thing that is drawn stands right behind.
fn is_about_money(words: &[&str], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| ["uang", "biaya", "bayaran", "ongkos", "iuran", "tarif"].contains(next))
}

/// `Laporan saya ga jadi`, `tidak jadi lapor`, `ga jadi deh`.
fn comes_to_nothing(words: &[&str]) -> bool {
    let pairs = words.windows(2).enumerate();
    let mut nothing =
        pairs.filter(|(_, pair)| matches!(pair, [not, be] if NOT.contains(not) && COMES_TO_BE.contains(be)));
    nothing.any(|(at, _)| {
        let rest = |(nth, word): (usize, &&str)| nth == at || nth == at + 1 || IDLE.contains(word);
        let bare = words.len() <= SHORT && words.iter().enumerate().all(rest);
        let asked = words.iter().any(|word| ["apakah", "kenapa", "bukan"].contains(word));
        let takes_back = words.get(at + 2).is_some_and(|next| TAKES_BACK.contains(next));
        !asked && !takes_back && (names_it(words, at) || bare)
    })
}

/// `Tolong jangan diteruskan lagi laporan saya`.
fn stops(words: &[&str]) -> bool {
    words.windows(2).enumerate().any(|(at, pair)| {
        let [not, go] = pair else { return false };
        let sends = words.get(at + 2).is_some_and(|next| TO_SOMEBODY.contains(next));
        let refuses = ["jangan", "jgn", "usah", "ojo", "aja"].contains(not) && GOES_ON.contains(go);
        refuses && !sends && !words.iter().any(|word| TO_SOMEBODY.contains(word)) && names_it(words, at + 1)
    })
}

/// No denial, no question, nobody else's.
fn is_his_wish(words: &[&str]) -> bool {
    let asked = words.iter().enumerate().any(|(at, word)| {
        let by_himself = at == 0 || words.get(at - 1).is_some_and(|before| HIMSELF.contains(before));
        ASKS_HIM.contains(word) && !(by_himself && *word == "meminta")
    });
    !asked && !words.iter().any(|word| NOT_HIS_WISH.contains(word))
}

/// The matter is named near the word at `at`.
fn names_it(words: &[&str], at: usize) -> bool {
    let after = || words.iter().skip(at + 1).take(NEAR).any(|word| is_matter(word));
    let before = || words.iter().take(at).rev().take(NEAR + 1).any(|word| is_matter(word));
    after() || before()
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
            "Mohon laporan NTT-26-0001 dicabut saja, su dapat vaksin di Kupang.",
            "Laporan NTT-26-0003 saya tarik kembali ya, posyandu su jalan lagi",
            "laporan sy BTG-26-0013 ga jadi, loketnya udah buka",
            "tolong jangan diteruskan lagi laporan saya pak, ibu saya masih dirawat disana saya takut",
            "ibu saya masih dirawat. batal saja",
            "dicabut saja",
            "cabut",
            "batal pak",
            "ga jadi deh",
            "tidak jadi lapor pak, sudah beres",
            "saya minta laporan saya dibatalkan",
            "aduannya batalin aja ya min",
            "keluhan saya kemarin tidak usah dilanjutkan",
        ] {
            assert!(withdraws(text), "{text}");
        }
        for text in [
            "Saya tidak akan mencabut laporan saya.",
            "mohon laporan saya jangan dicabut",
            "Mohon jangan dicabut",
            "laporan saya jangan dibatalkan pak",
            "ga jadi dicabut laporannya",
            "Petugas meminta saya mencabut laporan ini!",
            "Saya dipaksa mencabut laporan.",
            "Saya diminta membatalkan laporan oleh kepala ruangan",
            "Apakah bisa mencabut laporan?",
            "Gigi saya dicabut tanpa bius.",
            "Antrean dicabut dari mesin, lalu saya menunggu lama sekali sampai siang.",
            "Operasi anak saya tidak jadi, katanya alat rusak",
            "Operasinya batal lagi",
            "saya ditarik uang 50 ribu waktu lapor ke loket",
            "laporan saya jangan diteruskan ke puskesmas",
            "Kalau laporan saya tidak dibalas, saya ke Bupati",
            "infusnya dicabut perawat",
        ] {
            assert!(!withdraws(text), "{text}");
        }
    }
}
