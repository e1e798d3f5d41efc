//! The shape of `[[lapor]]`, exactly as written. What each key means stands in `config/penghubung.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::config::http::HeaderTable;

/// How reports come in and answers go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaporMode {
    /// The service lists the reports that were given to us.
    Listing,
    /// Their numbers come from the Excel export, from notification mails or from `register`; each is then asked for.
    KnownIds,
    /// No interface: exports in, letters to whoever types the answers out.
    ByHand,
}

/// How far an account is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaporWrite {
    /// It is only read.
    Off,
    /// Answers are made and held.
    #[default]
    Hold,
    /// Each answer leaves after somebody has let it go.
    Confirm,
    /// Answers leave by themselves.
    Live,
}

/// One `[[lapor]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct LaporTable {
    pub name: Spanned<String>,
    pub office: Spanned<String>,
    pub mode: Spanned<LaporMode>,
    #[serde(default)]
    pub write: LaporWrite,
    pub profile: Option<PathBuf>,
    pub clocks: Option<PathBuf>,
    pub base: Option<Spanned<String>>,
    #[serde(default)]
    pub headers: Vec<HeaderTable>,
    pub schedule: Option<Spanned<String>>,
    pub interval: Option<Spanned<String>>,
    pub in_flight: Option<Spanned<u32>>,
    pub proxy: Option<Spanned<String>>,
    pub ca_file: Option<Spanned<PathBuf>>,
    #[serde(default)]
    pub ca_only: bool,
    #[serde(default)]
    pub file_hosts: Vec<String>,
    #[serde(default)]
    pub private_file_hosts: Vec<String>,
    pub institution: Option<String>,
    pub user: Option<String>,
    #[serde(default)]
    pub institutions: BTreeMap<String, String>,
    pub answer_since: Option<Spanned<String>>,
    pub sweep_every: Option<Spanned<String>>,
    pub overlap: Option<Spanned<String>>,
    pub folder: Option<Spanned<PathBuf>>,
    pub compare_dir: Option<Spanned<PathBuf>>,
    pub admin: Option<Spanned<String>>,
    pub notices: Option<NoticesTable>,
}

/// `notices`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct NoticesTable {
    pub senders: Spanned<Vec<Spanned<String>>>,
    pub authserv_id: Option<String>,
    pub patterns: Vec<Spanned<String>>,
}
