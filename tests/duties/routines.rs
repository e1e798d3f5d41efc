//! Routines: people outside are asked at their times, confirm by a word, and what they miss is written down.

use chrono::TimeDelta;

use super::desk::{BATANG, BULELENG, Desk, KADEMANGAN, NTT, TTU, at};
use super::letters::{Sent, surat};

const SOSMED: &str = "admin.sosmed@dinkes-batang.example";
pub const KONLAPORBAE: &str = "admin.konlaporbae@dinkes-batang.example";
const TEAM: &str = "tim.pengaduan@pkm-kademangan.example";
const CAPTAIN: &str = "kapus@pkm-kademangan.example";

/// An office whose routines have just been seen for the first time, at this moment.
pub async fn begun(kotak: super::desk::Kotak, moment: &str) -> Desk {
    let mut desk = Desk::of(&[kotak]).await;
    desk.clock.set(at(moment));
    desk.keep().await;
    desk.events().await;
    desk
}

/// The slots of the log since the beginning, in order: `serah-terima 2026-11-20 14.00 diminta`.
pub async fn slots(desk: &Desk) -> Vec<String> {
    let lines = desk.log().await;
    let lines = lines.iter().filter(|line| line["ev"] == "SLOT");
    lines.map(|line| format!("{} {} {}", word(line, "rutin"), word(line, "jadwal"), word(line, "slot"))).collect()
}

fn word(line: &serde_json::Value, name: &str) -> String {
    line["d"][name].as_str().unwrap_or_default().to_owned()
}

/// Batang at 13.45 on a Friday: the afternoon handover has just been asked for.
async fn at_the_afternoon_prompt() -> (Desk, Sent) {
    let desk = begun(BATANG, "2026-11-20T06:00:00Z").await;
    desk.clock.set(at("2026-11-20T06:45:00Z"));
    desk.keep().await;
    let prompt = desk.the_letter(SOSMED, "14.00, 20-11-2026");
    (desk, prompt)
}

#[tokio::test]
async fn btg_13_the_handover_is_asked_for_a_quarter_of_an_hour_before_each_of_its_three_hours() {
    let desk = begun(BATANG, "2026-11-22T00:00:00Z").await;
    for (hour, slot) in [("00:45", "08.00"), ("06:45", "14.00"), ("12:45", "20.00")] {
        desk.clock.set(at(&format!("2026-11-22T{hour}:00Z")) - TimeDelta::seconds(1));
        desk.keep().await;
        assert!(desk.sent_to(SOSMED).iter().all(|letter| !letter.subject.contains(slot)), "too early: {slot}");
        desk.later(TimeDelta::seconds(1));
        desk.keep().await;
        let prompt = desk.the_letter(SOSMED, &format!("{slot}, 22-11-2026"));
        assert!(prompt.subject.starts_with("[SERAH TERIMA] ") && prompt.body.contains("NIHIL"), "{prompt:?}");
        assert!(prompt.reply_to.is_some());
    }
}

#[tokio::test]
async fn btg_13_nihil_keeps_the_slot_and_is_answered_with_what_was_understood() {
    let (mut desk, prompt) = at_the_afternoon_prompt().await;
    desk.post(&prompt.answered_by(SOSMED, "Nihil")).await;
    assert!(desk.the_letter(SOSMED, "Dicatat: NIHIL").body.contains("14.00, 20-11-2026"));
    desk.clock.set(at("2026-11-20T07:31:00Z"));
    desk.keep().await;
    assert_eq!(desk.sent_to(KONLAPORBAE).len(), 0);
    let kept = ["serah-terima 2026-11-20 14.00 diminta", "serah-terima 2026-11-20 14.00 ditepati"];
    assert_eq!(slots(&desk).await, kept);
}

#[tokio::test]
async fn btg_13_half_an_hour_without_a_word_warns_both_admins_and_is_logged_as_missed() {
    let (desk, _) = at_the_afternoon_prompt().await;
    desk.clock.set(at("2026-11-20T07:29:59Z"));
    desk.keep().await;
    assert_eq!(desk.sent_to(KONLAPORBAE).len(), 0);
    desk.clock.set(at("2026-11-20T07:30:00Z"));
    desk.keep().await;
    desk.keep().await;
    assert!(desk.the_letter(SOSMED, "TERLEWAT").body.contains("14.00, 20-11-2026"));
    assert!(desk.the_letter(KONLAPORBAE, "TERLEWAT").body.contains("14.00, 20-11-2026"));
    let missed = ["serah-terima 2026-11-20 14.00 diminta", "serah-terima 2026-11-20 14.00 terlewat"];
    assert_eq!(slots(&desk).await, missed);
}

