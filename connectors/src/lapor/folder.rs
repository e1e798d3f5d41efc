//! A folder that is watched for the admin's Excel exports, as a [`Source`].
//!
//! In: files ending in `.xlsx` that somebody puts there. Out: one arrival a report. A file whose reports are kept is
//! renamed to `NAME.sudah`; one that cannot be read becomes one thing for a person to look at, and is renamed to
//! `NAME.gagal`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::account::Now;
use super::naming::fresh;
use super::report::Report;
use super::source::Known;
use super::{Profile, export};
use crate::{Arrival, Batch, Cursor, Fault, FaultKind, Reach, RemoteRef, Source};

/// A larger file is no export.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Watches a folder.
pub struct FolderSource {
    name: String,
    folder: PathBuf,
    profile: Arc<Profile>,
    known: Arc<dyn Known>,
    now: Now,
    /// The file handed out last, with the cursor that says that it is kept, and what it is then called.
    pending: Option<(PathBuf, Cursor, &'static str)>,
    step: u64,
}

impl FolderSource {
    /// Watches `folder`; it need not be there yet.
    #[must_use]
    pub fn new(name: &str, folder: PathBuf, profile: Arc<Profile>, known: Arc<dyn Known>, now: Now) -> Self {
        Self { name: name.to_owned(), folder, profile, known, now, pending: None, step: 0 }
    }

    async fn batch(&mut self, file: &Path, bytes: Result<Vec<u8>, String>) -> Result<Batch, Fault> {
        let now = (self.now)();
        let read = bytes.and_then(|bytes| arrivals(&bytes, &self.profile, now).map_err(|fault| fault.to_string()));
        let read = match read {
            Ok(arrivals) => Ok(fresh(self.known.as_ref(), arrivals).await?),
            Err(why) => Err(why),
        };
        self.step += 1;
        let cursor = Cursor(format!("{}/{}", now.timestamp_micros(), self.step));
        let (arrivals, unreadable, end) = match read {
            Ok(arrivals) => (arrivals, Vec::new(), "sudah"),
            Err(why) => {
                let name = RemoteRef(format!("berkas/{}", cursor.0));
                let shown = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (Vec::new(), vec![(name, format!("{shown}: {why}"))], "gagal")
            }
        };
        self.pending = Some((file.to_owned(), cursor.clone(), end));
        Ok(Batch { arrivals, cursor, gone: Vec::new(), unreadable, more: true, renumbered: false })
    }
}

/// The reports of an export as arrivals.
///
/// # Errors
/// Where it is no export.
pub fn arrivals(
    bytes: &[u8],
    profile: &Profile,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Arrival>, export::ExportFault> {
    let exported = export::read(bytes, profile)?;
    let arrival = |(number, document): (String, super::Document)| {
        let report = Report::read(&document, profile).unwrap_or_default();
        let raw = document.bytes();
        let remote_ref = RemoteRef(format!("{number}/{}", report.state()));
        Arrival { remote_ref, received_at: report.created.unwrap_or(now), announced_bytes: raw.len() as u64, raw }
    };
    Ok(exported.documents.into_iter().map(arrival).collect())
}

#[async_trait::async_trait]
impl Source for FolderSource {
    fn name(&self) -> &str {
        &self.name
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        if let Some((file, cursor, end)) = self.pending.take()
            && since == Some(&cursor)
        {
            let mut to = file.clone().into_os_string();
            to.push(format!(".{end}"));
            tokio::fs::rename(&file, &to)
                .await
                .map_err(|error| setup(format!("a file that was read cannot be renamed: {error}")))?;
        }
        let Some(file) = next_file(&self.folder).await? else {
            let cursor = since.cloned().unwrap_or_else(|| Cursor("0".to_owned()));
            return Ok(Batch {
                arrivals: Vec::new(),
                cursor,
                gone: Vec::new(),
                unreadable: Vec::new(),
                more: false,
                renumbered: false,
            });
        };
        let bytes = match tokio::fs::metadata(&file).await {
            Ok(about) if about.len() > LARGEST => Err(format!("is larger than {LARGEST} bytes")),
            Ok(_) | Err(_) => tokio::fs::read(&file).await.map_err(|error| error.to_string()),
        };
        self.batch(&file, bytes).await
    }

    async fn settle(&mut self, _kept: &[RemoteRef]) -> Result<(), Fault> {
        Ok(())
    }
}

/// The first file by name; one that is still being written (`.tmp`, `~$…`) is not yet there.
async fn next_file(folder: &Path) -> Result<Option<PathBuf>, Fault> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(setup(format!("the watched folder cannot be read: {error}"))),
    };
    let mut found = Vec::new();
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if name.ends_with(".xlsx") && !name.starts_with(['~', '.']) && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found.into_iter().next())
}

fn setup(text: String) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}
