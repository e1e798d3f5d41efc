//! A source and a sink that play a script: for the tests of the whole daemon without a network.
//!
//! In: batches and faults in the order in which they shall happen; answers for each recipient. Out: what was settled
//! and what was sent. Both are handles: clone them, give one to the daemon and look at the other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{
    Batch, Census, Cursor, Fault, FaultKind, Gate, Outcome, Parcel, Reach, Receipt, RemoteRef, Sent, Sink, Source,
    Woken,
};

/// Hands out batches and faults, one a poll; with nothing left, empty batches.
#[derive(Debug, Clone)]
pub struct ScriptedSource {
    name: String,
    play: Arc<Mutex<SourcePlay>>,
}

#[derive(Debug, Default)]
struct SourcePlay {
    script: VecDeque<Result<Batch, Fault>>,
    polled: Vec<Option<Cursor>>,
    settled: Vec<RemoteRef>,
    census: Option<Census>,
}

impl ScriptedSource {
    /// A source with an empty script.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), play: Arc::default() }
    }

    /// Adds to the script.
    pub fn then(&self, next: Result<Batch, Fault>) {
        held(&self.play).script.push_back(next);
    }

    /// Sets what the server claims to hold.
    pub fn holds(&self, census: Option<Census>) {
        held(&self.play).census = census;
    }

    /// What was settled, in order.
    #[must_use]
    pub fn settled(&self) -> Vec<RemoteRef> {
        held(&self.play).settled.clone()
    }

    /// The cursors it was polled with, in order.
    #[must_use]
    pub fn polled(&self) -> Vec<Option<Cursor>> {
        held(&self.play).polled.clone()
    }
}

#[async_trait::async_trait]
impl Source for ScriptedSource {
    fn name(&self) -> &str {
        &self.name
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        let mut play = held(&self.play);
        play.polled.push(since.cloned());
        play.script.pop_front().unwrap_or_else(|| Ok(nothing_new(since)))
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        held(&self.play).settled.extend_from_slice(kept);
        Ok(())
    }

    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        if !held(&self.play).script.is_empty() {
            return Ok(Woken::News);
        }
        tokio::time::sleep(at_most).await;
        Ok(Woken::Elapsed)
    }

    async fn census(&mut self) -> Result<Option<Census>, Fault> {
        Ok(held(&self.play).census.clone())
    }
}

fn nothing_new(since: Option<&Cursor>) -> Batch {
    let cursor = since.cloned().unwrap_or_else(|| Cursor("0".into()));
    Batch { arrivals: Vec::new(), cursor, gone: Vec::new(), unreadable: Vec::new(), more: false, renumbered: false }
}

/// What the other side does with one parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Takes it.
    Accept,
    /// Refuses it for good.
    Refuse,
    /// Takes it, but the answer is lost.
    AcceptInSilence,
    /// Does not take it, and the answer is lost.
    LoseInSilence,
    /// Fails before the point of no return; the gate is not passed.
    Fail(Fault),
}

/// Takes parcels as told; [`Answer::Accept`] where nothing was told.
#[derive(Debug, Clone, Default)]
pub struct ScriptedSink {
    play: Arc<Mutex<SinkPlay>>,
}

#[derive(Debug, Default)]
struct SinkPlay {
    script: BTreeMap<String, VecDeque<Answer>>,
    always: Option<Answer>,
    tells: bool,
    offered: Vec<Parcel>,
    taken: Vec<Parcel>,
}

impl ScriptedSink {
    /// A sink that accepts everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next answer for a recipient that has none yet, then the one after.
    pub fn then(&self, recipient: &str, answer: Answer) {
        held(&self.play).script.entry(recipient.to_owned()).or_default().push_back(answer);
    }

    /// The answer where the script of a recipient has none.
    pub fn always(&self, answer: Answer) {
        held(&self.play).always = Some(answer);
    }

    /// Whether the other side can be asked what it took.
    pub fn tells(&self, tells: bool) {
        held(&self.play).tells = tells;
    }

    /// Every attempt, in order.
    #[must_use]
    pub fn offered(&self) -> Vec<Parcel> {
        held(&self.play).offered.clone()
    }