#[tokio::test]
async fn btg_13_a_late_word_is_kept_with_its_time_and_the_miss_stays_in_the_log() {
    let (mut desk, prompt) = at_the_afternoon_prompt().await;
    desk.clock.set(at("2026-11-20T08:00:00Z"));
    desk.keep().await;
    desk.post(&prompt.answered_by(SOSMED, "NIHIL")).await;
    assert!(desk.the_letter(SOSMED, "Dicatat: NIHIL").body.contains("(terlambat)"));
    assert!(slots(&desk).await.ends_with(&["serah-terima 2026-11-20 14.00 terlambat".to_owned()]));
}

#[tokio::test]
async fn btg_13_what_came_while_nothing_ran_is_logged_as_missed_once_and_not_asked_for_late() {
    let desk = begun(BATANG, "2026-11-20T06:00:00Z").await;
    desk.clock.set(at("2026-11-21T07:00:00Z"));
    desk.keep().await;
    desk.keep().await;
    let asked: Vec<String> = desk.sent_to(SOSMED).into_iter().map(|letter| letter.subject).collect();
    assert_eq!(asked.len(), 2, "one prompt for the present slot, one warning for the three: {asked:?}");
    let found = slots(&desk).await;
    let missed = found.iter().filter(|slot| slot.ends_with("terlewat")).count();
    assert_eq!((missed, found.len()), (3, 4), "{found:?}");
    assert!(desk.the_letter(KONLAPORBAE, "TERLEWAT").body.contains("20.00, 20-11-2026"));
}

#[tokio::test]
async fn btg_14_only_those_who_were_asked_can_keep_a_slot_even_with_its_token() {
    let (mut desk, prompt) = at_the_afternoon_prompt().await;
    desk.post(&prompt.answered_by("iseng@warga.example", "NIHIL")).await;
    assert_eq!(slots(&desk).await, ["serah-terima 2026-11-20 14.00 diminta"]);
    assert_eq!(desk.pen().await.len(), 1);
    desk.post(&prompt.answered_by(KONLAPORBAE, "NIHIL")).await;
    assert!(slots(&desk).await.ends_with(&["serah-terima 2026-11-20 14.00 ditepati".to_owned()]));
}

#[tokio::test]
async fn btg_14_an_automatic_reply_of_an_admin_keeps_no_slot() {
    let (mut desk, prompt) = at_the_afternoon_prompt().await;
    desk.post(&prompt.answered_by(SOSMED, "NIHIL").header("Auto-Submitted: auto-replied")).await;
    assert_eq!(slots(&desk).await, ["serah-terima 2026-11-20 14.00 diminta"]);
}

#[tokio::test]
async fn btg_14_without_a_token_the_only_open_task_of_the_sender_is_meant() {
    let (mut desk, _) = at_the_afternoon_prompt().await;
    desk.post(&surat(SOSMED).subject("serah terima siang").says("nihil, tidak ada yang masuk")).await;
    assert!(slots(&desk).await.ends_with(&["serah-terima 2026-11-20 14.00 ditepati".to_owned()]));
    assert_eq!(desk.complaints("batang").await, 0);
}

#[tokio::test]
async fn btg_14_what_cannot_be_read_as_a_word_about_a_box_is_asked_back() {
    let mut desk = begun(BULELENG, "2026-11-20T04:00:00Z").await;
    desk.clock.set(at("2026-11-20T06:00:00Z"));
    desk.keep().await;
    let prompt = desk.the_letter("humas@rsud-buleleng.example", "KOTAK PENGADUAN");
    desk.post_to(
        BULELENG.0,
        &prompt.answered_by("humas@rsud-buleleng.example", "Belum sempat, kuncinya dibawa Bu Komang."),
    )
    .await;
    let asked = desk.the_letter("humas@rsud-buleleng.example", "belum dapat kami baca sebagai konfirmasi");
    assert!(asked.body.contains("NIHIL atau SUDAH"), "{asked:?}");
    assert!(!slots(&desk).await.iter().any(|slot| slot.ends_with("ditepati")));
}

