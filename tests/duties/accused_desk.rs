//! The desk itself is accused: it neither handles nor approves, and reads no answer before it is sent. What else
//! travels to whoever may be meant, and what does not.

use chrono::NaiveDate;
use penghubung::domain::UnitId;
use penghubung::domain::office::Substitute;

use super::desk::{BATANG, BULELENG, Desk, KADEMANGAN, NTT, TTU};
use super::letters::{DESK, Sent, surat};

const HEAD: &str = "kadis@dinkes-ntt.example";
const ACCUSED: &str = "sekretariat@dinkes-ntt.example";
const CITIZEN: &str = "w4@warga.example";

async fn accusation(desk: &mut Desk) -> Sent {
    let text = "Tolong rahasiakan nama saya. Kepala seksi di Sekretariat dinas minta uang 5 juta supaya izin praktik saya keluar.";
    desk.post_to(NTT.0, &surat(&format!("Anonim <{CITIZEN}>")).to(NTT.0).subject("pungli izin").says(text)).await;
    desk.the_letter(HEAD, "Mohon tindak lanjut")
}

#[tokio::test]
async fn a_desk_that_is_accused_gets_no_copy_approves_nothing_and_reads_no_answer_before_it_is_sent() {
    let mut desk = Desk::of(&[NTT]).await;
    let asked = accusation(&mut desk).await;
    assert!(desk.sent_to(ACCUSED).is_empty(), "{:#?}", desk.sent_to(ACCUSED));
    let answer = "JAWAB: Inspektorat sudah kami minta memeriksa. Terima kasih atas laporan Bapak/Ibu.";
    desk.post_to(NTT.0, &asked.answered_by(HEAD, answer)).await;
    assert!(desk.sent_to(ACCUSED).is_empty(), "{:#?}", desk.sent_to(ACCUSED));
    assert!(desk.the_letter(CITIZEN, "Inspektorat").subject.contains("NTT-26-0001"));
    // It knows the number, and may explain itself; it answers nobody.
    let mail = surat(ACCUSED).to(NTT.0).subject("[NTT-26-0001]").says("JAWAB: Tidak ada pungutan di Sekretariat kami.");
    desk.post_to(NTT.0, &mail).await;
    assert!(desk.sent_to(CITIZEN).iter().all(|letter| !letter.shows("Tidak ada pungutan")));
}

fn prefix_of(office: &str) -> &'static str {
    match office {
        "ttu" => "TTU",
        "ntt" => "NTT",
        "kademangan" => "KDM",
        "buleleng" => "RSB",
        _ => "BTG",
    }
}

/// The desks after an accusation that a citizen of this office wrote.
async fn accuses(office: super::desk::Kotak, text: &str, accused: &[&str]) -> Desk {
    let mut desk = Desk::of(&[office]).await;
    desk.post_to(office.0, &surat(&format!("Anonim <{CITIZEN}>")).to(office.0).subject("lapor").says(text)).await;
    let kept = desk.store.complaint(&format!("{}-26-0001", prefix_of(office.1))).await.unwrap().unwrap();
    assert!(kept.decision.supervision, "{text}: {:?}", kept.decision);
    desk.later(chrono::TimeDelta::days(40));
    desk.remind().await;
    for accused in accused {
        assert!(desk.sent_to(accused).is_empty(), "{text}: {:#?}", desk.sent_to(accused));
    }
    desk
}

