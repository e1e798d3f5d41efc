//! Eighty more replies, written after the vocabulary was. A false `puas` ends a matter that is open: what is not plain
//! is asked.

use super::*;

fn all(expected: Satisfaction, texts: &[&str]) {
    let wrong: Vec<_> =
        texts.iter().map(|text| (*text, read_satisfaction(text))).filter(|(_, read)| *read != expected).collect();
    assert!(wrong.is_empty(), "not {expected:?}: {wrong:#?}");
}

#[test]
fn plain_contentment_is_heard() {
    all(
        Satisfaction::Satisfied,
        &[
            "Puas pak",
            "PUAS!!",
            "puas sekali",
            "Ya, puas",
            "sangat puas, terima kasih banyak bu",
            "saya sudah puas",
            "pun marem pak",
            "kulo sampun marem",
            "wes marem mas",
            "alhamdulillah sudah beres",
            "sudah jelas, terima kasih",
            "cukup pak, terima kasih",
            "terima kasih, sudah jelas",
            "sdh teratasi, mksh",
            "Iya sudah baik sekarang",
            "su bagus, tarima kasih",
            "beta su puas",
            "katong su puas tarima kasi",
            "tiang sampun puas",
            "sube becik pak, suksma",
            "ampon puas, mator sakalangkong",
            "engghi ampon beres",
            "Loketnya sudah buka lagi, saya puas",
        ],
    );
}

#[test]
fn what_is_refused_is_never_taken_for_contentment() {
    all(
        Satisfaction::NotSatisfied,
        &[
            "belum",
            "Belum puas",
            "blm puas pak",
            "tidak puas sama sekali",
            "saya tidak merasa puas",
            "kami belum merasa puas dengan jawaban ini",
            "nggak puas",
            "kurang puas",
            "masih belum puas",
            "dereng marem",
            "kulo dereng puas",
            "durung puas mas",
            "ora marem blas",
            "sonde puas ko",
            "beta sonde puas deng jawaban ni",
            "tiang durung puas",
            "nenten puas",
            "bolom marem",
            "tak puas kaule",
            "gi' ta' puas",
            "obatnya belum ada",
            "belum ada perubahan pak",
            "jawaban tidak sesuai",
            "petugasnya masih sama saja",
            "sampai hari ini belum diperbaiki",
            "masih harus bayar padahal katanya gratis",
            "loket tetap tutup",
            "sama aja bohong",
            "antrinya masih lama",
            "obat tetep kosong",
        ],
    );
}

#[test]
fn both_at_once_goes_to_a_person() {
    let texts = [
        "sudah bagus tapi obatnya belum ada",
        "Puas, tapi tolong AC-nya diperbaiki",
        "sudah diperbaiki, cuma masih kotor",
        "puas sih, cuma lama",
        "sudah dibuka tapi antrinya tetap lama",
        "wis apik ning obate durung ono",
        "su bae ma obat sonde ada",
        "sampun becik nanging obate konden wenten",
        "ya puas sekali, tiap hari disuruh balik lagi",
        "Puas kalau obatnya sudah ada",
        "agak puas",
        "lumayan puas",
        "puas gak puas ya begitulah",
        "antara puas dan tidak puas",
        "semoga puas",
        "puas apanya",
        "mana bisa puas",
        "gimana mau puas",
        "bagaimana saya bisa puas kalau begini",
        "belum bisa dibilang puas",
        "sudah cukup sabar saya menunggu",
        "sudah cukup!",
        "cukup sudah",
        "Saya akan puas bila petugas itu ditegur",
        "baik, saya tunggu buktinya",
        "sudah saya duga jawabannya begini",
        "jelas sekali kalian tidak mau tahu",
        "Terima kasih sudah membuat saya menunggu 3 jam",
        "ya sudah",
        "yo wis",
        "terserah",
        "besok saya cek dulu, kalau sudah ada baru puas",
    ];
    let taken: Vec<&str> =
        texts.into_iter().filter(|text| read_satisfaction(text) == Satisfaction::Satisfied).collect();
    assert!(taken.is_empty(), "taken for contentment: {taken:#?}");
    all(
        Satisfaction::Mixed,
        &[
            "sudah bagus tapi obatnya belum ada",
            "wis apik ning obate durung ono",
            "Puas, tapi tolong AC-nya diperbaiki",
            "agak puas",
            "ya sudah",
            "Puas kalau obatnya sudah ada",
        ],
    );
}

/// Whoever only acknowledges closes nothing; who says besides that it is settled does; a no wins; what is neither is
/// read.
#[test]
fn a_bare_courtesy_is_no_contentment_in_any_tongue() {
    all(
        Satisfaction::Thanks,
        &[
            "ok siap pak",
            "ok",
            "Oke pak",
            "siap",
            "Siap bu, terima kasih",
            "sip",
            "sip makasih min",
            "baik pak",
            "Baik bu, terima kasih atas jawabannya",
            "ya baik, terima kasih",
            "iya pak makasih",
            "ya ok",
            "iya siap pak",
            "noted, terima kasih",
            "nggih, matur nuwun",
            "inggih pak, matur suwun",
            "nggih siap pak",
            "monggo pak, matur nuwun",
            "ok kaka, tarima kasi",
            "siap kaka",
            "iyo kaka, tarima kasi banya",
            "inggih, suksma",
            "nggih becik pak, matur suksma",
            "engghi, sakalangkong",
        ],
    );
}

#[test]
fn what_is_said_beside_a_courtesy_counts() {
    all(
        Satisfaction::Satisfied,
        &[
            "ok sudah beres, terima kasih",
            "siap pak, saya puas",
            "baik, sudah beres semua",
            "sip mantap pak",
            "oke sudah teratasi min",
            "nggih pun beres, matur nuwun",
            "inggih pak sampun sae, matur nuwun",
            "ok su bae kaka",
            "iyo su beres kaka tarima kasi",
            "inggih sampun puas, suksma",
            "ya",
            "nggih",
        ],
    );
    all(
        Satisfaction::NotSatisfied,
        &[
            "ok tapi belum beres",
            "baik pak, tapi obatnya belum ada",
            "siap, belum puas",
            "nggih pak, ning dereng wonten perubahan",
            "oke kaka ma obat sonde ada",
            "inggih, nanging konden puas",
        ],
    );
    all(
        Satisfaction::Mixed,
        &[
            "ok paham pak",
            "baik saya mengerti",
            "ok sudah bagus tapi masih lama",
            "siap, sudah beres tapi loketnya belum dibuka",
        ],
    );
}
