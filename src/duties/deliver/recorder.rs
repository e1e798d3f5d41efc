//! Many letters under way, one writer: steps that come while a commit is running go into the next one together.
//!
//! In: steps of leased letters. Out: each answered only after its commit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::clock::Clock;
use crate::domain::Channel;
use crate::store::letters::{Letter, LetterStep};
use crate::store::{Store, StoreFault};

/// At most so many steps in one commit.
const TOGETHER: usize = 64;

struct Request {
    letter: Arc<Letter>,
    step: LetterStep,
    answer: oneshot::Sender<Result<(), StoreFault>>,
}

impl Request {
    /// True for a mail that was taken: the note beside the database says so already, where the end of this process does
    /// not reach, and after a power cut it is looked for as if the last word had not come.
    fn may_wait(&self) -> bool {
        self.letter.channel == Channel::Email && matches!(self.step, LetterStep::Accepted { proof_at: None, .. })
    }
}

/// The one who writes outcomes down. Dropped, it finishes what it was asked and ends.
pub(super) struct Recorder {
    requests: mpsc::Sender<Request>,
}

impl Recorder {
    /// Starts the worker.
    ///
    /// `linger`: an outcome that nobody waits for may wait so long for steps of other letters, so that it is one commit
    /// for all of them.
    pub(super) fn start(store: Store, clock: Arc<dyn Clock>, linger: Duration) -> Self {
        let (requests, mut inbox) = mpsc::channel::<Request>(TOGETHER);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(TOGETHER);
            while inbox.recv_many(&mut batch, TOGETHER).await > 0 {
                let until = Instant::now() + linger;
                while batch.len() < TOGETHER && batch.iter().all(Request::may_wait) {
                    let room = TOGETHER - batch.len();
                    match timeout_at(until, inbox.recv_many(&mut batch, room)).await {
                        Ok(came) if came > 0 => {}
                        Ok(_) | Err(_) => break,
                    }
                }
                let written = write(&store, clock.as_ref(), &batch).await;
                answer(batch.drain(..), written);
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