#[tokio::test]
async fn kdm_03_the_suggestion_box_is_asked_about_at_two_on_working_days_and_each_opening_is_logged() {
    let mut desk = begun(KADEMANGAN, "2026-11-20T05:00:00Z").await;
    desk.clock.set(at("2026-11-20T07:00:00Z"));
    desk.keep().await;
    let prompt = desk.the_letter(TEAM, "KOTAK SARAN");
    desk.post_to(KADEMANGAN.0, &prompt.answered_by(TEAM, "NIHIL")).await;
    let opened = ["kotak-saran 2026-11-20 14.00 diminta", "kotak-saran 2026-11-20 14.00 ditepati"];
    assert_eq!(slots(&desk).await, opened);
    // Saturday is a working day of this Puskesmas, Sunday is none.
    desk.clock.set(at("2026-11-22T12:00:00Z"));
    desk.keep().await;
    let asked: Vec<String> = slots(&desk).await.into_iter().skip(2).collect();
    assert_eq!(asked, ["kotak-saran 2026-11-21 14.00 terlewat"]);
}

#[tokio::test]
async fn kdm_03_a_box_that_nobody_confirms_is_told_to_the_head_too() {
    let desk = begun(KADEMANGAN, "2026-11-20T05:00:00Z").await;
    desk.clock.set(at("2026-11-20T07:00:00Z"));
    desk.keep().await;
    desk.clock.set(at("2026-11-20T09:00:00Z"));
    desk.keep().await;
    assert!(desk.the_letter(CAPTAIN, "TERLEWAT").subject.starts_with("[KOTAK SARAN]"));
}

#[tokio::test]
async fn rsb_07_the_complaint_box_of_the_hospital_is_asked_about_daily() {
    let mut desk = begun(BULELENG, "2026-11-20T04:00:00Z").await;
    desk.clock.set(at("2026-11-20T06:00:00Z"));
    desk.keep().await;
    let prompt = desk.the_letter("humas@rsud-buleleng.example", "KOTAK PENGADUAN");
    desk.post_to(BULELENG.0, &prompt.answered_by("humas@rsud-buleleng.example", "SUDAH, 3 lembar")).await;
    assert!(slots(&desk).await.ends_with(&["kotak-pengaduan 2026-11-20 14.00 ditepati".to_owned()]));
}

#[tokio::test]
async fn ttu_12_and_ntt_03_ask_about_their_boxes_once_a_week() {
    for (kotak, row) in [(TTU, "kotak-saran"), (NTT, "kotak-saran")] {
        // A Monday is the day; the week before is the first the routine sees.
        let desk = begun(kotak, "2026-11-20T00:00:00Z").await;
        for hours in 1..=24 * 14 {
            desk.clock.set(at("2026-11-20T00:00:00Z") + TimeDelta::hours(hours));
            desk.keep().await;
        }
        let asked: Vec<String> =
            slots(&desk).await.into_iter().filter(|slot| slot.starts_with(row) && slot.ends_with("diminta")).collect();
        assert_eq!(asked, ["kotak-saran 2026-11-23 14.00 diminta", "kotak-saran 2026-11-30 14.00 diminta"]);
    }
}

/// Batang at ten on a Friday, with a complaint of Siti's; the block that the admin of the page got.
pub async fn with_a_page() -> (Desk, Sent) {
    let mut desk = begun(BATANG, "2026-11-20T03:00:00Z").await;
    desk.post(&super::letters::complaint()).await;
    desk.keep().await;
    let block = desk.the_letter(KONLAPORBAE, "BTG-26-0001: Sedang ditangani");
    (desk, block)
}

#[tokio::test]
async fn btg_09_each_new_complaint_is_mailed_to_the_admin_of_the_page_as_a_block_to_copy() {
    let (desk, block) = with_a_page().await;
    for needed in ["Nomor laporan : BTG-26-0001", "Status        : Sedang ditangani", "Puskesmas Bandar I", "SUDAH"] {
        assert!(block.body.contains(needed), "{needed}: {}", block.body);
    }
    assert!(!block.body.contains(super::letters::SITI_ADDRESS) && !block.body.contains("Kinanti"), "{}", block.body);
    desk.keep().await;
    assert_eq!(desk.sent_to(KONLAPORBAE).len(), 1, "asked for once");
}

#[tokio::test]
async fn btg_09_a_change_of_status_is_a_block_of_its_own_and_takes_the_place_of_an_unconfirmed_one() {
    let (mut desk, block) = with_a_page().await;
    let disposisi = desk.the_letter(super::letters::PUSKESMAS, "BTG-26-0001");
    desk.post(&disposisi.answered_by(
        super::letters::PUSKESMAS,
        "JAWAB: Yth. Ibu Siti, loket kedua kami buka mulai Senin, 23 November 2026.",
    ))
    .await;
    desk.keep().await;
    let answered = desk.the_letter(KONLAPORBAE, "BTG-26-0001: Sudah dijawab");
    assert!(answered.body.contains("loket kedua kami buka") && !answered.body.contains("Siti"), "{}", answered.body);
    desk.post(&answered.answered_by(KONLAPORBAE, "SUDAH")).await;
    desk.clock.set(at("2026-11-20T17:00:00Z"));
    desk.keep().await;
    assert!(desk.sent_to(KONLAPORBAE).iter().all(|letter| !letter.subject.contains("[KONLAPORBAE] TERLEWAT")));
    desk.post(&block.answered_by(KONLAPORBAE, "SUDAH")).await;
    assert_eq!(slots(&desk).await.iter().filter(|slot| slot.ends_with("ditepati")).count(), 1);
}

