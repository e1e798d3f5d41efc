//! Somebody may be in danger: who is woken, how often, and what ends it.

use chrono::TimeDelta;
use connectors::scripted::Answer;

use super::desk::{BATANG, Desk, at};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, Surat, surat};

pub const PSC: &str = "piket.psc119@dinkes-batang.example";
const P2P: &str = "piket.p2p@dinkes-batang.example";
const HEAD: &str = "kadis@dinkes-batang.example";
/// A Friday, 23.10 in Batang.
const NIGHT: &str = "2026-11-20T16:10:00Z";

fn call_for_help() -> Surat {
    surat(SITI).subject("tolong").says(
        "Tolong sekarang, ibu saya di Desa Bandar tidak sadar dan kejang, ambulans puskesmas tidak bisa dihubungi.",
    )
}

/// Siti has written at night; the alert as the first of the duty list got it.
async fn with_alert() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.clock.set(at(NIGHT));
    desk.post(&call_for_help()).await;
    let alert = desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    desk.events().await;
    (desk, alert)
}

/// Ten minutes pass, and whoever keeps watch does so.
async fn ten_minutes(desk: &Desk) {
    desk.later(TimeDelta::minutes(10));
    while desk.vigil.pass().await.unwrap().done > 0 {}
    desk.work().await;
}

#[tokio::test]
async fn the_duty_list_is_alerted_every_ten_minutes_at_any_hour_until_one_of_it_says_terima() {
    let (mut desk, alert) = with_alert().await;
    assert!(desk.the_letter(SITI_ADDRESS, "bila gawat darurat, telepon 119").subject.contains("BTG-26-0001"));
    ten_minutes(&desk).await;
    ten_minutes(&desk).await;
    assert_eq!((desk.sent_to(PSC).len(), desk.sent_to(P2P).len()), (3, 3));
    desk.post(&alert.answered_by(P2P, "terima")).await;
    assert!(desk.the_letter(P2P, "peringatan darurat diterima").subject.contains("BTG-26-0001"));
    assert!(desk.the_letter(PSC, "sudah ditangani").shows(P2P), "whoever was woken may sleep");
    ten_minutes(&desk).await;
    assert_eq!(desk.vigil.next_at().await.unwrap(), None);
    assert_eq!(desk.sent_to(PSC).len(), 4);
    let again = "INGAT NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA";
    assert_eq!(desk.events().await, format!("{again} {again} AMBIL BALAS NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA"));
}

#[tokio::test]
async fn who_begins_with_terima_takes_it_whatever_he_signs_or_asks_below() {
    for words in [
        "TERIMA\n\nKoordinator piket\nHP 0812-0000-0119",
        "TERIMA, meluncur. HP pelapor berapa?",
        "Diterima, sedang menuju lokasi",
    ] {
        let (mut desk, alert) = with_alert().await;
        desk.post(&alert.answered_by(PSC, words)).await;
        assert_eq!(desk.store.open_vigils().await.unwrap(), 0, "{words}");
        assert!(desk.the_letter(PSC, "peringatan darurat diterima").shows("Yth. Petugas Piket"), "{words}");
        desk.the_letter(P2P, "sudah ditangani");
        // A second word tells nobody anew.
        desk.post(&alert.answered_by(P2P, "TERIMA")).await;
        assert_eq!(desk.sent_to(PSC).len(), 2, "{words}");
    }
}

#[tokio::test]
async fn one_of_the_list_who_cannot_is_asked_as_one_of_the_list_and_may_still_say_terima_to_that() {
    let (mut desk, alert) = with_alert().await;
    desk.later(TimeDelta::minutes(3));
    desk.post(&alert.answered_by(P2P, "TERIMA, tapi saya sedang di luar kota, mohon yang lain")).await;
    assert_eq!(desk.store.open_vigils().await.unwrap(), 1);
    let asks = desk.the_letter(P2P, "Mohon kejelasan");
    assert!(asks.shows("Yth. Petugas Piket") && asks.shows("TERIMA   "), "{}", asks.body);
    assert!(!asks.shows("BELUM dikirim") && !asks.shows("RENCANA"), "{}", asks.body);
    desk.post(&asks.answered_by(P2P, "TERIMA")).await;
    assert_eq!(desk.store.open_vigils().await.unwrap(), 0);
    let log = desk.log().await;
    let said: Vec<_> = log.iter().filter(|line| line["ev"] == "BALAS").map(|line| &line["d"]).collect();
    assert_eq!((&said[0]["piket"], &said[0]["jeda_detik"]), (&2.into(), &180.into()), "{said:#?}");
}

