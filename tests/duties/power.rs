//! What a power cut may undo: nothing that anybody outside has seen, and nothing that the server was told is kept.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connectors::scripted::ScriptedSource;
use connectors::{Batch, Cursor, Fault, RemoteRef, Source};
use penghubung::clock::Clock;
use penghubung::duties::collect::Collect;
use penghubung::store::Store;

use super::desk::{BATANG, Desk};
use super::letters::{SITI_ADDRESS, complaint};

/// Longer than any test runs: what waits so long waits for somebody, or the test ends without it.
const LONG: Duration = Duration::from_secs(3600);
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that looks, when it is told, whether what it has handed over is safe.
struct Distrustful {
    server: ScriptedSource,
    store: Store,
    /// Of each time, whether it was.
    saw: Arc<Mutex<Vec<bool>>>,
}

#[async_trait::async_trait]
impl Source for Distrustful {
    fn name(&self) -> &str {
        self.server.name()
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        self.server.poll(since).await
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        self.saw.lock().unwrap().push(self.store.is_safe());
        self.server.settle(kept).await
    }
}

#[tokio::test]
async fn the_server_is_told_of_a_mail_or_left_only_when_no_power_cut_can_undo_it() {
    for is_told in [true, false] {
        let mut desk = Desk::of(&[BATANG]).await;
        let batch = desk.batch(&[complaint().raw()]);
        let (server, saw, kept) = (desk.source(BATANG.0).clone(), Arc::default(), Arc::<Mutex<Vec<_>>>::default());
        server.then(Ok(batch));
        let source = Distrustful { server, store: desk.store.clone(), saw: Arc::clone(&saw) };
        let clock: Arc<dyn Clock> = desk.clock.clone();
        let (rung, store) = (Arc::clone(&kept), desk.store.clone());
        let mut collect = Collect::new(desk.store.clone(), clock, Box::new(source), "batang", is_told)
            .when_kept(move || rung.lock().unwrap().push(store.is_safe()));
        collect.pass().await.unwrap();
        assert_eq!(*kept.lock().unwrap(), [false], "whoever reads the inbox need not wait for the disk");
        if is_told {
            assert_eq!(*saw.lock().unwrap(), [true]);
        } else {
            assert!(desk.store.is_safe());
        }
    }
}

#[tokio::test]
async fn a_lone_mail_is_made_safe_by_the_last_word_of_its_own_letter() {
    let mut desk = Desk::of(&[BATANG]).await;
    let batch = desk.batch(&[complaint().raw()]);
    desk.source(BATANG.0).then(Ok(batch));
    let clock: Arc<dyn Clock> = desk.clock.clone();
    let server = Box::new(desk.source(BATANG.0).clone());
    let mut collect = Collect::new(desk.store.clone(), clock, server, "batang", true).patient_for(LONG);
    let letters = async {
        while desk.triage.pass().await.unwrap().done == 0 {
            tokio::task::yield_now().await;
        }
        desk.deliver.pass().await.unwrap();
    };
    let both = async { tokio::join!(collect.pass(), letters).0.unwrap() };
    tokio::time::timeout(PATIENCE, both).await.expect("it waited for a commit of its own");
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    assert_eq!(desk.source(BATANG.0).settled().len(), 1);
}

#[tokio::test]
async fn that_a_mail_was_taken_is_written_down_with_the_last_word_of_the_next() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    desk.triage_all().await;
    let deliver = desk.other_deliverer("simpul-a", false).lingering(LONG);
    let store = desk.store.clone();
    let taken = async || store.letters(Some("accepted"), 10).await.unwrap().len();
    let next = async {
        while desk.sink.offered().len() < 2 {
            tokio::task::yield_now().await;
        }
        desk.come(BATANG.0, &[complaint().raw()]).await;
        desk.triage_all().await;
        assert_eq!(taken().await, 0, "a commit of its own");
        deliver.pass().await.unwrap();
        panic!("the next two wait as the first did");
    };
    let first = async {
        tokio::select! { passed = deliver.pass() => passed.unwrap(), () = next => unreachable!() }
    };
    tokio::time::timeout(PATIENCE, first).await.expect("the first two wait for ever");
    assert!(taken().await >= 2);
}