    /// What the other side really has, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Parcel> {
        held(&self.play).taken.clone()
    }

    fn answer_to(&self, parcel: &Parcel) -> Answer {
        let mut play = held(&self.play);
        play.offered.push(parcel.clone());
        let next = play.script.get_mut(&parcel.recipient).and_then(VecDeque::pop_front);
        next.or_else(|| play.always.clone()).unwrap_or(Answer::Accept)
    }
}

#[async_trait::async_trait]
impl Sink for ScriptedSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let answer = self.answer_to(parcel);
        if let Answer::Fail(fault) = answer {
            return Err(fault);
        }
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        if matches!(answer, Answer::Accept | Answer::AcceptInSilence) {
            held(&self.play).taken.push(parcel.clone());
        }
        let fault = |kind, text| Fault::not_sent(Reach::Message, kind, text);
        match answer {
            Answer::Accept => Ok(receipt(parcel)),
            Answer::Fail(fault) => Err(fault),
            Answer::Refuse => Err(fault(FaultKind::Recipient, "refused by the script")
                .with_code("550 5.1.1")
                .with_outcome(Outcome::Refused)),
            Answer::AcceptInSilence | Answer::LoseInSilence => {
                Err(fault(FaultKind::Timeout, "no answer, says the script").with_outcome(Outcome::Unknown))
            }
        }
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        let play = held(&self.play);
        let taken = play.taken.iter().any(|taken| taken.reference == parcel.reference);
        Ok(match (play.tells, taken) {
            (false, _) => Sent::CannotTell,
            (true, true) => Sent::Yes(receipt(parcel)),
            (true, false) => Sent::No,
        })
    }
}

fn receipt(parcel: &Parcel) -> Receipt {
    Receipt { remote_id: Some(format!("scripted-{}", parcel.reference)), text: "250 taken by the script".into() }
}

fn held<T>(play: &Mutex<T>) -> MutexGuard<'_, T> {
    play.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GateClosed;

    struct Open;

    #[async_trait::async_trait]
    impl Gate for Open {
        async fn pass(&self) -> Result<(), GateClosed> {
            Ok(())
        }
    }

    fn parcel(recipient: &str) -> Parcel {
        Parcel { reference: "a@b".into(), sender: String::new(), recipient: recipient.into(), content: Vec::new() }
    }

    #[tokio::test]
    async fn a_source_plays_its_script_and_is_then_empty() {
        let mut source = ScriptedSource::new("kotak");
        source.then(Err(Fault::not_sent(Reach::Account, FaultKind::Login, "no")));
        source.then(Ok(Batch { cursor: Cursor("7".into()), ..nothing_new(None) }));
        assert_eq!(source.wait(Duration::MAX).await, Ok(Woken::News));
        assert_eq!(source.poll(None).await.unwrap_err().kind, FaultKind::Login);
        let cursor = source.poll(None).await.unwrap().cursor;
        assert_eq!(source.poll(Some(&cursor)).await.unwrap().cursor, cursor);
        source.settle(&[RemoteRef("1/1".into())]).await.unwrap();
        assert_eq!((source.settled().len(), source.polled().len()), (1, 3));
    }

    #[tokio::test]
    async fn a_sink_answers_by_recipient_and_keeps_what_it_took() {
        let sink = ScriptedSink::new();
        sink.then("a@b.example", Answer::AcceptInSilence);
        sink.then("a@b.example", Answer::LoseInSilence);
        sink.then("a@b.example", Answer::Refuse);
        let letter = parcel("a@b.example");
        for outcome in [Outcome::Unknown, Outcome::Unknown, Outcome::Refused] {
            assert_eq!(sink.send(&letter, &Open).await.unwrap_err().outcome, outcome);
        }
        assert!(sink.send(&letter, &Open).await.is_ok());
        assert_eq!((sink.offered().len(), sink.taken().len()), (4, 2));
        assert_eq!(sink.already_sent(&letter).await, Ok(Sent::CannotTell));
        sink.tells(true);
        assert!(matches!(sink.already_sent(&letter).await, Ok(Sent::Yes(_))));
    }
}
