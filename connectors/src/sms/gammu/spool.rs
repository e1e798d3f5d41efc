//! SMSD's folders (its FILES service) as [`Source`] and [`Sink`].
//!
//! In: files named as the manual of `gammu-smsd-files(7)` says. Out: arrivals, and files for the outbox. The name of an
//! outgoing file carries our reference, so a text is put in at most once, and the folder it ends in tells what became
//! of it. Delivery reports reach nobody but SMSD's own log here: use the database where they matter.

mod names;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::fs;
use tokio::time::Instant;

use self::names::{InName, incoming, outgoing, reference_of};
use super::{Folders, by_the_wall};
use crate::incoming::{Incoming, Medium, Progress, Report, Text};
use crate::sms::{Manner, make_ready, number};
use crate::{
    Arrival, Batch, Cursor, Fault, FaultKind, Gate, Outcome, Parcel, Reach, Receipt, RemoteRef, Sent, Sink, Source,
    Woken,
};

/// A file that has not changed for so long is whole: SMSD writes the parts of a text one after the other.
const QUIET: Duration = Duration::from_secs(3);
/// No more is read of one file; an SMS of 255 parts has fewer bytes.
const LARGEST: u64 = 256 * 1024;

/// SMSD's folders, as the operator describes them.
#[derive(Debug, Clone)]
pub struct Spool {
    /// The operator's name for the gateway.
    pub name: String,
    /// Where.
    pub folders: Folders,
    /// Whose clock the network writes down: the names of files have no zone.
    pub zone: chrono_tz::Tz,
    /// How texts are cut.
    pub manner: Manner,
    /// Whether the network is asked for a report on each text.
    pub reports: bool,
    /// How often the folders are looked at.
    pub look_every: Duration,
}

/// Texts from SMSD's folders.
pub struct SpoolInbox {
    spool: Spool,
    /// Since when the files of a text have been as they are.
    seen: HashMap<String, (Vec<(String, u64)>, Instant)>,
    told: HashSet<String>,
}

impl SpoolInbox {
    pub(super) fn new(spool: Spool) -> Self {
        Self { spool, seen: HashMap::new(), told: HashSet::new() }
    }

    async fn texts(&mut self, batch: &mut Batch) -> Result<(), Fault> {
        let mut groups: HashMap<String, Vec<(InName, u64)>> = HashMap::new();
        for (name, size) in listed(&self.spool.folders.inbox).await? {
            if let Some(parsed) = incoming(&name) {
                groups.entry(parsed.group.clone()).or_default().push((parsed, size));
            }
        }
        self.seen.retain(|group, _| groups.contains_key(group));
        let mut names: Vec<&String> = groups.keys().collect();
        names.sort();
        for group in names {
            let mut files = groups.get(group).cloned().unwrap_or_default();
            files.sort_by_key(|(name, _)| name.part);
            let now: Vec<(String, u64)> = files.iter().map(|(name, size)| (name.file.clone(), *size)).collect();
            let (before, since) = self.seen.entry(group.clone()).or_insert_with(|| (now.clone(), Instant::now()));
            if *before != now {
                (*before, *since) = (now, Instant::now());
            }
            if since.elapsed() < QUIET {
                batch.more = false;
                continue;
            }
            match self.text(group, &files).await {
                Ok(arrival) => batch.arrivals.push(arrival),
                Err(why) => batch.unreadable.push((RemoteRef(format!("inbox/{group}")), why)),
            }
        }
        Ok(())
    }

    async fn text(&self, group: &str, files: &[(InName, u64)]) -> Result<Arrival, String> {
        let mut text = String::new();
        let mut enclosed = Vec::new();
        for (name, size) in files {
            if *size > LARGEST {
                return Err(format!("{}: {size} bytes are too many for an SMS", name.file));
            }
            let bytes = fs::read(self.spool.folders.inbox.join(&name.file)).await.map_err(|error| error.to_string())?;
            if name.binary {
                enclosed.push(format!("binary {}", hex::encode(&bytes)));
            } else {
                text.push_str(&decoded(&bytes));
            }
        }
        let first = files.first().map(|(name, _)| name).ok_or("no file")?;
        let at = by_the_wall(first.at, self.spool.zone);
        let remote_id = format!("inbox/{group}");
        let from = number::read(&first.sender, None).e164().map_or_else(|| first.sender.clone(), str::to_owned);
        let incoming = Incoming::Text(Text {
            medium: Medium::Sms,
            remote_id: remote_id.clone(),
            from,
            to: None,
            at,
            text,
            parts: u16::try_from(files.len()).unwrap_or(u16::MAX),
            missing: Vec::new(),
            enclosed,
            files: Vec::new(),
        });
        Ok(arrival(remote_id, at, &incoming))
    }