#[tokio::test]
async fn what_accuses_the_head_lies_with_the_desk_and_he_reads_nothing_of_it_not_even_when_it_is_late() {
    let text =
        "Kepala Dinas minta setoran 5 juta dari tiap puskesmas setiap bulan. Jangan sebut nama saya, saya Maria Elu.";
    for (office, desk, head) in [
        (TTU, "sekretariat@dinkes-ttu.example", "kadis@dinkes-ttu.example"),
        (NTT, "sekretariat@dinkes-ntt.example", "kadis@dinkes-ntt.example"),
        (BATANG, DESK, "kadis@dinkes-batang.example"),
    ] {
        let mut with = accuses(office, text, &[head]).await;
        let asked = with.the_letter(desk, "Mohon tindak lanjut");
        assert!(!asked.shows("Maria") && !asked.shows("Elu"), "{}", asked.body);
        let answer = "JAWAB: Inspektorat sudah kami minta memeriksa laporan Bapak/Ibu. Terima kasih atas laporannya.";
        with.post_to(office.0, &asked.answered_by(desk, answer)).await;
        assert!(with.sent_to(head).is_empty(), "{:#?}", with.sent_to(head));
    }
    // Where a grade tells the director and the desk at once, it does not tell him of himself.
    let (humas, direksi) = ("humas@rsud-buleleng.example", "direksi@rsud-buleleng.example");
    for more in ["", " Pasien cuci darah meninggal karena obat kosong."] {
        let text = format!("Direktur RSUD minta setoran 10 juta dari tiap penyedia obat.{more} Rahasiakan nama saya.");
        let mut with = accuses(BULELENG, &text, &[direksi]).await;
        let asked = with.the_letter(humas, "Mohon tindak lanjut");
        with.post_to(BULELENG.0, &asked.answered_by(humas, "GRADE merah")).await;
        assert!(with.sent_to(direksi).is_empty(), "{:#?}", with.sent_to(direksi));
    }
    // Whom it only asks for help sees it as before.
    let mut with = Desk::of(&[BATANG]).await;
    let plea =
        "Yth. Kepala Dinas, bidan Puskesmas Bandar I minta uang pungli 50 ribu. Mohon Bapak Kepala Dinas menindak.";
    with.post(&surat(CITIZEN).subject("pungli").says(plea)).await;
    with.the_letter("kadis@dinkes-batang.example", "BTG-26-0001");
}

#[tokio::test]
async fn what_accuses_head_and_desk_lies_with_whoever_the_office_names_above_them_and_else_with_neither_alone() {
    let text = "Kepala Puskesmas dan ketua tim pengaduan minta setoran dari tiap kader. Jangan sebut nama saya.";
    let accused = ["kapus@pkm-kademangan.example", "tim.pengaduan@pkm-kademangan.example"];
    let desk = accuses(KADEMANGAN, text, &accused).await;
    desk.the_letter("pengaduan@dinkes-bondowoso.example", "Mohon tindak lanjut");
    let text = "Kepala Dinas dan Sekretaris minta setoran dari tiap puskesmas setiap bulan. Jangan sebut nama saya, saya \
                bendahara Puskesmas Ponu, nama saya Hj. Maria Elu.";
    let desk = accuses(TTU, text, &[]).await;
    for accused in ["kadis@dinkes-ttu.example", "sekretariat@dinkes-ttu.example"] {
        let letter = desk.sent_to(accused).remove(0);
        assert!(!letter.shows("Maria") && !letter.shows("Elu") && !letter.shows("bendahara"), "{}", letter.body);
    }
}

#[tokio::test]
async fn what_accuses_a_clerk_of_the_secretariat_comes_to_the_head_and_not_to_the_secretariat() {
    let text = "Kasubag keuangan di dinas kesehatan TTU minta 3 juta supaya TPP saya cair. Mohon identitas dirahasiakan.\n\nTtd,\n\
                Ns. Kristina Abi, S.Kep\nNIP 198802022012012004";
    let desk = accuses(TTU, text, &["sekretariat@dinkes-ttu.example"]).await;
    let letter = desk.the_letter("kadis@dinkes-ttu.example", "Mohon tindak lanjut");
    assert!(letter.shows("Kasubag keuangan") && !letter.shows("Kristina"), "{}", letter.body);
}

#[tokio::test]
async fn whoever_acts_for_the_head_gets_what_he_gets() {
    let mut desk = Desk::of(&[NTT]).await;
    desk.reconfigure(|practice| {
        let book = practice.books.get_mut("ntt").unwrap();
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        std::sync::Arc::make_mut(book).office.substitutes = vec![Substitute {
            absent: UnitId("ntt.kadis".into()),
            by: UnitId("ntt.bid.yankes".into()),
            title: "Plh. Kepala Dinas".into(),
            from: day(19),
            until: day(22),
        }];
    });
    accusation(&mut desk).await;
    desk.the_letter("yankes@dinkes-ntt.example", "Mohon tindak lanjut");
}

