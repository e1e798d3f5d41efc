//! The sandbox itself: if these fail, no other mail test means anything.

mod support;

use support::smtp::Smtp;
use support::wait::PATIENCE;
use support::{MailWorld, PgCluster};

fn mail(from: &str, to: &str, subject: &str, text: &str) -> Vec<u8> {
    format!("From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@warga.example>\r\n\r\n{text}\r\n")
        .into_bytes()
}

fn contains(raw: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(raw).contains(text)
}

#[test]
fn a_mail_accepted_by_smtp_is_in_the_mailbox_over_imap() {
    let (citizen, office) = ("sari@warga.example", "pengaduan@batang.example");
    let world = MailWorld::shared(&[citizen, office]);
    let raw = mail(citizen, office, "antrean", "Antrean panjang.\r\n.\r\n..titik di awal baris");
    world.deliver(citizen, office, &raw);
    let mails = world.wait_for(office, PATIENCE, |mails| mails.len() == 1);
    assert!(mails[0].ends_with(&raw), "the bytes changed on the way: {}", String::from_utf8_lossy(&mails[0]));
}

#[test]
fn an_unknown_recipient_bounces_to_the_sender() {
    let sender = "pengirim@dinkes-batang.example";
    let world = MailWorld::shared(&[sender]);
    world.deliver(sender, "tiada@puskesmas.example", &mail(sender, "tiada@puskesmas.example", "hilang", "Halo."));
    let mails = world.wait_for(sender, PATIENCE, |mails| !mails.is_empty());
    for sign in
        ["Return-Path: <>", "report-type=delivery-status", "Action: failed", "tiada@puskesmas.example", "550 5.1.1"]
    {
        assert!(contains(&mails[0], sign), "{sign} not in {}", String::from_utf8_lossy(&mails[0]));
    }
}

#[test]
fn the_strict_door_refuses_an_unknown_recipient_and_takes_a_known_one() {
    let (citizen, office) = ("budi@warga.example", "ketat@batang.example");
    let world = MailWorld::shared(&[citizen, office]);
    let mut smtp = Smtp::plain(world.strict_smtp_port());
    let refused = smtp.send(citizen, "tiada@batang.example", &mail(citizen, "tiada@batang.example", "a", "Halo."));
    assert_eq!(refused.unwrap_err().code, 550);
    smtp.send(citizen, "ketat+abc@batang.example", &mail(citizen, office, "b", "Halo.")).unwrap();
    world.wait_for(office, PATIENCE, |mails| mails.len() == 1);
}

#[test]
fn a_plus_address_goes_to_the_base_mailbox() {
    let (officer, office) = ("petugas@dinkes-batang.example", "balasan@batang.example");
    let world = MailWorld::shared(&[officer, office]);
    let to = "balasan+k7f3q@batang.example";
    world.deliver(officer, to, &mail(officer, to, "siap", "Siap."));
    let mails = world.wait_for(office, PATIENCE, |mails| mails.len() == 1);
    assert!(contains(&mails[0], to));
}

#[test]
fn submission_asks_for_the_password() {
    let (officer, office) = ("kapus@puskesmas.example", "masuk@batang.example");
    let world = MailWorld::shared(&[officer, office]);
    let raw = mail(officer, office, "jawaban", "Sudah kami perbaiki.");
    let wrong = Smtp::submission(world.submission_tls_port(), &world.ca_file(), officer, "salah");
    assert_eq!(wrong.err().map(|answer| answer.code), Some(535));
    world.submit(officer, office, &raw).unwrap();
    world.wait_for(office, PATIENCE, |mails| mails.len() == 1);
}

#[test]
fn the_relay_keeps_mail_while_dovecot_is_down_and_delivers_it_afterwards() {
    let (citizen, office) = ("tini@warga.example", "layanan@batang.example");
    let world = MailWorld::start(&[citizen, office]);
    world.stop_imap();
    world.deliver(citizen, office, &mail(citizen, office, "tunggu", "Halo."));
    world.start_imap();
    world.wait_for(office, PATIENCE, |mails| mails.len() == 1);
}

#[test]
fn nothing_is_left_of_a_world_that_ended() {
    let world = MailWorld::start(&["a@batang.example"]);
    let (folder, port) = (world.folder().to_owned(), world.imap_port());
    drop(world);
    assert!(!folder.exists());
    assert!(support::tls::connect_plain(port).is_err(), "something still listens on {port}");
}

#[test]
fn a_cluster_gives_every_test_a_database_of_its_own() {
    let cluster = PgCluster::shared();
    let (one, two) = (cluster.database(), cluster.database());
    assert_ne!(one, two);
    let psql = |address: &str, sql: &str| cluster.tool("psql").args(["-tAc", sql, address]).output().unwrap();
    assert!(psql(&one, "create table t(i int)").status.success());
    assert!(!psql(&two, "select * from t").status.success());
}

#[test]
fn a_changed_password_counts_at_once() {
    let (officer, office) = ("kabid@dinkes-batang.example", "kotak@batang.example");
    let world = MailWorld::shared(&[officer, office]);
    world.set_password(officer, "sandi-baru");
    let by = |password| Smtp::submission(world.submission_tls_port(), &world.ca_file(), officer, password).map(drop);
    assert_eq!(by("sandi-kabid").unwrap_err().code, 535);
    by("sandi-baru").unwrap();
    drop(world.open(officer));
}
