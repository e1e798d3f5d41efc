//! What the operator says of one account at the service.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::Profile;

/// Tells the time; the connector asks no clock of the machine.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A header sent with every call. Its value is secret: it stands in no log, no fault and no `Debug` output.
#[derive(Debug, Clone)]
pub struct Header {
    /// `Authorization`, `token`, `apikey`: as the service calls it.
    pub name: String,
    /// The whole value, verbatim.
    pub value: SecretString,
}

/// An account.
#[derive(Clone)]
pub struct Account {
    /// The operator's name for it.
    pub name: String,
    /// `https://api-splp.layanan.go.id/lapor/3.0.0`, with a tenant prefix where a gateway wants one.
    pub base: String,
    /// What is sent with every call.
    pub headers: Vec<Header>,
    /// How the service speaks.
    pub profile: Arc<Profile>,
    /// Calls at the same time, 1 or 2.
    pub in_flight: usize,
    /// Between the beginnings of two calls at least.
    pub interval: Duration,
    /// `http://proxy:3128`; `None`: none, whatever the environment says.
    pub proxy: Option<String>,
    /// PEM file with own authorities.
    pub ca_file: Option<PathBuf>,
    /// True: only those authorities, not the system's.
    pub ca_only: bool,
    /// Hosts from which attachments may be fetched.
    pub file_hosts: Vec<FileHost>,
    /// Our institution there.
    pub institution: Option<String>,
    /// Whose name stands in the log there.
    pub user: Option<String>,
    /// Listings look back so far from the newest change that was seen.
    pub overlap: Duration,
    /// Between two full sweeps.
    pub sweep_every: Duration,
    /// The clock.
    pub now: Now,
}

/// A host from which files may be fetched, always by HTTPS on port 443 unless it is this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHost {
    /// Its name, exactly.
    pub host: String,
    /// It may stand in a network of ours (private addresses).
    pub private: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|header| header.name.as_str()).collect();
        f.debug_struct("Account")
            .field("name", &self.name)
            .field("base", &self.base)
            .field("headers", &headers)
            .field("profile", &self.profile.name)
            .finish_non_exhaustive()
    }
}