    /// What stands in the folder of what was sent, and of what could not be.
    async fn reports(&mut self, batch: &mut Batch) -> Result<(), Fault> {
        let ends = [(&self.spool.folders.sent, Progress::Sent), (&self.spool.folders.error, Progress::Failed)];
        for (folder, progress) in ends {
            for (name, _) in listed(folder).await? {
                let Some(reference) = reference_of(&name) else { continue };
                let remote_ref = format!("sent/{name}/{progress:?}").to_lowercase();
                if !self.told.insert(remote_ref.clone()) {
                    continue;
                }
                let report = Incoming::Report(Report {
                    medium: Medium::Sms,
                    reference,
                    remote_id: Some(format!("outbox/{name}")),
                    progress,
                    code: None,
                    bad_number: false,
                });
                batch.arrivals.push(arrival(remote_ref, DateTime::UNIX_EPOCH, &report));
            }
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Source for SpoolInbox {
    fn name(&self) -> &str {
        &self.spool.name
    }

    async fn poll(&mut self, _since: Option<&Cursor>) -> Result<Batch, Fault> {
        let mut batch = Batch {
            arrivals: Vec::new(),
            cursor: Cursor("spool".into()),
            gone: Vec::new(),
            unreadable: Vec::new(),
            more: false,
            renumbered: false,
        };
        self.texts(&mut batch).await?;
        self.reports(&mut batch).await?;
        Ok(batch)
    }

    /// Moves the files of texts that are kept here out of SMSD's inbox.
    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        let groups: HashSet<&str> = kept.iter().filter_map(|kept| kept.0.strip_prefix("inbox/")).collect();
        if groups.is_empty() {
            return Ok(());
        }
        for (name, _) in listed(&self.spool.folders.inbox).await? {
            if incoming(&name).is_some_and(|parsed| groups.contains(parsed.group.as_str())) {
                let (from, to) = (self.spool.folders.inbox.join(&name), self.spool.folders.done.join(&name));
                fs::rename(&from, &to).await.map_err(|error| broken(&self.spool.folders.done, &error))?;
            }
        }
        Ok(())
    }

    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        tokio::time::sleep(at_most.min(self.spool.look_every)).await;
        Ok(Woken::Elapsed)
    }
}

/// Texts into SMSD's folders.
pub struct SpoolOutbox {
    spool: Spool,
}

impl SpoolOutbox {
    pub(super) fn new(spool: Spool) -> Self {
        Self { spool }
    }

    /// Where a file of this name is, if it was put in before.
    async fn found(&self, name: &str) -> Result<Option<PathBuf>, Fault> {
        let folders = &self.spool.folders;
        for folder in [&folders.outbox, &folders.sent, &folders.error] {
            let path = folder.join(name);
            if fs::try_exists(&path).await.map_err(|error| broken(folder, &error))? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// In one step: SMSD passes over hidden files, and sees the whole file or none.
    async fn put(&self, name: &str, text: &str) -> Result<(), Fault> {
        let outbox = &self.spool.folders.outbox;
        let hidden = outbox.join(format!(".{name}"));
        // Big-endian UTF-16 with its mark: anything else is read by the locale that SMSD happens to have.
        let bytes: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let written = async {
            fs::write(&hidden, bytes).await?;
            fs::File::open(&hidden).await?.sync_all().await?;
            fs::rename(&hidden, outbox.join(name)).await
        };
        written.await.map_err(|error| broken(outbox, &error))
    }
}

#[async_trait::async_trait]
impl Sink for SpoolOutbox {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let ready = make_ready(parcel, self.spool.manner)?;
        let name = outgoing(&ready.number, &parcel.reference, self.spool.reports);
        let receipt = Receipt { remote_id: Some(format!("outbox/{name}")), text: "in SMSD's outbox".into() };
        let known = self.found(&name).await?;
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        if known.is_none() {
            self.put(&name, &ready.plan.text()).await?;
        }
        Ok(receipt)
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        let ready = make_ready(parcel, self.spool.manner)?;
        let name = outgoing(&ready.number, &parcel.reference, self.spool.reports);
        Ok(match self.found(&name).await? {
            Some(_) => {
                Sent::Yes(Receipt { remote_id: Some(format!("outbox/{name}")), text: "found in a folder".into() })
            }
            None => Sent::No,
        })
    }
}

/// Names and sizes of the files of a folder, in order.
async fn listed(folder: &Path) -> Result<Vec<(String, u64)>, Fault> {
    let read = async {
        let mut entries = fs::read_dir(folder).await?;
        let mut found = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            // A file may have gone between the two looks.
            let Ok(about) = entry.metadata().await else { continue };
            if about.is_file() {
                found.push((entry.file_name().to_string_lossy().into_owned(), about.len()));
            }
        }
        found.sort();
        Ok(found)
    };
    read.await.map_err(|error| broken(folder, &error))
}

fn broken(folder: &Path, error: &std::io::Error) -> Fault {
    let text = format!("the folder {}: {error}", folder.display());
    Fault::not_sent(Reach::Account, FaultKind::Setup, text).with_outcome(Outcome::NotSent)
}

/// `InboxFormat = unicode` writes UTF-16 with a mark, the others bytes.
fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(order).collect();
        // SMSD counts the bytes of its own locale's encoding and so writes more than the text, from its NUL on.
        String::from_utf16_lossy(units.split(|unit| *unit == 0).next().unwrap_or_default())
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        other => String::from_utf8_lossy(other).into_owned(),
    }
}

fn arrival(remote_ref: String, received_at: DateTime<Utc>, incoming: &Incoming) -> Arrival {
    let raw = incoming.to_raw();
    Arrival { remote_ref: RemoteRef(remote_ref), received_at, announced_bytes: raw.len() as u64, raw }
}
