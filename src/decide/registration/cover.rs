//! What stands around the items of a handover and is none: `NIHIL`, a greeting, thanks, that reports follow.
//!
//! In: a piece of the mail. Out: whether it says that there is nothing, or says nothing at all. Knows words only: what
//! may tell of a matter is never taken for a courtesy.

use crate::decide::reply::is_device_line;

/// Words to the reader: how he is addressed, the time of day, that something came in.
const TO_READER: &str = "\
    aduan bapak bu dulu hari ibu jam kak kakak keluhan laporan malam mas masuk mbak min nggih njih pagi \
    pak pengaduan saja semua shift siang sore terima tks untuk ya yaa";

/// Others in which a handover is wrapped, none of which tells what a citizen reports.
const COVER: &str = "\
    ada adalah admin alaikum assalamu assalamualaikum bersama berikut buah dan dari dengan di diterima \
    dm facebook fb hormat ig inbox ini instagram item izin kabupaten kaka kami kasih kawan kemarin \
    kepada kirim kirimkan komentar laporannya maaf masih media medsos melalui menyampaikan mohon nihil \
    pada periode pukul rekap rekapan rekapitulasi salam sampai sampaikan saya sd sejak sejumlah selamat \
    semalam serah sosial sosmed tanggal tadi terimakasih tgl tiktok tim total twitter wa waktu wassalam \
    wassalamualaikum wb whatsapp wib wit wita wr yang yth";

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
    lines.iter().any(alone) || lines.iter().any(begins) && lines.iter().all(|line| begins(line) || is_courtesy(line))
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
    words_of(piece).all(|word| is_one_of(COVER, &word) || is_one_of(TO_READER, &word))
}

/// The words of a piece in lower case; numbers and telephones' own lines say nothing.
fn words_of(piece: &str) -> impl Iterator<Item = String> + '_ {
    let lines = piece.lines().filter(|line| !is_device_line(line.trim()));
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.chars().any(char::is_alphabetic)).map(str::to_lowercase)
}
