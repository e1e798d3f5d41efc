//! One server process of the sandbox, and the user it runs as.
//!
//! In: a command line. Out: a process that ends with this value, or with the test process if that is killed.
//! It does not know what the server does.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::wait::until;

/// Runs the server and signals it when our end of its standard input closes.
const LIFELINE: &str = include_str!("../sandbox/lifeline.sh");

/// How long a server may take to stop of its own accord.
const GRACE: Duration = Duration::from_secs(10);

/// The ordinary user that the servers run as: ourselves, or `nobody` if we are root.
#[derive(Debug, Clone)]
pub struct Account {
    pub user: String,
    pub group: String,
    pub uid: u32,
    pub gid: u32,
    step_down: bool,
}

impl Account {
    /// Finds out who we are.
    pub fn ordinary() -> Self {
        let root = rustix::process::geteuid().is_root();
        let ask = |what: &str| {
            let mut id = Command::new("id");
            id.arg(what);
            if root {
                id.arg("nobody");
            }
            String::from_utf8(id.output().expect("id(1) runs").stdout).unwrap().trim().to_owned()
        };
        Self {
            user: ask("-un"),
            group: ask("-gn"),
            uid: ask("-u").parse().expect("id -u prints a number"),
            gid: ask("-g").parse().expect("id -g prints a number"),
            step_down: root,
        }
    }

    /// Whoever we are, root too: for a server that shares its files with our own program.
    pub fn ourselves() -> Self {
        Self { step_down: false, ..Self::ordinary() }
    }

    /// A command that will run as this user.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if self.step_down {
            command.uid(self.uid).gid(self.gid);
        }
        command.current_dir("/");
        command
    }

    /// Gives a folder or file to this user.
    pub fn own(&self, path: &Path) {
        if self.step_down {
            std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).unwrap();
        }
    }

    /// Makes a folder of this user's.
    pub fn folder(&self, path: PathBuf) -> PathBuf {
        std::fs::create_dir_all(&path).unwrap();
        self.own(&path);
        path
    }

    /// Writes a file of this user's, readable by nobody else, in one step: a reader sees the old text or the new.
    pub fn file(&self, path: &Path, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let fresh = path.with_extension("fresh");
        std::fs::write(&fresh, text).unwrap();
        std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(0o600)).unwrap();
        self.own(&fresh);
        std::fs::rename(&fresh, path).unwrap();
    }
}

/// The signal that asks a server to stop.
#[derive(Debug, Clone, Copy)]
pub enum StopBy {
    /// Most servers.
    Term,
    /// PostgreSQL, which on TERM waits for its clients.
    Int,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    shell: Child,
    lifeline: Option<ChildStdin>,
    log: PathBuf,
}

impl Server {
    /// Starts `program` as `account`; what it prints goes to `log`.
    pub fn start(account: &Account, stop: StopBy, log: PathBuf, program: &Path, arguments: &[&str]) -> Self {
        let out = File::options().create(true).append(true).open(&log).unwrap();
        let signal = match stop {
            StopBy::Term => "TERM",
            StopBy::Int => "INT",
        };
        let mut shell = account
            .command(Path::new("/bin/sh"))
            .args(["-c", LIFELINE, "lifeline", signal])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stderr(out.try_clone().unwrap())
            .stdout(out)
            .process_group(0)
            .spawn()
            .unwrap();
        let lifeline = shell.stdin.take();
        Self { shell, lifeline, log }
    }

    /// Whether it has ended by itself, as it does when a port was taken.
    pub fn has_ended(&mut self) -> bool {
        self.shell.try_wait().is_ok_and(|status| status.is_some())
    }

    /// What it printed so far.
    pub fn printed(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        if until(GRACE, || self.has_ended().then_some(())).is_none() {
            if let Ok(group) = i32::try_from(self.shell.id())
                && let Some(group) = Pid::from_raw(group)
            {
                let _ = kill_process_group(group, Signal::KILL);
            }
            let _ = self.shell.wait();
        }
    }
}

/// `N` ports of loopback that nobody held a moment ago. Somebody may take one before we do: so callers try again.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let held: [TcpListener; N] = std::array::from_fn(|_| TcpListener::bind(("127.0.0.1", 0)).unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

/// Replaces every `@WORD@` of a configuration.
pub fn fill_in(template: &str, words: &[(&str, &str)]) -> String {
    words.iter().fold(template.to_owned(), |text, (word, value)| text.replace(&format!("@{word}@"), value))
}