#[tokio::test]
async fn a_word_of_anybody_else_ends_nothing_even_with_the_token() {
    let (mut desk, alert) = with_alert().await;
    desk.post(&alert.answered_by("iseng@warga.example", "TERIMA")).await;
    ten_minutes(&desk).await;
    assert_eq!(desk.sent_to(PSC).len(), 2);
    assert_eq!(desk.store.open_vigils().await.unwrap(), 1);
}

#[tokio::test]
async fn what_the_duty_list_says_beside_terima_is_asked_back_and_the_alerts_go_on() {
    let (mut desk, alert) = with_alert().await;
    desk.post(
        &alert.answered_by(PSC, "JAWAB: Alamatnya di mana ya, Bapak/Ibu? Nomor telepon yang bisa dihubungi berapa?"),
    )
    .await;
    assert!(desk.the_letter(PSC, "keadaan darurat ini Anda tangani").subject.contains("BTG-26-0001"));
    assert!(desk.sent_to(SITI_ADDRESS).iter().all(|letter| !letter.shows("Alamatnya")));
    ten_minutes(&desk).await;
    assert_eq!(desk.sent_to(P2P).len(), 2);
}

#[tokio::test]
async fn a_short_siap_from_the_list_is_a_word_and_a_number_suffices_for_one_of_the_list() {
    let (mut desk, _) = with_alert().await;
    desk.post(&surat(PSC).subject("Re: [BTG-26-0001] DARURAT?").says("siap")).await;
    assert_eq!(desk.store.open_vigils().await.unwrap(), 0);
}

#[tokio::test]
async fn after_half_an_hour_of_silence_the_head_of_the_office_is_woken_too() {
    let (desk, _) = with_alert().await;
    let before = desk.sent_to(HEAD).len();
    ten_minutes(&desk).await;
    ten_minutes(&desk).await;
    assert_eq!(desk.sent_to(HEAD).len(), before);
    ten_minutes(&desk).await;
    assert_eq!(desk.sent_to(HEAD).len(), before + 1);
}

/// However sensitive: who cannot read what happened and where, and cannot call, helps nobody.
#[tokio::test]
async fn in_danger_the_duty_list_reads_even_what_is_sensitive_with_the_place_and_the_telephone() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat(SITI).subject("Tolong segera").says(
        "Suami saya mau bunuh diri sekarang, pisaunya di tangan. Rumah Desa Tumbrep RT 3 RW 1, HP 0812-0000-1234.",
    );
    desk.post(&mail).await;
    for to in [PSC, P2P] {
        let letter = desk.the_letter(to, "bunuh diri");
        assert!(letter.shows("Desa Tumbrep RT 3"), "{letter:#?}");
    }
    assert!(desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows("0812-0000-1234"));
}

#[tokio::test]
async fn each_repeat_names_the_telephones_that_stood_only_in_the_words() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "Istri saya pendarahan hebat sekarang di Desa Tumbrep RT 3. Bisa hubungi tetangga (0285) 4411223.";
    desk.post(&surat(SITI).says(text)).await;
    ten_minutes(&desk).await;
    let shows = |letter: &Sent, number: &str| letter.body.replace([' ', '-', '(', ')'], "").contains(number);
    let calls = |desk: &Desk, number: &str| desk.sent_to(PSC).iter().filter(|letter| shows(letter, number)).count();
    assert_eq!(calls(&desk, "2854411223"), 2);
    let receipt = desk.the_letter(SITI_ADDRESS, "Nomor laporan");
    let more = "Sekarang sudah tidak sadar, tolong, suami saya yang di rumah 0813-0000-9876.";
    desk.post(&receipt.answered_by(SITI_ADDRESS, more)).await;
    ten_minutes(&desk).await;
    assert_eq!((calls(&desk, "2854411223"), calls(&desk, "81300009876")), (3, 1));
    // Whoever asks to stay unknown is not called any more.
    desk.post(&receipt.answered_by(SITI_ADDRESS, "Mohon nama dan identitas saya dirahasiakan.")).await;
    ten_minutes(&desk).await;
    assert_eq!((desk.sent_to(PSC).len(), calls(&desk, "2854411223")), (4, 3));
}

