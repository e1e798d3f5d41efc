//! What nobody could tell waits for a person; what he says is done, through real servers and the real command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
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
const DESK: &str = "sekretariat@dinkes-batang.example";
const CITIZEN: &str = "siti@warga.example";

fn mail(from: &str, subject: &str, id: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: {INTAKE}\r\nSubject: {subject}\r\nMessage-ID: <{id}@warga.example>\r\n\
         Date: Fri, 20 Nov 2026 09:41:00 +0700\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

async fn once(office: &OfficeFolder) {
    let config = Config::load(&office.main_file(), Secrets::Needed)
        .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)));
    let summary = Daemon::prepare(config, Arc::new(SystemClock)).await.unwrap().run_once().await.unwrap();
    assert!(summary.faults.is_empty(), "{summary:?}");
}

/// Runs the program; returns what it printed.
fn operator(office: &OfficeFolder, arguments: &[&str]) -> String {
    support::daemon::does(&office.main_file(), arguments)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officers_answer_from_a_private_address_reaches_the_citizen_once_a_person_vouches_for_it() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let world = MailWorld::start(&[INTAKE, DESK, CITIZEN, "pkm.bandar1@batang.example"]);
    let office = OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    let config = Config::load(&office.main_file(), Secrets::NotNeeded)
        .unwrap_or_else(|problems| panic!("{}", diagnostics::render(&problems, false)));
    init::init(&config, &SystemClock).await.unwrap();
    let complaint = "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka.";
    world.deliver(CITIZEN, INTAKE, &mail(CITIZEN, "Antrean lama", "satu", complaint));
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 1);
    once(&office).await;
    world.wait_for(CITIZEN, PATIENCE, |mails| mails.len() == 1);

    let answer = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, dan nomor antrean diambil sejak pukul 06.30.";
    let private = mail("bidan@pribadi.example", "Re: [BTG-26-0001] Disposisi", "dua", answer);
    world.deliver("bidan@pribadi.example", INTAKE, &private);
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 2);
    once(&office).await;
    let item: serde_json::Value = serde_json::from_str(operator(&office, &["pen", "list", "--json"]).trim()).unwrap();
    assert_eq!(item["guesses"][0][0], "BTG-26-0001");
    let item = item["item"].to_string();

    operator(&office, &["pen", "accept", &item, "--as", "BTG-26-0001", "--officer"]);
    once(&office).await;
    let mails = world.wait_for(CITIZEN, PATIENCE, |mails| mails.len() == 2);
    let text = String::from_utf8_lossy(&mails[1]).replace("=\r\n", "");
    assert!(text.contains("loket pendaftaran kami buka tiga"), "{text}");
    assert_eq!(operator(&office, &["pen", "list"]), "");
    let story = operator(&office, &["why", "BTG-26-0001"]);
    assert!(story.contains("sudah dijawab") && story.contains("jawaban petugas atas BTG-26-0001"), "{story}");
}
