//! The triage desk: what an arrival means, whoever sent it and however often it comes.

use chrono::TimeDelta;
use connectors::{Batch, RemoteRef};

use super::desk::{BANDAR, BATANG, Desk, NTT};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

const OPENED: &str = "AMBIL TERIMA RUTE NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA";

#[tokio::test]
async fn the_same_mail_in_two_mailboxes_of_an_office_is_one_complaint_with_two_disposisi() {
    let mail = surat(SITI).subject("Nyamuk").says("Banyak kasus DBD di desa kami, mohon fogging segera.").raw();
    let mut desk = Desk::of(&[BATANG, BANDAR]).await;
    desk.come(BATANG.0, std::slice::from_ref(&mail)).await;
    desk.come(BANDAR.0, &[mail.clone(), mail.clone()]).await;
    desk.work().await;
    assert_eq!(desk.complaints("batang").await, 1);
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "one receipt");
    assert!(desk.the_letter("p2p@dinkes-batang.example", "Mohon tindak lanjut").subject.contains("BTG-26-0001"));
    assert!(desk.the_letter(PUSKESMAS, "surat yang sama").subject.contains("BTG-26-0001"));
    let events = desk.events().await;
    assert_eq!(events.matches("GANDA").count(), 2, "{events}");
    assert!(events.starts_with("AMBIL AMBIL TERIMA RUTE NIAT NIAT"), "{events}");
}

#[tokio::test]
async fn a_new_numbering_lists_everything_again_and_nothing_comes_twice_or_is_skipped() {
    let mut desk = Desk::of(&[BATANG]).await;
    let old = [complaint().raw(), complaint().raw()];
    desk.come(BATANG.0, &old).await;
    desk.work().await;
    let fresh = complaint().raw();
    let again = desk.batch(&[old[0].clone(), fresh, old[1].clone()]);
    let arrivals = again.arrivals.into_iter().enumerate().map(|(n, mut a)| {
        a.remote_ref = RemoteRef(format!("2/{n}"));
        a
    });
    let again = Batch { arrivals: arrivals.collect(), renumbered: true, ..desk.batch(&[]) };
    desk.source(BATANG.0).then(Ok(again));
    desk.collect(BATANG.0).await;
    desk.events().await;
    desk.work().await;
    assert_eq!(desk.complaints("batang").await, 3);
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 3);
    assert_eq!(desk.events().await, "GANDA TERIMA RUTE GANDA NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA");
}

#[tokio::test]
async fn a_stranger_who_uses_a_message_id_first_suppresses_nothing() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = complaint();
    let spoiler =
        surat("Orang Lain <lain@jahat.example>").id(mail.message_id()).says("Pelayanan Puskesmas Bandar I bagus.");
    desk.post(&spoiler).await;
    desk.events().await;
    desk.post(&mail).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn a_mail_that_ends_the_daemon_thrice_is_read_no_more_and_its_bytes_are_kept() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = complaint().raw();
    desk.come(BATANG.0, &[mail.clone(), complaint().raw()]).await;
    // Each run counts its try, then dies.
    for _ in 0..4 {
        desk.triage.recover().await.unwrap();
        let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
        tx.count_parse_tries(&[1]).await.unwrap();
        tx.commit().await.unwrap();
    }
    desk.events().await;
    desk.work().await;
    let pen = desk.pen().await;
    assert_eq!(pen.len(), 1);
    let blob = desk.store.arrival(pen[0].arrival).await.unwrap().unwrap().blob.unwrap();
    assert_eq!(desk.store.raw(blob).await.unwrap(), mail);
    assert_eq!(desk.complaints("batang").await, 1, "the other is read all the same");
    assert!(desk.the_letter(DESK, "ditahan").body.contains("pen show 1"));
    let events = desk.events().await;
    assert!(events.starts_with("KARANTINA NIAT KIRIM DITERIMA TERIMA RUTE NIAT NIAT KIRIM"), "{events}");
}

