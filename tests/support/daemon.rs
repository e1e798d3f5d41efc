//! The daemon as a process, with the folder of its office. In: an office in a folder. Out: what the program printed, or
//! the running daemon, which is killed when its value is dropped. It does not know what the daemon is for.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::office::OfficeFolder;
use super::wait::{PATIENCE, until};

/// `penghubung`, from the folder that also holds the running test (`deps/`), example (`examples/`) or bench.
pub fn program() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let built = this.parent().and_then(|folder| folder.parent()).unwrap().join("penghubung");
    assert!(built.exists(), "{} is missing: run `cargo build --bin penghubung`", built.display());
    built
}

/// The program with the configuration of this main file.
pub fn command(main_file: &Path) -> Command {
    let mut command = Command::new(program());
    command.arg("--config").arg(main_file);
    command
}

/// What the program prints when it does this; a failure ends the test with what it said.
pub fn does(main_file: &Path, arguments: &[&str]) -> String {
    let out = command(main_file).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// What `status` says, whether all is well or not.
pub fn status(main_file: &Path) -> String {
    String::from_utf8(command(main_file).arg("status").output().unwrap().stdout).unwrap()
}

/// The daemon's process; killed when dropped.
pub struct Daemon {
    process: Child,
    journal: PathBuf,
    /// Bytes of the journal that earlier daemons of this folder wrote.
    before: usize,
}

impl Daemon {
    /// Starts it on this office; what it says is added to the office's `daemon.log`.
    pub fn start(office: &OfficeFolder) -> Self {
        let journal = office.path().join("daemon.log");
        let log = std::fs::File::options().create(true).append(true).open(&journal).unwrap();
        let before = usize::try_from(log.metadata().unwrap().len()).unwrap();
        let process = command(&office.main_file()).arg("run").stderr(Stdio::from(log)).spawn().unwrap();
        Self { process, journal, before }
    }

    /// What it has said so far.
    pub fn journal(&self) -> String {
        let all = std::fs::read(&self.journal).unwrap();
        String::from_utf8_lossy(&all[self.before..]).into_owned()
    }

    /// Waits until it has said this.
    pub fn says(&self, words: &str) {
        until(PATIENCE, || self.journal().contains(words).then_some(()))
            .unwrap_or_else(|| panic!("it does not say {words:?}:\n{}", self.journal()));
    }

    pub fn lives(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// Asks it to stop, as systemd does; its exit status.
    pub fn stop(mut self) -> Option<i32> {
        self.signal("TERM");
        until(PATIENCE, || self.process.try_wait().unwrap()).expect("it stops when told to").code()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
