//! mbsync of Debian's isync as a contender: one pull of an INBOX into a fresh Maildir.
//!
//! In: the mail world and a fresh folder. Out: the command. It does not parse, deduplicate or route anything.

use std::path::Path;
use std::process::Command;

use crate::support::MailWorld;
use crate::support::packages::need;

/// How careful mbsync is with the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// As it comes: two for each mail.
    Default,
    /// None at all.
    Off,
}

/// A pull of everything in `user`'s INBOX into `folder`.
pub fn pull(world: &MailWorld, user: &str, folder: &Path, fsync: Fsync) -> Command {
    let program = need("/usr/bin/mbsync");
    let near = folder.join("mail");
    std::fs::create_dir_all(&near).unwrap();
    let config = folder.join("mbsyncrc");
    let text = format!(
        "{fsync}IMAPAccount office\nHost localhost\nPort {port}\nUser {user}\nPass {password}\nSSLType IMAPS\n\
         CertificateFile {ca}\n\nIMAPStore far\nAccount office\n\nMaildirStore near\nPath {near}/\nInbox {near}/INBOX\n\n\
         Channel intake\nFar :far:\nNear :near:\nSync Pull\nCreate Near\nSyncState *\n",
        fsync = if fsync == Fsync::Off { "FSync no\n\n" } else { "" },
        port = world.imap_port(),
        password = world.password(user),
        ca = world.ca_file().display(),
        near = near.display(),
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::new(program);
    command.arg("-q").arg("-c").arg(config).arg("intake");
    command
}

/// How many mails a pull left in `folder`.
pub fn pulled(folder: &Path) -> usize {
    let inbox = folder.join("mail/INBOX");
    ["new", "cur"].iter().map(|part| std::fs::read_dir(inbox.join(part)).map_or(0, Iterator::count)).sum()
}
