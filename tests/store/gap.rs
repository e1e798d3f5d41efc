//! What was given after the backup was made is given to nobody else.

use chrono::{DateTime, TimeDelta, Utc};
use penghubung::store::Store;
use penghubung::store::gap::Gap;
use penghubung::store::write::Table;
use penghubung::sync_log::{Entry, Event};

use crate::bench::{Bench, Home, at};

on_both!(
    a_restored_database_counts_on_behind_a_gap_that_grows_with_the_time_that_was_lost,
    a_person_may_say_how_large_the_gap_is_or_that_there_is_none,
    a_number_that_a_mail_names_is_given_to_nobody_else,
    a_copy_leaves_a_gap_once_whoever_looks_first_and_a_database_at_home_none,
);

fn offices() -> Vec<(String, i32)> {
    vec![("batang".to_owned(), 2026), ("ntt".to_owned(), 2026)]
}

/// An office that has given three numbers; the last line of its log is of then.
async fn three_given(bench: &Bench) -> DateTime<Utc> {
    for number in ["BTG-26-0001", "BTG-26-0002", "BTG-26-0003"] {
        bench.open(number).await;
    }
    let mut tx = bench.store.write(at(5)).await.unwrap();
    for _ in 0..3 {
        tx.next_number("batang", 2026).await.unwrap();
    }
    tx.note(Entry::new(Event::Detak, "sistem"));
    tx.commit().await.unwrap();
    at(5)
}

async fn next(store: &Store, office: &str) -> i64 {
    let mut tx = store.write(at(9)).await.unwrap();
    let number = tx.next_number(office, 2026).await.unwrap();
    tx.commit().await.unwrap();
    number
}

async fn a_restored_database_counts_on_behind_a_gap_that_grows_with_the_time_that_was_lost(bench: Bench) {
    let since = three_given(&bench).await;
    let mut tx = bench.store.write(since + TimeDelta::days(30)).await.unwrap();
    let gaps = tx.leave_gap(&offices(), None, "petugas").await.unwrap();
    let gap = |office: &str, last, free_to| Gap { office: office.to_owned(), year: 2026, last, free_to, since };
    // Three in the one day that is known: as many for each of thirty days, three times that, and a hundred.
    assert_eq!(gaps, [gap("batang", 3, 400), gap("ntt", 0, 100)]);
    assert_eq!(tx.next_number("batang", 2026).await.unwrap(), 401);
    tx.commit().await.unwrap();
    assert_eq!((next(&bench.store, "batang").await, next(&bench.store, "ntt").await), (402, 101));
    // Names that nobody can guess are made from these.
    let mut tx = bench.store.write(at(9)).await.unwrap();
    for table in [Table::Complaints, Table::Answers, Table::Letters, Table::Tasks] {
        let id = tx.next_id(table).await.unwrap();
        assert_eq!(id % 1000, 1);
        assert!(id > 20 * 497, "{table:?}: {id}");
    }
    drop(tx);
    let told: Vec<_> = bench.lines().await.into_iter().filter(|line| line["ev"] == "PULIH").collect();
    assert_eq!(told.len(), 2, "a line for each office");
    assert_eq!((&told[0]["d"]["nomor_terakhir"], &told[0]["d"]["dikosongkan_sampai"]), (&3.into(), &400.into()));
}

async fn a_person_may_say_how_large_the_gap_is_or_that_there_is_none(bench: Bench) {
    three_given(&bench).await;
    assert!(bench.store.leave_gap_of(0, &offices(), at(9), "petugas").await.unwrap().is_empty());
    assert_eq!(next(&bench.store, "batang").await, 4, "a database that was only moved");
    let gaps = bench.store.leave_gap_of(500, &offices(), at(9), "petugas").await.unwrap();
    assert_eq!(gaps.iter().map(|gap| gap.free_to).collect::<Vec<_>>(), [504, 500]);
    assert_eq!(next(&bench.store, "batang").await, 505);
}

async fn a_number_that_a_mail_names_is_given_to_nobody_else(bench: Bench) {
    three_given(&bench).await;
    let mut tx = bench.store.write(at(9)).await.unwrap();
    assert!(!tx.was_restored().await.unwrap());
    assert!(tx.name_number("batang", 2026, 4).await.unwrap());
    assert!(tx.name_number("batang", 2026, 6).await.unwrap());
    assert!(!tx.name_number("batang", 2026, 6).await.unwrap(), "known");
    assert!(!tx.name_number("batang", 2026, 3).await.unwrap(), "given here");
    assert_eq!(tx.next_number("batang", 2026).await.unwrap(), 5);
    tx.commit().await.unwrap();
    assert_eq!((next(&bench.store, "batang").await, next(&bench.store, "ntt").await), (7, 1));
}

/// The same database in another place.
async fn copy_of(bench: &Bench) -> Store {
    bench.store.close().await;
    let url = match &bench.home {
        Home::Folder(folder) => {
            let copy = folder.path().join("salinan.db");
            std::fs::copy(folder.path().join("antrean.db"), &copy).unwrap();
            format!("sqlite:{}", copy.display())
        }
        Home::Cluster(cluster) => {
            let (_, name) = bench.url.rsplit_once('/').unwrap();
            let copy = format!("{name}_salinan");
            let made = cluster.tool("createdb").args(["-T", name, &copy]).output().unwrap();
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            cluster.address(&copy)
        }
    };
    Store::open(&url).await.unwrap()
}

async fn a_copy_leaves_a_gap_once_whoever_looks_first_and_a_database_at_home_none(bench: Bench) {
    three_given(&bench).await;
    let leave = async |store: &Store| store.leave_gap_in_copy(&offices(), at(9), "sistem").await.unwrap().len();
    assert_eq!(leave(&bench.store).await, 0);
    let copy = copy_of(&bench).await;
    assert_eq!((leave(&copy).await, leave(&copy).await), (2, 0));
    assert_eq!(next(&copy, "batang").await, 201);
    copy.adopt(at(10), "petugas").await.unwrap();
    assert_eq!(leave(&copy).await, 0);
    assert_eq!(next(&copy, "batang").await, 202);
}

#[tokio::test]
async fn a_dump_that_is_read_into_the_same_database_makes_it_a_copy() {
    let bench = Bench::postgres().await;
    three_given(&bench).await;
    bench.store.close().await;
    let Home::Cluster(cluster) = &bench.home else { panic!("a PostgreSQL bench lives in a cluster") };
    let (_, name) = bench.url.rsplit_once('/').unwrap();
    let dumped = cluster.tool("pg_dump").args(["--clean", name]).output().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &dumped.stdout).unwrap();
    let input = std::fs::File::open(file.path()).unwrap();
    let read = cluster.tool("psql").args(["-q", name]).stdin(input).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let store = Store::open(&bench.url).await.unwrap();
    assert!(store.is_copy().await.unwrap().is_some(), "or it would send what was sent already");
    assert_eq!(store.leave_gap_in_copy(&offices(), at(9), "sistem").await.unwrap().len(), 2);
}
