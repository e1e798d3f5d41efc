//! Both ways through the folders of a real Gammu SMSD.

use std::time::Duration;

use connectors::incoming::Progress;
use connectors::sms::Manner;
use connectors::sms::gammu::{Folders, Spool, over_spool};
use connectors::{Sent, Sink, Source};

use crate::gammu_box::{Keep, Smsd, is_installed};
use crate::{Open, parcel, reports, texts};

#[tokio::test]
async fn both_ways_over_folders() {
    if !is_installed() {
        return;
    }
    let mut smsd = Smsd::start(Keep::Folders);
    smsd.arrives("+6281234567890", "Antrean “lama” sekali", "");
    smsd.arrives("+6285712345678", "dua", "050003AB0202");
    smsd.arrives("+6285712345678", "satu ", "050003AB0201");
    let folders = Folders {
        inbox: smsd.path("inbox"),
        outbox: smsd.path("outbox"),
        sent: smsd.path("sent"),
        error: smsd.path("error"),
        done: smsd.path("done"),
    };
    let spool = Spool {
        name: "modem".into(),
        folders,
        zone: chrono_tz::Asia::Makassar,
        manner: Manner::default(),
        reports: false,
        look_every: Duration::from_millis(100),
    };
    let (mut source, sink) = over_spool(spool);
    let answer = parcel("a1b2@uji", "+6281234567890", "Terima kasih – sudah kami terima");
    assert_eq!(sink.already_sent(&answer).await.unwrap(), Sent::No);
    let receipt = sink.send(&answer, &Open::default()).await.unwrap();
    sink.send(&answer, &Open::default()).await.unwrap();
    assert_eq!(std::fs::read_dir(smsd.path("outbox")).unwrap().count(), 1);
    smsd.run();
    let mut came = Vec::new();
    for _ in 0..600 {
        let batch = source.poll(None).await.unwrap();
        let kept: Vec<_> = batch.arrivals.iter().map(|arrival| arrival.remote_ref.clone()).collect();
        source.settle(&kept).await.unwrap();
        came.extend(batch.arrivals);
        if came.len() >= 3 {
            break;
        }
        source.wait(Duration::from_millis(100)).await.unwrap();
    }
    let mut shown: Vec<(String, String)> = texts(&came).into_iter().map(|text| (text.from, text.text)).collect();
    shown.sort();
    let expected = [("+6281234567890", "Antrean “lama” sekali"), ("+6285712345678", "satu dua")];
    assert_eq!(shown, expected.map(|(from, text)| (from.to_owned(), text.to_owned())), "{}", smsd.log());
    // SMSD names its files by the clock on the network's wall, 08.30, here of Central Indonesia.
    assert_eq!(texts(&came)[0].at.to_rfc3339(), "2026-11-27T00:30:00+00:00");
    let told = reports(&came);
    assert_eq!((told[0].reference.as_deref(), told[0].progress), (Some("a1b2@uji"), Progress::Sent));
    assert_eq!(told[0].remote_id, receipt.remote_id);
    assert!(matches!(sink.already_sent(&answer).await.unwrap(), Sent::Yes(_)));
    assert_eq!(std::fs::read_dir(smsd.path("inbox")).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(smsd.path("done")).unwrap().count(), 3);
}
