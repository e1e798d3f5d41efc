//! A server process of these tests: started in a folder of its own, ended by its id. A shell holds our end of a pipe,
//! so it also ends when the test process is killed.

use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

const LIFELINE: &str = include_str!("../../../tests/sandbox/lifeline.sh");

pub struct Process {
    shell: Child,
    lifeline: Option<ChildStdin>,
}

impl Process {
    /// Runs `program` with what it prints in `log`.
    pub fn start(program: &str, arguments: &[&str], log: &Path, user: Option<&str>) -> Self {
        let out = std::fs::File::options().create(true).append(true).open(log).unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", LIFELINE, "lifeline", "TERM"]);
        if let Some(user) = user {
            command.args(["setpriv", &format!("--reuid={user}"), "--clear-groups"]);
        }
        let mut shell = command
            .arg(program)
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stderr(out.try_clone().unwrap())
            .stdout(out)
            .spawn()
            .unwrap();
        let lifeline = shell.stdin.take();
        Self { shell, lifeline }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        for _ in 0..400 {
            if self.shell.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// True if these programs are here; says so and skips otherwise, as `make tools` puts them there.
pub fn are_installed(programs: &[&str]) -> bool {
    let missing: Vec<_> = programs.iter().filter(|program| !Path::new(program).exists()).collect();
    if !missing.is_empty() {
        eprintln!("skipped: {missing:?} are missing, run `make tools`");
    }
    missing.is_empty()
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
