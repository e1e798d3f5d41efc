//! The dialogue of one letter: what the server says, and what is known of the letter afterwards.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

mod connections;
mod security;

use super::stage::{Act, Script, Stage};
use super::*;
use crate::{GateClosed, Outcome};

const EVERYTHING: &[&str] = &["PIPELINING", "SIZE 35000000", "8BITMIME", "DSN", "AUTH PLAIN LOGIN"];

/// Counts how often it is passed.
#[derive(Default)]
pub struct Counting {
    passed: AtomicUsize,
    closed: bool,
}

#[async_trait::async_trait]
impl Gate for Counting {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.passed.fetch_add(1, Ordering::SeqCst);
        if self.closed { Err(GateClosed("withdrawn".into())) } else { Ok(()) }
    }
}

impl Counting {
    fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }
}

pub fn relay(port: u16) -> Relay {
    Relay {
        name: "utama".into(),
        host: "127.0.0.1".into(),
        port,
        security: Security::PlainLoopback,
        login: None,
        ca_file: None,
        ca_only: false,
        hello_name: "penghubung.example".into(),
        max_connections: 2,
        limits: Limits::default(),
        dsn: true,
        idle_close: Duration::from_secs(60),
    }
}

/// Limits that a stalled server runs into soon; a server that does anything else has all the time it needs.
fn patient_unless_stalled(port: u16, act: Act) -> Relay {
    let short = Duration::from_millis(100);
    let limits = Limits::default();
    match act {
        Act::Stall => Relay { limits: Limits { command: short, ..limits }, ..relay(port) },
        Act::Say(_) | Act::Close | Act::TakeAndClose => relay(port),
    }
}

fn sink(stage: &Stage) -> SmtpSink {
    SmtpSink::new(relay(stage.port)).unwrap()
}

fn letter_to(recipient: &str) -> Parcel {
    Parcel {
        reference: "abc123@office.example".into(),
        sender: "pengaduan@office.example".into(),
        recipient: recipient.into(),
        content: b"Subject: Disposisi\r\n\r\n.Mohon ditindaklanjuti.\r\n".to_vec(),
    }
}

pub fn letter() -> Parcel {
    letter_to("petugas@dinas.example")
}

async fn once(stage: &Stage, relay: Relay) -> (Result<Receipt, Fault>, usize, usize) {
    let gate = Counting::default();
    let result = SmtpSink::new(relay).unwrap().send(&letter(), &gate).await;
    (result, gate.passed(), stage.letters().len())
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written_and_its_queue_id_comes_back() {
    for offers in [&[][..], EVERYTHING] {
        let stage = Stage::open(Script::default().offering(offers)).await;
        let (receipt, passed, taken) = once(&stage, relay(stage.port)).await;
        assert_eq!(
            receipt.unwrap(),
            Receipt { remote_id: Some("Q1".into()), text: "250 2.0.0 Ok: queued as Q1".into() }
        );
        assert_eq!((passed, taken), (1, 1));
        assert_eq!(stage.letters(), [letter().content]);
    }
}

#[tokio::test]
async fn reports_are_asked_for_where_the_server_offers_them() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    once(&stage, relay(stage.port)).await.0.unwrap();
    let commands = stage.commands();
    assert!(commands.iter().any(|c| c.contains("RET=HDRS ENVID=abc123@office.example")), "{commands:?}");
    assert!(commands.iter().any(|c| c.ends_with("NOTIFY=FAILURE,DELAY")), "{commands:?}");
    let stage = Stage::open(Script::default()).await;
    once(&stage, relay(stage.port)).await.0.unwrap();
    assert!(stage.commands().contains(&"RCPT TO:<petugas@dinas.example>".to_owned()));
}

