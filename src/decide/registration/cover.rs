//! What stands around the items of a handover and is none: `NIHIL`, a greeting, thanks, that reports follow.
//!
//! In: a piece of the mail. Out: whether it says that there is nothing, or says nothing at all. Knows words only: what
//! may tell of a matter is never taken for a courtesy.

use crate::decide::reply::is_device_line;

/// Words to the reader: how he is addressed, the time of day, that something came in.
const TO_READER: &str = "\
    aduan aja bang bapak bu cak dulu hari ibu iya jam kak kakak kang keluhan laporan makasih malam mas \
    masuk matur mba mbah mbak min mks mksh neng nggih ning njih nuwun pagi pagi2 pak pengaduan saja \
    semua shift siang siang2 sj sore suwun terima thanks thx tks tq trims untuk y ya yaa yah";

/// Others in which a handover is wrapped, none of which tells what a citizen reports.
const COVER: &str = "\
    ada adalah admin alaikum assalamu assalamualaikum atas barusan begitu berikut bersama box buah dan \
    dari demikian dengan dgn di diterima dll dm dr enjang facebook fb hai hallo halo hormat ig inbox ini \
    instagram item itu izin kabupaten kaka kami kasih kawan ke kemarin kepada kirim kirimkan kolom komentar \
    kotak lagi lain lainnya laporannya lg maaf masih maturnuwun media medsos melalui menyampaikan mohon \
    nihil nuwun om pada perihal periode permisi pesan pukul rekap rekapan rekapitulasi saat salam sampai \
    sampaikan saran saya sd sebagai sejak sejumlah sekian selain selamat semalam semuanya serah shalom \
    sisa sisanya sosial sosmed sugeng swastyastu tadi tanggal terimakasih tgl tiktok tim total twitter \
    untk utk wa waktu wassalam wassalamualaikum wb whatsapp wib wit wita wr yang yg yth";

/// `NIHIL`, with or without a greeting around it; with friendly words behind it where nothing follows that tells of a
/// matter.
pub(super) fn is_nothing(piece: &str) -> bool {
    let lines = piece.lines().map(|line| line.trim().trim_matches(['.', '!', '*', '"']).trim().to_lowercase());
    let lines: Vec<String> = lines.filter(|line| line.chars().any(char::is_alphanumeric)).collect();
    let alone = |line: &String| {
        matches!(line.as_str(), "nihil" | "n i h i l" | "nihil laporan" | "tidak ada laporan" | "laporan nihil")
    };
    let begins = |line: &String| {
        let behind = ["nihil", "tidak ada laporan"].into_iter().find_map(|empty| line.strip_prefix(empty));
        behind.is_some_and(|rest| says_so_to_somebody(rest) && is_short(rest))
    };
    lines.iter().any(alone)
        || lines.iter().any(begins) && lines.iter().all(|line| begins(line) || is_courtesy(line))
        || says_nothing_came(piece)
}

/// `Malam kak, nihil ya`, `yang lain belum ada laporan, makasih`: that nothing came, in the midst of friendly words and
/// no others.
fn says_nothing_came(piece: &str) -> bool {
    const NOTHING: &str = "nihil kosong aman sepi";
    const NOT: &str = "tidak tdk belum blm ga gak nggak ndak mboten";
    const REPORTS: &str = "laporan laporannya aduan pengaduan keluhan dm pesan komentar";
    let words: Vec<String> = words_of(piece).collect();
    let none = words.windows(3).any(|said| match said {
        [not, ada, what] => is_one_of(NOT, not) && ada == "ada" && is_one_of(REPORTS, what),
        _ => false,
    });
    let nothing = words.iter().any(|word| is_one_of(NOTHING, word));
    (nothing || none) && words.iter().all(|word| says_nothing(word) || is_one_of(NOTHING, word) || is_one_of(NOT, word))
}

/// What follows `nihil` is said to the reader, and does not name what there is none of (`nihil obat …`).
fn says_so_to_somebody(rest: &str) -> bool {
    let rest = rest.trim_start_matches(' ');
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A dash, a comma, a smiley, or a word to the reader; never another word that begins so.
    word.is_empty() || is_one_of(TO_READER, word)
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// A line of friendly words, in which nothing is taken back (`nihil, tapi …`).
fn is_short(line: &str) -> bool {
    const BUT: [&str; 8] = ["tapi", "tetapi", "namun", "kecuali", "hanya", "cuma", "cuman", "ada"];
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.clone().count() <= 8 && !words.any(|word| BUT.contains(&word))
}

/// A greeting, thanks, a name, what a mail program puts below.
fn is_courtesy(line: &str) -> bool {
    const BEGINS: [&str; 12] = [
        "selamat ",
        "assalam",
        "salam",
        "yth",
        "terima kasih",
        "terimakasih",
        "trims",
        "makasih",
        "terkirim dari",
        "dikirim dari",
        "sent from",
        "mohon maaf",
    ];
    let few = line.split_whitespace().count() <= 2;
    is_short(line) && (few || BEGINS.iter().any(|begin| line.starts_with(begin)))
}

/// Nothing but a greeting, and that reports follow: no word of what somebody reports.
pub(super) fn is_cover(piece: &str) -> bool {
    words_of(piece).all(|word| says_nothing(&word))
}

fn says_nothing(word: &str) -> bool {
    is_one_of(COVER, word) || is_one_of(TO_READER, word)
}

/// The words of a piece in lower case; numbers, telephones' own lines and the name of who is addressed (`mbak Rina`) say
/// nothing.
fn words_of(piece: &str) -> impl Iterator<Item = String> + '_ {
    const ADDRESSED: &str = "mbak mba mas bu ibu pak bapak kak kakak kaka";
    let lines = piece.lines().filter(|line| !is_device_line(line.trim()));
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    let mut addressed = false;
    words.filter(|word| word.chars().any(char::is_alphabetic)).filter_map(move |word| {
        let mut letters = word.chars();
        let is_name = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        let named = addressed && is_name;
        let word = word.to_lowercase();
        addressed = is_one_of(ADDRESSED, &word);
        (!named || addressed).then_some(word)
    })
}
