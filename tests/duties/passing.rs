//! Who passes a complaint on, to whom, and who hears of it; and that no word of one office holds up another.

use penghubung::decide::naming::units_named;
use penghubung::domain::UnitId;
use penghubung::domain::office::Substitute;

use super::desk::{BATANG, BULELENG, Desk, NTT, TTU, books};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const KADIS: &str = "kadis@dinkes-ntt.example";
const P2P: &str = "p2p@dinkes-ntt.example";
const YANKES: &str = "yankes@dinkes-ntt.example";
const SDK: &str = "sdk@dinkes-ntt.example";

/// A complaint in NTT that lies before the head.
async fn proposed() -> (Desk, Sent) {
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    (desk, proposal)
}

async fn ntt(desk: &mut Desk, letter: &Sent, from: &str, text: &str) {
    desk.post_to(NTT.0, &letter.answered_by(from, text)).await;
}

fn disposes_in_ttu(desk: &Desk) {
    desk.reconfigure(|practice| {
        let mut book = practice.books["ttu"].as_ref().clone();
        book.office.disposisi_by_head = true;
        practice.books.insert("ttu".to_owned(), std::sync::Arc::new(book));
    });
}

#[tokio::test]
async fn the_head_disposes_in_his_own_words_where_he_names_the_unit() {
    for words in [
        "Disposisi ke Yankes",
        "Disposisi kepada Kabid Yankes",
        "Diteruskan kepada Bidang Pelayanan Kesehatan",
        "Tolong Yankes tindak lanjuti",
        "Kabid Yankes mohon segera ditangani.\n\nSalam,\ndr. Contoh",
        "Ke Yankes saja",
        "Serahkan ke Yankes",
        "Yankes",
    ] {
        let (mut desk, proposal) = proposed().await;
        ntt(&mut desk, &proposal, KADIS, words).await;
        let letter = desk.the_letter(YANKES, "Mohon tindak lanjut");
        assert!(letter.shows("disposisi Kepala Dinas"), "{words}: {letter:#?}");
        assert!(desk.sent_to(P2P).is_empty(), "{words}");
    }
}

#[tokio::test]
async fn what_names_a_unit_and_is_no_order_is_asked_back_with_that_unit_as_a_choice_or_none() {
    for words in ["P2P sudah menangani kasus ini", "Bukan Yankes", "Kenapa bukan ke Yankes?", "Mohon disposisi"] {
        let (mut desk, proposal) = proposed().await;
        ntt(&mut desk, &proposal, KADIS, words).await;
        desk.the_letter(KADIS, "BELUM dijalankan");
        assert_eq!(desk.store.complaint("NTT-26-0001").await.unwrap().unwrap().unit, "ntt.kadis", "{words}");
    }
}

const TTU_KADIS: &str = "kadis@dinkes-ttu.example";
const EBAN: &str = "pkm.eban@dinkes-ttu.example";

/// A complaint in TTU, before the head, that may be about people of the unit that it names.
async fn doubted(text: &str) -> (Desk, Sent) {
    let mut desk = Desk::of(&[TTU]).await;
    disposes_in_ttu(&desk);
    desk.post_to(TTU.0, &surat(SITI).to(TTU.0).says(text)).await;
    let complaint = desk.store.complaint("TTU-26-0001").await.unwrap().unwrap();
    assert!(complaint.decision.doubted && !complaint.decision.supervision, "{:?}", complaint.decision);
    let proposal = desk.the_letter(TTU_KADIS, "Mohon disposisi");
    (desk, proposal)
}

const HINT: &str = "Bidan Puskesmas Eban menyimpan kardus vitamin di warungnya. Saya Siti dari RT 2 melihatnya.";

#[tokio::test]
async fn the_head_reads_that_the_unit_proposed_may_be_the_one_that_is_meant() {
    let (mut desk, proposal) = doubted(HINT).await;
    assert!(proposal.shows("mungkin menyangkut petugas Puskesmas Eban sendiri"), "{}", proposal.body);
    assert!(proposal.shows("ttu.sekretariat") && proposal.shows("tanpa identitas pelapor"), "{}", proposal.body);
    desk.post_to(TTU.0, &proposal.answered_by(TTU_KADIS, "SETUJU")).await;
    let letter = desk.the_letter(EBAN, "Mohon tindak lanjut");
    assert!(!letter.shows("Siti"), "{}", letter.body);
    let (_, plain) = proposed().await;
    assert!(!plain.shows("mungkin menyangkut"), "{}", plain.body);
}

