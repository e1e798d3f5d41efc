//! How much the sink costs beside a bare sender that does nothing but write and read. A measurement, not a check:
//! `cargo test -p penghubung-connectors --lib -- --ignored --nocapture smtp::speed`.

use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::stage::{Script, Stage};
use super::tests::{Counting, letter, relay};
use super::{SmtpSink, body};
use crate::{Parcel, Sink as _};

const LETTERS: u32 = 500;

async fn bare(port: u16, wire: &[u8]) -> Duration {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    stream.write_all(b"EHLO bare.example\r\n").await.unwrap();
    while !line.starts_with("250 ") {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
    }
    let begun = Instant::now();
    for _ in 0..LETTERS {
        stream.write_all(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n").await.unwrap();
        for _ in 0..3 {
            line.clear();
            stream.read_line(&mut line).await.unwrap();
        }
        stream.write_all(wire).await.unwrap();
        line.clear();
        stream.read_line(&mut line).await.unwrap();
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn the_sink_beside_a_bare_pipelined_sender() {
    let stage = Stage::open(Script::default().offering(&["PIPELINING", "SIZE", "DSN", "8BITMIME"])).await;
    let content = b"Mohon ditindaklanjuti sesuai ketentuan yang berlaku di dinas.\r\n".repeat(128);
    let parcel = Parcel { content, ..letter() };
    let wire = body::on_the_wire(&parcel.content);
    let sink = SmtpSink::new(relay(stage.port)).unwrap();
    let gate = Counting::default();
    sink.send(&parcel, &gate).await.unwrap();
    for _ in 0..5 {
        let bare = bare(stage.port, &wire).await;
        let begun = Instant::now();
        for _ in 0..LETTERS {
            sink.send(&parcel, &gate).await.unwrap();
        }
        let ours = begun.elapsed();
        println!(
            "{} bytes: bare {bare:?}, sink {ours:?}, ratio {:.2}",
            wire.len(),
            bare.as_secs_f64() / ours.as_secs_f64()
        );
    }
}
