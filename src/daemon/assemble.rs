//! A checked configuration made into what the duties hold: the practice, the sources, the routes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use connectors::imap::{self, ImapAccount, ImapSource, PasswordFrom, Refusals};
use connectors::smtp::{self, Relay, SmtpSink};
use connectors::{Fault, FaultKind, Reach, Source, tls};

use super::DaemonFault;
use super::gateways::{self, HookPath};
use crate::clock::Clock;
use crate::config::schedule::Schedule;
use crate::config::secrets;
use crate::config::{
    self, Config, Endpoint, MailboxConfig, ProseAnswers as ConfiguredProse, RelayConfig, Trust, WhenUnclear as Unclear,
};
use crate::decide::tokens::Secret;
use crate::domain::Channel;
use crate::duties::deliver::{Route, Routes, WhenUnclear};
use crate::duties::inquire::Asked;
use crate::duties::publish::Published;
use crate::duties::watch::{Gauged, state_name};
use crate::duties::{ChannelFacts, MailboxFacts, Practice, ProseAnswers};
use crate::store::{Store, StoreFault};

/// Segments of an SMS where there is no gateway: nothing is sent, but letters are worded.
const USUAL_SEGMENTS: usize = 3;
/// Memory of one batch of one mailbox.
const BATCH_BYTES: u64 = 3 * 1024 * 1024;

/// A source with what its round must know.
pub(super) struct Watched {
    pub(super) source: Box<dyn Source>,
    pub(super) office: String,
    pub(super) channel: Channel,
    pub(super) schedule: Schedule,
    pub(super) zone: chrono_tz::Tz,
    pub(super) idle: bool,
    pub(super) settles: bool,
}

/// Everything the duties hold.
pub(super) struct Assembled {
    pub(super) practice: Practice,
    pub(super) sources: Vec<Watched>,
    pub(super) routes: Routes,
    pub(super) gauges: Vec<Gauged>,
    pub(super) asked: Vec<Asked>,
    pub(super) pages: Vec<Published>,
    pub(super) paths: Vec<HookPath>,
}

pub(super) async fn assemble(config: &Config, store: &Store, clock: &Arc<dyn Clock>) -> Result<Assembled, DaemonFault> {
    let mut shared = Shared::default();
    let mut sources = Vec::new();
    for mailbox in &config.mailboxes {
        for folder in &mailbox.folders {
            sources.push(watched(config, mailbox, folder, &mut shared)?);
        }
    }
    let mut routes = Routes::default();
    for relay in &config.relays {
        let route = Arc::new(route(relay)?);
        for office in relay.senders.keys() {
            routes.add(&office.0, Channel::Email, Arc::clone(&route));
        }
    }
    for account in &config.lapor {
        let (watched, route) = super::lapor::connect(config, store, clock, account)?;
        sources.extend(watched);
        if let Some(route) = route {
            routes.add(&account.office.0, Channel::Lapor, Arc::new(route));
        }
    }
    let mut practice = practice(config, store).await?;
    let (mut gauges, mut asked, mut paths) = (Vec::new(), Vec::new(), Vec::new());
    for gateway in &config.gateways {
        let connected = gateways::connect(config, gateway)?;
        routes.add(&gateway.office.0, gateway.channel, Arc::new(connected.route));
        sources.extend(connected.source);
        gauges.push(connected.gauge);
        asked.extend(connected.asked);
        paths.extend(connected.path);
        for name in [gateway.name.clone(), state_name(&gateway.name)] {
            let (office, channel, answer_since) = (gateway.office.0.clone(), gateway.channel, gateway.answer_since);
            practice.channels.insert(name, ChannelFacts { office, channel, answer_since });
        }
    }
    let pages = super::pages::connect(config)?;
    Ok(Assembled { practice, sources, routes, gauges, asked, paths, pages })
}

/// What accounts share: one TLS configuration for each set of trusted certificates, and for each login name of a server
/// one memory of its refusals.
#[derive(Default)]
pub(crate) struct Shared {
    certificates: Vec<(Trust, Arc<rustls::ClientConfig>)>,
    refusals: HashMap<(String, u16, String), Refusals>,
}

