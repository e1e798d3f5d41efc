//! What a server may do wrong while messages are read.

use connectors::imap::ImapSource;
use connectors::{Batch, Cursor, FaultKind, RemoteRef, Source};

use crate::account;
use crate::fake::{Answer, Fake, mail};

fn uids(batch: &Batch) -> Vec<u32> {
    batch.arrivals.iter().map(|arrival| uid(&arrival.remote_ref)).collect()
}

fn uid(remote: &RemoteRef) -> u32 {
    remote.0.split_once('/').unwrap().1.parse().unwrap()
}

/// Polls until nothing more is waiting; faults count as a try.
async fn read_all(source: &mut ImapSource, tries: usize) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let (mut read, mut gone, mut unreadable) = (vec![], vec![], vec![]);
    let mut cursor: Option<Cursor> = None;
    for _ in 0..tries {
        let Ok(batch) = source.poll(cursor.as_ref()).await else { continue };
        read.extend(uids(&batch));
        gone.extend(batch.gone.iter().map(uid));
        unreadable.extend(batch.unreadable.iter().map(|(remote, _)| uid(remote)));
        cursor = Some(batch.cursor.clone());
        if !batch.more {
            return (read, gone, unreadable);
        }
    }
    panic!("still not through after {tries} polls: {read:?}");
}

#[tokio::test]
async fn every_message_comes_once_and_in_order_byte_for_byte() {
    let fake = Fake::with_messages([3, 4, 9, 1200, 4_000_000]).await;
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    assert_eq!(batch.arrivals[0].raw, mail(3));
    assert_eq!(batch.arrivals[0].received_at.to_rfc3339(), "2026-11-07T02:15:00+00:00");
    assert!(!batch.arrivals[0].is_cut());
    let (read, _, _) = read_all(&mut source, 20).await;
    assert_eq!(read, [3, 4, 9, 1200, 4_000_000]);
}