#[tokio::test]
async fn a_disposisi_to_a_unit_that_the_complaint_may_be_about_is_asked_back_unless_the_proposal_has_said_so() {
    let (mut desk, proposal) = doubted(HINT).await;
    // As if the rules had proposed another.
    let mut known = desk.store.complaint("TTU-26-0001").await.unwrap().unwrap().decision;
    known.unit = UnitId("ttu.bid.yankes".into());
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    let changes = penghubung::store::change::Changes {
        sorted: vec![penghubung::store::change::Sorted { complaint: 1, decision: known, by: None }],
        ..Default::default()
    };
    tx.apply(changes).await.unwrap();
    tx.commit().await.unwrap();
    desk.post_to(TTU.0, &proposal.answered_by(TTU_KADIS, "Disposisi ke Puskesmas Eban, segera ditangani")).await;
    let asks = desk.the_letter(TTU_KADIS, "Mohon kejelasan");
    assert!(asks.shows("mungkin menyangkut petugas Puskesmas Eban sendiri"), "{}", asks.body);
    assert!(asks.shows("1. tetap diteruskan") && asks.shows("2. ditangani Sekretariat"), "{}", asks.body);
    assert!(desk.sent_to(EBAN).is_empty());
    desk.post_to(TTU.0, &asks.answered_by(TTU_KADIS, "2")).await;
    assert_eq!(desk.store.complaint("TTU-26-0001").await.unwrap().unwrap().unit, "ttu.sekretariat");
    assert!(desk.sent_to(EBAN).is_empty());
}

#[tokio::test]
async fn a_consent_to_the_proposal_takes_its_note_along() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "setuju / mohon segera, SDK siapkan larvasida").await;
    assert!(desk.the_letter(P2P, "Mohon tindak lanjut").shows("mohon segera"));
    let copy = desk.the_letter(SDK, "Mohon tindak lanjut");
    assert!(copy.shows("tembusan; yang menangani") && copy.shows("siapkan larvasida"), "{copy:#?}");
}

#[tokio::test]
async fn an_officer_who_disposes_passes_it_on_and_one_who_only_asks_a_unit_is_offered_that() {
    const BAWANG: &str = "pkm.bawang@batang.example";
    for words in ["Diteruskan ke Puskesmas Bawang", "Disposisi kepada Kepala Puskesmas Bawang"] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint()).await;
        let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        desk.post(&letter.answered_by(PUSKESMAS, words)).await;
        assert!(desk.the_letter(BAWANG, "Mohon tindak lanjut").shows("diteruskan oleh Puskesmas Bandar I"), "{words}");
    }
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "Tolong P2P tindak lanjuti, ini soal nyamuk")).await;
    let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
    assert!(asks.shows("1. teruskan kepada Bidang"), "{asks:#?}");
    desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
    assert!(desk.the_letter("p2p@dinkes-batang.example", "Mohon tindak lanjut").shows("ini soal nyamuk"));
}

