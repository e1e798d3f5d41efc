//! Between the listener and the inbox.
//!
//! In: arrivals of one path, each with somebody who waits for the answer. Out: a [`Source`]. Holds nothing for long:
//! what is not kept in time is forgotten here and comes again from the gateway. That something is kept is known in two
//! ways: by [`Source::settle`], and by the next poll, whose cursor is that of the batch it was in. The second way
//! releases what a gateway sends twice: the inbox, which has it already, has nothing to settle.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};

use crate::{Arrival, Batch, Cursor, Fault, RemoteRef, Source, Woken};

/// Requests that may wait at one path; another one is told to come later.
const MOST_WAITING: usize = 256;

/// What waits at one path.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<VecDeque<Waiting>>,
    news: Notify,
}

struct Waiting {
    arrivals: Vec<Arrival>,
    /// In which batch it was handed over last.
    batch: Option<u64>,
    /// Told when all of it is kept.
    kept: oneshot::Sender<()>,
}

impl Queue {
    /// Adds what one request brought; the receiver hears when it is kept. `None`: too many wait already.
    pub fn add(&self, arrivals: Vec<Arrival>) -> Option<oneshot::Receiver<()>> {
        let (kept, hears) = oneshot::channel();
        let mut waiting = self.held();
        if waiting.len() >= MOST_WAITING {
            return None;
        }
        waiting.push_back(Waiting { arrivals, batch: None, kept });
        drop(waiting);
        self.news.notify_one();
        Some(hears)
    }

    /// What waits, without those who have hung up: they come again.
    fn held(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|waiting| !waiting.kept.is_closed());
        waiting
    }

    /// Answers those of whom nothing is left to be kept.
    fn release(&self, is_done: impl Fn(&Waiting) -> bool) {
        let mut waiting = self.held();
        let (done, left): (VecDeque<Waiting>, VecDeque<Waiting>) = waiting.drain(..).partition(is_done);
        *waiting = left;
        drop(waiting);
        for one in done {
            // Whoever has hung up this moment comes again.
            let _ = one.kept.send(());
        }
    }
}

/// What a gateway pushes to one path.
pub struct HookSource {
    name: String,
    queue: Arc<Queue>,
    /// Tells our cursors from those of an earlier run.
    run: u64,
    batch: u64,
}

impl HookSource {
    pub(super) fn new(name: &str, queue: Arc<Queue>) -> Self {
        Self { name: name.to_owned(), queue, run: RandomState::new().build_hasher().finish(), batch: 0 }
    }

    fn cursor(&self) -> Cursor {
        Cursor(format!("hook/{:016x}/{}", self.run, self.batch))
    }
}

#[async_trait::async_trait]
impl Source for HookSource {
    fn name(&self) -> &str {
        &self.name
    }

    /// Everything that waits, each thing once although gateways repeat themselves.
    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        if since == Some(&self.cursor()) {
            self.queue.release(|waiting| waiting.batch == Some(self.batch));
        }
        let next = self.batch + 1;
        let mut seen = HashSet::new();
        let mut arrivals = Vec::new();
        for waiting in self.queue.held().iter_mut() {
            waiting.batch = Some(next);
            arrivals.extend(waiting.arrivals.iter().filter(|one| seen.insert(one.remote_ref.clone())).cloned());
        }
        let cursor = match since {
            Some(since) if arrivals.is_empty() => since.clone(),
            _ => {
                self.batch = next;
                self.cursor()
            }
        };
        Ok(Batch { arrivals, cursor, gone: Vec::new(), unreadable: Vec::new(), more: false, renumbered: false })
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        let kept: HashSet<&RemoteRef> = kept.iter().collect();
        for waiting in self.queue.held().iter_mut() {
            waiting.arrivals.retain(|arrival| !kept.contains(&arrival.remote_ref));
        }
        self.queue.release(|waiting| waiting.arrivals.is_empty());
        Ok(())
    }

    /// Also wakes for what was handed over and not released: the next poll says whether it was kept.
    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        if !self.queue.held().is_empty() {
            return Ok(Woken::News);
        }
        match tokio::time::timeout(at_most, self.queue.news.notified()).await {
            Ok(()) => Ok(Woken::News),
            Err(_) => Ok(Woken::Elapsed),
        }
    }
}
