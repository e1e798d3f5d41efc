//! Connections to a relay: how many there are, who shares them, when one is not used again.

use super::*;

#[tokio::test]
async fn many_letters_share_one_connection() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = sink(&stage);
    for _ in 0..20 {
        sink.send(&letter(), &Counting::default()).await.unwrap();
    }
    assert_eq!((stage.letters().len(), stage.connections()), (20, 1));
    sink.close().await;
    assert_eq!(stage.commands().last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    for offers in [&[][..], EVERYTHING] {
        let stage = Stage::open(Script { letters_per_connection: Some(1), ..Script::default() }.offering(offers)).await;
        let sink = sink(&stage);
        for _ in 0..4 {
            let gate = Counting::default();
            sink.send(&letter(), &gate).await.unwrap();
            assert_eq!(gate.passed(), 1);
        }
        assert_eq!((stage.letters().len(), stage.connections()), (4, 4));
    }
}

#[tokio::test]
async fn a_connection_that_rested_too_long_is_not_used_again() {
    let stage = Stage::open(Script::default()).await;
    let sink = SmtpSink::new(Relay { idle_close: Duration::ZERO, ..relay(stage.port) }).unwrap();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    sink.send(&letter(), &Counting::default()).await.unwrap();
    assert_eq!(stage.connections(), 2);
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed() {
    let stage = Stage::open(Script::default().offering(EVERYTHING)).await;
    let sink = Arc::new(sink(&stage));
    let sends = (0..24).map(|_| {
        let sink = Arc::clone(&sink);
        async move { sink.send(&letter(), &Counting::default()).await }
    });
    let results = futures_util::future::join_all(sends).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(stage.letters().len(), 24);
    assert!(stage.connections() <= 2, "{}", stage.connections());
}

/// Says when it is asked, and keeps its word back until it is let.
#[derive(Default)]
struct Slow {
    asked: AtomicUsize,
    word: tokio::sync::Notify,
    on_the_wire: AtomicUsize,
    most_on_the_wire: AtomicUsize,
}

#[async_trait::async_trait]
impl Gate for Slow {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.ask().await?;
        self.begin()
    }

    async fn ask(&self) -> Result<(), GateClosed> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.word.notified().await;
        Ok(())
    }

    fn begin(&self) -> Result<(), GateClosed> {
        let now = self.on_the_wire.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_on_the_wire.fetch_max(now, Ordering::SeqCst);
        Ok(())
    }

    fn taken(&self, _: &Receipt) {
        self.on_the_wire.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn while_a_relay_that_is_well_is_busy_the_next_letters_ask_for_their_word_together() {
    let stage = Stage::open(Script::default()).await;
    let busy = SmtpSink::new(Relay { max_connections: 1, ..relay(stage.port) }).unwrap();
    let (gate, parcel) = (Slow::default(), letter());
    let asked = || gate.asked.load(Ordering::SeqCst);
    let all_asked = async |wanted: usize| {
        while asked() < wanted {
            tokio::task::yield_now().await;
        }
    };
    let (first, second) = (busy.send(&parcel, &gate), busy.send(&parcel, &gate));
    let one_by_one = async {
        all_asked(1).await;
        assert_eq!(asked(), 1, "nobody knows yet whether the relay is well");
        gate.word.notify_one();
        all_asked(2).await;
        gate.word.notify_one();
    };
    let (first, second, ()) = tokio::join!(first, second, one_by_one);
    assert!(first.is_ok() && second.is_ok());
    let more = AHEAD + 3;
    let letters = futures_util::future::join_all((0..more).map(|_| busy.send(&parcel, &gate)));
    let together = async {
        all_asked(2 + 1 + AHEAD).await;
        assert_eq!(stage.letters().len(), 2);
        (0..more).for_each(|_| gate.word.notify_one());
        while stage.letters().len() < 2 + more {
            gate.word.notify_one();
            tokio::task::yield_now().await;
        }
    };
    let (sent, ()) = tokio::join!(letters, together);
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!((asked(), stage.connections()), (2 + more, 1), "each is asked once");
    assert_eq!(
        gate.most_on_the_wire.load(Ordering::SeqCst),
        1,
        "who has its word is begun when the connection is free"
    );
}
