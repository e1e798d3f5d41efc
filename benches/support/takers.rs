//! Servers that take letters and throw them away: what an office's relay is to whoever sends.
//!
//! In: nothing, or a program. Out: a name and a port. Postfix's own `smtp-sink` keeps nothing; Exim writes each letter
//! to its spool and makes it safe before its 250, as every real relay does, and then gives it to nobody.

use std::net::TcpStream;
use std::path::Path;

use tempfile::TempDir;

use crate::support::packages::need;
use crate::support::server::{Account, Server, StopBy, fill_in, free_ports};
use crate::support::wait::{PATIENCE, until};

const EXIM: &str = include_str!("exim.conf");

/// Where `make bench-tools` unpacks Postfix, in the folder of what was built.
const POSTFIX: &str = "postfix";

/// A server that takes everything.
#[derive(Debug)]
pub struct Taker {
    pub name: &'static str,
    pub port: u16,
    _running: Option<(Server, TempDir)>,
}

impl Taker {
    /// One that somebody else runs.
    pub fn at(name: &'static str, port: u16) -> Self {
        Self { name, port, _running: None }
    }

    /// `smtp-sink` of Postfix; `None` where it was not unpacked.
    pub fn postfix() -> Option<Self> {
        let built = Path::new(env!("CARGO_BIN_EXE_penghubung")).parent().and_then(Path::parent).unwrap();
        let postfix = built.join(POSTFIX);
        let program = postfix.join("usr/sbin/smtp-sink");
        if !program.exists() {
            return None;
        }
        let libraries = format!("LD_LIBRARY_PATH={}", postfix.join("usr/lib/postfix").display());
        let folder = tempfile::tempdir().unwrap();
        let [port] = free_ports();
        let address = format!("127.0.0.1:{port}");
        // Without -c it prints nothing; 100 is its queue of connections.
        let arguments = [libraries.as_str(), program.to_str().unwrap(), address.as_str(), "100"];
        let log = folder.path().join("log");
        let server = Server::start(&Account::ordinary(), StopBy::Term, log, Path::new("/usr/bin/env"), &arguments);
        Some(Self::once_up("Postfix smtp-sink", port, server, folder))
    }

    /// Exim with a router that gives every letter to nobody.
    pub fn exim() -> Self {
        let program = need("/usr/sbin/exim4");
        let account = Account::ordinary();
        let folder = tempfile::tempdir().unwrap();
        account.own(folder.path());
        let spool = account.folder(folder.path().join("spool"));
        account.folder(spool.join("log"));
        let [port] = free_ports();
        let config = folder.path().join("exim.conf");
        let words = [
            ("DIR", spool.to_str().unwrap()),
            ("USER", account.user.as_str()),
            ("GROUP", account.group.as_str()),
            ("PORT", &port.to_string()),
        ];
        account.file(&config, &fill_in(EXIM, &words));
        let log = folder.path().join("log");
        let server = Server::start(&account, StopBy::Term, log, &program, &["-bdf", "-C", config.to_str().unwrap()]);
        Self::once_up("Exim, spooled and discarded", port, server, folder)
    }

    fn once_up(name: &'static str, port: u16, server: Server, folder: TempDir) -> Self {
        let up = until(PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(up.is_some(), "{name} does not start: {}", server.printed());
        Self { name, port, _running: Some((server, folder)) }
    }
}
