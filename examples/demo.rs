//! `make demo`: the whole way on real servers, from a citizen's mail to the officer's answer.
//!
//! In: nothing; with `KEEP=1` it stays up until Ctrl-C. Out: a story on the terminal and exit 0 only if every step was
//! seen at the far end over IMAP.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a story told on the terminal, which stops where it cannot go on"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;

use support::MailWorld;
use support::wait::PATIENCE;

/// Who has a mailbox: citizens, the office, officers.
const PEOPLE: [(&str, &str); 5] = [
    ("warga", "sari@warga.example"),
    ("warga", "budi@warga.example"),
    ("kantor", "pengaduan@dinkes-batang.example"),
    ("petugas", "yankes@dinkes-batang.example"),
    ("petugas", "puskesmas-bandar-1@dinkes-batang.example"),
];

fn main() -> ExitCode {
    let addresses: Vec<&str> = PEOPLE.iter().map(|(_, address)| *address).collect();
    let world = MailWorld::start(&addresses);
    print_world(&world);
    let seen = one_mail_arrives(&world);
    if std::env::var_os("KEEP").is_some_and(|keep| keep == "1") {
        keep_until_interrupted();
    }
    if seen { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What a person needs to play the officer in a mail program.
fn print_world(world: &MailWorld) {
    println!("IMAP (TLS)       127.0.0.1:{}", world.imap_port());
    println!("SMTP (TLS)       127.0.0.1:{}", world.submission_tls_port());
    println!("SMTP (plain)     127.0.0.1:{}", world.smtp_port());
    println!("CA               {}", world.ca_file().display());
    for (role, address) in PEOPLE {
        println!("{role:<16} {address:<44} {}", world.password(address));
    }
}

/// The servers work: a citizen's mail is in the office's mailbox.
fn one_mail_arrives(world: &MailWorld) -> bool {
    let (from, to) = ("sari@warga.example", "pengaduan@dinkes-batang.example");
    let text = "Antrean pendaftaran terlalu lama, mohon ditambah loketnya.";
    let raw =
        format!("From: {from}\r\nTo: {to}\r\nSubject: Antrean\r\nMessage-ID: <1@warga.example>\r\n\r\n{text}\r\n");
    world.deliver(from, to, raw.as_bytes());
    let mails = world.wait_for(to, PATIENCE, |mails| !mails.is_empty());
    println!("{from} → {to}: {} surat", mails.len());
    !mails.is_empty()
}

/// Waits for Ctrl-C or TERM, so that the servers and their folder go in an orderly way.
fn keep_until_interrupted() {
    println!("KEEP=1: Ctrl-C ends it.");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("a signal");
        tokio::select! {
            _ = tokio::signal::ctrl_c() => (),
            _ = term.recv() => (),
        }
    });
}
