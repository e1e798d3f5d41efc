//! An account at a stand-in, with a clock that the test moves.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::lapor::{Account, Document, FileHost, Header, Known, LaporSink, LaporSource, Line, Profile, Report};
use connectors::{Arrival, Cursor, Fault, Gate, GateClosed, Parcel, Source as _};
use secrecy::SecretString;

use super::lapor::{AUTHORIZATION, Lapor, TOKEN};

/// The shipped profile.
pub const PROFILE: &str = include_str!("../../../../config/lapor/v3.toml");

/// Ids that are followed.
#[derive(Default)]
pub struct Followed(pub Mutex<Vec<String>>);

#[async_trait::async_trait]
impl Known for Followed {
    async fn ids(&self) -> Result<Vec<String>, Fault> {
        Ok(self.0.lock().unwrap().clone())
    }
}

/// Everything a test needs.
pub struct Desk {
    pub lapor: Lapor,
    pub profile: Arc<Profile>,
    pub source: LaporSource,
    pub sink: LaporSink,
    pub followed: Arc<Followed>,
    pub cursor: Option<Cursor>,
    clock: Arc<Mutex<DateTime<Utc>>>,
    account: Account,
}

impl Desk {
    /// With the shipped profile.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// With a profile changed in one point.
    pub fn with(change: impl FnOnce(&mut Profile)) -> Self {
        let lapor = Lapor::start();
        let mut profile: Profile = toml::from_str(PROFILE).unwrap();
        profile.limits.read_seconds = 2;
        profile.limits.write_seconds = 2;
        change(&mut profile);
        let profile = Arc::new(profile);
        let clock = Arc::new(Mutex::new("2026-11-20T02:41:00Z".parse().unwrap()));
        let hands = Arc::clone(&clock);
        let header = |name: &str, value: &str| Header { name: name.to_owned(), value: SecretString::from(value) };
        let account = Account {
            name: "lapor-uji".to_owned(),
            base: lapor.base(),
            headers: vec![header("Authorization", AUTHORIZATION), header("token", TOKEN)],
            profile: Arc::clone(&profile),
            in_flight: 2,
            interval: Duration::ZERO,
            proxy: None,
            ca_file: None,
            ca_only: false,
            file_hosts: vec![FileHost { host: "127.0.0.1".to_owned(), private: true }],
            institution: Some("12838".to_owned()),
            user: Some("55".to_owned()),
            overlap: Duration::from_secs(48 * 3600),
            sweep_every: Duration::from_secs(24 * 3600),
            now: Arc::new(move || *hands.lock().unwrap()),
        };
        let followed = Arc::new(Followed::default());
        let line = Line::new(account.clone()).unwrap();
        Self {
            source: LaporSource::new(&line, followed.clone()),
            sink: LaporSink::new(&line),
            followed,
            cursor: None,
            lapor,
            profile,
            clock,
            account,
        }
    }

    /// A fresh source, as after a restart; the cursor stays.
    pub fn restart(&mut self) {
        let line = Line::new(self.account.clone()).unwrap();
        self.source = LaporSource::new(&line, self.followed.clone());
        self.sink = LaporSink::new(&line);
    }

    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Our clock and the service's go on.
    pub fn later(&self, seconds: i64) {
        *self.clock.lock().unwrap() += TimeDelta::seconds(seconds);
        self.lapor.advance(seconds);
    }

    /// Polls until nothing more waits, and keeps it all.
    pub async fn collect(&mut self) -> Result<Vec<Arrival>, Fault> {
        let mut arrivals = Vec::new();
        loop {
            let batch = self.source.poll(self.cursor.as_ref()).await?;
            arrivals.extend(batch.arrivals);
            assert!(batch.unreadable.is_empty(), "{:?}", batch.unreadable);
            self.cursor = Some(batch.cursor);
            if !batch.more {
                return Ok(arrivals);
            }
        }
    }

    /// The reports among arrivals, each state once as the inbox would keep it.
    pub fn reports(&self, arrivals: &[Arrival]) -> Vec<Report> {
        let mut seen = std::collections::HashSet::new();
        let new = arrivals.iter().filter(|arrival| seen.insert(arrival.remote_ref.clone()));
        new.filter_map(|arrival| Report::read(&Document::parse(&arrival.raw).unwrap(), &self.profile)).collect()
    }
}

/// A gate that counts.
#[derive(Default)]
pub struct Counting(pub Mutex<u32>);

#[async_trait::async_trait]
impl Gate for Counting {
    async fn pass(&self) -> Result<(), GateClosed> {
        *self.0.lock().unwrap() += 1;
        Ok(())
    }
}

/// A gate that stays shut.
pub struct Shut;

#[async_trait::async_trait]
impl Gate for Shut {
    async fn pass(&self) -> Result<(), GateClosed> {
        Err(GateClosed("shut".into()))
    }
}

/// The marker of every posting here.
pub const MARKER: &str = "[PGH-7K2M9QXR4TVB]";

/// A parcel with a posting.
pub fn parcel(posting: &connectors::lapor::Posting) -> Parcel {
    Parcel {
        reference: MARKER.to_owned(),
        sender: String::new(),
        recipient: posting.report.clone(),
        content: posting.bytes(),
    }
}