#[tokio::test]
async fn mail_of_an_office_that_was_taken_out_waits_for_it_and_stops_nobody() {
    let mut desk = Desk::of(&[BATANG, NTT]).await;
    desk.come(NTT.0, &[complaint().to(NTT.0).raw()]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.reconfigure(|practice| drop(practice.books.remove("ntt")));
    desk.triage.pass().await.unwrap();
    assert_eq!((desk.complaints("batang").await, desk.pen().await.len()), (1, 0));
    assert_eq!(desk.store.unhandled_count().await.unwrap().0, 1, "it is neither lost nor misread");
}

#[tokio::test]
async fn one_arrival_that_cannot_be_worded_does_not_stop_the_others() {
    let mut desk = Desk::of(&[BATANG, NTT]).await;
    desk.come(NTT.0, &[complaint().to(NTT.0).raw()]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.reconfigure(|practice| practice.mailboxes.retain(|_, mailbox| mailbox.office != "ntt"));
    for _ in 0..10 {
        let _ = desk.triage.pass().await;
    }
    assert_eq!(desk.complaints("batang").await, 1);
    assert_eq!(desk.pen().await.len(), 1);
    assert_eq!(desk.events().await, "AMBIL AMBIL KARANTINA TERIMA RUTE NIAT NIAT");
}

#[tokio::test]
async fn the_citizens_further_message_reaches_the_officer_even_right_behind_the_first() {
    let mut desk = Desk::of(&[BATANG]).await;
    let first = complaint();
    let second = surat(SITI)
        .subject("Re: Antrean lama")
        .header(&format!("In-Reply-To: <{}>", first.message_id()))
        .says("Tambahan: loketnya tutup pukul 11.");
    desk.come(BATANG.0, &[first.raw(), second.raw()]).await;
    desk.work().await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI, "Satu lagi: kursinya kurang.")).await;
    assert_eq!(desk.complaints("batang").await, 1);
    assert!(desk.the_letter(PUSKESMAS, "loketnya tutup pukul 11").reply_to.is_some());
    assert!(desk.the_letter(PUSKESMAS, "kursinya kurang").reply_to.is_some());
    let events = desk.events().await;
    assert_eq!(events.matches("TERIMA ").count() - events.matches("DITERIMA ").count(), 3, "{events}");
}

#[tokio::test]
async fn a_token_in_the_wrong_hands_goes_to_the_pen_with_a_guess() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.events().await;
    for thief in ["Orang <lain@jahat.example>", "pkm.bandar2@batang.example"] {
        desk.post(&letter.answered_by(thief, "JAWAB: Laporan ini palsu dan ditutup.")).await;
    }
    let pen = desk.pen().await;
    assert_eq!(pen.len(), 2);
    assert!(pen.iter().all(|item| item.guesses[0].0 == "BTG-26-0001"));
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "the receipt only");
    let one = "AMBIL KARANTINA NIAT KIRIM DITERIMA";
    assert_eq!(desk.events().await, format!("{one} {one}"));
}

#[tokio::test]
async fn an_officer_of_another_unit_who_knows_the_number_does_not_answer() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    desk.events().await;
    let other = surat("pkm.bandar2@batang.example").subject("Re: [BTG-26-0001]").says("JAWAB: Bukan urusan kami.");
    desk.post(&other).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    assert_eq!(desk.sent_to("pkm.bandar2@batang.example").len(), 0, "and is told nothing of the complaint");
    assert_eq!(desk.events().await, "AMBIL KARANTINA NIAT KIRIM DITERIMA");
    let own = surat(PUSKESMAS).subject("Re: [BTG-26-0001]").says("JAWAB: Mulai Senin loket kami buka tiga.");
    desk.post(&own).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 2);
    assert_eq!(desk.events().await, "AMBIL BALAS NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn two_authors_on_an_officers_mail_are_no_officer() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.events().await;
    let forged = format!("{PUSKESMAS}, jahat@jahat.example");
    desk.post(&letter.answered_by(&forged, "JAWAB: Laporan ini palsu dan ditutup.")).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    assert_eq!(desk.events().await, "AMBIL KARANTINA NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn a_token_of_one_office_opens_nothing_in_another_and_names_nothing() {
    let mut desk = Desk::of(&[BATANG, NTT]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.events().await;
    let mail = letter.answered_by("p2p@dinkes-ntt.example", "JAWAB: Ditutup.").subject("Re: surat");
    desk.post_to(NTT.0, &mail).await;
    assert_eq!(desk.complaints("ntt").await, 0);
    assert!(desk.pen().await[0].guesses.is_empty());
    let notice = desk.the_letter("sekretariat@dinkes-ntt.example", "ditahan");
    assert!(!notice.shows("BTG-26"), "{notice:?}");
    assert_eq!(desk.events().await, "AMBIL KARANTINA NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn mail_from_before_the_first_contact_is_kept_and_not_answered() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mut batch = desk.batch(&[complaint().raw()]);
    batch.arrivals[0].received_at -= TimeDelta::days(30);
    desk.source(BATANG.0).then(Ok(batch));
    desk.collect(BATANG.0).await;
    desk.work().await;
    assert!(desk.sent().is_empty());
    assert_eq!(desk.complaints("batang").await, 0);
    assert_eq!(desk.events().await, "AMBIL TERIMA");
}

#[tokio::test]
async fn machines_open_no_complaint_and_get_no_answer() {
    let mut desk = Desk::of(&[BATANG]).await;
    for mail in [
        surat(SITI).header("Auto-Submitted: auto-replied").says("Saya sedang cuti."),
        surat("MAILER-DAEMON@relay.example").subject("Undelivered").says("The mail system could not deliver."),
        surat("kabar@toko.example").header("List-Id: <kabar.toko.example>").says("Promo akhir pekan."),
    ] {
        desk.post(&mail).await;
    }
    assert!(desk.sent().is_empty());
    assert_eq!(desk.complaints("batang").await, 0);
    assert_eq!(desk.events().await, "AMBIL TERIMA AMBIL TERIMA AMBIL TERIMA");
}

#[tokio::test]
async fn receipts_are_rationed_also_for_who_is_only_named_in_reply_to() {
    let mut desk = Desk::of(&[BATANG]).await;
    let victim = "korban@warga.example";
    for n in 0..25 {
        let mail = surat(&format!("p{n}@jahat.example"))
            .header(&format!("Reply-To: {victim}"))
            .says("Ibu saya sesak napas dan pingsan di Puskesmas Bandar I, tolong!");
        desk.post(&mail).await;
    }
    assert_eq!(desk.complaints("batang").await, 25);
    let receipts = desk.sent_to(victim).iter().filter(|l| l.reply_to.is_some()).count();
    assert_eq!(receipts, 20);
    assert!(desk.sent_to(victim).len() <= 40, "nor more emergency answers than receipts");
    let events = desk.events().await;
    assert_eq!(events.matches("RUTE").count(), 25, "{events}");
}

#[tokio::test]
async fn mail_to_a_puskesmas_own_mailbox_is_its_own() {
    let mut desk = Desk::of(&[BATANG, BANDAR]).await;
    desk.post_to(BANDAR.0, &surat(SITI).to(BANDAR.0).says("Kamar mandi kotor sekali dan bau.")).await;
    assert!(desk.the_letter(PUSKESMAS, "BTG-26-0001").shows("Kamar mandi kotor"));
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn what_no_rule_fits_goes_to_the_desk() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&surat(SITI).subject("Halo").says("Saya ingin menyampaikan sesuatu tentang hal itu kemarin.")).await;
    assert!(desk.the_letter(DESK, "BTG-26-0001").shows("hal itu kemarin"));
    assert_eq!(desk.events().await, OPENED);
}

#[tokio::test]
async fn a_receipt_that_bounces_is_refused_and_the_desk_hears_of_it_once() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.events().await;
    let report = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nmaaf\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; {SITI_ADDRESS}\r\nAction: failed\r\n\
         Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n\r\n--b--",
        receipt.message_id
    );
    let bounce = surat("MAILER-DAEMON@relay.example")
        .header("Content-Type: multipart/report; report-type=delivery-status; boundary=b")
        .says(&report.replace("\r\n", "\n"));
    desk.post(&bounce).await;
    desk.post(&bounce.clone().id("lain@relay.example")).await;
    let refused = desk.store.letters(Some("refused"), 10).await.unwrap();
    assert_eq!(refused.len(), 1);
    assert!(!desk.the_letter(DESK, "5.1.1").shows(SITI_ADDRESS));
    assert_eq!(desk.events().await, "AMBIL DITOLAK TERIMA NIAT KIRIM DITERIMA AMBIL TERIMA");
}

