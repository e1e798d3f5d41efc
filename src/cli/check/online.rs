//! A look at every server of the configuration, as the daemon would use it. Reads nothing of any mail, sends nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use connectors::imap::{self, Probe};
use connectors::{Fault, lapor, smtp};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

use super::database::DatabaseFound;
use crate::cli::{Failure, Output};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, GatewayConfig, LaporConfig, LaporMode, MailboxConfig, RelayConfig};
use crate::daemon::assemble::{Shared, account, relay};
use crate::daemon::gateways::{ends, zone_of};
use crate::daemon::lapor::line as lapor_line;
use crate::duties::watch::state;

/// Servers that are looked at side by side.
const AT_ONCE: usize = 8;

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Online {
    database: DatabaseFound,
    mailboxes: Vec<FolderFound>,
    relays: Vec<RelayFound>,
    lapor: Vec<AccountFound>,
    gateways: Vec<GatewayFound>,
}

#[derive(Debug, Serialize)]
struct FolderFound {
    mailbox: String,
    folder: String,
    ok: bool,
    error: Option<String>,
    /// Mails there now: the first run reads them all.
    mails: Option<u32>,
    oldest: Option<DateTime<Utc>>,
    /// Mails received before this are kept and not answered; null: those before the first run.
    answered_since: Option<DateTime<Utc>>,
    /// The server announces new mail (IDLE).
    announces: Option<bool>,
}

#[derive(Debug, Serialize)]
struct AccountFound {
    account: String,
    ok: bool,
    error: Option<String>,
    /// Reports on the first page of the listing; null: there is none.
    listed: Option<usize>,
    /// Institutions that the service names.
    institutions: Option<usize>,
}

#[derive(Debug, Serialize)]
struct GatewayFound {
    gateway: String,
    ok: bool,
    error: Option<String>,
    /// What it tells of itself.
    state: Option<String>,
}

#[derive(Debug, Serialize)]
struct RelayFound {
    relay: String,
    ok: bool,
    error: Option<String>,
}

impl Online {
    /// True if every server took us.
    pub(super) fn is_well(&self) -> bool {
        self.database.ok
            && self.mailboxes.iter().all(|found| found.ok)
            && self.relays.iter().all(|found| found.ok)
            && self.lapor.iter().all(|found| found.ok)
            && self.gateways.iter().all(|found| found.ok)
    }
}

/// Looks at all, and tells each as it comes unless `quiet`.
pub(super) async fn look(config: &Config, quiet: bool, output: &mut Output) -> Result<Online, Failure> {
    let mut shared = Shared::default();
    let folders =
        config.mailboxes.iter().flat_map(|mailbox| mailbox.folders.iter().map(move |folder| (mailbox, folder)));
    let looks: Vec<_> = folders
        .map(|(mailbox, folder)| (mailbox, folder.as_str(), account(mailbox, folder, &mut shared)))
        .map(|(mailbox, folder, account)| async move {
            let probe = match account {
                Ok(account) => imap::probe(&account).await,
                Err(fault) => Err(fault),
            };
            FolderFound::of(mailbox, folder, probe)
        })
        .collect();
    let database = DatabaseFound::look(config).await;
    tell(&database.text(), quiet, output)?;
    let mut online =
        Online { database, mailboxes: Vec::new(), relays: Vec::new(), lapor: Vec::new(), gateways: Vec::new() };
    let mut looks = stream::iter(looks).buffered(AT_ONCE);
    while let Some(found) = looks.next().await {
        tell(&found.text(), quiet, output)?;
        online.mailboxes.push(found);
    }
    let mut looks = stream::iter(&config.relays).map(RelayFound::look).buffered(AT_ONCE);
    while let Some(found) = looks.next().await {
        tell(&found.text(), quiet, output)?;
        online.relays.push(found);
    }
    let with_interface = config.lapor.iter().filter(|account| account.mode != LaporMode::ByHand);
    let mut looks = stream::iter(with_interface).map(AccountFound::look).buffered(AT_ONCE);
    while let Some(found) = looks.next().await {
        tell(&found.text(), quiet, output)?;
        online.lapor.push(found);
    }
    let gateways = stream::iter(&config.gateways);
    let mut looks = gateways.map(|gateway| GatewayFound::look(config, gateway)).buffered(AT_ONCE);
    while let Some(found) = looks.next().await {
        tell(&found.text(), quiet, output)?;
        online.gateways.push(found);
    }
    Ok(online)
}

