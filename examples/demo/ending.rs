//! The end of the play: the daemon stops, nothing is left to do, the log is verified, the table is drawn.

use std::process::Command;
use std::time::Duration;

use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use penghubung::config::{Config, Secrets};
use penghubung::store::Store;
use penghubung::sync_log::SealingKey;
use penghubung::sync_log::export::{Export, verify};
use penghubung::sync_log::verification::{LONGEST_SILENCE, Verdict};

use super::complaints::{GONE, cases};
use super::daemon::command;
use super::far_end::Letter;
use super::play::Kind;
use super::proof::{self, Check};
use super::stage::{Stage, names};
use super::support::wait::until;

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

/// The sync log, exported and verified twice: by the library and by the auditor's own program.
pub fn verify_log(stage: &Stage) -> Vec<Check> {
    let folder = stage.office.path().join("export-demo");
    if let Err(fault) = export(stage, &folder) {
        return vec![Check { holds: false, says: format!("catatan tidak dapat diekspor: {fault}") }];
    }
    let ours = match verify(&folder, &[], LONGEST_SILENCE) {
        Ok(report) => Check {
            holds: report.verdict == Verdict::Intact && report.unsealed_tail() == 0,
            says: format!("catatan: {}, {} baris, {} tersegel (sync log)", report.verdict, report.lines, report.sealed),
        },
        Err(fault) => Check { holds: false, says: format!("catatan tidak dapat diperiksa: {fault}") },
    };
    match Command::new("python3").arg(AUDITOR).arg(&folder).output() {
        Ok(out) => {
            let said = String::from_utf8_lossy(&out.stdout).lines().next().unwrap_or_default().to_owned();
            vec![ours, Check { holds: out.status.success(), says: format!("pemeriksa mandiri verify_log.py: {said}") }]
        }
        // No Python on this machine: the library has verified it.
        Err(_) => vec![ours],
    }
}

fn export(stage: &Stage, folder: &std::path::Path) -> Result<(), String> {
    let config =
        Config::load(&stage.office.main_file(), Secrets::NotNeeded).map_err(|problems| format!("{problems:?}"))?;
    let key = std::fs::read_to_string(&config.log.key_read_from).map_err(|fault| fault.to_string())?;
    let key = SealingKey::from_text(&key).map_err(|fault| fault.to_string())?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|fault| fault.to_string())?;
    let (lines, notes) = runtime.block_on(async {
        let store = Store::open(&config.database.address()).await.map_err(|fault| fault.to_string())?;
        let lines = store.log_text(0, u64::from(u32::MAX)).await.map_err(|fault| fault.to_string())?;
        let notes = store.checkpoints().await.map_err(|fault| fault.to_string())?;
        store.close().await;
        Ok::<_, String>((lines, notes))
    })?;
    let mut export = Export::begin(folder).map_err(|fault| fault.to_string())?;
    export.lines(&lines).map_err(|fault| fault.to_string())?;
    export
        .finish(notes.iter().map(|(_, note)| note.as_str()), std::slice::from_ref(key.public()))
        .map_err(|fault| fault.to_string())
}

/// Complaint, citizen, rule, unit, and after how many seconds each letter was seen.
pub fn table(stage: &Stage, letters: &[Letter]) -> String {
    let numbers: Vec<(String, &str)> = names(letters).into_iter().collect();
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(["Laporan", "Pelapor", "Aturan", "Petugas", "Tanda terima", "Disposisi", "Jawaban"]);
    for case in cases() {
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
