//! The five shipped offices in one daemon on real mail servers, each with citizens, officers, approvers and a head of
//! its own, while the daemon is killed again and again: nobody is lost, nobody is written to twice, no office sees
//! another's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use connectors::mime::{self, Mail};
use support::MailWorld;
use support::daemon::{self, Daemon};
use support::office::{Kotak, OfficeFolder};
use support::wait::{PATIENCE, until};

/// Office, its complaint mailbox, the beginning of its numbers, and what its citizens write.
const OFFICES: [(&str, &str, &str, [&str; 4]); 5] = [
    (
        "batang",
        "pengaduan@dinkes-batang.example",
        "BTG-",
        [
            "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka.",
            "Obat darah tinggi di Puskesmas Gringsing II kosong sudah dua minggu.",
            "Petugas pendaftaran di Puskesmas Warungasem membentak ibu saya.",
            "Kapan jadwal imunisasi campak di Puskesmas Tersono bulan depan?",
        ],
    ),
    (
        "buleleng",
        "pengaduan@rsud-buleleng.example",
        "RSB-",
        [
            "Antrean di poli penyakit dalam rawat jalan sampai enam jam.",
            "Makanan untuk pasien di rawat inap sudah dingin ketika dibagikan.",
            "Hasil laboratorium ayah saya belum keluar sampai tiga hari.",
            "AC di ruang tunggu radiologi mati sejak Senin.",
        ],
    ),
    (
        "kademangan",
        "pengaduan@pkm-kademangan.example",
        "KDM-",
        [
            "Poli gigi tutup padahal jadwalnya buka, saya sudah datang dua kali.",
            "Obat di apotek puskesmas habis, disuruh beli di luar.",
            "Loket pendaftaran lama sekali, hanya satu petugas.",
            "Toilet di ruang tunggu kotor dan tidak ada air.",
        ],
    ),
    (
        "ntt",
        "pengaduan@dinkes-ntt.example",
        "NTT-",
        [
            "Alat rontgen di rumah sakit rujukan rusak sudah satu bulan.",
            "Saya mohon informasi syarat izin praktik perawat.",
            "Fogging di kelurahan kami tidak pernah datang walau sudah diminta.",
            "Vaksin untuk bayi di posyandu kosong terus.",
        ],
    ),
    (
        "ttu",
        "pengaduan@dinkes-ttu.example",
        "TTU-",
        [
            "Petugas di puskesmas kami datang jam sepuluh, pasien sudah menunggu dari pagi.",
            "Bidan di pustu jarang ada di tempat.",
            "Obat malaria kosong di puskesmas.",
            "Bagaimana cara mengurus rujukan BPJS ke RSUD Kefamenanu?",
        ],
    ),
];

/// Every address at which somebody of an office reads, from its folder.
fn people_of(office: &str) -> BTreeSet<String> {
    let folder = format!("{}/config/offices/{office}", env!("CARGO_MANIFEST_DIR"));
    let text = ["office.toml", "units.toml", "routines.toml"]
        .map(|name| fs::read_to_string(format!("{folder}/{name}")).unwrap());
    let quoted = text.iter().flat_map(|text| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .flat_map(|line| line.split('"').skip(1).step_by(2))
    });
    quoted.filter(|word| word.contains('@') && word.ends_with(".example")).map(str::to_owned).collect()
}

fn citizen(office: &str, n: usize) -> String {
    format!("warga.{office}.{n}@warga.example")
}

/// Every mail that lies in somebody's Maildir, read.
fn mails_of(world: &MailWorld, user: &str) -> Vec<Mail> {
    let files = ["new", "cur"].map(|sub| world.maildir(user).join(sub));
    let entries = files.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    entries.filter_map(|entry| fs::read(entry.ok()?.path()).ok()).map(|raw| mime::read(&raw)).collect()
}

/// Those who read, and what they have read: the files by the part of their name that does not change.
struct Readers<'a> {
    world: &'a MailWorld,
    people: BTreeSet<String>,
    files: BTreeSet<String>,
    answered: BTreeSet<(String, String)>,
    ended: BTreeSet<String>,
}

