//! `make demo`: the whole way on real servers, from a citizen's mail to the officer's answer.
//!
//! In: nothing; with `KEEP=1` it stays up until Ctrl-C. Out: a story on the terminal and exit 0 only if every step was
//! seen at the far end over IMAP.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story told on the terminal, which stops where it cannot go on"
)]

#[path = "demo/answers.rs"]
mod answers;
#[path = "demo/complaints.rs"]
mod complaints;
#[path = "demo/daemon.rs"]
mod daemon;
#[path = "demo/ending.rs"]
mod ending;
#[path = "demo/far_end.rs"]
mod far_end;
#[path = "demo/keep.rs"]
mod keep;
#[path = "demo/mails.rs"]
mod mails;
#[path = "demo/phone.rs"]
mod phone;
#[path = "demo/play.rs"]
mod play;
#[path = "demo/proof.rs"]
mod proof;
#[path = "demo/replies.rs"]
mod replies;
#[path = "demo/report.rs"]
mod report;
#[path = "demo/stage.rs"]
mod stage;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "demo/telling.rs"]
mod telling;
#[path = "demo/texts.rs"]
mod texts;

use std::process::ExitCode;

use stage::Stage;
use telling::{Ink, Teller};

fn main() -> ExitCode {
    let teller = Teller::new();
    teller.title("Penghubung: dari pengaduan warga sampai jawaban petugas, melalui server surel sungguhan");
    let mut stage = Stage::set(teller);
    for act in [complaints::act(), answers::first_round(), answers::second_round(), answers::third_round()] {
        stage.play(act);
    }
    let all_well = prove(&mut stage, teller);
    if std::env::var_os("KEEP").is_some_and(|keep| keep == "1") {
        keep::until_interrupted(&mut stage);
    }
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Brings everything to rest, looks into every mailbox anew, and says what holds.
fn prove(stage: &mut Stage, teller: Teller) -> bool {
    let mut checks = ending::come_to_rest(stage);
    let seen = stage.far_end.letters();
    teller.title("Mengapa (penghubung why), untuk laporan yang diteruskan ke Bidang");
    teller.line(&ending::why(stage, &seen, "teruskan"));
    teller.title("Ringkasan (summary): berapa detik sampai terlihat di kotak surel lewat IMAP");
    teller.line(&ending::table(stage, &seen));
    checks.extend(proof::checks(stage, &proof::read_anew(stage)));
    checks.extend(ending::verify_log(stage));
    checks.extend(report::scene(teller));
    checks.extend(phone::scene(teller));
    teller.title("Pembuktian (proof)");
    for check in &checks {
        let (ink, mark) = if check.holds { (Ink::Good, "✔") } else { (Ink::Bad, "✘") };
        teller.line(&format!("  {} {}", teller.dye(ink, mark), check.says));
    }
    let wrong = checks.iter().filter(|check| !check.holds).count();
    let (ink, verdict) = match wrong {
        0 => (Ink::Good, format!("Semua {} hal terbukti", checks.len())),
        _ => (Ink::Bad, format!("{wrong} dari {} hal TIDAK terbukti", checks.len())),
    };
    let (letters, seconds) = (seen.len(), teller.seconds());
    teller.line(&format!("\n{}; {letters} surat terlihat, {seconds:.1} detik.", teller.dye(ink, &verdict)));
    if wrong > 0 {
        let log = std::fs::read_to_string(stage.daemon_log()).unwrap_or_default();
        teller.line(&format!("\nCatatan daemon:\n{log}"));
    }
    wrong == 0
}
