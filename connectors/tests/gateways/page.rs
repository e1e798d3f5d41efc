//! A page that takes texts by HTTP.

use std::time::Duration;

use connectors::page::{Account, HttpPage, Page, PageText};
use connectors::{FaultKind, Outcome};

use crate::stage::{Act, Stage};

fn page(stage: &Stage) -> HttpPage {
    HttpPage::new(Account {
        url: format!("http://127.0.0.1:{}/api/laporan", stage.port).parse().unwrap(),
        headers: vec![("Authorization".into(), "Bearer rahasia".to_owned().into())],
        limit: Duration::from_millis(600),
        ca_file: None,
    })
    .unwrap()
}

fn text() -> PageText {
    PageText {
        key: "dinkes-17".into(),
        id: 17,
        office: "batang".into(),
        number: Some("BTG-26-0001".into()),
        title: "BTG-26-0001: Sedang ditangani".into(),
        text: "Status: \"Sedang ditangani\"\nUnit: Puskesmas Bandar I".into(),
    }
}

#[tokio::test]
async fn a_text_is_posted_with_its_key_and_the_secret_header() {
    let stage = Stage::open().await;
    stage.says(201, "");
    page(&stage).put(&text()).await.unwrap();
    let asked = stage.asked().remove(0);
    assert!(asked.line.starts_with("POST /api/laporan "), "{}", asked.line);
    let head = asked.head.to_lowercase();
    for header in ["authorization: bearer rahasia", "idempotency-key: dinkes-17", "content-type: application/json"] {
        assert!(head.contains(header), "{header}: {head}");
    }
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((body["id"].as_i64(), body["number"].as_str()), (Some(17), Some("BTG-26-0001")));
    assert!(body["text"].as_str().unwrap().contains("Puskesmas Bandar I"));
}

#[tokio::test]
async fn only_a_refusal_of_the_text_itself_is_final() {
    let stage = Stage::open().await;
    for (act, outcome, kind) in [
        (Act::Say(422, "{}".into()), Outcome::Refused, FaultKind::Policy),
        (Act::Say(401, String::new()), Outcome::NotSent, FaultKind::Login),
        (Act::Say(409, String::new()), Outcome::NotSent, FaultKind::Throttled),
        (Act::Say(429, String::new()), Outcome::NotSent, FaultKind::Throttled),
        (Act::Say(302, String::new()), Outcome::NotSent, FaultKind::Setup),
        (Act::Say(404, String::new()), Outcome::NotSent, FaultKind::Setup),
        (Act::Say(503, String::new()), Outcome::Unknown, FaultKind::Protocol),
        (Act::Stall, Outcome::Unknown, FaultKind::Timeout),
        (Act::Close, Outcome::Unknown, FaultKind::Network),
    ] {
        stage.then(act);
        let fault = page(&stage).put(&text()).await.unwrap_err();
        assert_eq!((fault.outcome, fault.kind), (outcome, kind), "{fault}");
        assert!(!fault.to_string().contains("rahasia"));
    }
}
