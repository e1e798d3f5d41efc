//! `[[page]]`: a page of an office that takes texts by HTTP, for one of its postings.
//!
//! Knows no HTTP; the daemon maps it to the connector's account.

use std::path::PathBuf;

use connectors::Url;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::check::Check;
use super::http::{HeaderConfig, HeaderTable, headers, https_address};
use crate::decide::OfficeBook;
use crate::domain::OfficeId;
use crate::domain::routine::Posts;

/// One `[[page]]`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageTable {
    office: Spanned<String>,
    posting: Spanned<String>,
    url: Spanned<String>,
    #[serde(default)]
    headers: Vec<HeaderTable>,
    ca_file: Option<Spanned<PathBuf>>,
}

/// A page that takes what a posting asks people to put there.
#[derive(Debug, Clone)]
pub struct PageConfig {
    /// Whose.
    pub office: OfficeId,
    /// Id of the posting in the office's `routines.toml`.
    pub posting: String,
    /// Where texts are posted to.
    pub url: Url,
    /// What is sent with every text.
    pub headers: Vec<HeaderConfig>,
    /// Own authorities besides those of the system.
    pub ca_file: Option<PathBuf>,
}

/// Checks all pages, each and together.
pub(super) fn pages(
    tables: &[PageTable],
    enabled: &[OfficeId],
    books: &[OfficeBook],
    check: &mut Check<'_>,
) -> Vec<PageConfig> {
    let mut pages: Vec<PageConfig> = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        let key = format!("page[{n}]");
        check.office(&table.office, &format!("{key}.office"), enabled);
        posting(table, &key, books, check);
        let same =
            |page: &PageConfig| page.office.0 == *table.office.get_ref() && page.posting == *table.posting.get_ref();
        if pages.iter().any(same) {
            let what = format!("{:?} has a page already", table.posting.get_ref());
            check.fault(&table.posting, format!("{key}.posting"), what, "give each posting one page");
        }
        let at = format!("{key}.url");
        let address = https_address(&table.url, &at, check);
        let headers = headers(&table.headers, &key, check);
        match Url::parse(&address) {
            Ok(url) => pages.push(PageConfig {
                office: OfficeId(table.office.get_ref().clone()),
                posting: table.posting.get_ref().clone(),
                url,
                headers,
                ca_file: table.ca_file.as_ref().map(|at| check.path(at.get_ref())),
            }),
            // An address that does not begin like one has been told above.
            Err(error) if address.starts_with("http") => {
                check.fault(&table.url, at, format!("{address:?}: {error}"), "write https://host/path");
            }
            Err(_) => {}
        }
    }
    pages
}

/// The posting must be one of the office, and of the kind that a program can put somewhere.
fn posting(table: &PageTable, key: &str, books: &[OfficeBook], check: &mut Check<'_>) {
    let Some(book) = books.iter().find(|book| book.office.id.0 == *table.office.get_ref()) else { return };
    let named = book.routines.postings.iter().find(|posting| posting.id == *table.posting.get_ref());
    let fitting = book.routines.postings.iter().filter(|posting| posting.of == Posts::Changes);
    let fitting = fitting.map(|posting| format!("{:?}", posting.id)).collect::<Vec<_>>().join(" or ");
    let right = if fitting.is_empty() {
        "take this page away: the office has no [[posting]] with of = \"changes\"".to_owned()
    } else {
        format!("write {fitting}")
    };
    let what = match named {
        None => format!("the office's routines.toml has no posting {:?}", table.posting.get_ref()),
        Some(posting) if posting.of != Posts::Changes => {
            format!("{:?} has of = {:?}, which only a person can put up", posting.id, posting.of.word())
        }
        Some(_) => return,
    };
    check.fault(&table.posting, format!("{key}.posting"), what, right);
}
