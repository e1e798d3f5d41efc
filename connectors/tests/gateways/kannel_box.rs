//! A real Kannel (bearerbox and smsbox) with its own fake SMSC, in a throw-away folder.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use connectors::sms::Manner;
use connectors::sms::kannel::Smsbox;
use reqwest::Url;
use tempfile::TempDir;

use crate::process::{Process, are_installed, free_port};

const BEARERBOX: &str = "/usr/sbin/bearerbox";
const SMSBOX: &str = "/usr/sbin/smsbox";
const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";

pub struct Kannel {
    // In the order in which they are ended.
    smsc: Option<(Child, ChildStdin)>,
    _smsbox: Process,
    _bearerbox: Process,
    smsc_port: u16,
    send_port: u16,
    home: TempDir,
}

pub fn is_installed() -> bool {
    are_installed(&[BEARERBOX, SMSBOX, FAKESMSC])
}

impl Kannel {
    /// `texts_to`: the address of our listener with its secret, to which Kannel adds what came.
    pub async fn start(texts_to: &str) -> Self {
        let home = tempfile::Builder::new().prefix("kannel-uji").tempdir().unwrap();
        let ports = [free_port(), free_port(), free_port(), free_port()];
        let config = home.path().join("kannel.conf");
        std::fs::write(&config, configuration(ports, texts_to)).unwrap();
        let log = home.path().join("log");
        let config = config.to_str().unwrap();
        let bearerbox = Process::start(BEARERBOX, &[config], &log, None);
        reachable(ports[1]).await;
        let smsbox = Process::start(SMSBOX, &[config], &log, None);
        reachable(ports[3]).await;
        Self { smsc: None, _smsbox: smsbox, _bearerbox: bearerbox, smsc_port: ports[2], send_port: ports[3], home }
    }

    /// The SMSC comes up, and sends these texts (`sender receiver type text`), one each tenth of a second.
    pub fn connect_smsc(&mut self, texts: &[&str]) {
        let out = std::fs::File::create(self.smsc_log()).unwrap();
        let mut smsc = Command::new(FAKESMSC)
            .args(["-H", "127.0.0.1", "-r", &self.smsc_port.to_string(), "-i", "0.1", "-m", &texts.len().to_string()])
            .args(texts)
            .stdin(Stdio::piped())
            .stderr(out.try_clone().unwrap())
            .stdout(out)
            .spawn()
            .unwrap();
        let lifeline = smsc.stdin.take().unwrap();
        self.smsc = Some((smsc, lifeline));
    }

    /// What the SMSC received, as it prints it.
    pub fn at_smsc(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.smsc_log()).unwrap_or_default();
        log.lines().filter_map(|line| line.split_once("Got message ")).map(|(_, got)| got.to_owned()).collect()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    pub fn smsbox(&self, reports_to: Option<Url>) -> Smsbox {
        Smsbox {
            name: "kannel".into(),
            url: format!("http://127.0.0.1:{}/cgi-bin/sendsms", self.send_port).parse().unwrap(),
            user: "uji".into(),
            password: "rahasia".to_owned().into(),
            from: None,
            reports_to,
            manner: Manner::default(),
            limit: std::time::Duration::from_secs(20),
        }
    }

    fn smsc_log(&self) -> PathBuf {
        self.home.path().join("smsc.log")
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        if let Some((mut smsc, mut lifeline)) = self.smsc.take() {
            let _ = lifeline.flush();
            let _ = smsc.kill();
            let _ = smsc.wait();
        }
    }
}

async fn reachable(port: u16) {
    for _ in 0..400 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody listens at {port}");
}

fn configuration(ports: [u16; 4], texts_to: &str) -> String {
    let [admin, boxes, smsc, send] = ports;
    format!(
        "group = core\nadmin-port = {admin}\nadmin-password = uji\nsmsbox-port = {boxes}\nbox-deny-ip = \"*.*.*.*\"\n\
         box-allow-ip = \"127.0.0.1\"\nlog-level = 2\ndlr-storage = internal\n\n\
         group = smsc\nsmsc = fake\nsmsc-id = uji\nhost = 127.0.0.1\nport = {smsc}\nconnect-allow-ip = 127.0.0.1\n\n\
         group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {send}\nglobal-sender = 8181\nlog-level = 2\n\
         http-request-retry = 20\nhttp-queue-delay = 1\n\n\
         group = sendsms-user\nusername = uji\npassword = rahasia\nconcatenation = true\nmax-messages = 10\n\n\
         group = sms-service\nkeyword = default\ncatch-all = yes\nmax-messages = 0\nconcatenation = true\n\
         get-url = \"{texts_to}&from=%p&to=%P&text=%b&time=%T&id=%I&charset=%C\"\n"
    )
}
