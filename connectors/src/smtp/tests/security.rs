//! Login and TLS.

use std::io::Write as _;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::*;

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
