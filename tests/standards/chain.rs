//! On whose desk it lies: every reminder and escalation goes there, whatever the length of the chain, and says what is
//! true.

use chrono::{DateTime, Utc};
use penghubung::domain::deadline::OmbudsmanNotice;
use penghubung::domain::office::Substitute;
use penghubung::domain::{Channel, UnitId};

use super::desk::at;
use super::letters::Sent;
use super::office::{BATANG, NTT, Office, TTU, WARGA, WARGA_ADDRESS};
use super::registration::daftar;

const P2P: &str = "p2p@dinkes-ntt.example";
const SDK: &str = "sdk@dinkes-ntt.example";
const KESMAS: &str = "kesmas@dinkes-ntt.example";
const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const FOGGING: &str = "Kasus DBD banyak di kota, mohon fogging oleh provinsi.";

fn unit(id: &str) -> UnitId {
    UnitId(id.to_owned())
}

/// Letters of this kind that somebody has got so far.
fn count(office: &Office, to: &str, words: &str) -> usize {
    office.desk.sent_to(to).iter().filter(|letter| letter.subject.contains(words)).count()
}

fn newest(office: &Office, to: &str, words: &str) -> Sent {
    office.desk.sent_to(to).into_iter().rfind(|letter| letter.subject.contains(words)).unwrap()
}

/// NTT with three approvers, of whom the second is away and acted for.
async fn three_approvers() -> Office {
    let office = Office::open(NTT).await;
    office.book(|book| {
        book.office.approval = vec![unit("ntt.bid.sdk"), unit("ntt.sekretariat"), unit("ntt.kadis")];
        book.office.substitutes = vec![Substitute {
            absent: unit("ntt.sekretariat"),
            by: unit("ntt.bid.kesmas"),
            title: "Plh. Sekretaris Dinas".to_owned(),
            from: "2026-11-20".parse().unwrap(),
            until: "2026-12-31".parse().unwrap(),
        }];
    });
    office
}

#[tokio::test]
async fn ntt_08_ntt_14_through_a_chain_of_three_each_reminder_goes_to_whose_desk_it_lies_on() {
    let mut office = three_approvers().await;
    office.mail(WARGA, FOGGING).await;
    office.disposed(KADIS).await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    // Half of the time has passed while it lies with the first.
    office.live_until(at("2026-11-24T06:00:00Z")).await;
    let reminded = |office: &Office| [P2P, SDK, KESMAS, SEKRETARIS, KADIS].map(|to| count(office, to, "PENGINGAT"));
    assert_eq!(reminded(&office), [0, 1, 0, 0, 0]);
    let reminder = newest(&office, SDK, "PENGINGAT");
    assert!(
        reminder.shows("SETUJU, PERBAIKI: catatan, atau TOLAK") && !reminder.shows("RENCANA:"),
        "{}",
        reminder.body
    );
    let request = office.letter(SDK, "PERSETUJUAN");
    office.reply(&request, SDK, "SETUJU").await;
    // It lies with the second, who is away: both he and whoever acts for him are asked and reminded.
    assert_eq!([SEKRETARIS, KESMAS].map(|to| count(&office, to, "PERSETUJUAN")), [1, 1]);
    office.live_until(at("2026-11-26T06:00:00Z")).await;
    assert_eq!(reminded(&office), [0, 1, 1, 1, 0]);
    let acting = newest(&office, KESMAS, "PENGINGAT");
    assert!(acting.shows("c.q. Plh. Sekretaris Dinas"), "{}", acting.body);
    assert!(!newest(&office, SEKRETARIS, "PENGINGAT").shows("c.q."));
    let request = office.letter(KESMAS, "PERSETUJUAN");
    office.reply(&request, KESMAS, "SETUJU").await;
    // The limit passes while it lies with the head; above him there is only the desk, whose officer is acted for.
    office.live_until(at("2026-12-01T06:00:00Z")).await;
    assert_eq!(reminded(&office)[..2], [0, 1], "neither the unit nor the first is disturbed again");
    let escalation = newest(&office, KESMAS, "ESKALASI");
    assert!(escalation.shows("Ditangani oleh: Bidang P2P"), "{}", escalation.body);
    assert!(escalation.shows("sekarang di meja Kepala Dinas"), "{}", escalation.body);
    assert!(office.desk.sent_to(WARGA_ADDRESS).iter().all(|letter| !letter.body.contains("hari Rabu")));
    let request = office.letter(KADIS, "PERSETUJUAN");
    office.reply(&request, KADIS, "SETUJU").await;
    office.letter(WARGA_ADDRESS, "hari Rabu");
}

