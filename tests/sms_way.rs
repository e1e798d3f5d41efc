//! A citizen's SMS, an officer's mail, and the answer by SMS: through a real Gammu SMSD and real mail servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use penghubung::clock::ManualClock;
use penghubung::config::{Config, Secrets, diagnostics};
use penghubung::daemon::{Daemon, init};
use support::MailWorld;
use support::office::{Kotak, OfficeFolder};
use support::smsd::Smsd;
use support::wait::{PATIENCE, until};

const INTAKE: &str = "pengaduan@dinkes-batang.example";
const PUSKESMAS: &str = "pkm.bandar1@batang.example";
const DESK: &str = "sekretariat@dinkes-batang.example";
const CITIZEN: &str = "+6281234567890";

/// A Friday morning in office hours.
fn morning() -> DateTime<Utc> {
    "2026-11-20T02:41:00Z".parse().unwrap()
}

struct World {
    world: MailWorld,
    smsd: Smsd,
    office: OfficeFolder,
    clock: Arc<ManualClock>,
}

impl World {
    async fn start(extra: &str) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let world = MailWorld::start(&[INTAKE, PUSKESMAS, DESK, "siti@warga.example", "admin@dinkes.example"]);
        let smsd = Smsd::start();
        let section = format!(
            "\n[[sms]]\nname = \"modem\"\noffice = \"batang\"\ngateway = \"gammu\"\ndatabase = \"{}\"\n\
             answer_since = \"2020-01-01\"\nrate = \"6000/min\"\n{extra}",
            smsd.database()
        );
        let office =
            OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", &section);
        let clock = Arc::new(ManualClock::at(morning()));
        init::init(&load(&office, Secrets::NotNeeded), &*clock).await.unwrap();
        Self { world, smsd, office, clock }
    }

    async fn once(&self) {
        let config = load(&self.office, Secrets::Needed);
        let daemon = Daemon::prepare(config, self.clock.clone()).await.unwrap();
        let summary = daemon.run_once().await.unwrap();
        assert!(summary.faults.is_empty(), "{summary:?}");
    }

    /// The citizen's text is in SMSD's database, then the daemon passes.
    async fn hears(&self, text: &str) {
        let before = self.inbox();
        self.smsd.arrives(CITIZEN, text);
        until(PATIENCE, || (self.inbox() > before).then_some(())).unwrap_or_else(|| panic!("{}", self.smsd.log()));
        self.once().await;
    }

    fn inbox(&self) -> usize {
        self.smsd.sql("SELECT count(*) FROM inbox").parse().unwrap()
    }

    /// Waits until SMSD has sent so many texts.
    fn sent(&self, count: usize) -> Vec<String> {
        let all = until(PATIENCE, || Some(self.smsd.sent()).filter(|sent| sent.len() >= count));
        let all = all.unwrap_or_else(|| panic!("{:?}\n{}", self.smsd.sent(), self.smsd.log()));
        assert_eq!(all.len(), count, "{all:?}");
        all.into_iter().map(|(_, text)| text).collect()
    }

    async fn officer_answers(&self, letter: &[u8], text: &str) {
        let already = self.world.mailbox(INTAKE).len();
        let reply_to = header(letter, "Reply-To").unwrap();
        let reply = mail(PUSKESMAS, &reply_to, text, &header(letter, "Message-ID").unwrap());
        self.world.deliver(PUSKESMAS, INTAKE, &reply);
        self.world.wait_for(INTAKE, PATIENCE, |mails| mails.len() > already);
        self.once().await;
    }
}

fn load(office: &OfficeFolder, want: Secrets) -> Config {
    Config::load(&office.main_file(), want)
        .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)))
}

