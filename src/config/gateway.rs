//! Ways to telephones: `[[sms]]`, `[[whatsapp]]` and `[listener]`, checked.
//!
//! In: the tables as written, the files of `gateways/` that they name. Out: [`GatewayConfig`]s. Nothing is connected
//! here; the daemon maps them to connectors.

mod checks;
mod kinds;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors::sms::gammu::Folders;
use connectors::sms::http::Description;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

pub(super) use checks::gateways;
pub(crate) use kinds::is_safe;

use super::quantity::Rate;
use super::settings::WhenUnclear;
use crate::domain::{Channel, OfficeId};

/// How fast a gateway is fed where nothing is configured.
const USUAL_RATE: Rate = Rate { count: NonZeroU32::new(20).unwrap(), per: Duration::from_secs(60) };

/// A gateway.
#[derive(Debug, Clone)]
pub struct GatewayConfig {
    /// Its name in logs and `status`; unique among all sources.
    pub name: String,
    /// Whose telephone it is.
    pub office: OfficeId,
    /// SMS or WhatsApp.
    pub channel: Channel,
    /// What it is.
    pub kind: GatewayKind,
    /// At most so many segments a text.
    pub max_segments: usize,
    /// How many texts in what time.
    pub rate: Rate,
    /// What happens to a text of which nobody can tell whether it was taken.
    pub when_unclear: WhenUnclear,
    /// What a segment costs, in the gateway's unit: for `explain` and `status`.
    pub price: Option<f64>,
    /// Below this balance those who look after the bridge are told.
    pub low_balance: Option<f64>,
    /// Where it pushes to; `None`: it does not.
    pub hook: Option<Hook>,
    /// Texts from before this are kept but not answered; `None`: from before the first start.
    pub answer_since: Option<DateTime<Utc>>,
}

/// A path of the listener.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Begins with `/`.
    pub path: String,
    /// What the gateway must say; `None` where secrets were not wanted, or signatures stand for it.
    pub secret: Option<SecretString>,
    /// The address under which the gateway reaches the path, for reports; `None`: it is told at the provider.
    pub public_url: Option<String>,
}

/// What a gateway is.
#[derive(Debug, Clone)]
pub enum GatewayKind {
    /// Gammu SMSD by its database.
    GammuSql {
        /// `sqlite://…` or `postgres://…`.
        url: String,
        /// Its password.
        password: Option<SecretString>,
        /// The modem's `PhoneID`.
        modem: Option<String>,
    },
    /// Gammu SMSD by its folders.
    GammuFolders(Folders),
    /// Kannel's smsbox.
    Kannel {
        /// `http://127.0.0.1:13013/cgi-bin/sendsms`.
        url: String,
        /// A sendsms-user.
        user: String,
        /// His password.
        password: Option<SecretString>,
        /// Our number.
        sender: Option<String>,
    },
    /// One that a file describes.
    Described {
        /// The file, read.
        description: Box<Description>,
        /// What it needs.
        values: BTreeMap<String, SecretString>,
        /// Sender id.
        sender: Option<String>,
    },
    /// WhatsApp's Cloud API.
    Cloud {
        /// `https://graph.facebook.com/v23.0/`.
        url: String,
        /// Meta's id of the number.
        phone_number_id: String,
        /// Token, app secret, word of the challenge; `None` where secrets were not wanted.
        secrets: Option<CloudSecrets>,
        /// The approved template and its language.
        template: Option<(String, String)>,
    },
}

/// The secrets of a Cloud API account.
#[derive(Debug, Clone)]
pub struct CloudSecrets {
    /// Token of a system user.
    pub token: SecretString,
    /// Signs what Meta pushes.
    pub app_secret: SecretString,
    /// Said once, when the webhook is set up.
    pub verify_token: SecretString,
}

/// Where gateways push to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerConfig {
    /// Loopback, unless `open_to_all`.
    pub address: SocketAddr,
    /// Another address than loopback was asked for on purpose.
    pub open_to_all: bool,
}

/// One `[[sms]]` or `[[whatsapp]]`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GatewayTable {
    pub name: Spanned<String>,
    pub office: Spanned<String>,
    pub gateway: Spanned<String>,
    pub database: Option<Spanned<String>>,
    pub folders: Option<FoldersTable>,
    pub modem: Option<String>,
    pub url: Option<Spanned<String>>,
    pub user: Option<Spanned<String>>,
    pub password_file: Option<Spanned<PathBuf>>,
    pub credential: Option<Spanned<String>>,
    pub password: Option<Spanned<IgnoredAny>>,
    pub sender: Option<String>,
    #[serde(default)]
    pub values: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub secrets: BTreeMap<String, Spanned<PathBuf>>,
    pub phone_number_id: Option<Spanned<String>>,
    pub template: Option<String>,
    pub template_language: Option<String>,
    pub path: Option<Spanned<String>>,
    pub secret_file: Option<Spanned<PathBuf>>,
    pub public_url: Option<Spanned<String>>,
    pub max_segments: Option<Spanned<u32>>,
    pub rate: Option<Spanned<String>>,
    pub when_unclear: Option<WhenUnclear>,
    pub price: Option<f64>,
    pub low_balance: Option<f64>,
    pub answer_since: Option<Spanned<String>>,
}

/// SMSD's folders, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FoldersTable {
    pub inbox: PathBuf,
    pub outbox: PathBuf,
    pub sent: PathBuf,
    pub error: PathBuf,
    pub done: PathBuf,
}

/// `[listener]`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListenerTable {
    pub address: Spanned<String>,
    #[serde(default)]
    pub open_to_all: bool,
}
