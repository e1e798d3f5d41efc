//! Waiting.

use std::time::Duration;

use connectors::imap::ImapSource;
use connectors::{Cursor, FaultKind, Source, Woken};

use crate::account;
use crate::fake::{Answer, Fake, mail};

async fn at_rest(fake: &Fake) -> (ImapSource, Cursor) {
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    assert!(!batch.more);
    (source, batch.cursor)
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn an_announcement_wakes_and_the_session_goes_on() {
    let fake = Fake::with_messages([1]).await;
    let (mut source, cursor) = at_rest(&fake).await;
    {
        let mut state = fake.state.lock().unwrap();
        state.idle_says = "* 2 EXISTS\r\n";
        state.messages.insert(2, mail(2));
    }
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
    assert_eq!(source.poll(Some(&cursor)).await.unwrap().arrivals.len(), 1);
    assert_eq!(fake.state.lock().unwrap().connections, 1);
}

#[tokio::test]
async fn a_message_between_the_last_look_and_idle_is_not_missed() {
    let fake = Fake::with_messages([1]).await;
    let (mut source, _) = at_rest(&fake).await;
    fake.quirk("NOOP", Answer::Say("* 2 EXISTS\r\n{tag} OK\r\n"));
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
    assert_eq!(fake.said("IDLE"), 0);
}

#[tokio::test]
async fn a_message_that_idle_never_announces_is_found_by_the_look_after_the_first_round() {
    let fake = Fake::with_messages([1]).await;
    let (mut source, _) = at_rest(&fake).await;
    fake.quirk("NOOP", Answer::Say("{tag} OK\r\n"));
    fake.quirk("NOOP", Answer::Say("* 2 EXISTS\r\n{tag} OK\r\n"));
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
    assert_eq!(fake.said("IDLE"), 1);
}

#[tokio::test]
async fn an_announcement_in_any_other_answer_counts() {
    let fake = Fake::with_messages([1]).await;
    let mut source = ImapSource::new(account(fake.port));
    fake.quirk("UID FETCH * (UID)", Answer::Say("* 1 FETCH (UID 1)\r\n* 2 EXISTS\r\n{tag} OK\r\n"));
    source.poll(None).await.unwrap();
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
}

#[tokio::test]
async fn after_news_the_server_is_asked_for_more_before_it_has_to_announce_it() {
    let fake = Fake::with_messages([1]).await;
    let (mut source, cursor) = at_rest(&fake).await;
    {
        let mut state = fake.state.lock().unwrap();
        state.idle_says = "* 2 EXISTS\r\n";
        state.messages.insert(2, mail(2));
    }
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
    source.poll(Some(&cursor)).await.unwrap();
    fake.state.lock().unwrap().idle_says = "";
    fake.quirk_times("NOOP", Answer::Say("{tag} OK\r\n"), 3);
    fake.quirk("NOOP", Answer::Say("* 3 EXISTS\r\n{tag} OK\r\n"));
    assert_eq!(source.wait(LONG).await, Ok(Woken::News));
    assert_eq!(fake.said("IDLE"), 1, "a second IDLE would have had to wait for the server's announcement");
}

#[tokio::test]
async fn flags_and_deletions_wake_nobody() {
    let fake = Fake::with_messages([1, 2]).await;
    let (mut source, _) = at_rest(&fake).await;
    fake.quirk("NOOP", Answer::Say("* 1 FETCH (FLAGS (\\Seen))\r\n* 2 EXPUNGE\r\n* OK masih di sini\r\n{tag} OK\r\n"));
    assert_eq!(source.wait(SHORT).await, Ok(Woken::Elapsed));
}

#[tokio::test]
async fn a_server_without_idle_is_simply_waited_for() {
    let fake = Fake::with_messages([1]).await;
    fake.state.lock().unwrap().capabilities = "IMAP4rev1 AUTH=PLAIN";
    let (mut source, _) = at_rest(&fake).await;
    assert_eq!(source.wait(SHORT).await, Ok(Woken::Elapsed));
    assert_eq!(fake.said("IDLE"), 0);
}

#[tokio::test]
async fn no_bad_silence_and_the_end_in_idle_are_faults() {
    for (answer, kind) in [
        (Answer::Say("{tag} NO tidak\r\n"), FaultKind::Protocol),
        (Answer::Say("{tag} BAD\r\n"), FaultKind::Protocol),
        (Answer::SayAndClose("+ idling\r\n"), FaultKind::Network),
        (Answer::SayAndClose("+ idling\r\n* BYE dah\r\n"), FaultKind::Network),
        (Answer::SayAndStall(""), FaultKind::Timeout),
        (Answer::SayAndStall("+ idling\r\n"), FaultKind::Timeout),
    ] {
        let fake = Fake::with_messages([1]).await;
        let (mut source, cursor) = at_rest(&fake).await;
        fake.quirk("IDLE", answer);
        assert_eq!(source.wait(LONG).await.unwrap_err().kind, kind);
        source.poll(Some(&cursor)).await.unwrap();
    }
}

#[tokio::test]
async fn a_wait_that_is_dropped_costs_only_the_session() {
    let fake = Fake::with_messages([1]).await;
    let (mut source, cursor) = at_rest(&fake).await;
    tokio::time::timeout(SHORT, source.wait(LONG)).await.unwrap_err();
    source.poll(Some(&cursor)).await.unwrap();
    assert_eq!(fake.state.lock().unwrap().connections, 2);
}
