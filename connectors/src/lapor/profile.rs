//! What is known of the service's interface, as data: a named, dated profile.
//!
//! In: a TOML file (`config/lapor/v3.toml`), read by the caller. Out: paths, headers, pointers, words and limits that
//! the other files of this folder apply. Nothing about the service stands in code; what a profile does not name is not
//! used.

mod calls;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::calls::{AddFollowup, Followups, Institutions, List, Paging, Read, Reject, Upload};

/// JSON pointers (RFC 6901), tried in order: the first that finds something counts.
pub type Pointers = Vec<String>;

/// A described mapping.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `lapor-v3`; stands in logs and in every document that was read with it.
    pub name: String,
    /// The day on which it was true.
    pub dated: String,
    /// The zone of times that name none.
    pub zone: chrono_tz::Tz,
    /// How the service wraps its answers.
    pub envelope: Envelope,
    /// What the service bears.
    pub limits: Limits,
    /// Reports dispositioned to us; `None`: not known, ids must come from elsewhere.
    pub list: Option<List>,
    /// One report.
    pub detail: Option<Read>,
    /// What was written under a report, page by page.
    pub followups: Option<Followups>,
    /// Writing under a report.
    pub add_followup: Option<AddFollowup>,
    /// Uploading a file.
    pub upload: Option<Upload>,
    /// Handing a report on.
    pub reject: Option<Reject>,
    /// The institutions that exist; also the call by which `check --online` tries the keys.
    pub institutions: Option<Institutions>,
    /// Where the parts of a report are.
    pub fields: Fields,
    /// What the service's words mean.
    pub words: Words,
    /// Formats of times, tried in order (chrono's letters).
    pub dates: Vec<String>,
    /// The admin's Excel export.
    pub export: Option<Export>,
    /// `{id}` in it becomes the number: where a person sees the report.
    pub public_page: String,
}

/// How the service wraps its answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// What must be present in a success.
    pub results: Pointers,
    /// What the service says in words.
    pub message: Pointers,
    /// A boolean or word here that is false means failure, whatever the HTTP status says.
    #[serde(default)]
    pub status: Pointers,
    /// HTTP statuses that mean the keys are dead.
    pub login_status: Vec<u16>,
    /// Words in the message of a failure that mean the same (lower case).
    #[serde(default)]
    pub login_words: Vec<String>,
}

/// What the service bears, and what we bear of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Seconds a reading call may take.
    pub read_seconds: u64,
    /// Seconds a writing call may take.
    pub write_seconds: u64,
    /// Bytes of an answer that are read.
    pub answer_bytes: usize,
    /// Pages of one listing.
    pub pages: u32,
    /// Characters of a follow-up.
    pub text: usize,
    /// Files of a follow-up.
    pub files: usize,
    /// Bytes of a file, in both directions.
    pub file_bytes: u64,
    /// Extensions of files that it takes, lower case.
    pub file_types: Vec<String>,
}

/// Where the parts of a report are: in the item of a list, in `detail`, in a follow-up, in a log line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    /// The id by which the interface knows the report.
    pub id: Pointers,
    /// The number by which people know it.
    pub number: Pointers,
    /// Title.
    pub title: Pointers,
    /// What the reporter wrote.
    pub text: Pointers,
    /// What an admin made of it.
    pub edited: Pointers,
    /// Class.
    pub class: Pointers,
    /// Category.
    pub category: Pointers,
    /// Places, from the widest to the narrowest, each tried by itself and joined.
    pub location: Pointers,
    /// The part of the place that is no nearer than a Kecamatan: all that officers see where the reporter is protected.
    pub district: Pointers,
    /// Status.
    pub status: Pointers,
    /// The reporter is hidden.
    pub anonymous: Pointers,
    /// The report is hidden.
    pub secret: Pointers,
    /// Where one column says both.
    pub kind: Pointers,
    /// Reporter's name.
    pub reporter: Pointers,
    /// The reporter's id at the service.
    pub user: Pointers,
    /// Since when it is there.
    pub created: Pointers,
    /// When it last changed.
    pub updated: Pointers,
    /// Id of the institution that has it.
    pub institution: Pointers,
    /// Its name.
    pub institution_name: Pointers,
    /// Files: an array, an object of objects, one object, or one address.
    pub attachments: Pointers,
    /// Log lines.
    pub logs: Pointers,
    /// Id of a follow-up or log line.
    pub entry_id: Pointers,
    /// Its time.
    pub entry_at: Pointers,
    /// Its text.
    pub entry_text: Pointers,
    /// Who wrote it.
    pub entry_from: Pointers,
    /// To whom.
    pub entry_to: Pointers,
    /// Its files.
    pub entry_attachments: Pointers,
    /// Address of a file.
    pub file_url: Pointers,
    /// Name of a file.
    pub file_name: Pointers,
    /// Keys of an object of files that are no files.
    pub file_skip: Vec<String>,
}

/// What the service's words mean: a word of ours to the words of theirs (compared without case).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// Classes: `pengaduan`, `aspirasi`, `permintaan_informasi`.
    pub class: BTreeMap<String, Vec<String>>,
    /// States: `new`, `verified`, `working`, `followed_up`, `replied`, `done`, `closed`, `archived`, `rejected`.
    pub status: BTreeMap<String, Vec<String>>,
    /// Words of `fields.kind` that mean anonymous.
    pub anonymous: Vec<String>,
    /// Words of `fields.kind` that mean secret.
    pub secret: Vec<String>,
    /// Words of `fields.kind` that mean neither.
    pub open: Vec<String>,
    /// Words for a class that alleges wrongdoing (*berkadar pengawasan*).
    pub supervision: Vec<String>,
    /// Values of a flag that mean yes.
    pub yes: Vec<String>,
}

/// The admin's Excel export.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// The first cell of the header row.
    pub header: String,
    /// Digits a number has: at least, at most.
    pub digits: (usize, usize),
    /// What each column is, by its heading: a name of [`Fields`], or `date`, `time`.
    pub columns: BTreeMap<String, String>,
    /// Rows of one file that are read.
    pub rows: usize,
    /// Bytes of the unpacked file.
    pub unpacked_bytes: u64,
}
