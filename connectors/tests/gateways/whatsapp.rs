//! What we send by WhatsApp, and what its refusals mean.

use std::time::Duration;

use connectors::whatsapp::{Account, CloudSink, Note};
use connectors::{FaultKind, Outcome, Parcel, Sink};

use crate::Open;
use crate::stage::{Act, Stage};

fn account(stage: &Stage) -> Account {
    Account {
        name: "wa".into(),
        base: format!("http://127.0.0.1:{}/v23.0/", stage.port).parse().unwrap(),
        phone_number_id: "106540352242922".into(),
        token: "token-rahasia".to_owned().into(),
        template: Some(("jawaban_pengaduan".into(), "id".into())),
        limit: Duration::from_millis(600),
        ca_file: None,
    }
}

fn note(window_open: bool) -> Parcel {
    let note = Note {
        text: "Loket kedua dibuka mulai besok. 🙏".into(),
        window_open,
        template_values: vec!["BTG-26-0123".into(), "Loket kedua\ndibuka".into()],
    };
    Parcel { content: note.to_content(), ..crate::parcel("a1@uji", "081234567890", "") }
}

#[tokio::test]
async fn whatsapp_gets_text_in_the_window_and_the_template_outside_it() {
    let stage = Stage::open().await;
    let sink = CloudSink::new(account(&stage)).unwrap();
    let taken = r#"{"messaging_product":"whatsapp","contacts":[{"wa_id":"62812"}],"messages":[{"id":"wamid.1"}]}"#;
    let closed = r#"{"error":{"code":131047,"message":"Re-engagement message"}}"#;
    for (open, answers) in
        [(true, &[(200, taken)][..]), (false, &[(200, taken)]), (true, &[(400, closed), (200, taken)])]
    {
        for (status, body) in answers {
            stage.says(*status, body);
        }
        let gate = Open::default();
        let receipt = sink.send(&note(open), &gate).await.unwrap();
        assert_eq!((receipt.remote_id.as_deref(), gate.passed()), (Some("wamid.1"), 1));
    }
    let asked: Vec<serde_json::Value> =
        stage.asked().iter().map(|asked| serde_json::from_str(&asked.body).unwrap()).collect();
    let kinds: Vec<&str> = asked.iter().map(|body| body["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["text", "template", "text", "template"]);
    assert!(asked.iter().all(|body| body["to"] == "6281234567890" && body["biz_opaque_callback_data"] == "a1@uji"));
    assert_eq!(asked[1]["template"]["components"][0]["parameters"][1]["text"], "Loket kedua dibuka");
    assert!(stage.asked()[0].line.starts_with("POST /v23.0/106540352242922/messages"));
    assert!(stage.asked()[0].head.to_lowercase().contains("authorization: bearer token-rahasia"));
}

#[tokio::test]
async fn whatsapp_refusals_and_silence_have_their_consequence() {
    let stage = Stage::open().await;
    let sink = CloudSink::new(account(&stage)).unwrap();
    let error = |code: i64| format!(r#"{{"error":{{"code":{code},"message":"x"}}}}"#);
    for (act, outcome, kind) in [
        (Act::Say(401, error(190)), Outcome::NotSent, FaultKind::Login),
        (Act::Say(400, error(131_026)), Outcome::Refused, FaultKind::Recipient),
        (Act::Say(400, error(131_056)), Outcome::NotSent, FaultKind::Throttled),
        (Act::Say(500, error(131_000)), Outcome::Unknown, FaultKind::Protocol),
        (Act::Say(200, "<html>".into()), Outcome::Unknown, FaultKind::Protocol),
        (Act::Stall, Outcome::Unknown, FaultKind::Timeout),
        (Act::Close, Outcome::Unknown, FaultKind::Network),
    ] {
        stage.then(act);
        let fault = sink.send(&note(true), &Open::default()).await.unwrap_err();
        assert_eq!((fault.outcome, fault.kind), (outcome, kind), "{fault}");
    }
    let without = CloudSink::new(Account { template: None, ..account(&stage) }).unwrap();
    let fault = without.send(&note(false), &Open::default()).await.unwrap_err();
    assert_eq!((fault.outcome, fault.kind), (Outcome::Refused, FaultKind::Policy));
}
