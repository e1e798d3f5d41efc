//! A disk that fills up while mail comes in, on a real file system of three megabytes. Only root can mount one; run by
//! anybody else, this test says that it was left out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use support::MailWorld;
use support::daemon::{self, Daemon};
use support::office::{Kotak, OfficeFolder};
use support::wait::PATIENCE;

const INTAKE: &str = "pengaduan@dinkes-batang.example";
const CITIZEN: &str = "siti@warga.example";
const MAILS: usize = 19;

/// A file system of its own, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where we may not mount.
    fn mount(at: PathBuf, size: &str) -> Option<Self> {
        std::fs::create_dir(&at).unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "none"], &at);
        mounted.then_some(Self(at))
    }

    fn grow(&self, size: &str) {
        assert!(mount(&["-o", &format!("remount,size={size}")], &self.0));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

fn mount(words: &[&str], at: &Path) -> bool {
    let asked = Command::new("mount").args(words).arg(at).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// A complaint with a photograph of two hundred kilobytes, which no packing makes smaller.
fn complaint(n: usize) -> Vec<u8> {
    let photo: Vec<u8> = std::iter::repeat_with(rand::random::<u8>).take(200_000).collect();
    let photo = base64::engine::general_purpose::STANDARD.encode(photo);
    let lines: Vec<&str> = photo.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "From: Siti <{CITIZEN}>\r\nTo: {INTAKE}\r\nSubject: Antrean {n}\r\nMessage-ID: <d{n}@warga.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Saya antre lama di Puskesmas Bandar I, sudah {n} kali.\r\n--b\r\nContent-Type: image/jpeg; name=foto.jpg\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    )
    .into_bytes()
}

#[test]
fn a_full_disk_loses_no_mail_and_the_work_goes_on_by_itself_when_there_is_room() {
    let world = MailWorld::start(&[INTAKE, CITIZEN]);
    let office = OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    let Some(disk) = SmallDisk::mount(office.path().join("data"), "4m") else {
        println!("left out: only root may mount a small file system");
        return;
    };
    let main = std::fs::read_to_string(office.main_file()).unwrap();
    std::fs::write(office.main_file(), main.replace("/penghubung.db", "/data/penghubung.db")).unwrap();
    daemon::does(&office.main_file(), &["init"]);
    for n in 0..MAILS {
        world.deliver(CITIZEN, INTAKE, &complaint(n));
    }
    let mut daemon = Daemon::start(&office);
    daemon.says("full");
    assert!(daemon.lives(), "a full disk ends it: {}", daemon.journal());
    let status = daemon::status(&office.main_file());
    assert!(status.contains("WRONG\tthe disk of the database has 0 of 4 MiB left"), "{status}");
    disk.grow("100m");
    let receipts = world.wait_for(CITIZEN, PATIENCE, |mails| mails.len() >= MAILS);
    assert_eq!(receipts.len(), MAILS, "one receipt for each mail");
    assert!(daemon::does(&office.main_file(), &["log", "verify"]).contains("UTUH"));
}
