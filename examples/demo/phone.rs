//! The way by telephone: a citizen's SMS through a real Gammu daemon, an officer's mail, and the answer by SMS.
//!
//! In: nothing. Out: what was proven. An office of its own with servers of its own, so that it disturbs nobody.

use chrono::Timelike as _;
use penghubung::clock::{Clock as _, SystemClock};

use super::daemon::{Daemon, command};
use super::far_end::Letter;
use super::play::Program;
use super::proof::Check;
use super::replies::reply;
use super::support::MailWorld;
use super::support::office::{Kotak, OfficeFolder};
use super::support::smsd::Smsd;
use super::support::wait::{PATIENCE, until};
use super::telling::{Ink, Teller};

const INTAKE: &str = "pengaduan@dinkes-batang.example";
const OFFICER: &str = "pkm.bandar1@batang.example";
/// Invented.
const CITIZEN: &str = "+6281255507890";
const COMPLAINT: &str = "BATANG antre di Puskesmas Bandar I dari jam 7 sampai 12, loket hanya satu yg buka";
const ANSWER: &str =
    "JAWAB: Mulai Senin loket “pendaftaran” kami buka tiga – nomor antrean dapat diambil sejak pukul 06.30.";
/// The same as a telephone shows it.
const PLAIN: &str = "Mulai Senin loket \"pendaftaran\" kami buka tiga - nomor antrean dapat diambil sejak pukul 06.30.";

/// Plays it.
pub fn scene(teller: Teller) -> Vec<Check> {
    teller.title("Lewat telepon: SMS warga, surel petugas, jawaban SMS (through a real Gammu daemon)");
    let world = MailWorld::start(&[INTAKE, OFFICER]);
    let smsd = Smsd::start();
    let office = office(&world, &smsd);
    let init = command(&office.main_file(), &["init"]);
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let daemon = Daemon::start(&office.main_file(), &office.path().join("daemon.log"));
    teller.event(Ink::Faint, "Gammu SMSD berjalan dengan telepon tiruan, penghubung membaca basis datanya");

    smsd.arrives(CITIZEN, COMPLAINT);
    teller.event(Ink::Office, &format!("{CITIZEN} mengirim SMS: {COMPLAINT}"));
    let disposisi = until(PATIENCE, || world.mailbox(OFFICER).into_iter().next());
    let receipt = sent(&smsd, 1, teller);
    let mut checks = Vec::new();
    let reached = disposisi.as_ref().map(|raw| Letter::new(OFFICER, raw.clone()));
    if let Some(letter) = &reached {
        teller.letter(letter);
        let (to, raw) = reply(OFFICER, letter, Program::Gmail, ANSWER);
        teller.event(Ink::Office, &format!("{OFFICER} menjawab dari surelnya"));
        if let Err(refused) = world.submit(OFFICER, &to, &raw) {
            teller.event(Ink::Bad, &format!("ditolak server: {refused:?}"));
        }
    }
    let answer = sent(&smsd, 2, teller);
    let is_hidden =
        reached.as_ref().is_some_and(|letter| !letter.says("81255507890") && letter.says("loket hanya satu"));
    let stopped = daemon.stop();
    let mut say = |holds: bool, says: &str| checks.push(Check { holds, says: says.to_owned() });
    say(
        receipt.is_some_and(|text| text.contains("BTG-") && text.chars().count() <= 160),
        "SMS: tanda terima satu segmen dengan nomor laporan",
    );
    say(is_hidden, "SMS: petugas membaca laporan tanpa nomor telepon pelapor");
    say(
        answer.is_some_and(|text| text.contains(PLAIN)),
        "SMS: jawaban petugas sampai di daemon SMS, dalam huruf yang dikenal telepon",
    );
    say(smsd.sent().len() == 2, "SMS: tidak ada SMS lain");
    say(stopped == Some(0), "SMS: daemon berhenti dengan baik");
    checks
}

/// Waits until Gammu has sent so many texts, and shows the last.
fn sent(smsd: &Smsd, count: usize, teller: Teller) -> Option<String> {
    let (number, text) = until(PATIENCE, || smsd.sent().into_iter().nth(count - 1))?;
    teller.event(Ink::Good, &format!("SMS ke {number}: {text}"));
    Some(text)
}

fn office(world: &MailWorld, smsd: &Smsd) -> OfficeFolder {
    let section = format!(
        "\n[[sms]]\nname = \"modem\"\noffice = \"batang\"\ngateway = \"gammu\"\ndatabase = \"{}\"\n\
         answer_since = \"2020-01-01\"\n",
        smsd.database()
    );
    let office = OfficeFolder::new(world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", &section);
    // The story must go on at any hour: the telephone's quiet hours are put half a day away.
    let away = (SystemClock.now().with_timezone(&chrono_tz::Asia::Jakarta).hour() + 12) % 24;
    let text = std::fs::read_to_string(office.main_file()).expect("the file was just written");
    let text = text.replace("[letters]\n", &format!("[letters]\nphone_quiet_hours = \"{away:02}:00-{away:02}:30\"\n"));
    std::fs::write(office.main_file(), text).expect("the folder is ours");
    office
}