/// A director grades, and says below what is to be done.
#[tokio::test]
async fn what_a_director_writes_below_a_grade_reaches_the_unit_and_whom_it_names() {
    const DIREKSI: &str = "direksi@rsud-buleleng.example";
    let red = "Ayah saya meninggal karena salah obat di rawat inap, keluarga akan menggugat lewat kuasa hukum.";
    for (words, readers) in [
        ("GRADE merah. Farmasi siapkan kronologi, keuangan siap-siap.", ["farmasi", "keuangan"]),
        ("GRADE kuning\nMohon keluarga didampingi dengan baik.", ["", ""]),
    ] {
        let mut desk = Desk::of(&[BULELENG]).await;
        desk.post_to(BULELENG.0, &surat(SITI).to(BULELENG.0).says(red)).await;
        let copy = desk.the_letter(DIREKSI, "Mohon tindak lanjut");
        let holder = desk.store.complaint("RSB-26-0001").await.unwrap().unwrap().unit;
        desk.post_to(BULELENG.0, &copy.answered_by(DIREKSI, words)).await;
        let note = words.split(['\n', '.']).nth(1).unwrap().trim();
        let holder = format!("{}@rsud-buleleng.example", holder.trim_start_matches("rsb.").replace('_', ""));
        for reader in readers {
            let to = if reader.is_empty() { holder.clone() } else { format!("{reader}@rsud-buleleng.example") };
            let read = desk.sent_to(&to).iter().any(|letter| letter.shows(note) && letter.shows("Direktur"));
            assert!(read, "{words}: {to}: {:#?}", desk.sent_to(&to));
        }
        assert!(desk.the_letter(DIREKSI, "Tercatat: grade").shows("disampaikan kepada"), "{words}");
        assert!(desk.sent_to(SITI_ADDRESS).iter().all(|letter| !letter.shows(note)));
    }
}

#[tokio::test]
async fn who_agrees_in_the_heads_place_moves_nothing_and_copies_wait_for_the_head() {
    let mut desk = Desk::of(&[TTU]).await;
    disposes_in_ttu(&desk);
    let mail =
        surat(SITI).to(TTU.0).says("Bidan di Puskesmas Wini minta uang pungli 50 ribu supaya ibu saya didahulukan.");
    desk.post_to(TTU.0, &mail).await;
    let before = desk.store.complaint("TTU-26-0001").await.unwrap().unwrap();
    assert!(before.unit == "ttu.kadis" && before.decision.also.contains(&UnitId("ttu.kadis".into())), "{before:?}");
    let proposal = desk.the_letter(TTU_KADIS, "Mohon disposisi");
    desk.post_to(TTU.0, &proposal.answered_by("sekretariat@dinkes-ttu.example", "SETUJU")).await;
    assert!(desk.pen().await.is_empty(), "{:?}", desk.pen().await);
    let told = desk.the_letter("sekretariat@dinkes-ttu.example", "usul disposisi tetap");
    assert!(told.shows("menunggu pimpinan"), "{told:#?}");
    desk.post_to(TTU.0, &proposal.answered_by(TTU_KADIS, "SETUJU")).await;
    assert_eq!(desk.store.complaint("TTU-26-0001").await.unwrap().unwrap().unit, before.decision.unit.0);
}

#[tokio::test]
async fn what_cannot_be_written_down_is_put_aside_at_once_and_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("antrean.db").display());
    let mut desk = Desk::over(folder, &url, &[BATANG, TTU]).await;
    let pool = sqlx::AnyPool::connect(&url).await.unwrap();
    sqlx::query("CREATE UNIQUE INDEX refuses ON complaints (office) WHERE office = 'batang'")
        .execute(&pool)
        .await
        .unwrap();
    desk.post(&complaint()).await;
    let second =
        surat(SITI).subject("Kursi roda").says("Kursi roda di Puskesmas Bandar I rusak semua sejak bulan lalu.");
    let danger =
        surat("Nona Ina <ina@warga.example>").to(TTU.0).says("Tolong, anak saya kejang dan tidak sadar di Wini!");
    desk.come(BATANG.0, &[second.raw()]).await;
    desk.come(TTU.0, &[danger.raw()]).await;
    for _ in 0..3 {
        desk.triage.pass().await.unwrap();
    }
    assert_eq!(desk.complaints("ttu").await, 1, "danger elsewhere waits for no pause of ours");
    desk.work().await;
    let pen = desk.pen().await;
    assert!(pen.len() == 1 && pen[0].reason.contains("our fault"), "{pen:?}");
    let told = desk.the_letter(DESK, "kesalahan sistem");
    assert!(told.shows("Kursi roda") && !told.shows("tidak dapat dibaca"), "{told:#?}");
}

