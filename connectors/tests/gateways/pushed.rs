//! What the described gateways push: texts, reports, repeats, floods.

use std::sync::Arc;
use std::time::Duration;

use connectors::Source as _;
use connectors::incoming::Progress;
use connectors::sms::http::{Description, GatewayHook, Now};
use connectors::webhook::{Limits, Secret};

use crate::hooks::{ask, hooked, quick};
use crate::{reports, texts};

fn gateway(name: &str) -> GatewayHook {
    gateway_at(name, Arc::new(|| chrono::DateTime::UNIX_EPOCH))
}

fn gateway_at(name: &str, now: Now) -> GatewayHook {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/gateways").join(name);
    let description = Description::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap();
    GatewayHook::new(Secret::new("kunci".to_owned().into()), &description, now)
}

#[tokio::test]
async fn equal_words_without_an_id_are_one_within_minutes_and_two_an_hour_apart() {
    let minutes = Arc::new(std::sync::atomic::AtomicI64::new(0));
    let clock = Arc::clone(&minutes);
    let now: Now = Arc::new(move || {
        let seconds = clock.load(std::sync::atomic::Ordering::Relaxed) * 60;
        chrono::DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    });
    let mut hooked = hooked(gateway_at("fonnte.toml", now), Limits::default()).await;
    let body = r#"{"device":"62811","sender":"6281234567890","message":"halo","name":"x"}"#;
    let mut names = std::collections::HashSet::new();
    let mut raw = std::collections::HashSet::new();
    for at in [0, 1, 9, 60, 7 * 24 * 60] {
        minutes.store(at, std::sync::atomic::Ordering::Relaxed);
        let (status, arrivals) = hooked.keep("POST /hook?secret=kunci HTTP/1.1\r\n", body).await;
        assert_eq!((status, arrivals.len()), (200, 1));
        names.insert(arrivals[0].remote_ref.0.clone());
        raw.insert(arrivals[0].raw.clone());
    }
    assert_eq!((names.len(), raw.len()), (3, 3), "the retries of the first are it, the others are new: {names:?}");
}

#[tokio::test]
async fn described_gateways_push_texts_and_reports() {
    const POST: &str = "POST /hook?secret=kunci&ref=a1 HTTP/1.1\r\n";
    for (name, body, progress, bad) in [
        ("twilio.toml", "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30006", Progress::Failed, true),
        (
            "vonage.toml",
            r#"{"messageId":"0A","client-ref":"a1","status":"delivered","err-code":"0"}"#,
            Progress::Delivered,
            false,
        ),
        (
            "infobip.toml",
            r#"{"results":[{"messageId":"a1","callbackData":"a1","status":{"name":"DELIVERED_TO_OPERATOR"}}]}"#,
            Progress::Sent,
            false,
        ),
        ("fonnte.toml", r#"{"device":"62811","id":"12","status":"invalid","state":"x"}"#, Progress::Failed, true),
        ("wablas.toml", "id=w1&phone=62812&status=read&deviceId=D", Progress::Read, false),
    ] {
        let mut hooked = hooked(gateway(name), Limits::default()).await;
        let (status, arrivals) = hooked.keep(POST, body).await;
        let told = &reports(&arrivals)[0];
        assert_eq!((status, told.progress, told.bad_number), (200, progress, bad), "{name}");
        assert_eq!(hooked.ask("POST /hook?secret=salah HTTP/1.1\r\n", body).await.0, 403, "{name}");
        assert_eq!(hooked.ask(POST, "typing=true").await.0, 200, "{name}");
        assert_eq!(hooked.ask(POST, "<html>").await.0, 200, "{name}");
    }
    for (name, body, text) in [
        ("twilio.toml", "MessageSid=SM2&From=%2B6281234567890&To=%2B1&Body=Antrean+lama", "Antrean lama"),
        (
            "fonnte.toml",
            r#"{"device":"62811","sender":"6281234567890","message":"Antrean lama","name":"x"}"#,
            "Antrean lama",
        ),
        ("wablas.toml", r#"{"id":"w2","phone":"6281234567890","message":"halo","isGroup":false}"#, "halo"),
    ] {
        let mut hooked = hooked(gateway(name), Limits::default()).await;
        let (_, arrivals) = hooked.keep(POST, body).await;
        let came = &texts(&arrivals)[0];
        assert_eq!((came.from.as_str(), came.text.as_str()), ("+6281234567890", text), "{name}");
    }
    let group = r#"{"id":"w3","phone":"6281234567890","message":"halo","isGroup":true}"#;
    assert_eq!(hooked(gateway("wablas.toml"), quick()).await.ask(POST, group).await.0, 200);
}

#[tokio::test]
async fn a_flood_is_bounded_and_nothing_that_was_answered_is_lost() {
    let mut hooked =
        hooked(gateway("twilio.toml"), Limits { keep_time: Duration::from_secs(5), ..Limits::default() }).await;
    let address = hooked.listener.address();
    let flood: Vec<_> = (0..400)
        .map(|n| {
            tokio::spawn(async move {
                let body = format!("MessageSid=S{n}&From=%2B6281234567890&Body=banjir+{n}");
                (n, ask(address, "POST /hook?secret=kunci HTTP/1.1\r\n", &body).await.0)
            })
        })
        .collect();
    let mut kept = std::collections::HashSet::new();
    while !flood.iter().all(tokio::task::JoinHandle::is_finished) {
        hooked.source.wait(Duration::from_millis(50)).await.unwrap();
        let batch = hooked.source.poll(None).await.unwrap();
        let refs: Vec<_> = batch.arrivals.iter().map(|arrival| arrival.remote_ref.clone()).collect();
        hooked.source.settle(&refs).await.unwrap();
        kept.extend(refs.into_iter().map(|kept| kept.0));
    }
    for asked in flood {
        let (n, status) = asked.await.unwrap();
        assert!(matches!(status, 200 | 503), "{status}");
        assert_eq!(status == 200, kept.contains(&format!("text/S{n}")));
    }
    assert!(kept.len() >= 256);
}
