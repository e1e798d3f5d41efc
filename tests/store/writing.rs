//! A commit is whole or nothing: rows, ids and log lines together; writers wait for each other.

use std::time::Duration;

use penghubung::store::write::Table;
use penghubung::store::{Store, StoreFault};
use penghubung::sync_log::{CompactRange, Entry, Event, tree::leaf_hash};

use crate::bench::{Bench, Draft, Home, at};

on_both!(
    a_database_is_created_once_and_never_over_another,
    what_is_not_there_is_not_opened,
    a_newer_database_is_left_alone,
    a_dropped_transaction_leaves_nothing,
    complaint_numbers_have_no_gap_though_transactions_are_dropped,
    log_lines_are_numbered_without_a_gap_and_time_never_runs_backwards,
    the_kept_frontier_is_that_of_all_lines,
    checkpoints_are_kept_once_a_size,
    writers_at_the_same_time_wait_for_each_other,
    a_writer_that_is_cancelled_does_not_poison_the_next,
);

async fn a_database_is_created_once_and_never_over_another(bench: Bench) {
    let secret = bench.store.meta("secret").await.unwrap();
    assert_eq!(secret.len(), 64);
    assert!(matches!(Store::init(&bench.url, at(9)).await, Err(StoreFault::Exists(_))));
    let again = Store::open(&bench.url).await.unwrap();
    assert_eq!(again.meta("secret").await.unwrap(), secret);
    assert_eq!(again.meta("created_at").await.unwrap(), at(0).timestamp_micros().to_string());
}

async fn what_is_not_there_is_not_opened(bench: Bench) {
    let url = match &bench.home {
        Home::Folder(folder) => format!("sqlite:{}", folder.path().join("lain.db").display()),
        Home::Cluster(cluster) => cluster.database(),
    };
    assert!(matches!(Store::open(&url).await, Err(StoreFault::Missing(_))));
    if let Home::Folder(folder) = &bench.home {
        assert!(!folder.path().join("lain.db").exists(), "looking makes nothing");
    }
    let made = Store::init(&url, at(0)).await.unwrap();
    assert_eq!(made.log_head().await.unwrap().size, 0);
}

async fn a_newer_database_is_left_alone(bench: Bench) {
    sqlx::query("UPDATE meta SET value = '2' WHERE name = 'schema'")
        .execute(&bench.past_the_store().await)
        .await
        .unwrap();
    assert!(matches!(Store::open(&bench.url).await, Err(StoreFault::TooNew { found: 2, known: 1 })));
}

async fn a_dropped_transaction_leaves_nothing(bench: Bench) {
    let mut tx = bench.store.write(at(1)).await.unwrap();
    let id = tx.next_id(Table::Letters).await.unwrap();
    let letters = vec![Draft::default().letter(id)];
    tx.apply(penghubung::store::change::Changes { letters, ..Default::default() }).await.unwrap();
    tx.note(Entry::new(Event::Detak, "sistem"));
    drop(tx);
    assert!(bench.store.letters(None, 10).await.unwrap().is_empty());
    assert!(bench.lines().await.is_empty());
    assert_eq!(bench.store.log_text(0, 10).await.unwrap(), "");
    assert_eq!(bench.queue(Draft::default()).await, id, "the id was not used");
}

async fn complaint_numbers_have_no_gap_though_transactions_are_dropped(bench: Bench) {
    let mut given = Vec::new();
    for (office, year, kept) in [
        ("batang", 2026, true),
        ("batang", 2026, false),
        ("batang", 2026, true),
        ("ntt", 2026, true),
        ("batang", 2027, true),
        ("ntt", 2026, false),
        ("batang", 2026, true),
    ] {
        let mut tx = bench.store.write(at(1)).await.unwrap();
        let numbers = [tx.next_number(office, year).await.unwrap(), tx.next_number(office, year).await.unwrap()];
        if kept {
            tx.commit().await.unwrap();
            given.push((office, year, numbers));
        }
    }
    let expected = [
        ("batang", 2026, [1, 2]),
        ("batang", 2026, [3, 4]),
        ("ntt", 2026, [1, 2]),
        ("batang", 2027, [1, 2]),
        ("batang", 2026, [5, 6]),
    ];
    assert_eq!(given, expected);
}