#[tokio::test]
async fn ntt_14_what_was_approved_leaves_once_though_the_daemon_stops_in_between() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, FOGGING).await;
    office.disposed(KADIS).await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    let request = office.letter(SEKRETARIS, "PERSETUJUAN");
    office.reply(&request, SEKRETARIS, "SETUJU").await;
    let last = office.letter(KADIS, "PERSETUJUAN").answered_by(KADIS, "SETUJU");
    let batch = office.desk.batch(&[last.raw()]);
    office.desk.source(NTT.0).then(Ok(batch));
    office.desk.collect(NTT.0).await;
    office.desk.triage_all().await;
    let told = |office: &Office| office.desk.sent_to(WARGA_ADDRESS).iter().filter(|l| l.shows("hari Rabu")).count();
    assert_eq!(told(&office), 0, "approved and not yet sent");
    office.desk.restart();
    office.desk.work().await;
    office.desk.restart();
    office.desk.work().await;
    assert_eq!(told(&office), 1);
}

/// No letter names a moment as coming that is past when it is sent.
#[tokio::test]
async fn ntt_05_btg_08_a_reminder_never_names_a_moment_of_escalation_that_is_past() {
    for (kotak, text, until) in [
        (BATANG, "Antrean di Puskesmas Bandar I lama sekali.", "2026-12-03T06:00:00Z"),
        (NTT, FOGGING, "2026-12-03T06:00:00Z"),
    ] {
        let mut office = Office::open(kotak).await;
        office.mail(WARGA, text).await;
        // The daemon stands still until the limit has passed, then says all at once.
        office.desk.clock.set(at(until));
        office.desk.remind().await;
        office.live_until(at("2026-12-10T06:00:00Z")).await;
        let reminders: Vec<Sent> =
            office.desk.sent().into_iter().filter(|letter| letter.subject.contains("PENGINGAT")).collect();
        assert!(!reminders.is_empty());
        for reminder in reminders {
            assert!(!reminder.body.contains("Bila sampai"), "{}", reminder.body);
        }
    }
}

#[tokio::test]
async fn ntt_05_ntt_10_the_head_sees_the_page_at_lapor_and_how_to_give_a_disposisi() {
    let mut office = Office::open(NTT).await;
    office.lapor("9000007", "Vaksin", "Stok vaksin campak di gudang provinsi kosong dua minggu.").await;
    let proposal = office.letter(KADIS, "Mohon disposisi");
    assert!(proposal.shows("Di LAPOR!") && proposal.shows("9000007"), "{}", proposal.body);
    office.live_until(at("2026-11-24T03:00:00Z")).await;
    let reminder = newest(&office, KADIS, "PENGINGAT");
    assert!(reminder.shows("SETUJU (sesuai usul) atau DISPOSISI: unit"), "{}", reminder.body);
}

/// How often a citizen of TTU is told of the Ombudsman, and how often the head is asked before.
async fn told_of_ombudsman(how: Option<OmbudsmanNotice>) -> (usize, usize) {
    let mut office = Office::open(TTU).await;
    office.book(|book| {
        for standard in &mut book.standards {
            standard.ombudsman = how.filter(|_| standard.id == "ttu.ombudsman");
        }
    });
    office.mail(WARGA, "Kepala Puskesmas Wini memotong uang insentif kader dan meminta setoran setiap bulan.").await;
    let end: DateTime<Utc> = at("2027-03-01T06:00:00Z");
    office.live_until(end).await;
    let asked = office.desk.sent_to("kadis@dinkes-ttu.example");
    let asked = asked.iter().filter(|letter| letter.subject.contains("PERSETUJUAN")).count();
    (count(&office, WARGA_ADDRESS, "Ombudsman"), asked)
}

