//! A PostgreSQL cluster of the test's own, in a throw-away folder. In: nothing. Out: addresses of fresh databases.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use super::packages::need;
use super::server::{Account, Server, StopBy, free_ports};
use super::wait::{PATIENCE, until};

/// The one user of the cluster; trusted, since only this machine can connect.
const USER: &str = "penghubung";

/// A running cluster. It goes, with all databases, when this is dropped.
#[derive(Debug)]
pub struct PgCluster {
    // Dropped before the folder it writes to.
    server: Server,
    port: u16,
    programs: PathBuf,
    account: Account,
    databases: AtomicU32,
    folder: TempDir,
}

impl PgCluster {
    /// Makes and starts a cluster, and returns when it answers. Its durability is off: tests do not cut the power.
    pub fn start() -> Self {
        Self::start_with(&["fsync=off", "synchronous_commit=off", "full_page_writes=off"])
    }

    /// The same with other settings, each as `name=value`.
    pub fn start_with(settings: &[&str]) -> Self {
        let programs = programs();
        let account = Account::ordinary();
        let folder = tempfile::Builder::new().prefix("penghubung-pg-").tempdir().unwrap();
        account.own(folder.path());
        make_cluster(&account, &programs, folder.path());
        for _ in 0..5 {
            let [port] = free_ports();
            let mut server = launch(&account, &programs, folder.path(), port, settings);
            if answers(&mut server, &account, &programs, folder.path(), port) {
                return Self { server, port, programs, account, databases: AtomicU32::new(0), folder };
            }
        }
        panic!("PostgreSQL did not start:\n{}", std::fs::read_to_string(folder.path().join("log")).unwrap_or_default());
    }

    /// One cluster for all tests of this binary that run at the same time; each takes a database of its own.
    pub fn shared() -> Arc<Self> {
        static CLUSTER: Mutex<Weak<PgCluster>> = Mutex::new(Weak::new());
        let mut kept = CLUSTER.lock().unwrap_or_else(PoisonError::into_inner);
        let cluster = kept.upgrade().unwrap_or_else(|| Arc::new(Self::start()));
        *kept = Arc::downgrade(&cluster);
        cluster
    }

    /// Creates an empty database and returns its address.
    pub fn database(&self) -> String {
        let name = format!("office{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let made = self.tool("createdb").arg(&name).output().unwrap();
        assert!(made.status.success(), "createdb: {}", String::from_utf8_lossy(&made.stderr));
        self.address(&name)
    }

    /// The address of a database.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// One of PostgreSQL's own programs, told where the cluster is.
    pub fn tool(&self, name: &str) -> Command {
        tool(&self.account, &self.programs, self.folder.path(), self.port, name)
    }

    /// What the server wrote to its log.
    pub fn log(&self) -> String {
        self.server.printed()
    }
}

/// The folder of the newest PostgreSQL of Debian.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.max_by_key(|entry| entry.file_name().to_string_lossy().parse::<u32>().unwrap_or(0));
    let folder = newest.map_or_else(|| PathBuf::from("/usr/lib/postgresql"), |entry| entry.path());
    need(folder.join("bin/postgres"));
    folder.join("bin")
}

fn make_cluster(account: &Account, programs: &Path, folder: &Path) {
    let mut initdb = account.command(&programs.join("initdb"));
    initdb.args(["--no-sync", "--no-locale", "-E", "UTF8", "-A", "trust", "-U", USER, "-D"]).arg(folder.join("base"));
    let made = initdb.output().unwrap();
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
}

fn launch(account: &Account, programs: &Path, folder: &Path, port: u16, settings: &[&str]) -> Server {
    let base = folder.join("base");
    let mut arguments = vec!["-D".to_owned(), base.to_str().unwrap().to_owned()];
    let own = ["listen_addresses=127.0.0.1".to_owned(), format!("port={port}")];
    let sockets = [format!("unix_socket_directories={}", folder.display()), "max_connections=200".to_owned()];
    for setting in own.into_iter().chain(sockets).chain(settings.iter().map(|setting| (*setting).to_owned())) {
        arguments.extend(["-c".to_owned(), setting]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Server::start(account, StopBy::Int, folder.join("log"), &programs.join("postgres"), &arguments)
}

fn answers(server: &mut Server, account: &Account, programs: &Path, folder: &Path, port: u16) -> bool {
    let settled = until(PATIENCE, || {
        if server.has_ended() {
            return Some(false);
        }
        // By its socket in our own folder: nobody else's server answers there.
        let ready = tool(account, programs, folder, port, "pg_isready").output().unwrap();
        ready.status.success().then_some(true)
    });
    settled == Some(true)
}

fn tool(account: &Account, programs: &Path, folder: &Path, port: u16, name: &str) -> Command {
    let mut tool = account.command(&programs.join(name));
    tool.env("PGHOST", folder).env("PGPORT", port.to_string()).env("PGUSER", USER).env("PGDATABASE", "postgres");
    tool
}
