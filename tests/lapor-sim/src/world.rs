//! What the stand-in holds: reports, what was written under them, its time, its bad days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bad_days::Day;

/// Friday, 20 November 2026, 09.41 WIB.
const FRIDAY: i64 = 1_795_142_460;

/// Everything.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    /// Unix seconds; moved by orders only.
    pub(crate) now: i64,
    pub(crate) authorization: String,
    pub(crate) token: String,
    pub(crate) reports: Vec<Report>,
    pub(crate) days: Vec<Day>,
    /// A follow-up is seen so many seconds after it was taken.
    pub(crate) visible_after: i64,
    /// Shapes that stay on until they are switched off.
    pub(crate) shapes: Vec<String>,
    /// How often each operation was called.
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) uploads: u64,
    last_id: i64,
}

/// A report.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) content: String,
    pub(crate) content_final: Option<String>,
    pub(crate) classification_name: String,
    pub(crate) category_name: String,
    pub(crate) location_name: String,
    pub(crate) status_name: String,
    pub(crate) is_anonymous: bool,
    pub(crate) is_secret: bool,
    pub(crate) user_name: String,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) disposition_id: i64,
    pub(crate) disposition_name: String,
    /// Names of files served at `/files/…`, or whole addresses.
    pub(crate) attachments: Vec<String>,
    pub(crate) followups: Vec<Followup>,
}

/// Something written under a report.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Followup {
    pub(crate) id: i64,
    pub(crate) report: i64,
    pub(crate) at: i64,
    pub(crate) visible_at: i64,
    pub(crate) institution_from_name: Option<String>,
    /// Whoever typed it; of a reporter's entry it may be another name than the report's.
    pub(crate) user_name: Option<String>,
    pub(crate) content: String,
    pub(crate) is_secret: String,
    pub(crate) files: Vec<String>,
    /// Every field of the form as it came.
    pub(crate) form: BTreeMap<String, String>,
}

impl World {
    pub(crate) fn new(now: Option<i64>) -> Self {
        Self {
            now: now.unwrap_or(FRIDAY),
            authorization: "Bearer sim".to_owned(),
            token: "{00000000-0000-0000-0000-000000000000}".to_owned(),
            last_id: 7_000_000,
            ..Self::default()
        }
    }

    pub(crate) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(crate) fn report(&mut self, id: &str) -> Option<&mut Report> {
        let id: i64 = id.parse().ok()?;
        self.reports.iter_mut().find(|report| report.id == id)
    }

    /// Fills in what an order left out, and keeps it.
    pub(crate) fn add(&mut self, mut report: Report) -> i64 {
        let or = |text: &mut String, usual: &str| {
            if text.is_empty() {
                *text = usual.to_owned();
            }
        };
        if report.id == 0 {
            report.id = self.next_id();
        }
        if report.created == 0 {
            report.created = self.now;
        }
        report.updated = report.created.max(report.updated);
        if report.disposition_id == 0 {
            report.disposition_id = 12838;
        }
        or(&mut report.classification_name, "Pengaduan");
        or(&mut report.status_name, "Terverifikasi");
        or(&mut report.category_name, "Pelayanan Kesehatan");
        or(&mut report.disposition_name, "Dinas Kesehatan");
        or(&mut report.user_name, "Warga Contoh");
        let id = report.id;
        self.reports.push(report);
        id
    }

    /// Takes a follow-up; it is seen after a while.
    pub(crate) fn follow_up(&mut self, report: &str, mut followup: Followup, visible_after: i64) -> Option<i64> {
        let (now, id) = (self.now, self.next_id());
        let found = self.report(report)?;
        followup.id = id;
        followup.report = found.id;
        followup.at = now;
        followup.visible_at = now + visible_after;
        if followup.institution_from_name.is_some() {
            found.status_name = "Ditindaklanjuti oleh Instansi".to_owned();
        }
        found.updated = now;
        found.followups.push(followup);
        Some(id)
    }
}