#[tokio::test]
async fn ttu_11_the_citizen_is_told_of_the_ombudsman_by_itself_after_approval_or_never() {
    assert_eq!(told_of_ombudsman(Some(OmbudsmanNotice::Auto)).await, (1, 0));
    assert_eq!(told_of_ombudsman(Some(OmbudsmanNotice::AfterApproval)).await, (0, 1));
    assert_eq!(told_of_ombudsman(Some(OmbudsmanNotice::Never)).await, (0, 0));
    assert_eq!(told_of_ombudsman(None).await, (0, 0));
}

#[tokio::test]
async fn ntt_14_whoever_drafted_an_answer_hears_when_it_has_left_and_not_before() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, FOGGING).await;
    office.disposed(KADIS).await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu pukul 08.00 sampai 12.00 di RW 03.").await;
    let told = |office: &Office| count(office, P2P, "telah dikirim kepada pelapor");
    for approver in [SEKRETARIS, KADIS] {
        assert_eq!(told(&office), 0, "it waits for {approver}");
        let request = newest(&office, approver, "PERSETUJUAN");
        office.reply(&request, approver, "SETUJU").await;
    }
    assert_eq!((count(&office, WARGA_ADDRESS, "Jawaban"), told(&office)), (1, 1));
}

#[tokio::test]
async fn ntt_10_the_registrar_reads_the_same_limit_as_the_head_and_no_unit_that_the_head_has_not_named() {
    let mut office = Office::open(NTT).await;
    office.register(daftar(SEKRETARIS, &format!("Kanal: surat\nNama: Warga Contoh\nIsi: {FOGGING}"))).await;
    let limit = |letter: &Sent| {
        let line = letter.body.lines().find(|line| line.contains("Tenggat    : ")).unwrap();
        line.split("WITA").next().unwrap().trim().to_owned()
    };
    let (told, proposal) = (office.letter(SEKRETARIS, "Terdaftar"), office.letter(KADIS, "Mohon disposisi"));
    assert_eq!(limit(&told), limit(&proposal));
    assert!(told.shows("menunggu disposisi Kepala Dinas"), "{}", told.body);
}

#[tokio::test]
async fn ntt_05_the_desk_has_what_the_head_is_told_to_read_there() {
    let mut office = Office::open(NTT).await;
    let text = "Saya pasien HIV, obat ARV di gudang provinsi kosong sudah 5 hari.";
    office.lapor("9000008", "Obat", text).await;
    let proposal = office.letter(KADIS, "Mohon disposisi");
    assert!(proposal.shows("Mohon dibaca di meja pengaduan") && !proposal.shows("ARV"), "{}", proposal.body);
    let desk = office.letter(SEKRETARIS, "NTT-26-0001");
    assert!(desk.shows("Mohon dibaca di SP4N-LAPOR!, nomor 9000008") && !desk.shows("ARV"), "{}", desk.body);
}

