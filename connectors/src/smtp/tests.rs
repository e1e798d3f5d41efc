use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

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

#[tokio::test]
async fn many_letters_share_one_connection() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = sink(&stage);
    for _ in 0..20 {
        sink.send(&letter(), &Counting::default()).await.unwrap();
    }
    assert_eq!((stage.letters().len(), stage.connections()), (20, 1));
    sink.close().await;
    assert_eq!(stage.commands().last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    for offers in [&[][..], EVERYTHING] {
        let stage = Stage::open(Script { letters_per_connection: Some(1), ..Script::default() }.offering(offers)).await;
        let sink = sink(&stage);
        for _ in 0..4 {
            let gate = Counting::default();
            sink.send(&letter(), &gate).await.unwrap();
            assert_eq!(gate.passed(), 1);
        }
        assert_eq!((stage.letters().len(), stage.connections()), (4, 4));
    }
}

#[tokio::test]
async fn a_connection_that_rested_too_long_is_not_used_again() {
    let stage = Stage::open(Script::default()).await;
    let sink = SmtpSink::new(Relay { idle_close: Duration::ZERO, ..relay(stage.port) }).unwrap();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    assert_eq!(stage.connections(), 2);
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = Arc::new(sink(&stage));
    let sends = (0..24).map(|_| {
        let sink = Arc::clone(&sink);
        async move { sink.send(&letter(), &Counting::default()).await }
    });
    let results = futures_util::future::join_all(sends).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(stage.letters().len(), 24);
    assert!(stage.connections() <= 2, "{}", stage.connections());
}

/// Says when it is asked, and keeps its word back until it is let.
#[derive(Default)]
struct Slow {
    asked: AtomicUsize,
    word: tokio::sync::Notify,
    on_the_wire: AtomicUsize,
    most_on_the_wire: AtomicUsize,
}

#[async_trait::async_trait]
impl Gate for Slow {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.ask().await?;
        self.begin()
    }

    async fn ask(&self) -> Result<(), GateClosed> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.word.notified().await;
        Ok(())
    }

    fn begin(&self) -> Result<(), GateClosed> {
        let now = self.on_the_wire.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_on_the_wire.fetch_max(now, Ordering::SeqCst);
        Ok(())
    }

    fn taken(&self, _: &Receipt) {
        self.on_the_wire.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn while_a_relay_that_is_well_is_busy_the_next_letters_ask_for_their_word_together() {
    let stage = Stage::open(Script::default()).await;
    let busy = SmtpSink::new(Relay { max_connections: 1, ..relay(stage.port) }).unwrap();
    let (gate, parcel) = (Slow::default(), letter());
    let asked = || gate.asked.load(Ordering::SeqCst);
    let all_asked = async |wanted: usize| {
        while asked() < wanted {
            tokio::task::yield_now().await;
        }
    };
    let (first, second) = (busy.send(&parcel, &gate), busy.send(&parcel, &gate));
    let one_by_one = async {
        all_asked(1).await;
        assert_eq!(asked(), 1, "nobody knows yet whether the relay is well");
        gate.word.notify_one();
        all_asked(2).await;
        gate.word.notify_one();
    };
    let (first, second, ()) = tokio::join!(first, second, one_by_one);
    assert!(first.is_ok() && second.is_ok());
    let more = AHEAD + 3;
    let letters = futures_util::future::join_all((0..more).map(|_| busy.send(&parcel, &gate)));
    let together = async {
        all_asked(2 + 1 + AHEAD).await;
        assert_eq!(stage.letters().len(), 2);
        (0..more).for_each(|_| gate.word.notify_one());
        while stage.letters().len() < 2 + more {
            gate.word.notify_one();
            tokio::task::yield_now().await;
        }
    };
    let (sent, ()) = tokio::join!(letters, together);
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!((asked(), stage.connections()), (2 + more, 1), "each is asked once");
    assert_eq!(
        gate.most_on_the_wire.load(Ordering::SeqCst),
        1,
        "who has its word is begun when the connection is free"
    );
}

#[tokio::test]
async fn the_login_fits_what_the_server_offers() {
    let login = Some(("user".to_owned(), "secret".into()));
    for (offers, said) in [(&["AUTH PLAIN LOGIN"][..], "AUTH PLAIN AHVzZXIAc2VjcmV0"), (&["AUTH=LOGIN"], "AUTH LOGIN")]
    {
        let stage = Stage::open(Script::default().offering(offers)).await;
        probe(&Relay { login: login.clone(), ..relay(stage.port) }).await.unwrap();
        assert!(stage.commands().contains(&said.to_owned()), "{:?}", stage.commands());
    }
    let stage = Stage::open(Script::default().offering(&["AUTH CRAM-MD5"])).await;
    let fault = probe(&Relay { login: login.clone(), ..relay(stage.port) }).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Setup);
    let stage = Stage::open(Script::at("AUTH", Act::Say("535 5.7.8 no")).offering(EVERYTHING)).await;
    let fault = probe(&Relay { login, ..relay(stage.port) }).await.unwrap_err();
    assert_eq!((fault.reach, fault.kind, fault.code.as_deref()), (Reach::Account, FaultKind::Login, Some("535 5.7.8")));
    assert!(!fault.text.contains("secret") && !fault.text.contains("c2VjcmV0"));
}

#[tokio::test]
async fn starttls_is_not_optional_and_nobody_speaks_before_it() {
    let start = |port| Relay { security: Security::StartTls, host: "localhost".into(), ..relay(port) };
    let stage = Stage::open(Script::default().offering(&["AUTH PLAIN"])).await;
    assert_eq!(probe(&start(stage.port)).await.unwrap_err().kind, FaultKind::Setup);
    let script = Script::at("STARTTLS", Act::Say("220 go\r\n250-injected\r\n250 AUTH PLAIN")).offering(&["STARTTLS"]);
    let stage = Stage::open(script).await;
    assert_eq!(probe(&start(stage.port)).await.unwrap_err().kind, FaultKind::Protocol);
    assert!(!stage.commands().iter().any(|command| command.starts_with("AUTH")));
}

#[tokio::test]
async fn without_tls_nothing_leaves_this_machine() {
    let relay = Relay { host: "192.0.2.1".into(), ..relay(25) };
    assert_eq!(probe(&relay).await.unwrap_err().kind, FaultKind::Setup);
}

#[tokio::test]
async fn tls_is_used_with_our_own_authority_and_with_no_other() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let stage =
        Stage::open_with(Script::default().offering(EVERYTHING), Some(TlsAcceptor::from(Arc::new(config)))).await;
    let mut ca = tempfile::NamedTempFile::new().unwrap();
    ca.write_all(certified.cert.pem().as_bytes()).unwrap();
    let safe = Relay {
        security: Security::ImplicitTls,
        host: "localhost".into(),
        ca_file: Some(ca.path().into()),
        ca_only: true,
        ..relay(stage.port)
    };
    assert!(once(&stage, safe.clone()).await.0.is_ok());
    for wrong in [Relay { host: "127.0.0.1".into(), ..safe.clone() }, Relay { ca_file: None, ca_only: false, ..safe }] {
        let fault = probe(&wrong).await.unwrap_err();
        assert_eq!((fault.outcome, fault.kind), (Outcome::NotSent, FaultKind::Certificate), "{fault}");
    }
}

#[tokio::test]
async fn a_relay_that_is_not_there_is_a_network_fault() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(probe(&relay(port)).await.unwrap_err().kind, FaultKind::Network);
    assert_eq!(probe(&Relay { hello_name: "a b".into(), ..relay(port) }).await.unwrap_err().kind, FaultKind::Setup);
}