impl Shared {
    fn certificates(&mut self, trust: &Trust) -> Result<Arc<rustls::ClientConfig>, Fault> {
        if let Some((_, config)) = self.certificates.iter().find(|(known, _)| known == trust) {
            return Ok(Arc::clone(config));
        }
        let config = tls::client_config(trust.ca_file.as_deref(), trust.ca_only)?;
        self.certificates.push((trust.clone(), Arc::clone(&config)));
        Ok(config)
    }

    fn refusals(&mut self, mailbox: &MailboxConfig) -> Refusals {
        let account = (mailbox.server.host.clone(), mailbox.server.port, mailbox.user.clone());
        self.refusals.entry(account).or_default().clone()
    }
}

/// The name of a folder's source: the mailbox's name, with the folder where it is not the usual one.
fn source_name(mailbox: &MailboxConfig, folder: &str) -> String {
    if mailbox.folders.len() == 1 { mailbox.name.clone() } else { format!("{}/{folder}", mailbox.name) }
}

fn watched(
    config: &Config,
    mailbox: &MailboxConfig,
    folder: &str,
    shared: &mut Shared,
) -> Result<Watched, DaemonFault> {
    let account = account(mailbox, folder, shared)?;
    let settles = account.settle != imap::Settle::Nothing;
    let zone = config.books.office(&mailbox.office.0).map_or(chrono_tz::Asia::Jakarta, |book| book.office.zone);
    let (office, schedule) = (mailbox.office.0.clone(), mailbox.schedule.clone());
    let source = Box::new(ImapSource::new(account));
    Ok(Watched { source, office, channel: Channel::Email, schedule, zone, idle: mailbox.idle, settles })
}

/// One folder of a mailbox as the connector wants it.
pub(crate) fn account(mailbox: &MailboxConfig, folder: &str, shared: &mut Shared) -> Result<ImapAccount, Fault> {
    let security = match mailbox.server.security {
        config::Security::Tls => imap::Security::ImplicitTls(shared.certificates(&mailbox.server.trust)?),
        config::Security::PlainLoopback => imap::Security::PlainLoopback,
    };
    let settle = match &mailbox.settle {
        config::Settle::Nothing => imap::Settle::Nothing,
        config::Settle::Seen => imap::Settle::Flag("\\Seen".to_owned()),
        config::Settle::Flag(flag) => imap::Settle::Flag(flag.clone()),
        config::Settle::Move(folder) => imap::Settle::MoveTo(folder.clone()),
    };
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let password = secrets::path_of(&mailbox.password_from, credentials.as_deref())
        .map_err(|fault| Fault::not_sent(Reach::Account, FaultKind::Setup, fault.to_string()))?;
    Ok(ImapAccount {
        name: source_name(mailbox, folder),
        host: mailbox.server.host.clone(),
        port: mailbox.server.port,
        security,
        user: mailbox.user.clone(),
        password: PasswordFrom::File(password),
        folder: folder.to_owned(),
        settle,
        max_message_bytes: mailbox.max_message,
        batch_messages: ImapAccount::MOST_BATCH_MESSAGES,
        batch_bytes: BATCH_BYTES,
        limits: imap::Limits::default(),
        refusals: shared.refusals(mailbox),
    })
}

/// The relay as the connector wants it.
pub(crate) fn relay(relay: &RelayConfig) -> Result<Relay, Fault> {
    let Endpoint { host, port, security, trust } = relay.server.clone();
    let login = match &relay.login {
        None => None,
        Some(login) => match &login.password {
            Some(password) => Some((login.user.clone(), password.clone())),
            None => {
                let text = format!("relay `{}`: its password was not read", relay.name);
                return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, text));
            }
        },
    };
    Ok(Relay {
        name: relay.name.clone(),
        host,
        port,
        security: match security {
            config::Security::Tls => smtp::Security::ImplicitTls,
            config::Security::PlainLoopback => smtp::Security::PlainLoopback,
        },
        login,
        ca_file: trust.ca_file,
        ca_only: trust.ca_only,
        hello_name: relay.hello_name.clone().unwrap_or_else(machine_name),
        max_connections: usize::try_from(relay.connections).unwrap_or(1),
        limits: smtp::Limits::default(),
        dsn: relay.dsn,
        idle_close: std::time::Duration::from_secs(60),
    })
}