/// Commits with 1, 2, 0, 300 and 1 lines, at moments that also go back.
async fn write_some_lines(bench: &Bench) {
    for (lines, second) in [(1, 100), (2, 40), (0, 500), (300, 90), (1, 600)] {
        let mut tx = bench.store.write(at(second)).await.unwrap();
        for _ in 0..lines {
            tx.note(Entry::new(Event::Detak, "sistem").fact("ñ", "é\n"));
        }
        tx.commit().await.unwrap();
    }
}

async fn log_lines_are_numbered_without_a_gap_and_time_never_runs_backwards(bench: Bench) {
    write_some_lines(&bench).await;
    let lines = bench.lines().await;
    let numbers: Vec<_> = lines.iter().map(|line| line["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..304).collect::<Vec<_>>());
    let times: Vec<_> = lines.iter().map(|line| line["t"].as_i64().unwrap()).collect();
    assert!(times.is_sorted());
    assert_eq!((times[0], times[302], times[303]), (at(100).timestamp(), at(100).timestamp(), at(600).timestamp()));
    let middle = bench.store.log_text(2, 3).await.unwrap();
    assert!(middle.starts_with("{\"n\":2,") && middle.ends_with("}\n"), "{middle}");
    assert_eq!(middle.lines().count(), 3);
    assert_eq!(bench.store.log_text(304, 10).await.unwrap(), "");
}

async fn the_kept_frontier_is_that_of_all_lines(bench: Bench) {
    write_some_lines(&bench).await;
    let mut tree = CompactRange::new();
    bench.store.log_text(0, 1000).await.unwrap().lines().for_each(|line| tree.append(leaf_hash(line.as_bytes())));
    let head = bench.store.log_head().await.unwrap();
    assert_eq!((head.size, head.time), (304, at(600).timestamp()));
    assert_eq!(head.range, tree);
}

async fn checkpoints_are_kept_once_a_size(bench: Bench) {
    assert!(bench.store.last_checkpoint().await.unwrap().is_none());
    for (size, note, second) in [(1, "satu", 1), (12, "dua belas", 2), (1, "lain", 3)] {
        let mut tx = bench.store.write(at(second)).await.unwrap();
        tx.keep_checkpoint(size, note).await.unwrap();
        tx.commit().await.unwrap();
    }
    let kept = [(1, "satu".to_owned()), (12, "dua belas".to_owned())];
    assert_eq!(bench.store.checkpoints().await.unwrap(), kept);
    assert_eq!(bench.store.last_checkpoint().await.unwrap(), Some((12, at(2))));
}

async fn writers_at_the_same_time_wait_for_each_other(bench: Bench) {
    // The second store is another process in all but name: it has a writer of its own.
    let other = Store::open(&bench.url).await.unwrap();
    let write = |store: Store| async move {
        for _ in 0..25 {
            let mut tx = store.write(at(1)).await?;
            let before = tx.next_number("batang", 2026).await?;
            tokio::task::yield_now().await;
            tx.note(Entry::new(Event::Detak, "sistem").fact("nomor", before));
            tx.commit().await?;
        }
        Ok::<_, StoreFault>(())
    };
    let tasks = [bench.store.clone(), other.clone(), bench.store.clone(), other].map(|s| tokio::spawn(write(s)));
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let numbers: Vec<_> = bench.lines().await.iter().map(|line| line["d"]["nomor"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
}

async fn a_writer_that_is_cancelled_does_not_poison_the_next(bench: Bench) {
    let other = Store::open(&bench.url).await.unwrap();
    for polls in 0..40 {
        let store = bench.store.clone();
        let mut writing = Box::pin(async move {
            let mut tx = store.write(at(1)).await.unwrap();
            tx.next_number("batang", 2026).await.unwrap();
            tx.note(Entry::new(Event::Mulai, "tidak pernah"));
            std::future::pending::<()>().await;
            tx.commit().await.unwrap();
        });
        for _ in 0..polls {
            // Each turn lets the write get a little further before it is dropped.
            let turn = tokio::time::timeout(Duration::from_micros(50), writing.as_mut());
            assert!(turn.await.is_err());
        }
        drop(writing);
        let mut tx = bench.store.write(at(2)).await.unwrap();
        tx.note(Entry::new(Event::Detak, "sistem"));
        tx.commit().await.unwrap();
        let mut tx = other.write(at(2)).await.unwrap();
        tx.note(Entry::new(Event::Detak, "sistem"));
        tx.commit().await.unwrap();
    }
    assert_eq!(bench.events().await, vec!["DETAK"; 80]);
}
