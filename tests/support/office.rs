//! A configured office on top of a mail world: its folder with the shipped configuration, a main file that fits the
//! world, an initialised database.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::MailWorld;

/// The shipped configuration.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");

/// A mailbox of an office, as the test wants it.
pub struct Kotak {
    pub address: &'static str,
    pub office: &'static str,
    pub unit: Option<&'static str>,
}

/// An office in a folder.
pub struct OfficeFolder {
    folder: tempfile::TempDir,
}

impl OfficeFolder {
    /// Writes a configuration for these mailboxes of a world. `extra` goes to the end of the main file.
    pub fn new(world: &MailWorld, boxes: &[Kotak], mode: &str, extra: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir(path.join("secrets")).unwrap();
        let mut offices: Vec<&str> = boxes.iter().map(|b| b.office).collect();
        offices.sort_unstable();
        offices.dedup();
        let mut text = format!(
            "offices = {offices:?}\noffices_dir = \"{SHIPPED}/offices\"\nletters_dir = \"{SHIPPED}/letters\"\n\
             holidays_dir = \"{SHIPPED}/holidays\"\nlexicon_dir = \"{SHIPPED}/lexicon\"\n\n\
             [installation]\nid = \"uji-1\"\nmode = \"{mode}\"\n\n\
             [database]\nurl = \"sqlite://{db}\"\n\n\
             [log]\norigin = \"uji.example/penghubung/log1\"\nkey_file = \"log.key\"\nexport_dir = \"export\"\n\n\
             [letters]\nown_domain = \"dinkes.example\"\nprose_answers = \"send\"\n\n[alarm]\nto = [\"admin@dinkes.example\"]\n",
            db = path.join("penghubung.db").display(),
        );
        for (n, b) in boxes.iter().enumerate() {
            let secret = path.join(format!("secrets/{n}"));
            fs::write(&secret, world.password(b.address)).unwrap();
            fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
            let unit = b.unit.map_or(String::new(), |u| format!("unit = \"{u}\"\n"));
            write!(
                text,
                "\n[[mailbox]]\nname = \"kotak{n}\"\noffice = \"{}\"\n{unit}host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\n\
                 password_file = \"secrets/{n}\"\nca_file = \"{}\"\nca_only = true\nsettle = \"flag:$Penghubung\"\n\
                 schedule = \"2s\"\nanswer_mail_since = \"2020-01-01\"\n",
                b.office,
                world.imap_port(),
                b.address,
                world.ca_file().display(),
            )
            .unwrap();
        }
        let senders: Vec<String> = offices
            .iter()
            .map(|o| {
                let from = boxes.iter().find(|b| b.office == *o).unwrap().address;
                format!("{o} = \"{from}\"")
            })
            .collect();
        write!(
            text,
            "\n[[relay]]\nname = \"relai\"\nsender = \"{}\"\nsenders = {{ {} }}\nhost = \"127.0.0.1\"\nport = {}\n\
             security = \"plain-loopback\"\nhello_name = \"dinkes.example\"\nrate = \"6000/min\"\nconnections = 4\n{extra}",
            boxes[0].address,
            senders.join(", "),
            world.smtp_port(),
        )
        .unwrap();
        fs::write(path.join("penghubung.toml"), text).unwrap();
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The main file.
    pub fn main_file(&self) -> PathBuf {
        self.path().join("penghubung.toml")
    }
}
