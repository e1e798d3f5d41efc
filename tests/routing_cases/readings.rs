//! Words that must not be taken for others: a verb for a village, a closed counter for a wish for secrecy.

use penghubung::decide::assess::assess;
use penghubung::decide::privacy::{Writer, for_officers, hidden_by, names_said};

use super::case::{OFFICES, book, cases, mail};

#[test]
fn no_word_of_a_phrase_is_read_as_another_unsaid() {
    for office in OFFICES {
        assert_eq!(book(office).rules.misread, [], "{office}");
    }
}

/// A verb is no village: `ditulis`, `menulis` are not Tulis.
#[test]
fn a_verb_is_not_read_as_a_place() {
    let book = book("batang");
    let unit = |text: &str| assess(&book, &mail(text)).decision.unit.0;
    for text in [
        "Saya berobat di puskesmas ditulis BPJS tidak aktif, rumah saya Bandar",
        "Di puskesmas menulis resep saja lama sekali",
        "Jadwal di posyandu tertulis jam 8, kader datang jam 10",
        "Pustu dibandar orang lain, mohon ditertibkan",
    ] {
        assert!(!["btg.pkm.tulis", "btg.pkm.bandar1", "btg.pkm.bandar2"].contains(&unit(text).as_str()), "{text}");
    }
    for text in ["Obat di puskesmas Tulis kosong", "Puskesmas Tulisnya antri lama", "pkm tulis antri lama"] {
        assert_eq!(unit(text), "btg.pkm.tulis", "{text}");
    }
}

#[test]
fn a_counter_that_closes_is_no_wish_for_secrecy() {
    let book = book("batang");
    let secret = |text: &str| assess(&book, &mail(text)).decision.privacy.secret;
    for text in ["Loket Puskesmas Subah sudah tutup jam 10.", "Pintu loket selalu tertutup.", "Apotek ditutup."] {
        assert!(!secret(text), "{text}");
    }
    for text in ["Mohon laporan ini tertutup.", "Aduan ini bersifat tertutup.", "Ini rahasia."] {
        assert!(secret(text), "{text}");
    }
}

/// Whoever keeps the secrets of patients is praised or reminded of his duty; whoever begs for secrecy is hidden.
#[test]
fn a_secret_that_officers_keep_is_no_wish_for_secrecy() {
    let book = book("batang");
    let privacy = |text: &str| assess(&book, &mail(text)).decision.privacy;
    for text in [
        "Petugasnya pandai menjaga rahasia pasien, saya senang",
        "Dokter menjaga kerahasiaan hasil tes saya, terima kasih",
        "Data saya dijaga rahasianya dengan baik oleh bidan",
        "Perawat wajib menjaga rahasia medis, apakah ada aturannya?",
        "Hasil tes tidak dirahasiakan petugas. Rahasia pasien terjaga di mana?",
    ] {
        assert!(!privacy(text).hides_identity(), "{text}");
    }
    for text in [
        "Lapor tanpa menyebut nama pelapor ya, bidan suka tidak masuk",
        "Nama pelapor jangan dimunculkan",
        "Mohon tidak mencantumkan nama saya di jawaban",
        "Tolong identitas pelapor disimpan saja",
        "Mohon dijaga kerahasiaan saya, petugas galak",
        "Mohon petugas menjaga kerahasiaan laporan ini",
        "Saya staf gudang farmasi, tender obat diatur. Rahasiakan.",
        "Bidan minta uang 50 ribu\nrahasia ya pak",
    ] {
        assert!(privacy(text).hides_identity(), "{text}");
    }
}

/// The names that a text gives away are looked for once, while it is read: what is hidden with them is what is hidden by who
/// looks for them anew.
#[test]
fn a_text_without_its_writer_is_the_same_whoever_has_found_his_names() {
    let own = ["08123456789".to_owned()];
    let (mut all, mut named) = (0, 0);
    let sets = ["routing/", "routing/kisah4-", "routing/kisah5-", "routing/kisah6-"];
    for case in sets.into_iter().flat_map(|set| OFFICES.map(|office| cases(set, office))).flatten() {
        let names = names_said(&[&case.t]);
        let names = format!("Sri Lestari {}", names.as_deref().unwrap_or_default());
        let anew = for_officers(&case.t, &own, Writer::Hidden(&names));
        assert_eq!(hidden_by(&case.t, &own, &names), anew, "{}", case.t);
        all += 1;
        named += usize::from(anew.contains("[nama]"));
    }
    assert!(all > 900 && named > 20, "{named} of {all}");
}
