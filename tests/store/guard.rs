//! One daemon at a time on one file, and a copy knows that it is one.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use penghubung::store::{Store, StoreFault};

use crate::bench::{Bench, Home, at};

const HOLD: &str = "PENGHUBUNG_TEST_HOLDS";

#[tokio::test]
async fn a_second_daemon_on_the_same_file_is_refused() {
    let bench = Bench::sqlite().await;
    let first = bench.store.lock_for_daemon().unwrap();
    let other = Store::open(&bench.url).await.unwrap();
    assert!(matches!(other.lock_for_daemon(), Err(StoreFault::InUse(_))));
    drop(first);
    other.lock_for_daemon().unwrap();
}

#[tokio::test]
async fn the_place_is_free_again_when_the_daemon_was_killed() {
    let bench = Bench::sqlite().await;
    let this = std::env::current_exe().unwrap();
    let mut daemon = Command::new(this)
        .args(["--exact", "guard::a_daemon_for_the_test_above", "--nocapture", "--include-ignored"])
        .env(HOLD, &bench.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(daemon.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("locked")), "the other process has the lock");
    assert!(matches!(bench.store.lock_for_daemon(), Err(StoreFault::InUse(_))));
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    bench.store.lock_for_daemon().unwrap();
}

/// The other process of the test above; by itself it says nothing.
#[tokio::test]
#[ignore = "started by another test"]
async fn a_daemon_for_the_test_above() {
    let Ok(url) = std::env::var(HOLD) else { return };
    let store = Store::open(&url).await.unwrap();
    let _lock = store.lock_for_daemon().unwrap();
    println!("locked");
    std::io::stdin().lines().for_each(drop);
}

#[tokio::test]
async fn a_database_that_stays_where_it_is_is_no_copy() {
    let bench = Bench::sqlite().await;
    assert_eq!(bench.store.is_copy().await.unwrap(), None);
    bench.queue(crate::bench::Draft::default()).await;
    bench.store.close().await;
    assert_eq!(Store::open(&bench.url).await.unwrap().is_copy().await.unwrap(), None);
}

#[tokio::test]
async fn a_copied_file_says_that_it_is_a_copy_until_somebody_adopts_it() {
    let bench = Bench::sqlite().await;
    let Home::Folder(folder) = &bench.home else { panic!("a SQLite bench lives in a folder") };
    bench.store.close().await;
    let copy = folder.path().join("salinan.db");
    std::fs::copy(folder.path().join("antrean.db"), &copy).unwrap();
    let store = Store::open(&format!("sqlite:{}", copy.display())).await.unwrap();
    let why = store.is_copy().await.unwrap().expect("it is a copy");
    assert!(why.contains("antrean.db") && why.contains("salinan.db"), "{why}");
    store.adopt(at(50), "petugas").await.unwrap();
    assert_eq!(store.is_copy().await.unwrap(), None);
    assert!(store.log_text(0, 9).await.unwrap().contains("\"ev\":\"PULIH\",\"aktor\":\"petugas\""));
    assert_eq!(Store::open(&bench.url).await.unwrap().is_copy().await.unwrap(), None, "the first is no copy");
}

#[tokio::test]
async fn a_backup_put_back_in_place_is_a_copy_too() {
    let bench = Bench::sqlite().await;
    let Home::Folder(folder) = &bench.home else { panic!("a SQLite bench lives in a folder") };
    bench.store.close().await;
    let (file, backup) = (folder.path().join("antrean.db"), folder.path().join("cadangan.db"));
    std::fs::copy(&file, &backup).unwrap();
    std::fs::rename(&backup, &file).unwrap();
    let store = Store::open(&bench.url).await.unwrap();
    assert!(store.is_copy().await.unwrap().is_some());
}

#[tokio::test]
async fn a_database_restored_into_another_of_the_same_server_is_a_copy() {
    let bench = Bench::postgres().await;
    assert_eq!(bench.store.is_copy().await.unwrap(), None);
    bench.store.close().await;
    let Home::Cluster(cluster) = &bench.home else { panic!("a PostgreSQL bench lives in a cluster") };
    let (_, name) = bench.url.rsplit_once('/').unwrap();
    let copy = format!("{name}_salinan");
    let made = cluster.tool("createdb").args(["-T", name, &copy]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let store = Store::open(&cluster.address(&copy)).await.unwrap();
    assert!(store.is_copy().await.unwrap().is_some());
    store.adopt(at(50), "petugas").await.unwrap();
    assert_eq!(store.is_copy().await.unwrap(), None);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_may_read_the_database() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::sqlite().await;
    let Home::Folder(folder) = &bench.home else { panic!("a SQLite bench lives in a folder") };
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o007, 0, "{} has mode {mode:o}", entry.path().display());
    }
}

#[tokio::test]
async fn an_init_that_was_interrupted_can_be_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("antrean.db");
    std::fs::File::create(&file).unwrap();
    let url = format!("sqlite:{}", file.display());
    assert!(matches!(Store::open(&url).await, Err(StoreFault::Missing(_))));
    Store::init(&url, at(0)).await.unwrap();
    Store::open(&url).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_at_once_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catatan.txt");
    std::fs::write(&file, "bukan basis data, hanya catatan\n").unwrap();
    let url = format!("sqlite:{}", file.display());
    assert!(matches!(Store::open(&url).await, Err(StoreFault::Broken(_))));
    assert!(matches!(Store::init(&url, at(0)).await, Err(StoreFault::Broken(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "bukan basis data, hanya catatan\n");
}