#[tokio::test]
async fn the_same_cursor_brings_the_same_messages_again() {
    let fake = Fake::with_messages(1..=250).await;
    let mut source = ImapSource::new(account(fake.port));
    let first = source.poll(None).await.unwrap();
    assert!(first.more);
    assert_eq!(uids(&source.poll(None).await.unwrap()), uids(&first));
    let second = source.poll(Some(&first.cursor)).await.unwrap();
    assert_eq!(uids(&second), (101..=200).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_poll_with_nothing_new_costs_two_short_commands_and_the_last_message_is_not_read_twice() {
    let fake = Fake::with_messages(1..=5).await;
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    let before = fake.state.lock().unwrap().said.len();
    let again = source.poll(Some(&batch.cursor)).await.unwrap();
    assert!(again.arrivals.is_empty() && !again.more);
    assert_eq!(again.cursor, batch.cursor);
    assert_eq!(fake.state.lock().unwrap().said[before..], ["NOOP", "UID FETCH * (UID)"]);
}

#[tokio::test]
async fn a_new_numbering_reads_everything_again_and_says_so() {
    let fake = Fake::with_messages([5, 6]).await;
    let mut source = ImapSource::new(account(fake.port));
    let old = source.poll(None).await.unwrap().cursor;
    fake.state.lock().unwrap().validity = 8;
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(Some(&old)).await.unwrap();
    assert!(batch.renumbered);
    assert_eq!(batch.arrivals[0].remote_ref, RemoteRef("8/5".into()));
    assert_eq!(batch.cursor, Cursor("8/6".into()));
}

#[tokio::test]
async fn a_message_deleted_between_listing_and_fetching_is_gone_not_lost() {
    let fake = Fake::with_messages(1..=4).await;
    fake.state.lock().unwrap().vanished = vec![2];
    let mut source = ImapSource::new(account(fake.port));
    assert_eq!(read_all(&mut source, 5).await, (vec![1, 3, 4], vec![2], vec![]));
    assert_eq!(fake.said("UID FETCH 2 "), 1);
}

#[tokio::test]
async fn a_message_without_a_body_is_unreadable_and_the_rest_goes_on() {
    let fake = Fake::with_messages(1..=3).await;
    fake.state.lock().unwrap().nil = vec![2];
    let mut source = ImapSource::new(account(fake.port));
    assert_eq!(read_all(&mut source, 5).await, (vec![1, 3], vec![], vec![2]));
}

#[tokio::test]
async fn an_empty_message_is_an_arrival() {
    let fake = Fake::with_messages([1]).await;
    fake.state.lock().unwrap().messages.insert(1, vec![]);
    let batch = ImapSource::new(account(fake.port)).poll(None).await.unwrap();
    assert!(batch.arrivals[0].raw.is_empty() && !batch.arrivals[0].is_cut());
}

#[tokio::test]
async fn of_a_huge_message_only_the_beginning_is_fetched() {
    let fake = Fake::with_messages([1, 2, 3]).await;
    fake.state.lock().unwrap().messages.insert(2, vec![b'x'; 600_000]);
    let mut account = account(fake.port);
    account.max_message_bytes = 500_000;
    let mut source = ImapSource::new(account);
    let first = source.poll(None).await.unwrap();
    let second = source.poll(Some(&first.cursor)).await.unwrap();
    assert!(second.arrivals[0].is_cut());
    assert_eq!((second.arrivals[0].raw.len(), second.arrivals[0].announced_bytes), (256 * 1024, 600_000));
    assert_eq!(uids(&source.poll(Some(&second.cursor)).await.unwrap()), [3]);
}

#[tokio::test]
async fn a_server_that_lies_about_the_size_does_not_fill_the_memory() {
    let fake = Fake::with_messages(1..=6).await;
    {
        let mut state = fake.state.lock().unwrap();
        for uid in 1..=6 {
            state.messages.insert(uid, vec![b'x'; 50_000]);
            state.lies.insert(uid, 10);
        }
        state.messages.insert(3, vec![b'y'; 300_000]);
    }
    let mut account = account(fake.port);
    (account.batch_bytes, account.max_message_bytes) = (60_000, 200_000);
    let mut source = ImapSource::new(account);
    let mut cursor = None;
    let mut read = vec![];
    for _ in 0..8 {
        let batch = source.poll(cursor.as_ref()).await.unwrap();
        let held: usize = batch.arrivals.iter().map(|arrival| arrival.raw.len()).sum();
        assert!(held <= 120_000 + 200_000, "{held}");
        for arrival in &batch.arrivals {
            assert_eq!(arrival.is_cut(), uid(&arrival.remote_ref) == 3);
        }
        read.extend(uids(&batch));
        cursor = Some(batch.cursor);
        if !batch.more {
            break;
        }
    }
    assert_eq!(read, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_message_that_breaks_the_connection_is_found_and_passed() {
    let fake = Fake::with_messages(1..=5).await;
    let half = "* 3 FETCH (UID 3 BODY[] {500}\r\nhalf";
    fake.quirk("UID FETCH 1:5 (UID INTERNALDATE", Answer::SayAndClose(half));
    fake.quirk_times("UID FETCH 3 (UID INTERNALDATE", Answer::SayAndClose(half), 9);
    let mut source = ImapSource::new(account(fake.port));
    assert_eq!(read_all(&mut source, 12).await, (vec![1, 2, 4, 5], vec![], vec![3]));
}

#[tokio::test]
async fn what_came_before_the_connection_broke_is_handed_out() {
    let fake = Fake::with_messages(1..=3).await;
    let one = "* 1 FETCH (UID 1 BODY[] {2}\r\nok)\r\n* 2 FETCH (UID 2 BODY[] {500}\r\nha";
    fake.quirk("UID FETCH 1:3 (UID INTERNALDATE", Answer::SayAndClose(one));
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    assert_eq!((uids(&batch), batch.more, batch.cursor.0.as_str()), (vec![1], true, "7/1"));
}

#[tokio::test]
async fn a_session_that_died_at_rest_is_replaced_without_a_fault() {
    let fake = Fake::with_messages([1]).await;
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    fake.quirk("NOOP", Answer::SayAndClose("* BYE [UNAVAILABLE] istirahat\r\n"));
    fake.state.lock().unwrap().messages.insert(2, mail(2));
    assert_eq!(uids(&source.poll(Some(&batch.cursor)).await.unwrap()), [2]);
    assert_eq!(fake.state.lock().unwrap().connections, 2);
}

/// One quirk in the first listing of a fresh session must be a fault of this kind, and the next poll reads all.
async fn one_fault(when: &'static str, answer: Answer, kind: FaultKind) {
    let fake = Fake::with_messages(1..=3).await;
    fake.quirk(when, answer);
    let mut source = ImapSource::new(account(fake.port));
    let fault = source.poll(None).await.unwrap_err();
    assert_eq!(fault.kind, kind, "{fault}");
    assert_eq!(read_all(&mut source, 6).await, (vec![1, 2, 3], vec![], vec![]));
}

const LISTING: &str = "UID FETCH 1:3 (UID RFC822";
const BODIES: &str = "UID FETCH 1:3 (UID INTERNALDATE";

#[tokio::test]
async fn an_end_between_two_messages_is_not_the_end_of_the_list() {
    let one = "* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n";
    one_fault(LISTING, Answer::SayAndClose(one), FaultKind::Network).await;
}

#[tokio::test]
async fn a_no_after_one_of_three_messages_is_a_fault() {
    let one = "* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n{tag} NO rusak\r\n";
    one_fault(LISTING, Answer::Say(one), FaultKind::Protocol).await;
    one_fault(BODIES, Answer::Say("{tag} NO rusak\r\n"), FaultKind::Protocol).await;
}

#[tokio::test]
async fn a_bad_with_and_without_text_is_a_fault() {
    one_fault(LISTING, Answer::Say("{tag} BAD\r\n"), FaultKind::Protocol).await;
    one_fault(BODIES, Answer::Say("{tag} BAD apa\r\n"), FaultKind::Protocol).await;
}

#[tokio::test]
async fn a_bye_is_a_fault_that_keeps_its_code() {
    one_fault(LISTING, Answer::SayAndClose("* BYE dah\r\n"), FaultKind::Network).await;
    one_fault(LISTING, Answer::SayAndClose("* BYE [LIMIT] terlalu sering\r\n"), FaultKind::Throttled).await;
}

#[tokio::test]
async fn a_server_that_is_unwell_asks_for_patience_and_accuses_no_message() {
    one_fault(BODIES, Answer::Say("{tag} NO [UNAVAILABLE] sebentar\r\n"), FaultKind::Throttled).await;
}

#[tokio::test]
async fn silence_in_a_body_or_a_listing_ends_at_our_limit() {
    one_fault(BODIES, Answer::SayAndStall("* 1 FETCH (UID 1 BODY[] {500}\r\nhalf"), FaultKind::Timeout).await;
    one_fault(LISTING, Answer::SayAndStall(""), FaultKind::Timeout).await;
}

#[tokio::test]
async fn an_announcement_of_four_gigabytes_takes_no_memory_and_no_hour() {
    let boast = "* 1 FETCH (UID 1 BODY[] {4294967295}\r\nabc";
    one_fault(BODIES, Answer::SayAndStall(boast), FaultKind::Timeout).await;
    one_fault(LISTING, Answer::Say("* LIST () \"/\" {500000000}\r\n"), FaultKind::Protocol).await;
}

#[tokio::test]
async fn garbage_and_what_makes_the_parser_panic_are_faults_of_the_server() {
    one_fault(LISTING, Answer::Say("* halo dunia\r\n{tag} OK\r\n"), FaultKind::Protocol).await;
    one_fault(BODIES, Answer::Say("* 1 FETCH (UID 1 INTERNALDATE NIL)\r\n"), FaultKind::Protocol).await;
    one_fault(LISTING, Answer::Say("A99 OK bukan milikmu\r\n"), FaultKind::Protocol).await;
}

#[tokio::test]
async fn a_fetch_of_another_message_and_one_nobody_asked_for_are_passed_over() {
    let fake = Fake::with_messages(1..=2).await;
    let odd = "* 9 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 77 BODY[] {2}\r\nno)\r\n\
               * 1 FETCH (UID 1 BODY[] {2}\r\nok)\r\n* 2 FETCH (FLAGS () UID 2 BODY[] \"dua\")\r\n{tag} OK\r\n";
    fake.quirk("UID FETCH 1:2 (UID INTERNALDATE", Answer::Say(odd));
    let batch = ImapSource::new(account(fake.port)).poll(None).await.unwrap();
    assert_eq!(uids(&batch), [1, 2]);
    assert_eq!((&batch.arrivals[0].raw[..], &batch.arrivals[1].raw[..]), (&b"ok"[..], &b"dua"[..]));
}

#[tokio::test]
async fn a_lower_number_that_appears_late_is_seen_by_the_census() {
    let fake = Fake::with_messages([5, 6]).await;
    let mut source = ImapSource::new(account(fake.port));
    let batch = source.poll(None).await.unwrap();
    fake.state.lock().unwrap().messages.insert(2, mail(2));
    assert!(source.poll(Some(&batch.cursor)).await.unwrap().arrivals.is_empty());
    let held = source.census().await.unwrap().unwrap().held;
    assert_eq!(held.iter().map(uid).collect::<Vec<_>>(), [2, 5, 6]);
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_a_matter_of_configuration() {
    let fake = Fake::with_messages([]).await;
    fake.quirk("EXAMINE", Answer::Say("{tag} NO [NONEXISTENT] tidak ada\r\n"));
    let fault = ImapSource::new(account(fake.port)).poll(None).await.unwrap_err();
    assert_eq!((fault.kind, fault.code.as_deref()), (FaultKind::Setup, Some("NONEXISTENT")));
}