#[tokio::test]
async fn the_notice_of_the_pen_tells_a_desk_without_a_terminal_what_came_and_from_whom() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let text = "Nomor saya 0812-0000-1234. Mohon rapat anggaran hari Senin dihadiri.";
    desk.post(&surat("Puskesmas <pkm.bandar1@batang.example>").subject("Undangan rapat").says(text)).await;
    let notice = desk.the_letter(DESK, "ditahan");
    for words in ["pkm.bandar1@batang.example", "Undangan rapat", "rapat anggaran hari Senin", "BARU"] {
        assert!(notice.shows(words), "{words}: {}", notice.body);
    }
    assert!(!notice.shows("0000-1234"), "{}", notice.body);
    let stranger = surat("Budi Contoh <budi@warga.example>").subject("Re: BTG-26-0001").says("Saya juga mengalaminya.");
    desk.post(&stranger).await;
    let notice = desk.the_letter(DESK, "Saya juga mengalaminya");
    assert!(notice.shows("b...@warga.example") && !notice.shows("Budi"), "{}", notice.body);
}

#[tokio::test]
async fn a_number_that_a_mail_names_after_a_restore_is_given_to_no_other_matter() {
    for restored in [false, true] {
        let mut desk = Desk::of(&[BATANG]).await;
        if restored {
            let office = [("batang".to_owned(), 2026)];
            desk.store.leave_gap_of(5, &office, desk.clock_now(), "petugas").await.unwrap();
        }
        let cited = if restored { "BTG-26-0007" } else { "BTG-26-0002" };
        let asks = surat("Warga Lain <warga@lain.example>").subject(&format!("[{cited}] laporan saya"));
        let asks = asks.says("Bagaimana laporan saya tentang antrean di Puskesmas Bandar I?");
        // The others come first, in the same batch.
        desk.come(BATANG.0, &[complaint().raw(), complaint().raw(), asks.raw()]).await;
        desk.work().await;
        assert_eq!(desk.complaints("batang").await, 3);
        let given = desk.store.complaint(cited).await.unwrap().is_some();
        assert_eq!(given, !restored, "before a restore a slip of the pen skips no number");
    }
}
