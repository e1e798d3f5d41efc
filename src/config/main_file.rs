//! The shape of `penghubung.toml`, exactly as written: every key once, nothing checked yet.
//!
//! What is wanted later with its line is `Spanned`. What each key means stands in `config/penghubung.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

use super::endpoint::Security;
use super::gateway::{GatewayTable, ListenerTable};
use super::lapor::LaporTable;
use super::page::PageTable;
use super::settings::{Mode, ProseAnswers, WhenUnclear};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MainFile {
    pub offices: Spanned<Vec<Spanned<String>>>,
    pub offices_dir: Option<PathBuf>,
    pub letters_dir: Option<PathBuf>,
    pub holidays_dir: Option<PathBuf>,
    pub lexicon_dir: Option<PathBuf>,
    pub installation: InstallationTable,
    pub database: DatabaseTable,
    pub log: LogTable,
    #[serde(default)]
    pub mailbox: Vec<MailboxTable>,
    #[serde(default)]
    pub relay: Vec<RelayTable>,
    #[serde(default)]
    pub sms: Vec<GatewayTable>,
    #[serde(default)]
    pub whatsapp: Vec<GatewayTable>,
    pub listener: Option<ListenerTable>,
    #[serde(default)]
    pub lapor: Vec<LaporTable>,
    #[serde(default)]
    pub page: Vec<PageTable>,
    pub letters: LettersTable,
    #[serde(default)]
    pub alarm: AlarmTable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstallationTable {
    pub id: Spanned<String>,
    pub mode: Mode,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseTable {
    pub url: Spanned<String>,
    pub password_file: Option<Spanned<PathBuf>>,
    pub credential: Option<Spanned<String>>,
    pub password: Option<Spanned<IgnoredAny>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogTable {
    pub origin: Spanned<String>,
    pub key_file: Option<PathBuf>,
    pub credential: Option<Spanned<String>>,
    pub export_dir: Option<PathBuf>,
    pub seal_every: Option<Spanned<String>>,
}

/// One `[[mailbox]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailboxTable {
    pub name: Spanned<String>,
    pub office: Spanned<String>,
    pub unit: Option<Spanned<String>>,
    pub host: Spanned<String>,
    pub port: Option<Spanned<u16>>,
    #[serde(default)]
    pub security: Security,
    pub user: Spanned<String>,
    pub password_file: Option<Spanned<PathBuf>>,
    pub credential: Option<Spanned<String>>,
    pub password: Option<Spanned<IgnoredAny>>,
    pub folders: Option<Spanned<Vec<Spanned<String>>>>,
    pub schedule: Option<Spanned<String>>,
    #[serde(default = "yes")]
    pub idle: bool,
    pub settle: Option<Spanned<String>>,
    pub ca_file: Option<Spanned<PathBuf>>,
    #[serde(default)]
    pub ca_only: bool,
    pub max_message: Option<Spanned<String>>,
    pub answer_mail_since: Option<Spanned<String>>,
    pub reply_address: Option<Spanned<String>>,
    pub authserv_id: Option<Spanned<String>>,
}

/// One `[[relay]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelayTable {
    pub name: Spanned<String>,
    pub offices: Option<Vec<Spanned<String>>>,
    pub host: Spanned<String>,
    pub port: Option<Spanned<u16>>,
    #[serde(default)]
    pub security: Security,
    pub user: Option<Spanned<String>>,
    pub password_file: Option<Spanned<PathBuf>>,
    pub credential: Option<Spanned<String>>,
    pub password: Option<Spanned<IgnoredAny>>,
    pub sender: Spanned<String>,
    #[serde(default)]
    pub senders: BTreeMap<String, Spanned<String>>,
    pub hello_name: Option<Spanned<String>>,
    pub rate: Option<Spanned<String>>,
    pub connections: Option<Spanned<u32>>,
    #[serde(default = "yes")]
    pub dsn: bool,
    pub ca_file: Option<Spanned<PathBuf>>,
    #[serde(default)]
    pub ca_only: bool,
    #[serde(default)]
    pub when_unclear: WhenUnclear,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LettersTable {
    pub own_domain: Spanned<String>,
    #[serde(default)]
    pub prose_answers: ProseAnswers,
    pub quiet_hours: Option<Spanned<String>>,
    pub phone_quiet_hours: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlarmTable {
    #[serde(default)]
    pub to: Vec<Spanned<String>>,
}

fn yes() -> bool {
    true
}
