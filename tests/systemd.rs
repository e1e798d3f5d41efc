//! The units as they ship: hardened, and without a fault that systemd would complain about.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is promised at most, on systemd's scale from 0 (safe) to 10.
const MOST_EXPOSURE: f64 = 1.5;

fn units() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd");
    let mut units: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    assert!(!units.is_empty(), "the units are not where they were");
    units.sort();
    units
}

/// `None`, with a line that says so, where systemd's tools are not installed.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).env("SYSTEMD_COLORS", "0").output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped: {program}: {error}");
            None
        }
    }
}

fn ends_in(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

#[test]
fn every_service_is_exposed_no_more_than_promised() {
    for unit in units().iter().filter(|unit| ends_in(unit, "service")) {
        let Some(output) = run("systemd-analyze", &["security", "--offline=true", unit.to_str().unwrap()]) else {
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = text.lines().last().unwrap_or_default();
        let exposure = last.split(':').nth(1).and_then(|rest| rest.split_whitespace().next());
        let exposure: f64 = exposure.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{text}"));
        assert!(exposure <= MOST_EXPOSURE, "{}: {exposure}\n{text}", unit.display());
        eprintln!("{}: {exposure}", unit.display());
    }
}

#[test]
fn systemd_finds_no_fault_in_the_units() {
    // The daemon and its man pages are not installed where tests run: a program that is stands in for it.
    let folder = tempfile::tempdir().unwrap();
    let mut copies = Vec::new();
    for unit in units().iter().filter(|unit| ends_in(unit, "service") || ends_in(unit, "timer")) {
        let text = std::fs::read_to_string(unit).unwrap().replace("/usr/bin/penghubung", "/usr/bin/true");
        let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("Documentation=man:")).collect();
        let copy = folder.path().join(unit.file_name().unwrap());
        std::fs::write(&copy, text).unwrap();
        copies.push(copy.to_str().unwrap().to_owned());
    }
    let arguments: Vec<&str> = ["verify", "--man=no"].into_iter().chain(copies.iter().map(String::as_str)).collect();
    let Some(output) = run("systemd-analyze", &arguments) else {
        return;
    };
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    let ours: Vec<&str> = complaints.lines().filter(|line| line.contains("penghubung")).collect();
    assert!(ours.is_empty(), "{complaints}");
}

#[test]
fn installing_makes_the_user_and_keeps_the_passwords_for_root() {
    use std::os::unix::fs::PermissionsExt as _;
    if !rustix::process::geteuid().is_root() {
        return eprintln!("skipped: only root can give folders away");
    }
    let system = tempfile::tempdir().unwrap();
    std::fs::create_dir(system.path().join("etc")).unwrap();
    let root = format!("--root={}", system.path().display());
    for (program, kind, action) in
        [("systemd-sysusers", "sysusers", None), ("systemd-tmpfiles", "tmpfiles", Some("--create"))]
    {
        let file = units().into_iter().find(|unit| unit.ends_with(format!("penghubung.{kind}.conf"))).unwrap();
        let arguments: Vec<&str> = [Some(root.as_str()), action, file.to_str()].into_iter().flatten().collect();
        let Some(output) = run(program, &arguments) else {
            return;
        };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let users = std::fs::read_to_string(system.path().join("etc/passwd")).unwrap();
    assert!(
        users.lines().any(|line| line.starts_with("penghubung:") && line.ends_with("/usr/sbin/nologin")),
        "{users}"
    );
    for private in ["etc/penghubung/credentials", "var/lib/penghubung"] {
        let mode = std::fs::metadata(system.path().join(private)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{private}");
    }
}
