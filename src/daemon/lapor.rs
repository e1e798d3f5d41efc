//! The accounts at SP4N-LAPOR! as configured, made into sources, ways out, and what triage may ask.

use std::collections::HashMap;
use std::sync::Arc;

use connectors::lapor::{self, Account, FileHost, FolderSource, Header, Known, LaporSink, LaporSource, Line};
use connectors::{Fault, FaultKind, Reach, RemoteRef};

use super::assemble::{Watched, route as mail_route};
use super::headers::value_of;
use crate::clock::Clock;
use crate::config::http::HeaderConfig;
use crate::config::{Config, LaporConfig, LaporMode, LaporWrite, relay_of};
use crate::domain::Channel;
use crate::duties::deliver::{Route, WhenUnclear, Write};
use crate::duties::ledger::Kept;
use crate::duties::{ChannelFacts, LaporFacts};
use crate::store::Store;

/// The name of the source that watches an account's folder.
fn folder_name(account: &LaporConfig) -> String {
    format!("{}/berkas", account.name)
}

/// An account's sources and its way out.
pub(super) fn connect(
    config: &Config,
    store: &Store,
    clock: &Arc<dyn Clock>,
    account: &LaporConfig,
) -> Result<(Vec<Watched>, Option<Route>), Fault> {
    let zone = zone_of(config, account);
    let watched = |source| Watched {
        source,
        office: account.office.0.clone(),
        channel: Channel::Lapor,
        schedule: account.schedule.clone(),
        zone,
        idle: false,
        settles: false,
    };
    let mut sources = Vec::new();
    if let Some(folder) = &account.folder {
        let now = now(clock);
        let known = Arc::new(OpenReports::from_files(store, account));
        let source = FolderSource::new(&folder_name(account), folder.clone(), Arc::clone(&account.profile), known, now);
        sources.push(watched(Box::new(source)));
    }
    if account.mode == LaporMode::ByHand {
        let way = relay_of(&config.relays, &account.office).map(mail_route).transpose()?;
        return Ok((sources, way.map(|route| route.writing(write(account)).by_hand())));
    }
    let line = line(account, clock)?;
    let known = Arc::new(OpenReports::of(store, account, account.name.clone()));
    sources.push(watched(Box::new(LaporSource::new(&line, known))));
    let sink = Arc::new(LaporSink::new(&line));
    let route = Route::new(sink, None, WhenUnclear::Hold).writing(write(account)).reading_back();
    Ok((sources, Some(route)))
}

/// The line to an account.
pub(crate) fn line(account: &LaporConfig, clock: &Arc<dyn Clock>) -> Result<Line, Fault> {
    let whose = format!("account `{}`", account.name);
    let header = |header: &HeaderConfig| Ok(Header { name: header.name.clone(), value: value_of(header, &whose)? });
    let mut profile = account.profile.as_ref().clone();
    if account.mode != LaporMode::Listing {
        profile.list = None;
    }
    let host = |host: &String, private| FileHost { host: host.clone(), private };
    let public = account.file_hosts.iter().map(|name| host(name, false));
    let private = account.private_file_hosts.iter().map(|name| host(name, true));
    Line::new(Account {
        name: account.name.clone(),
        base: account.base.clone().unwrap_or_default(),
        headers: account.headers.iter().map(header).collect::<Result<_, Fault>>()?,
        profile: Arc::new(profile),
        in_flight: account.in_flight,
        interval: account.interval,
        proxy: account.proxy.clone(),
        ca_file: account.trust.ca_file.clone(),
        ca_only: account.trust.ca_only,
        file_hosts: public.chain(private).collect(),
        institution: account.institution.clone(),
        user: account.user.clone(),
        overlap: account.overlap,
        sweep_every: account.sweep_every,
        now: now(clock),
    })
}

fn now(clock: &Arc<dyn Clock>) -> lapor::Now {
    let clock = Arc::clone(clock);
    Arc::new(move || clock.now())
}

fn write(account: &LaporConfig) -> Write {
    match account.write {
        LaporWrite::Off => Write::Off,
        LaporWrite::Hold => Write::Hold,
        LaporWrite::Confirm => Write::Confirm,
        LaporWrite::Live => Write::Live,
    }
}

/// The accounts whose registers are put side by side once a day.
pub(super) fn ledger(config: &Config) -> Vec<Kept> {
    let kept = |account: &LaporConfig| Kept {
        account: account.name.clone(),
        office: account.office.0.clone(),
        folder: account.compare_dir.clone(),
        swept: account.mode == LaporMode::Listing,
    };
    config.lapor.iter().map(kept).collect()
}

fn zone_of(config: &Config, account: &LaporConfig) -> chrono_tz::Tz {
    config.books.office(&account.office.0).map_or(chrono_tz::Asia::Jakarta, |book| book.office.zone)
}

/// What triage must know of the sources.
pub(super) fn channels(config: &Config) -> HashMap<String, ChannelFacts> {
    let names =
        config.lapor.iter().flat_map(|account| [(account, account.name.clone()), (account, folder_name(account))]);
    let facts = |account: &LaporConfig| ChannelFacts {
        office: account.office.0.clone(),
        channel: Channel::Lapor,
        answer_since: account.answer_since,
    };
    names.map(|(account, name)| (name, facts(account))).collect()
}

/// What triage must know of the accounts, by office.
pub(super) fn facts(config: &Config) -> HashMap<String, LaporFacts> {
    let facts = |account: &LaporConfig| LaporFacts {
        account: account.name.clone(),
        profile: Arc::clone(&account.profile),
        institution: account.institution.clone(),
        institutions: account.institutions.clone(),
        admin: account.admin.clone(),
        by_hand: account.mode == LaporMode::ByHand,
        writes: account.write != LaporWrite::Off,
        clocks: account.clocks.iter().map(|standard| standard.id.clone()).collect(),
        notices: account.notices.clone(),
    };
    config.lapor.iter().map(|account| (account.office.0.clone(), facts(account))).collect()
}

/// The reports of an account, as the register has them.
pub(crate) struct OpenReports {
    store: Store,
    account: String,
    source: String,
}

impl OpenReports {
    fn of(store: &Store, account: &LaporConfig, source: String) -> Self {
        Self { store: store.clone(), account: account.name.clone(), source }
    }

    /// As the watched folder and `import` have to know them.
    pub(crate) fn from_files(store: &Store, account: &LaporConfig) -> Self {
        Self::of(store, account, folder_name(account))
    }
}

fn broken(error: crate::store::StoreFault) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, error.to_string())
}

#[async_trait::async_trait]
impl Known for OpenReports {
    async fn ids(&self) -> Result<Vec<String>, Fault> {
        self.store.open_report_ids(&self.account).await.map_err(broken)
    }

    async fn last(&self, number: &str) -> Result<Option<RemoteRef>, Fault> {
        Ok(self.store.last_state(&self.source, number).await.map_err(broken)?.map(RemoteRef))
    }

    async fn holds(&self, name: &RemoteRef) -> Result<bool, Fault> {
        self.store.has_arrival(&self.source, name).await.map_err(broken)
    }
}