pub(super) fn route(configured: &RelayConfig) -> Result<Route, Fault> {
    let sink = Arc::new(SmtpSink::new(relay(configured)?)?);
    Ok(Route::new(sink, Some((configured.rate.count, configured.rate.per)), unclear(configured.when_unclear)))
}

/// What is done with a letter whose outcome stays unclear.
pub(super) fn unclear(configured: Unclear) -> WhenUnclear {
    match configured {
        Unclear::Resend => WhenUnclear::Resend,
        Unclear::Hold => WhenUnclear::Hold,
        Unclear::AnotherWay => WhenUnclear::AnotherWay,
    }
}

/// The machine's own name: for EHLO, and to tell nodes apart.
pub(super) fn machine_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map_or_else(|_| "localhost".to_owned(), |name| name.trim().to_owned())
}

/// The offices as configured, for whoever decides without collecting or sending.
pub(crate) async fn practice(config: &Config, store: &Store) -> Result<Practice, DaemonFault> {
    let secret = store.meta("secret").await?;
    let secret = Secret::from_hex(&secret)
        .ok_or_else(|| StoreFault::Broken("the installation's secret in table meta cannot be read".into()))?;
    let mut mailboxes = HashMap::new();
    for mailbox in &config.mailboxes {
        for folder in &mailbox.folders {
            let facts = MailboxFacts {
                office: mailbox.office.0.clone(),
                unit: mailbox.unit.clone(),
                address: mailbox.reply_address.clone(),
                answer_since: mailbox.answer_mail_since,
                authserv_id: mailbox.authserv_id.clone(),
            };
            mailboxes.insert(source_name(mailbox, folder), facts);
        }
    }
    let senders: HashMap<String, String> = config
        .relays
        .iter()
        .flat_map(|relay| relay.senders.iter())
        .map(|(id, from)| (id.0.clone(), from.clone()))
        .collect();
    let by_mail = senders.keys().map(|office| (office.clone(), Channel::Email));
    let by_gateway = config.gateways.iter().map(|gateway| (gateway.office.0.clone(), gateway.channel));
    let ways_out = by_mail.chain(by_gateway).collect();
    Ok(Practice {
        books: config.books.offices.iter().map(|book| (book.office.id.0.clone(), Arc::new(book.clone()))).collect(),
        mailboxes,
        channels: super::lapor::channels(config),
        lapor: super::lapor::facts(config),
        senders: senders.clone(),
        own_addresses: own_addresses(config),
        number_prefixes: config.books.offices.iter().map(|book| book.office.prefix.clone()).collect(),
        wording: config.books.wording.clone(),
        prose: match config.letters.prose_answers {
            ConfiguredProse::Send => ProseAnswers::Send,
            ConfiguredProse::AskBack => ProseAnswers::AskBack,
        },
        quiet: config.letters.quiet_hours,
        phone_quiet: config.letters.phone_quiet_hours,
        sms_segments: config.gateways.iter().map(|gateway| gateway.max_segments).min().unwrap_or(USUAL_SEGMENTS),
        pages: config.pages.iter().map(|page| (page.office.0.clone(), page.posting.clone())).collect(),
        ways_out,
        mail_domain: config.letters.own_domain.clone(),
        alarm_to: config.alarm_to.clone(),
        digest: config.books.digest.clone(),
        installation: config.installation.id.clone(),
        secret,
    })
}

/// Every address that is ours: what is sent to it or from it is known, and what bears its domain in a Message-ID.
pub(crate) fn own_addresses(config: &Config) -> Vec<String> {
    let mut own: Vec<String> = config.mailboxes.iter().map(|mailbox| mailbox.reply_address.clone()).collect();
    own.extend(config.relays.iter().flat_map(|relay| relay.senders.values().cloned()));
    own.extend(config.books.offices.iter().flat_map(|book| book.office.intake.iter().cloned()));
    own.push(format!("penghubung@{}", config.letters.own_domain));
    own.sort();
    own.dedup();
    own
}
