//! The same source against a real Dovecot with TLS.

use std::time::{Duration, Instant};

use connectors::imap::{ImapSource, Settle, probe};
use connectors::{Cursor, FaultKind, RemoteRef, Source, Woken};

use crate::dovecot_box::{Dovecot, is_installed};
use crate::fake::mail;

#[tokio::test]
async fn a_real_mailbox_is_read_flagged_and_counted() {
    if !is_installed() {
        return;
    }
    let dovecot = Dovecot::start().await;
    for n in 1..=3 {
        dovecot.deliver(&format!("{n}.uji"), &mail(n));
    }
    let mut account = dovecot.account();
    account.settle = Settle::Flag("$Penghubung".into());
    let seen = probe(&account).await.unwrap();
    assert_eq!((seen.exists, seen.last_uid, seen.announces, seen.can_settle), (3, 3, true, true));
    let mut source = ImapSource::new(account);
    let batch = source.poll(None).await.unwrap();
    assert_eq!(batch.arrivals.iter().map(|a| a.raw.clone()).collect::<Vec<_>>(), [mail(1), mail(2), mail(3)]);
    assert!(!batch.more);
    let kept: Vec<RemoteRef> = batch.arrivals.iter().map(|a| a.remote_ref.clone()).collect();
    source.settle(&kept).await.unwrap();
    source.settle(&kept).await.unwrap();
    assert!(dovecot.keywords().contains("$Penghubung"));
    assert_eq!(source.census().await.unwrap().unwrap().held, kept);
    assert!(source.poll(Some(&batch.cursor)).await.unwrap().arrivals.is_empty());
}

#[tokio::test]
async fn a_message_is_moved_once_however_often_it_is_settled() {
    if !is_installed() {
        return;
    }
    let dovecot = Dovecot::start().await;
    dovecot.deliver("1.uji", &mail(1));
    let mut account = dovecot.account();
    account.settle = Settle::MoveTo("Selesai".into());
    let mut source = ImapSource::new(account.clone());
    let batch = source.poll(None).await.unwrap();
    let kept = [batch.arrivals[0].remote_ref.clone(), RemoteRef("1/1".into())];
    source.settle(&kept).await.unwrap();
    source.settle(&kept).await.unwrap();
    assert_eq!((dovecot.names_in("").len(), dovecot.names_in(".Selesai").len()), (0, 1));
    dovecot.deliver("2.uji", &mail(2));
    account.settle = Settle::MoveTo("Tidak Ada".into());
    let mut source = ImapSource::new(account);
    let second = source.poll(Some(&batch.cursor)).await.unwrap().arrivals[0].remote_ref.clone();
    let fault = source.settle(&[second]).await.unwrap_err();
    assert_eq!((fault.kind, fault.code.as_deref()), (FaultKind::Setup, Some("TRYCREATE")));
}

#[tokio::test]
async fn a_new_mail_wakes_the_one_who_waits() {
    if !is_installed() {
        return;
    }
    let dovecot = Dovecot::start().await;
    let mut source = ImapSource::new(dovecot.account());
    let batch = source.poll(None).await.unwrap();
    let (woken, ()) = tokio::join!(source.wait(Duration::from_secs(60)), async {
        dovecot.deliver("1.uji", &mail(1));
    });
    assert_eq!(woken, Ok(Woken::News));
    assert_eq!(source.poll(Some(&batch.cursor)).await.unwrap().arrivals.len(), 1);
}

#[tokio::test]
async fn a_certificate_of_a_stranger_is_refused() {
    if !is_installed() {
        return;
    }
    let dovecot = Dovecot::start().await;
    let stranger = Dovecot::start().await;
    let mut account = dovecot.account();
    account.port = stranger.port;
    let fault = ImapSource::new(account).poll(None).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Certificate, "{fault}");
}

/// Figures, not a test: `cargo test -p penghubung-connectors --test imap -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "a measurement"]
async fn throughput_of_two_thousand_mails() {
    let dovecot = Dovecot::start().await;
    let line = "Antrean di loket pendaftaran lama sekali, mohon ditambah petugas pada pagi hari.\r\n";
    dovecot.deliver_many((0..2_000u32).map(|n| {
        let kib = [5, 20, 60, 90, 200][n as usize % 5];
        format!("Subject: Aduan {n}\r\n\r\n{}", line.repeat(kib * 1024 / line.len())).into_bytes()
    }));
    for round in 1..=4 {
        let mut source = ImapSource::new(dovecot.account());
        let (mut cursor, mut count, mut bytes): (Option<Cursor>, usize, usize) = (None, 0, 0);
        let (start, cpu) = (Instant::now(), status("utime"));
        loop {
            let batch = source.poll(cursor.as_ref()).await.unwrap();
            count += batch.arrivals.len();
            bytes += batch.arrivals.iter().map(|arrival| arrival.raw.len()).sum::<usize>();
            cursor = Some(batch.cursor);
            if !batch.more {
                break;
            }
        }
        let took = start.elapsed().as_secs_f64();
        let cpu = (status("utime") - cpu) * 10.0 / count as f64;
        eprintln!(
            "round {round}: {count} mails, {:.0}/s, {:.1} MB/s, {cpu:.3} ms CPU a mail, peak {} KiB",
            count as f64 / took,
            bytes as f64 / took / 1e6,
            status("VmHWM"),
        );
    }
}

/// Figures, not a test: what an idle TLS session holds in memory.
#[tokio::test]
#[ignore = "a measurement"]
async fn memory_of_an_idle_session() {
    let dovecot = Dovecot::start().await;
    dovecot.deliver("1.uji", &vec![b'x'; 500_000]);
    let account = dovecot.account();
    let mut sources = Vec::new();
    let mut before = 0.0;
    for n in 0..310 {
        if n == 10 {
            before = status("VmRSS");
        }
        let mut source = ImapSource::new(account.clone());
        source.poll(None).await.unwrap();
        sources.push(source);
    }
    eprintln!("{:.1} KiB for each of 300 idle sessions", (status("VmRSS") - before) / 300.0);
}

/// A figure of this process: a line of its status in KiB, or `utime` (user and system) in ticks of 10 ms.
fn status(what: &str) -> f64 {
    if what == "utime" {
        let text = std::fs::read_to_string("/proc/self/stat").unwrap();
        let fields: Vec<&str> = text.rsplit(") ").next().unwrap().split(' ').collect();
        return fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    }
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(what)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