#[tokio::test]
async fn the_head_who_names_two_units_is_heard_in_both() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "TERUSKAN: Bid P2P dan SDK\nkoordinasikan berdua").await;
    assert!(desk.the_letter(P2P, "Mohon tindak lanjut").shows("koordinasikan berdua"));
    let copy = desk.the_letter(SDK, "Mohon tindak lanjut");
    assert!(copy.shows("tembusan; yang menangani") && copy.shows("koordinasikan berdua"), "{copy:#?}");
    let noted = desk.the_letter(KADIS, "Tercatat");
    assert!(noted.shows("yang menangani; tembusan kepada"), "{noted:#?}");
}

#[tokio::test]
async fn who_is_named_beside_the_unit_and_is_none_of_ours_is_named_to_the_head() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "DISPOSISI: P2P dan Dinas Sosial").await;
    let noted = desk.the_letter(KADIS, "Tercatat");
    assert!(noted.shows("tidak dikenali sebagai unit dan belum dikirimi: Dinas Sosial"), "{noted:#?}");
}

#[tokio::test]
async fn a_substitute_who_disposes_anew_is_named_and_all_whom_it_concerns_hear_it() {
    let (mut desk, proposal) = proposed().await;
    desk.reconfigure(|practice| {
        let mut book = practice.books["ntt"].as_ref().clone();
        book.office.substitutes = vec![Substitute {
            absent: UnitId("ntt.kadis".into()),
            by: UnitId("ntt.bid.yankes".into()),
            title: "Plh. Kepala Dinas".into(),
            from: "2026-11-01".parse().unwrap(),
            until: "2026-11-30".parse().unwrap(),
        }];
        practice.books.insert("ntt".to_owned(), std::sync::Arc::new(book));
    });
    ntt(&mut desk, &proposal, KADIS, "DISPOSISI: P2P").await;
    ntt(&mut desk, &proposal, YANKES, "DISPOSISI: Kesmas\nMohon ditindaklanjuti.").await;
    assert_eq!(desk.store.complaint("NTT-26-0001").await.unwrap().unwrap().unit, "ntt.bid.kesmas");
    let gone = desk.the_letter(P2P, "tidak ditindaklanjuti lagi");
    assert!(gone.shows("Plh. Kepala Dinas"), "{gone:#?}");
    assert!(desk.the_letter(YANKES, "Tercatat").shows("diteruskan kepada"));
    assert!(desk.the_letter(KADIS, "kini ditangani").shows("Plh. Kepala Dinas"));
}

#[tokio::test]
async fn the_log_says_whose_word_it_was_and_for_whom() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, "sekretariat@dinkes-ntt.example", "DISPOSISI: P2P").await;
    let lines = desk.log().await;
    let line = lines.iter().rfind(|line| line["ev"] == "BALAS").unwrap();
    assert_eq!((&line["aktor"], &line["d"]["untuk"]), (&"ntt.sekretariat".into(), &"ntt.kadis".into()), "{line}");
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
}

#[test]
fn units_in_a_row_are_all_heard_and_a_reason_is_none() {
    let office = &books().offices.iter().find(|book| book.office.id.0 == "ntt").unwrap().office;
    let last = |unit: &UnitId| unit.0.rsplit('.').next().unwrap_or_default().to_owned();
    for (text, to, also, unknown) in [
        ("Bid P2P dan SDK", "p2p", "sdk", ""),
        ("SDK, tembusan P2P", "sdk", "p2p", ""),
        ("Bidang Kesmas dan Bidang Yankes\nkoordinasikan berdua", "kesmas", "yankes", ""),
        ("P2P, SDK & Kesmas juga", "p2p", "sdk kesmas", ""),
        ("ntt.bid.p2p; cc: ntt.bid.sdk", "p2p", "sdk", ""),
        ("P2P mohon segera", "p2p", "", ""),
        ("P2P, bukan kewenangan kami", "p2p", "", ""),
        ("P2P dan segera dijawab", "p2p", "", ""),
        ("P2P dan Dinas Sosial", "p2p", "", "Dinas Sosial"),
    ] {
        let named = units_named(office, text).unwrap();
        let others = named.also.iter().map(last).collect::<Vec<_>>().join(" ");
        let read = (last(&named.to), others, named.unknown.join(" "));
        assert_eq!(read, (to.to_owned(), also.to_owned(), unknown.to_owned()), "{text}");
    }
    assert_eq!(units_named(office, "jangan ke P2P"), None);
}