#[tokio::test]
async fn medicine_that_is_out_of_stock_is_nobodys_illness_and_of_what_is_the_desk_hears_where_it_lies() {
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat("Guru <guru@warga.example>").to(NTT.0).subject("Obat TB kosong");
    desk.post_to(NTT.0, &mail.says("Obat TB di gudang farmasi provinsi kosong sejak awal bulan.")).await;
    assert!(
        desk.sent_to(HEAD).iter().any(|letter| letter.shows("gudang farmasi provinsi kosong")),
        "{:#?}",
        desk.sent()
    );
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat("Siti <siti@warga.example>").subject("Status HIV suami saya");
    desk.post(&mail.says("Petugas Puskesmas Bandar I menyebut status HIV suami saya di ruang tunggu.")).await;
    let copy = desk.the_letter(DESK, "BTG-26-0001");
    assert!(copy.shows("di kotak surat pengaduan (yang masuk") && !copy.shows("HIV"), "{}", copy.body);
}

#[tokio::test]
async fn the_scan_of_an_identity_card_does_not_travel_with_the_original() {
    let mut desk = Desk::of(&[BATANG]).await;
    let body = "--b\nContent-Type: text/plain\n\nLoket Puskesmas Bandar I tutup jam 9.\n--b\nContent-Type: application/pdf; \
                name=\"scan KTP Pak Desa.pdf\"\nContent-Disposition: attachment; filename=\"scan KTP Pak Desa.pdf\"\n\
                Content-Transfer-Encoding: base64\n\nAAAA\n--b--";
    let mail = surat("Siti <siti@warga.example>").header("Content-Type: multipart/mixed; boundary=b").says(body);
    desk.post(&mail).await;
    let letter = desk.the_letter("pkm.bandar1@batang.example", "BTG-26-0001");
    assert!(letter.shows("aslinya ada pada meja pengaduan"), "{}", letter.body);
    assert!(!String::from_utf8_lossy(&letter.raw).contains("laporan-asli"));
}

/// Passed on to whom it accuses: he explains himself, and learns neither who complained nor what hangs on his mail.
#[tokio::test]
async fn a_desk_or_a_head_to_whom_an_accusation_is_passed_on_is_only_asked_for_its_account() {
    let pages = "--b\nContent-Type: text/plain\n\nTEXT\n--b\nContent-Type: image/jpeg; name=\"yanto foto.jpg\"\nContent-Disposition: \
                 attachment; filename=\"yanto foto.jpg\"\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ\n--b--";
    let head = "Kepala Dinas Kesehatan Batang pakai mobil dinas ambulans untuk mudik kemarin. Yanto Subah";
    let desk =
        "Sekretaris Dinas Kesehatan TTU minta setoran 10 persen dari setiap Puskesmas untuk cairkan BOK. Yanto Subah";
    let short = "Sekdin minta setoran 10 persen dari setiap Puskesmas untuk cairkan BOK. Yanto Subah";
    for (office, text, holder, accused, passed) in [
        (BATANG, head, DESK, "kadis@dinkes-batang.example", "TERUSKAN: Kadis; mohon keterangan"),
        (BATANG, head, DESK, "kadis@dinkes-batang.example", "DISPOSISI: Kadis, mohon penjelasan"),
        (
            TTU,
            desk,
            "kadis@dinkes-ttu.example",
            "sekretariat@dinkes-ttu.example",
            "TERUSKAN: Sekretariat; mohon penjelasan",
        ),
        (NTT, short, HEAD, ACCUSED, "DISPOSISI: Sekretariat; mohon penjelasan"),
    ] {
        let mut with = Desk::of(&[office]).await;
        let mail = surat(&format!("Yanto <{CITIZEN}>")).to(office.0).subject("lapor dari Yanto Subah");
        let mail = mail.header("Content-Type: multipart/mixed; boundary=b").says(&pages.replace("TEXT", text));
        with.post_to(office.0, &mail).await;
        assert!(with.sent_to(accused).is_empty(), "{:#?}", with.sent_to(accused));
        let asked = with.the_letter(holder, "Mohon tindak lanjut");
        with.post_to(office.0, &asked.answered_by(holder, passed)).await;
        let number = format!("{}-26-0001", prefix_of(office.1));
        let holds = |complaint: penghubung::store::complaints::Complaint| complaint.unit;
        let unit = holds(with.store.complaint(&number).await.unwrap().unwrap());
        let letter = with.the_letter(accused, "Mohon keterangan");
        let raw = String::from_utf8_lossy(&letter.raw).to_lowercase();
        assert!(
            !letter.shows("Yanto") && !letter.shows("Subah") && !raw.contains("yanto"),
            "{passed}: {}",
            letter.body
        );
        assert!(
            !letter.subject.contains("Yanto") && !raw.contains("/9j/4aaq") && !letter.shows("  JAWAB: "),
            "{}",
            letter.body
        );
        let account = letter.answered_by(accused, "JAWAB: Tidak benar, mobil itu sedang diservis di bengkel.");
        with.post_to(office.0, &account).await;
        assert!(with.sent_to(CITIZEN).iter().all(|sent| !sent.shows("bengkel")), "{:#?}", with.sent_to(CITIZEN));
        assert!(with.sent_to(holder).iter().any(|sent| sent.shows("sedang diservis di bengkel")), "{passed}");
        assert_eq!(holds(with.store.complaint(&number).await.unwrap().unwrap()), unit, "{passed}");
        assert!(with.sent_to(accused).iter().all(|sent| !sent.shows("Yanto")), "{:#?}", with.sent_to(accused));
    }
}