#[tokio::test]
async fn who_asks_to_stay_unknown_is_found_in_danger_but_not_called() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text =
        "Istri saya pendarahan hebat sekarang di Desa Tumbrep RT 3. HP 0812-0000-1234. Mohon nama saya dirahasiakan.";
    desk.post(&surat(SITI).says(text)).await;
    let alert = desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    assert!(alert.shows("Desa Tumbrep RT 3") && !alert.shows("0812"), "{alert:#?}");
}

/// Danger that was taken and answered: the desk, the unit's letter, the answer as the citizen has it.
async fn danger_answered() -> (Desk, Sent, Sent) {
    let (mut desk, alert) = with_alert().await;
    desk.post(&alert.answered_by(P2P, "TERIMA")).await;
    let unit = desk.sent().into_iter().find(|letter| letter.subject.contains("Mohon tindak lanjut")).unwrap();
    desk.post(&unit.answered_by(&unit.to, "JAWAB: Ibu sudah dirawat di RSUD dan kini sehat. Terima kasih.")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "kini sehat");
    desk.later(TimeDelta::days(2));
    (desk, unit, answer)
}

#[tokio::test]
async fn danger_that_was_taken_and_answered_is_over_and_harmless_words_after_that_alert_nobody() {
    let (mut desk, _, answer) = danger_answered().await;
    let woken = desk.sent_to(PSC).len();
    desk.post(&answer.answered_by(SITI, "TIDAK. Biaya parkirnya belum dijelaskan, mohon dijawab.")).await;
    ten_minutes(&desk).await;
    assert_eq!((desk.sent_to(PSC).len(), desk.store.open_vigils().await.unwrap()), (woken, 0));
}

#[tokio::test]
async fn an_accusation_after_the_danger_is_over_is_kept_from_the_unit_as_any_other_is() {
    let (mut desk, unit, answer) = danger_answered().await;
    let woken = desk.sent_to(PSC).len();
    let more = "Kepala puskesmas minta uang 500 ribu supaya ibu saya diantar ambulans, ini pungli.";
    desk.post(&answer.answered_by(SITI, more)).await;
    assert_eq!(desk.sent_to(PSC).len(), woken);
    let told = desk.sent_to(&unit.to);
    assert!(told.iter().any(|letter| letter.shows("mohon tidak ditindaklanjuti lagi")), "{told:#?}");
    assert!(!told.iter().any(|letter| letter.shows("pungli")), "{told:#?}");
}

#[tokio::test]
async fn where_the_citizen_cannot_be_told_to_call_119_the_duty_list_hears_that_and_every_repeat_says_so() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.sink.then(SITI_ADDRESS, Answer::Refuse);
    desk.post(&call_for_help()).await;
    let told = desk.the_letter(PSC, "TIDAK SAMPAI");
    assert!(told.subject.contains("Pelapor TIDAK tersambung"), "{}", told.subject);
    let notice = desk.the_letter(DESK, "GAGAL KIRIM");
    assert!(notice.shows("sampaikan SEKARANG kepada pelapor"), "{}", notice.body);
    ten_minutes(&desk).await;
    assert!(desk.the_letter(PSC, "ulangan ke-1").shows("TIDAK SAMPAI"));
    desk.post(&told.answered_by(PSC, "terima")).await;
    desk.the_letter(PSC, "peringatan darurat diterima");
}

#[tokio::test]
async fn the_officer_who_passed_a_cry_on_hears_that_its_writer_cannot_be_told() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.sink.then("lurah@warga.example", Answer::Refuse);
    let mail = "Mohon ditindaklanjuti.\n\n---------- Forwarded message ---------\nDari: Pak Lurah \
                <lurah@warga.example>\nDate: Jum, 20 Nov 2026 pukul 09.41\nSubject: tolong\nTo: \
                <pkm.bandar1@batang.example>\n\n\nTolong, warga saya di Desa Bandar kesetrum dan tidak sadar.";
    desk.post(&surat(PUSKESMAS).subject("Fwd: tolong").says(mail)).await;
    let notice = desk.the_letter(PUSKESMAS, "GAGAL KIRIM");
    assert!(notice.shows("agar menelepon 119") && !notice.shows("lurah@"), "{}", notice.body);
    desk.the_letter(PSC, "misalnya lewat petugas yang mendaftarkannya");
}
