//! A PostgreSQL of the test's own, for SMSD: a throw-away cluster on loopback.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::process::{Process, free_port};

pub struct Postgres {
    _process: Process,
    pub port: u16,
    programs: PathBuf,
    _home: TempDir,
}

impl Postgres {
    pub const USER: &str = "smsd";
    pub const DATABASE: &str = "postgres";

    /// `None` where there is no PostgreSQL.
    pub fn start() -> Option<Self> {
        let programs = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().next()?.path().join("bin");
        let home = tempfile::Builder::new().prefix("smsd-pg").tempdir().unwrap();
        let user = as_whom();
        if let Some(user) = user {
            assert!(Command::new("chown").arg(user).arg(home.path()).status().unwrap().success());
        }
        let base = home.path().join("base");
        let mut initdb = Command::new("setpriv");
        match user {
            Some(user) => initdb.args([&format!("--reuid={user}"), "--clear-groups"]),
            None => initdb.arg("--nnp"),
        };
        initdb.arg(programs.join("initdb")).args(["--no-sync", "--no-locale", "-E", "UTF8", "-A", "trust", "-U"]);
        let made = initdb.arg(Self::USER).arg("-D").arg(&base).current_dir("/").output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = free_port();
        let sockets = format!("unix_socket_directories={}", home.path().display());
        let arguments = ["-D", base.to_str().unwrap(), "-p", &port.to_string(), "-c", &sockets, "-c", "fsync=off"];
        let log = home.path().join("log");
        let process = Process::start(programs.join("postgres").to_str().unwrap(), &arguments, &log, user);
        let postgres = Self { _process: process, port, programs, _home: home };
        for _ in 0..600 {
            if postgres.psql("SELECT 1").status.success() {
                return Some(postgres);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{}", std::fs::read_to_string(log).unwrap_or_default());
    }

    pub fn url(&self) -> String {
        format!("postgres://{}@127.0.0.1:{}/{}", Self::USER, self.port, Self::DATABASE)
    }

    pub fn run(&self, statement: &str) {
        let done = self.psql(statement);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn psql(&self, statement: &str) -> std::process::Output {
        Command::new(self.programs.join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &self.url(), "-c", statement])
            .output()
            .unwrap()
    }
}

/// PostgreSQL refuses root.
fn as_whom() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().unwrap();
    (id.stdout == b"0\n").then_some("nobody")
}
