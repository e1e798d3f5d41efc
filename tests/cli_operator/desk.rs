//! A configured office with a database, and the program as an operator calls it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use penghubung::clock::{Clock as _, SystemClock};
use penghubung::store::Store;
use serde_json::Value;
use tempfile::TempDir;

use crate::bench::{Bench, Home};
use crate::support::PgCluster;

const EXAMPLE: &str = include_str!("../../config/penghubung.toml");

/// What a command did.
#[derive(Debug)]
pub struct Did {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Did {
    /// Every line as JSON.
    pub fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self:?}"))).collect()
    }
}

/// An office at work.
pub struct Desk {
    pub bench: Bench,
    pub dir: PathBuf,
    /// The folder of the configuration, where the database does not lie in it.
    _files: Option<TempDir>,
}

impl Desk {
    /// With the database and key that `init` made, and a mailbox that was read just now.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().to_owned();
        let url = format!("sqlite://{}", dir.join("antrean.db").display());
        configure(&folder, &url);
        Self::begun(url, Home::Folder(folder), dir, None).await
    }

    /// The same on PostgreSQL.
    pub async fn on_postgres() -> Self {
        let (folder, cluster) = (tempfile::tempdir().unwrap(), PgCluster::shared());
        let (dir, url) = (folder.path().to_owned(), cluster.database());
        configure(&folder, &url);
        Self::begun(url, Home::Cluster(cluster), dir, Some(folder)).await
    }

    async fn begun(url: String, home: Home, dir: PathBuf, files: Option<TempDir>) -> Self {
        let made = call(&dir, ["init"]);
        assert_eq!(made.code, 0, "{made:?}");
        let store = Store::open(&url).await.unwrap();
        let desk = Self { bench: Bench { store, url, home }, dir, _files: files };
        desk.read_mailbox().await;
        desk
    }

    async fn read_mailbox(&self) {
        let mut tx = self.bench.store.write(SystemClock.now()).await.unwrap();
        tx.meet_source("pengaduan").await.unwrap();
        tx.source_completed("pengaduan").await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Runs the program.
    pub fn run<const N: usize>(&self, arguments: [&str; N]) -> Did {
        call(&self.dir, arguments)
    }

    /// A path in the desk's folder, as an argument.
    pub fn path(&self, name: &str) -> String {
        self.dir.join(name).display().to_string()
    }

    /// Works on from a copy of the database, as pg_restore makes one, in another database of the cluster.
    pub async fn move_to_a_copy(&self) {
        let Home::Cluster(cluster) = &self.bench.home else { panic!("only a database on PostgreSQL is moved so") };
        self.bench.store.close().await;
        let file = self.dir.join("penghubung.toml");
        let main = fs::read_to_string(&file).unwrap();
        let begins = cluster.address("");
        let at = main.find(&begins).unwrap() + begins.len();
        let name: String = main[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let copy = format!("{name}_salinan");
        let made = cluster.tool("createdb").args(["-T", &name, &copy]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        fs::write(&file, main.replace(&format!("{begins}{name}"), &cluster.address(&copy))).unwrap();
    }

    /// Words of the log's events with who did them, without the first line of `init`.
    pub async fn deeds(&self) -> Vec<(String, String)> {
        let word = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
        self.bench.lines().await.iter().skip(1).map(|line| (word(line, "ev"), word(line, "aktor"))).collect()
    }
}

/// The program with its arguments, not started yet.
pub fn command<const N: usize>(dir: &Path, arguments: [&str; N]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_penghubung"));
    command.arg("--config").arg(dir.join("penghubung.toml")).args(arguments.map(OsStr::new));
    command.env_remove("SUDO_USER").env("USER", "petugas-uji");
    command
}

fn call<const N: usize>(dir: &Path, arguments: [&str; N]) -> Did {
    let done = command(dir, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Did { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

/// The shipped example, live, with its files in a folder of its own.
fn configure(folder: &TempDir, database: &str) {
    let dir = folder.path();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut main = EXAMPLE
        .replace("mode = \"hold\"", "mode = \"live\"")
        .replace("sqlite:///var/lib/penghubung/penghubung.db", database);
    for what in ["offices", "letters", "holidays", "lexicon"] {
        set(&mut main, &format!("{what}_dir"), &shipped.join(what));
    }
    set(&mut main, "key_file", &dir.join("kunci"));
    fs::write(dir.join("penghubung.toml"), main).unwrap();
    fs::create_dir(dir.join("secrets")).unwrap();
    fs::write(dir.join("secrets/pengaduan"), "rahasia\n").unwrap();
    fs::set_permissions(dir.join("secrets/pengaduan"), fs::Permissions::from_mode(0o600)).unwrap();
}

/// Switches a commented key on, with a path.
fn set(main: &mut String, key: &str, path: &Path) {
    let start = main.find(&format!("#{key}")).unwrap_or_else(|| panic!("the example has no {key}"));
    let end = start + main[start..].find('\n').unwrap();
    main.replace_range(start..end, &format!("{key} = {:?}", path.display().to_string()));
}