fn mail(from: &str, to: &str, body: &str, answers: &str) -> Vec<u8> {
    let id: u64 = rand::random();
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: Re: tindak lanjut\r\nMessage-ID: <{id:x}@batang.example>\r\n\
         In-Reply-To: {answers}\r\nDate: Fri, 20 Nov 2026 09:41:00 +0700\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

fn header(mail: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(mail);
    let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
}

fn decoded(mail: &[u8]) -> String {
    connectors::mime::read(mail).text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_citizens_sms_is_answered_by_sms() {
    let world = World::start("").await;
    world.hears("BATANG antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka").await;
    let letters = world.world.wait_for(PUSKESMAS, PATIENCE, |mails| mails.len() == 1);
    let disposisi = decoded(&letters[0]);
    assert!(disposisi.contains("loket hanya satu") && !disposisi.contains("BATANG antre"), "{disposisi}");
    assert!(!disposisi.contains("81234567890"), "the number is nobody's business: {disposisi}");
    let receipt = world.sent(1).remove(0);
    assert!(receipt.contains("BTG-26-0001") && receipt.chars().count() <= 160, "{receipt}");

    // He goes on writing: that is the same matter, and no second receipt.
    world.hears("sampai sekarang masih antre").await;
    let letters = world.world.wait_for(PUSKESMAS, PATIENCE, |mails| mails.len() == 2);
    assert!(decoded(&letters[1]).contains("sampai sekarang masih antre"));
    world.sent(1);

    let long = "JAWAB: Mulai Senin loket “pendaftaran” kami buka tiga – nomor antrean dapat diambil sejak pukul 06.30.";
    world.officer_answers(&letters[0], long).await;
    let answer = world.sent(2).remove(1);
    assert!(answer.contains("No BTG-26-0001: Mulai Senin loket \"pendaftaran\" kami buka tiga - nomor"), "{answer}");
    assert!(answer.ends_with("Puas? Balas PUAS/TIDAK + No."), "{answer}");

    world.hears("TIDAK, masih satu loket").await;
    let told = |mails: &[Vec<u8>]| mails.iter().skip(2).any(|mail| decoded(mail).contains("masih satu loket"));
    world.world.wait_for(PUSKESMAS, PATIENCE, told);
    assert_eq!(world.smsd.sql("SELECT count(*) FROM inbox WHERE Processed = 'true'"), "3");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_night_a_telephone_is_left_alone_unless_somebody_is_in_danger() {
    let world = World::start("").await;
    world.clock.set("2026-11-20T15:30:00Z".parse().unwrap());
    world.hears("Obat amlodipin di Puskesmas Bandar I habis sejak Senin").await;
    world.world.wait_for(PUSKESMAS, PATIENCE, |mails| mails.len() == 1);
    world.sent(0);
    world.clock.set("2026-11-21T01:00:01Z".parse().unwrap());
    world.once().await;
    world.sent(1);
    world.clock.set("2026-11-21T15:30:00Z".parse().unwrap());
    world.smsd.arrives("+6285712345678", "tolong ibu saya kejang tidak sadar di rumah sekarang");
    until(PATIENCE, || (world.inbox() == 2).then_some(()));
    world.once().await;
    let urgent = world.sent(2).remove(1);
    assert!(urgent.contains("119"), "{urgent}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_and_status_tell_of_the_modem() {
    let world = World::start("price = 350.0\n").await;
    let said = |arguments: &[&str]| {
        let output = support::daemon::command(&world.office.main_file()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, text) = said(&["check", "--online"]);
    assert!(text.contains("telephone modem: modem1 baru diamati, sinyal 42%"), "{code:?} {text}");
    world.once().await;
    let (_, text) = said(&["status"]);
    assert!(text.contains("modem (keadaan)") && text.contains("modem1"), "{text}");
    let (_, text) = said(&["status", "--json"]);
    assert!(text.contains("sinyal 42%"), "{text}");
}

/// One request to a path of the daemon's listener; the status of the answer.
fn push(port: u16, path: &str, body: &str) -> u16 {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return 0 };
    let request = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_gateway_pushes_to_the_running_daemon_is_answered_once_it_is_kept() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let world = MailWorld::start(&[INTAKE, PUSKESMAS, DESK, "admin@dinkes.example"]);
    let [port] = support::server::free_ports();
    let gateways = concat!(env!("CARGO_MANIFEST_DIR"), "/config/gateways");
    let section = format!(
        "\n[listener]\naddress = \"127.0.0.1:{port}\"\n\n[[sms]]\nname = \"luar\"\noffice = \"batang\"\n\
         gateway = \"{gateways}/twilio.toml\"\nvalues = {{ account_sid = \"AC1\" }}\nsecrets = {{ auth_token = \"secrets/kait\" }}\n\
         path = \"/sms/luar\"\nsecret_file = \"secrets/kait\"\nanswer_since = \"2020-01-01\"\n"
    );
    let office =
        OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", &section);
    let secret = office.path().join("secrets/kait");
    std::fs::write(&secret, "kunci-panjang").unwrap();
    std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    init::init(&load(&office, Secrets::NotNeeded), &penghubung::clock::SystemClock).await.unwrap();
    let config = load(&office, Secrets::Needed);
    let running = tokio::spawn(async move {
        let daemon = Daemon::prepare(config, Arc::new(penghubung::clock::SystemClock)).await.unwrap();
        daemon.run().await
    });
    let body = "MessageSid=SM1&From=%2B6281234567890&To=%2B1&Body=Antrean+di+loket+Puskesmas+Bandar+I+lama+sekali";
    let path = "/sms/luar?secret=kunci-panjang";
    let status = tokio::task::spawn_blocking(move || {
        until(PATIENCE, || Some(push(port, path, body)).filter(|status| *status == 200))
    });
    assert_eq!(status.await.unwrap(), Some(200));
    let letters = world.wait_for(PUSKESMAS, PATIENCE, |mails| mails.len() == 1);
    assert!(decoded(&letters[0]).contains("lama sekali"));
    // Pushed once more, as gateways do: known, and answered all the same. With a wrong word: refused.
    let again = tokio::task::spawn_blocking(move || {
        (push(port, path, body), push(port, "/sms/luar?secret=tebakan", body), push(port, "/lain", body))
    });
    assert_eq!(again.await.unwrap(), (200, 403, 404));
    running.abort();
    assert_eq!(world.mailbox(PUSKESMAS).len(), 1);
}
