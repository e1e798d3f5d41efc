//! The stand-in for SP4N-LAPOR! as a process of its own, and orders to it.
//!
//! In: nothing. Out: its address, what was written under reports, its bad days. Stopped when its value is dropped.
//! Knows neither the connector nor the daemon.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// The keys it takes.
pub const AUTHORIZATION: &str = "Bearer sim-rahasia-7c1f";
/// The second one.
pub const TOKEN: &str = "{0A1B2C3D-0000-4000-8000-1234567890AB}";

/// A running stand-in.
pub struct Lapor {
    child: Child,
    address: String,
}

impl Lapor {
    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::start_at(None)
    }

    /// The same with its clock set to this second.
    pub fn start_at(now: Option<i64>) -> Self {
        let mut command = Command::new(binary());
        command.args(now.map(|now| vec!["--now".to_owned(), now.to_string()]).unwrap_or_default());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the stand-in starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("it tells its address");
        let lapor = Self { child, address: line.trim().trim_start_matches("http://").to_owned() };
        lapor.post("keys", &json!({"authorization": AUTHORIZATION, "token": TOKEN}));
        lapor
    }

    /// Its base address.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// Puts a report there; what is left out is made up. Returns its number.
    pub fn report(&self, report: Value) -> String {
        self.reports(vec![report]).remove(0)
    }

    /// The same with many.
    pub fn reports(&self, reports: Vec<Value>) -> Vec<String> {
        let ids = self.post("reports", &Value::Array(reports));
        ids.as_array().expect("ids").iter().map(ToString::to_string).collect()
    }

    /// Changes a report: `status_name`, `content_final`, `is_anonymous`, `is_secret`, `user_name`, `gone`.
    pub fn change(&self, number: &str, change: &Value) {
        self.post(&format!("reports/{number}"), change);
    }

    /// Somebody writes under a report; `from`: the institution, or `None` for the reporter.
    pub fn write(&self, number: &str, from: Option<&str>, content: &str) {
        let report: i64 = number.parse().expect("a number");
        self.post("followups", &json!({"report": report, "institution_from_name": from, "content": content}));
    }

    /// The same with everything that an order may hold.
    pub fn write_all(&self, number: &str, mut entry: Value) {
        entry["report"] = json!(number.parse::<i64>().expect("a number"));
        self.post("followups", &entry);
    }

    /// The next `times` calls of `op` go wrong like this.
    pub fn bad_day(&self, op: &str, kind: &str, times: u32) {
        self.post("days", &json!([{"op": op, "kind": kind, "times": times}]));
    }

    /// All is well again.
    pub fn good_days(&self) {
        self.post("days", &json!([]));
        self.shapes(&[]);
    }

    /// Switches oddities of shape on, and all others off.
    pub fn shapes(&self, shapes: &[&str]) {
        self.post("shapes", &json!(shapes));
    }

    /// What is taken is seen so many seconds later.
    pub fn visible_after(&self, seconds: i64) {
        self.post(&format!("visible_after/{seconds}"), &json!({}));
    }

    /// Its clock goes on.
    pub fn advance(&self, seconds: i64) {
        self.post(&format!("advance/{seconds}"), &json!({}));
    }

    /// Takes other keys from now on.
    pub fn change_keys(&self) {
        self.post("keys", &json!({"authorization": "Bearer baru", "token": TOKEN}));
    }

    /// Takes the first keys again.
    pub fn restore_keys(&self) {
        self.post("keys", &json!({"authorization": AUTHORIZATION, "token": TOKEN}));
    }

    /// A file served at `/files/name`.
    pub fn file(&self, name: &str, bytes: &[u8]) {
        self.exchange("POST", &format!("/_sim/files/{name}"), bytes);
    }

    /// Everything written under any report, seen or not.
    pub fn followups(&self) -> Vec<Value> {
        let all: Value = serde_json::from_slice(&self.exchange("GET", "/_sim/followups", b"")).expect("JSON");
        all.as_array().expect("a list").clone()
    }

    /// What institutions wrote under a report.
    pub fn answers(&self, number: &str) -> Vec<String> {
        let report: i64 = number.parse().expect("a number");
        let of = |entry: &Value| entry["report"] == report && !entry["institution_from_name"].is_null();
        self.followups()
            .iter()
            .filter(|entry| of(entry))
            .map(|entry| entry["content"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// How often an operation was called.
    pub fn calls(&self, op: &str) -> u64 {
        let all: Value = serde_json::from_slice(&self.exchange("GET", "/_sim/calls", b"")).expect("JSON");
        all[op].as_u64().unwrap_or_default()
    }

    fn post(&self, order: &str, body: &Value) -> Value {
        let answer = self.exchange("POST", &format!("/_sim/{order}"), body.to_string().as_bytes());
        serde_json::from_slice(&answer).unwrap_or_else(|_| panic!("{order}: {}", String::from_utf8_lossy(&answer)))
    }

    fn exchange(&self, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let mut line = TcpStream::connect(&self.address).expect("the stand-in is there");
        line.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        line.write_all(head.as_bytes()).and_then(|()| line.write_all(body)).expect("an order is taken");
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).expect("an answer");
        let at = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        answer.split_off(at + 4)
    }
}

impl Drop for Lapor {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The program beside this test's own folder; built where nobody has.
fn binary() -> PathBuf {
    let name = "penghubung-lapor-sim";
    let here = std::env::current_exe().expect("this program");
    let beside = here.ancestors().skip(1).take(3).map(|folder| folder.join(name)).find(|path| path.exists());
    beside.unwrap_or_else(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo).args(["build", "--locked", "--quiet", "-p", name]).status().expect("cargo");
        assert!(built.success(), "the stand-in cannot be built");
        let folders = here.ancestors().skip(1).take(3).map(|folder| folder.join(name));
        folders.into_iter().find(|path| path.exists()).expect("the stand-in was built beside this program")
    })
}