#[tokio::test]
async fn btg_09_what_is_not_confirmed_is_reminded_of_at_half_past_three_and_listed_when_the_day_ends() {
    let (mut desk, _) = with_a_page().await;
    desk.post(
        &surat("Budi <budi@warga.example>").subject("Obat").says("Obat di Puskesmas Bandar I kosong sudah dua minggu."),
    )
    .await;
    desk.keep().await;
    desk.clock.set(at("2026-11-20T08:30:00Z"));
    desk.keep().await;
    let reminder = desk.the_letter(KONLAPORBAE, "PENGINGAT");
    assert!(reminder.body.contains("BTG-26-0001") && reminder.body.contains("BTG-26-0002"), "{}", reminder.body);
    desk.clock.set(at("2026-11-20T17:00:00Z"));
    desk.keep().await;
    desk.keep().await;
    let list = desk.the_letter(KONLAPORBAE, "[KONLAPORBAE] TERLEWAT");
    assert!(list.body.contains("BTG-26-0001") && list.body.contains("BTG-26-0002"), "{}", list.body);
    assert!(desk.the_letter(super::letters::DESK, "TERLEWAT").body.contains("BTG-26-0001"));
    assert_eq!(
        slots(&desk).await.iter().filter(|s| s.starts_with("konlaporbae") && s.ends_with("terlewat")).count(),
        2
    );
}

#[tokio::test]
async fn btg_14_one_word_for_several_tasks_is_asked_back_with_their_numbers_and_a_number_decides() {
    let (mut desk, _) = with_a_page().await;
    desk.post(
        &surat("Budi <budi@warga.example>").subject("Obat").says("Obat di Puskesmas Bandar I kosong sudah dua minggu."),
    )
    .await;
    desk.keep().await;
    desk.post(&surat(KONLAPORBAE).subject("laman").says("SUDAH")).await;
    let asked = desk.the_letter(KONLAPORBAE, "Yang mana yang dimaksud");
    assert!(asked.body.contains("1. BTG-26-0001") && asked.body.contains("2. BTG-26-0002"), "{}", asked.body);
    assert!(!slots(&desk).await.iter().any(|slot| slot.ends_with("ditepati")));
    desk.post(&asked.answered_by(KONLAPORBAE, "SUDAH 2")).await;
    assert!(
        slots(&desk).await.ends_with(&["konlaporbae BTG-26-0002 Sedang ditangani ditepati".to_owned()]) || {
            let found = slots(&desk).await;
            found.last().is_some_and(|slot| slot.starts_with("konlaporbae BTG-26-0002") && slot.ends_with("ditepati"))
        }
    );
}

#[tokio::test]
async fn btg_10_number_and_page_stand_in_what_is_written_to_the_reporter() {
    let (desk, _) = with_a_page().await;
    let receipt = desk.the_letter(super::letters::SITI_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("BTG-26-0001") && receipt.body.contains("konlaporbae.dinkes-batang.example"));
}

