//! The listener with what WhatsApp pushes, and with clients that misbehave.

use std::sync::Arc;
use std::time::Duration;

use connectors::incoming::{Medium, Progress};
use connectors::webhook::{HookSource, Limits, Listener, Receive};
use connectors::whatsapp::CloudHook;
use connectors::{Arrival, FaultKind, Outcome, Source, Woken};
use hmac::{Hmac, KeyInit as _, Mac as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::{loopback, reports, texts};

pub(crate) struct Hooked {
    pub(crate) listener: Listener,
    pub(crate) source: HookSource,
}

pub(crate) async fn hooked(receive: impl Receive + 'static, limits: Limits) -> Hooked {
    let paths: Vec<(String, String, Arc<dyn Receive>)> = vec![("hook".into(), "/hook".into(), Arc::new(receive))];
    let (listener, mut sources) = Listener::open(loopback(), limits, paths).unwrap();
    Hooked { listener, source: sources.remove(0) }
}

pub(crate) fn quick() -> Limits {
    Limits {
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        keep_time: Duration::from_millis(500),
        ..Limits::default()
    }
}

impl Hooked {
    /// One request; the status and the body of the answer.
    pub(crate) async fn ask(&self, head: &str, body: &str) -> (u16, String) {
        ask(self.listener.address(), head, body).await
    }

    /// One request that is kept at once, as by the daemon.
    pub(crate) async fn keep(&mut self, head: &str, body: &str) -> (u16, Vec<Arrival>) {
        let address = self.listener.address();
        let (head, body) = (head.to_owned(), body.to_owned());
        let asking = tokio::spawn(async move { ask(address, &head, &body).await });
        assert_eq!(self.source.wait(Duration::from_secs(10)).await, Ok(Woken::News));
        let batch = self.source.poll(None).await.unwrap();
        let kept: Vec<_> = batch.arrivals.iter().map(|arrival| arrival.remote_ref.clone()).collect();
        assert!(!asking.is_finished(), "answered before it was kept");
        self.source.settle(&kept).await.unwrap();
        (asking.await.unwrap().0, batch.arrivals)
    }
}

pub(crate) async fn ask(address: std::net::SocketAddr, head: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{head}Host: a\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

fn cloud() -> CloudHook {
    CloudHook::new("rahasia-aplikasi".to_owned().into(), "kata-periksa".to_owned().into(), "106540352242922")
}

fn signed(body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"rahasia-aplikasi").unwrap();
    mac.update(body.as_bytes());
    format!("POST /hook HTTP/1.1\r\nX-Hub-Signature-256: sha256={}\r\n", hex::encode(mac.finalize().into_bytes()))
}

fn event(value: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":
        {{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"62285391479",
        "phone_number_id":"106540352242922"}},{value}}}}}]}}]}}"#
    )
}