#[tokio::test]
async fn ttu_11_whom_no_program_reaches_is_telephoned_once_the_head_agrees() {
    let (desk, kadis) = ("sekretariat@dinkes-ttu.example", "kadis@dinkes-ttu.example");
    let mut office = Office::open(TTU).await;
    office.desk.reconfigure(|practice| practice.ways_out.retain(|(_, channel)| *channel == Channel::Email));
    let form = "Kanal: telepon\nNama: Kinanti Wulandari\nTelp: 0812-3456-7890\n\
                Isi: Obat darah tinggi di Puskesmas Wini kosong sejak bulan lalu.";
    office.register(daftar(desk, form)).await;
    office.live_until(at("2027-02-18T12:00:00Z")).await;
    let request = office.letter(kadis, "PERSETUJUAN");
    assert!(request.shows("137") && request.shows("hubungi lewat telepon"), "{}", request.body);
    assert!(!request.shows("Kinanti") && !request.shows("3456"), "{}", request.body);
    assert_eq!(count(&office, desk, "Ombudsman"), 0, "nobody is told before the head agrees");
    office.reply(&request, kadis, "SETUJU").await;
    assert!(office.letter(kadis, "diserahkan kepada petugas").shows("TTU-26-0001"));
    let task = office.letter(desk, "hak melapor kepada Ombudsman");
    assert!(task.shows("Kinanti Wulandari") && task.shows("81234567890") && task.shows("137"), "{}", task.body);
    office.reply(&task, desk, "Sudah saya coba telepon, tidak diangkat").await;
    let asked = newest(&office, desk, "Mohon kejelasan");
    assert!(asked.shows("SUDAH") && !asked.shows("JAWAB: "), "{}", asked.body);
    office.reply(&asked, desk, "Sudah ditelepon, ybs berterima kasih").await;
    office.letter(desk, "hak ke Ombudsman sudah disampaikan kepada pelapor");
    assert_eq!(office.complaint().await.status, "open", "that is no answer");
    let told = office.lines("ESKALASI").await;
    assert!(told.iter().any(|line| line["d"]["ombudsman"] == "menunggu persetujuan"), "{told:?}");
}

#[tokio::test]
async fn ttu_11_of_whom_nothing_is_known_the_log_says_that_nobody_could_be_told() {
    let mut office = Office::open(TTU).await;
    let form = "Kanal: kotak saran\nIsi: Obat darah tinggi di Puskesmas Wini kosong sejak bulan lalu.";
    office.register(daftar("sekretariat@dinkes-ttu.example", form)).await;
    office.live_until(at("2027-02-18T12:00:00Z")).await;
    assert_eq!(count(&office, "kadis@dinkes-ttu.example", "PERSETUJUAN"), 0);
    let told = office.lines("ESKALASI").await;
    let said = "pelapor tidak meninggalkan alamat atau telepon";
    assert_eq!(told.iter().filter(|line| line["d"]["ombudsman"] == said).count(), 1, "{told:?}");
}

#[tokio::test]
async fn ttu_10_news_after_the_limit_says_that_it_has_passed_and_apologises() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, "Kepala Puskesmas Wini memotong uang insentif kader dan meminta setoran setiap bulan.").await;
    // The daemon stood still until the limit had passed.
    office.desk.clock.set(at("2027-02-01T06:00:00Z"));
    office.desk.remind().await;
    let news = newest(&office, WARGA_ADDRESS, "Kabar perkembangan");
    assert!(news.shows("telah lewat") && news.shows("memohon maaf atas keterlambatan"), "{}", news.body);
    assert!(!news.shows("Batas waktunya Selasa"), "{}", news.body);
}

#[tokio::test]
async fn ntt_14_whoever_changes_the_quoted_draft_and_writes_setuju_is_asked_what_he_means() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, FOGGING).await;
    office.disposed(KADIS).await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu pukul 08.00 sampai 12.00 di RW 03.").await;
    let request = office.letter(SEKRETARIS, "PERSETUJUAN");
    let quoted: String = request.body.lines().map(|line| format!("> {line}\n")).collect();
    let changed = quoted.replace("sampai 12.00", "sampai 14.00");
    assert_ne!(changed, quoted);
    let reply = |below: &str| format!("SETUJU\n\nPada Sen, 23 Nov 2026 pukul 10.00 Dinas Kesehatan menulis:\n{below}");
    office.reply(&request, SEKRETARIS, &reply(&changed)).await;
    assert_eq!(count(&office, KADIS, "PERSETUJUAN"), 0, "the draft as it was is not what he wants");
    let asked = office.desk.sent_to(SEKRETARIS).pop().unwrap();
    assert!(asked.shows("14 00 di RW") && asked.shows("PERBAIKI:"), "{}", asked.body);
    office.reply(&request, SEKRETARIS, &reply(&quoted)).await;
    assert_eq!(count(&office, KADIS, "PERSETUJUAN"), 1);
}
