//! The daemon as a process. In: an office's folder. Out: it runs until this value goes, or this program dies.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use super::support::daemon::{self, program};
use super::support::wait::until;

/// Sends TERM when our end of its standard input closes, however we end.
const LIFELINE: &str = include_str!("../../tests/sandbox/lifeline.sh");
/// Starting and stopping may take so long.
const LIMIT: Duration = Duration::from_secs(30);

/// The running daemon.
pub struct Daemon(Child);

impl Daemon {
    /// Starts `penghubung run` and returns when it says that it works.
    pub fn start(main_file: &Path, log: &Path) -> Self {
        let printed = || std::fs::read_to_string(log).unwrap_or_default();
        let before = printed().matches("working").count();
        let out = File::options().create(true).append(true).open(log).expect("the folder is ours");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", LIFELINE, "lifeline", "TERM"]).arg(program()).arg("--config").arg(main_file).arg("run");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(out).process_group(0);
        let mut daemon = Self(command.spawn().expect("sh starts"));
        let settled = until(LIMIT, || {
            let works = printed().matches("working").count() > before;
            (works || daemon.status().is_some()).then_some(works)
        });
        assert!(settled == Some(true), "the daemon did not start:\n{}", printed());
        daemon
    }

    fn status(&mut self) -> Option<Option<i32>> {
        self.0.try_wait().ok().flatten().map(|status| status.code())
    }

    /// Stops it in good order and returns its exit code.
    pub fn stop(mut self) -> Option<i32> {
        drop(self.0.stdin.take());
        until(LIMIT, || self.status()).flatten()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        until(LIMIT, || self.status());
    }
}

/// Runs another command of the program to its end.
pub fn command(main_file: &Path, arguments: &[&str]) -> Output {
    daemon::command(main_file).args(arguments).output().expect("the program starts")
}