#[tokio::test]
async fn meta_is_answered_its_challenge_and_believed_only_with_its_signature() {
    let hooked = hooked(cloud(), quick()).await;
    let get = |query: &str| format!("GET /hook?{query} HTTP/1.1\r\n");
    let right = "hub.mode=subscribe&hub.verify_token=kata-periksa&hub.challenge=1158201444";
    assert_eq!(hooked.ask(&get(right), "").await, (200, "1158201444".to_owned()));
    assert_eq!(hooked.ask(&get(&right.replace("kata-periksa", "tebakan")), "").await.0, 403);
    let body = event(r#""messages":[{"from":"6281234567890","id":"wamid.1","type":"text","text":{"body":"palsu"}}]"#);
    assert_eq!(hooked.ask("POST /hook HTTP/1.1\r\n", &body).await.0, 403);
    assert_eq!(hooked.ask(&signed("lain"), &body).await.0, 403);
    assert_eq!(hooked.ask(&signed("bukan json"), "bukan json").await.0, 400);
    assert_eq!(hooked.ask("GET /lain HTTP/1.1\r\n", "").await.0, 404);
}

#[tokio::test]
async fn texts_and_statuses_of_whatsapp_are_kept_before_they_are_answered() {
    let mut hooked = hooked(cloud(), Limits::default()).await;
    let body = event(
        r#""messages":[{"from":"6281234567890","id":"wamid.1","timestamp":"1795769945","type":"text",
           "text":{"body":"Antrean lama\nsekali"}},
          {"from":"6281234567890","id":"wamid.2","timestamp":"1795769946","type":"image",
           "image":{"id":"2754859441498128","caption":"bukti"}},
          {"from":"6281234567890","id":"wamid.3","timestamp":"1795769947","type":"sticker","sticker":{"id":"9"}}]"#,
    );
    let (status, arrivals) = hooked.keep(&signed(&body), &body).await;
    let came = texts(&arrivals);
    assert_eq!((status, came.len()), (200, 3));
    assert_eq!((came[0].from.as_str(), came[0].to.as_deref()), ("+6281234567890", Some("+62285391479")));
    assert_eq!((came[0].text.as_str(), came[0].medium), ("Antrean lama\nsekali", Medium::Whatsapp));
    assert_eq!((came[1].text.as_str(), came[1].enclosed[0].as_str()), ("bukti", "image 2754859441498128"));
    assert_eq!((came[2].text.as_str(), came[2].enclosed[0].as_str()), ("", "sticker 9"));

    let statuses = event(
        r#""statuses":[{"id":"wamid.9","status":"read","timestamp":"1795769950","biz_opaque_callback_data":"a1@uji"},
          {"id":"wamid.9","status":"delivered","timestamp":"1795769949","biz_opaque_callback_data":"a1@uji"},
          {"id":"wamid.8","status":"failed","errors":[{"code":131026}],"timestamp":"1795769949"}]"#,
    );
    let (_, arrivals) = hooked.keep(&signed(&statuses), &statuses).await;
    let told = reports(&arrivals);
    assert_eq!(told[0].progress.after(told[1].progress), Progress::Read);
    assert_eq!(told[0].reference.as_deref(), Some("a1@uji"));
    assert_eq!(
        (told[2].progress, told[2].bad_number, told[2].code.as_deref()),
        (Progress::Failed, true, Some("131026"))
    );
    let names: Vec<_> = arrivals.iter().map(|arrival| arrival.remote_ref.0.as_str()).collect();
    assert_eq!(names, ["status/wamid.9/read", "status/wamid.9/delivered", "status/wamid.8/failed"]);
}

