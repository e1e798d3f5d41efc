//! Configured gateways made into what the duties hold: sources, ways out, gauges, and the paths of the listener.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use connectors::sms::gammu::{self, Database, Spool};
use connectors::sms::http::{self, GatewayHook, HttpSink};
use connectors::sms::kannel::{KannelHook, KannelSink, Smsbox};
use connectors::sms::{Manner, gammu::Folders};
use connectors::webhook::{Limits, Listener, Receive, Secret};
use connectors::whatsapp::{self, CloudHook, CloudSink, Media, WithMedia};
use connectors::{Fault, FaultKind, Reach, Sink, Source, Url};
use secrecy::SecretString;

use super::assemble::{Watched, unclear};
use crate::clock::{Clock as _, SystemClock};
use crate::config::gateway::{CloudSecrets, Hook};
use crate::config::schedule::Schedule;
use crate::config::{Config, GatewayConfig, GatewayKind, ListenerConfig};
use crate::duties::deliver::Route;
use crate::duties::inquire::Asked;
use crate::duties::watch::Gauged;

/// A request to a gateway may take so long.
const LIMIT: Duration = Duration::from_secs(30);
/// A modem's sign of life is looked for this often; its balance costs nothing.
const MODEM_EVERY: Duration = Duration::from_secs(60);
/// A provider is asked for the balance this often.
const BALANCE_EVERY: Duration = Duration::from_secs(900);

/// One gateway, set up.
pub(super) struct Connected {
    /// Where its texts come from, if it is asked for them.
    pub(super) source: Option<Watched>,
    /// Its way out.
    pub(super) route: Route,
    /// Its state.
    pub(super) gauge: Gauged,
    /// How far a text got, where it tells that only when asked.
    pub(super) asked: Option<Asked>,
    /// What it pushes.
    pub(super) path: Option<HookPath>,
}

/// A path of the listener with what its source must know.
pub(super) struct HookPath {
    path: String,
    receive: Arc<dyn Receive>,
    watched: Unheard,
}

/// A source that is still to be made by the listener.
struct Unheard {
    name: String,
    office: String,
    channel: crate::domain::Channel,
    zone: Tz,
    /// Fetches what comes with its texts.
    media: Option<Media>,
}

/// The two ends of a gateway.
pub(crate) struct Ends {
    /// Takes texts, tells its state.
    pub(crate) sink: Arc<dyn Sink>,
    source: Option<Box<dyn Source>>,
    receive: Option<Arc<dyn Receive>>,
    media: Option<Media>,
}

/// Sets one up. Nothing is connected yet.
pub(super) fn connect(config: &Config, gateway: &GatewayConfig) -> Result<Connected, Fault> {
    let zone = zone_of(config, gateway);
    let Ends { sink, source, receive, media } = ends(gateway, zone)?;
    let (name, office, channel) = (gateway.name.clone(), gateway.office.0.clone(), gateway.channel);
    let tells = matches!(&gateway.kind, GatewayKind::Described { description, .. } if description.ask.is_some());
    let asked = tells.then(|| Asked { office: office.clone(), channel, sink: Arc::clone(&sink) });
    let is_modem = matches!(gateway.kind, GatewayKind::GammuSql { .. } | GatewayKind::GammuFolders(_));
    let source = source.map(|source| watched(source, &office, channel, zone));
    let path = receive.zip(gateway.hook.as_ref()).map(|(receive, hook)| HookPath {
        path: hook.path.clone(),
        receive,
        watched: Unheard { name: name.clone(), office: office.clone(), channel, zone, media },
    });
    Ok(Connected {
        source,
        route: Route::new(
            Arc::clone(&sink),
            Some((gateway.rate.count, gateway.rate.per)),
            unclear(gateway.when_unclear),
        ),
        gauge: Gauged {
            name,
            office,
            sink,
            low_balance: gateway.low_balance,
            every: if is_modem { MODEM_EVERY } else { BALANCE_EVERY },
        },
        asked,
        path,
    })
}

fn watched(source: Box<dyn Source>, office: &str, channel: crate::domain::Channel, zone: Tz) -> Watched {
    // Sources of this kind wait by themselves for as long as suits them; the schedule only bounds it.
    let schedule = Schedule::Every(chrono::TimeDelta::seconds(60));
    Watched { source, office: office.to_owned(), channel, schedule, zone, idle: true, settles: true }
}

/// The socket at which gateways knock. It outlives a reload that leaves its address as it was.
pub(super) struct Door {
    configured: SocketAddr,
    socket: TcpListener,
}

impl Door {
    /// The one that is asked for, where something is pushed: `old` itself, if it is at that address.
    pub(super) fn of(
        listener: Option<&ListenerConfig>,
        paths: &[HookPath],
        old: Option<&Self>,
    ) -> Result<Option<Self>, Fault> {
        let Some(asked) = listener.filter(|_| !paths.is_empty()) else { return Ok(None) };
        let same = old.filter(|old| old.configured == asked.address).map(Self::key).transpose()?;
        let socket = same.map_or_else(|| Listener::bind(asked.address, asked.open_to_all), Ok)?;
        Ok(Some(Self { configured: asked.address, socket }))
    }

    /// The same socket once more.
    fn key(&self) -> Result<TcpListener, Fault> {
        let again = self.socket.try_clone();
        again.map_err(|error| Fault::not_sent(Reach::Account, FaultKind::Setup, format!("listener: {error}")))
    }
}

