//! A real Dovecot in a throw-away folder: TLS with its own CA, a Maildir, one user, any free port.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use connectors::imap::{ImapAccount, Limits, Security};
use tempfile::TempDir;

const DOVECOT: &str = "/usr/sbin/dovecot";

pub struct Dovecot {
    child: Child,
    pub port: u16,
    home: TempDir,
}

/// Without Dovecot on the machine these tests have nothing to say.
pub fn is_installed() -> bool {
    let installed = std::path::Path::new(DOVECOT).exists();
    if !installed {
        eprintln!("skipped: there is no {DOVECOT}");
    }
    installed
}

impl Dovecot {
    pub async fn start() -> Self {
        let home = tempfile::Builder::new().prefix("imap-uji").tempdir().unwrap();
        let path = home.path().to_owned();
        let owner = std::env::var("USER").ok().filter(|name| name != "root");
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        certificates(&path);
        for folder in ["cur", "new", "tmp", ".Selesai/cur", ".Selesai/new", ".Selesai/tmp"] {
            std::fs::create_dir_all(path.join("mail").join(folder)).unwrap();
        }
        std::fs::write(path.join("dovecot.conf"), config(&path.display().to_string(), port)).unwrap();
        if owner.is_none() {
            let give = Command::new("chown").args(["-R", "nobody:nogroup"]).arg(&path).status().unwrap();
            assert!(give.success());
        }
        let child = Command::new(DOVECOT)
            .arg("-F")
            .arg("-c")
            .arg(path.join("dovecot.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Self { child, port, home };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return started;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{}", std::fs::read_to_string(started.home.path().join("log")).unwrap_or_default());
    }

    /// Puts a mail into the inbox as a delivery would: first under another name.
    pub fn deliver(&self, name: &str, mail: &[u8]) {
        let (tmp, new) = (self.mail().join("tmp").join(name), self.mail().join("new").join(name));
        std::fs::write(&tmp, mail).unwrap();
        let _ = Command::new("chown").arg("nobody:nogroup").arg(&tmp).status();
        std::fs::rename(tmp, new).unwrap();
    }

    /// Many at once, without a process each.
    pub fn deliver_many(&self, mails: impl IntoIterator<Item = Vec<u8>>) {
        for (n, mail) in mails.into_iter().enumerate() {
            std::fs::write(self.mail().join("new").join(format!("{n:06}.uji")), mail).unwrap();
        }
        let _ = Command::new("chown").args(["-R", "nobody:nogroup"]).arg(self.mail()).status();
    }

    pub fn names_in(&self, folder: &str) -> Vec<String> {
        let list = |sub: &str| std::fs::read_dir(self.mail().join(folder).join(sub)).unwrap();
        list("cur").chain(list("new")).map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    pub fn keywords(&self) -> String {
        std::fs::read_to_string(self.mail().join("dovecot-keywords")).unwrap_or_default()
    }

    fn mail(&self) -> PathBuf {
        self.home.path().join("mail")
    }

    pub fn account(&self) -> ImapAccount {
        let ca = self.home.path().join("ca.pem");
        ImapAccount {
            host: "localhost".into(),
            security: Security::ImplicitTls(connectors::tls::client_config(Some(&ca), true).unwrap()),
            limits: Limits::default(),
            ..crate::account(self.port)
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // The master ends its own children on TERM.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

fn certificates(path: &std::path::Path) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_cert = ca.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let cert = server.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
    std::fs::write(path.join("ca.pem"), ca_cert.pem()).unwrap();
    std::fs::write(path.join("cert.pem"), cert.pem()).unwrap();
    std::fs::write(path.join("key.pem"), key.serialize_pem()).unwrap();
}

fn config(home: &str, port: u16) -> String {
    let me = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
    let me = me.trim();
    let (user, group) = if me == "root" { ("nobody", "nogroup") } else { (me, me) };
    let mut text = format!(
        "base_dir = {home}/run\nstate_dir = {home}/run\nlog_path = {home}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
         ssl = required\nssl_cert = <{home}/cert.pem\nssl_key = <{home}/key.pem\n\
         default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}\n\
         mail_location = maildir:{home}/mail\nmail_uid = {user}\nmail_gid = {group}\nfirst_valid_uid = 0\n\
         first_valid_gid = 0\nmail_max_userip_connections = 2000\nauth_mechanisms = plain login\nmaildir_very_dirty_syncs = yes\n\
         passdb {{\n driver = static\n args = password=rahasia\n}}\n\
         userdb {{\n driver = static\n args = uid={user} gid={group} home={home}\n}}\n\
         service imap-login {{\n chroot =\n service_count = 0\n client_limit = 2000\n process_min_avail = 1\n\
         inet_listener imap {{\n port = 0\n }}\n inet_listener imaps {{\n port = {port}\n ssl = yes\n }}\n}}\n\
         service imap {{\n process_limit = 1200\n}}\n"
    );
    for service in ["anvil", "stats"] {
        let _ = writeln!(text, "service {service} {{\n chroot =\n}}");
    }
    text
}
