//! The door: passwords, refusals, greetings.

use std::io::Write as _;

use connectors::imap::{ImapSource, PasswordFrom};
use connectors::{FaultKind, Source};

use crate::account;
use crate::fake::{Answer, Fake};

#[tokio::test]
async fn nobody_knocks_a_fourth_time_with_a_refused_password() {
    let fake = Fake::with_messages([1]).await;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "salah").unwrap();
    let mut account = account(fake.port);
    account.password = PasswordFrom::File(file.path().to_owned());
    let mut source = ImapSource::new(account);
    for _ in 0..9 {
        let fault = source.poll(None).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Login);
        assert!(!fault.to_string().contains("salah"));
    }
    assert_eq!(fake.state.lock().unwrap().connections, 3);
    std::fs::write(file.path(), "rahasia\n").unwrap();
    assert_eq!(source.poll(None).await.unwrap().arrivals.len(), 1);
}

#[tokio::test]
async fn all_folders_of_an_account_together_knock_three_times() {
    let fake = Fake::with_messages([1]).await;
    let mut account = account(fake.port);
    account.password = PasswordFrom::Given("salah".to_owned().into());
    let mut sources: Vec<_> = (0..4).map(|_| ImapSource::new(account.clone())).collect();
    for _ in 0..3 {
        for refused in futures_util::future::join_all(sources.iter_mut().map(|source| source.poll(None))).await {
            assert_eq!(refused.unwrap_err().kind, FaultKind::Login);
        }
    }
    assert_eq!(fake.said("AUTHENTICATE"), 3);
}

#[tokio::test]
async fn too_many_connections_is_not_a_wrong_password() {
    let fake = Fake::with_messages([1]).await;
    fake.quirk_times("AUTHENTICATE", Answer::Say("{tag} NO [UNAVAILABLE] penuh\r\n"), 5);
    let mut source = ImapSource::new(account(fake.port));
    for _ in 0..5 {
        assert_eq!(source.poll(None).await.unwrap_err().kind, FaultKind::Throttled);
    }
    source.poll(None).await.unwrap();
}

#[tokio::test]
async fn a_password_with_quotes_backslashes_and_accents_arrives_as_it_is() {
    let fake = Fake::with_messages([1]).await;
    fake.state.lock().unwrap().password = "a\"b\\c {5} é 密";
    let mut account = account(fake.port);
    account.password = PasswordFrom::Given("a\"b\\c {5} é 密".to_owned().into());
    ImapSource::new(account).poll(None).await.unwrap();
}

#[tokio::test]
async fn without_sasl_plain_a_plain_password_goes_in_quotes() {
    let fake = Fake::with_messages([1]).await;
    fake.state.lock().unwrap().capabilities = "IMAP4rev1";
    ImapSource::new(account(fake.port)).poll(None).await.unwrap();
    assert_eq!(fake.said("LOGIN \"pengaduan@dinkes.example\" \"rahasia\""), 1);
}

#[tokio::test]
async fn a_server_that_forbids_every_login_is_a_matter_of_configuration() {
    let fake = Fake::with_messages([1]).await;
    fake.state.lock().unwrap().capabilities = "IMAP4rev1 LOGINDISABLED";
    let fault = ImapSource::new(account(fake.port)).poll(None).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Setup);
    assert_eq!(fake.said("LOGIN"), 0);
}

#[tokio::test]
async fn what_a_server_says_of_a_refused_login_is_not_repeated() {
    let fake = Fake::with_messages([1]).await;
    fake.quirk("AUTHENTICATE", Answer::Say("{tag} BAD rahasia tidak dimengerti\r\n"));
    let fault = ImapSource::new(account(fake.port)).poll(None).await.unwrap_err();
    assert!(!fault.to_string().contains("rahasia"), "{fault}");
}

#[tokio::test]
async fn a_greeting_that_is_not_ok_is_refused() {
    for (greeting, kind) in [
        ("* BYE [ALERT] Terlalu banyak koneksi\r\n", FaultKind::Throttled),
        ("* PREAUTH sudah masuk\r\n", FaultKind::Protocol),
        ("HTTP/1.1 400 Bad Request\r\n", FaultKind::Protocol),
        ("", FaultKind::Network),
    ] {
        let fake = Fake::with_messages([1]).await;
        fake.quirk("GREETING", Answer::SayAndClose(greeting));
        let fault = ImapSource::new(account(fake.port)).poll(None).await.unwrap_err();
        assert_eq!(fault.kind, kind, "{greeting}: {fault}");
    }
}

#[tokio::test]
async fn without_tls_no_other_machine_is_dialled() {
    let mut account = account(143);
    account.host = "192.0.2.1".into();
    let fault = ImapSource::new(account).poll(None).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Setup);
}
