//! `KEEP=1`: everything stays up, so that a person can play the officer in a mail program.

use super::complaints::{BATANG, BULELENG};
use super::stage::Stage;
use super::telling::Ink;

/// Starts the daemon again, says how to log in, and waits for Ctrl-C or TERM. Letters are shown as they come.
pub fn until_interrupted(stage: &mut Stage) {
    stage.start_daemon();
    let (teller, world) = (stage.teller, &stage.world);
    teller.title("KEEP=1: semuanya tetap berjalan (Ctrl-C ends it)");
    for line in [
        format!("IMAP, TLS        127.0.0.1:{}", world.imap_port()),
        format!("SMTP, TLS        127.0.0.1:{}  (dengan sandi)", world.submission_tls_port()),
        format!("SMTP, polos      127.0.0.1:{}  (tanpa sandi)", world.smtp_port()),
        format!("Sertifikat CA    {}", world.ca_file().display()),
        format!("Konfigurasi      {}", stage.office.main_file().display()),
        format!("Catatan daemon   {}", stage.daemon_log().display()),
    ] {
        teller.line(&line);
    }
    let people = [("kantor", vec![BATANG.to_owned(), BULELENG.to_owned()])];
    let people = people.into_iter().chain([("petugas", stage.officers.clone()), ("warga", stage.citizens.clone())]);
    for (role, addresses) in people {
        for address in addresses {
            teller.line(&format!("{role:<8} {address:<40} {}", world.password(&address)));
        }
    }
    teller.line(
        &teller.dye(Ink::Faint, "Tulis ke alamat kantor sebagai warga, lalu balas disposisinya sebagai petugas."),
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("a signal");
        tokio::select! {
            _ = tokio::signal::ctrl_c() => (),
            _ = term.recv() => (),
        }
    });
}
