//! What citizens write, as citizens write it.

use super::*;

fn all(expected: Satisfaction, texts: &[&str]) {
    let wrong: Vec<_> =
        texts.iter().map(|text| (*text, read_satisfaction(text))).filter(|(_, read)| *read != expected).collect();
    assert!(wrong.is_empty(), "not {expected:?}: {wrong:#?}");
}

#[test]
fn a_citizen_says_yes_in_many_ways() {
    all(
        Satisfaction::Satisfied,
        &[
            "PUAS",
            "Puas, terima kasih.",
            "ya",
            "YA BTG-26-0123",
            "sudah",
            "Cukup jelas, terima kasih",
            "terima kasih sudah dibantu",
            "nggih sampun",
            "Ya sudah beres pak",
            "puaaasss bgt min",
            "Sy puas, No. RSB-26-0210",
            "sdh puas",
            "Alhamdulillah sudah puas, makasih banyak",
            "Kami sangat puas dengan penjelasannya",
            "cukup memuaskan",
            "ok puas",
            "iya sudah teratasi",
            "sampun marem, matur nuwun sanget",
            "nggih pun cekap pak",
            "wis beres mas, suwun",
            "su puas, tarima kasi banyak",
            "su bae kaka",
            "iyo su beres",
            "tiang sampun lega, suksma",
            "inggih sampun becik",
            "engghi ampon puas, sakalangkong",
            "Puas. Tidak ada keluhan lagi.",
            "sudah, tidak ada masalah",
            "tidak keberatan, puas",
            "Setuju",
            "menerima penjelasan bapak",
            "Enggi ampon poas, mator sakalangkong",
        ],
    );
}

#[test]
fn a_negation_wins_over_the_word_it_negates() {
    all(
        Satisfaction::NotSatisfied,
        &[
            "TIDAK PUAS",
            "TIDAK PUAS KDM-26-0031",
            "tdk puas, obat kosong",
            "saya belum puas dengan jawabannya",
            "gak puas",
            "kurang memuaskan",
            "Kecewa.",
            "sonde puas",
            "sonde, beta masih tunggu",
            "dereng",
            "ora puas",
            "konden",
            "TIDAK",
            "mboten marem",
            "Tidak. Loketnya sama saja.",
            "blm pak",
            "ya belum",
            "g puas sama sekali min",
            "ngga puassss",
            "Jauh dari memuaskan",
            "sangat kecewa dgn jawaban ini",
            "Jawabannya sangat mengecewakan, terima kasih",
            "Saya keberatan dengan jawaban puskesmas",
            "Belum. Terima kasih.",
            "obat masih kosong",
            "sampai sekarang belum ada perubahan",
            "Masih sama saja seperti kemarin",
            "tidak ada tindakan apa-apa",
            "durung mas, isih antre suwe",
            "dereng wonten perubahan",
            "kulo mboten puas kalih jawaban niku",
            "podo wae, ora ono perubahan",
            "sonde ada perubahan, obat masih kosong",
            "beta son puas",
            "tiang nenten puas",
            "konden wenten perubahan",
            "tiang sing puas teken jawabane",
            "ta' puas",
            "enja', obatta gi' ta' bade",
            "bolom puas",
            "Ta' poas, obadha gi' tada'",
            "Gi' bellum, obat ghi' tada' neng apotek",
            "Tidak Puas! Petugas tetap ketus dan baik dokter maupun perawat tidak ramah",
            "jawaban tidak nyambung dengan keluhan saya",
            "tidak sesuai dengan kenyataan",
            "percuma lapor",
        ],
    );
}

/// However a local tongue says and spells its no; and a word of contentment behind a word that nobody here knows ends
/// nothing: a person reads it.
#[test]
fn a_no_of_any_tongue_is_no_contentment() {
    all(
        Satisfaction::NotSatisfied,
        &[
            "Bhunten puas. Oreng se padhe ghi' nyengghi polè",
            "bunten puas pak",
            "Bhuntèn marem",
            "enten puas, ghi' padhâ",
            "enten",
            "enjâ' puas",
            "enjha' puas",
            "lo' puas",
            "ta' puas kaulâ",
            "ghi' lo' puas",
            "mboten puas",
            "dèrèng marem",
            "ten puas",
            "nente puas",
            "sing puas",
            "tusing puas tiang",
            "seng puas",
            "son puas",
            "sonde",
            "ka'e puas",
            "henteu puas",
            "teu puas",
            "tacan puas",
        ],
    );
    all(Satisfaction::Mixed, &["ndang puas", "hau lofa puas", "su wai bae"]);
    all(Satisfaction::Satisfied, &["sampun wonten perbaikan, puas", "kaulâ ampon puas", "akhirnya puas", "Ibu puas"]);
}

#[test]
fn what_is_mixed_ironic_or_asked_is_for_a_person() {
    all(
        Satisfaction::Mixed,
        &[
            "Puas dengan obatnya, tapi tidak puas dengan pelayanannya",
            "puas sekali menunggu 5 jam",
            "sudah puas tapi loket masih lama",
            "Puas?",
            "puas kalian bikin pasien susah",
            "Puas banget disuruh bolak balik",
            "saya baru puas kalau obatnya sudah ada",
            "nek loket ditambah nembe puas",
            "bukan tidak puas, hanya saja agak lambat",
            "Ya wes lah, pasrah",
            "ya sudah lah, mau gimana lagi",
            "Yo wis lah, nrimo wae",
            "su puas ma antri lama tapi",
            "puas 👏👏",
            "Sudah, cuma kok petugasnya begitu",
            "Puas dengan jawabannya. Mohon juga AC ruang tunggu diperbaiki, karena panas sekali di siang hari.",
        ],
    );
}

#[test]
fn an_objection_is_heard_and_thanks_are_only_thanks() {
    all(
        Satisfaction::Objects,
        &[
            "KEBERATAN",
            "Saya keberatan ditempel di papan",
            "Keberatan bila dimuat di papan pengumuman",
            "tolong jangan dipasang di papan",
        ],
    );
    all(
        Satisfaction::Thanks,
        &[
            "terima kasih",
            "Terima kasih atas jawabannya, Pak.",
            "makasih min",
            "matur nuwun sanget",
            "tarima kasi banya kaka",
            "suksma",
            "mator sakalangkong",
            "Baik, terima kasih.",
            "Terima kasih, email Anda sudah kami terima.",
            "tks infonya",
        ],
    );
}

#[test]
fn what_says_nothing_of_the_answer_says_nothing() {
    all(
        Satisfaction::None,
        &[
            "",
            "Kapan jadwal imunisasi berikutnya?",
            "Obatnya amlodipin 10 mg",
            "> PUAS atau TIDAK PUAS\n",
            "Belum sempat saya cek ke sana",
            "Besok saya ke puskesmas",
            "Alamat saya di Desa Wonodadi",
            // Answers of mail programs.
            "Terima kasih telah menghubungi kami. Pesan Anda sangat berarti bagi kami.",
            "Email Anda sudah kami terima dan akan kami balas dalam 2 hari kerja.",
        ],
    );
}
