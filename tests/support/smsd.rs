//! A real Gammu SMSD on its dummy phone, with its SQLite database: what is put into the phone arrives as an SMS, what
//! SMSD has sent can be read.
//!
//! In: texts of citizens. Out: the address of the database, and what was sent to whom. It does not know the daemon.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use super::packages::need;
use super::server::{Account, Server, StopBy};

/// SMSD's own schema, version 17.
const SCHEMA: &str = "/usr/share/doc/gammu-smsd/examples/sqlite.sql";

/// A modem that is none.
pub struct Smsd {
    // Dropped before the folder it writes to.
    server: Server,
    folder: TempDir,
    texts: AtomicU32,
}

impl Smsd {
    /// Makes the database and starts the daemon.
    pub fn start() -> Self {
        let program = need("/usr/bin/gammu-smsd");
        let folder = tempfile::Builder::new().prefix("penghubung-smsd-").tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir_all(path.join("phone/sms/1")).unwrap();
        sql(&path.join("smsd.db"), &std::fs::read_to_string(need(SCHEMA)).unwrap());
        let home = path.display();
        let config = format!(
            "[gammu]\nmodel = dummy\nconnection = none\nport = {home}/phone\ngammuloc = /dev/null\n[smsd]\n\
             service = sql\ndriver = sqlite3\ndbdir = {home}\ndatabase = smsd.db\nlogfile = stderr\ndebuglevel = 1\n\
             loopsleep = 1\ncommtimeout = 1\nsendtimeout = 5\nreceivefrequency = 1\nstatusfrequency = 1\n\
             checksecurity = 0\ncheckbattery = 0\nmultiparttimeout = 3\nphoneid = modem1\n"
        );
        let file = path.join("smsdrc");
        std::fs::write(&file, config).unwrap();
        // As ourselves: our own program writes to the same database.
        let account = Account::ourselves();
        let arguments = ["-c", file.to_str().unwrap()];
        let server = Server::start(&account, StopBy::Term, path.join("log"), &program, &arguments);
        Self { server, folder, texts: AtomicU32::new(0) }
    }

    /// As `database` of an `[[sms]]` section.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.path().display())
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("smsd.db")
    }

    /// A citizen writes: one SMS in Gammu's own backup format, as its dummy phone reads it.
    pub fn arrives(&self, from: &str, text: &str) {
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let lines: Vec<String> = (0..)
            .zip(hex.as_bytes().chunks(200))
            .map(|(n, line)| format!("Text{n:02} = {}", std::str::from_utf8(line).unwrap()))
            .collect();
        let backup = format!(
            "[SMSBackup000]\nPDU = Deliver\nSMSC = \"+6281100000\"\nDateTime = 20261120T093000\nState = UnRead\n\
             Number = \"{from}\"\nName = \"\"\n{}\nCoding = {}\nFolder = 1\nLength = {}\nClass = -1\n",
            lines.join("\n"),
            if text.is_ascii() { "Default" } else { "Unicode" },
            text.encode_utf16().count(),
        );
        // Written elsewhere first: SMSD must not see half a file.
        let half = self.folder.path().join("half");
        std::fs::write(&half, backup).unwrap();
        let place = 1 + self.texts.fetch_add(1, Ordering::Relaxed) % 200;
        std::fs::rename(half, self.folder.path().join(format!("phone/sms/1/{place}"))).unwrap();
    }

    /// What SMSD has sent: number and whole text, in order. One of several parts is not sent before its last one.
    pub fn sent(&self) -> Vec<(String, String)> {
        let rows = sql(
            &self.path(),
            "SELECT DestinationNumber, group_concat(TextDecoded, '') FROM (SELECT * FROM sentitems WHERE ID NOT IN (SELECT ID FROM outbox) \
             ORDER BY ID, SequencePosition) GROUP BY ID, DestinationNumber ORDER BY ID",
        );
        let parts = rows.lines().filter_map(|line| line.split_once('|'));
        parts.map(|(number, text)| (number.to_owned(), text.replace("\\n", "\n"))).collect()
    }

    /// Runs a statement in SMSD's database, as the network would have it done.
    pub fn sql(&self, statement: &str) -> String {
        sql(&self.path(), statement)
    }

    /// What the daemon printed.
    pub fn log(&self) -> String {
        self.server.printed()
    }
}

/// By Python's own SQLite: no more programs are needed.
fn sql(path: &Path, statement: &str) -> String {
    let script = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=20)\ns=sys.stdin.read()\n\
                  r=c.execute(s).fetchall() if s.lstrip().upper().startswith('SELECT') else c.executescript(s)\n\
                  c.commit()\nprint('\\n'.join('|'.join(str(v).replace(chr(10),chr(92)+'n') for v in x) for x in r) \
                  if isinstance(r,list) else '')";
    let mut python = Command::new(need("/usr/bin/python3"))
        .args(["-c", script])
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), statement.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{statement}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
