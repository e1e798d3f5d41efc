//! The calls that a profile describes: where, with what, and where in the answer the parts stand.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pointers;

/// How pages follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paging {
    /// `{page}` counts from 1 until `next` is null or a page is empty.
    Page,
    /// `{offset}` counts items until `next` is null or a page is empty.
    Offset,
    /// The value at `next` is the address of the next page, on the same host.
    Link,
    /// The value at `next` goes into `{cursor}`.
    Cursor,
    /// There is one page.
    Single,
}

/// Listing reports. In `path`: `{page}`, `{offset}`, `{size}`, `{cursor}`, `{since}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Below the base address.
    pub path: String,
    /// The same with a lower bound of time; `None`: every listing is a full one.
    pub path_since: Option<String>,
    /// How `{since}` is written (chrono's letters), in the profile's zone.
    #[serde(default = "iso")]
    pub since_format: String,
    /// How pages follow one another.
    pub paging: Paging,
    /// `{size}`.
    #[serde(default = "fifty")]
    pub size: u32,
    /// The array of items.
    pub items: Pointers,
    /// Null or absent: the last page.
    #[serde(default)]
    pub next: Pointers,
    /// Whether an item is the whole report: then `detail` is not asked.
    #[serde(default)]
    pub whole: bool,
}

/// Reading one thing by its id (`{id}`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// Below the base address.
    pub path: String,
}

/// Reading what was written under a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Followups {
    /// Below the base address; `{id}`, `{page}`.
    pub path: String,
    /// The array of items.
    pub items: Pointers,
    /// Null or absent: the last page.
    #[serde(default)]
    pub next: Pointers,
}

/// Writing under a report. A field's value may hold `{id}`, `{text}`, `{secret}`, `{from}`, `{to}`, `{user}`,
/// `{template}`; a field whose value is empty after filling in is left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddFollowup {
    /// Below the base address.
    pub path: String,
    /// Fields of the form in their order.
    pub fields: Vec<(String, String)>,
    /// The field of a file, `{n}` counting from 0; `None`: files are not taken here.
    pub file_field: Option<String>,
    /// The field that names an uploaded file's id, `{n}` counting from 0; needs `upload`.
    pub upload_field: Option<String>,
    /// Where the answer names the follow-up it made.
    #[serde(default)]
    pub id: Pointers,
}

/// Uploading files before they are named in a follow-up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// Below the base address.
    pub path: String,
    /// The field of a file.
    pub field: String,
    /// Arrays of what was taken; each item has an `id`.
    pub ids: Pointers,
}

/// Handing a report on. In `body`, texts may hold `{institution}` and `{reason}`; the rest is sent as it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// Below the base address; `{id}`.
    pub path: String,
    /// The JSON that is sent.
    pub body: BTreeMap<String, serde_json::Value>,
}

/// The institutions that exist.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institutions {
    /// Below the base address.
    pub path: String,
    /// The array of items.
    pub items: Pointers,
}

fn iso() -> String {
    "%Y-%m-%d %H:%M:%S".to_owned()
}

fn fifty() -> u32 {
    50
}
