//! Files of a report: fetched from allowed hosts only, without redirects, up to a size.

use connectors::lapor::{Content, Document, Fetched};
use serde_json::json;

use super::desk::Desk;

async fn fetched(desk: &mut Desk) -> Vec<Fetched> {
    let arrivals = desk.collect().await.unwrap();
    match Document::parse(&arrivals[0].raw).unwrap().content {
        Content::Api { files, .. } => files,
        other @ (Content::Export { .. } | Content::Notice { .. } | Content::Sweep { .. }) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn only_files_on_allowed_hosts_come_and_the_others_say_why() {
    let mut desk = Desk::new();
    desk.lapor.file("foto.jpg", b"JPEG");
    let elsewhere = ["http://localhost:1/a.jpg", "https://169.254.169.254/latest", "file:///etc/passwd", "pindah.jpg"];
    let names: Vec<&str> = ["foto.jpg"].into_iter().chain(elsewhere).collect();
    desk.lapor.report(json!({"content": "lihat foto", "attachments": names}));
    let files = fetched(&mut desk).await;
    assert_eq!(files.len(), 5);
    assert_eq!(files[0].base64.as_deref(), Some("SlBFRw=="));
    assert!(files[1..].iter().all(|file| file.base64.is_none() && file.why.is_some()), "{files:?}");
    assert!(files[4].why.as_deref().unwrap().contains("302"), "a redirect is not followed: {files:?}");
}

#[tokio::test]
async fn a_file_too_large_is_left_there() {
    let mut desk = Desk::with(|profile| profile.limits.file_bytes = 1000);
    desk.lapor.file("besar.jpg", &[7; 5000]);
    desk.lapor.report(json!({"attachments": ["besar.jpg"]}));
    let files = fetched(&mut desk).await;
    assert_eq!(
        (files[0].base64.as_deref(), files[0].why.as_deref()),
        (None, Some("it is larger than what is fetched"))
    );
}