fn tell(line: &str, quiet: bool, output: &mut Output) -> Result<(), Failure> {
    if quiet { Ok(()) } else { output.line(line) }
}

impl FolderFound {
    fn of(mailbox: &MailboxConfig, folder: &str, probe: Result<Probe, Fault>) -> Self {
        let (probe, error) = match probe {
            Ok(probe) if probe.can_settle => (Some(probe), None),
            Ok(probe) => (Some(probe), Some("the server cannot do what `settle` asks for".to_owned())),
            Err(fault) => (None, Some(fault.to_string())),
        };
        Self {
            mailbox: mailbox.name.clone(),
            folder: folder.to_owned(),
            ok: error.is_none(),
            error,
            mails: probe.as_ref().map(|probe| probe.exists),
            oldest: probe.as_ref().and_then(|probe| probe.oldest),
            answered_since: mailbox.answer_mail_since,
            announces: probe.as_ref().map(|probe| probe.announces),
        }
    }

    fn text(&self) -> String {
        let place = format!("mailbox {} folder {}", self.mailbox, self.folder);
        if let Some(error) = &self.error {
            return format!("{place}: FAULT: {error}");
        }
        let mails = self.mails.unwrap_or_default();
        let oldest = self.oldest.map(|at| format!(", the oldest of {}", at.format("%Y-%m-%d"))).unwrap_or_default();
        let since = self.answered_since.map_or("the first run begins".to_owned(), |at| at.to_rfc3339());
        let wake = if self.announces == Some(true) { "announces new mail" } else { "is polled only" };
        format!("{place}: {wake}; the first run reads {mails} mails{oldest}; what came before {since} is not answered")
    }
}

impl AccountFound {
    async fn look(account: &LaporConfig) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let probed = match lapor_line(account, &clock) {
            Ok(line) => lapor::probe(&line).await,
            Err(fault) => Err(fault),
        };
        let (found, error) = match probed {
            Ok(found) => (Some(found), None),
            Err(fault) => (None, Some(fault.to_string())),
        };
        Self {
            account: account.name.clone(),
            ok: error.is_none(),
            error,
            listed: found.as_ref().and_then(|found| found.listed),
            institutions: found.and_then(|found| found.institutions),
        }
    }

    fn text(&self) -> String {
        if let Some(error) = &self.error {
            return format!("lapor {}: FAULT: {error}", self.account);
        }
        let listed =
            self.listed.map_or("no listing, known ids only".to_owned(), |n| format!("{n} reports on the first page"));
        format!(
            "lapor {}: takes our keys; {listed}, {} institutions",
            self.account,
            self.institutions.unwrap_or_default()
        )
    }
}

impl GatewayFound {
    /// Asks for balance and modem: the only questions that send nothing. A gateway that has neither is only set up.
    async fn look(config: &Config, configured: &GatewayConfig) -> Self {
        let asked = async { ends(configured, zone_of(config, configured))?.sink.gauge().await };
        let (state, error) = match asked.await {
            Ok(gauge) => (Some(state(&gauge)), None),
            Err(fault) => (None, Some(fault.to_string())),
        };
        Self { gateway: configured.name.clone(), ok: error.is_none(), error, state }
    }

    fn text(&self) -> String {
        match (&self.error, &self.state) {
            (Some(error), _) => format!("telephone {}: FAULT: {error}", self.gateway),
            (None, state) => format!("telephone {}: {}", self.gateway, state.as_deref().unwrap_or_default()),
        }
    }
}

impl RelayFound {
    async fn look(configured: &RelayConfig) -> Self {
        let probed = match relay(configured) {
            Ok(relay) => smtp::probe(&relay).await,
            Err(fault) => Err(fault),
        };
        let error = probed.err().map(|fault| fault.to_string());
        Self { relay: configured.name.clone(), ok: error.is_none(), error }
    }

    fn text(&self) -> String {
        match &self.error {
            Some(error) => format!("relay {}: FAULT: {error}", self.relay),
            None => format!("relay {}: takes us", self.relay),
        }
    }
}