/// Listens at the door, if there is one. Out: the listener, and the sources of its paths.
pub(super) fn listen(door: Option<&Door>, paths: Vec<HookPath>) -> Result<(Option<Listener>, Vec<Watched>), Fault> {
    let Some(door) = door else { return Ok((None, Vec::new())) };
    let (paths, unheard): (Vec<_>, Vec<_>) =
        paths.into_iter().map(|path| ((path.watched.name.clone(), path.path, path.receive), path.watched)).unzip();
    let (listener, sources) = Listener::open(door.key()?, Limits::default(), paths)?;
    let sources = sources.into_iter().zip(unheard);
    let sources = sources.map(|(source, of)| {
        let source: Box<dyn Source> = match of.media {
            Some(media) => Box::new(WithMedia::new(source, media)),
            None => Box::new(source),
        };
        watched(source, &of.office, of.channel, of.zone)
    });
    let sources = sources.collect();
    Ok((Some(listener), sources))
}

/// The zone of its office.
pub(crate) fn zone_of(config: &Config, gateway: &GatewayConfig) -> Tz {
    config.books.office(&gateway.office.0).map_or(chrono_tz::Asia::Jakarta, |book| book.office.zone)
}

/// The connectors of a gateway, whose modem shows the time of `zone`.
pub(crate) fn ends(gateway: &GatewayConfig, zone: Tz) -> Result<Ends, Fault> {
    let manner = Manner { max_segments: gateway.max_segments };
    match &gateway.kind {
        GatewayKind::GammuSql { url, password, modem } => {
            let database = Database {
                password: password.clone(),
                modem: modem.clone(),
                manner,
                ..Database::new(&gateway.name, url, zone)
            };
            let (inbox, outbox) = gammu::over_sql(database);
            Ok(Ends { sink: Arc::new(outbox), source: Some(Box::new(inbox)), receive: None, media: None })
        }
        GatewayKind::GammuFolders(folders) => Ok(by_folders(gateway, folders, zone, manner)),
        GatewayKind::Kannel { url, user, password, sender } => {
            let smsbox = Smsbox {
                name: gateway.name.clone(),
                url: parsed(url)?,
                user: user.clone(),
                password: password.clone().ok_or_else(|| unread(gateway))?,
                from: sender.clone(),
                reports_to: reports_to(gateway.hook.as_ref())?,
                manner,
                limit: LIMIT,
            };
            let receive = word(gateway).map(|word| Arc::new(KannelHook::new(word)) as Arc<dyn Receive>);
            Ok(Ends { sink: Arc::new(KannelSink::new(smsbox)?), source: None, receive, media: None })
        }
        GatewayKind::Described { description, values, sender } => {
            let account = http::Account {
                name: gateway.name.clone(),
                description: (**description).clone(),
                values: values.clone(),
                sender: sender.clone(),
                reports_to: reports_to(gateway.hook.as_ref())?,
                manner,
                limit: LIMIT,
                ca_file: None,
            };
            let now: http::Now = Arc::new(|| SystemClock.now());
            let hook = |word| Arc::new(GatewayHook::new(word, description, now)) as Arc<dyn Receive>;
            let receive = word(gateway).map(hook);
            Ok(Ends { sink: Arc::new(HttpSink::new(account)?), source: None, receive, media: None })
        }
        GatewayKind::Cloud { url, phone_number_id, secrets, template } => {
            let CloudSecrets { token, app_secret, verify_token } = secrets.clone().ok_or_else(|| unread(gateway))?;
            let hook = CloudHook::new(app_secret, verify_token, phone_number_id);
            let account = whatsapp::Account {
                name: gateway.name.clone(),
                base: parsed(url)?,
                phone_number_id: phone_number_id.clone(),
                token,
                template: template.clone(),
                limit: LIMIT,
                ca_file: None,
            };
            let media = Some(Media::new(&account)?);
            Ok(Ends { sink: Arc::new(CloudSink::new(account)?), source: None, receive: Some(Arc::new(hook)), media })
        }
    }
}

fn by_folders(gateway: &GatewayConfig, folders: &Folders, zone: Tz, manner: Manner) -> Ends {
    let (inbox, outbox) = gammu::over_spool(Spool {
        name: gateway.name.clone(),
        folders: folders.clone(),
        zone,
        manner,
        reports: false,
        look_every: Duration::from_secs(5),
    });
    Ends { sink: Arc::new(outbox), source: Some(Box::new(inbox)), receive: None, media: None }
}

fn word(gateway: &GatewayConfig) -> Option<Secret> {
    gateway.hook.as_ref()?.secret.clone().map(Secret::new)
}

/// The address under which a gateway reaches its path, with the word it must say.
fn reports_to(hook: Option<&Hook>) -> Result<Option<Url>, Fault> {
    use secrecy::ExposeSecret as _;
    let Some((hook, base)) = hook.and_then(|hook| Some((hook, hook.public_url.as_ref()?))) else { return Ok(None) };
    let mut url = parsed(&format!("{base}{}", hook.path))?;
    if let Some(secret) = &hook.secret {
        let secret: &SecretString = secret;
        url.query_pairs_mut().append_pair("secret", secret.expose_secret());
    }
    Ok(Some(url))
}

fn parsed(url: &str) -> Result<Url, Fault> {
    Url::parse(url).map_err(|_| Fault::not_sent(Reach::Account, FaultKind::Setup, format!("{url:?} is no address")))
}

fn unread(gateway: &GatewayConfig) -> Fault {
    let text = format!("gateway `{}`: its secrets were not read", gateway.name);
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}
