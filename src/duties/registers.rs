//! Our register beside that of LAPOR!, report by report. In: what is known of a report. Out: a row, its words for
//! people and for spreadsheets. Used by every duty, and by the command line, that shows the two side by side.

use crate::decide::lapor::difference;
use crate::store::reports::KnownReport;

/// Columns of the table.
pub const HEADINGS: [&str; 7] = ["account", "lapor", "complaint", "ours", "theirs", "seen", "difference"];
/// Reports that are named one by one in a line of the log.
const NAMED: usize = 200;

/// One line of the comparison.
#[derive(Debug, Clone)]
pub struct Row {
    /// The account.
    pub account: String,
    /// Its number there.
    pub lapor: String,
    /// The complaint that mirrors it.
    pub complaint: Option<String>,
    /// Our status.
    pub ours: Option<String>,
    /// Their word.
    pub theirs: Option<String>,
    /// When it was last seen.
    pub seen: chrono::DateTime<chrono::Utc>,
    /// How the two differ.
    pub difference: Option<String>,
}

impl Row {
    /// A report, missed in so many whole sweeps in a row.
    #[must_use]
    pub fn of(report: &KnownReport, missed: i64) -> Self {
        let (complaint, ours) = report.ours.clone().unzip();
        let difference = difference(ours.as_deref(), report.phase.as_deref(), report.status.as_deref(), missed);
        Self {
            account: report.account.clone(),
            lapor: report.number.clone(),
            complaint,
            ours,
            theirs: report.status.clone(),
            seen: report.seen,
            difference,
        }
    }

    /// Its cells, in the order of [`HEADINGS`].
    #[must_use]
    pub fn cells(&self) -> [String; 7] {
        let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let seen = self.seen.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        [
            self.account.clone(),
            self.lapor.clone(),
            or(&self.complaint),
            or(&self.ours),
            or(&self.theirs),
            seen,
            or(&self.difference),
        ]
    }
}

/// The differing reports as the log has them: number, our status, theirs, and how they differ; the first of them.
#[must_use]
pub fn differing(rows: &[Row]) -> Vec<String> {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let told = |row: &Row| {
        let what = row.difference.as_ref()?;
        Some(format!("{} | {} | {} | {what}", row.lapor, or(&row.ours), or(&row.theirs)))
    };
    rows.iter().filter_map(told).take(NAMED).collect()
}

/// The whole table as CSV, with its headings.
#[must_use]
pub fn csv(rows: &[Row]) -> String {
    let line = |cells: &[String]| cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",");
    let headings = HEADINGS.join(",");
    let lines = rows.iter().map(|row| line(&row.cells()));
    std::iter::once(headings).chain(lines).map(|line| line + "\n").collect()
}

/// A cell that a spreadsheet takes for text: what begins like a formula is led by a quote (the service's words are not
/// ours).
#[must_use]
pub fn csv_cell(cell: &str) -> String {
    let flat: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let formula = flat.starts_with(['=', '+', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || flat.starts_with('-') && flat.len() > 1;
    let led = if formula { format!("'{flat}") } else { flat };
    if led.contains([',', '"', ';', '\'']) { format!("\"{}\"", led.replace('"', "\"\"")) } else { led }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(csv_cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(csv_cell("@sum"), "\"'@sum\"");
        assert_eq!(
            (csv_cell("Dalam Proses").as_str(), csv_cell("-").as_str(), csv_cell("a,b").as_str()),
            ("Dalam Proses", "-", "\"a,b\"")
        );
    }
}
