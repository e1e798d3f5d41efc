//! Intake from LAPOR!: reports listed, normalised and committed a second, and CPU for each, against the stand-in.
//!
//! `make bench`, or with other sizes: `REPORTS=20000 ROUNDS=5`. One row where an item of the listing is the whole
//! report, one where each report is asked for by two calls more (as far as the interface is known). The daemon also
//! routes each and queues its letter, which mode `hold` holds; its CPU is counted, the stand-in's is not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its figures, and stops where it cannot measure"
)]

#[path = "support/mod.rs"]
mod bench;
#[path = "../tests/support/mod.rs"]
mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use bench::contest::{Round, measure, median};
use bench::machine::{machine, setting};
use serde_json::json;
use support::MailWorld;
use support::lapor::{AUTHORIZATION, Lapor, TOKEN};
use support::office::{Kotak, OfficeFolder};

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const PROFILE: &str = include_str!("../config/lapor/v3.toml");

fn main() {
    let (reports, rounds) = (setting("REPORTS", 10_000), setting("ROUNDS", 3));
    let world = MailWorld::start(&[OFFICE]);
    println!("LAPOR! intake: {}\n{reports} reports, {rounds} rounds", machine());
    println!("{:<28} {:>10} {:>14} {:>10}", "", "reports/s", "CPU ms/report", "peak MiB");
    for (name, whole, reports) in
        [("item is the whole report", true, reports), ("detail and follow-ups asked", false, reports / 10)]
    {
        let lapor = Lapor::start();
        let text = |n: usize| json!({"title": format!("Laporan {n}"), "content": format!("Antrean loket Puskesmas Bandar I lama sekali, nomor {n}, hanya satu loket yang buka sejak pagi.")});
        for begin in (0..reports).step_by(1000) {
            lapor.reports((begin..reports.min(begin + 1000)).map(text).collect());
        }
        lapor.shapes(if whole { &["whole_items"] } else { &[] });
        let figures: Vec<Round> = (0..rounds).map(|_| round(&world, &lapor, whole, reports)).collect();
        let speed = median(figures.iter().map(|round| reports as f64 / round.wall.as_secs_f64()).collect());
        let cpu = median(figures.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / reports as f64).collect());
        let peak = median(figures.iter().map(|round| round.peak as f64 / f64::from(1 << 20)).collect());
        println!("{name:<28} {speed:>10.0} {cpu:>14.3} {peak:>10.1}");
    }
}

fn round(world: &MailWorld, lapor: &Lapor, whole: bool, reports: usize) -> Round {
    let profile =
        PROFILE.replace("whole  = false", &format!("whole  = {whole}")).replace("size   = 25", "size   = 100");
    let account = format!(
        "\n[[lapor]]\nname = \"lapor\"\noffice = \"batang\"\nmode = \"listing\"\nprofile = \"profil.toml\"\nbase = \"{}\"\n\
         clocks = \"{}/config/lapor/clocks.toml\"\ninterval = \"0s\"\nin_flight = 2\nanswer_since = \"2020-01-01\"\n\
         headers = [{{ name = \"Authorization\", password_file = \"secrets/a\" }}, {{ name = \"token\", password_file = \"secrets/t\" }}]\n",
        lapor.base(),
        env!("CARGO_MANIFEST_DIR"),
    );
    let kotak = Kotak { address: OFFICE, office: "batang", unit: None };
    let office = OfficeFolder::new(world, &[kotak], "hold", &account);
    std::fs::write(office.path().join("profil.toml"), profile).unwrap();
    for (name, value) in [("a", AUTHORIZATION), ("t", TOKEN)] {
        let path = office.path().join("secrets").join(name);
        std::fs::write(&path, value).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(program(&office.main_file()).arg("init").status().unwrap().success());
    let figure = measure(program(&office.main_file()).args(["run", "--once"]), None);
    let listed = program(&office.main_file()).args(["complaint", "list", "-n", "100000"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), reports, "every report is a complaint");
    figure
}

fn program(main_file: &Path) -> Command {
    let mut command = Command::new(support::daemon::program());
    command.arg("--config").arg(main_file);
    command
}
