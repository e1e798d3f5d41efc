//! Configured pages made into what the publishing duty holds.

use std::sync::Arc;
use std::time::Duration;

use connectors::Fault;
use connectors::page::{Account, HttpPage};

use super::headers::value_of;
use crate::config::http::HeaderConfig;
use crate::config::{Config, PageConfig};
use crate::duties::publish::Published;

/// A page may take so long to answer.
const LIMIT: Duration = Duration::from_secs(30);

/// The pages of all offices.
pub(super) fn connect(config: &Config) -> Result<Vec<Published>, Fault> {
    config.pages.iter().map(page).collect()
}

fn page(page: &PageConfig) -> Result<Published, Fault> {
    let whose = format!("page of `{}`", page.posting);
    let header = |header: &HeaderConfig| Ok((header.name.clone(), value_of(header, &whose)?));
    let account = Account {
        url: page.url.clone(),
        headers: page.headers.iter().map(header).collect::<Result<_, Fault>>()?,
        limit: LIMIT,
        ca_file: page.ca_file.clone(),
    };
    let (office, posting) = (page.office.0.clone(), page.posting.clone());
    Ok(Published { office, posting, page: Arc::new(HttpPage::new(account)?) })
}
