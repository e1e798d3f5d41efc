//! Two nodes of one installation on one PostgreSQL, both looking at the same mailbox: they share the work, and the
//! death of one costs nobody his answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::daemon::{self, Daemon};
use support::office::{Kotak, OfficeFolder};
use support::wait::PATIENCE;
use support::{MailWorld, PgCluster};

const INTAKE: &str = "pengaduan@dua-simpul.example";
const PUSKESMAS: &str = "pkm.bandar1@batang.example";

/// One node; killed when dropped.
struct Node {
    office: OfficeFolder,
    process: Option<Daemon>,
}

impl Node {
    /// A node of this name on that database. `key`: the log's key that the nodes share.
    fn new(world: &MailWorld, name: &str, database: &str, key: Option<&str>) -> Self {
        let office = OfficeFolder::new(world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
        let main = fs::read_to_string(office.main_file()).unwrap();
        let sqlite = format!("sqlite://{}", office.path().join("penghubung.db").display());
        let main = main.replace(&sqlite, database).replace("id = \"uji-1\"", &format!("id = \"{name}\""));
        fs::write(office.main_file(), main).unwrap();
        if let Some(key) = key {
            fs::write(office.path().join("log.key"), key).unwrap();
            let closed = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(office.path().join("log.key"), closed).unwrap();
        }
        Self { office, process: None }
    }

    fn does(&self, arguments: &[&str]) -> String {
        daemon::does(&self.office.main_file(), arguments)
    }

    fn start(&mut self) {
        let started = Daemon::start(&self.office);
        started.says("working");
        self.process = Some(started);
    }

    fn kill(&mut self) {
        self.process.take().unwrap().kill();
    }
}

fn citizen(n: usize) -> String {
    format!("warga{n}@dua-simpul.example")
}

fn deliver(world: &MailWorld, n: usize) {
    let from = citizen(n);
    let mail = format!(
        "From: {from}\r\nTo: {INTAKE}\r\nSubject: Antrean {n}\r\nMessage-ID: <k{n}@warga.example>\r\n\
         Date: Fri, 20 Nov 2026 09:41:00 +0700\r\n\r\nSaya antre lama di Puskesmas Bandar I, sudah {n} kali.\r\n"
    );
    world.deliver(&from, INTAKE, mail.as_bytes());
}

/// The numbers in the subjects of what lies in a mailbox.
fn numbers(mails: &[Vec<u8>]) -> BTreeSet<String> {
    let number = |mail: &Vec<u8>| {
        let text = String::from_utf8_lossy(mail).into_owned();
        let subject = text.lines().find(|line| line.starts_with("Subject: "))?.to_owned();
        let at = subject.find("BTG-")?;
        subject.get(at..at + "BTG-26-0001".len()).map(str::to_owned)
    };
    mails.iter().filter_map(number).collect()
}

#[test]
fn two_nodes_share_the_work_and_one_finishes_what_a_dead_one_began() {
    let citizens: Vec<String> = (0..40).map(citizen).collect();
    let all: Vec<&str> = citizens.iter().map(String::as_str).chain([INTAKE, PUSKESMAS]).collect();
    let world = MailWorld::start(&all);
    let cluster = PgCluster::shared();
    let database = cluster.database();
    let mut first = Node::new(&world, "simpul-1", &database, None);
    first.does(&["init"]);
    let key = fs::read_to_string(first.office.path().join("log.key")).unwrap();
    let mut second = Node::new(&world, "simpul-2", &database, Some(&key));

    (0..20).for_each(|n| deliver(&world, n));
    first.start();
    second.start();
    world.wait_for(PUSKESMAS, PATIENCE, |mails| numbers(mails).len() >= 5);
    first.kill();
    (20..40).for_each(|n| deliver(&world, n));
    for n in 20..40 {
        world.wait_for(&citizen(n), PATIENCE, |mails| !mails.is_empty());
    }
    // What the dead node had in its hands is its own until its lease ends, or until it is back.
    first.start();
    world.wait_for(PUSKESMAS, PATIENCE, |mails| numbers(mails).len() >= 40);

    for citizen in &citizens {
        let mails = world.wait_for(citizen, PATIENCE, |mails| !mails.is_empty());
        assert_eq!(numbers(&mails).len(), 1, "{citizen} knows one number");
        let ids: BTreeSet<String> = mails
            .iter()
            .map(|mail| {
                String::from_utf8_lossy(mail).lines().find(|l| l.starts_with("Message-ID: ")).unwrap().to_owned()
            })
            .collect();
        assert_eq!(ids.len(), 1, "{citizen} has one receipt; a copy of it, if any, has the same Message-ID");
    }
    let listed = second.does(&["complaint", "list", "--json", "-n", "100"]);
    assert_eq!(listed.matches("BTG-26-").count(), 40, "each mail opened one complaint: {listed}");
    assert!(second.does(&["log", "verify"]).contains("UTUH"));
}