impl Readers<'_> {
    /// Lets everybody read what is new and answer it, a copy as little as what he has answered. How many mails were
    /// seen.
    fn read(&mut self) -> usize {
        for person in self.people.clone() {
            for file in
                ["new", "cur"].map(|sub| fs::read_dir(self.world.maildir(&person).join(sub))).into_iter().flatten()
            {
                for entry in file.flatten() {
                    let name = entry.file_name().into_string().unwrap();
                    let known = format!("{person}/{}", name.split(':').next().unwrap());
                    // It may be moved from one folder to the other under our hands; then it is read the next time.
                    if let Some(raw) = (!self.files.contains(&known)).then(|| fs::read(entry.path()).ok()).flatten() {
                        self.files.insert(known);
                        self.reads(&person, &mime::read(&raw));
                    }
                }
            }
        }
        self.files.len()
    }

    fn reads(&mut self, person: &str, mail: &Mail) {
        if mail.subject.contains("nyatakan selesai") {
            self.ended.insert(person.to_owned());
        }
        let new = self.answered.insert((person.to_owned(), mail.message_id.clone().unwrap()));
        if let Some(words) = words_on(mail).filter(|_| new) {
            self.answer(person, mail, &words);
        }
    }

    fn answer(&self, person: &str, mail: &Mail, words: &str) {
        let (to, id) = (mail.reply_to.clone().unwrap(), mail.message_id.clone().unwrap());
        let raw = format!(
            "From: {person}\r\nTo: {to}\r\nSubject: Re: {}\r\nMessage-ID: <balas.{}@uji.example>\r\n\
             In-Reply-To: <{id}>\r\nReferences: <{id}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n",
            mail.subject,
            id.replace('@', "."),
        );
        self.world.deliver(person, &to, raw.as_bytes());
    }
}

/// What somebody answers to a letter; nothing to most.
fn words_on(mail: &Mail) -> Option<String> {
    let subject = mail.subject.as_str();
    let number = subject.get(1..subject.find(']')?)?;
    let has = |words: &str| subject.contains(words);
    if subject.starts_with("Re:") {
        None
    } else if has("Mohon disposisi") || has("PERSETUJUAN") {
        Some("SETUJU".to_owned())
    } else if has("Mohon tindak lanjut") {
        Some(format!("JAWAB: Laporan {number} sudah kami periksa dan pelayanannya kami perbaiki mulai besok pagi."))
    } else if has("Jawaban atas") {
        Some("Puas, terima kasih.".to_owned())
    } else {
        None
    }
}

fn start_world() -> (MailWorld, OfficeFolder) {
    let mut all: BTreeSet<String> = OFFICES.iter().flat_map(|(office, ..)| people_of(office)).collect();
    all.extend(OFFICES.iter().flat_map(|(office, .., texts)| (0..texts.len()).map(|n| citizen(office, n))));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let world = MailWorld::start(&all);
    let boxes = OFFICES.map(|(office, address, ..)| Kotak { address, office, unit: None });
    let office = OfficeFolder::new(&world, &boxes, "live", "");
    daemon::does(&office.main_file(), &["init"]);
    (world, office)
}

fn complain(world: &MailWorld) {
    for n in 0..4 {
        for (office, address, _, texts) in OFFICES {
            let from = citizen(office, n);
            let raw = format!(
                "From: Warga {n} <{from}>\r\nTo: {address}\r\nSubject: Laporan\r\nMessage-ID: <k{n}@{office}.example>\r\n\
                 Date: Fri, 20 Nov 2026 09:41:00 +0700\r\n\r\n{}\r\n",
                texts[n]
            );
            world.deliver(&from, address, raw.as_bytes());
        }
    }
}