#[tokio::test]
async fn before_the_letter_every_failure_is_certainly_not_sent() {
    for offers in [&[][..], EVERYTHING] {
        for verb in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"] {
            for act in [
                Act::Close,
                Act::Stall,
                Act::Say("450 4.2.0 later"),
                Act::Say("421 4.3.2 closing"),
                Act::Say("nonsense"),
            ] {
                let stage = Stage::open(Script::at(verb, act).offering(offers)).await;
                let (result, passed, taken) = once(&stage, patient_unless_stalled(stage.port, act)).await;
                let fault = result.unwrap_err();
                assert_eq!(fault.outcome, Outcome::NotSent, "{verb} {act:?} {fault}");
                assert_eq!((passed, taken), (0, 0), "{verb} {act:?}");
                let kind = match act {
                    Act::Stall => FaultKind::Timeout,
                    Act::Close | Act::TakeAndClose => FaultKind::Network,
                    Act::Say("nonsense") => FaultKind::Protocol,
                    Act::Say(_) => FaultKind::Throttled,
                };
                assert_eq!(fault.kind, kind, "{verb} {act:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_recipient_concerns_that_recipient_alone() {
    for offers in [&[][..], EVERYTHING] {
        let script = Script::at("RCPT TO:<tiada@", Act::Say("550 5.1.1 <tiada@dinas.example>: no such user"));
        let stage = Stage::open(
            Script { acts: [script.acts, vec![(0, "DATA", Act::Say("354 go on"))]].concat(), ..Script::default() }
                .offering(offers),
        )
        .await;
        let sink = sink(&stage);
        let fault = sink.send(&letter_to("tiada@dinas.example"), &Counting::default()).await.unwrap_err();
        assert_eq!((fault.reach, fault.outcome, fault.kind), (Reach::Message, Outcome::Refused, FaultKind::Recipient));
        assert_eq!(fault.code.as_deref(), Some("550 5.1.1"));
        assert!(!fault.text.contains("tiada"), "{fault}");
        sink.send(&letter(), &Counting::default()).await.unwrap();
        assert_eq!(stage.letters(), [letter().content]);
    }
}

#[tokio::test]
async fn after_a_refusal_the_connection_goes_on_with_rset() {
    let acts = vec![(0, "RCPT TO:<tiada@", Act::Say("550 5.1.1 no"))];
    let stage = Stage::open(Script { acts, ..Script::default() }).await;
    let sink = sink(&stage);
    sink.send(&letter_to("tiada@dinas.example"), &Counting::default()).await.unwrap_err();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    let rsets = stage.commands().iter().filter(|command| *command == "RSET").count();
    assert_eq!((stage.connections(), rsets, stage.letters().len()), (1, 1, 2));
}

#[tokio::test]
async fn after_the_letter_silence_means_that_nobody_knows() {
    for (act, taken) in [
        (Act::Close, 0),
        (Act::Stall, 0),
        (Act::TakeAndClose, 1),
        (Act::Say("gibberish"), 0),
        (Act::Say("354 more"), 0),
    ] {
        let stage = Stage::open(Script::at("LETTER", act).offering(EVERYTHING)).await;
        let final_dot = if act == Act::Stall { Duration::from_millis(100) } else { Limits::default().final_dot };
        let relay = Relay { limits: Limits { final_dot, ..Limits::default() }, ..relay(stage.port) };
        let (result, passed, counted) = once(&stage, relay).await;
        assert_eq!((result.unwrap_err().outcome, passed, counted), (Outcome::Unknown, 1, taken), "{act:?}");
    }
}

#[tokio::test]
async fn after_the_letter_a_word_settles_it() {
    for (said, outcome) in [("451 4.3.0 later", Outcome::NotSent), ("554 5.7.1 spam", Outcome::Refused)] {
        let stage = Stage::open(Script::at("LETTER", Act::Say(said))).await;
        assert_eq!(once(&stage, relay(stage.port)).await.0.unwrap_err().outcome, outcome, "{said}");
    }
}

#[tokio::test]
async fn with_the_gate_closed_the_server_never_sees_a_byte_of_the_letter() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = sink(&stage);
    let shut = Counting { closed: true, ..Counting::default() };
    let fault = sink.send(&letter(), &shut).await.unwrap_err();
    assert_eq!((fault.outcome, fault.kind, shut.passed()), (Outcome::NotSent, FaultKind::Stopped, 1));
    sink.send(&letter(), &Counting::default()).await.unwrap();
    assert_eq!((stage.letters(), stage.unfinished(), stage.connections()), (vec![letter().content], Vec::new(), 2));
}

#[tokio::test]
async fn whatever_line_ends_it_has_a_letter_arrives_as_one() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = sink(&stage);
    let smuggled: &[u8] = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nevil";
    for dot in [&b"\n.\n"[..], b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r\n.\r\n", b"\r.\n", b"\r\r\n.\r\r\n"] {
        let content = [b"Subject: x\r\n\r\nhello", dot, smuggled].concat();
        sink.send(&Parcel { content, ..letter() }, &Counting::default()).await.unwrap();
    }
    assert_eq!((stage.letters().len(), stage.connections()), (8, 1));
    for letter in stage.letters() {
        let text = String::from_utf8(letter).unwrap().replace("\r\n", "\n");
        assert!(text.contains("\n.\n") && text.ends_with("\nDATA\nevil\n") && !text.contains('\r'), "{text:?}");
    }
}

#[tokio::test]
async fn a_recipient_with_a_line_end_reaches_no_server() {
    let stage = Stage::open(Script::default()).await;
    let gate = Counting::default();
    let fault = sink(&stage).send(&letter_to("a@b.example>\r\nRCPT TO:<c@d.example"), &gate).await.unwrap_err();
    assert_eq!((fault.outcome, gate.passed(), stage.connections()), (Outcome::Refused, 0, 0));
}
