//! Both ways through a real Kannel and its fake SMSC.

use std::sync::Arc;

use connectors::incoming::Progress;
use connectors::sms::kannel::{KannelReports, KannelSink, KannelTexts};
use connectors::webhook::{HookSource, Limits, Listener, Receive, Secret};
use connectors::{Arrival, FaultKind, Outcome, Sent, Sink, Source};

use crate::kannel_box::{Kannel, is_installed};
use crate::{Open, loopback, parcel, reports, texts, until};

/// Our listener with a path for texts and one for reports.
async fn listener() -> (Listener, HookSource, HookSource) {
    let secret = || Secret::new("kunci".to_owned().into());
    let paths: Vec<(String, String, Arc<dyn Receive>)> = vec![
        ("teks".into(), "/teks".into(), Arc::new(KannelTexts::new(secret()))),
        ("laporan".into(), "/laporan".into(), Arc::new(KannelReports::new(secret()))),
    ];
    let (listener, sources) = Listener::open(loopback(), Limits::default(), paths).unwrap();
    let [texts, reports] = <[HookSource; 2]>::try_from(sources).ok().unwrap();
    (listener, texts, reports)
}

/// Reads and keeps until `enough`, as the daemon does.
async fn read(source: &mut HookSource, enough: usize) -> Vec<Arrival> {
    let mut found: Vec<Arrival> = Vec::new();
    let mut cursor = None;
    while found.len() < enough {
        source.wait(std::time::Duration::from_secs(30)).await.unwrap();
        let batch = source.poll(cursor.as_ref()).await.unwrap();
        cursor = Some(batch.cursor);
        let kept: Vec<_> = batch.arrivals.iter().map(|arrival| arrival.remote_ref.clone()).collect();
        source.settle(&kept).await.unwrap();
        found.extend(batch.arrivals);
    }
    found
}

#[tokio::test]
async fn both_ways_over_kannel() {
    if !is_installed() {
        return;
    }
    let (listener, mut inbox, mut reported) = listener().await;
    let ours = format!("http://{}", listener.address());
    let mut kannel = Kannel::start(&format!("{ours}/teks?secret=kunci")).await;
    // `text` takes words joined by `+`, `ucs2` bytes.
    kannel.connect_smsc(&["+6281234567890 8181 text Antrean+lama+sekali"]);
    let came = texts(&read(&mut inbox, 1).await);
    assert_eq!((came[0].from.as_str(), came[0].to.as_deref()), ("+6281234567890", Some("8181")), "{}", kannel.log());
    assert!(came[0].text.starts_with("Antrean"), "{:?}", came[0]);

    let sink = KannelSink::new(kannel.smsbox(Some(format!("{ours}/laporan?secret=kunci").parse().unwrap()))).unwrap();
    let answer = parcel("a1%2@uji", "081234567890", "Terima kasih “Bapak/Ibu” – 100% kami terima");
    sink.send(&answer, &Open::default()).await.unwrap();
    assert_eq!(sink.already_sent(&answer).await.unwrap(), Sent::CannotTell);
    let got = until("the text at the SMSC", || async { kannel.at_smsc().into_iter().next() }).await;
    assert!(got.contains("8181 +6281234567890 text Terima kasih \"Bapak/Ibu\" - 100% kami terima"), "{got}");
    let told = reports(&read(&mut reported, 2).await);
    assert!(told.iter().all(|report| report.reference.as_deref() == Some("a1%2@uji")), "{told:?}");
    let far = told.iter().map(|report| report.progress).reduce(Progress::after).unwrap();
    assert_eq!(far, Progress::Delivered);

    let long = "Jawaban yang panjang sekali, dengan tautan https://contoh.example/l/1 di tengah. ".repeat(3);
    sink.send(&parcel("b2@uji", "081234567890", &long), &Open::default()).await.unwrap();
    until("both segments at the SMSC", || async { (kannel.at_smsc().len() >= 3).then_some(()) }).await;
}

#[tokio::test]
async fn what_we_do_not_keep_comes_again() {
    if !is_installed() {
        return;
    }
    let secret = Secret::new("kunci".to_owned().into());
    let limits = Limits { keep_time: std::time::Duration::from_millis(300), ..Limits::default() };
    let paths: Vec<(String, String, Arc<dyn Receive>)> =
        vec![("teks".into(), "/teks".into(), Arc::new(KannelTexts::new(secret)))];
    let (listener, mut sources) = Listener::open(loopback(), limits, paths).unwrap();
    let inbox = &mut sources[0];
    let mut kannel = Kannel::start(&format!("http://{}/teks?secret=kunci", listener.address())).await;
    kannel.connect_smsc(&["+6281234567890 8181 text halo"]);
    inbox.wait(std::time::Duration::from_secs(30)).await.unwrap();
    let first = inbox.poll(None).await.unwrap();
    assert_eq!(first.arrivals.len(), 1);
    // Our disk is full: nothing is settled, Kannel hears 503 and asks again, with the same id.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    inbox.wait(std::time::Duration::from_secs(30)).await.unwrap();
    let again = read(inbox, 1).await;
    assert_eq!(again[0].remote_ref, first.arrivals[0].remote_ref);
}

#[tokio::test]
async fn a_wrong_password_stops_the_account_and_a_bad_number_only_itself() {
    if !is_installed() {
        return;
    }
    let kannel = Kannel::start("http://127.0.0.1:9/x?y=1").await;
    let wrong = connectors::sms::kannel::Smsbox { password: "salah".to_owned().into(), ..kannel.smsbox(None) };
    let fault = |smsbox, to: &'static str| async move {
        KannelSink::new(smsbox).unwrap().send(&parcel("x", to, "halo"), &Open::default()).await.unwrap_err()
    };
    let refused = fault(wrong, "081234567890").await;
    assert_eq!((refused.kind, refused.outcome), (FaultKind::Login, Outcome::NotSent));
    let landline = fault(kannel.smsbox(None), "0332424212").await;
    assert_eq!((landline.kind, landline.outcome), (FaultKind::Recipient, Outcome::Refused));
    let nobody = connectors::sms::kannel::Smsbox { url: "http://127.0.0.1:9/".parse().unwrap(), ..kannel.smsbox(None) };
    let away = fault(nobody, "081234567890").await;
    assert_eq!((away.kind, away.outcome), (FaultKind::Network, Outcome::NotSent));
}