/// Said only later, by the reporter or by an officer: whoever had it so far and is accused has it no more.
#[tokio::test]
async fn a_desk_that_is_accused_later_loses_the_complaint_to_the_head() {
    let accusation = "Ternyata Sekretaris Dinas sendiri minta setoran 10 persen dari setiap Puskesmas.";
    let mut with = Desk::of(&[TTU]).await;
    let first = surat(&format!("Yanto <{CITIZEN}>")).to(TTU.0).subject("BOK");
    with.post_to(TTU.0, &first.says("Pegawai dinas minta setoran dari kader setiap bulan.")).await;
    with.the_letter("sekretariat@dinkes-ttu.example", "Mohon tindak lanjut");
    let receipt = with.the_letter(CITIZEN, "Tanda terima");
    with.post_to(TTU.0, &receipt.answered_by(CITIZEN, accusation)).await;
    let kept = with.store.complaint("TTU-26-0001").await.unwrap().unwrap();
    assert_eq!(kept.unit, "ttu.kadis", "{:?}", kept.decision);
    let told = with.sent_to("sekretariat@dinkes-ttu.example");
    assert!(told.iter().all(|sent| !sent.shows("setoran 10 persen")), "{told:#?}");
}

/// What is sensitive is read at the desk by whoever handles it, never by those whom it accuses.
#[tokio::test]
async fn nobody_who_is_accused_is_invited_to_read_a_sensitive_report_at_the_desk() {
    let mut with = Desk::of(&[TTU]).await;
    let text = "Bidan Puskesmas Sasi menyebut status HIV istri saya di depan umum dan minta uang 200 ribu.";
    with.post_to(TTU.0, &surat(&format!("Yanto <{CITIZEN}>")).to(TTU.0).subject("hiv").says(text)).await;
    let asked = with.the_letter("sekretariat@dinkes-ttu.example", "Mohon tindak lanjut");
    let order = "TERUSKAN: Puskesmas Sasi; mohon keterangan";
    with.post_to(TTU.0, &asked.answered_by("sekretariat@dinkes-ttu.example", order)).await;
    let letter = with.the_letter("pkm.sasi@dinkes-ttu.example", "Mohon keterangan");
    assert!(letter.shows("disampaikan oleh yang menangani") && !letter.shows("dibaca di"), "{}", letter.body);
}
