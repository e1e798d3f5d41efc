//! Many letters under way, one writer: steps that come while a commit is running go into the next one together, and the
//! letters of one mail take each step together.
//!
//! In: steps of leased letters. Out: each answered only after its commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::clock::Clock;
use crate::store::letters::{Letter, LetterStep};
use crate::store::{Store, StoreFault};

/// At most so many steps in one commit.
const TOGETHER: usize = 64;
/// Where no more letters than these are under way, as after a lone mail, the step of one waits for the others': it costs a
/// commit less. Of more, enough come while a commit is running.
const FEW: usize = 4;
/// It waits no longer than that: less than most disks need for a commit.
const CLOSE_BEHIND: Duration = Duration::from_millis(3);

struct Request {
    letter: Arc<Letter>,
    step: LetterStep,
    answer: oneshot::Sender<Result<(), StoreFault>>,
}

/// The one who writes outcomes down. Dropped, it finishes what it was asked and ends.
pub(super) struct Recorder {
    requests: mpsc::Sender<Request>,
    under_way: Arc<AtomicUsize>,
}

/// A letter under way, until it is dropped: others may wait for its next step.
pub(super) struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Recorder {
    /// Starts the worker.
    pub(super) fn start(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (requests, mut inbox) = mpsc::channel::<Request>(TOGETHER);
        let under_way = Arc::<AtomicUsize>::default();
        let others = Arc::clone(&under_way);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(TOGETHER);
            while inbox.recv_many(&mut batch, TOGETHER).await > 0 {
                wait_for_few(&mut inbox, &mut batch, &others).await;
                let written = write(&store, clock.as_ref(), &batch).await;
                answer(batch.drain(..), written);
            }
        });
        Self { requests, under_way }
    }

    /// A letter sets out.
    pub(super) fn sets_out(&self) -> UnderWay {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(&self.under_way))
    }

    /// Writes one step down; returns after the commit.
    pub(super) async fn record(&self, letter: Arc<Letter>, step: LetterStep) -> Result<(), StoreFault> {
        let (answer, answered) = oneshot::channel();
        let gone = || StoreFault::Broken("the recorder of outcomes has stopped".into());
        self.requests.send(Request { letter, step, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Takes the steps that come close behind, where so few letters are under way that all of them may.
async fn wait_for_few<T>(inbox: &mut mpsc::Receiver<T>, batch: &mut Vec<T>, under_way: &AtomicUsize) {
    let some_lack = |here: usize| {
        let under_way = under_way.load(Ordering::Relaxed);
        here < under_way && under_way <= FEW
    };
    let gather = async {
        while some_lack(batch.len()) {
            let Some(next) = inbox.recv().await else { break };
            batch.push(next);
        }
    };
    // Out of patience: whoever is slower has the next commit.
    drop(timeout(CLOSE_BEHIND, gather).await);
}

/// One transaction for all of them. A lost lease concerns its own letter only; any other fault concerns them all.
async fn write(store: &Store, clock: &dyn Clock, batch: &[Request]) -> Result<Vec<bool>, StoreFault> {
    let mut tx = store.write(clock.now()).await?;
    let steps: Vec<_> = batch.iter().map(|request| (request.letter.as_ref(), &request.step)).collect();
    let ours = tx.step_letters(&steps).await?;
    // True now: each of these letters has taken its step, and the log says so. A crash just before leaves a letter
    // `intended` (certainly not sent) or `sending` (unclear); both have a rescuer.
    tx.commit().await?;
    Ok(ours)
}

fn answer(batch: impl Iterator<Item = Request>, written: Result<Vec<bool>, StoreFault>) {
    let mut ours = written.as_ref().map(|ours| ours.iter()).ok();
    for request in batch {
        let result = match (&written, ours.as_mut().and_then(Iterator::next)) {
            (Ok(_), Some(true)) => Ok(()),
            (Ok(_), Some(false) | None) => Err(StoreFault::LeaseLost),
            (Err(error), _) => Err(StoreFault::Broken(format!("an outcome could not be written: {error}"))),
        };
        // The asker may have gone away (shutdown); the step is written all the same.
        drop(request.answer.send(result));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use futures_util::FutureExt as _;
    use tokio::sync::mpsc;

    use super::{FEW, wait_for_few};

    #[tokio::test]
    async fn the_letters_of_a_lone_mail_take_a_step_together() {
        let (requests, mut inbox) = mpsc::channel(8);
        for (under_way, waits) in [(1, false), (2, true), (FEW, true), (FEW + 1, false)] {
            let mut batch = vec!["receipt"];
            let waited = wait_for_few(&mut inbox, &mut batch, &AtomicUsize::new(under_way)).now_or_never().is_none();
            assert_eq!(waited, waits, "{under_way} letters under way");
        }
        requests.send("disposisi").await.unwrap();
        let mut batch = vec!["receipt"];
        wait_for_few(&mut inbox, &mut batch, &AtomicUsize::new(2)).await;
        assert_eq!(batch, ["receipt", "disposisi"]);
        // One that does not come is not waited for.
        wait_for_few(&mut inbox, &mut batch, &AtomicUsize::new(3)).await;
        assert_eq!(batch.len(), 2);
    }
}
