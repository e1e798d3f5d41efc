//! A citizen's mail, an officer's answer, and the way between, through real servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::sync::Arc;

use penghubung::clock::SystemClock;
use penghubung::config::{Config, Secrets, diagnostics};
use penghubung::daemon::{Daemon, init};
use support::MailWorld;
use support::office::{Kotak, OfficeFolder};
use support::wait::PATIENCE;

const INTAKE: &str = "pengaduan@dinkes-batang.example";
const PUSKESMAS: &str = "pkm.bandar1@batang.example";

fn mail(from: &str, to: &str, subject: &str, body: &str, headers: &str) -> Vec<u8> {
    let id: u64 = rand::random();
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id:x}@warga.example>\r\n\
         Date: Fri, 20 Nov 2026 09:41:00 +0700\r\n{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

fn header(mail: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(mail);
    let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
}

async fn once(office: &OfficeFolder) -> penghubung::daemon::once::Summary {
    let config = Config::load(&office.main_file(), Secrets::Needed)
        .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)));
    Daemon::prepare(config, Arc::new(SystemClock)).await.unwrap().run_once().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_citizens_mail_reaches_the_right_officer_and_the_officers_answer_reaches_the_citizen() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let world = MailWorld::start(&[INTAKE, PUSKESMAS, "siti@warga.example", "sekretariat@dinkes-batang.example"]);
    let office = OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    let config = Config::load(&office.main_file(), Secrets::NotNeeded)
        .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)));
    init::init(&config, &SystemClock).await.unwrap();

    let complaint = mail(
        "Siti <siti@warga.example>",
        INTAKE,
        "Antrean lama",
        "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka.",
        "",
    );
    world.deliver("siti@warga.example", INTAKE, &complaint);
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 1);
    let summary = once(&office).await;
    assert!(summary.faults.is_empty(), "{summary:?}");
    let receipts = world.wait_for("siti@warga.example", PATIENCE, |mails| mails.len() == 1);
    assert!(header(&receipts[0], "Subject").unwrap().starts_with("[BTG-26-0001]"));
    let letters = world.wait_for(PUSKESMAS, PATIENCE, |mails| mails.len() == 1);
    let reply_to = header(&letters[0], "Reply-To").unwrap();
    assert!(reply_to.contains("pengaduan+"), "{reply_to}");

    let answer = mail(
        PUSKESMAS,
        &reply_to,
        "Re: tindak lanjut",
        "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, dan nomor antrean dapat diambil sejak pukul 06.30.",
        &format!("In-Reply-To: {}\r\n", header(&letters[0], "Message-ID").unwrap()),
    );
    world.deliver(PUSKESMAS, INTAKE, &answer);
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 2);
    let summary = once(&office).await;
    assert!(summary.faults.is_empty(), "{summary:?}");
    let mails = world.wait_for("siti@warga.example", PATIENCE, |mails| mails.len() == 2);
    let text = String::from_utf8_lossy(&mails[1]).replace("=\r\n", "");
    assert!(text.contains("loket pendaftaran kami buka tiga"), "{text}");
}
