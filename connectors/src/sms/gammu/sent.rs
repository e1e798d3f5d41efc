//! What became of our texts: SMSD's `sentitems`.
//!
//! In: rows that carry our mark in `CreatorID`. Out: a report for each text whose state is new. States of `Status`:
//! field facts B1. A row that never gets its delivery report ends nothing: after many others it is simply not looked at
//! again.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use sqlx::Row as _;

use super::MARK;
use super::parts::Part;
use super::sql::{Line, number_at, rows, text_at};
use crate::incoming::{Incoming, Medium, Progress, Report};
use crate::{Arrival, Fault, RemoteRef};

/// Rows read in one go.
const AT_ONCE: i64 = 1_000;
/// A text without a report is given up when so many ids lie behind it.
const GIVEN_UP: i64 = 5_000;

/// Reads `sentitems` and remembers what was told.
#[derive(Debug, Default)]
pub(super) struct SentItems {
    told: HashMap<i64, (Progress, bool)>,
}

/// The parts of one text.
#[derive(Debug, Default)]
struct Item {
    reference: String,
    statuses: Vec<String>,
    /// TP-Status of the network (TS 23.040 §9.2.3.15), the highest of the parts.
    code: i64,
    parts: usize,
}

impl SentItems {
    /// Reports on texts above `floor`, and the new floor: below it everything is final.
    pub async fn read(&mut self, line: &mut Line, floor: i64) -> Result<(Vec<Arrival>, i64), Fault> {
        let bound = bound(line).await?;
        let statement = format!(
            r#"SELECT CAST("ID" AS BIGINT), "CreatorID", "Status", CAST("StatusError" AS BIGINT), "UDH" FROM sentitems
               WHERE "CreatorID" LIKE '{MARK}%' AND "ID" > {floor} ORDER BY "ID", "SequencePosition" LIMIT {AT_ONCE}"#,
        );
        let mut items: BTreeMap<i64, Item> = BTreeMap::new();
        for row in rows(&mut line.sql, statement).await? {
            let item = items.entry(number_at(&row, 0)?).or_default();
            item.reference = text_at(&row, 1)?.trim_start_matches(MARK).to_owned();
            item.statuses.push(text_at(&row, 2)?);
            item.code = item.code.max(number_at(&row, 3)?);
            item.parts = Part::of_header(&text_at(&row, 4)?).map_or(1, |part| usize::from(part.count));
        }
        let newest = items.keys().next_back().copied().unwrap_or(floor);
        let mut settled = floor;
        let mut unbroken = true;
        let mut arrivals = Vec::new();
        for (id, item) in &items {
            let state = item.state();
            let last = state.is_some_and(|(_, last)| last) || newest - id > GIVEN_UP;
            unbroken &= last && *id <= bound;
            if unbroken {
                settled = *id;
            }
            if let Some(state) = state
                && self.told.insert(*id, state) != Some(state)
            {
                arrivals.push(item.report(*id, state.0));
            }
        }
        self.told.retain(|id, _| *id > settled);
        Ok((arrivals, settled))
    }
}

/// The highest id that the floor may take: below the lowest text of ours that still waits in the outbox, because ids
/// are not sent in their order. Asked for before `sentitems` is read, so that a text on its way between the two is not
/// missed.
async fn bound(line: &mut Line) -> Result<i64, Fault> {
    let statement = format!(
        r#"SELECT (SELECT CAST(MIN("ID") - 1 AS BIGINT) FROM outbox WHERE "CreatorID" LIKE '{MARK}%'),
                  (SELECT CAST(MAX("ID") AS BIGINT) FROM sentitems)"#,
    );
    let found = rows(&mut line.sql, statement).await?;
    let bounds: Vec<i64> = found
        .iter()
        .flat_map(|row| [row.try_get::<Option<i64>, _>(0), row.try_get::<Option<i64>, _>(1)])
        .filter_map(Result::ok)
        .flatten()
        .collect();
    Ok(bounds.into_iter().min().unwrap_or_default())
}

impl Item {
    /// How far the whole text got, and whether that is the end; `None` while SMSD is between its parts.
    fn state(&self) -> Option<(Progress, bool)> {
        let any = |names: &[&str]| self.statuses.iter().any(|status| names.contains(&status.as_str()));
        if any(&["SendingError", "Error", "DeliveryFailed"]) {
            return Some((Progress::Failed, true));
        }
        if self.statuses.len() < self.parts {
            return None;
        }
        if any(&["SendingOK", "DeliveryPending"]) {
            return Some((Progress::Sent, false));
        }
        // "Unknown" and "no report" say no more than that the network has it.
        if any(&["SendingOKNoReport", "DeliveryUnknown"]) {
            return Some((Progress::Sent, true));
        }
        Some((Progress::Delivered, true))
    }

    fn report(&self, id: i64, progress: Progress) -> Arrival {
        let code = (self.code >= 0).then(|| self.code.to_string());
        let report = Incoming::Report(Report {
            medium: Medium::Sms,
            reference: Some(self.reference.clone()),
            remote_id: Some(format!("outbox/{id}")),
            progress,
            code,
            bad_number: false,
        });
        let raw = report.to_raw();
        // With the reference, because ids begin again in a database that was made anew.
        let state = format!("{progress:?}").to_lowercase();
        let remote_ref = RemoteRef(format!("sent/{id}/{state}/{}", self.reference));
        // SMSD gives no time of its own for a failure; whoever keeps the arrival puts his.
        Arrival { remote_ref, received_at: DateTime::UNIX_EPOCH, announced_bytes: raw.len() as u64, raw }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(parts: usize, statuses: &[&str]) -> Option<(Progress, bool)> {
        let statuses = statuses.iter().map(|status| (*status).to_owned()).collect();
        Item { statuses, parts, ..Item::default() }.state()
    }

    #[test]
    fn the_state_of_a_text_is_that_of_its_worst_part() {
        use Progress::*;
        assert_eq!(state(1, &["SendingOKNoReport"]), Some((Sent, true)));
        assert_eq!(state(1, &["SendingOK"]), Some((Sent, false)));
        assert_eq!(state(1, &["DeliveryOK"]), Some((Delivered, true)));
        assert_eq!(state(1, &["SendingError"]), Some((Failed, true)));
        assert_eq!(state(2, &["DeliveryOK"]), None);
        assert_eq!(state(2, &["DeliveryOK", "DeliveryPending"]), Some((Sent, false)));
        assert_eq!(state(2, &["DeliveryOK", "DeliveryUnknown"]), Some((Sent, true)));
        assert_eq!(state(3, &["DeliveryOK", "DeliveryFailed"]), Some((Failed, true)));
    }
}
