use super::*;
use crate::sync_log::{Entry, Event, SealingKey};

const START: i64 = 1_795_305_600;

fn key() -> SealingKey {
    SealingKey::from_seed("pengaduan.example/penghubung/log1", [1; 32]).unwrap()
}

fn lines(count: u64) -> Vec<String> {
    (0..count).map(|n| Entry::new(Event::Detak, "seal").to_line(n, START + 60 * n as i64)).collect()
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn seal(lines: &[String], size: usize) -> String {
    let mut tree = CompactRange::new();
    lines[..size].iter().for_each(|line| tree.append(super::super::tree::leaf_hash(line.as_bytes())));
    Checkpoint::of(key().public().name(), &tree).sign(&key())
}

fn verified(checkpoints: &str, text: &str) -> Report {
    let mut verification = Verification::new(checkpoints, &[], &[key().public().clone()], LONGEST_SILENCE);
    verification.chunk(text.as_bytes());
    verification.finish()
}

#[test]
fn an_untouched_log_is_intact_and_says_how_much_no_seal_covers_yet() {
    let lines = lines(10);
    let report = verified(&[seal(&lines, 0), seal(&lines, 4), seal(&lines, 7)].join(BETWEEN_NOTES), &text(&lines));
    assert_eq!((report.verdict, report.lines, report.sealed, report.unsealed_tail()), (Verdict::Intact, 10, 7, 3));
    assert_eq!(report.last_time, Some(START + 540));
    assert!(report.problems.is_empty());
}

#[test]
fn it_does_not_matter_how_the_text_is_cut_into_chunks() {
    let lines = lines(3000);
    let list = [seal(&lines, 1), seal(&lines, 1500), seal(&lines, 3000)].join(BETWEEN_NOTES);
    let text = text(&lines);
    let whole = verified(&list, &text);
    assert_eq!(whole.verdict, Verdict::Intact);
    for size in [997, 8192, 100_000] {
        let mut verification = Verification::new(&list, &[], &[key().public().clone()], LONGEST_SILENCE);
        text.as_bytes().chunks(size).for_each(|chunk| verification.chunk(chunk));
        assert_eq!(verification.finish(), whole);
    }
}

#[test]
fn a_change_is_placed_between_the_seals_around_it() {
    let good = lines(30);
    let list = [seal(&good, 10), seal(&good, 20), seal(&good, 30)].join(BETWEEN_NOTES);
    let mut bad = good.clone();
    bad[14] = bad[14].replace("seal", "sea1");
    let report = verified(&list, &text(&bad));
    assert_eq!((report.verdict, report.sealed, report.first_bad()), (Verdict::Altered, 10, Some(10)));
    assert_eq!(report.problems, [Problem::WrongRoot { origin: Origin::List(2), sound: 10, size: 20 }]);
}

#[test]
fn a_missing_line_is_named_by_its_index() {
    let good = lines(5000);
    let mut bad = good.clone();
    bad.remove(4321);
    let report = verified(&seal(&good, 5000), &text(&bad));
    assert_eq!((report.verdict, report.first_bad()), (Verdict::Altered, Some(4321)));
    assert_eq!(report.problems[0], Problem::BadLine(4321, LineFault::Number(4322)));
}

#[test]
fn time_that_runs_backwards_is_seen_in_the_tail_too() {
    let mut log = lines(5);
    log[4] = Entry::new(Event::Detak, "seal").to_line(4, START - 1);
    assert_eq!(verified(&seal(&log, 2), &text(&log)).problems, [Problem::BadLine(4, LineFault::Backwards)]);
}

#[test]
fn silence_is_reported_unless_the_daemon_said_that_it_stops() {
    let later = START + LONGEST_SILENCE + 1;
    for (last_word, verdict) in [(Event::Detak, Verdict::SilentGap), (Event::Henti, Verdict::Intact)] {
        let log =
            [Entry::new(last_word, "daemon").to_line(0, START), Entry::new(Event::Mulai, "daemon").to_line(1, later)];
        let report = verified(&seal(&log, 2), &text(&log));
        assert_eq!(report.verdict, verdict);
        assert_eq!(report.problems.is_empty(), verdict == Verdict::Intact);
    }
    let log = [Entry::new(Event::Detak, "seal").to_line(0, START), Entry::new(Event::Mulai, "d").to_line(1, later - 1)];
    assert_eq!(verified(&seal(&log, 2), &text(&log)).verdict, Verdict::Intact);
}

#[test]
fn silence_and_backward_time_are_seen_where_two_chunks_meet() {
    let log =
        [Entry::new(Event::Detak, "seal").to_line(0, START), Entry::new(Event::Detak, "seal").to_line(1, START + 9999)];
    for (order, problem) in [([0, 1], Problem::Silence(1, 9999)), ([1, 0], Problem::BadLine(0, LineFault::Number(1)))] {
        let mut verification = Verification::new(&seal(&log, 0), &[], &[key().public().clone()], LONGEST_SILENCE);
        order.iter().for_each(|at| verification.chunk(format!("{}\n", log[*at]).as_bytes()));
        assert_eq!(verification.finish().problems[0], problem);
    }
}

#[test]
fn without_a_key_or_a_seal_nothing_can_be_said() {
    let log = lines(3);
    assert_eq!(verified("", &text(&log)).problems, [Problem::NoSeal]);
    let mut verification = Verification::new(&seal(&log, 3), &[], &[], LONGEST_SILENCE);
    verification.chunk(text(&log).as_bytes());
    let report = verification.finish();
    assert_eq!((report.verdict, report.problems.as_slice()), (Verdict::Unverifiable, [Problem::NoKey].as_slice()));
}

#[test]
fn the_weightiest_problem_decides() {
    let mut worst_last =
        [Verdict::Altered, Verdict::Intact, Verdict::Truncated, Verdict::SilentGap, Verdict::Unverifiable];
    worst_last.sort();
    assert_eq!(worst_last.map(Verdict::exit_code), [0, 3, 4, 2, 1]);
}

/// `cargo test --release --lib -- --ignored --nocapture a_million`; prints, asserts only that the log is intact.
#[test]
#[ignore = "a measurement"]
fn a_million_lines_are_verified_in_about_a_second() {
    let filler = "x".repeat(108);
    let log: Vec<String> = (0..1_000_000)
        .map(|n| {
            Entry::new(Event::Rute, "triage").case("BTG-26-0001").fact("d", &*filler).to_line(n, START + n as i64 / 10)
        })
        .collect();
    let mut tree = CompactRange::new();
    tree.extend(&log.iter().map(|line| super::super::tree::leaf_hash(line.as_bytes())).collect::<Vec<_>>());
    let note = Checkpoint::of(key().public().name(), &tree).sign(&key());
    let chunks: Vec<String> = log.chunks(65_536).map(text).collect();
    let begun = std::time::Instant::now();
    let mut verification = Verification::new(&note, &[], &[key().public().clone()], LONGEST_SILENCE);
    chunks.iter().for_each(|chunk| verification.chunk(chunk.as_bytes()));
    let report = verification.finish();
    println!("{} lines, {} bytes: {:?}", report.lines, chunks.iter().map(String::len).sum::<usize>(), begun.elapsed());
    assert_eq!((report.verdict, report.sealed), (Verdict::Intact, 1_000_000));
}
