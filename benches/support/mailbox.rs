//! Mailboxes filled quickly. In: the mail world, a mailbox, how many mails. Out: the mails lie there, indexed.

use std::os::unix::fs::PermissionsExt as _;

use super::corpus::Corpus;
use crate::support::MailWorld;

/// Writes the mails straight into a Maildir, and lets Dovecot index them once before anybody measures.
/// Returns how many bytes they have.
pub fn fill(world: &MailWorld, user: &str, mails: usize) -> usize {
    let maildir = world.maildir(user);
    let account = world.account();
    account.folder(maildir.parent().unwrap().to_owned());
    for part in ["", "new", "cur", "tmp"] {
        account.folder(maildir.join(part));
    }
    let mut bytes = 0;
    for (number, mail) in Corpus::new(2026).take(mails).enumerate() {
        bytes += mail.len();
        let file = maildir.join(format!("new/{}.M{number}P1.sandbox", 1_763_251_200 + number));
        std::fs::write(&file, mail).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        account.own(&file);
    }
    let mut imap = world.open(user);
    imap.select("INBOX");
    assert_eq!(imap.command("UID FETCH 1:* (RFC822.SIZE)").len(), mails, "Dovecot does not show every mail");
    bytes
}

/// Takes our flag off every mail, so that each round has to set it again.
pub fn unflag(world: &MailWorld, user: &str) {
    let mut imap = world.open(user);
    imap.select("INBOX");
    imap.command("UID STORE 1:* -FLAGS.SILENT ($Penghubung)");
}
