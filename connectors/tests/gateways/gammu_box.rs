//! A real Gammu SMSD on its dummy phone, in a throw-away folder: a file put into the phone's inbox arrives as an SMS.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use connectors::sms::gammu::Database;
use tempfile::TempDir;

use crate::postgres_box::Postgres;
use crate::process::{Process, are_installed};

const SMSD: &str = "/usr/bin/gammu-smsd";
/// Its own schema files, version 17.
const SCHEMA_SQLITE: &str = "/usr/share/doc/gammu-smsd/examples/sqlite.sql";
const SCHEMA_POSTGRES: &str = "/usr/share/doc/gammu-smsd/examples/pgsql.sql";

/// Where SMSD keeps its things.
pub enum Keep {
    Sqlite,
    Postgres(Postgres),
    Folders,
}

pub struct Smsd {
    process: Option<Process>,
    home: TempDir,
    keep: Keep,
    next: std::cell::Cell<u32>,
}

pub fn is_installed() -> bool {
    are_installed(&[SMSD, SCHEMA_SQLITE, SCHEMA_POSTGRES])
}

impl Smsd {
    pub fn start(keep: Keep) -> Self {
        let home = tempfile::Builder::new().prefix("smsd-uji").tempdir().unwrap();
        let smsd = Self { process: None, home, keep, next: 1.into() };
        for folder in ["phone/sms/1", "inbox", "outbox", "sent", "error", "done"] {
            std::fs::create_dir_all(smsd.path(folder)).unwrap();
        }
        smsd.make_database();
        std::fs::write(smsd.path("smsdrc"), smsd.config()).unwrap();
        smsd
    }

    fn make_database(&self) {
        match &self.keep {
            Keep::Sqlite => make_sqlite(&self.path("smsd.db"), &std::fs::read_to_string(SCHEMA_SQLITE).unwrap()),
            Keep::Postgres(postgres) => {
                // The language is there since PostgreSQL 9.
                let schema = std::fs::read_to_string(SCHEMA_POSTGRES).unwrap();
                postgres.run(&schema.replace("CREATE LANGUAGE plpgsql;", ""));
            }
            Keep::Folders => {}
        }
    }

    /// Puts an empty database in the place of the one that is there.
    pub fn make_anew(&self) {
        match &self.keep {
            Keep::Sqlite => std::fs::remove_file(self.path("smsd.db")).unwrap(),
            Keep::Postgres(postgres) => postgres.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public"),
            Keep::Folders => panic!("SMSD keeps folders here"),
        }
        self.make_database();
    }

    /// Ends the daemon.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Lets the daemon run.
    pub fn run(&mut self) {
        let config = self.path("smsdrc");
        self.process = Some(Process::start(SMSD, &["-c", config.to_str().unwrap()], &self.path("log"), None));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    fn config(&self) -> String {
        let home = self.home.path().display();
        let service = match &self.keep {
            Keep::Sqlite => format!("service = sql\ndriver = sqlite3\ndbdir = {home}\ndatabase = smsd.db\n"),
            Keep::Postgres(postgres) => format!(
                "service = sql\ndriver = native_pgsql\nhost = 127.0.0.1:{}\nuser = {}\ndatabase = {}\n",
                postgres.port,
                Postgres::USER,
                Postgres::DATABASE,
            ),
            Keep::Folders => format!(
                "service = files\ninboxpath = {home}/inbox/\noutboxpath = {home}/outbox/\nsentsmspath = {home}/sent/\n\
                 errorsmspath = {home}/error/\ninboxformat = unicode\n"
            ),
        };
        format!(
            "[gammu]\nmodel = dummy\nconnection = none\nport = {home}/phone\ngammuloc = /dev/null\n[smsd]\n{service}\
             logfile = stderr\ndebuglevel = 1\nloopsleep = 1\ncommtimeout = 1\nsendtimeout = 5\nreceivefrequency = 1\n\
             statusfrequency = 1\nchecksecurity = 0\ncheckbattery = 0\nmultiparttimeout = 3\nphoneid = modem1\n"
        )
    }

    /// How our connector is told of it.
    pub fn database(&self) -> Database {
        let url = match &self.keep {
            Keep::Sqlite => format!("sqlite://{}", self.path("smsd.db").display()),
            Keep::Postgres(postgres) => postgres.url(),
            Keep::Folders => panic!("SMSD keeps folders here"),
        };
        Database {
            parts_wait: Duration::from_secs(600),
            look_every: Duration::from_millis(100),
            ..Database::new("modem", url, chrono_tz::Asia::Makassar)
        }
    }

    /// Puts an SMS into the phone. `header`: user data header in hex, for a part.
    pub fn arrives(&self, from: &str, text: &str, header: &str) {
        self.put(&backup(from, text, header, "20261127T083000"));
    }

    /// The same at another time.
    pub fn arrives_at(&self, from: &str, text: &str, at: &str) {
        self.put(&backup(from, text, "", at));
    }

    fn put(&self, sms: &str) {
        let at = self.next.replace(self.next.get() + 1);
        let to = self.path("phone/sms/1").join(at.to_string());
        // Written elsewhere first: SMSD must not see half a file.
        let half = self.path("half");
        std::fs::write(&half, sms).unwrap();
        std::fs::rename(half, to).unwrap();
    }

    /// Runs SQL in its database, SQLite only.
    pub fn sqlite(&self, statement: &str) -> String {
        sqlite(&self.path("smsd.db"), statement)
    }
}

/// Gammu's own backup format, as its dummy phone reads it.
fn backup(from: &str, text: &str, header: &str, at: &str) -> String {
    let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let coding = if text.is_ascii() { "Default" } else { "Unicode" };
    let mut out = format!(
        "[SMSBackup000]\nPDU = Deliver\nSMSC = \"+6281100000\"\nDateTime = {at}\nState = UnRead\n\
         Number = \"{from}\"\nName = \"\"\n"
    );
    if !header.is_empty() {
        let _ = writeln!(out, "UDH = {header}");
    }
    for (at, line) in hex.as_bytes().chunks(200).enumerate() {
        let _ = writeln!(out, "Text{at:02} = {}", std::str::from_utf8(line).unwrap());
    }
    let length = text.encode_utf16().count();
    let _ = writeln!(out, "Coding = {coding}\nFolder = 1\nLength = {length}\nClass = -1");
    out
}

pub fn make_sqlite(path: &Path, schema: &str) {
    sqlite(path, schema);
}

/// By Python's own SQLite: no more programs are needed.
pub fn sqlite(path: &Path, statement: &str) -> String {
    let script = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=20)\ns=sys.stdin.read()\n\
                  r=c.execute(s).fetchall() if s.lstrip().upper().startswith('SELECT') else c.executescript(s)\n\
                  c.commit()\nprint('\\n'.join('|'.join(map(str,x)) for x in r) if isinstance(r,list) else '')";
    let mut python = Command::new("python3")
        .args(["-c", script])
        .arg(path)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), statement.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{statement}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
