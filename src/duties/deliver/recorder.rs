//! Many letters under way, one writer: steps that come while a commit is running go into the next one together.
//!
//! In: steps of leased letters. Out: each answered only after its commit.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::store::letters::{Letter, LetterStep};
use crate::store::{Store, StoreFault};

/// At most so many steps in one commit.
const TOGETHER: usize = 64;

struct Request {
    letter: Arc<Letter>,
    step: LetterStep,
    answer: oneshot::Sender<Result<(), StoreFault>>,
}

/// The one who writes outcomes down. Dropped, it finishes what it was asked and ends.
pub(super) struct Recorder {
    requests: mpsc::Sender<Request>,
}

impl Recorder {
    /// Starts the worker.
    pub(super) fn start(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (requests, mut inbox) = mpsc::channel::<Request>(TOGETHER);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(TOGETHER);
            while inbox.recv_many(&mut batch, TOGETHER).await > 0 {
                write(&store, clock.as_ref(), batch.drain(..)).await;
            }
        });
        Self { requests }
    }

    /// Writes one step down; returns after the commit.
    pub(super) async fn record(&self, letter: Arc<Letter>, step: LetterStep) -> Result<(), StoreFault> {
        let (answer, answered) = oneshot::channel();
        let gone = || StoreFault::Broken("the recorder of outcomes has stopped".into());
        self.requests.send(Request { letter, step, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// One transaction for all of them. A lost lease concerns its own letter only; any other fault concerns them all.
async fn write(store: &Store, clock: &dyn Clock, batch: impl Iterator<Item = Request>) {
    let mut answers = Vec::new();
    let written = async {
        let mut tx = store.write(clock.now()).await?;
        for request in batch {
            let result = match tx.step_letter(&request.letter, &request.step).await {
                Err(StoreFault::LeaseLost) => Err(StoreFault::LeaseLost),
                other => Ok(other?),
            };
            answers.push((request.answer, result));
        }
        // True now: each of these letters has taken its step, and the log says so. A crash just before leaves a letter
        // `intended` (certainly not sent) or `sending` (unclear); both have a rescuer.
        tx.commit().await
    };
    let written: Result<(), StoreFault> = written.await;
    for (answer, result) in answers {
        let result = match &written {
            Ok(()) => result,
            Err(error) => Err(StoreFault::Broken(format!("an outcome could not be written: {error}"))),
        };
        // The asker may have gone away (shutdown); the step is written all the same.
        drop(answer.send(result));
    }
}