#[test]
fn five_offices_bring_every_complaint_to_its_end_however_often_the_daemon_is_killed() {
    let (world, office) = start_world();
    let mut people: BTreeSet<String> = OFFICES.iter().flat_map(|(office, ..)| people_of(office)).collect();
    for (_, address, ..) in OFFICES {
        people.remove(address);
    }
    people.extend(OFFICES.iter().flat_map(|(office, .., texts)| (0..texts.len()).map(|n| citizen(office, n))));
    let mut readers =
        Readers { world: &world, people, files: BTreeSet::new(), answered: BTreeSet::new(), ended: BTreeSet::new() };
    complain(&world);
    // Each life of the daemon ends when a few more letters have been seen, while the next are on their way. A letter
    // that a kill makes unclear goes again at once, after a second one a minute later, and what follows it to him waits
    // for it.
    for more in [1, 9, 21, 30] {
        let before = readers.read();
        let life = Daemon::start(&office);
        until(Duration::from_secs(5), || (readers.read() >= before + more).then_some(()));
        drop(life);
    }
    let _life = Daemon::start(&office);
    let all: usize = OFFICES.iter().map(|(.., texts)| texts.len()).sum();
    let ended = until(PATIENCE * 3, || {
        readers.read();
        (readers.ended.len() == all).then_some(())
    });
    let listed = daemon::does(&office.main_file(), &["complaint", "list", "--json", "-n", "100"]);
    let open = listed.lines().filter(|line| !line.contains("\"closed_how\":\"selesai\"")).filter_map(number_in);
    let why: Vec<String> = open.map(|number| daemon::does(&office.main_file(), &["why", number])).collect();
    assert!(ended.is_some() && why.is_empty(), "not every complaint came to its end:\n{}", why.join("\n"));
    for (name, address, prefix, texts) in OFFICES {
        for n in 0..texts.len() {
            told_once(&mails_of(&world, &citizen(name, n)), address, prefix);
        }
        let others = OFFICES.iter().map(|(_, _, other, _)| *other).filter(|other| *other != prefix);
        let others: Vec<String> = others.map(|other| format!("{other}26-")).collect();
        for person in people_of(name) {
            for mail in mails_of(&world, &person) {
                let another = others.iter().find(|other| mail.subject.contains(*other) || mail.text.contains(*other));
                assert_eq!(another, None, "{person} of {name} got {:?}", mail.subject);
            }
        }
        assert_eq!(listed.matches(&format!("\"{prefix}26-")).count(), texts.len(), "{name}: {listed}");
    }
    assert!(daemon::does(&office.main_file(), &["log", "verify"]).contains("UTUH"));
}

/// The complaint's number in a line of `complaint list --json`.
fn number_in(line: &str) -> Option<&str> {
    line.split_once("\"number\":\"")?.1.split('"').next()
}

/// A citizen knows one number of his office and got one receipt, one answer and one end, and is asked for what is
/// missing once at most; a copy has the same Message-ID.
fn told_once(mails: &[Mail], sender: &str, prefix: &str) {
    let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for mail in mails {
        assert_eq!(mail.from.as_deref(), Some(sender), "{:?}", mail.subject);
        let (number, kind) = mail.subject.split_once(']').unwrap();
        numbers.insert(number);
        kinds.entry(kind.split_whitespace().next().unwrap()).or_default().insert(mail.message_id.as_deref().unwrap());
        if kind.contains("Jawaban atas") {
            assert!(mail.text.contains(&number[1..]), "the answer to {number} is another's: {}", mail.text);
        }
    }
    assert_eq!(numbers.len(), 1, "{numbers:?}");
    assert!(numbers.iter().all(|number| number.starts_with(&format!("[{prefix}"))), "{numbers:?}");
    let mut counts: BTreeMap<&str, usize> = kinds.iter().map(|(kind, ids)| (*kind, ids.len())).collect();
    assert!(counts.remove("Mohon").is_none_or(|asked| asked == 1), "{numbers:?}");
    assert_eq!(counts, BTreeMap::from([("Jawaban", 1), ("Laporan", 1), ("Tanda", 1)]), "{numbers:?}");
}
