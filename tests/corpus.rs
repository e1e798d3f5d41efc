//! The mails of the benches: if they were all alike, the figures would mean nothing.

#[path = "../benches/support/corpus.rs"]
mod corpus;

use std::collections::BTreeSet;

use corpus::Corpus;

fn message_id(mail: &[u8]) -> String {
    let text = String::from_utf8_lossy(mail);
    text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned()
}

#[test]
fn the_same_seed_gives_the_same_mails_and_another_seed_others() {
    let first = |seed| Corpus::new(seed).take(20).collect::<Vec<_>>();
    assert_eq!(first(1), first(1));
    assert_ne!(first(1), first(2));
}

#[test]
fn a_thousand_mails_are_all_different_and_as_large_as_real_ones() {
    let mails: Vec<Vec<u8>> = Corpus::new(2026).take(1_000).collect();
    let ids: BTreeSet<String> = mails.iter().map(|mail| message_id(mail)).collect();
    assert!(!ids.contains(""), "a mail without Message-ID");
    assert_eq!(ids.len(), mails.len());
    let mean = mails.iter().map(Vec::len).sum::<usize>() / mails.len();
    assert!((65_000..85_000).contains(&mean), "{mean}");
    let small = mails.iter().filter(|mail| mail.len() < 5_000).count();
    assert!((350..550).contains(&small), "{small} short texts");
}

#[test]
fn every_line_can_travel_by_smtp() {
    for mail in Corpus::new(7).take(200) {
        let text = String::from_utf8(mail).expect("UTF-8");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare line end");
        assert!(text.split("\r\n").all(|line| line.len() <= 998), "a line over 998 bytes");
    }
}
