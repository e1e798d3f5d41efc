//! The end of the play: the daemon stops, nothing is left to do, the log is verified, the table is drawn.

use std::process::{Command, Output};
use std::time::Duration;

use comfy_table::{Table, presets::UTF8_BORDERS_ONLY};

use super::complaints::{CASES, GONE};
use super::daemon::command;
use super::far_end::Letter;
use super::play::Kind;
use super::proof::{self, Check};
use super::stage::{Stage, names};
use super::support::wait::until;
use super::telling::shortened;

/// A verifier that shares nothing with the daemon.
const AUDITOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify_log.py");
/// The relay needs a moment for the last letters.
const QUIET_WITHIN: Duration = Duration::from_secs(20);

/// Stops the daemon when all is in, and sees that nothing was left undone.
pub fn come_to_rest(stage: &mut Stage) -> Vec<Check> {
    until(QUIET_WITHIN, || (proof::all_posted_is_there(stage) && relay_is_empty(stage)).then_some(()));
    let code = stage.daemon.take().and_then(|daemon| daemon.stop());
    let left = until(QUIET_WITHIN, || {
        let once = command(&stage.office.main_file(), &["run", "--once", "--json"]);
        let said = String::from_utf8_lossy(&once.stdout).into_owned();
        let idle = ["\"collected\":0", "\"handled\":0", "\"letters\":0", "\"faults\":[]"];
        (once.status.success() && relay_is_empty(stage) && idle.iter().all(|sign| said.contains(sign))).then_some(())
    });
    let log = std::fs::read_to_string(stage.daemon_log()).unwrap_or_default();
    let bad: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("ERROR") || line.contains("WARN") || line.contains("panicked"))
        .collect();
    vec![
        Check { holds: code == Some(0), says: format!("daemon berhenti dengan tertib, kode {code:?} (orderly stop)") },
        Check { holds: left.is_some(), says: "tidak ada pekerjaan yang tertinggal (nothing left to do)".to_owned() },
        Check {
            holds: bad.is_empty(),
            says: format!("tidak ada peringatan di catatan daemon (no warnings) {}", bad.join("; ")),
        },
    ]
}

/// Exim's queue: two files for every letter that waits.
fn relay_is_empty(stage: &Stage) -> bool {
    let input = stage.world.folder().join("spool/input");
    std::fs::read_dir(input).is_ok_and(|mut files| files.next().is_none())
}

/// The sync log, verified twice: by the daemon's program, and by an auditor's own on the exported files.
pub fn verify_log(stage: &Stage) -> Vec<Check> {
    let main_file = stage.office.main_file();
    let folder = stage.office.path().join("export-demo").display().to_string();
    let verified = command(&main_file, &["log", "verify"]);
    let exported = command(&main_file, &["log", "export", &folder]);
    let mut checks = vec![spoken("penghubung log verify", &verified), spoken("penghubung log export", &exported)];
    // Without Python on this machine the program's own word has to do.
    if let Ok(audited) = Command::new("python3").arg(AUDITOR).arg(&folder).output() {
        checks.push(spoken("pemeriksa mandiri verify_log.py", &audited));
    }
    checks
}

/// A program's exit code and its first words.
fn spoken(who: &str, out: &Output) -> Check {
    let said = [&out.stdout, &out.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    let words = shortened(&said.lines().take(2).collect::<Vec<_>>().join(", "));
    Check { holds: out.status.success(), says: format!("{who}: {words}") }
}

/// What `penghubung why` says about one complaint of the play, without the lines of the log at its end.
pub fn why(stage: &Stage, letters: &[Letter], case: &str) -> String {
    let number = names(letters).into_iter().find(|(_, name)| *name == case).map(|(number, _)| number);
    let out = command(&stage.office.main_file(), &["why", &number.unwrap_or_default()]);
    let said = String::from_utf8_lossy(if out.status.success() { &out.stdout } else { &out.stderr }).into_owned();
    said.split("\nCatatan:").next().unwrap_or_default().trim_end().to_owned()
}

/// Complaint, citizen, rule, unit, and after how many seconds each letter was seen.
pub fn table(stage: &Stage, letters: &[Letter]) -> String {
    let numbers: Vec<(String, &str)> = names(letters).into_iter().collect();
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY);
    table.set_header(["Laporan", "Pelapor", "Aturan", "Petugas", "Tanda terima", "Disposisi", "Jawaban"]);
    for case in CASES {
        let number = numbers.iter().find(|(_, name)| *name == case.name).map_or("tidak ada", |(number, _)| number);
        let seen = |who, kind| match proof::seen_at(stage, letters, who, kind, case.name) {
            Some(seconds) => format!("{seconds:.2} s"),
            None => "-".to_owned(),
        };
        let receipt = if case.citizen == GONE { "memantul".to_owned() } else { seen(case.citizen, Kind::Receipt) };
        let answer = case.answer.map_or_else(|| "tidak ada".to_owned(), |_| seen(case.citizen, Kind::Answer));
        let officer = case.officer.split('@').next().unwrap_or_default();
        let citizen = case.citizen.split('@').next().unwrap_or_default();
        table.add_row([number, citizen, case.rule, officer, &receipt, &seen(case.officer, Kind::Disposisi), &answer]);
    }
    table.to_string()
}
