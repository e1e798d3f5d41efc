//! `penghubung-lapor-sim`: a stand-in for SP4N-LAPOR!, because nobody can test against the real service.
//!
//! In: calls of the interface as far as it is known, on loopback; orders on `/_sim/…`. Out: what the service would say,
//! on good days and bad ones. Which of its behaviours were seen at the real service and which are invented stands in
//! [`behaviour`] and is served at `/_sim/behaviour`. Its time stands still until somebody moves it.
#![allow(clippy::print_stdout, reason = "the port is told on standard output")]

mod admin;
mod bad_days;
mod behaviour;
mod service;
mod shapes;
mod world;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::net::TcpListener;

use world::World;

/// What every call shares.
#[derive(Clone)]
struct Sim(Arc<Mutex<World>>);

impl Sim {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What can be said on the command line.
const OPTIONS: [&str; 2] = ["--port", "--now"];
/// What `--help` prints.
const HELP: &str = "\
A stand-in for SP4N-LAPOR!, on loopback, for tests.

Usage: penghubung-lapor-sim [--port N] [--now UNIX_SECONDS]

  --port N             listen on this port; 0 or nothing: a free one
  --now UNIX_SECONDS   its time, which stands still until somebody moves it
  -h, --help           print this

The first line it prints is its address. Orders to it: POST /_sim/...; what it does and why: GET /_sim/behaviour.
";

/// `penghubung-lapor-sim [--port N] [--now UNIX_SECONDS]`; port 0 takes a free one. The first line tells the address.
#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    if let Some(odd) = arguments.iter().step_by(2).find(|argument| !OPTIONS.contains(&argument.as_str())) {
        return Err(format!("no option {odd:?}; known are {}", OPTIONS.join(", ")).into());
    }
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<i64>().ok()
    };
    let port = after("--port").and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    let sim = Sim(Arc::new(Mutex::new(World::new(after("--now")))));
    sim.world().base = format!("http://{}", listener.local_addr()?);
    let router = Router::new().merge(admin::routes()).merge(service::routes()).layer(DefaultBodyLimit::max(64 << 20));
    axum::serve(listener, router.with_state(sim)).await?;
    Ok(())
}
