//! Files that come by WhatsApp, fetched from a scripted Graph API.

use std::time::Duration;

use connectors::incoming::{Incoming, Medium, Text};
use connectors::scripted::ScriptedSource;
use connectors::whatsapp::{Account, Media, WithMedia};
use connectors::{Arrival, Batch, Cursor, RemoteRef, Source as _};

use crate::stage::{Act, Stage};
use crate::texts;

/// A text whose enclosures are these, read by way of the stage.
async fn read(stage: &Stage, enclosed: &[&str]) -> Text {
    let text = Incoming::Text(Text {
        medium: Medium::Whatsapp,
        remote_id: "wamid.1".into(),
        from: "+6281234567890".into(),
        to: None,
        at: chrono::DateTime::UNIX_EPOCH,
        text: "bukti".into(),
        parts: 1,
        missing: Vec::new(),
        enclosed: enclosed.iter().map(|named| (*named).to_owned()).collect(),
        files: Vec::new(),
    });
    let raw = text.to_raw();
    let arrival = Arrival {
        remote_ref: RemoteRef("text/wamid.1".into()),
        received_at: chrono::DateTime::UNIX_EPOCH,
        announced_bytes: raw.len() as u64,
        raw,
    };
    let cursor = Cursor("1".into());
    let batch =
        Batch { arrivals: vec![arrival], cursor, gone: vec![], unreadable: vec![], more: false, renumbered: false };
    let source = ScriptedSource::new("wa");
    source.then(Ok(batch));
    let account = Account {
        name: "wa".into(),
        base: format!("http://127.0.0.1:{}/v23.0/", stage.port).parse().unwrap(),
        phone_number_id: "1".into(),
        token: "kunci".to_owned().into(),
        template: None,
        limit: Duration::from_secs(2),
        ca_file: None,
    };
    let mut source = WithMedia::new(source, Media::new(&account).unwrap());
    let batch = source.poll(None).await.unwrap();
    assert_eq!(batch.arrivals[0].announced_bytes, batch.arrivals[0].raw.len() as u64);
    texts(&batch.arrivals).remove(0)
}

fn lies_at(stage: &Stage, address: &str, kind: &str) -> String {
    let address = address.replace("{stage}", &format!("http://127.0.0.1:{}", stage.port));
    format!(r#"{{"url":"{address}","mime_type":"{kind}","file_size":5,"id":"275"}}"#)
}

#[tokio::test]
async fn a_picture_and_a_document_come_along_with_their_text() {
    let stage = Stage::open().await;
    stage.says(200, &lies_at(&stage, "{stage}/a", "image/jpeg"));
    stage.says(200, "\u{1}JPEG");
    stage.says(200, &lies_at(&stage, "{stage}/b", "application/pdf"));
    stage.says(200, "%PDF-1.7");
    let text = read(&stage, &["image 275", "document 276 surat rujukan.pdf", "location -6.9 109.7"]).await;
    let files: Vec<(&str, Vec<u8>)> =
        text.files.iter().map(|file| (file.name.as_str(), file.bytes().unwrap())).collect();
    assert_eq!(files, [("whatsapp-image.jpg", b"\x01JPEG".to_vec()), ("surat rujukan.pdf", b"%PDF-1.7".to_vec())]);
    assert_eq!((text.text.as_str(), text.enclosed), ("bukti", vec!["location -6.9 109.7".to_owned()]));
    let asked = stage.asked();
    assert!(asked[0].line.starts_with("GET /v23.0/275 ") && asked[1].line.starts_with("GET /a "), "{asked:?}");
    assert!(asked.iter().all(|asked| asked.head.to_lowercase().contains("authorization: bearer kunci")));
}

#[tokio::test]
async fn what_cannot_be_fetched_is_named_with_the_reason_and_the_text_is_there_all_the_same() {
    for (acts, why) in [
        (vec![Act::Say(404, "{}".into())], "Meta says 404"),
        (vec![Act::Close], "Meta does not answer"),
        (vec![Act::Say(200, r#"{"url":"http://127.0.0.1:9/a"}"#.into())], "not lie at a host of Meta"),
        (vec![Act::Say(200, r#"{"url":"https://evil.example/a"}"#.into())], "not lie at a host of Meta"),
        (vec![Act::Say(200, r#"{"url":"https://lookaside.fbsbx.com/a","file_size":99999999}"#.into())], "larger"),
        (vec![Act::Say(200, "STAGE".into()), Act::Say(302, String::new())], "its host says 302"),
        (vec![Act::Say(200, "STAGE".into()), Act::Say(200, "x".repeat(6 * 1024 * 1024))], "larger"),
        (vec![Act::Stall], "took too long"),
    ] {
        let stage = Stage::open().await;
        for act in acts {
            stage.then(match act {
                Act::Say(status, body) if body == "STAGE" => {
                    Act::Say(status, lies_at(&stage, "{stage}/a", "image/png"))
                }
                Act::Say(status, body) => Act::Say(status, body),
                Act::Stall => Act::Stall,
                Act::Close => Act::Close,
            });
        }
        let started = std::time::Instant::now();
        let text = read(&stage, &["image 275"]).await;
        assert!(started.elapsed() < Duration::from_secs(11), "the gateway waits for our answer");
        assert!(text.files.is_empty() && text.text == "bukti", "{why}");
        assert!(text.enclosed[0].starts_with("image 275 (not fetched:"), "{:?}", text.enclosed);
        let told = &text.enclosed[0];
        assert!(told.contains(why) || (why == "took too long" && told.contains("does not answer")), "{told}");
    }
}