#[tokio::test]
async fn kdm_16_the_weekly_list_for_the_meeting_names_open_and_newly_answered_complaints_and_hides_protected_ones() {
    let mut desk = begun(KADEMANGAN, "2026-11-20T03:00:00Z").await;
    let says = |from: &str, text: &str| surat(from).to(KADEMANGAN.0).subject("Keluhan").says(text);
    desk.post_to(
        KADEMANGAN.0,
        &says("a@warga.example", "Loket pendaftaran lama sekali, antre tiga jam hanya satu petugas."),
    )
    .await;
    desk.post_to(
        KADEMANGAN.0,
        &says("b@warga.example", "Parkiran sempit dan toilet kotor. Mohon rahasiakan identitas saya."),
    )
    .await;
    let letter =
        desk.sent().into_iter().find(|l| l.subject.contains("KDM-26-0001") && l.subject.contains("Mohon tindak"));
    let letter = letter.unwrap();
    let unit = letter.to.clone();
    desk.post_to(KADEMANGAN.0, &letter.answered_by(&unit, "SUDAH KONFIRMASI")).await;
    desk.post_to(KADEMANGAN.0, &letter.answered_by(&unit, "RENCANA: menambah satu loket mulai Senin")).await;
    desk.clock.set(at("2026-11-23T01:00:00Z"));
    desk.keep().await;
    let list = desk.the_letter(TEAM, "BAHAN RAPAT");
    assert!(list.shows("Paling lambat    : Rabu, 25 November 2026 pukul 08.00"), "two days of grace: {}", list.body);
    assert!(list.shows("penyelesaian paling lambat 07-12-2026"), "what was met is no limit any more: {}", list.body);
    assert!(list.shows("menambah satu loket mulai Senin"), "the plan is what the meeting speaks of: {}", list.body);
    let of_head = desk.the_letter(CAPTAIN, "BAHAN RAPAT").body;
    assert!(of_head.contains("Masih terbuka: 2"), "{of_head}");
    assert!(list.body.contains("KDM-26-0001") && list.body.contains("antre tiga jam"), "{}", list.body);
    assert!(list.body.contains("KDM-26-0002") && !list.body.contains("toilet"), "{}", list.body);
    let notes = "Content-Type: multipart/mixed; boundary=x";
    let text = "--x\nContent-Type: text/plain\n\nTerlampir notulen rapat.\n--x\nContent-Type: application/pdf; name=notulen.pdf\nContent-Disposition: attachment; filename=notulen.pdf\n\nPDF\n--x--";
    desk.post_to(KADEMANGAN.0, &list.answered_by(TEAM, text).header(notes)).await;
    assert!(slots(&desk).await.ends_with(&["rapat 2026-11-23 08.00 ditepati".to_owned()]), "{:?}", slots(&desk).await);
}

#[tokio::test]
async fn ttu_11_the_head_gets_every_week_what_comes_near_the_right_to_go_to_the_ombudsman() {
    let mut desk = begun(TTU, "2026-08-10T02:00:00Z").await;
    desk.reconfigure(|practice| {
        let since = Some(at("2026-01-01T00:00:00Z"));
        practice.mailboxes.values_mut().for_each(|mailbox| mailbox.answer_since = since);
    });
    let mail =
        surat("a@warga.example").to(TTU.0).subject("Keluhan").says("Obat di Puskesmas Sasi kosong sudah lama sekali.");
    desk.post_to(TTU.0, &mail).await;
    assert_eq!(desk.complaints("ttu").await, 1);
    let mut first = None;
    for week in 0..13 {
        desk.clock.set(at("2026-08-17T00:00:00Z") + TimeDelta::weeks(week) + TimeDelta::days(1));
        desk.keep().await;
        let lists = desk.sent_to("kadis@dinkes-ttu.example");
        let named =
            lists.iter().any(|letter| letter.subject.contains("OMBUDSMAN") && letter.body.contains("TTU-26-0001"));
        first = first.or(named.then(|| desk.clock_now()));
    }
    // 60 working days from 10 August end on 4 November: named from the list that lies 15 working days before.
    let lists = desk.sent_to("kadis@dinkes-ttu.example");
    let first = first.unwrap_or_else(|| panic!("{lists:#?}"));
    assert!(first < at("2026-11-04T00:00:00Z") && first > at("2026-10-05T00:00:00Z"), "{first}");
}

#[tokio::test]
async fn btg_13_a_batch_keeps_the_slot_that_it_answers_or_names_in_its_subject() {
    let batch = "Instagram, akun kucing: loket Puskesmas Bandar I lama sekali.\n---\nFacebook: obat batuk kosong di Puskesmas Tulis.";
    let (mut desk, prompt) = at_the_afternoon_prompt().await;
    desk.post(&prompt.answered_by(SOSMED, batch)).await;
    assert!(slots(&desk).await.ends_with(&["serah-terima 2026-11-20 14.00 ditepati".to_owned()]));
    let (mut desk, _) = at_the_afternoon_prompt().await;
    desk.post(&surat(SOSMED).subject("[SERAH TERIMA] 14.00").says(batch)).await;
    assert!(slots(&desk).await.ends_with(&["serah-terima 2026-11-20 14.00 ditepati".to_owned()]));
    let (mut desk, _) = at_the_afternoon_prompt().await;
    desk.post(&surat(SOSMED).subject("[SERAH TERIMA] 20.00").says(batch)).await;
    assert_eq!(slots(&desk).await.len(), 1, "a slot that was not asked for yet is not kept");
}
