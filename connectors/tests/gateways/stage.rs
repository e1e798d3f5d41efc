//! A scripted HTTP server: it answers as told, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Status and body.
    Say(u16, String),
    /// Says nothing for ever.
    Stall,
    /// Closes after the request was read.
    Close,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub line: String,
    pub head: String,
    pub body: String,
}

pub struct Stage {
    pub port: u16,
    script: Arc<Mutex<VecDeque<Act>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stage {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (script, asked) = (Arc::<Mutex<VecDeque<Act>>>::default(), Arc::<Mutex<Vec<Asked>>>::default());
        let (for_server, for_notes) = (Arc::clone(&script), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&for_server), Arc::clone(&for_notes)));
            }
        });
        Self { port, script, asked }
    }

    pub fn then(&self, act: Act) {
        self.script.lock().unwrap().push_back(act);
    }

    pub fn says(&self, status: u16, body: &str) {
        self.then(Act::Say(status, body.to_owned()));
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<VecDeque<Act>>>, notes: Arc<Mutex<Vec<Asked>>>) -> Option<()> {
    let mut read = Vec::new();
    let head_end = loop {
        let mut piece = [0; 4096];
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&piece[..count]);
        if let Some(at) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = String::from_utf8_lossy(&read[..head_end]).into_owned();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    while read.len() < head_end + length.unwrap_or(0usize) {
        let mut piece = [0; 4096];
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&piece[..count]);
    }
    let body = String::from_utf8_lossy(&read[head_end..]).into_owned();
    let line = head.lines().next().unwrap_or_default().to_owned();
    notes.lock().unwrap().push(Asked { line, head, body });
    let act = script.lock().unwrap().pop_front().unwrap_or(Act::Close);
    match act {
        Act::Stall => std::future::pending().await,
        Act::Close => None,
        Act::Say(status, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).await.ok()?;
            stream.write_all(body.as_bytes()).await.ok()?;
            stream.shutdown().await.ok()
        }
    }
}