#[tokio::test]
async fn what_is_not_kept_must_come_again() {
    let mut hooked = hooked(cloud(), quick()).await;
    let body = event(r#""messages":[{"from":"62812","id":"wamid.1","type":"text","text":{"body":"halo"}}]"#);
    let head = signed(&body);
    let ask_both = async { tokio::join!(hooked.ask(&head, &body), hooked.ask(&head, &body)) };
    // Nobody keeps it: both hear "come again".
    let (one, two) = ask_both.await;
    assert_eq!((one.0, two.0), (503, 503));
    assert!(hooked.source.poll(None).await.unwrap().arrivals.is_empty());
}

#[tokio::test]
async fn what_comes_twice_is_one_thing_and_both_are_answered() {
    let mut hooked = hooked(cloud(), Limits::default()).await;
    let body = event(r#""messages":[{"from":"62812","id":"wamid.1","type":"text","text":{"body":"halo"}}]"#);
    let (address, head) = (hooked.listener.address(), signed(&body));
    let asking: Vec<_> = (0..3)
        .map(|_| {
            let (head, body) = (head.clone(), body.clone());
            tokio::spawn(async move { ask(address, &head, &body).await.0 })
        })
        .collect();
    let (mut seen, mut cursor) = (std::collections::HashSet::new(), None);
    // Whatever comes late was kept long ago: the inbox has nothing to settle, the next poll releases it all the same.
    while !asking.iter().all(tokio::task::JoinHandle::is_finished) {
        hooked.source.wait(Duration::from_millis(50)).await.unwrap();
        let batch = hooked.source.poll(cursor.as_ref()).await.unwrap();
        cursor = Some(batch.cursor);
        let fresh: Vec<_> =
            batch.arrivals.iter().map(|one| one.remote_ref.clone()).filter(|one| !seen.contains(one)).collect();
        hooked.source.settle(&fresh).await.unwrap();
        seen.extend(fresh);
    }
    assert_eq!(seen.len(), 1);
    for asking in asking {
        assert_eq!(asking.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn a_cursor_of_an_earlier_run_releases_nothing() {
    let mut first = hooked(cloud(), quick()).await;
    let body = event(r#""messages":[{"from":"62812","id":"wamid.1","type":"text","text":{"body":"halo"}}]"#);
    let (_, _) = first.keep(&signed(&body), &body).await;
    let old = first.source.poll(None).await.unwrap().cursor;
    let mut second = hooked(cloud(), quick()).await;
    let (address, head, text) = (second.listener.address(), signed(&body), body.clone());
    let asking = tokio::spawn(async move { ask(address, &head, &text).await.0 });
    second.source.wait(Duration::from_secs(5)).await.unwrap();
    for _ in 0..3 {
        // Our commit fails each time: the cursor stays the old one.
        assert_eq!(second.source.poll(Some(&old)).await.unwrap().arrivals.len(), 1);
    }
    assert_eq!(asking.await.unwrap(), 503);
}

#[tokio::test]
async fn misbehaving_clients_are_let_go_and_others_served() {
    let hooked = hooked(cloud(), quick()).await;
    let address = hooked.listener.address();
    // Sleepers in the head and in the body.
    let mut sleepers = Vec::new();
    for start in ["GET /hook?x HT", "POST /hook HTTP/1.1\r\nContent-Length: 10\r\n\r\nab"] {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(start.as_bytes()).await.unwrap();
            sleepers.push(stream);
        }
    }
    let huge = "a".repeat(600 * 1024);
    assert_eq!(hooked.ask("POST /hook HTTP/1.1\r\n", &huge).await.0, 413);
    let long_head = format!("GET /hook?{} HTTP/1.1\r\n", "a".repeat(64 * 1024));
    assert!(matches!(hooked.ask(&long_head, "").await.0, 0 | 400..=499));
    let mut garbage = TcpStream::connect(address).await.unwrap();
    garbage.write_all(b"\0\0\0\0\r\n\r\n").await.unwrap();
    assert_eq!(hooked.ask("GET /hook HTTP/1.1\r\n", "").await.0, 403);
    for mut stream in sleepers {
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a sleeper was never let go");
    }
}

#[tokio::test]
async fn the_listener_stays_on_loopback_unless_told_otherwise() {
    let bind = |address: &str, open| Listener::bind(address.parse().unwrap(), open);
    let fault = bind("0.0.0.0:0", false).err().unwrap();
    assert_eq!((fault.kind, fault.outcome), (FaultKind::Setup, Outcome::NotSent));
    let first = bind("127.0.0.1:0", false).unwrap();
    let taken = first.local_addr().unwrap().to_string();
    assert_eq!(bind(&taken, false).err().unwrap().kind, FaultKind::Setup);
}

/// A reverse proxy keeps its connections: what the old listener leaves open is not in the way of the new one.
#[tokio::test]
async fn another_listener_at_the_same_socket_hears_who_comes_after_the_first() {
    let socket = loopback();
    let paths =
        || -> Vec<(String, String, Arc<dyn Receive>)> { vec![("hook".into(), "/hook".into(), Arc::new(cloud()))] };
    let (first, _old) = Listener::open(socket.try_clone().unwrap(), quick(), paths()).unwrap();
    let _kept_open = TcpStream::connect(first.address()).await.unwrap();
    first.close().await;
    let mut between = TcpStream::connect(socket.local_addr().unwrap()).await.unwrap();
    between.write_all(b"GET /hook HTTP/1.1\r\nHost: dinkes\r\n\r\n").await.unwrap();
    let (_second, _new) = Listener::open(socket, quick(), paths()).unwrap();
    let mut said = String::new();
    between.read_to_string(&mut said).await.unwrap();
    assert!(said.starts_with("HTTP/1.1 403"), "{said}");
}
